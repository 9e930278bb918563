"""Numba kernels of the fast clearance (:mod:`theory.clearances.euclidean`): which pairs can come near, and how near.

Notation: x is a data point, a = u - x, b = v - x, r the clearance found so far.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from theory.numbers import Array

BLOCK = 32  # points that share the rows of the distance matrix while these are in cache
SEEDS = 8  # nearest points whose rows are read first, so that r is small before the rest
SHRINK = 1.0 - 2.0**-20  # turns what float32 rounded to within 2^-22 into a lower bound


class Data(NamedTuple):
    """What the kernels know of the data: n points, whose segments count, and how far squared lengths may be wrong.

    ``points`` (n, d), on the unit sphere for angles, and ``norms`` (n,), their distances from the centroid, or the
    lengths that they had; ``codes`` (n,) of the classes; ``location`` (n,) the first index at the same place;
    ``printed``: only foreign ends count; ``error`` bounds a squared length's, or a cosine's.
    """

    points: Array
    norms: Array
    codes: NDArray[np.intp]
    location: NDArray[np.intp]
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


@numba.njit
def fill_reach(lengths, norms, norm, error, allowed, reach):  # type: ignore[no-untyped-def]
    """Lower bounds of how far each u lies from x in the direction of the centroid; infinite for ends that do not count.

    A segment that comes within r of x has an end with reach at most r.  In the triangle of x, u and the centroid it
    is (|a|^2 + norm^2 - norm_u^2) / (2 norm).
    """
    for u in range(lengths.shape[0]):
        reach[u] = -np.inf
        if not allowed[u]:
            reach[u] = np.inf
        elif norm > 0.0:
            square = np.float64(lengths[u]) ** 2
            doubt = (1.0 - SHRINK) * (square + norm * norm + norms[u] ** 2) + error
            reach[u] = np.float32((square + norm * norm - norms[u] ** 2 - doubt) / (2.0 * norm))


@numba.njit(inline="always")
def tangent_to(length, r2, error):  # type: ignore[no-untyped-def]
    """Lower bound of sqrt(||s - x||^2 - r^2), from an upper bound of the length; all in float32."""
    square = length * length * np.float32(SHRINK) - error
    return math.sqrt(max(square - r2, np.float32(0.0))) * np.float32(SHRINK)


@numba.njit
def _tangents(lengths, penalty, r2, error, tangent):  # type: ignore[no-untyped-def]
    """``tangent`` (2, n): of every allowed point, and of those of other classes; infinite for the rest."""
    r2, error = np.float32(r2), np.float32(error)
    for c in range(2):
        for v in range(lengths.shape[0]):
            tangent[c, v] = tangent_to(lengths[v], r2, error) + penalty[c, v]


@numba.njit
def fits(row, tangent, own):  # type: ignore[no-untyped-def]
    """How many tangents of other ends fit into the segments from u beside u's own.  Counting has no branch: SIMD."""
    count = np.int32(0)
    for v in range(row.shape[0]):
        count += np.int32(row[v] - tangent[v] >= own)
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


@numba.njit
def nearest_allowed(lengths, allowed, start, stop):  # type: ignore[no-untyped-def]
    """The few nearest allowed points of a block of rows, nearest first; -1 where there are fewer."""
    found = np.full(SEEDS, -1, np.int64)
    for v in range(start, stop):
        if not allowed[v]:
            continue
        place = SEEDS
        while place > 0 and (found[place - 1] < 0 or lengths[v] < lengths[found[place - 1]]):
            if place < SEEDS:
                found[place] = found[place - 1]
            place -= 1
        if place < SEEDS:
            found[place] = v
    return found


@numba.njit
def mark_ends(x, data, allowed, penalty):  # type: ignore[no-untyped-def]
    """Which points may be ends of a segment that threatens x.  ``penalty`` (2, n) is 0 for ends that count, else inf.

    Its first row is for ends beside one of another class, its second for ends that are of another class themselves.
    """
    codes, location = data.codes, data.location
    for v in range(codes.shape[0]):
        foreign = codes[v] != codes[x]
        allowed[v] = foreign if data.printed else location[v] != location[x]
        penalty[0, v] = np.float32(0.0 if allowed[v] else np.inf)
        penalty[1, v] = np.float32(0.0 if foreign else np.inf)


@numba.njit(parallel=True, cache=True)
def to_nearest(best, query, own_lengths, data):  # type: ignore[no-untyped-def]
    """Lower ``best`` (q,), inf or a threshold, to the squared distances to the nearest points: a point is a segment."""
    points = data.points
    n = points.shape[0]
    for j in numba.prange(query.shape[0]):
        allowed, penalty = np.empty(n, np.bool_), np.empty((2, n), np.float32)
        mark_ends(query[j], data, allowed, penalty)
        nearest = nearest_allowed(own_lengths[j], allowed, 0, n)[0]
        squared, _ = squared_distance(points[query[j]], points[nearest], points[nearest])
        best[j] = min(best[j], squared)


@numba.njit
def _exactly(u, v, x, best, pair, points):  # type: ignore[no-untyped-def]
    """The lesser of ``best`` and the squared distance to [u, v], from coordinates; ties go to the lowest pair."""
    low, high = min(u, v), max(u, v)
    squared, _ = squared_distance(points[x], points[low], points[high])
    if squared < best or (squared == best and (low, high) < (pair[0], pair[1])):
        best = squared
        pair[0], pair[1] = low, high
    return best


@numba.njit
def _try_pairs_of(u, row, x, best, pair, lengths, data, state):  # type: ignore[no-untyped-def]
    """The least squared distance after all pairs of u: a segment comes within r only if its tangents fit into it."""
    penalty, tangents = state
    points, error = data.points, data.error
    tangent = tangents[1 if penalty[1, u] > 0 else 0]  # a point of x's class needs an end of another class
    own = tangent_to(lengths[u], np.float32(best), np.float32(error))
    if fits(row, tangent, own) == 0:
        return best
    before = best
    nearest, least = -1, best
    for v in range(row.shape[0]):  # the most promising one first: exact distances are expensive
        if row[v] - tangent[v] >= own and v != u:
            bound = _at_least(lengths[u], lengths[v], row[v], error)
            if bound <= least:
                nearest, least = v, bound
    if nearest >= 0:
        best = _exactly(u, nearest, x, best, pair, points)
    for v in range(row.shape[0]):
        if row[v] - tangent[v] < own or v == u:
            continue
        if _at_least(lengths[u], lengths[v], row[v], error) <= best:
            best = _exactly(u, v, x, best, pair, points)
    if best < before:
        _tangents(lengths, penalty, best, error, tangents)
    return best


@numba.njit(parallel=True, cache=True)
def refine(best, pair, query, own_lengths, lengths, start, data):  # type: ignore[no-untyped-def]
    """Lower ``best`` (q,), squared clearances, and set ``pair`` (q, 2), by all pairs with an end in a block of rows.

    ``own_lengths`` (q, n) and ``lengths`` (t, n) are upper bounds of the distances from the queries and from the
    points start, ..., start + t - 1, in float32 within 2^-22; their squares exceed the true ones by ``data.error`` at
    most.  ``best`` comes from :func:`to_nearest`, and ``pair`` starts as (n, n), which stands for none.
    """
    n, q, stop = data.points.shape[0], query.shape[0], start + lengths.shape[0]
    norms, error = data.norms, data.error
    for block in numba.prange((q + BLOCK - 1) // BLOCK):
        begin = block * BLOCK
        size = min(BLOCK, q - begin)
        allowed, reach = np.empty(n, np.bool_), np.empty((size, lengths.shape[0]), np.float32)
        penalty, tangent = np.empty((size, 2, n), np.float32), np.empty((size, 2, n), np.float32)
        radius = np.empty(size)
        for i in range(size):
            j, x = begin + i, query[begin + i]
            own, state = own_lengths[j], (penalty[i], tangent[i])
            mark_ends(x, data, allowed, penalty[i])
            fill_reach(own[start:stop], norms[start:stop], norms[x], error, allowed[start:stop], reach[i])
            _tangents(own, penalty[i], best[j], error, tangent[i])
            for u in nearest_allowed(own, allowed, start, stop):
                if u >= 0:
                    best[j] = _try_pairs_of(u, lengths[u - start], x, best[j], pair[j], own, data, state)
            radius[i] = math.sqrt(best[j]) / SHRINK
        for t in range(lengths.shape[0]):
            for i in range(size):
                if reach[i, t] <= radius[i]:
                    j = begin + i
                    before = best[j]
                    state = (penalty[i], tangent[i])
                    own = own_lengths[j]
                    best[j] = _try_pairs_of(start + t, lengths[t], query[j], best[j], pair[j], own, data, state)
                    if best[j] < before:
                        radius[i] = math.sqrt(best[j]) / SHRINK


@numba.njit
def first_ends(x, data):  # type: ignore[no-untyped-def]
    """The lowest index of another class than x's, and the lowest one that may be an end beside it; n for none."""
    n = data.codes.shape[0]
    first_foreign = first_allowed = n
    for v in range(n - 1, -1, -1):
        if data.codes[v] != data.codes[x]:
            first_foreign = first_allowed = v
        elif not data.printed and data.location[v] != data.location[x]:
            first_allowed = v
    return first_foreign, first_allowed


@numba.njit(parallel=True, cache=True)
def settle_ends(best, pair, query, own_lengths, data):  # type: ignore[no-untyped-def]
    """Where the nearest point of the threatening segments is a data point u, set ``pair`` to the lowest one with u.

    If ``best`` is ||x - u||^2, no segment is nearer, so that every threatening segment with the end u attains it.
    """
    points, codes, location, printed = data.points, data.codes, data.location, data.printed
    n = points.shape[0]
    for j in numba.prange(query.shape[0]):
        x = query[j]
        first_foreign, first_allowed = first_ends(x, data)
        for u in range(n):
            length = np.float64(own_lengths[j, u])
            if length * length * SHRINK - data.error > best[j]:
                continue
            foreign = codes[u] != codes[x]
            if not foreign and (printed or location[u] == location[x]):
                continue
            squared, _ = squared_distance(points[x], points[u], points[u])
            partner = first_allowed if foreign else first_foreign
            low, high = min(u, partner), max(u, partner)
            if squared == best[j] and (low, high) < (pair[j, 0], pair[j, 1]):
                pair[j, 0], pair[j, 1] = low, high
