"""h_eps on all pairs of a dataset in float64: the fast form of the closed form in :mod:`theory.optimal.exact`.

Every unordered pair stands for both orders, so that only the symmetrised mixing distribution enters.  Work
is done in blocks of queries and of rows: memory does not grow with the number of pairs times queries.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.dataset import LabeledDataset
from theory.mixing import Mixing
from theory.mixing.kernel_law import KernelLaw
from theory.mixing.laws import check_mixing
from theory.numbers import Array, ball, precision
from theory.optimal.pair_lengths import PairLengths

QUERY_BLOCK = 2**22  # squared distances from a block of queries to all points: 32 MiB
ROW_BLOCK = 2**17  # squared distances between a block of rows and all points: 1 MiB, so that it stays in cache
UNDERFLOW = 1e-280  # totals below have lost digits to denormal numbers: balls have no such limit
BALL_BITS = 200
MANY_COORDINATES = 16  # from which on lengths come from products of matrices


def mixup_optimal(
    dataset: LabeledDataset, mixing: Mixing, x: Any, epsilon: float, self_pairs: bool = True
) -> NDArray[np.float64]:
    """The Mixup-optimal classifier h_eps in float64: the mean mixed label of the mixes in a ball.

    h_eps^i(x) = N_i / sum N with N_i as in :func:`theory.optimal.exact.local_masses`, over all pairs of data points.

    Parameters
    ----------
    dataset : LabeledDataset
        n points in d dimensions, of k classes.
    mixing : Mixing
        The distribution P_f of lambda, such as ``Beta(1)``.
    x : array_like, shape (q, d)
        Where h_eps is asked for.
    epsilon : float
        Radius of the open ball, in the unit of the points.
    self_pairs : bool
        Whether a point is mixed with itself too.

    Returns
    -------
    ndarray, shape (q, k)
        Class probabilities, columns as ``dataset.classes``; NaN in the rows where the ball has no mixed mass.

    Raises
    ------
    ValueError
        Unless ``x`` has shape (q, d) with finite entries and ``epsilon`` is positive and finite; and where all mass
        underflows under a law that has float64 masses only (take a larger ``epsilon``, or an exact law).

    References
    ----------
    Chidambaram et al. 2022, submission version, Lemma 2.3.

    Examples
    --------
    >>> from theory.mixing import Beta
    >>> line = LabeledDataset.alternating_line()
    >>> mixup_optimal(line, Beta(32), [[1.0]], 0.25).round(3)
    array([[0.657, 0.343]])
    """
    check_mixing(mixing)
    radius = _radius(epsilon)
    points, queries, radius = _scaled(dataset.points, _queries(dataset, x), radius)
    masses: Array = np.zeros((len(queries), dataset.n_classes))
    reached = np.zeros(len(queries), dtype=np.bool_)
    law = mixing.kernel_law()
    step = max(1, QUERY_BLOCK // dataset.n_points)
    for start in range(0, len(queries), step):
        block = slice(start, start + step)
        if law is None:
            reached[block] = True
            masses[block] = [_general(dataset, mixing, points, q, radius, self_pairs) for q in queries[block]]
        else:
            _block(masses[block], reached[block], dataset, points, queries[block], radius, self_pairs, law)
    if mixing.has_full_support:  # a ball that is reached has mass, however little
        for row in np.flatnonzero(reached & (masses.sum(axis=1) < UNDERFLOW)):
            masses[row] = _underflowed(dataset, mixing, points, queries[row], radius, self_pairs)
    total = masses.sum(axis=1, keepdims=True)
    result: Array = np.divide(masses, total, out=np.full_like(masses, np.nan), where=total > 0)
    return result


def _radius(epsilon: float) -> float:
    try:
        value = float(epsilon)
    except (TypeError, ValueError):
        value = math.nan
    if not (value > 0 and math.isfinite(value)):
        raise ValueError(f"epsilon must be positive and finite, not {epsilon!r}")
    return value


def _queries(dataset: LabeledDataset, x: Any) -> Array:
    try:
        queries = np.array(x, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError("x must be numbers") from None
    if queries.ndim != 2 or queries.shape[1] != dataset.dimension:
        raise ValueError(f"x must have shape (q, {dataset.dimension}), not {queries.shape}")
    if not np.isfinite(queries).all():
        raise ValueError("x must be finite")
    return queries


def _scaled(points: Array, queries: Array, radius: float) -> tuple[Array, Array, float]:
    """Everything times one power of two, which rounds nothing and keeps squares from overflowing."""
    largest = max(np.abs(points).max(initial=0.0), np.abs(queries).max(initial=0.0))
    exponent = -math.frexp(largest)[1]
    radius = math.inf if radius > 4 * math.sqrt(points.shape[1]) * largest else math.ldexp(radius, exponent)
    scaled = (np.ascontiguousarray(np.ldexp(a, exponent)) for a in (points, queries))
    return (*scaled, max(radius, 2.0**-537))  # type: ignore[return-value]  # whose square is the least float


def _block(
    masses: Array,
    reached: NDArray[np.bool_],
    dataset: LabeledDataset,
    points: Array,
    queries: Array,
    radius: float,
    self_pairs: bool,
    law: KernelLaw,
) -> None:
    """Add N_i at a block of queries into ``masses``, a block of rows after the other."""
    from scipy.spatial.distance import cdist

    from theory.optimal.kernels import Rows, Sample, add_local_masses

    # data that were loaded read-only (memory maps) are another type, for which the kernel would be compiled again
    weights, codes = np.require(dataset.weights, requirements="W"), np.require(dataset.codes, requirements="W")
    sample = Sample(points, weights, codes)
    squares = cdist(queries, points, "sqeuclidean")
    for start, lengths, error in _lengths(points):
        add_local_masses(
            masses, reached, queries, sample, Rows(squares, lengths, start, error), radius, self_pairs, law
        )


def _lengths(points: Array) -> Iterator[tuple[int, Array, float]]:
    """Squared distances (r, n) from some rows of the points to all, the first row, and their error beside rounding."""
    from scipy.spatial.distance import cdist

    if points.shape[1] >= MANY_COORDINATES:
        found = PairLengths.of(points)
        yield from ((*block, found.error) for block in found.blocks())
        return
    step = max(1, ROW_BLOCK // len(points))
    for start in range(0, len(points), step):
        yield start, cdist(points[start : start + step], points, "sqeuclidean"), 0.0


def _intervals(points: Array, x: Array, radius: float) -> tuple[NDArray[np.intp], ...]:
    """The pairs s < t whose segment meets the ball about x, and the ends lo, hi of their open intervals."""
    a = points - x
    s, t = np.triu_indices(len(points), 1)
    step = a[s] - a[t]
    square, cross = np.einsum("pd,pd->p", step, step), np.einsum("pd,pd->p", step, a[t])
    with np.errstate(divide="ignore", invalid="ignore"):
        foot = -cross / square
        offset = a[t] + foot[:, None] * step
        half = np.sqrt((radius**2 - np.einsum("pd,pd->p", offset, offset)) / square)
    still = (square == 0) & (np.einsum("pd,pd->p", a[t], a[t]) < radius**2)
    lo, hi = np.where(still, -np.inf, foot - half), np.where(still, np.inf, foot + half)
    kept = (lo < 1) & (hi > 0)  # NaN where the line misses the ball
    return s[kept], t[kept], lo[kept], hi[kept]


def _general(
    dataset: LabeledDataset, mixing: Mixing, points: Array, x: Array, radius: float, self_pairs: bool
) -> Array:
    """N_i at one point for any mixing distribution, by its own vectorised masses."""
    weights, codes = dataset.weights, dataset.codes
    s, t, lo, hi = _intervals(points, x, radius)
    pair = weights[s] * weights[t]
    first, second = mixing.moment(lo, hi), mixing.moment(1 - hi, 1 - lo)  # the orders (s, t) and (t, s)
    own = first + mixing.mass(1 - hi, 1 - lo) - second
    other = mixing.mass(lo, hi) - first + second
    masses: Array = np.zeros(dataset.n_classes)
    np.add.at(masses, codes[s], pair * own)
    np.add.at(masses, codes[t], pair * other)
    if self_pairs:
        inside = np.flatnonzero(((points - x) ** 2).sum(axis=1) < radius**2)
        np.add.at(masses, codes[inside], weights[inside] ** 2)
    return masses


def _underflowed(
    dataset: LabeledDataset, mixing: Mixing, points: Array, x: Array, radius: float, self_pairs: bool
) -> Array:
    """N_i up to a factor, where float64 masses underflow: balls, whose exponents have no such limit."""
    mirrored = mixing.mirrored()
    masses = [ball(0)] * dataset.n_classes
    with precision(BALL_BITS):
        for s, t, lo, hi in zip(*_intervals(points, x, radius), strict=True):
            pair = ball(dataset.weights[s]) * ball(dataset.weights[t])
            for law in (mixing, mirrored):  # the orders (s, t) and (t, s): lambda always weighs s
                mass, moment = in_nearer_tail(law, float(lo), float(hi))
                masses[dataset.codes[s]] += pair * moment
                masses[dataset.codes[t]] += pair * (mass - moment)
        for s in np.flatnonzero(((points - x) ** 2).sum(axis=1) < radius**2) if self_pairs else ():
            masses[dataset.codes[s]] += ball(dataset.weights[s]) ** 2
        total = sum(masses[1:], masses[0])
        return np.array([float((m / total).mid()) for m in masses]) if total > 0 else np.zeros(len(masses))


def in_nearer_tail(law: Mixing, lo: float, hi: float) -> tuple[Any, Any]:
    """Mass and moment of (lo, hi) as balls; above 1/2 from the mirrored law, since 1 - tiny would lose the tail."""
    if lo < 0.5:
        ends = ball(max(lo, 0.0)), ball(min(hi, 1.0))
        return law.mass(*ends), law.moment(*ends)
    mirrored = law.mirrored()
    ends = 1 - ball(min(hi, 1.0)), 1 - ball(lo)
    mass = mirrored.mass(*ends)
    return mass, mass - mirrored.moment(*ends)
