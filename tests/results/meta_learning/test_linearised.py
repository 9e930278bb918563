"""Linearised tasks: the verdicts, broken adaptations, and the rate at which ANIL approaches multi-task learning."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from proofs_check.results.meta_learning import linearised as argued
from theory.claim import Verdict
from theory.results.meta_learning import linearised as stated
from theory.results.meta_learning.linearised import HeadAdaptation, LinearisedTasks

NO_SPLIT, SMALL = "no-split-anil-forgets-its-inner-loop", "adaptation-is-small"


@pytest.mark.parametrize("claim", [NO_SPLIT, SMALL])
def test_proved(verdict, claim):
    assert verdict(claim) is Verdict.PROVED


@pytest.mark.parametrize("step", ["one eigenvalue", "rows"])
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(SMALL, step)


def test_inner_steps_that_are_too_long_are_noticed(run, monkeypatch):
    """A step that is S_qs longer than lambda says."""
    whole = stated.adaptation_matrix

    def broken(cross, own, rate, steps):
        return whole(cross, own, rate, steps) + cross * int(steps > 0)

    monkeypatch.setattr(stated, "adaptation_matrix", broken)
    assert run(SMALL, "random heads").holds is False


def test_an_adaptation_across_tasks_is_noticed(run, monkeypatch):
    whole = LinearisedTasks.adaptation

    def broken(tasks):
        return whole(replace(tasks, tasks=(0,) * len(tasks.tasks))) * 2

    monkeypatch.setattr(LinearisedTasks, "anil", lambda tasks: tasks.without_inner_loop() + broken(tasks)[0, 0])
    assert run(NO_SPLIT, "random kernels").holds is False


@pytest.mark.parametrize(("rate", "count", "value"), [(0, 0, "5/11"), ("1/2", 1, "90/319"), ("1/2", 2, "810/8107")])
def test_an_input_in_two_tasks_makes_it_depend_on_the_inner_loop(rate, count, value):
    points = (0, 1, 2)
    tasks = argued.tasks(argued.DEEP, argued.GRAM, ((0, 0, 1), (1, 0, 0)), (points, points), rate, count)
    assert tasks.anil() == Fraction(value)


@pytest.mark.parametrize("labels", [(1, 0), (2, -3)])
def test_the_gap_to_multi_task_learning_is_of_the_order_1_over_depth(labels):
    """L (b_M - b_A) -> s ((1 + r^2)(b_1 y_2 + b_2 y_1) - 2 r (b_1 y_1 + b_2 y_2))/(1 - r^2)^2, b_i over L."""
    r, s, depth = Fraction(1, 2), Fraction(1, 3), 10**6
    body = tuple(tuple(depth * v for v in row) for row in ((1, r), (r, 1)))
    tasks = LinearisedTasks(body, ((1, s), (s, 1)), body[0], (0, 1), labels, (0, 1), (0, 1), Fraction(1, 4), 2)
    found = float(depth * (tasks.multi_task() - tasks.anil()))
    (y, z), (b, c) = labels, (1, r)
    limit = s * ((1 + r**2) * (b * z + c * y) - 2 * r * (b * y + c * z)) / (1 - r**2) ** 2
    assert found == pytest.approx(float(limit), rel=1e-4)


def test_no_row_is_a_negative_number_of_times_as_long():
    assert stated.rows_within(argued.ONCE, Fraction(1, 2)).holds is True
    assert stated.rows_within(argued.ONCE, Fraction(-1, 2)).holds is False
    assert stated.rows_within(argued.head(((0,),), ((1,),), 1, 1), Fraction(-1)).holds is True


def test_adaptation_is_gradient_descent_on_the_head():
    """Steps on w of f = phi w, from the residuals: f_q moves by A (y - f_s)."""
    rng = np.random.default_rng(0)
    support, query, y = rng.integers(-2, 3, (2, 3)), rng.integers(-2, 3, (3, 3)), np.array([1.0, -2.0])
    w = np.zeros(3)
    for _ in range(4):
        w += 0.125 * support.T @ (y - support @ w)
    head = argued.head((query @ support.T).tolist(), (support @ support.T).tolist(), Fraction(1, 8), 4)
    a = stated.adaptation_matrix(stated.matrix(head.cross), stated.matrix(head.own), head.rate, head.steps)
    np.testing.assert_allclose(np.array(a, dtype=float) @ y, query @ w, atol=1e-12)


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (LinearisedTasks, (((1,),), ((1,),), (1, 1), (0,), (1,), (0,), (0,), 1, 1)),
        (LinearisedTasks, (((1,),), ((1,),), (1,), (0,), (1,), (), (0,), 1, 1)),
        (LinearisedTasks, (((1,),), ((1,),), (1,), (0,), (1,), (1,), (0,), 1, 1)),
        (LinearisedTasks, (((-1,),), ((1,),), (1,), (0,), (1,), (0,), (0,), 1, 1)),
        (LinearisedTasks, (((1,),), ((1,),), (1,), (0,), (1,), (0,), (0,), -1, 1)),
        (LinearisedTasks, (((1,),), ((1,),), (1,), (0,), (1,), (0,), (0,), 1, 1.5)),
        (LinearisedTasks, (((1,),), ((1,),), (1,), (0,), (1,), (0.5,), (0,), 1, 1)),
        (HeadAdaptation, (((1,),), ((1,),), 1, 1.5)),
        (HeadAdaptation, (((1,),), ((1,),), -1, 1)),
        (HeadAdaptation, (((1, 1),), ((1,),), 1, 1)),
        (HeadAdaptation, (((1, 1),), ((1, 0), (1, 1)), 1, 1)),
    ],
)
def test_an_instance_is_checked(kind, arguments):
    with pytest.raises(ValueError, match="must"):
        kind(*arguments)
