"""Theorem 3.5: a minimiser exists exactly if the Mixup loss grows along every ray.

Far out the loss of a pair grows by (|z| - label z)/2.  Which outputs v make that vanish for every pair is a question
about the two margins of one pair at a time.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.linear import independent, interpolated, linear_mixups, separable
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.mixup.theorem_3_5 import EVERY, EXPECTATIONS, unit_vectors
from proofs_check.results.mixup.theorem_3_5 import proof as equal_masses
from theory.linear import LinearMixup, has_minimiser
from theory.linear.loss import logistic
from theory.linear.recession import pair_growth
from theory.mixing import Beta, Midpoint
from theory.results.mixup.theorem_3_5_existence import exists_as_stated

proof = Proof("theorem-3.5-existence")
proof.trusted(
    "recession",
    "a finite convex function on R^r has a nonempty bounded set of minimisers iff it grows along every ray, its growth "
    "being the limit of F(tv)/t; where that is 0, F never increases along v",
    "Rockafellar, Convex Analysis, 8.5, 8.6 and 27.1",
)
proof.repeat(
    equal_masses,
    *EXPECTATIONS,
    "mean value theorem",
    "tangents",
    "loss",
    "strictly convex",
    "outputs name theta",
    "at most one",
)  # so a direction in which F never increases is one in which it falls for ever


@proof.step("growth", "symbolic", "the loss of a pair over t, at output t z, tends to (|z| - label z)/2")
def growth(_: Settings) -> Result:
    """For both signs of z; at z = 0 the loss is constant."""
    t, size = sp.symbols("t z", positive=True)
    label = sp.symbols("label", real=True)
    residuals = {
        f"z {sign} 0": sp.limit(logistic(t * z, label) / t, t, sp.oo) - pair_growth(z, label)
        for sign, z in ((">", size), ("<", -size), ("=", sp.Integer(0)))
    }
    return symbolic.identities(residuals, EVERY)


def growth_of_pair(lam: Any, mine: Any, other: Any, label: int) -> Any:
    """Of a pair with margins ``mine`` and ``other``, lambda on the first, ``label`` the product of both labels.

    Reversing both labels and both outputs changes nothing, so that the first label may be taken as 1.
    """
    return pair_growth(lam * mine + (1 - lam) * label * other, lam + (1 - lam) * label)


@proof.step("never negative", "smt", "no pair shrinks: (|z| - label z)/2 >= 0")
def never_negative(_: Settings) -> Result:
    """A mixed label is in [-1, 1]."""
    import z3

    z, label = z3.Reals("z label")
    return smt.universally({"growth": ([label >= -1, label <= 1], pair_growth(z, label) >= 0)}, EVERY)


@proof.step(
    "inside a class", "smt", "self-pairs do not grow iff every margin y_s v_s is >= 0; then no pair of one class does"
)
def inside_a_class(_: Settings) -> Result:
    """A self-pair has its own label at every lambda."""
    import z3

    lam, a, b = z3.Reals("lambda a b")
    return smt.universally(
        {
            "self-pair": ([lam >= 0, lam <= 1], (growth_of_pair(lam, a, a, 1) == 0) == (a >= 0)),
            "pair": ([lam >= 0, lam <= 1, a >= 0, b >= 0], growth_of_pair(lam, a, b, 1) == 0),
        },
        "every lambda",
    )


@proof.step(
    "between the classes",
    "smt",
    "two margins a, b >= 0 of different classes: at lambda in (0, 1) off 1/2 both orders do not grow iff a = b = 0; at "
    "1/2 iff a = b; at 0 and 1 they never grow",
)
def between_the_classes(_: Settings) -> Result:
    """The pair (s, t) has lambda on s, the pair (t, s) has 1 - lambda on s."""
    import z3

    lam, a, b = z3.Reals("lambda a b")
    margins = [a >= 0, b >= 0]
    flat = z3.And(growth_of_pair(lam, a, b, -1) == 0, growth_of_pair(1 - lam, a, b, -1) == 0)
    return smt.universally(
        {
            "off the centre": ([*margins, lam > 0, lam < 1, 2 * lam != 1], flat == z3.And(a == 0, b == 0)),
            "at the centre": ([*margins, 2 * lam == 1], flat == (a == b)),
            "at the ends": ([*margins, z3.Or(lam == 0, lam == 1)], flat),
        },
        "every pair of margins",
    )


@proof.step(
    "the cases",
    "smt",
    "the loss has a minimiser in span X, and then one, iff no v in X R^d other than 0 is flat: v flat means margins "
    ">= 0 that are 0 if P_f charges (0, 1) off 1/2, or else all equal (interpolation) if it charges 1/2",
    ["recession", *EXPECTATIONS, "at most one", "growth", "never negative", "inside a class", "between the classes"],
)
def the_cases(_: Settings) -> Result:
    """Margins a, c of one class and b of the other; a sum of growths >= 0 vanishes iff each does."""
    import z3

    a, b, c = z3.Reals("a b c")
    off, half = z3.Bools("off half")
    nonnegative = z3.And(a >= 0, b >= 0, c >= 0)
    equal = z3.And(a == b, c == b)
    flat = z3.And(nonnegative, z3.Implies(off, z3.And(a == 0, b == 0, c == 0)), z3.Implies(half, equal))
    moving = z3.Or(a != 0, b != 0, c != 0)
    statements = {
        "off the centre: always": ([off], z3.Not(z3.And(flat, moving))),
        "midpoint: interpolation": (
            [z3.Not(off), half],
            z3.And(flat, moving) == z3.And(a > 0, a == b, b == c),
        ),
        "ends alone: weak separation": (
            [z3.Not(off), z3.Not(half)],
            z3.And(flat, moving) == z3.And(nonnegative, moving),
        ),
    }
    return smt.universally(statements, "every data set and every law")


@proof.check("random data", "sampled", "where the criterion says so there is a flat direction, and nowhere else")
def random_data(settings: Settings) -> Result:
    """Separable data, every law: with one, none and many minimisers."""
    data = linear_mixups(separable() | independent() | interpolated())
    return sampled.holds_on(data, lambda i: exists_as_stated(i).holds, settings, (20, 60, 400), "random exact data")


@proof.check("enclosures", "sampled", "where there should be a minimiser, Krawczyk's method certifies one")
def enclosures(settings: Settings) -> Result:
    """Existence by means that know nothing of growth: a certain zero of the gradient."""

    def certified(instance: LinearMixup) -> bool | None:
        if not has_minimiser(instance.dataset, instance.mixing):
            return None
        return len(instance.enclosure) == instance.dataset.n_points

    return sampled.holds_on(linear_mixups(separable(4)), certified, settings, (10, 30, 150), "random exact data")


EXISTS = "exists exactly as stated"
OFF_CENTRE, CENTRED = LinearMixup(unit_vectors(1, 1), Beta(1)), LinearMixup(unit_vectors(1, 1), Midpoint())
proof.example(lambda: OFF_CENTRE, "off-centre mixing")
proof.example(lambda: CENTRED, "midpoint Mixup")
proof.near_miss(EXISTS, lambda: (OFF_CENTRE, False), "off-centre mixing")
proof.near_miss(EXISTS, lambda: (CENTRED, True), "midpoint Mixup")
