"""Numba kernels of :mod:`theory.optimal.local_pairs`: which segments meet a ball, and the masses of their intervals.

Notation and picture are those of :mod:`theory.optimal.kernels`; ``co_foot`` is 1 - foot, from coordinates as well, so
that small ones keep their digits.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from theory.mixing.interval_kernel import mass_and_moment
from theory.numbers import Array
from theory.optimal.kernels import ROUNDING, too_far


class Lists(NamedTuple):
    """Room for the pairs near each of q queries, m for each one.

    ``pair`` (q, m, 2) takes s < t, ``shape`` (q, m, 5) takes (foot, 1 - foot, squared distance to the line, squared
    length, squared distance to the segment); ``counts`` (q,) goes on counting when they are full.
    """

    pair: NDArray[np.int32]
    shape: Array
    counts: NDArray[np.int64]


@numba.njit(fastmath={"reassoc", "contract"})  # sums in any order: the bound of their error is the same
def line_through(x, s, t):  # type: ignore[no-untyped-def]
    """foot, 1 - foot, and the squared distance from x to the line through s and t, from coordinates."""
    square = to_s = to_t = 0.0
    for k in range(x.shape[0]):
        step = s[k] - t[k]
        square += step * step
        to_s += (s[k] - x[k]) * step
        to_t -= (t[k] - x[k]) * step
    if square == 0.0:
        foot, co_foot = 1.0, 0.0
    else:
        foot, co_foot = to_t / square, to_s / square
    offset = 0.0
    for k in range(x.shape[0]):
        gap = foot * (s[k] - x[k]) + co_foot * (t[k] - x[k])
        offset += gap * gap
    return foot, co_foot, offset, square


@numba.njit(parallel=True, cache=True)
def collect(lists, x, radius, points, rows, near):  # type: ignore[no-untyped-def]
    """Append the pairs s < t with an end in a block of rows whose segments come within ``radius`` (q,) of ``x``.

    ``near`` (q, n) is True at one end at least of every pair that counts.
    """
    pair, shape, counts = lists
    squares, lengths, start, error = rows
    n, d = points.shape
    rounding = (d + 4) * ROUNDING
    for q in numba.prange(x.shape[0]):
        square = radius[q] * radius[q]
        for r in range(lengths.shape[0]):
            row = start + r
            if not near[q, row]:
                continue
            a2 = squares[q, row]
            for other in range(n):
                if other == row or (other < row and near[q, other]):  # a pair that is met from its other end
                    continue
                b2 = squares[q, other]
                slack = rounding * (a2 + b2 + square) + error
                if too_far(a2, b2, lengths[r, other], square, slack):
                    continue
                s, t = min(row, other), max(row, other)
                foot, co_foot, offset, length = line_through(x[q], points[s], points[t])
                nearest = offset
                if co_foot < 0.0 or length == 0.0:
                    nearest = squares[q, s]
                elif foot < 0.0:
                    nearest = squares[q, t]
                if nearest >= square:
                    continue
                if counts[q] < pair.shape[1]:
                    place = counts[q]
                    pair[q, place, 0], pair[q, place, 1] = s, t
                    shape[q, place, 0], shape[q, place, 1], shape[q, place, 2] = foot, co_foot, offset
                    shape[q, place, 3], shape[q, place, 4] = length, nearest
                counts[q] += 1


@numba.njit(cache=True, fastmath={"contract"})  # fused operations round less, in what is inlined too
def add_masses(out, first, second, weight, ends, outer, inner, cut):  # type: ignore[no-untyped-def]
    """Add to ``out`` (k,) the mass and moment of each interval, times the ``weight`` (m,) of its pair.

    The measure is ``outer`` on [0, cut) and (1 - cut, 1], and ``inner`` between, 0 <= cut <= 1/2.  ``first`` and
    ``second`` (m,) are the classes of s and t; ``ends`` (m, 4) are lo, hi, 1 - lo, 1 - hi.
    """
    parts = range(1, 2) if cut == 0.0 else range(3)  # one law alone, or two that are spliced
    for row in range(first.shape[0]):
        lo, hi = max(ends[row, 0], 0.0), min(ends[row, 1], 1.0)
        co_lo, co_hi = min(ends[row, 2], 1.0), max(ends[row, 3], 0.0)
        mass = moment = 0.0
        for part in parts:  # one place of a call: each is compiled anew
            if part == 0:
                met, a, b, co_a, co_b = lo < cut, lo, min(hi, cut), co_lo, max(co_hi, 1.0 - cut)
            elif part == 1:
                met = hi > cut and co_lo > cut
                a, b, co_a, co_b = max(lo, cut), min(hi, 1.0 - cut), min(co_lo, 1.0 - cut), max(co_hi, cut)
            else:
                met, a, b, co_a, co_b = co_hi < cut, max(lo, 1.0 - cut), hi, min(co_lo, cut), co_hi
            if met:
                found = mass_and_moment(a, b, co_a, co_b, inner if part == 1 else outer)
                mass, moment = mass + found[0], moment + found[1]
        out[first[row]] += weight[row] * moment
        out[second[row]] += weight[row] * (mass - moment)
