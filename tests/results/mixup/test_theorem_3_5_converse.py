"""The converse of Theorem 3.5: verdicts, the exact example of unequal masses, and broken formulas."""

from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.results.mixup import theorem_3_5_converse as argued
from proofs_check.results.mixup import theorem_3_5_smaller_class as smaller_argued
from theory import Beta, LabeledDataset
from theory.claim import Verdict
from theory.linear import LinearMixup
from theory.linear.agreement import agreement, recognised
from theory.linear.loss import logistic_slope
from theory.results.mixup import theorem_3_5_converse as stated
from theory.results.mixup.theorem_3_5_converse import agree_iff_equal_masses, criterion, criterion_decides, margin_ratio
from theory.results.mixup.theorem_3_5_smaller_class import smaller_class_has_smaller_margins

IDS = ("theorem-3.5-smaller-class", "theorem-3.5-criterion", "theorem-3.5-converse")
SKEWED = LabeledDataset([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, -1, -1])


@pytest.mark.parametrize("claim_id", IDS)
def test_proved(verdict, claim_id):
    assert verdict(claim_id) is Verdict.PROVED


@pytest.mark.parametrize(
    ("step", "name", "wrong"),
    [
        ("class slopes", "pair_slope_at", lambda lam, own, other: lam * logistic_slope(*own)),
        ("class slopes", "inside", lambda k: logistic_slope(k, 0)),
        ("monotone", "across", lambda a, b: logistic_slope(a + b, 0)),
        ("diagonal", "between", lambda k, x: logistic_slope(x * k, x)),
        ("two points tell all", "balances", lambda v, w, own, mixed: [w * own[0] + v * mixed[0]] * 2),
        ("the order of the margins", "balances", lambda v, w, own, mixed: [w * own[i] + v * mixed[i] for i in (0, 1)]),
    ],
)
def test_a_step_fails_when_its_formula_is_wrong(run, monkeypatch, step, name, wrong):
    monkeypatch.setattr(smaller_argued, name, wrong)
    assert run("theorem-3.5-smaller-class", step).holds is False


def test_a_shared_direction_in_spite_of_unequal_masses_is_exact():
    assert recognised(argued.SHARED) == [5 * sp.log(2), -6 * sp.log(2)]
    assert margin_ratio(argued.SHARED) == Fraction(6, 5)
    assert criterion(argued.SHARED) is True
    assert criterion_decides(argued.SHARED).holds is True
    assert agree_iff_equal_masses(argued.SHARED).holds is False


def test_next_to_it_the_direction_is_not_shared():
    """r a little off 6/5: beta of the second point is no longer 0."""
    for r in ("-1199/1000", "-1201/1000"):
        points = LabeledDataset([[1, 0], [r, 1]], [1, -1], ["1/6", "5/6"])
        near = LinearMixup(points, argued.RATIONAL_LAW)
        assert criterion(near) is False
        assert criterion_decides(near).holds is True


def test_nearer_than_balls_can_tell_it_is_still_not_shared():
    r = Fraction(-6, 5) - Fraction(1, 10**60)
    near = LinearMixup(LabeledDataset([[1, 0], [r, 1]], [1, -1], ["1/6", "5/6"]), argued.RATIONAL_LAW)
    assert agreement(near).holds is False
    assert criterion(near) is False


def test_a_wrong_ratio_is_noticed(run, monkeypatch):
    monkeypatch.setattr(stated, "margin_ratio", lambda instance: Fraction(1))
    assert run("theorem-3.5-criterion", "unequal masses, one direction").holds is False


def test_equal_masses_without_interpolation_do_not_agree():
    """(1, 0) and (-2, 1): the max-margin solution (1, 0) has the margins 1 and 2."""
    apart = LinearMixup(LabeledDataset([[1, 0], [-2, 1]], [1, -1]), Beta(1))
    assert criterion(apart) is False
    assert criterion_decides(apart).holds is True


def test_the_order_of_the_margins_turns_with_the_masses():
    assert smaller_class_has_smaller_margins(LinearMixup(SKEWED, Beta(1))).holds is True
    heavy = LabeledDataset(SKEWED.exact_points, SKEWED.labels, ["2/3", "1/6", "1/6"])
    found = smaller_class_has_smaller_margins(LinearMixup(heavy, Beta("1/2")))
    assert found.holds is True
    assert "2/3 and 1/3" in found.witness


def test_two_margins_within_a_class_are_noticed():
    """Dependent data: the second point of X_1 is twice the first."""
    twice = LabeledDataset([[1, 0], [2, 0], [0, 1]], [1, 1, -1], ["1/8", "1/8", "3/4"])
    found = smaller_class_has_smaller_margins(LinearMixup(twice, Beta(1)))
    assert found.holds is False


def test_a_law_without_an_integral_leaves_doubt():
    assert smaller_class_has_smaller_margins(LinearMixup(SKEWED, Beta(0.3))).holds is None
