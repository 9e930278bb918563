"""Exact fits: both verdicts, an algebra without the fit, and the spare dimension."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

from proofs_check.results.disentanglement import correlated_fit as argued
from theory.claim import Verdict, claims
from theory.results.disentanglement.correlated_fit import LinearFactors

CLAIM = "correlated-fit-is-entangled"


@pytest.mark.parametrize(("claim", "expected"), [(CLAIM, Verdict.PROVED), (f"{CLAIM}-recalled", Verdict.REFUTED)])
def test_verdicts(verdict, claim, expected):
    assert verdict(claim) is expected


@pytest.mark.parametrize("step", ["the noise is that of the data", "the entry", "one latent"])
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(CLAIM, step)


def test_the_refutation_is_a_fit_of_two_covariances():
    one = argued.DISENTANGLED
    a, sigma, b = (np.array(m, dtype=float) for m in (one.loading, one.covariance, one.decoder))
    data = a @ sigma @ a.T + float(one.noise) * np.eye(2)
    model = b @ b.T + float(one.noise_fit) * np.eye(2)
    np.testing.assert_array_equal(data, [[3.5, -1], [-1, 2.5]])
    np.testing.assert_array_equal(model, data)
    assert one.meaning == sp.eye(2)


def test_fewer_factors_than_dimensions_are_not_enough(run):
    """A third latent in three dimensions passes for noise; as a counterexample it meets all but the last assumption."""
    assert run(CLAIM, "a spare dimension").holds is True
    findings = [a.predicate(argued.SPARE).holds for a in claims()[CLAIM].assumptions]
    assert findings == [True, True, True, False]
    assert argued.SPARE.moved_together() == ()


def test_a_claim_without_the_noise_is_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "SPARE", argued.THREE_DIMENSIONS)
    assert run(CLAIM, "a spare dimension").holds is False


def test_a_latent_that_moves_one_factor_does_not_count():
    one = LinearFactors(((1, 0), (0, 1)), ((1, 0), (0, 1)), 0, ((1, 2), (0, 3)), 0)
    assert one.moved_together() == (1,)
    assert one.meaning == sp.Matrix([[1, 2], [0, 3]])


@pytest.mark.parametrize(
    "change",
    [
        {"covariance": ((1, 2), (2, 1))},
        {"covariance": ((1, 0), (1, 1))},
        {"noise": -1},
        {"decoder": ((1, 0),)},
        {"loading": ()},
        {"pair": (0, 0)},
        {"pair": (0, 1.5)},
        {"pair": (0, 2)},
    ],
)
def test_an_instance_is_checked(change):
    given = {"loading": ((1, 0), (0, 1)), "covariance": ((1, 0), (0, 1)), "noise": 0, "noise_fit": 0}
    with pytest.raises(ValueError, match="must"):
        LinearFactors(**({**given, "decoder": ((1, 0), (0, 1)), **change}))


def test_an_irrational_number_is_refused():
    with pytest.raises(ValueError, match="must be rational"):
        LinearFactors(((sp.sqrt(2), 0), (0, 1)), ((1, 0), (0, 1)), Fraction(0), ((1, 0), (0, 1)), Fraction(0))
