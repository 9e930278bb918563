"""A weight for which the error of the pseudo-labels does not enter; and the best bound for every weight."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.results.self_training.cells import EXPANDS, THEOREM
from theory.results.self_training.papers import WEI_2021
from theory.results.self_training.views import SelfTraining


def expands_above_2(training: SelfTraining) -> Finding:
    """Wrong pseudo-labels expand by c, and c > 2."""
    found = EXPANDS.predicate(training)
    return found if training.c > 2 else Finding(False, f"c = {training.c} is not above 2")


def near_truth(training: SelfTraining) -> Finding:
    """F(G) <= F(truth) + gap."""
    own, best = training.objective(training.student), training.objective(training.graph.truth)
    holds = own <= best + training.gap
    return Finding(holds, f"F is {own} for the student, {best} for the truth; the gap is {training.gap}")


def has_weight_2(training: SelfTraining) -> Finding:
    """The weight of the objective is 2."""
    return Finding(training.weight == 2, f"the weight is {training.weight}")


def exact_minimum(training: SelfTraining) -> Finding:
    """No gap is granted."""
    return Finding(training.gap == 0, f"the gap is {training.gap}")


def error_bound(training: SelfTraining) -> Fraction:
    """c (2 mu + gap), of which (c - 2) Err is at most."""
    return training.c * (2 * training.mu + training.gap)


def scaled_error_at_most(training: SelfTraining, bound: Fraction) -> Finding:
    """(c - 2) Err(G) <= ``bound``."""
    left = (training.c - 2) * training.error
    return Finding(left <= bound, f"(c - 2) Err = {left}; the bound is {bound}")


ABOVE_2 = Assumption("expansion above 2", r"wrong pseudo-labels expand by $c > 2$ inside their class", expands_above_2)
NEAR_TRUTH = Assumption("near the truth", r"$F(G) \le F(\mathrm{truth}) + \varepsilon$", near_truth)


@dataclass(frozen=True)
class Objective:
    """An expansion c > 2 and a weight w > 0 of the objective d + w R.  Raises ``ValueError`` for others."""

    c: Fraction
    weight: Fraction

    def __post_init__(self) -> None:
        make_exact(self, "c", "weight", rational=True)
        if self.c <= 2 or self.weight <= 0:
            raise ValueError(f"c = {self.c} must be above 2 and the weight {self.weight} positive")

    def __str__(self) -> str:
        return f"c = {self.c}, weight {self.weight}"


def guarantee(objective: Objective) -> sp.Expr:
    """The largest Err/mu: w c/((c - 1) w - c) up to w = 2, w c/(c - 2) from there; infinite up to w = c/(c - 1).

    >>> [guarantee(Objective(Fraction(4), w)) for w in (Fraction(4, 3), Fraction(8, 5), Fraction(2), Fraction(3))]
    [oo, 8, 4, 6]
    """
    c, w = objective.c, objective.weight
    below = (c - 1) * w - c
    if below <= 0:
        return sp.oo
    return sp.sympify(w * c / (below if w <= 2 else c - 2))


def within_guarantee(training: SelfTraining, factor: sp.Expr) -> Finding:
    """Err(G) is at most ``factor`` times mu; an infinite factor says nothing, mu = 0 included."""
    if factor == sp.oo:
        return Finding(True, "nothing is guaranteed")
    left, right = training.error, factor * sp.sympify(training.mu)
    return Finding(bool(sp.sympify(left) <= right), f"Err = {left}; the bound is {right}")


def training_guarantee(training: SelfTraining) -> sp.Expr:
    """The factor for the c and the weight of an instance."""
    return guarantee(Objective(training.c, training.weight)) if training.c > 2 else sp.oo


register(
    Claim(
        id="self-training-4-3-weight-2",
        title="With weight 2 the error is at most 2c/(c-2) mu: the pseudo-labels' error does not enter",
        statement=(
            r"Let wrong pseudo-labels expand by $c > 2$ inside their class. If $F(G) \le F(\mathrm{truth}) + "
            r"\varepsilon$ for $F = d + 2R$, then $(c-2)\,\mathrm{Err}(G) \le c\,(2\mu + \varepsilon)$. So where no "
            r"point has a view in another class, every minimiser of $F$ has all labels right."
        ),
        paper=WEI_2021,
        place=THEOREM,
        reading=Reading.OURS,
        instance=SelfTraining,
        assumptions=(
            ABOVE_2,
            NEAR_TRUTH,
            Assumption("weight 2", r"$F = d + 2R$", has_weight_2),
        ),
        conclusion=Conclusion((Part("error", scaled_error_at_most, error_bound),)),
        expected=Verdict.PROVED,
        tightness="the constant is attained at c = 4, and c > 2 is needed",
    )
)
register(
    Claim(
        id="self-training-4-3-best-weight",
        title="A bound for every weight of inconsistency, least at 2",
        statement=(
            r"Let wrong pseudo-labels expand by $c > 2$ inside their class, and $F(G) \le F(\mathrm{truth})$ for "
            r"$F = d + wR$. Then $\mathrm{Err}(G) \le \frac{wc}{(c-1)w-c}\mu$ if $\frac{c}{c-1} < w \le 2$, and "
            r"$\mathrm{Err}(G) \le \frac{wc}{c-2}\mu$ if $w \ge 2$. For $w = \frac{2c}{c+1}$, $c > 3$, as in "
            r"Theorem 4.3, it is $\frac{2c}{c-3}\mu$."
        ),
        paper=WEI_2021,
        place=THEOREM,
        reading=Reading.OURS,
        instance=SelfTraining,
        assumptions=(
            ABOVE_2,
            NEAR_TRUTH,
            Assumption("no gap", r"$\varepsilon = 0$", exact_minimum),
        ),
        conclusion=Conclusion((Part("error", within_guarantee, training_guarantee),)),
        expected=Verdict.PROVED,
        tightness="attained for every c and w: self-training-4-3-best-weight-sharp",
    )
)
