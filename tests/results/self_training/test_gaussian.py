"""The Gaussian class: the verdict, other thresholds, and a Monte Carlo look at half-spaces."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from proofs_check.results.self_training import gaussian as argued
from theory.claim import Verdict
from theory.results.self_training import gaussian as stated
from theory.results.self_training.gaussian import GaussianClass

CLAIM = "self-training-gaussian"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


def test_a_step_needs_its_premises(weakened):
    assert False in weakened(CLAIM, "sets of at most the share")


@pytest.mark.parametrize("c", [3, 2])
def test_another_threshold_is_noticed(run, monkeypatch, c):
    low, high = stated.THRESHOLDS[c]
    moved = {**stated.THRESHOLDS, c: (low + Fraction(1, 10**6), high + Fraction(1, 10**6))}
    monkeypatch.setattr(argued, "THRESHOLDS", moved)
    assert run(CLAIM, "thresholds").holds is False


def test_another_density_is_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "DENSITY", 2 * argued.DENSITY)
    assert run(CLAIM, "t Phi + phi > 0").holds is False
    assert run(CLAIM, "the quotient falls").holds is False


def test_another_normal_law_is_noticed(run, monkeypatch):
    whole = argued.normal
    monkeypatch.setattr(argued, "normal", lambda t: whole(t / 2))
    assert run(CLAIM, "one half").holds is False


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_no_interval_or_two_sides_expand_less_than_a_half_space(share):
    """In one dimension, by the empirical law of a million draws; its error is below 0.002."""
    draws = np.sort(np.random.default_rng(0).normal(size=1_000_000))
    least = float(stated.at_one_deviation(GaussianClass(Fraction(share).limit_denominator(10))))
    for start in np.linspace(0.0, 1 - share, 7):
        low, high = np.quantile(draws, [start, start + share])
        reached = np.mean((draws > low - 1) & (draws < high + 1))
        assert reached / share > least - 0.002 / share
    edge = np.quantile(draws, share / 2)
    assert np.mean(np.abs(draws) > -edge - 1) / share > least - 0.002 / share


@pytest.mark.parametrize(("share", "radius"), [(0, 1), (1, 1), (Fraction(1, 2), 0)])
def test_an_instance_is_checked(share, radius):
    with pytest.raises(ValueError, match="must be"):
        GaussianClass(share, radius)
