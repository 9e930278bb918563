"""Theorem 2.10: the printed form refuted, the repaired and the sharp form proved."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, product

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, sampled, smt, symbolic
from proofs_check.strategies import datasets
from theory.dataset import LabeledDataset
from theory.geometry import mix
from theory.mixing import Beta, Midpoint
from theory.results.theorem_2_10 import (
    PRINTED,
    TrainedLimit,
    continuity_matches,
    fits_continuously,
    limit_along_ray,
    symmetrized_density,
)

SMALLEST = LabeledDataset([[0], [1], [2]], [1, 1, 2])
ALTERNATING = LabeledDataset.alternating_line()
lam = sp.Symbol("lambda", positive=True)

# ------------------------------------------------------------------------------------------- as printed
printed = Proof("theorem-2.10-printed")
printed.refutation("{0, 1} against {2}", lambda: TrainedLimit(SMALLEST, Beta(1)))


def small_lines(largest: int) -> Iterator[LabeledDataset]:
    """All two-class datasets of at most three points at integers 0..largest, smallest first."""
    for size in (2, 3):
        for places in combinations_with_replacement(range(largest + 1), size):
            for labels in product((1, 2), repeat=size):
                if len(set(places)) == size and len(set(labels)) == 2:
                    yield LabeledDataset([[p] for p in places], labels)


@printed.check("the smallest counterexample", "exact", "no dataset of two points is a counterexample; three suffice")
def smallest_counterexample(_: Settings) -> Result:
    """Search every small line in order of size."""
    tried = 0
    for data in small_lines(4):
        tried += 1
        instance = TrainedLimit(data, Beta(1))
        if PRINTED.predicate(instance).holds and fits_continuously(instance).holds is False:
            found = f"{data}, after {tried - 1} smaller ones"
            return Result(data.n_points == 3, found, "integer lines of 2 and 3 points", tried, witness=str(instance))
    return Result(False, "none found", "integer lines of 2 and 3 points", tried)


printed.control("standard f", lambda: TrainedLimit(SMALLEST, Midpoint()))
printed.control("printed 2.9", lambda: TrainedLimit(ALTERNATING, Beta(1)))

# ------------------------------------------------------------------------------------------- sharp
sharp = Proof("theorem-2.10-sharp")
repaired = Proof("theorem-2.10")


def shared_steps(proof: Proof) -> None:
    """What the sharp and the repaired form share: the limit of h along every ray that leaves a data point."""
    proof.uses("remark-2.4")
    proof.step("locality", "smt", "close to x, every segment that meets z also contains x")(locality)
    proof.step(
        "weight of x", "symbolic", "on a segment that ends at x, z at distance r has lambda = 1 - r/L -> 1 on x"
    )(weight_of_x)
    proof.step(
        "behaviour at the ends",
        "symbolic",
        "f(t) + f(1 - t), t -> 0, tends to 0 for alpha > 1, to 2 for alpha = 1, to infinity for alpha < 1",
        ["assumption:standard f"],
    )(behaviour_at_the_ends)
    proof.step(
        "limit along a ray",
        "symbolic",
        "with w the weight of the segments that end at x, M that of those that pass it and m its own-class part, "
        "h^i tends to (w + m)/(w + M); to 1 as w -> infinity, to m/M as w -> 0",
        ["remark-2.4", "locality", "weight of x", "behaviour at the ends"],
    )(limit_of_the_ratio)


def locality(_: Settings) -> Result:
    """If all points of a segment are at least gap from x, a point z of it is not nearer than gap."""
    import z3

    gap, distance = z3.Reals("gap distance")
    statement = {"nothing nearer": ([gap > 0, distance >= gap], z3.Not(distance < gap))}
    return smt.universally(statement, "every segment at a positive distance gap from x; there are finitely many")


def weight_of_x(_: Settings) -> Result:
    """z = lambda x + (1 - lambda) t at distance r from x on a segment of length L."""
    r, length = sp.symbols("r L", positive=True)
    weight = 1 - r / length
    moved = mix([0, 0], [length, 0], weight)
    residuals = {"position": moved[0] - r, "on the line": moved[1], "limit": sp.limit(weight, r, 0) - 1}
    return symbolic.identities(residuals, "every segment and every r in (0, L)")


def behaviour_at_the_ends(_: Settings) -> Result:
    """The symmetrised density of Beta(alpha, alpha) in its three regimes, with the Beta function positive."""
    c = sp.Symbol("c", positive=True)
    shape = lam**c * (1 - lam) ** c  # f up to a positive constant for alpha = 1 + c, 1/f for alpha = 1 - c
    residuals = {
        "alpha = 1 + c, and 1/f for alpha = 1 - c": sp.limit(shape, lam, 0, "+"),
        "alpha = 1": sp.limit(symmetrized_density(Beta(1), lam), lam, 0, "+") - 2,
        "alpha = 3": sp.limit(symmetrized_density(Beta(3), lam), lam, 0, "+"),
        "alpha = 1/2": 1 / sp.limit(symmetrized_density(Beta(Fraction(1, 2)), lam), lam, 0, "+"),
    }
    return symbolic.identities(residuals, "every alpha > 0")


def limit_of_the_ratio(_: Settings) -> Result:
    """The three regimes of (w + m)/(w + M)."""
    w, m, total = sp.symbols("w m M", positive=True)
    value = (w + m) / (w + total)
    residuals = {
        "w -> oo": sp.limit(value, w, sp.oo) - 1,
        "w -> 0": sp.limit(value, w, 0, "+") - m / total,
    }
    return symbolic.identities(residuals, "all positive weights")


shared_steps(sharp)
shared_steps(repaired)


@sharp.step("mixed segments", "smt", "a passing segment that is not inside X_i has an own-class part below its mass")
def mixed_segments(_: Settings) -> Result:
    """Own-class part lambda a + (1 - lambda) b with a, b in {0, 1} not both 1, lambda in (0, 1)."""
    import z3

    share, a, b = z3.Reals("lambda a b")
    ends = [z3.Or(a == 0, a == 1), z3.Or(b == 0, b == 1), z3.Not(z3.And(a == 1, b == 1))]
    premises = [share > 0, share < 1, *ends]
    return smt.universally({"below 1": (premises, share * a + (1 - share) * b < 1)}, "every lambda in (0, 1)")


@sharp.step(
    "criterion",
    "smt",
    "for finite w the limit is 1 iff m = M, that is iff the repaired 2.9 holds; for infinite w it is 1",
    ["limit along a ray", "mixed segments"],
)
def criterion(_: Settings) -> Result:
    """With finite w >= 0, passing mass M > 0 and own-class part m <= M."""
    import z3

    w, m, total = z3.Reals("w m M")
    premises = [w >= 0, total > 0, m >= 0, m <= total]
    statements = {
        "own class only": ([*premises, m == total], (w + m) / (w + total) == 1),
        "otherwise below 1": ([*premises, m < total], (w + m) / (w + total) < 1),
    }
    return smt.universally(statements, "all finite weights")


@sharp.check("trichotomy", "exact", "on {0, 1} against {2}, h^1 tends to 1, 5/6, 1/2 at 1 for alpha < 1, = 1, > 1")
def trichotomy(_: Settings) -> Result:
    """The limits of the smallest counterexample from the side of the point 2."""
    expected = {
        Fraction(1, 2): 1,
        Fraction(1): Fraction(5, 6),
        Fraction(2): Fraction(1, 2),
        Fraction(5): Fraction(1, 2),
    }
    found = {a: limit_along_ray(SMALLEST, Beta(a), 1, 2)[0] for a in expected}
    comparisons = {f"alpha = {a}": (found[a], "==", value) for a, value in expected.items()}
    return exact.compare(comparisons, "alpha in {1/2, 1, 2, 5}", "1, 5/6, 1/2, 1/2")


@sharp.check("random datasets", "sampled", "the criterion decides continuity on random exact datasets")
def sharp_sampled(settings: Settings) -> Result:
    """Small exact datasets, alpha on both sides of 1."""
    instances = st.builds(TrainedLimit, datasets(), st.sampled_from([Beta(Fraction(1, 2)), Beta(1), Beta(2)]))
    scope = "random exact datasets, alpha in {1/2, 1, 2}"
    return sampled.holds_on(instances, lambda i: bool(continuity_matches(i).holds), settings, (15, 60, 400), scope)


sharp.control("standard f", lambda: TrainedLimit(ALTERNATING, Midpoint()))

# ------------------------------------------------------------------------------------------- repaired
repaired.uses("proposition-2.8")


@repaired.step(
    "continuity",
    "smt",
    "every ray limit is 1, because only segments inside X_i pass: m = M",
    ["limit along a ray", "assumption:repaired 2.9", "proposition-2.8"],
)
def continuity(_: Settings) -> Result:
    """(w + m)/(w + M) = 1 when m = M."""
    import z3

    w, m, total = z3.Reals("w m M")
    statement = {"limit": ([w >= 0, m == total, w + total > 0], (w + m) / (w + total) == 1)}
    return smt.universally(statement, "all weights")


@repaired.check("random datasets", "sampled", "the conclusion holds on random exact datasets that meet the assumption")
def repaired_sampled(settings: Settings) -> Result:
    """Small exact datasets, many degenerate."""

    def prop(instance: TrainedLimit) -> bool | None:
        met = all(a.predicate(instance).holds for a in repaired.claim.assumptions)
        return bool(fits_continuously(instance).holds) if met else None

    instances = st.builds(TrainedLimit, datasets(), st.sampled_from([Beta(1), Beta(2), Beta(Fraction(1, 2))]))
    return sampled.holds_on(instances, prop, settings, (20, 100, 600), "random exact datasets, alpha in {1/2, 1, 2}")


repaired.control("repaired 2.9", lambda: TrainedLimit(SMALLEST, Beta(1)))


@repaired.not_needed("standard f", "any P_f: all that meets z near x has weight at least 1 - r/L on x's class", "smt")
def standard_not_needed(_: Settings) -> Result:
    """A weighted mean of shares that are all at least 1 - r/L is at least 1 - r/L, whatever the weights."""
    import z3

    bound, one, other, w, v = z3.Reals("bound one other w v")
    premises = [w >= 0, v >= 0, w + v > 0, one >= bound, other >= bound, one <= 1, other <= 1]
    statement = {"mean": (premises, (w * one + v * other) / (w + v) >= bound)}
    return smt.universally(statement, "all weights; the number of segments follows by induction")
