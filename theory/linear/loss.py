"""The ERM and Mixup logistic losses of a linear model theta . x, with gradient, Hessian and Hessian products.

With labels y = 1, -1 the mixed label lambda y_s + (1 - lambda) y_t is the mean of a random sign, and its soft-label
logistic loss at the output z is log(2 cosh(z/2)) - label z/2.  A linear model mixes its outputs as the points are
mixed: the Mixup loss is a function F(u) of the N outputs u = X theta alone,

    F(u) = sum_{s,t} p_s p_t E[logistic(lambda u_s + (1 - lambda) u_t, lambda y_s + (1 - lambda) y_t)],

self-pairs included, the full double sum.  ERM is the law with lambda = 1.

The part with labels is bilinear, so moments of lambda give it in O(N).  The rest is a smooth function of two outputs:
it is computed between a few Chebyshev nodes instead of all pairs (``theory.linear.output_grid``), to the rounding of
float64.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import flint
import numpy as np
import sympy as sp

from theory.dataset import LabeledDataset
from theory.linear.margin import signs
from theory.linear.output_grid import OutputGrid
from theory.mixing import Discrete, Mixing
from theory.mixing.quadrature import enough_nodes, quadrature
from theory.numbers import Array, Number

ERM = Discrete({1: 1})


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
    if isinstance(z, (flint.arb, flint.acb)):
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
        grid = OutputGrid(u)
        at_nodes = grid.gather(self.weights)

        def add(total: Array, block: slice) -> None:
            for half, _, m in grid.mixed_halves(block, lam, mass):
                total += m * float(at_nodes[block] @ logistic(2 * half, 0) @ at_nodes)

        single = float(self.weights @ np.logaddexp(0, -self.y * u))
        return float(grid.sum_blocks(add, ())) + ends * single - float(self._bilinear(lam, mass) @ u)

    def gradient(self, u: Array) -> Array:
        """dF/du, shape (N,)."""
        lam, mass, ends = self._law(u)
        grid = OutputGrid(u)
        at_nodes = grid.gather(self.weights)

        def add(total: Array, block: slice) -> None:
            for tanh, node, m in grid.mixed_tanhs(block, lam, mass):  # twice the slope
                total[block] += m * node * (tanh @ at_nodes)
                total += m * (1 - node) * (at_nodes[block] @ tanh)

        pairs = grid.spread(grid.sum_blocks(add, grid.nodes.shape) / 2)
        single = -self.y * np.exp(-np.logaddexp(0, self.y * u))
        return self.weights * (pairs + ends * single) - self._bilinear(lam, mass)

    def hessian_product(self, u: Array, change: Array) -> Array:
        """d^2F/du^2 times ``change``, shape (N,)."""
        lam, mass, ends = self._law(u)
        grid = OutputGrid(u)
        measures = grid.gather(self.weights[:, None] * np.column_stack([np.ones_like(change), change]))
        at_nodes, changes = measures.T

        def subtract(total: Array, block: slice) -> None:
            for tanh, node, m in grid.mixed_tanhs(block, lam, mass):
                square = np.multiply(tanh, tanh, out=tanh)  # 1 - 4 times the curvature
                cross = m * node * (1 - node)
                total[block] -= (square @ measures) * [m * node**2, cross]
                total -= (square.T @ measures[block]) * [m * (1 - node) ** 2, cross]

        same, cross = _moments(lam, mass)
        own, other = grid.sum_blocks(subtract, (len(grid.nodes), 2)).T
        own = grid.spread(own + same * at_nodes.sum()) / 4 + ends * logistic_curvature(u)
        other = grid.spread(other + 2 * cross * changes.sum()) / 4
        return np.asarray(self.weights * (own * change + other))

    def hessian(self, u: Array, basis: Array) -> Array:
        """basis^T (d^2F/du^2) basis, shape (r, r), for a basis of shape (N, r)."""
        lam, mass, ends = self._law(u)
        grid = OutputGrid(u)
        at_nodes = grid.gather(self.weights)
        sources = grid.gather(self.weights[:, None] * basis)
        same, cross = _moments(lam, mass)
        rows = np.full(len(grid.nodes), same * at_nodes.sum())
        between = np.zeros_like(sources)
        for block in grid.blocks():
            mixed = np.full((len(rows[block]), len(rows)), cross)
            for tanh, node, m in grid.mixed_tanhs(block, lam, mass):
                square = np.multiply(tanh, tanh, out=tanh)
                rows[block] -= m * node**2 * (square @ at_nodes)
                rows -= m * (1 - node) ** 2 * (at_nodes[block] @ square)
                mixed -= m * node * (1 - node) * square
            between[block] = mixed @ sources / 4
        own = self.weights * (grid.spread(rows / 4) + ends * logistic_curvature(u))
        product = sources.T @ between
        return np.asarray(basis.T @ (own[:, None] * basis) + product + product.T)

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
        same, cross = _moments(lam, mass)
        total = float(self.weights.sum())
        return self.weights * (same * total * self.y / 2 + cross * float(self.weights @ self.y))


def _moments(lam: Array, mass: Array) -> tuple[float, float]:
    """E[lam^2 + (1 - lam)^2] and E[lam (1 - lam)]."""
    return float(mass @ (lam**2 + (1 - lam) ** 2)), float(mass @ (lam * (1 - lam)))
