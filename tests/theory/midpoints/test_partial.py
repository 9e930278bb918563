"""Points from some of their midpoints: those with two midpoints to found points, and never others."""

from __future__ import annotations

import numpy as np
import pytest

from theory.midpoints import recover_some


def some(points, missing, seed):
    """The midpoints that are left, shuffled, and the pairs that they belong to."""
    rng = np.random.default_rng(seed)
    pairs = np.column_stack(np.triu_indices(len(points), 1))
    pairs = rng.permutation(pairs[rng.random(len(pairs)) >= missing])
    return points[pairs[:, 0]] / 2 + points[pairs[:, 1]] / 2, pairs


@pytest.mark.parametrize("d", [1, 2, 30])
@pytest.mark.parametrize("missing", [0, 0.2, 0.5])
def test_all_points_of_enough_midpoints(d, missing):
    points = np.random.default_rng(0).normal(size=(20, d))
    found = recover_some(some(points, missing, 1)[0])
    np.testing.assert_allclose(found, points[np.lexsort(points.T[::-1])], atol=1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_few_midpoints_give_some_points_and_no_wrong_ones(seed):
    points = np.random.default_rng(seed).normal(size=(24, 3))
    given, pairs = some(points, 0.75, seed)
    found = recover_some(given)
    gaps = np.abs(found[:, None] - points).max(axis=2)
    assert (gaps.min(axis=1) < 1e-12).all()
    known = set(gaps.argmin(axis=1).tolist())
    for point in set(range(24)) - known:  # a point that was not found has at most one midpoint with those that were
        others = [int(a + b - point) for a, b in pairs if point in (a, b)]
        assert not known or len(known & set(others)) < 2


def test_five_points_are_the_fewest():
    points = np.random.default_rng(0).normal(size=(5, 2))
    assert len(recover_some(some(points, 0, 0)[0])) == 5
    assert recover_some(some(points[:4], 0, 0)[0]).shape == (0, 2)
    assert recover_some(points[:1]).shape == (0, 2)


def test_noise_within_the_tolerance():
    points = np.random.default_rng(0).normal(size=(15, 8))
    given, _ = some(points, 0.3, 2)
    given = given + np.random.default_rng(1).uniform(-1e-5, 1e-5, given.shape)
    found = recover_some(given, 1e-5)
    assert np.abs(found - points[np.lexsort(points.T[::-1])]).max() < 1e-4


def test_real_digits():
    from sklearn.datasets import load_digits

    digits = load_digits().data[:30] / 16
    found = recover_some(some(digits, 0.4, 0)[0])
    gaps = np.abs(found[:, None] - digits).max(axis=2)
    assert sorted(gaps.argmin(axis=1)) == list(range(30))
    assert gaps.min(axis=1).max() < 1e-12


def test_rows_that_are_no_midpoints():
    with pytest.raises(ValueError, match="nan"):
        recover_some([[0.0, float("nan")]])
    with pytest.raises(ValueError, match="tolerance"):
        recover_some([[0.0, 1.0]], -1)
