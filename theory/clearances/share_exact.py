"""Share and majority clearance of one point in exact arithmetic: the readable forms, generic over number systems."""

from __future__ import annotations

from collections.abc import Iterator

from theory.clearances.exact import ExactClearance
from theory.dataset import LabeledDataset
from theory.geometry import dot, squared_distance_to_segment, subtract
from theory.numbers import Number, is_positive, less

Found = tuple[tuple[int, int], Number, Number]  # a pair, the squared distance to the part that counts, its lambda


def exact_share_clearance(dataset: LabeledDataset, index: int, share: Number) -> ExactClearance:
    """The least distance from point ``index``, in X_i, to a mix whose label has at most ``share`` of i.

    The mixes of two points outside X_i, u = v included, and lambda u + (1 - lambda) v with u in X_i, v outside and
    lambda <= ``share`` < 1.

    >>> from fractions import Fraction
    >>> exact_share_clearance(LabeledDataset([[0], [1]], [1, 2]), 0, Fraction(1, 2)).squared
    Fraction(1, 4)
    """

    def found() -> Iterator[Found]:
        for u, v, own in _pairs(dataset, index):
            if own is None or is_positive(share):
                yield _nearest(dataset, index, u, v, own, share)

    return _least(found())


def exact_majority_clearance(dataset: LabeledDataset, index: int) -> ExactClearance:
    """The least distance from point ``index`` to a segment that can take the majority from its class X_i.

    The segments with both ends outside X_i, u = v included, and those from u in X_i to v outside with v nearer to x.

    >>> exact_majority_clearance(LabeledDataset([[0], [1]], [1, 2]), 0).squared
    Fraction(1, 1)
    """
    points = dataset.exact_points
    offsets = [subtract(point, points[index]) for point in points]
    squares = [dot(offset, offset) for offset in offsets]

    def found() -> Iterator[Found]:
        for u, v, own in _pairs(dataset, index):
            other = v if own == u else u
            if own is None or less(squares[other], squares[own]):
                yield _nearest(dataset, index, u, v, own, 1)

    return _least(found())


def _pairs(dataset: LabeledDataset, index: int) -> Iterator[tuple[int, int, int | None]]:
    """Unordered pairs u <= v that are not both in the class of ``index``, and which of them is, if any is."""
    foreign = (dataset.codes != dataset.codes[index]).tolist()
    for u in range(dataset.n_points):
        for v in range(u, dataset.n_points):
            if foreign[u] or foreign[v]:
                yield u, v, None if foreign[u] and foreign[v] else v if foreign[u] else u


def _nearest(dataset: LabeledDataset, index: int, u: int, v: int, own: int | None, most: Number) -> Found:
    """The squared distance to [u, v], or to its part with at most ``most`` of the own end, and the lambda of u."""
    points = dataset.exact_points
    if own is None:
        return (u, v), *squared_distance_to_segment(points[index], points[u], points[v])
    squared, mixing = squared_distance_to_segment(points[index], points[own], points[v if own == u else u], most)
    return (u, v), squared, mixing if own == u else 1 - mixing


def _least(found: Iterator[Found]) -> ExactClearance:
    """The nearest, the first in the order of the pairs."""
    best = ExactClearance(None, (-1, -1), None)
    for pair, squared, mixing in found:
        if best.proximity is None or less(best.proximity, -squared):
            best = ExactClearance(-squared, pair, mixing)
    return best
