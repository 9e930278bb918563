"""Weight 2 and other weights: which cells pay for which."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import exact, sampled, smt, symbolic
from proofs_check.results.self_training.graphs import (
    ATTAINED,
    ISOLATED,
    PAIR,
    holds_for_every_student,
    near_worst,
    training,
    trainings,
)
from theory.results.self_training.theorem_4_3_best_weight_sharp import worst
from theory.results.self_training.theorem_4_3_weight_2 import Objective, error_bound, training_guarantee
from theory.results.self_training.views import ViewGraph


def lemma() -> tuple[dict[str, Any], list[Any]]:
    """The variables, and what the lemma says of them."""
    import z3

    s = {name: z3.Real(name) for name in ("c", "v", "g", "r", "a", "b", "d", "error")}
    c, v, g, r, a, b, d, error = s.values()
    signs = [v >= 0, g >= 0, r >= 0, b >= 0]
    return s, [*signs, (c - 1) * v <= g + r, d >= g + a - b - v, error <= v + g + r, b <= r, v + b <= a]


weight_2 = Proof("self-training-4-3-weight-2")
weight_2.uses("self-training-cells")


@weight_2.step(
    "for all labels",
    "smt",
    "(c - 2) Err <= c (d - a + 2 R) for all labels, if c > 2",
    ["self-training-cells", "assumption:expansion above 2", "assumption:weight 2"],
)
def for_all_labels(_: Settings) -> Result:
    """R is r; d - a + 2 r >= g - v + r."""
    s, premises = lemma()
    c, r, a, d, error = (s[name] for name in ("c", "r", "a", "d", "error"))
    return smt.universally({"error": ([c > 2, *premises], (c - 2) * error <= c * (d - a + 2 * r))}, "every c > 2")


@weight_2.step(
    "compared with the truth",
    "smt",
    "F(G) <= F(truth) + eps, and F(truth) = a + 2 mu: the error of the pseudo-labels cancels",
    ["for all labels", "assumption:near the truth"],
)
def compared_with_truth(_: Settings) -> Result:
    """At the truth d = a and R = mu."""
    import z3

    c, error, d, a, r, mu, gap = z3.Reals("c error d a r mu epsilon")
    premises = [c > 2, (c - 2) * error <= c * (d - a + 2 * r), d + 2 * r <= a + 2 * mu + gap]
    return smt.universally({"error": (premises, (c - 2) * error <= c * (2 * mu + gap))}, "every c > 2")


@weight_2.check(
    "c = 2", "exact", "two points, one with a wrong pseudo-label, c = 2: all labels wrong is as good as none"
)
def at_2(_: Settings) -> Result:
    """So c > 2 is needed for any bound by mu."""
    both = training(ViewGraph((Fraction(1), Fraction(1)), (0, 0), ((0, 1), (0, 1))), "10", "11", 2)
    same = both.objective(both.student) == both.objective(both.graph.truth)
    return exact.decide([same, both.mu == 0, both.error == 2], "one population", "mu = 0, and every label is wrong")


SHARP = worst(Objective(Fraction(4), Fraction(2)))


@weight_2.check("every student", "sampled", "random small populations: all labels within a random gap of the truth")
def every_student(settings: Settings) -> Result:
    """The minimisers among them."""
    bases = trainings(6) | near_worst(SHARP)
    gaps = st.tuples(bases, st.integers(0, 3)).map(lambda pair: replace(pair[0], gap=Fraction(pair[1], 2)))
    return sampled.holds_on(
        gaps, lambda base: holds_for_every_student(weight_2.claim, base), settings, (25, 100, 600), "up to six points"
    )


weight_2.example(given(SHARP), "attained")
weight_2.example(lambda: replace(ATTAINED, student=ATTAINED.graph.truth), "no error")
weight_2.near_miss("error", lambda: (SHARP, error_bound(SHARP) - Fraction(1, 100)))
weight_2.control("expansion above 2", lambda: training(ISOLATED, "10", "10", 4))
weight_2.control("near the truth", lambda: training(PAIR, "10", "11", 4))
weight_2.control("weight 2", lambda: worst(Objective(Fraction(4), Fraction(3, 2))))

bound = Proof("self-training-4-3-best-weight")
bound.uses("self-training-cells")


@bound.step(
    "up to 2",
    "smt",
    "((c - 1) w - c) Err <= c (d - a + w R) for all labels, if c > 2 and c/(c - 1) < w <= 2",
    ["self-training-cells", "assumption:expansion above 2"],
)
def up_to_2(_: Settings) -> Result:
    """In three parts: the mistakes, the distance, and that what is left is c (2 - w) g >= 0."""
    import z3

    s, premises = lemma()
    c, v, g, r, a, _b, d, error = s.values()
    w = z3.Real("w")
    range_ = [c > 2, w <= 2, (c - 1) * w > c]
    cells = ((c - 1) * w - c) * (v + g + r) <= c * (g - v + (w - 1) * r)
    return smt.universally(
        {
            "mistakes": ([*range_, *premises], ((c - 1) * w - c) * error <= ((c - 1) * w - c) * (v + g + r)),
            "distance": ([*range_, *premises], c * (g - v + (w - 1) * r) <= c * (d - a + w * r)),
            "cells": ([*range_, g >= 0, w * ((c - 1) * v) <= w * (g + r)], cells),
        },
        "every c > 2",
    )


@bound.step(
    "from 2 on",
    "smt",
    "(c - 2) Err <= c (d - a + 2 R) <= c (d - a + w R), if w >= 2",
    ["self-training-cells", "assumption:expansion above 2"],
)
def from_2_on(_: Settings) -> Result:
    """As for the weight 2, and more weight costs more."""
    import z3

    s, premises = lemma()
    c, r, a, d, error, w = *(s[name] for name in ("c", "r", "a", "d", "error")), z3.Real("w")
    first = (c - 2) * error <= c * (d - a + 2 * r)
    return smt.universally(
        {
            "error": ([c > 2, *premises], first),
            "weight": ([c > 2, w >= 2, r >= 0], c * (d - a + 2 * r) <= c * (d - a + w * r)),
        },
        "every c > 2",
    )


def factors(c: sp.Expr, w: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """What Err/mu is at most: up to the weight 2, and from there on."""
    return w * c / ((c - 1) * w - c), w * c / (c - 2)


def difference(c: sp.Expr, w: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """The difference of both factors, which vanishes at w = 2."""
    low, high = factors(c, w)
    return low - high, low * high / (w * c) * (c - 1) * (2 - w)


@bound.step(
    "compared with the truth",
    "smt",
    "F(G) <= F(truth) = a + w mu; both factors are of the form w c/m with m > 0",
    ["up to 2", "from 2 on", "assumption:near the truth", "assumption:no gap"],
)
def weighed_against_truth(_: Settings) -> Result:
    """m is (c - 1) w - c or c - 2."""
    import z3

    c, error, d, a, r, mu, w, m = z3.Reals("c error d a r mu w m")
    premises = [c > 2, w > 0, m > 0, m * error <= c * (d - a + w * r), d + w * r <= a + w * mu]
    return smt.universally({"error": (premises, error <= w * c / m * mu)}, "every c > 2")


@bound.step(
    "quoted weights",
    "symbolic",
    "for w = 2 c/(c + 1) the factor is 2 c/(c - 3), and both forms agree at w = 2",
    ["compared with the truth"],
)
def quoted_weights(_: Settings) -> Result:
    """As in Theorem 4.3."""
    c, w = sp.symbols("c w", positive=True)
    low, _ = factors(c, w)
    quoted = (low.subs(w, 2 * c / (c + 1)), 2 * c / (c - 3))
    return symbolic.identities({"quoted weights": quoted, "at 2": difference(c, w)}, "every c and w")


def at(c: int | str, weight: int | str) -> Objective:
    """A pair of fractions."""
    return Objective(Fraction(c), Fraction(weight))


WEIGHTS = tuple(map(Fraction, ("1/2", "3/2", "8/5", "9/5", "2", "5/2", "3", "7")))


@bound.check("every student", "sampled", "random small populations and weights: all labels no worse than the truth")
def every_student_every_weight(settings: Settings) -> Result:
    """The minimisers among them."""
    weighed = st.tuples(trainings(6), st.sampled_from(WEIGHTS)).map(lambda pair: replace(pair[0], weight=pair[1]))
    tight = st.sampled_from([worst(at(4, w)) for w in ("3/2", "9/5", "2", "3")]).flatmap(near_worst)
    return sampled.holds_on(
        weighed | tight,
        lambda base: holds_for_every_student(bound.claim, base),
        settings,
        (25, 100, 600),
        "up to six points",
    )


for _weight in ("3/2", "2", "3"):
    bound.example(lambda w=_weight: worst(at(4, w)), f"c = 4, weight {_weight}")  # type: ignore[misc]
    bound.near_miss(
        "error",
        lambda w=_weight: (one := worst(at(4, w)), training_guarantee(one) - Fraction(1, 100)),  # type: ignore[misc]
        f"c = 4, weight {_weight}",
    )
bound.control("expansion above 2", lambda: training(ISOLATED, "10", "10", 4))
bound.control("near the truth", lambda: training(PAIR, "10", "11", 4))
bound.control("no gap", lambda: training(PAIR, "10", "11", 4, gap=2))
