"""The checker's own reading of statements on context-agnostic learning: votes of objects in contexts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from proofs_check.recheck.instances import place, rational, require


@dataclass(frozen=True)
class Grid:
    """Weights of objects and contexts, votes, and what follows: mean votes and errors."""

    objects: tuple[Fraction, ...]
    contexts: tuple[Fraction, ...]
    votes: list[tuple[Fraction, ...]]
    means: list[Fraction]
    errors: list[Fraction]
    alpha: Fraction

    def bias(self, context: int) -> Fraction:
        """The size of the bias of one context."""
        rows = zip(self.objects, self.votes, self.means, strict=True)
        return sum((p * max(Fraction(0), 1 - row[context] * middle) for p, row, middle in rows), Fraction(0))


def grid_of(instance: Any) -> Grid:
    """Read an instance with errors of at most alpha < 1, and see that it is one."""
    objects, contexts, truth = (place(instance[name]) for name in ("objects", "contexts", "truth"))
    votes, alpha = [place(row) for row in instance["votes"]], rational(instance["alpha"])
    for weights in (objects, contexts):
        require(bool(weights) and min(weights) > 0 and sum(weights) == 1, "weights are not positive with the sum 1")
    whole = len(objects) == len(votes) == len(truth) and {len(row) for row in votes} == {len(contexts)}
    require(whole and {*truth, *(v for row in votes for v in row)} <= {1, -1}, "not a vote 1 or -1 in each place")
    means = [sum((q * v for q, v in zip(contexts, row, strict=True)), Fraction(0)) for row in votes]
    errors = [abs(t - middle) for t, middle in zip(truth, means, strict=True)]
    require(max(errors) <= alpha < 1, "the errors are not at most alpha < 1")
    return Grid(objects, contexts, votes, means, errors, alpha)


def bound_printed(instance: Any) -> None:
    """(2 - alpha) R is above K, or equal to it though an error is not alpha, or below though all are."""
    grid = grid_of(instance)
    risk = sum((p * e for p, e in zip(grid.objects, grid.errors, strict=True)), Fraction(0))
    total = sum((q * grid.bias(c) for c, q in enumerate(grid.contexts)), Fraction(0))
    right = (2 - grid.alpha) * risk <= total
    attained = (2 - grid.alpha) * risk == total
    require(not right or attained != (set(grid.errors) == {grid.alpha}), "the bound and its equality are as printed")


def number_printed(instance: Any) -> None:
    """In some context the mean of h - ō is 0 and the size of the bias is not, or the other way round."""
    grid = grid_of(instance)
    for context in range(len(grid.contexts)):
        rows = zip(grid.objects, grid.votes, grid.means, strict=True)
        direction = sum((p * (row[context] - middle) for p, row, middle in rows), Fraction(0))
        if (direction == 0) != (grid.bias(context) == 0):
            return
    require(False, "every context has such a number")


CONTEXT_AGNOSTIC: dict[str, Callable[[Any], None]] = {
    "context-bias-bound-printed": bound_printed,
    "context-bias-number-printed": number_printed,
}
