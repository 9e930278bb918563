"""For a linear regression: how far a slope may move before a feature does more harm than good."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np


def break_even(feature: Any, cause: Any) -> float:
    """The shift of the slope of a feature X on its cause W from which on it is better to predict from W alone.

    T = d W + E and X = a T + b W + N; the slope b may change.  The regression of T on X and W then has a larger mean
    squared error than d W exactly if b moves by more than sqrt((a^2 v + n)/w), v, w and n the variances of E, W and N
    (claim ``counterfactual-feature``).  As a^2 v + n is the variance that W leaves of X, the target is not needed.

    Parameters
    ----------
    feature, cause : array_like of shape (n,)
        X and W, at least three rows.

    Returns
    -------
    float
        In units of the feature over units of the cause, by least squares.

    Raises
    ------
    ValueError
        For columns of other shapes, what is no finite number, and a cause that does not vary.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> target, cause, noise = rng.normal(size=(3, 100_000))
    >>> round(break_even(target + 2 * cause + noise, cause), 2)
    1.41
    """
    x, w = (np.asarray(each, dtype=float) for each in (feature, cause))
    if x.shape != w.shape or x.ndim != 1 or len(x) < 3:
        raise ValueError("feature and cause must be columns of one length, at least 3")
    if not (np.isfinite(x).all() and np.isfinite(w).all()):
        raise ValueError("feature and cause must be finite numbers")
    x, w = x - x.mean(), w - w.mean()
    if not w @ w > 0:
        raise ValueError("the cause must vary")
    left = x - (x @ w) / (w @ w) * w
    return sqrt((left @ left) / (w @ w))
