"""Small variance is not enough: verdicts, minimisers in float64, and broken formulas."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import minimize

from proofs_check.recheck.outcome import Refused
from proofs_check.recheck.refutations_mixup_literature import minimum_variance
from proofs_check.recording import encode
from proofs_check.results.mixup_literature import chidambaram_ge_2025_variance as argued
from theory import Beta
from theory.claim import Verdict
from theory.linear import MixupLoss
from theory.linear.smoothed import enclose_smoothed_minimiser
from theory.results.mixup_literature import chidambaram_ge_2025_variance as stated

REPAIR = "chidambaram-ge-2025-positive-variance"
NARROW = argued.mirrored("11/10,1 11/10,3 9/10,1 9/10,3")


def test_verdicts(verdict):
    assert verdict("chidambaram-ge-2025-minimum-variance") is Verdict.REFUTED
    assert verdict(REPAIR) is Verdict.PROVED


def test_the_noisier_feature_has_its_share_of_a_linear_discriminant():
    """w_H : w_L is about mu_H sigma_L^2/(mu_L sigma_H^2) = .02, for label smoothing and for Mixup."""
    smoothed = [float(v) for v in enclose_smoothed_minimiser(NARROW, argued.TENTH, Fraction(0))]
    assert smoothed == pytest.approx([2.1107, 0.0419], abs=5e-5)
    loss = MixupLoss(NARROW, Beta(1))
    mixed = minimize(loss.value, [1.0, 0.0], jac=loss.gradient, method="BFGS", options={"gtol": 1e-10}).x
    assert mixed == pytest.approx([3.3880, 0.0673], abs=5e-5)
    for w in (smoothed, mixed):
        assert w[1] / w[0] == pytest.approx(0.02, abs=2e-4)


def test_the_exact_gradient_is_the_one_in_floats():
    model = stated.LowModel(NARROW, (0,), (Fraction(3, 2), Fraction(0)), mixing=argued.THIRDS)
    w = np.array([1.5, 0.0]) * np.log(2)
    expected = MixupLoss(NARROW, argued.THIRDS).gradient(w)
    assert [float(g) for g in stated.gradient(model)] == pytest.approx(list(expected), abs=1e-13)


def test_a_gradient_is_zero_exactly():
    assert stated.gradient(argued.RESTING)[0] == 0
    assert stated.gradient_vanishes(argued.RESTING, False).holds is True
    skewed = argued.at_log_2(argued.SKEWED)
    assert [str(g) for g in stated.gradient(skewed)] == ["0", "0"]


@pytest.mark.parametrize("change", [{"weights": (1, 1)}, {"loss_name": "hinge"}, {"base": Fraction(1)}])
def test_what_is_no_such_model_is_refused(change):
    with pytest.raises(ValueError, match="w_H must be 0"):
        replace(argued.RESTING, **change)


def test_dependence_is_seen_in_one_class():
    data = argued.LabeledDataset([[1, 1], [2, 2], [-1, -1], [-1, -2]], [1, 1, -1, -1])
    assert stated.independent_given_label(argued.FeatureModel(data, (0,))).holds is False
    assert stated.independent_given_label(argued.FeatureModel(NARROW, (0,))).holds is True


def test_equal_variances_are_not_smaller():
    square = argued.mirrored("1,2 1,3 2,2 2,3")
    assert stated.smaller_variance(argued.FeatureModel(square, (0,))).holds is False
    assert stated.smaller_variance(argued.FeatureModel(NARROW, (0,))).holds is True


def test_minimisers_that_are_not_enclosed_are_not_decided():
    line = argued.FeatureModel(argued.mirrored("1,2"), (0,), off_label=argued.TENTH)
    assert stated.minimiser_sees_only_low(line).holds is None


def test_steps_fail_when_the_mix_is_wrong(run, monkeypatch):
    monkeypatch.setattr(argued, "mix", lambda first, second: first + second**2)
    for name in ("signal and noise", "the slope in H"):
        assert run(REPAIR, name).holds is False


def test_a_gradient_without_h_is_noticed(run, monkeypatch):
    right = stated.gradient
    monkeypatch.setattr(stated, "gradient", lambda model: [g * 0 for g in right(model)])
    assert run(REPAIR, "random models").holds is False


def test_the_checker_has_a_reading_of_its_own():
    minimum_variance(encode(argued.FeatureModel(NARROW, (0,), off_label=argued.TENTH)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"off_label": Fraction(0)}, "no smoothing"),
        ({"mixing": argued.THIRDS}, "Mixup"),
        ({"dataset": argued.mirrored("1,2 1,3 2,2 2,3")}, "smaller variance"),
        ({"dataset": argued.mirrored("1,2 2,4")}, "on a line"),
        ({"dataset": argued.mirrored("2,1 2,-2 1,1 1,-2 2,1/2 2,1/2 1,1/2 1,1/2", "1 1 1 1 1 1 1 1")}, "may vanish"),
    ],
)
def test_the_checker_refuses_what_is_no_counterexample(change, message):
    model = replace(argued.FeatureModel(NARROW, (0,), off_label=argued.TENTH), **change)
    with pytest.raises(Refused, match=message):
        minimum_variance(encode(model))


def test_every_feature_of_l_varies_less_than_every_one_of_h():
    """Variances 1 and 9 in L, 4 in H: the first of L is smaller, the second is not."""
    points = [[m + a, m + 3 * b, m + 2 * c] for m in (-5, 5) for a in (-1, 1) for b in (-1, 1) for c in (-1, 1)]
    data = argued.LabeledDataset(points, [-1] * 8 + [1] * 8)
    for low, holds in (((0,), True), ((0, 1), False)):
        model = argued.FeatureModel(data, low)
        assert stated.smaller_variance(model).holds is holds
