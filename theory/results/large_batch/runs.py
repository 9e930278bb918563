"""What a run is about: an objective, layers, a function phi of their norms, a rate, and noise; all of it rational."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

import flint

from theory.instances import make_whole, rational_number
from theory.linear.rational_matrices import semidefinite
from theory.numbers import Number

Vector = tuple[Fraction, ...]
Matrix = tuple[Vector, ...]


def rationals(values: Sequence[object], name: str) -> Vector:
    """Exact numbers as fractions.  Raises ``ValueError`` for one that is irrational."""
    return tuple(rational_number(value, name) for value in values)


def fast(value: Fraction) -> flint.fmpq:
    """The same number, for long computations."""
    return flint.fmpq(value.numerator, value.denominator)


def places(layers: Sequence[int]) -> list[range]:
    """The coordinates of each layer, from the sizes of the layers.

    >>> places((2, 1))
    [range(0, 2), range(2, 3)]
    """
    return [range(first, last) for first, last in pairwise(accumulate(layers, initial=0))]


def square(rows: Sequence[Sequence[object]], layers: Sequence[int]) -> Matrix:
    """A symmetric rational matrix with as many rows as the layers have coordinates; raises ``ValueError`` otherwise."""
    matrix = tuple(rationals(row, "a matrix") for row in rows)
    size = sum(layers)
    if not layers or min(layers) < 1 or len(matrix) != size or any(len(row) != size for row in matrix):
        raise ValueError(f"layers of {tuple(layers)} coordinates need a matrix of {size} rows and columns")
    if any(matrix[i][j] != matrix[j][i] for i in range(size) for j in range(i)):
        raise ValueError("the matrix must be symmetric")
    return matrix


@dataclass(frozen=True)
class Scaling:
    """phi: linear between knots (v, phi(v)) with v from 0 on, constant beyond the last; two knots at 0 are a jump.

    Raises ``ValueError`` for knots that do not begin at 0 and rise, and for negative values.
    """

    knots: tuple[tuple[Fraction, Fraction], ...]

    def __post_init__(self) -> None:
        knots = tuple((v, w) for v, w in (rationals(knot, "knots") for knot in self.knots))
        rising = all(a < b or (a == b == 0 and i == 0) for i, ((a, _), (b, _)) in enumerate(pairwise(knots)))
        if not knots or knots[0][0] != 0 or not rising or any(value < 0 for _, value in knots):
            raise ValueError("phi needs knots from 0 on that rise, and values that are not negative")
        object.__setattr__(self, "knots", knots)

    def __call__(self, norm: Number) -> Number:
        """phi at a rational number, or at a ball that meets no knot; not a number where that is in doubt.

        >>> clipped = Scaling(((0, 0), (1, 1)))
        >>> [str(clipped(flint.fmpq(n, 2))) for n in (0, 1, 2, 3)]
        ['0', '1/2', '1', '1']
        """
        knots = [(fast(v), fast(value)) for v, value in self.knots]
        if norm == 0:
            return knots[0][1]
        for (a, low), (b, high) in pairwise(knots):
            if a < norm and norm <= b:
                return low + (high - low) * (norm - a) / (b - a)
        return knots[-1][1] if norm >= knots[-1][0] else flint.arb("nan")

    def range(self, positive: bool = False) -> tuple[Fraction, Fraction]:
        """The least and the largest phi(v) for all v >= 0; of ``positive`` v only, as limits."""
        jumps = len(self.knots) > 1 and self.knots[1][0] == 0
        values = [value for _, value in self.knots[positive and jumps :]]
        return min(values), max(values)


@dataclass(frozen=True)
class Outcome:
    """With this probability the gradient that is seen is ``factor`` times the true one, plus ``shift``."""

    probability: Fraction
    factor: Fraction
    shift: Vector


@dataclass(frozen=True)
class Run:
    """T steps of an optimiser with a direction for each layer, on f(x) = (x - c)' A (x - c)/2, whose infimum is 0.

    ``smoothness`` are the L_i of the layers, ``squared_rate`` is eta^2, ``alpha`` are the bounds of phi that are
    declared, ``deviation`` those of the noise, for each layer (LARS) or each coordinate (LAMB).  Without ``noise`` the
    gradient that is seen is the true one.  Raises ``ValueError`` for sizes that do not fit, A not positive
    semidefinite, a start where f is 0, negative L_i or none above 0, T that is no whole number from 1 on, eta = 0,
    bounds of phi that are not 0 < alpha_l <= alpha_u, negative deviations, and probabilities that are not those of a
    law.
    """

    matrix: Matrix
    centre: Vector
    layers: tuple[int, ...]
    start: Vector
    smoothness: Vector
    steps: int
    squared_rate: Fraction
    scaling: Scaling
    alpha: tuple[Fraction, Fraction]
    deviation: Vector
    noise: tuple[Outcome, ...] = ()

    def __post_init__(self) -> None:
        make_whole(self, "layers", "steps")
        matrix = square(self.matrix, self.layers)
        object.__setattr__(self, "matrix", matrix)
        for name in ("centre", "start", "smoothness", "alpha", "deviation"):
            object.__setattr__(self, name, rationals(getattr(self, name), name))
        object.__setattr__(self, "squared_rate", rationals([self.squared_rate], "squared_rate")[0])
        size = len(matrix)
        if not len(self.centre) == len(self.start) == size or len(self.smoothness) != len(self.layers):
            raise ValueError("a start and a centre need a number for each coordinate, L one for each layer")
        if len(self.deviation) not in (len(self.layers), size) or min(self.deviation) < 0:
            raise ValueError("the noise needs a bound, not negative, for each layer or for each coordinate")
        if min(self.smoothness) < 0 or self.total_smoothness == 0 or self.steps < 1 or self.squared_rate <= 0:
            raise ValueError("L must not be negative or 0 throughout, and steps and rate must be positive")
        if len(self.alpha) != 2 or not 0 < self.alpha[0] <= self.alpha[1]:
            raise ValueError("the bounds of phi must be 0 < alpha_l <= alpha_u")
        self._check_noise()
        if not semidefinite(matrix) or self.gap == 0:
            raise ValueError("the matrix must be positive semidefinite, and f positive at the start")

    def _check_noise(self) -> None:
        law = []
        for o in self.noise:
            probability, factor = rationals((o.probability, o.factor), "noise")
            law.append(Outcome(probability, factor, rationals(o.shift, "noise")))
        object.__setattr__(self, "noise", tuple(law))
        if any(o.probability <= 0 or len(o.shift) != len(self.matrix) for o in law):
            raise ValueError("an outcome needs a positive probability and a shift for each coordinate")
        if law and sum(o.probability for o in law) != 1:
            raise ValueError("the probabilities of the noise must sum to 1")

    @property
    def places(self) -> list[range]:
        """The coordinates of each layer."""
        return places(self.layers)

    @functools.cached_property
    def gap(self) -> Fraction:
        """Delta = f(x_1) - inf f."""
        away = [x - c for x, c in zip(self.start, self.centre, strict=True)]
        products = [a * u * v for row, u in zip(self.matrix, away, strict=True) for a, v in zip(row, away, strict=True)]
        return sum(products, Fraction(0)) / 2

    @property
    def total_smoothness(self) -> Fraction:
        """The sum of all L_i."""
        return sum(self.smoothness, Fraction(0))

    @property
    def ratio(self) -> Fraction:
        """kappa = alpha_u/alpha_l."""
        return self.alpha[1] / self.alpha[0]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The law of the gradient that is seen; of one outcome where there is no noise."""
        return self.noise or (Outcome(Fraction(1), Fraction(1), (Fraction(0),) * len(self.matrix)),)

    def __str__(self) -> str:
        def row(values: Sequence[Fraction]) -> str:
            return "(" + ", ".join(map(str, values)) + ")"

        knots = ", ".join(f"{v} -> {value}" for v, value in self.scaling.knots)
        law = "; ".join(f"{o.probability}: {o.factor} grad + {row(o.shift)}" for o in self.noise) or "none"
        return (
            f"A = ({', '.join(map(row, self.matrix))}), c = {row(self.centre)}, layers {self.layers}, "
            f"x_1 = {row(self.start)}, L = {row(self.smoothness)}, T = {self.steps}, eta^2 = {self.squared_rate}, "
            f"phi: {knots}, alpha = {row(self.alpha)}, noise {law}, its bounds {row(self.deviation)}"
        )
