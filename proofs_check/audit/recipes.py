"""Whose habits of mixing are audited: the paper's, or those of a library's Mixup at its defaults.

What counts here is the distribution of lambda, whether a row can meet itself, and the share of samples that are mixed.
One lambda for a batch or one for each sample makes no difference to h_eps, which is about one sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from proofs_check.audit.findings import Settings

Recipe = Literal["paper", "torchvision", "timm", "keras"]


@dataclass(frozen=True)
class Habits:
    """A library's defaults, and in words what they come from."""

    alpha: float
    self_pairs: bool
    prob: float
    words: str


RECIPES: dict[str, Habits] = {
    "paper": Habits(1.0, True, 1.0, "both ends of a mix are drawn independently, so that a row can meet itself"),
    "torchvision": Habits(
        1.0, False, 1.0, "torchvision.transforms.v2.MixUp: the batch is mixed with itself rolled by one; no self-pairs"
    ),
    "timm": Habits(
        1.0, False, 1.0,
        "timm.data.Mixup: the batch is mixed with itself flipped; no self-pairs but in the middle of an odd batch, "
        "which is left out here, as label smoothing is",
    ),
    "keras": Habits(
        0.2, True, 1.0, "keras.layers.MixUp: the batch is mixed with itself shuffled, so that a row can meet itself"
    ),
}  # fmt: skip


def settings_of(
    recipe: Recipe,
    *,
    alpha: float | tuple[float, float] | None,
    self_pairs: bool | None,
    prob: float | None,
    **rest: Any,
) -> Settings:
    """Settings with a recipe's habits, where nothing else was asked for.

    Raises ``ValueError`` for a recipe that is not known.

    >>> settings_of("keras", alpha=None, self_pairs=None, prob=0.5).alpha
    0.2
    """
    if recipe not in RECIPES:
        raise ValueError(f"recipe must be one of {', '.join(get_args(Recipe))}, not {recipe!r}")
    habits = RECIPES[recipe]
    return Settings(
        alpha=habits.alpha if alpha is None else alpha,
        self_pairs=habits.self_pairs if self_pairs is None else self_pairs,
        prob=habits.prob if prob is None else prob,
        recipe=recipe,
        **rest,
    )
