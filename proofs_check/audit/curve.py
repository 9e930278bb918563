"""How many points are lost at which eps and alpha: what an audit shows when the user names no eps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from proofs_check.audit.findings import Curve, Settings
from proofs_check.audit.thresholds import is_lost
from proofs_check.support.console import progress
from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.optimal import mixup_optimal
from theory.optimal.local_pairs import local_pairs

ALPHAS = (0.1, 0.4, 1.0, 4.0, 16.0, 64.0, 256.0, 1024.0)
SCALES = (0.25, 0.5, 1.0, 1.5, 2.0)  # times half the median distance between nearest neighbours
SAMPLE = 200  # points at most
VISITS = 2**34  # pairs that are looked at, at most: large data give a smaller sample
FEWEST = 20


def points_lost(
    dataset: LabeledDataset, clearances: NDArray[np.float64], scale: float, settings: Settings, seed: int = 0
) -> Curve:
    """Points lost at each alpha and eps, of a random sample of all points; each of these is judged exactly."""
    n = dataset.n_points
    size = min(n, SAMPLE, max(FEWEST, VISITS // n**2))
    sample = np.sort(np.random.default_rng(seed).permutation(n)[:size])
    alphas = tuple(sorted({*ALPHAS, settings.alpha}))
    epsilons = tuple(scale * s for s in SCALES)
    lost = np.zeros((len(alphas), len(epsilons)), dtype=np.intp)
    endangered = sample[clearances[sample] < epsilons[-1]]
    crowded = {int(index) for index in endangered}  # near which there are too many pairs to list
    with progress(len(endangered), "points lost") as advance:
        for pairs in local_pairs(dataset, endangered, np.full(len(endangered), epsilons[-1])):
            for column, epsilon in enumerate(epsilons):
                if epsilon > clearances[pairs.index]:
                    for row, alpha in enumerate(alphas):
                        lost[row, column] += is_lost(pairs.masses(Beta(alpha), epsilon, settings.self_pairs), pairs.own)
            crowded.discard(pairs.index)
            advance()
    for column, epsilon in enumerate(epsilons):
        rest = np.array([index for index in sorted(crowded) if epsilon > clearances[index]], dtype=np.intp)
        for row, alpha in enumerate(alphas if len(rest) else ()):
            h = mixup_optimal(dataset, Beta(alpha), dataset.points[rest], epsilon, settings.self_pairs)
            lost[row, column] += sum(is_lost(*each) for each in zip(h, dataset.codes[rest], strict=True))
    return Curve(alphas, epsilons, lost, size)
