"""h_eps for many queries against one pass of plain distances over as many point-segment pairs, and against NumPy.

``cdist`` computes one Euclidean distance for each query and ordered pair (a distance to a point where h_eps
needs a distance to a segment, an interval and its mass).  The NumPy row is the general path of ``mixup_optimal``,
vectorised over all pairs of a query, timed on a share of the queries and scaled.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from unittest import mock

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.datasets import load_digits

from theory import Beta, LabeledDataset, mixup_optimal
from theory.optimal import fast as optimal_float

CDIST_BLOCK = 2**24  # distances at a time
NUMPY_SHARE = 50  # queries that the NumPy row is timed on


def _seconds(action: Callable[[], Any], repeats: int = 3) -> float:
    """The least of a few wall-clock times."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def _cdist_pass(queries: np.ndarray, pairs: int, dimension: int) -> float:
    """Seconds of one distance for each of queries x pairs, on a block of each that is repeated to the full count."""
    rng = np.random.default_rng(0)
    columns = min(pairs, CDIST_BLOCK // len(queries) + 1)
    targets = rng.random((columns, dimension))
    return _seconds(lambda: cdist(queries, targets)) * pairs / columns


def _numpy_seconds(dataset: LabeledDataset, mixing: Beta, queries: np.ndarray, epsilon: float) -> float:
    """Seconds of the general path for all queries, from a share of them."""
    few = queries[:NUMPY_SHARE]
    with mock.patch.object(optimal_float, "_law", return_value=None):
        return _seconds(lambda: mixup_optimal(dataset, mixing, few, epsilon), 1) * len(queries) / len(few)


def _case(name: str, dataset: LabeledDataset, queries: np.ndarray, epsilon: float) -> list[dict[str, Any]]:
    plain = _cdist_pass(queries, dataset.n_points**2, dataset.dimension)
    rows = [{"data": name, "what": "cdist, one distance a pair", "seconds": plain, "times cdist": 1.0}]
    for alpha in (1, 2.7, 1024):
        mixing = Beta(alpha)
        mixup_optimal(dataset, mixing, queries[:2], epsilon)  # compiles
        fast = _seconds(lambda m=mixing: mixup_optimal(dataset, m, queries, epsilon))
        slow = _numpy_seconds(dataset, mixing, queries, epsilon)
        what = f"mixup_optimal, alpha={alpha}"
        ratios = {"times cdist": fast / plain, "NumPy over this": slow / fast}
        products = 2e-9 * (len(queries) + dataset.n_points) * dataset.n_points * dataset.dimension  # all distances
        rows.append({"data": name, "what": what, "seconds": fast, "gflop": products, **ratios})
    return rows


def run() -> list[dict[str, Any]]:
    """Both data sets: 300 uniform points in the square, and scikit-learn's digits."""
    rng = np.random.default_rng(0)
    square = LabeledDataset(rng.random((300, 2)), rng.integers(0, 3, 300))
    pixels, digits = load_digits(return_X_y=True)
    images = LabeledDataset(pixels, digits)
    queries = rng.choice(pixels, 200, replace=False) + rng.normal(0, 0.5, (200, 64))
    return [
        *_case("square, N=300, Q=10,000, eps=0.05", square, rng.random((10_000, 2)), 0.05),
        *_case("digits, N=1,797, Q=200, eps=10", images, queries, 10.0),
    ]
