"""How far multi-task learning and ANIL are apart in what their bodies predict, and after heads have adapted.

Both are trained in the linearised model from one start.  What separates them is the head's kernel between tasks, which
multi-task learning does not use, and the adaptation A inside of ANIL's training.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.linear.rational_matrices import Rows, matrix, rational_rows, semidefinite, shown
from theory.numbers import less_equal
from theory.results.meta_learning.linearised import HeadAdaptation, LinearisedTasks, adaptation_matrix
from theory.results.meta_learning.papers import CLOSE, WANG_2021


@dataclass(frozen=True)
class TwoLearners:
    """What ``multi_task`` and ``anil`` are trained on, and bounds: ``floor`` mu, ``ceiling`` theta and ``shift`` a.

    Support, rate and steps of ``multi_task`` play no part.  Raises ``ValueError`` for a floor that is not positive and
    a shift below 0.
    """

    multi_task: LinearisedTasks
    anil: LinearisedTasks
    floor: Fraction
    ceiling: Fraction
    shift: Fraction

    def __post_init__(self) -> None:
        make_exact(self, "floor", "ceiling", "shift", rational=True)
        if self.floor <= 0 or self.shift < 0:
            raise ValueError("the floor must be positive, and the shift must not be negative")

    def gap(self) -> sp.Expr:
        """b_M(x) - b_A(x)."""
        return self.multi_task.multi_task() - self.anil.anil()

    @functools.cached_property
    def factor(self) -> sp.Expr:
        """The bound for a place x with |B(x, Q and S)| = 1."""
        tasks, a, floor = self.anil, sp.sympify(self.shift), sp.sympify(self.floor)
        query, support = (norm(tasks.labels[i] for i in of) for of in (tasks.query, tasks.support))
        outside = tasks.between() * query / floor
        inner = sp.sqrt(1 + a**2) * support + query + (2 + a) * sp.sympify(self.ceiling) / floor * query
        return (outside + a * inner) / floor

    def __str__(self) -> str:
        return (
            f"multi-task learning of {self.multi_task}; ANIL of {self.anil}; "
            f"mu = {self.floor}, theta = {self.ceiling}, a = {self.shift}"
        )


def norm(values: Iterable[Fraction]) -> sp.Expr:
    """The Euclidean norm of rational numbers."""
    return sp.sqrt(sum((sp.sympify(value) ** 2 for value in values), sp.Integer(0)))


def reach(tasks: LinearisedTasks, *rows: tuple[Fraction, ...]) -> sp.Expr:
    """The largest |B(z, Q and S)| of the places z that have these rows of B."""
    both = (*tasks.query, *tasks.support)
    return norm(max(([row[i] for i in both] for row in rows), key=lambda values: sum(v**2 for v in values)))


def guarantee(learners: TwoLearners) -> sp.Expr:
    """beta/mu (s |Y_Q|/mu + a (sqrt(1 + a^2) |Y_S| + |Y_Q| + (2 + a) theta/mu |Y_Q|)), beta = |B(x, Q and S)|."""
    return reach(learners.anil, learners.anil.test) * learners.factor


def one_start(learners: TwoLearners) -> Finding:
    """Both networks have the same kernels, at x too."""
    kernels = [(tasks.body, tasks.head, tasks.test) for tasks in (learners.multi_task, learners.anil)]
    holds = kernels[0] == kernels[1]
    return Finding(holds, f"the kernels of both are {'equal' if holds else 'different'}")


def same_labels(learners: TwoLearners) -> Finding:
    """Multi-task learning is trained on the points of ANIL's query, with the same labels and tasks."""
    seen = [
        sorted((i, tasks.labels[i], tasks.tasks[i]) for i in tasks.query)
        for tasks in (learners.multi_task, learners.anil)
    ]
    holds = seen[0] == seen[1]
    return Finding(holds, f"multi-task learning sees {'the query' if holds else 'other points or labels'}")


def above(kernel: sp.Matrix, floor: Fraction, name: str) -> Finding:
    """``floor`` I <= a kernel that is called ``name``."""
    holds = semidefinite(kernel - sp.sympify(floor) * sp.eye(kernel.rows))
    return Finding(holds, f"{name} is {'' if holds else 'not '}above {floor}")


def kernel_above(learners: TwoLearners) -> Finding:
    """mu I <= Theta on query and support."""
    return above(learners.anil.whole(), learners.floor, "Theta")


def body_above(learners: TwoLearners) -> Finding:
    """mu I <= B on what multi-task learning is trained on."""
    query = list(learners.multi_task.query)
    return above(matrix(learners.multi_task.body).extract(query, query), learners.floor, "B")


def kernel_below(learners: TwoLearners) -> Finding:
    """Theta <= theta I on query and support."""
    return above(-learners.anil.whole(), -learners.ceiling, "- Theta")


def shifts_at_most(tasks: LinearisedTasks, shift: Fraction) -> Finding:
    """A A' <= a^2 I, a the ``shift``."""
    a = tasks.adaptation()
    return above(-a * a.T, -(shift**2), "- A A'")


def small_adaptation(learners: TwoLearners) -> Finding:
    """The same of ANIL."""
    return shifts_at_most(learners.anil, learners.shift)


def gap_within(learners: TwoLearners, bound: sp.Expr) -> Finding:
    """|b_M(x) - b_A(x)| is ``bound`` or less."""
    found = learners.gap()
    return Finding(less_equal(abs(found), bound), f"the gap is {found}, the bound {bound}")


SETTING = (
    r"Let multi-task learning and ANIL be trained from one start in the linearised model, multi-task learning on the "
    r"query $Q$ of ANIL, and let $\mu I \preceq \Theta \preceq \bar\theta I$ on $Q$ and the support $S$, "
    r"$\mu I \preceq B_{QQ}$, $\mu > 0$, and $\|A\| \le a$."
)
BOUND = r"\frac{\beta}{\mu}(t + a r)"
PARTS = (  # apart, so that no formula is wider than a phone
    r"$t = s\|Y_Q\|/\mu$ and $r = \sqrt{1 + a^2}\,\|Y_S\| + \|Y_Q\| + (2 + a)\|Y_Q\|\,\bar\theta/\mu$"
)
PREMISES: tuple[tuple[str, str, Callable[[TwoLearners], Finding]], ...] = (
    ("one start", "both networks have the same kernels at the start", one_start),
    ("same labels", "multi-task learning is trained on the query points, with their labels and tasks", same_labels),
    ("floor", r"$\mu I \preceq \Theta$ on query and support", kernel_above),
    ("floor of the body", r"$\mu I \preceq B_{QQ}$", body_above),
    ("ceiling", r"$\Theta \preceq \bar\theta I$ on query and support", kernel_below),
    ("small adaptation", r"$\|A\| \le a$", small_adaptation),
)

register(
    Claim(
        id="mtl-anil-close",
        title="Bodies of multi-task learning and ANIL predict nearly the same: the gap has an explicit bound",
        statement=(
            SETTING + r" With $\beta = \|B(x, Q \cup S)\|$ and $s$ the Frobenius norm of $S_{QQ}$ between different "
            rf"tasks, $|b_M(x) - b_A(x)| \le {BOUND}$ with {PARTS}."
        ),
        paper=WANG_2021,
        place=CLOSE,
        reading=Reading.OURS,
        note=(
            "the theorem is known from a reader's notes, as O(lambda tau + 1/L); its constants are not, and these are "
            "ours. Where an input is in two tasks with different labels Theta is singular, and nothing is said"
        ),
        instance=TwoLearners,
        assumptions=tuple(Assumption(*premise) for premise in PREMISES),
        conclusion=Conclusion((Part("gap", gap_within, guarantee),)),
        expected=Verdict.PROVED,
        tightness="within 1/(1 + a^2) where the query has the labels 0; usually far from tight",
    )
)


@dataclass(frozen=True)
class AdaptedLearners:
    """Both learners before a new task: ``rows`` B(x', .) and ``labels`` of its support, and how its ``head`` adapts.

    The head is new and the same for both; ``head.cross`` is its kernel of x with the new support.  Raises
    ``ValueError`` for sizes that do not fit.
    """

    learners: TwoLearners
    rows: Rows
    labels: tuple[Fraction, ...]
    head: HeadAdaptation

    def __post_init__(self) -> None:
        width = len(self.learners.anil.test)
        object.__setattr__(self, "rows", rational_rows(self.rows, "the rows of the new support", len(self.rows), width))
        make_exact(self, "labels", rational=True)
        if not len(self.labels) == len(self.rows) == len(self.head.own) or len(self.head.cross) != 1:
            raise ValueError("every point of the new support must have a row, a label and kernels of the head")
        if len(self.learners.multi_task.test) != width:
            raise ValueError("both learners must have the same points")

    @functools.cached_property
    def weights(self) -> sp.Matrix:
        """G, one row: what the adapted head adds at x for each residual of the new support."""
        return adaptation_matrix(matrix(self.head.cross), matrix(self.head.own), self.head.rate, self.head.steps)

    def prediction(self, tasks: LinearisedTasks, body: Callable[[LinearisedTasks], sp.Expr]) -> sp.Expr:
        """F(x) = b(x) + G (Y' - b(X')) of the learner with this body."""
        residuals = [
            [sp.sympify(y) - body(replace(tasks, test=row))] for y, row in zip(self.labels, self.rows, strict=True)
        ]
        return body(tasks) + (self.weights * sp.Matrix(residuals))[0]

    def gap(self) -> sp.Expr:
        """F_M(x) - F_A(x)."""
        both = self.learners
        return self.prediction(both.multi_task, LinearisedTasks.multi_task) - self.prediction(
            both.anil, LinearisedTasks.anil
        )

    def __str__(self) -> str:
        return (
            f"{self.learners}; new support with B(x', .) = {shown(self.rows)}, Y' = {shown([self.labels])}, {self.head}"
        )


def adapted_gap_within(adapted: AdaptedLearners, bound: sp.Expr) -> Finding:
    """|F_M(x) - F_A(x)| is ``bound`` or less."""
    found = adapted.gap()
    return Finding(less_equal(abs(found), bound), f"the gap is {found}, the bound {bound}")


def adapted_guarantee(adapted: AdaptedLearners) -> sp.Expr:
    """(1 + |G|_1) times the largest bound at x and at the points of the new support."""
    tasks = adapted.learners.anil
    size = sum(map(abs, adapted.weights), sp.Integer(0))
    return (1 + size) * reach(tasks, tasks.test, *adapted.rows) * adapted.learners.factor


def _of_learners(predicate: Callable[[TwoLearners], Finding]) -> Callable[[AdaptedLearners], Finding]:
    return lambda adapted: predicate(adapted.learners)


register(
    Claim(
        id="mtl-anil-close-adapted",
        title="Multi-task learning and ANIL predict nearly the same after a fresh head has adapted to a new task",
        statement=(
            SETTING + r" Let a new head, the same for both, adapt to a support $X'$ with labels $Y'$, so that "
            r"$F(x) = b(x) + G(Y' - b(X'))$. Then $|F_M(x) - F_A(x)| \le (1 + \|G\|_1)\,"
            rf"{BOUND}$, where $s$, $t$ and $r$ are as in the claim on bodies and $\beta$ the largest "
            r"$\|B(z, Q \cup S)\|$ of $z = x$ and $z \in X'$."
        ),
        paper=WANG_2021,
        place=CLOSE,
        reading=Reading.OURS,
        note="a head that ANIL keeps from its training is not covered",
        instance=AdaptedLearners,
        assumptions=tuple(Assumption(name, text, _of_learners(holds)) for name, text, holds in PREMISES),
        conclusion=Conclusion((Part("gap", adapted_gap_within, adapted_guarantee),)),
        expected=Verdict.PROVED,
        tightness="the factor 1 + |G|_1 is attained",
    )
)
