"""Segments and balls, the same in every number system."""

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st

from theory.geometry import (
    Places,
    mix,
    mixing_at,
    segment_ball_interval,
    square_root,
    squared_distance_to_segment,
    subtract,
)
from theory.numbers import ball, less

coordinate = st.fractions(min_value=-4, max_value=4, max_denominator=6)
point = st.lists(coordinate, min_size=2, max_size=2)
unit = st.fractions(min_value=0, max_value=1, max_denominator=12)
radius = st.fractions(min_value=Fraction(1, 8), max_value=4, max_denominator=8)


def test_places_are_compared_by_value():
    named, root = Places(), sp.sqrt(2)
    first = named([root - 1, Fraction(1)])
    assert named([1 / (1 + root), (root - 1) * (root + 1)]) == first
    assert named([1 - root, Fraction(1)]) != first
    assert named([(root - 1) * (root + 1)]) == named([Fraction(1)])


def squared_distance(a, b):
    return sum(v * v for v in subtract(a, b))


@given(point, point, point, radius, unit)
def test_the_interval_is_where_the_mixed_point_is_in_the_open_ball(s, t, x, epsilon, lam):
    interval = segment_ball_interval(s, t, x, epsilon)
    inside = squared_distance(mix(s, t, lam), x) < epsilon**2
    if interval is None:
        assert not inside
    elif s != t:
        assert (less(interval[0], lam) and less(lam, interval[1])) == inside


@given(point, point, point, radius)
def test_floats_and_balls_agree_with_exact(s, t, x, epsilon):
    exact = segment_ball_interval(s, t, x, epsilon)
    assume(exact is not None and s != t and float(exact[1] - exact[0]) > 1e-3)
    floats = segment_ball_interval(*([float(v) for v in p] for p in (s, t, x)), float(epsilon))
    assert floats == pytest.approx([float(v) for v in exact], abs=1e-9)
    balls = segment_ball_interval(*([ball(v) for v in p] for p in (s, t, x)), ball(epsilon))
    assert all(enclosure.overlaps(ball(value)) for enclosure, value in zip(balls, exact, strict=True))


@given(point, point, point, unit, unit)
def test_no_point_of_the_segment_or_of_its_part_is_nearer(s, t, x, lam, most):
    for end in (Fraction(1), most):
        distance, nearest = squared_distance_to_segment(x, s, t, end)
        assert 0 <= nearest <= max(end, 1 if s == t else 0)  # of points at one place any lambda is as near
        assert distance <= squared_distance(mix(s, t, lam * end), x)
        assert squared_distance(mix(s, t, nearest), x) == distance


def test_beyond_its_ends_the_line_is_no_segment():
    s, t = [Fraction(4)], [Fraction(0)]
    assert squared_distance_to_segment([Fraction(6)], s, t) == (4, 1)
    assert squared_distance_to_segment([Fraction(-3)], s, t) == (9, 0)
    assert squared_distance_to_segment([Fraction(4)], s, t, Fraction(1, 2)) == (4, Fraction(1, 2))


def test_what_touches_the_ball_from_outside_is_outside():
    """The ball is open: a tangent, and a point on the sphere."""
    unit_ball = ([Fraction(0), Fraction(0)], Fraction(1))
    assert segment_ball_interval([Fraction(-1), Fraction(1)], [Fraction(1), Fraction(1)], *unit_ball) is None
    assert segment_ball_interval([Fraction(1), Fraction(0)], [Fraction(1), Fraction(0)], *unit_ball) is None
    assert segment_ball_interval([Fraction(1), Fraction(0)], [Fraction(3), Fraction(0)], *unit_ball) == (1, 2)


@given(point, point, st.fractions(min_value=-1, max_value=2, max_denominator=5))
def test_mixing_at_finds_the_weight(s, t, lam):
    assume(s != t)
    assert mixing_at(s, t, mix(s, t, lam)) == lam


def test_mixing_at_off_the_line():
    assert mixing_at([0, 0], [1, 0], [0, 1]) is None
    assert mixing_at([0, 0], [0, 0], [0, 0]) is None


def test_square_roots_of_rational_squares_are_rational():
    assert square_root(Fraction(9, 4)) == Fraction(3, 2)
    assert isinstance(square_root(Fraction(9, 4)), Fraction)


def test_what_balls_cannot_tell_is_no_miss():
    """A radius about 1 may or may not reach a line at distance 1: the pair must not be left out."""
    near_one = ball(Fraction(999, 1000)).union(ball(Fraction(1001, 1000)))
    s, t, x = ([Fraction(v) for v in p] for p in ((-1, 1), (1, 1), (0, 0)))
    assert segment_ball_interval(s, t, x, near_one) is not None
    assert segment_ball_interval(s, t, x, ball(Fraction(999, 1000))) is None
