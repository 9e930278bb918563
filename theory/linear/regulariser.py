"""What Mixup adds to the loss of a linear head, from its outputs alone."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.special import logsumexp

from theory.mixing import Beta
from theory.mixing.quadrature import enough_nodes, quadrature
from theory.numbers import Array

NUMBERS_AT_ONCE = 2**20  # 8 MiB
MOST_NODES = 64  # Gauss errors below 1e-8 while logits differ by 20 at most


class Regulariser(NamedTuple):
    """Mixup loss less plain loss, in nats: between ``lower`` and ``upper``; ``value`` itself if it was asked for."""

    lower: float
    upper: float
    value: float | None = None


def mixup_regulariser(outputs: Any, labels: Any, alpha: float, exact: bool = False) -> Regulariser:
    """How much more a linear head pays on mixed features than on the features: kappa Cov(y, z) - J, with bounds.

    Parameters
    ----------
    outputs : array, shape (n, K) with K >= 2, or (n,)
        Logits of n points: of K classes, for the softmax cross-entropy, or one of two classes, for the logistic loss.
    labels : array of integers, shape (n,)
        Classes 0, ..., K - 1; 0 or 1 for outputs of shape (n,).
    alpha : float
        lambda ~ Beta(alpha, alpha), alpha > 0.
    exact : bool
        Whether to sum over all pairs, in O(n^2 K) for each node of a quadrature, beside the bounds, which take O(n K).

    Returns
    -------
    Regulariser
        ``upper`` = kappa Cov(y, z) and ``lower`` = upper - (B/2) kappa Var(z), with kappa = alpha/(2 alpha + 1),
        one-hot labels, traces for several classes, and B = 1/2 for the softmax, 1/4 for the logistic loss.  ``value`` =
        upper - J with J = mean A(z) - E A(lambda z_i + (1 - lambda) z_j), A = logsumexp or log(1 + e^z).

    Raises
    ------
    ValueError
        For outputs that are not finite or not of these shapes, labels that do not fit, and ``alpha`` not positive.

    Notes
    -----
    Exact for a linear head whose features are mixed (partners from all data, the point itself included), for the
    reason that its outputs are mixed alike; for mixed inputs of a network it is no more than a comparison.  Ours, in
    place of a second-order expansion that we recall from Zhang et al. 2021.

    Examples
    --------
    >>> found = mixup_regulariser([[2.0, 0.0], [0.0, 1.0], [1.0, 1.0]], [0, 1, 1], 1, exact=True)
    >>> [round(v, 4) for v in found]
    [0.1111, 0.1852, 0.1307]
    """
    z, y = _checked(outputs, labels)
    law = Beta(float(alpha))
    strength = float(alpha) / (2 * float(alpha) + 1)
    centred = z - z.mean(axis=0)
    upper = strength * float(np.mean(np.sum((y - y.mean(axis=0)) * centred, axis=1)))
    curvature = 0.25 if z.shape[1] == 1 else 0.5
    lower = upper - curvature / 2 * strength * float(np.mean(np.sum(centred**2, axis=1)))
    return Regulariser(lower, upper, upper - _convexity(z, law) if exact else None)


def _checked(outputs: Any, labels: Any) -> tuple[Array, Array]:
    """Outputs (n, K) and labels, one-hot unless K = 1."""
    z = np.asarray(outputs, dtype=np.float64)
    z = z[:, None] if z.ndim == 1 else z
    if z.ndim != 2 or z.size == 0 or not np.isfinite(z).all():
        raise ValueError("outputs must be finite numbers of shape (n, K) or (n,)")
    codes = np.asarray(labels)
    classes = max(z.shape[1], 2)
    if codes.shape != (len(z),) or codes.dtype.kind not in "iub" or codes.min() < 0 or codes.max() >= classes:
        raise ValueError(f"labels must be {len(z)} integers from 0 to {classes - 1}")
    codes = codes.astype(np.intp)
    return z, codes[:, None].astype(np.float64) if z.shape[1] == 1 else np.eye(classes)[codes]


def _potential(z: Array) -> Array:
    return np.asarray(np.logaddexp(0, z[..., 0]) if z.shape[-1] == 1 else logsumexp(z, axis=-1))


def _convexity(z: Array, law: Beta) -> float:
    """J, over all ordered pairs."""
    shifted = z if z.shape[1] == 1 else z - z.mean(axis=1, keepdims=True)
    lam, mass = quadrature(law, min(enough_nodes(2 * float(np.ptp(shifted))), MOST_NODES))
    lam, mass = lam[: len(lam) // 2], 2 * mass[: len(mass) // 2]  # the double sum is the same for 1 - lambda
    rows, total = max(1, NUMBERS_AT_ONCE // z.size), 0.0
    for start in range(0, len(z), rows):
        for share, weight in zip(lam, mass, strict=True):
            mixes = share * z[start : start + rows, None] + (1 - share) * z[None]
            total += float(weight) * float(_potential(mixes).sum())
    return float(_potential(z).mean()) - total / len(z) ** 2
