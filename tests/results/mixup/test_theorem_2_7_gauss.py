"""Theorem 2.7 by Gauss's inequality: the verdict, its bound, and what broken formulas do to it."""

from fractions import Fraction

import pytest

from proofs_check.evidence import Role, decide, proofs
from proofs_check.results.mixup import theorem_2_7_gauss as argued
from theory.claim import Verdict
from theory.results.mixup.theorem_2_7 import ThreePoints, misclassified, sufficient_alpha
from theory.results.mixup.theorem_2_7_gauss import GAUSS
from theory.results.mixup.theorem_2_7_phase_boundary import phase_boundary

PROOF = proofs()["theorem-2.7-gauss"]


def test_the_verdict(run_all):
    found, message = decide(PROOF.claim, run_all(PROOF.claim_id).values())
    assert found is Verdict.PROVED
    assert "argued" not in message


def test_every_assumption_has_its_control():
    controlled = {item.name.removeprefix("without ") for item in PROOF.items if item.role is Role.CONTROL}
    assert controlled == {a.name for a in PROOF.claim.assumptions}


@pytest.mark.parametrize("epsilon", ["1/10", "1/4", "2/5", "1/2", "9/10", "1", "3/2"])
def test_its_bound_lies_between_the_crossing_and_chebyshevs(epsilon):
    eps = Fraction(epsilon)
    bound = sufficient_alpha(eps, GAUSS)
    assert bound <= sufficient_alpha(eps)
    assert eps >= 1 or phase_boundary(eps)[1] < bound
    assert misclassified(ThreePoints(bound or Fraction(1, 8), eps)).holds is True


def test_the_statement_names_its_bound():
    assert r"\max(5, 8/(9\epsilon^2) - 1/2)" in PROOF.claim.statement


@pytest.mark.parametrize(
    ("step", "name", "moved"),
    [
        ("Gauss", "GAUSS", Fraction(43, 100)),
        ("one peak", "LEAST_ALPHA", Fraction(1, 2)),
        ("one peak", "LEAST_ALPHA", 1),
    ],
)
def test_a_constant_that_moves_breaks_its_step(run, monkeypatch, step, name, moved):
    assert run(PROOF.claim_id, step).holds is True
    monkeypatch.setattr(argued, name, moved)
    assert run(PROOF.claim_id, step).holds is not True
