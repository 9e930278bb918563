"""Partners among the nearest neighbours of each row, and the pairs whose mixes come near points that they threaten.

In our study partners among the 10 nearest mended most of what Mixup broke at the training points (figure ``repairs``).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofs_check.partners.nearest import nearest
from theory.dataset import LabeledDataset
from theory.optimal.local_pairs import local_pairs


def neighbour_partners(X: Any, y: Any, k: int = 10) -> NDArray[np.intp]:
    """The ``k`` nearest other rows of each row, of whatever class, nearest first: (n, k).

    Parameters
    ----------
    X, y
        Points (n, ...), flattened here, and their n labels.
    k
        How many, at most n - 1.

    Examples
    --------
    >>> neighbour_partners([[0.0], [1.0], [3.0]], ["a", "b", "a"], k=1).ravel()
    array([1, 0, 1])
    """
    points = np.asarray(X, dtype=np.float64)
    points = points.reshape(len(points), -1)
    if len(y) != len(points):
        raise ValueError(f"{len(points)} points need {len(points)} labels, not {len(y)}")
    if not 1 <= k < len(points):
        raise ValueError(f"k must be between 1 and {len(points) - 1}, not {k}")
    found = nearest(points, points, k + 1)[0]
    others = found != np.arange(len(points))[:, None]
    others[others.all(axis=1), -1] = False  # a row that k copies of it keep from its own list
    return np.asarray(found[others].reshape(len(points), k), dtype=np.intp)


def guilty_mask(dataset: LabeledDataset, epsilon: float) -> NDArray[np.bool_]:
    """Which pairs of rows have a mix within ``epsilon`` of a point that it threatens: (n, n), symmetric.

    A pair threatens a point if neither end is at its place and not both are in its class, as in the repaired clearance.
    Raises ``ValueError`` if more pairs come near a point than can be listed.

    Examples
    --------
    >>> guilty_mask(LabeledDataset([[0.0], [1.0], [2.0]], ["a", "b", "a"]), 0.5)[0]
    array([False, False,  True])
    """
    n, codes = dataset.n_points, dataset.codes
    mask, seen = np.zeros((n, n), dtype=np.bool_), 0
    for near in local_pairs(dataset, np.arange(n), np.full(n, epsilon)):
        u, v = near.pair.T
        here = near.to_points == 0
        threatens = ~(here[u] | here[v]) & ((codes[u] != near.own) | (codes[v] != near.own))
        mask[u[threatens], v[threatens]] = True
        seen += 1
    if seen < n:
        raise ValueError(f"more pairs come within {epsilon:g} of a point than can be listed: take a smaller epsilon")
    return mask | mask.T
