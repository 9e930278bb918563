"""The ERM and Mixup logistic losses of a linear model theta . x, with gradient, Hessian and Hessian products.

With labels y = 1, -1 the mixed label lambda y_s + (1 - lambda) y_t is the mean of a random sign, and its soft-label
logistic loss at the output z is log(2 cosh(z/2)) - label z/2.  A linear model mixes its outputs as the points are
mixed: the Mixup loss is a function F(u) of the N outputs u = X theta alone,

    F(u) = sum_{s,t} p_s p_t E[logistic(lambda u_s + (1 - lambda) u_t, lambda y_s + (1 - lambda) y_t)],

self-pairs included, the full double sum.  ERM is the law with lambda = 1.

The part with labels is bilinear, so moments of lambda give it in O(N).  The rest is a smooth function of two outputs:
it is computed between a few Chebyshev nodes instead of all pairs (``_Grid``), to the rounding of float64.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import flint
import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array

from theory.dataset import LabeledDataset
from theory.linear import signs
from theory.mixing import Discrete, Mixing
from theory.numbers import Number
from theory.quadrature import enough_nodes, quadrature

Array = NDArray[np.float64]
ERM = Discrete({1: 1})
PANEL = 4.0  # the logistic function has its poles at distance pi from the real line; on a panel of this width,
DEGREES = 36  # this many Chebyshev nodes give it and two derivatives to 1e-16 (Bernstein ellipse with rho = 3.2)
BLOCK = 2**18  # pairs at a time


def logistic(z: Number, label: Number) -> Number:
    """Soft-label logistic loss log(2 cosh(z/2)) - label z/2 for a label in [-1, 1], in the number system of ``z``.

    It is (1 + label)/2 log(1 + e^-z) + (1 - label)/2 log(1 + e^z).

    >>> float(round(logistic(0.0, 1.0), 6)), logistic(sp.Symbol("z"), 0)
    (0.693147, log(2*cosh(z/2)))
    """
    if isinstance(z, flint.arb):
        return (2 * (z / 2).cosh()).log() - label * z / 2
    if isinstance(z, sp.Basic):
        return sp.log(2 * sp.cosh(z / 2)) - label * z / 2
    size = np.abs(z)
    return np.log1p(np.exp(-size)) + (size - label * z) / 2


def logistic_slope(z: Number, label: Number) -> Number:
    """The derivative (tanh(z/2) - label)/2 of ``logistic`` in z."""
    return (_tanh(z / 2) - label) / 2


def logistic_curvature(z: Number) -> Number:
    """The second derivative (1 - tanh(z/2)^2)/4 of ``logistic`` in z: positive, at most 1/4."""
    return (1 - _tanh(z / 2) ** 2) / 4


def _tanh(z: Number) -> Number:
    if isinstance(z, flint.arb):
        return z.tanh()
    return sp.tanh(z) if isinstance(z, sp.Basic) else np.tanh(z)


@dataclass(frozen=True, eq=False)
class MixupLoss:
    """F(X theta) for a dataset with labels 1 and -1 and a mixing distribution.

    ``theta`` has shape (d,).  ``nodes`` is the number of quadrature nodes of a Beta law; by default so many that
    the error is a rounding for the outputs at hand (``enough_nodes``).  Memory grows with N d, not with
    the number of pairs.

    Raises ``ValueError`` for other labels, for a law without a quadrature, and for a theta of the wrong shape or
    not finite.  Source: Chidambaram et al. 2022, Section 3.

    >>> from theory import Beta
    >>> loss = MixupLoss(LabeledDataset([[1.0], [-1.0]], [1, -1]), Beta(1))
    >>> round(loss.value([0.0]), 6), loss.gradient([0.0]).round(6).tolist()
    (0.693147, [-0.333333])
    """

    dataset: LabeledDataset
    mixing: Mixing
    nodes: int | None = None

    def __post_init__(self) -> None:
        signs(self.dataset)
        quadrature(self.mixing, 1 if self.nodes is None else self.nodes)

    def value(self, theta: Any) -> float:
        """The loss."""
        return self.on_outputs.value(self._outputs(theta))

    def gradient(self, theta: Any) -> Array:
        """The gradient in theta, shape (d,)."""
        return np.asarray(self.on_outputs.gradient(self._outputs(theta)) @ self.dataset.points)

    def hessian(self, theta: Any) -> Array:
        """The Hessian in theta, shape (d, d)."""
        return self.on_outputs.hessian(self._outputs(theta), self.dataset.points)

    def hessian_product(self, theta: Any, direction: Any) -> Array:
        """The Hessian times ``direction``, shape (d,), without the Hessian."""
        change = self._outputs(direction)
        return np.asarray(self.on_outputs.hessian_product(self._outputs(theta), change) @ self.dataset.points)

    @cached_property
    def on_outputs(self) -> OutputLoss:
        """F itself, a function of the outputs."""
        weights = np.asarray(self.dataset.weights)
        return OutputLoss(np.array(signs(self.dataset), dtype=np.float64), weights, self.mixing, self.nodes)

    def _outputs(self, theta: Any) -> Array:
        vector = np.asarray(theta, dtype=np.float64)
        if vector.shape != (self.dataset.dimension,) or not np.isfinite(vector).all():
            raise ValueError(f"theta needs {self.dataset.dimension} finite coordinates")
        return np.asarray(self.dataset.points @ vector)


def erm_loss(dataset: LabeledDataset) -> MixupLoss:
    """The plain logistic loss sum_s p_s log(1 + exp(-y_s theta . x_s)), to relative accuracy even where it is tiny.

    >>> round(erm_loss(LabeledDataset([[1.0], [-1.0]], [1, -1])).value([100.0]) * 1e44, 6)
    3.720076
    """
    return MixupLoss(dataset, ERM)


@dataclass(frozen=True, eq=False)
class OutputLoss:
    """F(u): strictly convex in the outputs u, shape (N,), because of its self-pairs.

    Atoms of the law at 0 and 1 mix nothing: with the mass e that they have, F is e times the ERM loss plus the
    pairs of the other nodes.
    """

    y: Array
    weights: Array
    mixing: Mixing
    nodes: int | None = None

    def value(self, u: Array) -> float:
        """F(u)."""
        lam, mass, ends = self._law(u)
        grid = _Grid(u)
        at_nodes = grid.gather(self.weights)
        total = ends * float(self.weights @ np.logaddexp(0, -self.y * u)) - float(self._bilinear(lam, mass) @ u)
        for block, z, _, m in grid.pairs(lam, mass):
            total += m * float(at_nodes[block] @ logistic(z, 0) @ at_nodes)
        return total

    def gradient(self, u: Array) -> Array:
        """dF/du, shape (N,)."""
        lam, mass, ends = self._law(u)
        grid = _Grid(u)
        at_nodes = grid.gather(self.weights)
        rows = np.zeros(len(grid.nodes))
        for block, z, node, m in grid.pairs(lam, mass):
            slope = logistic_slope(z, 0)
            rows[block] += m * node * (slope @ at_nodes)
            rows += m * (1 - node) * (at_nodes[block] @ slope)
        single = -self.y * np.exp(-np.logaddexp(0, self.y * u))
        return self.weights * (grid.spread(rows) + ends * single) - self._bilinear(lam, mass)

    def hessian_product(self, u: Array, change: Array) -> Array:
        """d^2F/du^2 times ``change``, shape (N,)."""
        lam, mass, ends = self._law(u)
        grid = _Grid(u)
        sources = np.stack([grid.gather(self.weights), grid.gather(self.weights * change)], axis=1)
        rows = np.zeros((len(grid.nodes), 2))
        for block, z, node, m in grid.pairs(lam, mass):
            curvature = logistic_curvature(z)
            rows[block] += m * node * (curvature @ sources) * [node, 1 - node]
            rows += m * (1 - node) * (curvature.T @ sources[block]) * [1 - node, node]
        own, other = grid.spread(rows).T
        return np.asarray(self.weights * ((own + ends * logistic_curvature(u)) * change + other))

    def hessian(self, u: Array, basis: Array) -> Array:
        """basis^T (d^2F/du^2) basis, shape (r, r), for a basis of shape (N, r)."""
        lam, mass, ends = self._law(u)
        grid = _Grid(u)
        at_nodes = grid.gather(self.weights)
        sources = grid.gather(self.weights[:, None] * basis)
        rows = np.zeros(len(grid.nodes))
        cross = np.zeros_like(sources)
        for block in grid.blocks():
            other = np.zeros((len(rows[block]), len(rows)))
            for z, node, m in grid.mixed(block, lam, mass):
                curvature = logistic_curvature(z)
                rows[block] += m * node**2 * (curvature @ at_nodes)
                rows += m * (1 - node) ** 2 * (at_nodes[block] @ curvature)
                other += m * node * (1 - node) * curvature
            cross[block] += other @ sources
        between = sources.T @ cross
        own = self.weights * (grid.spread(rows) + ends * logistic_curvature(u))
        return np.asarray(basis.T @ (own[:, None] * basis) + between + between.T)

    def _law(self, u: Array) -> tuple[Array, Array, float]:
        """Nodes inside (0, 1), their masses, and the mass at 0 and 1.

        The double sum is the same for lambda and 1 - lambda: of a symmetric law the half up to 1/2 is enough.
        """
        nodes = enough_nodes(float(np.ptp(u))) if self.nodes is None else self.nodes
        lam, mass = quadrature(self.mixing, nodes)
        ends = float(mass[(lam <= 0) | (lam >= 1)].sum())
        inside = (lam > 0) & (lam < 1)
        if self.mixing.is_symmetric:
            inside &= lam <= 0.5
            mass = np.where(lam < 0.5, 2 * mass, mass)
        return lam[inside], mass[inside], ends

    def _bilinear(self, lam: Array, mass: Array) -> Array:
        """The gradient of sum p_s p_t E[(lam y_s + (1 - lam) y_t)(lam u_s + (1 - lam) u_t)]/2, constant in u."""
        same, cross = float(mass @ (lam**2 + (1 - lam) ** 2)), float(mass @ (lam * (1 - lam)))
        total = float(self.weights.sum())
        return self.weights * (same * total * self.y / 2 + cross * float(self.weights @ self.y))


class _Grid:
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

    def blocks(self) -> Iterator[slice]:
        """Rows of the matrix of all pairs of nodes, as many at a time as fit in ``BLOCK`` pairs."""
        rows = max(1, BLOCK // len(self.nodes))
        return (slice(start, start + rows) for start in range(0, len(self.nodes), rows))

    def mixed(self, block: slice, lam: Array, mass: Array) -> Iterator[tuple[Array, float, float]]:
        """The mixed outputs node a_s + (1 - node) a_t for s in the block and all t, with each node and its mass."""
        for node, m in zip(lam.tolist(), mass.tolist(), strict=True):
            yield node * self.nodes[block, None] + (1 - node) * self.nodes, node, m

    def pairs(self, lam: Array, mass: Array) -> Iterator[tuple[slice, Array, float, float]]:
        """``mixed`` for every block."""
        for block in self.blocks():
            for z, node, m in self.mixed(block, lam, mass):
                yield block, z, node, m


@lru_cache(maxsize=1)
def _chebyshev() -> tuple[Array, Array]:
    """Chebyshev's nodes on [-1, 1], and the matrix that takes T_0, ..., T_{n-1} at x to the Lagrange polynomials."""
    roots = np.polynomial.chebyshev.chebpts1(DEGREES)
    coefficients = np.polynomial.chebyshev.chebvander(roots, DEGREES - 1).T * 2 / DEGREES
    coefficients[0] /= 2
    return roots, coefficients
