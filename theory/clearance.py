"""Clearance: how far a data point is from every segment that could pull it to another class.

Assumption 2.9 of the paper says that no mix of other classes comes near x.  The *clearance* of x in X_i
turns this into a length: the least distance from x to a segment [u, v] between data points, u = v allowed,

* ``"repaired"``: neither end at x's location, and not both ends in X_i;
* ``"printed"``: both ends outside X_i.

:func:`exact_clearance` decides one point in exact arithmetic; :func:`clearance` takes many points, in float64
unless the data are exact.  Many float points go to :mod:`theory.clearance_fast` or :mod:`theory.clearance_angular`.
Property tests hold all forms together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from theory.dataset import LabeledDataset
from theory.geometry import Point, dot, mix, squared_distance_to_segment, subtract
from theory.numbers import Number, equal, is_positive, less

Form = Literal["repaired", "printed"]
Metric = Literal["euclidean", "angular"]
Array = NDArray[np.float64]
FAST_FROM = 100  # points: below, all pairs are looked at before a kernel has been loaded
BLOCK_BYTES = 64 << 20  # room for one block of mixed points; a fraction of any machine's memory


@dataclass(frozen=True)
class Clearance:
    """Clearances of q points: ``distance`` (q,), the guilty ``pair`` (q, 2) and its ``mixing`` (q,).

    The point of [u, v] nearest to x is ``mixing`` u + (1 - ``mixing``) v with (u, v) = ``pair``.
    A point that no segment threatens has distance inf, pair (-1, -1) and mixing nan.
    """

    distance: Array
    pair: NDArray[np.intp]
    mixing: Array


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
        """Squared Euclidean clearance, ``None`` for an infinite one."""
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
    allowed = foreign if form == "printed" else ~_at_location(dataset, index)
    candidates = np.flatnonzero(allowed).tolist()
    for place, u in enumerate(candidates):
        for v in candidates[place:]:
            if foreign[u] or foreign[v]:
                yield u, v


def _at_location(dataset: LabeledDataset, index: int) -> NDArray[np.bool_]:
    if dataset.is_exact:
        here = dataset.exact_points[index]
        return np.array([point == here for point in dataset.exact_points])
    return np.asarray((dataset.points == dataset.points[index]).all(axis=1))


def exact_clearance(
    dataset: LabeledDataset, index: int, form: Form = "repaired", metric: Metric = "euclidean"
) -> ExactClearance:
    """The clearance of point ``index`` by exact comparison over all pairs and all lambda.

    >>> exact_clearance(LabeledDataset.alternating_line(), 1).squared
    Fraction(0, 1)
    """
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


def clearance(
    dataset: LabeledDataset,
    form: Form = "repaired",
    metric: Metric = "euclidean",
    query: ArrayLike | None = None,
    threshold: float | None = None,
) -> Clearance:
    """Clearance of data points over all pairs and all lambda in [0, 1].

    Parameters: ``form`` and ``metric`` as in the module's description (``"angular"``: radians between
    directions from the origin; lambda is that of the raw segment; a segment through the origin counts its
    end points only); ``query`` indices of data points, shape (q,), all by default; ``threshold``: distances
    above it may be reported as inf.  Every index at the point's own location is left out.  Ties go to
    the lowest indices.

    Returns a :class:`Clearance`.  Raises ``ValueError`` for an unknown form or metric, an index out of
    range, a threshold that is not positive, and a zero vector with the angular metric.

    Source: Assumption 2.9; Theorem 2.10 holds at resolution eps <= clearance.

    >>> line = LabeledDataset.alternating_line(4, 2)
    >>> clearance(line).distance
    array([1., 0., 0., 1.])
    """
    if form not in ("repaired", "printed"):
        raise ValueError(f"form must be 'repaired' or 'printed', not {form!r}")
    check_metric(dataset, metric)
    if threshold is not None and not threshold > 0:
        raise ValueError("the threshold must be positive")
    indices = _queries(dataset, query)
    if dataset.is_exact or dataset.n_classes == 1 or dataset.n_points < FAST_FROM:
        distance, pair, mixing = _plain_clearance(dataset, indices, form, metric)
    elif metric == "euclidean":
        from theory.clearance_fast import fast_clearance

        distance, pair, mixing = fast_clearance(dataset, indices, form == "printed", threshold)
    else:
        from theory.clearance_angular import fast_angular_clearance

        distance, pair, mixing = fast_angular_clearance(dataset, indices, form == "printed")
    if threshold is not None:
        far = distance > threshold
        distance[far], pair[far], mixing[far] = np.inf, -1, np.nan
    return Clearance(distance, pair, mixing)


def check_metric(dataset: LabeledDataset, metric: Metric) -> None:
    """Raise ``ValueError`` for a metric that there is not, or that a point has no place in."""
    if metric not in ("euclidean", "angular"):
        raise ValueError(f"metric must be 'euclidean' or 'angular', not {metric!r}")
    if metric == "angular" and not dataset.points.any(axis=1).all():
        raise ValueError(f"point {np.flatnonzero(~dataset.points.any(axis=1))[0]} is zero and has no direction")


def _plain_clearance(
    dataset: LabeledDataset, query: NDArray[np.intp], form: Form, metric: Metric
) -> tuple[Array, NDArray[np.intp], Array]:
    """Point by point, all pairs: exact on exact data, float64 otherwise."""
    one = _exact_one if dataset.is_exact else _float_one
    found = [one(dataset, int(index), form, metric) for index in query]
    distance = np.array([f[0] for f in found], dtype=np.float64)
    pair = np.array([f[1] for f in found], dtype=np.intp).reshape(-1, 2)
    mixing = np.array([f[2] for f in found], dtype=np.float64)
    return distance, pair, mixing


def _queries(dataset: LabeledDataset, query: ArrayLike | None) -> NDArray[np.intp]:
    if query is None:
        return np.arange(dataset.n_points)
    indices = np.atleast_1d(np.asarray(query))
    if indices.ndim != 1 or (indices.size and indices.dtype.kind not in "iu"):
        raise ValueError("query must be a list of indices of data points")
    if indices.size and (indices.min() < 0 or indices.max() >= dataset.n_points):
        raise ValueError(f"query indices must lie between 0 and {dataset.n_points - 1}")
    return indices.astype(np.intp)


_One = tuple[float, tuple[int, int], float]
_NONE: _One = (math.inf, (-1, -1), math.nan)


def _exact_one(dataset: LabeledDataset, index: int, form: Form, metric: Metric) -> _One:
    found = exact_clearance(dataset, index, form, metric)
    return _NONE if found.mixing is None else (found.distance, found.pair, float(found.mixing))


def _float_one(dataset: LabeledDataset, index: int, form: Form, metric: Metric) -> _One:
    """One point against all pairs, from coordinates (no Gram matrix, which would cancel near 0)."""
    foreign = dataset.codes != dataset.codes[index]
    allowed = foreign if form == "printed" else ~_at_location(dataset, index)
    candidates = np.flatnonzero(allowed)
    if not foreign[candidates].any():
        return _NONE
    x, points = dataset.points[index], dataset.points[candidates]
    nearest: Callable[[Array, Array, Array], tuple[Array, Array]]
    nearest = _euclidean_block if metric == "euclidean" else _angular_block
    best = _NONE
    rows = max(1, BLOCK_BYTES // (8 * points.size))
    for start in range(0, len(points), rows):
        block = slice(start, min(start + rows, len(points)))
        distance, mixing = nearest(x, points[block], points)
        harmless = ~(foreign[candidates[block], None] | foreign[candidates])
        place = np.arange(len(points))
        distance[harmless | (place < np.arange(block.start, block.stop)[:, None])] = np.inf
        u, v = np.unravel_index(int(np.argmin(distance)), distance.shape)
        if distance[u, v] < best[0]:
            pair = (int(candidates[start + u]), int(candidates[v]))
            best = (float(distance[u, v]), pair, float(mixing[u, v]))
    return best


def _euclidean_block(x: Array, us: Array, vs: Array) -> tuple[Array, Array]:
    """Distances from x to the segments [u, v] (r, n), and the lambda of the nearest points."""
    a, b = us - x, vs - x
    direction = a[:, None] - b
    square = np.einsum("ijk,ijk->ij", direction, direction)
    with np.errstate(invalid="ignore", divide="ignore"):
        mixing = -np.einsum("jk,ijk->ij", b, direction) / square
    mixing = np.where(square > 0, np.clip(mixing, 0, 1), 1.0)
    # Towards the nearer end, so that an end point at distance d is reported as d to the last digit.
    nearest = np.where((mixing > 0.5)[..., None], a[:, None] - (1 - mixing)[..., None] * direction, 0)
    nearest = np.where((mixing > 0.5)[..., None], nearest, b + mixing[..., None] * direction)
    return np.sqrt(np.einsum("ijk,ijk->ij", nearest, nearest)), mixing


def _angular_block(x: Array, us: Array, vs: Array) -> tuple[Array, Array]:
    """Angles between x and the directions of the segments [u, v] (r, n), and the raw lambda.

    In unit vectors: the weight w of u's direction is stationary where the arc is nearest to x's.
    """
    from theory.clearance_fast import lengths_of

    size_u, size_v = lengths_of(us), lengths_of(vs)
    x, us, vs = x / lengths_of(x), us / size_u, vs / size_v
    p, q, c = us @ x, vs @ x, us @ vs.T
    first, second = p[:, None] - q * c, q - p[:, None] * c
    with np.errstate(invalid="ignore", divide="ignore"):
        stationary = first / (first + second)
    interior = (first > 0) & (second > 0) & (c > -1 + 4 * np.finfo(float).eps)
    best = np.stack([np.ones_like(c), np.zeros_like(c), np.where(interior, stationary, 1.0)])
    angles = np.stack([_angle(x, w[..., None] * us[:, None] + (1 - w)[..., None] * vs) for w in best])
    choice = angles.argmin(axis=0)[None]
    weight = np.take_along_axis(best, choice, 0)[0]
    raw_u, raw_v = weight * size_v[:, 0], (1 - weight) * size_u
    return np.take_along_axis(angles, choice, 0)[0], raw_u / (raw_u + raw_v)


def _angle(x: Array, z: Array) -> Array:
    """Angle between a unit vector x and each row of z by atan2, accurate for small and for large angles."""
    with np.errstate(invalid="ignore", divide="ignore"):
        other = z / np.linalg.norm(z, axis=-1, keepdims=True)
    sine, cosine = np.linalg.norm(other - x, axis=-1), np.linalg.norm(other + x, axis=-1)
    return np.asarray(2 * np.arctan2(sine, cosine))


def distance_to_other_class(dataset: LabeledDataset, index: int) -> tuple[Number, int]:
    """Squared distance from point ``index`` to the nearest point of another class, and that point's index."""
    points = dataset.exact_points
    others = np.flatnonzero(dataset.codes != dataset.codes[index]).tolist()
    if not others:
        raise ValueError("there is only one class")
    offsets = {j: subtract(points[index], points[j]) for j in others}
    squares = {j: dot(offset, offset) for j, offset in offsets.items()}
    best = others[0]
    for j in others[1:]:
        if less(squares[j], squares[best]):
            best = j
    return squares[best], best
