"""Squared lengths from inner products, with bounds of what rounding does to them; locations of points."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.numbers import Array

UNITS = {np.dtype(np.float64): 2.0**-53, np.dtype(np.float32): 2.0**-24}


def scaled(points: Array) -> tuple[Array, int]:
    """The points times a power of two, which rounds nothing, so that squares neither overflow nor vanish."""
    exponent = -math.frexp(np.abs(points).max(initial=0.0))[1]
    return np.ascontiguousarray(np.ldexp(points, exponent)), exponent


def locations(points: Array) -> NDArray[np.intp]:
    """For every point the first index at its location."""
    first: dict[bytes, int] = {}
    return np.array([first.setdefault(row.tobytes(), i) for i, row in enumerate(points + 0.0)], dtype=np.intp)


def lengths_of(vectors: Array) -> Array:
    """Lengths (..., 1) of vectors (..., d) that are not zero; their squares neither overflow nor vanish."""
    largest = np.abs(vectors).max(axis=-1, keepdims=True)
    return np.asarray(largest * np.linalg.norm(vectors / largest, axis=-1, keepdims=True))


def gram_error(points: Array, norms: Array, kind: type[np.floating[Any]] = np.float64) -> float:
    """Twice a bound of what rounding does to |u|^2 + |v|^2 - 2 u.v after centring, u.v in float64 or float32.

    An inner product of d terms, summed in any order, is within d + 2 units of |u| |v|, rounding of u and v to
    ``kind`` included; the squares are taken in float64.
    """
    d: int = points.shape[1]
    largest = float(norms.max())
    double = UNITS[np.dtype(np.float64)]
    moved = 4 * double * math.sqrt(d) * (float(np.abs(points).max()) + largest)  # by rounding centred coordinates
    products = 4 * (d + 8) * (UNITS[np.dtype(kind)] + double) * largest**2
    return float(products + 4 * moved * (largest + moved))
