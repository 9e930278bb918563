"""The gap between multi-task learning and ANIL as the body gets deeper: c_1/L, and what an inner loop adds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.linear.rational_matrices import matrix
from theory.numbers import less_equal
from theory.results.meta_learning.closeness import above, norm, reach, shifts_at_most
from theory.results.meta_learning.linearised import LinearisedTasks
from theory.results.meta_learning.papers import CLOSE, WANG_2021


@dataclass(frozen=True)
class DeepTasks:
    """``tasks`` whose body is B/L, the ``depth`` L, and bounds: ``floor`` m and ``ceiling`` b, ``head`` s, ``shift`` a.

    Raises ``ValueError`` for a depth or a floor that is not positive, and a ceiling or shift below 0.
    """

    tasks: LinearisedTasks
    depth: Fraction
    floor: Fraction
    ceiling: Fraction
    head: Fraction
    shift: Fraction

    def __post_init__(self) -> None:
        make_exact(self, "depth", "floor", "ceiling", "head", "shift", rational=True)
        if min(self.depth, self.floor) <= 0 or min(self.ceiling, self.head, self.shift) < 0:
            raise ValueError("depth and floor must be positive, and other bounds must not be negative")

    def at_depth(self) -> LinearisedTasks:
        """The tasks with the body L times as large, at x too."""
        body = tuple(tuple(self.depth * v for v in row) for row in self.tasks.body)
        return replace(self.tasks, body=body, test=tuple(self.depth * v for v in self.tasks.test))

    def gap(self) -> sp.Expr:
        """b_M(x) - b_A(x) at this depth."""
        deep = self.at_depth()
        return deep.multi_task() - deep.anil()

    def constants(self) -> tuple[sp.Expr, sp.Expr]:
        """c_1 and c_2, which have no depth."""
        a, s, b, m = (sp.sympify(v) for v in (self.shift, self.head, self.ceiling, self.floor))
        query, support = (norm(self.tasks.labels[i] for i in of) for of in (self.tasks.query, self.tasks.support))
        size = reach(self.tasks, self.tasks.test) / m
        first = size / m * (self.tasks.between() + a * (2 + a) * s) * query
        return first, size * a * (sp.sqrt(1 + a**2) * support + (1 + (2 + a) * b / m) * query)

    def __str__(self) -> str:
        return (
            f"{self.tasks}; the body {self.depth} times, m = {self.floor}, b = {self.ceiling}, "
            f"s = {self.head}, a = {self.shift}"
        )


def body_above(deep: DeepTasks) -> Finding:
    """m I <= B/L on query and support."""
    return above(_part(deep, deep.tasks.body), deep.floor, "B/L")


def body_below(deep: DeepTasks) -> Finding:
    """B/L <= b I on query and support."""
    return above(-_part(deep, deep.tasks.body), -deep.ceiling, "- B/L")


def head_below(deep: DeepTasks) -> Finding:
    """S <= s I on query and support."""
    return above(-_part(deep, deep.tasks.head), -deep.head, "- S")


def _part(deep: DeepTasks, kernel: tuple[tuple[Fraction, ...], ...]) -> sp.Matrix:
    both = [*deep.tasks.query, *deep.tasks.support]
    return matrix(kernel).extract(both, both)


def small_adaptation(deep: DeepTasks) -> Finding:
    """A A' <= a^2 I; A has no depth."""
    return shifts_at_most(deep.tasks, deep.shift)


def gap_within(deep: DeepTasks, bound: sp.Expr) -> Finding:
    """|b_M(x) - b_A(x)| is ``bound`` or less."""
    found = deep.gap()
    return Finding(less_equal(abs(found), bound), f"the gap is {found}, the bound {bound}")


def guarantee(deep: DeepTasks) -> sp.Expr:
    """c_1/L + c_2."""
    first, second = deep.constants()
    return first / sp.sympify(deep.depth) + second


register(
    Claim(
        id="mtl-anil-close-in-depth",
        title="With a body of depth L, multi-task learning and ANIL are within c_1/L + c_2 of each other",
        statement=(
            r"In the linearised model with one start let $B = L\hat B$, $L > 0$, $mI \preceq \hat B \preceq bI$ and $S "
            r"\preceq sI$ on query and support, $m > 0$, and $\|A\| \le a$. Then $|b_M(x) - b_A(x)| \le c_1/L + c_2$ "
            r"with $c_1 = \frac{\hat\beta}{m^2}\bigl(\|S_{QQ} \circ (1 - J)\|_F + a(2 + a)s\bigr)\|Y_Q\|$, $c_2 = "
            r"\frac{\hat\beta}{m}a\bigl(\sqrt{1 + a^2}\,\|Y_S\| + (1 + (2 + a)\frac bm)\|Y_Q\|\bigr)$ and $\hat\beta = "
            r"\|\hat B(x, Q \cup S)\|$, $J$ being 1 within tasks and 0 between them. Where $a = 0$, $c_2 = 0$, and "
            r"$1/L$ is the true rate."
        ),
        paper=WANG_2021,
        place=CLOSE,
        reading=Reading.OURS,
        note="after O(lambda tau + 1/L), known from a reader's notes; that B is L times a kernel is supposed here",
        instance=DeepTasks,
        assumptions=(
            Assumption("floor", r"$mI \preceq \hat B$ on query and support", body_above),
            Assumption("ceiling", r"$\hat B \preceq bI$ on query and support", body_below),
            Assumption("head", r"$S \preceq sI$ on query and support", head_below),
            Assumption("small adaptation", r"$\|A\| \le a$", small_adaptation),
        ),
        conclusion=Conclusion((Part("gap", gap_within, guarantee),)),
        expected=Verdict.PROVED,
        tightness="two tasks of one point each have a gap of the order 1/L; constants are far from tight",
    )
)
