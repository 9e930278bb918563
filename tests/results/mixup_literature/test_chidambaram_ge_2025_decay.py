"""Weight decay and the cone: verdicts, what the controls show in numbers, and broken formulas."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from proofs_check.results.mixup_literature import chidambaram_ge_2025_decay as argued
from theory.claim import Verdict
from theory.linear import smoothed
from theory.results.mixup_literature import chidambaram_ge_2025_decay as stated


@pytest.mark.parametrize("claim_id", ["chidambaram-ge-2025-weight-decay", "chidambaram-ge-2025-descent"])
def test_proved(verdict, claim_id):
    assert verdict(claim_id) is Verdict.PROVED


def share(model, weights):
    w = np.array([float(v) for v in weights])
    return (w[list(model.high)] ** 2).sum() / (w**2).sum()


def test_beating_each_direction_of_l_is_not_enough():
    """1.1 and 100 are above the best single direction of L at each point, yet most of w is in L."""
    model = argued.plane("1,2,11/10 1,-2,100", low=2, decay=argued.TENTH)
    assert share(model, model.minimiser) == pytest.approx(0.195, abs=5e-4)


def test_smoothing_leaves_nothing_to_h_on_the_same_data():
    smoothed = replace(argued.BOTH, decay=Fraction(0), off_label=argued.TENTH)
    assert [float(v) for v in smoothed.minimiser] == pytest.approx([np.log(9), 0], abs=1e-12)
    assert share(argued.BOTH, argued.BOTH.minimiser) == pytest.approx(0.835, abs=5e-4)


def test_steps_that_are_too_long_leave_the_cone():
    model = argued.plane("9/10,1 -9/10,1", decay=Fraction(95, 100), steps=argued.OVERSHOT)
    assert share(model, model.iterate) < 1e-4


def test_iterates_in_floats():
    w, rows = np.zeros(2), argued.WALK.dataset.points
    for index, size in argued.WALK.steps:
        force = 1 / (1 + np.exp(rows[index] @ w))
        w = (1 - float(size) / 10) * w + float(size) * force * rows[index]
    assert [float(v) for v in argued.WALK.iterate] == pytest.approx(w, abs=1e-12)


@pytest.mark.parametrize(
    "change",
    [
        {"low": ()},
        {"direction": (Fraction(0),)},
        {"direction": (Fraction(1), Fraction(1))},
        {"decay": Fraction(-1)},
        {"decay": Fraction(0)},
        {"off_label": Fraction(1)},
        {"steps": ((9, Fraction(1)),)},
    ],
)
def test_what_is_no_model_is_refused(change):
    with pytest.raises(ValueError, match=r"needs|must be"):
        replace(argued.BOTH, **change)


def test_a_minimiser_that_is_not_certified_is_not_decided():
    """One point spans no plane: without decay the Hessian is singular."""
    flat = argued.plane("1,2", off_label=argued.TENTH)
    assert stated.minimiser_share(flat, Fraction(1, 2)).holds is None


def test_a_weight_of_zero_leaves_no_doubt():
    """Found by the standard preset: the ball about w_L = 0 had no square."""
    upright = argued.plane("0,1/10", decay=argued.TENTH)
    assert stated.minimiser_share(upright, Fraction(1, 2)).holds is True


def test_the_step_fails_for_smoothed_labels(run, monkeypatch):
    right = argued.logistic_slope
    monkeypatch.setattr(argued, "logistic_slope", lambda z, y: right(z, y * Fraction(4, 5)))
    assert run("chidambaram-ge-2025-weight-decay", "a positive combination").holds is False


@pytest.mark.parametrize(
    ("claim_id", "check", "module"),
    [
        ("chidambaram-ge-2025-weight-decay", "random data", smoothed),
        ("chidambaram-ge-2025-descent", "random walks", stated),
    ],
)
def test_a_force_that_forgets_the_label_is_noticed(run, monkeypatch, claim_id, check, module):
    """Then w stays at 0."""
    right = module.logistic_slope
    monkeypatch.setattr(module, "logistic_slope", lambda z, label: right(z, 0 * label))
    assert run(claim_id, check).holds is False


def test_a_cone_without_the_sign_is_noticed(monkeypatch):
    behind = argued.plane("1,-2 1,-4", decay=argued.TENTH)
    assert stated.in_cone(behind).holds is False
