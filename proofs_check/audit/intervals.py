"""Shares of points, of all or of a random sample, with exact binomial intervals (Clopper and Pearson, 1934).

A sample is drawn without replacement, so that the number found is hypergeometric and less spread than binomial: the
intervals cover at least as often as they say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Share:
    """``count`` of ``judged`` points, and the interval [low, high] of the share of all; one value if that is known."""

    count: int
    judged: int
    low: float
    high: float

    def __str__(self) -> str:
        if self.is_known:
            return f"{self.count} of {self.judged:,} points"
        return f"{self.count} of {self.judged:,} points judged ({self.range} of all, 95% confidence)"

    @property
    def is_known(self) -> bool:
        """Whether all points were judged."""
        return self.low == self.high

    @property
    def range(self) -> str:
        """The interval, in per cent."""
        return f"{self.low:.2%} to {self.high:.2%}"

    @property
    def short(self) -> str:
        """The count, with the interval where there is one."""
        return str(self.count) if self.is_known else f"{self.count} ({self.range})"


def clopper_pearson(count: int, judged: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The exact interval of a binomial share.

    >>> [round(end, 4) for end in clopper_pearson(0, 200)]
    [0.0, 0.0183]
    """
    from scipy.stats import binomtest

    found = binomtest(count, judged).proportion_ci(confidence, method="exact")
    return float(found.low), float(found.high)


def share(count: int, judged: int, total: int) -> Share:
    """The share of ``total`` points of which ``judged`` were drawn at random, and ``count`` found."""
    if judged >= total:
        return Share(count, judged, count / total, count / total)
    return Share(count, judged, *clopper_pearson(count, judged))


def stratified_share(chosen: NDArray[np.bool_], codes: NDArray[np.intp], sizes: NDArray[np.intp]) -> Share:
    """The same from a sample of each class: the classes' intervals, weighted by their ``sizes``.

    Each interval has confidence 1 - 0.05/k, so that all k hold at once with 95%.
    """
    low = high = 0.0
    for code, size in enumerate(sizes):
        mine = chosen[codes == code]
        ends = (mine.mean(),) * 2
        if len(mine) < size:
            ends = clopper_pearson(int(mine.sum()), len(mine), 1 - (1 - CONFIDENCE) / len(sizes))
        low, high = low + size * ends[0], high + size * ends[1]
    return Share(int(chosen.sum()), len(chosen), low / int(sizes.sum()), high / int(sizes.sum()))
