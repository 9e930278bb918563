"""The floor under Beta laws: digammas by size bias, and their difference by Legendre's duplication."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import sampled, symbolic
from theory.results.mixup_literature.liu_2023 import TwoShapes, entropies

ALPHA, LAM = sp.symbols("alpha lambda", positive=True)
K = sp.Symbol("k", nonnegative=True)

proof = Proof("liu-2023-floor-beta")
proof.trusted(
    "logarithmic moment",
    "E[log lambda] under Beta(a, b) is the derivative of log B(a, b) in a (differentiation under the integral sign)",
    "Billingsley, Probability and Measure, 16.8",
)
proof.trusted("duplication", "psi(2 x) = (psi(x) + psi(x + 1/2))/2 + log 2", "DLMF 5.5.8")
proof.trusted("series", "psi(x) - psi(y) = sum over k >= 0 of 1/(y + k) - 1/(x + k)", "DLMF 5.7.6")


def beta(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """B(a, b) in gamma functions."""
    return sp.gamma(a) * sp.gamma(b) / sp.gamma(a + b)


@proof.step(
    "size bias",
    "symbolic",
    "lambda times the density of Beta(alpha, alpha) is half the density of Beta(alpha + 1, alpha), so that "
    "E[H(lambda)] = -2 E[lambda log lambda] = -E[log lambda'] with lambda' of that law",
)
def size_bias(_: Settings) -> Result:
    """H is symmetric, and so is the law."""
    density = LAM ** (ALPHA - 1) * (1 - LAM) ** (ALPHA - 1) / beta(ALPHA, ALPHA)
    biased = LAM**ALPHA * (1 - LAM) ** (ALPHA - 1) / beta(ALPHA + 1, ALPHA)
    return symbolic.identities({"densities": (LAM * density, biased / 2)}, "every alpha > 0")


@proof.step(
    "digammas",
    "symbolic",
    "d/da log B(a, alpha) at a = alpha + 1 is psi(alpha + 1) - psi(2 alpha + 1)",
    ["size bias", "logarithmic moment"],
)
def digammas(_: Settings) -> Result:
    """Of log Gamma(a) + log Gamma(b) - log Gamma(a + b)."""
    a = sp.Symbol("a", positive=True)
    derivative = sp.Derivative(sp.loggamma(a) + sp.loggamma(ALPHA) - sp.loggamma(a + ALPHA), a)
    slope = sp.digamma(a) - sp.digamma(a + ALPHA)
    return symbolic.identities(
        {"derivative": (derivative, slope), "slope": (slope.subs(a, ALPHA + 1), -mean(ALPHA))}, "every alpha > 0"
    )


def mean(alpha: sp.Expr) -> sp.Expr:
    """The mean entropy that is claimed."""
    return sp.digamma(2 * alpha + 1) - sp.digamma(alpha + 1)


def one_term(alpha: sp.Expr) -> sp.Expr:
    """The k-th term of (psi(alpha + 1) - psi(alpha + 1/2))/2 by the series."""
    return (1 / (alpha + sp.Rational(1, 2) + K) - 1 / (alpha + 1 + K)) / 2


@proof.step(
    "what is missing from log 2",
    "symbolic",
    "with x = alpha + 1/2 the mean entropy is log 2 - (psi(alpha + 1) - psi(alpha + 1/2))/2, and every term of the "
    "series is positive and falls in alpha: the mean entropy rises, below log 2",
    ["digammas", "duplication", "series", "assumption:alpha < beta"],
)
def missing(_: Settings) -> Result:
    """With A for psi(alpha + 1/2) and B for psi(alpha + 1)."""
    first, second = sp.symbols("A B", real=True)
    doubled = (first + second) / 2 + sp.log(2)
    algebra = symbolic.identities({"difference": (doubled - second, sp.log(2) - (second - first) / 2)}, "every alpha")
    if not algebra.holds:
        return algebra
    slope = sp.factor(sp.diff(one_term(ALPHA), ALPHA))
    return symbolic.signs(
        {"term": (sp.factor(one_term(ALPHA)), ">0"), "slope": (slope, "<0")}, "every alpha > 0, k >= 0"
    )


@proof.step(
    "the limits",
    "symbolic",
    "the terms are below half of 1/(alpha + k) - 1/(alpha + k + 1), which sum to 1/(2 alpha) -> 0: the limit at "
    "infinity is log 2; at 0 it is psi(1) - psi(1) = 0",
    ["what is missing from log 2", "digammas"],
)
def limits(_: Settings) -> Result:
    """A telescoping sum above."""
    above = (1 / (ALPHA + K) - 1 / (ALPHA + K + 1)) / 2
    at_ends = symbolic.identities(
        {
            "at 0": (sp.exp(mean(sp.Integer(0))), sp.Integer(1)),
            "at infinity": (sp.Limit(1 / (2 * ALPHA), ALPHA, sp.oo), sp.Integer(0)),
        },
        "both ends",
    )
    return (
        at_ends if not at_ends.holds else symbolic.signs({"above": (sp.factor(above - one_term(ALPHA)), ">0")}, "all k")
    )


SHAPES = st.tuples(st.integers(1, 12), st.integers(1, 12)).map(lambda p: TwoShapes(Fraction(p[0]), Fraction(p[1])))


@proof.check("integer shapes", "sampled", "the entropy integrated exactly; the order by balls")
def integer_shapes(settings: Settings) -> Result:
    """Where alpha < beta."""
    conclusion = proof.claim.conclusion
    return sampled.holds_on(
        SHAPES, lambda s: conclusion(s).holds if s.alpha < s.beta else None, settings, (15, 40, 100), "integers to 12"
    )


def _shapes(alpha: int, beta: int) -> TwoShapes:
    return TwoShapes(Fraction(alpha), Fraction(beta))


proof.example(lambda: _shapes(1, 2))
proof.near_miss(
    "mean entropies", lambda: (s := _shapes(1, 2), (entropies(s)[0], entropies(s)[1] + sp.Rational(1, 10**6)))
)
proof.near_miss("rising, below log 2", lambda: (_shapes(1, 2), sp.Rational(7, 12)))
proof.control("alpha < beta", lambda: _shapes(2, 1))
