"""Theorem 3.2: the verdicts, and what broken formulas and broken assumptions do to them."""

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.evidence import Role, Settings, proofs
from proofs_check.results.mixup import theorem_3_2 as argued
from theory import claim as claim_module
from theory.claim import Verdict, claims
from theory.dataset import LabeledDataset
from theory.mixing import Beta, Density, Discrete
from theory.results.mixup import theorem_3_2 as stated
from theory.results.mixup.theorem_3_2 import MixedPoint, exceeds_bound, gives_class, is_continuous, line_mean, lines

CROSS = LabeledDataset([(-1, 0), (0, -1), (9, 0), (0, 4)], [1, 1, 2, 2])
PAIR = LabeledDataset([[0], [1]], [1, 2])


@pytest.mark.parametrize(
    ("claim_id", "expected"),
    [
        ("theorem-3.2-delta-printed", Verdict.REFUTED),
        ("theorem-3.2-off-support-printed", Verdict.REFUTED),
        ("theorem-3.2-continuity-printed", Verdict.REFUTED),
        ("theorem-3.2", Verdict.PROVED),
    ],
)
def test_the_verdicts(verdict, claim_id, expected):
    assert verdict(claim_id) is expected


def test_a_delta_above_one_half_lets_the_wrong_class_through():
    far = LabeledDataset([[0], [10]], [1, 2])
    assert gives_class(MixedPoint(far, Beta(1), 2, (1,), 1)).holds is False
    assert exceeds_bound(MixedPoint(far, Beta(1), 1, (1,), Fraction(1, 2))).holds is True


def test_lines_are_grouped_by_direction():
    data = LabeledDataset([(-1, 0), (-2, 0), (1, 0), (0, -1), (0, 1)], [1, 1, 2, 1, 2])
    assert sorted(len(group) for group in lines(MixedPoint(data, Beta(1), 1, (0, 0)))) == [2, 4]


def test_a_single_line_is_continuous_and_a_crossing_is_not():
    assert is_continuous(MixedPoint(PAIR, Beta(1), 1, (Fraction(1, 3),))).holds is True
    assert is_continuous(MixedPoint(CROSS, Beta(1), 1, (0, 0))).holds is False


def test_an_unknown_class_is_refused():
    with pytest.raises(ValueError, match="no class 3"):
        MixedPoint(PAIR, Beta(1), 3, (0,))


def test_a_swapped_lambda_would_be_noticed(verdict, monkeypatch):
    """h computed with lambda on the wrong end contradicts the theorem."""
    right = stated.mixup_optimal_limit
    monkeypatch.setattr(stated, "mixup_optimal_limit", lambda *a: 1 - right(*a))
    assert verdict("theorem-3.2", preset="standard") is Verdict.ERROR
    assert verdict("theorem-3.2-delta-printed") is not Verdict.REFUTED


def test_the_line_means_of_the_cross():
    instance = MixedPoint(CROSS, Beta(1), 1, (0, 0))
    means = [line_mean(instance, group)[0] for group in lines(instance)]
    assert means == [Fraction(9, 10), Fraction(4, 5)]


@pytest.mark.parametrize(
    ("label", "x", "delta"),
    [(2, 1, Fraction(95, 100)), (1, 5, Fraction(51, 100)), (1, Fraction(-5), 0)],
    ids=["the refuted form", "just above 1/2", "zero"],
)
def test_without_the_range_of_delta_the_classification_would_fail(label, x, delta):
    """On {-10, 0} against {10}, the range of delta alone keeps instances out on which the conclusion fails."""
    claim = proofs()["theorem-3.2"].claim
    data = LabeledDataset([[-10], [0], [10]] if delta == 0 else [[0], [10]], [1, 1, 2] if delta == 0 else [1, 2])
    instance = MixedPoint(data, Discrete({Fraction(1, 2): 1}) if delta == 0 else Beta(1), label, (x,), delta)
    assert [a.name for a in claim.assumptions if not a.predicate(instance).holds] == ["delta in (0, 1/2]"]
    assert claim.conclusion(instance).holds is False


def test_a_smaller_bound_than_delta_is_noticed(monkeypatch):
    """The bound 1 - delta cannot be 1 - delta/2: delta is often as small as 3.1 lets it be."""
    half = lambda instance: exceeds_bound(replace(instance, delta=instance.delta / 2))  # noqa: E731
    claim = argued.classification.claim
    monkeypatch.setitem(claim_module._REGISTRY, claim.id, replace(claim, conclusion=half))
    assert argued.classification_sampled(Settings("quick")).holds is False


def test_lambda_at_one_minus_delta_exactly_does_not_meet_3_1():
    """There h^i = 1 - delta, which is not above it."""
    claim = proofs()["theorem-3.2"].claim
    instance = MixedPoint(PAIR, Beta(1), 1, (Fraction(1, 4),), Fraction(1, 4))
    assert [a.name for a in claim.assumptions if not a.predicate(instance).holds] == ["3.1"]
    assert claim.conclusion(instance).holds is False


def test_mass_just_above_one_minus_delta_does_not_meet_3_1_either():
    """With no mass between 1/4 and 3/4, h(1) is 3/4 = 1 - delta, although mixes near 1 have lambda > 1 - delta only."""
    lam = sp.Symbol("lambda")
    ends = Density(sp.Piecewise((2, lam < sp.Rational(1, 4)), (0, lam < sp.Rational(3, 4)), (2, True)), lam)
    place = MixedPoint(LabeledDataset([[0], [4]], [1, 2]), ends, 1, (1,), Fraction(1, 4))
    assert {a.name: a.predicate(place).holds for a in claims()["theorem-3.2"].assumptions} == {
        "full support or symmetry": True,
        "2.9": True,
        "delta in (0, 1/2]": True,
        "3.1": False,
        "x in X_mix": True,
    }
    assert not exceeds_bound(place).holds


def test_symmetry_or_full_support_is_about_the_support():
    skew = Discrete({Fraction(9, 10): 1})
    assert [skew.charges(Fraction(9, 10)), skew.charges(Fraction(1, 10)), Beta(2).charges(0)] == [True, False, True]


def test_controls_exist_for_every_assumption_of_the_proved_claim():
    proof = proofs()["theorem-3.2"]
    controlled = {item.name.removeprefix("without ") for item in proof.items if item.role is Role.CONTROL}
    assert controlled == {a.name for a in proof.claim.assumptions}


LAM = sp.Symbol("lambda")
TILTED = Density(2 * (LAM + 1) / 3, LAM)
LOPSIDED = Density(sp.Piecewise((2, Fraction(1, 2) > LAM), (0, True)), LAM)
MIDDLE = Density(sp.Piecewise((0, Fraction(1, 4) > LAM), (2, Fraction(3, 4) > LAM), (0, True)), LAM)


@pytest.mark.parametrize(
    ("mixing", "standard", "full_or_symmetric"),
    [(TILTED, True, True), (LOPSIDED, False, False), (MIDDLE, False, True), (Discrete({"1/3": 1}), False, False)],
)
def test_a_law_answers_for_itself(mixing, standard, full_or_symmetric):
    point = MixedPoint(PAIR, mixing, 1, (Fraction(1, 3),))
    assert stated.STANDARD.predicate(point).holds is standard
    assert stated.FULL_OR_SYMMETRIC.predicate(point).holds is full_or_symmetric


def test_the_theorem_holds_for_a_density_that_a_user_wrote():
    """x = 1/4 on [0, 1] is a mix of the class of 0 with weight 3/4, whatever the law."""
    point = MixedPoint(PAIR, TILTED, 1, (Fraction(1, 4),), Fraction(1, 3))
    claim = proofs()["theorem-3.2"].claim
    assert claim.applies_to(point)
    assert claim.conclusion(point).holds is True
