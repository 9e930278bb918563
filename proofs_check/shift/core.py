"""The measurement: four predictors from counts, their risks as observed and at worst, and what breaks each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from proofs_check.shift import words
from proofs_check.shift.found import Measured
from proofs_check.shift.minimax import minimax
from proofs_check.support import tool
from theory.results.dataset_shift.games import ShiftGame

MOST = 400  # cells of the table, so that everything is decided exactly and soon


@dataclass(frozen=True, repr=False)
class Shift(Measured):
    """What :func:`shift` found: the game, the observed P(A | T), and the predictors."""

    def __repr__(self) -> str:
        return words.text(self)

    def to_json(self) -> str:
        """The published form; see ``schema.json``."""
        return words.as_json(self)


def shift(
    counts: Any,
    *,
    classes: Sequence[object] | None = None,
    values: Sequence[object] | None = None,
    outcomes: Sequence[object] | None = None,
) -> Shift:
    """Risks of four predictors of a class T from A and C when P(A | T) may become anything.

    The diagram is T -> A, T -> C, A -> C, and only the mechanism of A may change.  The risk is the Brier score, the
    squared distance of the predicted probabilities from the truth, from 0 to 2.  Everything is exact for the laws that
    the counts are, but the minimax predictions: the smallest worst risk is enclosed between two exact numbers.

    Parameters
    ----------
    counts : array_like of shape (classes, values of A, outcomes)
        How often each combination was seen: whole numbers, with at least one for each class and value of A.
    classes, values, outcomes : sequence, optional
        Names; numbers from 0 by default.

    Returns
    -------
    Shift
        It prints as one screen; see its attributes.

    Raises
    ------
    ValueError
        With one line for whatever is wrong with the input.

    Examples
    --------
    >>> found = shift([[[30, 10], [30, 10]], [[3, 1], [2, 4]]])
    >>> [f"{p.name} {float(p.worst):.3f}" for p in found.predictors[:3]]
    ['regression 0.225', 'base rate 0.198', 'interventional 0.207']
    >>> found.is_minimax, found.predictors[2].breaks
    (False, (1, 0))
    """
    table = np.asarray(counts)
    if table.ndim != 3 or table.shape[0] < 2 or table.size == 0:
        raise ValueError(
            f"counts must have the shape (classes, values, outcomes), two classes or more, not {table.shape}"
        )
    if table.size > MOST:
        raise ValueError(f"{table.size} combinations are too many: at most {MOST}")
    if table.dtype.kind not in "iuf" or not np.isfinite(table).all() or (table < 0).any() or (table % 1 != 0).any():
        raise ValueError("counts must be whole numbers that are not negative")
    found = [[[int(n) for n in row] for row in rows] for rows in table.tolist()]
    kinds = ((classes, "classes"), (values, "values"), (outcomes, "outcomes"))
    named = [tool.names(given, size, what) for (given, what), size in zip(kinds, table.shape, strict=True)]
    for t, rows in enumerate(found):
        for a, row in enumerate(rows):
            if sum(row) == 0:
                unseen = f"the class {named[0][t]} was never seen with the value {named[1][a]}"
                raise ValueError(f"{unseen}: nothing is known of its outcomes there")
    sums = [[sum(row) for row in rows] for rows in found]
    total = sum(map(sum, sums))
    law = tuple(tuple(tuple(Fraction(n, sum(row)) for n in row) for row in rows) for rows in found)
    game = ShiftGame(tuple(Fraction(sum(row), total) for row in sums), law)
    environment = tuple(tuple(Fraction(n, sum(row)) for n in row) for row in sums)
    return Shift(game, environment, named[0], named[1], named[2], total, minimax(game))
