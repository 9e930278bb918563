"""Close to a point there are only the segments that contain it: the inequalities, in every dimension.

With a = s - x and b = t - x, everything depends on the Gram entries A = a.a, B = b.b and C = a.b alone; Cauchy and
Schwarz say C^2 <= A B, and D = A + B - 2C = ||s - t||^2 is positive for s != t.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import datasets
from proofs_check.methods import sampled, smt, symbolic
from theory.dataset import LabeledDataset
from theory.geometry import mix
from theory.results.mixup.segments import Neighbours

proof = Proof("segments-near-a-point")


def squared_distance(lam: Any, a: Any, b: Any, cross: Any) -> Any:
    """||z_st(lambda) - x||^2 from the Gram entries of s - x and t - x."""
    return lam * lam * a + 2 * lam * (1 - lam) * cross + (1 - lam) * (1 - lam) * b


@proof.step(
    "Gram entries",
    "symbolic",
    "||z_st(lambda) - x||^2 = lambda^2 A + 2 lambda (1 - lambda) C + (1 - lambda)^2 B, and ||s - t||^2 = A + B - 2C, "
    "in every dimension: each coordinate contributes its own a^2, b^2 and a b",
)
def gram_entries(_: Settings) -> Result:
    """One coordinate; the squared lengths are sums of these, and the right sides are linear in A, B, C."""
    s, t, x, lam = sp.symbols("s t x lambda", real=True)
    a, b = s - x, t - x
    moved = mix([s], [t], lam)[0]
    return symbolic.identities(
        {
            "mixed point": ((moved - x) ** 2, squared_distance(lam, a * a, b * b, a * b)),
            "segment": ((s - t) ** 2, a * a + b * b - 2 * a * b),
        },
        "every coordinate of every pair",
    )


@proof.step(
    "the least distance",
    "smt",
    "on [s, t] the squared distance is at least m: B if B <= C, A if A <= C, else (AB - C^2)/D",
    ["Gram entries"],
)
def least_distance(_: Settings) -> Result:
    """The vertex of the parabola is at lambda = (B - C)/D."""
    import z3

    lam, a, b, cross = z3.Reals("lambda A B C")
    length = a + b - 2 * cross
    premises = [lam >= 0, lam <= 1, a >= 0, b >= 0, length > 0]
    square = squared_distance(lam, a, b, cross)
    return smt.universally(
        {
            "nearest at t": ([*premises, b <= cross], square >= b),
            "nearest at s": ([*premises, a <= cross], square >= a),
            "nearest inside": (premises, length * square >= a * b - cross * cross),
        },
        "all Gram entries, in any dimension",
    )


@proof.step(
    "positive unless it contains x",
    "smt",
    "m > 0 if the segment misses x: m = 0 puts x at s, at t, or at lambda = (B - C)/D in [0, 1]",
    ["the least distance"],
)
def positive_unless(_: Settings) -> Result:
    """If no lambda in [0, 1] has distance 0, then each of the three forms of m is positive."""
    import z3

    a, b, cross = z3.Reals("A B C")
    length = a + b - 2 * cross
    gram = [a >= 0, b >= 0, cross * cross <= a * b, length > 0]
    vertex = (b - cross) / length
    at_vertex = squared_distance(vertex, a, b, cross) == 0
    return smt.universally(
        {
            "t": ([*gram, b <= cross, b == 0], squared_distance(z3.RealVal(0), a, b, cross) == 0),
            "s": ([*gram, a <= cross, a == 0], squared_distance(z3.RealVal(1), a, b, cross) == 0),
            "inside": ([*gram, b > cross, a > cross, a * b == cross * cross], at_vertex),
            "and lambda is in [0, 1]": ([*gram, b > cross, a > cross], z3.And(vertex > 0, vertex < 1)),
            "one point": ([a >= 0, a != 0], a > 0),
        },
        "all Gram entries, in any dimension",
    )


@proof.step(
    "the reach",
    "smt",
    "finitely many segments miss x, so the least of their m is some rho^2 > 0 (or none misses x), and a segment that "
    "meets z with ||z - x|| < rho does not miss x; nor is a data point at z",
    ["positive unless it contains x", "assumption:within reach"],
)
def the_reach(_: Settings) -> Result:
    """A minimum of positive numbers, one at a time; and m <= ||z - x||^2 < rho^2 <= m is absurd."""
    import z3

    rho, m, square, other = z3.Reals("rho_squared m square other")
    least = z3.If(rho <= other, rho, other)
    return smt.universally(
        {
            "one more": ([rho > 0, other > 0], z3.And(least > 0, least <= rho, least <= other)),
            "contains x": ([rho > 0, square > 0, square < rho, m <= square], z3.Not(rho <= m)),
        },
        "every finite family of segments; a data point u is the segment [u, u]",
    )


@proof.step(
    "how far lambda moves",
    "symbolic",
    "if x and z are on [s, t] then z - x = (lambda_z - lambda_x)(s - t)",
    ["the reach"],
)
def how_far(_: Settings) -> Result:
    """Coordinate by coordinate; so ||z - x|| = |lambda_z - lambda_x| ||s - t||."""
    s, t, there, here = sp.symbols("s t lambda_z lambda_x", real=True)
    moved = mix([s], [t], there)[0] - mix([s], [t], here)[0]
    return symbolic.identities({"coordinate": (moved, (there - here) * (s - t))}, "every pair, every dimension")


@st.composite
def neighbours(draw: st.DrawFn) -> Neighbours:
    """A data point or crossing x, and z on a segment through x or anywhere, at distances from tiny to large."""
    data = draw(datasets())
    s, t = (draw(st.sampled_from(data.exact_points)) for _ in range(2))
    x = tuple(mix(s, t, draw(st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 3)]))))
    end = draw(st.sampled_from(data.exact_points))
    share = draw(st.sampled_from([Fraction(1, 100), Fraction(1, 20), Fraction(1, 3)]))
    return Neighbours(data, x, tuple(mix(end, x, share)))


@proof.check("random places", "sampled", "on random exact data")
def random_places(how: Settings) -> Result:
    """z on the way from x to a data point, often within reach."""

    return sampled.holds_on(neighbours(), proof.decides, how, (40, 150, 800), "random exact datasets")


TRIANGLE = LabeledDataset([(0, 0), (2, 0), (0, 1)], [1, 1, 1])
FOOT = (Fraction(6, 5), Fraction(2, 5))  # of the segment that misses (1, 0): at the reach exactly
proof.control("within reach", lambda: Neighbours(TRIANGLE, (1, 0), FOOT))
BESIDE = Neighbours(TRIANGLE, (1, 0), (Fraction(6, 5), 0))
proof.example(lambda: BESIDE)
proof.near_miss("only segments through x", lambda: (BESIDE, (Fraction(1), Fraction(1, 10))), "another place")
proof.near_miss("they move by ||z - x||", lambda: (BESIDE, Fraction(1, 5)), "not squared")
