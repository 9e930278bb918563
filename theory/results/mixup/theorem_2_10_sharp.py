"""Theorem 2.10, sharp: when exactly h is continuous at a data point, and the trichotomy in alpha."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.assumptions import assumption_2_9
from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.incidence import directions
from theory.instances import make_exact
from theory.mixing import Beta
from theory.numbers import Number, conjunction, equal, less
from theory.optimal import mixup_optimal_limit
from theory.optimal.continuity import masses_beside, shares
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_2_10 import SELF_PAIRS, STANDARD, TrainedLimit, continuous_exactly_at

SMALLEST = LabeledDataset([[0], [1], [2]], [1, 1, 2])


def sharp_criterion(instance: TrainedLimit) -> list[bool | None]:
    """For each data point: the density is unbounded at the ends, or the repaired Assumption 2.9 holds there."""
    data = instance.dataset
    unbounded = not instance.mixing.atoms and instance.mixing.end_density() == sp.oo
    return [True if unbounded else assumption_2_9(data, index).holds for index in range(data.n_points)]


continuity_matches = Conclusion((Part("continuous exactly where stated", continuous_exactly_at, sharp_criterion),))


@dataclass(frozen=True)
class Shape:
    """The parameter of Beta(alpha, alpha).  Raises ``ValueError`` unless it is positive."""

    alpha: Number

    def __post_init__(self) -> None:
        make_exact(self, "alpha")
        Beta(self.alpha)

    def __str__(self) -> str:
        return f"alpha = {self.alpha}"


def stated_limit(alpha: Number) -> Fraction:
    """lim h^1(z), z -> 1, on {0, 1} against {2}: 1 for alpha < 1, 5/6 for alpha = 1, 1/2 for alpha > 1.

    >>> [str(stated_limit(Fraction(a, 2))) for a in (1, 2, 3)]
    ['1', '5/6', '1/2']
    """
    if less(alpha, 1):
        return Fraction(1)
    return Fraction(1, 2) if less(1, alpha) else Fraction(5, 6)


def _is_at_one(instance: Shape, value: Number) -> Finding:
    """Whether h^1(1) is ``value``."""
    here = mixup_optimal_limit(SMALLEST, Beta(instance.alpha), [SMALLEST.exact_points[1]])[0][0]
    return Finding(equal(here, value), f"h^1(1) = {here}")


def _tends_to(instance: Shape, value: Number) -> Finding:
    """Whether h^1 tends to ``value`` at 1 from either side."""
    x, law = SMALLEST.exact_points[1], Beta(instance.alpha)
    found = [shares(masses_beside(SMALLEST, law, x, d))[0] for d in directions(SMALLEST, x)]
    holds = conjunction(*(equal(each, value) for each in found)) if found else None
    return Finding(holds, f"h^1 tends to {' and '.join(map(str, found))} at 1 from its two sides")


_tends_as_stated = Conclusion(
    (
        Part("h at the point 1", _is_at_one, lambda _: Fraction(1)),
        Part("limit beside it", _tends_to, lambda instance: stated_limit(instance.alpha)),
    )
)


register(
    Claim(
        id="theorem-2.10-sharp",
        title="Continuity at a data point is equivalent to the repaired Assumption 2.9, or free of charge",
        statement=(
            r"Standard $f$, $x \in X_i$. If $f(\lambda) + f(1-\lambda)$ is bounded ($\alpha \ge 1$), $h|_{X_{mix}}$ is "
            r"continuous at $x$ iff the repaired 2.9 holds at $x$; if it tends to $\infty$ as $\lambda \to 0$ "
            r"($\alpha < 1$), $h|_{X_{mix}}$ is continuous at every data point."
        ),
        paper=MIXUP,
        place="Theorem 2.10",
        reading=Reading.OURS,
        instance=TrainedLimit,
        assumptions=(STANDARD, SELF_PAIRS),
        conclusion=continuity_matches,
        expected=Verdict.PROVED,
        tightness="an equivalence",
    )
)
register(
    Claim(
        id="theorem-2.10-trichotomy",
        title="On {0, 1} against {2}, h^1 tends to 1, 5/6 or 1/2 at the point 1 as alpha is below, at or above 1",
        statement=(
            r"Let $X_1 = \{0, 1\}$, $X_2 = \{2\}$, uniform weights, $\lambda \sim$ Beta$(\alpha, \alpha)$. Then "
            r"$h^1(1) = 1$, and $h^1(z)$ tends, as $z \to 1$ from either side, to $1$ for $\alpha < 1$, to $5/6$ for "
            r"$\alpha = 1$ and to $1/2$ for $\alpha > 1$."
        ),
        paper=MIXUP,
        place="Theorem 2.10",
        reading=Reading.OURS,
        instance=Shape,
        conclusion=_tends_as_stated,
        expected=Verdict.PROVED,
        tightness="equalities",
    )
)
