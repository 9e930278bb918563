"""Points that stay in a file: read piece by piece, scaled and centred, with the bounds that hold for all of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from theory.clearances.gram import Centred, Spread, gram_error, is_spread_worth_it, projection_error, spread_from
from theory.numbers import Array

Indices = NDArray[np.intp]
COPIES = 30  # bytes that a coordinate of a piece takes in all: as read, in two precisions, and on the way
KINDS = ("f2", "f4", "f8")


class Rows(Protocol):
    """An array (n, d) of floats of which pieces can be read: :class:`NpyRows`, or any array."""

    @property
    def shape(self) -> tuple[int, ...]:
        """How many points there are, and how many coordinates they have."""

    def __getitem__(self, rows: Any) -> Any:
        """The points of a slice, or of a list of indices."""


class NpyRows:
    """The points (n, d) in an NPY file, which is mapped for each piece anew, so that no page of an earlier one stays.

    Raises ``ValueError`` for a file that holds no floats of shape (n, d).
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            found = self._mapped()
        except (OSError, ValueError, EOFError) as error:
            raise ValueError(f"{path} holds no array that can be mapped ({type(error).__name__})") from None
        if found.ndim != 2 or found.dtype.newbyteorder("=").str[1:] not in KINDS:
            raise ValueError(f"{path} must hold floats of shape (n, d), not {found.dtype} of shape {found.shape}")
        self.shape: tuple[int, ...] = found.shape

    def _mapped(self) -> NDArray[Any]:
        mapped: NDArray[Any] = np.load(self.path, mmap_mode="r", allow_pickle=False)
        return mapped

    def __getitem__(self, rows: Any) -> NDArray[Any]:
        return np.array(self._mapped()[rows])


class Piece(NamedTuple):
    """Some points: their ``indices`` (t,), themselves times a power of two (t, d), and what lengths are made from."""

    indices: Indices
    points: Array
    centred: Centred

    def taken(self, order: Indices) -> Piece:
        """Some of these points, in some order."""
        return Piece(self.indices[order], self.points[order], (self.centred[0][order], self.centred[1][order]))


class Pieces:
    """The n points of a file, times 2^``exponent`` so that squares neither overflow nor vanish, piece by piece.

    ``columns`` and ``rows``: how many points, and how many others, make a tile of the distance matrix, so that both and
    the tile take ``memory`` bytes.  Raises ``ValueError`` for coordinates that are not finite.
    """

    def __init__(self, source: Rows, memory: int) -> None:
        self.source = source
        self.n, self.dimension = source.shape
        self.columns = max(1, min(self.n, math.isqrt(memory // 2), memory * 2 // (5 * COPIES * self.dimension)))
        self.rows = max(1, self.columns // 4)
        self.kind: np.dtype[Any] = np.dtype(np.float64)
        self.exponent, self.mean = 0, np.zeros(self.dimension)
        self.largest = float(np.max([np.abs(points).max() for _, points in self._scaled()]))
        if not math.isfinite(self.largest):
            raise ValueError("points must be finite")
        self.exponent = -math.frexp(self.largest)[1]
        self.largest = math.ldexp(self.largest, self.exponent)
        self.mean = sum((points.sum(axis=0) for _, points in self._scaled()), self.mean) / self.n
        self.norm, self.products = 0.0, np.zeros((self.dimension, self.dimension))
        for piece in self.all(self.columns):
            matrix, squares = piece.centred
            self.norm = max(self.norm, float(np.sqrt(squares.max())))
            self.products += matrix.T @ matrix

    def errors(self, kind: np.dtype[Any]) -> tuple[float, float]:
        """Twice a bound of the error of a squared length from inner products of ``kind``, and that of a projection."""
        largest, norm = np.full((1, self.dimension), self.largest), np.array([self.norm])  # such as no point exceeds
        return gram_error(largest, norm, kind.type), projection_error(largest, norm, kind)

    def spread(self) -> Spread | None:
        """How the points scatter, if there are so many that it matters."""
        return spread_from(self.products, self.n, self.kind) if is_spread_worth_it(self.n, self.dimension) else None

    def all(self, size: int) -> Iterator[Piece]:
        """All points in pieces of at most ``size``."""
        for start, points in self._scaled(size):
            yield self._piece(np.arange(start, start + len(points)), points)

    def some(self, index: Indices) -> Piece:
        """A few points."""
        return self._piece(index, self._times_power(self.source[index]))

    def _scaled(self, size: int | None = None) -> Iterator[tuple[int, Array]]:
        step = size or self.columns
        for start in range(0, self.n, step):
            yield start, self._times_power(self.source[start : start + step])

    def _times_power(self, points: NDArray[Any]) -> Array:
        return np.ldexp(np.asarray(points, dtype=np.float64), self.exponent)

    def _piece(self, index: Indices, points: Array) -> Piece:
        centred = points - self.mean
        squares = np.einsum("ij,ij->i", centred, centred)
        return Piece(index, points, (centred.astype(self.kind, copy=False), squares))
