"""Gauss quadrature for mixing distributions: nodes in [0, 1] and masses that sum to 1.

A discrete law is its own quadrature, exact for every function; a Beta law has the Gauss-Jacobi rule, exact
for polynomials up to degree 2n - 1; a density of the user's has a double exponential rule.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from theory.mixing.laws import Mixing
from theory.numbers import Array

LEAST_NODES, MOST_NODES = 16, 1024  # the rule comes from an eigenvalue problem of this size
LOST_DIGITS = -math.log(2.0**-56)  # an error below this is lost in float64


@lru_cache(maxsize=64)
def quadrature(mixing: Mixing, nodes: int = 64) -> tuple[Array, Array]:
    """Nodes and masses, each (m,), with E[g(lambda)] close to the sum of mass times g(node).

    m is ``nodes`` for a Beta law, the number of atoms for a discrete one, and what a density needs for a density.
    Raises ``ValueError`` for a law without a quadrature, and for fewer than one node.

    >>> from theory.mixing.beta import Beta
    >>> lam, mass = quadrature(Beta(2), 3)
    >>> round(float(mass @ lam**2), 12)
    0.3
    """
    if nodes < 1:
        raise ValueError(f"a quadrature needs at least one node, not {nodes}")
    rule = mixing.rule(nodes)
    for array in rule:
        array.setflags(write=False)
    return rule


def enough_nodes(spread: float) -> int:
    """A power of 2 of nodes that is enough for a function of lambda spread + c, analytic where |Im| < pi.

    The poles of a logistic function of lambda u + (1 - lambda) v stand pi/|u - v| off [0, 1], and the Gauss
    error falls like rho^(-2n), rho being the sum of half axes of the largest ellipse about [0, 1] without
    them (half axes relative to 1/2).  At most ``MOST_NODES``: enough up to a spread of about 320.

    >>> enough_nodes(7.0), enough_nodes(1e9)
    (32, 1024)
    """
    rate = math.asinh(2 * math.pi / spread) if spread > 0 else math.inf  # log rho
    needed = LOST_DIGITS / (2 * rate)
    return int(min(max(LEAST_NODES, 2 ** math.ceil(math.log2(max(needed, 1.0)))), MOST_NODES))


def gauss_jacobi(alpha: float, beta: float, n: int) -> tuple[Array, Array]:
    """Golub and Welsch 1969: eigenvalues of the Jacobi matrix, squared first components of its eigenvectors.

    Normalised by the mass from the start, so that no value of the beta function over- or underflows.
    """
    a, b = beta - 1, alpha - 1  # exponents of 1 - x and 1 + x on [-1, 1]
    k = np.arange(1.0, n)
    total = 2 * k + a + b
    diagonal = np.concatenate([[(b - a) / (a + b + 2)], (b - a) * (b + a) / (total * (total + 2))])
    square = 4 * k * (k + a) * (k + b) * (k + a + b) / np.where(k == 1, 1, total**2 * (total**2 - 1))
    if n > 1:  # the factor k + a + b, which may vanish, is also in total^2 - 1
        square[0] = 4 * (1 + a) * (1 + b) / ((2 + a + b) ** 2 * (3 + a + b))
    from scipy.linalg import eigh_tridiagonal

    roots, vectors = eigh_tridiagonal(diagonal, np.sqrt(square))
    masses = vectors[0] ** 2
    if alpha == beta:  # so is the rule, to the last digit
        roots, masses = (roots - roots[::-1]) / 2, (masses + masses[::-1]) / 2
    return np.clip((1 + roots) / 2, 0, 1), masses / masses.sum()
