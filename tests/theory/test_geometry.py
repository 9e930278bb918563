"""Segments and balls, the same in every number system."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from theory.geometry import mix, mixing_at, segment_ball_interval, square_root, squared_distance_to_segment, subtract
from theory.numbers import ball, less

coordinate = st.fractions(min_value=-4, max_value=4, max_denominator=6)
point = st.lists(coordinate, min_size=2, max_size=2)
unit = st.fractions(min_value=0, max_value=1, max_denominator=12)
radius = st.fractions(min_value=Fraction(1, 8), max_value=4, max_denominator=8)


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


@given(point, point, point, unit)
def test_no_point_of_the_segment_is_nearer(s, t, x, lam):
    distance, nearest = squared_distance_to_segment(x, s, t)
    assert distance <= squared_distance(mix(s, t, lam), x)
    assert squared_distance(mix(s, t, nearest), x) == distance


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
