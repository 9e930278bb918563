"""Networks of one hidden ReLU layer without biases: f(x) = sum_r a_r max(w_r . x, 0).

Such a network says 1 where f >= 0 and -1 elsewhere; a positive factor of f, such as 1/sqrt(m), changes nothing.  Since
max(z, 0) - max(-z, 0) = z, the odd part f(x) - f(-x) is linear: on a line whose two rays have opposite labels a network
is right only if one half-space through 0 is.  The even part is free: tents, each on one line, make the rest right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import Any

from theory.dataset import LabeledDataset
from theory.geometry import dot
from theory.linear.feasible import real, solution
from theory.linear.margin import max_margin
from theory.results.square_loss.rays import RayData, Vector, opposite


@dataclass(frozen=True)
class HalfSpace:
    """What decides whether vectors lie in an open half-space: its ``normal``, or ``multipliers`` that exclude one."""

    normal: Vector | None = None
    multipliers: Vector | None = None

    def shows(self, vectors: Sequence[Vector]) -> bool | None:
        """Whether they lie in one, seen from the numbers alone; ``None`` if these show nothing.

        A normal n has n . v > 0 for all vectors v.  Multipliers are not negative, some are positive, and the multiples
        of the vectors have the sum 0.
        """
        if self.normal is not None and all(dot(self.normal, v) > 0 for v in vectors):
            return True
        if self.multipliers is None or len(self.multipliers) != len(vectors):
            return None
        weighs = min(self.multipliers, default=0) >= 0 and any(self.multipliers)
        balanced = all(dot(self.multipliers, column) == 0 for column in zip(*vectors, strict=True))
        return False if weighs and balanced else None


def half_space(vectors: Sequence[Vector], dimension: int) -> HalfSpace:
    """A normal of an open half-space with all the vectors, or, where there is none, Gordan's multipliers.

    Raises ``ArithmeticError`` when the solver gives up.

    >>> half_space([(Fraction(1), Fraction(0)), (Fraction(-1), Fraction(0))], 2).multipliers
    (Fraction(1, 2), Fraction(1, 2))
    """
    import z3

    rows = [[real(entry) for entry in v] for v in vectors]
    normal = [z3.Real(f"n_{k}") for k in range(dimension)]
    if found := solution(normal, [_dot(row, normal) >= 1 for row in rows]):
        return HalfSpace(normal=found)
    weights = [z3.Real(f"lambda_{i}") for i in range(len(rows))]
    conditions = [z3.Sum(weights) == 1, *(weight >= 0 for weight in weights)]
    conditions += [_dot([row[k] for row in rows], weights) == 0 for k in range(dimension)]
    return HalfSpace(multipliers=solution(weights, conditions))


def _dot(row: Sequence[Any], symbols: Sequence[Any]) -> Any:
    import z3

    return z3.Sum([a * b for a, b in zip(row, symbols, strict=True)])


def has_margin(vectors: Sequence[Vector]) -> bool:
    """Whether the vectors lie in an open half-space, by the largest margin."""
    if not vectors:
        return True
    try:
        max_margin(LabeledDataset(list(vectors), [1] * len(vectors)))
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Network:
    """f(x) = sum_r a_r max(w_r . x, 0), by its ``units`` (a_r, w_r)."""

    units: tuple[tuple[Fraction, Vector], ...]

    def output(self, x: Vector) -> Fraction:
        """f(x).

        >>> Network(((Fraction(2), (Fraction(1),)),)).output((Fraction(3),))
        Fraction(6, 1)
        """
        return sum((a * max(Fraction(dot(w, x)), Fraction(0)) for a, w in self.units), Fraction(0))

    def risk(self, data: RayData) -> Fraction:
        """The mass of the points with another label than the network says."""
        rows = zip(data.points, data.labels, data.mass, strict=True)
        return sum((mass for x, label, mass in rows if label != (1 if self.output(x) >= 0 else -1)), Fraction(0))


def linear(normal: Vector) -> Network:
    """n . x = max(n . x, 0) - max(-n . x, 0)."""
    return Network(((Fraction(1), normal), (Fraction(-1), opposite(normal))))


def absolute(scale: Fraction, w: Vector) -> Network:
    """``scale`` |w . x|."""
    return Network(((scale, w), (scale, opposite(w))))


def tent(scale: Fraction, axis: Vector, others: Sequence[Vector]) -> Network:
    """An even network that is ``scale`` at ``axis`` and -``axis``, and 0 at the ``others``, which are on other lines.

    scale/(2 eps |axis|^2) times |(u + eps axis) . x| + |(u - eps axis) . x| - 2 |u . x|, where u . axis = 0 and
    eps |axis . x| <= |u . x| for the others.
    """
    u = _across(axis, others)
    slopes = [abs(dot(u, x)) / (1 + abs(dot(axis, x))) for x in others]
    eps = Fraction(min(slopes, default=Fraction(1)))
    size = scale / (2 * eps * dot(axis, axis))
    sides = [tuple(p + sign * eps * q for p, q in zip(u, axis, strict=True)) for sign in (1, -1)]
    parts = [absolute(size, sides[0]), absolute(size, sides[1]), absolute(-2 * size, u)]
    return Network(tuple(unit for part in parts for unit in part.units))


def _across(axis: Vector, others: Sequence[Vector]) -> Vector:
    """u with u . axis = 0, and u . x other than 0 for the others: of (1, t, t^2, ...) what is orthogonal to the axis.

    u . x is a polynomial in t that is not 0, so that few whole numbers t fail.
    """
    for t in count(1):
        curve = [Fraction(t) ** k for k in range(len(axis))]
        along, square = dot(curve, axis), dot(axis, axis)
        u = tuple(square * c - along * a for c, a in zip(curve, axis, strict=True))
        if all(dot(u, x) for x in others):
            return u
    raise AssertionError("a polynomial has finitely many roots")


def network(data: RayData, normal: Vector) -> Network:
    """A network without mistakes on data of which no ray has two labels, ``normal`` . v > 0 for all contested v.

    It is linear on contested lines; on each other line, of the label y, a tent adds y (|n . x| + 1).
    """
    axes = list(data.lines)
    units = list(linear(normal).units) if data.contested else []
    normal = normal if data.contested else tuple(Fraction(0) for _ in normal)
    for axis, line in data.lines.items():
        if not line.opposed:
            label = next(iter(line.labels(1) or line.labels(-1)))
            others = [x for x in axes if x != axis]
            units += tent(label * (abs(Fraction(dot(normal, axis))) + 1), axis, others).units
    return Network(tuple(units))
