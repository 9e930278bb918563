"""A_{x,eps} for one point after another: the pairs whose segments come near x, kept so that they can be asked again.

One pass over all pairs finds those within a radius of x.  After that h_eps at x costs only those pairs, for any
mixing distribution and any eps up to the radius; this is what searching for the first unsafe eps or alpha needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.dataset import LabeledDataset
from theory.mixing import Mixing
from theory.mixing.kernel_law import KernelLaw
from theory.numbers import Array
from theory.optimal.pair_lengths import PairLengths

LISTS_BYTES = 2**28  # room for the lists of a block of points
ENTRY_BYTES = 48
FIRST, MOST = 2**14, 2**22  # pairs that there is room for at first, and at most


@dataclass(frozen=True)
class LocalPairs:
    """The pairs s < t whose segment comes within ``radius`` of data point ``index``, nearest segment first.

    ``pair`` (m, 2) indices; ``foot`` and ``co_foot`` (m,): lambda and 1 - lambda where the line passes x at squared
    distance ``offset``; ``square`` squared lengths; ``entry`` distances from x to the segments.
    """

    dataset: LabeledDataset
    index: int
    radius: float
    pair: NDArray[np.int32]
    foot: Array
    co_foot: Array
    offset: Array
    square: Array
    entry: Array
    to_points: Array  # (n,) distances from x to all points: where self-pairs enter
    _last: dict[Any, Any] = field(init=False, repr=False, compare=False, default_factory=dict)

    @property
    def own(self) -> int:
        """Class of the point, as an index into the dataset's classes."""
        return int(self.dataset.codes[self.index])

    @property
    def reaches_all(self) -> bool:
        """Whether every pair is in the list."""
        return bool(self.radius > self.to_points.max())

    def ends(self, epsilon: float) -> Array:
        """lo, hi, 1 - lo, 1 - hi of the intervals in lambda, (m, 4), of the pairs that meet the open ball."""
        self._check(epsilon)
        m = int(np.searchsorted(self.entry, epsilon))
        with np.errstate(divide="ignore"):
            half = np.sqrt(np.maximum(epsilon**2 - self.offset[:m], 0.0) / self.square[:m])
        foot, co_foot, found = self.foot[:m], self.co_foot[:m], np.empty((m, 4))
        np.subtract(foot, half, out=found[:, 0])
        np.add(foot, half, out=found[:, 1])
        np.add(co_foot, half, out=found[:, 2])
        np.subtract(co_foot, half, out=found[:, 3])
        return found

    def _check(self, epsilon: float) -> None:
        if not 0 < epsilon <= self.radius:
            raise ValueError(f"epsilon must be positive and at most {self.radius}")

    def masses(self, mixing: Mixing, epsilon: float, self_pairs: bool = True, prob: float = 1.0) -> Array:
        """N_i of Lemma 2.3 for each class, up to a factor.

        ``prob`` is the share of samples that are mixed at all; the rest stay as they are.
        """
        return self.spliced_masses(mixing, mixing, 0.0, epsilon, self_pairs, prob)

    def spliced_masses(
        self, outer: Mixing, inner: Mixing, cut: float, epsilon: float, self_pairs: bool = True, prob: float = 1.0
    ) -> Array:
        """The same for the measure that is ``outer`` up to ``cut`` from the ends of [0, 1] and ``inner`` between."""
        from theory.optimal.local_pairs_kernels import add_masses

        near, selves = self._at(epsilon, self_pairs, prob)
        if prob == 0:  # nothing is mixed
            return selves
        out = np.zeros(self.dataset.n_classes)
        add_masses(out, *near, law_of(outer), law_of(inner), cut)
        return np.asarray(2 * out + selves)

    def _at(self, *where: Any) -> tuple[tuple[NDArray[np.intp], NDArray[np.intp], Array, Array], Array]:
        """What does not depend on the law, at epsilon, self_pairs and prob; the last answer is kept."""
        if where not in self._last:
            self._last.clear()
            self._last[where] = self._near(where[0]), self._selves(*where)
        found: tuple[tuple[NDArray[np.intp], NDArray[np.intp], Array, Array], Array] = self._last[where]
        return found

    def _near(self, epsilon: float) -> tuple[NDArray[np.intp], NDArray[np.intp], Array, Array]:
        """The classes of the pairs, their weights, and the ends of their intervals."""
        ends = self.ends(epsilon)
        (first, second, weight), m = self._of_pairs, len(ends)
        return first[:m], second[:m], weight[:m], ends

    @cached_property
    def _of_pairs(self) -> tuple[NDArray[np.intp], NDArray[np.intp], Array]:
        """The classes of both ends of all pairs, and the weights of the pairs."""
        (s, t), codes, relative = self.pair.T, self.dataset.codes, self.relative
        return codes[s], codes[t], relative[s] * relative[t]

    @cached_property
    def relative(self) -> Array:
        """The weights (n,) of the points in units of the largest: exactly 1 where they weigh the same."""
        return np.asarray(self.dataset.weights / self.dataset.weights.max())

    def _selves(self, epsilon: float, self_pairs: bool, prob: float) -> Array:
        """The masses (k,) of rows that stay as they are, in units of the heaviest point's self-pair.

        Such a row weighs as much as all its pairs.
        """
        inside, relative, total = self.to_points < epsilon, self.relative, float(self.relative.sum())
        each = relative
        if prob > 0:
            partners = total - (0.0 if self_pairs else float((relative**2).sum()) / total)
            each = self_pairs * relative**2 + (1 - prob) / prob * partners * relative
        found = np.bincount(self.dataset.codes[inside], each[inside], self.dataset.n_classes)
        return np.asarray(found, dtype=np.float64)


@lru_cache(maxsize=256)
def law_of(mixing: Mixing) -> KernelLaw:
    """The symmetrised law as the kernels take it.  Raises ``ValueError`` where it has no such form."""
    law = mixing.kernel_law()
    if law is None:
        raise ValueError(f"{mixing} has no table")
    return law


def local_pairs(
    dataset: LabeledDataset, query: NDArray[np.intp], radius: Array, most: int = MOST
) -> Iterator[LocalPairs]:
    """The pairs near each data point of ``query`` (q,), within ``radius`` (q,); in any order.

    Exact over all pairs: distances from a Gram matrix only rule out, with a bound of their error.  A point near
    which there are more than ``most`` pairs is left out.  Memory is bounded by ``LISTS_BYTES`` and a block of lengths.
    """
    todo, capacity = np.arange(len(query)), min(FIRST, most)
    while len(todo):
        counts = np.zeros(len(todo), dtype=np.int64)
        step = max(1, LISTS_BYTES // (ENTRY_BYTES * capacity))
        for start in range(0, len(todo), step):
            block = todo[start : start + step]
            yield from _lists(dataset, query[block], radius[block], capacity, counts[start : start + step])
        todo = todo[(counts > capacity) & (counts <= most)]
        capacity = min(8 * capacity, most)


def _lists(
    dataset: LabeledDataset, query: NDArray[np.intp], radius: Array, capacity: int, counts: NDArray[np.int64]
) -> Iterator[LocalPairs]:
    """The lists of those points that have room for theirs; ``counts`` says how long each would be."""
    from scipy.spatial.distance import cdist

    from theory.optimal.kernels import Rows
    from theory.optimal.local_pairs_kernels import Lists, collect

    points = np.ascontiguousarray(dataset.points)
    all_lengths = PairLengths.of(points)
    squares = cdist(points[query], points, "sqeuclidean")
    near = all_lengths.near_ends(squares, query, radius)
    pair, shape = np.empty((len(query), capacity, 2), np.int32), np.empty((len(query), capacity, 5))
    for start, lengths in all_lengths.blocks():
        rows = Rows(squares, lengths, start, all_lengths.error)
        collect(Lists(pair, shape, counts), points[query], radius, points, rows, near)
    for row, index in enumerate(query):
        if counts[row] <= capacity:
            order = np.argsort(shape[row, : counts[row], 4], kind="stable")
            foot, co_foot, offset, square, entry = shape[row, order].T
            yield LocalPairs(
                dataset, int(index), float(radius[row]), pair[row, order], foot, co_foot, offset, square,
                np.sqrt(entry), np.sqrt(squares[row]),
            )  # fmt: skip
