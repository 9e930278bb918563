"""Which segments between data points contain a given point: exact incidences, (i, j, lambda) with
x = lambda x_i + (1 - lambda) x_j."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from theory.dataset import LabeledDataset
from theory.geometry import Point, dot, mixing_at, same_location, subtract
from theory.numbers import Number, certain, equal, is_positive, less_equal

Incidence = tuple[int, int, Number]


def same_direction(a: Point, b: Point) -> bool:
    """Whether two vectors, not 0, point the same way: a.b > 0 and (a.b)^2 = |a|^2 |b|^2."""
    product = dot(a, b)
    return certain(is_positive(product)) and certain(equal(product * product, dot(a, a) * dot(b, b)))


def incidences(dataset: LabeledDataset, x: Point) -> Iterator[Incidence]:
    """Ordered pairs (i, j) whose closed segment contains x, with lambda; i = j only for points at x (lambda = 1)."""
    points = dataset.exact_points
    for i, j in product(range(dataset.n_points), repeat=2):
        if same_location(points[i], points[j]):
            if same_location(points[i], x):
                yield i, j, Fraction(1)
            continue
        mixing = mixing_at(points[i], points[j], x)
        if mixing is not None and certain(less_equal(0, mixing)) and certain(less_equal(mixing, 1)):
            yield i, j, mixing


def directions(dataset: LabeledDataset, x: Point, met: Sequence[Incidence] | None = None) -> Iterator[list[Number]]:
    """The directions in which segments leave x, each once, as vectors from x to a data point.

    ``met`` are the incidences of x, if they are known.
    """
    points = dataset.exact_points
    seen: list[list[Number]] = []
    for i, j, _ in incidences(dataset, x) if met is None else met:
        for end in (points[i], points[j]):
            direction = subtract(end, x)
            if not same_location(end, x) and not any(same_direction(direction, other) for other in seen):
                seen.append(direction)
                yield direction
