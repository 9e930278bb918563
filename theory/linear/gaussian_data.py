"""Gaussian data X ~ N(0, I_d), n rows: how probably the max-margin solution interpolates (Lemma 3.7).

Only the Gram matrix K = X X^T matters: the solution interpolates iff its multipliers y o K^{-1} y are not negative.
For d >= n it is drawn as K = L L^T with a lower triangular L (Bartlett 1933), at a cost that does not depend on d.

The multipliers have a simple law (lemma-3.7-exact): up to a positive factor they are 1 - sqrt(n) (G_i - mean G)/R,
where G_1, ..., G_n ~ N(0, 1) and R^2 ~ chi^2 with m = d - n + 2 degrees of freedom are independent.  From it come
bounds of the probability of interpolation, in ball arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import flint
import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from theory.numbers import Array, Number, precision

LabelRule = Callable[[Array, np.random.Generator], Array]  # (m, n, n) Gram matrices -> (m, n) labels 1 and -1
BATCH = 2**21  # entries of Gram matrices at a time
STATED_FACTOR = 10  # of n ln n, in Lemma 3.7
BITS = 128
WIDTH = 14  # of the integral about sqrt(m): R is farther away with a probability of some 1e-42


def gram_matrices(n: int, d: int, trials: int, rng: np.random.Generator) -> Array:
    """Independent draws of X X^T, shape (trials, n, n), for d >= n (``ValueError`` otherwise).

    L has independent entries: N(0, 1) below the diagonal, and chi with d, d - 1, ..., d - n + 1 degrees of freedom on
    it.

    >>> gram_matrices(2, 10**8, 1, np.random.default_rng(0)).round(-6).tolist()
    [[[100000000.0, 0.0], [0.0, 100000000.0]]]
    """
    if not 1 <= n <= d:
        raise ValueError(f"the Gram matrix of {n} points in {d} dimensions is singular: take 1 <= n <= d")
    lower = np.tril(rng.standard_normal((trials, n, n)), -1)
    diagonal = np.arange(n)
    lower[:, diagonal, diagonal] = np.sqrt(rng.chisquare(d - diagonal, (trials, n)))
    return lower @ lower.transpose(0, 2, 1)


def balanced(gram: Array, _: np.random.Generator) -> Array:
    """n/2 labels of each kind, one more of the first for odd n; fixed before X is drawn."""
    return np.broadcast_to(np.where(np.arange(gram.shape[1]) % 2, -1.0, 1.0), gram.shape[:2])


def one_against_the_rest(gram: Array, _: np.random.Generator) -> Array:
    """The first point alone in its class; fixed before X is drawn."""
    return np.broadcast_to(np.where(np.arange(gram.shape[1]) > 0, -1.0, 1.0), gram.shape[:2])


def coin_flips(gram: Array, rng: np.random.Generator) -> Array:
    """Independent fair labels."""
    return rng.choice([-1.0, 1.0], gram.shape[:2])


def against_the_first(gram: Array, _: np.random.Generator) -> Array:
    """Chosen after seeing X: y_1 = 1 and y_j = -sign (K^{-1})_{1j}, which makes the first multiplier least."""
    row = np.linalg.solve(gram, np.eye(gram.shape[1])[:, :1])[..., 0]
    labels = -np.where(row >= 0, 1.0, -1.0)
    labels[:, 0] = 1.0
    return labels


RULES: dict[str, LabelRule] = {
    "balanced": balanced,
    "one against the rest": one_against_the_rest,
    "coin flips": coin_flips,
    "chosen after seeing X": against_the_first,
}


def interpolating(gram: Array, labels: Array) -> NDArray[np.bool_]:
    """Whether y o K^{-1} y >= 0, shape (m,): all points are support vectors, so that the max margin interpolates."""
    solutions = np.linalg.solve(gram, labels[..., None])[..., 0]
    return np.asarray((labels * solutions).min(axis=1) >= 0)


def count_interpolating(n: int, d: int, trials: int, rng: np.random.Generator, rule: LabelRule = coin_flips) -> int:
    """How many of ``trials`` draws have an interpolating max-margin solution; 0 for d < n, where almost none has.

    >>> [count_interpolating(4, d, 50, np.random.default_rng(0)) for d in (1000, 3)]
    [50, 0]
    """
    if d < n:
        return 0
    found, batch = 0, max(1, BATCH // n**2)
    for start in range(0, trials, batch):
        gram = gram_matrices(n, d, min(batch, trials - start), rng)
        found += int(interpolating(gram, rule(gram, rng)).sum())
    return found


def least_dimension(n: int) -> int:
    """The least whole d > 10 n ln n + n - 1 (Lemma 3.7); for n >= 2 the logarithm is irrational, so no tie occurs.

    >>> [least_dimension(n) for n in (2, 3, 10, 100)]
    [15, 35, 240, 4705]
    """
    return math.floor(STATED_FACTOR * n * math.log(n) + n - 1) + 1


# ------------------------------------------------------------------------------------------- the exact law
def degrees_of_freedom(n: Number, d: Number) -> Number:
    """m = d - n + 2: a Gaussian vector is sqrt(chi^2_m) away from the span of n - 2 others."""
    return d - n + 2


def negative_probability(n: int, d: int) -> flint.arb:
    """p = P(T_m > sqrt(m/(n - 1))), T_m of Student's law: the probability that a given multiplier is negative.

    As an incomplete Beta integral it is I_{1 - 1/n}(m/2, 1/2)/2.  Raises ``ValueError`` for m < 1.

    >>> round(float(negative_probability(2, 2)), 12) == round((2 - 2**0.5) / 4, 12)
    True
    """
    m = degrees_of_freedom(n, d)
    if m < 1:
        raise ValueError(f"{n} points in {d} dimensions have no such law: take fewer points or more dimensions")
    half = flint.arb(1) / 2
    return (1 - flint.arb(1) / n).beta_lower(m * half, half, regularized=True) * half


def failure_bounds(n: int, d: int) -> tuple[flint.arb, flint.arb]:
    """Bounds, each in a ball, of the probability that the max-margin solution does not interpolate.

    Above: n p, by the union bound.  Below: 1 - E Phi(R/sqrt(n - 1))^n, because the G_i - mean G are negatively
    associated.  For n <= 2 both are n p, since both multipliers cannot be negative; for d < n almost no data
    interpolate.

    >>> [round(float(bound), 6) for bound in failure_bounds(100, 1345)]
    [0.019836, 0.020048]
    """
    if d < n:
        return flint.arb(1), flint.arb(1)
    with precision(BITS):
        above = n * negative_probability(n, d)
        return (above if n <= 2 else 1 - _independent_success(n, d)), above


def _independent_success(n: int, d: int) -> flint.arb:
    """A ball that holds E Phi(R/sqrt(n - 1))^n: its integral about sqrt(m), and at most all the rest."""
    m = degrees_of_freedom(n, d)
    lo, hi = max(0, math.isqrt(m) - WIDTH), math.isqrt(m) + WIDTH
    half = flint.arb(m) / 2
    constant = (1 - half) * flint.arb(2).log() - half.lgamma()
    spread = flint.arb(2 * (n - 1)).sqrt()

    def integrand(r: flint.acb, analytic: bool) -> Any:
        miss = (r / spread).erfc() / 2
        if lo == 0:  # where the logarithm is not analytic; m is small then, and the power is not
            return (1 - miss) ** n * r ** (m - 1) * (constant - r * r / 2).exp()
        return (1 - miss) ** n * ((m - 1) * r.log(analytic=analytic) + constant - r * r / 2).exp()

    inside = flint.acb.integral(integrand, lo, hi).real
    outside = _chernoff(flint.arb(lo) ** 2, m) + _chernoff(flint.arb(hi) ** 2, m)
    return inside + outside * flint.arb(0).union(flint.arb(1))


def _chernoff(end: flint.arb, m: int) -> flint.arb:
    """(x e^(1 - x))^(m/2), x = end/m: at least the probability that chi^2_m is beyond ``end``, seen from its mean."""
    x = end / m
    return (x * (1 - x).exp()) ** (flint.arb(m) / 2)


def interpolation_probability_bounds(n: int, d: int) -> tuple[float, float]:
    """Bounds of the probability that the max-margin solution of n Gaussian points in d dimensions interpolates.

    They are certain (lemma-3.7-sharp): computed in ball arithmetic and rounded outwards.

    Parameters
    ----------
    n, d : int
        Numbers of points and of dimensions, at least 1.

    Returns
    -------
    tuple of float
        A lower and an upper bound.  By theorem-3.5-criterion they bound, too, how probably Mixup has the max-margin
        direction when both classes have the same mass.

    Raises
    ------
    ValueError
        If n or d is below 1.

    Examples
    --------
    >>> [round(bound, 4) for bound in interpolation_probability_bounds(100, 1346)]
    [0.9801, 0.9803]
    >>> interpolation_probability_bounds(3, 2)
    (0.0, 0.0)
    """
    if min(n, d) < 1:
        raise ValueError(f"no Gaussian data of n = {n}, d = {d}: both are at least 1")
    if d < n:
        return 0.0, 0.0
    least, most = failure_bounds(n, d)
    with precision(BITS):
        low, high = float((1 - most).lower()), float((1 - least).upper())
    return max(0.0, math.nextafter(low, -1.0)), min(1.0, math.nextafter(high, 2.0))


def success_after_seeing(n: int, d: int) -> Number:
    """An upper bound of the probability of interpolation with the labels of :func:`against_the_first`.

    Its first multiplier is, up to a positive factor, 1 - (|g_1| + ... + |g_{n-1}|)/R with standard normal g_j.  So
    interpolation needs R > t or a sum of at most t, here t halfway between E|g_1| + ... and sqrt(m); Cantelli's
    inequality bounds both probabilities.  It is 1 where the sum is not the larger of the two.
    """
    m = degrees_of_freedom(n, d)
    with precision(BITS):
        mean = (n - 1) * (2 / flint.arb.pi()).sqrt()
        root = flint.arb(m).sqrt()
        if not mean > root:
            return flint.arb(1)
        t = (mean + root) / 2
        few, far = (mean - t) ** 2, (t * t - m) ** 2
        variances = (n - 1) * (1 - 2 / flint.arb.pi()), flint.arb(2 * m)
        return variances[0] / (variances[0] + few) + variances[1] / (variances[1] + far)


def clopper_pearson(successes: int, trials: int, confidence: float) -> tuple[float, float]:
    """The exact two-sided confidence interval of a probability.

    >>> [round(v, 4) for v in clopper_pearson(10, 10, 0.95)]
    [0.6915, 1.0]
    """
    bounds = binomtest(successes, trials).proportion_ci(confidence, method="exact")
    return float(bounds.low), float(bounds.high)


@dataclass(frozen=True)
class Transition:
    """Draws of n points in d dimensions, how many interpolate, and a confidence interval of the probability."""

    n: int
    d: int
    trials: int
    successes: int
    low: float
    high: float

    @property
    def ratio(self) -> float:
        """d / (n ln n)."""
        return self.d / (self.n * math.log(self.n))


def transition_curve(
    sizes: Iterable[int], ratios: Iterable[float], trials: int, rng: np.random.Generator, confidence: float = 0.95
) -> list[Transition]:
    """The frequency of interpolation for d = ratio n ln n, with two-sided Clopper-Pearson intervals.

    By Theorem 3.5 this is also how often Mixup has the max-margin direction when the classes have equal mass.

    >>> rows = transition_curve([8], [1, 10], 100, np.random.default_rng(0))
    >>> [(row.d, row.successes) for row in rows]
    [(17, 37), (166, 100)]
    """
    rows = []
    for n in sizes:
        for ratio in ratios:
            d = max(1, round(ratio * n * math.log(n)))
            count = count_interpolating(n, d, trials, rng)
            rows.append(Transition(n, d, trials, count, *clopper_pearson(count, trials, confidence)))
    return rows
