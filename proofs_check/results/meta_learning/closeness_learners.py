"""Learners of which the gap is bounded: random ones, one that nearly attains its bound, ones without an assumption."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from proofs_check.results.meta_learning.linearised import HALF
from theory.results.meta_learning.closeness import TwoLearners
from theory.results.meta_learning.linearised import LinearisedTasks


def made(*parts: Any) -> LinearisedTasks:
    """Whole numbers and fractions as they come."""
    return LinearisedTasks(*parts)


def learners(
    of: LinearisedTasks, floor: Any, ceiling: Any, shift: Any, other: LinearisedTasks | None = None
) -> TwoLearners:
    """ANIL is trained on these tasks, and multi-task learning too if there are no others for it."""
    return TwoLearners(other or of, of, floor, ceiling, shift)


def random_learners() -> st.SearchStrategy[TwoLearners]:
    """Two points of query, two of support, in two tasks: the floor is 1, the ceiling a trace, a the sum of |A_ij|."""
    small = st.integers(-2, 2)

    def build(root: list[int], other: list[int], labels: list[int], test: list[int], rate: int) -> TwoLearners:
        rows = [root[i : i + 4] for i in (0, 4, 8, 12)]
        body: Any = [[sum(a * b for a, b in zip(p, q, strict=True)) + (p is q) for q in rows] for p in rows]
        own: Any = [[a * b for b in other] for a in other]
        one = made(body, own, test, (0, 1, 0, 1), labels, (2, 3), (0, 1), Fraction(rate, 20), 2)
        trace = sum(body[i][i] + own[i][i] for i in range(4))
        return learners(one, 1, trace, sum(abs(v) for v in one.adaptation()))

    lists = [st.lists(small, min_size=n, max_size=n) for n in (16, 4, 4, 4)]
    return st.builds(build, *lists, st.integers(0, 5))


def pair(body: Any, own: Any, test: Any, labels: Any, adaptation: tuple[Any, int], apart: bool) -> LinearisedTasks:
    """A point of query and one of support, of one task or of two."""
    return made(body, own, test, (0, int(apart)), labels, (1,), (0,), *adaptation)


TEN, UNIT, ONES = ((10, 0), (0, 10)), ((1, 0), (0, 1)), ((1, 1), (1, 1))
TENTH, HUNDREDTH = Fraction(1, 10), Fraction(1, 100)
FAINT = ((HUNDREDTH, HUNDREDTH), (HUNDREDTH, HUNDREDTH))
BESIDE = ((1 - HUNDREDTH, -HUNDREDTH), (-HUNDREDTH, 1 - HUNDREDTH))
NEAR = learners(pair(BESIDE, FAINT, (1, -TENTH), (0, 1), (10, 1), False), Fraction(99, 100), 1, TENTH)
APART = learners(
    made(
        ((4, 1, 0), (1, 4, 0), (0, 0, 4)),
        ((1, HALF, 0), (HALF, 1, 0), (0, 0, 1)),
        (1, 2, 0),
        (0, 1, 2),
        (1, -1, 1),
        (2,),
        (0, 1),
        1,
        1,
    ),
    3,
    7,
    0,
)


def other_start() -> TwoLearners:
    """Bodies under orthogonal heads: multi-task learning predicts 0 at a copy of its input in another task."""
    one = pair(TEN, UNIT, (10, 0), (1, 0), (0, 0), True)
    return learners(one, 10, 11, 0, replace(one, test=(Fraction(0), Fraction(0))))


def other_points() -> TwoLearners:
    """Multi-task learning is trained on the support too, whose label is 1."""
    one = pair(TEN, UNIT, (0, 10), (0, 1), (0, 0), True)
    return learners(one, 10, 11, 0, replace(one, query=(0, 1)))


def nearly_one_point() -> TwoLearners:
    """Query and support are nearly one input: Theta has the eigenvalue 1/10."""
    close = Fraction(89, 10)
    return learners(pair(((9, close), (close, 9)), ONES, (1, -1), (1, 0), (1, 1), False), 9, 20, 1)


def thin_body() -> TwoLearners:
    """B has the eigenvalue 1/4 where Theta has 9/4: heads of two tasks help each other in ANIL alone."""
    wide = Fraction(9, 4)
    body, own = ((wide - 1, -1, 0), (-1, wide - 1, 0), (0, 0, wide)), ((1, 1, 0), (1, 1, 0), (0, 0, 0))
    return learners(made(body, own, (1, 1, 0), (0, 1, 2), (1, 1, 0), (2,), (0, 1), 0, 0), wide, wide, 0)


def steep_kernel() -> TwoLearners:
    """Theta has the eigenvalue 26 at (1, -a), and 2600 at (a, 1), a = 1/5."""
    fifth = Fraction(1, 5)
    return learners(pair(((124, 494), (494, 2500)), ONES, (1, 0), (1, 0), (fifth, 1), False), 26, 26, fifth)


def unseen_adaptation() -> TwoLearners:
    """a = 0 is claimed, and the rate is 1/2."""
    return learners(pair(TEN, ((1, HALF), (HALF, 1)), (10, 0), (1, 1), (HALF, 1), False), 10, 12, 0)


CONTROLS: dict[str, Callable[[], TwoLearners]] = {
    "one start": other_start,
    "same labels": other_points,
    "floor": nearly_one_point,
    "floor of the body": thin_body,
    "ceiling": steep_kernel,
    "small adaptation": unseen_adaptation,
}
