"""Numba kernels of :mod:`theory.optimal`: which segments certainly miss a ball, and the masses of the others.

Notation: x is the centre and r the radius of the ball, s and t are data points, a = s - x, b = t - x, and the line
through s and t passes x at lambda = ``foot``, where lambda weighs s::

    t -------- foot ---- s      ||foot - x||^2 = (|a|^2 |b|^2 - (a.b)^2)/||s - t||^2
                 |              the open ball cuts out |lambda - foot| < half,
                 x                  half^2 ||s - t||^2 = r^2 - ||foot - x||^2

Each kernel works on blocks, so that memory stays bounded, and is the fast form of a formula whose readable form lives
elsewhere; property tests hold the two together.  Squared distances rule out, with room for their errors
(:func:`too_far`); what they cannot rule out is taken from coordinates, where nothing cancels.
"""

from __future__ import annotations

from typing import NamedTuple

import numba
import numpy as np
from numpy.typing import NDArray

from theory.mixing.interval_kernel import mass_and_moment
from theory.numbers import Array

BESIDE, BEYOND = 3.0, 2.0  # slacks by which a segment misses a ball beside its line, or beyond an end: see too_far
ROUNDING = 2.0**-52  # a squared distance in d dimensions is within half of (d + 4) of these, relatively


class Sample(NamedTuple):
    """The data as the kernels have them: ``points`` (n, d), ``weights`` (n,), and ``codes`` (n,) of the classes."""

    points: Array
    weights: Array
    codes: NDArray[np.intp]


class Rows(NamedTuple):
    """Squared distances from q queries x and from the r rows s = ``start``, ``start`` + 1, ... to all n points t.

    ``squares`` (q, n) are ||x - t||^2, up to rounding; ``lengths`` (r, n) are ||s - t||^2, up to ``error`` and
    rounding.  They only rule out.
    """

    squares: Array
    lengths: Array
    start: int
    error: float


@numba.njit(inline="always")
def too_far(a2, b2, length, square, slack):  # type: ignore[no-untyped-def]
    """Whether the segment misses the ball for certain, from |a|^2, |b|^2 and ||s - t||^2, and the ball's r^2.

    ``slack`` bounds the error of ||s - t||^2, and half of it that of |a|^2 and of |b|^2.  Where both ends seem outside,
    r^2 is at most both/2, with both = |a|^2 + |b|^2.  Write c = a.b = (both - ||s - t||^2)/2.  The line misses the ball
    if |a|^2 |b|^2 - c^2 > r^2 ||s - t||^2.  The derivatives of the left side by the three squares are b.(b - a),
    a.(a - b) and c.  The first two are together at most ||s - t|| (|a| + |b|), so 2 both at most; c is both/2 at most.
    Hence errors change the left side by slack both (1 + 1/2) and the right side by slack both/2, together by 2 slack
    both; the third (``BESIDE``) is for terms of second order and the rounding of the comparison.  The foot is beyond s
    if c > |a|^2, a difference whose error is at most ``slack`` (``BEYOND`` has room), and likewise for t.
    """
    if a2 < square or b2 < square:
        return False
    both = a2 + b2
    c = 0.5 * (both - length)
    if a2 * b2 - c * c > square * length + BESIDE * slack * both:
        return True
    return c > a2 + BEYOND * slack or c > b2 + BEYOND * slack


@numba.njit(parallel=True, cache=True)
def add_local_masses(out, reached, x, sample, rows, radius, self_pairs, law):  # type: ignore[no-untyped-def]
    """Add to ``out`` (q, k) what the pairs of a block of rows give to N_i of Lemma 2.3 at each row of ``x``.

    ``reached`` (q,) becomes True where some pair's segment meets the ball, whether or not its mass underflows.
    Each pair t > s stands for both orders, under the symmetrised ``law``.
    """
    points, weights, codes = sample
    squares, lengths, start, error = rows
    n, d = points.shape
    rounding = (d + 4) * ROUNDING
    square = radius * radius
    for q in numba.prange(x.shape[0]):
        for r in range(lengths.shape[0]):
            s = start + r
            a2 = squares[q, s]
            if self_pairs and a2 < square:
                reached[q] = True
                out[q, codes[s]] += weights[s] * weights[s]
            for t in range(s + 1, n):
                b2, length = squares[q, t], lengths[r, t]
                both = a2 + b2  # too_far, written out: a call takes a fifth longer here
                slack = rounding * (both + square) + error
                c = 0.5 * (both - length)
                if a2 > square and b2 > square:
                    if a2 * b2 - c * c > square * length + BESIDE * slack * both:
                        continue
                    if c > a2 + BEYOND * slack or c > b2 + BEYOND * slack:
                        continue
                mass, moment = 1.0, 0.5
                if not (a2 < square and b2 < square):
                    c = length = 0.0
                    for k in range(d):
                        c += (points[s, k] - x[q, k]) * (points[t, k] - x[q, k])
                        length += (points[s, k] - points[t, k]) ** 2
                    if length == 0.0:
                        continue
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
