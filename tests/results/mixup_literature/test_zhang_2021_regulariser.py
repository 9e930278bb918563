"""What Mixup adds on a linear head: verdicts, the sum for users, and broken formulas."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from proofs_check.results.mixup_literature import zhang_2021_regulariser as argued
from theory import Beta, LabeledDataset, Midpoint
from theory.claim import Verdict
from theory.linear import MixupLoss, mixed_outputs
from theory.linear.loss import erm_loss
from theory.linear.mixed_outputs import MixedOutputs, Potential
from theory.linear.regulariser import mixup_regulariser
from theory.optimal.risk import erm_risk, mixup_risk
from theory.results.mixup_literature import zhang_2021_regulariser as stated


@pytest.mark.parametrize("claim_id", ["mixup-regulariser-linear", "mixup-below-label-smoothing"])
def test_proved(verdict, claim_id):
    assert verdict(claim_id) is Verdict.PROVED


@pytest.mark.parametrize("alpha", [0.2, 1.0, 4.0])
def test_the_sum_for_users_is_the_difference_of_the_losses(alpha):
    """Against the logistic loss of two classes, and the risk of a softmax classifier of three."""
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(7, 2)), rng.integers(0, 2, 7)
    data, theta = LabeledDataset(x, (2 * y - 1).tolist()), np.array([2.0, -1.0])
    added = MixupLoss(data, Beta(alpha)).value(theta) - erm_loss(data).value(theta)
    found = mixup_regulariser(x @ theta, y, alpha, exact=True)
    assert found.value == pytest.approx(added, abs=1e-12)
    assert found.lower < found.value < found.upper

    labels, head = np.array([0, 1, 2, 0, 1, 2, 2]), rng.normal(size=(2, 3))
    data = LabeledDataset(x, labels)

    def softmax(z):
        values = np.exp(z @ head)
        return values / values.sum(axis=1, keepdims=True)

    added = mixup_risk(data, Beta(alpha), softmax) - erm_risk(data, softmax)
    found = mixup_regulariser(x @ head, labels, alpha, exact=True)
    assert found.value == pytest.approx(added, abs=1e-12)
    assert found.lower < found.value < found.upper
    assert mixup_regulariser(x @ head, labels, alpha) == (found.lower, found.upper, None)


def test_many_nodes_are_not_needed_for_logits_that_differ_by_twenty():
    z = np.array([[20.0, 0.0], [0.0, 20.0], [3.0, -3.0]])
    lam, mass = np.polynomial.legendre.leggauss(2000)
    lam = (1 + lam) / 2
    mixes = lam[:, None, None, None] * z[:, None] + (1 - lam[:, None, None, None]) * z[None]
    mean = (mass / 2) @ np.logaddexp(mixes[..., 0], mixes[..., 1]).mean(axis=(1, 2))
    found = mixup_regulariser(z, [0, 1, 0], 1, exact=True)
    assert found.value == pytest.approx(found.upper - np.logaddexp(z[:, 0], z[:, 1]).mean() + mean, abs=1e-8)


@pytest.mark.parametrize(
    ("outputs", "labels", "alpha", "message"),
    [
        ([[1.0, np.nan]], [0], 1, "finite"),
        (np.zeros((2, 2, 2)), [0, 1], 1, "finite numbers of shape"),
        ([[1.0, 2.0]], [2], 1, "integers from 0 to 1"),
        ([1.0, 2.0], [0.5, 1], 1, "integers from 0 to 1"),
        ([1.0, 2.0], [0], 1, "2 integers"),
        ([1.0, 2.0], [0, 1], 0, "alpha must be a positive number"),
    ],
)
def test_what_is_no_head_is_refused(outputs, labels, alpha, message):
    with pytest.raises(ValueError, match=message):
        mixup_regulariser(outputs, labels, alpha)


@pytest.mark.parametrize(
    "arguments",
    [
        {"outputs": (), "labels": ()},
        {"potential": "cube"},
        {"labels": ((Fraction(0),), (Fraction(1), Fraction(0)))},
        {"weights": (Fraction(1), Fraction(1))},
    ],
)
def test_instances_that_do_not_fit_are_refused(arguments):
    good = {"outputs": argued.PAIR.outputs, "labels": argued.PAIR.labels, "mixing": Midpoint()}
    with pytest.raises(ValueError, match=r"potential|length|weights"):
        MixedOutputs(**good | arguments)


def test_steps_fail_when_the_mix_is_wrong(run, monkeypatch):
    monkeypatch.setattr(argued, "mix", lambda first, second: argued.LAM * first + argued.LAM * second)
    assert run("mixup-regulariser-linear", "bilinear part").holds is False


def test_half_a_covariance_is_noticed(run, monkeypatch):
    right = stated.regulariser
    monkeypatch.setattr(stated, "regulariser", lambda i: right(i).plus_number(-i.kappa * i.covariance() / 2))
    assert stated.mixup_adds(argued.PAIR, stated.regulariser(argued.PAIR)).holds is False
    assert stated.mixup_adds(argued.PAIR, right(argued.PAIR)).holds is True


def test_a_concave_potential_is_noticed(run, monkeypatch):
    concave = Potential(lambda z: -sp.log(1 + sp.exp(z[0])), Fraction(1, 4))
    monkeypatch.setattr(mixed_outputs, "POTENTIALS", {**mixed_outputs.POTENTIALS, "logistic": concave})
    assert stated.convexity_is_between(argued.PAIR, stated.convexity_bounds(argued.PAIR)).holds is False
    assert run("mixup-regulariser-linear", "random heads").holds is False
