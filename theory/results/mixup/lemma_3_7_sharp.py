"""Lemma 3.7 from both sides, for every d >= n: how probably max-margin does not interpolate."""

from __future__ import annotations

import math
from fractions import Fraction

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear.gaussian_data import BITS, failure_bounds, negative_probability
from theory.numbers import ball, less, less_equal, precision
from theory.results.mixup.lemma_3_7 import (
    INDEPENDENT_LABELS,
    ROOM,
    STATED_FAILURE,
    GaussianData,
    failure_enclosure,
    is_reached,
)
from theory.results.mixup.paper import MIXUP

HUNDRED = 100
HUNDRED_LEAST = (1344, 1346)  # between these is the least d at which 100 points fail with probability 2/100 at most
LARGEST_FACTOR = 4  # with fewer than 4 n ln n dimensions 2/n is exceeded in the end


def sufficient_dimension(n: int) -> int:
    """The least whole d >= n - 2 + (4n - 2) ln(n/2), for n >= 3; there the failure is at most 2/n.

    >>> [sufficient_dimension(n) for n in (3, 10, 100)]
    [6, 70, 1655]
    """
    return math.ceil(n - 2 + (4 * n - 2) * math.log(n / STATED_FAILURE))


def at_most(instance: GaussianData, multiple: Fraction) -> Finding:
    """Whether failure is at most this multiple of n p."""
    least, most = failure_enclosure(instance)
    with precision(BITS):
        bound = ball(multiple) * instance.n * negative_probability(instance.n, instance.d)
        certain = INDEPENDENT_LABELS.predicate(instance).holds and ROOM.predicate(instance).holds and multiple >= 1
        holds = True if certain or less_equal(most, bound) else (False if less(bound, least) else None)
    return Finding(holds, f"failure at least {float(least):.8g}, bound {float(bound):.8g}")


def at_least(instance: GaussianData, multiple: Fraction) -> Finding:
    """Whether failure is at least this multiple of 1 - E Phi(R/sqrt(n - 1))^n, of n p for n <= 2."""
    least, most = failure_enclosure(instance)
    with precision(BITS):
        bound = ball(multiple) * failure_bounds(instance.n, instance.d)[0]
        certain = INDEPENDENT_LABELS.predicate(instance).holds and multiple <= 1
        holds = True if certain or less_equal(bound, least) else (False if less(most, bound) else None)
    return Finding(holds, f"failure at most {float(most):.8g}, bound {float(bound):.8g}")


def fails_rarely(instance: GaussianData, allowed: Fraction) -> Finding:
    """Whether failure is at most ``allowed``, in enough dimensions for this claim; else nothing is said."""
    if instance.n < 3 or instance.d < sufficient_dimension(instance.n):
        return Finding(True, "too few points or dimensions for this part")
    return is_reached(failure_enclosure(instance), 1 - allowed)


def _one(_: GaussianData) -> Fraction:
    return Fraction(1)


register(
    Claim(
        id="lemma-3.7-sharp",
        title="How probably max-margin fails to interpolate Gaussian data: two bounds that meet as this falls",
        statement=(
            r"Let $d \ge n \ge 2$, $m = d - n + 2$, $x_1, \dots, x_n \sim N(0, I_d)$ be independent, and the labels "
            r"independent of the points. With $T_m$ of Student's law, $R^2 \sim \chi^2_m$ and "
            r"$p = P(T_m > \sqrt{m/(n-1)})$, the max-margin solution fails to interpolate with a probability between "
            r"$1 - E\,\Phi(R/\sqrt{n-1})^n$ and $np \le \frac{n}{2}(1 - 1/n)^{m/2}$; for $n = 2$ it is $2p$. It falls "
            r"as $d$ grows. For $n \ge 3$ it is at most $2/n$ from $d = n - 2 + (4n - 2)\ln(n/2)$ on; for $n = 100$ "
            rf"the least such $d$ is in ${HUNDRED_LEAST[0]}..{HUNDRED_LEAST[1]}$. For every $c < {LARGEST_FACTOR}$ it "
            r"exceeds $2/n$ at $d = \lceil c\,n \ln n \rceil$ for all large $n$."
        ),
        paper=MIXUP,
        place="Lemma 3.7",
        reading=Reading.OURS,
        instance=GaussianData,
        assumptions=(ROOM, INDEPENDENT_LABELS),
        conclusion=Conclusion(
            (
                Part("failure at most n p", at_most, _one),
                Part("failure at least as if independent", at_least, _one),
                Part("at most 2/n", fails_rarely, lambda i: Fraction(STATED_FAILURE, i.n)),
            )
        ),
        expected=Verdict.PROVED,
        tightness="both bounds agree to first order where failure is rare; the factor 4 of n ln n is the least",
    )
)
