"""Statistical: Monte Carlo frequencies with exact binomial (Clopper-Pearson) bounds."""

from __future__ import annotations

from scipy.stats import binomtest, ks_2samp

from proofs_check.evidence import Result
from proofs_check.recording import record
from theory.numbers import Array

CONFIDENCE = 0.999  # one-sided; a suite of a few dozen such checks is then wrong about once in thirty runs at most


def at_least(successes: int, trials: int, probability: float, scope: str, confidence: float = CONFIDENCE) -> Result:
    """The data do not contradict P >= ``probability``: its upper Clopper-Pearson bound reaches it.

    ``holds`` is True when the *lower* bound exceeds the probability, False when the upper bound is below
    it, ``None`` in between (the sample is too small to tell).
    """
    if trials == 0:
        return Result(None, "no trial met the assumptions", scope, 0)
    low, high = enclosure(successes, trials, confidence)
    text = (
        f"{successes} of {trials}: P in [{low:.4f}, {high:.4f}] at {confidence:.1%} a side, against {probability:.4f}"
    )
    holds = True if low >= probability else (False if high < probability else None)
    return Result(holds, text, scope, trials)


def enclosure(successes: int, trials: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The exact confidence interval of a probability, with this confidence on either side."""
    record("statistical", successes=int(successes), trials=int(trials))
    bounds = binomtest(successes, trials).proportion_ci(2 * confidence - 1, method="exact")
    return float(bounds.low), float(bounds.high)


def distance(first: Array, second: Array) -> float:
    """The largest distance of the empirical distribution functions of two samples (Kolmogorov and Smirnov)."""
    found = float(ks_2samp(first, second).statistic)
    record("statistical", distance=found, trials=[len(first), len(second)])
    return found
