"""Mixup as shrinking and noise: verdicts, the pairs drawn in float64, and broken formulas."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from proofs_check.results.mixup_literature import carratino_2022_perturbation as argued
from theory import Beta
from theory.claim import Verdict
from theory.optimal.mixed_pairs import MixedPairs
from theory.results.mixup_literature import carratino_2022_perturbation as stated


@pytest.mark.parametrize("claim_id", ["carratino-2022-perturbation", "carratino-2022-pairings"])
def test_proved(verdict, claim_id):
    assert verdict(claim_id) is Verdict.PROVED


def test_drawn_pairs_have_the_moments():
    """200,000 partners of the first point; five standard errors."""
    rng = np.random.default_rng(0)
    pairs = argued.WEIGHTED
    v = np.array(stated.joint_points(pairs), dtype=float)
    p = np.array([float(w) for w in pairs.dataset.exact_weights])
    values, masses = (np.array([float(m[k]) for m in pairs.mixing.masses]) for k in (0, 1))
    lam = rng.choice(values, 200_000, p=masses)
    theta = np.maximum(lam, 1 - lam)[:, None]
    drawn = theta * v[0] + (1 - theta) * v[rng.choice(len(p), len(theta), p=p)]
    mean, factors = stated.theta_moments(pairs)[0], stated.covariance_factors(pairs)
    centre = p @ v
    sigma = (v - centre).T @ ((v - centre) * p[:, None])
    expected = float(factors[0]) * np.outer(v[0] - centre, v[0] - centre) + float(factors[1]) * sigma
    errors = drawn.std(axis=0) / np.sqrt(len(drawn))
    assert (np.abs(drawn.mean(axis=0) - centre - float(mean) * (v[0] - centre)) < 5 * errors).all()
    assert np.abs(np.cov(drawn.T) - expected).max() < 5 * np.abs(expected).max() * 2 / np.sqrt(len(drawn))


def test_permutations_of_batches_shrink_by_about_one_over_the_batch():
    """Ten points in batches of 5: 1/5 - 1/10 of the way, times 10/9."""
    data = argued.LabeledDataset([[i] for i in range(10)], [i % 2 for i in range(10)])
    mean = stated.theta_moments(MixedPairs(data, argued.QUARTERS))[0]
    found = stated.shrinkage(MixedPairs(data, argued.QUARTERS, Fraction(1, 5)))
    assert found - mean == (1 - mean) * Fraction(1, 9)


def test_other_laws_are_refused():
    with pytest.raises(ValueError, match="discrete laws only"):
        stated.theta_moments(MixedPairs(argued.LINE, Beta(1)))


def test_a_law_that_is_folded_to_the_middle_is_noticed(run, monkeypatch):
    """Not folded at all it would do as well: any share may be called the own one."""
    monkeypatch.setattr(stated, "folded", lambda law: argued.Midpoint())
    assert run("carratino-2022-perturbation", "random data").holds is False


def test_steps_fail_when_the_mix_is_wrong(run, monkeypatch):
    monkeypatch.setattr(argued, "mix", lambda first, second: argued.LAM * first + argued.LAM * second)
    for name in ("means", "covariances"):
        assert run("carratino-2022-perturbation", name).holds is False
    assert run("carratino-2022-pairings", "shrinkage").holds is False


@pytest.mark.parametrize("sign", [-1, 0, 2])
def test_another_term_for_self_pairs_is_noticed(run, monkeypatch, sign):
    def wrong(pairs):
        mean, n = stated.theta_moments(pairs)[0], pairs.dataset.n_points
        return mean + sign * (1 - mean) * (n * pairs.share - 1) / (n - 1)

    example = MixedPairs(argued.EVEN, argued.SKEWED, 0)
    assert stated.means_are_shrunk_by(example, wrong(example)).holds is False


def test_a_partner_drawn_without_its_weight_is_noticed(monkeypatch):
    right = stated.covariance_factors(argued.WEIGHTED)
    assert stated.covariances_are(argued.WEIGHTED, right).holds is True
    monkeypatch.setattr(stated, "covariance_of", lambda rows: [[Fraction(0)] * 4] * 4)
    assert stated.covariances_are(argued.WEIGHTED, right).holds is False
