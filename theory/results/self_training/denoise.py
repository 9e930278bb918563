"""For two classes the labels with the least d + 2 R are a minimum cut, and all of them agree outside of two cuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

WEIGHT = 2  # of inconsistency
Amounts = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Denoised:
    """The labels 0 and 1 with the least ``objective`` d + 2 R, every point of mass 1.

    ``fewest`` and ``most`` are those of all such labels with the fewest and with the most 1s: where they agree, all do.
    ``entering`` (z, x, amount) and ``leaving`` (x, z, amount) are a flow of that size, from points with pseudo-label 1
    to points with 0, at most one from or to each: z sends to x, of which it is a view, and x to its views, 2 at most.
    """

    objective: int
    fewest: NDArray[np.int64]
    most: NDArray[np.int64]
    entering: Amounts = ()
    leaving: Amounts = ()

    @property
    def certain(self) -> NDArray[np.bool_]:
        """Points that have one label in all minimisers."""
        agree: NDArray[np.bool_] = self.fewest == self.most
        return agree


def denoise(views: Sequence[Sequence[int]], pseudo: Sequence[int]) -> Denoised:
    """Minimise d(G) + 2 R(G) over all labels G in {0, 1} of points of mass 1.

    A point with the label 1 is before the cut.  Its pseudo-label costs an arc from the beginning or to the end; the
    views of x meet in two nodes with an arc of capacity 2 between, which is cut where both labels occur.

    >>> found = denoise([(0, 1, 2), (0, 1, 2), (0, 1, 2)], [1, 0, 0])
    >>> found.objective, found.most.tolist(), found.certain.tolist()
    (1, [0, 0, 0], [True, True, True])
    """
    n = len(views)
    start, end, limit = 3 * n, 3 * n + 1, WEIGHT * n + 1
    x = np.repeat(np.arange(n), [len(view) for view in views])
    z = np.fromiter((z for view in views for z in view), dtype=np.int64, count=len(x))
    each, ones = np.arange(n), np.asarray(pseudo) == 1
    rows = np.concatenate([z, 2 * n + x, n + each, np.full(ones.sum(), start), each[~ones]])
    columns = np.concatenate([n + x, z, 2 * n + each, each[ones], np.full((~ones).sum(), end)])
    capacity = np.concatenate([np.full(2 * len(x), limit), np.full(n, WEIGHT), np.ones(n, dtype=np.int64)])
    arcs = csr_array((capacity.astype(np.int32), (rows, columns)), shape=(end + 1, end + 1))
    found = maximum_flow(arcs, start, end, method="dinic")
    flow = csr_array(found.flow)
    left = csr_array(arcs - flow)
    left.eliminate_zeros()
    fewest, most = _reached(left, start, n), 1 - _reached(csr_array(left.T), end, n)
    return Denoised(int(found.flow_value), fewest, most, *_amounts(flow, n))


def _amounts(flow: csr_array, n: int) -> tuple[Amounts, Amounts]:
    """What points send into nodes, and what leaves nodes for points."""
    table = flow.tocoo()
    rows, columns = (each.astype(np.int64) for each in table.coords)
    chosen = (table.data > 0) & (rows < n) & (n <= columns) & (columns < 2 * n)
    entering = zip(rows[chosen].tolist(), (columns[chosen] - n).tolist(), table.data[chosen].tolist(), strict=True)
    chosen = (table.data > 0) & (2 * n <= rows) & (rows < 3 * n) & (columns < n)
    leaving = zip((rows[chosen] - 2 * n).tolist(), columns[chosen].tolist(), table.data[chosen].tolist(), strict=True)
    return tuple(sorted(entering)), tuple(sorted(leaving))


def _reached(left: csr_array, start: int, n: int) -> NDArray[np.int64]:
    """1 for the points that can be reached along what is left of the capacities."""
    found = np.zeros(n, dtype=np.int64)
    nodes = breadth_first_order(left, start, return_predecessors=False)
    found[nodes[nodes < n]] = 1
    return found
