"""The transition of Lemma 3.7: the verdict, the slow limit, and what broken formulas do to the proof."""

from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.evidence import proofs
from proofs_check.results.mixup import lemma_3_7_transition as argued
from theory.claim import Verdict
from theory.linear.gaussian_data import failure_bounds
from theory.numbers import ball, precision
from theory.results.mixup import lemma_3_7_transition as stated
from theory.results.mixup.lemma_3_7_transition import (
    TransitionPoint,
    asserted_limit,
    probability_far_out,
    tends_to,
    transition_offset,
)

PROOF = proofs()["lemma-3.7-transition"]


def test_it_is_proved(verdict):
    assert verdict(PROOF.claim_id) is Verdict.PROVED


@pytest.mark.parametrize("offset", ["-3", "-1", "0", "1/3", "2", "7"])
def test_the_limit_is_reached_at_every_place_and_no_other_number_is(offset):
    instance = TransitionPoint(offset)
    limit = asserted_limit(instance)
    assert tends_to(instance, limit).holds is True
    assert tends_to(instance, limit + Fraction(1, 1000).numerator / ball(1000)).holds is False


def test_a_number_that_is_near_only_at_first_is_in_doubt_or_wrong():
    """Between the tolerance of the last n and that of the first."""
    instance = TransitionPoint(0)
    assert tends_to(instance, asserted_limit(instance) + ball("1e-3")).holds is False


def test_at_ordinary_n_the_far_formula_and_the_bounds_meet():
    """At n = 10^6 the enclosure, which is wide there, holds what lies between the bounds of lemma-3.7-sharp."""
    n = 1000
    d = 10_352  # c = 0
    assert abs(transition_offset(n, d)) < 0.01
    with precision(stated.BITS):
        enclosure = probability_far_out(ball(transition_offset(n, d)), 3)
        least, most = failure_bounds(n, d)
        assert enclosure.overlaps((1 - most).union(1 - least))


BROKEN = [
    ("nearly fixed", "chi_mean", lambda m: m / 2),
    ("nearly fixed", "chi_variance", lambda m: m),
    ("nearly fixed", "place", lambda c: sp.exp(argued.LOG)),
    ("tails", "DENSITY", sp.exp(-(argued.T**2)) / sp.sqrt(sp.pi)),
    ("expected number", "place", lambda c: 2 * argued.LOG - sp.log(4 * sp.pi) + 2 * c),
    ("expected number", "place", lambda c: 2 * argued.LOG - sp.log(argued.LOG) - sp.log(2 * sp.pi) + 2 * c),
    ("between", "place", lambda c: 2 * argued.LOG + c),
]


@pytest.mark.parametrize(("step", "name", "wrong"), BROKEN)
def test_a_step_fails_when_its_formula_is_wrong(run, monkeypatch, step, name, wrong):
    assert run(PROOF.claim_id, step).holds is True
    monkeypatch.setattr(argued, name, wrong)
    assert run(PROOF.claim_id, step).holds is not True
