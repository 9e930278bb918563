"""Mixup and attacks on linear models: the verdict, attacks found by search, and broken formulas."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from proofs_check.results.mixup_literature import zhang_2021_adversarial as argued
from theory import LabeledDataset, Midpoint
from theory.claim import Verdict
from theory.linear import MixupLoss, margin_losses
from theory.linear.margin_losses import LOSSES
from theory.mixing import Discrete
from theory.results.mixup_literature import zhang_2021_adversarial as stated
from theory.results.mixup_literature.zhang_2021_adversarial import AttackedModel

PLANE = LabeledDataset([[1, 2], [-3, 1], [2, -3]], [1, -1, 1])
MODEL = AttackedModel(PLANE, (Fraction(2), Fraction(1, 2)), Discrete({"1/4": "1/3", "1/2": "2/3"}))


def test_proved(verdict):
    assert verdict("zhang-2021-adversarial") is Verdict.PROVED


def test_no_direction_does_more_harm_than_theta():
    """The supremum over directions of the plane, on a circle of the radius."""
    theta, share = np.array([2.0, 0.5]), 0.3
    angles = np.linspace(0, 2 * np.pi, 20_001)
    directions = np.column_stack([np.cos(angles), np.sin(angles)])
    found = 0.0
    for x, y in zip(PLANE.points, PLANE.labels, strict=True):
        radius = share * abs(x @ theta) / np.linalg.norm(theta)
        margins = y * ((x + radius * directions) @ theta)
        found += np.logaddexp(0, -margins).max() / 3
    exact = float(stated.adversarial_loss(MODEL, Fraction(3, 10)))
    assert exact - 1e-6 < found <= exact + 1e-12


def test_the_exact_mixup_loss_is_the_one_in_floats():
    loss = MixupLoss(PLANE, MODEL.mixing).value([2.0, 0.5])
    assert float(margin_losses.mixup_margin_loss(MODEL.loss, MODEL.rows, MODEL.mixing)) == pytest.approx(
        loss, abs=1e-13
    )


def test_smoothing_before_and_after_mixing_is_the_same():
    a = Fraction(1, 5)
    smoothed = [(z, y, q) for z, y, q in margin_losses.mixed_rows(MODEL.rows, MODEL.mixing)]
    flipped = [(z, s * y, q * w) for z, y, q in smoothed for s, w in ((1, 1 - a), (-1, a))]
    first = margin_losses.mean_loss(MODEL.loss, flipped)
    assert sp.expand(first - margin_losses.mixup_margin_loss(MODEL.loss, MODEL.rows, MODEL.mixing, a)) == 0


def test_ties_of_logarithms_are_seen():
    """Without mixing, and with a theta that sees nothing of the data, both sides are one number."""
    flat = LabeledDataset([[0, 1], [0, -1]], [1, -1])
    for model in (AttackedModel(PLANE, MODEL.theta, Discrete({1: 1})), AttackedModel(flat, (1, 0), Midpoint())):
        share = stated.kappa(model.mixing)
        assert stated.above_adversarial(model, share).holds is True
        gap = stated.adversarial_loss(model, share) - margin_losses.mixup_margin_loss(
            model.loss, model.rows, model.mixing
        )
        assert sp.expand(gap) == 0


@pytest.mark.parametrize(
    "arguments", [{"theta": (Fraction(0), Fraction(0))}, {"theta": (Fraction(1),)}, {"loss_name": "cube"}]
)
def test_what_is_no_model_is_refused(arguments):
    with pytest.raises(ValueError, match=r"theta"):
        replace(MODEL, **arguments)


def test_steps_fail_when_the_mix_is_wrong(run, monkeypatch):
    monkeypatch.setattr(argued, "mix", lambda first, second: argued.LAM * second + (1 - argued.LAM) * first)
    assert run("zhang-2021-adversarial", "mean over the partners").holds is False


@pytest.mark.parametrize("factor", [Fraction(3, 2), Fraction(2)])
def test_a_larger_radius_is_noticed(run, monkeypatch, factor):
    right = stated.adversarial_loss
    monkeypatch.setattr(stated, "adversarial_loss", lambda model, share: right(model, factor * share))
    assert run("zhang-2021-adversarial", "random models").holds is False


def test_a_loss_that_rises_is_noticed(run, monkeypatch):
    wrong = replace(LOSSES["hinge"], value=lambda m: sp.sympify(max(Fraction(0), 1 + m)), falling=False)
    monkeypatch.setattr(stated, "LOSSES", {**LOSSES, "hinge": wrong})
    assert run("zhang-2021-adversarial", "random models").holds is False
