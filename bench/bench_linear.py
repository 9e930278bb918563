"""Mixup logistic loss, gradient and Hessian product of a linear model, against all pairs in plain NumPy.

N = 2,000 points in d = 500 dimensions, Beta(1, 1) with 64 quadrature nodes, both in this process.  The plain form
already mixes outputs, not points: for each node it makes the matrix of all ordered pairs, in one thread.  Three thetas:
outputs as wide as at a minimiser of the loss, wide ones, and outputs so wide that no interpolation is used (the one
case that spans several blocks, and so takes several threads).
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from scipy.special import expit

from bench.rows import compared
from theory import Beta, LabeledDataset
from theory.linear import MixupLoss, mixup_minimiser
from theory.mixing.quadrature import quadrature

POINTS, DIMENSION, NODES = 2000, 500, 64
REPEATS = 5  # of the fast form; the plain one is run once
Action = Callable[[], Any]


class AllPairs:
    """The same three quantities, each node's pairs as one matrix."""

    def __init__(self, dataset: LabeledDataset, mixing: Beta, nodes: int) -> None:
        self.x, self.y, self.p = dataset.points, np.array(dataset.labels, dtype=float), dataset.weights
        self.rule = list(zip(*quadrature(mixing, nodes), strict=True))

    def value(self, theta: np.ndarray) -> float:
        """The loss."""
        u, total = self.x @ theta, 0.0
        for lam, mass in self.rule:
            z = lam * u[:, None] + (1 - lam) * u
            soft = (1 + lam * self.y[:, None] + (1 - lam) * self.y) / 2
            losses = soft * np.logaddexp(0, -z) + (1 - soft) * np.logaddexp(0, z)
            total += mass * (self.p @ losses @ self.p)
        return total

    def gradient(self, theta: np.ndarray) -> np.ndarray:
        """Its gradient."""
        u = self.x @ theta
        total = np.zeros(len(u))
        for lam, mass in self.rule:
            z = lam * u[:, None] + (1 - lam) * u
            slope = expit(z) - (1 + lam * self.y[:, None] + (1 - lam) * self.y) / 2
            total += mass * (lam * (slope @ self.p) + (1 - lam) * (self.p @ slope))
        return (self.p * total) @ self.x

    def hessian_product(self, theta: np.ndarray, direction: np.ndarray) -> np.ndarray:
        """Its Hessian times the direction."""
        u, v = self.x @ theta, self.x @ direction
        total = np.zeros(len(u))
        for lam, mass in self.rule:
            probability = expit(lam * u[:, None] + (1 - lam) * u)
            change = probability * (1 - probability) * (lam * v[:, None] + (1 - lam) * v)
            total += mass * (lam * (change @ self.p) + (1 - lam) * (self.p @ change))
        return (self.p * total) @ self.x


def _seconds(action: Action, repeats: int) -> float:
    """The least of a few wall-clock times."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


def _megabytes(action: Action) -> float:
    """The peak of what an action allocates."""
    tracemalloc.start()
    action()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def _row(name: str, what: str, fast: Action, plain: Action) -> dict[str, Any]:
    results: list[Any] = []
    slow = _seconds(lambda: results.append(plain()), 1)
    found, expected = np.asarray(fast()), np.asarray(results[0])
    quick = _seconds(fast, REPEATS)
    difference = float(np.abs(found - expected).max() / np.abs(expected).max())
    data = 8e-9 * POINTS * DIMENSION * (1 if what == "value" else 2)  # read for each product
    row = compared(what, quick, "NumPy, all pairs", slow, gigabytes=data, megabytes=_megabytes(fast))
    return {"outputs": name} | row | {"difference": difference}


def run() -> list[dict[str, Any]]:
    """One row for each quantity and width of the outputs, and the whole minimisation."""
    rng = np.random.default_rng(0)
    dataset = LabeledDataset(rng.normal(size=(POINTS, DIMENSION)), rng.choice([1, -1], POINTS))
    loss, pairs = MixupLoss(dataset, Beta(1), NODES), AllPairs(dataset, Beta(1), NODES)
    direction = rng.normal(size=DIMENSION)
    rows = []
    for width in (2, 10, 100):
        theta = width * rng.normal(size=DIMENSION) / np.sqrt(DIMENSION)
        name = f"deviation {width}"
        for what in ("value", "gradient", "hessian_product"):
            arguments = (theta, direction) if what == "hessian_product" else (theta,)
            fast, plain = (partial(getattr(form, what), *arguments) for form in (loss, pairs))
            rows.append(_row(name, what, fast, plain))
    seconds = _seconds(lambda: mixup_minimiser(dataset, Beta(1), NODES), 1)
    return [*rows, {"outputs": "at the end 1.5", "what": "mixup_minimiser", "seconds": seconds}]
