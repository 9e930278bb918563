"""Theorem 3.5: the verdicts, and what broken formulas and broken assumptions do to them."""

import pytest

from proofs_check.evidence import Settings, decide, proofs
from theory import linear_enclosure
from theory.claim import Verdict
from theory.dataset import LabeledDataset
from theory.linear_direction import LinearMixup, agreement
from theory.mixing import Beta, Midpoint
from theory.results.theorem_3_5 import minimiser_is_multiple, minimisers_are_multiples

ONE_TWO = LabeledDataset([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, -1, -1])


def verdict(claim_id, preset="quick"):
    proof = proofs()[claim_id]
    return decide(proof.claim, [proof.run(item, Settings(preset)) for item in proof.items])[0]


def run(claim_id, name):
    proof = proofs()[claim_id]
    return proof.run(next(item for item in proof.items if item.name == name), Settings("quick"))


def reweighted(*weights):
    return LabeledDataset(ONE_TWO.exact_points, ONE_TWO.labels, weights)


def test_the_printed_form_is_refuted():
    assert verdict("theorem-3.5-printed") is Verdict.REFUTED


def test_the_conclusion_turns_with_the_masses_alone():
    assert agreement(LinearMixup(ONE_TWO, Beta(1))).holds is False
    assert agreement(LinearMixup(reweighted("1/2", "1/8", "3/8"), Beta(1))).holds is True
    nearly = agreement(LinearMixup(reweighted("500001/1000000", "1/4", "249999/1000000"), Beta(1)))
    assert nearly.holds is False


def test_labels_and_points_that_are_not_rational_are_refused():
    with pytest.raises(ValueError, match="labels"):
        LinearMixup(LabeledDataset([[0], [1]], [1, 2]), Beta(1))
    with pytest.raises(ValueError, match="rational"):
        LinearMixup(LabeledDataset([[0.5], [1.0]], [1, -1]), Beta(1))


def test_where_nothing_is_certain_nothing_is_said():
    inseparable = LabeledDataset([[1], [2], [-1]], [1, -1, -1])
    assert agreement(LinearMixup(inseparable, Beta(1))).holds is None
    assert agreement(LinearMixup(ONE_TWO, Beta(0.3))).holds is None


def test_without_a_minimiser_the_printed_form_is_empty_and_the_repaired_one_false():
    instance = LinearMixup(ONE_TWO, Midpoint())
    assert minimisers_are_multiples(instance).holds is True
    assert minimiser_is_multiple(instance).holds is False


def test_a_slope_without_its_mirror_image_is_seen(monkeypatch):
    """Half of the pairs forgotten: the enclosures no longer have the digits."""

    def half(lam, own, other):
        (u, y), (v, w) = own, other
        return 2 * lam * linear_enclosure.logistic_slope(lam * u + (1 - lam) * v, lam * y + (1 - lam) * w) / 2

    monkeypatch.setattr(linear_enclosure, "pair_slope_at", half)
    numbers = run("theorem-3.5-printed", "its numbers")
    assert numbers.holds is not True
