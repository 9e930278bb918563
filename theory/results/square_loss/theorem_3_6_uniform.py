"""Theorem 3.6, what its O_P hides: no rule at all has an exponential rate that is one for all laws with a margin.

A law has two points of the unit sphere at the distance 2 gamma.  One has the mass n/(n+1) and a known label, the other
the mass 1/(n+1) and a label that nothing else tells.  A sample of n points may miss the rare one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import comb

import flint
import sympy as sp

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact, make_whole
from theory.numbers import Number, ball, certain, conjunction, is_positive, less, negate, precision
from theory.results.square_loss.papers import HU_2022

BITS = 128


@dataclass(frozen=True)
class RareLabel:
    """``size`` n of the sample, ``gamma``, and ``guess``: how often a rule gives the rare point that it has not seen 1.

    Apart from that the rule is right.  Raises ``ValueError`` unless n is a whole number from 1 on, for a guess outside
    [0, 1], and gamma outside (0, 1], where no two points of the unit sphere have the distance 2 gamma.
    """

    size: int
    gamma: Fraction
    guess: Fraction

    def __post_init__(self) -> None:
        make_whole(self, "size")
        make_exact(self, "gamma", "guess", rational=True)
        if self.size < 1 or not 0 < self.gamma <= 1 or not 0 <= self.guess <= 1:
            raise ValueError("the sample must have a point, gamma be in (0, 1] and the guess in [0, 1]")

    def __str__(self) -> str:
        return f"n = {self.size}, gamma = {self.gamma}, 1 with probability {self.guess} where nothing was seen"

    @property
    def rare(self) -> Fraction:
        """The mass 1/(n + 1) of the rare point: all that can be lost."""
        return Fraction(1, self.size + 1)

    def wrong(self, label: int) -> Fraction:
        """The probability, over samples, that the rule is wrong at the rare point of this label.

        Summed over how often the rare point is in the sample; the rule is wrong only where it is not.
        """
        astray = [1 - self.guess if label > 0 else self.guess] + [Fraction(0)] * self.size
        n, p = self.size, self.rare
        return sum((comb(n, k) * p**k * (1 - p) ** (n - k) * astray[k] for k in range(n + 1)), Fraction(0))


def loses_on_average(rule: RareLabel, bound: Fraction) -> Finding:
    """For one of the two labels the expected excess risk is ``bound`` or more."""
    found = rule.rare * max(rule.wrong(1), rule.wrong(-1))
    return Finding(found >= bound, f"the larger expected excess risk is {float(found):.6g}")


def loses_often(rule: RareLabel, probability: sp.Expr) -> Finding:
    """For one of the two labels the excess risk is 1/(n + 1) with more than this probability."""
    found = max(rule.wrong(1), rule.wrong(-1))
    return Finding(less(probability, found), f"the excess risk is {rule.rare} with probability {float(found):.6g}")


def half_of_what_is_missed(n: Number) -> Number:
    """(1/(n + 1)) (n/(n + 1))^n/2, n a fraction or, where it may be very large, a ball."""
    return (n / (n + 1)) ** n / (2 * (n + 1))


def least_excess(rule: RareLabel) -> Fraction:
    """The same for the rule's own n, exactly."""
    found: Fraction = half_of_what_is_missed(Fraction(rule.size))
    return found


def log_quotient(size: int, gamma: Fraction) -> flint.arb:
    """log of least_excess over e^(-n gamma/7): n gamma/7 - log(2 (n + 1)) - n log(1 + 1/n)."""
    n = flint.arb(size)
    return n * ball(gamma) / 7 - (2 * (n + 1)).log() - n * (1 + 1 / n).log()


@cache
def first_above(gamma: Fraction) -> int:
    """The least n at which the least expected excess is above e^(-n gamma/7), by bisection: it is so from there on.

    Raises ``ArithmeticError`` where 128 bits do not tell.

    >>> [first_above(gamma) for gamma in (Fraction(1), Fraction(1, 2), Fraction(1, 10))]
    [38, 87, 562]
    """
    with precision(BITS):
        below, above = 1, 2  # at n = 1 it is 1/8, and e^(-1/7) is more than 4/5
        while not certain(is_positive(log_quotient(above, gamma))):
            below, above = above, 2 * above
        while above - below > 1:
            middle = (below + above) // 2
            if certain(is_positive(log_quotient(middle, gamma))):
                above = middle
            else:
                below = middle
    return above


def crosses_at(rule: RareLabel, size: int) -> Finding:
    """The least expected excess is above e^(-n gamma/7) at this n, not at the one before, and at the rule's own n as
    that says.
    """

    def above(n: int) -> bool | None:
        """By the excess itself, not by its logarithm."""
        return is_positive(half_of_what_is_missed(flint.arb(n)) - (-ball(n * rule.gamma / 7)).exp())

    with precision(BITS):
        sides = [above(size), negate(above(size - 1)) if size > 1 else True]
        own = above(rule.size)
    holds = conjunction(*sides, own if rule.size >= size else negate(own))
    return Finding(holds, f"at n = {size} it is above: {sides[0]}, at the one before it is not: {sides[1]}")


register(
    Claim(
        id="square-loss-3-6-uniform",
        title="No rule has one exponential rate for all laws with a margin: constants in O_P depend on the law",
        statement=(
            r"Let a law have the mass $\frac{1}{n+1}$ at one of two points at a distance $2\gamma$ of the unit sphere, "
            r"its label told by nothing else. Every rule, randomised or not, has for one of the two labels, after $n$ "
            r"points, the expected excess risk $\frac{1}{2(n+1)} (\frac{n}{n+1})^n$ or more, and the excess risk "
            r"$\frac{1}{n+1}$ with a probability above $\frac{1}{2e}$. The first is above $e^{-n\gamma/7}$ exactly "
            r"from some $n$ on: from $38$ for $\gamma = 1$, $87$ for $\frac12$, $562$ for $\frac1{10}$; and its "
            r"quotient to $C e^{-n\gamma/7}$ grows without bound for every $C$."
        ),
        paper=HU_2022,
        place="Theorem 3.6",
        reading=Reading.OURS,
        note="of constants that serve all laws; on finitely many points a rule that remembers has every rate",
        instance=RareLabel,
        conclusion=Conclusion(
            (
                Part("expected excess", loses_on_average, least_excess),
                Part("probability", loses_often, lambda _: sp.exp(-1) / 2),
                Part("from this n on", crosses_at, lambda rule: first_above(rule.gamma)),
            )
        ),
        expected=Verdict.PROVED,
        tightness="the first is attained by the guess 1/2",
    )
)
