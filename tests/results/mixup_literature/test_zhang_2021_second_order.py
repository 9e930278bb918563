"""The second-order Mixup loss: verdicts, Taylor's formula by differences, what the checker refuses, broken formulas."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from proofs_check.recheck.outcome import Refused
from proofs_check.recheck.refutations_mixup_literature import second_order
from proofs_check.recording import encode
from proofs_check.results.mixup_literature import zhang_2021_second_order as argued
from theory import Beta, LabeledDataset, Midpoint
from theory.claim import Verdict
from theory.linear import MixupLoss
from theory.linear.loss import logistic, logistic_curvature, logistic_slope
from theory.mixing.moments import kappa
from theory.results.mixup_literature import zhang_2021_second_order as stated


@pytest.mark.parametrize(
    ("claim_id", "expected"),
    [
        ("zhang-2021-second-order-nonnegative", Verdict.REFUTED),
        ("zhang-2021-second-order-correct", Verdict.PROVED),
        ("zhang-2021-second-order-runs-away", Verdict.PROVED),
    ],
)
def test_verdicts(verdict, claim_id, expected):
    assert verdict(claim_id) is expected


def test_it_is_the_expansion_about_the_data():
    """With kappa = 2 E[lambda (1 - lambda)] as E(1 - lambda), and half of it as E(1 - lambda)^2, hard labels."""
    instance = argued.outputs("-2 1 3", (1, -1, 1))
    u, y, strength = np.array([-2.0, 1.0, 3.0]), np.array([1.0, -1.0, 1.0]), float(kappa(argued.QUARTERS))
    step = u[None] - u[:, None]
    first = strength * logistic_slope(u, y)[:, None] * step
    second = strength / 4 * logistic_curvature(u)[:, None] * step**2
    expanded = (logistic(u, y)[:, None] + first + second).mean()
    assert float(stated.second_order_loss(instance)) == pytest.approx(expanded, abs=1e-12)


def test_the_losses_of_small_models_agree_to_third_order():
    errors = []
    for scale in (Fraction(1, 10), Fraction(1, 20)):
        instance = stated.ScaledOutputs((*argued.FAR.outputs, Fraction(2)), (-1, 1, -1), argued.QUARTERS, scale)
        errors.append(abs(float(stated.mixup_loss(instance) - stated.second_order_loss(instance))))
    assert errors[0] < 1e-3
    assert errors[0] > 6 * errors[1]


def test_the_mixup_loss_is_that_of_the_house():
    instance = argued.outputs("-2 1 3", (1, -1, 1))
    data = LabeledDataset([[-2.0], [1.0], [3.0]], [1, -1, 1])
    wanted = MixupLoss(data, argued.QUARTERS).value([1.0])
    assert float(stated.mixup_loss(instance)) == pytest.approx(wanted, abs=1e-12)


def test_the_checker_wants_a_negative_value():
    second_order(encode(argued.NEGATIVE))
    for other, message in (
        (argued.outputs("-1 1", (-1, 1), Beta(1)), "not negative"),
        (argued.FAR, "no Beta law"),
        (argued.outputs("-5 200 -50", (1, 1, -1), Beta(1, 2)), "no Beta law"),
    ):
        with pytest.raises(Refused, match=message):
            second_order(encode(other))


def test_a_third_of_the_second_order_is_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "pair_term", lambda loss, s, d, k: loss + k * s * (-d + (1 - s) * d**2 / 12))
    assert run("zhang-2021-second-order-correct", "one pair").holds is False


def test_without_a_floor_nothing_is_below_it(monkeypatch):
    monkeypatch.setattr(stated, "floor", lambda instance: sp.Integer(0))
    assert stated.second_order_below(argued.FAR, stated.floor(argued.FAR)).holds is False
    assert stated.large_scale(argued.FAR).holds is False


def test_mixup_is_not_decided_for_a_law_without_atoms():
    assert stated.mixup_at_least(argued.NEGATIVE, sp.Integer(0)).holds is None


@pytest.mark.parametrize(
    ("outputs", "signs", "scale"), [((), (), 1), ((1,), (2,), 1), ((1,), (1, 1), 1), ((1,), (1,), 0)]
)
def test_what_does_not_fit_is_refused(outputs, signs, scale):
    with pytest.raises(ValueError, match=r"labels 1 or -1|scale must be positive"):
        stated.ScaledOutputs(tuple(map(Fraction, outputs)), signs, Beta(1), Fraction(scale))


def test_the_floor_counts_pairs_of_two_classes_in_both_orders():
    """Two points of two classes at lambda = 1/2: half of the pairs are of two classes, and cost log 2 at least."""
    instance = stated.ScaledOutputs((Fraction(1), Fraction(-1)), (1, -1), Midpoint())
    assert stated.floor(instance) == sp.log(2) / 2
