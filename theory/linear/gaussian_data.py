"""Gaussian data X ~ N(0, I_d), n rows: how often the max-margin solution interpolates (Lemma 3.7).

Only the Gram matrix K = X X^T matters: the solution interpolates iff y o K^{-1} y >= 0.  For d >= n it is
drawn as K = L L^T with a lower triangular L (Bartlett 1933), at a cost that does not depend on d.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from theory.numbers import Array

LabelRule = Callable[[Array, np.random.Generator], Array]  # (m, n, n) Gram matrices -> (m, n) labels 1 and -1
BATCH = 2**21  # entries of Gram matrices at a time


def gram_matrices(n: int, d: int, trials: int, rng: np.random.Generator) -> Array:
    """Independent draws of X X^T, shape (trials, n, n), for d >= n (``ValueError`` otherwise).

    L has independent entries: N(0, 1) below the diagonal, and chi with d, d - 1, ..., d - n + 1 degrees of freedom on
    it.

    >>> gram_matrices(2, 10**8, 1, np.random.default_rng(0)).round(-6).tolist()
    [[[100000000.0, 0.0], [0.0, 100000000.0]]]
    """
    if not 1 <= n <= d:
        raise ValueError(f"the Gram matrix of {n} points in {d} dimensions is singular")
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
    return math.floor(10 * n * math.log(n) + n - 1) + 1


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
