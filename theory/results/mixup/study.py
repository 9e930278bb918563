"""What a study of trained networks found on several data sets, and intervals of means over data sets.

A *cell* is a data set at one alpha.  A training point of it is *misfit* if most networks trained with Mixup get it
wrong, and most of those trained without do not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from theory.numbers import Array

RESAMPLES = 2000
NAMED = 3  # data sets, one by one


@dataclass(frozen=True)
class Cell:
    """A data set at one alpha.

    ``auroc`` says of each ranking of the training points how well it puts the ``misfit`` ones before the others; it is
    empty where they are too few.  ``variation``: of each model of the networks, the mean total variation to their mean
    probabilities.
    """

    dataset: str
    dimension: int
    alpha: float
    misfit: int
    auroc: Mapping[str, float]
    variation: Mapping[str, float]


@dataclass(frozen=True)
class Study:
    """Cells of several data sets, by the name of the study."""

    name: str
    cells: tuple[Cell, ...]

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(self.sets) if len(self.sets) <= NAMED else f'{len(self.sets)} data sets'})"

    @property
    def sets(self) -> tuple[str, ...]:
        """The names of its data sets."""
        return tuple(dict.fromkeys(cell.dataset for cell in self.cells))

    def by_set(self, value: Callable[[Cell], float]) -> Array:
        """The mean of a value over the cells of each data set."""
        return np.array([np.mean([value(cell) for cell in self.cells if cell.dataset == name]) for name in self.sets])


def interval(values: Sequence[float] | Array, seed: int = 0) -> tuple[float, float]:
    """A 95% bootstrap interval of the mean, over data sets; of three it is from their least to their largest value.

    >>> interval([0.25, 0.5, 1.0])
    (0.25, 1.0)
    """
    rng, each = np.random.default_rng(seed), np.asarray(values, dtype=np.float64)
    means = each[rng.integers(len(each), size=(RESAMPLES, len(each)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def told(values: Array) -> str:
    """A mean with its interval."""
    low, high = interval(values)
    return f"{values.mean():.3f} [{low:.3f}, {high:.3f}]"
