"""Corollary 3.8: refuted for unequal classes, by the converse of Theorem 3.5; for equal ones as good as Lemma 3.7."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, smt, statistical
from theory.dataset import LabeledDataset
from theory.linear import max_margin, mixup_minimiser
from theory.linear.gaussian_data import least_dimension
from theory.mixing import Beta, Midpoint
from theory.results.mixup.corollary_3_8 import EXACT_DRAWS, GaussianMixup, exact_draws
from theory.results.mixup.lemma_3_7 import stated_bound

UNIFORM = Beta(1)
ONE_AGAINST_TWO = GaussianMixup(3, least_dimension(3), 1, UNIFORM)

# ------------------------------------------------------------------------------------------- unequal classes
unequal = Proof("corollary-3.8-unequal-masses")
unequal.uses("theorem-3.5-existence")
unequal.uses("theorem-3.5-criterion")
unequal.uses("lemma-3.7-exact")


@unequal.step(
    "almost never",
    "smt",
    "almost surely the points are independent, and there is no minimiser (one class, or no mixing off the centre: they "
    "interpolate all labels), or the criterion fails: its null set has the probability 0, X having a density",
    [
        "theorem-3.5-existence",
        "theorem-3.5-criterion",
        "lemma-3.7-exact",
        "assumption:unequal classes",
        "assumption:room",
    ],
)
def almost_never(_: Settings) -> Result:
    """Agreement needs independent points outside of null sets, a minimiser, and the criterion on the larger class."""
    import z3

    agree, exists, independent, two, off, vanishing = z3.Bools("agree exists independent two off vanishing")
    premises = [
        independent,
        z3.Implies(agree, exists),
        exists == z3.And(two, off),  # the two existence cases of independent points
        z3.Implies(z3.And(agree, two, off), vanishing),  # the criterion, on the larger class
        z3.Not(vanishing),  # outside of a null set
    ]
    return smt.universally({"no agreement": (premises, z3.Not(agree))}, "almost every X")


def sizes(instance: GaussianMixup) -> dict[str, int] | None:
    """What an instance of odd n has."""
    n, first = instance.n, instance.positives
    return {"n": n, "half": n // 2, "n_1": first, "n_2": n - first} if n % 2 else None


@unequal.step("odd n", "smt", "for odd n the classes have different numbers of points", at=sizes)
def odd_n(_: Settings) -> Result:
    """In whole numbers."""
    import z3

    n, half, first, second = z3.Ints("n half n_1 n_2")
    premises = [n == 2 * half + 1, first >= 0, second >= 0, first + second == n]
    return smt.universally({"odd": (premises, first != second)}, "every odd n")


unequal.example(lambda: ONE_AGAINST_TWO, method="balls")
unequal.example(lambda: GaussianMixup(4, 4, 4, UNIFORM), "one class")
unequal.near_miss("agrees with probability 0", lambda: (ONE_AGAINST_TWO, stated_bound(3)), "as printed", "balls")
unequal.control("unequal classes", lambda: GaussianMixup(2, least_dimension(2), 1, UNIFORM), "balls")
unequal.control("room", lambda: GaussianMixup(3, 1, 2, UNIFORM), "balls")

# ------------------------------------------------------------------------------------------- as printed
printed = Proof("corollary-3.8-printed")
printed.refutation("one against two", lambda: ONE_AGAINST_TWO)
printed.refutation("49 against 51", lambda: GaussianMixup(100, least_dimension(100), 49, UNIFORM))


@printed.check(
    "exact draws", "sampled", "in every exact draw of one against two points the directions differ for certain"
)
def draws_differ(_: Settings) -> Result:
    """By enclosures of the Mixup minimiser, no theorem."""
    agreeing, apart = exact_draws(ONE_AGAINST_TWO)
    truths = [False] * agreeing + [True] * apart + [None] * (EXACT_DRAWS - agreeing - apart)
    return exact.decide(truths, str(ONE_AGAINST_TWO), f"{apart} of {EXACT_DRAWS} exact draws differ")


# ------------------------------------------------------------------------------------------- equal classes
proof = Proof("corollary-3.8")
proof.uses("lemma-3.7")
proof.uses("lemma-3.7-exact")
proof.uses("theorem-3.5-criterion")


@proof.step(
    "same event",
    "smt",
    "almost surely the minimiser exists and is a multiple of the max-margin solution iff this interpolates",
    [
        "lemma-3.7-exact",
        "theorem-3.5-criterion",
        "assumption:equal classes",
        "assumption:off-centre mixing",
        "assumption:dimension",
    ],
)
def same_event(_: Settings) -> Result:
    """Off a null set the points are independent; equal classes are two of equal mass."""
    import z3

    agree, interpolate, independent, two, equal, off = z3.Bools("agree interpolate independent two equal off")
    n, first, second = z3.Ints("n n_1 n_2")
    criterion = z3.Implies(z3.And(independent, two, off, equal), agree == interpolate)
    premises = [independent, off, criterion, equal == (first == second), two == z3.And(first > 0, second > 0)]
    classes = [n >= 1, first >= 0, second >= 0, first + second == n, first == second]
    return smt.universally({"same": ([*premises, *classes], agree == interpolate)}, "almost every X")


@proof.step(
    "probability",
    "smt",
    "so agreement has the probability of interpolation, at least 1 - 2/n",
    ["same event", "lemma-3.7", "assumption:dimension"],
)
def probability(_: Settings) -> Result:
    """Two events that differ by a null set."""
    import z3

    agreement, interpolation, difference, bound = z3.Reals("agreement interpolation difference bound")
    apart = z3.And(agreement - interpolation <= difference, interpolation - agreement <= difference)
    premises = [difference == 0, apart, interpolation >= bound]
    return smt.universally({"bound": (premises, agreement >= bound)}, "every n")


def directions_agree(points: np.ndarray, labels: list[int]) -> bool:
    """Whether both solutions, computed apart, have one direction up to their numerical errors.

    The error of theta is that of the outputs over the least singular value of X; rounding is relative to the largest.
    """
    dataset = LabeledDataset(points, labels)
    found, margin = mixup_minimiser(dataset, UNIFORM), np.asarray(max_margin(dataset).theta)
    stretches = np.linalg.svd(points, compute_uv=False)
    length = float(np.linalg.norm(found.theta))
    tolerance = 2 * found.error / (stretches[-1] * length) + 2**-40 * stretches[0] / stretches[-1]
    return bool(np.linalg.norm(found.theta / length - margin / np.linalg.norm(margin)) <= tolerance)


@proof.check("both solutions", "statistical", "Mixup minimiser and max-margin solution, computed apart, point one way")
def both_solutions(settings: Settings) -> Result:
    """n = 10 at the least dimension, uniform P_f."""
    n, trials = 10, settings.size(60, 150, 1000)
    rng = np.random.default_rng(settings.seed)
    labels = [1, -1] * (n // 2)
    count = sum(directions_agree(rng.standard_normal((n, least_dimension(n))), labels) for _ in range(trials))
    return statistical.at_least(count, trials, float(stated_bound(n)), f"n = {n}")


FOUR = GaussianMixup(4, least_dimension(4), 2, UNIFORM)
proof.example(lambda: FOUR)
proof.example(lambda: GaussianMixup(100, least_dimension(100), 50, Beta(2, 1)), "a hundred points, P_f not symmetric")
proof.near_miss("probability at least 1 - 2/n", lambda: (FOUR, Fraction(99_999, 100_000)))
proof.control("dimension", lambda: GaussianMixup(20, 40, 10, UNIFORM))
proof.control("equal classes", lambda: ONE_AGAINST_TWO)
proof.control("off-centre mixing", lambda: GaussianMixup(4, least_dimension(4), 2, Midpoint()))
