"""Infima of the unsafe values: where they are known exactly, on data with several unsafe intervals, and by cells."""

import math

import numpy as np
import pytest
from scipy.stats import beta

from proofs_check.audit import thresholds
from proofs_check.audit.thresholds import crossing, first_unsafe, margin, peak_factor, unsafe_alpha, unsafe_epsilon
from theory import Beta, LabeledDataset, clearance, mixup_optimal
from theory.optimal.local_pairs import local_pairs

CROSSINGS = {0.5: 3.1562, 0.4: 3.8464, 0.25: 4.8833, 0.1: 22.8813, 0.05: 91.1231}  # alpha*(eps) of Theorem 2.7


def near(points, labels, index, radius):
    dataset = LabeledDataset(np.asarray(points, dtype=float), labels)
    (found,) = local_pairs(dataset, np.array([index]), np.array([radius]))
    return found


LINE = near([[0], [1], [2]], [1, 2, 1], 1, 5.0)


@pytest.mark.parametrize(("epsilon", "alpha"), CROSSINGS.items())
def test_the_phase_boundary_of_the_three_point_line_is_enclosed(epsilon, alpha):
    found = unsafe_alpha(LINE, epsilon)
    assert found.low <= alpha * (1 + 1e-4)
    assert found.high >= alpha * (1 - 1e-4)
    assert found.high <= found.low * (1 + 3 * thresholds.WIDTH)
    other_way = unsafe_epsilon(LINE, alpha, 0.0)
    assert other_way.low <= epsilon * (1 + 1e-4)
    assert epsilon * (1 - 1e-4) <= other_way.high <= other_way.low * (1 + 5 * thresholds.WIDTH)


def test_at_alpha_1_it_is_the_golden_ratio_over_two():
    found = unsafe_epsilon(LINE, 1.0, 0.0)
    assert found.low <= (1 + math.sqrt(5)) / 4 <= found.high


def test_a_cell_is_not_skipped_where_unsafe_values_form_several_intervals():
    """On random lines of eight points the first unsafe eps of a fine scan is never below what is certified."""
    rng = np.random.default_rng(0)
    again = 0
    for _ in range(12):
        points, labels = np.sort(rng.random(8))[:, None], rng.integers(0, 2, 8)
        labels[0], labels[1] = 0, 1
        dataset = LabeledDataset(points, labels)
        found = clearance(dataset)
        for pairs in local_pairs(dataset, np.arange(8), np.full(8, 2.0)):
            grid = np.geomspace(1e-3, 2.0, 400)
            scan = np.array([margin(pairs.masses(Beta(1), e), pairs.own) <= 0 for e in grid])
            enclosed = unsafe_epsilon(pairs, 1.0, float(min(found.distance[pairs.index], 2.0)))
            assert not scan[grid < enclosed.low].any()
            if scan.any():
                first = grid[scan.argmax()]
                assert enclosed.low * 0.999 <= enclosed.high <= first * (1 + 3 * thresholds.WIDTH)
                again += not scan[scan.argmax() :].all()
    assert again >= 3  # such cases did occur


def test_the_high_end_is_unsafe_by_the_dense_form():
    rng = np.random.default_rng(2)
    dataset = LabeledDataset(rng.normal(size=(25, 2)), rng.integers(0, 3, 25))
    high = {}
    for pairs in local_pairs(dataset, np.arange(25), np.full(25, 10.0)):
        high[pairs.index] = unsafe_epsilon(pairs, 2.0, 1e-6).high
    for index, epsilon in high.items():
        if epsilon < math.inf:
            h = mixup_optimal(dataset, Beta(2.0), dataset.points[[index]], epsilon)[0]
            assert h[dataset.codes[index]] <= np.delete(h, dataset.codes[index]).max() + 1e-9
    assert sum(epsilon < math.inf for epsilon in high.values()) > 5


@pytest.mark.parametrize(("a", "b"), [(0.05, 0.06), (0.9, 1.1), (3.0, 3.3), (40.0, 50.0), (900.0, 1000.0)])
def test_densities_between_lie_in_their_bounds(a, b):
    cut, factor = crossing(a, b), peak_factor(a, b)
    assert beta.pdf(cut, a, a) == pytest.approx(beta.pdf(cut, b, b), rel=1e-9)
    lam = np.concatenate([np.geomspace(1e-6, 0.5, 200), [cut]])
    ends = beta.pdf(lam, a, a), beta.pdf(lam, b, b)
    assert ((ends[0] >= ends[1] * (1 - 1e-9)) == (lam <= cut * (1 + 1e-9))).all()
    for between in np.linspace(a, b, 7):
        density = beta.pdf(lam, between, between)
        assert (density >= np.minimum(*ends) * (1 - 1e-9)).all()
        assert (density <= np.maximum(*ends) * factor * (1 + 1e-9)).all()
    middle = beta.pdf(lam, (a + b) / 2, (a + b) / 2)
    assert (middle > np.maximum(*ends)).any()  # without the factor the bound would be false


def test_everything_safe_is_infinite_and_a_short_list_says_so():
    far = near([[0], [10], [11], [12]], [1, 2, 2, 2], 2, 50.0)
    assert unsafe_epsilon(far, 1.0, 1.0).low == math.inf
    short = near([[0], [10], [11], [12]], [1, 2, 2, 2], 2, 1.5)
    assert unsafe_epsilon(short, 1.0, 1.0).low == 1.5
    assert unsafe_epsilon(short, 1.0, 1.0).high == math.inf


def test_the_first_value_may_be_unsafe_and_a_touching_cell_is_doubtful():
    assert first_unsafe(1.0, 2.0, lambda v: True, lambda a, b: False).high == 1.0
    touching = first_unsafe(1.0, 4.0, lambda v: v > 3, lambda a, b: not a <= 2 <= b and b <= 3)
    assert touching.low == pytest.approx(2.0, rel=2e-3)
    assert 3 < touching.high < 3.01


def test_a_sloppy_certificate_would_be_noticed(monkeypatch):
    """Without looking at the far end of a cell, the lower end may exceed the truth."""
    monkeypatch.setattr(thresholds, "_lead", lambda masses, own, others=None: 1.0)
    assert unsafe_epsilon(LINE, 1.0, 0.0).high == math.inf


def test_nothing_is_safe_beyond_a_cell_that_is_not_certified():
    """No value is unsafe, and cells beyond 2 cannot be certified: so much is said, and no more."""
    found = first_unsafe(1.0, 4.0, lambda v: False, lambda a, b: b <= 2)
    assert found.low == pytest.approx(2.0, rel=2e-3)
    assert found.high == math.inf
