"""Numba kernels of the float64 engines: loops over all pairs of a dataset that NumPy cannot fuse.

Each kernel works on blocks, so that memory stays bounded, and is the fast form of a formula whose readable
form lives elsewhere; property tests hold the two together.
"""

from __future__ import annotations

import numba
import numpy as np

from theory.beta_table import NODES

ROUNDING = 2.0**-52  # a squared distance in d dimensions is within (d + 4) of these, relatively
UNIFORM, TABLE, ATOMS = 0, 1, 2


@numba.njit(inline="always")
def _below(lam, cells, tail, start, first, shift):  # type: ignore[no-untyped-def]
    """Mass and moment of a Beta law below lam in [0, 1/2], from its table (``theory.beta_table``)."""
    if lam < start:
        mass = moment = 0.0
        if lam > 0.0:
            for row in range(tail.shape[0]):
                c, e = tail[row, 0], tail[row, 1]
                term = c * lam**e
                mass += term
                moment += term * lam * e / (e + 1.0)
        return mass, moment
    cell = min((np.float64(lam).view(np.int64) >> shift) - first, cells.shape[0] - 1)
    left = np.int64((cell + first) << shift).view(np.float64)
    right = np.int64((cell + first + 1) << shift).view(np.float64)
    t = 2.0 * (lam - left) / (right - left) - 1.0
    mass, moment = cells[cell, 0, 0], cells[cell, 1, 0]
    for power in range(1, NODES + 1):
        mass = mass * t + cells[cell, 0, power]
        moment = moment * t + cells[cell, 1, power]
    return mass, moment


@numba.njit(inline="always")
def _interval(lo, hi, co_lo, co_hi, law):  # type: ignore[no-untyped-def]
    """Mass and moment of (lo, hi), cut to [0, 1], under a symmetric law; co_lo = 1 - lo and co_hi = 1 - hi."""
    kind, cells, tail, start, first, shift, atoms = law
    if kind == UNIFORM:
        lo, hi = max(lo, 0.0), min(hi, 1.0)
        return hi - lo, 0.5 * (hi - lo) * (hi + lo)
    if kind == ATOMS:
        mass = moment = 0.0
        for row in range(atoms.shape[0]):
            if lo < atoms[row, 0] and atoms[row, 0] < hi:
                mass += atoms[row, 1]
                moment += atoms[row, 0] * atoms[row, 1]
        return mass, moment
    lo, hi, co_lo, co_hi = max(lo, 0.0), min(hi, 1.0), min(co_lo, 1.0), max(co_hi, 0.0)
    left, right = hi <= 0.5, lo >= 0.5  # on one side of 1/2, or across
    outer = co_hi if right else lo
    inner = hi if left else (co_lo if right else co_hi)
    less, less_moment = _below(outer, cells, tail, start, first, shift)  # two places of a call: each is inlined
    mass, moment = _below(inner, cells, tail, start, first, shift)
    if left:
        return mass - less, moment - less_moment
    if right:  # the mirror image: moments of 1 - lambda
        return mass - less, (mass - less) - (moment - less_moment)
    return (0.5 - less) + (0.5 - mass), 0.5 - less_moment - (mass - moment)


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
                    mass, moment = _interval(foot - half, foot + half, co_foot + half, co_foot - half, law)
                reached[q] = True
                weight = 2.0 * weights[s] * weights[t]
                out[q, codes[s]] += weight * moment
                out[q, codes[t]] += weight * (mass - moment)
