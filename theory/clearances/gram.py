"""Lengths and projections from inner products, with bounds of what rounding does to them; locations of points.

Nothing that comes from here is a result: it rules out, and what it rules out is far (claims ``clearance-engine`` and
``clearance-engine-rows``).
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from theory.numbers import Array

Lengths = NDArray[np.float32]
Centred = tuple[NDArray[Any], Array]  # centred points (n, d) in the precision of a Gram matrix, squares of norms (n,)
SAMPLE = 32  # points whose nearest neighbours tell how fine distances must be
COARSE = 2.0**-8  # share of a typical squared nearest distance that the float32 matrix may be wrong by
DAMPING = (2.0, 5.0, 10.0, 20.0, 50.0, 100.0)  # mu, in mean variances of a coordinate
STRIP = 2048  # queries whose vectors are found together
MANY, MANY_TIMES = 8192, 8  # points, in all and a dimension, from which better vectors than c - x are worth their time
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


def gamma(terms: int, unit: Fraction) -> Fraction | None:
    """The gamma of rounding: k factors 1 + delta, |delta| <= u, are within ku/(1 - ku) of 1; needs 0 <= ku < 1.

    >>> gamma(3, Fraction(1, 8))
    Fraction(3, 5)
    """
    return terms * unit / (1 - terms * unit) if 0 <= terms * unit < 1 else None


def _share(dimension: int, kind: np.dtype[Any]) -> float:
    """What share of |u||v| an inner product may be wrong by, summed in any order, parts in float64 included."""
    parts = [gamma(dimension + 8, Fraction(unit)) for unit in (UNITS[kind], UNITS[np.dtype(np.float64)])]
    return math.inf if parts[0] is None or parts[1] is None else float(parts[0] + parts[1])


def _moved(points: Array, largest: float) -> float:
    """Bound of how far rounding moves a point whose coordinates are centred."""
    double = UNITS[np.dtype(np.float64)]
    return 4 * double * math.sqrt(points.shape[1]) * (float(np.abs(points).max()) + largest)


def gram_error(points: Array, norms: Array, kind: type[np.floating[Any]] = np.float64) -> float:
    """Twice a bound of what rounding does to |u|^2 + |v|^2 - 2 u.v after centring, u.v in float64 or float32.

    An inner product of d terms, summed in any order, is within d + 2 units of |u| |v|, rounding of u and v to
    ``kind`` included; the squares are taken in float64.
    """
    largest = float(norms.max())
    moved = _moved(points, largest)
    return float(4 * _share(points.shape[1], np.dtype(kind)) * largest**2 + 4 * moved * (largest + moved))


def projection_error(points: Array, norms: Array, kind: np.dtype[Any]) -> float:
    """Bound of what rounding does to e.(u - x), as e.u in ``kind`` after centring less e.x, for a unit vector e."""
    largest = float(norms.max())
    return float(2 * _share(points.shape[1], kind) * largest + 2 * _moved(points, largest))


def precision(points: Array, centred: Array, norms: Array) -> tuple[NDArray[Any], float]:
    """What the Gram matrix is made from, and its error: float32 where nearest neighbours are far in comparison."""
    few = np.linspace(0, len(points) - 1, SAMPLE).astype(np.intp)
    from scipy.spatial.distance import cdist

    squares = cdist(points[few], points, "sqeuclidean")
    squares[squares == 0] = np.inf
    typical = float(np.median(squares.min(axis=1)))
    error = gram_error(points, norms, np.float32)
    if error <= COARSE * typical:
        return centred.astype(np.float32), error
    return centred, gram_error(points, norms)


def lengths_of_rows(
    matrix: NDArray[Any], squares: Array, rows: NDArray[np.intp], error: float, out: Lengths, gram: NDArray[Any]
) -> Lengths:
    """Upper bounds of the distances from some rows to all points: see :func:`lengths_between`."""
    return lengths_between((matrix[rows], squares[rows]), (matrix, squares), error, out, gram)


def lengths_between(rows: Centred, columns: Centred, error: float, out: Lengths, gram: NDArray[Any]) -> Lengths:
    """Upper bounds of the distances (t, n), in float32 within 2^-22: the first t rows of ``out``.

    ``gram`` (r, n) is room for r rows of the Gram matrix; memory is used again because new memory takes time.
    """
    from theory.clearances.kernels import to_lengths

    lengths = out[: len(rows[0])]
    for start in range(0, len(lengths), len(gram)):
        part = slice(start, start + len(gram))
        strip = np.matmul(rows[0][part], columns[0].T, out=gram[: len(lengths[part])])
        to_lengths(lengths[part], strip, rows[1][part], columns[1], error)
    return lengths


class Axes(NamedTuple):
    """For each of q queries x a vector e, along which few ends of short reach lie.

    A segment that comes within r of x has an end u with e.(u - x) <= |e| r, for any e.  ``vectors`` (q, d) are the e;
    with ``offset`` (q,), e.x and room for rounding, and ``size`` (q,), |e|, it is e.u <= offset + size r.  Without
    vectors e is -x, towards the centroid, and e.u comes from lengths.
    """

    vectors: NDArray[Any] | None
    offset: Array
    size: Array


class Spread(NamedTuple):
    """How centred points scatter: the variances (d,) along their principal axes, and these axes (d, d), as columns."""

    variances: Array
    axes: NDArray[Any]


def spread_of(matrix: NDArray[Any]) -> Spread | None:
    """The :class:`Spread` of centred points (n, d), or ``None`` where it would cost more than it saves."""
    n, d = matrix.shape
    return spread_from(matrix.T @ matrix, n, matrix.dtype) if is_spread_worth_it(n, d) else None


def spread_from(products: NDArray[Any], n: int, kind: np.dtype[Any]) -> Spread:
    """The :class:`Spread` from the sum (d, d) of the n points' products of coordinates."""
    variances, axes = np.linalg.eigh(products.astype(np.float64) / n)
    return Spread(np.maximum(variances, 0), axes.astype(kind))


def is_spread_worth_it(n: int, d: int) -> bool:
    """Whether n points in d dimensions are so many that better axes save more than the spread costs."""
    return n >= max(MANY, MANY_TIMES * d)


def axes_to_centroid(squares: Array, query: NDArray[np.intp], error: float) -> Axes:
    """The axes -x, of centred points with these ``squares`` (n,) of norms; ``error`` is that of :func:`gram_error`."""
    size = np.sqrt(squares[query]) * (1 + 2.0**-40)
    return Axes(None, error + 2.0**-22 * float(squares.max()) - squares[query], size)


def best_axes(matrix: NDArray[Any], query: NDArray[np.intp], radius: Array, spread: Spread, error: float) -> Axes:
    """For each query the best of some vectors e: c - x, towards the centroid c, and (S + mu)^-1 (c - x).

    S is the covariance.  The best has most deviations between what counts and the centroid, (e.(c - x) - r |e|) over
    the root of e.S e, where r is the ``radius`` (q,): few points of a cloud lie farther out.  Which is chosen affects
    speed alone, so that it is found in the precision of ``matrix``; ``error`` is that of :func:`projection_error`.
    """
    here = matrix[query]
    vectors = np.empty_like(here)
    for start in range(0, len(here), STRIP):
        part = slice(start, start + STRIP)
        vectors[part] = _best_vectors(-here[part], radius[part], spread)
    return axes_along(vectors, here, error)


def axes_along(vectors: NDArray[Any], here: NDArray[Any], error: float) -> Axes:
    """These vectors (q, d) for the queries at centred points (q, d)."""
    size = np.sqrt(np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64)) * (1 + 2.0**-40)
    offset = np.einsum("ij,ij->i", vectors, here, dtype=np.float64)
    return Axes(vectors, offset + error * size, size)


def _best_vectors(towards: NDArray[Any], radius: Array, spread: Spread) -> NDArray[Any]:
    """The chosen vectors (q, d), about as long as unit vectors."""
    variances, inner = spread.variances, towards @ spread.axes
    squares = inner.astype(np.float64) ** 2
    most, chosen = np.full(len(inner), -np.inf), np.ones(inner.shape)
    for mu in np.array([*DAMPING, 1e9]) * max(float(variances.mean()), np.finfo(float).tiny):
        factors = mu / (variances + mu)
        length = np.sqrt(squares @ factors**2)
        scatter = np.sqrt(squares @ (factors**2 * variances))
        with np.errstate(invalid="ignore", divide="ignore"):
            deviations = (squares @ factors - radius * length) / scatter
            better = deviations > most
            chosen[better], most[better] = factors / length[better, None], deviations[better]
    return np.asarray((inner * chosen.astype(inner.dtype)) @ spread.axes.T)
