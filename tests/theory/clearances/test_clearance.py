"""Clearance: float against exact against a brute-force oracle, and its invariances."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from theory.clearances import clearance, distance_to_other_class, exact_clearance, threatening_pairs
from theory.dataset import LabeledDataset


@st.composite
def lattice_datasets(draw, dimension=None, nonzero=False):
    """Small integer data: collinear points, duplicates and ties are common."""
    d = dimension or draw(st.integers(1, 3))
    row = st.tuples(*[st.integers(-3, 3)] * d)
    rows = draw(st.lists(row.filter(any) if nonzero else row, min_size=2, max_size=6))
    labels = {row: draw(st.integers(1, 3)) for row in rows}
    return LabeledDataset(rows, [labels[row] for row in rows])


def as_floats(data):
    return LabeledDataset(data.points.astype(float), data.labels)


def brute_force(data, index, form):
    """Oracle: every pair by the definition, every segment on a fine grid of lambda; an upper bound."""
    x, own, best = data.points[index], data.labels[index], math.inf
    lam = np.linspace(0, 1, 241)[:, None]
    for u in range(data.n_points):
        for v in range(data.n_points):
            ends = (data.labels[u] != own, data.labels[v] != own)
            here = any((data.points[i] == x).all() for i in (u, v))
            if all(ends) if form == "printed" else any(ends) and not here:
                mixed = lam * data.points[u] + (1 - lam) * data.points[v]
                best = min(best, np.linalg.norm(mixed - x, axis=1).min())
    return best


@given(lattice_datasets(), st.sampled_from(["repaired", "printed"]))
def test_exact_is_the_brute_force_minimum(data, form):
    for index in range(data.n_points):
        found, oracle = exact_clearance(data, index, form).distance, brute_force(data, index, form)
        assert found <= oracle + 1e-12
        assert oracle == math.inf or found >= oracle - 0.05  # the grid's step times the longest segment


@settings(max_examples=60)
@given(
    lattice_datasets(nonzero=True), st.sampled_from(["repaired", "printed"]), st.sampled_from(["euclidean", "angular"])
)
def test_floats_agree_with_exact(data, form, metric):
    exact, floats = clearance(data, form, metric), clearance(as_floats(data), form, metric)
    # an angle near 0 is the square root of a rounding error in the exact form's float(acos(...))
    np.testing.assert_allclose(floats.distance, exact.distance, atol=1e-13 if metric == "euclidean" else 3e-8)


@given(lattice_datasets())
def test_ties_go_to_the_lowest_indices(data):
    for index in range(data.n_points):
        best = exact_clearance(data, index)
        for pair in threatening_pairs(data, index):
            if pair < best.pair:
                alone = LabeledDataset(data.exact_points, data.labels)
                assert _squared(alone, index, pair) > best.squared


def _squared(data, index, pair):
    from theory.geometry import squared_distance_to_segment

    points = data.exact_points
    return squared_distance_to_segment(points[index], points[pair[0]], points[pair[1]])[0]


@given(lattice_datasets(dimension=2), st.tuples(st.integers(-5, 5), st.integers(-5, 5)), st.integers(1, 4))
def test_translation_and_scaling(data, shift, scale):
    moved = LabeledDataset(
        [[scale * (v + s) for v, s in zip(p, shift, strict=True)] for p in data.exact_points], data.labels
    )
    np.testing.assert_allclose(clearance(moved).distance, scale * clearance(data).distance, rtol=1e-12)


@given(lattice_datasets(), st.randoms(use_true_random=False))
def test_permutation(data, random):
    order = list(range(data.n_points))
    random.shuffle(order)
    permuted = LabeledDataset([data.exact_points[i] for i in order], [data.labels[i] for i in order])
    np.testing.assert_array_equal(clearance(permuted).distance, clearance(data).distance[order])


@given(lattice_datasets())
def test_repaired_clearance_is_never_larger_than_printed_nor_than_the_other_class(data):
    repaired, printed = clearance(data).distance, clearance(data, "printed").distance
    assert (repaired <= printed).all()
    assume(data.n_classes > 1)
    for index in range(data.n_points):
        assert repaired[index] <= math.sqrt(distance_to_other_class(data, index)[0])


def test_the_guilty_pair_and_its_mixing():
    found = clearance(LabeledDataset([[0, 0], [3, 0], [1, 1]], [1, 2, 2]), query=[2, 0])
    np.testing.assert_allclose(found.distance, [1.0, math.sqrt(2)])
    assert found.pair.tolist() == [[0, 1], [1, 2]]  # [1, 2] and [2, 2] tie
    np.testing.assert_allclose(found.mixing, [2 / 3, 0.0])


def test_no_threat_is_infinite():
    found = clearance(LabeledDataset([[0], [1]], [1, 1]))
    assert np.isinf(found.distance).all()
    assert (found.pair == -1).all()
    assert np.isnan(found.mixing).all()


def test_angles():
    data = LabeledDataset([[1, 0], [1, 1], [1, -1], [-1, 1]], [1, 2, 2, 3])
    found = clearance(data, metric="angular", query=[0])
    assert found.distance[0] == pytest.approx(0, abs=1e-12)
    antipodal = LabeledDataset([[0, 1], [1, 0], [-1, 0]], [1, 2, 2])
    assert clearance(antipodal, metric="angular", query=[0]).distance[0] == pytest.approx(math.pi / 2)


def test_threshold_forgets_what_is_far():
    data = LabeledDataset([[0.0], [1.0], [5.0]], [1, 2, 1])
    found = clearance(data, threshold=2.0)
    np.testing.assert_allclose(found.distance, [1.0, 0.0, math.inf], atol=1e-15)
    assert found.pair[2].tolist() == [-1, -1]


def test_exact_fractions():
    assert exact_clearance(LabeledDataset([["0"], ["1/3"]], [1, 2]), 0).squared == Fraction(1, 9)


def test_the_exact_form_ignores_no_argument():
    line = LabeledDataset.alternating_line()
    with pytest.raises(ValueError, match="form must be"):
        exact_clearance(line, 1, "repared")
    with pytest.raises(ValueError, match="metric must be"):
        exact_clearance(line, 1, "repaired", "cosine")
    with pytest.raises(ValueError, match="no squared length"):
        _ = exact_clearance(LabeledDataset([[1], [2]], [1, 2]), 0, "repaired", "angular").squared


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"form": "exact"}, "form must be"),
        ({"metric": "cosine"}, "metric must be"),
        ({"query": [3]}, "between 0 and 2"),
        ({"query": [-1]}, "between 0 and 2"),
        ({"query": [0.5]}, "indices"),
        ({"threshold": 0}, "threshold"),
        ({"metric": "angular"}, "has no direction"),
    ],
)
def test_bad_arguments(options, reason):
    with pytest.raises(ValueError, match=reason):
        clearance(LabeledDataset.alternating_line(), **options)
