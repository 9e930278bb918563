"""Angular clearance of many points in float64: every pair is accounted for, few are looked at.

On the unit sphere it is as in the plane (:mod:`theory.clearances.euclidean`).  The tangent from u to the cap of angular
radius r < pi/2 about x has the length t with cos t = cos(x, u) / cos r, and is taken as pi where that is below -1.  An
arc shorter than pi with both ends outside the cap meets it exactly if the two tangents fit into it.  Most pairs need no
look: no end in a half-space that the cap avoids, no meeting.  So of the rows of u only those are read whose angle from
x in the direction of the centroid is r at most.  Where no end is nearer than pi/2, no arc is.

A matrix of angles rules out, with bounds of its error; what it cannot rule out is taken from coordinates.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from theory.clearances.found import Clearance, Form
from theory.clearances.gram import lengths_of, locations
from theory.clearances.kernels import BLOCK, SHRINK, fits, keep_nearest
from theory.dataset import LabeledDataset
from theory.numbers import Array

ANGLES_BYTES = 2**30  # room for a block of rows of the matrix of angles, in float32; two are kept
SEEDS = 8  # nearest points whose rows are read first, so that r is small before the rest
COSINES_BYTES = 2**26  # room for a strip of the matrix of cosines
UNIT = 2.0**-53
PARALLEL = 1 - 4 * 2.0**-52  # minus a cosine beyond this: antipodal, up to rounding


class Centre(NamedTuple):
    """The centroid m of the unit vectors u: ``along`` (n,) are the m.u, ``square`` is |m|^2."""

    along: Array
    square: float


class Data(NamedTuple):
    """What the kernels know of the data: n points, whose segments count, and how far cosines may be wrong.

    ``points`` (n, d) on the unit sphere, and ``norms`` (n,), the lengths that they had; ``codes`` (n,) of the classes;
    ``location`` (n,) the first index at the same place; ``printed``: only foreign ends count; ``error`` of a cosine.
    """

    points: Array
    norms: Array
    codes: NDArray[np.intp]
    location: NDArray[np.intp]
    printed: bool
    error: float


def fast_angular_clearance(dataset: LabeledDataset, query: NDArray[np.intp], form: Form) -> Clearance:
    """The angular clearance of the points ``query`` (q,), in radians.

    Memory: two blocks of rows of the n x n matrix of angles, of 1 GiB at most.
    """
    sizes = lengths_of(dataset.points)
    units = np.ascontiguousarray(dataset.points / sizes)
    n, d = units.shape
    error = 4 * (d + 8) * UNIT  # of a cosine
    best, pair = np.full(len(query), np.pi), np.full((len(query), 2), n, dtype=np.intp)
    mixing = np.full(len(query), np.nan)
    data = Data(units, sizes[:, 0], dataset.codes, locations(dataset.points), form == "printed", error)
    mean = units.mean(axis=0)
    centre = Centre(units @ mean, float(mean @ mean))
    rows = max(1, ANGLES_BYTES // (4 * n))
    for first in range(0, len(query), rows):
        part = slice(first, first + rows)
        found = best[part], pair[part], mixing[part], query[part]
        own = _angles(units, query[part], error)
        nearest_ends(*found, own, data)
        for start in range(0, n, rows):
            block = np.arange(start, min(start + rows, n))
            angles = own if np.array_equal(query[part], block) else _angles(units, block, error)
            refine_angles(*found, own, angles, start, centre, data)
    none = pair[:, 0] == n
    return Clearance(np.where(none, np.inf, best), np.where(none[:, None], -1, pair), mixing)


def _angles(units: Array, rows: NDArray[np.intp], error: float) -> NDArray[np.float32]:
    """Upper bounds of the angles between some rows and all, in float32 within 2^-22 of arccos(cosine - error)."""
    angles = np.empty((len(rows), len(units)), dtype=np.float32)
    strip = max(1, COSINES_BYTES // (8 * len(units)))
    for start in range(0, len(rows), strip):
        part = rows[start : start + strip]
        to_angles(angles[start : start + strip], units[part] @ units.T, error)
    return angles


@numba.njit(parallel=True, cache=True)
def to_angles(angles, cosines, error):  # type: ignore[no-untyped-def]
    """``angles`` (r, n) from ``cosines`` (r, n) that are wrong by ``error`` at most, rounded up."""
    for row in numba.prange(cosines.shape[0]):
        for v in range(cosines.shape[1]):
            cosine = min(max(cosines[row, v] - error, -1.0), 1.0)
            angles[row, v] = np.float32(math.acos(cosine) * (1.0 + 2.0**-22))


@numba.njit(inline="always")
def _cosine_at_most(angle, error):  # type: ignore[no-untyped-def]
    """Upper bound of a cosine, from the upper bound of its angle in ``to_angles``: sin a times a is below 2."""
    return math.cos(np.float64(angle)) + 2.0 * error + 2.0**-20


@numba.njit(inline="always")
def angle_between(x, z):  # type: ignore[no-untyped-def]
    """Angle between a unit vector and a vector, accurate for small and for large angles."""
    norm = 0.0
    for k in range(z.shape[0]):
        norm += z[k] * z[k]
    norm = math.sqrt(norm)
    sine = cosine = 0.0
    for k in range(z.shape[0]):
        unit = z[k] / norm
        sine += (unit - x[k]) ** 2
        cosine += (unit + x[k]) ** 2
    return 2.0 * math.atan2(math.sqrt(sine), math.sqrt(cosine))


@numba.njit
def _between(x, u, v, mixed):  # type: ignore[no-untyped-def]
    """Least angle with the unit vector x strictly between the unit vectors u and v, and the weight of u there.

    With p and q the cosines of u and v with x, and c that of u with v, it is inside if p > qc and q > pc, and then
    its direction is (p - qc) u + (q - pc) v.  Infinite where it is at an end, or where u and v are antipodal.
    """
    p = q = c = 0.0
    for k in range(x.shape[0]):
        p += x[k] * u[k]
        q += x[k] * v[k]
        c += u[k] * v[k]
    first, second = p - q * c, q - p * c
    if first <= 0.0 or second <= 0.0 or c <= -PARALLEL:
        return np.inf, 0.0
    weight = first / (first + second)
    for k in range(x.shape[0]):
        mixed[k] = weight * u[k] + (1.0 - weight) * v[k]
    return angle_between(x, mixed), weight


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


@numba.njit
def nearest_allowed(lengths, allowed, start, stop):  # type: ignore[no-untyped-def]
    """The few nearest allowed points of a block of rows, nearest first; -1 where there are fewer."""
    found = np.full(SEEDS, -1, np.int64)
    for v in range(start, stop):
        if allowed[v]:
            keep_nearest(v, lengths, found)
    return found


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
def nearest_ends(best, pair, mixing, query, own, data):  # type: ignore[no-untyped-def]
    """The least angle to a threatening end point, and the lowest pair with that end."""
    units, codes, location, printed = data.points, data.codes, data.location, data.printed
    n = units.shape[0]
    for j in numba.prange(query.shape[0]):
        x = query[j]
        first_foreign, first_allowed = first_ends(x, data)
        if first_foreign == n:
            continue
        least = np.float32(np.inf)
        for u in range(n):
            if codes[u] != codes[x] or (not printed and location[u] != location[x]):
                least = min(least, own[j, u])
        nearest = math.cos(np.float64(least))
        for u in range(n):
            foreign = codes[u] != codes[x]
            if not (foreign or (not printed and location[u] != location[x])):
                continue
            if _cosine_at_most(own[j, u], data.error) < nearest:
                continue
            angle = angle_between(units[x], units[u])
            partner = first_allowed if foreign else first_foreign
            low, high = min(u, partner), max(u, partner)
            if angle < best[j] or (angle == best[j] and (low, high) < (pair[j, 0], pair[j, 1])):
                best[j] = angle
                pair[j, 0], pair[j, 1] = low, high
                mixing[j] = 1.0 if low == u else 0.0


@numba.njit
def _reach(own, along, height, square, error, allowed, reach):  # type: ignore[no-untyped-def]
    """Lower bounds of the angle of each u from x in the direction of the centroid m; infinite where u does not count.

    It is the angle of the projection of u to the plane of x and m: with t the unit tangent at x towards m, that of
    (x.u, t.u).  ``along`` are the m.u, ``height`` is m.x, ``square`` is |m|^2.
    """
    norm = math.sqrt(max(square - height * height, 0.0))
    for u in range(own.shape[0]):
        reach[u] = -np.inf if allowed[u] else np.inf
        if allowed[u] and norm > 0.0:
            cosine = math.cos(np.float64(own[u]))
            tangent = (along[u] - height * cosine) / norm
            length = math.hypot(cosine, tangent)
            doubt = (4.0 * error + 2.0**-19) * (1.0 + 1.0 / norm)
            if doubt < 0.5 * length:
                reach[u] = np.float32(math.atan2(tangent, cosine) - 2.0 * doubt / length - 2.0**-20)


@numba.njit
def _tangents(own, penalty, radius, error, tangent):  # type: ignore[no-untyped-def]
    """``tangent`` (2, n): lower bounds of every allowed point's, and of those of other classes; infinite for others."""
    cap = math.cos(radius)
    for v in range(own.shape[0]):
        cosine = min(max(_cosine_at_most(own[v], error) / cap, -1.0), 1.0)
        length = np.float32(math.acos(cosine) * SHRINK)
        for c in range(2):
            tangent[c, v] = length + penalty[c, v]


@numba.njit
def _promising(u, row, own, tangent, needed):  # type: ignore[no-untyped-def]
    """The end v whose arc to u seems to come nearest to x."""
    found, top = -1, -np.inf
    p = math.cos(np.float64(own[u]))
    for v in range(row.shape[0]):
        if row[v] - tangent[v] >= needed and v != u:
            q, c = math.cos(np.float64(own[v])), math.cos(np.float64(row[v]))
            value = (p * p + q * q - 2.0 * p * q * c) / max(1.0 - c * c, 2.0**-40)
            if value > top:
                found, top = v, value
    return found


@numba.njit
def _exactly(u, v, x, best, pair, units, mixed, weight):  # type: ignore[no-untyped-def]
    """The lesser of ``best`` and the least angle inside the arc [u, v], from coordinates; ties go to the lowest pair.

    ``weight`` (1,) becomes the winner's weight of the first end in unit vectors.
    """
    low, high = min(u, v), max(u, v)
    angle, share = _between(units[x], units[low], units[high], mixed)
    if angle < best or (angle == best and (low, high) < (pair[0], pair[1])):
        best = angle
        pair[0], pair[1] = low, high
        weight[0] = share
    return best


@numba.njit
def _try_pairs_of(u, row, x, best, pair, weight, own, data, state, mixed):  # type: ignore[no-untyped-def]
    """The least angle after all pairs of u: an arc comes within it only if its tangents fit into it."""
    _, _, penalty, tangents = state
    units, error = data.points, data.error
    foreign = penalty[1, u] == 0
    tangent = tangents[0 if foreign else 1]  # a point of x's class needs an end of another class
    needed = tangents[0, u]
    if fits(row, tangent, needed) == 0:
        return best
    before = best
    first = _promising(u, row, own, tangent, needed)
    if first >= 0:
        best = _exactly(u, first, x, best, pair, units, mixed, weight)
        if best < before:
            _tangents(own, penalty, best, error, tangents)
            needed = tangents[0, u]
    now = best
    for v in range(row.shape[0]):
        if row[v] - tangent[v] >= needed and v != u and v != first:
            best = _exactly(u, v, x, best, pair, units, mixed, weight)
    if best < now:
        _tangents(own, penalty, best, error, tangents)
    return best


@numba.njit(parallel=True, cache=True)
def refine_angles(best, pair, mixing, query, own, angles, start, centre, data):  # type: ignore[no-untyped-def]
    """Lower ``best`` (q,), angles, and set ``pair`` (q, 2), by all pairs with an end in a block of rows.

    ``own`` (q, n) and ``angles`` (t, n) are the upper bounds of ``to_angles`` for the queries and for the points
    start, ..., start + t - 1.  ``best`` starts as the least angle to a threatening end.
    """
    units, sizes, error, along = data.points, data.norms, data.error, centre.along
    n, q = units.shape[0], query.shape[0]
    for block in numba.prange((q + BLOCK - 1) // BLOCK):
        begin = block * BLOCK
        size = min(BLOCK, q - begin)
        allowed, reach = np.empty((size, n), np.bool_), np.empty((size, n), np.float32)
        penalty, tangent = np.empty((size, 2, n), np.float32), np.empty((size, 2, n), np.float32)
        weight, mixed = np.full((size, 1), np.nan), np.empty(units.shape[1])
        for i in range(size):
            j, x = begin + i, query[begin + i]
            mark_ends(x, data, allowed[i], penalty[i])
            if not best[j] < 0.5 * math.pi:
                reach[i] = np.inf  # no arc comes nearer than its ends
                continue
            _reach(own[j], along, along[x], centre.square, error, allowed[i], reach[i])
            _tangents(own[j], penalty[i], best[j], error, tangent[i])
            state = (allowed[i], reach[i], penalty[i], tangent[i])
            for u in nearest_allowed(own[j], allowed[i], start, start + angles.shape[0]):
                if u >= 0:
                    row = angles[u - start]
                    best[j] = _try_pairs_of(u, row, x, best[j], pair[j], weight[i], own[j], data, state, mixed)
        for t in range(angles.shape[0]):
            u = start + t
            for i in range(size):
                j = begin + i
                if reach[i, u] <= best[j]:
                    state = (allowed[i], reach[i], penalty[i], tangent[i])
                    row, x = angles[t], query[j]
                    best[j] = _try_pairs_of(u, row, x, best[j], pair[j], weight[i], own[j], data, state, mixed)
        for i in range(size):
            j = begin + i
            if not math.isnan(weight[i, 0]):
                share = sizes[pair[j, 0]] / sizes[pair[j, 1]]
                mixing[j] = weight[i, 0] / (weight[i, 0] + (1.0 - weight[i, 0]) * share)
