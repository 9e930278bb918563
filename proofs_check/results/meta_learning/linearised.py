"""What ANIL's body learns without a split, and how far heads move: matrices, and eigenvalues one by one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.meta_learning.inner_steps import SPECTRAL
from theory.results.meta_learning.linearised import HeadAdaptation, LinearisedTasks

HALF = Fraction(1, 2)


def tasks(
    body: Any, head: Any, points: tuple[tuple[int, ...], Any], split: Any, rate: Any, count: int
) -> LinearisedTasks:
    """The test point is the first one; ``points`` are tasks and labels."""
    return LinearisedTasks(body, head, body[0], points[0], points[1], split[0], split[1], rate, count)


proof = Proof("no-split-anil-forgets-its-inner-loop")


@proof.step(
    "adapted residuals",
    "symbolic",
    "X = lambda S sum_{j < tau} (I - lambda S)^j has I - X = (I - lambda S)^tau: one step more multiplies it by "
    "I - lambda S",
    ["assumption:same data"],
)
def adapted_residuals(_: Settings) -> Result:
    """By induction from X = 0; so the residual Y - f becomes R (Y - f), R = (I - lambda S)^tau task by task."""
    x, s = sp.symbols("X S", commutative=False)
    rate = sp.Symbol("lambda", real=True)
    one_more = 1 - (x + rate * s * (1 - x))
    return symbolic.identities({"one more": (one_more, (1 - rate * s) * (1 - x))}, "every S")


@proof.step(
    "R cancels",
    "symbolic",
    "(R Theta R')^-1 = R'^-1 Theta^-1 R^-1, so B R'(R Theta R')^-1 R Y = B Theta^-1 Y for every invertible R",
    ["adapted residuals", "assumption:definite", "assumption:no exact rate"],
)
def r_cancels(_: Settings) -> Result:
    """R is invertible as no I - lambda S is singular; T stands for R'."""
    n = sp.Symbol("n", integer=True, positive=True)
    r, t, theta = (sp.MatrixSymbol(name, n, n) for name in ("R", "T", "Theta"))
    row, y = sp.MatrixSymbol("B", 1, n), sp.MatrixSymbol("Y", n, 1)
    inverse = (sp.Inverse(t), sp.Inverse(theta), sp.Inverse(r))
    return symbolic.identities(
        {
            "inverse": (sp.MatMul(*inverse, r, theta, t), sp.Identity(n)),
            "prediction": (sp.MatMul(row, t, *inverse, r, y), sp.MatMul(row, sp.Inverse(theta), y)),
        },
        "all invertible matrices",
    )


def random_kernels() -> st.SearchStrategy[LinearisedTasks]:
    """Three points of two tasks; kernels are squares of small matrices, the body plus I."""
    small = st.lists(st.integers(-2, 2), min_size=9, max_size=9)

    def square(numbers: list[int], more: int) -> list[list[int]]:
        rows = [numbers[i : i + 3] for i in (0, 3, 6)]
        return [[sum(a * b for a, b in zip(p, q, strict=True)) + more * (i == j) for j, q in enumerate(rows)]
                for i, p in enumerate(rows)]  # fmt: skip

    def build(body: list[int], head: list[int], labels: list[int], rate: int, count: int) -> LinearisedTasks:
        points, all_ = ((0, 0, 1), labels), (0, 1, 2)
        return tasks(square(body, 1), square(head, 0), points, (all_, all_), Fraction(rate, 7), count)

    labels = st.lists(st.integers(-2, 2), min_size=3, max_size=3)
    return st.builds(build, small, small, labels, st.integers(0, 4), st.integers(0, 2))


proof.drawn(random_kernels)


@proof.check("random kernels", "sampled", "predictions of random kernels with and without inner steps")
def check_kernels(settings: Settings) -> Result:
    """Three points of two tasks."""
    return sampled.holds_on(random_kernels(), proof.decides, settings, (8, 40, 200), "three points, two tasks")


ALONE, BOTH = ((0,), (0,)), ((0, 1), (0, 1))
ONE_POINT = tasks(((10,),), ((1,),), ((0,), (1,)), ALONE, HALF, 1)
TWO_POINTS = tasks(((2, 1), (1, 3)), ((1, HALF), (HALF, 1)), ((0, 0), (1, -1)), BOTH, HALF, 3)
GRAM = ((1, HALF, 1), (HALF, 1, HALF), (1, HALF, 1))
DEEP = tuple(tuple(10 * v for v in row) for row in GRAM)
proof.example(given(ONE_POINT), "one point")
proof.example(given(TWO_POINTS), "two points")
proof.near_miss("prediction", given((ONE_POINT, Fraction(40, 61))))
proof.control("no exact rate", lambda: tasks(((10,),), ((1,),), ((0,), (1,)), ALONE, 1, 1))
proof.control("definite", lambda: tasks(DEEP, GRAM, ((0, 0, 1), (1, 0, 0)), ((0, 1, 2), (0, 1, 2)), HALF, 1))
proof.control(
    "same data", lambda: tasks(((10, 0), (0, 10)), ((1, HALF), (HALF, 1)), ((0, 0), (1, 1)), ((1,), (0,)), HALF, 1)
)

small = Proof("adaptation-is-small")
small.trusted(*SPECTRAL)


@small.step(
    "one eigenvalue",
    "smt",
    "for 0 <= u <= 2 every power of 1 - u is in [-1, 1], and a sum of tau of them in [-tau, tau]: one more at a time",
    ["assumption:stable rate"],
)
def one_eigenvalue(_: Settings) -> Result:
    """u is an eigenvalue of lambda S_ss."""
    import z3

    u, power, total, count = z3.Reals("u power total tau")
    bounded = [u >= 0, u <= 2, power >= -1, power <= 1]
    return smt.universally(
        {
            "power above": (bounded, power * (1 - u) <= 1),
            "power below": (bounded, power * (1 - u) >= -1),
            "sum": (
                [*bounded, total >= -count, total <= count],
                z3.And(total + power >= -(count + 1), total + power <= count + 1),
            ),
        },
        "every eigenvalue",
    )


@small.step(
    "rows",
    "smt",
    "in a basis of eigenvectors of S_ss the sum multiplies each coordinate of a row of S_qs by at most tau in size: "
    "its square by tau^2, the length of the row by tau, and lambda comes before",
    ["one eigenvalue", "spectral theorem"],
)
def rows(_: Settings) -> Result:
    """The same of every combination of rows, which is the spectral norm; of all rows together, the Frobenius norm."""
    import z3

    factor, count, square, rest, others = z3.Reals("factor tau c^2 rest others")
    limit, own = count * count, factor * factor
    coordinate = [count >= 0, factor >= -count, factor <= count, square >= 0]
    return smt.universally(
        {
            "factor": (coordinate, own <= limit),
            "coordinate": ([square >= 0, own <= limit], own * square <= limit * square),
            "sum": (
                [rest <= limit * others, own * square <= limit * square],
                own * square + rest <= limit * (square + others),
            ),
        },
        "every row",
    )


def heads() -> st.SearchStrategy[HeadAdaptation]:
    """Two points of support, three of query; S_ss a square, its rate 1 or 2 over its trace."""
    entries = st.integers(-3, 3)

    def build(root: list[int], cross: list[int], twice: bool, count: int) -> HeadAdaptation:
        a, b, c, d = root
        own: Any = ((a * a + b * b, a * c + b * d), (a * c + b * d, c * c + d * d))
        rows: Any = (cross[:2], cross[2:4], cross[4:])
        trace = own[0][0] + own[1][1] or 1
        return HeadAdaptation(rows, own, Fraction(1 + twice, trace), count)

    return st.builds(
        build,
        st.lists(entries, min_size=4, max_size=4),
        st.lists(entries, min_size=6, max_size=6),
        st.booleans(),
        st.integers(0, 5),
    )


small.drawn(heads)


@small.check("random heads", "sampled", "rows of random adaptations")
def random_heads(settings: Settings) -> Result:
    """Up to five steps."""
    return sampled.holds_on(heads(), small.decides, settings, (10, 50, 300), "two points of support")


def head(cross: Any, own: Any, rate: Any, count: int) -> HeadAdaptation:
    """Whole numbers and fractions as they come."""
    return HeadAdaptation(cross, own, rate, count)


ONCE = head(((1, 2),), ((1, HALF), (HALF, 1)), HALF, 1)
small.example(given(ONCE), "attained by one step")
small.example(lambda: head(((1, 2), (0, 1)), ((1, HALF), (HALF, 1)), HALF, 3), "three steps")
small.near_miss("rows", given((ONCE, Fraction(49, 100))))
small.control("stable rate", lambda: head(((1,),), ((1,),), 3, 4))
