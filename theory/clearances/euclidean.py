"""Euclidean clearance of many points in float64: every pair is accounted for, few are looked at.

A segment [u, v] with both ends outside the ball of radius r about x meets it exactly if the two tangents fit
into it: sqrt(|u-x|^2 - r^2) + sqrt(|v-x|^2 - r^2) < |u-v|.  So one distance matrix decides every pair, and a
pair costs one comparison.  Most pairs need none: for any unit vector e, a segment that meets the ball has an end
with e.(u-x) <= r.  With e towards the centroid few points are such ends, and only their rows are read.

The matrix comes from a Gram matrix, in float32 where that is good enough, and digits cancel there; so it only
rules out, with bounds of its error.  Whatever it cannot rule out is taken from coordinates.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from theory.clearances.found import Clearance, Form
from theory.clearances.gram import gram_error, locations, scaled
from theory.dataset import LabeledDataset
from theory.geometry import squared_distance_to_segment
from theory.numbers import Array

LENGTHS_BYTES = 2**30  # room for a block of rows of the distance matrix, in float32; two are kept
GRAM_BYTES = 2**26  # room for a strip of the Gram matrix
SAMPLE = 32  # points whose nearest neighbours tell how fine distances must be
COARSE = 2.0**-8  # share of a typical squared nearest distance that the float32 matrix may be wrong by
CANCELLED = 1e-5  # below this share of the data's extent the winning pair's distance is taken in exact arithmetic


def fast_clearance(
    dataset: LabeledDataset, query: NDArray[np.intp], form: Form, threshold: float | None = None
) -> Clearance:
    """The Euclidean clearance of the points ``query`` (q,).

    ``threshold`` rules out more: distances above it come back as inf with the pair (-1, -1).
    Memory: two blocks of rows of the n x n distance matrix, of 1 GiB at most.  Relative error of a distance: 1e-9, or
    1e-15 of the data's extent.
    """
    from theory.clearances.kernels import Data, refine, settle_ends

    points, exponent = scaled(dataset.points)
    n = len(points)
    centred = points - points.mean(axis=0)
    squares = np.einsum("ij,ij->i", centred, centred)
    norms = np.sqrt(squares)
    matrix, error = precision(points, centred, norms)
    data = Data(points, norms, dataset.codes, locations(points), form == "printed", error)
    limit = np.inf if threshold is None else (threshold * 2.0**exponent) ** 2 * (1 + 2.0**-50)
    best, pair = np.full(len(query), limit), np.full((len(query), 2), n, dtype=np.intp)
    rows = max(1, LENGTHS_BYTES // (4 * n))
    for first in range(0, len(query), rows):
        part = slice(first, first + rows)
        own = lengths_of_rows(matrix, squares, query[part], error)
        for start in range(0, n, rows):
            block = np.arange(start, min(start + rows, n))
            lengths = own if np.array_equal(query[part], block) else lengths_of_rows(matrix, squares, block, error)
            refine(best[part], pair[part], query[part], own, lengths, start, data)
        settle_ends(best[part], pair[part], query[part], own, data)
    return finish(dataset, query, pair, exponent)


def precision(points: Array, centred: Array, norms: Array) -> tuple[NDArray[Any], float]:
    """What the Gram matrix is made from, and its error: float32 where nearest neighbours are far in comparison."""
    few = np.linspace(0, len(points) - 1, SAMPLE).astype(np.intp)
    squares = cdist(points[few], points, "sqeuclidean")
    squares[squares == 0] = np.inf
    typical = float(np.median(squares.min(axis=1)))
    error = gram_error(points, norms, np.float32)
    if error <= COARSE * typical:
        return centred.astype(np.float32), error
    return centred, gram_error(points, norms)


def lengths_of_rows(matrix: NDArray[Any], squares: Array, rows: NDArray[np.intp], error: float) -> NDArray[np.float32]:
    """Upper bounds of the distances from some rows to all points, in float32 within 2^-22."""
    from theory.clearances.kernels import to_lengths

    lengths = np.empty((len(rows), len(matrix)), dtype=np.float32)
    strip = max(1, GRAM_BYTES // (matrix.itemsize * len(matrix)))
    for start in range(0, len(rows), strip):
        part = rows[start : start + strip]
        to_lengths(lengths[start : start + strip], matrix[part] @ matrix.T, squares[part], squares, error)
    return lengths


def finish(
    dataset: LabeledDataset, query: NDArray[np.intp], pair: NDArray[np.intp], exponent: int, share: float | None = None
) -> Clearance:
    """Distance and lambda of every winning pair, from coordinates; a pair that was never set stands for none.

    Where the point's class has one end, only mixes with at most ``share`` of it count, if that is given.
    """
    from theory.clearances.kernels import squared_distance

    points, _ = scaled(dataset.points)
    codes = dataset.codes
    distance, mixing = np.full(len(query), np.inf), np.full(len(query), np.nan)
    found = pair[:, 0] < len(points)
    for i in np.flatnonzero(found):
        x, (u, v) = query[i], pair[i]
        turned = share is not None and codes[v] == codes[x]
        ends = (v, u) if turned else (u, v)
        most = 1.0 if share is None or codes[ends[0]] != codes[x] else share
        squared, lam = squared_distance(points[x], points[ends[0]], points[ends[1]], most)
        distance[i] = math.sqrt(squared)
        if distance[i] < CANCELLED:
            place, *exact = ([Fraction(value) for value in points[index].tolist()] for index in (x, *ends))
            square, lam = squared_distance_to_segment(place, exact[0], exact[1], Fraction(most))
            distance[i] = _root(square)
        mixing[i] = float(1 - lam if turned else lam)
    return Clearance(np.ldexp(distance, -exponent), np.where(found[:, None], pair, -1), mixing)


def _root(square: Fraction) -> float:
    """Square root of a rational that may lie outside the floats."""
    if square == 0:
        return 0.0
    shift = (square.numerator.bit_length() - square.denominator.bit_length()) // 2
    return math.ldexp(math.sqrt(square / Fraction(4) ** shift), shift)
