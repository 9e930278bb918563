"""Numba kernels of the fast clearance (:mod:`theory.clearance_fast`): which pairs can come near, and how near.

Notation: x is a data point, a = u - x, b = v - x, r the clearance found so far.
"""

from __future__ import annotations

import math

import numba
import numpy as np

BLOCK = 32  # points that share the rows of the distance matrix while these are in cache
SEEDS = 8  # nearest points whose rows are read first, so that r is small before the rest
SHRINK = 1.0 - 2.0**-20  # turns what float32 rounded to within 2^-22 into a lower bound
ANGLE_SLACK = 1e-5  # more than arccos loses near its ends, in radians


@numba.njit(inline="always")
def squared_distance(x, u, v):  # type: ignore[no-untyped-def]
    """Squared distance from x to the segment [u, v], and the lambda that weighs u at the nearest point."""
    square = cross = 0.0
    for k in range(x.shape[0]):
        direction = u[k] - v[k]
        square += direction * direction
        cross += (v[k] - x[k]) * direction
    lam = 1.0
    if square > 0.0:
        lam = min(max(-cross / square, 0.0), 1.0)
    total = 0.0
    for k in range(x.shape[0]):  # from the nearer end, so that the distance to an end point has no rounding
        if lam > 0.5:
            offset = (u[k] - x[k]) - (1.0 - lam) * (u[k] - v[k])
        else:
            offset = (v[k] - x[k]) + lam * (u[k] - v[k])
        total += offset * offset
    return total, lam


@numba.njit
def _angles(lengths, norms, norm, error, allowed, angle):  # type: ignore[no-untyped-def]
    """Upper bounds of the angles at x between the axis (towards the centroid) and every allowed point."""
    for v in range(lengths.shape[0]):
        if not allowed[v]:
            continue
        a = np.float64(lengths[v])
        scale = 2.0 * a * norm
        doubt = a * a * (1.0 - SHRINK) + error
        if scale <= doubt:
            angle[v] = math.pi
            continue
        cosine = (a * a + norm * norm - norms[v] * norms[v] - doubt) / scale - 1e-12
        angle[v] = min(math.pi, math.acos(min(1.0, max(-1.0, cosine))) + ANGLE_SLACK)


@numba.njit(inline="always")
def _tangent(length, r2, error):  # type: ignore[no-untyped-def]
    """Lower bound of sqrt(||s - x||^2 - r^2), from an upper bound of the length."""
    length = np.float64(length)
    return np.float32(math.sqrt(max(length * length * SHRINK - error - r2, 0.0)) * SHRINK)


@numba.njit
def _tangents(lengths, foreign, allowed, r2, error, tangent):  # type: ignore[no-untyped-def]
    """``tangent`` (2, n): of every allowed point, and of those of other classes; infinite for the rest."""
    for v in range(lengths.shape[0]):
        length = _tangent(lengths[v], r2, error) if allowed[v] else np.float32(np.inf)
        tangent[0, v] = length
        tangent[1, v] = length if foreign[v] else np.float32(np.inf)


@numba.njit
def _fits(row, tangent, own):  # type: ignore[no-untyped-def]
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
    return a * a - share * share - doubt * (1.0 + 2.0 * a / length)


@numba.njit
def _nearest(lengths, allowed, start, stop):  # type: ignore[no-untyped-def]
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
def _reach(lengths, allowed, angle, error, reach):  # type: ignore[no-untyped-def]
    """Lower bounds of the squared distance from x to every segment whose nearer end is u."""
    widest = 0.0
    for v in range(angle.shape[0]):
        if allowed[v]:
            widest = max(widest, np.float64(angle[v]))
    for u in range(angle.shape[0]):
        reach[u] = np.float32(np.inf)
        if allowed[u]:
            low = np.float64(lengths[u]) * np.float64(lengths[u]) * SHRINK - error
            half = 0.5 * min(math.pi, np.float64(angle[u]) + widest + ANGLE_SLACK)
            reach[u] = np.float32(max(low, 0.0) * math.cos(half) ** 2 * SHRINK)


@numba.njit
def _prepare(x, best, lengths, norms, points, codes, location, printed, error, state):  # type: ignore[no-untyped-def]
    """Fill the state of one query, and return an upper bound of its squared clearance: a point counts as a segment."""
    foreign, allowed, reach, tangent = state
    for v in range(points.shape[0]):
        foreign[v] = codes[v] != codes[x]
        allowed[v] = foreign[v] if printed else location[v] != location[x]
    nearest = _nearest(lengths, allowed, 0, points.shape[0])[0]
    to_nearest, _ = squared_distance(points[x], points[nearest], points[nearest])
    best = min(best, to_nearest)
    angle = np.zeros(points.shape[0], np.float64)
    _angles(lengths, norms, norms[x], error, allowed, angle)
    _reach(lengths, allowed, angle, error, reach)
    _tangents(lengths, foreign, allowed, best, error, tangent)
    return best


@numba.njit
def _try(u, row, x, best, pair, lengths, points, printed, error, state):  # type: ignore[no-untyped-def]
    """The least squared distance after all pairs of u: a segment comes within r only if its tangents fit into it."""
    foreign, allowed, _, tangents = state
    tangent = tangents[0 if foreign[u] and not printed else 1]
    own = _tangent(lengths[u], best, error) * np.float32(SHRINK)
    if _fits(row, tangent, own) == 0:
        return best
    before = best
    for v in range(row.shape[0]):
        if row[v] - tangent[v] < own or v == u or _at_least(lengths[u], lengths[v], row[v], error) > best:
            continue
        low, high = min(u, v), max(u, v)
        squared, _ = squared_distance(points[x], points[low], points[high])
        if squared < best or (squared == best and (low, high) < (pair[0], pair[1])):
            best = squared
            pair[0], pair[1] = low, high
    if best < before:
        _tangents(lengths, foreign, allowed, best, error, tangents)
    return best


@numba.njit(parallel=True, cache=True)
def refine(best, pair, query, own_lengths, lengths, start, norms, points, codes, location, printed, error):  # type: ignore[no-untyped-def]
    """Lower ``best`` (q,), squared clearances, and set ``pair`` (q, 2), by all pairs with an end in a block of rows.

    ``own_lengths`` (q, n) and ``lengths`` (t, n) are upper bounds of the distances from the queries and from the
    points start, ..., start + t - 1, in float32 within 2^-22; ``error`` bounds what the Gram matrix did to
    their squares; ``norms`` are the distances from the centroid.  ``best`` starts as inf, or as a threshold.
    """
    n, q = points.shape[0], query.shape[0]
    for block in numba.prange((q + BLOCK - 1) // BLOCK):
        begin = block * BLOCK
        size = min(BLOCK, q - begin)
        foreign, allowed = np.empty((size, n), np.bool_), np.empty((size, n), np.bool_)
        reach, tangent = np.empty((size, n), np.float32), np.empty((size, 2, n), np.float32)
        for i in range(size):
            j, x = begin + i, query[begin + i]
            state = (foreign[i], allowed[i], reach[i], tangent[i])
            best[j] = _prepare(x, best[j], own_lengths[j], norms, points, codes, location, printed, error, state)
            for u in _nearest(reach[i], allowed[i], start, start + lengths.shape[0]):
                if u >= 0 and reach[i, u] <= best[j]:
                    row = lengths[u - start]
                    best[j] = _try(u, row, x, best[j], pair[j], own_lengths[j], points, printed, error, state)
        for t in range(lengths.shape[0]):
            u = start + t
            for i in range(size):
                j = begin + i
                if reach[i, u] <= best[j]:
                    state = (foreign[i], allowed[i], reach[i], tangent[i])
                    own = own_lengths[j]
                    best[j] = _try(u, lengths[t], query[j], best[j], pair[j], own, points, printed, error, state)


@numba.njit(parallel=True, cache=True)
def settle_ends(best, pair, query, own_lengths, points, codes, location, printed, error):  # type: ignore[no-untyped-def]
    """Where the nearest point of the threatening segments is a data point u, set ``pair`` to the lowest one with u.

    If ``best`` is ||x - u||^2, no segment is nearer, so that every threatening segment with the end u attains it.
    """
    n = points.shape[0]
    for j in numba.prange(query.shape[0]):
        x = query[j]
        first_foreign = first_allowed = n
        for v in range(n - 1, -1, -1):
            if codes[v] != codes[x]:
                first_foreign = v
                first_allowed = v
            elif not printed and location[v] != location[x]:
                first_allowed = v
        for u in range(n):
            length = np.float64(own_lengths[j, u])
            if length * length * SHRINK - error > best[j]:
                continue
            foreign = codes[u] != codes[x]
            if not foreign and (printed or location[u] == location[x]):
                continue
            squared, _ = squared_distance(points[x], points[u], points[u])
            partner = first_allowed if foreign else first_foreign
            low, high = min(u, partner), max(u, partner)
            if squared == best[j] and (low, high) < (pair[j, 0], pair[j, 1]):
                pair[j, 0], pair[j, 1] = low, high
