"""Theorem 2.10 at a given resolution, beside a data point: the modulus of continuity."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.shapes import kinds
from proofs_check.methods import exact, sampled, smt
from proofs_check.methods.means import mean_above
from proofs_check.results.mixup.theorem_2_10_quantitative import (
    BEYOND,
    FORK,
    PAIR,
    radius,
    resolutions,
    when_it_reaches,
    who_reaches,
)
from theory.clearances import exact_clearance
from theory.geometry import mix, square_root
from theory.mixing import Beta, Midpoint
from theory.numbers import sympify
from theory.results.mixup.theorem_2_10_quantitative import HALF, Vicinity, masses_at

modulus = Proof("theorem-2.10-modulus")
modulus.uses("lemma-2.3")


@modulus.step(
    "the ball about z is in a ball about x",
    "smt",
    "what is within eps of z is within r = ||z - x|| + eps of x",
    ["assumption:mixed mass"],
)
def inside_a_ball(_: Settings) -> Result:
    """Triangle inequality from Gram entries: u = z - x, v the rest, (u.v)^2 <= |u|^2 |v|^2."""
    import z3

    u, v, cross, eps = z3.Reals("u v cross eps")
    premises = [u >= 0, v >= 0, v < eps, cross * cross <= u * u * v * v]
    return smt.universally({"norm": (premises, u * u + 2 * cross + v * v < (u + eps) * (u + eps))}, "every dimension")


modulus.step(
    "who reaches",
    "smt",
    "a pair that reaches the ball has an end at x or both ends in X_i: all others keep the clearance >= r from x",
    ["the ball about z is in a ball about x", "assumption:within the clearance"],
)(who_reaches)
modulus.step(
    "where it reaches",
    "symbolic",
    "lambda x + (1 - lambda) t is (1 - lambda) D from x, D = ||t - x||: (x, t) reaches iff lambda > 1 - r/D",
    ["who reaches"],
)(when_it_reaches)


@modulus.step("shares", "smt", "every pair that reaches gives X_i a share of at least 1 - r/d", ["where it reaches"])
def shares_beside(_: Settings) -> Result:
    """(x, t), t foreign: (1 - lambda) D < r and D >= d; (t, x) likewise; pairs inside X_i give 1."""
    import z3

    lam, far, d, r = z3.Reals("lambda D d r")
    premises = [lam >= 0, lam <= 1, d > 0, far >= d, r > 0]
    return smt.universally(
        {
            "(x, t)": ([*premises, (1 - lam) * far < r], lam >= 1 - r / d),
            "(t, x)": ([*premises, lam * far < r], 1 - lam >= 1 - r / d),
            "inside the class": (premises, lam + (1 - lam) >= 1 - r / d),
        },
        "every pair that reaches the ball, every lambda",
    )


@modulus.step(
    "sum over the pairs",
    "smt",
    "h = part/total is at least 1 - r/d where there is mass",
    ["lemma-2.3", "shares", "assumption:mixed mass"],
)
def sum_beside(_: Settings) -> Result:
    """A mean of shares that are at least c is at least c."""
    return smt.universally(mean_above(), "every number of pairs, all weights")


@st.composite
def vicinities(draw: st.DrawFn) -> Vicinity:
    """A place z on the way from a data point to another; the ball takes the rest of the clearance, or a part of it.

    A small part leaves ||z - x|| as nearly all of the bound.
    """
    seen = draw(resolutions())
    data, law, x = seen.dataset, seen.mixing, seen.dataset.exact_points[seen.index]
    end = draw(st.sampled_from(data.exact_points))
    z = tuple(mix(end, x, draw(st.sampled_from([Fraction(1, 100), Fraction(1, 10), Fraction(1, 3)]))))
    vicinity = Vicinity(data, law, seen.index, z, Fraction(1))
    square = exact_clearance(data, seen.index).squared
    if square is None:
        return vicinity
    rest = sympify(square_root(square)) - sympify(vicinity.distance)
    scale = draw(st.sampled_from([Fraction(1), HALF, Fraction(1, 20)]))
    return Vicinity(data, law, seen.index, z, radius(rest, scale, law))


@modulus.check("random places", "sampled", "the bound holds beside random data points")
def modulus_sampled(settings: Settings) -> Result:
    """As above, z up to a third of the way to another data point."""
    return sampled.holds_on(
        vicinities(),
        modulus.decides,
        settings,
        (20, 100, 1000),
        "random datasets in dimensions 1 to 6, alpha from 0.1 to 1024 and atoms",
        kinds=lambda instance: kinds(instance.dataset),
    )


@modulus.check("on a segment", "exact", "on the segment of two points h falls as the bound does, within 2 eps/d")
def on_a_segment(_: Settings) -> Result:
    """Uniform P_f on {0} against {1}: the share of 0 at z is 1 - z, the bound 1 - z - eps."""
    eps, truths = Fraction(1, 10**6), []
    for z in (Fraction(1, 100), Fraction(1, 3), Fraction(9, 10)):
        seen = Vicinity(PAIR, Beta(1), 0, (z,), eps)
        own, other = masses_at(seen)
        truths += [modulus.claim.conclusion(seen).holds, own / (own + other) <= 1 - (z + eps) + 2 * eps]
    return exact.decide(truths, "z = 1/100, 1/3, 9/10", "h is within 2 eps of the bound, above it")


modulus.control("within the clearance", lambda: Vicinity(FORK, Midpoint(), 0, (HALF, Fraction(0)), BEYOND - HALF))
modulus.control("mixed mass", lambda: Vicinity(PAIR, Midpoint(), 0, (Fraction(1, 4),), Fraction(1, 8)))
# midpoint Mixup of {0} and {1} at z = 1/4 sees 0 and 1/2: reach 1/2, and the foreign part is 1/3 of the mass
ASIDE = Vicinity(PAIR, Midpoint(), 0, (Fraction(1, 4),), Fraction(3, 10))
modulus.example(lambda: ASIDE)
modulus.near_miss("at least 1 - reach/d", lambda: (ASIDE, Fraction(3, 10)), "the radius alone")
