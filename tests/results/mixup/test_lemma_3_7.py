"""Lemma 3.7: the verdict, the bound from both sides, and how it fails."""

from fractions import Fraction

import pytest

from proofs_check.evidence import proofs
from proofs_check.results.mixup import lemma_3_7 as room
from theory.claim import Verdict
from theory.results.mixup.lemma_3_7 import (
    GaussianData,
    has_enough_dimensions,
    interpolates_probably,
    reaches,
    stated_bound,
)

PROOF = proofs()["lemma-3.7"]


def test_it_is_supported_and_no_more(verdict):
    assert verdict(PROOF.claim_id) is Verdict.SUPPORTED


def test_a_bound_is_reached_missed_or_in_doubt():
    assert reaches(1000, 1000, Fraction(99, 100)) is True
    assert reaches(900, 1000, Fraction(99, 100)) is False
    assert reaches(97, 100, Fraction(98, 100)) is None
    assert stated_bound(4) == Fraction(1, 2)


@pytest.mark.parametrize(("d", "enough"), [(35, True), (34, False)])
def test_the_least_dimension(d, enough):
    """10 * 3 * ln 3 + 2 = 34.96."""
    assert has_enough_dimensions(3, d).holds is enough


def test_two_points_say_nothing():
    assert interpolates_probably(GaussianData(2, 1)).holds is True


def test_too_few_dimensions_are_noticed(run, monkeypatch):
    monkeypatch.setattr(room, "least_dimension", lambda n: 2 * n)
    assert run(PROOF.claim_id, "labels coin flips").holds is False


def test_labels_chosen_after_the_points_are_noticed(run, monkeypatch):
    monkeypatch.setitem(room.RULES, "coin flips", room.RULES["chosen after seeing X"])
    assert run(PROOF.claim_id, "labels coin flips").holds is False


def test_unknown_rules_are_refused():
    with pytest.raises(ValueError, match="labels 'all equal'"):
        GaussianData(3, 35, "all equal")
