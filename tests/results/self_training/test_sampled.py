"""The sampled checks meet instances at which the bounds are nearly attained: bounds that are smaller are noticed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from theory.claim import claims

BOUNDED = ["4-3-quoted", "4-3-weight-2", "4-3-best-weight", "3-6"]


@pytest.mark.parametrize("name", BOUNDED)
def test_nine_tenths_of_a_bound_is_noticed(run, monkeypatch, name):
    claim = claims()[f"self-training-{name}"]
    (part,) = claim.conclusion.parts
    smaller = replace(part, asserted=lambda one: part.asserted(one) * Fraction(9, 10))
    monkeypatch.setattr("proofs_check.evidence.proof.Proof.claim", replace(claim, conclusion=smaller))
    assert run(claim.id, "every student").holds is False


def test_ten_ninths_of_the_factor_of_the_cells_is_noticed(run, monkeypatch):
    claim = claims()["self-training-cells"]
    larger = replace(claim.conclusion.parts[0], asserted=lambda training: (training.c - 1) * Fraction(10, 9))
    monkeypatch.setattr("proofs_check.evidence.proof.Proof.claim", replace(claim, conclusion=larger))
    assert run(claim.id, "every student").holds is False
