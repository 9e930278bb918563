"""Clearance of one point in exact arithmetic: the readable form, generic over number systems."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from theory.clearances.found import Form, Metric, at_location, check_form, check_metric
from theory.dataset import LabeledDataset
from theory.geometry import Point, dot, mix, squared_distance_to_segment, subtract
from theory.numbers import Number, equal, is_positive, less


@dataclass(frozen=True)
class ExactClearance:
    """The clearance of one point in exact arithmetic.

    ``proximity`` grows as the segment comes nearer: minus the squared distance (Euclidean), or the signed
    squared cosine (angular).  ``None`` everywhere when no segment threatens the point.
    """

    proximity: Number | None
    pair: tuple[int, int]
    mixing: Number | None
    metric: Metric = "euclidean"

    @property
    def squared(self) -> Number | None:
        """Squared Euclidean clearance, ``None`` for an infinite one.  Raises ``ValueError`` for an angle."""
        if self.metric != "euclidean":
            raise ValueError("an angle has no squared length: ask for proximity or distance")
        return None if self.proximity is None else -self.proximity

    @property
    def distance(self) -> float:
        """The clearance as a float: a length, or an angle in radians."""
        if self.proximity is None:
            return math.inf
        if self.metric == "euclidean":
            return math.sqrt(float(-self.proximity))
        signed = float(self.proximity)
        return math.acos(max(-1.0, min(1.0, math.copysign(math.sqrt(abs(signed)), signed))))


def threatening_pairs(dataset: LabeledDataset, index: int, form: Form = "repaired") -> Iterator[tuple[int, int]]:
    """Unordered pairs u <= v whose segments count for the clearance of point ``index``, in lexicographic order.

    >>> list(threatening_pairs(LabeledDataset.alternating_line(), 1))
    [(0, 0), (0, 2), (2, 2)]
    """
    own = dataset.codes[index]
    foreign = dataset.codes != own
    allowed = foreign if form == "printed" else ~at_location(dataset, index)
    candidates = np.flatnonzero(allowed).tolist()
    for place, u in enumerate(candidates):
        for v in candidates[place:]:
            if foreign[u] or foreign[v]:
                yield u, v


def exact_clearance(
    dataset: LabeledDataset, index: int, form: Form = "repaired", metric: Metric = "euclidean"
) -> ExactClearance:
    """The clearance of point ``index`` by exact comparison over all pairs and all lambda.

    Raises ``ValueError`` for an unknown form or metric.

    >>> exact_clearance(LabeledDataset.alternating_line(), 1).squared
    Fraction(0, 1)
    """
    check_form(form)
    check_metric(metric)
    nearest = {"euclidean": _euclidean_proximity, "angular": _angular_proximity}[metric]
    points = dataset.exact_points
    best = ExactClearance(None, (-1, -1), None, metric)
    for u, v in threatening_pairs(dataset, index, form):
        proximity, mixing = nearest(points[index], points[u], points[v])
        if best.proximity is None or less(best.proximity, proximity):
            best = ExactClearance(proximity, (u, v), mixing, metric)
    return best


def _euclidean_proximity(x: Point, u: Point, v: Point) -> tuple[Number, Number]:
    squared, mixing = squared_distance_to_segment(x, u, v)
    return -squared, mixing


def _angular_proximity(x: Point, u: Point, v: Point) -> tuple[Number, Number]:
    """Largest signed squared cosine between x and a point of [u, v], and the raw segment's lambda there."""
    a = subtract(u, v)
    p, q, square, cross, length = dot(x, v), dot(x, a), dot(v, v), dot(v, a), dot(a, a)
    candidates: list[Number] = [Fraction(1), Fraction(0)]
    slope = q * cross - p * length
    antipodal = equal(square * length, cross * cross) and not is_positive(dot(u, v))
    if not antipodal and not equal(slope, 0 * slope):
        stationary = (p * cross - q * square) / slope
        if is_positive(stationary) and is_positive(1 - stationary):
            candidates.append(stationary)
    best: tuple[Number, Number] | None = None
    for mixing in candidates:
        z = mix(u, v, mixing)
        cosine = dot(x, z)
        value = (cosine if is_positive(cosine) else -cosine) * cosine / (dot(x, x) * dot(z, z))
        if best is None or less(best[0], value):
            best = value, mixing
    assert best is not None
    return best


def distance_to_other_class(dataset: LabeledDataset, index: int) -> tuple[Number, int]:
    """Squared distance from point ``index`` to the nearest point of another class, and that point's index."""
    points = dataset.exact_points
    others = np.flatnonzero(dataset.codes != dataset.codes[index]).tolist()
    if not others:
        raise ValueError("there is only one class: a clearance is from points of another one")
    offsets = {j: subtract(points[index], points[j]) for j in others}
    squares = {j: dot(offset, offset) for j, offset in offsets.items()}
    best = others[0]
    for j in others[1:]:
        if less(squares[j], squares[best]):
            best = j
    return squares[best], best
