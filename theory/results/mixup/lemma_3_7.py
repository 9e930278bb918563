"""Lemma 3.7: Gaussian data in enough dimensions have an interpolating max-margin solution, with high probability."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from theory.claim import Assumption, Claim, Finding, Verdict, register
from theory.linear.gaussian_data import RULES, clopper_pearson, count_interpolating, least_dimension
from theory.numbers import Truth
from theory.results.mixup.paper import MIXUP

TRIALS = 1000  # at n = 100 the bound is 0.98: 342 successes without a failure would be enough
LEVEL = 0.998  # a side has 0.999
SEED = 0


@dataclass(frozen=True)
class GaussianData:
    """n points x_i ~ N(0, I_d), independent, with labels by one of the rules of ``theory.linear.gaussian_data``.

    Raises ``ValueError`` for sizes below 1 and for unknown rules.

    >>> print(GaussianData(3, 35, "balanced"))
    3 points in 35 dimensions, labels balanced
    """

    n: int
    d: int
    rule: str = "coin flips"

    def __post_init__(self) -> None:
        if min(self.n, self.d) < 1 or self.rule not in RULES:
            raise ValueError(f"no Gaussian data of n = {self.n}, d = {self.d} and labels {self.rule!r}")

    def __str__(self) -> str:
        return f"{self.n} points in {self.d} dimensions, labels {self.rule}"


def stated_bound(n: int) -> Fraction:
    """1 - 2/n."""
    return 1 - Fraction(2, n)


def reaches(successes: int, trials: int, bound: Fraction) -> Truth:
    """Whether a probability reaches the bound, as far as its exact 99.8 % confidence interval tells."""
    low, high = clopper_pearson(successes, trials, LEVEL)
    return True if low >= bound else (False if high < bound else None)


def interpolates_probably(instance: GaussianData) -> Finding:
    """The max-margin solution interpolates with probability at least 1 - 2/n: by a fixed sample, statistically."""
    bound = stated_bound(instance.n)
    if bound <= 0:
        return Finding(True, "1 - 2/n is not positive")
    rng = np.random.default_rng(SEED)
    count = count_interpolating(instance.n, instance.d, TRIALS, rng, RULES[instance.rule])
    return Finding(reaches(count, TRIALS, bound), f"{count} of {TRIALS} draws interpolate, against 1 - 2/n = {bound}")


def has_enough_dimensions(n: int, d: int) -> Finding:
    """d > 10 n ln n + n - 1."""
    return Finding(d >= least_dimension(n), f"d = {d}, 10 n ln n + n - 1 = {10 * n * math.log(n) + n - 1:.6g}")


def _labels_ignore_the_points(instance: GaussianData) -> Finding:
    return Finding(instance.rule != "chosen after seeing X", f"labels {instance.rule}")


register(
    Claim(
        id="lemma-3.7",
        title="Gaussian data in more than 10 n ln n + n - 1 dimensions: max-margin interpolates with high probability",
        statement=(
            r"Let $x_1, \dots, x_n \sim N(0, I_d)$ be independent, $d > 10 n \ln n + n - 1$, and the labels "
            r"independent of the points. With probability at least $1 - 2/n$ the max-margin solution interpolates. "
            r"(Empty for $n \le 2$.)"
        ),
        paper=MIXUP,
        place="Lemma 3.7",
        note="after Muthukumar et al. 2020",
        instance=GaussianData,
        assumptions=(
            Assumption("dimension", r"$d > 10 n \ln n + n - 1$", lambda i: has_enough_dimensions(i.n, i.d)),
            Assumption("independent labels", "the labels are independent of the points", _labels_ignore_the_points),
        ),
        conclusion=interpolates_probably,
        expected=Verdict.SUPPORTED,
        tightness="a lower bound of the probability; a few n ln n dimensions are seen to be enough",
    )
)
