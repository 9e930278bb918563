"""Share and majority clearance by looking at every pair: exact data one by one, float64 data block by block."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from theory.clearances.found import Clearance
from theory.clearances.gram import UNITS, scaled
from theory.clearances.plain import NONE, One, euclidean_block, least_pair
from theory.clearances.share_exact import exact_majority_clearance, exact_share_clearance
from theory.dataset import LabeledDataset
from theory.numbers import Array, Number


def plain_share_clearance(dataset: LabeledDataset, query: NDArray[np.intp], share: Number | None) -> Clearance:
    """Point by point, all pairs: exact on exact data, float64 otherwise.  ``share=None`` is the majority clearance."""
    one = _exact_one if dataset.is_exact else _float_one
    found = [one(dataset, int(index), share) for index in query]
    return Clearance(
        distance=np.array([f[0] for f in found], dtype=np.float64),
        pair=np.array([f[1] for f in found], dtype=np.intp).reshape(-1, 2),
        mixing=np.array([f[2] for f in found], dtype=np.float64),
    )


def _exact_one(dataset: LabeledDataset, index: int, share: Number | None) -> One:
    found = exact_majority_clearance(dataset, index) if share is None else exact_share_clearance(dataset, index, share)
    return NONE if found.mixing is None else (found.distance, found.pair, float(found.mixing))


def _float_one(dataset: LabeledDataset, index: int, share: Number | None) -> One:
    """One point against all pairs: which parts of their segments count, then how near these come."""
    own = dataset.codes == dataset.codes[index]
    if own.all():
        return NONE
    x, points = dataset.points[index], dataset.points
    most = 1.0 if share is None else float(share)
    ranks = distance_ranks(points, x) if share is None else None

    def block(rows: slice, columns: slice) -> tuple[Array, Array]:
        first, second = own[rows, None], own[columns]  # lambda weighs the first
        distance, mixing = euclidean_block(
            x,
            points[rows],
            points[columns],
            np.where(second & ~first, 1 - most, 0.0),
            np.where(first & ~second, most, 1.0),
        )
        counts = ~(first & second)
        if ranks is not None:
            one, other = ranks[rows, None], ranks[columns]
            counts &= np.where(first, one > other, ~second | (one < other))
        elif most == 0:
            counts &= ~(first | second)
        distance[~counts] = np.inf
        return distance, mixing

    return least_pair(points.shape, block, np.arange(len(points)))


def distance_ranks(points: Array, x: Array) -> NDArray[np.intp]:
    """Ranks (n,) of points by their distance from x, equal where the distances are: decided exactly.

    A sum of d squares of differences in float64 is within d + 4 units of the true one; whatever that leaves in doubt
    is compared in rational numbers.
    """
    together, _ = scaled(np.vstack([points, x[None]]))
    points, x = together[:-1], together[-1]
    squares = ((points - x) ** 2).sum(axis=1)
    order = np.argsort(squares, kind="stable")
    known = squares[order]
    doubt = 2 * (points.shape[1] + 4) * UNITS[np.dtype(np.float64)] * known[1:] + points.shape[1] * 2.0**-1070
    # which are farther than the one before them: at first those for which floats tell
    farther = np.concatenate([[True], np.diff(known) > doubt])
    starts = np.flatnonzero(farther)
    for start, size in zip(starts.tolist(), np.diff(starts, append=len(order)).tolist(), strict=True):
        if size > 1:
            truths = _exact_squares(points[order[start : start + size]], x)
            by_truth = sorted(range(size), key=truths.__getitem__)
            order[start : start + size] = order[start + np.array(by_truth)]
            farther[start + 1 : start + size] = [truths[a] < truths[b] for a, b in itertools.pairwise(by_truth)]
    ranks = np.empty(len(points), dtype=np.intp)
    ranks[order] = np.cumsum(farther) - 1
    return ranks


def _exact_squares(points: Array, x: Array) -> list[int]:
    """Squared distances of points (k, d) from x in one unit, of which all are whole multiples: floats are dyadic."""
    ratios = [[coordinate.as_integer_ratio() for coordinate in row] for row in (x.tolist(), *points.tolist())]
    parts = max(denominator for row in ratios for _, denominator in row)  # powers of 2
    centre, *whole = [[numerator * (parts // denominator) for numerator, denominator in row] for row in ratios]
    return [sum((a - b) ** 2 for a, b in zip(point, centre, strict=True)) for point in whole]
