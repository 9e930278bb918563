"""Mixup of two Gaussian classes: the population minimisers have the direction of the best classifier.

Ours, after Oh and Yun 2023 as we recall them, in the population; how many data that takes is not decided here.
Given y the point is N(m_y, Sigma); mu = (m_1 - m_-1)/2.  The loss is the logistic one with the mixed label, a linear
model w has no intercept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import flint

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.geometry import dot
from theory.instances import make_exact
from theory.mixing import Discrete
from theory.numbers import ball, exact, is_positive, precision
from theory.results.mixup_literature.papers import OH_YUN_2023

BITS = 96
REACH = 16  # standard deviations of the integral: what is beyond is below 1e-54
Vector = tuple[Fraction, ...]


@dataclass(frozen=True)
class TwoClouds:
    """Two classes with means, one covariance, the probability of label 1, a law of atoms, and a linear model w.

    ``noise`` is "gaussian", or "signs": then coordinate k is its mean plus or minus the root of Sigma_kk,
    independently, for a diagonal Sigma of rational squares.

    Raises ``ValueError`` for shapes that do not fit, irrational numbers, a Sigma that is not symmetric and
    positive definite (or not of that form), equal means, a probability outside (0, 1), and another noise.
    """

    means: tuple[Vector, Vector]
    covariance: tuple[Vector, ...]
    mixing: Discrete
    weights: Vector
    prior: Fraction = Fraction(1, 2)
    noise: str = "gaussian"

    def __post_init__(self) -> None:
        make_exact(self, "means", "covariance", "weights", "prior", rational=True)
        d, rows = len(self.weights), self.covariance
        if d == 0 or len(rows) != d or any(len(v) != d for v in (*rows, *self.means)) or not 0 < self.prior < 1:
            raise ValueError("means, covariance and w must have one dimension, and the prior be between 0 and 1")
        if any(rows[a][b] != rows[b][a] for a in range(d) for b in range(d)) or not _positive_definite(rows):
            raise ValueError("the covariance must be symmetric and positive definite")
        if self.noise not in ("gaussian", "signs") or not any(self.half_difference):
            raise ValueError("the noise must be gaussian or signs, and the means different")
        if self.noise == "signs":
            self.scales  # noqa: B018

    @property
    def half_difference(self) -> Vector:
        """mu."""
        return tuple((a - b) / 2 for a, b in zip(*self.means, strict=True))

    @property
    def scales(self) -> Vector:
        """The standard deviations of the coordinates, for signs."""
        roots = [exact(flint_root(row[k])) for k, row in enumerate(self.covariance)]
        diagonal = all(v == 0 for a, row in enumerate(self.covariance) for b, v in enumerate(row) if a != b)
        if not diagonal or any(r * r != self.covariance[k][k] for k, r in enumerate(roots)):
            raise ValueError("independent signs need a diagonal covariance of rational squares")
        return tuple(roots)

    @property
    def bayes(self) -> Vector:
        """Sigma^-1 mu, the direction of the best classifier."""
        matrix = flint.fmpq_mat([[flint.fmpq(v.numerator, v.denominator) for v in row] for row in self.covariance])
        column = flint.fmpq_mat([[flint.fmpq(v.numerator, v.denominator)] for v in self.half_difference])
        return tuple(exact(v) for v in matrix.solve(column).entries())

    def variance(self, weights: Vector) -> Fraction:
        """w^T Sigma w."""
        return exact(dot(weights, [dot(row, weights) for row in self.covariance]))

    def pairs(self) -> Iterator[tuple[int, int, Fraction, Fraction]]:
        """(y, y', lambda, probability)."""
        chance = {1: self.prior, -1: 1 - self.prior}
        for (y, p), (v, q) in product(chance.items(), repeat=2):
            for lam, mass in self.mixing.masses:
                yield y, v, exact(lam), exact(p * q * mass)

    def __str__(self) -> str:
        shown = [f"({', '.join(map(str, v))})" for v in (*self.means, *self.covariance, self.weights)]
        d = len(self.weights)
        clouds = f"means {shown[0]} and {shown[1]}, Sigma = [{', '.join(shown[2 : 2 + d])}], {self.noise} noise"
        return f"{clouds}, P(y = 1) = {self.prior}, P_f = {self.mixing}, w = {shown[-1]}"


def flint_root(value: Fraction) -> Fraction:
    """The root of a rational square, rounded down where there is none."""
    return Fraction(int(flint.fmpz(value.numerator).isqrt()), int(flint.fmpz(value.denominator).isqrt()))


def _positive_definite(rows: tuple[Vector, ...]) -> bool:
    """By the leading minors."""
    matrix = [[flint.fmpq(v.numerator, v.denominator) for v in row] for row in rows]
    return all(flint.fmpq_mat([row[:k] for row in matrix[:k]]).det() > 0 for k in range(1, len(rows) + 1))


def log_cosh_of_gaussian(mean: Fraction, variance: Fraction) -> flint.arb:
    """E log(2 cosh(z/2)) for z normal, in a ball.

    What is left out is at most E[|mean|/2 + log 2 + s|t|/2; |t| > REACH], t standard normal: below (|mean| + 2 + s)
    times the density at REACH.
    """
    if variance == 0:
        return (2 * (ball(mean) / 2).cosh()).log()
    centre, spread = ball(mean), ball(variance).sqrt()
    root = (2 * flint.arb.pi()).sqrt()

    def integrand(t: flint.acb, analytic: bool) -> flint.acb:
        cosh = 2 * ((centre + spread * t) / 2).cosh()
        return cosh.log(analytic=analytic) * (-t * t / 2).exp() / root

    inside: flint.arb = flint.acb.integral(integrand, -REACH, REACH).real
    tail = (abs(centre) + 2 + spread) * (-(flint.arb(REACH) ** 2) / 2).exp()
    return inside + tail * flint.arb(0).union(flint.arb(1))


def _smooth_part(clouds: TwoClouds, weights: Vector, y: int, v: int, lam: Fraction) -> flint.arb:
    """E log(2 cosh(z/2)) of the mixed output, given the labels and lambda."""
    first, second = (dot(weights, clouds.means[0 if label == 1 else 1]) for label in (y, v))
    mean = exact(lam * first + (1 - lam) * second)
    if clouds.noise == "gaussian":
        return log_cosh_of_gaussian(mean, (lam**2 + (1 - lam) ** 2) * clouds.variance(weights))
    steps = [w * s for w, s in zip(weights, clouds.scales, strict=True)]
    draws = list(product((1, -1), repeat=2 * len(steps)))
    total = flint.arb(0)
    for draw in draws:
        own, other = draw[: len(steps)], draw[len(steps) :]
        total += log_cosh_of_gaussian(exact(mean + lam * dot(own, steps) + (1 - lam) * dot(other, steps)), Fraction(0))
    return total / len(draws)


def mixup_loss(clouds: TwoClouds, weights: Vector) -> flint.arb:
    """The population Mixup loss of w: E[log(2 cosh(z/2)) - label z/2], in a ball."""
    total = flint.arb(0)
    for y, v, lam, probability in clouds.pairs():
        first, second = (dot(weights, clouds.means[0 if label == 1 else 1]) for label in (y, v))
        mean = exact(lam * first + (1 - lam) * second)
        linear = (lam * y + (1 - lam) * v) * mean / 2
        total += ball(probability) * (_smooth_part(clouds, weights, y, v, lam) - ball(linear))
    return total


def along_bayes(clouds: TwoClouds) -> Vector:
    """w' = (w . mu/mu^T Sigma^-1 mu) Sigma^-1 mu."""
    direction, mu = clouds.bayes, clouds.half_difference
    factor = dot(clouds.weights, mu) / dot(direction, mu)
    return tuple(exact(factor * v) for v in direction)


def costs_less(clouds: TwoClouds, weights: Vector) -> Finding:
    """The Mixup loss of ``weights`` is strictly below that of w; not of w itself, and by balls else."""
    if weights == clouds.weights:
        return Finding(False, "it is w itself")
    with precision(BITS):
        losses = mixup_loss(clouds, weights), mixup_loss(clouds, clouds.weights)
        gap = losses[1] - losses[0]
        truth = is_positive(gap)
    return Finding(
        truth, f"the loss is {losses[0].str(8, radius=False)}, less than that of w by {gap.str(5, radius=False)}"
    )


def is_gaussian(clouds: TwoClouds) -> Finding:
    """The noise is Gaussian."""
    return Finding(clouds.noise == "gaussian", f"{clouds.noise} noise")


def opposite(clouds: TwoClouds) -> Finding:
    """m_-1 = -m_1."""
    holds = all(a == -b for a, b in zip(*clouds.means, strict=True))
    return Finding(holds, " and ".join(f"({', '.join(map(str, m))})" for m in clouds.means))


def off_bayes(clouds: TwoClouds) -> Finding:
    """w is not a multiple of Sigma^-1 mu."""
    along = along_bayes(clouds)
    return Finding(along != clouds.weights, f"w' = ({', '.join(map(str, along))})")


register(
    Claim(
        id="oh-yun-2023-direction",
        title="For two Gaussian classes Mixup's population minimisers have the direction of the best classifier",
        statement=(
            r"Let $x \mid y \sim N(y\mu, \Sigma)$ with $\mu \ne 0$ and $\Sigma$ positive definite. For every $P_f$, "
            r"every prior and every $w$ that is not a multiple of $\Sigma^{-1}\mu$, the multiple $w'$ of it with "
            r"$w'\cdot\mu = w\cdot\mu$ has a strictly smaller Mixup loss. So every minimiser is parallel to "
            r"$\Sigma^{-1}\mu$, as without Mixup; the proof serves every strictly convex loss."
        ),
        paper=OH_YUN_2023,
        place="the theorem on the population minimiser",
        reading=Reading.OURS,
        instance=TwoClouds,
        assumptions=(
            Assumption("Gaussian", "the noise is Gaussian", is_gaussian),
            Assumption("opposite means", r"$m_{-1} = -m_1$", opposite),
            Assumption("another direction", r"$w$ is not a multiple of $\Sigma^{-1}\mu$", off_bayes),
        ),
        conclusion=Conclusion((Part("costs less", costs_less, along_bayes),)),
        expected=Verdict.PROVED,
        tightness="strict; all assumptions are needed",
    )
)
