"""The worst populations for each weight of inconsistency: no guarantee is better than the bound, and only 2 is best."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.numbers import conjunction, equal, less
from theory.results.self_training.cells import EXPANDS, THEOREM
from theory.results.self_training.papers import WEI_2021
from theory.results.self_training.theorem_4_3_weight_2 import Objective, guarantee, near_truth
from theory.results.self_training.views import Labels, SelfTraining, ViewGraph

LOW = (
    (0, 0, 0, 0, 1, 0, 1),
    (1, 1, 1, 0, 1, 0, 1),
    (1, 1, 1, 0, 1, 0, 1),
    ((0, 1, 2), (0, 1, 2, 5, 6), (0, 1, 2, 5), (3, 5), (4, 6), (5,), (6,)),
)
HIGH = ((0, 0, 0, 1, 1), (1, 0, 0, 1, 1), (1, 1, 1, 1, 1), ((0, 1, 2), (0, 1, 2, 4), (0, 1, 2), (3, 4), (4,)))
TIE = ((0, 0, 0, 0), (1, 1, 0, 0), (1, 1, 0, 0), ((0, 1), (0, 1, 3), (2, 3), (3,)))
Design = tuple[Labels, Labels, Labels, tuple[tuple[int, ...], ...]]


def design(objective: Objective) -> tuple[Design, tuple[Fraction, ...]]:
    """Truth, pseudo-labels, student and views of the worst population, and its masses, where mu = 1 or, in a tie, 0."""
    c, w = objective.c, objective.weight
    below = (c - 1) * w - c
    if below <= 0:
        return TIE, (Fraction(1), c - 1, c * (c - 1), Fraction(0))
    if w <= 2:
        v = w / below
        return LOW, (v, Fraction(1), (c - 1) * v - 1, (c * c - c) * v, 2 * (c * c - c) * v, Fraction(0), Fraction(0))
    v = w / (c - 2)
    return HIGH, (v, Fraction(1), (c - 1) * v - 1, 100 * v, Fraction(0))


def worst(objective: Objective) -> SelfTraining:
    """A population and labels no worse than the truth with the largest Err/mu.

    >>> str(worst(Objective(Fraction(4), Fraction(3, 2))).error)
    '12'
    """
    (truth, pseudo, student, views), mass = design(objective)
    return SelfTraining(ViewGraph(mass, truth, views), pseudo, student, objective.c, objective.weight)


def attains(objective: Objective, factor: sp.Expr) -> Finding:
    """On the worst population wrong pseudo-labels expand by c, G is no worse than the truth and Err = factor mu."""
    training = worst(objective)
    expands, near = EXPANDS.predicate(training), near_truth(training)
    met = conjunction(expands.holds, near.holds)
    if met is not True:
        return Finding(met, f"no such population: {expands.witness}; {near.witness}")
    error, mu = training.error, training.mu
    holds = (mu == 0 and error > 0) if factor == sp.oo else mu > 0 and equal(sp.sympify(error), factor * sp.sympify(mu))
    return Finding(holds, f"Err = {error} and mu = {mu}, where wrong pseudo-labels expand by {objective.c}")


def best_weight(objective: Objective, best: Fraction) -> Finding:
    """The guarantee of the weight ``best`` is below that of every other: below that of the instance, unless equal."""
    here, there = guarantee(objective), guarantee(Objective(objective.c, best))
    same = objective.weight == best
    holds = True if same else (less(there, here) if here != sp.oo else there != sp.oo)
    return Finding(conjunction(holds), f"{here} for the weight {objective.weight}, {there} for {best}")


register(
    Claim(
        id="self-training-4-3-best-weight-sharp",
        title="No weight guarantees more, nothing is guaranteed up to c/(c-1), and only 2 is best",
        statement=(
            r"For all $c > 2$ and $w > 0$ there are a population, pseudo-labels that expand by $c$ and labels $G$ with "
            r"$F(G) \le F(\mathrm{truth})$, $F = d + wR$, for which $\mathrm{Err}(G)/\mu$ is "
            r"$\frac{wc}{(c-1)w-c}$ if $\frac{c}{c-1} < w \le 2$, $\frac{wc}{c-2}$ if $w \ge 2$, and infinite "
            r"($\mu = 0 < \mathrm{Err}$) if $w \le \frac{c}{c-1}$. The least of these is at $w = 2$ alone."
        ),
        paper=WEI_2021,
        place=THEOREM,
        reading=Reading.OURS,
        instance=Objective,
        conclusion=Conclusion(
            (
                Part("attained", attains, guarantee),
                Part("2 is the best weight", best_weight, lambda _: Fraction(2)),
            )
        ),
        expected=Verdict.PROVED,
        tightness="an equality",
    )
)
