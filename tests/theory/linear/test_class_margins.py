"""The two margins of a Mixup-trained linear model."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from theory import Beta, Discrete, LabeledDataset, Midpoint
from theory.linear import mixup_minimiser
from theory.linear.class_margins import class_margins, enclose_class_margins, imbalance_curve, one_minus_cosine


@pytest.mark.parametrize("mixing", [Beta(1), Beta(4), Beta(2, 1), Discrete({"1/3": 1})], ids=str)
def test_independent_data_have_the_margins_of_two_points(mixing):
    """Whatever the points and the weights within the classes."""
    rng = np.random.default_rng(0)
    dataset = LabeledDataset(rng.normal(size=(5, 9)), [1, 1, -1, -1, -1], [0.1, 0.2, 0.1, 0.15, 0.45])
    first, second = class_margins(mixing, 0.3)
    np.testing.assert_allclose(mixup_minimiser(dataset, mixing).outputs, [first] * 2 + [-second] * 3, atol=1e-9)


def test_the_smaller_class_has_the_smaller_margin_and_balls_hold_the_floats():
    for mass in (Fraction(1, 10), Fraction(1, 3), Fraction(1, 2), Fraction(4, 5)):
        floats, balls = class_margins(Beta(2), float(mass)), enclose_class_margins(Beta(2), mass)
        assert all(abs(float(b) - f) < 1e-9 for b, f in zip(balls, floats, strict=True))
        if mass != Fraction(1, 2):
            assert (balls[0] < balls[1]) is (mass < Fraction(1, 2))


def test_the_angle_is_that_of_unit_vectors():
    theta, y = np.array([2.0, 2.0, -3.0]), np.array([1, 1, -1])
    cosine = theta @ y / np.linalg.norm(theta) / np.sqrt(3)
    assert one_minus_cosine((2.0, 3.0), (2, 1)) == pytest.approx(1 - cosine)
    assert [row.sizes for row in imbalance_curve(Beta(1), [(1, 1), (1, 5)])] == [(1, 1), (1, 5)]


def test_where_there_is_no_minimiser_there_are_no_margins():
    with pytest.raises(ValueError, match="no minimiser"):
        class_margins(Midpoint(), 0.5)
    with pytest.raises(ValueError, match="positive"):
        class_margins(Beta(1), 1.0)
