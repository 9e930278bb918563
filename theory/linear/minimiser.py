"""The minimiser of a Mixup logistic loss in the span of the data: whether it exists, and Newton's method for it.

The loss is strictly convex there (self-pairs), so it has a minimiser iff it grows along every ray.  Along a ray with
outputs v it grows in the end by the mean of (|z| - label z)/2, z being the mixed v.  That is 0 only if z = 0 almost
always where the mixed label is not the sign of z, as it never is between the classes for 0 < lambda < 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog

from theory.dataset import LabeledDataset
from theory.linear.loss import ERM, MixupLoss, OutputLoss
from theory.linear.margin import INTERPOLATION_TOLERANCE, is_rational, rational_matrix, row_space, signs
from theory.linear.recession import flat_direction
from theory.mixing import Mixing
from theory.numbers import Array

LEAST_DECREMENT = 1e-26  # of the squared Newton step in the norm of the Hessian: the square of rounding
QUADRATIC_PHASE = 1e-3  # below this decrement full steps converge, and differences of the loss are mostly rounding
MOST_STEPS = 200
SLOPE_ROUNDING = 2.0**-50  # of a slope of the loss, relative to the weight of its point
SEPARATION = 1e-7  # feasibility tolerance of the linear program


@dataclass(frozen=True, eq=False)
class Minimiser:
    """A minimiser ``theta`` (d,) in span X, its ``outputs`` X theta (N,), and what is left of optimality.

    ``residual`` is the length of the gradient in orthonormal coordinates of the outputs, and ``error`` bounds, to first
    order, how far ``outputs`` are from the exact ones: residual and rounding over the least eigenvalue of the Hessian.
    """

    theta: Array
    outputs: Array
    residual: float
    error: float


def has_minimiser(dataset: LabeledDataset, mixing: Mixing) -> bool:
    """Whether the Mixup logistic loss has a minimiser in span X.  Ours, after Theorem 3.5.

    * One class: iff no direction separates weakly (y_i v . x_i >= 0 for all i, not all 0).
    * Two classes, and P_f charges (0, 1) off 1/2: always.
    * Two classes, and P_f lives on {0, 1/2, 1} with an atom at 1/2: iff no theta interpolates.
    * P_f lives on {0, 1} (ERM): iff no direction separates weakly.

    Decided exactly on rational data.  Raises ``ValueError`` for labels other than 1 and -1.

    >>> from theory import Beta, Midpoint
    >>> data = LabeledDataset([[1, 0], [0, 1]], [1, -1])
    >>> has_minimiser(data, Beta(1)), has_minimiser(data, Midpoint())
    (True, False)
    """
    y = signs(dataset)
    at_the_ends = bool(mixing.atoms) and not mixing.inner_atoms
    if dataset.n_classes == 1 or at_the_ends:
        if is_rational(dataset):
            return flat_direction(dataset, ERM) is None
        return not _separates_weakly(dataset.points * np.array(y)[:, None])
    return mixing.mixes_off_centre or not _can_interpolate(dataset, y)


def mixup_minimiser(dataset: LabeledDataset, mixing: Mixing, nodes: int | None = None) -> Minimiser:
    """The unique minimiser in span X of the Mixup logistic loss, by Newton's method.

    ``nodes`` as in :class:`MixupLoss`.  Raises ``ValueError`` where there is no minimiser (``has_minimiser``) and for
    labels other than 1 and -1.  Source: Chidambaram et al. 2022, Theorem 3.5.

    >>> from theory import Beta
    >>> unbalanced = LabeledDataset([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, -1, -1])
    >>> mixup_minimiser(unbalanced, Beta(1)).outputs.round(6).tolist()
    [3.516385, -3.756049, -3.756049]
    """
    loss = MixupLoss(dataset, mixing, nodes).on_outputs
    if not has_minimiser(dataset, mixing):
        raise ValueError(
            f"the Mixup loss of {mixing} falls for ever on these data, so that it has no minimiser: "
            "take a law with a density, such as Beta, or points that are not separated"
        )
    space = row_space(dataset.points)
    if space.rank == 0:
        return Minimiser(np.zeros(dataset.dimension), np.zeros(dataset.n_points), 0.0, 0.0)
    coordinates, residual, error = _newton(loss, space.outputs)
    theta = space.directions.T @ (coordinates / space.stretches)
    return Minimiser(theta, space.outputs @ coordinates, residual, error)


def _newton(loss: OutputLoss, basis: Array) -> tuple[Array, float, float]:
    """The minimiser c of F(basis c), the length of the gradient there, and the bound on the error of c."""
    c = np.zeros(basis.shape[1])
    converged, last = False, np.inf
    for _ in range(MOST_STEPS):
        u = basis @ c
        gradient = basis.T @ loss.gradient(u)
        hessian = loss.hessian(u, basis)
        if converged:
            residual = float(np.linalg.norm(gradient))
            rounding = SLOPE_ROUNDING * float(np.linalg.norm(loss.weights))
            return c, residual, (residual + rounding) / max(float(np.linalg.eigvalsh(hessian)[0]), SLOPE_ROUNDING**2)
        step = np.asarray(-np.linalg.solve(hessian, gradient), dtype=np.float64)
        decrement = float(-gradient @ step)
        stalled = last <= QUADRATIC_PHASE and decrement >= last  # rounding is all that is left
        converged, last = decrement <= LEAST_DECREMENT or stalled, decrement
        c = c + (step if decrement <= QUADRATIC_PHASE else _damping(loss, basis, c, step, decrement) * step)
    raise ArithmeticError(
        f"Newton's method did not converge in {MOST_STEPS} steps: scale the coordinates to a like size, "
        "or leave out points that are nearly dependent"
    )


def _damping(loss: OutputLoss, basis: Array, c: Array, step: Array, decrement: float) -> float:
    """The first of 1, 1/2, 1/4, ... by which the loss falls at least a quarter of what its slope promises."""
    before, size = loss.value(basis @ c), 1.0
    while loss.value(basis @ (c + size * step)) > before - size * decrement / 4:
        size /= 2
    return size


def _separates_weakly(rows: Array) -> bool:
    """Whether some v has v . r >= 0 for every row r, not always 0 (a linear program, rows scaled to length 1)."""
    lengths = np.linalg.norm(rows, axis=1)
    rows = rows[lengths > 0] / lengths[lengths > 0, None]
    if not len(rows):
        return False
    limits = np.concatenate([np.ones(len(rows)), np.zeros(len(rows))])
    solution = linprog(-rows.sum(axis=0), A_ub=np.vstack([rows, -rows]), b_ub=limits, bounds=(None, None))
    if solution.fun is None:
        raise ArithmeticError(
            f"the linear program of weak separation was not solved ({solution.message}): scale the points"
        )
    return bool(-solution.fun > SEPARATION)


def _can_interpolate(dataset: LabeledDataset, y: tuple[int, ...]) -> bool:
    """Whether X theta = y has a solution: exactly on rational data, else by the residual of least squares."""
    if is_rational(dataset):
        points = dataset.exact_points
        extended = [[*row, Fraction(sign)] for row, sign in zip(points, y, strict=True)]
        return bool(rational_matrix(points).rank() == rational_matrix(extended).rank())
    theta = np.linalg.lstsq(dataset.points, np.array(y, dtype=np.float64), rcond=None)[0]
    return bool(np.abs(dataset.points @ theta - y).max() <= INTERPOLATION_TOLERANCE)
