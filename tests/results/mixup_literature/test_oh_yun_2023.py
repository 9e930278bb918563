"""Two Gaussian classes: the verdict, the loss on drawn points, and broken formulas."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import minimize

from proofs_check.results.mixup_literature import oh_yun_2023 as argued
from theory.claim import Verdict
from theory.results.mixup_literature import oh_yun_2023 as stated

CLAIM = "oh-yun-2023-direction"
TILTED = argued.plane("1 0 -1 0", "1 1", "1 1/2 1/2 2")


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


def drawn_loss(clouds, size=400_000):
    """The Mixup loss on independent pairs, and its standard error."""
    rng = np.random.default_rng(0)
    means, root = np.array(clouds.means, dtype=float), np.linalg.cholesky(np.array(clouds.covariance, dtype=float))
    y = rng.random((2, size)) < float(clouds.prior)
    points = [np.where(k[:, None], means[0], means[1]) + rng.normal(size=(size, 2)) @ root.T for k in y]
    lam = rng.choice([float(v) for v, _ in clouds.mixing.masses], size)
    z = (lam[:, None] * points[0] + (1 - lam[:, None]) * points[1]) @ np.array(clouds.weights, dtype=float)
    label = lam * (2 * y[0] - 1) + (1 - lam) * (2 * y[1] - 1)
    losses = np.logaddexp(z / 2, -z / 2) - label * z / 2
    return losses.mean(), losses.std() / np.sqrt(size)


@pytest.mark.parametrize("clouds", [TILTED, replace(argued.ROUND, prior=Fraction(1, 5))])
def test_the_loss_is_the_mean_over_drawn_pairs(clouds):
    mean, error = drawn_loss(clouds)
    assert abs(float(stated.mixup_loss(clouds, clouds.weights)) - mean) < 5 * error


def drawn_signs(clouds):
    """All outcomes of a pair, in floats."""
    w, total = np.array(clouds.weights, dtype=float), 0.0
    for y, v, lam, q in clouds.pairs():
        label = float(lam * y + (1 - lam) * v)
        noise = [np.array([a, b]) for a in (1, -1) for b in (2, -2)]
        for first in noise:
            for second in noise:
                z = w @ (float(lam) * (y * np.ones(2) + first) + float(1 - lam) * (v * np.ones(2) + second))
                total += float(q) / 16 * (np.logaddexp(z / 2, -z / 2) - label * z / 2)
    return total


def test_signs_are_a_finite_sum():
    signs = argued.plane("1 1 -1 -1", "32/25 33/100", "1 0 0 4", "signs")
    found = stated.mixup_loss(signs, signs.weights)
    assert abs(float(found) - drawn_signs(signs)) < 1e-12
    assert float(found.rad()) < 1e-12
    assert signs.scales == (1, 2)


def test_the_minimiser_has_the_best_direction():
    def loss(w):
        vector = tuple(Fraction(float(v)) for v in w)
        return float(stated.mixup_loss(replace(TILTED, weights=vector), vector))

    found = minimize(loss, [1.0, 0.1], method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-12}).x
    best = np.array([float(v) for v in TILTED.bayes])
    assert abs(found[0] * best[1] - found[1] * best[0]) < 1e-4 * np.linalg.norm(found) * np.linalg.norm(best)


def test_an_integral_against_its_closed_form():
    """E z^2 of 2 log cosh is not known; that of a variance of 0, and of a small one to second order, is."""
    flat, near = (stated.log_cosh_of_gaussian(Fraction(1), v) for v in (Fraction(0), Fraction(1, 10**6)))
    curvature = (1 - np.tanh(0.5) ** 2) / 4
    assert float(near - flat) == pytest.approx(curvature / 2 * 1e-6, rel=1e-5)


@pytest.mark.parametrize(
    "change",
    [
        {"weights": (Fraction(1),)},
        {"prior": Fraction(1)},
        {"covariance": ((Fraction(1), Fraction(2)), (Fraction(2), Fraction(1)))},
        {"covariance": ((Fraction(1), Fraction(0)), (Fraction(1), Fraction(1)))},
        {"means": ((Fraction(1), Fraction(1)),) * 2},
        {"noise": "laplace"},
        {"noise": "signs"},
    ],
)
def test_what_are_no_clouds_is_refused(change):
    with pytest.raises(ValueError, match=r"means|covariance|noise|squares"):
        replace(TILTED, **change)


def test_steps_fail_when_the_mix_is_wrong(run, monkeypatch):
    monkeypatch.setattr(argued, "mix", lambda first, second: argued.LAM * first + argued.LAM * second)
    assert run(CLAIM, "the outputs").holds is False


def test_another_loss_is_noticed(run, monkeypatch):
    right = argued.logistic_curvature
    monkeypatch.setattr(argued, "logistic_curvature", lambda z: 2 * right(z))
    assert run(CLAIM, "the loss").holds is False


def test_mu_in_place_of_the_best_direction_is_noticed(monkeypatch):
    """At a w near the best direction of correlated noise."""
    near = argued.plane("1 0 -1 0", "4 -9/10", "1 1/2 1/2 2")
    assert stated.costs_less(near, stated.along_bayes(near)).holds is True
    monkeypatch.setattr(stated.TwoClouds, "bayes", property(lambda clouds: clouds.half_difference))
    assert stated.costs_less(near, stated.along_bayes(near)).holds is False
