"""Advice for tasks of one's own: the bound holds, steps are those of gradient descent, contradictions are found."""

from __future__ import annotations

import numpy as np
import pytest

from theory.results.meta_learning.advice import contradicting_inputs, inner_steps


def draw(seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Six tasks of four points and six features, so that heads are not unique."""
    rng = np.random.default_rng(seed)
    return [(phi, phi @ rng.normal(size=6)) for phi in rng.normal(size=(6, 4, 6))]


@pytest.mark.parametrize("epsilon", [10.0, 0.5, 0.01])
@pytest.mark.parametrize("seed", [0, 1])
def test_that_many_steps_are_enough(seed, epsilon):
    tasks = draw(seed)
    found = inner_steps(tasks, epsilon)
    left = 0.0
    for phi, y in tasks:
        w = found.start.copy()
        for _ in range(found.steps):
            w -= found.rate * phi.T @ (phi @ w - y)
        left += ((phi @ w - y) ** 2).sum() / 2
    assert found.gap == pytest.approx(left, abs=1e-9)  # every task can be fitted, so that the least is 0
    assert left <= found.bound <= epsilon
    if found.steps:
        assert found.spread / (2 * found.rate * (2 * found.steps - 1)) > epsilon


def test_equal_heads_need_no_step():
    same = (np.eye(2), np.array([1.0, 2.0]))
    assert inner_steps([same, same], 1e-6).steps == 0


def test_an_input_with_one_target_is_no_contradiction():
    assert contradicting_inputs([([[1.0]], [2.0]), ([[1.0]], [2.0])]) == []
    assert contradicting_inputs([([[1.0], [1.0]], [2.0, 3.0]), ([[5.0]], [2.0])]) == []


@pytest.mark.parametrize(
    ("tasks", "epsilon", "reason"),
    [
        ([], 1, "a task"),
        ([([[1.0]], [1.0])], 0, "epsilon"),
        ([([[1.0]], [1.0]), ([[1.0]], [3.0])], 1e-320, "so small"),
        ([([[1.0]], [1.0, 2.0])], 1, "for each target"),
        ([([[1.0]], [1.0]), ([[1.0, 2.0]], [1.0])], 1, "task 1"),
        ([([[np.nan]], [1.0])], 1, "finite"),
        ([([[0.0]], [1.0])], 1, "0 throughout"),
    ],
)
def test_what_does_not_fit_is_refused(tasks, epsilon, reason):
    with pytest.raises(ValueError, match=reason):
        inner_steps(tasks, epsilon)
