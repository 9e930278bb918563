"""Angular clearance of many points in float64: all pairs are compared by cosines, few are worked out.

With p and q the cosines of u and v with x, and c that of u with v, the direction between u and v that is nearest to x
is inside the segment if p > qc and q > pc, and then its squared cosine with x is (p^2 + q^2 - 2pqc)/(1 - c^2).  A
matrix of cosines rules out, with a bound of its error; what it cannot rule out is taken from coordinates.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

from theory.clearance_fast import lengths_of, locations
from theory.dataset import LabeledDataset

Array = NDArray[np.float64]
COSINES_BYTES = 2**28  # room for a block of rows of the matrix of cosines
UNIT = 2.0**-53
PARALLEL = 1 - 4 * 2.0**-52  # minus a cosine beyond this: antipodal, up to rounding


def fast_angular_clearance(
    dataset: LabeledDataset, query: NDArray[np.intp], printed: bool
) -> tuple[Array, NDArray[np.intp], Array]:
    """Angles (q,), pairs (q, 2) and lambdas (q,) as in :class:`theory.clearance.Clearance`."""
    sizes = lengths_of(dataset.points)
    units = np.ascontiguousarray(dataset.points / sizes)
    n, d = units.shape
    error = 4 * (d + 8) * UNIT  # of a cosine
    best, pair = np.full(len(query), np.pi), np.full((len(query), 2), -1, dtype=np.intp)
    mixing = np.full(len(query), np.nan)
    place = locations(dataset.points)
    shared = (units, sizes[:, 0], dataset.codes, place, printed, error)
    own = units[query] @ units.T
    nearest_ends(best, pair, mixing, query, own, *shared)
    rows = max(1, COSINES_BYTES // (8 * n))
    for start in range(0, n, rows):
        cosines = units[start : start + rows] @ units.T
        refine_angles(best, pair, mixing, query, own, cosines, start, *shared)
    return np.where(pair[:, 0] < 0, np.inf, best), pair, mixing


@numba.njit(inline="always")
def _angle(x, z):  # type: ignore[no-untyped-def]
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

    Infinite where it is at an end, or where u and v are antipodal.
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
    return _angle(x, mixed), weight


@numba.njit(parallel=True, cache=True)
def nearest_ends(best, pair, mixing, query, own, units, sizes, codes, location, printed, error):  # type: ignore[no-untyped-def]
    """The least angle to a threatening end point, and the lowest pair with that end."""
    n = units.shape[0]
    for j in numba.prange(query.shape[0]):
        x = query[j]
        first_foreign = first_allowed = -1
        for v in range(n - 1, -1, -1):
            if codes[v] != codes[x]:
                first_foreign = first_allowed = v
            elif not printed and location[v] != location[x]:
                first_allowed = v
        if first_foreign < 0:
            continue
        top = -2.0
        for u in range(n):
            if codes[u] != codes[x] or (not printed and location[u] != location[x]):
                top = max(top, own[j, u])
        for u in range(n):
            foreign = codes[u] != codes[x]
            if own[j, u] < top - 2.0 * error or not (foreign or (not printed and location[u] != location[x])):
                continue
            angle = _angle(units[x], units[u])
            partner = first_allowed if foreign else first_foreign
            low, high = min(u, partner), max(u, partner)
            if pair[j, 0] < 0 or angle < best[j] or (angle == best[j] and (low, high) < (pair[j, 0], pair[j, 1])):
                best[j] = angle
                pair[j, 0], pair[j, 1] = low, high
                mixing[j] = 1.0 if low == u else 0.0


@numba.njit(parallel=True, cache=True)
def refine_angles(best, pair, mixing, query, own, cosines, start, units, sizes, codes, location, printed, error):  # type: ignore[no-untyped-def]
    """Lower ``best`` (q,), angles, by all pairs u < v with u in a block of rows of ``cosines`` (r, n)."""
    n = units.shape[0]
    for j in numba.prange(query.shape[0]):
        x, mixed = query[j], np.empty(units.shape[1])
        for r in range(cosines.shape[0]):
            u = start + r
            foreign = codes[u] != codes[x]
            if not foreign and (printed or location[u] == location[x]):
                continue
            p, count = own[j, u], np.int32(0)
            square = max(math.cos(best[j]), 0.0) ** 2
            for v in range(u + 1, n):  # counting has no branch: SIMD
                count += _comes_near(p, own[j, v], cosines[r, v], square, error)
            if count == 0:
                continue
            for v in range(u + 1, n):
                if codes[v] == codes[x] and (printed or not foreign or location[v] == location[x]):
                    continue
                if not _comes_near(p, own[j, v], cosines[r, v], square, error):
                    continue
                angle, weight = _between(units[x], units[u], units[v], mixed)
                if angle < best[j] or (angle == best[j] and (u, v) < (pair[j, 0], pair[j, 1])):
                    best[j] = angle
                    pair[j, 0], pair[j, 1] = u, v
                    share = sizes[u] / sizes[v]
                    mixing[j] = weight / (weight + (1.0 - weight) * share)
                    square = max(math.cos(best[j]), 0.0) ** 2


@numba.njit(inline="always")
def _comes_near(p, q, c, square, error):  # type: ignore[no-untyped-def]
    """Whether the arc may come as near as the squared cosine ``square``, for cosines within ``error``."""
    inside = (p - q * c > -3.0 * error) & (q - p * c > -3.0 * error)
    return np.int32(inside & (p * p + q * q - 2.0 * p * q * c - square * (1.0 - c * c) > -16.0 * error))
