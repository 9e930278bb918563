"""Theorem 3.2: three printed readings refuted, the classification proved."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, sampled, smt
from proofs_check.strategies import datasets
from theory.dataset import LabeledDataset
from theory.geometry import mix
from theory.mixing import Beta, Discrete
from theory.optimal import mixup_optimal_limit
from theory.results.theorem_3_2 import (
    MixedPoint,
    exceeds_bound,
    line_mean,
    lines,
)

UNIFORM = Beta(1)
QUARTER = Fraction(1, 4)
PAIR = LabeledDataset([[0], [1]], [1, 2])
CROSS = LabeledDataset([(-1, 0), (0, -1), (9, 0), (0, 4)], [1, 1, 2, 2])
THIRD_PARTY = LabeledDataset([(-1, 0), (9, 0), (0, 1), (0, -1)], [1, 2, 2, 2])
SKEW = Discrete({Fraction(9, 10): 1})
ORIGIN = (Fraction(0), Fraction(0))

# ------------------------------------------------------------------------------------------- as printed
Proof("theorem-3.2-delta-printed").refutation(
    "delta = 1", lambda: MixedPoint(LabeledDataset([[0], [10]], [1, 2]), UNIFORM, 2, (Fraction(1),), Fraction(1))
)

off_support = Proof("theorem-3.2-off-support-printed")
off_support.refutation("class 1 beyond the data", lambda: MixedPoint(PAIR, UNIFORM, 1, (Fraction(5),), QUARTER))
off_support.refutation("class 2 beyond the data", lambda: MixedPoint(PAIR, UNIFORM, 2, (Fraction(5),), QUARTER))

continuity_printed = Proof("theorem-3.2-continuity-printed")
continuity_printed.refutation("two crossing segments", lambda: MixedPoint(CROSS, UNIFORM, 1, ORIGIN, QUARTER))


@continuity_printed.check("its values", "exact", "h^1 is 5/6 at the crossing, 9/10 and 4/5 along the two segments")
def crossing_values(_: Settings) -> Result:
    """The three values of h^1, and that h takes the line's value beside the crossing."""
    instance = MixedPoint(CROSS, UNIFORM, 1, ORIGIN, QUARTER)
    first, second = (line_mean(instance, group)[0] for group in lines(instance))
    beside = mixup_optimal_limit(CROSS, UNIFORM, [(Fraction(1, 10**6), Fraction(0))])[0][0]
    comparisons = {
        "at the crossing": (mixup_optimal_limit(CROSS, UNIFORM, [ORIGIN])[0][0], "==", Fraction(5, 6)),
        "first axis": (first, "==", Fraction(9, 10)),
        "second axis": (second, "==", Fraction(4, 5)),
        "beside, on the first axis": (beside, "==", Fraction(9, 10) - Fraction(1, 10**7)),
    }
    return exact.compare(comparisons, "one exact instance")


# ------------------------------------------------------------------------------------------- classification
classification = Proof("theorem-3.2")


@classification.step(
    "shares",
    "smt",
    "every pair that meets x gives X_i a share above 1 - delta, in both orders",
    ["assumption:full support or symmetry", "assumption:2.9", "assumption:repaired 3.1"],
)
def shares(_: Settings) -> Result:
    """(s, t) with s in X_i at lambda > 1 - delta; (t, s) at 1 - lambda; pairs inside X_i have share 1."""
    import z3

    lam, delta, mirrored = z3.Reals("lambda delta mirrored")
    premises = [delta > 0, 2 * delta <= 1, lam > 1 - delta, lam <= 1]
    statements = {
        "own class first": (premises, lam > 1 - delta),
        "own class second": ([*premises, mirrored == 1 - lam], 1 - mirrored > 1 - delta),
        "inside the class": ([delta > 0, 2 * delta <= 1], z3.RealVal(1) > 1 - delta),
        "at least one half": (premises, 1 - delta >= z3.RealVal(1) / 2),
    }
    return smt.universally(statements, "every pair, every lambda and delta")


@classification.step(
    "nearby",
    "smt",
    "at small eps the shares are within eps/L of those at x, so still above 1 - delta",
    ["shares"],
)
def nearby(_: Settings) -> Result:
    """lambda' > lambda - r and lambda - r >= 1 - delta for r = eps/L up to lambda - (1 - delta) > 0."""
    import z3

    lam, delta, r, moved = z3.Reals("lambda delta r moved")
    premises = [lam > 1 - delta, r > 0, r <= lam - (1 - delta), moved > lam - r]
    return smt.universally({"share": (premises, moved > 1 - delta)}, "every pair of the finitely many that meet x")


@classification.step("mean", "smt", "a weighted mean of shares above 1 - delta is above 1 - delta", ["nearby"])
def mean(_: Settings) -> Result:
    """Two shares; more by induction, since a mean of means is a mean."""
    import z3

    one, other, w, v, delta = z3.Reals("one other w v delta")
    premises = [w > 0, v >= 0, one > 1 - delta, other > 1 - delta]
    return smt.universally({"mean": (premises, (w * one + v * other) / (w + v) > 1 - delta)}, "all weights")


@classification.check("random mixed points", "sampled", "h^i > 1 - delta on random exact data")
def classification_sampled(settings: Settings) -> Result:
    """Mixed points of lattice data; the class of the heavier end."""

    def prop(instance: MixedPoint) -> bool | None:
        met = all(a.predicate(instance).holds for a in classification.claim.assumptions)
        return bool(exceeds_bound(instance).holds) if met else None

    return sampled.holds_on(mixed_points(), prop, settings, (40, 150, 800), "random exact datasets")


@st.composite
def mixed_points(draw: st.DrawFn) -> MixedPoint:
    """A point of a random segment of a random dataset, with some class and delta."""
    data = draw(datasets(min_points=2, max_dimension=2, min_classes=2, max_classes=3))
    s, t = (draw(st.sampled_from(data.exact_points)) for _ in range(2))
    lam = draw(st.sampled_from([Fraction(n) for n in ("1/2", "1/3", "3/4", "9/10", "1")]))
    delta = draw(st.sampled_from([Fraction(n) for n in ("1/2", "1/3", "1/8")]))
    mixing = draw(st.sampled_from([Beta(1), Beta(2), Beta(3, 1)]))
    return MixedPoint(data, mixing, draw(st.sampled_from(data.classes)), tuple(mix(s, t, lam)), delta)


classification.control("2.9", lambda: MixedPoint(THIRD_PARTY, UNIFORM, 1, ORIGIN, QUARTER))
classification.control(
    "repaired 3.1", lambda: MixedPoint(LabeledDataset([[0], [10]], [1, 2]), UNIFORM, 1, (Fraction(9),), QUARTER)
)
classification.control("x in X_mix", lambda: MixedPoint(PAIR, UNIFORM, 1, (Fraction(5),), QUARTER))
classification.control("full support or symmetry", lambda: MixedPoint(PAIR, SKEW, 1, (Fraction(9, 10),), QUARTER))
