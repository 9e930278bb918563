"""Definitions 3.3 and 3.4: linear classifiers x -> sign(theta . x) that interpolate or have maximal margin.

Labels are 1 and -1 and the hyperplane passes through the origin.  Rational data are treated exactly, in
``flint`` matrices; all other data in float64.  Every maximal margin carries its Karush-Kuhn-Tucker residuals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import flint
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from theory.dataset import LabeledDataset
from theory.geometry import dot
from theory.numbers import Array, Number, Truth, conjunction, equal, is_exact, is_positive, less_equal

INTERPOLATION_TOLERANCE = 1e-9  # between the roundings of a solver (1e-12 or so) and the effects of Theorem 3.5
INFEASIBILITY = 1e-7  # a constraint violated by this much (relatively) after polishing is not rounding
NOT_SEPARATED = "no hyperplane through the origin separates the classes"
INTERCEPT = "a further coordinate that is 1 at every point lets hyperplanes miss the origin"
DEPENDENT = "the points are linearly dependent: leave out those that the others span"


def signs(dataset: LabeledDataset) -> tuple[int, ...]:
    """The labels y_i as integers.  Raises ``ValueError`` unless each is 1 or -1.

    >>> signs(LabeledDataset([[1], [-2]], [1, -1]))
    (1, -1)
    """
    if wrong := [label for label in dataset.classes if label not in (1, -1)]:
        raise ValueError(f"a linear model needs the labels 1 and -1, not {wrong[0]!r}")
    return tuple(1 if label == 1 else -1 for label in dataset.labels)


def is_rational(dataset: LabeledDataset) -> bool:
    """Whether the points were given as rational numbers, so that linear algebra on them is exact."""
    return dataset.is_exact and all(isinstance(v, Fraction) for row in dataset.exact_points for v in row)


def outputs(theta: Sequence[Any] | Array, dataset: LabeledDataset) -> list[Number]:
    """theta . x_i for every point: exact where theta and the data are, floats otherwise.

    Raises ``ValueError`` when theta has not the dimension of the data or is not finite.
    """
    if len(theta) != dataset.dimension:
        raise ValueError(f"theta needs {dataset.dimension} coordinates, not {len(theta)}")
    if dataset.is_exact and all(is_exact(v) for v in theta):
        return [dot(row, list(theta)) for row in dataset.exact_points]
    vector = np.asarray(theta, dtype=np.float64)
    if not np.isfinite(vector).all():
        raise ValueError("theta must be finite")
    return list(dataset.points @ vector)


def interpolates(
    theta: Sequence[Any] | Array, dataset: LabeledDataset, tolerance: float = INTERPOLATION_TOLERANCE
) -> Truth:
    """Definition 3.3: theta . x_i = kappa y_i for every i and one kappa > 0.

    Decided exactly when theta and the data are exact; up to ``tolerance`` times kappa otherwise.  Raises
    ``ValueError`` as ``signs`` and ``outputs`` do.  Source: Chidambaram et al. 2022, Definition 3.3.

    >>> data = LabeledDataset([[1, 0], [0, 1]], [1, -1])
    >>> interpolates([2, -2], data), interpolates([2, -1], data)
    (True, False)
    """
    margins = [y * u for y, u in zip(signs(dataset), outputs(theta, dataset), strict=True)]
    if isinstance(margins[0], float):
        kappa = float(np.mean(margins))
        return bool(kappa > 0 and np.abs(np.array(margins) - kappa).max() <= tolerance * kappa)
    return conjunction(is_positive(margins[0]), *(equal(m, margins[0]) for m in margins))


@dataclass(frozen=True, eq=False)
class MaxMargin:
    """The shortest theta with y_i theta . x_i >= 1, its multipliers, and what is left of the optimality conditions.

    ``primal`` is the least y_i theta . x_i - 1 and ``dual`` the least multiplier, both >= 0 at the optimum;
    ``stationarity`` is max |theta - sum_i beta_i y_i x_i| and ``gap`` the primal minus the dual objective,
    |theta|^2 / 2 - (sum beta - |sum beta_i y_i x_i|^2 / 2), both 0.  Exact for rational data: then all four hold
    exactly, and prove that theta is the solution.
    """

    theta: Any
    multipliers: Any
    primal: Number
    dual: Number
    stationarity: Number
    gap: Number

    @property
    def support(self) -> tuple[int, ...]:
        """Indices with a positive multiplier; their points are linearly independent."""
        return tuple(i for i, beta in enumerate(self.multipliers) if beta > 0)

    def holds(self, tolerance: float = 0.0) -> bool:
        """Whether the optimality conditions hold up to ``tolerance`` (relative to |theta|^2 for the gap)."""
        length = float(dot(self.theta, self.theta))
        largest = float(max(abs(v) for v in self.theta))
        return bool(
            self.primal >= -tolerance
            and self.dual >= 0
            and self.stationarity <= tolerance * largest
            and abs(self.gap) <= tolerance * length
        )


def max_margin(dataset: LabeledDataset) -> MaxMargin:
    """Definition 3.4: the separator through the origin of maximal margin, scaled so that the least margin is 1.

    It is the shortest theta with y_i theta . x_i >= 1.  The weights play no part.  Rational data give exact
    results (``Fraction``); others float64 ones.  Raises ``ValueError`` for labels other than 1 and -1, and when no
    hyperplane through the origin separates the classes (certainly so for rational data).

    With E the matrix whose columns are (y_i x_i, 1) and b >= 0 the minimiser of ``|E b - (0, 1)|``, the multipliers
    are b / (1 - sum b): Lawson and Hanson 1974, chapter 23.  The classes cannot be separated iff sum b = 1.

    >>> solution = max_margin(LabeledDataset([[1, 0], [1, 2], [0, -1]], [1, 1, -1]))
    >>> [str(v) for v in solution.theta], solution.support, solution.holds()
    (['1', '1'], (0, 2), True)
    """
    y = signs(dataset)
    if not is_rational(dataset):
        return _max_margin_floats(dataset.points * np.array(y)[:, None])
    rows = [[sign * v for v in row] for sign, row in zip(y, dataset.exact_points, strict=True)]
    return _max_margin_exact(rows, dataset.points * np.array(y)[:, None])


def combine(coefficients: Any, rows: Any) -> Any:
    """The linear combination sum_i c_i r_i of rows: a list of exact numbers, or an array when the rows are one."""
    if isinstance(rows, np.ndarray):
        return coefficients @ rows
    return [dot(coefficients, column) for column in zip(*rows, strict=True)]


def _certified(rows: Any, theta: Any, multipliers: Any) -> MaxMargin:
    """The optimality residuals, in the number system of the arguments; ``rows`` are the y_i x_i."""
    combined = combine(multipliers, rows)
    gap = dot(theta, theta) / 2 - (sum(multipliers) - dot(combined, combined) / 2)
    primal = min(dot(row, theta) - 1 for row in rows)
    stationarity = max(abs(p - q) for p, q in zip(theta, combined, strict=True))
    return MaxMargin(theta, multipliers, primal, min(multipliers), stationarity, gap)


def _float_support(rows: Array) -> NDArray[np.intp]:
    """Indices of the support vectors, by nonnegative least squares in at most n dimensions."""
    n, d = rows.shape
    reduced = np.asarray(np.linalg.qr(rows.T)[1]).T if d > n else rows
    scale = np.linalg.norm(reduced, axis=1).max() or 1.0
    system = np.vstack([reduced.T / scale, np.ones(n)])
    solution, _ = nnls(system, np.eye(len(system))[-1], maxiter=30 * n)
    return np.flatnonzero(solution)


def _max_margin_floats(rows: Array) -> MaxMargin:
    """The float64 solution, polished: theta and the multipliers are solved for again on the support."""
    support = _float_support(rows)
    active = rows[support]
    theta = np.linalg.lstsq(active, np.ones(len(active)), rcond=None)[0]
    multipliers = np.zeros(len(rows))
    multipliers[support] = np.linalg.lstsq(active.T, theta, rcond=None)[0]
    result = _certified(rows, theta, multipliers)
    if not result.holds(INFEASIBILITY):
        raise ValueError(f"{NOT_SEPARATED}, as far as float64 can tell: {INTERCEPT}")
    return result


def _max_margin_exact(rows: list[list[Fraction]], floats: Array) -> MaxMargin:
    gram = [[dot(a, b) + 1 for b in rows] for a in rows]
    b = _nonnegative_least_squares(gram, _float_support(floats).tolist())
    if sum(b) == 1:
        raise ValueError(f"{NOT_SEPARATED}: {INTERCEPT}")
    multipliers = tuple(v / (1 - sum(b)) for v in b)
    return _certified(rows, tuple(combine(multipliers, rows)), multipliers)


def _nonnegative_least_squares(gram: list[list[Fraction]], start: list[int]) -> list[Fraction]:
    """b >= 0 with 1 - G b <= 0, and = 0 where b > 0, in exact arithmetic (Lawson and Hanson 1974, algorithm 23.10).

    G is the Gram matrix of columns whose inner product with the target is 1.  ``start`` is a guess of where b > 0.
    """
    n = len(gram)
    guess = _solve_on(gram, start)
    b = guess if guess is not None and all(guess[i] > 0 for i in start) else [Fraction(0)] * n
    while True:
        passive = [i for i in range(n) if b[i] > 0]
        slack = [1 - sum((gram[i][j] * b[j] for j in passive), Fraction(0)) for i in range(n)]
        entering = max((i for i in range(n) if i not in passive), key=lambda i: slack[i], default=None)
        if entering is None or slack[entering] <= 0:
            return b
        passive.append(entering)
        while True:
            target = _solve_on(gram, passive)
            if target is None:
                raise ArithmeticError("a column with positive slack depends on the passive ones")
            if all(target[i] > 0 for i in passive):
                b = target
                break
            step = min(b[i] / (b[i] - target[i]) for i in passive if target[i] <= 0)
            b = [v + step * (w - v) for v, w in zip(b, target, strict=True)]
            passive = [i for i in passive if b[i] > 0]


def _solve_on(gram: list[list[Fraction]], indices: list[int]) -> list[Fraction] | None:
    """The solution of G b = 1 on ``indices``, 0 elsewhere; ``None`` when G is singular there."""
    result = [Fraction(0)] * len(gram)
    if indices:
        matrix = rational_matrix([[gram[i][j] for j in indices] for i in indices])
        if matrix.det() == 0:
            return None
        solution = matrix.solve(rational_matrix([[Fraction(1)]] * len(indices)))
        for row, i in enumerate(indices):
            result[i] = Fraction(int(solution[row, 0].p), int(solution[row, 0].q))
    return result


def rational_matrix(rows: Sequence[Sequence[Any]]) -> flint.fmpq_mat:
    """Rows of fractions as a ``flint`` matrix."""
    entries = [flint.fmpq(v.numerator, v.denominator) for row in rows for v in row]
    return flint.fmpq_mat(len(rows), len(rows[0]), entries)


def gram_solve(dataset: LabeledDataset, values: Sequence[Any] | Array) -> list[Number]:
    """(X X^T)^{-1} values, exact when the data and the values are rational, float64 otherwise.

    theta = X^T gram_solve(dataset, u) is the vector in span X with outputs u.  Raises ``ValueError`` when the
    points are linearly dependent or the number of values is not that of the points.

    >>> [str(v) for v in gram_solve(LabeledDataset([[2, 0], [1, 1]], [1, -1]), [1, -1])]
    ['1', '-3/2']
    """
    if len(values) != dataset.n_points:
        raise ValueError(f"{dataset.n_points} points need {dataset.n_points} values, not {len(values)}")
    if is_rational(dataset) and all(isinstance(v, (int, Fraction)) for v in values):
        points = rational_matrix(dataset.exact_points)
        gram = points * points.transpose()
        if gram.det() == 0:
            raise ValueError(DEPENDENT)
        solution = gram.solve(rational_matrix([[Fraction(v)] for v in values]))
        return [Fraction(int(row[0].p), int(row[0].q)) for row in solution.table()]
    space = row_space(dataset.points)
    if space.rank < dataset.n_points:
        raise ValueError(DEPENDENT)
    return list(space.outputs @ ((space.outputs.T @ np.asarray(values, dtype=np.float64)) / space.stretches**2))


class RowSpace(NamedTuple):
    """The points as ``outputs * stretches @ directions``, of the rank r that they have in floating point.

    ``outputs`` (n, r) is an orthonormal basis of the outputs X theta, ``directions`` (r, d) one of span X.
    """

    outputs: Array
    stretches: Array
    directions: Array

    @property
    def rank(self) -> int:
        """The dimension of span X."""
        return len(self.stretches)


def row_space(points: Array) -> RowSpace:
    """The singular values of points (n, d) that are not rounding, with their vectors.

    >>> row_space(np.array([[1.0, 0.0], [2.0, 0.0]])).rank
    1
    """
    outputs, stretches, directions = np.linalg.svd(points, full_matrices=False)
    rank = int(np.sum(stretches > max(points.shape) * 2**-52 * stretches.max(initial=0.0)))
    return RowSpace(outputs[:, :rank], stretches[:rank], directions[:rank])


def all_points_support(dataset: LabeledDataset) -> bool:
    """Support-vector proliferation: y_i ((X X^T)^{-1} y)_i >= 0 for every i, exactly for rational data.

    For linearly independent points this says that the max-margin solution interpolates: its multipliers are then
    y o (X X^T)^{-1} y.  Raises ``ValueError`` as ``signs`` and ``gram_solve`` do.  Source: Muthukumar et al. 2020.

    >>> all_points_support(LabeledDataset([[1, 0], [3, 1]], [1, 1]))
    False
    """
    y = signs(dataset)
    return all(less_equal(0, sign * beta) is True for sign, beta in zip(y, gram_solve(dataset, y), strict=True))
