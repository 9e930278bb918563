"""The labels of a minimum cut, against the enumeration of all labels."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from theory.results.self_training import denoise as stated
from theory.results.self_training.denoise import denoise
from theory.results.self_training.views import SelfTraining, ViewGraph


def population(seed: int) -> SelfTraining:
    """Three to eight points of mass 1 with up to two more views each, and random pseudo-labels."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 9))
    views = tuple((x, *map(int, rng.integers(0, n, rng.integers(0, 3)))) for x in range(n))
    labels = tuple(map(int, rng.integers(0, 2, n)))
    return SelfTraining(ViewGraph((Fraction(1),) * n, (0,) * n, views), labels, labels, Fraction(2))


def minimisers(training: SelfTraining) -> tuple[Fraction, np.ndarray]:
    found = {labels: training.objective(labels) for labels in training.graph.labellings()}
    least = min(found.values())
    return least, np.array([labels for labels, value in found.items() if value == least])


@pytest.mark.parametrize("block", range(4))
def test_the_cut_is_the_least_and_knows_where_all_minimisers_agree(block):
    several = 0
    for seed in range(25 * block, 25 * block + 25):
        training = population(seed)
        least, labels = minimisers(training)
        found = denoise(training.graph.views, training.pseudo)
        assert found.objective == least
        assert found.fewest.tolist() == labels.min(axis=0).tolist()
        assert found.most.tolist() == labels.max(axis=0).tolist()
        assert found.certain.tolist() == (labels.min(axis=0) == labels.max(axis=0)).tolist()
        several += len(labels) > 1
    assert several  # ties occur


def test_another_weight_is_noticed(monkeypatch):
    monkeypatch.setattr(stated, "WEIGHT", 1)
    wrong = [denoise((one := population(seed)).graph.views, one.pseudo).objective != minimisers(one)[0]
             for seed in range(40)]  # fmt: skip
    assert any(wrong)
