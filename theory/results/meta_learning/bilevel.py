"""One head on a shared feature: the bilevel problem of meta-learning beside the joint problem of multi-task learning.

Features of a task are Phi(theta) = F + theta G, rows of points; its head w fits targets y.  The inner problem returns a
head from the support, the outer one weighs it on the query; the joint problem is over theta and w, on all points.
Losses are half sums of squares, plus half a ridge times |w|^2.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact, make_whole
from theory.linear.rational_matrices import Rows, matrix, rational_rows, shown
from theory.results.meta_learning.papers import BILEVEL, WANG_2021

THETA = sp.Symbol("theta", real=True)


@dataclass(frozen=True)
class SharedFeature:
    """``base`` F, ``slope`` G, ``targets`` y, the rows of ``support`` and ``query``, and a candidate ``theta``.

    ``inner_ridge`` and ``outer_ridge`` are those of the two losses.  ``steps`` are steps of gradient descent from
    ``start`` at ``rate``; ``None`` returns the inner minimiser.  Raises ``ValueError`` for sizes that do not fit, rows
    that are none or there twice, negative ridges, and, where the inner minimiser is asked for, more than one.
    """

    base: Rows
    slope: Rows
    targets: tuple[Fraction, ...]
    support: tuple[int, ...]
    query: tuple[int, ...]
    theta: Fraction
    inner_ridge: Fraction = Fraction(0)
    outer_ridge: Fraction = Fraction(0)
    steps: int | None = None
    rate: Fraction = Fraction(1)
    start: tuple[Fraction, ...] = ()

    def __post_init__(self) -> None:
        base = rational_rows(self.base, "the base", len(self.base))
        object.__setattr__(self, "base", base)
        object.__setattr__(self, "slope", rational_rows(self.slope, "the slope", len(base), len(base[0])))
        make_exact(self, "targets", "theta", "inner_ridge", "outer_ridge", "rate", "start", rational=True)
        make_whole(self, "support", "query", *([] if self.steps is None else ["steps"]))
        known = set(range(len(base)))
        if len(self.targets) != len(base) or not (self.support and self.query):
            raise ValueError("every point must have a target, and support and query must have points")
        if not set(self.support) | set(self.query) <= known or min(self.inner_ridge, self.outer_ridge) < 0:
            raise ValueError("support and query must be points, and ridges must not be negative")
        if any(len(set(of)) != len(of) for of in (self.support, self.query)):
            raise ValueError("a point must not be twice in the support or in the query")
        if self.steps is not None and (self.steps < 0 or self.rate <= 0 or len(self.start) != len(base[0])):
            raise ValueError("steps must not be negative, the rate must be positive, and the start have every feature")
        if self.steps is None and self._inner_matrix.subs(THETA, sp.sympify(self.theta)).det() == 0:
            raise ValueError("the inner problem must have one minimiser")

    def _rows(self, of: tuple[int, ...]) -> tuple[sp.Matrix, sp.Matrix]:
        features = matrix(self.base) + THETA * matrix(self.slope)
        return features.extract(list(of), list(range(features.cols))), matrix([[self.targets[i]] for i in of])

    @property
    def _inner_matrix(self) -> sp.Matrix:
        features, _ = self._rows(self.support)
        return features.T * features + sp.sympify(self.inner_ridge) * sp.eye(features.cols)

    @functools.cached_property
    def head(self) -> sp.Matrix:
        """The head that the inner problem returns, as a function of theta."""
        features, y = self._rows(self.support)
        right, inner = features.T * y, self._inner_matrix
        if self.steps is None:
            return inner.LUsolve(right)
        w = matrix([[v] for v in self.start])
        for _ in range(self.steps):
            w = (w - sp.sympify(self.rate) * (inner * w - right)).expand()
        return w

    def _loss(self, of: tuple[int, ...], head: sp.Matrix) -> sp.Expr:
        features, y = self._rows(of)
        residual = features * head - y
        return ((residual.T * residual)[0] + sp.sympify(self.outer_ridge) * (head.T * head)[0]) / 2

    def bilevel(self) -> tuple[sp.Expr, sp.Expr]:
        """The outer loss at theta, and its derivative."""
        loss, at = self._loss(self.query, self.head), sp.sympify(self.theta)
        return loss.subs(THETA, at), sp.diff(loss, THETA).subs(THETA, at)

    def joint(self) -> tuple[sp.Expr, list[sp.Expr]]:
        """The loss on all points at theta and the head returned there, and its gradient in theta and in the head."""
        symbols = sp.symbols(f"w_:{len(self.base[0])}", real=True)
        loss = self._loss(tuple(sorted(set(self.support) | set(self.query))), sp.Matrix(symbols))
        at = sp.sympify(self.theta)
        head = self.head.subs(THETA, at)
        place = {THETA: at, **dict(zip(symbols, head, strict=True))}
        return loss.subs(place), [sp.diff(loss, s).subs(place) for s in (THETA, *symbols)]

    def __str__(self) -> str:
        inner = "exact" if self.steps is None else f"{self.steps} steps at {self.rate} from {shown([self.start])}"
        return (
            f"F = {shown(self.base)}, G = {shown(self.slope)}, y = {shown([self.targets])}, support {self.support}, "
            f"query {self.query}, theta {self.theta}, ridges {self.inner_ridge} and {self.outer_ridge}, inner {inner}"
        )


def same_data(task: SharedFeature) -> Finding:
    """Support and query are the same points."""
    return Finding(sorted(task.support) == sorted(task.query), f"support {task.support}, query {task.query}")


def same_loss(task: SharedFeature) -> Finding:
    """Both ridges are equal."""
    return Finding(task.inner_ridge == task.outer_ridge, f"ridges {task.inner_ridge} and {task.outer_ridge}")


def exact_inner(task: SharedFeature) -> Finding:
    """The inner problem is solved."""
    return Finding(task.steps is None, "the inner minimiser" if task.steps is None else f"{task.steps} inner steps")


def stationary_together(task: SharedFeature, stated: bool) -> Finding:
    """Whether theta is stationary for the bilevel problem exactly if, with its head, it is for the joint one."""
    (_, slope), (_, gradient) = task.bilevel(), task.joint()
    alike = (slope == 0) == (not any(gradient))
    return Finding(alike == stated, f"the derivative is {slope}, the joint gradient {', '.join(map(str, gradient))}")


def joint_value(task: SharedFeature, value: sp.Expr) -> Finding:
    """The joint loss at theta and its head is ``value``."""
    found = task.joint()[0]
    return Finding(bool(found == value), f"the joint loss is {found}, asserted {value}")


register(
    Claim(
        id="mtl-is-bilevel",
        title="Meta-learning without a split is multi-task learning: stationary points and values agree",
        statement=(
            r"Let the features of a task be $\Phi(\theta) = F + \theta G$, the losses half sums of squares plus half a "
            r"ridge times $\|w\|^2$, support and query the same, both losses the same, and $w(\theta)$ the inner "
            r"minimiser. Then $\theta$ is stationary for the bilevel problem exactly if $(\theta, w(\theta))$ is for "
            r"the joint one, and the two losses agree there. Over several tasks both sides are sums."
        ),
        paper=WANG_2021,
        place=BILEVEL,
        reading=Reading.OURS,
        note="an envelope theorem; a split, as the published ANIL and MetaOptNet have it, breaks it",
        instance=SharedFeature,
        assumptions=(
            Assumption("same data", "support and query are the same points", same_data),
            Assumption("same loss", "both ridges are equal", same_loss),
            Assumption("exact inner", "the inner problem is solved", exact_inner),
        ),
        conclusion=Conclusion(
            (
                Part("stationary together", stationary_together, lambda _: True),
                Part("values agree", joint_value, lambda task: task.bilevel()[0]),
            )
        ),
        expected=Verdict.PROVED,
        tightness="each of the three assumptions is needed",
    )
)
