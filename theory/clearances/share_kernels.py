"""Numba kernels of the fast share and majority clearance (:mod:`theory.clearances.share_euclidean`).

Notation: x is a data point, u another of its class, v one of another class, r the clearance found so far, a, b and L
the lengths |u - x|, |v - x| and |u - v|.  The part lambda <= t of lambda u + (1 - lambda) v comes within r of x if its
end does, t a^2 + (1 - t) b^2 - t(1 - t) L^2 <= r^2, or if the whole segment does and the foot of x belongs to the part,
b^2 - a^2 <= (2t - 1) L^2.  The share clearance is that; the majority clearance is the second half of it at t = 1/2.

Points are sorted by class, so that a class is a range and every loop runs over ranges.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from theory.clearances.kernels import (
    SEEDS,
    SHRINK,
    are_there,
    fill_tangents,
    fits,
    furthest,
    nearest_outside,
    squared_distance,
    tangent_to,
)
from theory.clearances.order_kernels import is_nearer
from theory.numbers import Array

ROOM = 2.0**-18  # relative room for float32 in the comparisons of squares: their errors are below 2^-20


class Parts(NamedTuple):
    """The points as the kernels have them, and which parts of the segments count.

    ``points`` (n, d); ``original`` (n,) the indices that pairs are reported and compared in; ``own`` (n, 2) the range
    of each point's class.  ``t`` and ``whole`` say which clearance is meant: the share clearance at t > 0, or, at
    t = 1/2 with ``whole`` segments, the majority clearance.  ``error`` bounds what the square of a length is wrong by.
    """

    points: Array
    original: NDArray[np.intp]
    own: NDArray[np.intp]
    t: float
    whole: bool
    error: float


@numba.njit(inline="always")
def _is_own(u, x, data):  # type: ignore[no-untyped-def]
    """Whether u is of x's class."""
    return data.own[x, 0] <= u < data.own[x, 1]


@numba.njit
def _conditions(t, whole, own, length, r2, error):  # type: ignore[no-untyped-def]
    """The two comparisons for the pairs of one point, as coefficients of L^2 and of the other's squared distance.

    The foot belongs to the part if c0 L^2 + c1 far^2 >= c2, the end is within r if c3 L^2 - c4 far^2 >= c5; each with
    room for rounding.  ``own`` says whether the point is of x's class; ``whole``, whether ends are left out.
    """
    square, more, less = length * length, 1.0 + ROOM, 1.0 - ROOM
    slope = 2.0 * t - 1.0
    slope *= more if slope > 0.0 else less
    t_other = t if own else 1.0 - t  # what the end's squared distance takes L^2 by, over the factor of far^2
    end = (1.0, np.inf)
    if not whole:
        near = t * square if own else (1.0 - t) * square
        end = (t_other * more, (near * less - r2 * more - 2.0 * error) / (1.0 - t if own else t))
    foot = (-less, -square * more - 2.0 * error) if own else (more, square * less - 2.0 * error)
    return (
        np.float32(slope),
        np.float32(foot[0]),
        np.float32(foot[1]),
        np.float32(end[0]),
        np.float32(less),
        np.float32(end[1]),
    )


@numba.njit(inline="always")
def _may_reach(length, tangent, to_x, own, c):  # type: ignore[no-untyped-def]
    """Whether the part of one segment may come within r: all in float32, with room for rounding."""
    square, far = length * length, to_x * to_x
    foot = (length - tangent >= own) & (c[0] * square + c[1] * far >= c[2])
    return foot | (c[3] * square - c[4] * far >= c[5])


@numba.njit
def _parts_fit(row, tangent, to_x, own, c):  # type: ignore[no-untyped-def]
    """How many parts of the segments of one point may come within r.  Counting has no branch: SIMD."""
    count = np.int32(0)
    for v in range(row.shape[0]):
        count += np.int32(_may_reach(row[v], tangent[v], to_x[v], own, c))
    return count


@numba.njit(inline="always")
def _at_least(first, second, length, most, error):  # type: ignore[no-untyped-def]
    """Lower bound of the squared distance to the part lambda <= ``most`` from upper bounds of three lengths.

    The squared distance at lambda is lambda a^2 + (1 - lambda) b^2 - lambda (1 - lambda) L^2.
    """
    a, b, square = np.float64(first) ** 2, np.float64(second) ** 2, np.float64(length) ** 2
    lam = most
    if square > 0.0:
        lam = min(max(0.5 * (square + b - a) / square, 0.0), most)
    return lam * a + (1.0 - lam) * b - lam * (1.0 - lam) * square - 2.0 * (1.0 - SHRINK) * max(a, b) - error


@numba.njit
def _exactly(u, v, x, best, pair, data):  # type: ignore[no-untyped-def]
    """The lesser of ``best`` and the squared distance to what counts of [u, v]; ties go to the lowest pair.

    u is of x's class if either is.
    """
    points, original = data.points, data.original
    most = 1.0 if data.whole or not _is_own(u, x, data) else data.t
    if original[u] > original[v] and most == 1.0:
        squared, _ = squared_distance(points[x], points[v], points[u])
    else:
        squared, _ = squared_distance(points[x], points[u], points[v], most)
    low, high = min(original[u], original[v]), max(original[u], original[v])
    if squared > best or (squared == best and (low, high) >= (pair[0], pair[1])):
        return best
    if data.whole and _is_own(u, x, data) and not is_nearer(points[x], points[v], points[u]):
        return best
    pair[0], pair[1] = low, high
    return squared


@numba.njit
def _try_range(u, span, row, x, best, pair, lengths, tangent, data):  # type: ignore[no-untyped-def]
    """``best`` after all pairs of u with the points of a range: all of x's class, or none."""
    t, whole, error = data.t, data.whole, data.error
    first, last = span
    u_own, v_own = _is_own(u, x, data), first == data.own[x, 0] and last == data.own[x, 1]
    if first == last or (u_own and v_own):
        return best
    mine = tangent_to(lengths[u], np.float32(best), np.float32(error))
    c = _conditions(t, whole, u_own, np.float64(lengths[u]), best, error)
    mixed = u_own or v_own
    if mixed:
        count = _parts_fit(row[first:last], tangent[first:last], lengths[first:last], mine, c)
    else:
        count = fits(row[first:last], tangent[first:last], mine)
    if count == 0:
        return best
    most = t if mixed and not whole else 1.0
    nearest, least = -1, best
    for turn in range(2):  # the most promising one first: exact distances are expensive
        for v in range(first, last):
            if not (_may_reach(row[v], tangent[v], lengths[v], mine, c) if mixed else row[v] - tangent[v] >= mine):
                continue
            a, b = (v, u) if v_own else (u, v)
            bound = _at_least(lengths[a], lengths[b], row[v], most, error)
            if turn == 0 and bound <= least:
                nearest, least = v, bound
            elif turn == 1 and bound <= best:
                best = _exactly(a, b, x, best, pair, data)
        if turn == 0 and nearest >= 0:
            a, b = (nearest, u) if v_own else (u, nearest)
            best = _exactly(a, b, x, best, pair, data)
    return best


@numba.njit
def _try(u, row, x, best, pair, lengths, tangent, data):  # type: ignore[no-untyped-def]
    """The least squared distance after all pairs of u, and the tangents of all points to the ball of that radius."""
    before = best
    first, last = data.own[x]
    for span in ((0, first), (first, last), (last, row.shape[0])):
        best = _try_range(u, span, row, x, best, pair, lengths, tangent, data)
    if best < before:
        fill_tangents(lengths, best, data.error, tangent)
    return best


@numba.njit(parallel=True, cache=True)
def to_nearest_part(best, pair, query, own_lengths, data):  # type: ignore[no-untyped-def]
    """Lower ``best`` (q,) to the squared distances to the nearest points v of other classes, or to parts of [x, v].

    Returns the nearest such points (q, SEEDS), nearest first; -1 where there are fewer.
    """
    seeds = np.empty((query.shape[0], SEEDS), np.intp)
    for j in numba.prange(query.shape[0]):
        x = query[j]
        first, last = data.own[x]
        nearest_outside(own_lengths[j], first, last, seeds[j])
        v = seeds[j, 0]
        best[j] = _exactly(v if data.whole else x, v, x, best[j], pair[j], data)
    return seeds


@numba.njit(parallel=True, cache=True)
def try_seed_parts(best, pair, query, own_lengths, rows, lengths, seeds, data):  # type: ignore[no-untyped-def]
    """As :func:`refine_parts`, by the pairs of the ``seeds`` (q, k) alone, where these are among the rows."""
    for j in numba.prange(query.shape[0]):
        places = np.searchsorted(rows, seeds[j])
        if not are_there(rows, seeds[j], places):
            continue
        own, tangent = own_lengths[j], np.empty(data.points.shape[0], np.float32)
        fill_tangents(own, best[j], data.error, tangent)
        for i in range(places.shape[0]):
            u, row = seeds[j, i], places[i]
            if row < rows.shape[0] and rows[row] == u:
                best[j] = _try(u, lengths[row], query[j], best[j], pair[j], own, tangent, data)


@numba.njit(inline="always")
def _may_be_end(u, x, length, best, data):  # type: ignore[no-untyped-def]
    """Whether a point may be an end that matters, by its distance from x.

    In the majority clearance a point of x's class counts only if it is farther than the nearest one of another class,
    which is no nearer than the clearance so far, but for what the lengths do not tell.
    """
    return not (data.whole and _is_own(u, x, data)) or np.float64(length) ** 2 >= best * SHRINK - data.error


@numba.njit
def _refine_one(best, pair, x, own, rows, lengths, projections, offset, size, data):  # type: ignore[no-untyped-def]
    """The least squared distance for one query x after all pairs with an end in some rows."""
    tangent, ready = np.empty(0, np.float32), False
    limit = furthest(offset, size, best)
    for row in range(rows.shape[0]):
        u = rows[row]
        if projections[row] > limit or not _may_be_end(u, x, own[u], best, data):
            continue
        if not ready:
            tangent, ready = np.empty(data.points.shape[0], np.float32), True
            fill_tangents(own, best, data.error, tangent)
        before = best
        best = _try(u, lengths[row], x, best, pair, own, tangent, data)
        if best < before:
            limit = furthest(offset, size, best)
    return best


@numba.njit(parallel=True, cache=True)
def refine_parts(best, pair, query, own_lengths, rows, lengths, projections, offset, size, data):  # type: ignore[no-untyped-def]
    """Lower ``best`` (q,), squared clearances, and set ``pair`` (q, 2), by all pairs with an end in some rows.

    As :func:`theory.clearances.kernels.refine`; ``best`` comes from :func:`to_nearest_part`.
    """
    for j in numba.prange(query.shape[0]):
        best[j] = _refine_one(
            best[j], pair[j], query[j], own_lengths[j], rows, lengths, projections[j], offset[j], size[j], data
        )


@numba.njit(parallel=True, cache=True)
def settle_ends_of_majority(best, pair, query, own_lengths, data):  # type: ignore[no-untyped-def]
    """Where the nearest point that counts is a data point v, set ``pair`` to the lowest one with v.

    Partners of v are all points of other classes than x's, and those of x's class that are farther from x than v.
    """
    points, original = data.points, data.original
    n = points.shape[0]
    for j in numba.prange(query.shape[0]):
        x = query[j]
        first, last = data.own[x]
        for v in range(n):
            length = np.float64(own_lengths[j, v])
            if first <= v < last or length * length * SHRINK - data.error > best[j]:
                continue
            squared, _ = squared_distance(points[x], points[v], points[v])
            if squared != best[j]:
                continue
            for u in range(n):
                low, high = min(original[u], original[v]), max(original[u], original[v])
                if (low, high) >= (pair[j, 0], pair[j, 1]):
                    continue
                if not first <= u < last or is_nearer(points[x], points[v], points[u]):
                    pair[j, 0], pair[j, 1] = low, high
