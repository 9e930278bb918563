"""The pairs near a point: all of them, and the masses they give, against the forms that look at every pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theory import Beta, LabeledDataset, mixup_optimal
from theory.geometry import squared_distance_to_segment
from theory.optimal import local_pairs as lists_of_pairs
from theory.optimal import pair_lengths
from theory.optimal.at_points import masses_at_points
from theory.optimal.kernels import Rows
from theory.optimal.local_pairs import local_pairs
from theory.optimal.local_pairs_kernels import Lists, collect


def lattice(draw):
    places = draw(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=3, max_size=9))
    classes = {place: draw(st.integers(0, 2)) for place in places}
    return LabeledDataset(np.array(places, dtype=float), [classes[place] for place in places])


def lists(dataset, radius, **options):
    query = np.arange(dataset.n_points)
    return {near.index: near for near in local_pairs(dataset, query, np.full(len(query), radius), **options)}


@pytest.mark.parametrize("self_pairs", [True, False])
@pytest.mark.parametrize("prob", [1.0, 0.4])
def test_unequal_weights_are_those_of_repeated_rows(self_pairs, prob):
    """Row i three times as heavy as the others: pairs weigh p_i p_j, self-pairs p_i^2, rows left alone p_i."""
    rng = np.random.default_rng(5)
    points, labels = rng.normal(size=(20, 2)), rng.integers(0, 3, 20)
    weights = np.where(np.arange(20) == 4, 3.0, 1.0)
    data = LabeledDataset(points, labels, weights / weights.sum())
    at_points = masses_at_points(data, np.arange(20), [0.9], [2.0]).probabilities(self_pairs, prob)[:, 0, 0]
    for index, near in lists(data, 0.9).items():
        found = near.masses(Beta(2.0), 0.9, self_pairs, prob)
        np.testing.assert_allclose(found / found.sum(), at_points[index], rtol=1e-9, atol=1e-12)
        if self_pairs:  # a row three times is a row of weight three, if copies may meet
            rows = np.repeat(np.arange(20), weights.astype(int))
            (again,) = local_pairs(
                LabeledDataset(points[rows], labels[rows]), np.array([list(rows).index(index)]), np.array([0.9])
            )
            copied = again.masses(Beta(2.0), 0.9, True, prob)
            np.testing.assert_allclose(found / found.sum(), copied / copied.sum(), rtol=1e-9, atol=1e-12)


def test_a_first_row_of_next_to_no_weight_overflows_nothing():
    rng = np.random.default_rng(5)
    weights = np.where(np.arange(20) == 0, 1e-300, 1.0)
    data = LabeledDataset(rng.normal(size=(20, 2)), rng.integers(0, 3, 20), weights / weights.sum())
    at_points = masses_at_points(data, np.arange(20), [0.9], [2.0]).probabilities(True, 1.0)[:, 0, 0]
    for index, near in lists(data, 0.9).items():
        found = near.masses(Beta(2.0), 0.9)
        np.testing.assert_allclose(found / found.sum(), at_points[index], rtol=1e-9, atol=1e-12)


@given(st.composite(lattice)(), st.sampled_from([0.3, 1.1, 2.3, 20.0]))
@settings(max_examples=60)
def test_every_pair_that_comes_near_is_there_and_no_other(dataset, radius):
    for index, near in lists(dataset, radius).items():
        n, points = dataset.n_points, dataset.points.tolist()
        distances = {
            (s, t): squared_distance_to_segment(points[index], points[s], points[t])[0] ** 0.5
            for s in range(n)
            for t in range(s + 1, n)
        }
        expected = {pair for pair, distance in distances.items() if distance < radius}
        assert {tuple(pair) for pair in near.pair.tolist()} == expected
        np.testing.assert_allclose(near.entry, [distances[tuple(p)] for p in near.pair.tolist()], atol=1e-12)
        assert near.reaches_all == (radius > near.to_points.max())


@pytest.mark.parametrize("alpha", [0.3, 1, 2.5, 40])
@pytest.mark.parametrize("self_pairs", [True, False])
def test_masses_are_those_of_the_dense_form(alpha, self_pairs):
    rng = np.random.default_rng(3)
    dataset = LabeledDataset(rng.normal(size=(30, 3)), rng.integers(0, 3, 30))
    for index, near in lists(dataset, 2.0).items():
        for epsilon in (0.4, 1.3, 2.0):
            masses = near.masses(Beta(alpha), epsilon, self_pairs)
            dense = mixup_optimal(dataset, Beta(alpha), dataset.points[[index]], epsilon, self_pairs)[0]
            np.testing.assert_allclose(masses / masses.sum(), dense, rtol=1e-9, atol=1e-12)


def test_a_spliced_measure_is_its_parts():
    """Uniform outside the cut and uniform inside is uniform; a narrow law inside adds what its middle has."""
    rng = np.random.default_rng(4)
    dataset = LabeledDataset(rng.normal(size=(25, 2)), rng.integers(0, 2, 25))
    near = lists(dataset, 1.5)[0]
    np.testing.assert_allclose(near.spliced_masses(Beta(1), Beta(1), 0.2, 1.5), near.masses(Beta(1), 1.5), rtol=1e-12)
    inner = near.spliced_masses(Beta(1), Beta(9), 0.2, 1.5, self_pairs=False)
    numeric = np.zeros(2)
    for lo, hi, (s, t) in zip(*near.ends(1.5)[:, :2].T, near.pair.tolist(), strict=True):
        for a, b, law in ((0, 0.2, Beta(1)), (0.2, 0.8, Beta(9)), (0.8, 1, Beta(1))):
            low, high = max(a, lo), min(b, hi)
            for first, second in ((s, t), (t, s)):
                ends = (low, high) if first == s else (1 - high, 1 - low)
                numeric[dataset.codes[first]] += law.moment(*ends)
                numeric[dataset.codes[second]] += law.mass(*ends) - law.moment(*ends)
    np.testing.assert_allclose(inner, numeric, rtol=1e-9)


def test_long_lists_are_found_in_more_rounds_or_left_out(monkeypatch):
    rng = np.random.default_rng(5)
    dataset = LabeledDataset(rng.normal(size=(20, 2)), rng.integers(0, 2, 20))
    whole = lists(dataset, 1.0)
    monkeypatch.setattr(lists_of_pairs, "FIRST", 4)
    monkeypatch.setattr(lists_of_pairs, "LISTS_BYTES", 600)
    monkeypatch.setattr(pair_lengths, "BYTES", 500)
    parts = lists(dataset, 1.0)
    assert parts.keys() == whole.keys()
    for index, near in parts.items():
        np.testing.assert_array_equal(near.entry, whole[index].entry)
    longest = max(len(near.pair) for near in whole.values())
    assert lists(dataset, 1.0, most=longest - 1).keys() == {
        index for index, near in whole.items() if len(near.pair) < longest
    }


@pytest.mark.parametrize("self_pairs", [True, False])
def test_rows_that_stay_as_they_are_weigh_as_the_share_of_unmixed_samples(self_pairs):
    """Against a simulation of 400,000 samples, 30 in 100 of them mixed: within five standard deviations."""
    rng = np.random.default_rng(6)
    dataset = LabeledDataset(rng.normal(size=(12, 2)), rng.integers(0, 3, 12))
    near = lists(dataset, 0.8)[4]
    s, t = rng.integers(0, 12, (2, 400_000))
    kept = self_pairs | (s != t)
    s, t = s[kept], t[kept]
    lam = np.where(rng.random(len(s)) < 0.3, rng.beta(2, 2, len(s)), 1.0)[:, None]
    mixed = lam * dataset.points[s] + (1 - lam) * dataset.points[t]
    hit = np.linalg.norm(mixed - dataset.points[4], axis=1) < 0.8
    labels = (lam * np.eye(3)[dataset.codes[s]] + (1 - lam) * np.eye(3)[dataset.codes[t]])[hit]
    expected = near.masses(Beta(2), 0.8, self_pairs, prob=0.3)
    expected = expected / expected.sum()
    assert (np.abs(labels.mean(axis=0) - expected) < 5 * np.sqrt(expected / len(labels))).all()
    unmixed = near.masses(Beta(2), 0.8, self_pairs)
    assert np.abs(unmixed / unmixed.sum() - expected).max() > 0.05


def test_an_epsilon_beyond_the_list_is_refused():
    near = lists(LabeledDataset([[0.0], [1.0]], [0, 1]), 0.5)[0]
    with pytest.raises(ValueError, match="at most"):
        near.masses(Beta(1), 0.6)


def test_a_pair_whose_line_alone_comes_near_is_left_out_whatever_was_ruled_out_before():
    """With an error that rules nothing out, the last comparison decides; the line of 1 and 2 goes through 0."""
    points, x = np.array([[1.0], [2.0], [-1.0]]), np.array([[0.0]])
    lists = Lists(np.full((1, 4, 2), -1), np.empty((1, 4, 5)), np.zeros(1, dtype=int))
    rows = Rows(points.T**2, (points - points.T) ** 2, 0, 100.0)
    collect.py_func(lists, x, np.array([0.5]), points, rows, np.ones((1, 3), dtype=bool))
    assert lists.counts[0] == 2
    assert sorted(map(tuple, lists.pair[0, :2].tolist())) == [(0, 2), (1, 2)]
