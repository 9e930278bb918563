"""Theorem 4.3 from the cells, where its bound is attained, and what refutes the form without a cap on c."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import exact, sampled, smt, symbolic
from proofs_check.results.self_training.graphs import (
    ATTAINED,
    ISOLATED,
    PAIR,
    SEVEN,
    holds_for_every_student,
    near_worst,
    population,
    training,
    trainings,
)
from theory.results.self_training.theorem_4_3 import least, quoted_bound, quoted_objective

quoted = Proof("self-training-4-3-quoted")
quoted.uses("self-training-cells")


@quoted.step(
    "for all labels",
    "smt",
    "(c - 1) Err <= (c + 1) d + 2 c R - (c - 1) a for all labels and every c > 1",
    ["self-training-cells"],
)
def for_all_labels(_: Settings) -> Result:
    """From the three parts of the lemma, b <= r and v + b <= a; R is r."""
    import z3

    c, v, g, r, a, b, d, error = z3.Reals("c v g r a b d error")
    lemma = [(c - 1) * v <= g + r, d >= g + a - b - v, error <= v + g + r, b <= r, v + b <= a]
    asserted = (c - 1) * error <= (c + 1) * d + 2 * c * r - (c - 1) * a
    return smt.universally({"error": ([c > 1, v >= 0, g >= 0, r >= 0, b >= 0, *lemma], asserted)}, "every c > 1")


@quoted.step(
    "compared with the truth",
    "symbolic",
    "Err <= L(G) - a <= L(truth) - a = 2/(c - 1) a + 2 c/(c - 1) mu, since d = a and R = mu at the truth",
    ["for all labels", "assumption:no worse than truth", "assumption:expansion"],
)
def compared_with_truth(_: Settings) -> Result:
    """Divided by c - 1."""
    c, a, mu = sp.symbols("c a mu", positive=True)
    at_truth = (c + 1) / (c - 1) * a + 2 * c / (c - 1) * mu
    return symbolic.identities({"bound": (at_truth - a, 2 / (c - 1) * a + 2 * c / (c - 1) * mu)}, "every c > 1")


NOT_USED = "the inequality for all labels holds for every c > 1, however many pseudo-labels of a class are wrong"


@quoted.not_needed("few wrong", NOT_USED, "smt")
def few_wrong_not_needed(settings: Settings) -> Result:
    """No share of a class occurs in it."""
    return for_all_labels(settings)


@quoted.not_needed("c above 3", NOT_USED, "smt")
def above_3_not_needed(settings: Settings) -> Result:
    """It supposes c > 1 only."""
    return for_all_labels(settings)


@quoted.check(
    "a minimiser attains it", "exact", "at c = 4 one of the 128 labellings of seven points has least L, and Err"
)
def attained(_: Settings) -> Result:
    """Its error is 1/8 of the mass, as the bound is."""
    is_least = least(quoted_objective)(ATTAINED).holds
    share = ATTAINED.error / SEVEN.weigh(SEVEN.points)
    truths = [is_least, ATTAINED.error == quoted_bound(ATTAINED), share == Fraction(1, 8)]
    return exact.decide(truths, "one population", "a minimiser has the error of the bound, 1/8")


@quoted.check("every student", "sampled", "random small populations: all labels that are no worse than the truth")
def every_student(settings: Settings) -> Result:
    """The minimisers among them."""
    return sampled.holds_on(
        trainings(6) | near_worst(ATTAINED),
        lambda base: holds_for_every_student(quoted.claim, base),
        settings,
        (25, 100, 600),
        "up to six points, two or three classes",
    )


quoted.example(given(ATTAINED))
quoted.near_miss("error", lambda: (ATTAINED, quoted_bound(ATTAINED) - Fraction(1, 100)))
quoted.control("expansion", lambda: training(ISOLATED, "10", "10", 4))
quoted.control("no worse than truth", lambda: training(PAIR, "10", "11", 4))

restated = Proof("self-training-4-3-restated")
# b, g1 and g2 of class 0 are views of each other, and u, all of class 1, is a view of g1: U = {b} reaches its class
GO_BETWEEN = population("1 2 2 4", "0001", "12 023 01 -")
restated.refutation("c = 100", lambda: training(GO_BETWEEN, "1001", "1111", 100))


@restated.check(
    "mutual views", "exact", "with views that are mutual, through a point of mass 0, it fails from c = 5 on"
)
def mutual_views(_: Settings) -> Result:
    """At c = 4 the bound is attained, and at c = 5 a minimiser exceeds it."""
    graph = population("3 3 4 10 0", "00011", "12 024 01 4 13")
    at = {c: training(graph, "10011", "11111", c) for c in (4, 5)}
    claim = restated.claim
    assumed = [assumption.predicate(one).holds for one in at.values() for assumption in claim.assumptions]
    return exact.decide(
        [*assumed, at[4].error == quoted_bound(at[4]), at[5].error > quoted_bound(at[5])],
        "one population",
        "equality at c = 4, more than the bound at c = 5",
    )
