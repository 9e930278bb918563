"""Sums over all pairs of outputs of a smooth function, through a few nodes in their place.

A function of two outputs that is analytic where |Im| < pi in each, as every logistic one of a mixed output is,
is known to rounding from its values between Chebyshev nodes on panels of fixed width.  N outputs in an interval of
length l cost (36 l / 4)^2 evaluations for each mixing weight, whatever N is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_array, eye_array

from theory.numbers import Array

PANEL = 4.0  # the logistic function has its poles at distance pi from the real line; on a panel of this width,
DEGREES = 36  # this many Chebyshev nodes give it and two derivatives to 1e-16 (Bernstein ellipse with rho = 3.2)
PAIRS_AT_ONCE = 2**18
LARGEST_EXPONENT = 700.0  # e to this power, and to its negative, is a normal float64


def allowed_threads() -> int:
    """As many threads as numerical libraries may have in this process: ``OMP_NUM_THREADS``, else one a processor.

    Where several processes work side by side, as with ``--jobs``, the variable leaves each its share.
    """
    allowed = os.environ.get("OMP_NUM_THREADS", "").split(",")[0]
    return max(1, int(allowed)) if allowed.isdecimal() else os.cpu_count() or 1


class OutputGrid:
    """A few nodes that stand for all outputs, and the interpolation between the two.

    A function of the outputs that is analytic where |Im| < pi is interpolated on panels of width ``PANEL``.  By
    ``gather`` a measure on the outputs becomes one on the nodes with the same integrals of such functions; by
    ``spread`` the values of such a function on the nodes become those at the outputs.  Where the nodes would
    be more than the outputs, the outputs are the nodes.
    """

    def __init__(self, u: Array) -> None:
        panels, place = np.unique(np.floor(u / PANEL), return_inverse=True)
        n, size = len(u), len(panels) * DEGREES
        if size >= n:
            self.nodes, self._matrix = u, csr_array(eye_array(n))
            return
        roots, coefficients = _chebyshev()
        centres = (panels + 0.5) * PANEL
        self.nodes = (centres[:, None] + PANEL / 2 * roots).ravel()
        inside = (u - centres[place]) / (PANEL / 2)
        values = np.polynomial.chebyshev.chebvander(inside, DEGREES - 1) @ coefficients
        columns = place[:, None] * DEGREES + np.arange(DEGREES)
        starts = np.arange(n + 1) * DEGREES
        self._matrix = csr_array((values.ravel(), columns.ravel(), starts), shape=(n, size))

    def gather(self, measure: Array) -> Array:
        """Masses at the nodes, (M,) or (M, r), for masses at the outputs, (N,) or (N, r)."""
        return np.asarray(self._matrix.T @ measure)

    def spread(self, values: Array) -> Array:
        """Values at the outputs for values at the nodes."""
        return np.asarray(self._matrix @ values)

    def blocks(self) -> list[slice]:
        """Rows of the matrix of all pairs of nodes, as many as have ``PAIRS_AT_ONCE`` pairs."""
        rows = max(1, PAIRS_AT_ONCE // len(self.nodes))
        return [slice(start, start + rows) for start in range(0, len(self.nodes), rows)]

    def sum_blocks(self, add: Callable[[Array, slice], None], shape: tuple[int, ...]) -> Array:
        """What ``add`` adds to a zero array of this shape for all blocks, shared among threads if there are several."""

        def share(blocks: list[slice]) -> Array:
            total = np.zeros(shape)
            for block in blocks:
                add(total, block)
            return total

        blocks = self.blocks()
        threads = min(len(blocks), allowed_threads())
        if threads == 1:
            return share(blocks)
        with ThreadPoolExecutor(threads) as pool:  # NumPy works outside the interpreter's lock
            return np.asarray(sum(pool.map(share, (blocks[i::threads] for i in range(threads)))))

    def mixed_halves(self, block: slice, lam: Array, mass: Array) -> Iterator[tuple[Array, float, float]]:
        """z/2 for the mixed outputs z = node a_s + (1 - node) a_t, s in the block and t any, with node and mass.

        The array may be overwritten.
        """
        halves = self.nodes / 2
        for node, m in zip(lam.tolist(), mass.tolist(), strict=True):
            yield np.add.outer(node * halves[block], (1 - node) * halves), node, m

    def mixed_tanhs(self, block: slice, lam: Array, mass: Array) -> Iterator[tuple[Array, float, float]]:
        """tanh(z/2) for the z of ``mixed_halves``, with node and mass.  The array may be overwritten.

        tanh(z/2) = 2/(1 + e^-z) - 1, where e^-z is the product of two exponentials, one for each output of the pair:
        a division for each pair in place of a tanh.
        """
        if np.abs(self.nodes).max() > LARGEST_EXPONENT:
            for half, node, m in self.mixed_halves(block, lam, mass):
                yield np.tanh(half, out=half), node, m
            return
        for node, m in zip(lam.tolist(), mass.tolist(), strict=True):
            own, other = np.exp(-node * self.nodes[block]), np.exp((node - 1) * self.nodes)
            with np.errstate(over="ignore"):  # infinity gives tanh = -1, as it should
                pairs = np.multiply.outer(own, other)
            pairs += 1
            np.divide(2, pairs, out=pairs)
            pairs -= 1
            yield pairs, node, m


@lru_cache(maxsize=1)
def _chebyshev() -> tuple[Array, Array]:
    """Chebyshev's nodes on [-1, 1], and the matrix that takes T_0, ..., T_{n-1} at x to the Lagrange polynomials."""
    roots = np.polynomial.chebyshev.chebpts1(DEGREES)
    coefficients = np.polynomial.chebyshev.chebvander(roots, DEGREES - 1).T * 2 / DEGREES
    coefficients[0] /= 2
    return roots, coefficients
