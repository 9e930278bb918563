"""Theorem 2.7: when the h_eps of Beta(alpha, alpha) misclassifies the middle of the three-point alternating line.

Its closed form, for outer weights p and q = 1 - 2p and 0 < epsilon <= 1: the point 1 fails if and only if
2p^2 M - q^2 > 2pq C(2 alpha, alpha) (eps (1 - eps))^alpha, with M the mass of |lambda - 1/2| < eps/2.
"""

from __future__ import annotations

import math
from fractions import Fraction

import sympy as sp

from theory.mixing import Beta
from theory.numbers import Number, ball, exact, is_ball


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


def failure_excess(alpha: Number, epsilon: Number, outer_weight: Number = Fraction(1, 3)) -> Number:
    """2p^2 M - q^2 - 2pq C(2 alpha, alpha) (eps (1 - eps))^alpha: positive exactly where the point 1 fails.

    Valid for 0 < epsilon <= 1; it is N_1 - N_2 of Lemma 2.3.

    >>> failure_excess(Fraction(1), Fraction(1, 2)), failure_excess(Fraction(4), Fraction(1, 2)) > 0
    (Fraction(-1, 9), True)
    """
    p, q = outer_weight, 1 - 2 * outer_weight
    power = (epsilon * (1 - epsilon)) ** alpha
    return 2 * p * p * middle_mass(alpha, epsilon) - q * q - 2 * p * q * central_binomial(alpha) * power
