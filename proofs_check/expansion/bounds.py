"""What the claims guarantee on one graph: each bound with its assumptions, of which some hold and some fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from proofs_check.expansion.given import Given
from theory.numbers import exact
from theory.results.self_training.theorem_4_3 import few_wrong, quoted_bound
from theory.results.self_training.theorem_4_3_weight_2 import Objective, error_bound, guarantee
from theory.results.self_training.views import SelfTraining

WEIGHT_2, QUOTED_WEIGHTS, QUOTED = (
    "self-training-4-3-weight-2",
    "self-training-4-3-best-weight",
    "self-training-4-3-quoted",
)
MINIMISERS = "every minimiser of d + 2 R"
QUOTED_MINIMISERS = "every minimiser of (c + 1) d + 2 c R"
STUDENT = "the student"


@dataclass(frozen=True)
class Condition:
    """An assumption of a claim, whether it holds on this graph, and what decides that."""

    name: str
    holds: bool
    found: str


@dataclass(frozen=True)
class Bound:
    """That ``of`` errs on at most ``error`` points, by a claim; ``None`` where a condition fails."""

    claim: str
    of: str
    formula: str
    conditions: tuple[Condition, ...]
    error: Fraction | None

    @property
    def holds(self) -> bool:
        """Whether all assumptions hold."""
        return all(condition.holds for condition in self.conditions)


def bounds(given: Given, c: Fraction | None) -> tuple[Bound, ...]:
    """The bounds at the exact expansion ``c``, which is ``None`` if no pseudo-label is wrong: then every c will do.

    A minimiser has no larger objective than the truth, which is all that the claims assume of labels; the gap of a
    student is worked out.
    """
    usable = c if c is not None and c > 1 else Fraction(2)  # below, no condition holds, and no bound is worked out
    truth = SelfTraining(given.graph, given.pseudo, given.graph.truth, usable)
    above = [_above(c, least) for least in (1, 2, 3)]
    few = few_wrong(truth)
    share = Condition("few wrong", bool(few.holds), few.witness)
    found = [
        _bound(WEIGHT_2, MINIMISERS, "2c/(c-2) μ", [above[1]], c, truth, _weight_2),
        _bound(QUOTED_WEIGHTS, QUOTED_MINIMISERS, "2c/(c-3) μ", [above[2]], c, truth, _quoted_weights),
        _bound(QUOTED, QUOTED_MINIMISERS, "(2a + 2c μ)/(c-1)", [above[0], share, above[2]], c, truth, quoted_bound),
    ]
    if given.student is not None:
        student = replace(truth, student=given.student)
        excess = student.objective(given.student) - student.objective(given.graph.truth)
        student = replace(student, gap=max(excess, Fraction(0)))
        near = Condition(
            "near the truth", True, f"with ε = {student.gap}, by which its d + 2 R is above that of the truth"
        )
        found.append(_bound(WEIGHT_2, STUDENT, "c (2μ + ε)/(c-2)", [above[1], near], c, student, _weight_2))
    return tuple(found)


def _above(c: Fraction | None, least: int) -> Condition:
    text = "no pseudo-label is wrong" if c is None else f"c = {c}"
    return Condition(f"expansion above {least}", c is None or c > least, text)


def _bound(
    claim: str,
    of: str,
    formula: str,
    conditions: Sequence[Condition],
    c: Fraction | None,
    training: SelfTraining,
    error: Callable[[SelfTraining], Fraction],
) -> Bound:
    """The error by a claim, in the limit of large c where every c will do: each formula tends to 2 μ + ε, as a = 0."""
    found = None
    if all(condition.holds for condition in conditions):
        found = 2 * training.mu + training.gap if c is None else error(training)
    return Bound(claim, of, formula, tuple(conditions), found)


def _weight_2(training: SelfTraining) -> Fraction:
    return error_bound(training) / (training.c - 2)


def _quoted_weights(training: SelfTraining) -> Fraction:
    c = training.c
    factor = exact(guarantee(Objective(c, 2 * c / (c + 1))))
    assert isinstance(factor, Fraction)
    return factor * training.mu
