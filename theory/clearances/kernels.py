"""Numba kernels of the fast clearance (:mod:`theory.clearances.euclidean`): which pairs can come near, and how near.

Notation: x is a data point, a = u - x, b = v - x, r the clearance found so far, and p and q are the lengths of the
tangents from u and v to the ball of radius r about x::

    u |--- p ---|     |--- q ---| v     p = sqrt(|a|^2 - r^2), q = sqrt(|b|^2 - r^2).  Where both ends are outside the
                 ( x )                  ball, [u, v] meets it exactly if p and q fit into it: p + q < |u - v|
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from theory.numbers import Array

BLOCK = 32  # points that share the rows of the distance matrix while these are in cache
SEEDS = 3  # nearest points whose rows are read first, so that r is small before the rest
PIECE = 4096  # of a row, read at once
SHRINK = 1.0 - 2.0**-20  # turns what float32 rounded to within 2^-22 into a lower bound


class Ends(NamedTuple):
    """The points as the kernels have them, and whose segments count.

    The first n of them are those that rows of lengths go to, sorted by class and then by location.  All of them may be
    all that there are; else more points follow, that rows go from, and queries.
    ``points`` (m, d); ``original`` (m,) the indices that pairs are reported and compared in; ``code`` (m,) of the
    classes and ``place`` (m,) of the locations; ``own`` (m, 2) and ``here`` (m, 2) the ranges of each point's class and
    location among the first n; ``partner`` (m, 2) the lowest original index that a foreign end, and one of the point's
    own class, can have at the other end; ``printed``: only foreign ends count; ``error`` bounds what the square of a
    length is wrong by.
    """

    points: Array
    original: NDArray[np.intp]
    code: NDArray[np.intp]
    place: NDArray[np.intp]
    own: NDArray[np.intp]
    here: NDArray[np.intp]
    partner: NDArray[np.intp]
    printed: bool
    error: float


@numba.njit(inline="always")
def squared_distance(x, u, v, most=1.0):  # type: ignore[no-untyped-def]
    """Squared distance from x to the part lambda <= ``most`` of the segment [u, v], and the nearest point's lambda.

    Lambda weighs u.
    """
    square = cross = 0.0
    for k in range(x.shape[0]):
        direction = u[k] - v[k]
        square += direction * direction
        cross += (v[k] - x[k]) * direction
    lam = most
    if square > 0.0:
        lam = min(max(-cross / square, 0.0), most)
    total = 0.0
    for k in range(x.shape[0]):  # from the nearer end, so that the distance to an end point has no rounding
        far = 1.0 - lam if lam > 0.5 else lam
        end = u[k] if lam > 0.5 else v[k]
        other = v[k] if lam > 0.5 else u[k]
        offset = (end - x[k]) + far * (other - end)
        total += offset * offset
    return total, lam


@numba.njit(parallel=True, cache=True)
def to_lengths(lengths, gram, own, squares, error):  # type: ignore[no-untyped-def]
    """``lengths`` (r, n) from ``gram`` (r, n): square roots of ``own`` (r,) + ``squares`` (n,) - 2 gram, rounded up.

    Rounding the square to float32 and its root take at most 1.5 units of 2^-24, of the 2 that the factor gives them.
    ``error`` is twice a bound of that sum's error, so that a squared length exceeds the true one by ``error`` at most.
    """
    for row in numba.prange(gram.shape[0]):
        for v in range(gram.shape[1]):
            square = own[row] + squares[v] - 2.0 * np.float64(gram[row, v])
            lengths[row, v] = math.sqrt(np.float32((max(square, 0.0) + 0.5 * error) * (1.0 + 2.0**-22)))


@numba.njit(inline="always")
def tangent_to(length, r2, error):  # type: ignore[no-untyped-def]
    """Lower bound of sqrt(||s - x||^2 - r^2), from an upper bound of the length; all in float32."""
    square = length * length * np.float32(SHRINK) - error
    return math.sqrt(max(square - r2, np.float32(0.0))) * np.float32(SHRINK)


@numba.njit
def fill_tangents(lengths, r2, error, tangent):  # type: ignore[no-untyped-def]
    """``tangent`` (n,): lower bounds of the lengths of the tangents from all points to the ball of radius r about x."""
    r2, error = np.float32(r2), np.float32(error)
    for v in range(tangent.shape[0]):
        tangent[v] = tangent_to(lengths[v], r2, error)


@numba.njit
def fits(row, tangent, own):  # type: ignore[no-untyped-def]
    """How many tangents of other ends fit into the segments from u beside u's own.  Counting has no branch: SIMD."""
    count = np.int32(0)
    for v in range(row.shape[0]):
        count += np.int32(row[v] - tangent[v] >= own)
    return count


@numba.njit
def keep_fitting(row, tangent, own, start, stop, kept, count):  # type: ignore[no-untyped-def]
    """Append to ``kept`` the ends v in [start, stop) whose tangents fit, and return how many it has then.

    Nearly all pieces have none, and are read once.
    """
    for first in range(start, stop, PIECE):
        last = min(first + PIECE, stop)
        if fits(row[first:last], tangent[first:last], own) == 0:
            continue
        for v in range(first, last):
            if row[v] - tangent[v] >= own:
                kept[count] = v
                count += 1
    return count


@numba.njit(inline="always")
def _at_least(a, b, length, error):  # type: ignore[no-untyped-def]
    """Lower bound of the squared distance from x to the line through u and v, from upper bounds of three lengths."""
    a, b, length = np.float64(a), np.float64(b), np.float64(length)
    if length == 0.0:
        return 0.0
    share = 0.5 * (a * a + length * length - b * b) / length
    doubt = (1.0 - SHRINK) * (a * a + b * b + length * length) + 4.0 * error
    return a * a - share * share - doubt * (1.0 + a / length) ** 2


@numba.njit(inline="always")
def keep_nearest(v, lengths, found):  # type: ignore[no-untyped-def]
    """Put v into ``found`` (k,), the nearest points so far, if it is one of them: nearest first, -1 for none."""
    place = found.shape[0]
    while place > 0 and (found[place - 1] < 0 or lengths[v] < lengths[found[place - 1]]):
        if place < found.shape[0]:
            found[place] = found[place - 1]
        place -= 1
    if place < found.shape[0]:
        found[place] = v


@numba.njit
def nearest_outside(lengths, first, last, found):  # type: ignore[no-untyped-def]
    """``found`` (k,): the nearest points that are not in [first, last), nearest first; -1 where there are fewer."""
    found[:] = -1
    for v in range(lengths.shape[0]):
        if not first <= v < last:
            keep_nearest(v, lengths, found)


@numba.njit(inline="always")
def _no_ends(x, data):  # type: ignore[no-untyped-def]
    """The range of points that no segment threatening x has an end in."""
    return data.own[x] if data.printed else data.here[x]


@numba.njit(inline="always")
def _is_no_end(u, x, data):  # type: ignore[no-untyped-def]
    """Whether no segment threatening x has the end u, whichever rows or columns u is among."""
    return data.code[u] == data.code[x] if data.printed else data.place[u] == data.place[x]


@numba.njit(parallel=True, cache=True)
def to_nearest(best, query, own_lengths, data):  # type: ignore[no-untyped-def]
    """Lower ``best`` (q,), inf or a threshold, to the squared distances to the nearest ends: a point is a segment.

    Returns the nearest ends (q, SEEDS); -1 where there are fewer.
    """
    points = data.points
    nearest = np.empty((query.shape[0], SEEDS), np.intp)
    for j in numba.prange(query.shape[0]):
        x = query[j]
        first, last = _no_ends(x, data)
        nearest_outside(own_lengths[j], first, last, nearest[j])
        if nearest[j, 0] >= 0:
            squared, _ = squared_distance(points[x], points[nearest[j, 0]], points[nearest[j, 0]])
            best[j] = min(best[j], squared)
    return nearest


@numba.njit
def _exactly(u, v, x, best, pair, data):  # type: ignore[no-untyped-def]
    """The lesser of ``best`` and the squared distance to [u, v], from coordinates; ties go to the lowest pair."""
    points = data.points
    low, high = data.original[u], data.original[v]
    if low > high:
        u, v, low, high = v, u, high, low
    squared, _ = squared_distance(points[x], points[u], points[v])
    if squared < best or (squared == best and (low, high) < (pair[0], pair[1])):
        best = squared
        pair[0], pair[1] = low, high
    return best


@numba.njit
def _try(u, row, x, best, pair, lengths, tangent, kept, data):  # type: ignore[no-untyped-def]
    """The least squared distance after all pairs of u: a segment comes within r only if its tangents fit into it.

    ``tangent`` (n,) are those of all points, and follow; ``kept`` (n,) is room.
    """
    if _is_no_end(u, x, data):
        return best
    first, last = data.own[x]
    if not (data.printed or data.code[u] == data.code[x]):
        first, last = data.here[x]  # beside an end of another class, an end is anywhere else
    error, n = data.error, row.shape[0]
    own = tangent_to(lengths[u], np.float32(best), np.float32(error))
    count = keep_fitting(row, tangent, own, last, n, kept, keep_fitting(row, tangent, own, 0, first, kept, 0))
    nearest, least = -1, best
    for i in range(count):  # the most promising one first: exact distances are expensive
        v = kept[i]
        if data.original[v] != data.original[u]:
            bound = _at_least(lengths[u], lengths[v], row[v], error)
            if bound <= least:
                nearest, least = v, bound
    if nearest < 0:
        return best
    before = best
    best = _exactly(u, nearest, x, best, pair, data)
    if best < before:  # fewer fit now
        fill_tangents(lengths, best, error, tangent)
        own = tangent_to(lengths[u], np.float32(best), np.float32(error))
        count = keep_fitting(row, tangent, own, last, n, kept, keep_fitting(row, tangent, own, 0, first, kept, 0))
    before = best
    for i in range(count):
        v = kept[i]
        if v == nearest or data.original[v] == data.original[u]:
            continue
        if _at_least(lengths[u], lengths[v], row[v], error) <= best:
            best = _exactly(u, v, x, best, pair, data)
    if best < before:
        fill_tangents(lengths, best, error, tangent)
    return best


@numba.njit
def are_there(rows, seeds, places):  # type: ignore[no-untyped-def]
    """Whether some seed is where it would be among the ``rows``, in ascending order."""
    found = False
    for i in range(places.shape[0]):
        found |= places[i] < rows.shape[0] and rows[places[i]] == seeds[i]
    return found


@numba.njit(parallel=True, cache=True)
def try_seeds(best, pair, query, own_lengths, rows, lengths, seeds, data):  # type: ignore[no-untyped-def]
    """As :func:`refine`, by the pairs of the ``seeds`` (q, k) of each query alone, where these are among the rows.

    ``rows`` are in ascending order.
    """
    n = lengths.shape[1]
    for j in numba.prange(query.shape[0]):
        places = np.searchsorted(rows, seeds[j])
        if not are_there(rows, seeds[j], places):
            continue
        tangent, kept = np.empty(n, np.float32), np.empty(n, np.int32)
        fill_tangents(own_lengths[j], best[j], data.error, tangent)
        for i in range(places.shape[0]):
            u, t = seeds[j, i], places[i]
            if t < rows.shape[0] and rows[t] == u:
                best[j] = _try(u, lengths[t], query[j], best[j], pair[j], own_lengths[j], tangent, kept, data)


@numba.njit(inline="always")
def furthest(offset, size, squared):  # type: ignore[no-untyped-def]
    """The largest projection of an end, if the segment comes within the root of ``squared`` of the query."""
    return offset + size * (math.sqrt(squared) / SHRINK)


@numba.njit(cache=True)
def rows_needed(projections, offset, size, best):  # type: ignore[no-untyped-def]
    """Which rows (t,) may have an end that matters to some query: ``projections`` (q, t) of the rows' points."""
    needed = np.zeros(projections.shape[1], np.bool_)
    left = needed.shape[0]
    for j in range(best.shape[0]):
        limit = furthest(offset[j], size[j], best[j])
        for t in range(needed.shape[0]):
            if projections[j, t] <= limit and not needed[t]:
                needed[t] = True
                left -= 1
        if left == 0:
            break
    return needed


@numba.njit(parallel=True, cache=True)
def projections_from_lengths(out, query, lengths, squares, start, error):  # type: ignore[no-untyped-def]
    """``out`` (q, t): lower bounds, but for float32, of -x.u for the queries x and the points u = start, start + 1, ...

    All are centred; ``lengths`` (q, n) are those from the queries to all points, ``squares`` (n,) the squared norms.
    """
    for j in numba.prange(query.shape[0]):
        own = squares[query[j]] + error
        for t in range(out.shape[1]):
            length = np.float64(lengths[j, start + t])
            out[j, t] = 0.5 * (length * length * SHRINK - squares[start + t] - own)


@numba.njit(parallel=True, cache=True)
def refine(best, pair, query, own_lengths, rows, lengths, projections, offset, size, data):  # type: ignore[no-untyped-def]
    """Lower ``best`` (q,), squared clearances, and set ``pair`` (q, 2), by all pairs with an end in some rows.

    ``own_lengths`` (q, m) and ``lengths`` (t, n) are upper bounds of the distances from the queries and from the points
    ``rows`` (t,) to the first n points, or more, in float32 within 2^-22; their squares exceed the true ones by
    ``data.error`` at most.  Ends beyond the limit that ``offset`` (q,) and ``size`` (q,) give for their ``projections``
    (q, t) are left out: see :class:`theory.clearances.gram.Axes`.  ``best`` comes from :func:`to_nearest`, and ``pair``
    starts as (n, n), which stands for none.
    """
    n, q = lengths.shape[1], query.shape[0]
    for block in numba.prange((q + BLOCK - 1) // BLOCK):
        begin = block * BLOCK
        count = min(BLOCK, q - begin)
        tangent, kept = np.empty((count, n), np.float32), np.empty(n, np.int32)
        ready, limit = np.zeros(count, np.bool_), np.empty(count)
        for i in range(count):
            limit[i] = furthest(offset[begin + i], size[begin + i], best[begin + i])
        for t in range(rows.shape[0]):
            for i in range(count):
                j = begin + i
                if projections[j, t] > limit[i]:
                    continue
                own, before = own_lengths[j], best[j]
                if not ready[i]:
                    fill_tangents(own, before, data.error, tangent[i])
                    ready[i] = True
                best[j] = _try(rows[t], lengths[t], query[j], before, pair[j], own, tangent[i], kept, data)
                if best[j] < before:
                    limit[i] = furthest(offset[j], size[j], best[j])


@numba.njit(parallel=True, cache=True)
def settle_ends(best, pair, query, own_lengths, data):  # type: ignore[no-untyped-def]
    """Where the nearest point of the threatening segments is a data point u, set ``pair`` to the lowest one with u.

    If ``best`` is ||x - u||^2, no segment is nearer, so that every threatening segment with the end u attains it.
    """
    points, original = data.points, data.original
    for j in numba.prange(query.shape[0]):
        x = query[j]
        no_first, no_last = _no_ends(x, data)
        for u in range(own_lengths.shape[1]):
            length = np.float64(own_lengths[j, u])
            if no_first <= u < no_last or length * length * SHRINK - data.error > best[j]:
                continue
            squared, _ = squared_distance(points[x], points[u], points[u])
            if squared != best[j]:
                continue
            partner = data.partner[x, 1 if data.code[u] == data.code[x] else 0]
            low, high = min(original[u], partner), max(original[u], partner)
            if (low, high) < (pair[j, 0], pair[j, 1]):
                pair[j, 0], pair[j, 1] = low, high
