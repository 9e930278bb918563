"""Squared distances between all pairs of data points, as products of matrices, a block of rows after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from theory.clearances.gram import gram_error
from theory.numbers import Array

BYTES = 2**23  # room for a block of rows, so that it stays in cache


class PairLengths(NamedTuple):
    """Squared distances between n points, up to ``error`` beside rounding: they only rule out.

    ``centred`` (n, d) are the points about their centroid, ``norms`` (n,) the squares of their norms.
    """

    centred: Array
    norms: Array
    error: float

    @classmethod
    def of(cls, points: Array) -> PairLengths:
        """Those of points (n, d)."""
        centred = points - points.mean(axis=0)
        norms = np.einsum("ij,ij->i", centred, centred)
        return cls(centred, norms, gram_error(points, np.sqrt(norms)))

    def blocks(self) -> Iterator[tuple[int, Array]]:
        """The rows (r, n) of the matrix of all, as many as there is room for, and the number of the first."""
        rows = max(1, BYTES // (8 * len(self.norms)))
        for start in range(0, len(self.norms), rows):
            some = slice(start, start + rows)
            yield start, self.norms[some, None] + self.norms - 2.0 * (self.centred[some] @ self.centred.T)

    def near_ends(self, squares: Array, query: NDArray[np.intp], radius: Array) -> NDArray[np.bool_]:
        """Which points (q, n) may be the end that every segment near x has: at most ``radius`` from x to the centroid.

        ``squares`` (q, n) are ||x - t||^2 from the data points ``query`` (q,); at the centroid is no such direction.
        """
        own = self.norms[query, None]
        doubt = self.error + 1e-12 * (squares + own + self.norms)
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = (squares + own - self.norms - doubt) / (2 * np.sqrt(own))
        return np.asarray(~(reach > radius[:, None]))
