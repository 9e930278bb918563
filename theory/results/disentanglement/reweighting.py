"""Scores of codes on data whose factors are correlated: as they are, and with weights that make factors independent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from theory.numbers import Array
from theory.results.disentanglement.scores import information_share, mean_gap, squared_correlation

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Weights:
    """Weights p_1 p_2 .../p of samples, with mean 1.

    Attributes
    ----------
    values : array of shape (n,)
        A weight for each sample: the product of the frequencies of its factors' values over that of their combination.
    unseen : float
        The share, under independent factors, of combinations that no sample has.  Only where it is 0 does weighting
        make the factors independent.
    effective : float
        (sum of w)^2 / sum of w^2: as many unweighted samples have the same variance of a mean.
    """

    values: Array
    unseen: float
    effective: float


@dataclass(frozen=True)
class Score:
    """One score of one code: on the samples as they are, and weighted."""

    code: str
    name: str
    plain: float
    weighted: float


@dataclass(frozen=True)
class Comparison:
    """Scores of several codes, and the pairs whose order weighting reverses.

    Attributes
    ----------
    scores : tuple of Score
        SAP and MIG of each code.
    weights : Weights
        The weights that were used.
    flips : tuple of (score, code, other)
        ``code`` is ahead of ``other`` on the samples as they are, and behind with weights.
    """

    scores: tuple[Score, ...]
    weights: Weights
    flips: tuple[tuple[str, str, str], ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What to be told: orders that flip, and combinations of factors that weights cannot bring back."""
        found = [
            f"{name} puts {first} ahead of {second} only because the factors are correlated"
            for name, first, second in self.flips
        ]
        if self.weights.unseen > 0:
            share = f"{self.weights.unseen:.1%}"
            found.append(
                f"no sample has the combinations of {share} of independent factors: weights cannot replace them"
            )
        return tuple(found)

    def __str__(self) -> str:
        rows = [f"{s.code}: {s.name} {s.plain:.3f}, weighted {s.weighted:.3f}" for s in self.scores]
        return "\n".join([*rows, *self.warnings])


def independence_weights(factors: ArrayLike) -> Weights:
    """Weights of samples under which their annotated factors are independent, with the same marginals.

    Parameters
    ----------
    factors : array of shape (n, f)
        Values of f >= 1 factors, each with few values: numbers or strings.

    Raises
    ------
    ValueError
        For another shape, no sample, or values that are not finite.

    Examples
    --------
    >>> found = independence_weights([[0, 0], [0, 0], [0, 1], [1, 0], [1, 1], [1, 1]])
    >>> found.values.round(2).tolist(), found.unseen
    ([0.75, 0.75, 1.5, 1.5, 0.75, 0.75], 0.0)
    """
    codes = _coded(factors)
    n = len(codes)
    cells, own, counts = np.unique(codes, axis=0, return_inverse=True, return_counts=True)
    product = np.ones(len(cells))
    for column in range(codes.shape[1]):
        product *= np.bincount(codes[:, column])[cells[:, column]] / n
    values = (product * n / counts)[own.reshape(-1)]
    seen = float(product.sum())
    values /= seen
    unseen = 0.0 if len(cells) == int(np.prod(codes.max(axis=0) + 1)) else max(1 - seen, 0.0)
    return Weights(values, unseen, float(values.sum() ** 2 / (values**2).sum()))


def compare_codes(factors: ArrayLike, codes: Mapping[str, ArrayLike], bins: int = 20) -> Comparison:
    """SAP and MIG of codes on samples with annotated factors: as they are, and weighted to independent factors.

    On correlated factors both scores can put other codes ahead of the true factors (the claims ``whitened-beats-truth``
    and ``xor-beats-truth``); with weights p_1 p_2/p the true factors have the score 1, which is the largest.

    Parameters
    ----------
    factors : array of shape (n, f)
        Annotated factors with few values each.  SAP takes strings by their place in sorted order.
    codes : mapping from names to arrays of shape (n, k)
        The latents of each code, k >= 2.
    bins : int
        MIG counts latents with more values than that in so many bins of equal width.

    Raises
    ------
    ValueError
        For shapes that do not fit, fewer than two latents, a factor with one value, numbers that are not finite, and
        fewer than two bins.

    Examples
    --------
    >>> bits = np.array([[0, 0]] * 9 + [[0, 1]] + [[1, 0]] + [[1, 1]] * 9)
    >>> xor = np.column_stack([bits[:, 0], bits[:, 0] ^ bits[:, 1]])
    >>> print(compare_codes(bits, {"truth": bits, "xor": xor}))
    truth: SAP 0.360, weighted 1.000
    truth: MIG 0.469, weighted 1.000
    xor: SAP 0.820, weighted 0.500
    xor: MIG 0.766, weighted 0.500
    SAP puts xor ahead of truth only because the factors are correlated
    MIG puts xor ahead of truth only because the factors are correlated
    """
    if bins < 2:
        raise ValueError(f"latents need two bins or more, not {bins}")
    annotated = _coded(factors)
    if annotated.max(axis=0).min() == 0:
        raise ValueError("a factor with one value only cannot be scored")
    numbers = _numeric(factors, annotated)
    weights = independence_weights(factors)
    plain = np.ones(len(annotated))
    scores = []
    for code, given in codes.items():
        latents = _latents(given, len(annotated), code)
        counted = np.column_stack([_binned(column, bins) for column in latents.T])
        scores.append(Score(code, "SAP", *(_sap(numbers, latents, w) for w in (plain, weights.values))))
        scores.append(Score(code, "MIG", *(_mig(annotated, counted, w) for w in (plain, weights.values))))
    return Comparison(tuple(scores), weights, tuple(_flips(scores)))


def _flips(scores: Sequence[Score]) -> list[tuple[str, str, str]]:
    found = []
    for a, b in combinations(scores, 2):
        if a.name == b.name and (a.plain - b.plain) * (a.weighted - b.weighted) < 0:
            first, second = (a, b) if a.plain > b.plain else (b, a)
            found.append((a.name, first.code, second.code))
    return found


def _sap(factors: Array, latents: Array, weights: Array) -> float:
    share = weights / weights.sum()
    first, second = factors - share @ factors, latents - share @ latents
    cross = (first * share[:, None]).T @ second
    own, others = share @ first**2, share @ second**2
    rows = zip(cross.tolist(), own.tolist(), strict=True)
    squares = [[squared_correlation(c, v, u) for c, u in zip(row, others.tolist(), strict=True)] for row, v in rows]
    return float(mean_gap(squares))


def _mig(factors: Codes, latents: Codes, weights: Array) -> float:
    share = weights / weights.sum()

    def table(first: Codes, second: Codes) -> list[list[float]]:
        found = np.zeros((first.max() + 1, second.max() + 1))
        np.add.at(found, (first, second), share)
        rows: list[list[float]] = found.tolist()
        return rows

    return float(mean_gap([[information_share(table(f, z), log) for z in latents.T] for f in factors.T]))


def _coded(factors: ArrayLike) -> Codes:
    """Values of each factor as 0, 1, ... in sorted order."""
    table = np.asarray(factors)
    if table.ndim != 2 or 0 in table.shape:
        raise ValueError("factors must be a table with a row for each sample and a column for each factor")
    if table.dtype.kind == "f" and not np.isfinite(table).all():
        raise ValueError("factors must be finite")
    try:
        return np.column_stack([np.unique(column, return_inverse=True)[1] for column in table.T]).astype(np.int64)
    except TypeError:
        raise ValueError("the values of a factor must all be numbers, or all strings") from None


def _numeric(factors: Any, coded: Codes) -> Array:
    table = np.asarray(factors)
    return np.asarray(table if table.dtype.kind in "biuf" else coded, dtype=np.float64)


def _latents(given: ArrayLike, samples: int, name: str) -> Array:
    found = np.asarray(given, dtype=np.float64)
    if found.ndim != 2 or found.shape[0] != samples or found.shape[1] < 2:
        raise ValueError(f"the code {name} must have a row for each of {samples} samples, and two latents or more")
    if not np.isfinite(found).all():
        raise ValueError(f"the code {name} must be finite")
    return found


def _binned(latent: Array, bins: int) -> Codes:
    values, codes = np.unique(latent, return_inverse=True)
    if len(values) > bins:
        edges = np.linspace(values[0], values[-1], bins + 1)[1:-1]
        codes = np.unique(np.digitize(latent, edges), return_inverse=True)[1]
    return np.asarray(codes.reshape(-1), dtype=np.int64)
