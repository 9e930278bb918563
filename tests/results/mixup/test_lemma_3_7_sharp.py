"""Lemma 3.7 from both sides: the verdict, what its bounds allow, and what broken formulas do to the proof."""

from fractions import Fraction

import flint
import pytest
import sympy as sp

from proofs_check.evidence import proofs
from proofs_check.results.mixup import lemma_3_7_sharp as argued
from theory.claim import Verdict
from theory.linear.gaussian_data import failure_bounds
from theory.results.mixup.lemma_3_7 import AFTER_SEEING, GaussianData
from theory.results.mixup.lemma_3_7_sharp import (
    HUNDRED_LEAST,
    at_least,
    at_most,
    fails_rarely,
    sufficient_dimension,
)

PROOF = proofs()["lemma-3.7-sharp"]


def test_it_is_proved(verdict):
    assert verdict(PROOF.claim_id) is Verdict.PROVED


def test_a_multiple_of_a_bound_is_reached_missed_or_in_doubt():
    four = GaussianData(4, 59)
    assert [at_most(four, Fraction(n, 100)).holds for n in (99, 100, 101)] == [False, True, True]
    assert [at_least(four, Fraction(n, 100)).holds for n in (99, 100, 101)] == [True, True, False]
    wide = GaussianData(3, 3)
    assert at_most(wide, Fraction(9, 10)).holds is None
    assert at_least(wide, Fraction(11, 10)).holds is None
    assert at_most(GaussianData(4, 59, AFTER_SEEING), Fraction(1)).holds is None


def test_the_smaller_dimension_is_enough_and_less_is_not_asked():
    for n in (3, 10, 40):
        d = sufficient_dimension(n)
        assert fails_rarely(GaussianData(n, d), Fraction(2, n)).holds is True
        assert failure_bounds(n, d)[1] < flint.arb(2) / n
    assert fails_rarely(GaussianData(100, 200), Fraction(2, 100)).holds is True  # nothing is said there
    assert fails_rarely(GaussianData(100, 1655), Fraction(1, 1000)).holds is False


def test_a_hundred_points_are_enclosed_tightly(run, monkeypatch):
    least, last = HUNDRED_LEAST
    assert failure_bounds(100, least - 1)[0] > flint.arb(2) / 100
    assert not failure_bounds(100, least)[0] > flint.arb(2) / 100
    assert not failure_bounds(100, last - 1)[1] < flint.arb(2) / 100
    for moved in ((least + 1, last), (least, last - 1)):
        monkeypatch.setattr(argued, "HUNDRED_LEAST", moved)
        assert run(PROOF.claim_id, "a hundred points").holds is False


BROKEN = [
    ("regression", "slope_on_another", lambda n: 1 / n),
    ("regression", "centred_covariances", lambda n: (1 - 1 / n, 1 / n)),
    ("tilt", "moment_base", lambda s: 1 / (1 + s)),
    ("window", "moment_base", lambda s: 1 / (1 + s)),
    ("tail from below", "DENSITY", sp.exp(-(argued.T**2)) / sp.sqrt(sp.pi)),
    ("smaller dimension", "degrees_of_freedom", lambda n, d: d - n + 1),
    ("smaller dimension", "STATED_FAILURE", 1),
    ("in the end", "LARGEST_FACTOR", 5),
    ("in the end", "one_in_the_end", lambda c: argued.LOG - c * argued.LOG / 2),
    ("in the end", "pairs_in_the_end", lambda c: 4 * argued.LOG - c * argued.LOG),
]


@pytest.mark.parametrize(("step", "name", "wrong"), BROKEN, ids=[f"{step}: {name}" for step, name, _ in BROKEN])
def test_a_step_fails_when_its_formula_is_wrong(run, monkeypatch, step, name, wrong):
    assert run(PROOF.claim_id, step).holds is True
    monkeypatch.setattr(argued, name, wrong)
    assert run(PROOF.claim_id, step).holds is not True


def test_frequencies_outside_of_the_bounds_are_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "count_interpolating", lambda n, d, trials, rng: trials // 10)
    assert run(PROOF.claim_id, "between the bounds").holds is False
