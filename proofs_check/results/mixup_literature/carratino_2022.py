"""The mean larger share: an integral with an antiderivative over Euler's, and a ratio of gamma functions that falls."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import sampled, symbolic, together
from proofs_check.results.mixup.textbook import EULER
from proofs_check.results.mixup_literature.liu_2023_beta import ALPHA, SHAPES, one_term
from proofs_check.results.mixup_literature.liu_2023_beta import proof as mean_entropy
from theory.results.mixup_literature.carratino_2022 import mean_larger_share, shares
from theory.results.mixup_literature.liu_2023 import TwoShapes

Y = sp.Symbol("y", positive=True)

proof = Proof("carratino-2022-shrinkage")
proof.trusted(*EULER)
proof.repeat(mean_entropy, "series")


@proof.step(
    "distance from the middle",
    "symbolic",
    "with y = |2 lambda - 1|, max(lambda, 1 - lambda) = (1 + y)/2, and the density of y on (0, 1) is proportional to "
    "(1 - y^2)^(alpha - 1)",
)
def distance(_: Settings) -> Result:
    """For lambda >= 1/2; the law is symmetric."""
    lam = (1 + Y) / 2
    return symbolic.identities({"weight": (4 * lam * (1 - lam), 1 - Y**2)}, "every lambda")


@proof.step(
    "closed form",
    "symbolic",
    "the integral of y (1 - y^2)^(alpha - 1) is 1/(2 alpha), that of (1 - y^2)^(alpha - 1) is B(1/2, alpha)/2 by "
    "v = y^2: E y = Gamma(alpha + 1/2)/(sqrt(pi) Gamma(alpha + 1))",
    ["distance from the middle", EULER[0]],
    at=lambda shapes: {ALPHA: shapes.alpha},
)
def closed_form(_: Settings) -> Result:
    """The antiderivative vanishes at 1."""
    antiderivative = -((1 - Y**2) ** ALPHA) / (2 * ALPHA)
    euler = sp.gamma(sp.Rational(1, 2)) * sp.gamma(ALPHA) / sp.gamma(ALPHA + sp.Rational(1, 2)) / 2
    mean = antiderivative.subs(Y, 0) * -1 / euler
    return symbolic.identities(
        {
            "antiderivative": (sp.Derivative(antiderivative, Y), Y * (1 - Y**2) ** (ALPHA - 1)),
            "mean": (mean, 2 * mean_larger_share(ALPHA) - 1),
        },
        "every alpha > 0",
    )


@proof.step(
    "it falls",
    "symbolic",
    "the logarithmic derivative of Gamma(alpha + 1/2)/Gamma(alpha + 1) is psi(alpha + 1/2) - psi(alpha + 1), of which "
    "every term of the series is negative",
    ["closed form", "series", "assumption:alpha < beta"],
)
def it_falls(_: Settings) -> Result:
    """Minus twice the terms that the mean entropy lacks."""
    half = sp.Rational(1, 2)
    slope = sp.Derivative(sp.loggamma(ALPHA + half) - sp.loggamma(ALPHA + 1), ALPHA)
    first = symbolic.identities({"slope": (slope, sp.digamma(ALPHA + half) - sp.digamma(ALPHA + 1))}, "every alpha > 0")
    return together(first, symbolic.signs({"term": (sp.factor(-2 * one_term(ALPHA)), "<0")}, "every alpha > 0, k >= 0"))


@proof.step(
    "from 1 to 1/2",
    "symbolic",
    "at alpha = 0 the closed form is 1; at infinity (E y)^2 <= E y^2 = 1 - 4 E[lambda (1 - lambda)] = "
    "1/(2 alpha + 1) -> 0",
    ["it falls"],
)
def limits(_: Settings) -> Result:
    """E[lambda (1 - lambda)] = alpha/(2 (2 alpha + 1))."""
    square = 1 - 4 * ALPHA / (2 * (2 * ALPHA + 1))
    return symbolic.identities(
        {
            "at 0": (mean_larger_share(Fraction(0)), sp.Integer(1)),
            "second moment": (square, 1 / (2 * ALPHA + 1)),
            "at infinity": (sp.Limit(1 / (2 * ALPHA + 1), ALPHA, sp.oo), sp.Integer(0)),
        },
        "both ends",
    )


@proof.check("integer shapes", "sampled", "the share integrated exactly; the order by balls")
def integer_shapes(settings: Settings) -> Result:
    """Where alpha < beta."""
    conclusion = proof.claim.conclusion
    return sampled.holds_on(
        SHAPES, lambda s: conclusion(s).holds if s.alpha < s.beta else None, settings, (15, 40, 100), "integers to 12"
    )


ONE_TWO = TwoShapes(Fraction(1), Fraction(2))
proof.drawn(lambda: SHAPES)
proof.example(lambda: ONE_TWO)
proof.near_miss("mean larger shares", lambda: (ONE_TWO, (shares(ONE_TWO)[0], sp.Rational(2, 3))))
proof.near_miss("falling, above 1/2", lambda: (ONE_TWO, Fraction(11, 16)))
proof.control("alpha < beta", lambda: TwoShapes(Fraction(2), Fraction(1)))
