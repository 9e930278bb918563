"""Segments, balls and points: the geometry under A_{x,eps}, the assumptions and the clearance.

Everything here is generic over the number systems of :mod:`theory.numbers`: pass floats and get floats,
pass ``Fraction`` or SymPy numbers and get exact numbers, pass balls and get enclosures.  The mixed point
is z_st(lam) = lam s + (1 - lam) t throughout.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from theory.numbers import Late, Number, ball, certain, equal, exact, is_ball, is_positive, less, sympify

if TYPE_CHECKING:
    import flint
    import sympy as sp
else:
    flint, sp = Late("flint"), Late("sympy")

Point = Sequence[Number]


def dot(a: Point, b: Point) -> Number:
    """Inner product a . b."""
    return sum((p * q for p, q in zip(a, b, strict=True)), start=0 * a[0])


def subtract(a: Point, b: Point) -> list[Number]:
    """a - b."""
    return [p - q for p, q in zip(a, b, strict=True)]


def same_location(a: Point, b: Point) -> bool:
    """Whether two exact points coincide.  Raises ``ArithmeticError`` where that cannot be decided."""
    return all(certain(equal(p, q)) for p, q in zip(a, b, strict=True))


class Places:
    """Exact places by value: one that comes in several ways of writing is called by the first of them.

    >>> named, root = Places(), sp.sqrt(2)
    >>> named([root - 1]) == named([1 / (root + 1)]), named([root]) == named([-root])
    (True, False)
    """

    def __init__(self) -> None:
        self._names: dict[tuple[Number, ...], tuple[Number, ...]] = {}
        self._irrational: list[tuple[Number, ...]] = []

    def __call__(self, place: Point) -> tuple[Number, ...]:
        """The name of an exact place.  Raises ``ArithmeticError`` where it cannot be told from another one."""
        written = tuple(place)
        if written not in self._names:
            rational = all(isinstance(v, (int, Fraction)) for v in written)
            others = self._irrational if rational else list(dict.fromkeys(self._names.values()))
            self._names[written] = next((other for other in others if same_location(written, other)), written)
            self._irrational += [] if rational else [written]
        return self._names[written]


def mix(s: Point, t: Point, mixing: Number) -> list[Number]:
    """z_st(lam) = lam s + (1 - lam) t."""
    return [mixing * p + (1 - mixing) * q for p, q in zip(s, t, strict=True)]


def square_root(value: Number) -> Number:
    """The square root in the number system of ``value``; rational when an exact value is a rational square."""
    if isinstance(value, flint.arb):
        return value.sqrt()
    if isinstance(value, float):
        return math.sqrt(value)
    return exact(sp.sqrt(sympify(value)))


def segment_ball_interval(s: Point, t: Point, x: Point, epsilon: Number) -> tuple[Number, Number] | None:
    """The open interval of lam in R with ||z_st(lam) - x|| < epsilon, unclipped; ``None`` when it is empty.

    With a = s - t and b = t - x it is (-a.b -+ sqrt((a.b)^2 - |a|^2 (|b|^2 - eps^2))) / |a|^2.  When
    s = t the point does not move: the interval is (-inf, inf) or empty.

    >>> segment_ball_interval([0], [2], [1], Fraction(1, 2))
    (Fraction(1, 4), Fraction(3, 4))
    """
    a, b = subtract(s, t), subtract(t, x)
    square, cross, offset = dot(a, a), dot(a, b), dot(b, b)
    if is_ball(epsilon):  # exact points and a ball for epsilon: only what depends on epsilon is enclosed
        square, cross, offset = ball(square), ball(cross), ball(offset)
    gap = offset - epsilon * epsilon
    if equal(square, 0 * square):
        return (-math.inf, math.inf) if is_positive(-gap) else None
    discriminant = cross * cross - square * gap
    if is_positive(discriminant) is False:
        return None
    root = square_root(discriminant)
    return (-cross - root) / square, (-cross + root) / square


def mixing_at(s: Point, t: Point, x: Point) -> Number | None:
    """The lam in R with z_st(lam) = x on exact data; ``None`` when x is off the line or s = t."""
    a, b = subtract(s, t), subtract(x, t)
    square = dot(a, a)
    if equal(square, 0 * square):
        return None
    mixing = dot(a, b) / square
    on_line = all(certain(equal(p, mixing * q)) for p, q in zip(b, a, strict=True))
    return mixing if on_line else None


def squared_distance_to_segment(x: Point, s: Point, t: Point, most: Number = 1) -> tuple[Number, Number]:
    """Squared distance from x to the part lam <= ``most`` of the segment [s, t], and the nearest point's lam.

    The part is the whole closed segment by default; lam weighs s, so that t belongs to every part.

    >>> squared_distance_to_segment([Fraction(1), Fraction(1)], [Fraction(0)] * 2, [Fraction(2), Fraction(0)])
    (Fraction(1, 1), Fraction(1, 2))
    """
    a, b = subtract(s, t), subtract(x, t)
    square = dot(a, a)
    mixing = Fraction(1) if equal(square, 0 * square) else dot(a, b) / square
    if less(mixing, 0 * mixing):
        mixing = 0 * mixing
    elif less(most + 0 * mixing, mixing):
        mixing = most + 0 * mixing
    offset = subtract(mix(s, t, mixing), x)
    return dot(offset, offset), mixing
