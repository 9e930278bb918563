"""The logistic loss with smoothed labels and weight decay: its gradient and its minimiser in balls.

Smoothing puts the mass a on the other label; the loss is sum_i p_i ((1 - a) log(1 + e^-m_i) + a log(1 + e^m_i)) +
(c/2)|w|^2 with margins m_i = y_i w . x_i.
"""

from __future__ import annotations

from collections.abc import Sequence

import flint
import numpy as np
from scipy.optimize import minimize

from theory.dataset import LabeledDataset
from theory.linear.enclosure import BITS, krawczyk
from theory.linear.loss import logistic, logistic_curvature, logistic_slope
from theory.linear.margin import is_rational, signs
from theory.numbers import Array, Exact, ball, precision

Balls = Sequence[flint.arb]


def smoothed_slopes(dataset: LabeledDataset, units: Balls, off_label: flint.arb) -> list[flint.arb]:
    """The gradient in theta of the smoothed logistic loss at the given outputs, one ball a coordinate."""
    y, p = signs(dataset), dataset.exact_weights
    slopes = [ball(w) * logistic_slope(u, s * (1 - 2 * off_label)) for w, u, s in zip(p, units, y, strict=True)]
    columns = zip(*dataset.exact_points, strict=True)
    return [sum((ball(x) * d for x, d in zip(c, slopes, strict=True)), flint.arb(0)) for c in columns]


def ball_outputs(dataset: LabeledDataset, theta: Balls) -> list[flint.arb]:
    """theta . x_i for every point."""
    rows = dataset.exact_points
    return [sum((ball(v) * w for v, w in zip(row, theta, strict=True)), flint.arb(0)) for row in rows]


def enclose_smoothed_minimiser(
    dataset: LabeledDataset, off_label: Exact, decay: Exact, bits: int = BITS
) -> tuple[flint.arb, ...]:
    """The minimiser theta of the loss, one ball a coordinate (Krawczyk 1969).

    Raises ``ValueError`` for points that are not rational, and ``ArithmeticError`` where no minimiser is certified, as
    for points that do not span the space, without decay.

    >>> from fractions import Fraction
    >>> data = LabeledDataset([[1, 2], [1, 4], [-1, -2], [-1, -4]], [1, 1, -1, -1])
    >>> [round(float(v), 6) for v in enclose_smoothed_minimiser(data, Fraction(1, 10), Fraction(0))]
    [2.197225, 0.0]
    """
    if not is_rational(dataset):
        raise ValueError("the minimiser is enclosed for rational points only: give them as integers or Fractions")

    def gradient(w: flint.arb_mat) -> flint.arb_mat:
        theta = list(w.entries())
        slopes = smoothed_slopes(dataset, ball_outputs(dataset, theta), ball(off_label))
        return flint.arb_mat([[s + ball(decay) * v] for s, v in zip(slopes, theta, strict=True)])

    with precision(bits):
        start = flint.arb_mat([[flint.arb(float(v))] for v in _in_floats(dataset, float(off_label), float(decay))])
        try:
            box = krawczyk(gradient, lambda w: _hessian(dataset, ball(decay), list(w.entries())), start)
        except ZeroDivisionError as error:  # of a matrix that may be singular
            raise ArithmeticError("the Hessian may be singular: ask for more bits, or for a positive decay") from error
        return tuple(box.entries())


def _hessian(dataset: LabeledDataset, decay: flint.arb, theta: Balls) -> flint.arb_mat:
    x = flint.arb_mat([[ball(v) for v in row] for row in dataset.exact_points])
    curved = [
        ball(p) * logistic_curvature(u)
        for p, u in zip(dataset.exact_weights, ball_outputs(dataset, theta), strict=True)
    ]
    weighted = flint.arb_mat([[c * v for v in row] for c, row in zip(curved, x.tolist(), strict=True)])
    d = dataset.dimension
    return x.transpose() * weighted + flint.arb_mat(d, d, [decay if a == b else 0 for a in range(d) for b in range(d)])


def _in_floats(dataset: LabeledDataset, off_label: float, decay: float) -> Array:
    x, p = dataset.points, np.asarray(dataset.weights)
    label = np.array(signs(dataset), dtype=np.float64) * (1 - 2 * off_label)

    def loss(w: Array) -> tuple[float, Array]:
        u = x @ w
        return float(p @ logistic(u, label) + decay / 2 * w @ w), (p * logistic_slope(u, label)) @ x + decay * w

    start = np.zeros(dataset.dimension)
    return np.asarray(minimize(loss, start, jac=True, method="BFGS", options={"gtol": 1e-12}).x)
