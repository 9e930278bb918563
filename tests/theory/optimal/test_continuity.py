"""Continuity of the limit h: what is found from leading powers is what h does just beside the point."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import beta

from proofs_check.instances.lattice import datasets, places
from theory.assumptions import in_mixed_support
from theory.dataset import LabeledDataset
from theory.incidence import directions
from theory.mixing import Beta, Discrete, Midpoint
from theory.optimal import mixup_optimal_limit
from theory.optimal.continuity import continuity, masses_beside, pairs_beside, shares

SMALLEST = LabeledDataset([[0], [1], [2]], [1, 1, 2])
HALF = Fraction(1, 2)


@settings(max_examples=25)
@given(datasets(max_points=4, max_dimension=2), st.sampled_from([Beta(1), Beta(3), Beta(2, 1)]), st.data())
def test_the_limit_along_a_ray_is_approached_by_h(data, mixing, draws):
    """h at distance r differs by at most a constant times r: the gap falls at least tenfold for r 100 times less."""
    x = draws.draw(places(data))
    assume(in_mixed_support(data, x).holds)
    for direction in directions(data, x):
        limit = shares(masses_beside(data, mixing, x, direction))
        gaps = []
        for scale in (Fraction(1, 10**4), Fraction(1, 10**6)):
            z = [a + scale * b for a, b in zip(x, direction, strict=True)]
            near = mixup_optimal_limit(data, mixing, [z])[0]
            gaps.append(max(abs(float(a - b)) for a, b in zip(near, limit, strict=True)))
        assert gaps[0] < 0.05
        assert 10 * gaps[1] <= gaps[0] + 1e-12


@pytest.mark.parametrize(
    ("alpha", "value"), [(HALF, 1), (Fraction(9, 10), 1), (1, Fraction(5, 6)), (Fraction(11, 10), HALF), (8, HALF)]
)
def test_the_trichotomy_of_the_smallest_counterexample(alpha, value):
    one = SMALLEST.exact_points[1]
    assert [shares(masses_beside(SMALLEST, Beta(alpha), one, d))[0] for d in directions(SMALLEST, one)] == [value] * 2
    assert continuity(SMALLEST, Beta(alpha), one).holds is (value == 1)


def test_directions_are_found_once():
    data = LabeledDataset([[0, 0], [1, 0], [2, 0], [-1, 0], [0, 1], [0, 0]], [1] * 6)
    assert sorted(map(tuple, directions(data, data.exact_points[0]))) == [(-1, 0), (0, 1), (1, 0)]


def test_a_segment_that_ends_at_x_counts_on_its_own_side_only():
    pairs = [(i, j) for i, j, _, _ in pairs_beside(SMALLEST, SMALLEST.exact_points[1], [-1])]
    assert sorted(pairs) == [(0, 1), (0, 2), (1, 0), (2, 0)]


@pytest.mark.parametrize("lam", [0, Fraction(1, 3), 1])
@pytest.mark.parametrize("mixing", [Beta(3), Beta(2, 1), Beta(HALF), Beta(1, Fraction(3, 2))])
def test_leading_terms_against_the_density(lam, mixing):
    """f(lambda +- r/5)/(c r^e) is the same for every lambda as r falls to 0: the constant 1/B(alpha, beta)."""
    slope, r = (-1 if lam == 1 else 1) / 5, 1e-9
    exponent, coefficient = mixing.leading_term(lam, Fraction(1, 5))
    ratio = mixing.density(float(lam) + slope * r) / (float(coefficient) * r ** float(exponent))
    assert ratio * beta(float(mixing.alpha), float(mixing.beta)) == pytest.approx(1, rel=1e-6)


def test_with_atoms_every_function_is_continuous():
    assert continuity(SMALLEST, Discrete({HALF: 1}), SMALLEST.exact_points[1]).holds is True


def test_off_the_support_there_is_nothing_to_be_continuous():
    assert continuity(SMALLEST, Beta(1), [Fraction(5)]).holds is False


def test_unknown_ends_are_refused():
    with pytest.raises(ValueError, match="not known"):
        Midpoint().leading_term(HALF, 1)


def test_an_algebraic_crossing():
    """Two diagonals of length 10 sqrt 2 and 5 cross; on the first alone h is continuous."""
    root = sp.sqrt(2)
    points = [(-root, 0), (9 * root, 0), (0, -1), (0, 4)]
    data = LabeledDataset(points, [1, 2, 1, 2])
    assert continuity(data, Beta(1), [Fraction(0), Fraction(0)]).holds is False
    assert continuity(data, Beta(1), [root, Fraction(0)]).holds is True
