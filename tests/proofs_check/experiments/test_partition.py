"""The partition: its masses, its minimiser, and that wide boxes or wrong masses lead to other classes."""

import numpy as np
import pytest

from proofs_check.evidence import Settings
from proofs_check.experiments import partition
from proofs_check.experiments.partition import grid_masses, minimise_risk, trained_shares
from proofs_check.results.mixup import theorem_2_10_partition as argued
from theory.dataset import LabeledDataset
from theory.mixing import Beta

LINE = LabeledDataset([[0.125], [1.125], [2.125]], [1, 2, 1])


@pytest.mark.parametrize("side", [0.25, 0.7, 10.0])
@pytest.mark.parametrize("d", [1, 2, 3])
def test_all_mass_is_in_some_box(side, d):
    rng = np.random.default_rng(0)
    data = LabeledDataset(rng.normal(size=(4, d)), [1, 2, 3, 1])
    total = sum(grid_masses(data, Beta(2.0), side).values())
    assert total == pytest.approx([0.5, 0.25, 0.25])  # each class has its own mass, mixed or not


def test_a_box_against_samples():
    """Oracle: the share of sampled mixes in the box about the middle point, and their mean label."""
    rng = np.random.default_rng(1)
    s, t, lam = rng.integers(0, 3, 400_000), rng.integers(0, 3, 400_000), rng.beta(2, 2, 400_000)
    z = lam * LINE.points[s, 0] + (1 - lam) * LINE.points[t, 0]
    inside = (z >= 1.0) & (z < 1.25)
    own = (lam * (s == 1) + (1 - lam) * (t == 1))[inside].sum() / len(z)
    masses = grid_masses(LINE, Beta(2.0), 0.25)[(4,)]
    assert masses.sum() == pytest.approx(inside.mean(), abs=3e-3)
    assert masses[1] == pytest.approx(own, abs=3e-3)


def test_the_minimiser_is_the_share_of_each_box():
    masses = np.array([[0.3, 0.1], [0.05, 0.05], [0.1, 0.4]])
    theta = minimise_risk(masses, np.random.default_rng(2))
    np.testing.assert_allclose(theta, masses / masses.sum(axis=1, keepdims=True), atol=1e-6)


def test_the_line_needs_narrow_boxes_or_small_alpha():
    rng = np.random.default_rng(3)
    assert trained_shares(LINE, Beta(32.0), 0.25, rng)[0][1] < 0.5
    assert trained_shares(LINE, Beta(1.0), 0.25, rng)[0][1] > 0.5


def test_labels_on_the_wrong_end_are_seen(monkeypatch):
    right = partition.grid_masses
    monkeypatch.setattr(partition, "grid_masses", lambda *a: {c: m[::-1].copy() for c, m in right(*a).items()})
    assert argued.partition(Settings("quick")).holds is False
