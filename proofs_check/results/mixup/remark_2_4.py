"""Remark 2.4: refuted for a density that oscillates; for standard f or atoms the limit exists and is as stated."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import datasets
from proofs_check.methods import exact, sampled, smt, symbolic, together
from proofs_check.results.mixup.lemma_2_3_continuity import quotient_moves_little
from proofs_check.results.mixup.textbook import INTEGRALS
from theory.dataset import LabeledDataset
from theory.geometry import mix
from theory.mixing import Beta, Discrete, Midpoint
from theory.mixing.oscillating import CENTRE, HIGH, LOW, RATIO, REACH, OscillatingDensity, mean_within
from theory.results.mixup.lemma_2_3 import minimiser
from theory.results.mixup.remark_2_4 import EXACT, Spot, along_the_scales, at_data_point, rates

# -------------------------------------------------------------------------------------------- as printed
LINE = LabeledDataset.alternating_line()
MIXINGS = [Beta(1), Beta(2), Beta(3), Beta(2, 1), Midpoint(), Discrete({"1/3": "1/4", "1/2": "3/4"})]

CROSS = LabeledDataset([(0, 1), (0, -1), (2, 0), (-1, 0)], [1, 1, 2, 2])
OSCILLATING = Spot(CROSS, OscillatingDensity(), (Fraction(0), Fraction(0)))

printed = Proof("remark-2.4-printed")
printed.refutation("a density that oscillates", lambda: OSCILLATING)


@printed.check("a density", "exact", "the oscillating density is positive and symmetric, and integrates to 1")
def a_density(_: Settings) -> Result:
    """Its total, its mean, two mirrored masses, and the least of its values."""
    law, third = OscillatingDensity(), Fraction(1, 3)
    comparisons = {
        "total": (law.mass(Fraction(0), Fraction(1)), "==", 1),
        "mean": (law.moment(Fraction(0), Fraction(1)), "==", Fraction(1, 2)),
        "mirrored": (law.mass(Fraction(0), third), "==", law.mass(1 - third, Fraction(1))),
        "a shell": (law.mass(CENTRE + REACH / RATIO, CENTRE + REACH), "==", LOW * REACH * (1 - Fraction(1, RATIO))),
        "the next": (
            law.mass(CENTRE + REACH / RATIO**2, CENTRE + REACH / RATIO),
            "==",
            HIGH * REACH / RATIO * (1 - Fraction(1, RATIO)),
        ),
        "positive": (min(LOW, HIGH, law.outside), ">", 0),
    }
    return exact.compare(comparisons, "the oscillating density")


@printed.check("every scale", "symbolic", "the mean of f over |t| < 16^-m/100 is 19/34 or 49/34, for every m")
def every_scale(_: Settings) -> Result:
    """The geometric series of the shells, f with period two: m even starts with 1/2, m odd with 3/2."""
    j = sp.Symbol("j", integer=True, nonnegative=True)
    ratio, low, high = sp.Integer(RATIO), sp.Rational(LOW), sp.Rational(HIGH)

    def series(first: sp.Expr, second: sp.Expr) -> sp.Expr:
        pair = (1 - 1 / ratio) * (first + second / ratio)
        return sp.summation(pair * ratio ** (-2 * j), (j, 0, sp.oo))

    even, odd = mean_within(0), mean_within(1)
    return symbolic.identities(
        {
            "even": series(low, high) - sp.Rational(even.numerator, even.denominator),
            "odd": series(high, low) - sp.Rational(odd.numerator, odd.denominator),
        },
        "every m",
    )


@printed.check("its values", "exact", "h_eps^1(0) is 51/70 > 8/11 and 51/100 < 24/47 in turn")
def its_values(_: Settings) -> Result:
    """Exact values of the closed form, and that h_eps^1(0) = 1/(1 + 2a/3) with the means a above."""
    first, second, third, fourth = (row[0] for row in along_the_scales(OSCILLATING))
    comparisons = {
        "high": (first, "==", 1 / (1 + 2 * mean_within(0) / 3)),
        "low": (second, "==", 1 / (1 + 2 * mean_within(1) / 3)),
        "high is": (first, "==", Fraction(51, 70)),
        "low is": (second, "==", Fraction(51, 100)),
        "above": (first, ">", Fraction(8, 11)),
        "below": (second, "<", Fraction(24, 47)),
        "again high": (third, "==", first),
        "again low": (fourth, "==", second),
    }
    return exact.compare(comparisons, "one exact instance")


# ---------------------------------------------------------------------------------------------- repaired
limit = Proof("remark-2.4")
limit.uses("lemma-2.3")
limit.uses("proposition-2.8")

limit.trusted(*INTEGRALS)


@limit.step(
    "only what meets x", "smt", "for eps up to the least positive distance only pairs that meet x reach the ball"
)
def only_what_meets_x(_: Settings) -> Result:
    """A segment at distance at least rho has no point within eps <= rho; finitely many pairs have a least rho."""
    import z3

    rho, eps, distance, other = z3.Reals("rho eps distance other")
    premises = [rho > 0, eps > 0, eps <= rho, distance >= rho]
    least = z3.If(rho <= other, rho, other)
    return smt.universally(
        {
            "out of reach": (premises, z3.Not(distance < eps)),
            "a least one of two": ([rho > 0, other > 0], z3.And(least > 0, least <= rho, least <= other)),
        },
        "every pair of finitely many; more than two by induction",
    )


@limit.step("its interval", "symbolic", "||z_st(lambda) - x|| = |lambda - lambda_0| ||s - t|| where x = z_st(lambda_0)")
def its_interval(_: Settings) -> Result:
    """One coordinate of z - x, for all s, t; so the interval is lambda_0 -+ eps/||s - t|| in every dimension."""
    lam, at, s, t = sp.symbols("lambda lambda_0 s t", real=True)
    moved = (lam * s + (1 - lam) * t) - (at * s + (1 - at) * t)
    return symbolic.identities({"coordinate": moved - (lam - at) * (s - t)}, "every pair, every dimension")


@limit.step(
    "mass and moment",
    "smt",
    "with r = eps/L the pair's mass is 2 r f_r, f_r -> f(lambda_0), and its moment within r of lambda_0 times that",
    ["its interval", "integrals", "assumption:standard f or atoms"],
)
def mass_and_moment(_: Settings) -> Result:
    """lambda_0 - r < lambda < lambda_0 + r, integrated; and f_r between the bounds of f, which meet at f(lambda_0)."""
    import z3

    at, r, lam, density = z3.Reals("at r lam density")
    premises = [r > 0, density > 0, lam > at - r, lam < at + r]
    mean, low, high, gap = z3.Reals("mean low high gap")
    return smt.universally(
        {
            "moment from below": (premises, lam * density > (at - r) * density),
            "moment from above": (premises, lam * density < (at + r) * density),
            "mean in a closing bracket": (
                [gap > 0, density - gap <= low, low <= mean, mean <= high, high <= density + gap],
                z3.And(mean - density <= gap, density - mean <= gap),
            ),
        },
        "every pair with x in its open segment",
    )


@limit.step("positive weight", "smt", "off the data, X_mix meets open segments only, so that the weights are not all 0")
def positive_weight(_: Settings) -> Result:
    """x = z_st(lambda) with lambda 0 or 1 is an end; a self-pair is a data point; and a weight w f/L is positive."""
    import z3

    lam, s, t, x, w, f, length = z3.Reals("lam s t x w f length")
    on = [lam >= 0, lam <= 1, x == lam * s + (1 - lam) * t]
    return smt.universally(
        {
            "inside": ([*on, x != s, x != t], z3.And(lam > 0, lam < 1)),
            "positive": ([w > 0, f > 0, length > 0], w * f / length > 0),
        },
        "every pair",
    )


@limit.step(
    "weighted mean",
    "smt",
    "N_i/sum N tends to the mean of the labels, weights p_s p_t f(lambda)/||s - t||: N_i/(2 eps) tends to the weighted "
    "sum of the labels, pair by pair, and the factor 2 eps leaves the quotient",
    ["lemma-2.3", "only what meets x", "mass and moment", "positive weight", "assumption:x in X_mix"],
)
def weighted_mean(_: Settings) -> Result:
    """A pair's mass/(2r) is within gap of f, its moment/(2r) within gap + r (f + gap) of lambda_0 f, and r = eps/L."""
    import z3

    at, r, f, gap, mass, moment = z3.Reals("at r f gap mass moment")
    premises = [at >= 0, at <= 1, r > 0, f > 0, gap > 0, mass >= f - gap, mass <= f + gap]
    premises += [moment >= (at - r) * mass, moment <= (at + r) * mass]
    room = gap + r * (f + gap)
    n, total, eps = sp.symbols("N S epsilon", positive=True)
    scaled = minimiser([2 * eps * n, 2 * eps * (total - n)])[0]
    return together(
        symbolic.identities({"scale": (scaled, n / total)}, "every N, S and eps > 0"),
        smt.universally({"moment": (premises, z3.And(moment - at * f <= room, at * f - moment <= room))}, "every pair"),
        quotient_moves_little(),
    )


@limit.step("atoms", "smt", "if P_f has atoms, then for small eps the atoms at lambda_0 are all that the ball sees")
def atoms(_: Settings) -> Result:
    """An atom v != lambda_0 is left out once eps <= |v - lambda_0| ||s - t||: N_i is constant, the limit its value."""
    import z3

    v, at, length, eps = z3.Reals("v at length eps")
    gap = z3.If(v > at, v - at, at - v)
    premises = [length > 0, eps > 0, v != at, eps <= gap * length]
    kept = [length > 0, eps > 0, v == at]
    return smt.universally(
        {"elsewhere": (premises, z3.Not(gap * length < eps)), "here": (kept, gap * length < eps)}, "every atom and pair"
    )


@st.composite
def spots(draw: st.DrawFn) -> Spot:
    """A data point, a mixed point, or a lattice point, of a random dataset."""
    data = draw(datasets(max_points=5, max_dimension=2, max_classes=3))
    s, t = (draw(st.sampled_from(data.exact_points)) for _ in range(2))
    lam = draw(st.sampled_from([Fraction(n) for n in ("0", "1/2", "1/3", "3/4")]))
    return Spot(data, draw(st.sampled_from(MIXINGS)), tuple(mix(s, t, lam)))


@limit.check("random places", "sampled", "the formula is the limit of the closed form on random exact data")
def random_places(settings: Settings) -> Result:
    """N_i as polynomials in eps, from values of the closed form, and their limit."""

    return sampled.holds_on(spots(), limit.decides, settings, (20, 60, 500), "random exact datasets")


@limit.check("orders", "exact", "the error falls as eps^2 off the data, as eps or eps^(1 + alpha) at data points")
def orders(_: Settings) -> Result:
    """On the three-point line: x = 1/2 (two segments), 1 (crossed by the segment of 0 and 2), 0 (crossed by none)."""
    comparisons: dict[str, exact.Comparison] = {}
    for alpha in (1, 2, 3):
        law = Beta(alpha)
        flat = EXACT if alpha == 1 else 2
        comparisons |= {
            f"off the data, alpha = {alpha}": (min(rates(Spot(CROSS, law, (0, 0)))), "==", flat),
            f"at a crossed point, alpha = {alpha}": (min(rates(Spot(LINE, law, (1,)))), "==", 1),
            f"at an end, alpha = {alpha}": (min(rates(Spot(LINE, law, (0,)))), "==", 1 + alpha),
        }
    return exact.compare(comparisons, "the cross and the three-point line")


@limit.check("both kinds of place", "sampled", "the strategy reaches data points and crossings")
def both_kinds(settings: Settings) -> Result:
    """Counts of each kind; a strategy that never met one would make the check above say less than it seems."""
    seen: set[bool] = set()

    def prop(spot: Spot) -> bool | None:
        seen.add(at_data_point(spot))
        return True

    result = sampled.holds_on(spots(), prop, settings, (25, 100, 500), "random exact datasets")
    return Result(seen == {True, False}, f"kinds seen: {len(seen)} of 2", result.scope, result.instances)


limit.control("standard f or atoms", lambda: OSCILLATING)
limit.control("x in X_mix", lambda: Spot(LINE, Beta(1), (Fraction(3),)))
CROSSING = Spot(CROSS, Beta(1), (Fraction(0), Fraction(0)))  # lengths 2 and 3: weights 1/2 : 1/3 of the two lines
limit.example(lambda: CROSSING)
limit.example(lambda: Spot(LINE, Midpoint(), (Fraction(1),)), "an atom, at a data point")
BY_LENGTH = [Fraction(2, 5), Fraction(3, 5)]  # weights by the length, instead of by its inverse
limit.near_miss("the limit is the formula", lambda: (CROSSING, BY_LENGTH), "lengths the wrong way up")
