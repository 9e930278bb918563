"""Theorem 2.10: the printed form refuted, by the smallest data that can, and the repaired form proved."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, permutations, product
from typing import TypeAlias

from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.instances.shapes import any_alpha, kinds, shaped_datasets
from proofs_check.methods import exact, sampled, smt
from theory.assumptions import assumption_2_9, assumption_3_1
from theory.dataset import LabeledDataset
from theory.geometry import mixing_at
from theory.mixing import Beta, Midpoint
from theory.results.mixup.theorem_2_10 import PRINTED, TrainedLimit, fits_continuously
from theory.results.mixup.theorem_2_10_sharp import SMALLEST

ALTERNATING = LabeledDataset.alternating_line()
PAIR = LabeledDataset([[0], [1]], [1, 2])

# ------------------------------------------------------------------------------------------- as printed
printed = Proof("theorem-2.10-printed")
printed.refutation("{0, 1} against {2}", lambda: TrainedLimit(SMALLEST, Beta(1)))

Places: TypeAlias = tuple[tuple[int, ...], ...]
GRIDS = {1: 4, 2: 2, 3: 2}  # dimension -> largest coordinate of the search


def images(places: Places) -> Iterator[Places]:
    """A list of lattice points under every permutation and reflection of the axes, moved back to 0 and sorted."""
    axes = range(len(places[0]))
    tops = [max(p[axis] for p in places) for axis in axes]
    for order in permutations(axes):
        for flips in product((False, True), repeat=len(tops)):
            turned = [tuple(tops[a] - p[a] if flips[a] else p[a] for a in order) for p in places]
            yield tuple(sorted(turned))


def canonical(places: Places) -> bool:
    """Whether a sorted list of lattice points starts at 0 in every axis and is the least of its images.

    Every dataset in a grid is then searched once up to these symmetries and to translation.
    """
    starts_at_0 = not any(min(p[axis] for p in places) for axis in range(len(places[0])))
    return starts_at_0 and all(places <= image for image in images(places))


def partitions(size: int) -> Iterator[tuple[int, ...]]:
    """Labels 1, 2, ... of ``size`` points, classes named in order of appearance."""
    for labels in product(range(1, size + 1), repeat=size):
        if all(label <= 1 + max(labels[:i], default=0) for i, label in enumerate(labels)):
            yield labels


def small_datasets(size: int) -> Iterator[LabeledDataset]:
    """All datasets of ``size`` lattice points (repetitions allowed) in the grids, up to symmetry, small grids first."""
    for d, largest in GRIDS.items():
        for places in combinations_with_replacement(product(range(largest + 1), repeat=d), size):
            if not canonical(places):
                continue
            for labels in partitions(size):
                if len(set(zip(places, labels, strict=True))) == len(set(places)):
                    yield LabeledDataset(places, labels)


def is_counterexample(data: LabeledDataset) -> bool:
    """Whether uniform P_f and this dataset refute the printed theorem."""
    instance = TrainedLimit(data, Beta(1))
    return PRINTED.predicate(instance).holds is True and fits_continuously(instance).holds is False


def is_like_the_smallest(data: LabeledDataset) -> bool:
    """Three points of one line, the middle one in the class of just one of the outer two."""
    for middle in range(3):
        a, b = (k for k in range(3) if k != middle)
        lam = mixing_at(data.exact_points[a], data.exact_points[b], data.exact_points[middle])
        if lam is not None and 0 < lam < 1:
            return data.labels[a] != data.labels[b] and data.labels[middle] in (data.labels[a], data.labels[b])
    return False


@printed.check(
    "the smallest counterexample",
    "exact",
    "in dimensions 1 to 3 no dataset of one or two points refutes it; of three points exactly those do that have all "
    "three on a line, the middle one in the class of one of the outer two, which differ",
)
def smallest_counterexample(_: Settings) -> Result:
    """Exhaustive over the grids, and up to symmetry; both directions of the characterisation."""
    found, truths = [], []
    for size in (1, 2, 3):
        for data in small_datasets(size):
            refutes = is_counterexample(data)
            found += [data] if refutes else []
            truths.append(refutes is (size == 3 and is_like_the_smallest(data)))
    text = f"{len(found)} of {len(truths)} datasets refute it, the first {found[0] if found else None}"
    scope = "up to 3 points with coordinates 0..4 in dimension 1, 0..2 in dimensions 2 and 3, alpha = 1, up to symmetry"
    return exact.decide(truths, scope, text)


@printed.check("its derivation", "exact", "at the point 1 of {0, 1} against {2} no delta meets Assumption 3.1")
def derivation_fails(_: Settings) -> Result:
    """The pair (0, 2) passes through 1 at lambda = 1/2, at most 1 - delta for every delta in (0, 1/2]."""
    found = assumption_3_1(SMALLEST, 0, SMALLEST.exact_points[1], Fraction(1, 10**9))
    assert found.segment is not None
    comparisons: dict[str, exact.Comparison] = {
        "at delta = 10^-9 the pair (0, 2) is in the way": (found.squared_clearance, "==", Fraction(0)),
        "and so for every delta <= 1/2": (found.segment[2], "==", Fraction(1, 2)),
    }
    return exact.compare(comparisons, "every delta in (0, 1/2]", "the pair (0, 2) meets 1 at lambda = 1/2")


printed.control("standard f", lambda: TrainedLimit(SMALLEST, Midpoint()))
printed.control("self-pairs", lambda: TrainedLimit(SMALLEST, Beta(1), self_pairs=False))
printed.control("printed 2.9", lambda: TrainedLimit(ALTERNATING, Beta(1)))

# ------------------------------------------------------------------------------------------- repaired
repaired = Proof("theorem-2.10")
repaired.uses("segments-near-a-point")
repaired.uses("theorem-2.10-modulus")


@repaired.step(
    "positive clearance",
    "smt",
    "each of the finitely many segments that threaten x misses it, so that their least distance c from x is positive",
    ["segments-near-a-point", "assumption:repaired 2.9"],
)
def positive_clearance(_: Settings) -> Result:
    """By 2.9 a threatening segment does not contain x; what misses x is at rho(x) > 0 at least."""
    return smt.universally(clearance_is_positive(), "every segment")


def clearance_is_positive() -> dict[str, smt.Statement]:
    """At one data point x where the repaired 2.9 holds."""
    import z3

    threatens, contains = z3.Bools("threatens contains")
    distance, reach = z3.Reals("distance reach")
    premises = [
        reach > 0,
        threatens,
        z3.Implies(threatens, z3.Not(contains)),  # 2.9
        z3.Implies(z3.Not(contains), distance >= reach),  # the reach
    ]
    return {"clearance": (premises, z3.And(distance >= reach, reach > 0))}


@repaired.step(
    "h fits",
    "smt",
    "h_eps^i(x) is within eta of 1 once eps <= eta d and eps <= c: the self-pair is in every ball, so h^i(x) = 1",
    ["theorem-2.10-modulus", "positive clearance", "assumption:self-pairs"],
)
def h_fits(_: Settings) -> Result:
    """1 - eps/d <= h_eps^i(x) <= 1."""
    import z3

    share, eps, eta, d, own = z3.Reals("share eps eta d own")
    premises = [eta > 0, d > 0, eps > 0, eps <= eta * d, share <= 1, share >= 1 - (0 + eps) / d]
    return smt.universally(
        {"limit": (premises, z3.And(share >= 1 - eta, share <= 1)), "in X_mix": ([own > 0], own * own > 0)},
        "every eta > 0, every P_f",
    )


@repaired.step(
    "h is continuous",
    "smt",
    "h^i(z), a limit of h_eps^i(z) >= 1 - (||z - x|| + eps)/d, is within eta of 1 for ||z - x|| <= eta d, < c, and so "
    "is every other h^j(z) of 0",
    ["theorem-2.10-modulus", "positive clearance", "h fits"],
)
def h_is_continuous(_: Settings) -> Result:
    """Were h^i(z) < 1 - r/d, some h_eps^i(z) nearer to it than half the gap, with eps as small, would contradict."""
    return smt.universally(tends_to_its_class(), "every z in X_mix near x, every P_f")


def tends_to_its_class() -> dict[str, smt.Statement]:
    """h(z) tends to e_i as z tends to a data point x of class i with positive clearance."""
    import z3

    limit, near, r, eps, d, eta, other, rest = z3.Reals("limit near r eps d eta other rest")
    gap = 1 - r / d - limit
    approach = [d > 0, r >= 0, eps > 0, gap > 0, near - limit < gap / 2, eps < d * gap / 2]
    bound = near >= 1 - (r + eps) / d
    return {
        "the limit keeps the bound": (approach, z3.Not(bound)),
        "modulus": ([d > 0, eta > 0, r >= 0, r <= eta * d, limit >= 1 - r / d], limit >= 1 - eta),
        "the other classes": ([limit >= 1 - eta, other >= 0, rest >= 0, limit + other + rest == 1], other <= eta),
    }


@repaired.check(
    "random datasets", "sampled", "the conclusion holds on random data that meet the assumption, whatever P_f"
)
def repaired_sampled(settings: Settings) -> Result:
    """Every shape in dimensions 1 to 6; atoms too, where X_mix is finite."""

    instances = st.builds(TrainedLimit, shaped_datasets(), any_alpha() | mixings())
    scope = "random datasets in dimensions 1 to 6, alpha from 0.1 to 1024, asymmetric laws and atoms"
    sizes = (25, 100, 1000)
    return sampled.holds_on(instances, repaired.decides, settings, sizes, scope, kinds=lambda i: kinds(i.dataset))


@repaired.check(
    "compact classes",
    "smt",
    "finite support is not needed: for compact disjoint classes the mixes that give X_i at most 1 - eta are a compact "
    "set of (s, t, lambda), and under 2.9 none of them is at x, so that all keep some distance rho(eta) > 0",
)
def compact_classes(_: Settings) -> Result:
    """If z_st(lambda) = x, then 2.9 leaves an end at x, which has all the weight, or both ends in X_i: share 1."""
    import z3

    s, t, x, lam = z3.Reals("s t x lambda")
    s_own, t_own = z3.Bools("s_own t_own")
    share = z3.If(s_own, lam, z3.RealVal(0)) + z3.If(t_own, 1 - lam, z3.RealVal(0))
    at_x = [lam >= 0, lam <= 1, lam * s + (1 - lam) * t == x]
    own_at_x = [z3.Implies(s == x, s_own), z3.Implies(t == x, t_own)]
    allowed = z3.Or(s == x, t == x, z3.And(s_own, t_own))  # 2.9
    return smt.universally(
        {"only full shares are at x": ([*at_x, *own_at_x, allowed], share == 1)},
        "a coordinate in which s and t differ; the continuous distance has a least value on the compact set",
    )


repaired.control("repaired 2.9", lambda: TrainedLimit(SMALLEST, Beta(1)))
repaired.control("self-pairs", lambda: TrainedLimit(PAIR, Midpoint(), self_pairs=False))


@repaired.check(
    "exact 2.9 and 2.10", "exact", "at a positive clearance of 2^-30 the theorem holds, and at 0 it does not"
)
def nearly_collinear(_: Settings) -> Result:
    """{0, (1, shift)} against {2}: nothing but the exact incidence decides."""
    data = [LabeledDataset([(0, 0), (1, shift), (2, 0)], [1, 1, 2]) for shift in (Fraction(1, 2**30), Fraction(0))]
    held = [fits_continuously(TrainedLimit(each, Beta(1))).holds for each in data]
    assumed = [assumption_2_9(each, 1).holds for each in data]
    return exact.decide([held == [True, False] == assumed], "two datasets", "held with the shift, failed without it")


FOUR = LabeledDataset([(0, 0), (2, 0), (0, 1), (3, 3)], [1, 1, 2, 2], ["1/8", "1/8", "1/4", "1/2"])
GENERAL = TrainedLimit(FOUR, Beta(2))
repaired.example(lambda: GENERAL)
repaired.example(lambda: TrainedLimit(FOUR, Midpoint()), "an atom")
repaired.near_miss("h at the data", lambda: (GENERAL, (0, 0, 1, 0)), "another class at one point")
repaired.near_miss("continuous there", lambda: (GENERAL, [True, True, True, False]), "not at one point")
