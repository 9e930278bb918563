"""Numba kernel of :mod:`theory.midpoints.bijections`: ranks of N P A modulo a prime, one a completed bijection."""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(cache=True)
def rank_modulo(matrix, prime):  # type: ignore[no-untyped-def]
    """Rank of an integer matrix modulo a prime below 2^31; the matrix is overwritten."""
    rows, columns = matrix.shape
    rank = 0
    for column in range(columns):
        pivot = rank
        while pivot < rows and matrix[pivot, column] % prime == 0:
            pivot += 1
        if pivot == rows:
            continue
        for k in range(column, columns):
            matrix[rank, k], matrix[pivot, k] = matrix[pivot, k], matrix[rank, k]
        for row in range(rank + 1, rows):
            factor = matrix[row, column]
            if factor % prime != 0:
                for k in range(column, columns):
                    matrix[row, k] = (matrix[row, k] * matrix[rank, column] - factor * matrix[rank, k]) % prime
        rank += 1
    return rank


@numba.njit(cache=True)
def rank_counts(null, ends, head, rest, m, prime):  # type: ignore[no-untyped-def]
    """How often N P A has each rank when pair e goes to head[e] and those after it to ``rest`` in every order.

    ``null`` (q, E) is N, ``ends`` (E, 2) the points of each pair; returns counts of ranks 0, ..., m.
    """
    q, depth = null.shape[0], len(rest)
    sums = np.zeros((depth + 1, q, m), dtype=np.int64)  # N P A as far as the images are chosen
    for e in range(len(head)):
        for row in range(q):
            sums[0, row, ends[head[e], 0]] += null[row, e]
            sums[0, row, ends[head[e], 1]] += null[row, e]
    counts = np.zeros(m + 1, dtype=np.int64)
    chosen = np.full(depth, -1, dtype=np.int64)
    used = np.zeros(depth, dtype=np.bool_)
    matrix = np.empty((q, m), dtype=np.int64)
    level = 0
    while level >= 0:
        if level == depth:
            matrix[:] = sums[depth]
            counts[rank_modulo(matrix, prime)] += 1
            level -= 1
            continue
        if chosen[level] >= 0:
            used[chosen[level]] = False
        chosen[level] += 1
        while chosen[level] < depth and used[chosen[level]]:
            chosen[level] += 1
        if chosen[level] == depth:
            chosen[level] = -1
            level -= 1
            continue
        used[chosen[level]] = True
        image, e = rest[chosen[level]], len(head) + level
        sums[level + 1] = sums[level]
        for row in range(q):
            sums[level + 1, row, ends[image, 0]] += null[row, e]
            sums[level + 1, row, ends[image, 1]] += null[row, e]
        level += 1
    return counts
