"""How far k steps of gradient descent on a head are from its minimum: no conditioning is needed."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact, make_whole
from theory.linear.rational_matrices import Rows, matrix, rational_rows, semidefinite, shown
from theory.numbers import less_equal
from theory.results.meta_learning.papers import BILEVEL, WANG_2021


@dataclass(frozen=True)
class InnerSteps:
    """``features`` Phi (n x d), ``targets`` y, ``support``, ``query``, ``steps`` k at ``rate`` eta from ``start`` w_0.

    Raises ``ValueError`` for sizes that do not fit, rows that are none or there twice, k < 0, and a rate that is not
    positive.
    """

    features: Rows
    targets: tuple[Fraction, ...]
    support: tuple[int, ...]
    query: tuple[int, ...]
    start: tuple[Fraction, ...]
    rate: Fraction
    steps: int

    def __post_init__(self) -> None:
        features = rational_rows(self.features, "the features", len(self.features))
        object.__setattr__(self, "features", features)
        make_exact(self, "targets", "start", "rate", rational=True)
        make_whole(self, "support", "query", "steps")
        known = set(range(len(features)))
        if len(self.targets) != len(features) or len(self.start) != len(features[0]):
            raise ValueError("every point must have a target, and the start must have every feature")
        if not (self.support and self.query and set(self.support) | set(self.query) <= known):
            raise ValueError("support and query must be points")
        if any(len(set(of)) != len(of) for of in (self.support, self.query)):
            raise ValueError("a point must not be twice in the support or in the query")
        if self.rate <= 0 or self.steps < 0:
            raise ValueError("the rate must be positive, and the steps must not be negative")

    def _rows(self, of: tuple[int, ...]) -> tuple[sp.Matrix, sp.Matrix]:
        return matrix([self.features[i] for i in of]), matrix([[self.targets[i]] for i in of])

    @property
    def _everywhere(self) -> tuple[int, ...]:
        return tuple(sorted(set(self.support) | set(self.query)))

    @functools.cached_property
    def minimiser(self) -> sp.Matrix:
        """w*, of the minimisers on all points the nearest to the start."""
        features, y = self._rows(self._everywhere)
        start = matrix([[v] for v in self.start])
        return start + features.pinv() * (y - features * start)

    def gap(self) -> Fraction:
        """Half the squared residual of w_k on the query, less the least of all heads on all points."""
        features, y = self._rows(self.support)
        w = matrix([[v] for v in self.start])
        for _ in range(self.steps):
            w = w - sp.sympify(self.rate) * features.T * (features * w - y)
        found = self._half_square(self.query, w) - self._half_square(self._everywhere, self.minimiser)
        return Fraction(int(found.p), int(found.q))

    def _half_square(self, of: tuple[int, ...], w: sp.Matrix) -> sp.Rational:
        features, y = self._rows(of)
        residual = features * w - y
        return sp.Rational((residual.T * residual)[0] / 2)

    def squared_distance(self) -> Fraction:
        """|w_0 - w*|^2."""
        away = matrix([[v] for v in self.start]) - self.minimiser
        found = sp.Rational((away.T * away)[0])
        return Fraction(int(found.p), int(found.q))

    def __str__(self) -> str:
        return (
            f"Phi = {shown(self.features)}, y = {shown([self.targets])}, support {self.support}, query {self.query}, "
            f"{self.steps} steps at {self.rate} from {shown([self.start])}"
        )


def same_data(task: InnerSteps) -> Finding:
    """Support and query are the same points."""
    return Finding(sorted(task.support) == sorted(task.query), f"support {task.support}, query {task.query}")


def small_rate(task: InnerSteps) -> Finding:
    """I - eta Phi'Phi is positive semidefinite."""
    features = matrix([task.features[i] for i in task.support])
    holds = semidefinite(sp.eye(features.cols) - sp.sympify(task.rate) * features.T * features)
    return Finding(holds, f"at the rate {task.rate} I - eta Phi'Phi is {'' if holds else 'not '}positive semidefinite")


def gap_at_least(task: InnerSteps, bound: Fraction) -> Finding:
    """The gap is ``bound`` or more."""
    found = task.gap()
    return Finding(found >= bound, f"the gap is {found}")


def gap_at_most(task: InnerSteps, bound: Fraction) -> Finding:
    """The gap is ``bound`` or less."""
    found = task.gap()
    return Finding(less_equal(found, bound), f"the gap is {found}, the bound {bound}")


def guarantee(task: InnerSteps) -> Fraction:
    """|w_0 - w*|^2/(2 eta (2 k + 1))."""
    return task.squared_distance() / (2 * task.rate * (2 * task.steps + 1))


register(
    Claim(
        id="k-inner-steps",
        title="After k inner steps a head is within |w_0 - w*|^2/(2 eta (2k + 1)) of its minimum",
        statement=(
            r"Let $w_k$ come from $w_0$ by $k$ steps of gradient descent on $\frac12\|\Phi w - y\|^2$ at a rate "
            r"$\eta > 0$ with $\eta\Phi^\top\Phi \preceq I$, and $w^*$ be the minimiser nearest to $w_0$. Then $0 \le "
            r"\frac12\|\Phi w_k - y\|^2 - \min_w \frac12\|\Phi w - y\|^2 \le \frac{\|w_0 - w^*\|^2}{2\eta(2k+1)}$. "
            r"Summed over tasks at a minimum of multi-task learning, the variance of its heads is what $k$ steps from "
            r"their mean have to overcome."
        ),
        paper=WANG_2021,
        place=BILEVEL,
        reading=Reading.OURS,
        instance=InnerSteps,
        assumptions=(
            Assumption("same data", "support and query are the same points", same_data),
            Assumption("rate", r"$\eta\Phi^\top\Phi \preceq I$", small_rate),
        ),
        conclusion=Conclusion(
            (
                Part("not negative", gap_at_least, lambda _: Fraction(0)),
                Part("at most", gap_at_most, guarantee),
            )
        ),
        expected=Verdict.PROVED,
        tightness="attained at k = 0; up to a factor e for every k",
    )
)
