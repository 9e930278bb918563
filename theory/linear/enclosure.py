"""Enclosures of the Mixup minimiser in balls: rigorous expectations over P_f, and Krawczyk's method in span X.

The losses are those of ``theory.linear.loss``; here their first and second derivatives in the outputs are enclosed
for rational data, and with them the one stationary point in span X, which is the minimiser because of strict convexity.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import flint
import sympy as sp

from theory.dataset import LabeledDataset
from theory.linear.loss import logistic_curvature, logistic_slope
from theory.linear.margin import is_rational, rational_matrix, signs
from theory.linear.minimiser import mixup_minimiser
from theory.mixing import Discrete, Mixing
from theory.numbers import Number, ball, precision, sympify

Balls = Sequence[flint.arb]
BITS = 128
INFLATION = 2.0**-24  # half-width of the first box about a float64 point: far above its error, small for Newton
CONTRACTIONS = 4  # each squares the width, about: from 2^-24 to the precision


Labelled = tuple[Number, int]


def pair_slope_at(lam: Number, own: Labelled, other: Labelled) -> Number:
    """The derivative in u_s of the loss of the pairs (s, t) and (t, s), each (output, label), at one lambda.

    The weight of s is lambda in one order and 1 - lambda in the other: the same for lambda and 1 - lambda.
    """
    (u, y), (v, w) = own, other
    mirror = 1 - lam
    first = lam * logistic_slope(lam * u + mirror * v, lam * y + mirror * w)
    return first + mirror * logistic_slope(mirror * u + lam * v, mirror * y + lam * w)


def pair_slope(mixing: Mixing, own: Labelled, other: Labelled) -> flint.arb:
    """E of ``pair_slope_at``, as a ball."""
    return mixing.expectation(lambda lam: pair_slope_at(lam, own, other))


def pair_curvatures(mixing: Mixing, u: flint.arb, v: flint.arb) -> tuple[flint.arb, flint.arb, flint.arb]:
    """E of the second derivatives (ss, st, tt) of the loss of both orders of one pair."""

    def curvature(lam: Number) -> Number:
        return logistic_curvature(lam * u + (1 - lam) * v)

    def both(weight: Callable[[flint.acb], flint.acb]) -> flint.arb:
        return mixing.expectation(lambda lam: weight(lam) * curvature(lam) + weight(1 - lam) * curvature(1 - lam))

    return both(lambda lam: lam**2), both(lambda lam: lam * (1 - lam)), both(lambda lam: (1 - lam) ** 2)


def output_gradient(dataset: LabeledDataset, mixing: Mixing, u: Balls) -> list[flint.arb]:
    """dF/du, N balls.  A self-pair mixes nothing; the other pairs come in both orders."""
    y, p = signs(dataset), [ball(w) for w in dataset.exact_weights]
    result = []
    for s, own in enumerate(zip(u, y, strict=True)):
        others = [p[t] * pair_slope(mixing, own, (u[t], y[t])) for t in range(len(u)) if t != s]
        result.append(p[s] * sum(others, p[s] * logistic_slope(*own)))
    return result


def exact_output_gradient(dataset: LabeledDataset, mixing: Discrete, u: Sequence[sp.Expr]) -> list[sp.Expr]:
    """dF/du at exact outputs, such as whole multiples of log 2, where tanh is rational; for discrete laws."""
    y, p = signs(dataset), [sympify(w) for w in dataset.exact_weights]
    points = list(zip(u, y, strict=True))
    laws = [(sympify(v), sympify(m)) for v, m in mixing.masses]
    result = []
    for s, own in enumerate(points):
        others = [p[t] * m * pair_slope_at(v, own, points[t]) for t in range(len(u)) if t != s for v, m in laws]
        total = p[s] * sum(others, p[s] * logistic_slope(*own))
        result.append(sp.radsimp(sp.expand(total.rewrite(sp.exp))))
    return result


def output_hessian(dataset: LabeledDataset, mixing: Mixing, u: Balls) -> flint.arb_mat:
    """d^2F/du^2, an N x N matrix of balls."""
    n, p = len(u), [ball(w) for w in dataset.exact_weights]
    table = [[flint.arb(0)] * n for _ in range(n)]
    for s in range(n):
        table[s][s] += p[s] ** 2 * logistic_curvature(u[s])
        for t in range(s):
            first, cross, second = (p[s] * p[t] * v for v in pair_curvatures(mixing, u[s], u[t]))
            table[s][s] += first
            table[t][t] += second
            table[s][t] += cross
            table[t][s] += cross
    return flint.arb_mat(table)


def span_coordinates(dataset: LabeledDataset) -> tuple[tuple[int, ...], flint.fmpq_mat]:
    """Indices of points that form a basis of span X, and the matrix M with X theta = M (X theta at those points).

    Raises ``ValueError`` for data that are not rational.

    >>> indices, matrix = span_coordinates(LabeledDataset([[1], [-2]], [1, -1]))
    >>> indices, matrix.tolist()
    ((0,), [[1], [-2]])
    """
    if not is_rational(dataset):
        raise ValueError("the span of the data is exact for rational points only: give them as integers or Fractions")
    reduced, rank = rational_matrix(dataset.exact_points).transpose().rref()
    rows = reduced.tolist()[:rank]
    pivots = tuple(next(i for i, v in enumerate(row) if v != 0) for row in rows)
    return pivots, flint.fmpq_mat(rows).transpose()


def enclose_minimiser(dataset: LabeledDataset, mixing: Mixing, bits: int = BITS) -> tuple[flint.arb, ...]:
    """The outputs X theta of the Mixup minimiser in span X, one ball a point (Krawczyk 1969).

    Raises ``ValueError`` where there is no minimiser, for points that are not rational and laws without a rigorous
    integral, and ``ArithmeticError`` when the method does not certify a zero of the gradient.

    >>> from theory import Beta
    >>> data = LabeledDataset([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, -1, -1])
    >>> [u.str(7, radius=False) for u in enclose_minimiser(data, Beta(1))[:2]]
    ['3.516385', '-3.756049']
    """
    pivots, exact_basis = span_coordinates(dataset)
    start = mixup_minimiser(dataset, mixing).outputs
    with precision(bits):
        basis = flint.arb_mat(exact_basis)
        column = flint.arb_mat([[flint.arb(float(start[i]))] for i in pivots])
        column = krawczyk(
            lambda c: basis.transpose() * _column(output_gradient(dataset, mixing, _entries(basis * c))),
            lambda c: basis.transpose() * output_hessian(dataset, mixing, _entries(basis * c)) * basis,
            column,
        )
        return tuple(_entries(basis * column))


def krawczyk(
    function: Callable[[flint.arb_mat], flint.arb_mat],
    jacobian: Callable[[flint.arb_mat], flint.arb_mat],
    start: flint.arb_mat,
) -> flint.arb_mat:
    """A box about ``start`` that holds exactly one zero of a map R^r -> R^r, as narrow as a few contractions make it.

    With Y near J^-1 and m the midpoint, K(B) = m - Y f(m) + (1 - Y J(B)) (B - m) inside the interior of B proves one
    zero in B, and it is in K(B).  Raises ``ArithmeticError`` when the first box is not mapped into itself.

    >>> root = krawczyk(lambda x: x * x - flint.arb_mat([[2]]), lambda x: 2 * x, flint.arb_mat([[1.41421356]]))
    >>> bool(root[0, 0] ** 2 - 2 < 1e-14), bool(root[0, 0].contains(flint.arb(2).sqrt().mid()))
    (True, True)
    """
    size = start.nrows()
    box = _column([flint.arb(v.mid(), INFLATION) for v in start.entries()])
    for step in range(CONTRACTIONS):
        middle = box.mid()
        slopes = jacobian(box)
        inverse = slopes.mid().inv().mid()
        identity = flint.arb_mat(size, size, [int(i == j) for i in range(size) for j in range(size)])
        image = middle - inverse * function(middle) + (identity - inverse * slopes) * (box - middle)
        pairs = list(zip(box.entries(), image.entries(), strict=True))
        if step == 0 and not all(old.contains_interior(new) for old, new in pairs):
            raise ArithmeticError(
                "Krawczyk's method does not map the box into itself: ask for more bits, or scale the points"
            )
        box = _column([old.intersection(new) for old, new in pairs])
    return box


def _column(values: Balls) -> flint.arb_mat:
    return flint.arb_mat([[v] for v in values])


def _entries(column: flint.arb_mat) -> list[flint.arb]:
    return list(column.entries())
