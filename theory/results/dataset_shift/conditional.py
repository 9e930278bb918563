"""When a conditional law that is the same in all environments has the smallest worst risk."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.results.dataset_shift.games import Row, brier, is_law
from theory.results.dataset_shift.papers import SUBBASWAMY_2022

Table = tuple[tuple[Row, ...], ...]  # P(t, z, a), by t, z and a


@dataclass(frozen=True)
class Environments:
    """Laws of (T, Z, A), the law of (T, Z) in training, and predictions g(z, a) to compare with.

    ``environments[e][t][z][a]`` are probabilities; so is ``training[t][z]``; ``predictions[z][a]`` has a probability
    for each class.  All are rational.  Raises ``ValueError`` for what is no law, and for tables of other shapes.
    """

    training: tuple[Row, ...]
    environments: tuple[Table, ...]
    predictions: tuple[tuple[Row, ...], ...]

    def __post_init__(self) -> None:
        make_exact(self, "training", "environments", "predictions", rational=True)
        laws: list[Row] = [tuple(p for row in self.training for p in row)]
        laws += [tuple(p for rows in table for row in rows for p in row) for table in self.environments]
        if len(laws) < 2 or not all(map(is_law, laws)):
            raise ValueError("training and every environment must be laws: at least one environment")
        if not self.predictions:
            raise ValueError("there must be a prediction for each z and each value of A")
        said = [row for rows in self.predictions for row in rows]
        if not all(is_law(row) and len(row) == len(self.training) for row in said):
            raise ValueError("each prediction must be a probability for each class")
        shape = (len(self.training), len(self.predictions), len(self.predictions[0]))
        if {len(row) for row in self.training} != {shape[1]} or {len(rows) for rows in self.predictions} != {shape[2]}:
            raise ValueError("each z must have its column of the training law and its predictions")
        if any(_shapes(table) != {shape} for table in self.environments):
            raise ValueError(f"each environment must have the shape {shape}")

    @functools.cached_property
    def conditional(self) -> tuple[Row, ...]:
        """f(z) = P(T | z) in training; equal probabilities where z does not occur there."""
        even = (Fraction(1, len(self.training)),) * len(self.training)
        columns = zip(*self.training, strict=True)
        return tuple(tuple(p / sum(column) for p in column) if sum(column) else even for column in columns)

    def worst_risk(self, predictions: tuple[tuple[Row, ...], ...]) -> Fraction:
        """The largest risk of predictions over the environments."""
        return max(
            sum(
                (
                    mass * brier(predictions[z][a], t)
                    for t, rows in enumerate(table)
                    for z, row in enumerate(rows)
                    for a, mass in enumerate(row)
                ),
                Fraction(0),
            )
            for table in self.environments
        )

    def __str__(self) -> str:
        shown = [f"P(T, Z) = {_text(self.training)}", *(f"P(T, Z, A) = {_text(table)}" for table in self.environments)]
        return f"{'; '.join(shown)}; g = {_text(self.predictions)}"


def _shapes(table: Table) -> set[tuple[int, int, int]]:
    return {(len(table), len(rows), len(row)) for rows in table for row in rows}


def _text(table: object) -> str:
    return f"({', '.join(map(_text, table))})" if isinstance(table, tuple) else str(table)


def invariant(found: Environments) -> Finding:
    """(T, Z) has the law of training in every environment."""
    for e, table in enumerate(found.environments):
        if tuple(tuple(sum(row, Fraction(0)) for row in rows) for rows in table) != found.training:
            return Finding(False, f"environment {e} has another law of (T, Z)")
    return Finding(True, "(T, Z) has one law")


def may_ignore(found: Environments) -> Finding:
    """In some environment A is independent of (T, Z)."""
    for e, table in enumerate(found.environments):
        rows = [row for rows in table for row in rows]
        alone = [sum(column, Fraction(0)) for column in zip(*rows, strict=True)]
        if all(p == sum(row) * q for row in rows for p, q in zip(row, alone, strict=True)):
            return Finding(True, f"in environment {e} A is independent of (T, Z)")
    return Finding(False, "in every environment A depends on (T, Z)")


def worst_at_most(found: Environments, bound: Fraction) -> Finding:
    """The largest risk of P(T | Z) is at most ``bound``."""
    rows = tuple(tuple(row for _ in found.predictions[0]) for row in found.conditional)
    risk = found.worst_risk(rows)
    return Finding(risk <= bound, f"the worst risk of P(T | Z) is {risk}, of the rival {bound}")


register(
    Claim(
        id="conditional-minimax",
        title="A conditional law that is the same in all environments is minimax if A may come to ignore everything",
        statement=(
            r"Let $(T, Z)$ have one law in all environments, and let $A$ be independent of it in one of them. Then no "
            r"predictions $g(Z, A)$ have a smaller largest Brier risk than $P(T \mid Z)$."
        ),
        paper=SUBBASWAMY_2022,
        reading=Reading.OURS,
        instance=Environments,
        assumptions=(
            Assumption("invariant", r"$(T, Z)$ has in every environment the law of training", invariant),
            Assumption("A may ignore its causes", r"in some environment $A$ is independent of $(T, Z)$", may_ignore),
        ),
        conclusion=Conclusion(
            (Part("no larger worst risk", worst_at_most, lambda found: found.worst_risk(found.predictions)),)
        ),
        expected=Verdict.PROVED,
        tightness="attained by every g that is P(T | Z) itself",
    )
)
