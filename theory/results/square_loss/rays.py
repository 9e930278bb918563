"""Labelled rays: all that a network without biases sees of its data, since f(c x) = c f(x) for c > 0."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction

from theory.instances import make_exact

Vector = tuple[Fraction, ...]


@dataclass(frozen=True)
class RayData:
    """Points other than 0 with labels 1 and -1 and positive masses of sum 1, equal ones where none are given.

    Raises ``ValueError`` for others, and for numbers that are not rational.
    """

    points: tuple[Vector, ...]
    labels: tuple[int, ...]
    mass: tuple[Fraction, ...] = ()

    def __post_init__(self) -> None:
        make_exact(self, "points", "mass", rational=True)
        points = self.points
        mass = self.mass or (Fraction(1, max(len(points), 1)),) * len(points)
        if not len(points) == len(self.labels) == len(mass) > 0 or len({len(point) for point in points}) != 1:
            raise ValueError("each point needs a label and a mass, and all points the same dimension")
        if not all(map(any, points)) or not set(self.labels) <= {1, -1} or min(mass) <= 0 or sum(mass) != 1:
            raise ValueError("points must not be 0, labels must be 1 or -1, masses positive with the sum 1")
        object.__setattr__(self, "mass", mass)

    def __str__(self) -> str:
        rows = zip(self.points, self.labels, self.mass, strict=True)
        return ", ".join(f"({', '.join(map(str, x))}) {'+' if y > 0 else '-'} mass {m}" for x, y, m in rows)

    @functools.cached_property
    def lines(self) -> dict[Vector, Line]:
        """The lines through 0 that have points on them, by one of their two directions."""
        found: dict[Vector, Line] = {}
        for x, label, mass in zip(self.points, self.labels, self.mass, strict=True):
            towards = direction(x)
            axis = max(towards, opposite(towards))
            line = found.setdefault(axis, Line(axis, {}))
            place = (1 if towards == axis else -1, label)
            line.mass[place] = line.mass.get(place, Fraction(0)) + mass
        return found

    @property
    def contested(self) -> list[Vector]:
        """A direction v for each line of which one ray has the label 1 and the other -1: v is on the ray of 1."""
        return [line.towards(sign) for line in self.lines.values() for sign in line.opposed]


@dataclass(frozen=True, eq=False)
class Line:
    """The mass on a line by side (1: along ``axis``, -1: the other) and label."""

    axis: Vector
    mass: dict[tuple[int, int], Fraction]

    def towards(self, side: int) -> Vector:
        """The direction of a side."""
        return self.axis if side > 0 else opposite(self.axis)

    def labels(self, side: int) -> list[int]:
        """The labels on one side."""
        return [label for label in (1, -1) if (side, label) in self.mass]

    @property
    def opposed(self) -> list[int]:
        """The sides that have the label 1 while the other has -1."""
        return [side for side in (1, -1) if (side, 1) in self.mass and (-side, -1) in self.mass]

    def missed(self, along: int, against: int) -> Fraction:
        """The mass with other labels than ``along`` the axis and ``against`` it."""
        said = {1: along, -1: against}
        return sum((mass for (side, label), mass in self.mass.items() if label != said[side]), Fraction(0))


def direction(x: Vector) -> Vector:
    """The point of the ray of x of which the largest coordinate has the size 1."""
    size = max(map(abs, x))
    return tuple(v / size for v in x)


def opposite(x: Vector) -> Vector:
    """-x."""
    return tuple(-v for v in x)
