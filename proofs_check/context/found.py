"""What was measured on a grid of objects and contexts, and what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.results.context_agnostic.context_swap import VoteShares


@dataclass(frozen=True)
class Row:
    """One object or context: its name, and how often, as a share, it gets (or gives) another answer than usual."""

    name: str
    disagreement: Fraction


@dataclass(frozen=True)
class Measured:
    """What was measured.  ``codes[o, c]`` is the number of a predicted class, ``truth[o]`` that of a label."""

    codes: NDArray[np.int64]
    classes: tuple[str, ...]
    objects: tuple[str, ...]
    contexts: tuple[str, ...]
    confidence: float
    differing: int
    pairs: int
    interval: tuple[float, float]
    truth: tuple[int, ...] | None = None

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many contexts give each class, a row for each object."""
        return np.stack([(self.codes == k).sum(axis=1) for k in range(len(self.classes))], axis=1)

    @property
    def shares(self) -> VoteShares:
        """The same as shares, all objects of one weight; the largest share stands for the truth where there is none."""
        objects, contexts = self.codes.shape
        table = tuple(tuple(Fraction(int(n), contexts) for n in row) for row in self.counts)
        usual = tuple(int(k) for k in self.counts.argmax(axis=1))
        return VoteShares((Fraction(1, objects),) * objects, table, self.truth or usual)

    @property
    def disagreement(self) -> Fraction:
        """D: the probability that two contexts of the grid, drawn independently, get different answers on an object."""
        return self.shares.disagreement

    @property
    def error_if_right(self) -> Fraction:
        """The error on the grid if the most frequent answer is right on every object: 1 without the mean largest share.

        With two classes that is (1 - E|ō|)/2, the claim ``risk-without-labels``.
        """
        objects, contexts = self.codes.shape
        return 1 - Fraction(int(self.counts.max(axis=1).sum()), objects * contexts)

    @property
    def error_interval(self) -> tuple[float, float]:
        """Half the lower end, and the upper end, of the interval of D: the error beyond the grid, by the sandwich."""
        return self.interval[0] / 2, self.interval[1]

    @property
    def by_object(self) -> list[Row]:
        """D of each object, the largest first."""
        contexts = self.codes.shape[1]
        values = 1 - (self.counts.astype(object) ** 2).sum(axis=1) * Fraction(1, contexts**2)
        return _largest_first(self.objects, values)

    @property
    def by_context(self) -> list[Row]:
        """For each context the probability that another one, drawn from the grid, answers otherwise, the largest first.

        If the most frequent answer is right on every object, each of these is at least the error.
        """
        objects, contexts = self.codes.shape
        same = np.take_along_axis(self.counts, self.codes, axis=1).sum(axis=0)
        return _largest_first(self.contexts, [1 - Fraction(int(n), objects * contexts) for n in same])

    @property
    def wrong_plurality(self) -> tuple[str, ...] | None:
        """The objects on which another class has more contexts than the label; ``None`` without labels."""
        if self.truth is None:
            return None
        own = self.counts[np.arange(len(self.objects)), list(self.truth)]
        return tuple(name for name, bad in zip(self.objects, own < self.counts.max(axis=1), strict=True) if bad)

    @property
    def error(self) -> Fraction | None:
        """The error on the grid; ``None`` without labels."""
        return None if self.truth is None else self.shares.error


def _largest_first(names: Sequence[str], values: Any) -> list[Row]:
    rows = [Row(name, Fraction(value)) for name, value in zip(names, values, strict=True)]
    return sorted(rows, key=lambda row: -row.disagreement)
