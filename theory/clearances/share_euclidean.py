"""Share and majority clearance of many points in float64, the fast form.

It works as :mod:`theory.clearances.euclidean` does: one distance matrix rules pairs out, what it cannot rule out is
taken from coordinates, and few rows are read.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.clearances.euclidean import Found, Indices, arrange, finish, search
from theory.clearances.found import Clearance
from theory.clearances.gram import Axes, Lengths
from theory.clearances.share_plain import plain_share_clearance
from theory.dataset import LabeledDataset

HALF = 0.5


def fast_share_clearance(
    dataset: LabeledDataset, query: NDArray[np.intp], share: float | None, memory: int | None = None
) -> Clearance:
    """Distances (q,), pairs (q, 2) and lambdas (q,) of the share clearance, or of the majority clearance for ``None``.

    ``share`` is in (0, 1).  Memory and errors are those of :func:`theory.clearances.euclidean.fast_clearance`.  Data
    with coordinates that are tiny beside the largest, where exact comparisons would underflow, go to the plain form.
    """
    from theory.clearances.order_kernels import FINEST
    from theory.clearances.share_kernels import Parts

    data = arrange(dataset)
    if ((data.points != 0) & (np.abs(data.points) < FINEST)).any():
        return plain_share_clearance(dataset, query, share)
    at = HALF if share is None else share
    parts = Parts(data.points, data.original, data.own, at, share is None, data.error)
    pair = search(data, query, np.inf, ShareKernels(parts), memory)
    return finish(dataset.points, dataset.codes, query, pair, data.exponent, share)


class ShareKernels:
    """The kernels of the share clearance and of the majority clearance."""

    def __init__(self, parts: Any) -> None:
        self.parts = parts

    def begin(self, found: Found) -> Indices:
        """See :class:`theory.clearances.euclidean.Kernels`."""
        from theory.clearances.share_kernels import to_nearest_part

        nearest: Indices = to_nearest_part(*found, self.parts)
        return nearest

    def seeds(self, found: Found, rows: Indices, lengths: Lengths, seeds: Indices) -> None:
        """See :class:`theory.clearances.euclidean.Kernels`."""
        from theory.clearances.share_kernels import try_seed_parts

        try_seed_parts(*found, rows, lengths, seeds, self.parts)

    def refine(self, found: Found, rows: Indices, lengths: Lengths, projections: NDArray[Any], axes: Axes) -> None:
        """See :class:`theory.clearances.euclidean.Kernels`."""
        from theory.clearances.share_kernels import refine_parts

        refine_parts(*found, rows, lengths, projections, axes.offset, axes.size, self.parts)

    def end(self, found: Found) -> None:
        """See :class:`theory.clearances.euclidean.Kernels`."""
        from theory.clearances.share_kernels import settle_ends_of_majority

        if self.parts.whole:
            settle_ends_of_majority(*found, self.parts)
