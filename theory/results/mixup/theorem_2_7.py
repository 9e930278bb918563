"""Theorem 2.7: when the h_eps of Beta(alpha, alpha) misclassifies the middle of the three-point alternating line.

Its closed form, for outer weights p and q = 1 - 2p and 0 < epsilon <= 1: the point 1 fails if and only if
2p^2 M - q^2 > 2pq C(2 alpha, alpha) (eps (1 - eps))^alpha, with M the mass of |lambda - 1/2| < eps/2.  The theorem
itself says that it fails for all large alpha, here with an explicit bound.  The chapters: exactly where
(``_phase_boundary``), for which weights (``_critical_weight``), at small epsilon (``_asymptotics``), what h_eps tends
to (``_limits``), and on longer lines (``_long_lines``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Finding, Verdict, register
from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.numbers import Exact, Number, ball, equal, exact, is_ball, is_positive, less, less_equal, precision
from theory.optimal import local_masses, mixup_optimal_exact
from theory.results.mixup.paper import MIXUP

UNIFORM = Fraction(1, 3)
LEAST_ALPHA = 5  # from it on C(2 alpha, alpha) (eps (1 - eps))^alpha is below 1/4
MIDDLE = Fraction(3, 4)  # the mass M that is enough at such alpha
CHEBYSHEV = Fraction(1)  # P(|X| >= k) <= CHEBYSHEV E[X^2]/k^2 for every X
BITS = (128, 256)  # the second only where the first leaves a sign open
LARGEST_EXACT_ALPHA = 400  # h_eps has as many rational terms, of as many digits; balls decide beyond it


def central_binomial(alpha: Number) -> Number:
    """C(2 alpha, alpha) = Gamma(2 alpha + 1)/Gamma(alpha + 1)^2: a ``Fraction`` at whole alpha, else as ``alpha`` is.

    >>> central_binomial(Fraction(3))
    Fraction(20, 1)
    """
    if is_ball(alpha):
        return ((2 * alpha + 1).lgamma() - 2 * (alpha + 1).lgamma()).exp()
    if not isinstance(alpha, sp.Expr) and exact(alpha) == int(alpha):
        return Fraction(math.comb(2 * int(alpha), int(alpha)))
    symbol = sp.sympify(alpha)
    return sp.gamma(2 * symbol + 1) / sp.gamma(symbol + 1) ** 2


def middle_mass(alpha: Number, epsilon: Number) -> Number:
    """M = P(|lambda - 1/2| < eps/2) under Beta(alpha, alpha), in the number system of the arguments.

    >>> middle_mass(Fraction(2), Fraction(1, 2))
    Fraction(11, 16)
    """
    if is_ball(alpha) or is_ball(epsilon):
        a = ball(alpha)
        return 1 - 2 * ((1 - ball(epsilon)) / 2).beta_lower(a, a, regularized=True)
    return Beta(alpha).mass((1 - epsilon) / 2, (1 + epsilon) / 2)


def excess(middle: Number, tail: Number, outer_weight: Number) -> Number:
    """2p^2 M - q^2 - 2pq B with q = 1 - 2p: N_1 - N_2 by the masses M in the middle and B in the tail, any numbers."""
    p = outer_weight
    return 2 * p**2 * middle - (1 - 2 * p) ** 2 - 2 * p * (1 - 2 * p) * tail


def failure_excess(alpha: Number, epsilon: Number, outer_weight: Number = Fraction(1, 3)) -> Number:
    """2p^2 M - q^2 - 2pq C(2 alpha, alpha) (eps (1 - eps))^alpha: positive exactly where the point 1 fails.

    Valid for 0 < epsilon <= 1; it is N_1 - N_2 of Lemma 2.3.

    >>> failure_excess(Fraction(1), Fraction(1, 2)), failure_excess(Fraction(4), Fraction(1, 2)) > 0
    (Fraction(-1, 9), True)
    """
    tail = central_binomial(alpha) * (epsilon * (1 - epsilon)) ** alpha
    return excess(middle_mass(alpha, epsilon), tail, outer_weight)


@dataclass(frozen=True)
class ThreePoints:
    """The points 0, 1, 2 of classes 1, 2, 1 with weights p, 1 - 2p, p, mixed by Beta(alpha, alpha), seen at 1.

    All three become exact.  Raises ``ValueError`` unless alpha > 0, epsilon > 0 and 0 < p < 1/2.

    >>> print(ThreePoints(4, "1/2"))
    the line 0, 1, 2 with outer weights 1/3, λ ~ Beta(4, 4), x = 1, ε = 1/2
    """

    alpha: Exact
    epsilon: Exact
    outer_weight: Exact = UNIFORM

    def __post_init__(self) -> None:
        for name in ("alpha", "epsilon", "outer_weight"):
            object.__setattr__(self, name, exact(getattr(self, name)))
            if not is_positive(getattr(self, name)):
                raise ValueError(f"{name} must be positive, not {getattr(self, name)}")
        if not less(self.outer_weight, Fraction(1, 2)):
            raise ValueError(
                f"the outer weight must be below 1/2, not {self.outer_weight}, so that some is left for the point 1"
            )

    def __str__(self) -> str:
        return (
            f"the line 0, 1, 2 with outer weights {self.outer_weight}, "
            f"λ ~ Beta({self.alpha}, {self.alpha}), x = 1, ε = {self.epsilon}"
        )


def shares(instance: ThreePoints) -> list[Number]:
    """h_eps(1) from its definition, for both classes: exactly for small integer alpha, by balls otherwise."""
    p, one = instance.outer_weight, (Fraction(1),)
    line, mixing = LabeledDataset.alternating_line(weights=(p, 1 - 2 * p, p)), Beta(instance.alpha)
    if is_small_integer(instance.alpha):
        values = mixup_optimal_exact(line, mixing, one, instance.epsilon)
    else:
        with precision(BITS[-1]):
            values = mixup_optimal_exact(line, mixing, one, ball(instance.epsilon))
    if values is None:
        raise ArithmeticError(f"no mass near the data point 1: take a larger epsilon than in {instance}")
    return values


def misclassified(instance: ThreePoints) -> Finding:
    """h_eps^1(1) > h_eps^2(1), from the definition of h_eps."""
    values = shares(instance)
    shown = ", ".join(str(v) if len(str(v)) < 40 else f"{float(v):.12g}" for v in values)
    return Finding(less(values[1], values[0]), f"h_ε(1) = ({shown})")


def mass_gap(instance: ThreePoints) -> Exact:
    """N_1 - N_2 of Lemma 2.3 at the point 1, exact for integer alpha; for epsilon < 1 it is the excess."""
    p = instance.outer_weight
    line = LabeledDataset.alternating_line(weights=(p, 1 - 2 * p, p))
    first, second = local_masses(line, Beta(instance.alpha), (Fraction(1),), instance.epsilon)
    return exact(first - second)


def is_small_integer(alpha: Exact) -> bool:
    """Whether h_eps at ``alpha`` is computed exactly rather than by balls."""
    return isinstance(alpha, Fraction) and alpha.denominator == 1 and alpha <= LARGEST_EXACT_ALPHA


def sufficient_alpha(epsilon: Exact, factor: Fraction = CHEBYSHEV) -> Exact:
    """alpha_0(eps) = max(5, 2 factor/eps^2 - 1/2) for eps < 1, from which on the point 1 fails; 0 for eps >= 1.

    ``factor`` is that of a tail bound P(|X| >= k) <= factor E[X^2]/k^2, where X = 2 lambda - 1 has
    E[X^2] = 1/(2 alpha + 1); from alpha_0 on it leaves at least ``MIDDLE`` to |X| < eps.

    >>> sufficient_alpha(Fraction(1, 10)), sufficient_alpha(Fraction(3, 4)), sufficient_alpha(Fraction(1))
    (Fraction(399, 2), Fraction(5, 1), Fraction(0, 1))
    """
    if not less(epsilon, 1):
        return Fraction(0)
    enough = coefficient(factor) / epsilon**2 - Fraction(1, 2)
    return Fraction(LEAST_ALPHA) if less(enough, LEAST_ALPHA) else enough


def coefficient(factor: Fraction) -> Fraction:
    """The c of alpha_0 = c/eps^2 - 1/2, at which factor/((2 alpha + 1) eps^2) is 1 - ``MIDDLE``."""
    return factor / (2 * (1 - MIDDLE))


def large_alpha(factor: Fraction) -> Assumption:
    """The assumption alpha >= alpha_0(eps) for the tail bound with this factor."""

    def met(instance: ThreePoints) -> Finding:
        bound = sufficient_alpha(instance.epsilon, factor)
        return Finding(less_equal(bound, instance.alpha), f"α = {instance.alpha}, α_0 = {float(bound):.6g}")

    return Assumption("large alpha", r"$\alpha \ge \alpha_0(\epsilon)$", met)


def failure(factor: Fraction) -> str:
    """The sentence of Theorem 2.7 with the alpha_0 of this factor."""
    c = coefficient(factor)
    term = rf"{c}/\epsilon^2" if c.denominator == 1 else rf"{c.numerator}/({c.denominator}\epsilon^2)"
    return (
        r"Uniform three-point alternating line (Definition 2.6), $\lambda \sim$ Beta$(\alpha, \alpha)$: for every "
        r"$\epsilon > 0$ and every $\alpha \ge \alpha_0(\epsilon)$, $h_\epsilon^1(1) > h_\epsilon^2(1)$ although "
        rf"the point $1$ has class $2$; $\alpha_0(\epsilon) = \max({LEAST_ALPHA}, {term} - 1/2)$ for $\epsilon < 1$, "
        r"and any $\alpha > 0$ will do for $\epsilon \ge 1$."
    )


def uniform_weights(instance: ThreePoints) -> Finding:
    """Whether all three weights are 1/3."""
    return Finding(equal(instance.outer_weight, UNIFORM), f"outer weights {instance.outer_weight}")


UNIFORM_WEIGHTS = Assumption("uniform weights", r"$p = 1/3$", uniform_weights)

register(
    Claim(
        id="theorem-2.7",
        title="For every epsilon and all large alpha Mixup misclassifies the middle of the three-point line",
        statement=failure(CHEBYSHEV),
        paper=MIXUP,
        place="Theorem 2.7",
        note="the explicit bound is ours",
        instance=ThreePoints,
        assumptions=(large_alpha(CHEBYSHEV), UNIFORM_WEIGHTS),
        conclusion=misclassified,
        expected=Verdict.PROVED,
        tightness="sufficient; the exact bound is the phase boundary",
    )
)
