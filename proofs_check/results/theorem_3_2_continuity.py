"""Theorem 3.2 and the margin of Section 3: the continuity criterion and the half-distance margin proved."""

from __future__ import annotations

from fractions import Fraction

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.theorem_3_2 import CROSS, ORIGIN, PAIR, QUARTER, SKEW, UNIFORM, mixed_points
from theory.dataset import LabeledDataset
from theory.mixing import Beta, Discrete
from theory.results.theorem_3_2 import MixedPoint, gives_class
from theory.results.theorem_3_2_continuity import continuity_criterion, half_distance

continuity = Proof("theorem-3.2-continuity")
continuity.uses("remark-2.4")


@continuity.step(
    "one line at a time",
    "smt",
    "z near x on a line is met only by that line's segments, whose weights tend to those at x",
    ["remark-2.4"],
)
def one_line(_: Settings) -> Result:
    """A segment at distance gap > 0 from x is missed by all z nearer than gap."""
    import z3

    gap, distance = z3.Reals("gap distance")
    statement = {"missed": ([gap > 0, distance >= gap], z3.Not(distance < gap))}
    return smt.universally(statement, "every segment that does not contain x; there are finitely many")


@continuity.step(
    "h is the mean of the line means",
    "smt",
    "all line means equal h(x) iff they equal one another",
    ["one line at a time", "assumption:x is no data point", "assumption:x in X_mix"],
)
def mean_of_means(_: Settings) -> Result:
    """h = (w a + v b)/(w + v) with w, v > 0: a = b iff a = h and b = h."""
    import z3

    w, v, a, b = z3.Reals("w v a b")
    h = (w * a + v * b) / (w + v)
    premises = [w > 0, v > 0]
    statements = {
        "if": ([*premises, a == b], z3.And(a == h, b == h)),
        "only if": ([*premises, a == h, b == h], a == b),
    }
    return smt.universally(statements, "each class, two lines; more by grouping")


@continuity.check("random mixed points", "sampled", "the criterion decides continuity on random exact data")
def continuity_sampled(settings: Settings) -> Result:
    """Mixed points of lattice data, where lines cross often."""

    def prop(instance: MixedPoint) -> bool | None:
        met = all(a.predicate(instance).holds for a in continuity.claim.assumptions)
        return bool(continuity_criterion(instance).holds) if met else None

    return sampled.holds_on(mixed_points(), prop, settings, (20, 80, 400), "random exact datasets")


FOUR_ATOMS = Discrete({Fraction(n, 10): QUARTER for n in (1, 2, 8, 9)})
continuity.control("standard f", lambda: MixedPoint(CROSS, FOUR_ATOMS, 1, ORIGIN))
continuity.control("x in X_mix", lambda: MixedPoint(PAIR, UNIFORM, 1, (Fraction(5),)))
continuity.control(
    "x is no data point", lambda: MixedPoint(LabeledDataset.alternating_line(), Beta(2), 2, (Fraction(1),))
)

# ------------------------------------------------------------------------------------------- margin
margin = Proof("margin-half-distance")
margin.uses("remark-2.4")


@margin.step(
    "both orders",
    "symbolic",
    "(s, t) at lambda and (t, s) at 1 - lambda both give X_i the share lambda, whatever their weights",
    ["remark-2.4", "assumption:one segment only"],
)
def both_orders(_: Settings) -> Result:
    """(f(lambda) lambda + f(1 - lambda)(1 - (1 - lambda)))/(f(lambda) + f(1 - lambda)) = lambda: no symmetry needed."""
    import sympy as sp

    lam, first, second = sp.symbols("lambda f_1 f_2", positive=True)
    share = (first * lam + second * (1 - (1 - lam))) / (first + second)
    return symbolic.identities({"share": share - lam}, "every lambda and every pair of density values")


@margin.check("random mixed points", "sampled", "h^i = lambda on random uncrossed segments")
def margin_sampled(settings: Settings) -> Result:
    """Mixed points that meet the assumptions."""

    def prop(instance: MixedPoint) -> bool | None:
        met = all(a.predicate(instance).holds for a in margin.claim.assumptions)
        return bool(half_distance(instance).holds) if met else None

    return sampled.holds_on(mixed_points(), prop, settings, (40, 150, 800), "random exact datasets")


@margin.check("no supremum", "exact", "a point 49 from X_1 can have class 1 although min d(X_1, X_2)/2 = 1/2")
def no_supremum(_: Settings) -> Result:
    """X_1 = {(0, 0)}, X_2 = {(1, 0), (0, 100)} at (0, 49)."""
    data = LabeledDataset([(0, 0), (1, 0), (0, 100)], [1, 2, 2])
    finding = gives_class(MixedPoint(data, UNIFORM, 1, (Fraction(0), Fraction(49))))
    return Result(finding.holds, finding.witness, "one exact instance")


margin.control("standard f", lambda: MixedPoint(PAIR, SKEW, 1, (Fraction(1, 3),)))
margin.control("one segment only", lambda: MixedPoint(CROSS, UNIFORM, 1, ORIGIN))
