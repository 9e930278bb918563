"""Euclidean clearance of some points among more than memory holds: all pairs, read piece by piece from a file.

It works as :mod:`theory.clearances.euclidean` does, with its kernels, but rows of the distance matrix are cut too: a
piece of the points is held as columns, while pieces of rows go by.  What is ruled out is far whatever the pieces are,
and the lowest of the nearest pairs wins, so that the result is that of the whole data in memory, bit for bit.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from theory.clearances.euclidean import finish, partners
from theory.clearances.found import Clearance, Form, check_form
from theory.clearances.gram import COARSE, Axes, Lengths, axes_along, best_axes, lengths_between
from theory.clearances.pieces import Indices, Piece, Pieces, Rows
from theory.numbers import Array

MEMORY = 2**29  # bytes for pieces of points and their distances, unless the user says how many
STRIPS = 16  # parts in which a tile of inner products is made


def streamed_clearance(
    points: Rows,
    labels: ArrayLike,
    query: ArrayLike,
    form: Form = "repaired",
    budget: float | None = None,
    memory: int = MEMORY,
) -> Clearance:
    """Clearance of some points against all pairs of data that need not fit into memory.

    The same as :func:`theory.clearances.clearance` to the last bit, Euclidean, for points that are read in pieces.

    Parameters
    ----------
    points : Rows, shape (n, d)
        A :class:`NpyRows`, or whatever gives slices of rows.
    labels : array_like, shape (n,)
        Labels that can be sorted.
    query : array_like of int, shape (q,)
        Indices of data points, all different, the most important first; their n q labels and projections are in memory.
    form : {"repaired", "printed"}
        Which pairs count, as in :func:`theory.clearances.clearance`.
    budget : float, optional
        Seconds, as far as they can be told ahead: as many points as fit, one at least, the first ones.
    memory : int
        Bytes for pieces of the points and of their distances.

    Returns
    -------
    Clearance
        Of the first points of ``query``; of all without a budget.

    Raises
    ------
    ValueError
        For points that are not finite, a wrong number of labels, fewer than two classes, queries that are out of range
        or repeated, and a point at the place of a query that has another label.

    References
    ----------
    Chidambaram et al. 2022, submission version, Assumption 2.9 and Theorem 2.10.
    """
    check_form(form)
    classes, codes = np.unique(np.asarray(labels), return_inverse=True)
    n = points.shape[0]
    if len(codes) != n or len(classes) < 2:
        raise ValueError(f"{n} points need {n} labels of two classes at least, not {len(codes)} of {len(classes)}")
    wanted = np.asarray(query).reshape(-1)
    if not wanted.size or wanted.dtype.kind not in "iu" or wanted.min() < 0 or wanted.max() >= n:
        raise ValueError(f"query must be a list of indices of data points, from 0 to {n - 1}")
    if len(np.unique(wanted)) != len(wanted):
        raise ValueError("query must not name a point twice")
    started = time.perf_counter()
    search = _Search(Pieces(points, memory), codes.astype(np.intp), wanted.astype(np.intp), form)
    search.begin()
    if budget is not None:
        search.keep(search.fitting(budget - (time.perf_counter() - started)))
    return search.end()


class _Search:
    """The state of a search: q queries, what was found for them, and the tile of the distance matrix that is looked at.

    The kernels have the points of the tile as one list: its columns, its rows, the queries.
    """

    def __init__(self, pieces: Pieces, codes: Indices, query: Indices, form: Form) -> None:
        from theory.clearances.kernels import Ends

        self.pieces, self.query, self.codes = pieces, query, codes
        self.best, self.pair = np.full(len(query), np.inf), np.full((len(query), 2), pieces.n, dtype=np.intp)
        self.places = self._places()
        self.first_row, first_query = pieces.columns, pieces.columns + pieces.rows
        self.at = np.arange(first_query, first_query + len(query))
        size = first_query + len(query)
        original, code, place = np.zeros((3, size), dtype=np.intp)
        own, here, partner = np.zeros((3, size, 2), dtype=np.intp)
        points, error = np.empty((size, pieces.dimension)), pieces.errors(pieces.kind)[0]
        self.ends = Ends(points, original, code, place, own, here, partner, form == "printed", error)
        self.ends.partner[first_query:] = partners(codes, self.places, form)[query]
        self.here = pieces.some(query)
        self._put(self.here, first_query)
        self.own = np.empty((len(query), first_query), dtype=np.float32)
        self.room = np.empty(pieces.rows * pieces.columns, dtype=np.float32)
        self.strip = np.empty(max(1, pieces.rows // STRIPS) * pieces.columns)

    def begin(self) -> None:
        """Look at the nearest ends, then at all pairs with one of these: what is near is known before the rest."""
        seeds, typical = self._nearest()
        narrow = np.dtype(np.float32)
        if self.pieces.errors(narrow)[0] <= COARSE * typical:
            self.pieces.kind = narrow
        self.ends = self.ends._replace(error=self.pieces.errors(self.pieces.kind)[0])
        self.here, self.spread = self.pieces.some(self.query), self.pieces.spread()
        self.axes = self._axes()
        for columns in self._columns():
            for start in range(0, len(seeds), self.pieces.rows):
                self._refine(self.pieces.some(seeds[start : start + self.pieces.rows]), columns)
        self.axes = self._axes()

    def end(self) -> Clearance:
        """Look at all pairs, and take the lowest ones where an end is what is nearest."""
        from theory.clearances.kernels import settle_ends

        for columns in self._columns():
            for piece in self.pieces.all(self.pieces.rows):
                self._refine(piece, columns)
        for columns in self._columns():
            settle_ends(self.best, self.pair, self.at, self._own(columns), self.ends)
        known = np.unique(np.concatenate([self.query, self.pair[self.pair[:, 0] < self.pieces.n].ravel()]))
        local = finish(
            np.asarray(self.pieces.source[known], dtype=np.float64), self.codes[known],
            np.searchsorted(known, self.query), np.searchsorted(known, self.pair), self.pieces.exponent,
        )  # fmt: skip
        return Clearance(local.distance, np.where(local.pair < 0, -1, self.pair), local.mixing)

    def fitting(self, seconds: float) -> int:
        """How many of the first queries take at most so many seconds, one at least, judged by one tile."""
        columns = next(self._columns())
        rows = next(self.pieces.all(self.pieces.rows))
        looked, times = self._refine(rows, columns)
        everything = len(rows.indices) * len(columns.indices)
        each = np.array([times[0] / everything, times[1] / max(looked * len(columns.indices), 1)]) * self.pieces.n
        first, counts = np.zeros(len(self.query), dtype=np.int64), np.zeros(len(self.query), dtype=np.int64)
        for piece in self.pieces.all(self.pieces.rows):
            needed = self._projections(piece) <= self._limits()[:, None]
            counts += needed.sum(axis=1)
            first += np.bincount(needed.argmax(axis=0)[needed.any(axis=0)], minlength=len(first))
        cost = np.cumsum(first) * each[0] + np.cumsum(counts) * each[1]
        return max(1, int(np.searchsorted(cost, seconds, side="right")))

    def keep(self, count: int) -> None:
        """Go on with the first queries alone."""
        self.query, self.best, self.pair, self.at = (a[:count] for a in (self.query, self.best, self.pair, self.at))
        self.own, self.here = self.own[:count], self.pieces.some(self.query)
        self.axes = self._axes()

    def _places(self) -> Indices:
        """Where each point (n,) is, as far as queries go: the lowest index at a query's location, or its own.

        Raises ``ValueError`` for another label at the location of a query.
        """
        seen = {row.tobytes(): -1 for row in self.pieces.some(self.query).points + 0.0}
        places = np.arange(self.pieces.n)
        for piece in self.pieces.all(self.pieces.columns):
            for index, row in zip(piece.indices.tolist(), piece.points + 0.0, strict=True):
                if (first := seen.get(row.tobytes())) is None:
                    continue
                first = index if first < 0 else first
                places[index] = seen[row.tobytes()] = first
                if self.codes[first] != self.codes[index]:
                    raise ValueError(f"points {first} and {index} are at one location but have two labels")
        return places

    def _axes(self) -> Axes:
        """The vectors of the queries, now that this much is known."""
        matrix, aslant = self.here.centred[0], self.pieces.errors(self.pieces.kind)[1]
        if self.spread is None:
            return axes_along(-matrix, matrix, aslant)
        return best_axes(matrix, np.arange(len(matrix)), np.sqrt(self.best), self.spread, aslant)

    def _put(self, piece: Piece, start: int) -> None:
        """The points of a piece, from some place of the list on."""
        part = slice(start, start + len(piece.indices))
        self.ends.points[part], self.ends.original[part] = piece.points, piece.indices
        self.ends.code[part], self.ends.place[part] = self.codes[piece.indices], self.places[piece.indices]

    def _columns(self) -> Iterator[Piece]:
        """Take one piece after the other as columns, sorted by class and by location."""
        for piece in self.pieces.all(self.pieces.columns):
            columns = piece.taken(np.lexsort((self.places[piece.indices], self.codes[piece.indices])))
            self._put(columns, 0)
            size = len(columns.indices)
            for at in self.at:
                own = _range(self.ends.code[:size], self.ends.code[at])
                self.ends.own[at] = own
                self.ends.here[at] = own[0] + _range(self.ends.place[own[0] : own[1]], self.ends.place[at])
            self.own[:, :size] = self._of_queries(columns)
            yield columns

    def _own(self, columns: Piece) -> Lengths:
        """The lengths (q, c) from the queries to the columns, as they are known."""
        return np.ascontiguousarray(self.own[:, : len(columns.indices)])

    def _of_queries(self, piece: Piece) -> Lengths:
        """The lengths (q, t) from the queries to the points of a piece."""
        return self._lengths(self.here, piece, np.empty((len(self.at), len(piece.indices)), dtype=np.float32))

    def _lengths(self, rows: Piece, columns: Piece, out: Lengths) -> Lengths:
        size, kind = len(columns.indices), self.pieces.kind
        strip = self.strip.view(kind)[: len(self.strip) // size * size].reshape(-1, size)
        return lengths_between(rows.centred, columns.centred, self.ends.error, out, strip)

    def _nearest(self) -> tuple[Indices, float]:
        """The nearest few ends of each query, all together, and the square of a typical distance to a next point."""
        from theory.clearances.kernels import SEEDS, to_nearest

        index = np.full((len(self.query), 0), -1, dtype=np.intp)
        length, least = np.empty(index.shape, dtype=np.float32), np.full(len(self.query), np.inf)
        for columns in self._columns():
            own = self._own(columns)
            found = to_nearest(self.best, self.at, own, self.ends)
            far = np.where(found < 0, np.inf, np.take_along_axis(own, np.maximum(found, 0), axis=1))
            index = np.hstack([index, columns.indices[np.maximum(found, 0)]])
            length = np.hstack([length, far.astype(np.float32)])
            nearest = np.argsort(length, axis=1, kind="stable")[:, :SEEDS]
            index, length = np.take_along_axis(index, nearest, axis=1), np.take_along_axis(length, nearest, axis=1)
            elsewhere = self.ends.place[: own.shape[1]] != self.ends.place[self.at, None]
            least = np.minimum(least, np.where(elsewhere, own, np.inf).min(axis=1))
        return np.unique(index[np.isfinite(length)]), float(np.median(least) ** 2)

    def _limits(self) -> Array:
        """The largest projection of an end that matters to each query."""
        from theory.clearances.kernels import SHRINK

        return np.asarray(self.axes.offset + self.axes.size * (np.sqrt(self.best) / SHRINK))

    def _projections(self, piece: Piece) -> NDArray[Any]:
        return np.asarray(self.axes.vectors) @ piece.centred[0].T

    def _refine(self, piece: Piece, columns: Piece) -> tuple[int, tuple[float, float]]:
        """Look at all pairs of a tile; how many rows some query needed, each counted, and seconds of its two steps."""
        from theory.clearances.kernels import refine

        started = time.perf_counter()
        projections = self._projections(piece)
        needed = projections <= self._limits()[:, None]
        looked, some = int(needed.sum()), needed.any(axis=0)
        rows, projections = piece.taken(np.flatnonzero(some)), np.ascontiguousarray(projections[:, some])
        if not looked:
            return 0, (time.perf_counter() - started, 0.0)
        self._put(rows, self.first_row)
        self.own[:, self.first_row : self.first_row + len(rows.indices)] = self._of_queries(rows)
        room = self.room[: len(rows.indices) * len(columns.indices)].reshape(len(rows.indices), -1)
        lengths, made = self._lengths(rows, columns, room), time.perf_counter()
        index = np.arange(self.first_row, self.first_row + len(rows.indices))
        refine(
            self.best, self.pair, self.at, self.own, index, lengths, projections, self.axes.offset, self.axes.size,
            self.ends,
        )  # fmt: skip
        return looked, (made - started, time.perf_counter() - made)


def _range(ordered: NDArray[np.intp], key: int) -> NDArray[np.intp]:
    """Where ``key`` is in some ordered keys."""
    return np.array([np.searchsorted(ordered, key, side) for side in ("left", "right")])
