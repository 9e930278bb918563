"""Clearance by looking at every pair: exact data one by one, float64 data block by block."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from theory.clearances.exact import exact_clearance
from theory.clearances.found import Clearance, Form, Metric, at_location
from theory.dataset import LabeledDataset
from theory.numbers import Array

BLOCK_BYTES = 256 << 10  # room for one block of mixed points, so that it stays in cache


def plain_clearance(dataset: LabeledDataset, query: NDArray[np.intp], form: Form, metric: Metric) -> Clearance:
    """Point by point, all pairs: exact on exact data, float64 otherwise."""
    one = _exact_one if dataset.is_exact else _float_one
    found = [one(dataset, int(index), form, metric) for index in query]
    distance = np.array([f[0] for f in found], dtype=np.float64)
    pair = np.array([f[1] for f in found], dtype=np.intp).reshape(-1, 2)
    mixing = np.array([f[2] for f in found], dtype=np.float64)
    return Clearance(distance, pair, mixing)


One = tuple[float, tuple[int, int], float]


NONE: One = (math.inf, (-1, -1), math.nan)


def _exact_one(dataset: LabeledDataset, index: int, form: Form, metric: Metric) -> One:
    found = exact_clearance(dataset, index, form, metric)
    return NONE if found.mixing is None else (found.distance, found.pair, float(found.mixing))


def _float_one(dataset: LabeledDataset, index: int, form: Form, metric: Metric) -> One:
    """One point against all pairs, from coordinates (no Gram matrix, which would cancel near 0)."""
    foreign = dataset.codes != dataset.codes[index]
    allowed = foreign if form == "printed" else ~at_location(dataset, index)
    candidates = np.flatnonzero(allowed)
    if not foreign[candidates].any():
        return NONE
    x, points = dataset.points[index], dataset.points[candidates]
    nearest = euclidean_block if metric == "euclidean" else _angular_block
    own = ~foreign[candidates]

    def block(rows: slice, columns: slice) -> tuple[Array, Array]:
        distance, mixing = nearest(x, points[rows], points[columns])
        distance[np.ix_(own[rows], own[columns])] = np.inf
        return distance, mixing

    return least_pair(points.shape, block, candidates)


def least_pair(
    shape: tuple[int, ...], block: Callable[[slice, slice], tuple[Array, Array]], candidates: NDArray[np.intp]
) -> One:
    """The least distance over the pairs u <= v of the candidates, rows of u block by block, and where it is.

    ``block`` gives distances and lambdas of some rows to some columns; (n, d) is the ``shape`` of the candidates'
    points.
    """
    best = NONE
    rows = max(1, BLOCK_BYTES // (8 * math.prod(shape)))
    for start in range(0, shape[0], rows):
        part = slice(start, min(start + rows, shape[0]))
        distance, mixing = block(part, slice(start, shape[0]))
        distance[np.tri(distance.shape[0], distance.shape[1], -1, dtype=np.bool_)] = np.inf
        u, v = np.unravel_index(int(np.argmin(distance)), distance.shape)
        if distance[u, v] < best[0]:
            pair = (int(candidates[start + u]), int(candidates[start + v]))
            best = (float(distance[u, v]), pair, float(mixing[u, v]))
    return best


def euclidean_block(
    x: Array, us: Array, vs: Array, least: Array | float = 0.0, most: Array | float = 1.0
) -> tuple[Array, Array]:
    """Distances from x to the parts least <= lambda <= most of the segments [u, v] (r, n), and the nearest lambdas."""
    a, b = us - x, vs - x
    direction = a[:, None] - b
    square = np.einsum("ijk,ijk->ij", direction, direction)
    with np.errstate(invalid="ignore", divide="ignore"):
        mixing = -np.einsum("jk,ijk->ij", b, direction) / square
    mixing = np.where(square > 0, np.clip(mixing, least, most), most)
    # Towards the nearer end, so that an end point at distance d is reported as d to the last digit.
    to_u = mixing > 0.5
    nearest = np.where(to_u, mixing - 1, mixing)[..., None] * direction
    nearest += np.where(to_u[..., None], a[:, None], b)
    return np.sqrt(np.einsum("ijk,ijk->ij", nearest, nearest)), mixing


def _angular_block(x: Array, us: Array, vs: Array) -> tuple[Array, Array]:
    """Angles between x and the directions of the segments [u, v] (r, n), and the raw lambda.

    In unit vectors: the weight w of u's direction is stationary where the arc is nearest to x's.
    """
    from theory.clearances.gram import lengths_of

    size_u, size_v = lengths_of(us), lengths_of(vs)
    x, us, vs = x / lengths_of(x), us / size_u, vs / size_v
    p, q, c = us @ x, vs @ x, us @ vs.T
    first, second = p[:, None] - q * c, q - p[:, None] * c
    with np.errstate(invalid="ignore", divide="ignore"):
        stationary = first / (first + second)
    interior = (first > 0) & (second > 0) & (c > -1 + 4 * np.finfo(float).eps)
    best = np.stack([np.ones_like(c), np.zeros_like(c), np.where(interior, stationary, 1.0)])
    angles = np.stack([_angle(x, w[..., None] * us[:, None] + (1 - w)[..., None] * vs) for w in best])
    choice = angles.argmin(axis=0)[None]
    weight = np.take_along_axis(best, choice, 0)[0]
    raw_u, raw_v = weight * size_v[:, 0], (1 - weight) * size_u
    return np.take_along_axis(angles, choice, 0)[0], raw_u / (raw_u + raw_v)


def _angle(x: Array, z: Array) -> Array:
    """Angle between a unit vector x and each row of z by atan2, accurate for small and for large angles."""
    with np.errstate(invalid="ignore", divide="ignore"):
        other = z / np.linalg.norm(z, axis=-1, keepdims=True)
    sine, cosine = np.linalg.norm(other - x, axis=-1), np.linalg.norm(other + x, axis=-1)
    return np.asarray(2 * np.arctan2(sine, cosine))
