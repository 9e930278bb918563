"""Assumptions 2.9 and 3.1: the decision, the witness and the clearance, on rational and on algebraic data."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.instances.lattice import datasets, mixings, places
from theory.assumptions import (
    assumption_2_9,
    assumption_2_9_printed,
    assumption_3_1,
    assumption_3_1_printed,
    delta_in_range,
    in_mixed_support,
    meetings,
    outweighs,
)
from theory.dataset import LabeledDataset
from theory.geometry import dot, mix, same_location, subtract
from theory.incidence import incidences, same_direction
from theory.instances import LocalInstance
from theory.mixing import Beta, Density, Discrete, Midpoint
from theory.numbers import equal, less

LINE = LabeledDataset.alternating_line()
FAR = LabeledDataset([[0], [10]], [1, 2])
HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


def segment_is_real(data, x, found, most=1):
    """The segment that a finding names is at the distance that it names, at a lambda in range."""
    if found.segment is None:
        return found.holds and found.squared_clearance is None
    i, j, lam = found.segment
    offset = subtract(mix(data.exact_points[i], data.exact_points[j], lam), x)
    return 0 <= lam <= most and dot(offset, offset) == found.squared_clearance


@given(datasets(), st.data())
def test_repaired_2_9_against_incidences(data, draws):
    """Oracle: every ordered pair by the definition, whether or not it is the nearest."""
    index = draws.draw(st.integers(0, data.n_points - 1))
    x, own = data.exact_points[index], data.codes[index]
    through = [
        (i, j)
        for i, j, _ in incidences(data, x)
        if data.exact_points[i] != x != data.exact_points[j] and not data.codes[i] == own == data.codes[j]
    ]
    found = assumption_2_9(data, index)
    assert found.holds is (not through)
    assert segment_is_real(data, x, found)


LAM = sp.Symbol("lambda")
MIDDLE = Density(sp.Piecewise((0, Fraction(1, 3) > LAM), (3, Fraction(2, 3) > LAM), (0, True)), LAM)


def test_where_a_density_is_0_no_mix_is_charged():
    """A symmetric density on [1/3, 2/3]: the segment [0, 9] keeps its mixes on [3, 6]."""
    data = LabeledDataset([[0], [9], [2]], [1, 1, 2])
    assert MIDDLE.support == ((Fraction(1, 3), Fraction(2, 3)),)
    assert MIDDLE.charges(Fraction(1, 3))
    assert not MIDDLE.charges(Fraction(1, 9))
    found = assumption_2_9_printed(data, 1, [Fraction(2)], MIDDLE)
    assert (found.holds, found.squared_clearance) == (True, 1)
    assert found.segment in ((0, 1, Fraction(2, 3)), (1, 0, Fraction(1, 3)))
    assert assumption_2_9_printed(data, 1, [Fraction(4)], MIDDLE).holds is False
    assert not in_mixed_support(LabeledDataset([[0], [9]], [1, 2]), [Fraction(1)], MIDDLE).holds


@pytest.mark.parametrize(("delta", "holds"), [(Fraction(1, 2), False), (Fraction(2, 3), False), (Fraction(3, 4), True)])
def test_a_support_is_cut_at_1_less_delta(delta, holds):
    """Of [1/3, 2/3] the part up to 1 - delta counts; at delta = 2/3 one lambda, which is charged, is left."""
    found = outweighs(LabeledDataset([[0], [12]], [1, 2]), 0, [Fraction(8)], delta, MIDDLE)
    assert found.holds is holds
    assert outweighs(FAR, 0, [Fraction(5)], HALF, Midpoint()).holds is False  # the atom 1/2 is in [0, 1/2]


@given(datasets(), st.none() | mixings(), st.data())
def test_printed_2_9_and_3_1_against_incidences(data, mixing, draws):
    x, code = draws.draw(places(data)), draws.draw(st.integers(0, data.n_classes - 1))
    delta = draws.draw(st.sampled_from([HALF, QUARTER, Fraction(9, 10)]))
    met = list(meetings(data, x, mixing))
    outside = [m for m in met if data.codes[m[0]] != code != data.codes[m[1]]]
    found = assumption_2_9_printed(data, code, x, mixing)
    assert found.holds is (not outside)
    assert segment_is_real(data, x, found)
    light = [m for m in met if data.codes[m[0]] == code != data.codes[m[1]] and m[2] <= 1 - delta]
    found = outweighs(data, code, x, delta, mixing)
    assert found.holds is (not light)
    assert segment_is_real(data, x, found, 1 - delta)
    assert bool(met) is in_mixed_support(data, x, mixing).holds


@settings(max_examples=60)
@given(datasets(min_points=2, min_classes=2), st.data())
def test_no_mix_is_nearer_than_the_clearance(data, draws):
    x, code = draws.draw(places(data)), draws.draw(st.integers(0, data.n_classes - 1))
    found = outweighs(data, code, x, QUARTER)
    lam = draws.draw(st.fractions(0, Fraction(3, 4)))
    for i in range(data.n_points):
        for j in range(data.n_points):
            if data.codes[i] == code != data.codes[j]:
                offset = subtract(mix(data.exact_points[i], data.exact_points[j], lam), x)
                assert dot(offset, offset) >= found.squared_clearance


def regular_simplex(d):
    """The d + 1 points of a regular simplex in R^d: e_1, ..., e_d and a point on the diagonal, edges sqrt 2."""
    last = (1 + sp.sqrt(d + 1)) / d
    return [[int(i == j) for j in range(d)] for i in range(d)] + [[last] * d]


@pytest.mark.parametrize("d", [2, 3, 5, 6])
def test_algebraic_points_in_many_dimensions(d):
    """Every vertex is at the height of a triangle with sides sqrt 2 from the segments of two others: sqrt(3/2)."""
    data = LabeledDataset(regular_simplex(d), list(range(d + 1)))
    for index in (0, d):
        found = assumption_2_9(data, index)
        assert found.holds is True
        assert equal(found.squared_clearance, sp.Rational(3, 2)) is True
        assert found.segment[2] == HALF or equal(found.segment[2], sp.Rational(1, 2))


def test_algebraic_collinearity_is_not_a_matter_of_digits():
    """A point on the segment from 0 to (1, sqrt 2, sqrt 3), and one that is 10^-60 away from it."""
    end = (1, sp.sqrt(2), sp.sqrt(3))
    share = sp.sqrt(5) - 2
    on_it = [share * v for v in end]
    beside = [on_it[0] + sp.Rational(1, 10**60), *on_it[1:]]
    for place, holds in ((on_it, False), (beside, True)):
        found = assumption_2_9(LabeledDataset([(0, 0, 0), end, place], [1, 1, 2]), 2)
        assert found.holds is holds
        assert found.segment[:2] == (0, 1)
        assert holds or equal(found.segment[2], 1 - share)
        assert less(found.squared_clearance, sp.Rational(1, 10**119)) is True


def test_the_diagonals_of_a_regular_pentagon_meet():
    """Nested radicals: the crossing of two diagonals lies on both, at the golden ratio, and is 2.9's witness."""
    golden = (sp.sqrt(5) - 1) / 2
    cosines = [1, golden / 2, -(golden + 1) / 2, -(golden + 1) / 2, golden / 2]
    sines = [sp.sqrt(1 - c**2) * sign for c, sign in zip(cosines, (0, 1, 1, -1, -1), strict=True)]
    corners = list(zip(cosines, sines, strict=True))
    crossing = [sp.expand(golden * p + (1 - golden) * q) for p, q in zip(corners[0], corners[2], strict=True)]
    data = LabeledDataset(corners, [1, 2, 2, 1, 2])
    assert sorted(pair[:2] for pair in incidences(data, crossing)) == [(0, 2), (1, 4), (2, 0), (4, 1)]
    found = assumption_2_9_printed(data, 0, crossing)
    assert (found.holds, found.segment[:2]) == (False, (1, 4))
    assert assumption_2_9_printed(data, 1, crossing).holds is True


def test_a_doubt_is_an_error_and_not_a_no():
    """Were a comparison left open, no predicate may go on as if the answer were no."""
    with pytest.raises(ArithmeticError, match="could not be decided"):
        same_location([sp.Symbol("a")], [sp.Symbol("b")])


def test_only_charged_mixes_count():
    """Midpoint Mixup meets 5, not 4, between 0 and 10; an atom has its own distance."""
    assert assumption_3_1(FAR, 0, [Fraction(5)], QUARTER, Midpoint()).segment == (0, 1, HALF)
    found = assumption_3_1(FAR, 0, [Fraction(4)], QUARTER, Midpoint())
    assert (found.holds, found.squared_clearance) == (True, 1)
    skew = Discrete({Fraction(9, 10): 1})
    assert assumption_2_9_printed(LINE, 1, [Fraction(1)], skew).holds is True
    assert assumption_2_9_printed(LINE, 1, [Fraction(1)], Beta(1)).holds is False


def test_the_ranges_of_delta():
    one = [Fraction(1)]
    assert assumption_3_1_printed(FAR, 1, one, Fraction(1)).holds is True  # the printed range allows 1 < 10/2 ...
    assert assumption_3_1(FAR, 1, one, Fraction(1)).holds is False  # ... the repaired one does not
    assert assumption_3_1_printed(FAR, 0, one, Fraction(5)).holds is False
    assert assumption_3_1(FAR, 0, one, Fraction(0)).holds is False
    assert [delta_in_range(delta) for delta in (Fraction(0), Fraction(1, 2), Fraction(51, 100))] == [False, True, False]
    assert outweighs(FAR, 1, one, Fraction(3)).holds is True  # no lambda is below 1 - 3
    assert outweighs(FAR, 1, one, Fraction(95, 100)).holds is True  # x = 1 has lambda = 1/10 > 1/20 on class 2


def test_one_class_has_nothing_to_fear():
    data = LabeledDataset([[0], [1], [2]], [1, 1, 1])
    assert assumption_2_9(data, 1).squared_clearance is None
    assert assumption_3_1_printed(data, 0, [Fraction(1)], Fraction(7)).holds is True


def test_an_instance_is_refused_without_a_mixing_distribution():
    with pytest.raises(TypeError, match=r"such as Beta\(1\)"):
        LocalInstance(LINE, "Beta(1, 1)", [1], "1/10")


def test_opposite_directions_are_two():
    assert same_direction((Fraction(1), Fraction(2)), (Fraction(2), Fraction(4)))
    assert not same_direction((Fraction(1), Fraction(2)), (Fraction(-1), Fraction(-2)))
    assert not same_direction((Fraction(1), Fraction(2)), (Fraction(2), Fraction(1)))
