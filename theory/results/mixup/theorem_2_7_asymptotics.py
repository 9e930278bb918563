"""Theorem 2.7's phase boundary at small epsilon: alpha* = z^2/(2 eps^2) + (1 - z^2)/4 + O(eps^2), remainder explicit.

z is the upper quartile of the standard normal law: a large Beta is nearly normal, and failure begins where about
half of its mass lies within eps/2 of 1/2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import flint

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.numbers import Exact, Number, ball, conjunction, exact, is_positive, less_equal, precision
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_2_7 import BITS
from theory.results.mixup.theorem_2_7_phase_boundary import phase_boundary

LARGEST_EPSILON = Fraction(1, 10)
REMAINDER = Fraction(1, 2)  # the K of K eps^2


@dataclass(frozen=True)
class SmallResolution:
    """A resolution 0 < epsilon < 1 at which the uniform three-point line is seen.  Raises ``ValueError`` else."""

    epsilon: Exact

    def __post_init__(self) -> None:
        object.__setattr__(self, "epsilon", exact(self.epsilon))
        if not 0 < self.epsilon < 1:
            raise ValueError(f"epsilon must lie between 0 and 1, not at {self.epsilon}")

    def __str__(self) -> str:
        return f"the uniform line 0, 1, 2, x = 1, ε = {self.epsilon}"


def quartile_squared() -> flint.arb:
    """z^2, where P(|G| < z) = 1/2 for a standard normal G: z = sqrt(2) erfinv(1/2).

    >>> round(float(quartile_squared()) ** 0.5, 6)
    0.67449
    """
    return 2 * (flint.arb(1) / 2).erfinv() ** 2


def expansion(e: Number, square: Number) -> Number:
    """z^2/(2e) + (1 - z^2)/4, with ``e`` for eps^2 and ``square`` for z^2."""
    return square / (2 * e) + (1 - square) / 4


def within(instance: SmallResolution, bound: Fraction) -> Finding:
    """Whether |alpha* - expansion| <= ``bound``, from an enclosure of alpha* a thousand times narrower."""
    try:
        lo, hi = phase_boundary(instance.epsilon, width=bound / 1000)
    except ArithmeticError as error:  # alpha* is out of reach
        return Finding(None, str(error))
    with precision(BITS[-1]):
        centre = expansion(ball(instance.epsilon) ** 2, quartile_squared())
        above, below = ball(hi) - centre, ball(lo) - centre
        inside = conjunction(is_positive(ball(bound) - above), is_positive(ball(bound) + below))
        outside = is_positive(below - ball(bound)) or is_positive(-ball(bound) - above)
        text = f"(α* - expansion)/ε² = {float((below / ball(instance.epsilon) ** 2).mid()):.6f}"
    return Finding(inside if inside else (False if outside else None), text)


near_the_expansion = Conclusion(
    (Part("within eps^2/2 of the expansion", within, lambda instance: REMAINDER * instance.epsilon**2),)
)


register(
    Claim(
        id="theorem-2.7-asymptotics",
        title="At small epsilon the crossing is at z^2/(2 eps^2) + (1 - z^2)/4, up to eps^2/2",
        statement=(
            rf"Uniform three-point line, $0 < \epsilon \le {LARGEST_EPSILON}$: "
            r"$|\alpha^*(\epsilon) - z^2/(2\epsilon^2) - (1 - z^2)/4| \le "
            rf"\epsilon^2/{1 / REMAINDER}$ with $z = \Phi^{{-1}}(3/4)$."
        ),
        paper=MIXUP,
        place="Theorem 2.7",
        reading=Reading.OURS,
        instance=SmallResolution,
        assumptions=(
            Assumption(
                "small resolution",
                rf"$\epsilon \le {LARGEST_EPSILON}$",
                lambda instance: Finding(less_equal(instance.epsilon, LARGEST_EPSILON), f"ε = {instance.epsilon}"),
            ),
        ),
        conclusion=near_the_expansion,
        expected=Verdict.PROVED,
        tightness="both terms are exact; the constant 1/2 of the remainder is not the least",
    )
)
