"""Theorem 2.7: for every epsilon the middle of the three-point line fails at every alpha from an explicit one on."""

from __future__ import annotations

import math
from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import balls, exact, sampled, smt, symbolic, together
from proofs_check.results.mixup.theorem_2_7_phase_boundary import ALPHA, EPSILON, arcsine_moment, square_mean
from proofs_check.results.mixup.theorem_2_7_phase_boundary import proof as boundary
from theory.results.mixup.theorem_2_7 import (
    CHEBYSHEV,
    LEAST_ALPHA,
    MIDDLE,
    UNIFORM,
    ThreePoints,
    central_binomial,
    coefficient,
    excess,
    failure_excess,
    misclassified,
    sufficient_alpha,
)
from theory.results.mixup.theorem_2_7_critical_weight import critical_weight

proof = Proof("theorem-2.7")

proof.uses("theorem-2.7-phase-boundary")
proof.uses("theorem-2.7-critical-weight")

proof.repeat(boundary, "integrals", "Euler's integral", "variance", "Chebyshev")


@proof.step(
    "uniform weights",
    "symbolic",
    "for p = 1/3 and eps < 1 failure is 2M - 1 > 2B with B = C(2 alpha, alpha) (eps (1 - eps))^alpha",
    ["theorem-2.7-phase-boundary", "assumption:uniform weights"],
)
def uniform_weights(_: Settings) -> Result:
    """Nine times the excess, whose sign that claim's step "closed form" proves to be that of h^1 - h^2."""
    middle, b, p = sp.symbols("M B p")
    uniform = (9 * excess(middle, b, p).subs(p, sp.Rational(UNIFORM)), 2 * middle - 1 - 2 * b)
    return symbolic.identities({"excess": uniform}, "all M, B")


@proof.step(
    "most in the middle",
    "symbolic",
    f"M >= {MIDDLE} once alpha >= {coefficient(CHEBYSHEV)}/eps^2 - 1/2",
    ["Chebyshev", "assumption:large alpha"],
)
def most_in_the_middle(_: Settings) -> Result:
    """At that alpha, and the bound of the tail falls with alpha."""
    return middle_is_reached(CHEBYSHEV)


def middle_is_reached(factor: Fraction) -> Result:
    """The tail bound factor/((2 alpha + 1) eps^2) falls with alpha, and is 1 - ``MIDDLE`` at c/eps^2 - 1/2."""
    tail = sp.Rational(factor) * square_mean() / EPSILON**2
    at_bound = tail.subs(ALPHA, sp.Rational(coefficient(factor)) / EPSILON**2 - sp.Rational(1, 2))
    return together(
        symbolic.identities({"at the bound": (at_bound, sp.Rational(1 - MIDDLE))}, "every epsilon"),
        symbolic.signs({"falls": (sp.diff(tail, ALPHA), "<0")}, "every alpha and epsilon"),
    )


@proof.step(
    "Cauchy and Schwarz",
    "smt",
    "W(alpha) = E[V^alpha] = C(2 alpha, alpha)/4^alpha, V of the arcsine law, has W(alpha)^2 <= W(alpha - 1/4) "
    "W(alpha + 1/4)",
    ["theorem-2.7-phase-boundary", "integrals"],
)
def cauchy_schwarz(_: Settings) -> Result:
    """0 <= E[(V^((alpha + 1/4)/2) - t V^((alpha - 1/4)/2))^2] = W(alpha + 1/4) - 2t W(alpha) + t^2 W(alpha - 1/4)."""
    import z3

    v, t = sp.symbols("v t", positive=True)
    quarter = sp.Rational(1, 4)
    square = (v ** ((ALPHA + quarter) / 2) - t * v ** ((ALPHA - quarter) / 2)) ** 2
    expanded = v ** (ALPHA + quarter) - 2 * t * v**ALPHA + t**2 * v ** (ALPHA - quarter)
    before, middle, after, at = z3.Reals("before middle after t")
    premises = [before > 0, at * before == middle, after - 2 * at * middle + at * at * before >= 0]
    return together(
        symbolic.identities(
            {"square": (square, expanded), "W": (central_binomial(ALPHA) / 4**ALPHA, arcsine_moment(ALPHA))},
            "every v > 0, t and alpha > 1/4",
        ),
        smt.universally({"at its best t": (premises, middle * middle <= before * after)}, "every such three numbers"),
    )


@proof.step(
    "its bound",
    "symbolic",
    "W(alpha + 1/4) W(alpha - 1/4) = 1/(pi (alpha + 1/4)), so that C(2 alpha, alpha) <= 4^alpha/sqrt(pi (alpha + 1/4))",
    ["Cauchy and Schwarz"],
)
def its_bound(_: Settings) -> Result:
    """From Gamma(z + 1) = z Gamma(z), at x = alpha + 1/4."""
    x = sp.Symbol("x", positive=True)
    product = arcsine_moment(x) * arcsine_moment(x - sp.Rational(1, 2))
    return symbolic.identities({"product": (product, 1 / (sp.pi * x))}, "every x > 1/2")


@proof.step("product", "smt", "eps (1 - eps) <= 1/4, so that B <= 1/sqrt(pi (alpha + 1/4))", ["its bound"])
def product(_: Settings) -> Result:
    """A square is not negative; powers with alpha > 0 keep the order."""
    import z3

    eps = z3.Real("eps")
    return smt.universally({"quarter": ([eps > 0, eps < 1], eps * (1 - eps) <= z3.Q(1, 4))}, "every epsilon")


@proof.step(
    "below one",
    "balls",
    f"for eps < 1 and alpha >= alpha_0: 2M - 1 >= {2 * MIDDLE - 1} > 2/sqrt(pi ({LEAST_ALPHA} + 1/4)) >= 2B, so the "
    "point 1 fails",
    ["uniform weights", "most in the middle", "product", "assumption:large alpha"],
)
def below_one(_: Settings) -> Result:
    """The squares; that of the bound falls with alpha."""
    bound = 4 / (sp.pi * (LEAST_ALPHA + sp.Rational(1, 4)))
    return balls.positive({"difference of the squares": sp.Rational(2 * MIDDLE - 1) ** 2 - bound}, "every eps < 1")


@proof.step(
    "from one on",
    "exact",
    "for eps >= 1 the point 1 fails at every alpha, since 1/3 exceeds both critical weights",
    ["theorem-2.7-critical-weight", "assumption:uniform weights"],
)
def from_one_on(_: Settings) -> Result:
    """1 - sqrt(2)/2 at eps = 1, 1/4 beyond."""
    comparisons: dict[str, exact.Comparison] = {
        "at one": (critical_weight(Fraction(1)), "<", UNIFORM),
        "beyond": (critical_weight(Fraction(2)), "<", UNIFORM),
    }
    return exact.compare(comparisons, "every alpha")


@proof.check("from the definition", "sampled", "h_eps itself, from all nine pairs, fails at random alpha >= alpha_0")
def from_the_definition(settings: Settings) -> Result:
    """Exactly for small integer alpha, by balls otherwise."""
    return fails_from_the_bound_on(proof, CHEBYSHEV, settings)


def fails_from_the_bound_on(of: Proof, factor: Fraction, settings: Settings) -> Result:
    """Random instances that meet the assumptions of the claim, just above its alpha_0 and far beyond."""

    return sampled.holds_on(instances(factor), of.decides, settings, (12, 40, 300), "random epsilon and alpha")


@st.composite
def instances(draw: st.DrawFn, factor: Fraction) -> ThreePoints:
    """Any epsilon up to 2, and alpha from the bound on (about as often just above it as far beyond)."""
    epsilon = draw(st.fractions(Fraction(1, 12), 2, max_denominator=24))
    least = math.ceil(sufficient_alpha(epsilon, factor)) or 1
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


proof.example(lambda: ThreePoints(9, Fraction(1, 2)))
proof.example(lambda: ThreePoints(Fraction(1, 2), 1), "from one on", "balls")
# the conclusion is one relation, which the controls show to be false
proof.control("large alpha", lambda: ThreePoints(1, Fraction(1, 2)))
proof.control("uniform weights", lambda: ThreePoints(40, Fraction(1, 2), Fraction(1, 4)))
