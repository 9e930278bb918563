"""Euclidean clearance of many points in float64: every pair is accounted for, few are looked at.

A segment [u, v] with both ends outside the ball of radius r about x meets it exactly if the two tangents fit
into it: sqrt(|u-x|^2 - r^2) + sqrt(|v-x|^2 - r^2) < |u-v|.  So one distance matrix decides every pair, and a
pair costs one comparison.  Most pairs need none: for any vector e, a segment that meets the ball has an end
with e.(u-x) <= |e| r.  With a good e for each x few points are such ends, and only their rows are read.

Lengths and projections come from inner products, in float32 where that is good enough, and digits cancel there; so
they only rule out, with bounds of their error.  Whatever they cannot rule out is taken from coordinates.

The matrix may not fit into memory.  Then the queries go in parts, each with its own rows kept, and each part makes the
other rows anew: as few parts as memory allows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from theory.clearances.found import Clearance, Form
from theory.clearances.gram import (
    Axes,
    Lengths,
    axes_to_centroid,
    best_axes,
    lengths_of_rows,
    locations,
    precision,
    projection_error,
    scaled,
    spread_of,
)
from theory.clearances.room import room
from theory.dataset import LabeledDataset
from theory.geometry import squared_distance_to_segment
from theory.numbers import Array

LENGTHS_BYTES = 2**29  # room for a block of rows of the distance matrix, in float32
GRAM_BYTES = 2**26  # room for a strip of the Gram matrix
CANCELLED = 1e-5  # below this share of the data's extent the winning pair's distance is taken in exact arithmetic
Indices = NDArray[np.intp]
Found = tuple[Array, Indices, Indices, Lengths]  # squared clearances, pairs, queries, lengths of their rows


def fast_clearance(
    dataset: LabeledDataset, query: Indices, form: Form, threshold: float | None = None, memory: int | None = None
) -> Clearance:
    """The Euclidean clearance of the points ``query`` (q,).

    ``threshold`` rules out more: distances above it come back as inf with the pair (-1, -1).
    Memory: ``memory`` bytes, or most of what there is, for rows of the n x n distance matrix, beside five copies of the
    data.  Relative error of a distance: 1e-9, or 1e-15 of the data's extent.
    """
    data = arrange(dataset)
    ends = ends_of(data, form)
    limit = np.inf if threshold is None else (threshold * 2.0**data.exponent) ** 2 * (1 + 2.0**-50)
    pair = search(data, query, limit, EuclideanKernels(ends), memory)
    return finish(dataset.points, dataset.codes, query, pair, data.exponent)


class Arranged(NamedTuple):
    """n points sorted by class and then by location, times a power of two, and what lengths are made from.

    ``original`` (n,) are the points' indices in the data set; ``code`` (n,) and ``place`` (n,) say of which class and
    at which location they are, ``own`` (n, 2) and ``here`` (n, 2) are the ranges of these; ``matrix`` (n, d) are the
    centred points in the precision of the Gram matrix, whose ``error`` is twice a bound, ``squares`` (n,) their squared
    lengths; ``aslant`` is the error of a projection.
    """

    points: Array
    exponent: int
    original: Indices
    code: Indices
    place: Indices
    own: Indices
    here: Indices
    matrix: NDArray[Any]
    squares: Array
    error: float
    aslant: float


def arrange(dataset: LabeledDataset) -> Arranged:
    """The points as :func:`search` needs them."""
    places = locations(dataset.points)
    original = np.lexsort((places, dataset.codes))
    points, exponent = scaled(dataset.points[original])
    centred = points - points.mean(axis=0)
    squares = np.einsum("ij,ij->i", centred, centred)
    norms = np.sqrt(squares)
    matrix, error = precision(points, centred, norms)
    code, place = dataset.codes[original], places[original]
    aslant = projection_error(points, norms, matrix.dtype)
    ranges = _ranges(code), _ranges(place)
    return Arranged(points, exponent, original, code, place, *ranges, matrix, squares, error, aslant)


def ends_of(data: Arranged, form: Form) -> Any:
    """The points as the kernels of the clearance have them."""
    from theory.clearances.kernels import Ends

    inverse = np.argsort(data.original)
    partner = partners(data.code[inverse], data.place[inverse], form)[data.original]
    printed = form == "printed"
    return Ends(
        data.points, data.original, data.code, data.place, data.own, data.here, partner, printed, data.error
    )  # fmt: skip


def partners(code: Indices, place: Indices, form: Form) -> Indices:
    """For each of n points the lowest indices (n, 2) that can be the other end of a segment that threatens it.

    Beside an end of another class, and beside one of the point's own class; n for none.
    """
    return np.column_stack([_lowest_other(code if form == "printed" else place), _lowest_other(code)])


def _lowest_other(keys: Indices) -> Indices:
    """For each of some keys (n,) the lowest index of another one, or n."""
    others = np.flatnonzero(keys != keys[0])
    return np.where(keys == keys[0], others[0] if len(others) else len(keys), 0)


def _ranges(keys: NDArray[Any]) -> Indices:
    """For each entry of some keys (n,) the range (n, 2) of equal ones about it."""
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    sizes = np.diff(np.r_[first, len(keys)])
    return np.repeat(np.column_stack([first, first + sizes]), sizes, axis=0)


class Kernels(Protocol):
    """What lowers squared clearances ``found[0]`` (q,) and sets pairs ``found[1]`` (q, 2) of a part of the queries.

    ``found`` also has the queries (q,) and the lengths (q, n) from them to all points.
    """

    def begin(self, found: Found) -> Indices:
        """By the nearest ends alone, which are returned (q, k), nearest first; -1 stands for none."""

    def seeds(self, found: Found, rows: Indices, lengths: Lengths, seeds: Indices) -> None:
        """By the pairs of each query's seeds (q, k), as far as they are among some rows, whose lengths (t, n) are."""

    def refine(self, found: Found, rows: Indices, lengths: Lengths, projections: NDArray[Any], axes: Axes) -> None:
        """By all pairs with an end in some rows; ``projections`` (q, t) are those of the rows' points."""

    def end(self, found: Found) -> None:
        """The lowest pairs, where an end is what is nearest."""


class EuclideanKernels:
    """The kernels of the clearance."""

    def __init__(self, ends: Any) -> None:
        self.ends = ends

    def begin(self, found: Found) -> Indices:
        """See :class:`Kernels`."""
        from theory.clearances.kernels import to_nearest

        best, _, query, own = found
        nearest: Indices = to_nearest(best, query, own, self.ends)
        return nearest

    def seeds(self, found: Found, rows: Indices, lengths: Lengths, seeds: Indices) -> None:
        """See :class:`Kernels`."""
        from theory.clearances.kernels import try_seeds

        try_seeds(*found, rows, lengths, seeds, self.ends)

    def refine(self, found: Found, rows: Indices, lengths: Lengths, projections: NDArray[Any], axes: Axes) -> None:
        """See :class:`Kernels`."""
        from theory.clearances.kernels import refine

        refine(*found, rows, lengths, projections, axes.offset, axes.size, self.ends)

    def end(self, found: Found) -> None:
        """See :class:`Kernels`."""
        from theory.clearances.kernels import settle_ends

        settle_ends(*found, self.ends)


def search(data: Arranged, query: Indices, limit: float, kernels: Kernels, memory: int | None) -> Indices:
    """The winning pairs (q, 2) of the points ``query`` (q,) of the data set, (n, n) where none is within ``limit``.

    Every part of the queries makes the rows of all other points anew, so that a part is as large as memory allows.
    What is ruled out is far whatever the parts are, and the lowest of the nearest pairs wins: they do not show.
    """
    from theory.clearances.kernels import rows_needed

    n, d = data.matrix.shape
    place = np.empty(n, dtype=np.intp)
    place[data.original] = np.arange(n)
    where, back = np.unique(place[query], return_inverse=True)
    rows, together = _sizes(n, d, len(where), memory)
    maker = Maker(data, together, rows)
    best, pair = np.full(len(where), limit), np.full((len(where), 2), n, dtype=np.intp)
    spread = spread_of(data.matrix)
    for first in range(0, len(where), together):
        part = where[first : first + together]
        own = maker.own(part)
        found = (best[first : first + together], pair[first : first + together], part, own)
        seeds = kernels.begin(found)
        kernels.seeds(found, part, own, seeds)
        elsewhere = np.setdiff1d(seeds[:, 0], part)
        for start in range(0, len(elsewhere), rows):
            block = elsewhere[start : start + rows]
            kernels.seeds(found, block, maker.block(block), seeds[:, :1])
        if spread is None:
            axes = axes_to_centroid(data.squares, part, data.error)
        else:
            axes = best_axes(data.matrix, part, np.sqrt(found[0]), spread, data.aslant)
        for block, known in _blocks(n, part, rows):
            projections = maker.projections(block, part, own, axes)
            if known is not None:
                lengths = own[known]
            else:
                needed = rows_needed(projections, axes.offset, axes.size, found[0])
                if not needed.all():
                    block, projections = block[needed], projections[:, needed]
                lengths = maker.block(block)
            kernels.refine(found, block, lengths, projections, axes)
        kernels.end(found)
    return pair[back]


def _sizes(n: int, d: int, queries: int, memory: int | None) -> tuple[int, int]:
    """How many rows make a block, and how many queries a part, so that all fit into ``memory`` bytes.

    A query has its lengths, two vectors and its projection of each row of the block, in 4 bytes each.
    """
    budget = memory or room()
    rows = max(1, min(n, min(LENGTHS_BYTES, budget // 4) // (4 * n)))
    together = max(1, (budget - 4 * n * rows) // (4 * (n + rows + 2 * d)))
    parts = -(-queries // together)
    return rows, -(-queries // max(parts, 1))


def _blocks(n: int, part: Indices, rows: int) -> Iterator[tuple[Indices, slice | None]]:
    """All n rows in blocks, first those of a part without gaps, with their place in the part."""
    first, last = (int(part[0]), int(part[-1]) + 1) if part[-1] - part[0] == len(part) - 1 else (0, 0)
    for start in range(first, last, rows):
        stop = min(start + rows, last)
        yield np.arange(start, stop), slice(start - first, stop - first)
    for begin, end in ((0, first), (last, n)):
        for start in range(begin, end, rows):
            yield np.arange(start, min(start + rows, end)), None


class Maker:
    """Makes rows of the distance matrix, and projections, in memory that is used again."""

    def __init__(self, data: Arranged, together: int, rows: int) -> None:
        n, kind = len(data.matrix), data.matrix.dtype
        self.data = data
        self.room_of_part, self.room_of_block = (np.empty((size, n), dtype=np.float32) for size in (together, rows))
        self.gram = np.empty((max(1, GRAM_BYTES // (kind.itemsize * n)), n), dtype=kind)
        self.projected = np.empty(rows * together, dtype=kind)

    def own(self, part: Indices) -> Lengths:
        """The lengths (q, n) of a part of the queries."""
        data = self.data
        return lengths_of_rows(data.matrix, data.squares, part, data.error, self.room_of_part, self.gram)

    def block(self, rows: Indices) -> Lengths:
        """The lengths (t, n) of some rows."""
        data = self.data
        return lengths_of_rows(data.matrix, data.squares, rows, data.error, self.room_of_block, self.gram)

    def projections(self, rows: Indices, part: Indices, own: Lengths, axes: Axes) -> NDArray[Any]:
        """The products (q, t) of the vectors of a part of the queries with the points of consecutive rows."""
        from theory.clearances.kernels import projections_from_lengths

        data = self.data
        out = self.projected[: len(part) * len(rows)].reshape(len(part), len(rows))
        if axes.vectors is None:
            projections_from_lengths(out, part, own, data.squares, rows[0], data.error)
            return out
        return np.matmul(axes.vectors, data.matrix[rows[0] : rows[-1] + 1].T, out=out)


def finish(
    points: Array, codes: Indices, query: Indices, pair: Indices, exponent: int, share: float | None = None
) -> Clearance:
    """Distance and lambda of every winning pair, from coordinates; a pair that was never set, (n, n), stands for none.

    ``points`` (n, d) are not yet times 2^exponent; ``codes`` (n,) are their classes.  Where the point's class has one
    end, only mixes with at most ``share`` of it count, if that is given.
    """
    from theory.clearances.kernels import squared_distance

    points = np.ascontiguousarray(np.ldexp(points, exponent))
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
