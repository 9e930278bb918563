"""A feature with one cause disabled: verdicts, errors by simulation of moments, and what the checker refuses."""

from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check.recheck import Refused
from proofs_check.recheck.refutations import REFUTATIONS
from proofs_check.recording import encode
from proofs_check.results.dataset_shift import counterfactual as argued
from theory.claim import Verdict, claims
from theory.results.dataset_shift import counterfactual as stated
from theory.results.dataset_shift.counterfactual import Feature

RECALLED, CLAIM = "counterfactual-feature-recalled", "counterfactual-feature"


def test_refuted(verdict):
    assert verdict(RECALLED) is Verdict.REFUTED


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


@pytest.mark.parametrize("step", ["below v", "from unlabelled data"])
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(CLAIM, step)


@pytest.mark.parametrize("step", ["with the slope of the target", "with the slope of the source", "break-even"])
def test_another_slope_is_noticed(run_anyway, monkeypatch, step):
    """What is false of the formulas is false at the examples too."""
    monkeypatch.setattr(argued, "KAPPA", 2 * argued.KAPPA)
    assert run_anyway(CLAIM, step)[step].holds is not True


def test_another_prediction_is_not_the_regression(run, monkeypatch):
    monkeypatch.setattr(argued, "KAPPA", 2 * argued.KAPPA)
    assert run(RECALLED, "it is ordinary regression").holds is False


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("unlabelled_slope", lambda feature: feature.b[0]),
        ("beyond_break_even", lambda feature: feature.b[0] != feature.b[1]),
        ("error_with_shift", lambda feature: feature.explained + (feature.b[1] - feature.b[0]) ** 2 * feature.w),
    ],
)
def test_a_wrong_value_is_false_somewhere(run, monkeypatch, name, wrong):
    claim = claims()[CLAIM]
    part = next(part for part in claim.parts if part.asserted is getattr(stated, name))

    def decides(_, feature):
        return part.relation(feature, wrong(feature)).holds if claim.applies_to(feature) else None

    monkeypatch.setattr(type(argued.proof), "decides", decides)
    assert run(CLAIM, "random features").holds is False


def test_the_error_is_that_of_the_covariances():
    """Var T - 2 cov + variance of the prediction, where the program adds up squares of coefficients."""
    one = Feature("2/3", 2, 3, "1/2", ("1/5", "-2"), ("1/3", "1"))
    x, w = Fraction(1, 7), Fraction(-3, 2)
    for place in (0, 1):
        a, b, d = one.a, one.b[place], one.d[place]
        on_w = a * d + b
        var_t, var_x = d**2 * one.w + one.v, on_w**2 * one.w + a**2 * one.v + one.n
        cov_tx, cov_tw, cov_xw = d * on_w * one.w + a * one.v, d * one.w, on_w * one.w
        wanted = var_t - 2 * (x * cov_tx + w * cov_tw) + x**2 * var_x + 2 * x * w * cov_xw + w**2 * one.w
        assert one.error(x, w, place) == wanted


def test_at_break_even_the_source_is_not_worse():
    even = replace(argued.SHIFTED, w=Fraction(2))
    assert not stated.beyond_break_even(even)
    assert even.error(*even.with_slope(even.b[0]), 1) == even.v
    assert stated.beyond_break_even(replace(even, w=Fraction(201, 100)))


@pytest.mark.parametrize("changes", [{"v": 0}, {"n": 0}, {"w": -1}, {"b": (1,)}, {"d": (1, 2, 3)}])
def test_features_are_checked(changes):
    with pytest.raises(ValueError, match="variances must be positive"):
        replace(argued.SHIFTED, **changes)


COUNTEREXAMPLE = encode(argued.SHIFTED)


def test_the_checker_accepts_the_counterexample():
    REFUTATIONS[RECALLED](COUNTEREXAMPLE)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"b": ["1", "1"]}, "does not change"),
        ({"a": "0"}, "not as assumed"),
        ({"d": ["0", "1"]}, "not as assumed"),
        ({"n": "0"}, "not as assumed"),
    ],
)
def test_the_checker_refuses_other_instances(change, reason):
    with pytest.raises(Refused, match=reason):
        REFUTATIONS[RECALLED]({**copy.deepcopy(COUNTEREXAMPLE), **change})
