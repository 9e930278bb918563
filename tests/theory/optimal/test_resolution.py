"""The unit U: its definition, weights and copies, both metrics, the sample, and the ways to name a resolution."""

import numpy as np
import pytest

from theory import LabeledDataset
from theory.optimal import resolution
from theory.optimal.resolution import parse_resolution, unit


def cloud(n=40, seed=0, dimension=3):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, dimension)), rng.integers(0, 3, n)


def by_hand(points, labels, angular=False):
    """The lower median of all distances between rows of different classes."""
    found = []
    for i, (x, a) in enumerate(zip(points, labels, strict=True)):
        for y, b in zip(points[:i], labels[:i], strict=True):
            if a != b:
                cosine = x @ y / np.linalg.norm(x) / np.linalg.norm(y)
                found.append(np.arccos(cosine) if angular else np.linalg.norm(x - y))
    return sorted(found)[(len(found) - 1) // 2], len(found)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("metric", ["euclidean", "angular"])
def test_it_is_the_lower_median_of_all_distances_between_classes(seed, metric):
    points, labels = cloud(seed=seed)
    value, pairs = by_hand(points, labels, metric == "angular")
    found = unit(LabeledDataset(points, labels), metric)
    assert (found.value, found.pairs, found.exact) == (pytest.approx(value), pairs, True)


def test_a_row_that_is_there_twice_is_one_of_twice_the_weight():
    points, labels = cloud(seed=5)
    counts = np.random.default_rng(1).integers(1, 4, len(points))
    repeated = LabeledDataset(np.repeat(points, counts, axis=0), np.repeat(labels, counts))
    assert unit(repeated).value == unit(LabeledDataset(points, labels, counts / counts.sum())).value
    assert unit(repeated).value != unit(LabeledDataset(points, labels)).value


def test_a_sample_is_near_the_truth_and_says_that_it_is_one(monkeypatch):
    """A weighted sample: its median lies between the 48th and the 52nd percentile of all pairs."""
    rng = np.random.default_rng(2)
    points, labels = cloud(400, dimension=2)
    weights = rng.random(400)
    data = LabeledDataset(points, labels, weights / weights.sum())
    first, second = resolution._all_pairs(data)
    distances = np.linalg.norm(points[first] - points[second], axis=1)
    order = np.argsort(distances)
    shares = np.cumsum((weights[first] * weights[second])[order])
    low, high = distances[order[np.searchsorted(shares / shares[-1], [0.48, 0.52])]]
    exact = unit(data)
    monkeypatch.setattr(resolution, "EXACT_PAIRS", 1000)
    found = unit(data)
    assert exact.exact
    assert not found.exact
    assert found.pairs == resolution.SAMPLED_PAIRS
    assert low < found.value < high
    assert f"{found.pairs:,} pairs" in str(found)
    assert unit(data) == found != unit(data, seed=1)


def test_all_of_one_class_have_no_unit():
    found = unit(LabeledDataset([[0.0], [5.0]], [1, 1]))
    assert (found.value, found.pairs) == (1.0, 0)
    assert "one class" in str(found)


@pytest.mark.parametrize("given", [0, -1, float("inf"), float("nan"), "", "U/0", "2V", "-.2U", True, [1], "U/8/2"])
def test_what_is_no_resolution(given):
    with pytest.raises(ValueError, match="epsilon must be positive and finite"):
        parse_resolution(given, 1.0)


def test_sampled_pairs_have_the_masses_of_their_two_classes():
    """Masses .6, .3, .1: a pair begins in each with probability in proportion to W (1 - W); six standard errors."""
    data = LabeledDataset([[0.0], [1.0], [2.0], [3.0]], [1, 1, 2, 3], [0.2, 0.4, 0.3, 0.1])
    first, second = resolution._sampled_pairs(data, np.random.default_rng(0))
    masses = np.array([0.6, 0.3, 0.1])
    expected = masses * (1 - masses) / (masses * (1 - masses)).sum()
    found = np.bincount(data.codes[first]) / len(first)
    assert (np.abs(found - expected) < 6 / np.sqrt(4 * len(first))).all()
    assert np.mean(first[data.codes[first] == 0] == 1) == pytest.approx(2 / 3, abs=0.01)
    assert (data.codes[first] != data.codes[second]).all()
