"""The expansion of alpha* at small epsilon, with a remainder that holds for every epsilon up to 1/10.

With x = 2 lambda - 1 and w^2 = -ln(1 - x^2) the law Beta(alpha, alpha) becomes exp(-N w^2) r(w^2) dw, N = alpha - 1/4,
normal up to a factor r that differs from 1 in the fourth order.  So M is erf(sqrt a), a = N w_eps^2, up to 1/(64 N^2).
Throughout e = eps^2, and e N, a and the remainder over e^2 are bounded on the whole of 0 < e <= 1/100 at once.
"""

from __future__ import annotations

from fractions import Fraction

import flint
import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import balls, exact, smt, symbolic, together
from proofs_check.results.mixup.textbook import INTEGRALS
from theory.numbers import Number, ball, sympify
from theory.results.mixup.theorem_2_7_asymptotics import (
    LARGEST_EPSILON,
    REMAINDER,
    SmallResolution,
    expansion,
    quartile_squared,
)

proof = Proof("theorem-2.7-asymptotics")
ALPHA, W, E = sp.symbols("alpha w e", positive=True)
SHIFT = sp.Rational(1, 4)
ALL_E = (0, LARGEST_EPSILON**2)
LEAST_ALPHA = 20
SMALL = f"every 0 < eps <= {LARGEST_EPSILON}"

proof.uses("theorem-2.7-phase-boundary")
proof.trusted(*INTEGRALS)


@proof.step(
    "substitution",
    "symbolic",
    "(1 - x^2)^(alpha-1) dx = exp(-N w^2) r(w^2) dw with N = alpha - 1/4 and r(y)^2 = (y/2)/sinh(y/2)",
)
def substitution(_: Settings) -> Result:
    """Both sides are positive, so their squares decide; w runs from 0 to infinity as x runs from 0 to 1."""
    x = sp.sqrt(1 - sp.exp(-(W**2)))
    half = W**2 / 2
    left = ((1 - x**2) ** (ALPHA - 1) * sp.diff(x, W)) ** 2
    right = sp.exp(-2 * (ALPHA - SHIFT) * W**2) * half / sp.sinh(half).rewrite(sp.exp)
    residuals = {"squares": left - right, "start": x.subs(W, 0), "end": sp.limit(x, W, sp.oo) - 1}
    return symbolic.identities(residuals, "every alpha > 0, w > 0")


@proof.step("factor", "symbolic", "1 - y^2/48 <= r(y) <= 1", ["substitution"])
def factor(_: Settings) -> Result:
    """1 <= sinh(s)/s <= exp(s^2/6) coefficient by coefficient in s^2; y = 2s; exp(-t) >= 1 - t by its convexity."""
    k, t = sp.symbols("k t", nonnegative=True)
    ratio = 6**k * sp.gamma(k + 1) / sp.gamma(2 * k + 2)  # of the coefficients 1/(2k+1)! and 1/(6^k k!)
    step = ratio.subs(k, k + 1) / ratio
    convex = sp.exp(-t) - (1 - t)
    residuals = {
        "step": step - 3 / (2 * k + 3),
        "first": ratio.subs(k, 0) - 1,
        "tangent": convex.subs(t, 0) ** 2 + sp.diff(convex, t).subs(t, 0) ** 2,
        "y = 2s": ((W / 2) ** 2 / 12) - W**2 / 48,
    }
    signs = {"step <= 1": (1 - 3 / (2 * k + 3), ">=0"), "convex": (sp.diff(convex, t, 2), ">0")}
    return together(symbolic.identities(residuals, "every k >= 0"), symbolic.signs(signs, "every k, t >= 0"))


@proof.step(
    "nearly normal",
    "symbolic",
    "erf(sqrt a) - 1/(64 N^2) <= M <= erf(sqrt a)/(1 - 1/(64 N^2)), a = N w_eps^2",
    ["substitution", "factor", "integrals"],
)
def nearly_normal(_: Settings) -> Result:
    """Numerator and denominator over int_0^oo exp(-N w^2): erf(sqrt a) and 1, each at most 1/(64 N^2) too large."""
    import z3

    n, end = sp.symbols("N w_eps", positive=True)
    whole = sp.integrate(sp.exp(-n * W**2), (W, 0, sp.oo))
    fourth = sp.integrate(W**4 / 48 * sp.exp(-n * W**2), (W, 0, sp.oo)) / whole
    part = sp.integrate(sp.exp(-n * W**2), (W, 0, end)) / whole
    residuals = {"fourth moment": fourth - 1 / (64 * n**2), "normal": part - sp.erf(sp.sqrt(n * end**2))}
    top, bottom, erf, k = z3.Reals("top bottom erf k")
    premises = [k > 0, k < 1, erf > 0, top > 0, top <= erf, top >= erf - k, bottom <= 1, bottom >= 1 - k]
    bounds = z3.And(top / bottom >= erf - k, top / bottom <= erf / (1 - k))
    return together(
        symbolic.identities(residuals, "every N, w > 0"), smt.universally({"quotient": (premises, bounds)}, "N > 1/8")
    )


@proof.step(
    "slope", "symbolic", "erf(sqrt a) has the slope s(a) = exp(-a)/sqrt(pi a), which falls, and is 1/2 at z^2/2"
)
def slope_holds(_: Settings) -> Result:
    a = sp.symbols("a", positive=True)
    falling = sp.exp(-a) / sp.sqrt(sp.pi * a)
    quartile = sp.erf(sp.sqrt((sp.sqrt(2) * sp.erfinv(sp.Rational(1, 2))) ** 2 / 2))
    residuals = {
        "slope": sp.diff(sp.erf(sp.sqrt(a)), a) - falling,
        "fall": sp.diff(falling, a) + falling * (1 + 1 / (2 * a)),
        "quartile": quartile - sp.Rational(1, 2),
    }
    signs = {"falls": (-falling * (1 + 1 / (2 * a)), "<0")}

    def agreement() -> Number:
        return ball(Fraction(1, 10**30)) - abs((quartile_squared() / 2).sqrt().erf() - ball(Fraction(1, 2)))

    enclosure = balls.positive({"z^2 as a ball": agreement}, "to 30 digits")
    return together(enclosure, symbolic.identities(residuals, "every a > 0"), symbolic.signs(signs, "every a > 0"))


@proof.step("logarithm", "symbolic", "w_eps^2 = -ln(1-e) = e (1 + e/2 + l e^2) with 1/3 <= l <= 1/3 + e/(4(1-e))")
def logarithm(_: Settings) -> Result:
    """Both differences vanish at e = 0 and rise: their derivatives are e^3/(1-e) and e^4/(2(1-e))^2."""
    t = sp.symbols("t", positive=True)
    lower = E + E**2 / 2 + E**3 / 3
    upper = lower + E**4 / (4 * (1 - E))
    slopes = {"lower": E**3 / (1 - E), "upper": E**4 / (4 * (1 - E) ** 2)}
    residuals = {
        "lower": sp.diff(-sp.log(1 - E) - lower, E) - slopes["lower"],
        "upper": sp.diff(upper + sp.log(1 - E), E) - slopes["upper"],
        "at 0": (-sp.log(1 - E) - lower).subs(E, 0),
        "at 0, upper": (upper + sp.log(1 - E)).subs(E, 0),
    }
    rising = {name: (sp.factor(slope.subs(E, 1 / (1 + t))), ">0") for name, slope in slopes.items()}
    return together(symbolic.identities(residuals, "every 0 < e < 1"), symbolic.signs(rising, "every 0 < e < 1"))


def scaled(e: Number, square: Number, side: int) -> Number:
    """e N at alpha = z^2/(2e) + (1 - z^2)/4 + side * K e, with ``square`` for z^2."""
    return square / 2 - square * e / 4 + side * e * e * REMAINDER.numerator / REMAINDER.denominator


def displacement(e: Number, square: Number, rest: Number, side: int) -> Number:
    """(a - z^2/2)/e^2 there, ``rest`` for the l of the logarithm."""
    shift = side * (1 + e / 2 + e * e * rest) * REMAINDER.numerator / REMAINDER.denominator
    return square * rest / 2 - square * (1 + 2 * e * rest) / 8 + shift


@proof.step(
    "displacement", "symbolic", "a = z^2/2 + e^2 D with D of order 1: the first two orders cancel", ["logarithm"]
)
def displacement_holds(_: Settings) -> Result:
    square, rest = sp.symbols("z2 l", positive=True)
    residuals: dict[str, sp.Expr] = {}
    for side in (-1, 1):
        alpha = expansion(E, square) + side * sympify(REMAINDER) * E
        residuals[f"e N, {side:+}"] = E * (alpha - SHIFT) - scaled(E, square, side)
        a = (alpha - SHIFT) * E * (1 + E / 2 + rest * E**2)
        residuals[f"a, {side:+}"] = a - square / 2 - E**2 * displacement(E, square, rest, side)
    return symbolic.identities(residuals, "every e, z, l")


@proof.step(
    "other term",
    "balls",
    "B <= 256 (2/5)^16 e^2 there, as B <= (4 eps)^alpha and alpha >= 20",
    ["theorem-2.7-phase-boundary"],
)
def other_term(_: Settings) -> Result:
    """(4 eps)^alpha <= (4 eps)^4 (2/5)^16, since 4 eps <= 2/5."""

    def room_for_alpha(e: flint.arb) -> Number:
        return scaled(e, quartile_squared(), -1) + e / 4 - LEAST_ALPHA * e  # e alpha - 20 e at the lower end

    base = {"4 eps": (4 * LARGEST_EPSILON, "==", Fraction(2, 5)), "20 = 4 + 16": (LEAST_ALPHA, "==", 4 + 16)}
    return together(exact.compare(base, SMALL), balls.positive_on_box(room_for_alpha, [ALL_E], SMALL))


def rest_ball(e: flint.arb) -> flint.arb:
    """The l of the logarithm, enclosed."""
    third = ball(Fraction(1, 3))
    return third.union(third + e / (4 * (1 - e)))


def slope(a: flint.arb) -> flint.arb:
    """s(a) = exp(-a)/sqrt(pi a)."""
    return (-a).exp() / (flint.arb.pi() * a).sqrt()


@proof.step(
    "above",
    "balls",
    "at the upper end 2M - 1 - 2B > 0: the point 1 fails there",
    ["nearly normal", "slope", "displacement", "other term", "integrals"],
)
def above(_: Settings) -> Result:
    """Over e^2: at least 2 D s(a) - 1/(32 (eN)^2) - 512 (2/5)^16, the slope being least at the right end a."""

    def margin(e: flint.arb) -> Number:
        square = quartile_squared()
        shift = displacement(e, square, rest_ball(e), 1)
        other = 512 * ball(Fraction(2, 5)) ** 16
        return 2 * shift * slope(square / 2 + e * e * shift) - 1 / (32 * scaled(e, square, 1) ** 2) - other

    shift_positive = balls.positive_on_box(
        lambda e: displacement(e, quartile_squared(), rest_ball(e), 1), [ALL_E], SMALL
    )
    return together(shift_positive, balls.positive_on_box(margin, [ALL_E], SMALL))


@proof.step(
    "below",
    "balls",
    "at the lower end 2M - 1 - 2B < 0: the point 1 is right there",
    ["nearly normal", "slope", "displacement", "integrals"],
)
def below(_: Settings) -> Result:
    """2 erf(sqrt a) < 1 - 1/(64 N^2), over e^2: -2 D s(z^2/2) > 1/(64 (eN)^2), the slope being least at z^2/2."""

    def margin(e: flint.arb) -> Number:
        square = quartile_squared()
        shift = displacement(e, square, rest_ball(e), -1)
        return -2 * shift * slope(square / 2) - 1 / (64 * scaled(e, square, -1) ** 2)

    a_positive = balls.positive_on_box(
        lambda e: quartile_squared() / 2 + e * e * displacement(e, quartile_squared(), rest_ball(e), -1), [ALL_E], SMALL
    )
    return together(a_positive, balls.positive_on_box(margin, [ALL_E], SMALL))


@proof.step(
    "between",
    "smt",
    "alpha* lies between the two ends, that is within eps^2/2 of the expansion",
    ["theorem-2.7-phase-boundary", "above", "below", "assumption:small resolution"],
)
def between(_: Settings) -> Result:
    """Uniform weights: nine times the excess is 2M - 1 - 2B; it is positive exactly beyond alpha*."""
    import z3

    star, centre, k, e = z3.Reals("star centre K e")
    premises = [e > 0, k > 0, centre + k * e > star, z3.Not(centre - k * e > star)]
    near = z3.And(star - centre <= k * e, centre - star <= k * e)
    return smt.universally({"between": (premises, near)}, SMALL)


@proof.check("certified remainders", "balls", "|alpha* - expansion| <= eps^2/2 at several resolutions, by enclosures")
def certified_remainders(how: Settings) -> Result:
    chosen = (10, 100, 3000, 13, 20, 50, 300, 1000)[: how.size(3, 8, 8)]
    findings = [proof.claim.conclusion(SmallResolution(Fraction(1, n))) for n in chosen]
    return exact.decide([f.holds for f in findings], "eps from 1/10 to 1/3000", findings[-1].witness)


proof.control("small resolution", lambda: SmallResolution(Fraction(1, 4)), method="balls")
TENTH = SmallResolution(Fraction(1, 10))
proof.example(lambda: TENTH, method="balls")
proof.near_miss("within eps^2/2 of the expansion", lambda: (TENTH, Fraction(1, 10**6)), "too near", "balls")
