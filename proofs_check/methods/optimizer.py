"""Optimizer (SciPy): an independent minimiser meets a closed form; the gap and the KKT residual are stated."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import minimize

from proofs_check.recording import record
from theory.numbers import Array


def parted(truths: Sequence[bool]) -> int:
    """How many of the minimisers that were found are certainly apart from those that they are compared with."""
    record("optimizer", parted=sum(truths), count=len(truths))
    return sum(truths)


def minimize_on_simplex(
    risk: Callable[[Array], float], gradient: Callable[[Array], Array], k: int, rng: np.random.Generator
) -> tuple[Array, float]:
    """Minimise ``risk`` over the probability simplex in R^k from a random start; (minimiser, KKT residual).

    The simplex is parametrised by softmax, so the solver knows nothing of the closed form.  The KKT
    residual is max_i theta_i |g_i - g . theta|, which vanishes exactly at stationary points.
    """

    def softmax(z: Array) -> Array:
        shifted = np.exp(z - z.max())
        return np.asarray(shifted / shifted.sum(), dtype=np.float64)

    def objective(z: Array) -> tuple[float, Array]:
        theta = softmax(z)
        g = gradient(theta)
        return risk(theta), theta * (g - g @ theta)

    record("optimizer", classes=k)
    found = minimize(objective, rng.normal(size=k), jac=True, method="BFGS", options={"gtol": 1e-11, "maxiter": 1000})
    theta = softmax(found.x)
    g = gradient(theta)
    return theta, float(np.max(theta * np.abs(g - g @ theta)))
