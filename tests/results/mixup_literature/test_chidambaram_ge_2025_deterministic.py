"""Features without variance: the verdict, minimisers in float64, and broken formulas."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import minimize

from proofs_check.results.mixup_literature import chidambaram_ge_2025_deterministic as argued
from theory.claim import Verdict
from theory.linear import MixupLoss
from theory.results.mixup_literature import chidambaram_ge_2025_deterministic as stated

CLAIM = "chidambaram-ge-2025-deterministic"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


def test_the_minimiser_of_mixup_does_not_look_at_noise():
    loss = MixupLoss(argued.MIXED.dataset, argued.QUARTERS)
    found = minimize(loss.value, [1.0, 1.0], jac=loss.gradient, method="BFGS", options={"gtol": 1e-10})
    assert abs(found.x[1]) < 1e-7
    assert found.x[0] > 1


def test_the_exact_loss_is_the_one_in_floats():
    exact = float(stated.value(argued.MIXED, argued.MIXED.weights))
    assert exact == pytest.approx(MixupLoss(argued.MIXED.dataset, argued.QUARTERS).value([1.0, 0.5]), abs=1e-13)
    margins = np.array([2.0, 3.0])
    smoothed = 0.9 * np.logaddexp(0, -margins) + 0.1 * np.logaddexp(0, margins)
    assert float(stated.value(argued.NOISY, argued.NOISY.weights)) == pytest.approx(smoothed.mean(), abs=1e-13)


def test_pooled_covariance_in_numpy():
    model = replace(argued.NOISY, dataset=argued.TILTED)
    rows = np.array(
        [[y * float(v) for v in x] for x, y in zip(argued.TILTED.exact_points, (1, 1, -1, -1), strict=True)]
    )
    expected = 0.1 * np.cov(rows[:2].T, bias=True) + 0.9 * np.cov(rows[2:].T, bias=True)
    found = np.array(stated.pooled_covariance(model, (0, 1)), dtype=float)
    assert np.abs(found - expected).max() < 1e-15


@pytest.mark.parametrize(
    "change", [{"weights": (Fraction(1),)}, {"low": (2,)}, {"loss_name": "cube"}, {"off_label": Fraction(2)}]
)
def test_what_is_no_model_is_refused(change):
    with pytest.raises(ValueError, match=r"coordinates|columns|needs"):
        replace(argued.NOISY, **change)


def test_half_of_what_h_gave_is_noticed():
    """The outputs of w are near log 9, which smoothing asks for."""
    model = argued.signed("1,2 1,3", "0 9/10", off_label=argued.TENTH)
    right = stated.without_high(model)
    assert right == (Fraction(9, 4), 0)
    assert stated.costs_less(model, right).holds is True
    assert stated.costs_less(model, (right[0] / 2, Fraction(0))).holds is False


def test_steps_fail_when_the_mix_is_wrong(run, monkeypatch):
    monkeypatch.setattr(argued, "mix", lambda first, second: first + second**2)
    assert run(CLAIM, "the same means").holds is False


def test_a_concave_loss_is_noticed(run, monkeypatch):
    wrong = replace(stated.LOSSES["logistic"], value=lambda m: -stated.LOSSES["square"].value(m))
    monkeypatch.setattr(stated, "LOSSES", {**stated.LOSSES, "logistic": wrong})
    assert run(CLAIM, "random models").holds is False


def test_equal_losses_are_not_strictly_smaller():
    same = argued.signed("1,1", "0 1", off_label=argued.TENTH)
    assert stated.costs_less(same, stated.without_high(same)).holds is False
