"""Linearised networks with a shared body and one head a task: what bodies predict, and how heads adapt.

Body and head have kernels B and S on all points; their sum is Theta.  A head adapts to the support of its task by tau
steps of rate lambda: that takes A f_s from f_q, A = lambda S_qs sum_{j < tau} (I - lambda S_ss)^j, task by task.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact, make_whole
from theory.linear.rational_matrices import (
    Rows,
    definite,
    matrix,
    rational_rows,
    semidefinite,
    shown,
    symmetric_rows,
)
from theory.numbers import conjunction, equal
from theory.results.meta_learning.papers import CLOSE, WANG_2021


def adaptation_matrix(cross: sp.Matrix, own: sp.Matrix, rate: Fraction, steps: int) -> sp.Matrix:
    """A = lambda S_qs sum_{j < tau} (I - lambda S_ss)^j, from S_qs and S_ss."""
    once = sp.eye(own.rows) - sp.sympify(rate) * own
    total = sp.zeros(own.rows)
    for j in range(steps):
        total += once**j
    return sp.sympify(rate) * cross * total


def _inverse(kernel: sp.Matrix) -> sp.Matrix:
    """The inverse, or the pseudo-inverse of a singular kernel."""
    return kernel.inv() if kernel.det() != 0 else kernel.pinv()


@dataclass(frozen=True)
class LinearisedTasks:
    """Kernels ``body`` B and ``head`` S of n points, ``test`` B(x, .), ``tasks`` and ``labels`` of the points.

    ``support`` and ``query`` are points; ``rate`` lambda, ``steps`` tau.  Raises ``ValueError`` for sizes that do not
    fit, kernels that are not positive semidefinite, points that are none, and a negative rate or number of steps.
    """

    body: Rows
    head: Rows
    test: tuple[Fraction, ...]
    tasks: tuple[int, ...]
    labels: tuple[Fraction, ...]
    support: tuple[int, ...]
    query: tuple[int, ...]
    rate: Fraction
    steps: int

    def __post_init__(self) -> None:
        size = len(self.tasks)
        for name in ("body", "head"):
            object.__setattr__(self, name, symmetric_rows(getattr(self, name), f"the kernel of the {name}", size))
        make_exact(self, "test", "labels", "rate", rational=True)
        make_whole(self, "tasks", "support", "query", "steps")
        if not len(self.test) == len(self.labels) == size or not (self.support and self.query):
            raise ValueError("every point must have a label and a kernel with x; support and query must have points")
        if not set(self.support) | set(self.query) <= set(range(size)) or self.rate < 0 or self.steps < 0:
            raise ValueError("support and query must be points, rate and steps must not be negative")
        if not (semidefinite(self.body) and semidefinite(self.head)):
            raise ValueError("kernels must be positive semidefinite")

    def theta(self, rows: tuple[int, ...], columns: tuple[int, ...]) -> sp.Matrix:
        """B + S of some points."""
        return (matrix(self.body) + matrix(self.head)).extract(list(rows), list(columns))

    def whole(self) -> sp.Matrix:
        """Theta on query and support, in this order."""
        both = (*self.query, *self.support)
        return self.theta(both, both)

    def adaptation(self) -> sp.Matrix:
        """A, with a row for each point of the query, and zeros between tasks."""
        found = sp.zeros(len(self.query), len(self.support))
        head = matrix(self.head)
        for task in set(self.tasks):
            rows = [i for i, q in enumerate(self.query) if self.tasks[q] == task]
            columns = [i for i, s in enumerate(self.support) if self.tasks[s] == task]
            if rows and columns:
                own = [self.support[i] for i in columns]
                part = adaptation_matrix(
                    head.extract([self.query[i] for i in rows], own), head.extract(own, own), self.rate, self.steps
                )
                for i, row in enumerate(rows):
                    for j, column in enumerate(columns):
                        found[row, column] = part[i, j]
        return found

    def anil(self) -> sp.Expr:
        """What the body of ANIL predicts at x: B(x, .) P' (P Theta P')^+ (Y_Q - A Y_S), P = (I, -A)."""
        a = self.adaptation()
        both = (*self.query, *self.support)
        p = sp.eye(a.rows).row_join(-a)
        kernel = p * self.whole() * p.T
        test, y = matrix([[self.test[i] for i in both]]), matrix([[self.labels[i]] for i in both])
        return (test * p.T * _inverse(kernel) * p * y)[0]

    def multi_task(self) -> sp.Expr:
        """What the body of multi-task learning predicts at x: B(x, Q) K^+ Y_Q, where K has S within tasks only."""
        query = list(self.query)
        kernel = self.theta(self.query, self.query)
        for i, p in enumerate(query):
            for j, q in enumerate(query):
                if self.tasks[p] != self.tasks[q]:
                    kernel[i, j] = sp.sympify(self.body[p][q])
        test, y = matrix([[self.test[i] for i in query]]), matrix([[self.labels[i]] for i in query])
        return (test * _inverse(kernel) * y)[0]

    def between(self) -> sp.Expr:
        """The Frobenius norm of S_QQ between different tasks."""
        pairs = [(p, q) for p in self.query for q in self.query if self.tasks[p] != self.tasks[q]]
        return sp.sqrt(sum((sp.sympify(self.head[p][q]) ** 2 for p, q in pairs), sp.Integer(0)))

    def without_inner_loop(self) -> sp.Expr:
        """B(x, Q) Theta_QQ^+ Y_Q."""
        kernel = self.theta(self.query, self.query)
        test, y = matrix([[self.test[i] for i in self.query]]), matrix([[self.labels[i]] for i in self.query])
        return (test * _inverse(kernel) * y)[0]

    def __str__(self) -> str:
        return (
            f"B = {shown(self.body)}, S = {shown(self.head)}, B(x, .) = {shown([self.test])}, tasks {self.tasks}, "
            f"Y = {shown([self.labels])}, support {self.support}, query {self.query}, "
            f"rate {self.rate}, steps {self.steps}"
        )


def same_data(tasks: LinearisedTasks) -> Finding:
    """Support and query are the same points, in one order."""
    return Finding(tasks.support == tasks.query, f"support {tasks.support}, query {tasks.query}")


def kernel_definite(tasks: LinearisedTasks) -> Finding:
    """Theta is positive definite on the query."""
    holds = definite(tasks.theta(tasks.query, tasks.query))
    return Finding(holds, f"Theta is {'' if holds else 'not '}positive definite")


def no_exact_rate(tasks: LinearisedTasks) -> Finding:
    """I - lambda S is invertible for the support of every task."""
    head = matrix(tasks.head)
    for task in sorted(set(tasks.tasks)):
        own = [s for s in tasks.support if tasks.tasks[s] == task]
        if own and (sp.eye(len(own)) - sp.sympify(tasks.rate) * head.extract(own, own)).det() == 0:
            return Finding(False, f"I - lambda S is singular in task {task}")
    return Finding(True, "I - lambda S is invertible in every task")


def predicts(tasks: LinearisedTasks, value: sp.Expr) -> Finding:
    """The body of ANIL predicts ``value`` at x."""
    found = tasks.anil()
    return Finding(equal(found, value), f"the body predicts {found}; without the inner loop {value}")


register(
    Claim(
        id="no-split-anil-forgets-its-inner-loop",
        title="Without a split between support and query, what ANIL's body learns does not depend on its inner loop",
        statement=(
            r"In the linearised model let support and query be the same, $\Theta = B + S$ positive definite on them, "
            r"and $I - \lambda S$ invertible for every task. Then the body trained by ANIL with $\tau$ inner steps of "
            r"rate $\lambda$ predicts $B(x,Q)\Theta_{QQ}^{-1}Y_Q$, for all $\lambda$ and $\tau$."
        ),
        paper=WANG_2021,
        place=CLOSE,
        reading=Reading.OURS,
        note="the theorem is known from notes of a reader: a term in lambda tau can come from the split alone",
        instance=LinearisedTasks,
        assumptions=(
            Assumption("same data", "support and query are the same points", same_data),
            Assumption("definite", r"$\Theta$ is positive definite on the query", kernel_definite),
            Assumption("no exact rate", r"$I - \lambda S$ is invertible for every task", no_exact_rate),
        ),
        conclusion=Conclusion((Part("prediction", predicts, LinearisedTasks.without_inner_loop),)),
        expected=Verdict.PROVED,
        tightness="an equality",
    )
)


@dataclass(frozen=True)
class HeadAdaptation:
    """``cross`` S_qs and ``own`` S_ss of one task, ``rate`` lambda and ``steps`` tau.

    Raises ``ValueError`` for sizes that do not fit, S_ss not symmetric, and a negative rate or number of steps.
    """

    cross: Rows
    own: Rows
    rate: Fraction
    steps: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "own", symmetric_rows(self.own, "S_ss", len(self.own)))
        object.__setattr__(self, "cross", rational_rows(self.cross, "S_qs", len(self.cross), len(self.own)))
        make_exact(self, "rate", rational=True)
        make_whole(self, "steps")
        if self.rate < 0 or self.steps < 0:
            raise ValueError("rate and steps must not be negative")

    def __str__(self) -> str:
        return f"S_qs = {shown(self.cross)}, S_ss = {shown(self.own)}, rate {self.rate}, {self.steps} steps"


def stable_rate(head: HeadAdaptation) -> Finding:
    """lambda S_ss is between 0 and 2 I."""
    own = sp.sympify(head.rate) * matrix(head.own)
    holds = conjunction(semidefinite(own), semidefinite(2 * sp.eye(own.rows) - own))
    return Finding(holds, f"lambda S_ss is {'' if holds else 'not '}between 0 and 2 I")


def rows_within(head: HeadAdaptation, factor: Fraction) -> Finding:
    """Every row of A is at most ``factor`` times as long as that of S_qs."""
    a = adaptation_matrix(matrix(head.cross), matrix(head.own), head.rate, head.steps)
    squares = [(sum(v**2 for v in a.row(i)), sum(v**2 for v in head.cross[i])) for i in range(a.rows)]
    holds = all((factor >= 0 or own == 0) and found <= sp.sympify(factor**2 * own) for found, own in squares)
    return Finding(holds, f"A = {shown(a.tolist())}, S_qs = {shown(head.cross)}, factor {factor}")


register(
    Claim(
        id="adaptation-is-small",
        title="The inner loop takes at most lambda tau times the head's kernel",
        statement=(
            r"If $0 \preceq \lambda S_{ss} \preceq 2I$, every row of $A = \lambda S_{qs}\sum_{j<\tau}(I - \lambda "
            r"S_{ss})^j$ is at most $\lambda\tau$ times as long as that of $S_{qs}$; so $\|A\| \le \lambda\tau"
            r"\|S_{qs}\|$, in the spectral and in the Frobenius norm."
        ),
        paper=WANG_2021,
        place=CLOSE,
        reading=Reading.OURS,
        instance=HeadAdaptation,
        assumptions=(Assumption("stable rate", r"$0 \preceq \lambda S_{ss} \preceq 2I$", stable_rate),),
        conclusion=Conclusion((Part("rows", rows_within, lambda head: head.rate * head.steps),)),
        expected=Verdict.PROVED,
        tightness="attained by one step",
    )
)
