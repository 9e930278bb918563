"""The other judge: planes through sampled mixes.  It has no eps, and no theorem says anything about it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.numbers import Array


def planes_at_points(
    dataset: LabeledDataset, block: NDArray[np.intp], alphas: Sequence[float | Beta], pairings: Sequence[bool],
    prob: float,
) -> tuple[Array, ...]:  # fmt: skip
    """For each of ``pairings`` (with self-pairs or without) the planes' values (q, 1, a, k) at a block of points."""
    found = np.zeros((len(pairings), len(block), 1, len(alphas), dataset.n_classes))
    if not len(block):
        return tuple(found)
    from theory.optimal.plane import MixupPlaneClassifier

    for p, self_pairs in enumerate(pairings):
        for a, alpha in enumerate(alphas):
            shapes = (float(alpha.alpha), float(alpha.beta)) if isinstance(alpha, Beta) else alpha
            model = MixupPlaneClassifier(shapes, self_pairs, prob).fit(dataset.points, dataset.codes)
            found[p, :, 0, a] = model.plane(dataset.points[block])
    return tuple(found)
