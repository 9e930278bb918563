"""The minimiser of the Mixup loss: known values, optimality, and whether it exists."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import z3
from scipy.optimize import minimize

from theory import Beta, Discrete, LabeledDataset, Midpoint
from theory.linear import ERM, MixupLoss, has_minimiser, max_margin, mixup_minimiser
from theory.linear.minimiser import _damping
from theory.linear.recession import flat_direction

UNITS = LabeledDataset(np.eye(3, dtype=int), [1, -1, -1])
MIDPOINT_AND_ENDS = Discrete({0: "1/4", "1/2": "1/2", 1: "1/4"})


def sine(dataset, mixing):
    """Sine of the angle between the Mixup minimiser and the max-margin solution."""
    theta, margin = mixup_minimiser(dataset, mixing).theta, np.array([float(v) for v in max_margin(dataset).theta])
    theta, margin = theta / np.linalg.norm(theta), margin / np.linalg.norm(margin)
    return float(np.linalg.norm(theta - (theta @ margin) * margin))


def test_two_against_one_unit_vectors_have_two_margins():
    found = mixup_minimiser(UNITS, Beta(1))
    np.testing.assert_allclose(found.outputs, [3.516385, -3.756049, -3.756049], atol=6e-7)
    assert 1 - np.sqrt(1 - sine(UNITS, Beta(1)) ** 2) == pytest.approx(4.72e-4, abs=5e-7)
    three = LabeledDataset(np.eye(4, dtype=int), [1, -1, -1, -1])
    assert 1 - np.sqrt(1 - sine(three, Beta(1)) ** 2) == pytest.approx(8.75e-4, abs=5e-7)


@pytest.mark.parametrize(("alpha", "margin"), [(1, 3.5422833), (2, 3.5248788)])
def test_the_balanced_margin_is_a_constant_of_the_law(alpha, margin):
    rng = np.random.default_rng(0)
    balanced = [
        LabeledDataset([[1], [-1]], [1, -1]),
        LabeledDataset(np.eye(3, dtype=int), [1, -1, -1], ["1/2", "1/8", "3/8"]),
        LabeledDataset(rng.normal(size=(6, 400)), [1, -1] * 3),
    ]
    for dataset in balanced:
        found = mixup_minimiser(dataset, Beta(alpha))
        np.testing.assert_allclose(found.outputs * np.array(dataset.labels), margin, atol=6e-8)
        assert found.residual < 1e-15
        assert found.error < 1e-12
        assert sine(dataset, Beta(alpha)) < 1e-12


@pytest.mark.parametrize("mixing", [Beta(1), Beta(0.2), Beta(64), Discrete({"1/3": 1})], ids=str)
@pytest.mark.parametrize(("n", "d"), [(30, 4), (5, 12)])
def test_an_independent_optimiser_finds_no_less(mixing, n, d):
    rng = np.random.default_rng(n)
    dataset = LabeledDataset(rng.normal(size=(n, d)), rng.choice([1, -1], n))
    loss, found = MixupLoss(dataset, mixing), mixup_minimiser(dataset, mixing)
    other = minimize(loss.value, np.zeros(d), jac=loss.gradient, method="BFGS", options={"gtol": 1e-9})
    assert loss.value(found.theta) <= other.fun + 1e-14
    np.testing.assert_allclose(found.outputs, dataset.points @ other.x, atol=1e-6)
    np.testing.assert_allclose(dataset.points @ found.theta, found.outputs, atol=1e-11)
    assert np.abs(loss.gradient(found.theta)).max() < 1e-13


@pytest.mark.parametrize("mixing", [Beta(1), Beta(10**5), Beta(10**8), Discrete({"499999/1000000": 1})], ids=str)
def test_the_error_covers_what_rounding_changes(mixing):
    """Where the loss is nearly flat its minimiser is known to few digits, and the error says so."""
    scaled = LabeledDataset(np.diag([1.0, 3.0, 7.0]), UNITS.labels)
    first, second = mixup_minimiser(UNITS, mixing), mixup_minimiser(scaled, mixing, nodes=40)
    assert np.linalg.norm(first.outputs - second.outputs) <= first.error + second.error
    assert first.error < 1e-3


def test_it_lies_in_the_span_of_dependent_points():
    dataset = LabeledDataset([[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 0]], [1, -1, 1, -1])
    found = mixup_minimiser(dataset, Beta(1))
    assert found.theta[2] == 0
    assert np.abs(MixupLoss(dataset, Beta(1)).gradient(found.theta)).max() < 1e-15
    assert not mixup_minimiser(LabeledDataset([[0.0, 0.0]], [1]), Beta(1)).theta.any()


@pytest.mark.parametrize(
    ("dataset", "mixing", "expected"),
    [
        (UNITS, Beta(1), True),
        (UNITS, Beta(1000), True),
        (UNITS, Discrete({"49/100": 1}), True),
        (UNITS, Midpoint(), False),
        (UNITS, MIDPOINT_AND_ENDS, False),
        (UNITS, ERM, False),
        (UNITS, Discrete({0: 1}), False),
        # y = (1, 1, -1) is separated by these points but not interpolated
        (LabeledDataset([[1], [2], [-1]], [1, 1, -1]), MIDPOINT_AND_ENDS, True),
        (LabeledDataset([[1], [2], [-1]], [1, 1, -1]), ERM, False),
        (LabeledDataset([[1.0], [2.0], [-1.0]], [1, 1, -1]), Midpoint(), True),
        (LabeledDataset([[1.0], [-1.0]], [1, -1]), Midpoint(), False),
        # not separated; weakly separated; one class on one side, and on both
        (LabeledDataset([[1], [2], [-1]], [1, -1, -1]), ERM, True),
        (LabeledDataset([[1, 0], [1, 1], [0, 0], [-1, 0], [-2, 0]], [1, 1, -1, 1, -1]), ERM, False),
        (LabeledDataset([[1], [2]], [1, 1]), Beta(1), False),
        (LabeledDataset([[1], [-2]], [1, 1]), Beta(1), True),
        (LabeledDataset([[0]], [1]), ERM, True),
    ],
)
def test_existence(dataset, mixing, expected):
    """A minimiser is found exactly where there is one, and the loss is larger far along random rays from it."""
    assert has_minimiser(dataset, mixing) is expected
    if not expected:
        with pytest.raises(ValueError, match="no minimiser"):
            mixup_minimiser(dataset, mixing)
        return
    found, loss = mixup_minimiser(dataset, mixing), MixupLoss(dataset, mixing)
    rng = np.random.default_rng(0)
    for ray in rng.normal(size=(20, dataset.dimension)):
        if np.abs(dataset.points @ ray).max() > 0:
            assert loss.value(found.theta + 100 * ray) > loss.value(found.theta)


def test_where_there_is_none_the_loss_falls_along_the_interpolating_ray():
    loss = MixupLoss(UNITS, Midpoint())
    values = [loss.value(size * np.array([1.0, -1.0, -1.0])) for size in (1, 3, 9, 27)]
    assert all(b < a for a, b in pairwise(values))


def test_bad_input_is_refused():
    with pytest.raises(ValueError, match="labels 1 and -1"):
        mixup_minimiser(LabeledDataset([[1], [2]], [1, 2]), Beta(1))
    with pytest.raises(ValueError, match="at least one node"):
        mixup_minimiser(UNITS, Beta(1), nodes=0)


def test_steps_that_overshoot_are_damped():
    """Newton's step of log cosh from 3 goes to about -98, where the loss is larger; an eighth of it is not enough."""

    class LogCosh:
        def value(self, u):
            return float(np.log(np.cosh(u)).sum())

    start = np.array([3.0])
    slope, curvature = np.tanh(start), 1 / np.cosh(start) ** 2
    step = -slope / curvature
    decrement = float(-slope @ step)
    size = _damping(LogCosh(), np.eye(1), start, step, decrement)
    before, after = LogCosh().value(start), LogCosh().value(start + size * step)
    assert after <= before - size * decrement / 4
    assert LogCosh().value(start + 2 * size * step) > before - size * decrement / 2
    assert size < 1


def test_a_solver_that_gives_up_decides_nothing(monkeypatch):
    class GivesUp(z3.Solver):
        def check(self, *_):
            return z3.unknown

    monkeypatch.setattr(z3, "Solver", GivesUp)
    with pytest.raises(ArithmeticError, match="gives up"):
        flat_direction(LabeledDataset([[1, 0], [0, 1]], [1, -1]), Beta(1))
