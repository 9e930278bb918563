"""The gap between multi-task learning and ANIL: verdicts, broken bounds and premises, an input in two tasks."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from figures import inner_loop_gap
from proofs_check.methods import symbolic
from proofs_check.results.meta_learning import closeness as argued
from proofs_check.results.meta_learning import closeness_adapted as adapted_argued
from proofs_check.results.meta_learning import closeness_depth as deep_argued
from proofs_check.results.meta_learning import closeness_learners as instances
from theory.claim import Verdict, claims
from theory.results.meta_learning import closeness as stated
from theory.results.meta_learning import closeness_depth as deep_stated
from theory.results.meta_learning.closeness import AdaptedLearners, TwoLearners, adapted_guarantee, guarantee
from theory.results.meta_learning.closeness_depth import DeepTasks
from theory.results.meta_learning.closeness_depth import guarantee as guarantee_in_depth
from theory.results.meta_learning.linearised import LinearisedTasks

CLOSE, ADAPTED, DEPTH = "mtl-anil-close", "mtl-anil-close-adapted", "mtl-anil-close-in-depth"


@pytest.mark.parametrize("claim", [CLOSE, ADAPTED, DEPTH])
def test_proved(verdict, claim):
    assert verdict(claim) is Verdict.PROVED


@pytest.mark.parametrize(
    ("claim", "step"),
    [
        (CLOSE, "above the floor"),
        (CLOSE, "inverses"),
        (CLOSE, "adaptation"),
        (CLOSE, "ceiling"),
        (CLOSE, "between tasks"),
        (CLOSE, "first part"),
        (CLOSE, "other parts"),
        (ADAPTED, "one more point"),
        (DEPTH, "bounds at depth L"),
    ],
)
def test_a_step_needs_its_premises(weakened, claim, step):
    assert False in weakened(claim, step)


@pytest.mark.parametrize(
    ("module", "name", "before", "after"),
    [
        (argued, "difference", "other * t * anil**-1 * y +", "other * t * anil**-1 * y -"),
        (argued, "kernels", "off - a * sq - qs * t", "off - a * sq + qs * t"),
        (argued, "within_tasks", "e * f + g * h", "e * f - g * h"),
        (argued, "three_bounds", "(2 + a) * theta / mu * y", "(1 + a) * theta / mu * y"),
        (adapted_argued, "difference_of_predictions", "there + g", "there - g"),
        (deep_argued, "constants", "a * (2 + a) * s", "a * (1 + a) * s"),
    ],
)
def test_another_formula_is_noticed(rewritten, module, name, before, after):
    assert rewritten(module, name, before, after) is False


def test_another_limit_is_not_that_of_the_gap(rewritten):
    assert rewritten(deep_argued, "rate", "limit / (1 - r**2) ** 2", "limit / (1 - r**2)") is not True


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("first_part", "a * (2 + a) * theta", "a * (1 + a) * theta"),
        ("adaptation", "r * r == 1 + a * a", "r * r == 1"),
        ("inverses", "p <= v * u", "p <= 2 * v * u"),
    ],
)
def test_a_smaller_constant_is_noticed(rewritten, name, before, after):
    assert rewritten(argued, name, before, after) is False


def test_a_bound_that_is_too_small_is_noticed(run, monkeypatch):
    """A hundredth of each norm, so that the bound is 10^-4 of what it was; it is usually far from tight."""
    whole = stated.norm
    monkeypatch.setattr(stated, "norm", lambda values: whole(values) / 100)
    assert run(CLOSE, "random learners").holds is False
    assert run(ADAPTED, "random new tasks").holds is False
    monkeypatch.setattr(deep_stated, "norm", lambda values: whole(values) / 100)
    assert run(DEPTH, "random depths").holds is False


@pytest.mark.parametrize("name", list(instances.CONTROLS))
def test_a_control_breaks_one_assumption_alone(name):
    found = instances.CONTROLS[name]()
    assert [premise for premise, _, holds in stated.PREMISES if not holds(found).holds] == [name]


def test_bounds_by_hand():
    """|B(x, .)| = sqrt(5), mu = 3, and heads of two tasks have 1/2 in common: sqrt(5)/3 (1/sqrt(2) sqrt(2)/3)."""
    assert guarantee(instances.APART) == sp.sqrt(5) / 9
    assert sp.simplify(guarantee(instances.NEAR) - sp.Rational(101, 990)) == 0


def test_the_farthest_place_of_the_new_support_counts():
    """Ten times as far as x, the bound is ten times as large."""
    near = adapted_argued.BEFORE
    far = replace(near, rows=tuple(tuple(10 * v for v in row) for row in near.rows))
    assert sp.simplify(adapted_guarantee(far) - 10 * adapted_guarantee(near)) == 0


def shared_input(depth: int) -> TwoLearners:
    """The same x in two tasks with labels 1 and 0, u beside it in the first; a floor of L/2 is claimed."""
    gram = ((1, instances.HALF, 1, 0), (instances.HALF, 1, instances.HALF, 0), (1, instances.HALF, 1, 0), (0, 0, 0, 1))
    body = tuple(tuple(depth * v for v in row) for row in gram)
    of = LinearisedTasks(body, gram, body[1], (0, 0, 1, 2), (1, 0, 0, 0), (3,), (0, 1, 2), 0, 0)
    return instances.learners(of, Fraction(depth, 2), 3 * (depth + 1), 0)


def test_an_input_in_two_tasks_keeps_the_gap_at_every_depth():
    """The gap tends to -1/4, the bound to 0: Theta is singular."""
    found = shared_input(1000)
    assert found.gap() == sp.Rational(-500000, 2003001)
    assert float(guarantee(found)) < 0.01
    assert stated.kernel_above(found).holds is False


def test_prediction_is_kernel_regression_in_floats():
    """Both bodies, with NumPy, for two points of query and two of support."""
    rng = np.random.default_rng(1)
    roots = rng.integers(-2, 3, (2, 4, 5))
    body, own = (root @ root.T for root in roots)
    y, tasks = np.array([1, -1, 2, 1]), np.array([0, 1, 0, 1])
    one = LinearisedTasks(
        body.tolist(), own.tolist(), body[0].tolist(), (0, 1, 0, 1), y.tolist(), (2, 3), (0, 1), "1/50", 2
    )
    a = np.zeros((2, 2))
    for t in (0, 1):
        s = own[t + 2, t + 2]
        a[t, t] = own[t, t + 2] / 50 * (1 + (1 - s / 50))
    p = np.hstack([np.eye(2), -a])
    anil = body[0] @ p.T @ np.linalg.solve(p @ (body + own) @ p.T, p @ y)
    multi = body[0, :2] @ np.linalg.solve((body + own * (tasks[:, None] == tasks))[:2, :2], y[:2])
    assert float(instances.learners(one, 1, 1, 1).gap()) == pytest.approx(multi - anil)


def test_the_weights_of_the_adapted_head_are_those_of_descent():
    """F(x) of one learner by steps on the residuals of the new support."""
    adapted = adapted_argued.TWO
    tasks = adapted.learners.anil
    own, cross = (np.array(v, dtype=float) for v in (adapted.head.own, adapted.head.cross[0]))
    residual = np.array(
        [float(y - replace(tasks, test=row).anil()) for y, row in zip(adapted.labels, adapted.rows, strict=True)]
    )
    head = np.zeros(2)
    for _ in range(adapted.head.steps):
        left = residual - own @ head
        head = head + float(adapted.head.rate) * left
    added = adapted.prediction(tasks, LinearisedTasks.anil) - tasks.anil()
    assert float(added) == pytest.approx(cross @ head)


def test_constants_do_not_depend_on_the_depth():
    found = [replace(deep_argued.DEEP, depth=Fraction(depth)) for depth in (1, 10, 1000)]
    assert len({one.constants() for one in found}) == 1
    products = [float(one.depth * abs(one.gap())) for one in found]
    assert products[1] == pytest.approx(products[2], rel=0.2)
    assert products[2] > 0.05


@pytest.mark.parametrize("depth", [1, 1000])
def test_the_bound_of_the_figure_is_one(monkeypatch, depth):
    """What the figure says of its kernel and its adaptation is true."""
    seen = []
    monkeypatch.setattr(deep_stated, "guarantee", lambda deep: seen.append(deep) or guarantee_in_depth(deep))
    data = inner_loop_gap.compute([math.log10(depth)], 0)
    assert [premise.predicate(seen[0]).holds for premise in claims()[DEPTH].assumptions] == [True] * 4
    gaps = data.set_index("name")["gap"]
    assert gaps[inner_loop_gap.BOUND] == float(guarantee_in_depth(seen[0])) >= gaps["split, 1/1000"]


def test_the_bound_at_a_depth_is_that_of_the_claim_on_bodies():
    deep = replace(deep_argued.DEEP, shift=instances.HALF)
    tasks = deep.at_depth()
    bodies = TwoLearners(tasks, tasks, deep.depth * deep.floor, deep.depth * deep.ceiling + deep.head, deep.shift)
    assert symbolic.vanishes(guarantee(bodies) - deep_stated.guarantee(deep))


@pytest.mark.parametrize(
    "change", [{"floor": 0}, {"floor": -1}, {"shift": -1}, {"ceiling": float("nan")}, {"floor": sp.sqrt(2)}]
)
def test_bounds_are_checked(change):
    with pytest.raises(ValueError, match=r"must|finite"):
        replace(instances.NEAR, **change)


@pytest.mark.parametrize(
    "change",
    [{"rows": ()}, {"rows": ((1,),)}, {"labels": (1, 2)}, {"head": adapted_argued.head(((1,), (1,)), ((1,),), 1, 1)}],
)
def test_a_new_task_is_checked(change):
    with pytest.raises(ValueError, match="must"):
        replace(adapted_argued.BEFORE, **change)


def test_both_learners_have_the_same_points():
    more = replace(instances.NEAR, multi_task=argued.APART.multi_task)
    assert stated.one_start(more).holds is False
    with pytest.raises(ValueError, match="the same points"):
        AdaptedLearners(more, ((1, 1),), (1,), adapted_argued.BEFORE.head)


@pytest.mark.parametrize("change", [{"depth": 0}, {"floor": 0}, {"ceiling": -1}, {"head": -1}, {"shift": -1}])
def test_a_depth_is_checked(change):
    given = {name: getattr(deep_argued.DEEP, name) for name in ("tasks", "depth", "floor", "ceiling", "head", "shift")}
    with pytest.raises(ValueError, match="must"):
        DeepTasks(**{**given, **change})
