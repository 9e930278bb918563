"""Weights of inconsistency: verdicts, broken designs and factors."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.results.self_training import graphs
from proofs_check.results.self_training import theorem_4_3_weight_2 as argued
from theory.claim import Verdict, claims
from theory.results.self_training import theorem_4_3_weight_2 as stated
from theory.results.self_training.theorem_4_3_weight_2 import Objective

WEIGHT_2, BOUND, SHARP = (
    "self-training-4-3-weight-2",
    "self-training-4-3-best-weight",
    "self-training-4-3-best-weight-sharp",
)


@pytest.mark.parametrize("claim_id", [WEIGHT_2, BOUND, SHARP])
def test_proved(verdict, claim_id):
    assert verdict(claim_id) is Verdict.PROVED


@pytest.mark.parametrize(
    ("claim_id", "step"),
    [
        (WEIGHT_2, "for all labels"),
        (WEIGHT_2, "compared with the truth"),
        (BOUND, "up to 2"),
        (BOUND, "from 2 on"),
        (BOUND, "compared with the truth"),
        (SHARP, "weights up to 2"),
        (SHARP, "weights from 2 on"),
        (SHARP, "weights up to c/(c - 1)"),
    ],
)
def test_a_step_needs_its_premises(weakened, claim_id, step):
    assert False in weakened(claim_id, step)


@pytest.mark.parametrize(
    ("name", "step"), [("LOW", "weights up to 2"), ("HIGH", "weights from 2 on"), ("TIE", "weights up to c/(c - 1)")]
)
def test_a_design_with_one_view_less_is_noticed(run, monkeypatch, name, step):
    truth, pseudo, student, views = getattr(argued, name)
    broken = (truth, pseudo, student, tuple(view if x else (0,) for x, view in enumerate(views)))
    monkeypatch.setattr(argued, name, broken)
    if name != "HIGH":  # there the point is still a view of the others
        broken = (truth, pseudo, student, tuple((x,) for x in range(len(views))))
        monkeypatch.setattr(argued, name, broken)
    else:
        monkeypatch.setattr(argued, name, (truth, pseudo, truth, views))
    assert run(SHARP, step).holds is False


def test_other_factors_are_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "factors", lambda c, w: (w * c / ((c - 1) * w - c + 1), w * c / (c - 2)))
    assert run(BOUND, "quoted weights").holds is False
    assert run(SHARP, "2 is the best").holds is not True


def test_a_guarantee_that_is_too_small_is_noticed():
    small = lambda one: stated.guarantee(one) * sp.Rational(99, 100)  # noqa: E731
    part = replace(claims()[SHARP].conclusion.parts[0], asserted=small)
    assert [part(argued.at(4, w)).holds for w in ("3/2", "2", "3")] == [False] * 3


def test_weight_2_mends_what_the_quoted_weights_leave():
    """On the population where Theorem 4.3 is attained every minimiser with weight 2 is the truth."""
    graph = graphs.SEVEN
    best = min(graph.labellings(), key=graphs.ATTAINED.objective)
    least = graphs.ATTAINED.objective(best)
    minimisers = [labels for labels in graph.labellings() if graphs.ATTAINED.objective(labels) == least]
    assert all(graph.disagreement(labels, graph.truth) == 0 for labels in minimisers)


def test_at_c_3_the_quoted_weights_guarantee_nothing():
    one = argued.at(3, "3/2")
    training = stated.worst(one)
    assert stated.guarantee(one) == sp.oo
    assert (training.mu, training.error) == (0, 3)


@pytest.mark.parametrize(("c", "weight"), [(2, 1), (3, 0), (sp.sqrt(7), 2)])
def test_an_objective_is_checked(c, weight):
    with pytest.raises(ValueError, match=r"above 2|rational"):
        Objective(c, weight)


def test_the_fields_of_an_objective_are_fractions():
    assert Objective("5/2", 2) == Objective(Fraction(5, 2), Fraction(2))
