"""Theorem 2.10 at a resolution, met by SciPy: the Mixup risk minimised over classifiers constant on small boxes."""

from __future__ import annotations

import numpy as np

from proofs_check.evidence import Result, Settings
from proofs_check.experiments.partition import trained_shares
from proofs_check.methods import exact
from proofs_check.results.mixup.theorem_2_10_quantitative import quantitative
from theory.clearances import clearance
from theory.dataset import LabeledDataset
from theory.mixing import Beta

MOST_BOXES = 1500  # beyond, the optimiser takes seconds
GAP = 1e-5  # L-BFGS stops where the risk no longer falls in double precision: about the root of 1e-16, and a margin


@quantitative.check(
    "SciPy on a partition",
    "optimizer",
    "the minimiser of the Mixup risk over classifiers constant on boxes of diameter below every clearance gives each "
    "data point its class; on the alternating line with boxes wider than that, and alpha = 32, it does not",
)
def partition(settings: Settings) -> Result:
    """Random points in dimensions 1 to 3, alpha on both sides of 1; the optimiser knows nothing of the closed form."""
    rng = np.random.default_rng(settings.seed)
    found: list[tuple[float, float, int]] = []
    for _ in range(settings.size(8, 30, 100)):
        d, n = int(rng.integers(1, 4)), int(rng.integers(3, 6))
        data = LabeledDataset(rng.normal(size=(n, d)), [1, 2, *rng.integers(1, 4, n - 2)])
        law = Beta(float(rng.choice([0.5, 1, 4, 64])))
        side = 0.99 * float(clearance(data).distance.min()) / np.sqrt(d)
        if 3 * n * n * d > MOST_BOXES * side:  # a clearance of 0 included
            continue
        shares, gap, count = trained_shares(data, law, side, rng)
        found.append((float(shares.min()), gap, count))
    line = LabeledDataset([[0.125], [1.125], [2.125]], [1, 2, 1])  # 1.125 is the middle of a box of side 1/4
    failing, _gap, _count = trained_shares(line, Beta(32.0), 0.25, rng)
    scope = "random points in dimensions 1 to 3"
    if not found:
        return Result(None, "no data of few boxes were drawn", scope, 0)
    lowest, worst, boxes = min(f[0] for f in found), max(f[1] for f in found), max(f[2] for f in found)
    text = f"least own share {lowest:.3f}, gap {worst:.1e}, up to {boxes} boxes; {failing[1]:.3f} on the line"
    truths = [share > 1 / 2 and gap < GAP for share, gap, _ in found]
    return exact.decide([*truths, bool(failing[1] < 1 / 2)], scope, text)
