"""The checker's own reading of statements on LARS: layers of one coordinate, no noise, all of it rational."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import isqrt
from typing import Any

from proofs_check.recheck.instances import Point, place, rational, require

MOST_STEPS = 1000


@dataclass(frozen=True)
class Lars:
    """f(x) = (x - c)'A(x - c)/2 in layers of one coordinate, L, the bounds of phi and its knots, T and eta^2."""

    matrix: Sequence[Point]
    centre: Point
    start: Point
    smoothness: Point
    alpha: Point
    knots: Sequence[Point]
    steps: int
    squared_rate: Fraction

    def gradient(self, x: Sequence[Fraction]) -> list[Fraction]:
        """A(x - c)."""
        away = [v - c for v, c in zip(x, self.centre, strict=True)]
        return [sum((a * v for a, v in zip(row, away, strict=True)), Fraction(0)) for row in self.matrix]

    def gap(self) -> Fraction:
        """f(x_1), where the infimum is 0."""
        away = [v - c for v, c in zip(self.start, self.centre, strict=True)]
        return sum((g * v for g, v in zip(self.gradient(self.start), away, strict=True)), Fraction(0)) / 2

    def phi(self, v: Fraction) -> Fraction:
        """Linear between knots; at 0 the first of them."""
        if v == 0:
            return self.knots[0][1]
        for (a, low), (b, high) in pairwise(self.knots):
            if a < v <= b:
                return low + (high - low) * (v - a) / (b - a)
        return self.knots[-1][1]

    def mean(self) -> Fraction:
        """The mean over t of the sum of |grad_i f(x_t)|."""
        x, total = list(self.start), Fraction(0)
        rate = Fraction(0) if self.steps == 1 else _root(self.squared_rate)
        for _ in range(self.steps):
            g = self.gradient(x)
            total += sum(map(abs, g), Fraction(0))
            x = [v - rate * self.phi(abs(v)) * ((s > 0) - (s < 0)) for v, s in zip(x, g, strict=True)]
        return total / self.steps


def _root(value: Fraction) -> Fraction:
    root = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    require(root**2 == value, "the rate is irrational, and there is more than one step")
    return root


def lars_of(instance: Any) -> Lars:
    """Read an instance, and see that it is one, without noise, and A positive semidefinite by its principal minors."""
    matrix = [place(row) for row in instance["matrix"]]
    size = len(matrix)
    require(1 <= size <= 3 and all(len(row) == size for row in matrix), "not one to three coordinates")
    require(place(instance["layers"]) == (Fraction(1),) * size, "a layer has several coordinates")
    require(all(matrix[i][j] == matrix[j][i] for i in range(size) for j in range(i)), "A is not symmetric")
    require(all(_minor(matrix, keep) >= 0 for keep in _subsets(size)), "A is not positive semidefinite")
    require(instance["noise"] == [] and not any(place(instance["deviation"])), "there is noise")
    steps = rational(instance["steps"])
    require(steps.denominator == 1 and 1 <= steps <= MOST_STEPS, f"not 1 to {MOST_STEPS} steps")
    knots = [place(knot) for knot in instance["scaling"]["knots"]]
    rising = all(a < b or (i == 0 == a == b) for i, ((a, _), (b, _)) in enumerate(pairwise(knots)))
    require(bool(knots) and knots[0][0] == 0 and rising, "phi has no knots from 0 on")
    centre, start, smooth = (place(instance[name]) for name in ("centre", "start", "smoothness"))
    require(len(centre) == len(start) == len(smooth) == size and min(smooth) >= 0, "a number is missing, or L < 0")
    alpha = place(instance["alpha"])
    require(len(alpha) == 2 and 0 < alpha[0] <= alpha[1], "the bounds of phi are not 0 < alpha_l <= alpha_u")
    found = Lars(matrix, centre, start, smooth, alpha, knots, int(steps), rational(instance["squared_rate"]))
    best = found.squared_rate * alpha[1] ** 2 * sum(found.smoothness) * steps == 2 * found.gap() > 0
    require(best, "eta is not sqrt(2 Delta/(alpha_u^2 ||L||_1 T)), or 0")
    return found


def _subsets(size: int) -> list[list[int]]:
    return [[i for i in range(size) if mask >> i & 1] for mask in range(1, 2**size)]


def _minor(matrix: Sequence[Point], keep: Sequence[int]) -> Fraction:
    """A principal minor, by its first row."""
    if not keep:
        return Fraction(1)
    return _determinant([[matrix[i][j] for j in keep] for i in keep])


def _determinant(rows: Sequence[Sequence[Fraction]]) -> Fraction:
    if len(rows) == 1:
        return rows[0][0]
    terms = ((-1) ** j * a * _determinant([[*r[:j], *r[j + 1 :]] for r in rows[1:]]) for j, a in enumerate(rows[0]))
    return sum(terms, Fraction(0))


def _phi_within(found: Lars, values: Sequence[Fraction]) -> None:
    low, high = found.alpha
    require(all(low <= value <= high for value in values), "phi leaves its bounds")


def _above_the_bound(found: Lars) -> None:
    """mean > kappa sqrt(2 Delta ||L||_1/T), squared."""
    kappa = found.alpha[1] / found.alpha[0]
    squared = kappa**2 * 2 * found.gap() * sum(found.smoothness) / found.steps
    require(found.mean() ** 2 > squared, "the mean gradient is within the bound")


def lars_2_coordinatewise(instance: Any) -> None:
    """|A_ii| <= L_i, phi within its bounds from 0 on, and the mean gradient is above the bound."""
    found = lars_of(instance)
    require(all(abs(row[i]) <= found.smoothness[i] for i, row in enumerate(found.matrix)), "a layer is not smooth")
    _phi_within(found, [value for _, value in found.knots])
    _above_the_bound(found)


def lars_2_quoted(instance: Any) -> None:
    """Off the diagonal A is 0, or no L_i would do for all pairs; phi(v) is within its bounds for v > 0 only."""
    found = lars_of(instance)
    rows = list(enumerate(found.matrix))
    require(not any(a for i, row in rows for j, a in enumerate(row) if i != j), "layers are coupled")
    require(all(abs(row[i]) <= found.smoothness[i] for i, row in rows), "a layer is not smooth")
    jump = len(found.knots) > 1 and found.knots[1][0] == 0
    _phi_within(found, [value for _, value in found.knots[jump:]])
    _above_the_bound(found)


LARGE_BATCH: dict[str, Callable[[Any], None]] = {
    "lars-2-coordinatewise": lars_2_coordinatewise,
    "lars-2-quoted": lars_2_quoted,
}
