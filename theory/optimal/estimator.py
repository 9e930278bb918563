"""h_eps as a scikit-learn classifier: what a network of resolution eps that fits its Mixup loss would say."""

from __future__ import annotations

from numbers import Number
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.neighbors import NearestNeighbors
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_array, check_consistent_length, check_is_fitted, validate_data

from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.numbers import Array
from theory.optimal.fast import mixup_optimal
from theory.optimal.resolution import parse_resolution, unit


class MixupOptimalClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Predicts with h_eps of the training data, the Mixup-optimal constant in the ball of radius eps (Lemma 2.3).

    Where no mixed mass reaches the ball about a query, h_eps is not defined; there the class of the nearest
    training point is certain (h at that point, by Proposition 2.8).

    Weighted points stand for repeated ones as long as there are self-pairs; without, a repeated point still meets its
    copies, and a weighted one does not.

    Parameters
    ----------
    alpha : float
        The mixing distribution is Beta(alpha, alpha).
    epsilon : float, str or None
        The resolution: a number in the unit of the points, or a text such as ``"U/8"`` or ``".2U"``, where U is the
        median distance between points of different classes (:func:`theory.optimal.resolution.unit`).  ``None`` and
        ``"auto"`` are U/8.
    self_pairs : bool
        Whether a point is mixed with itself.

    Attributes
    ----------
    classes_ : ndarray, shape (k,)
        The labels, sorted.
    epsilon_ : float
        The resolution in use.
    dataset_ : LabeledDataset
        The training data.
    n_features_in_ : int
        The dimension d.

    Raises
    ------
    ValueError
        By ``fit``, for two training points at one location with different labels (leave one out), as for any
        :class:`~theory.LabeledDataset`.

    Examples
    --------
    >>> model = MixupOptimalClassifier(alpha=32, epsilon=0.25).fit([[0], [1], [2]], ["a", "b", "a"])
    >>> model.predict([[0], [1]]).tolist(), model.predict_proba([[1]]).round(3).tolist()
    (['a', 'a'], [[0.657, 0.343]])
    """

    def __init__(self, alpha: float = 1.0, epsilon: float | str | None = None, self_pairs: bool = True) -> None:
        self.alpha = alpha
        self.epsilon = epsilon
        self.self_pairs = self_pairs

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> MixupOptimalClassifier:
        """Keep the data; ``X`` (n, d), ``y`` (n,), ``sample_weight`` (n,) the weights of P_X, uniform by default."""
        X, y = validate_data(self, X, y, dtype=np.float64)
        check_classification_targets(y)
        weights = np.ones(len(X)) if sample_weight is None else _weights(sample_weight, X)
        self.classes_ = np.unique(y)
        kept = weights > 0
        if not kept.any():
            raise ValueError("all sample weights are zero: at least one must be positive")
        share = None if sample_weight is None else weights[kept] / weights[kept].sum()
        self.dataset_ = LabeledDataset(X[kept], np.searchsorted(self.classes_, y[kept]), share)
        self.epsilon_ = parse_resolution(self.epsilon, unit(self.dataset_).value)
        self._law = Beta(self.alpha)
        self._nearest = NearestNeighbors(n_neighbors=1).fit(X[kept])
        return self

    def predict_proba(self, X: Any) -> Array:
        """h_eps at the rows of ``X`` (q, d): probabilities (q, k), columns as ``classes_``."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=np.float64, reset=False)
        present = np.array(self.dataset_.classes, dtype=np.intp)  # a class whose weights are all 0 is absent
        h: Array = np.zeros((len(X), len(self.classes_)))
        h[:, present] = mixup_optimal(self.dataset_, self._law, X, self.epsilon_, self.self_pairs)
        if (undefined := np.flatnonzero(np.isnan(h[:, present[0]]))).size:
            nearest = self._nearest.kneighbors(X[undefined], return_distance=False)[:, 0]
            h[undefined] = 0.0
            h[undefined, present[self.dataset_.codes[nearest]]] = 1.0
        return h

    def predict(self, X: Any) -> NDArray[Any]:
        """The likeliest class at the rows of ``X`` (q, d), the first of those that tie."""
        check_is_fitted(self)
        found: NDArray[Any] = self.classes_[self.predict_proba(X).argmax(axis=1)]
        return found


def _weights(given: Any, X: Array) -> Array:
    """Weights (n,) of the rows of ``X``, of which one number stands for equal ones.

    Raises ``ValueError`` for weights that are negative, not finite, or of another shape.
    """
    if isinstance(given, Number):
        given = np.full(len(X), given)
    weights: Array = check_array(
        given, ensure_2d=False, allow_nd=True, dtype=np.float64, input_name="sample_weight", ensure_non_negative=True
    )
    if weights.ndim != 1:
        raise ValueError(f"sample_weight must have shape ({len(X)},), not {weights.shape}")
    check_consistent_length(X, weights)
    return weights
