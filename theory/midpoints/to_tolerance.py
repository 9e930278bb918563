"""All point sets whose midpoints are given to a tolerance (:mod:`theory.midpoints.recovery` is the entrance).

The argument is that of :mod:`theory.midpoints.exact`, with the sums in the order of their projections to a line: a few
candidates for x_1, then each next point from the largest sum left over.  Two things differ.  Sums are compared in all
coordinates with room for their errors, and where one could be taken for another the answer is "undecided".  And all
sums whose projections the errors could interchange are tried for the largest.

With every coordinate of a sum known to +-e, x_1 = (s_12 + s_13 - s_23)/2 is known to 3e/2, x_k = s_1k - x_1 to 5e/2,
and x_j + x_k = s_1j + s_1k - 2 x_1 to 5e, so that it meets the given s_jk within 6e.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import qr
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree

from theory.numbers import Array

Indices = NDArray[np.intp]

REACH = 6  # errors between a predicted sum and the given one: see above
FIT = 4  # least squares move no sum by more than 4(m-3)/(m-1) errors, if there are points within the errors
FITTED = 1.5  # errors of least-squares points: see `fit`
SKETCH = 8  # coordinates in which sums are looked up before all are compared; a k-d tree of more is slower
SAMPLE = 500  # sums that choose these coordinates
DIRECTIONS = 200  # projections tried; one that leaves little doubt about the order of the sums is used
CLOSE_PAIRS = 2_000_000  # pairs of sums to look at more closely before they count as too many to tell apart
DENSEST = 64  # coordinates that a projection takes together
BUDGET = 20_000  # points placed before the search is given up


class UndecidedError(Exception):
    """The errors are too large to tell which points the midpoints belong to; the message says why."""


@dataclass(frozen=True)
class Sums:
    """Different pair sums: ``centres`` (r, d), each coordinate known to +-``error``; given ``counts`` (r,) times.

    ``spread``: how far given sums are from the centre that stands for them.
    """

    centres: Array
    counts: NDArray[np.int64]
    error: float
    spread: float = 0.0

    @cached_property
    def coordinates(self) -> Indices:
        """The coordinates in which sums are looked up: those that tell a sample of them apart best."""
        if self.centres.shape[1] <= SKETCH:
            return np.arange(self.centres.shape[1])
        sample = self.centres[:: max(1, len(self.centres) // SAMPLE)]
        return np.asarray(qr(sample - sample.mean(axis=0), mode="r", pivoting=True)[1][:SKETCH])

    @cached_property
    def tree(self) -> KDTree:
        """The sums by these coordinates."""
        return KDTree(self.centres[:, self.coordinates])

    def find(self, predicted: Array) -> Indices:
        """Index of the sum that each row of ``predicted`` reaches; -1 where it reaches none."""
        radius, found = REACH * self.error, np.full(len(predicted), -1, dtype=np.intp)
        near: Any = self.tree.query_ball_point(predicted[:, self.coordinates], radius, p=np.inf)
        for row, places in enumerate(near):
            for index in places:  # sums are too far apart for more than one to be reached
                if np.abs(self.centres[index] - predicted[row]).max() <= radius:
                    found[row] = index
        return found

    @cached_property
    def projected(self) -> Array:
        """The sums along a direction, of absolute values that add up to 1, that leaves little doubt; shape (r,)."""
        d = self.centres.shape[1]
        rng = np.random.default_rng(0)
        best, fewest = self.centres[:, 0], (sys.maxsize, sys.maxsize)
        for size in np.geomspace(1, min(d, DENSEST), DIRECTIONS if d > 1 else 1).round().astype(int):
            chosen, direction = rng.choice(d, size, replace=False), rng.normal(size=size)
            projected = self.centres[:, chosen] @ (direction / np.abs(direction).sum())
            if (doubts := self._doubts(projected)) < fewest:
                best, fewest = projected, doubts
            if fewest == (1, 0):
                break
        return np.asarray(best)

    def _doubts(self, projected: Array) -> tuple[int, int]:
        """How many choices there are for the two largest sums, and how many neighbours may change places."""
        first, second = np.partition(np.repeat(projected, np.minimum(self.counts, 2)), -2)[[-1, -2]]
        firsts, both = (int((projected >= top - self.doubt).sum()) for top in (first, second))
        return firsts * max(both - 1, 1), int((np.diff(np.sort(projected)) <= self.doubt).sum())

    @cached_property
    def doubt(self) -> float:
        """By how much the errors can reorder projected sums, rounding of d terms included."""
        rounding = np.finfo(np.float64).eps * self.centres.shape[1] * np.abs(self.centres).max()
        return float(2 * (self.error + rounding))

    @cached_property
    def order(self) -> Indices:
        """The sums, those of largest projection first."""
        return np.argsort(-self.projected, kind="stable")

    def largest(self, left: NDArray[np.int64]) -> Indices:
        """The sums of which some are ``left`` and which may have the largest projection."""
        remaining = self.order[left[self.order] > 0]
        return np.asarray(remaining[self.projected[remaining] >= self.projected[remaining[0]] - self.doubt])


def gather(sums: Array, error: float) -> Sums:
    """Equal sums taken together, once it is clear which are equal: those within two errors of each other.

    Raises :class:`UndecidedError` unless all others are too far apart to be reached from one place.
    """
    merged = _merge(Sums(*_distinct(sums), error))
    _, distances = _close_pairs(merged, 2 * REACH * merged.error)
    if merged.error > 3 * error or len(distances):
        closest = distances.min(initial=merged.error)
        raise UndecidedError(
            f"some midpoints differ by {closest / 2:.3g} only, and cannot be told apart when each coordinate is known "
            f"to ±{error / 2:.3g}"
        )
    return merged


def _merge(sums: Sums) -> Sums:
    """Sums within two errors of each other replaced by their mean, whose error is larger by their spread."""
    r = len(sums.centres)
    pairs, _ = _close_pairs(sums, 2 * sums.error)
    graph = coo_array((np.ones(len(pairs)), pairs.T), shape=(r, r))
    n_groups, group = connected_components(graph, directed=False)
    if n_groups == r:
        return sums
    counts = np.bincount(group, sums.counts, n_groups)
    centres = np.zeros((n_groups, sums.centres.shape[1]))
    np.add.at(centres, group, sums.centres * sums.counts[:, None])
    centres /= counts[:, None]
    spread = float(np.abs(sums.centres - centres[group]).max())
    return Sums(centres, counts.astype(np.int64), sums.error + spread, spread)


def _distinct(rows: Array) -> tuple[Array, NDArray[np.int64]]:
    """The different rows, and how often each occurs; as bytes, which numpy sorts many times faster than numbers."""
    keys = np.ascontiguousarray(rows).view(np.dtype((np.void, rows.strides[0]))).ravel()
    _, places, counts = np.unique(keys, return_index=True, return_counts=True)
    return rows[places], counts


def _close_pairs(sums: Sums, radius: float) -> tuple[Indices, Array]:
    """Pairs (p, 2) of sums within ``radius`` in every coordinate, and their distances (p,) in that sense."""
    sample = sums.tree.data[:: max(1, len(sums.centres) // SAMPLE)]
    neighbours = sums.tree.query_ball_point(sample, radius, p=np.inf, return_length=True)
    if neighbours.mean() * len(sums.centres) > 2 * CLOSE_PAIRS:
        raise UndecidedError(f"too many midpoints are closer than {radius / 2:.3g} to one another to be told apart")
    pairs = sums.tree.query_pairs(radius, p=np.inf, output_type="ndarray")
    blocks = np.array_split(pairs, len(pairs) // 1000 + 1)
    parts = [np.abs(sums.centres[block[:, 0]] - sums.centres[block[:, 1]]).max(axis=1) for block in blocks]
    distances = np.concatenate(parts)
    close = distances <= radius
    return pairs[close], distances[close]


@dataclass(frozen=True)
class Partial:
    """Some of the points: x_1 = ``first``, and x_k from the sum s_1k = ``stars[k-2]``.

    ``rows[k-2]`` are the sums s_jk for j < k; ``left`` (r,) counts what is not accounted for.
    """

    first: Array
    left: NDArray[np.int64]
    stars: tuple[int, ...] = ()
    rows: tuple[Indices, ...] = ()


@dataclass
class Search:
    """The search for all sets of ``m`` points with given sums."""

    sums: Sums
    m: int
    spent: int = 0
    placed: int = 0  # most points placed so far
    residual: float = np.inf  # by how much the sum that it needed next was missed
    tied: bool = False  # whether the present solution took one of several sums that might have been the largest
    known: dict[int, bool] = field(default_factory=dict)  # sums that may, or may not, be some s_1k of the present start

    def solutions(self) -> Iterator[Partial]:
        """Every set of points, perhaps several times; :class:`UndecidedError` where the errors leave a choice."""
        for first, second, third in self._starts():
            centres = self.sums.centres
            self.known.clear()
            self.tied = False
            start = Partial((centres[first] + centres[second] - centres[third]) / 2, self.sums.counts)
            with_second = self._place(start, first)
            with_third = self._place(with_second, second) if with_second else None
            found = self._finish(with_third) if with_third else None
            if found:
                self._be_sure(found)
                yield found

    def _starts(self) -> Iterator[tuple[int, int, int]]:
        """Candidates for s_12, s_13 and s_23: the two largest sums, and one that at most m - 1 sums reach."""
        sums = self.sums
        ranked = np.repeat(sums.projected[sums.order], sums.counts[sums.order])
        thirds = np.flatnonzero(sums.projected >= ranked[self.m - 1] - sums.doubt)
        for first in sums.largest(sums.counts):
            left = sums.counts.copy()
            left[first] -= 1
            for second in sums.largest(left):
                left[second] -= 1
                yield from ((int(first), int(second), int(third)) for third in thirds if left[third] > 0)
                left[second] += 1

    def _place(self, known: Partial, star: int) -> Partial | None:
        """One more point x_k from s_1k = ``star``, if the sums with all others are there."""
        self.spent += 1
        if self.spent > BUDGET:
            raise UndecidedError("the errors leave too many possibilities to try")
        centres = self.sums.centres
        others = np.vstack([known.first, centres[list(known.stars)] - known.first])
        predicted = others + (centres[star] - known.first)
        found = self.sums.find(predicted)
        left = known.left - np.bincount(found[found >= 0], minlength=len(centres))
        missing = (found < 0) | (left[found] < 0)
        if not missing.any():
            return Partial(known.first, left, (*known.stars, star), (*known.rows, found))
        if len(others) > self.placed:
            self.placed = len(others)
            misses = np.abs(centres[known.left > 0] - predicted[np.argmax(missing)]).max(axis=1)
            self.residual = float(misses.min())
        return None

    def _finish(self, known: Partial) -> Partial | None:
        """All further points, by the largest sums left over."""
        if len(known.stars) == self.m - 1:
            return known
        choices = self._choices(known)
        for tried, star in enumerate(choices, start=1):
            extended = self._place(known, star)
            finished = extended and self._finish(extended)
            if finished:
                self.tied |= tried < len(choices)
                return finished
        return None

    def _choices(self, known: Partial) -> list[int]:
        """Sums that may be the largest one left, and may be some s_1k."""
        largest = [int(star) for star in self.sums.largest(known.left)]
        if unknown := [star for star in largest if star not in self.known]:
            self.known |= dict(zip(unknown, self._possible(known, unknown), strict=True))
        return [star for star in largest if self.known[star]]

    def _possible(self, known: Partial, stars: Sequence[int]) -> Array:
        """Which of the sums may be some s_1k: with s_12 and s_13 they give s_2k and s_3k that are there."""
        moved = self.sums.centres[list(stars)] - 2 * known.first
        second, third = (self.sums.find(moved + self.sums.centres[star]) >= 0 for star in known.stars[:2])
        return np.asarray(second & third)

    def _be_sure(self, found: Partial) -> None:
        """A choice between sums may be the wrong one; not so if no others than those of the solution can be an s_1k.

        For two solutions with the same x_1 and the same sums s_1k, but for multiplicity, have equal multiplicities: in
        the true order, s_1k of the first point in which they differ would be given more often for one of them.
        """
        if self.tied:
            possible = np.flatnonzero(self._possible(found, range(len(self.sums.centres))))
            if not set(possible.tolist()) <= set(found.stars):
                raise UndecidedError("the errors leave a choice between two midpoints")


def fit(sums: Sums, found: Partial) -> tuple[Array, float]:
    """Least-squares points (m, d), rows in lexicographic order, and how far at most their sums are from the given ones.

    If points within the errors exist, the least-squares ones are within 3/2 errors of them: row i of the pseudoinverse
    of the incidence matrix has m - 1 entries 1/(m-1), and C(m-1, 2) entries -1/((m-1)(m-2)).
    With r_i = sum_j s_ij and p = sum_i x_i = sum_{i<j} s_ij/(m - 1), x_i = (r_i - p)/(m - 2).
    """
    m = len(found.stars) + 1
    points = np.vstack([found.first, sums.centres[list(found.stars)] - found.first])
    totals, _ = _misfits(sums, found, points)
    points -= (totals - totals.sum(axis=0) / 2 / (m - 1)) / (m - 2)  # the least squares of small misfits round little
    return points[np.lexsort(points.T[::-1])], _misfits(sums, found, points)[1] + sums.spread


def _misfits(sums: Sums, found: Partial, points: Array) -> tuple[Array, float]:
    """How much the sums of the points are above the given ones: in total for each point (m, d), and at most."""
    totals, largest = np.zeros_like(points), 0.0
    for k, row in enumerate(found.rows, start=1):
        misfit = points[:k] + points[k] - sums.centres[row]
        totals[:k] += misfit
        totals[k] += misfit.sum(axis=0)
        largest = max(largest, float(np.abs(misfit).max()))
    return totals, largest


def recover_float(midpoints: Array, m: int, error: float) -> tuple[list[Array], float, float]:
    """All sets of ``m`` >= 3 points with these midpoints, each coordinate known to +-``error``; residual; their error.

    The residual is the largest coordinate by which midpoints of the points found miss the given ones; without a
    solution, by which the furthest attempt misses the midpoint that it needs next.  Any points whose midpoints are the
    given ones up to their errors are one of the sets found, up to the last number in each coordinate.  Raises
    :class:`UndecidedError` when the errors are too large to be sure of that.
    """
    sums = gather(2 * midpoints + 0.0, 2 * error)
    search = Search(sums, m)
    found = {tuple(sorted(tuple(sorted(star)) for star in _stars(each))): each for each in search.solutions()}
    fitted = [fit(sums, each) for each in found.values()]
    good = [(points, residual) for points, residual in fitted if residual <= FIT * sums.error + sums.spread]
    if good:
        solutions = sorted((points for points, _ in good), key=lambda points: points.tolist())
        return solutions, max(residual for _, residual in good) / 2, FITTED * sums.error
    return [], min([residual for _, residual in fitted], default=search.residual) / 2, FITTED * sums.error


def _stars(found: Partial) -> list[list[int]]:
    """For each point the sums that it enters: what tells two solutions apart."""
    stars: list[list[int]] = [[] for _ in range(len(found.stars) + 1)]
    for k, row in enumerate(found.rows, start=1):
        for j, index in enumerate(row):
            stars[j].append(int(index))
            stars[k].append(int(index))
    return stars
