"""Weights of inconsistency: verdicts, premises and factors."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.results.self_training import graphs
from proofs_check.results.self_training import theorem_4_3_weight_2 as argued
from theory.claim import Verdict
from theory.results.self_training.theorem_4_3_weight_2 import Objective

WEIGHT_2, BOUND = "self-training-4-3-weight-2", "self-training-4-3-best-weight"


@pytest.mark.parametrize("claim_id", [WEIGHT_2, BOUND])
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
    ],
)
def test_a_step_needs_its_premises(weakened, claim_id, step):
    assert False in weakened(claim_id, step)


def test_other_factors_are_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "factors", lambda c, w: (w * c / ((c - 1) * w - c + 1), w * c / (c - 2)))
    assert run(BOUND, "quoted weights").holds is False


def test_weight_2_mends_what_the_quoted_weights_leave():
    """On the population where Theorem 4.3 is attained every minimiser with weight 2 is the truth."""
    graph = graphs.SEVEN
    best = min(graph.labellings(), key=graphs.ATTAINED.objective)
    least = graphs.ATTAINED.objective(best)
    minimisers = [labels for labels in graph.labellings() if graphs.ATTAINED.objective(labels) == least]
    assert all(graph.disagreement(labels, graph.truth) == 0 for labels in minimisers)


@pytest.mark.parametrize(("c", "weight"), [(2, 1), (3, 0), (sp.sqrt(7), 2)])
def test_an_objective_is_checked(c, weight):
    with pytest.raises(ValueError, match=r"above 2|rational"):
        Objective(c, weight)


def test_the_fields_of_an_objective_are_fractions():
    assert Objective("5/2", 2) == Objective(Fraction(5, 2), Fraction(2))
