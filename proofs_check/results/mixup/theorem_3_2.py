"""Theorem 3.2: three printed readings refuted, the classification proved."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import datasets
from proofs_check.instances.shapes import kinds, shaped_datasets
from proofs_check.methods import exact, sampled, smt
from proofs_check.methods.means import mean_above
from theory.dataset import LabeledDataset
from theory.geometry import mix
from theory.mixing import Beta, Discrete
from theory.optimal import mixup_optimal_limit
from theory.results.mixup.theorem_3_2 import MixedPoint, line_mean, lines

UNIFORM = Beta(1)
QUARTER = Fraction(1, 4)
PAIR = LabeledDataset([[0], [1]], [1, 2])
CROSS = LabeledDataset([(-1, 0), (0, -1), (9, 0), (0, 4)], [1, 1, 2, 2])
THIRD_PARTY = LabeledDataset([(-1, 0), (9, 0), (0, 1), (0, -1)], [1, 2, 2, 2])
SKEW = Discrete({Fraction(9, 10): 1})
ORIGIN = (Fraction(0), Fraction(0))

# ------------------------------------------------------------------------------------------- as printed
delta_printed = Proof("theorem-3.2-delta-printed")
delta_printed.refutation(
    "delta = 1", lambda: MixedPoint(LabeledDataset([[0], [10]], [1, 2]), UNIFORM, 2, (Fraction(1),), Fraction(1))
)


@delta_printed.check("j = i", "smt", "were j = i meant too, no delta would be in range, and the theorem empty")
def no_delta_for_one_class(_: Settings) -> Result:
    """d(X_i, X_i) = 0.  Nor is j = i needed: pairs inside X_i give it all of their label (see the repaired proof)."""
    import z3

    delta, other, least = z3.Reals("delta other least")
    to_itself = z3.RealVal(0)
    premises = [other > 0, least == z3.If(other < to_itself, other, to_itself)]
    return smt.universally({"range": (premises, z3.Not(z3.And(delta > 0, delta < least / 2)))}, "every delta")


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


classification.uses("lemma-2.3")
classification.uses("segments-near-a-point")


@classification.step(
    "shares",
    "smt",
    "every pair that meets x at a lambda that P_f charges gives X_i a share above 1 - delta",
    [f"assumption:{name}" for name in ("full support or symmetry", "2.9", "3.1", "delta in (0, 1/2]")],
)
def shares(_: Settings) -> Result:
    """(t, s) meets x at 1 - lambda where (s, t) does at lambda, and with symmetry or full support it is charged too."""
    import z3

    lam, delta = z3.Reals("lambda delta")
    s_own, t_own, charged, mirrored = z3.Bools("s_own t_own charged mirrored")
    share = z3.If(s_own, lam, z3.RealVal(0)) + z3.If(t_own, 1 - lam, z3.RealVal(0))
    premises = [
        delta > 0,
        2 * delta <= 1,
        charged,
        z3.Implies(charged, mirrored),  # full support, or symmetry
        z3.Or(s_own, t_own),  # 2.9
        z3.Implies(z3.And(charged, s_own, z3.Not(t_own)), lam > 1 - delta),  # 3.1 for (s, t)
        z3.Implies(z3.And(mirrored, t_own, z3.Not(s_own)), 1 - lam > 1 - delta),  # 3.1 for (t, s)
    ]
    return smt.universally({"share": (premises, share > 1 - delta)}, "every pair that meets x, j = i included")


@classification.step(
    "nearby",
    "smt",
    "let m > 1 - delta be the least of the finitely many shares at x: for small eps the ball holds mixes of these "
    "pairs only, and their shares are at least m - eps/L, which exceeds a bound that exceeds 1 - delta",
    ["shares", "segments-near-a-point", "assumption:x in X_mix"],
)
def nearby(_: Settings) -> Result:
    """A share moves by at most |lambda_z - lambda_x| = ||z - x||/L < eps/L; c = (m + 1 - delta)/2 is the bound."""
    import z3

    least, share, delta, eps, length, moved = z3.Reals("m share delta eps L moved")
    c = (least + 1 - delta) / 2
    premises = [least > 1 - delta, share >= least, length > 0, eps > 0, share - moved < eps / length]
    small = eps / length <= (least - (1 - delta)) / 2
    return smt.universally(
        {"share": ([*premises, small], moved >= c), "bound": ([least > 1 - delta], c > 1 - delta)},
        "every pair of the finitely many that meet x; what P_f does not charge has no mass for small eps",
    )


@classification.step(
    "mean",
    "smt",
    "h_eps^i(x) is at least that bound for all small eps, and so is its limit",
    ["nearby", "lemma-2.3"],
)
def mean(_: Settings) -> Result:
    """h_eps is part/total over the pairs that reach the ball."""
    return smt.universally(mean_above(), "every number of pairs, all weights")


@classification.step(
    "class i wins", "smt", "h^i(x) > 1 - delta >= 1/2 leaves less than 1/2 to all other classes", ["mean"]
)
def wins(_: Settings) -> Result:
    """The shares sum to 1."""
    import z3

    own, other, rest, delta = z3.Reals("own other rest delta")
    premises = [own > 1 - delta, 2 * delta <= 1, other >= 0, rest >= 0, own + other + rest == 1]
    return smt.universally({"wins": (premises, other < own)}, "every other class")


@classification.check("random mixed points", "sampled", "h^i > 1 - delta on random exact data")
def classification_sampled(settings: Settings) -> Result:
    """Mixed points of lattice data; the class of the heavier end."""

    return sampled.holds_on(
        mixed_points(),
        classification.decides,
        settings,
        (40, 200, 1000),
        "random datasets",
        kinds=lambda i: kinds(i.dataset),
    )


@st.composite
def mixed_points(draw: st.DrawFn) -> MixedPoint:
    """A point of a random segment of a random dataset, often with the class of its heavier end.

    delta is often as small as 3.1 lets it be.
    """
    data = draw(datasets(min_points=2, max_dimension=2, min_classes=2, max_classes=3) | shaped_datasets())
    i, j = (draw(st.integers(0, data.n_points - 1)) for _ in range(2))
    s, t = data.exact_points[i], data.exact_points[j]
    lam = draw(st.sampled_from([Fraction(n) for n in ("1/2", "1/3", "3/4", "9/10", "1")]))
    just_enough = min(1 - max(lam, 1 - lam) + Fraction(1, 100), Fraction(1, 2))
    delta = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(1, 8), just_enough]))
    mixing = draw(st.sampled_from([Beta(1), Beta(2), Beta(3, 1), Beta(Fraction(1, 2)), Beta(1024)]))
    heavier = data.labels[i if lam > Fraction(1, 2) else j]
    label = draw(st.sampled_from([heavier, *data.classes]))
    return MixedPoint(data, mixing, label, tuple(mix(s, t, lam)), delta)


classification.control("2.9", lambda: MixedPoint(THIRD_PARTY, UNIFORM, 1, ORIGIN, QUARTER))
classification.control("delta in (0, 1/2]", lambda: MixedPoint(PAIR, UNIFORM, 1, (Fraction(1, 2),), Fraction(51, 100)))
classification.control("3.1", lambda: MixedPoint(PAIR, UNIFORM, 1, (QUARTER,), QUARTER))  # lambda = 1 - delta exactly
classification.control("x in X_mix", lambda: MixedPoint(PAIR, UNIFORM, 1, (Fraction(5),), QUARTER))
classification.control("full support or symmetry", lambda: MixedPoint(PAIR, SKEW, 1, (Fraction(9, 10),), QUARTER))
NEAR_PAIR = MixedPoint(PAIR, UNIFORM, 1, (Fraction(1, 5),), QUARTER)  # h^1 = 4/5
classification.example(lambda: NEAR_PAIR)
classification.near_miss("h^i > 1 - delta", lambda: (NEAR_PAIR, Fraction(4, 5)), "attained")
classification.near_miss("class i wins", lambda: (NEAR_PAIR, 2), "the other class")
