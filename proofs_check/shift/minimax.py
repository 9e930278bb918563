"""The predictions with the smallest worst risk, by cutting planes, and exact numbers that show how near they are.

For any environment q the risk of its Bayes rule is at most the smallest worst risk, and the worst risk of any
predictions is at least that.  The former is concave in q, with the risks of Bayes rules as planes above it; a linear
program finds the highest point below the planes so far, and its multipliers mix their rules to predictions whose worst
risk is no higher.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from theory.numbers import Array
from theory.results.dataset_shift.games import Predictions, Row, ShiftGame
from theory.results.dataset_shift.interventional import worst_environment

ROUNDS = 300
GAP = 1e-7  # at which the search ends
DIGITS = 10**9  # largest denominator of what is shown exactly


@dataclass(frozen=True)
class Minimax:
    """Predictions and an environment; the smallest worst risk is between ``below`` and ``above``, both exact."""

    predictions: Predictions
    environment: tuple[Row, ...]
    below: Fraction
    above: Fraction


def minimax(game: ShiftGame) -> Minimax:
    """The predictions with the smallest worst risk: the interventional law or the base rate where these are no worse
    than what the search finds.

    >>> game = ShiftGame((Fraction(1, 2),) * 2, (((1, 0), ("1/2", "1/2")), ((0, 1), ("1/2", "1/2"))))
    >>> found = minimax(game)
    >>> found.below, found.above
    (Fraction(1, 2), Fraction(1, 2))
    """
    if (environment := worst_environment(game)) is not None:
        return _shown(game, game.interventional, environment)
    rule, found = _search(game)
    predictions = tuple(tuple(_law(row) for row in rows) for rows in rule)
    return _shown(game, min(predictions, game.base_rate, key=game.worst_risk), [_law(row) for row in found])


def _shown(game: ShiftGame, predictions: Predictions, environment: Sequence[Row]) -> Minimax:
    below = game.risk(game.posterior(environment), environment)
    return Minimax(predictions, tuple(environment), below, game.worst_risk(predictions))


def _law(row: Any) -> Row:
    """Rational probabilities near some floats."""
    parts = [max(Fraction(0), Fraction(float(p)).limit_denominator(DIGITS)) for p in row]
    return tuple(part / sum(parts) for part in parts)


def _search(game: ShiftGame) -> tuple[Array, Array]:
    """Predictions (A, C, T) and an environment (T, A), in floats."""
    from scipy.optimize import linprog

    prior = np.array(game.prior, dtype=float)
    law = np.array([[[float(p) for p in row] for row in rows] for rows in game.law])
    classes, values, _ = law.shape
    q = np.full((classes, values), 1 / values)
    rules: list[Array] = []
    planes: list[Array] = []
    best: tuple[float, Array] = (-np.inf, q)
    kept: tuple[float, Array] = (np.inf, np.empty(0))
    one_law = np.kron(np.eye(classes), np.ones(values))
    for _ in range(ROUNDS):
        rules.append(_bayes(prior, law, q))
        planes.append(prior[:, None] * _losses(law, rules[-1]))
        best = max(best, (float((planes[-1] * q).sum()), q), key=lambda pair: pair[0])
        cuts = np.stack([np.append(-plane.ravel(), 1) for plane in planes])
        found = linprog(
            np.append(np.zeros(q.size), -1),
            cuts,
            np.zeros(len(cuts)),
            np.column_stack([one_law, np.zeros(classes)]),
            np.ones(classes),
            bounds=[(0, 1)] * q.size + [(None, None)],
        )
        if not found.success or found.x is None:
            break
        weights = np.maximum(-found.ineqlin.marginals, 0)
        mixed = np.tensordot(weights / weights.sum(), np.stack(rules), axes=1)
        worst = float((prior * _losses(law, mixed).max(axis=1)).sum())
        kept = min(kept, (worst, mixed), key=lambda pair: pair[0])
        if kept[0] - best[0] < GAP:
            break
        q = found.x[:-1].reshape(q.shape)
    return kept[1], best[1]


def _bayes(prior: Array, law: Array, q: Array) -> Array:
    """P(T | a, c) in an environment; π where (a, c) cannot occur."""
    joint = np.moveaxis(prior[:, None, None] * q[:, :, None] * law, 0, -1)
    total = joint.sum(axis=-1, keepdims=True)
    return np.where(total > 0, joint / np.where(total > 0, total, 1), prior)


def _losses(law: Array, rule: Array) -> Array:
    """r(t, a)."""
    squares = (rule**2).sum(axis=-1, keepdims=True) - 2 * rule + 1
    losses: Array = np.einsum("tac,act->ta", law, squares)
    return losses
