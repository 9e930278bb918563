"""A plane through the mixed labels near a point: an empirical rival of h_eps, without eps and without theorems.

h_eps is a local constant, the mean label of the mixes in a ball.  Here a plane is fitted to the labels of the mixes
nearest to a point, by weighted ridge regression, and read off at the point: at the edge of the data, where all mixes
lie on one side, that does not pull the label inwards.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from theory.mixing import Beta
from theory.numbers import Array

MIXES_A_POINT, MOST_MIXES = 100, 100_000
SHARE = 0.05  # of the mixes: the nearest ones, through which the plane goes
LEAST = 3  # mixes for each coefficient of the plane, at least
MOST_DIMENSIONS = 64  # above, the leading principal components stand for the points
RIDGE, FLOOR = 1e-3, 1e-6  # of the mean square of a column; of the largest weight
DISTANCES_AT_ONCE = 2**22


def nearest_plane(queries: Array, mixes: Array, labels: Array, neighbours: int) -> Array:
    """The plane through the ``neighbours`` nearest mixes, read off at each query.

    Parameters
    ----------
    queries, mixes, labels
        Points (q, d), mixed points (m, d) and their mixed labels (m, k).
    neighbours
        How many mixes a plane goes through, 2 at least; they weigh (1 - (r/R)^3)^3 at distance r, R the largest.

    Returns
    -------
    Array
        (q, k); a row sums to what labels sum to, and may have entries below 0.
    """
    from scipy.spatial.distance import cdist

    found: Array = np.empty((len(queries), labels.shape[1]))
    step = max(1, DISTANCES_AT_ONCE // len(mixes))
    for start in range(0, len(queries), step):
        block = queries[start : start + step]
        distances = cdist(block, mixes)
        nearest = np.argpartition(distances, neighbours - 1, axis=1)[:, :neighbours]
        for row, (query, chosen) in enumerate(zip(block, nearest, strict=True), start):
            found[row] = _plane(mixes[chosen] - query, labels[chosen], distances[row - start, chosen])
    return found


def _plane(steps: Array, labels: Array, distances: Array) -> Array:
    """The constant of the weighted ridge plane; only its slopes are shrunk."""
    reach = float(distances.max()) or 1.0
    weights = (1 - (distances / reach) ** 3) ** 3 + FLOOR
    design = np.column_stack([np.ones(len(steps)), steps / reach])  # without a unit, so that the ridge has none
    gram = (design.T * weights) @ design
    penalty = np.eye(len(gram)) * (RIDGE * np.trace(gram) / len(gram))
    penalty[0, 0] = 0.0
    return np.asarray(np.linalg.solve(gram + penalty, (design.T * weights) @ labels)[0])


class MixupPlaneClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """What networks trained with Mixup say, estimated from planes through sampled mixes: empirical, not certified.

    Parameters
    ----------
    alpha
        The mixing distribution is Beta(alpha, alpha), or Beta(a, b) for a pair (a, b).
    self_pairs
        Whether a point is mixed with itself.
    prob
        The share of samples that are mixed at all.
    share
        The share of the 100 n sampled mixes that a plane goes through.
    random_state
        Of the sample.

    Attributes: ``classes_`` (k,), ``n_features_in_``, ``mixes_`` (m, d) and their labels ``labels_`` (m, k).

    Examples
    --------
    >>> model = MixupPlaneClassifier(alpha=8).fit([[0.0], [1.0], [2.0]], ["a", "b", "a"])
    >>> model.predict([[0.0], [2.0]]).tolist()
    ['a', 'a']
    """

    def __init__(
        self,
        alpha: float | tuple[float, float] = 1.0,
        self_pairs: bool = True,
        prob: float = 1.0,
        share: float = SHARE,
        random_state: Any = 0,
    ) -> None:
        self.alpha = alpha
        self.prob = prob
        self.self_pairs = self_pairs
        self.share = share
        self.random_state = random_state

    def fit(self, X: Any, y: Any) -> MixupPlaneClassifier:
        """Draw the mixes; ``X`` (n, d), ``y`` (n,)."""
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        law = Beta.of(self.alpha)
        if not 0 <= self.prob <= 1:
            raise ValueError(f"prob must be between 0 and 1, not {self.prob!r}")
        if not 0 < self.share <= 1:
            raise ValueError(f"share must be above 0 and at most 1, not {self.share!r}")
        self.classes_, codes = np.unique(y, return_inverse=True)
        self._directions = self._principal(X)
        points, labels = X @ self._directions, np.eye(len(self.classes_))[codes]
        rng = check_random_state(self.random_state)
        n, count = len(points), min(MIXES_A_POINT * len(points), MOST_MIXES)
        first = rng.randint(n, size=count)
        second = rng.randint(n, size=count)
        if not self.self_pairs and n > 1:
            second = (first + rng.randint(1, n, size=count)) % n
        lam = rng.beta(float(law.alpha), float(law.beta), size=(count, 1))
        if self.prob < 1:
            lam[rng.random_sample(count) >= self.prob] = 1.0
        self.mixes_ = lam * points[first] + (1 - lam) * points[second]
        self.labels_ = lam * labels[first] + (1 - lam) * labels[second]
        return self

    @staticmethod
    def _principal(points: Array) -> Array:
        """Directions (d, d') in which points are looked at: all of them, or the leading principal ones."""
        if points.shape[1] <= MOST_DIMENSIONS:
            return np.eye(points.shape[1])
        centred = points - points.mean(axis=0)
        return np.asarray(np.linalg.svd(centred, full_matrices=False)[2][:MOST_DIMENSIONS].T)

    def plane(self, X: Any) -> Array:
        """The planes' values at the rows of ``X`` (q, d): (q, k), rows sum to 1, entries may lie outside [0, 1]."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        count, coefficients = len(self.mixes_), self.mixes_.shape[1] + 1
        neighbours = min(max(int(self.share * count), LEAST * coefficients), count)
        return nearest_plane(X @ self._directions, self.mixes_, self.labels_, neighbours)

    def predict_proba(self, X: Any) -> Array:
        """The same, cut to [0, 1] and brought back to the sum 1."""
        inside = np.clip(self.plane(X), 0.0, 1.0)
        return np.asarray(inside / inside.sum(axis=1, keepdims=True))

    def predict(self, X: Any) -> NDArray[Any]:
        """The likeliest class at the rows of ``X`` (q, d), the first of those that tie."""
        check_is_fitted(self)
        found: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return found
