"""The game against a shift: a class T, a variable A that anything may come to depend on T by, and an outcome C.

The diagram is T -> A, T -> C, A -> C.  The class has the law π, and C the law k(. | t, a), in every environment;
P(A | T) may be anything.  One who sees (a, c) predicts the probabilities of the classes, and loses their squared
distance from the truth (Brier): sum_s (g_s - [s = t])^2, which for two classes is twice the squared error of P(T = 1).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from theory.instances import make_exact

Row = tuple[Fraction, ...]
Predictions = tuple[tuple[Row, ...], ...]  # by the value of A and the outcome C: a probability for each class


def brier(prediction: Sequence[Fraction], truth: int) -> Fraction:
    """The squared distance of predicted probabilities from the true class.

    >>> brier((Fraction(1, 4), Fraction(3, 4)), 1)
    Fraction(1, 8)
    """
    return sum(((p - (s == truth)) ** 2 for s, p in enumerate(prediction)), Fraction(0))


def is_law(row: Row) -> bool:
    """Whether numbers are the probabilities of a law."""
    return bool(row) and min(row) >= 0 and sum(row) == 1


@dataclass(frozen=True)
class ShiftGame:
    """π as ``prior`` and k(c | t, a) as ``law[t][a][c]``, all rational.

    Raises ``ValueError`` for a class of mass 0, for what is no law, and for tables of other shapes.
    """

    prior: Row
    law: tuple[tuple[Row, ...], ...]

    def __post_init__(self) -> None:
        make_exact(self, "prior", "law", rational=True)
        if not is_law(self.prior) or min(self.prior) == 0:
            raise ValueError("the masses of the classes must be positive with the sum 1")
        shapes = {(len(rows), *sorted({len(row) for row in rows})) for rows in self.law}
        if len(self.law) != len(self.prior) or len(shapes) != 1 or len(min(shapes)) != 2:
            raise ValueError("each class must have the law of one outcome for each value of A, all of one length")
        if not all(is_law(row) for rows in self.law for row in rows):
            raise ValueError("probabilities of outcomes must not be negative, and have the sum 1")

    @property
    def classes(self) -> range:
        """The values of T."""
        return range(len(self.prior))

    @property
    def values(self) -> range:
        """The values of A."""
        return range(len(self.law[0]))

    @property
    def outcomes(self) -> range:
        """The values of C."""
        return range(len(self.law[0][0]))

    @property
    def base_rate(self) -> Predictions:
        """π, whatever is seen: the only conditional law that is the same in all environments of every game."""
        return tuple(tuple(self.prior for _ in self.outcomes) for _ in self.values)

    @functools.cached_property
    def interventional(self) -> Predictions:
        """P(T | do(a), c), which goes like π_t k(c | t, a); π where c cannot occur."""
        return self.posterior([tuple(Fraction(1) for _ in self.values)] * len(self.classes))

    def posterior(self, environment: Sequence[Row]) -> Predictions:
        """P(T | a, c) under P(a | t) = ``environment[t][a]``, up to factors of a; π where (a, c) cannot occur."""
        found = []
        for a in self.values:
            rows = []
            for c in self.outcomes:
                joint = [self.prior[t] * environment[t][a] * self.law[t][a][c] for t in self.classes]
                total = sum(joint)
                rows.append(tuple(mass / total for mass in joint) if total else self.prior)
            found.append(tuple(rows))
        return tuple(found)

    def losses(self, predictions: Predictions) -> tuple[Row, ...]:
        """r(t, a), the expected loss for a class at a value of A: rows are classes."""
        return tuple(
            tuple(
                sum((self.law[t][a][c] * brier(predictions[a][c], t) for c in self.outcomes), Fraction(0))
                for a in self.values
            )
            for t in self.classes
        )

    def worst_risk(self, predictions: Predictions) -> Fraction:
        """The largest risk over all environments: each class meets its worst value of A."""
        rows = self.losses(predictions)
        return sum((mass * max(row) for mass, row in zip(self.prior, rows, strict=True)), Fraction(0))

    def risk(self, predictions: Predictions, environment: Sequence[Row]) -> Fraction:
        """The risk where P(a | t) = ``environment[t][a]``."""
        rows = zip(self.prior, self.losses(predictions), environment, strict=True)
        return sum((mass * sum(q * r for q, r in zip(law, row, strict=True)) for mass, row, law in rows), Fraction(0))

    def overlap(self, t: int, s: int, a: int) -> bool:
        """Whether some outcome is possible for both classes at a value of A."""
        return any(p > 0 < q for p, q in zip(self.law[t][a], self.law[s][a], strict=True))

    def __str__(self) -> str:
        rows = (
            f"class {t} of mass {mass}: {'; '.join(', '.join(map(str, row)) for row in self.law[t])}"
            for t, mass in enumerate(self.prior)
        )
        return " | ".join(rows)


@dataclass(frozen=True)
class Rival:
    """A game, and predictions to compare with the interventional ones.

    Raises ``ValueError`` for predictions that are no laws of the classes, or of another shape.
    """

    game: ShiftGame
    predictions: Predictions

    def __post_init__(self) -> None:
        make_exact(self, "predictions", rational=True)
        game = self.game
        if [len(rows) for rows in self.predictions] != [len(game.outcomes)] * len(game.values):
            raise ValueError("there must be a prediction for each value of A and each outcome")
        rows = [row for rows in self.predictions for row in rows]
        if not all(is_law(row) and len(row) == len(game.classes) for row in rows):
            raise ValueError("each prediction must be a probability for each class")

    def __str__(self) -> str:
        said = "; ".join(", ".join(f"({' '.join(map(str, row))})" for row in rows) for rows in self.predictions)
        return f"{self.game}; predictions {said}"
