"""Theorem 2.7 for every outer weight p: the sign of 2p^2 - q^2 decides below epsilon = 1 and at it, 2p - q beyond."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, sampled, smt, symbolic, together
from theory.results.mixup.theorem_2_7 import ThreePoints, excess, mass_gap
from theory.results.mixup.theorem_2_7_critical_weight import CRITICAL_WEIGHT
from theory.results.mixup.theorem_2_7_phase_boundary import CRITICAL_WEIGHT_OF_ALL, phase_boundary

proof = Proof("theorem-2.7-critical-weight")
JUST_BELOW, JUST_ABOVE = Fraction(41, 140), Fraction(29, 99)  # on either side of 1 - sqrt(2)/2 = 0.292893...
Statements = dict[str, tuple[Sequence[Any], Any]]

proof.uses("theorem-2.7-phase-boundary")


@proof.step("critical", "smt", "for 0 < p < 1/2: p <= 1 - sqrt(2)/2 if and only if 2p^2 <= q^2, with equality together")
def critical_holds(_: Settings) -> Result:
    import z3

    p, root = z3.Reals("p root")
    scale, constant = -(CRITICAL_WEIGHT - 1) / sp.sqrt(2), CRITICAL_WEIGHT.subs(sp.sqrt(2), 0)
    critical = z3.Q(constant.p, constant.q) - z3.Q(scale.p, scale.q) * root
    premises = [p > 0, 2 * p < 1, root > 0, root * root == 2]
    gap = 2 * p**2 - (1 - 2 * p) ** 2
    statements = {"sign": (premises, (p <= critical) == (gap <= 0)), "tie": (premises, (p == critical) == (gap == 0))}
    return smt.universally(statements, "every weight")


@proof.step(
    "light ends",
    "smt",
    "for eps < 1 and 2p^2 <= q^2 the excess is negative at every alpha, as M <= 1 and B > 0",
    ["theorem-2.7-phase-boundary", "critical"],
)
def light_ends(_: Settings) -> Result:
    import z3

    m, b, p = z3.Reals("M B p")
    premises = [p > 0, 2 * p < 1, m >= 0, m <= 1, b > 0, 2 * p**2 <= (1 - 2 * p) ** 2]
    return smt.universally({"negative": (premises, excess(m, b, p) < 0)}, "every alpha > 0 and epsilon < 1")


ALL = tuple((s, t) for s in range(3) for t in range(3))
INNER = tuple(pair for pair in ALL if pair not in {(0, 0), (2, 2)})


def held(radius: Any, conditions: Sequence[Any], inside: Collection[tuple[int, int]]) -> Statements:
    """For z3: under the conditions the ball about 1 holds the pairs ``inside`` for all 0 < lambda < 1, others never."""
    import z3

    lam = z3.Real("lambda")
    statements: Statements = {}
    for s, t in ALL:
        offset = lam * s + (1 - lam) * t - 1
        reached = z3.And(offset < radius, -offset < radius)
        premises = [lam > 0, lam < 1, *conditions]
        statements[f"pair {s, t}"] = (premises, reached if (s, t) in inside else z3.Not(reached))
    return statements


def masses(pairs: Iterable[tuple[int, int]]) -> tuple[sp.Expr, sp.Expr]:
    """N_1 and N_2 when the ball holds all of these pairs: both ends have the mean weight E[lambda] = 1/2."""
    p = sp.symbols("p", positive=True)
    weight = (p, 1 - 2 * p, p)
    first = sum(weight[s] * weight[t] * sp.Rational((s != 1) + (t != 1), 2) for s, t in pairs)
    return first, sum(weight[s] * weight[t] for s, t in pairs) - first


def gap(pairs: Iterable[tuple[int, int]]) -> sp.Expr:
    """N_1 - N_2 then."""
    first, second = masses(list(pairs))
    return first - second


@proof.step("at 1", "symbolic", "for eps = 1, N_1 - N_2 = 2p^2 - q^2 at every alpha", ["critical"])
def at_1(_: Settings) -> Result:
    """The ball holds every pair, but for the self-pairs of 0 and 2, for all lambda in (0, 1)."""
    p = sp.symbols("p", positive=True)
    return together(
        smt.universally(held(1, [], INNER), "all nine pairs"),
        symbolic.identities({"gap": (gap(INNER), 2 * p**2 - (1 - 2 * p) ** 2)}, "every weight and alpha"),
    )


@proof.step("beyond 1", "symbolic", "for eps > 1, N_1 - N_2 = 2p - q at every alpha, positive if and only if p > 1/4")
def beyond_1(_: Settings) -> Result:
    """The ball holds all nine pairs."""
    import z3

    radius, weight = z3.Reals("eps p")
    p = sp.symbols("p", positive=True)
    critical = z3.Q(CRITICAL_WEIGHT_OF_ALL.numerator, CRITICAL_WEIGHT_OF_ALL.denominator)
    sign = (2 * weight - (1 - 2 * weight) > 0) == (weight > critical)
    statements = {**held(radius, [radius > 1], ALL), "sign": ([weight > 0, 2 * weight < 1], sign)}
    return together(
        smt.universally(statements, "all nine pairs, every eps > 1"),
        symbolic.identities({"gap": (gap(ALL), 2 * p - (1 - 2 * p))}, "every weight and alpha"),
    )


@proof.step(
    "cases",
    "smt",
    "the point 1 fails exactly as stated, in each of the cases eps < 1, eps = 1, eps > 1",
    ["theorem-2.7-phase-boundary", "critical", "light ends", "at 1", "beyond 1"],
)
def cases(_: Settings) -> Result:
    import z3

    p, critical, eps, alpha, star, difference = z3.Reals("p critical eps alpha star gap")
    weights = 2 * p**2 - (1 - 2 * p) ** 2
    fails, light = difference > 0, p <= critical
    premises = [
        light == (weights <= 0),
        z3.Implies(z3.And(eps < 1, weights > 0), fails == (alpha > star)),
        z3.Implies(z3.And(eps < 1, weights <= 0), difference < 0),
        z3.Implies(eps == 1, difference == weights),
        z3.Implies(eps > 1, difference == 2 * p - (1 - 2 * p)),
    ]
    stated = z3.And(
        z3.Implies(eps < 1, fails == z3.And(z3.Not(light), alpha > star)),
        z3.Implies(eps == 1, fails == z3.Not(light)),
        z3.Implies(eps > 1, fails == (4 * p > 1)),
    )
    return smt.universally({"cases": (premises, stated)}, "every weight, alpha and epsilon")


# ------------------------------------------------------------------------------------------- numbers
@proof.check("tie", "exact", "at eps = 1 and p = 1 - sqrt(2)/2 the two classes tie, whatever alpha")
def tie(_: Settings) -> Result:
    gaps = {f"alpha = {a}": (mass_gap(ThreePoints(a, 1, CRITICAL_WEIGHT)), "==", 0) for a in (1, 2, 7)}
    return exact.compare(gaps, "alpha = 1, 2, 7")


@proof.check(
    "either side", "exact", "with eps = 1/2, p = 41/140 is right and p = 29/99 fails beyond its finite crossing"
)
def either_side(how: Settings) -> Result:
    half = Fraction(1, 2)
    far = phase_boundary(half, JUST_ABOVE)[1]
    instances = [
        ThreePoints(5, 1, JUST_BELOW),
        ThreePoints(5, 1, JUST_ABOVE),
        ThreePoints(300, half, JUST_BELOW),
        ThreePoints(far, half, JUST_ABOVE),
        ThreePoints(10 * far, half, JUST_BELOW),
        ThreePoints(far - Fraction(1, 10**6), half, JUST_ABOVE),
    ][: how.size(4, 6, 6)]
    truths = [proof.claim.conclusion(instance).holds for instance in instances]
    return exact.decide(truths, "weights within 4e-5 of the critical one", f"the crossing at 29/99 is {float(far):.6f}")


@st.composite
def any_weight(draw: st.DrawFn) -> ThreePoints:
    """Weights about both critical values, resolutions below, at and beyond 1."""
    p = draw(st.sampled_from([JUST_BELOW, JUST_ABOVE, *(Fraction(n) for n in ("1/4", "6/25", "3/10", "1/3", "9/20"))]))
    epsilon = draw(st.one_of(st.fractions(Fraction(1, 5), 2, max_denominator=12), st.just(Fraction(1))))
    return ThreePoints(draw(st.integers(1, 60)), epsilon, p)


@proof.check("h_eps itself", "sampled", "on random instances h_eps fails exactly where predicted")
def h_eps_itself(how: Settings) -> Result:
    prop = lambda instance: proof.claim.conclusion(instance).holds  # noqa: E731
    return sampled.holds_on(any_weight(), prop, how, (30, 100, 600), "whole alpha, exact")


HALF = Fraction(1, 2)
WHERE, TIE = "misclassified exactly where predicted", "a tie at the critical weight"
LIGHT, HEAVY = ThreePoints(4, HALF, Fraction(1, 4)), ThreePoints(9, HALF)
ALL_SEEN = ThreePoints(1, 2, Fraction(1, 4))  # the ball holds everything, and the two classes weigh the same
proof.example(lambda: LIGHT, "never")
proof.example(lambda: HEAVY, "beyond the crossing")
proof.example(lambda: ALL_SEEN, "a tie")
proof.near_miss(WHERE, lambda: (LIGHT, True), "right at this alpha")
proof.near_miss(WHERE, lambda: (HEAVY, False), "wrong at this alpha")
proof.near_miss(TIE, lambda: (ALL_SEEN, False), "equal masses")
proof.near_miss(TIE, lambda: (ThreePoints(1, 2), True), "unequal masses")
