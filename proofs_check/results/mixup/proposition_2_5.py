"""Proposition 2.5: the cross, for every P_f of full support and at every radius that is small enough."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.methods import exact, sampled, smt, symbolic
from theory.geometry import dot, mix, same_location, subtract
from theory.incidence import incidences
from theory.mixing import Beta, Midpoint, Mixing
from theory.optimal import mixup_optimal_exact
from theory.results.mixup.lemma_2_3 import collected_masses, minimiser
from theory.results.mixup.proposition_2_5 import CENTRE, HORIZONTAL, LABELS, POINTS, Cross, limit_at

HALF = Fraction(1, 2)
ONE = Fraction(1)
PAIRS = [(s, t) for s in range(4) for t in range(4)]
ENDS = [(Fraction(p), Fraction(q)) for p, q in (POINTS[i] for i in HORIZONTAL)]

proof = Proof("proposition-2.5")
proof.uses("lemma-2.3")
proof.uses("proposition-2.8")


def squared_distance(s: int, t: int, lam: Any, place: Any) -> Any:
    """|z_st(lambda) - (place, 0)|^2 for points of the cross, in any number system."""
    offset = subtract(mix(POINTS[s], POINTS[t], lam), (place, 0))
    return dot(offset, offset)


def on_one_axis(s: int, t: int) -> bool:
    """Whether s and t are the two ends of one of the two segments."""
    return s != t and LABELS[s] == LABELS[t]


@proof.step(
    "distances from the crossing",
    "symbolic",
    "for the four ordered pairs on one axis |z_st(lambda)|^2 = (2 lambda - 1)^2, for all others it is at least 1/2",
)
def from_centre(_: Settings) -> Result:
    """lambda^2 + (1 - lambda)^2 = 1/2 + (2 lambda - 1)^2/2 for pairs of different axes, 1 for self-pairs."""
    lam = sp.Symbol("lambda", real=True)
    square = (2 * lam - 1) ** 2
    residuals = {}
    for s, t in PAIRS:
        expected = square if on_one_axis(s, t) else (sp.Integer(1) if s == t else (1 + square) / 2)
        residuals[f"({s}, {t})"] = squared_distance(s, t, lam, 0) - expected
    return symbolic.identities(residuals, "all sixteen ordered pairs, every lambda")


@proof.step(
    "at the crossing",
    "symbolic",
    "h_eps(0) = (1/2, 1/2) for every radius up to 1/sqrt(2) and every P_f that charges the intervals about 1/2",
    ["lemma-2.3", "distances from the crossing", "assumption:full support", "assumption:uniform weights"],
)
def at_centre(_: Settings) -> Result:
    """m = P(|2 lambda - 1| < eps) > 0 and u = E[lambda; the same] serve all four pairs, two of each class."""
    m, u = sp.symbols("m u", positive=True)
    own: list[sp.Expr] = [sum(1 for s, t in PAIRS if on_one_axis(s, t) and LABELS[s] == c) * m / 16 for c in (1, 2)]
    mass, moment = (
        [[own[0] * factor, sp.Integer(0)], [sp.Integer(0), own[1] * factor]] for factor in (sp.Integer(1), u / m)
    )
    h = minimiser(collected_masses(mass, moment))
    half = sp.Rational(1, 2)
    return symbolic.identities(
        {"h^1": h[0] - half, "h^2": h[1] - half, "pairs": own[0] - m / 8}, "every P_f, small radii"
    )


@proof.step(
    "distances beside the crossing",
    "smt",
    "every pair with an end in class 1 keeps the distance min(|a|, (1 - |a|)/sqrt(2)) > 0 from (a, 0), 0 < |a| < 1",
)
def beside(_: Settings) -> Result:
    """The vertical segment and its ends keep |a|; the segments to (1, 0) and (-1, 0) keep (1 -+ a)/sqrt(2)."""
    import z3

    lam, a, size = z3.Reals("lambda a size")
    premises = [lam >= 0, lam <= 1, a > -1, a < 1, a != 0, size == z3.If(a > 0, a, -a)]
    statements: dict[str, tuple[list[Any], Any]] = {"positive": (premises, z3.And(size > 0, 1 - size > 0))}
    for s, t in PAIRS:
        if 1 in (LABELS[s], LABELS[t]):
            square = squared_distance(s, t, lam, a)
            statements[f"({s}, {t})"] = (premises, z3.Or(square >= size * size, 2 * square >= (1 - size) * (1 - size)))
    return smt.universally(statements, "twelve ordered pairs, every a and lambda")


@proof.step(
    "the horizontal pairs reach",
    "smt",
    "the pair of (1, 0) and (-1, 0), in either order, is within eps of (a, 0) exactly for lambda in an interval of "
    "length eps about a number in (0, 1)",
)
def horizontal(_: Settings) -> Result:
    """z = +-(2 lambda - 1): the number is (1 + a)/2 or (1 - a)/2, the interval the one of |lambda - .| < eps/2."""
    import z3

    lam, a, eps = z3.Reals("lambda a eps")
    premises = [a > -1, a < 1, eps > 0]
    statements: dict[str, tuple[list[Any], Any]] = {}
    for (s, t), middle in ((HORIZONTAL, (1 + a) / 2), (HORIZONTAL[::-1], (1 - a) / 2)):
        near = z3.And(lam - middle < eps / 2, middle - lam < eps / 2)
        statements[f"({s}, {t})"] = (premises, (squared_distance(s, t, lam, a) < eps * eps) == near)
        statements[f"({s}, {t}) inside"] = (premises, z3.And(middle > 0, middle < 1))
    return smt.universally(statements, "every a, lambda and radius")


@proof.step(
    "beside the crossing",
    "symbolic",
    "h_eps^2(a, 0) = 1 for 0 < |a| < 1 and every radius up to min(|a|, (1 - |a|)/sqrt(2))",
    ["lemma-2.3", "distances beside the crossing", "the horizontal pairs reach", "assumption:full support"],
)
def class_2_alone(_: Settings) -> Result:
    """Only xi^{22} > 0 is left, whatever its moment."""
    m, u = sp.symbols("m u", positive=True)
    zero = sp.Integer(0)
    h = minimiser(collected_masses([[zero, zero], [zero, m]], [[zero, zero], [zero, u]]))
    return symbolic.identities({"h^1": h[0], "h^2": h[1] - 1}, "every P_f and every weight")


@proof.step(
    "at the ends",
    "exact",
    "no pair of other points meets (1, 0) or (-1, 0), so that h^2 = 1 there for every P_f",
    ["proposition-2.8"],
)
def at_ends(_: Settings) -> Result:
    """Whatever meets an end has it as one of its own ends: the criterion of Proposition 2.8 has nothing to ask."""
    data = Cross(Beta(1)).dataset
    meetings = [(x, s, t, lam) for x in ENDS for s, t, lam in incidences(data, x)]

    def ends_there(meeting: tuple[Any, ...]) -> bool:
        x, s, t, _ = meeting
        return any(same_location(data.exact_points[k], x) for k in (s, t))

    return exact.every(meetings, ends_there, "an end, a pair that meets it, and where", "every pair that meets an end")


@proof.step(
    "discontinuity",
    "smt",
    "in every neighbourhood of 0 there is an (a, 0) with h^2 = 1, although h^2(0) = 1/2",
    ["at the crossing", "beside the crossing", "at the ends"],
)
def discontinuity(_: Settings) -> Result:
    """a = delta/2 for delta <= 1; larger neighbourhoods contain smaller ones."""
    import z3

    delta, a, here, there = z3.Reals("delta a here there")
    premises = [delta > 0, delta <= 1, a == delta / 2, here == z3.Q(1, 2), there == 1]
    statements = {"near": (premises, z3.And(a > 0, a < delta, a < 1)), "jump": (premises, there - here == z3.Q(1, 2))}
    return smt.universally(statements, "every neighbourhood")


# --------------------------------------------------------------------------------- evidence beside the proof
@proof.check("values of h", "exact", "theory's pointwise limit at the crossing, beside it and at the ends")
def values(_: Settings) -> Result:
    """For Beta distributions of every shape, symmetric or not."""
    comparisons: dict[str, tuple[Any, str, Any]] = {}
    for law in (Beta(1), Beta(HALF), Beta(32), Beta(1, 3), Beta(sp.sqrt(2))):
        comparisons[f"{law}, h^1 at 0"] = (limit_at(Cross(law), CENTRE)[0], "==", HALF)
        for a in (ONE, -ONE, HALF, Fraction(-1, 10**9)):
            comparisons[f"{law}, h^2 at ({a}, 0)"] = (limit_at(Cross(law), (a, Fraction(0)))[1], "==", ONE)
    return exact.compare(comparisons, "five distributions, five places each")


@st.composite
def near_the_crossing(draw: st.DrawFn) -> tuple[Mixing, Fraction, Fraction]:
    """A law without atoms, a place on the horizontal segment, and a fraction of the radius that the proof allows."""
    place = draw(st.fractions(-1, 1, max_denominator=12))
    return draw(mixings(atoms=False)), place, draw(st.sampled_from([ONE, HALF, Fraction(1, 100)]))


@proof.check(
    "at small radii", "sampled", "the closed form h_eps takes these values at every radius that the proof allows"
)
def at_radii(how: Settings) -> Result:
    """7/10 < 1/sqrt(2) stands for it; at 0 the radius is 7/10 of 1, at the ends h_eps is not constant and left out."""

    def prop(instance: tuple[Mixing, Fraction, Fraction]) -> bool | None:
        law, place, scale = instance
        if abs(place) == 1:
            return None
        radius = scale * (min(abs(place), Fraction(7, 10) * (1 - abs(place))) if place else Fraction(7, 10))
        found = mixup_optimal_exact(Cross(law).dataset, law, (place, Fraction(0)), radius)
        return found is not None and found[1] == (ONE if place else HALF)

    return sampled.holds_on(near_the_crossing(), prop, how, (20, 80, 400), "places of the segment, any Beta")


# under midpoint Mixup the crossing is an isolated point of X_mix, and h is not defined beside it
proof.control("full support", lambda: Cross(Midpoint()))
proof.control("uniform weights", lambda: Cross(Beta(1), (HALF, Fraction(1, 6), Fraction(1, 6), Fraction(1, 6))))
UNIFORM_CROSS = Cross(Beta(1))
proof.example(lambda: UNIFORM_CROSS)
proof.near_miss("h at the centre", lambda: (UNIFORM_CROSS, (Fraction(0), ONE)), "continuous along the segment")
proof.near_miss("h beside the centre", lambda: (UNIFORM_CROSS, 1), "the other class")
