"""Linear beta-VAEs: the verdict, broken steps, and axes that a search over encoders and decoders finds."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from scipy.optimize import minimize

from proofs_check.results.disentanglement import linear_beta_vae as argued
from theory.claim import Verdict
from theory.results.disentanglement.linear_beta_vae import LinearVAE, is_maximiser

CLAIM = "linear-beta-vae-axes"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


@pytest.mark.parametrize("step", ["the only maximiser", "positive part", "equal parts"])
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(CLAIM, step)


def found_by_search(rho: float, s: float, seed: int) -> tuple[float, np.ndarray]:
    """The objective over W, the encoder V and log variances, with sigma = 1 and beta = s; nothing in closed form."""
    sigma = np.array([[1, rho], [rho, 1]])

    def loss(flat: np.ndarray) -> float:
        w, v, logs = flat[:4].reshape(2, 2), flat[4:8].reshape(2, 2), flat[8:]
        residual = np.eye(2) - w @ v
        squares = np.trace(residual @ sigma @ residual.T) + (w**2 @ np.exp(logs)).sum()
        divergence = (np.exp(logs) - 1 - logs).sum() + np.trace(v @ sigma @ v.T)
        return float(squares + s * divergence) / 2

    start = np.random.default_rng(seed).normal(size=10)
    found = minimize(loss, start, method="BFGS", options={"gtol": 1e-9, "maxiter": 5000})
    return float(found.fun), found.x[:4].reshape(2, 2)


@pytest.mark.parametrize(("rho", "s", "used"), [(0.1, 0.5, 2), (-0.5, 0.9, 1), (0.6, 0.2, 2), (0.5, 1.6, 0)])
def test_a_search_finds_entangled_axes(rho, s, used):
    """The best of four starts: both factors by the same amount, and as many latents as are said."""
    _, w = min((found_by_search(rho, s, seed) for seed in range(4)), key=lambda pair: pair[0])
    np.testing.assert_allclose(np.abs(w[0]), np.abs(w[1]), atol=2e-3)
    assert (np.abs(w).max(axis=0) > 0.05).sum() == used
    above = np.maximum(np.array([1 + rho, 1 - rho]) - s, 0)
    axes = np.array([[1, 1], [1, -1]]) / np.sqrt(2)
    np.testing.assert_allclose(w @ w.T, axes.T @ np.diag(above) @ axes, atol=5e-3)


def test_eigenvectors_that_are_not_orthogonal_are_noticed(run, monkeypatch):
    """Without the symmetry of Sigma an eigenvector need not have equal parts."""
    whole = argued.symbolic.identities

    def broken(residuals, *rest):
        return whole({name: (2 * left, right) for name, (left, right) in residuals.items()}, *rest)

    monkeypatch.setattr(argued.symbolic, "identities", broken)
    assert run(CLAIM, "latents that are used").holds is False


def test_a_part_that_is_too_large_is_no_maximiser():
    larger = argued.vae(argued.EYE, ((1, argued.HALF), (argued.HALF, 1)), ((1, 0), (1, 0)), 1)
    assert is_maximiser(argued.ONE).holds is True
    assert is_maximiser(larger).holds is False
    assert is_maximiser(argued.vae(argued.EYE, larger.covariance, ((0, 0), (0, 0)), 1)).holds is False


def test_rotated_latents_are_no_maximiser():
    """W W' stays, and W'W is no longer diagonal."""
    turn = sp.Matrix([[sp.Rational(3, 5), -sp.Rational(4, 5)], [sp.Rational(4, 5), sp.Rational(3, 5)]])
    rows = (sp.Matrix(argued.TWO.decoder) * turn).tolist()
    turned = LinearVAE(argued.TWO.loading, argued.TWO.covariance, rows, argued.TWO.threshold)
    assert is_maximiser(turned).holds is False


@pytest.mark.parametrize(
    "arguments",
    [
        (((1, 1), (1, 1)), argued.EYE, argued.EYE, 1),
        (argued.EYE, ((1, 1), (1, 1)), argued.EYE, 1),
        (argued.EYE, argued.EYE, argued.EYE, 0),
        (argued.EYE, argued.EYE, ((1, 0, 0), (0, 1, 0)), 1),
    ],
)
def test_an_instance_is_checked(arguments):
    with pytest.raises(ValueError, match="must"):
        LinearVAE(*arguments)
