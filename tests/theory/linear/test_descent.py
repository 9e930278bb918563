"""Gradient descent: its directions against the solutions that it does not know, and the honesty of its errors."""

from __future__ import annotations

import numpy as np
import pytest

from theory import Beta, LabeledDataset, Midpoint
from theory.linear import max_margin, mixup_minimiser
from theory.linear.descent import erm_direction, mixup_direction


def gaussian(seed, n=8, d=60, positives=4):
    x = np.random.default_rng(seed).normal(size=(n, d))
    return LabeledDataset(x, [1] * positives + [-1] * (n - positives))


def angle(direction, vector):
    vector = np.asarray(vector, dtype=float)
    return 2 * np.arcsin(np.linalg.norm(direction.vector - vector / np.linalg.norm(vector)) / 2)


@pytest.mark.parametrize("d", [60, 12])
@pytest.mark.parametrize("steps", [50, 400, 4000])
def test_the_error_bounds_the_angle_to_the_max_margin_solution(d, steps):
    """Also where max-margin does not interpolate, and long before descent is near."""
    for seed in range(5):
        dataset = gaussian(seed, d=d)
        exact = max_margin(dataset).theta
        try:
            found = erm_direction(dataset, steps)
        except ValueError:
            assert steps < 4000
            continue
        assert all(angle(direction, exact) <= direction.error for direction in found)


def test_the_whole_path_gains_a_digit_in_ten_times_the_steps_and_its_second_half_many():
    dataset = gaussian(1)
    exact = max_margin(dataset).theta
    angles = np.array([[angle(part, exact) for part in erm_direction(dataset, steps)] for steps in (400, 4000)])
    assert angles[0, 0] / angles[1, 0] == pytest.approx(10, rel=0.3)
    assert angles[1, 1] < 1e-9 < angles[1, 0]


@pytest.mark.parametrize("positives", [4, 2])
def test_the_error_bounds_the_angle_to_the_mixup_minimiser(positives):
    for seed in range(5):
        dataset = gaussian(seed, positives=positives)
        found = mixup_direction(dataset, Beta(1))
        assert angle(found, mixup_minimiser(dataset, Beta(1)).theta) <= found.error < 1e-6
        early = mixup_direction(dataset, Beta(1), steps=25)
        assert angle(early, mixup_minimiser(dataset, Beta(1)).theta) <= early.error


def test_directions_are_parted_only_beyond_their_errors():
    dataset = gaussian(0, positives=2)
    slow, fast = erm_direction(dataset)
    mixup = mixup_direction(dataset, Beta(1))
    assert fast.parted(mixup) is True
    assert fast.parted(slow) is None
    early = erm_direction(dataset, 1000)[0]
    assert early.angle(mixup) > 0.03  # as large as the true angle
    assert early.parted(mixup) is None  # but within the error of the plain path


def test_where_descent_cannot_know_it_says_so():
    with pytest.raises(ArithmeticError, match="too much"):
        mixup_direction(gaussian(0), Beta(1), steps=3)
    with pytest.raises(ArithmeticError, match="too much"):
        mixup_direction(gaussian(0), Midpoint(), steps=200)
    with pytest.raises(ValueError, match="not separated"):
        erm_direction(LabeledDataset([[1.0], [2.0], [-1.0]], [1, -1, 1]))
