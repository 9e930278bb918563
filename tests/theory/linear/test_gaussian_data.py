"""Gaussian data: the law of the Gram matrices, the interpolation condition, and what labels do to it."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import chi, norm
from scipy.stats import t as student

from theory import LabeledDataset
from theory.linear import interpolates, max_margin
from theory.linear.gaussian_data import (
    against_the_first,
    balanced,
    clopper_pearson,
    coin_flips,
    count_interpolating,
    failure_bounds,
    gram_matrices,
    interpolating,
    interpolation_probability_bounds,
    least_dimension,
    negative_probability,
    one_against_the_rest,
    success_after_seeing,
    transition_curve,
)

RULES = (balanced, one_against_the_rest, coin_flips)


def test_the_gram_matrices_have_the_moments_of_gaussian_data():
    """Mean d I, variance d off the diagonal and 2 d on it, E det = d!/(d-n)!; four standard errors."""
    d, trials = 6, 40_000
    gram = gram_matrices(3, d, trials, np.random.default_rng(1))
    direct = np.random.default_rng(2).standard_normal((trials, 3, d))
    direct = direct @ direct.transpose(0, 2, 1)
    for feature in (lambda k: k, lambda k: k**2, np.linalg.det, lambda k: k[:, 0, 1] * k[:, 1, 2] * k[:, 0, 2]):
        ours, theirs = feature(gram), feature(direct)
        error = np.sqrt((ours.var(axis=0) + theirs.var(axis=0)) / trials)
        assert (np.abs(ours.mean(axis=0) - theirs.mean(axis=0)) < 4 * error).all()
    assert np.linalg.det(gram).mean() == pytest.approx(6 * 5 * 4, rel=0.05)


@pytest.mark.parametrize("rule", RULES)
def test_the_condition_is_interpolation_of_the_max_margin_solution(rule):
    rng = np.random.default_rng(0)
    found = []
    for _ in range(30):
        points = rng.standard_normal((4, 9))
        gram = (points @ points.T)[None]
        labels = rule(gram, rng)
        dataset = LabeledDataset(points, labels[0].astype(int))
        found.append(bool(interpolating(gram, labels)[0]))
        assert found[-1] == interpolates(max_margin(dataset).theta, dataset)
    assert len(set(found)) == 2


def test_labels_chosen_after_seeing_the_data_break_it():
    rng, n = np.random.default_rng(0), 100
    d = least_dimension(n)
    assert count_interpolating(n, d, 50, rng, coin_flips) == 50
    assert count_interpolating(n, d, 50, rng, against_the_first) <= 5


def test_the_curve_rises_and_its_intervals_hold_its_frequencies():
    rows = transition_curve([20], [0.25, 1, 3, 8], 200, np.random.default_rng(0))
    counts = [row.successes for row in rows]
    assert counts[0] == 0  # d < n
    assert counts == sorted(counts)
    assert counts[-1] == 200
    assert all(row.low <= row.successes / row.trials <= row.high for row in rows)
    assert rows[2].ratio == pytest.approx(3, abs=0.01)


def test_singular_gram_matrices_are_refused():
    with pytest.raises(ValueError, match="singular"):
        gram_matrices(3, 2, 1, np.random.default_rng(0))


@pytest.mark.parametrize(("n", "d"), [(2, 2), (2, 9), (5, 5), (10, 40), (100, 4705)])
def test_one_multiplier_is_negative_as_often_as_students_law_says(n, d):
    m = d - n + 2
    assert float(negative_probability(n, d)) == pytest.approx(student.sf(np.sqrt(m / (n - 1)), m), rel=1e-9)


@pytest.mark.parametrize(("n", "d"), [(3, 3), (6, 10), (12, 40), (40, 200)])
def test_the_integral_below_is_that_of_independent_numbers(n, d):
    """By quadrature in floats, and the frequency is between the bounds."""
    m = d - n + 2
    found = quad(lambda r: norm.cdf(r / np.sqrt(n - 1)) ** n * chi.pdf(r, m), 0, np.sqrt(m) + 12)[0]
    assert float(failure_bounds(n, d)[0]) == pytest.approx(1 - found, abs=1e-7)
    low, high = interpolation_probability_bounds(n, d)
    ends = clopper_pearson(count_interpolating(n, d, 1000, np.random.default_rng(n)), 1000, 0.9999)
    assert ends[0] <= high
    assert low <= ends[1]


def test_the_bounds_at_the_borders():
    assert interpolation_probability_bounds(5, 4) == (0.0, 0.0)
    low, high = interpolation_probability_bounds(1, 1)
    assert low >= 1 - 1e-15
    assert high == 1.0
    low, high = interpolation_probability_bounds(2, 2)
    assert low < 0.5**0.5 < high
    assert high - low < 1e-14
    assert interpolation_probability_bounds(100, 100)[0] == 0.0
    with pytest.raises(ValueError, match="n = 0"):
        interpolation_probability_bounds(0, 3)
    with pytest.raises(ValueError, match="no such law"):
        negative_probability(5, 3)


def test_labels_chosen_after_seeing_the_data_have_an_exact_bound():
    """It holds what is drawn, and says nothing where the labels can do no harm."""
    bound = float(success_after_seeing(100, 3000))
    found = count_interpolating(100, 3000, 100, np.random.default_rng(0), against_the_first) / 100
    assert found <= bound < 0.5
    assert success_after_seeing(4, 1000) == 1
