"""Theorem 3.5, the scale: for equal class masses every margin of the Mixup minimiser is one number c*(P_f)."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import flint

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear import LinearMixup, has_minimiser
from theory.linear.agreement import LARGEST_SCALE, slope_on_ray
from theory.linear.enclosure import BITS
from theory.linear.loss import logistic_slope
from theory.linear.margin import signs
from theory.mixing import Mixing
from theory.numbers import Exact, Number, Truth, ball, conjunction, is_positive, precision
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_3_5 import ATTAINED_LABELS, EQUAL_MASSES, OFF_CENTRE, attains_labels

WIDTH = Fraction(1, 10**12)


def balance(mixing: Mixing, k: Exact) -> flint.arb:
    """A(k) + B(k) = slope(k, 1) + E[x slope(x k, x)], x = 2 lambda - 1, with slope(z, y) = (tanh(z/2) - y)/2.

    Increases in k, and vanishes at c* only: there the pairs inside a class balance those between the classes.
    """

    def between(lam: Number) -> Number:
        x = 2 * lam - 1
        return x * logistic_slope(x * ball(k), x)

    inside: flint.arb = logistic_slope(ball(k), 1)
    return inside + mixing.expectation(between)


@lru_cache(maxsize=256)
def balanced_margin(mixing: Mixing, width: Fraction = WIDTH) -> tuple[Fraction, Fraction]:
    """lo < c*(P_f) < hi at most ``width`` apart, by certified signs of ``balance``.

    Raises ``ValueError`` for laws without a rigorous integral, and ``ArithmeticError`` where no sign change is found,
    as for midpoint Mixup, which has no c*.

    >>> from theory import Beta
    >>> lo, hi = balanced_margin(Beta(1))
    >>> round(float(lo), 10), round(float(hi), 10)
    (3.5422833095, 3.5422833095)
    """
    lo, hi = Fraction(0), Fraction(1)
    while not _above(mixing, hi):
        lo, hi = hi, 2 * hi
        if hi > LARGEST_SCALE:
            raise ArithmeticError(f"the Mixup loss of {mixing} is not seen to rise up to the margin {LARGEST_SCALE}")
    while hi - lo > width:
        middle = (lo + hi) / 2
        above = _above(mixing, middle)
        if above is None:
            raise ArithmeticError(f"{BITS} bits do not tell on which side of c* {float(middle)} is")
        lo, hi = (lo, middle) if above else (middle, hi)
    return lo, hi


def _above(mixing: Mixing, k: Fraction) -> Truth:
    with precision(BITS):
        return is_positive(balance(mixing, k))


def margins_are(instance: LinearMixup, enclosure: tuple[Fraction, Fraction] | None) -> Finding:
    """Whether every margin of the minimiser lies in an ``enclosure`` (lo, hi).

    Certain truth: the gradient on the ray of the labels changes its sign there.  Certain falsehood: a margin of the
    enclosed minimiser is outside.
    """
    if not has_minimiser(instance.dataset, instance.mixing):
        return Finding(False, "there is no minimiser: the loss falls for ever along a ray")
    if enclosure is None:
        return Finding(None, "the constant could not be enclosed")
    lo, hi = enclosure
    try:
        slope = slope_on_ray(instance, signs(instance.dataset)) if attains_labels(instance).holds else None
        if slope is not None and (ends := (slope(lo), slope(hi))).count(None) == 0 and ends[0] != ends[1]:
            return Finding(True, f"all margins are between {float(lo):.13g} and {float(hi):.13g}")
        margins = [y * u for y, u in zip(signs(instance.dataset), instance.enclosure, strict=True)]
    except (ValueError, ArithmeticError) as error:
        return Finding(None, str(error))
    with precision(BITS):
        inside = conjunction(*(_may_be_between(u, lo, hi) for u in margins))
    shown = ", ".join(u.str(10) for u in margins)
    return Finding(inside, f"margins {shown}; the constant is {float(lo):.10g}")


def _enclosed_constant(instance: LinearMixup) -> tuple[Fraction, Fraction] | None:
    try:
        return balanced_margin(instance.mixing)
    except (ValueError, ArithmeticError):
        return None


margins_are_the_constant = Conclusion((Part("all margins are c*", margins_are, _enclosed_constant),))


def _may_be_between(value: flint.arb, lo: Fraction, hi: Fraction) -> Truth:
    return False if value < ball(lo) or value > ball(hi) else None


register(
    Claim(
        id="theorem-3.5-constant",
        title="For equal masses the Mixup margin is a constant of the mixing distribution alone",
        statement=(
            r"If $X\theta = y$ has a solution, $P_X(X_1) = P_X(X_{-1})$ and $P_f((0,1) \setminus \{1/2\}) > 0$, then "
            r"every margin of the Mixup minimiser is $c^*(P_f)$, the one root $k$ of "
            r"$\tanh(k/2) - 1 + E[x \tanh(xk/2)] - E[x^2] = 0$, $x = 2\lambda - 1$, whatever the data. "
            r"For $\mathrm{Beta}(\alpha, \alpha)$: $c^* = 4.180541$ ($\alpha = 1/5$), $3.721178$ ($1/2$), $3.542283$ "
            r"($1$), $3.524879$ ($2$), $3.917392$ ($8$), $4.693505$ ($32$), $7.343780$ ($1024$)."
        ),
        paper=MIXUP,
        place="Theorem 3.5",
        reading=Reading.OURS,
        instance=LinearMixup,
        assumptions=(ATTAINED_LABELS, EQUAL_MASSES, OFF_CENTRE),
        conclusion=margins_are_the_constant,
        expected=Verdict.PROVED,
        tightness="enclosures of c* to twelve digits after the point",
    )
)
