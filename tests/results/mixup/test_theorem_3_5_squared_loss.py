"""The squared loss: exact minimisers against a direct minimisation, the verdicts, and broken formulas."""

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import minimize

from proofs_check.results.mixup import theorem_3_5_squared_loss as argued
from theory import Beta, Discrete, LabeledDataset, Midpoint
from theory.claim import Verdict
from theory.linear import ERM, LinearMixup
from theory.mixing.quadrature import quadrature
from theory.results.mixup import theorem_3_5_squared_loss as stated
from theory.results.mixup.theorem_3_5_squared_loss import (
    same_iff_product_vanishes,
    same_minimisers,
    squared_loss_outputs,
)

UNEVEN = LabeledDataset([[1, 1], [2, -1], [0, 1], [-1, 1]], [1, 1, -1, -1], ["1/2", "1/4", "1/8", "1/8"])


@pytest.mark.parametrize("claim_id", ["theorem-3.5-squared-loss", "theorem-3.5-squared-loss-sharp"])
def test_proved(verdict, claim_id):
    assert verdict(claim_id) is Verdict.PROVED


@pytest.mark.parametrize("mixing", [Beta(1), Beta(3, 1), Midpoint(), Discrete({"1/3": 1}), ERM], ids=str)
def test_the_exact_outputs_are_those_of_a_direct_minimisation(mixing):
    x, y, p = UNEVEN.points, np.array(UNEVEN.labels), UNEVEN.weights
    rule = list(zip(*quadrature(mixing, 8), strict=True))

    def loss(theta):
        r = x @ theta - y
        return sum(m * (p @ (lam * r[:, None] + (1 - lam) * r) ** 2 @ p) for lam, m in rule)

    found = minimize(loss, np.zeros(2), tol=1e-14)
    outputs = [float(v) for v in squared_loss_outputs(LinearMixup(UNEVEN, mixing), mixing)]
    np.testing.assert_allclose(outputs, x @ found.x, atol=1e-6)


def test_mixup_moves_the_solution_only_where_it_can():
    assert same_minimisers(LinearMixup(UNEVEN, Beta(1))).holds is False
    assert same_minimisers(LinearMixup(UNEVEN, ERM)).holds is True
    assert same_minimisers(argued.with_intercept(LinearMixup(UNEVEN, Beta(1)))).holds is True
    centred = LabeledDataset([[1], [2], [-3]], [1, -1, -1])
    assert same_minimisers(LinearMixup(centred, Beta(1))).holds is True


def test_a_step_fails_when_its_formula_is_wrong(run, monkeypatch):
    monkeypatch.setattr(argued, "mixed_square", lambda squares, products: squares / 2 + products / 2)
    assert run("theorem-3.5-squared-loss-sharp", "one pair").holds is False
    monkeypatch.setattr(argued, "at_least_squares", lambda product, mean, move, b: product + b * mean)
    assert run("theorem-3.5-squared-loss-sharp", "the product").holds is False


def test_forgotten_cross_moments_are_noticed(run, monkeypatch):
    """Were the cross terms of the loss dropped, its minimisers would never move, and the product would be wrong."""
    monkeypatch.setattr(stated, "squared_loss_outputs", lambda i, law: right_outputs(i, ERM))
    right_outputs = squared_loss_outputs
    assert Beta(1).second_moments()[1] == Fraction(1, 6)
    assert same_iff_product_vanishes(LinearMixup(UNEVEN, Beta(1))).holds is False
    assert run("theorem-3.5-squared-loss-sharp", "random data").holds is False
