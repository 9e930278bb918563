"""Theorem 3.6: verdicts, premises, thresholds that are too low."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check.results.self_training import theorem_3_6 as argued
from theory.claim import Verdict, claims
from theory.results.self_training import theorem_3_6 as stated
from theory.results.self_training.theorem_3_6 import Clustering

OURS, RECALLED = "self-training-3-6", "self-training-3-6-recalled"


@pytest.mark.parametrize("claim_id", [OURS, RECALLED])
def test_proved(verdict, claim_id):
    assert verdict(claim_id) is Verdict.PROVED


@pytest.mark.parametrize(
    ("claim_id", "step"),
    [
        (OURS, "few or all"),
        (OURS, "a minority label"),
        (OURS, "each label owns a class"),
        (OURS, "the rest of a class"),
        (OURS, "all classes"),
        (RECALLED, "stronger assumption, weaker conclusion"),
    ],
)
def test_a_step_needs_its_premises(weakened, claim_id, step):
    assert False in weakened(claim_id, step)


@pytest.mark.parametrize("clustering", [argued.ABOVE, argued.BELOW])
def test_a_smaller_bound_is_noticed(clustering):
    smaller = lambda one: stated.sharp_bound(one) * Fraction(99, 100)  # noqa: E731
    part = replace(claims()[OURS].conclusion.parts[0], asserted=smaller)
    assert part(clustering).holds is False


def test_without_a_threshold_random_populations_refute_it(run, monkeypatch):
    claim = claims()[OURS]
    used = replace(claim.assumptions[1], predicate=lambda _: claim.assumptions[2].predicate(_))
    monkeypatch.setattr(type(argued.ours), "claim", replace(claim, assumptions=(claim.assumptions[0], used, used)))
    assert run(OURS, "every student").holds is False


def test_labels_are_named_in_the_best_way():
    swapped = replace(argued.ABOVE, student=tuple(1 - label for label in argued.ABOVE.student))
    assert swapped.error == argued.ABOVE.error == 4


def test_a_set_that_does_not_expand_is_named():
    found = stated.half_expands(Clustering(argued.APART, (0, 1, 1), Fraction(2)))
    assert found.holds is False
    assert found.witness == "(1,) of class 0, of mass 1, reach 1 of 3"


def test_an_instance_is_checked():
    with pytest.raises(ValueError, match="above 1"):
        Clustering(argued.APART, (0, 1, 1), Fraction(1))
