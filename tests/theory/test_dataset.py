"""Labelled data: exactness is kept, and every kind of bad input is refused with a reason."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import sympy as sp

from theory.dataset import LabeledDataset


def test_exact_input_stays_exact():
    data = LabeledDataset([["1/3", 0], [sp.sqrt(2), 1]], ["a", "b"], ["1/4", "3/4"])
    assert data.is_exact
    assert data.exact_points == ((Fraction(1, 3), 0), (sp.sqrt(2), 1))
    assert data.exact_weights == (Fraction(1, 4), Fraction(3, 4))
    np.testing.assert_allclose(data.points[1], [2**0.5, 1])
    np.testing.assert_allclose(data.weights, [0.25, 0.75])


def test_float_input_is_float_with_exact_view():
    data = LabeledDataset(np.array([[0.1], [0.2]]), [0, 1])
    assert not data.is_exact
    assert data.exact_points[0][0] == Fraction(0.1) != Fraction(1, 10)


def test_frames_and_series_will_do():
    frame = pd.DataFrame({"height": [1.5, 2.0], "width": [0.5, 1.0]})
    data = LabeledDataset(frame, pd.Series(["x", "y"], dtype="category"), pd.Series([0.25, 0.75]))
    np.testing.assert_array_equal(data.points, [[1.5, 0.5], [2.0, 1.0]])
    assert data.classes == ("x", "y")


def test_integer_arrays_are_exact():
    assert LabeledDataset(np.array([[0], [1]]), np.array([5, 6])).is_exact


def test_classes_are_sorted_where_comparable_else_by_first_appearance():
    assert LabeledDataset([[0], [1], [2]], [2, 1, 2]).classes == (1, 2)
    assert LabeledDataset([[0], [1]], ["b", 1]).classes == ("b", 1)


def test_class_masses():
    assert LabeledDataset.alternating_line().exact_class_masses == (Fraction(2, 3), Fraction(1, 3))


def test_duplicates_of_one_class_are_allowed():
    assert LabeledDataset([[0], [0], [1]], [1, 1, 2]).n_points == 3


def test_alternating_line_with_three_classes():
    assert LabeledDataset.alternating_line(4, 3).labels == (1, 2, 3, 1)


@pytest.mark.parametrize(
    ("points", "labels", "weights", "reason"),
    [
        ([], [], None, "at least one point"),
        ([[0], [1]], [1], None, "need 2 labels"),
        ([[0], [1, 2]], [1, 2], None, "same number of coordinates"),
        ([[0.0], [float("nan")]], [1, 2], None, "coordinate nan"),
        ([[0.0], [float("inf")]], [1, 2], None, "coordinate inf"),
        ([[0], [0]], [1, 2], None, "one location"),
        ([[0.0], [-0.0]], [1, 2], None, "one location"),
        ([[(1 + sp.sqrt(2)) ** 2], [3 + 2 * sp.sqrt(2)]], [1, 2], None, "points 0 and 1 are at one location"),
        (
            [[5, 1], [sp.sqrt(3 + 2 * sp.sqrt(2)) - sp.sqrt(2), 0], [1, 0]],
            [1, 2, 1],
            None,
            "points 1 and 2 are at one location",
        ),
        ([["x"], [1]], [1, 2], None, "not a finite number"),
        ([[object()], [1]], [1, 2], None, "must be numbers"),
        ([[[0]], [[1]]], [1, 2], None, "shape"),
        (np.zeros((2, 0)), [1, 1], None, "shape"),
        (np.array([1.0, 2.0]), [1, 2], None, "shape"),
        (5, [1], None, "points must be a list"),
        ("ab", [1, 2], None, "points must be a list"),
        ({0: 1}, [1], None, "points must be a list"),
        ([["1" + "0" * 400], [1]], [1, 2], None, "too large"),
        ([[0], [1]], 5, None, "labels must be a list"),
        ([[0], [1]], "ab", None, "labels must be a list"),
        ([[0], [1]], [[1], [2]], None, "hashable"),
        ([[0], [1]], [1, None], None, "label of point 1 is missing"),
        ([[0], [1]], [1, pd.NA], None, "label of point 1 is missing"),
        ([[0], [1]], [1, float("nan")], None, "label of point 1 is missing"),
        ([[0], [1]], [1, 2], 5, "weights must be a list"),
        ([[0], [1]], [1, 2], [1, None], "not a finite number"),
        ([[0], [1]], [1, 2], [1], "need 2 weights"),
        ([[0], [1]], [1, 2], [1, 0], "positive"),
        ([[0], [1]], [1, 2], ["2/3", "2/3"], "sum to 1"),
        ([[0], [1]], [1, 2], [0.5, 0.5 + 1e-6], "sum to 1"),
        ([[0], [1]], [1, 2], [0.5, float("nan")], "not a finite number"),
    ],
)
def test_bad_input_is_refused(points, labels, weights, reason):
    with pytest.raises(ValueError, match=reason):
        LabeledDataset(points, labels, weights)


def test_exact_weights_must_sum_exactly():
    with pytest.raises(ValueError, match="sum to 1"):
        LabeledDataset([[0], [1]], [1, 2], [Fraction(1, 2), Fraction(1, 2) + Fraction(1, 10**12)])


def test_float_weights_are_divided_by_their_exact_sum():
    tenths = LabeledDataset([[k] for k in range(10)], [0, 1] * 5, [0.1] * 10)
    assert tenths.exact_weights == (Fraction(1, 10),) * 10
    assert sum(LabeledDataset([[0], [1], [2]], [0, 1, 0], [0.1, 0.2, 0.7]).exact_weights) == 1
    assert LabeledDataset([[0], [1]], [0, 1], [0.3, 0.7]).weights == pytest.approx([0.3, 0.7], abs=1e-16)


def test_one_place_in_two_ways_of_writing_is_one_place():
    root = sp.sqrt(2)
    data = LabeledDataset([[(1 + root) ** 2], [3 + 2 * root], [0]], [1, 1, 2])
    assert data.exact_points[0] == data.exact_points[1]
    with pytest.raises(ValueError, match="at one location"):
        LabeledDataset([[(1 + root) ** 2], [3 + 2 * root]], [1, 2])


@pytest.mark.parametrize("index", [-1, 3, 1.0, "0", None])
def test_what_is_no_index_of_a_point_is_refused(index):
    with pytest.raises(ValueError, match="the points are 0 to 2"):
        LabeledDataset.alternating_line().check_point(index)


def test_a_line_needs_a_point_for_each_class():
    with pytest.raises(ValueError, match="at least one point for each class"):
        LabeledDataset.alternating_line(2, 3)
