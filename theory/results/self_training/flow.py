"""The expansion of wrong pseudo-labels, exactly: the largest flow that they can send into their own class.

A set M of points of a class C expands by c if P(N(V) ∩ C) >= c P(V) for every V in M.  By Hall's argument this is so
iff every x in M can send c P(x) through its views to points of C that share one, and no point receives more than its
mass.  So c is decided by a maximum flow from M through views to C, and a minimum cut shows the worst V.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, maximum_flow

LARGEST = 2**31 - 1  # SciPy's flows are 32-bit integers
Views = Sequence[Sequence[int]]
Amounts = tuple[tuple[int, int, Fraction], ...]


@dataclass(frozen=True)
class Expansion:
    """How far a set M expands inside its class, and what shows it.

    ``constant`` is the least P(N(V) ∩ C)/P(V) over the sets V in M of positive mass, ``None`` where M has none.
    ``worst`` is a V that attains it: no larger constant holds.  ``sent`` (x, z, amount) and ``received`` (z, y, amount)
    are a flow through the views z in which every x of M sends ``constant`` times its mass: no smaller constant is true.
    """

    constant: Fraction | None
    worst: tuple[int, ...] = ()
    sent: Amounts = ()
    received: Amounts = ()


def expansion(mass: Sequence[Fraction], views: Views, own: Collection[int], mistaken: Collection[int]) -> Expansion:
    """The expansion of the points ``mistaken`` inside the class ``own``; points of mass 0 are left out.

    Raises ``ValueError`` where the masses, brought to a common denominator, are too large for 32-bit flows.

    >>> expansion([1, 3], [(0, 1), (0, 1)], [0, 1], [0])
    Expansion(constant=Fraction(4, 1), worst=(0,), sent=((0, 0, Fraction(4, 1)),), received=((0, 0, Fraction(1, 1)), \
(0, 1, Fraction(3, 1))))
    """
    network = _Network(mass, views, own, mistaken)
    if not network.sources:
        return Expansion(None)
    worst = network.sources
    while True:  # each round finds a set with a smaller quotient, or that there is none
        constant = network.quotient(worst)
        flow, reached = network.send(constant)
        if not reached:
            return Expansion(constant, tuple(worst), *network.amounts(flow, constant))
        worst = reached


class _Network:
    """The nodes 0, ..., m - 1 of sources, then those of views, then those of sinks, a beginning and an end."""

    def __init__(self, mass: Sequence[Fraction], views: Views, own: Collection[int], mistaken: Collection[int]) -> None:
        self.scale = math.lcm(*(Fraction(m).denominator for m in mass))
        self.whole = [int(m * self.scale) for m in mass]
        self.sources = [x for x in sorted(mistaken) if self.whole[x]]
        seen = {z for x in self.sources for z in views[x]}
        self.sinks = [x for x in sorted(own) if self.whole[x] and not seen.isdisjoint(views[x])]
        self.views, self.size = views, len(mass)

    def quotient(self, chosen: Sequence[int]) -> Fraction:
        """P(N(V) ∩ C)/P(V)."""
        seen = {z for x in chosen for z in self.views[x]}
        reached = sum(self.whole[y] for y in self.sinks if not seen.isdisjoint(self.views[y]))
        return Fraction(reached, sum(self.whole[x] for x in chosen))

    def _arcs(self, constant: Fraction) -> csr_array:
        """Capacities: p P(x) into a source and q P(y) out of a sink, where the constant is p/q; no limit between."""
        p, q, size = constant.numerator, constant.denominator, self.size
        start, end = 3 * size, 3 * size + 1
        enough = p * sum(self.whole[x] for x in self.sources)
        if max(enough, q * max(self.whole)) > LARGEST:
            raise ValueError(
                "the masses have too large a common denominator, or too many points, for a 32-bit flow: "
                "round the masses to fewer digits"
            )
        rows = [(start, x, p * self.whole[x]) for x in self.sources]
        rows += [(x, size + z, enough) for x in self.sources for z in self.views[x]]
        rows += [(size + z, 2 * size + y, enough) for y in self.sinks for z in self.views[y]]
        rows += [(2 * size + y, end, q * self.whole[y]) for y in self.sinks]
        table = np.array(rows, dtype=np.int64)
        shape = (3 * size + 2, 3 * size + 2)
        return csr_array((table[:, 2].astype(np.int32), (table[:, 0], table[:, 1])), shape=shape)

    def send(self, constant: Fraction) -> tuple[csr_array, list[int]]:
        """A largest flow, and the sources on the near side of a least cut: none if all of it is sent."""
        arcs = self._arcs(constant)
        start = 3 * self.size
        found = maximum_flow(arcs, start, start + 1, method="dinic")
        flow = csr_array(found.flow)
        if found.flow_value == constant.numerator * sum(self.whole[x] for x in self.sources):
            return flow, []
        left = csr_array(arcs - flow)
        left.eliminate_zeros()
        near = set(breadth_first_order(left, start, return_predecessors=False).tolist())
        return flow, [x for x in self.sources if x in near]

    def amounts(self, flow: csr_array, constant: Fraction) -> tuple[Amounts, Amounts]:
        """The flow in masses: from sources to views, and from views to sinks."""
        table = flow.tocoo()
        size, unit = self.size, constant.denominator * self.scale
        rows: NDArray[np.int64] = np.column_stack(table.coords).astype(np.int64)
        positive = table.data > 0
        sent: list[tuple[int, int, Fraction]] = []
        received: list[tuple[int, int, Fraction]] = []
        for (a, b), value in zip(rows[positive].tolist(), table.data[positive].tolist(), strict=True):
            if a < size <= b < 2 * size:
                sent.append((a, b - size, Fraction(value, unit)))
            elif size <= a < 2 * size <= b < 3 * size:
                received.append((a - size, b - 2 * size, Fraction(value, unit)))
        return tuple(sorted(sent)), tuple(sorted(received))
