"""Theorem 2.7: for every epsilon the middle of the three-point line fails at every alpha from an explicit one on."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import Any

import flint
import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import balls, exact, sampled, smt, symbolic
from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.numbers import ball, precision
from theory.optimal import mixup_optimal_exact
from theory.results.theorem_2_7 import (
    ThreePoints,
    central_binomial,
    failure_excess,
    large_alpha_limit,
    misclassified,
    sufficient_alpha,
)

ALPHA = sp.symbols("alpha", positive=True)
LINE = LabeledDataset.alternating_line()
LIMIT_BITS = 256
NEGLIGIBLE = Fraction(1, 10**30)  # both sides are below it where the approach is exponential

proof = Proof("theorem-2.7")

proof.uses("theorem-2.7-phase-boundary")
proof.uses("theorem-2.7-critical-weight")

proof.trusted(
    "sub-Gaussian",
    "P(|lambda - 1/2| >= t) <= 2 exp(-2 (2 alpha + 1) t^2) under Beta(alpha, alpha)",
    "Marchal and Arbel 2017, On the sub-Gaussianity of the Beta and Dirichlet distributions",
)


@proof.step(
    "uniform weights",
    "symbolic",
    "for p = 1/3 and eps < 1 failure is 2M - 1 > 2B with B = C(2 alpha, alpha) (eps (1 - eps))^alpha",
    ["theorem-2.7-phase-boundary", "assumption:uniform weights"],
)
def uniform_weights(_: Settings) -> Result:
    """Nine times the excess, whose sign that claim's step "closed form" proves to be that of h^1 - h^2."""
    middle, b, p = sp.symbols("M B p")
    excess = 2 * p**2 * middle - (1 - 2 * p) ** 2 - 2 * p * (1 - 2 * p) * b
    return symbolic.identities({"excess": 9 * excess.subs(p, sp.Rational(1, 3)) - (2 * middle - 1 - 2 * b)}, "all M, B")


@proof.step(
    "most in the middle",
    "symbolic",
    "M >= 3/4 once (2 alpha + 1) eps^2 >= 2 ln 8, that is alpha >= ln 8/eps^2 - 1/2",
    ["sub-Gaussian", "assumption:large alpha"],
)
def most_in_the_middle(_: Settings) -> Result:
    """t = eps/2 in the tail bound; at the bound it is 1/4, and it falls with alpha."""
    eps = sp.symbols("epsilon", positive=True)
    tail = 2 * sp.exp(-2 * (2 * ALPHA + 1) * (eps / 2) ** 2)
    bound = sp.log(8) / eps**2 - sp.Rational(1, 2)
    falls = symbolic.signs({"falls": (sp.diff(tail, ALPHA), "<0")}, "every alpha and epsilon")
    at_bound = {"tail at the bound": sp.simplify(tail.subs(ALPHA, bound)) - sp.Rational(1, 4)}
    return symbolic.identities(at_bound, "every epsilon") if falls.holds else falls


@proof.step(
    "one step up",
    "smt",
    "g(alpha) = C(2 alpha, alpha) 4^-alpha sqrt(pi (alpha + 1/4)) rises from alpha to alpha + 1",
)
def one_step_up(_: Settings) -> Result:
    """g(alpha + 1)^2/g(alpha)^2 = (alpha + 1/2)^2 (alpha + 5/4)/((alpha + 1)^2 (alpha + 1/4)) > 1."""
    import z3

    alpha = z3.Real("alpha")
    above = (alpha + z3.Q(1, 2)) ** 2 * (alpha + z3.Q(5, 4))
    below = (alpha + 1) ** 2 * (alpha + z3.Q(1, 4))
    return smt.universally({"ratio": ([alpha > 0], above > below)}, "every alpha > 0")


@proof.step("its ratio", "symbolic", "that ratio of squares is the one of the gamma functions", ["one step up"])
def its_ratio(_: Settings) -> Result:
    """C(2a + 2, a + 1)/(4 C(2a, a)) = (a + 1/2)/(a + 1), from Gamma(z + 1) = z Gamma(z)."""
    quotient = central_binomial(ALPHA + 1) / (4 * central_binomial(ALPHA))
    return symbolic.identities(
        {"quotient": sp.gammasimp(quotient) - (ALPHA + sp.Rational(1, 2)) / (ALPHA + 1)}, "every alpha > 0"
    )


@proof.step(
    "its limit",
    "symbolic",
    "g tends to 1, so that g < 1 and C(2 alpha, alpha) < 4^alpha/sqrt(pi (alpha + 1/4)) for every alpha > 0",
    ["one step up", "its ratio"],
)
def its_limit(_: Settings) -> Result:
    """As Gamma(alpha + 1/2)/Gamma(alpha + 1), which duplication gives; a rising sequence is below its limit."""
    quotient = sp.gamma(ALPHA + sp.Rational(1, 2)) / sp.gamma(ALPHA + 1)
    duplication = sp.gammasimp(central_binomial(ALPHA) / 4**ALPHA - quotient / sp.sqrt(sp.pi))
    limit = sp.limit(quotient * sp.sqrt(ALPHA + sp.Rational(1, 4)), ALPHA, sp.oo)
    return symbolic.identities({"duplication": duplication, "limit": limit - 1}, "every alpha > 0")


@proof.step("product", "smt", "eps (1 - eps) <= 1/4, so that B <= 1/sqrt(pi (alpha + 1/4))", ["its limit"])
def product(_: Settings) -> Result:
    """A square is not negative; powers with alpha > 0 keep the order."""
    import z3

    eps = z3.Real("eps")
    return smt.universally({"quarter": ([eps > 0, eps < 1], eps * (1 - eps) <= z3.Q(1, 4))}, "every epsilon")


@proof.step(
    "below one",
    "balls",
    "for eps < 1 and alpha >= alpha_0: 2M - 1 >= 1/2 > 2/sqrt(pi (5 + 1/4)) >= 2B, so the point 1 fails",
    ["uniform weights", "most in the middle", "product", "assumption:large alpha"],
)
def below_one(_: Settings) -> Result:
    """4/(pi 21/4) < 1/4, and the bound falls with alpha."""
    square = lambda: ball(Fraction(1, 4)) - 4 / (ball(sp.pi) * ball(Fraction(21, 4)))  # noqa: E731
    return balls.positive({"1/4 less the square": square}, "every epsilon in (0, 1)")


@proof.step(
    "from one on",
    "exact",
    "for eps >= 1 the point 1 fails at every alpha, since 1/3 exceeds both critical weights",
    ["theorem-2.7-critical-weight", "assumption:uniform weights"],
)
def from_one_on(_: Settings) -> Result:
    """1 - sqrt(2)/2 < 1/3 at eps = 1, 1/4 < 1/3 beyond."""
    third = Fraction(1, 3)
    comparisons: dict[str, exact.Comparison] = {
        "at one": (1 - sp.sqrt(2) / 2, "<", third),
        "beyond": (Fraction(1, 4), "<", third),
    }
    return exact.compare(comparisons, "every alpha")


@proof.check("from the definition", "sampled", "h_eps itself, from all nine pairs, fails at random alpha >= alpha_0")
def from_the_definition(settings: Settings) -> Result:
    """Exactly for small integer alpha, by balls otherwise."""

    def prop(instance: ThreePoints) -> bool | None:
        met = all(a.predicate(instance).holds for a in proof.claim.assumptions)
        return misclassified(instance).holds is True if met else None

    return sampled.holds_on(instances(), prop, settings, (20, 60, 300), "random epsilon and alpha")


@st.composite
def instances(draw: st.DrawFn) -> ThreePoints:
    """Any epsilon up to 2, and alpha from the bound on (about as often just above it as far beyond)."""
    epsilon = draw(st.fractions(Fraction(1, 12), 2, max_denominator=24))
    least = int(sufficient_alpha(epsilon)) + 1
    return ThreePoints(least + draw(st.sampled_from([Fraction(n) for n in ("0", "1/3", "7", "100")])), epsilon)


@proof.check("closed form", "exact", "the excess is N_1 - N_2 of the nine pairs, at exact alpha and epsilon")
def closed_form(_: Settings) -> Result:
    """h_eps^1 > h_eps^2 exactly where the excess is positive, both sides of the boundary."""
    truths = [
        misclassified(ThreePoints(alpha, eps)).holds is (failure_excess(Fraction(alpha), eps) > 0)
        for alpha in (1, 3, 4, 9, 40)
        for eps in (Fraction(1, 4), Fraction(2, 5), Fraction(1, 2), Fraction(9, 10))
    ]
    return exact.decide(truths, "integer alpha", "both forms give the same side at all of them")


@proof.check("limits", "balls", "h_eps^1(1) tends to 2/3, 3/5, 4/7 as alpha grows, for eps below, at and above 1/2")
def limits(_: Settings) -> Result:
    """The distance to it at alpha = 10^2, 10^4, 10^6: each time less than a fifth, and in the end below 1/1000."""
    values: dict[str, flint.arb] = {}
    with precision(LIMIT_BITS):
        for eps in (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)):
            gaps = [abs(_share(alpha, eps) - ball(large_alpha_limit(eps))) for alpha in (10**2, 10**4, 10**6)]
            values[f"eps = {eps}, closer"] = gaps[0] / 5 - gaps[1]
            values[f"eps = {eps}, closer still"] = gaps[1] / 5 + ball(NEGLIGIBLE) - gaps[2]
            values[f"eps = {eps}, close"] = ball(Fraction(1, 1000)) - gaps[2]
    return balls.positive(
        {name: partial(values.__getitem__, name) for name in values}, "uniform weights", bits=LIMIT_BITS
    )


@proof.check("from one on, the limits", "exact", "h_eps^1(1) is 4/7 at eps = 1 and 2/3 beyond, at every alpha tried")
def limits_from_one_on(_: Settings) -> Result:
    """The ball holds all that touches it."""
    comparisons: dict[str, exact.Comparison] = {}
    for alpha in (1, 2, 7, 30):
        for eps in (Fraction(1), Fraction(3, 2)):
            values = mixup_optimal_exact(LINE, Beta(alpha), (Fraction(1),), eps)
            assert values is not None
            comparisons[f"alpha = {alpha}, eps = {eps}"] = (values[0], "==", large_alpha_limit(eps))
    return exact.compare(comparisons, "uniform weights")


def _share(alpha: int, eps: Fraction) -> Any:
    values = mixup_optimal_exact(LINE, Beta(alpha), (Fraction(1),), ball(eps))
    assert values is not None
    return values[0]


proof.control("large alpha", lambda: ThreePoints(1, Fraction(1, 2)))
proof.control("uniform weights", lambda: ThreePoints(40, Fraction(1, 2), Fraction(1, 4)))
