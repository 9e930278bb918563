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
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from theory.clearances.found import Clearance, Form
from theory.clearances.gram import gram_error, locations, scaled
from theory.clearances.room import room
from theory.dataset import LabeledDataset
from theory.geometry import squared_distance_to_segment
from theory.numbers import Array

LENGTHS_BYTES = 2**30  # room for a block of rows of the distance matrix, in float32
GRAM_BYTES = 2**26  # room for a strip of the Gram matrix
SAMPLE = 32  # points whose nearest neighbours tell how fine distances must be
COARSE = 2.0**-8  # share of a typical squared nearest distance that the float32 matrix may be wrong by
CANCELLED = 1e-5  # below this share of the data's extent the winning pair's distance is taken in exact arithmetic


def fast_clearance(
    dataset: LabeledDataset,
    query: NDArray[np.intp],
    form: Form,
    threshold: float | None = None,
    memory: int | None = None,
) -> Clearance:
    """The Euclidean clearance of the points ``query`` (q,).

    ``threshold`` rules out more: distances above it come back as inf with the pair (-1, -1).
    Memory: ``memory`` bytes, or most of what there is, for rows of the n x n distance matrix, beside five copies of the
    data.  Relative error of a distance: 1e-9, or 1e-15 of the data's extent.
    """
    from theory.clearances.kernels import Data, refine, settle_ends, to_nearest

    points, exponent = scaled(dataset.points)
    n = len(points)
    centred = points - points.mean(axis=0)
    squares = np.einsum("ij,ij->i", centred, centred)
    norms = np.sqrt(squares)
    matrix, error = precision(points, centred, norms)
    data = Data(points, norms, dataset.codes, locations(points), form == "printed", error)
    limit = np.inf if threshold is None else (threshold * 2.0**exponent) ** 2 * (1 + 2.0**-50)
    best, pair = np.full(len(query), limit), np.full((len(query), 2), n, dtype=np.intp)
    for part, own, blocks in passes(matrix, squares, query, error, memory):
        to_nearest(best[part], query[part], own, data)
        for start, lengths in blocks:
            refine(best[part], pair[part], query[part], own, lengths, start, data)
        settle_ends(best[part], pair[part], query[part], own, data)
    return finish(dataset, query, pair, exponent)


Lengths = NDArray[np.float32]


def passes(
    matrix: NDArray[Any], squares: Array, query: NDArray[np.intp], error: float, memory: int | None
) -> Iterator[tuple[slice, Lengths, Iterator[tuple[int, Lengths]]]]:
    """The queries in parts, each with its rows of the distance matrix and a pass over all rows, block by block.

    Every pass makes the whole matrix anew, so that a part is as large as memory allows; rows of a block that belong to
    the part are not made twice.  A block is its first index and its rows.
    """
    n = len(matrix)
    budget = memory or room()
    rows = max(1, min(LENGTHS_BYTES, budget // 4) // (4 * n))
    together = min(max(rows, budget // (4 * n) - rows), len(query))
    gram = np.empty((max(1, GRAM_BYTES // (matrix.itemsize * n)), n), dtype=matrix.dtype)
    room_of_part, room_of_block = (np.empty((size, n), dtype=np.float32) for size in (together, rows))
    for first in range(0, len(query), together):
        part = query[first : first + together]
        own = lengths_of_rows(matrix, squares, part, error, room_of_part, gram)

        def blocks(part: NDArray[np.intp] = part, own: Lengths = own) -> Iterator[tuple[int, Lengths]]:
            for start in range(0, n, rows):
                block = np.arange(start, min(start + rows, n))
                place = int(np.searchsorted(part, start))  # where the block is, if the part has it in this order
                same = slice(place, place + len(block))
                known = np.array_equal(part[same], block)
                made = own[same] if known else lengths_of_rows(matrix, squares, block, error, room_of_block, gram)
                yield start, made

        yield slice(first, first + together), own, blocks()


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


def lengths_of_rows(
    matrix: NDArray[Any], squares: Array, rows: NDArray[np.intp], error: float, out: Lengths, gram: NDArray[Any]
) -> Lengths:
    """Upper bounds of the distances from some rows to all points, in float32 within 2^-22: the first rows of ``out``.

    ``gram`` (r, n) is room for r rows of the Gram matrix; memory is used again because new memory takes time.
    """
    from theory.clearances.kernels import to_lengths

    lengths = out[: len(rows)]
    for start in range(0, len(rows), len(gram)):
        part = rows[start : start + len(gram)]
        strip = np.matmul(matrix[part], matrix.T, out=gram[: len(part)])
        to_lengths(lengths[start : start + len(part)], strip, squares[part], squares, error)
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
