"""Which segments between data points contain a given point: exact incidences, (i, j, lambda) with
x = lambda x_i + (1 - lambda) x_j."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from theory.dataset import LabeledDataset
from theory.geometry import Point, mixing_at
from theory.numbers import Number, equal, less_equal

Incidence = tuple[int, int, Number]


def same_location(a: Point, b: Point) -> bool:
    """Whether two exact points coincide."""
    return all(equal(p, q) for p, q in zip(a, b, strict=True))


def incidences(dataset: LabeledDataset, x: Point) -> Iterator[Incidence]:
    """Ordered pairs (i, j) whose closed segment contains x, with lambda; i = j only for points at x (lambda = 1)."""
    points = dataset.exact_points
    for i, j in product(range(dataset.n_points), repeat=2):
        if same_location(points[i], points[j]):
            if same_location(points[i], x):
                yield i, j, Fraction(1)
            continue
        mixing = mixing_at(points[i], points[j], x)
        if mixing is not None and less_equal(0 * mixing, mixing) and less_equal(mixing, 1 + 0 * mixing):
            yield i, j, mixing
