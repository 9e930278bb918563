"""Definitions 3.3 and 3.4: interpolation, and the maximal margin against a search over all sets of support vectors."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
import sympy as sp
from hypothesis import example, given, settings
from hypothesis import strategies as st

from theory import LabeledDataset
from theory.linear import interpolates, max_margin
from theory.linear.margin import all_points_support, combine, gram_solve, outputs, signs

UNBALANCED = LabeledDataset([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, -1, -1])


def oracle(dataset):
    """The shortest theta with y_i theta . x_i >= 1, over all sets of constraints that may be active; None if none."""
    rows = sp.Matrix(dataset.exact_points)
    rows = sp.diag(*signs(dataset)) * rows
    best = None
    for size in range(1, min(rows.shape) + 1):
        for chosen in combinations(range(rows.rows), size):
            active = rows.extract(list(chosen), list(range(rows.cols)))
            if active.rank() < size:
                continue
            theta = active.T * (active * active.T).LUsolve(sp.ones(size, 1))
            if min(rows * theta) >= 1 and (best is None or theta.dot(theta) < best.dot(best)):
                best = theta
    return None if best is None else [Fraction(int(v.p), int(v.q)) for v in best]


@st.composite
def signed_data(draw):
    """Small exact data with labels 1 and -1: separable or not, dependent or not, zero points included."""
    d = draw(st.integers(1, 3))
    places = draw(st.lists(st.tuples(*[st.integers(-3, 3)] * d), min_size=1, max_size=5, unique=True))
    return LabeledDataset(places, draw(st.lists(st.sampled_from([1, -1]), min_size=len(places), max_size=len(places))))


@given(signed_data())
@settings(max_examples=150, deadline=None)
@example(LabeledDataset([[0]], [1]))
@example(LabeledDataset([[1], [-1]], [1, 1]))
@example(LabeledDataset([[1, 0], [2, 0], [0, 1], [0, 3]], [1, 1, -1, -1]))
@example(LabeledDataset([[3, 1], [1, 3], [1, 0]], [1, 1, -1]))
def test_it_is_the_shortest_of_all_candidates_exactly(dataset):
    expected = oracle(dataset)
    if expected is None:
        with pytest.raises(ValueError, match="separates"):
            max_margin(dataset)
        return
    solution = max_margin(dataset)
    assert list(solution.theta) == expected
    assert (solution.stationarity, solution.gap) == (0, 0)
    assert solution.primal >= 0 <= solution.dual
    assert solution.holds()


@given(signed_data())
@settings(max_examples=60, deadline=None)
def test_floats_agree_with_the_exact_solution(dataset):
    floats = LabeledDataset(dataset.points, dataset.labels)
    try:
        exact = max_margin(dataset)
    except ValueError:
        with pytest.raises(ValueError, match="separates"):
            max_margin(floats)
        return
    found = max_margin(floats)
    np.testing.assert_allclose(found.theta, [float(v) for v in exact.theta], rtol=1e-10, atol=1e-10)
    assert found.holds(1e-10)


@pytest.mark.parametrize(("n", "d"), [(12, 200), (60, 10), (40, 40)])
def test_random_data_are_certified(n, d):
    rng = np.random.default_rng(n)
    points = rng.normal(size=(n, d))
    labels = np.where(points @ rng.normal(size=d) > 0, 1, -1)
    solution = max_margin(LabeledDataset(points, labels))
    assert solution.holds(1e-11)
    assert len(solution.support) <= min(n, d)
    for broken in (1.001 * solution.theta, 0.999 * solution.theta):  # too long has a gap, too short violates
        wrong = type(solution)(
            broken,
            solution.multipliers,
            (labels * (points @ broken)).min() - 1,
            solution.dual,
            np.abs(broken - (solution.multipliers * labels) @ points).max(),
            solution.gap,
        )
        assert not wrong.holds(1e-5)


def test_a_wrong_first_guess_is_repaired_exactly(monkeypatch):
    expected = max_margin(UNBALANCED).theta
    for guess in ([], [0], [1, 2], [0, 1, 2]):
        monkeypatch.setattr("theory.linear.margin._float_support", lambda rows, g=guess: np.array(g, dtype=np.intp))
        assert max_margin(UNBALANCED).theta == expected


def test_a_vector_enters_and_leaves_the_support(monkeypatch):
    """From an empty guess the longest step passes through sets that the solution does not have."""
    monkeypatch.setattr("theory.linear.margin._float_support", lambda rows: np.array([], dtype=np.intp))
    rng = np.random.default_rng(1)
    for _ in range(10):
        points = (2 * rng.integers(-4, 4, size=(6, 2)) + 1).tolist()
        labels = [1 if 2 * a - b > 0 else -1 for a, b in points]
        dataset = LabeledDataset(points, labels)
        expected = oracle(dataset)
        if expected is not None:
            assert list(max_margin(dataset).theta) == expected


def test_interpolation_is_exact_on_exact_data():
    assert interpolates([1, -1, -1], UNBALANCED) is True
    assert interpolates([1, -1, "-1"], UNBALANCED) is True
    assert interpolates([1, -1, Fraction(-(10**30) - 1, 10**30)], UNBALANCED) is False
    assert interpolates([-1, 1, 1], UNBALANCED) is False  # kappa < 0
    assert interpolates([0, 0, 0], UNBALANCED) is False  # kappa = 0
    root = sp.sqrt(2)
    assert interpolates([1 / root, -root / 2, -1 / root], UNBALANCED) is True


def test_interpolation_in_floats_has_a_tolerance():
    assert interpolates([0.1, -0.1, -0.1 - 1e-12], UNBALANCED)
    assert not interpolates([0.1, -0.1, -0.1 - 1e-8], UNBALANCED)
    assert not interpolates([-0.1, 0.1, 0.1], UNBALANCED)
    assert not interpolates([0.0, 0.0, 0.0], UNBALANCED)


@given(signed_data())
@settings(max_examples=100, deadline=None)
def test_on_independent_points_all_support_iff_the_solution_interpolates(dataset):
    try:
        proliferates = all_points_support(dataset)
    except ValueError:
        assert sp.Matrix(dataset.exact_points).rank() < dataset.n_points
        return
    solution = max_margin(dataset)
    assert proliferates is interpolates(solution.theta, dataset)
    if proliferates:
        y = signs(dataset)
        expected = [sign * beta for sign, beta in zip(y, gram_solve(dataset, y), strict=True)]
        assert list(solution.multipliers) == expected
    floats = LabeledDataset(dataset.points, dataset.labels)
    np.testing.assert_allclose(
        gram_solve(floats, [1.0] * dataset.n_points),
        [float(v) for v in gram_solve(dataset, [1] * dataset.n_points)],
        rtol=1e-9,
        atol=1e-9,
    )


def test_gram_solve_gives_the_vector_of_the_span_with_these_outputs():
    dataset = LabeledDataset([[1, 2, 0], [0, "1/3", 1]], [1, -1])
    theta = combine(gram_solve(dataset, [5, -7]), dataset.exact_points)
    assert outputs(theta, dataset) == [5, -7]


@pytest.mark.parametrize("function", [max_margin, all_points_support, lambda data: interpolates([1], data)])
@pytest.mark.parametrize("labels", [[0, 1], ["a", "b"], [1, 2]])
def test_labels_must_be_one_and_minus_one(function, labels):
    with pytest.raises(ValueError, match="labels 1 and -1"):
        function(LabeledDataset([[1], [-1]], labels))


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="3 coordinates"):
        interpolates([1, 2], UNBALANCED)
    with pytest.raises(ValueError, match="finite"):
        interpolates([1.0, float("nan"), 0.0], UNBALANCED)
    with pytest.raises(ValueError, match="3 values"):
        gram_solve(UNBALANCED, [1, 2])
    for points in ([[1, 1], [2, 2]], [[1.0, 1.0], [2.0, 2.0]], [[1.0], [2.0]], [[0], [1]]):
        with pytest.raises(ValueError, match="dependent"):
            all_points_support(LabeledDataset(points, [1, 1]))
    for points in ([[1, 0], [2, 0]], [[1.0, 0.0], [2.0, 0.0]], [[0.0, 0.0], [2.0, 0.0]]):
        with pytest.raises(ValueError, match="separates"):
            max_margin(LabeledDataset(points, [1, -1]))


@pytest.mark.parametrize("changed", [{"primal": -1}, {"dual": -1}, {"stationarity": 1}, {"gap": 1}, {"gap": -1}])
def test_each_optimality_condition_is_asked_for(changed):
    found = max_margin(LabeledDataset([[1, 0], [0, 1]], [1, -1]))
    assert found.holds()
    assert not replace(found, **changed).holds()
