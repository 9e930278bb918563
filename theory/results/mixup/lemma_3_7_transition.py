"""Lemma 3.7's transition: at d = n (2 ln n - ln ln n - ln 4 pi + 1 + 2c) the probability tends to exp(-e^{-c}).

The convergence is slow, of the order ln ln n/ln n, so that the limit is tried at n with up to 10^9 digits.  There
R^2/n and the mean of the G_i are known well enough by Chebyshev's inequality, and what is left is the largest of n
independent normal numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import flint

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.numbers import Exact, Number, ball, exact, less, precision
from theory.results.mixup.lemma_3_7 import ARDESHIR
from theory.results.mixup.paper import MIXUP

BITS = 192
DIGITS = (10**3, 10**6, 10**9)  # of the n at which the limit is tried


@dataclass(frozen=True)
class TransitionPoint:
    """The place c of the transition, where n points have about n (2 ln n - ln ln n - ln 4 pi + 1 + 2c) dimensions.

    >>> print(TransitionPoint(0))
    c = 0
    """

    offset: Exact

    def __post_init__(self) -> None:
        object.__setattr__(self, "offset", exact(self.offset))

    def __str__(self) -> str:
        return f"c = {self.offset}"


def centre(logarithm: Number, second: Number, four_pi: Number, offset: Number) -> Number:
    """m/n = 2 ln n - ln ln n - ln 4 pi + 2c, from ln n, ln ln n and ln 4 pi; and d/n is about 1 more."""
    return 2 * logarithm - second - four_pi + 2 * offset


def transition_offset(n: int, d: int) -> Number:
    """The c of n points in d dimensions.

    >>> round(transition_offset(100, 800), 3)
    0.924
    """
    return ((d - n) / n - centre(math.log(n), math.log(math.log(n)), math.log(4 * math.pi), 0.0)) / 2


def limit(offset: Number) -> Number:
    """exp(-e^{-c})."""
    return (-((-offset).exp())).exp()


def probability_far_out(offset: Number, digits: int) -> Number:
    """A ball that holds the probability of interpolation at n = 10^digits, d = n (m/n + 1) up to 2.

    The solution interpolates iff all G_i are at most u = R/sqrt(n) + mean G. With e = n^{-1/4}: |R^2/n - m/n| <= e and
    |mean G| <= e, but for a probability of at most (2 m/n + 1) e^2 (Chebyshev); and all G_i are at most u with
    probability (1 - Q(u))^n, between exp(-n Q/(1 - Q)) and exp(-n Q).
    """
    n = flint.arb(10) ** digits
    logarithm = n.log()
    e = (-logarithm / 4).exp()
    width = flint.arb(0).union(e)
    spread = width - width
    ratio = centre(logarithm, logarithm.log(), (4 * flint.arb.pi()).log(), offset) + 2 * spread
    u = (ratio + spread).sqrt() + spread
    tail = (u / flint.arb(2).sqrt()).erfc() / 2
    expected = n * tail
    missed = (2 * ratio + 1) * e**2
    unknown = flint.arb(0).union(missed) - flint.arb(0).union(missed)
    return (-expected).exp().union((-expected / (1 - tail)).exp()) + unknown


def tends_to(instance: TransitionPoint, value: Number) -> Finding:
    """Whether the probability comes within (ln ln n)^2/ln n of ``value`` at all the n: true, or false at the last."""
    truths = []
    with precision(BITS):
        stated = ball(value)
        for digits in DIGITS:
            logarithm = digits * flint.arb(10).log()
            allowed = logarithm.log() ** 2 / logarithm
            found = probability_far_out(ball(instance.offset), digits)
            truths.append(less(abs(found - stated), allowed))
    shown = f"{found.str(9)} at n = 10^{DIGITS[-1]}, against {stated.str(9)}"
    return Finding(True if all(truths) else (False if truths[-1] is False else None), shown)


def asserted_limit(instance: TransitionPoint) -> Number:
    """The limit at the place of the instance, in a ball."""
    with precision(BITS):
        return limit(ball(instance.offset))


register(
    Claim(
        id="lemma-3.7-transition",
        title="Max-margin begins to interpolate Gaussian data at about 2 n ln n dimensions, by Gumbel's law",
        statement=(
            r"Let $x_1, \dots, x_n \sim N(0, I_d)$ be independent, the labels independent of the points, and "
            r"$d = n\,(2 \ln n - \ln\ln n - \ln 4\pi + 1 + 2c) + o(n)$. As $n \to \infty$, the probability that the "
            r"max-margin solution interpolates tends to $\exp(-e^{-c})$."
        ),
        paper=MIXUP,
        place="Lemma 3.7",
        reading=Reading.OURS,
        note=f"{ARDESHIR}; the limit inside of it is ours as far as we know",
        instance=TransitionPoint,
        conclusion=Conclusion((Part("limit", tends_to, asserted_limit),)),
        expected=Verdict.PROVED,
        tightness="a limit, which is reached as slowly as ln ln n/ln n falls",
    )
)
