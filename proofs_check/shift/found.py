"""What was measured of counts: the game against the shift, and four predictors in it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from proofs_check.shift.minimax import Minimax
from theory.results.dataset_shift.games import Predictions, Row, ShiftGame
from theory.results.dataset_shift.interventional import worst_values


@dataclass(frozen=True)
class Predictor:
    """Predictions, their risk as observed, their worst one, and the value of A that each class has there."""

    name: str
    predictions: Predictions
    observed: Fraction
    worst: Fraction
    breaks: tuple[int, ...]


@dataclass(frozen=True)
class Measured:
    """What was measured: the game, the observed P(A | T), and the predictors."""

    game: ShiftGame
    environment: tuple[Row, ...]
    classes: tuple[str, ...]
    values: tuple[str, ...]
    outcomes: tuple[str, ...]
    total: int
    minimax: Minimax

    @property
    def predictors(self) -> tuple[Predictor, ...]:
        """The regression P(T | A, C), the base rate P(T), the interventional P(T | do(A), C), and the minimax one."""
        game = self.game
        each = (
            ("regression", game.posterior(self.environment)),
            ("base rate", game.base_rate),
            ("interventional", game.interventional),
            ("minimax", self.minimax.predictions),
        )
        return tuple(self._predictor(name, predictions) for name, predictions in each)

    def _predictor(self, name: str, predictions: Predictions) -> Predictor:
        breaks = tuple(row.index(max(row)) for row in self.game.losses(predictions))
        observed = self.game.risk(predictions, self.environment)
        return Predictor(name, predictions, observed, self.game.worst_risk(predictions), breaks)

    @property
    def losses(self) -> tuple[Row, ...]:
        """r(t, a) of the interventional predictions."""
        return self.game.losses(self.game.interventional)

    @property
    def common_worst(self) -> list[int]:
        """The values of A that are worst for every class: with one, the interventional predictions are minimax."""
        return worst_values(self.game)

    @property
    def is_minimax(self) -> bool:
        """Whether the interventional predictions are minimax, exactly."""
        return self.minimax.predictions == self.game.interventional
