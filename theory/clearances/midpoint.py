"""Clearance from midpoints: how near the middle of two points of other classes comes, all that midpoint Mixup mixes.

|x - (u + v)/2|^2 = |x - u|^2/2 + |x - v|^2/2 - |u - v|^2/4, and the cosine of x, of length 1, with u + v is
(x.u + x.v)/|u + v|.  Either way a pair costs one product and one comparison with the best one so far.  What these
matrices cannot rule out is taken from coordinates.
"""

from __future__ import annotations

import math

import numba
import numpy as np

from theory.clearances.angular import angle_between
from theory.clearances.found import Metric, check_directions
from theory.clearances.gram import gram_error
from theory.clearances.kernels import BLOCK
from theory.dataset import LabeledDataset
from theory.numbers import Array


def midpoint_clearance(dataset: LabeledDataset, metric: Metric = "euclidean") -> Array:
    """Least distance (n,) from each data point x to a midpoint (u + v)/2 with u and v outside its class, u = v allowed.

    It is the printed clearance (:func:`theory.clearance`) over lambda = 1/2 alone, and so at least that one:
    what Assumption 2.9 as printed asks if P_f is the point mass at 1/2.  ``"angular"``: radians between the directions
    of x and u + v; antipodal points have no middle.  Infinite if there is only one class.  Memory: four n x n matrices.
    Raises ``ValueError`` for an unknown metric, and for a zero vector with the angular one.

    >>> midpoint_clearance(LabeledDataset([[0], [2], [6]], ["a", "b", "a"]))
    array([2., 1., 4.])
    """
    check_directions(dataset, metric)
    if dataset.n_classes == 1:
        return np.full(dataset.n_points, np.inf)
    size = np.abs(dataset.points).max() or 1.0
    points = dataset.points / size
    norms = np.linalg.norm(points, axis=1)
    error, angular = gram_error(points, norms), metric == "angular"
    gram, squares = points @ points.T, norms**2
    if angular:
        own, slack = gram / norms[:, None], 4 * math.sqrt(error)
        rows = np.sqrt(np.maximum(squares[:, None] + squares + 2 * gram, 0))
    else:
        rows = squares[:, None] + squares - 2 * gram
        own, slack = -rows / 2, 2 * error
    best = np.full(len(points), np.pi if angular else np.inf)
    from_points = points / norms[:, None] if angular else points
    lower_to_midpoints(best, own, rows, slack, from_points, points, dataset.codes, angular)
    return best if angular else np.sqrt(best) * size


@numba.njit(inline="always")
def _bar(best, own, angular):  # type: ignore[no-untyped-def]
    """The factor of rows_uv, and what own_xv - factor rows_uv must reach for u and v to come as near as ``best``."""
    return (math.cos(best), -own) if angular else (-0.25, -best - own)


@numba.njit
def _candidates(own, row, factor, needed):  # type: ignore[no-untyped-def]
    """How many points may be the other end.  Counting has no branch: SIMD."""
    count = np.int64(0)
    for v in range(row.shape[0]):
        count += np.int64(own[v] - factor * row[v] >= needed)
    return count


@numba.njit
def _to_midpoint(x, u, v, middle, angular):  # type: ignore[no-untyped-def]
    """Squared distance from x to (u + v)/2, or the angle between a unit x and u + v (infinite for antipodal points)."""
    square = length = 0.0
    for k in range(x.shape[0]):
        middle[k] = u[k] + v[k]
        length += middle[k] ** 2
        square += ((u[k] - x[k]) + (v[k] - x[k])) ** 2
    if not angular:
        return 0.25 * square
    return angle_between(x, middle) if length > 0.0 else np.inf


@numba.njit(parallel=True, cache=True)
def lower_to_midpoints(best, own, rows, slack, from_points, points, codes, angular):  # type: ignore[no-untyped-def]
    """Lower ``best`` (n,), squared distances or angles, by the midpoints of all pairs of foreign points.

    A pair comes as near as the squared distance b only if own_xu + own_xv + rows_uv/4 >= -b, with own = -|x - u|^2/2
    and rows = |u - v|^2; as the angle b only if own_xu + own_xv - cos(b) rows_uv >= 0, with own = x.u/|x| and
    rows = |u + v|.  ``slack`` bounds the rounding of either sum; ``from_points`` are the x, of length 1 for angles.
    """
    n = points.shape[0]
    for block in numba.prange((n + BLOCK - 1) // BLOCK):
        begin, end = block * BLOCK, min(block * BLOCK + BLOCK, n)
        foreign, middle = np.full((BLOCK, n), -np.inf), np.empty(points.shape[1])
        for x in range(begin, end):
            for v in range(n):
                if codes[v] != codes[x]:
                    foreign[x - begin, v] = own[x, v]
        for u in range(n):
            for x in range(begin, end):
                ends = foreign[x - begin]
                factor, needed = _bar(best[x], own[x, u] + slack, angular)
                if codes[u] == codes[x] or _candidates(ends[u:], rows[u, u:], factor, needed) == 0:
                    continue
                for v in range(u, n):
                    if ends[v] - factor * rows[u, v] >= needed:
                        distance = _to_midpoint(from_points[x], points[u], points[v], middle, angular)
                        if distance < best[x]:
                            best[x] = distance
                            factor, needed = _bar(distance, own[x, u] + slack, angular)
