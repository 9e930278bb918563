"""Mass and first moment of a Beta law below lambda, as a table of polynomials: the float64 form for many intervals.

Incomplete beta functions cost some 200 ns each, and a pass over all pairs of a dataset needs four for every
pair that reaches the ball.  Here [0, 1/2] is cut into cells, so narrow that the density is a polynomial of
degree 12 to rounding on each, and its antiderivatives are stored.  A cell is found from the leading bits of
lambda, so that cells shrink in proportion to lambda and small tails keep their relative accuracy.

Only the symmetrised law (f(lambda) + f(1 - lambda))/2 matters in a sum over ordered pairs, and its other
half is the mirror image.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.polynomial import chebyshev

from theory.numbers import Array

NODES = 13  # values of the density in a cell: with the widths below, what is left out is under 1e-15 of it
MANTISSA_BITS = 52
LOG_NEGLIGIBLE = -690.0  # what is below exp(-690) of the maximum would underflow
SERIES_ERROR = 4e-6  # where max(alpha, beta) lambda is below, three terms of the tail's series leave 1e-16


class BetaTable(NamedTuple):
    """The symmetrised Beta(alpha, beta) on [0, 1/2].

    ``cells`` (n, 2, NODES + 1): the mass and the moment below lambda, as polynomials in the cell's own
    coordinate t in [-1, 1], highest power first.  The cell of a lambda is its leading bits, ``bits >> shift``,
    less ``first``.  Below the first cell, at ``start``, the mass is the sum of c lambda^e over the rows (c, e) of
    ``tail``, which is empty where everything underflows.
    """

    cells: Array
    tail: Array
    start: float
    first: int
    shift: int


@lru_cache(maxsize=16)
def beta_table(alpha: float, beta: float) -> BetaTable:
    """The table of the symmetrised Beta(alpha, beta), alpha, beta > 0.

    It needs no value of the beta function: the mass of [0, 1/2] is 1/2 by symmetry.
    """
    largest = max(alpha, beta, 1.0)
    bits = max(3, math.ceil(math.log2(min(largest, 13 * math.sqrt(largest)))))  # 2**bits cells an octave
    octaves = math.ceil(math.log2(largest / SERIES_ERROR))
    shift = MANTISSA_BITS - bits
    end = int(np.float64(0.5).view(np.int64)) >> shift
    edges = (np.arange(end - (octaves << bits), end + 1, dtype=np.int64) << shift).view(np.float64)
    logarithms = _log_density(edges, alpha, beta)
    scale = float(logarithms.max())
    negligible = int(np.argmax(logarithms > scale + LOG_NEGLIGIBLE))
    edges = edges[max(negligible - 1, 0) :]
    tail = np.empty((0, 2)) if negligible else _tail(alpha, beta, scale)
    cells = _cells(edges, alpha, beta, scale)
    cells[:, 0, -1] += _power_sum(tail, edges[0])
    cells[:, 1, -1] += _power_sum(_moment(tail), edges[0])
    normalise = 0.5 / cells[-1, 0].sum()  # the polynomial at t = 1, that is at lambda = 1/2
    tail[:, 0] *= normalise
    return BetaTable(normalise * cells, tail, float(edges[0]), end - (len(edges) - 1), shift)


def _log_density(lam: Array, alpha: float, beta: float) -> Array:
    """log of lambda^(alpha-1) (1-lambda)^(beta-1) + lambda^(beta-1) (1-lambda)^(alpha-1)."""
    one, other = np.log(lam), np.log1p(-lam)
    return np.logaddexp((alpha - 1) * one + (beta - 1) * other, (beta - 1) * one + (alpha - 1) * other)


def _cells(edges: Array, alpha: float, beta: float, scale: float) -> Array:
    """Polynomials of the mass and the moment between the first edge and lambda, exp(-scale) times the density."""
    nodes, to_integral, to_powers = _chebyshev()
    half = np.diff(edges)[:, None] / 2
    lam = edges[:-1, None] + half * (1 + nodes)
    density = np.exp(_log_density(lam, alpha, beta) - scale)
    cells = np.empty((len(half), 2, NODES + 1))
    for kind, values in enumerate((density, lam * density)):
        series = values @ to_integral * half
        powers = series @ to_powers
        powers[:, 0] += np.concatenate([[0.0], np.cumsum(series.sum(axis=1))[:-1]])  # T_j(1) = 1
        cells[:, kind] = powers[:, ::-1]
    return cells


@cache
def _chebyshev() -> tuple[Array, Array, Array]:
    """Nodes, and the matrices from values there to the series of their integral from -1, and from series to powers."""
    nodes = chebyshev.chebpts1(NODES)
    to_series = np.linalg.inv(chebyshev.chebvander(nodes, NODES - 1))
    to_integral = np.asarray(chebyshev.chebint(to_series, lbnd=-1).T, dtype=np.float64)
    return nodes, to_integral, np.stack([_powers(degree) for degree in range(NODES + 1)])


def _powers(degree: int) -> Array:
    """Coefficients of the Chebyshev polynomial T_degree, lowest power first, padded to NODES + 1."""
    powers: Array = np.zeros(NODES + 1)
    powers[: degree + 1] = chebyshev.cheb2poly([0.0] * degree + [1.0])
    return powers


def _tail(alpha: float, beta: float, scale: float) -> Array:
    """Rows (c, e): near 0 the mass below lambda is the sum of c lambda^e, three terms for each half of the law."""
    rows = []
    for a, b in ((alpha, beta), (beta, alpha)):
        binomials = (1.0, 1 - b, (1 - b) * (2 - b) / 2)  # (1 - lambda)^(b - 1)
        rows += [(math.exp(-scale) * c / (a + j), a + j) for j, c in enumerate(binomials)]
    return np.array(rows)


def _moment(tail: Array) -> Array:
    """The powers of the moment: c e/(e + 1) lambda^(e + 1)."""
    c, e = tail.T
    return np.stack([c * e / (e + 1), e + 1], axis=1)


def _power_sum(tail: Array, lam: float) -> float:
    return float((tail[:, 0] * lam ** tail[:, 1]).sum())
