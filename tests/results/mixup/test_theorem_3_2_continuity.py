"""The continuity criterion and the half-distance margin: the verdicts, and what breaks them."""

from fractions import Fraction

import pytest

from proofs_check.evidence import Role, Settings, proofs
from proofs_check.results.mixup import theorem_3_2_continuity as argued
from theory.claim import Verdict
from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.optimal.exact import segment_length
from theory.results.mixup import theorem_3_2, theorem_3_2_continuity
from theory.results.mixup.theorem_3_2 import MixedPoint, gives_class
from theory.results.mixup.theorem_3_2_continuity import continuity_criterion, half_distance, only_segment

CLAIMS = ["theorem-3.2-continuity", "margin-half-distance"]
FAR = LabeledDataset([(0, 0), (1, 0), (0, 100)], [1, 2, 2])


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_the_verdicts(verdict, claim_id):
    assert verdict(claim_id) is Verdict.PROVED


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_every_assumption_is_controlled_or_found_unneeded(claim_id):
    proof = proofs()[claim_id]
    names = {
        item.name.removeprefix("without ").removesuffix(" not needed")
        for item in proof.items
        if item.role is Role.CONTROL
    }
    assert names == {a.name for a in proof.claim.assumptions}


def test_the_margin_can_exceed_half_the_least_distance():
    """x = (0, 49) is 49 from its class, whose least distance to the other is 1."""
    assert gives_class(MixedPoint(FAR, Beta(1), 1, (0, 49))).holds is True
    assert gives_class(MixedPoint(FAR, Beta(1), 1, (0, 51))).holds is False


def test_h_is_lambda_on_a_segment_alone():
    instance = MixedPoint(FAR, Beta(3), 1, (Fraction(1, 5), 0))
    assert only_segment(instance).holds is True
    assert half_distance(instance).holds is True


def test_a_crossing_is_not_alone():
    cross = LabeledDataset([(-1, 0), (9, 0), (0, -1), (0, 4)], [1, 2, 1, 2])
    assert only_segment(MixedPoint(cross, Beta(1), 1, (0, 0))).holds is False


def test_unweighted_line_means_are_seen(monkeypatch):
    """Continuity is decided from h beside x, so that a criterion of means without the lengths contradicts it."""
    balanced = LabeledDataset([(-1, 0), (1, 0), (3, 0), (0, -1), (0, 1)], [1, 2, 1, 1, 2])
    instance = MixedPoint(balanced, Beta(1), 1, (0, 0))
    assert continuity_criterion(instance).holds is True
    monkeypatch.setattr(theorem_3_2_continuity, "line_mean", lambda instance, group: [Fraction(1, 2)] * 2)
    assert continuity_criterion(instance).holds is False


def test_lengths_turned_over_are_seen(monkeypatch):
    """Weights p_s p_t f(lambda) ||s - t|| in place of the quotient give the two lines different means."""
    right = theorem_3_2._weight
    assert argued.lengths_matter(Settings("quick")).holds is True
    times = lambda data, _, pair: segment_length(data, *pair[:2]) ** 2  # noqa: E731
    monkeypatch.setattr(theorem_3_2, "_weight", lambda *given: right(*given) * times(*given))
    assert argued.lengths_matter(Settings("quick")).holds is False


def test_a_swapped_lambda_is_seen(verdict, monkeypatch):
    right = theorem_3_2_continuity.limit_at
    assert Verdict.REFUTED is verdict("margin-half-distance-printed")
    monkeypatch.setattr(theorem_3_2_continuity, "limit_at", lambda instance: [1 - v for v in right(instance)])
    assert verdict("margin-half-distance", preset="standard") is not Verdict.PROVED


def test_a_crossed_segment_loses_its_half():
    crossed = LabeledDataset([(0, 0), (1, 0), ("2/5", "1/10"), ("2/5", "-1/10")], [1, 2, 2, 2])
    assert gives_class(MixedPoint(crossed, Beta(1), 1, (Fraction(2, 5), 0))).holds is False
