"""Scores: the verdicts, broken formulas, and samples on which the closed forms are seen."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from proofs_check.results.disentanglement import linear_codes as argued
from proofs_check.results.disentanglement import two_bits as bits_argued
from theory.claim import Verdict
from theory.results.disentanglement import linear_codes, two_bits
from theory.results.disentanglement.linear_codes import TRUTH, CorrelatedPair, LinearCode, sap
from theory.results.disentanglement.scores import information_share, mean_gap, mutual_information, squared_correlation
from theory.results.disentanglement.two_bits import FairBits, mig

VERDICTS = {
    "scores-on-correlated-data": Verdict.REFUTED,
    "scores-on-independent-data": Verdict.PROVED,
    "whitened-beats-truth": Verdict.PROVED,
    "xor-beats-truth": Verdict.PROVED,
}


@pytest.mark.parametrize(("claim", "expected"), VERDICTS.items())
def test_verdicts(verdict, claim, expected):
    assert verdict(claim) is expected


@pytest.mark.parametrize(
    ("claim", "step"),
    [("scores-on-independent-data", "squares of correlations"), ("whitened-beats-truth", "more than the truth")],
)
def test_a_step_needs_its_premises(weakened, claim, step):
    assert False in weakened(claim, step)


def test_another_whitening_is_noticed(run, monkeypatch):
    monkeypatch.setattr(
        argued, "WHITE", ((argued.A + argued.B, argued.A - argued.B), (argued.A - argued.B, argued.A + argued.B))
    )
    assert run("whitened-beats-truth", "the truth and the whitened factors").holds is False


def test_another_entropy_is_noticed(run, monkeypatch):
    monkeypatch.setattr(bits_argued, "ENTROPY", 2 * bits_argued.ENTROPY)
    assert run("xor-beats-truth", "information").holds is False


def test_fewer_codes_are_noticed(run, monkeypatch):
    monkeypatch.setattr(bits_argued, "codes", lambda: two_bits.codes()[1:])
    assert run("xor-beats-truth", "three kinds of latents").holds is False


def test_the_root_without_the_square_is_noticed(run, monkeypatch):
    """R^2 without its square: the truth has rho for the other latent."""
    monkeypatch.setattr(linear_codes, "squared_correlation", lambda cross, first, second: cross / sp.sqrt(second))
    assert run("whitened-beats-truth", "random correlations").holds is False


def test_closed_forms_on_samples():
    """100,000 samples at rho = 3/5; the error of a squared correlation is below 0.01."""
    rng, rho = np.random.default_rng(0), 0.6
    factors = rng.multivariate_normal([0, 0], [[1, rho], [rho, 1]], size=100_000)
    values, axes = np.linalg.eigh([[1, rho], [rho, 1]])
    codes = {
        0.64: factors,
        0.8: factors @ axes @ np.diag(values**-0.5) @ axes.T,
        0.6: factors @ np.array([[1, 1], [1, -1]]),
    }
    for expected, code in codes.items():
        table = np.corrcoef(factors.T, code.T)[:2, 2:] ** 2
        assert np.abs(np.diff(np.sort(table, axis=1))).mean() == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("rho", "beats"), [("3/5", 1), ("31/50", 2), ("7/10", 2), ("71/100", 3), ("1/100", 1)])
def test_three_thresholds(rho, beats):
    """The golden ratio 0.6180 and the root of one half 0.7071."""
    pair = CorrelatedPair(Fraction(rho))
    truth = sap(pair.rho, TRUTH)
    found = [name for name, code in linear_codes.CODES.items() if sap(pair.rho, code(pair)) > truth]
    assert len(found) == len(linear_codes.beyond_thresholds(pair)) == beats


def test_mig_of_a_table_by_hand():
    law = FairBits(Fraction(9, 10)).law
    entropy = -0.9 * np.log2(0.9) - 0.1 * np.log2(0.1)
    assert float(mig(law, two_bits.TRUTH)) == pytest.approx(entropy)
    assert float(mig(law, two_bits.XOR)) == pytest.approx(1 - entropy / 2)
    assert float(mig(law, two_bits.XOR)) == pytest.approx(0.7655, abs=1e-4)


def test_a_gap_is_of_the_two_largest():
    assert mean_gap([[0.1, 0.9, 0.5], [0.2, 0.2, 0.2]]) == pytest.approx(0.2)
    assert mean_gap([[3, 1, 2], [1, 3, 2]]) == 1
    with pytest.raises(ValueError, match="two latents"):
        mean_gap([[1.0]])


def test_shares_have_their_limits():
    assert squared_correlation(0, 1, 0) == 0
    assert mutual_information([[0.25, 0.25], [0.25, 0.25]], np.log) == pytest.approx(0)
    with pytest.raises(ValueError, match="one value"):
        information_share([[0.5, 0.5]], np.log)


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (LinearCode, (1, TRUTH)),
        (LinearCode, (0, ((1, 1), (1, 1)))),
        (CorrelatedPair, (-1,)),
        (FairBits, (0,)),
        (FairBits, ("3/2",)),
    ],
)
def test_an_instance_is_checked(kind, arguments):
    with pytest.raises(ValueError, match="must"):
        kind(*arguments)
