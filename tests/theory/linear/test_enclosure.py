"""Enclosures of the Mixup minimiser: against float64, and where they must refuse."""

import flint
import pytest
import sympy as sp

from theory.dataset import LabeledDataset
from theory.linear import MixupLoss, mixup_minimiser
from theory.linear import enclosure as room
from theory.mixing import Beta, Discrete
from theory.numbers import ball, precision

ONE_TWO = LabeledDataset([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, -1, -1])
OVERFULL = LabeledDataset([[1, 0], [2, 1], [-1, 1], [0, -1]], [1, 1, -1, -1], ["1/10", "1/5", "3/10", "2/5"])
LAWS = [Beta(1), Beta(3, 1), Discrete({0: "1/4", "1/3": "1/2", "1/2": "1/4"})]


@pytest.mark.parametrize("law", LAWS, ids=str)
@pytest.mark.parametrize("data", [ONE_TWO, OVERFULL], ids=["independent", "dependent"])
def test_the_enclosure_is_narrow_and_meets_the_float64_minimiser(data, law):
    found = room.enclose_minimiser(data, law)
    assert all(u.rad() < 1e-25 for u in found)
    assert [float(u) for u in found] == pytest.approx(list(mixup_minimiser(data, law).outputs), rel=1e-9)


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_derivatives_are_those_of_the_float64_loss(law):
    u = [0.5, -1.25, 2.0, 0.75]
    loss = MixupLoss(OVERFULL, law).on_outputs
    balls = [ball(v) for v in u]
    identity = room.flint.arb_mat([[int(i == j) for j in range(4)] for i in range(4)])
    import numpy as np

    slopes = [float(v) for v in room.output_gradient(OVERFULL, law, balls)]
    curvatures = room.output_hessian(OVERFULL, law, balls) * identity
    assert slopes == pytest.approx(list(loss.gradient(np.array(u))), abs=1e-12)
    expected = loss.hessian(np.array(u), np.eye(4)).ravel()
    assert [float(v) for v in curvatures.entries()] == pytest.approx(list(expected), abs=1e-12)


def test_the_exact_gradient_is_the_one_in_balls():
    law = LAWS[2]
    outputs = [sp.log(2) * k for k in (6, -6, -12)]
    exact = room.exact_output_gradient(ONE_TWO, law, outputs)
    enclosed = room.output_gradient(ONE_TWO, law, [flint.arb.const_log2() * k for k in (6, -6, -12)])
    assert all(value.is_Rational for value in exact)
    assert all(b.overlaps(ball(value)) for b, value in zip(enclosed, exact, strict=True))


def test_krawczyk_refuses_a_start_that_is_too_far():
    far = flint.arb_mat([[1.5]])
    with pytest.raises(ArithmeticError, match="into itself"):
        room.krawczyk(lambda x: x * x - flint.arb_mat([[2]]), lambda x: 2 * x, far)


def test_krawczyk_refuses_a_map_without_a_zero_and_one_with_a_double_zero():
    for offset in (1, 0):
        with precision(64), pytest.raises((ArithmeticError, ZeroDivisionError)):
            room.krawczyk(lambda x, c=offset: x * x + flint.arb_mat([[c]]), lambda x: 2 * x, flint.arb_mat([[0.0]]))


def test_laws_without_a_rigorous_integral_and_floats_are_refused():
    with pytest.raises(ValueError, match="no rigorous integral"):
        Beta(0.3).expectation(lambda lam: lam)
    with pytest.raises(ValueError, match="rational"):
        room.enclose_minimiser(LabeledDataset([[0.5], [-1.0]], [1, -1]), Beta(1))


@pytest.mark.parametrize(("a", "b"), [("1/5", "1/5"), ("1/2", "3"), ("7/3", "1/16"), (1, 2), (1024, 1024)])
def test_expectations_hold_the_moments_in_a_narrow_ball(a, b):
    with precision(96):
        first = Beta(a, b).expectation(lambda lam: lam)
        second = Beta(a, b).expectation(lambda lam: lam * lam)
        a, b = ball(a), ball(b)
        assert first.overlaps(a / (a + b))
        assert second.overlaps(a * (a + 1) / ((a + b) * (a + b + 1)))
        assert max(float(first.rad()), float(second.rad())) < 1e-20


def test_krawczyk_asks_for_every_side_of_the_box():
    """x = 0 contracts, y^2 + 1 = 0 has no solution: one side alone shows nothing."""
    with pytest.raises(ArithmeticError, match="into itself"):
        room.krawczyk(
            lambda v: flint.arb_mat([[v[0, 0]], [v[1, 0] ** 2 + 1]]),
            lambda v: flint.arb_mat([[1, 0], [0, 2 * v[1, 0]]]),
            flint.arb_mat([[0], [1]]),
        )
