"""Euclidean clearance of many points in float64: every pair is accounted for, few are looked at.

A segment [u, v] with both ends outside the ball of radius r about x meets it exactly if the two tangents fit
into it: sqrt(|u-x|^2 - r^2) + sqrt(|v-x|^2 - r^2) < |u-v|.  So one distance matrix decides every pair, and a
pair costs one comparison.  Most pairs need none: with u the nearer end and t the angle at x between u and v,
the distance is at least |u-x| cos(t/2), and t is at most the sum of the angles between an axis (from x towards
the centroid) and u and v.  Points sorted by that angle leave a short stretch for every u.

The matrix comes from a Gram matrix, where digits cancel, so that it only rules out, with bounds of its error;
whatever it cannot rule out is taken from coordinates.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from theory.dataset import LabeledDataset
from theory.geometry import squared_distance_to_segment

Array = NDArray[np.float64]
LENGTHS_BYTES = 2**30  # room for a block of rows of the distance matrix, in float32
GRAM_BYTES = 2**26  # room for a strip of the Gram matrix, in float64
UNIT = 2.0**-53
CANCELLED = 1e-5  # below this share of the data's extent the winning pair's distance is taken in exact arithmetic


def fast_clearance(
    dataset: LabeledDataset, query: NDArray[np.intp], printed: bool, threshold: float | None = None
) -> tuple[Array, NDArray[np.intp], Array]:
    """Distances (q,), pairs (q, 2) and lambdas (q,) as in :class:`theory.clearance.Clearance`.

    ``threshold`` rules out more: distances above it come back as inf with the pair (-1, -1).
    Memory: a block of rows of the n x n distance matrix, at most 1 GiB.  Relative error of a distance: 1e-9, or
    1e-15 of the data's extent.
    """
    from theory.clearance_kernels import refine, settle_ends

    points, exponent = _scaled(dataset.points)
    n = len(points)
    centred = points - points.mean(axis=0)
    norms = np.sqrt(np.einsum("ij,ij->i", centred, centred))
    error = gram_error(points, norms)
    location = np.unique(points, axis=0, return_inverse=True)[1].reshape(-1)
    limit = np.inf if threshold is None else (threshold * 2.0**exponent) ** 2 * (1 + 8 * UNIT)
    best, pair = np.full(len(query), limit), np.full((len(query), 2), n, dtype=np.intp)
    rows = max(1, LENGTHS_BYTES // (4 * n))
    shared = (norms, points, dataset.codes, location, printed, error)
    for start in range(0, n, rows):
        lengths = _lengths(centred, np.arange(start, min(start + rows, n)), error)
        for first in range(0, len(query), rows):
            part = slice(first, first + rows)
            own = lengths if rows >= n and len(query) == n and (query == np.arange(n)).all() else None
            own = _lengths(centred, query[part], error) if own is None else own
            refine(best[part], pair[part], query[part], own, lengths, start, *shared)
            if start + rows >= n:
                settle_ends(best[part], pair[part], query[part], own, *shared[1:])
    return _finish(dataset, query, pair, exponent)


def _scaled(points: Array) -> tuple[Array, int]:
    """The points times a power of two, which rounds nothing, so that squares neither overflow nor vanish."""
    exponent = -math.frexp(np.abs(points).max(initial=0.0))[1]
    return np.ascontiguousarray(np.ldexp(points, exponent)), exponent


def gram_error(points: Array, norms: Array) -> float:
    """Bound of what rounding does to |u|^2 + |v|^2 - 2 u.v after centring, in any order of summation."""
    d: int = points.shape[1]
    largest = float(norms.max())
    moved = 4 * UNIT * math.sqrt(d) * (float(np.abs(points).max()) + largest)  # by subtracting a rounded centre
    return float(8 * (d + 8) * UNIT * largest**2 + 4 * moved * (largest + moved))


def _lengths(centred: Array, rows: NDArray[np.intp], error: float) -> NDArray[np.float32]:
    """Upper bounds of the distances from some rows to all points, in float32 within 2^-22."""
    lengths = np.empty((len(rows), len(centred)), dtype=np.float32)
    squares = np.einsum("ij,ij->i", centred, centred)
    strip = max(1, GRAM_BYTES // (8 * len(centred)))
    for start in range(0, len(rows), strip):
        part = rows[start : start + strip]
        gram = centred[part] @ centred.T
        gram *= -2.0
        gram += squares[part, None]
        gram += squares
        np.maximum(gram, 0.0, out=gram)
        gram += error
        np.sqrt(gram, out=gram)
        lengths[start : start + strip] = gram
    lengths *= np.float32(1 + 2.0**-22)
    return lengths


def _finish(
    dataset: LabeledDataset, query: NDArray[np.intp], pair: NDArray[np.intp], exponent: int
) -> tuple[Array, NDArray[np.intp], Array]:
    """Distance and lambda of every winning pair, from coordinates; a pair that was never set stands for none."""
    from theory.clearance_kernels import squared_distance

    points, _ = _scaled(dataset.points)
    distance, mixing = np.full(len(query), np.inf), np.full(len(query), np.nan)
    found = pair[:, 0] < len(points)
    for i in np.flatnonzero(found):
        x, (u, v) = query[i], pair[i]
        squared, mixing[i] = squared_distance(points[x], points[u], points[v])
        distance[i] = math.sqrt(squared)
        if distance[i] < CANCELLED:
            exact = [[Fraction(value) for value in points[index].tolist()] for index in (x, u, v)]
            square, lam = squared_distance_to_segment(*exact)
            distance[i], mixing[i] = _root(square), float(lam)
    return np.ldexp(distance, -exponent), np.where(found[:, None], pair, -1), mixing


def _root(square: Fraction) -> float:
    """Square root of a rational that may lie outside the floats."""
    if square == 0:
        return 0.0
    shift = (square.numerator.bit_length() - square.denominator.bit_length()) // 2
    return math.ldexp(math.sqrt(square / Fraction(4) ** shift), shift)
