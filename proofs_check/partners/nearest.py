"""Nearest rows: by a tree in low dimension, by blocks of a Gram matrix in high ones, distances by coordinates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from theory.numbers import Array

TREE_DIMENSION = 12  # up to which a tree beats the matrix
BLOCK_BYTES = 2**26  # of squared distances that are formed at once
SPARE = 8  # candidates beyond those asked for, since a Gram matrix rounds


def nearest(among: Array, asking: Array, k: int) -> tuple[NDArray[np.intp], Array]:
    """The ``k`` nearest rows of ``among`` (n, d), k <= n, to each of ``asking`` (q, d), nearest first: (q, k) each.

    Returns their numbers and distances.  Where a Gram matrix ranks candidates, more are taken than asked for, and their
    distances worked out from differences, in which nothing cancels.

    >>> nearest(np.array([[0.0], [2.0], [5.0]]), np.array([[4.0]]), 2)
    (array([[2, 1]]), array([[1., 2.]]))
    """
    if among.shape[1] <= TREE_DIMENSION:
        from scipy.spatial import KDTree

        distances, rows = KDTree(among).query(asking, k=[*range(1, k + 1)])
        return np.asarray(rows, dtype=np.intp), np.asarray(distances, dtype=np.float64)
    centre = among.mean(axis=0)
    among, asking = among - centre, asking - centre
    norms = np.einsum("ij,ij->i", among, among)
    found: NDArray[np.intp] = np.empty((len(asking), k), dtype=np.intp)
    distances = np.empty((len(asking), k))
    width = min(k + SPARE, len(among))
    step = max(1, min(BLOCK_BYTES // (8 * len(among)), BLOCK_BYTES // (8 * width * among.shape[1])))
    for start in range(0, len(asking), step):
        block = asking[start : start + step]
        squares = norms - 2.0 * (block @ among.T)  # up to the norm of the row that asks
        candidates = np.argpartition(squares, width - 1, axis=1)[:, :width]
        exact = np.linalg.norm(among[candidates] - block[:, None], axis=2)
        order = np.argsort(exact, axis=1, kind="stable")[:, :k]
        found[start : start + step] = np.take_along_axis(candidates, order, axis=1)
        distances[start : start + step] = np.take_along_axis(exact, order, axis=1)
    return found, distances
