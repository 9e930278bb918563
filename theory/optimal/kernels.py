"""Numba kernels of the float64 engines: loops over all pairs of a dataset that NumPy cannot fuse.

Each kernel works on blocks, so that memory stays bounded, and is the fast form of a formula whose readable
form lives elsewhere; property tests hold the two together.
"""

from __future__ import annotations

import numba
import numpy as np

from theory.mixing.interval_kernel import mass_and_moment

ROUNDING = 2.0**-52  # a squared distance in d dimensions is within (d + 4) of these, relatively


@numba.njit(parallel=True, cache=True)
def add_local_masses(out, reached, x, points, weights, codes, squares, lengths, start_row, epsilon, self_pairs, law):  # type: ignore[no-untyped-def]
    """Add to ``out`` (q, k) what the pairs of a block of rows give to N_i of Lemma 2.3 at each row of ``x``.

    ``reached`` (q,) becomes True where some pair's segment meets the ball, whether or not its mass underflows.

    ``squares`` (q, n) are ||x - s||^2 and ``lengths`` (r, n) are ||s - t||^2 for the rows s = start_row, ...
    Each pair t > s stands for both orders, under the symmetrised ``law``.  With a = s - x and b = t - x the line
    passes x at squared distance (|a|^2 |b|^2 - (a.b)^2)/||s - t||^2.  That rules a pair out, with room for
    rounding; the interval of a survivor is taken from coordinates, where nothing cancels.
    """
    n, d = points.shape
    rounding = (d + 4) * ROUNDING
    square = epsilon * epsilon
    for q in numba.prange(x.shape[0]):
        for r in range(lengths.shape[0]):
            s = start_row + r
            a2 = squares[q, s]
            if self_pairs and a2 < square:
                reached[q] = True
                out[q, codes[s]] += weights[s] * weights[s]
            for t in range(s + 1, n):
                b2, length = squares[q, t], lengths[r, t]
                both = a2 + b2
                slack = rounding * (both + square)
                c = 0.5 * (both - length)
                if a2 * b2 - c * c > square * length + 2.0 * slack * both:
                    continue
                if a2 > square and b2 > square and (c > a2 + 2.0 * slack or c > b2 + 2.0 * slack):
                    continue
                mass, moment = 1.0, 0.5
                if not (a2 < square and b2 < square):
                    if length == 0.0:
                        continue
                    c = 0.0
                    for k in range(d):
                        c += (points[s, k] - x[q, k]) * (points[t, k] - x[q, k])
                    foot, co_foot = (b2 - c) / length, (a2 - c) / length
                    gap = square
                    for k in range(d):
                        offset = foot * (points[s, k] - x[q, k]) + co_foot * (points[t, k] - x[q, k])
                        gap -= offset * offset
                    if gap <= 0.0:
                        continue
                    half = np.sqrt(gap / length)
                    if foot - half >= 1.0 or foot + half <= 0.0:
                        continue
                    mass, moment = mass_and_moment(foot - half, foot + half, co_foot + half, co_foot - half, law)
                reached[q] = True
                weight = 2.0 * weights[s] * weights[t]
                out[q, codes[s]] += weight * moment
                out[q, codes[t]] += weight * (mass - moment)
