"""Share and majority clearance of many points in float64, the fast form.

It works as :mod:`theory.clearances.euclidean` does: one distance matrix rules pairs out, what it cannot rule out is
taken from coordinates, and few rows are read.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from theory.clearances.euclidean import finish, passes, precision
from theory.clearances.found import Clearance
from theory.clearances.gram import scaled
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
    from theory.clearances.share_kernels import refine_parts, settle_ends_of_majority, to_nearest_part

    order = np.argsort(dataset.codes, kind="stable")
    place = np.argsort(order)
    points, exponent = scaled(dataset.points[order])
    if ((points != 0) & (np.abs(points) < FINEST)).any():
        return plain_share_clearance(dataset, query, share)
    n, whole = len(points), share is None
    t = HALF if share is None else share
    centred = points - points.mean(axis=0)
    squares = np.einsum("ij,ij->i", centred, centred)
    norms = np.sqrt(squares)
    matrix, error = precision(points, centred, norms)
    bounds = np.searchsorted(dataset.codes[order], np.arange(dataset.n_classes + 1))
    ranges = np.column_stack([bounds[:-1], bounds[1:]])[dataset.codes[order]]
    best, pair = np.full(len(query), np.inf), np.full((len(query), 2), n, dtype=np.intp)
    where = place[query]
    for part, own, blocks in passes(matrix, squares, where, error, memory):
        group = (best[part], pair[part], where[part], own)
        to_nearest_part(*group, points, order, ranges, t, whole)
        for start, lengths in blocks:
            refine_parts(*group, lengths, start, norms, points, order, ranges, t, whole, error)
        if whole:
            settle_ends_of_majority(*group, points, order, ranges, error)
    return finish(dataset, query, pair, exponent, share)
