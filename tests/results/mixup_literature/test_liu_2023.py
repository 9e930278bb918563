"""The floor of the Mixup loss: verdicts, a direct minimisation, and broken formulas."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from proofs_check.results.mixup_literature import liu_2023 as argued
from proofs_check.results.mixup_literature import liu_2023_beta as beta_argued
from theory import Beta, Discrete, LabeledDataset, Midpoint
from theory.claim import Verdict, claims
from theory.mixing.oscillating import OscillatingDensity
from theory.optimal import floor
from theory.optimal.mixed_pairs import MixedPairs
from theory.optimal.risk import mixup_risk
from theory.results.mixup_literature import liu_2023 as stated

CLAIMS = ["liu-2023-floor-pairings", "liu-2023-floor", "liu-2023-floor-beta"]


@pytest.mark.parametrize("claim_id", CLAIMS)
def test_proved(verdict, claim_id):
    assert verdict(claim_id) is Verdict.PROVED


@pytest.mark.parametrize("seed", range(5))
def test_no_classifier_goes_below_the_floor_under_a_beta_law(seed):
    """Random softmax classifiers, and the full double sum by quadrature."""
    rng = np.random.default_rng(seed)
    data = LabeledDataset(rng.normal(size=(6, 2)), rng.integers(0, 3, 6), rng.dirichlet(np.ones(6)))
    least = float(floor.entropy_floor(MixedPairs(data, Beta(1))))
    for scale in (0.1, 1.0, 10.0):
        weights = scale * rng.normal(size=(2, data.n_classes))

        def softmax(z, weights=weights):
            values = np.exp(z @ weights)
            return values / values.sum(axis=1, keepdims=True)

        assert mixup_risk(data, Beta(1), softmax) > least


def test_the_classifier_of_the_mixed_labels_reaches_it():
    data = LabeledDataset([[0], [1]], ["a", "b"])
    risk = mixup_risk(data, Beta(2), lambda z: np.hstack([1 - z, z]), nodes=1000)
    assert risk == pytest.approx(float(floor.entropy_floor(MixedPairs(data, Beta(2)))), abs=1e-6)
    assert float(floor.entropy_floor(MixedPairs(data, Beta(2)))) == pytest.approx(7 / 24)


def test_a_law_without_atoms_is_not_decided():
    for law in (Beta(1), OscillatingDensity()):
        pairs = MixedPairs(argued.LINE, law)
        for claim_id in ("liu-2023-floor", "liu-2023-floor-pairings"):
            assert [part(pairs).holds for part in claims()[claim_id].parts] == [None, None]


def test_a_place_in_two_ways_of_writing_has_two_labels():
    """A data point at 1 = (sqrt(2) - 1)(sqrt(2) + 1), where midpoints of 0 and 2 come to lie too."""
    one = (sp.sqrt(2) - 1) * (sp.sqrt(2) + 1)
    pairs = MixedPairs(LabeledDataset([[0], [2], [one]], [1, 2, 1]), Midpoint())
    assert not stated.no_conflict(pairs)
    assert stated.reaches_floor(pairs, False).holds is True


def test_a_tie_is_decided_exactly():
    """Duplicate points and a label law with many primes: the gap is 0, not small."""
    pairs = MixedPairs(LabeledDataset([[0], [0], [7]], [1, 1, 2]), Discrete({"3/7": "1/5", "2/11": "4/5"}), "1/6")
    assert stated.reaches_floor(pairs, True).holds is True
    assert stated.reaches_floor(pairs, False).holds is False


@pytest.mark.parametrize("wrong", [lambda y: -y, lambda y: -y * sp.log(y) / 2])
def test_steps_fail_with_another_entropy(run, monkeypatch, wrong):
    monkeypatch.setattr(argued, "entropy_term", wrong)
    for name in ("cross-entropy", "one place", "entropy of a mixed label"):
        assert run("liu-2023-floor-pairings", name).holds is False


def test_a_floor_that_forgets_the_pairing_is_noticed(run, monkeypatch):
    monkeypatch.setattr(floor, "differing_share", lambda pairs: Fraction(4, 9))
    assert run("liu-2023-floor-pairings", "the floor").holds is False
    assert run("liu-2023-floor-pairings", "random pairs").holds is False


def test_another_mean_is_noticed(run, monkeypatch):
    monkeypatch.setattr(beta_argued, "mean", lambda alpha: sp.digamma(2 * alpha) - sp.digamma(alpha + 1))
    assert run("liu-2023-floor-beta", "digammas").holds is False


def test_a_term_that_does_not_fall_is_noticed(run, monkeypatch):
    monkeypatch.setattr(beta_argued, "one_term", lambda alpha: alpha / (alpha + 1 + beta_argued.K))
    found = run("liu-2023-floor-beta", "what is missing from log 2")
    assert found.holds is False


@pytest.mark.parametrize("shapes", [("0", 1), (1, -1), (sp.sqrt(2), 2)])
def test_shapes_are_positive_and_rational(shapes):
    with pytest.raises(ValueError, match=r"must be (positive|rational)"):
        stated.TwoShapes(*shapes)


def test_midpoint_without_self_pairs_costs_log_two():
    assert floor.least_loss(MixedPairs(argued.APART, Midpoint(), 0)) == sp.log(2)
