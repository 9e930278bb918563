"""The gap after fresh heads have adapted: that at x and those at the new support, one point at a time."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.meta_learning.closeness import matrices
from proofs_check.results.meta_learning.closeness_learners import APART, CONTROLS, NEAR, random_learners
from proofs_check.results.meta_learning.linearised import HALF, head
from theory.results.meta_learning.closeness import AdaptedLearners, TwoLearners, adapted_guarantee
from theory.results.meta_learning.linearised import HeadAdaptation

proof = Proof("mtl-anil-close-adapted")
proof.uses("mtl-anil-close")


@proof.step(
    "difference of predictions",
    "symbolic",
    "F_M(x) - F_A(x) = d(x) - G d(X'), d = b_M - b_A: labels of the new support cancel",
)
def difference_of_predictions(_: Settings) -> Result:
    """The head is new, so that G is the same."""
    here, there, g, one, other, y = matrices("b_M(x) b_A(x) G b_M(X') b_A(X') Y'")
    gap = here + g * (y - one) - (there + g * (y - other))
    return symbolic.identities({"gap": (gap, here - there - g * (one - other))}, "all predictions")


@proof.step(
    "one more point",
    "smt",
    "|d| <= D at x and at all of X' gives |d(x) - sum_i g_i d_i| <= (1 + sum_i |g_i|) D, one point at a time",
    ["mtl-anil-close", "difference of predictions"],
)
def one_more_point(_: Settings) -> Result:
    """t is what stands before, at most (1 + G) D in size; D bounds each d, as it has the largest beta."""
    import z3

    t, d, g, sizes, size, limit = z3.Reals("t d g G |g| D")
    product = [limit >= 0, d <= limit, -d <= limit, z3.Or(size == g, size == -g), size >= 0]
    before = [t <= (1 + sizes) * limit, -t <= (1 + sizes) * limit]
    within = z3.And(g * d <= size * limit, -g * d <= size * limit)
    after = z3.And(t - g * d <= (1 + sizes + size) * limit, -(t - g * d) <= (1 + sizes + size) * limit)
    return smt.universally(
        {
            "product": (product, within),
            "sum": ([*before, within], after),
        },
        "every point of the new support",
    )


def new_task(of: TwoLearners, rows: Any, labels: Any, new: HeadAdaptation) -> AdaptedLearners:
    """Whole numbers and fractions as they come."""
    return AdaptedLearners(of, rows, labels, new)


def before(of: TwoLearners) -> AdaptedLearners:
    """A new task with one point of support, where the gap is minus that at x; G = 1/4."""
    row = tuple(-v for v in of.anil.test)
    return new_task(of, (row,), (1,), head(((HALF,),), ((1,),), HALF, 1))


def random_adapted() -> st.SearchStrategy[AdaptedLearners]:
    """Two points of new support."""
    small = st.integers(-2, 2)

    def build(of: TwoLearners, numbers: list[int], rows: list[int], steps: int) -> AdaptedLearners:
        a, b, c, d = numbers
        own = ((a * a + b * b, a * c + b * d), (a * c + b * d, c * c + d * d))
        new = head(((a + c, b - d),), own, Fraction(1, 8), steps)
        return new_task(of, (rows[:4], rows[4:]), (a, d), new)

    return st.builds(
        build,
        random_learners(),
        st.lists(small, min_size=4, max_size=4),
        st.lists(small, min_size=8, max_size=8),
        st.integers(0, 2),
    )


proof.drawn(random_adapted)


@proof.check("random new tasks", "sampled", "gaps after heads have adapted, and their bounds")
def random_new_tasks(settings: Settings) -> Result:
    """Four points, two tasks, two points of new support."""
    return sampled.holds_on(random_adapted(), proof.decides, settings, (3, 15, 80), "two points of new support")


BEFORE = before(NEAR)
TWO = new_task(APART, ((0, 1, 1), (2, 0, 0)), (1, 0), head(((HALF, 1),), ((1, HALF), (HALF, 1)), HALF, 2))
proof.example(given(BEFORE), "one point of new support")
proof.example(given(TWO), "two points of new support")
proof.near_miss("gap", lambda: (BEFORE, adapted_guarantee(BEFORE) * Fraction(97, 100)))


def _before(find: Callable[[], TwoLearners]) -> Callable[[], AdaptedLearners]:
    return lambda: before(find())


for premise, broken in CONTROLS.items():
    proof.control(premise, _before(broken))
