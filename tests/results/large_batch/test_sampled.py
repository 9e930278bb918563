"""The sampled checks meet runs at which the bounds are nearly attained: bounds that are smaller are noticed."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs_check.evidence import proofs
from proofs_check.results.large_batch import lars_1_separable as separable
from theory.claim import Finding, claims


@pytest.mark.parametrize("claim_id", ["lars-2", "lamb-3-sign", "lamb-3"])
def test_nine_tenths_of_a_bound_is_noticed(run, monkeypatch, claim_id):
    proofs()  # all of them are there before one is changed
    claim = claims()[claim_id]
    (part,) = claim.conclusion.parts
    smaller = replace(part, asserted=lambda one: part.asserted(one) * sp.Rational(9, 10))
    monkeypatch.setattr(
        "proofs_check.evidence.proof.Proof.claim",
        replace(claim, conclusion=replace(claim.conclusion, parts=(smaller,))),
    )
    assert run(claim_id, "random runs").holds is False


def test_a_condition_that_always_holds_is_noticed(run, monkeypatch):
    monkeypatch.setattr(separable, "smooth_for_all_pairs", lambda _: Finding(True))
    assert run("lars-1-separable", "random functions").holds is False
