"""Theorem 2.7 as alpha grows: what h_eps^1(1) tends to on the uniform three-point line, and how fast.

A large Beta(alpha, alpha) sits next to 1/2, so the limit counts which pairs the ball then holds: 0 with 2 always, 1
with an end if eps > 1/2, half of the time if eps = 1/2, and the self-pairs of the ends if eps > 1.
"""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.numbers import Exact, Number, ball, equal, is_ball, less, less_equal, precision, sympify
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_2_7 import BITS, ThreePoints, shares, uniform_weights

HALF = Fraction(1, 2)


def middle_share(middle: Number, heavy: Number, heavy_moment: Number) -> Number:
    """h_eps^1(1) for 0 < eps < 1: (2M + 4(T - S))/(2M + 4T + 1), uniform weights and symmetric P_f.

    M = P(|lambda - 1/2| < eps/2), T = P(lambda > 1 - eps), S = E[lambda; lambda > 1 - eps].
    """
    return (2 * middle + 4 * (heavy - heavy_moment)) / (2 * middle + 4 * heavy + 1)


def large_alpha_limit(epsilon: Exact) -> Fraction:
    """lim h_eps^1(1) as alpha grows: :func:`middle_share` with M = 1 and T = 0, 1/2 or 1; all pairs beyond eps = 1.

    >>> [str(large_alpha_limit(Fraction(n, 4))) for n in (1, 2, 3, 4, 5)]
    ['2/3', '3/5', '4/7', '4/7', '2/3']
    """
    if less(1, epsilon):
        return Fraction(2, 3)
    heavy = Fraction(0) if less(epsilon, HALF) else (HALF if equal(epsilon, HALF) else Fraction(1))
    return Fraction(middle_share(Fraction(1), heavy, heavy / 2))


def below_half(epsilon: Number, d: Number) -> Number:
    """Bound of |h_eps^1(1) - 2/3| for eps < 1/2, with d = 2 alpha + 1."""
    return (2 / epsilon**2 + 4 / (1 - 2 * epsilon) ** 2) / (3 * d)


def at_half(root: Number) -> Number:
    """Bound of |h_eps^1(1) - 3/5| for eps = 1/2, with ``root`` for sqrt(2 alpha + 1)."""
    return 16 / (15 * root**2) + 1 / (3 * root)


def above_half(epsilon: Number, d: Number) -> Number:
    """Bound of |h_eps^1(1) - 4/7| for 1/2 < eps < 1, with d = 2 alpha + 1."""
    return 6 * (1 / epsilon**2 + 1 / (2 * epsilon - 1) ** 2) / (7 * d)


def distance_bound(alpha: Exact, epsilon: Exact) -> sp.Expr:
    """The stated bound of |h_eps^1(1) - its limit|.

    >>> distance_bound(Fraction(4), Fraction(1, 2)), distance_bound(Fraction(4), Fraction(1))
    (31/135, 0)
    """
    eps, d = sympify(epsilon), 2 * sympify(alpha) + 1
    if less_equal(1, epsilon):
        return sp.Integer(0)
    if equal(epsilon, HALF):
        return at_half(sp.sqrt(d))
    return below_half(eps, d) if less(epsilon, HALF) else above_half(eps, d)


def within(instance: ThreePoints, limit: Fraction) -> Finding:
    """Whether |h_eps^1(1) - ``limit``| is at most the stated bound, with h_eps from its definition."""
    bound = distance_bound(instance.alpha, instance.epsilon)
    with precision(BITS[-1]):
        share = shares(instance)[0]
        if is_ball(share):
            gap, allowed = abs(share - ball(limit)), ball(bound)
        else:
            gap, allowed = abs(share - limit), bound
        text = f"h_ε^1(1) = {float(share):.9g}, limit {limit}, bound {float(bound):.3g}"
        return Finding(less_equal(gap, allowed), text)


within_the_bound = Conclusion(
    (Part("within the bound of the limit", within, lambda instance: large_alpha_limit(instance.epsilon)),)
)


register(
    Claim(
        id="theorem-2.7-limits",
        title="As alpha grows, the middle point's share of the ends' class tends to 2/3, 3/5 or 4/7",
        statement=(
            r"Uniform three-point line, $\lambda \sim$ Beta$(\alpha, \alpha)$, $d = 2\alpha + 1$. As "
            r"$\alpha \to \infty$, $h_\epsilon^1(1)$ tends to $2/3$ for $\epsilon < 1/2$, to $3/5$ for "
            r"$\epsilon = 1/2$ and to $4/7$ for $1/2 < \epsilon < 1$; it is at most "
            r"$\frac{1}{3d}(2\epsilon^{-2} + 4(1 - 2\epsilon)^{-2})$, $\frac{16}{15d} + \frac{1}{3\sqrt d}$ and "
            r"$\frac{6}{7d}(\epsilon^{-2} + (2\epsilon - 1)^{-2})$ away. It is $4/7$ for $\epsilon = 1$ and $2/3$ for "
            r"$\epsilon > 1$, at every $\alpha$."
        ),
        paper=MIXUP,
        place="Theorem 2.7",
        reading=Reading.OURS,
        instance=ThreePoints,
        assumptions=(Assumption("uniform weights", r"$p = 1/3$", uniform_weights),),
        conclusion=within_the_bound,
        expected=Verdict.PROVED,
        tightness="the limits are exact; at eps = 1/2 so is the order of the bound, elsewhere the approach is faster",
    )
)
