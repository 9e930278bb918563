"""Proposition 2.2: competitors lose, and a broken h does not pass."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
import pytest

import proofs_check.results.mixup.proposition_2_2 as steps
import theory.results.mixup.proposition_2_2 as proposition
from proofs_check.evidence import proofs
from theory.claim import Verdict
from theory.dataset import LabeledDataset
from theory.mixing import Discrete, Midpoint

PROOF = proofs()["proposition-2.2"]


def test_proved(verdict) -> None:
    assert verdict(PROOF.claim_id) is Verdict.PROVED


def test_mixed_labels_of_two_points_at_a_third() -> None:
    law = Discrete({"1/3": 1})
    found = proposition.mixed_labels(LabeledDataset([[0], [1]], [1, 2]), law)
    assert found[(Fraction(2, 3),)] == [Fraction(1, 12), Fraction(1, 6)]
    assert sum(sum(masses) for masses in found.values()) == 1


def test_a_competitor_that_loses_only_a_little_still_loses() -> None:
    data = LabeledDataset([[0], [1]], [1, 2])
    h = {z: [m / sum(masses) for m in masses] for z, masses in proposition.mixed_labels(data, Midpoint()).items()}
    tiny = Fraction(1, 10**6)
    near = {z: [p + (tiny if p < 1 else 0) * (-1) ** i for i, p in enumerate(v)] if min(v) else v for z, v in h.items()}
    instance = proposition.CompetitorInstance(data, Midpoint(), near.__getitem__, "near h")
    assert PROOF.claim.conclusion(instance).holds is True


def test_a_divergence_in_doubt_has_no_value() -> None:
    doubtful = flint.arb(0, 1)
    assert proposition.divergence([doubtful], [flint.arb(1)]).is_nan()
    assert proposition.divergence([flint.arb(1)], [doubtful]).is_nan()
    assert proposition.divergence([Fraction(1)], [Fraction(0)]) == flint.arb("inf")


@pytest.mark.parametrize("broken", [lambda values: list(reversed(values)), lambda values: list(values)])
def test_a_wrong_limit_is_not_proved(verdict, broken: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "minimiser", broken)
    assert verdict(PROOF.claim_id) is not Verdict.PROVED


def test_a_divergence_of_the_wrong_sign_is_seen(verdict, monkeypatch: pytest.MonkeyPatch) -> None:
    right = proposition.divergence
    monkeypatch.setattr(proposition, "divergence", lambda h, g: -right(h, g))
    assert verdict(PROOF.claim_id) is Verdict.ERROR


def test_a_limit_with_its_classes_swapped_loses_to_some_competitor(verdict, monkeypatch: pytest.MonkeyPatch) -> None:
    right = steps.mixup_optimal_limit
    monkeypatch.setattr(steps, "mixup_optimal_limit", lambda *a: right(*a)[:, ::-1])
    assert verdict(PROOF.claim_id) is Verdict.ERROR
