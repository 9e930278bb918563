"""Outputs of a linear head, mixed as the points are, and the losses A(z) - y . z of them, exactly.

A loss is a sum of values of A at rational places and a rational number.  Two such sums are compared by their
coefficients, place by place; balls are only used to see that they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import sympy as sp

from theory.instances import make_exact, rational_number
from theory.mixing import Discrete
from theory.mixing.moments import kappa
from theory.mixing.probabilities import probabilities
from theory.numbers import Exact, Truth, exact, is_positive, sympify

Vector = tuple[Fraction, ...]


@dataclass(frozen=True)
class Potential:
    """A convex A of which a loss is A(z) - y . z: its value, and the least B with A'' <= B."""

    value: Callable[[Vector], sp.Expr]
    curvature: Fraction


def _log_sum(terms: Iterable[sp.Expr]) -> sp.Expr:
    return sp.log(sp.Add(*terms))


POTENTIALS: Mapping[str, Potential] = {
    "logistic": Potential(lambda z: _log_sum([sp.Integer(1), sp.exp(sympify(z[0]))]), Fraction(1, 4)),
    "softmax": Potential(lambda z: _log_sum(sp.exp(sympify(v)) for v in z), Fraction(1, 2)),
    "square": Potential(lambda z: sp.Add(*(sympify(v) ** 2 for v in z)) / 2, Fraction(1)),
}


@dataclass(frozen=True)
class PotentialSum:
    """sum of coefficient times A(place), and a rational number."""

    potential: str
    terms: tuple[tuple[Vector, Fraction], ...]
    number: Fraction

    @classmethod
    def of(cls, potential: str, terms: Iterable[tuple[Vector, Fraction]], number: Fraction) -> PotentialSum:
        """Gather equal places, and drop those that cancel."""
        found: dict[Vector, Fraction] = {}
        for place, coefficient in terms:
            found[place] = found.get(place, Fraction(0)) + coefficient
        return cls(potential, tuple((z, c) for z, c in sorted(found.items()) if c != 0), number)

    def plus(self, other: PotentialSum, factor: Exact | int = 1) -> PotentialSum:
        """This sum and ``factor`` times the other."""
        terms = [*self.terms, *((z, factor * c) for z, c in other.terms)]
        return PotentialSum.of(self.potential, terms, self.number + factor * other.number)

    def plus_number(self, number: Exact) -> PotentialSum:
        """This sum and a rational number."""
        return PotentialSum(self.potential, self.terms, self.number + exact(number))

    @property
    def value(self) -> sp.Expr:
        """The number itself."""
        of = POTENTIALS[self.potential].value
        return sp.Add(*(sympify(c) * of(z) for z, c in self.terms), sympify(self.number))

    def is_zero(self) -> Truth:
        """Whether it is 0: by its coefficients, or certainly not by its sign."""
        return self._compared(lambda number: number == 0, at_positive=False)

    def is_not_negative(self) -> Truth:
        """Whether it is at least 0."""
        return self._compared(lambda number: number >= 0, at_positive=True)

    def _compared(self, holds: Callable[[Fraction], bool], at_positive: bool) -> Truth:
        """By ``holds`` where it is a rational number, else by its sign, where balls tell."""
        value = self.value
        if value.is_Rational:
            return holds(exact(value))
        if is_positive(value):
            return at_positive
        return False if is_positive(-value) else None

    def __str__(self) -> str:
        return str(sp.N(self.value, 6))


@dataclass(frozen=True, eq=False)
class MixedOutputs:
    """Outputs and labels of n points, K rational numbers each, with weights and a law of rational atoms.

    ``potential`` names A.  ``bound`` is a number B that is said to bound A'' (for several outputs: the eigenvalues of
    its Hessian).  ``at_mix`` may say that a model has another output at a mixed point: ((i, j, output), ...) for all
    lambda.  ``label_power`` is 2 for the loss A(z) - y . z + |y|^2/2, which is not affine in the label.

    Raises ``ValueError`` for shapes that do not fit, irrational numbers, weights that are no probability, points that
    there are not and an unknown potential.
    """

    outputs: tuple[Vector, ...]
    labels: tuple[Vector, ...]
    mixing: Discrete
    potential: str = "logistic"
    weights: Vector = ()
    bound: Fraction | None = None
    at_mix: tuple[tuple[int, int, Vector], ...] = ()
    label_power: int = 1

    def __post_init__(self) -> None:
        make_exact(self, "outputs", "labels", "bound", rational=True)
        for value in (v for atom in self.mixing.masses for v in atom):
            rational_number(value, "an atom, and its mass,")
        n = len(self.outputs)
        if self.potential not in POTENTIALS or n == 0 or len(self.labels) != n:
            raise ValueError(f"{n} outputs with {len(self.labels)} labels and the potential {self.potential!r}")
        rows = [tuple(rational_number(v, "an output") for v in z) for _, _, z in self.at_mix]
        if len({len(v) for v in (*self.outputs, *self.labels, *rows)}) != 1 or not self.outputs[0]:
            raise ValueError("outputs and labels must have one length, at least 1")
        if any(index not in range(n) for i, j, _ in self.at_mix for index in (i, j)):
            raise ValueError(f"the points are 0 to {n - 1}")
        object.__setattr__(self, "weights", probabilities(self.weights or (Fraction(1, n),) * n, "the weights"))
        make_exact(self, "weights", rational=True)
        if len(self.weights) != n:
            raise ValueError(f"{n} outputs need {n} weights, not {len(self.weights)}")
        object.__setattr__(self, "at_mix", tuple((i, j, z) for (i, j, _), z in zip(self.at_mix, rows, strict=True)))
        object.__setattr__(self, "bound", POTENTIALS[self.potential].curvature if self.bound is None else self.bound)

    def pairs(self) -> Iterator[tuple[int, int, Fraction, Fraction]]:
        """(i, j, lambda, probability), self-pairs included."""
        p = self.weights
        for i, j in product(range(len(p)), repeat=2):
            for lam, mass in self.mixing.masses:
                yield i, j, exact(lam), exact(p[i] * p[j] * mass)

    @property
    def kappa(self) -> Fraction:
        """2 E[lambda (1 - lambda)]."""
        return exact(kappa(self.mixing))

    def plain_loss(self) -> PotentialSum:
        """The loss on the data themselves."""
        rows = zip(self.weights, self.outputs, self.labels, strict=True)
        return self._loss([(p, z, y) for p, z, y in rows])

    def mixup_loss(self) -> PotentialSum:
        """The loss on the mixed points, with what the model says there."""
        table = {(i, j): z for i, j, z in self.at_mix}
        found = []
        for i, j, lam, probability in self.pairs():
            z = table.get((i, j), mixed(lam, self.outputs[i], self.outputs[j]))
            found.append((probability, z, mixed(lam, self.labels[i], self.labels[j])))
        return self._loss(found)

    def _loss(self, rows: list[tuple[Fraction, Vector, Vector]]) -> PotentialSum:
        square = Fraction(1, 2) if self.label_power == 2 else Fraction(0)
        number = sum((p * (square * dot(y, y) - dot(y, z)) for p, z, y in rows), Fraction(0))
        return PotentialSum.of(self.potential, [(z, p) for p, z, _ in rows], number)

    def convexity(self) -> PotentialSum:
        """J = mean A(z) - E A(lambda z_i + (1 - lambda) z_j): what mixing takes from A."""
        terms = list(zip(self.outputs, self.weights, strict=True))
        terms += [(mixed(lam, self.outputs[i], self.outputs[j]), -q) for i, j, lam, q in self.pairs()]
        return PotentialSum.of(self.potential, terms, Fraction(0))

    def covariance(self) -> Fraction:
        """Cov(y, z), summed over the K coordinates."""
        return covariance(self.weights, self.labels, self.outputs)

    def variance(self) -> Fraction:
        """Var(z), summed over the K coordinates."""
        return covariance(self.weights, self.outputs, self.outputs)

    def __str__(self) -> str:
        def listed(rows: tuple[Vector, ...]) -> str:
            return ", ".join(str(r[0]) if len(r) == 1 else f"({', '.join(map(str, r))})" for r in rows)

        weights = "" if len(set(self.weights)) == 1 else f", weights {listed(tuple((w,) for w in self.weights))}"
        law = f"P_f = {self.mixing}, {self.potential}, B = {self.bound}"
        return f"outputs {listed(self.outputs)}, labels {listed(self.labels)}{weights}, {law}"


def mixed(lam: Fraction, first: Vector, second: Vector) -> Vector:
    """lambda times the first and 1 - lambda times the second."""
    return tuple(lam * a + (1 - lam) * b for a, b in zip(first, second, strict=True))


def dot(a: Vector, b: Vector) -> Fraction:
    """The inner product."""
    return sum((p * q for p, q in zip(a, b, strict=True)), Fraction(0))


def covariance(weights: Vector, first: tuple[Vector, ...], second: tuple[Vector, ...]) -> Fraction:
    """mean of a . b less (mean a) . (mean b)."""
    means = [tuple(dot(weights, column) for column in zip(*rows, strict=True)) for rows in (first, second)]
    return dot(weights, tuple(dot(a, b) for a, b in zip(first, second, strict=True))) - dot(means[0], means[1])
