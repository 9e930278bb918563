"""Which of two points is nearer to a third, decided exactly in float64: numba kernels for the majority clearance.

A difference of two floats is a sum of two floats exactly (Knuth), and so is a product (Dekker); a sum of many is kept
as a list of floats that do not overlap (Shewchuk 1997, as in :func:`math.fsum`), whose largest has the sign of all.
"""

from __future__ import annotations

import numba
import numpy as np

SPLITTER = 2.0**27 + 1.0
PARTS = 1200  # more than floats that do not overlap, from 2^16 down to 2^-1074, can be
FINEST = 2.0**-484  # products of such numbers, and of their last digits, do not underflow


@numba.njit(inline="always")
def _two_sum(a, b):  # type: ignore[no-untyped-def]
    """a + b as a rounded sum and its error, exactly."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


@numba.njit(inline="always")
def _two_product(a, b):  # type: ignore[no-untyped-def]
    """a b as a rounded product and its error, exactly unless it underflows."""
    product = a * b
    big = SPLITTER * a
    a_high = big - (big - a)
    big = SPLITTER * b
    b_high = big - (big - b)
    a_low, b_low = a - a_high, b - b_high
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


@numba.njit
def _add(parts, used, value):  # type: ignore[no-untyped-def]
    """Add a float to the ``used`` parts of an exact sum, and return how many there are now."""
    kept = 0
    for i in range(used):
        value, error = _two_sum(value, parts[i])
        if error != 0.0:
            parts[kept] = error
            kept += 1
    parts[kept] = value
    return kept + 1


@numba.njit
def _add_square(parts, used, a, b, sign):  # type: ignore[no-untyped-def]
    """Add ``sign`` (a - b)^2 to an exact sum."""
    high, low = _two_sum(a, -b)
    for first, second, factor in ((high, high, sign), (high, low, 2.0 * sign), (low, low, sign)):
        product, error = _two_product(first, second)
        used = _add(parts, used, factor * error)
        used = _add(parts, used, factor * product)
    return used


@numba.njit
def _exactly_nearer(x, v, u):  # type: ignore[no-untyped-def]
    parts, used = np.empty(PARTS), 0
    for k in range(x.shape[0]):
        used = _add_square(parts, used, u[k], x[k], 1.0)
        used = _add_square(parts, used, v[k], x[k], -1.0)
    return parts[used - 1] > 0.0


@numba.njit
def is_nearer(x, v, u):  # type: ignore[no-untyped-def]
    """Whether v is nearer to x than u is: by float64 sums, and exactly where their rounding leaves a doubt.

    Every coordinate is 0 or at least ``FINEST``, and at most 1.
    """
    to_u = to_v = 0.0
    for k in range(x.shape[0]):
        to_u += (u[k] - x[k]) ** 2
        to_v += (v[k] - x[k]) ** 2
    doubt = (x.shape[0] + 4) * 2.0**-52 * (to_u + to_v)
    if abs(to_u - to_v) > doubt:
        return to_v < to_u
    return _exactly_nearer(x, v, u)
