"""Lemma 3.7: Gaussian data in enough dimensions have an interpolating max-margin solution, with high probability.

Here what is stated, and how the exact law of the multipliers decides it for given n and d.  The chapters: that law
(``_exact``), what it says for every d >= n (``_sharp``), and where the probability turns from 0 to 1 (``_transition``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import flint

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Verdict, register
from theory.linear.gaussian_data import RULES, STATED_FACTOR, failure_bounds, least_dimension, success_after_seeing
from theory.numbers import ball, less, less_equal
from theory.results.mixup.paper import MIXUP

AFTER_SEEING = "chosen after seeing X"
STATED_FAILURE = 2  # the probability of failure is at most 2/n


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
            asked = f"n = {self.n}, d = {self.d} and labels {self.rule!r}"
            raise ValueError(f"no Gaussian data of {asked}: n and d are at least 1, labels {', '.join(RULES)}")

    def __str__(self) -> str:
        return f"{self.n} points in {self.d} dimensions, labels {self.rule}"


def stated_bound(n: int) -> Fraction:
    """1 - 2/n."""
    return 1 - Fraction(STATED_FAILURE, n)


def failure_enclosure(instance: GaussianData) -> tuple[flint.arb, flint.arb]:
    """Certain bounds of the probability that the max-margin solution does not interpolate."""
    if instance.rule == AFTER_SEEING and instance.d >= instance.n:
        return 1 - success_after_seeing(instance.n, instance.d), flint.arb(1)
    return failure_bounds(instance.n, instance.d)


def is_reached(failure: tuple[flint.arb, flint.arb], bound: Fraction) -> Finding:
    """Whether the probability of interpolation is at least ``bound``: undecided between the two bounds of failure."""
    least, most = failure
    allowed = 1 - bound
    shown = f"it fails with a probability between {float(least):.6g} and {float(most):.6g}, against {allowed}"
    if allowed >= 1 or less_equal(most, ball(allowed)):
        return Finding(True, shown)
    return Finding(False if less(ball(allowed), least) else None, shown)


def interpolates_probably(instance: GaussianData, bound: Fraction) -> Finding:
    """The max-margin solution interpolates with probability at least ``bound``."""
    return is_reached(failure_enclosure(instance), bound)


def has_enough_dimensions(n: int, d: int) -> Finding:
    """d > 10 n ln n + n - 1."""
    bound = STATED_FACTOR * n * math.log(n) + n - 1
    return Finding(d >= least_dimension(n), f"d = {d}, {STATED_FACTOR} n ln n + n - 1 = {bound:.6g}")


def _labels_ignore_the_points(instance: GaussianData) -> Finding:
    return Finding(instance.rule != AFTER_SEEING, f"labels {instance.rule}")


STATED_DIMENSION = rf"$d > {STATED_FACTOR} n \ln n + n - 1$"
INDEPENDENT_LABELS = Assumption(
    "independent labels", "the labels are independent of the points", _labels_ignore_the_points
)
ROOM = Assumption("room", r"$d \ge n$", lambda i: Finding(i.d >= i.n, f"n = {i.n}, d = {i.d}"))
ARDESHIR = "Ardeshir, Sanford and Hsu 2021 found a sharp transition for Gaussian features and bounded its width"

register(
    Claim(
        id="lemma-3.7",
        title="Gaussian data in more than 10 n ln n + n - 1 dimensions: max-margin interpolates with high probability",
        statement=(
            rf"Let $x_1, \dots, x_n \sim N(0, I_d)$ be independent, {STATED_DIMENSION}, and the labels "
            rf"independent of the points. With probability at least $1 - {STATED_FAILURE}/n$ the max-margin solution "
            r"interpolates. (Empty for $n \le 2$.)"
        ),
        paper=MIXUP,
        place="Lemma 3.7",
        note="after Muthukumar et al. 2020",
        instance=GaussianData,
        assumptions=(
            Assumption("dimension", STATED_DIMENSION, lambda i: has_enough_dimensions(i.n, i.d)),
            INDEPENDENT_LABELS,
        ),
        conclusion=Conclusion(
            (Part("probability at least 1 - 2/n", interpolates_probably, lambda i: stated_bound(i.n)),)
        ),
        expected=Verdict.PROVED,
        tightness="far from sharp: lemma-3.7-sharp has a probability of failure of at most 1/(2 n^4) there",
    )
)
