"""The unit U in which one resolution serves many data sets, and the default epsilon = U/8.

U is the median distance between points of different classes.  That networks trained with Mixup look most like h_eps at
about U/8, on 23 data sets in 2 to 64 dimensions, is a measurement and no theorem (claim ``one-resolution``).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from theory.clearances.found import Metric
from theory.dataset import LabeledDataset
from theory.numbers import Array

DEFAULT = 1 / 8  # times U
BAND = (0.075, 0.125, 0.2)  # times U: where resolutions of networks were found to lie
EXACT_PAIRS = 1_000_000  # up to which all pairs of different classes are looked at
SAMPLED_PAIRS = 200_000
BLOCK_BYTES = 2**27  # of differences that are formed at once


@dataclass(frozen=True)
class Unit:
    """U: ``value``, from ``pairs`` pairs of rows of different classes; all of them if ``exact``, else a seeded sample.

    ``value`` is 1 and ``pairs`` 0 where all rows have one class: nothing can be lost there, at any resolution.
    """

    value: float
    pairs: int
    exact: bool

    def __str__(self) -> str:
        if not self.pairs:
            return "there is one class"
        sample = "all" if self.exact else "a random sample of"
        return f"U = {self.value:.4g}, the median distance of {sample} {self.pairs:,} pairs of different classes"


def unit(dataset: LabeledDataset, metric: Metric = "euclidean", seed: int = 0) -> Unit:
    """U, the lower weighted median of the distances between rows of different classes.

    Parameters
    ----------
    dataset
        Points (n, d) with weights p; a pair of rows weighs the product of theirs, so that a row that is there
        twice counts as one of twice the weight.
    metric
        ``"euclidean"``, in the unit of the data, or ``"angular"``, in radians.
    seed
        Of the sample of pairs that stands for all where there are more than :data:`EXACT_PAIRS`.

    Examples
    --------
    >>> unit(LabeledDataset([[0], [1], [3]], ["a", "b", "a"]))
    Unit(value=1.0, pairs=2, exact=True)
    """
    sizes = np.bincount(dataset.codes, minlength=dataset.n_classes)
    count = (dataset.n_points**2 - int((sizes**2).sum())) // 2
    if not count:
        return Unit(1.0, 0, True)
    if count <= EXACT_PAIRS:
        first, second = _all_pairs(dataset)
        weights = dataset.weights[first] * dataset.weights[second]
        return Unit(lower_median(_distances(dataset, first, second, metric), weights), count, True)
    first, second = _sampled_pairs(dataset, np.random.default_rng(seed))
    distances = _distances(dataset, first, second, metric)
    return Unit(lower_median(distances, np.ones(len(distances))), len(distances), False)


def lower_median(values: Array, weights: Array) -> float:
    """The least value up to which there is half of the weight at least.

    >>> lower_median(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 2.0]))
    2.0
    """
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order])
    half = below[-1] / 2 * (1 - 1e-12)  # sums of equal weights must not miss their half by rounding
    return float(values[order[np.searchsorted(below, half)]])


def parse_resolution(given: float | str | None, scale: float) -> float:
    """An epsilon: a number, ``"U/8"`` or ``".2U"`` in units of U = ``scale``, or U/8 for ``None`` and ``"auto"``.

    Raises ``ValueError`` for anything else, and unless it is positive and finite.

    >>> [parse_resolution(given, 4.0) for given in (None, "auto", "U/8", ".2U", "U", "0.3", 0.3)]
    [0.5, 0.5, 0.5, 0.8, 4.0, 0.3, 0.3]
    """
    value = math.nan
    if given is None or given == "auto":
        value = DEFAULT * scale
    elif isinstance(given, str):
        value = _from_text(given.strip(), scale)
    elif isinstance(given, int | float | np.integer | np.floating) and not isinstance(given, bool):
        value = float(given)
    if not 0 < value < math.inf:
        raise ValueError(f"epsilon must be positive and finite, or such as U/8 or .2U, not {given!r}")
    return value


def _from_text(text: str, scale: float) -> float:
    number = r"(\d+\.?\d*|\.\d+)"
    try:
        if found := re.fullmatch(rf"{number}?\s*\*?\s*U", text):
            return float(found[1] or 1) * scale
        if found := re.fullmatch(rf"U\s*/\s*{number}", text):
            return scale / float(found[1])
        return float(text)
    except (ValueError, ZeroDivisionError):
        return math.nan


def _all_pairs(dataset: LabeledDataset) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    rows, codes = np.arange(dataset.n_points), dataset.codes
    parts = []
    for code in range(dataset.n_classes):
        mine, later = rows[codes == code], rows[codes > code]
        parts.append((np.repeat(mine, len(later)), np.tile(later, len(mine))))
    first, second = zip(*parts, strict=True)
    return np.concatenate(first), np.concatenate(second)


def _sampled_pairs(dataset: LabeledDataset, rng: np.random.Generator) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of different classes, drawn with probability in proportion to the product of their weights."""
    weights, codes = dataset.weights, dataset.codes
    outside = 1 - np.bincount(codes, weights)[codes]  # mass of the other classes
    share = weights * outside
    first = rng.choice(len(weights), SAMPLED_PAIRS, p=share / share.sum())
    second = np.empty_like(first)
    for code in range(dataset.n_classes):
        asking = codes[first] == code
        others = np.where(codes == code, 0.0, weights)
        second[asking] = rng.choice(len(weights), int(asking.sum()), p=others / others.sum())
    return first, second


def _distances(dataset: LabeledDataset, first: NDArray[np.intp], second: NDArray[np.intp], metric: Metric) -> Array:
    """Distances of pairs, from differences: nothing cancels."""
    points = dataset.points
    if metric == "angular":
        points = points / np.abs(points).max(axis=1, keepdims=True)
        points = points / np.linalg.norm(points, axis=1, keepdims=True)
    largest = float(np.abs(points).max()) or 1.0
    distances: Array = np.empty(len(first))
    step = max(1, BLOCK_BYTES // (8 * points.shape[1]))
    for start in range(0, len(first), step):
        block = slice(start, start + step)
        difference = (points[first[block]] / largest) - (points[second[block]] / largest)
        distances[block] = largest * np.linalg.norm(difference, axis=1)
    return 2 * np.arcsin(np.minimum(distances / 2, 1.0)) if metric == "angular" else distances
