"""h_eps at data points, for several eps and alpha in one pass: against the form that looks at all pairs."""

import numpy as np
import pytest

from theory import Beta, LabeledDataset, mixup_optimal
from theory.optimal import at_points, pair_lengths
from theory.optimal.at_points import masses_at_points
from theory.optimal.local_pairs import local_pairs

EPSILONS, ALPHAS = (0.3, 0.8, 2.5), (0.1, 1, 7.5, 300)


@pytest.mark.parametrize("self_pairs", [True, False])
@pytest.mark.parametrize("dimension", [1, 2, 9])
def test_it_is_h_eps(dimension, self_pairs, monkeypatch):
    """Weighted rows, some of them at one place; small blocks, so that there are several of queries and of rows."""
    rng = np.random.default_rng(dimension)
    points, labels = rng.normal(size=(50, dimension)) * 2 / dimension**0.5, rng.integers(0, 3, 50)
    points[40:], labels[40:] = points[:10], labels[:10]
    weights = rng.random(50)
    data = LabeledDataset(points, labels, weights / weights.sum())
    query = rng.permutation(50)[:30]
    monkeypatch.setattr(at_points, "QUERY_BYTES", 8 * 50 * 7)
    monkeypatch.setattr(pair_lengths, "BYTES", 8 * 50 * 11)
    found = masses_at_points(data, query, EPSILONS, ALPHAS).probabilities(self_pairs)
    for e, epsilon in enumerate(EPSILONS):
        for m, alpha in enumerate(ALPHAS):
            expected = mixup_optimal(data, Beta(alpha), data.points[query], epsilon, self_pairs)
            np.testing.assert_allclose(found[:, e, m], expected, rtol=1e-9, atol=1e-12)


def test_tiny_masses_are_not_lost():
    """Far from the middle of the pairs Beta(5000, 5000) has masses that float64 cannot hold; h is a ratio of them."""
    data = LabeledDataset([[0.0], [1.0], [100.0], [101.0]], ["a", "b", "a", "b"])
    found = masses_at_points(data, np.arange(2), [0.5], [5000]).probabilities(self_pairs=False)[:, 0, 0]
    expected = mixup_optimal(data, Beta(5000), data.points[:2], 0.5, self_pairs=False)
    assert not np.isnan(expected).any()
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    weighted = LabeledDataset(data.points, data.labels, [0.1, 0.2, 0.3, 0.4])
    found = masses_at_points(weighted, np.arange(2), [0.5], [5000]).probabilities(self_pairs=False)[:, 0, 0]
    np.testing.assert_allclose(found, mixup_optimal(weighted, Beta(5000), data.points[:2], 0.5, self_pairs=False))


@pytest.mark.parametrize("self_pairs", [True, False])
def test_unmixed_samples_count_as_they_do_in_lists_of_pairs(self_pairs):
    rng = np.random.default_rng(8)
    data = LabeledDataset(rng.normal(size=(30, 2)), rng.integers(0, 3, 30))
    found = masses_at_points(data, np.arange(30), [0.6], [4]).probabilities(self_pairs, prob=0.4)[:, 0, 0]
    for near in local_pairs(data, np.arange(30), np.full(30, 0.6)):
        masses = near.masses(Beta(4), 0.6, self_pairs, prob=0.4)
        np.testing.assert_allclose(found[near.index], masses / masses.sum(), rtol=1e-9, atol=1e-12)


def test_where_nothing_is_there_is_no_h():
    data = LabeledDataset([[0.0, 0.0], [0.0, 9.0]], ["a", "b"])
    found = masses_at_points(data, np.arange(2), [1.0], [1])
    assert not np.isnan(found.probabilities(True)).any()
    alone = LabeledDataset([[0.0], [0.0]], ["a", "a"])
    assert masses_at_points(alone, np.arange(2), [1.0], [1]).probabilities(False).tolist() == [[[[1.0]]]] * 2
    single = masses_at_points(LabeledDataset([[0.0]], ["a"]), np.arange(1), [1.0], [1])
    assert np.isnan(single.probabilities(False)).all()


@pytest.mark.parametrize("epsilon", [0, -1, np.inf, np.nan])
def test_resolutions_that_make_no_sense(epsilon):
    with pytest.raises(ValueError, match="epsilon must be positive"):
        masses_at_points(LabeledDataset([[0.0]], ["a"]), np.arange(1), [epsilon], [1])


@pytest.mark.parametrize("size", [1, 7, 59])
def test_other_blocks_of_queries_give_the_same_to_the_last_bit(size):
    """Weights differ, so that the order of a sum would show."""
    rng = np.random.default_rng(12)
    weights = rng.random(700)
    data = LabeledDataset(rng.normal(size=(700, 3)), rng.integers(0, 3, 700), weights / weights.sum())
    query = rng.permutation(700)[:60]
    whole = masses_at_points(data, query, (0.4, 1.5), (1, 32))
    blocks = [query[start : start + size] for start in range(0, 60, size)]
    parts = [masses_at_points(data, block, (0.4, 1.5), (1, 32)) for block in blocks]
    for name in ("pairs", "selves", "points"):
        np.testing.assert_array_equal(np.concatenate([getattr(part, name) for part in parts]), getattr(whole, name))
