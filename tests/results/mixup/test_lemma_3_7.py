"""Lemma 3.7: the verdict, the bound from both sides, and what broken formulas do to the proof."""

from fractions import Fraction

import flint
import pytest
import sympy as sp

from proofs_check.evidence import decide, proofs
from proofs_check.results.mixup import lemma_3_7 as argued
from theory.claim import Verdict
from theory.results.mixup.lemma_3_7 import (
    AFTER_SEEING,
    GaussianData,
    failure_enclosure,
    has_enough_dimensions,
    interpolates_probably,
    is_reached,
    stated_bound,
)

PROOF = proofs()["lemma-3.7"]


def test_it_is_proved(run_all):
    found, message = decide(PROOF.claim, run_all(PROOF.claim_id).values())
    assert found is Verdict.PROVED
    assert "argued" not in message


def test_a_bound_is_reached_missed_or_in_doubt():
    failure = flint.arb("0.1"), flint.arb("0.2")
    assert [is_reached(failure, Fraction(n, 20)).holds for n in (15, 17, 19)] == [True, None, False]
    assert is_reached((flint.arb(1), flint.arb(5)), Fraction(0)).holds is True
    assert stated_bound(4) == Fraction(1, 2)


@pytest.mark.parametrize(("d", "enough"), [(35, True), (34, False)])
def test_the_least_dimension(d, enough):
    """10 * 3 * ln 3 + 2 = 34.96."""
    assert has_enough_dimensions(3, d).holds is enough


def test_two_points_say_nothing():
    assert interpolates_probably(GaussianData(2, 1), stated_bound(2)).holds is True


@pytest.mark.parametrize(("d", "holds"), [(99, False), (200, False), (1343, False), (1344, None), (1346, True)])
def test_a_hundred_points_turn_at_some_thirteen_hundred_dimensions(d, holds):
    assert interpolates_probably(GaussianData(100, d), stated_bound(100)).holds is holds


def test_labels_that_know_the_points_are_told_apart():
    assert failure_enclosure(GaussianData(100, 4705, AFTER_SEEING))[0] > 0.4
    assert failure_enclosure(GaussianData(100, 4705))[1] < 1e-9


def test_too_few_dimensions_are_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "least_dimension", lambda n: 2 * n)
    assert run(PROOF.claim_id, "labels coin flips").holds is False


def test_labels_chosen_after_the_points_are_noticed(run, monkeypatch):
    monkeypatch.setitem(argued.RULES, "coin flips", argued.RULES[AFTER_SEEING])
    assert run(PROOF.claim_id, "labels coin flips").holds is False


BROKEN = [
    ("one multiplier", "centred_covariances", lambda n: (1 - 2 / n, -1 / n)),
    ("exponential moment", "moment_base", lambda s: 1 / (1 + s)),
    ("normal tail", "DENSITY", sp.exp(-argued.T) / sp.sqrt(2 * sp.pi)),
    ("degrees", "degrees_of_freedom", lambda n, d: d - 2 * n),
    ("small", "union_bound", lambda n, m: n / 2 * sp.exp(-m / (4 * n))),
    ("small", "STATED_FACTOR", 3),
]


@pytest.mark.parametrize(("step", "name", "wrong"), BROKEN, ids=[f"{step}: {name}" for step, name, _ in BROKEN])
def test_a_step_fails_when_its_formula_is_wrong(run, monkeypatch, step, name, wrong):
    assert run(PROOF.claim_id, step).holds is True
    monkeypatch.setattr(argued, name, wrong)
    assert run(PROOF.claim_id, step).holds is not True


def test_unknown_rules_are_refused():
    with pytest.raises(ValueError, match="labels 'all equal'"):
        GaussianData(3, 35, "all equal")
