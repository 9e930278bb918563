"""Rows at one place, or so near that no measurement tells them apart."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from theory.numbers import Array

NEAR = 1e-6  # of the median distance to the nearest other place: closer ones are near-duplicates
SAMPLE = (20, 200)  # places by which that median is estimated: fewer of large data
SAMPLE_WORK = 2**30  # differences of coordinates


@dataclass(frozen=True)
class Twins:
    """``kept`` rows, groups of rows in ``conflicts`` (one place, several labels), and of ``near`` copies of one class.

    ``copies`` counts rows that repeat another one, label included; ``nearly`` of the conflicts are not exactly at one
    place.
    """

    kept: NDArray[np.intp]
    conflicts: tuple[tuple[int, ...], ...]
    nearly: int
    copies: int
    near: tuple[tuple[int, ...], ...]


def twins(points: Array, labels: Sequence[Hashable]) -> Twins:
    """Which rows share a place, exactly or up to :data:`NEAR`.

    Near ones are found for certain: along any direction two points are at most as far apart as in space.
    """
    number: dict[bytes, int] = {}
    which = [number.setdefault(point.tobytes(), len(number)) for point in points + 0.0]  # -0.0 becomes 0.0
    firsts = np.unique(which, return_index=True)[1]
    clusters = _clusters(points[firsts])
    groups: dict[int, list[int]] = {}
    for row, place in enumerate(which):
        groups.setdefault(int(clusters[place]), []).append(row)
    conflicts, near, nearly, copies = [], [], 0, 0
    for rows in groups.values():
        exact = len({which[row] for row in rows}) == 1
        if len(rows) > 1 and len({labels[row] for row in rows}) > 1:
            conflicts.append(tuple(rows))
            nearly += not exact
        elif not exact:
            near.append(tuple(rows))
        elif len(rows) > 1:
            copies += len(rows) - 1
    gone = {row for rows in conflicts for row in rows}
    kept = np.array([row for row in range(len(points)) if row not in gone], dtype=np.intp)
    conflicts.sort()
    return Twins(kept, tuple(conflicts), nearly, copies, tuple(sorted(near)))


def _clusters(places: Array) -> NDArray[np.intp]:
    """Numbers of groups of different places that hang together by near ones."""
    n = len(places)
    pairs = _near_pairs(places, NEAR * _median_gap(places))
    if not len(pairs):
        return np.arange(n)
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(pairs), dtype=np.int8), pairs.T), shape=(n, n))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.intp)


def _median_gap(places: Array) -> float:
    """The median distance to the nearest other place, of a sample of places."""
    from scipy.spatial.distance import cdist

    size = int(np.clip(SAMPLE_WORK // places.size, *SAMPLE))
    gaps: list[float] = []
    for row in np.random.default_rng(0).permutation(len(places))[:size]:
        distances = cdist(places[[row]], places)[0]
        distances[row] = np.inf
        gaps.append(float(distances.min()))
    return float(np.median(gaps)) if len(places) > 1 else 0.0


def _near_pairs(places: Array, limit: float) -> NDArray[np.intp]:
    """Pairs of places at most ``limit`` apart: neighbours along a random direction, then by their distance."""
    direction = np.random.default_rng(0).normal(size=places.shape[1])
    along = places @ (direction / np.linalg.norm(direction))
    slack = limit + 1e-14 * float(np.abs(places).max(initial=0.0)) * places.shape[1]
    order = np.argsort(along)
    found = []
    for step in range(1, len(places)):
        close = np.flatnonzero(along[order[step:]] - along[order[:-step]] <= slack)
        if not len(close):
            break
        first, second = order[close], order[close + step]
        near = np.linalg.norm(places[first] - places[second], axis=1) <= limit
        found.append(np.column_stack([first[near], second[near]]))
    return np.concatenate(found) if found else np.empty((0, 2), dtype=np.intp)
