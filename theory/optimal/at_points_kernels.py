"""Numba kernel of :mod:`theory.optimal.at_points`."""

from __future__ import annotations

import numba
import numpy as np

from theory.mixing.interval_kernel import mass_and_moment
from theory.optimal.kernels import ROUNDING, too_far
from theory.optimal.local_pairs_kernels import line_through


@numba.njit(parallel=True, cache=True)
def add_masses_at_points(out, reached, x, radii, sample, rows, near, laws):  # type: ignore[no-untyped-def]
    """Add to ``out`` (q, e, m, k) what pairs of different rows, with an end in a block of rows, give at each ``x``.

    ``radii`` (e,) are the resolutions; ``near`` (q, n) is as in :func:`theory.optimal.local_pairs_kernels.collect`, for
    the largest of them.  ``reached`` (q, e) becomes True where some pair's segment meets the ball.  ``laws``: tables as
    :func:`theory.optimal.at_points._stacked` joins them.
    """
    points, weights, codes = sample
    squares, lengths, start, error = rows
    numbers, starts, cells, tails, ends = laws
    n, d = points.shape
    rounding = (d + 4) * ROUNDING
    nothing = np.empty((0, 2))
    square = radii.max() ** 2
    for q in numba.prange(x.shape[0]):
        for r in range(lengths.shape[0]):
            row = start + r
            if not near[q, row]:
                continue
            a2 = squares[q, row]
            for other in range(n):
                if other == row or (other < row and near[q, other]):  # a pair that is met from its other end
                    continue
                b2 = squares[q, other]
                if too_far(a2, b2, lengths[r, other], square, rounding * (a2 + b2 + square) + error):
                    continue
                s, t = min(row, other), max(row, other)
                foot, co_foot, offset, length = line_through(x[q], points[s], points[t])
                weight = 2.0 * weights[s] * weights[t]
                for e in range(radii.shape[0]):
                    gap = radii[e] * radii[e] - offset
                    if gap <= 0.0:
                        continue
                    half = np.sqrt(gap / length) if length > 0.0 else np.inf
                    lo, hi, co_lo, co_hi = foot - half, foot + half, co_foot + half, co_foot - half
                    if lo >= 1.0 or hi <= 0.0:
                        continue
                    reached[q, e] = True
                    for m in range(numbers.shape[0]):
                        law = (
                            numbers[m, 0], cells[ends[m, 0] : ends[m + 1, 0]], tails[ends[m, 1] : ends[m + 1, 1]],
                            starts[m], numbers[m, 1], numbers[m, 2], nothing,
                        )  # fmt: skip
                        mass, moment = mass_and_moment(lo, hi, co_lo, co_hi, law)
                        out[q, e, m, codes[s]] += weight * moment
                        out[q, e, m, codes[t]] += weight * (mass - moment)
