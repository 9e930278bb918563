"""Points from some of their midpoints only, for points in general position.

Then s_a + s_b = s_c + s_d for four different midpoints only if they are the sides of a quadrilateral.  Three couples of
midpoints with one sum are the opposite edges of four points, which are thus known up to their reflection in the mean; a
fifth point, met from three of them, tells which.  From there a point is found as soon as two of its midpoints with
found points are given.  Of the others nothing is said: one midpoint alone leaves a point open.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.dataset import point_rows
from theory.midpoints.recovery import error_bound
from theory.numbers import Array

Indices = NDArray[np.intp]

SEED_VOTES, VOTES = 3, 2  # given midpoints with known points that make a point known: the fifth point, and later ones


def recover_some(given: Any, tolerance: float | None = None) -> Array:
    """The points (k, d), rows in lexicographic order, that some of their midpoints (n, d) determine.

    ``tolerance`` as in :func:`theory.midpoints.recovery.recover`.  Correct for points in general position, unless their
    midpoints are so close that the errors make up coincidences; an empty array (0, d) where not even five points are
    determined.  Time and memory grow as n^2.

    >>> points = np.random.default_rng(0).normal(size=(12, 2))
    >>> i, j = np.triu_indices(12, 1)
    >>> kept = np.random.default_rng(1).permutation(66)[:40]
    >>> found = recover_some((points[i] / 2 + points[j] / 2)[kept])
    >>> bool(np.allclose(found, points[np.lexsort(points.T[::-1])]))
    True
    """
    rows = np.array(point_rows(given), dtype=np.float64)
    sums, error = 2 * rows, 2 * error_bound(given, rows, tolerance)
    for four in _fours(sums, error):
        known = _extend(four, sums, 7 * error, SEED_VOTES)
        if len(known) > 4:
            break
    else:
        return np.empty((0, sums.shape[1]))
    for generation in count(1):
        more = _extend(known, sums, (7 + 2 * generation) * error, VOTES)
        if len(more) == len(known):
            return known[np.lexsort(known.T[::-1])]
        known = more
    raise AssertionError("unreachable: there are finitely many points")


def _fours(sums: Array, error: float) -> Iterator[Array]:
    """Four points, and their reflection, for each three couples of sums with one total."""
    i, j = np.triu_indices(len(sums), 1)
    for group in _coincidences(sums[i] + sums[j], 4 * error, 3):
        (a, _), (b, _), (c, opposite) = ((sums[i[k]], sums[j[k]]) for k in group[:3])
        for star, triangle in ((c, opposite), (opposite, c)):  # s_14 and s_23, or the other way round
            first = (a + b - triangle) / 2
            yield np.array([first, a - first, b - first, star - first])


def _extend(known: Array, sums: Array, reach: float, votes: int) -> Array:
    """The known points, and those that ``votes`` of the sums make with different known points.

    Known points are right to 5/2 errors at first, those made of them to one error more: two of these differ by 7 at
    most, and by 2 more with each generation.
    """
    candidates = (sums[None] - known[:, None]).reshape(-1, sums.shape[1])
    for group in _coincidences(candidates, reach, votes):
        point = candidates[group].mean(axis=0)
        if np.abs(known - point).max(axis=1).min() > reach:
            known = np.vstack([known, point])
    return known


def _coincidences(vectors: Array, reach: float, at_least: int) -> Iterator[Indices]:
    """Groups of at least so many vectors that are within ``reach`` of the first of the group."""
    direction = np.random.default_rng(0).normal(size=vectors.shape[1])
    projected = vectors @ (direction / np.abs(direction).sum())
    order = np.argsort(projected)
    ends = np.flatnonzero(np.diff(projected[order], append=np.inf) > reach) + 1
    sizes = np.diff(ends, prepend=0)
    for end, size in zip(ends[sizes >= at_least], sizes[sizes >= at_least], strict=True):
        left = order[end - size : end]
        while len(left) >= at_least:
            near = np.abs(vectors[left] - vectors[left[0]]).max(axis=1) <= reach
            if near.sum() >= at_least:
                yield left[near]
            left = left[~near]
