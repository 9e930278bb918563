"""Gradient descent on the ERM and the Mixup logistic loss of a linear model, with bounds on the error of its direction.

ERM has no minimiser on separable data: theta grows for ever, and its direction tends to that of max margin like
1/log t for fixed steps (Soudry et al. 2018). Steps of one length over the total slope make that 1/t, and the part of
theta gained in the second half of the path has the direction to many more digits. The Mixup loss has a minimiser.
Both bounds come from what descent itself has at hand, and know nothing of the solutions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from theory.dataset import LabeledDataset
from theory.linear.loss import MixupLoss
from theory.linear.margin import row_space, signs
from theory.linear.minimiser import SLOPE_ROUNDING
from theory.mixing import Mixing
from theory.numbers import Array

ERM_STEPS = 4000
MIXUP_STEPS = 2000


@dataclass(frozen=True, eq=False)
class Direction:
    """A unit vector (d,), a bound on its angle to the exact direction (radians), and the number of steps."""

    vector: Array
    error: float
    steps: int

    def angle(self, other: Direction) -> float:
        """The angle between two directions, accurate for small ones."""
        return 2 * math.asin(min(1.0, float(np.linalg.norm(self.vector - other.vector)) / 2))

    def parted(self, other: Direction) -> bool | None:
        """Whether the exact directions differ: ``True`` if the angle exceeds both errors together, else ``None``."""
        return True if self.angle(other) > self.error + other.error else None


def erm_direction(dataset: LabeledDataset, steps: int = ERM_STEPS) -> tuple[Direction, Direction]:
    """Where gradient descent on the logistic loss of separable data goes: by theta itself, and by its second half.

    The step is theta += (sum q_s y_s x_s) / max |x|^2 with q proportional to the slopes p_s / (1 + e^(margin)). For any
    q >= 0 of sum 1 the largest margin of a unit vector is at most |sum q_s y_s x_s|, and a unit vector of margin m is
    within arccos(m / that) of the max-margin direction: so the second half alone has a small error.

    Raises ``ValueError`` if the data are not seen to be separated.

    >>> data = LabeledDataset([[1.0, 0.0], [0.0, -2.0]], [1, -1])
    >>> slow, fast = erm_direction(data)
    >>> fast.vector.round(9).tolist(), slow.error < 0.1, fast.error < 1e-6
    ([0.894427191, 0.447213595], True, True)
    """
    rows = dataset.points * np.array(signs(dataset))[:, None]
    gram, log_weights = rows @ rows.T, np.log(np.asarray(dataset.weights))
    size = 1 / gram.diagonal().max()
    coefficients, halfway = np.zeros(len(rows)), np.zeros(len(rows))
    for step in range(steps):
        if step == steps // 2:
            halfway = coefficients.copy()
        logs = log_weights - np.logaddexp(0, gram @ coefficients)
        q = np.exp(logs - logs.max())
        coefficients += size * q / q.sum()
    late = coefficients - halfway
    bound = math.sqrt(max(0.0, float(late @ gram @ late))) / float(late.sum())  # its q is the mean one
    return _towards(coefficients @ rows, rows, bound, steps), _towards(late @ rows, rows, bound, steps)


def _towards(theta: Array, rows: Array, largest_margin: float, steps: int) -> Direction:
    vector = theta / np.linalg.norm(theta)
    ratio = float((rows @ vector).min()) / largest_margin
    if ratio <= 0:
        raise ValueError(f"after {steps} steps the data are not separated: take more, or data that are separable")
    return Direction(vector, math.acos(min(1.0, ratio)) + math.sqrt(2 * SLOPE_ROUNDING), steps)


def mixup_direction(dataset: LabeledDataset, mixing: Mixing, steps: int = MIXUP_STEPS) -> Direction:
    """Where gradient descent with Barzilai and Borwein's step sizes takes the Mixup loss, from 0, within span X.

    With gradient g and least curvature c of the loss there (on span X), the minimiser is within r = 2 |g| / c: along a
    line the curvature changes by a factor of at most e^(|x| r), which must be at most 2. Raises ``ArithmeticError``
    when the steps are not enough for that, as where there is no minimiser.
    """
    loss = MixupLoss(dataset, mixing)
    longest = float(np.linalg.norm(dataset.points, axis=1).max())
    theta, gradient, steps = _descend(loss, 4 / longest**2, SLOPE_ROUNDING * longest, steps)
    basis = row_space(dataset.points).directions
    curvature = float(np.linalg.eigvalsh(basis @ loss.hessian(theta) @ basis.T)[0])
    residual, length = float(np.linalg.norm(gradient)) + SLOPE_ROUNDING * longest, float(np.linalg.norm(theta))
    radius = 2 * residual / max(curvature, SLOPE_ROUNDING * residual)
    if radius * longest > math.log(2) or radius > length / 2:
        raise ArithmeticError(
            f"{steps} steps leave a gradient of {residual:.1e}, too much to bound the direction: take more, "
            "or a law and data whose loss has a minimiser"
        )
    return Direction(theta / length, math.asin(radius / length) + math.sqrt(2 * SLOPE_ROUNDING), steps)


def _descend(loss: MixupLoss, size: float, tolerance: float, most: int) -> tuple[Array, Array, int]:
    """theta, its gradient and the number of steps; the first step size is safe, the others are |s|^2 / (s . g)."""
    theta = np.zeros(loss.dataset.dimension)
    gradient, steps = loss.gradient(theta), 0
    while steps < most and np.linalg.norm(gradient) > tolerance:
        change, before = -size * gradient, gradient
        theta, gradient, steps = theta + change, loss.gradient(theta + change), steps + 1
        bend = float(change @ (gradient - before))
        if bend <= 0:  # rounding is all that is left
            break
        size = float(change @ change) / bend
    return theta, gradient, steps
