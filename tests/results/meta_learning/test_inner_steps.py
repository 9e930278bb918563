"""k inner steps: the verdict, broken bounds, and gradient descent in floats."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from proofs_check.results.meta_learning import inner_steps as argued
from theory.claim import Verdict
from theory.results.meta_learning.inner_steps import InnerSteps, guarantee

CLAIM = "k-inner-steps"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


@pytest.mark.parametrize("step", ["Bernoulli", "one eigenvalue"])
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(CLAIM, step)


def test_a_bound_with_twice_the_steps_is_noticed(run, monkeypatch):
    """1/(4 k + 1) in the place of 1/(2 k + 1) is missed near u = 1/(2 k + 1)."""
    whole = InnerSteps.squared_distance
    monkeypatch.setattr(InnerSteps, "squared_distance", lambda task: whole(task) / 4)
    assert run(CLAIM, "random tasks", preset="standard").holds is False


@pytest.mark.parametrize("k", [1, 3, 10])
def test_the_bound_is_within_a_factor_e(k):
    """At the eigenvalue u = 1/(2 k + 1): the quotient is (1 - u)^(2 k) > 1/e."""
    one = argued.steps(((1,),), (0,), argued.ONE, (1,), Fraction(1, 2 * k + 1), k)
    assert Fraction(1, 3) < one.gap() / guarantee(one) <= 1


def test_steps_are_those_of_gradient_descent():
    task = argued.WIDE
    phi, y = np.array(task.features, dtype=float), np.array(task.targets, dtype=float)
    w = np.array(task.start, dtype=float)
    for _ in range(task.steps):
        w -= float(task.rate) * phi.T @ (phi @ w - y)
    best = np.linalg.lstsq(phi, y, rcond=None)[0]
    gap = (((phi @ w - y) ** 2).sum() - ((phi @ best - y) ** 2).sum()) / 2
    assert float(task.gap()) == pytest.approx(gap)


def test_the_nearest_minimiser_keeps_what_no_feature_sees():
    one = argued.steps(((1, 0),), (2,), argued.ONE, (0, 5), 1, 1)
    assert list(one.minimiser) == [2, 5]
    assert one.squared_distance() == 4


@pytest.mark.parametrize(
    "arguments",
    [
        (((1,),), (0, 1), argued.ONE, (1,), 1, 1),
        (((1,),), (0,), ((0,), (1,)), (1,), 1, 1),
        (((1,),), (0,), argued.ONE, (1,), 0, 1),
        (((1,),), (0,), argued.ONE, (1,), 1, -1),
        ((), (), argued.ONE, (1,), 1, 1),
        (((1,),), (0,), ((0, 0), (0, 0)), (1,), 1, 1),
        (((1,),), (0,), argued.ONE, (1,), 1, 1.5),
    ],
)
def test_an_instance_is_checked(arguments):
    with pytest.raises(ValueError, match="must"):
        argued.steps(*arguments)
