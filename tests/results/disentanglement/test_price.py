"""What a disentangled model misses: the verdicts, and a least divergence that is searched for."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from scipy.optimize import minimize

from proofs_check.results.disentanglement import price as argued
from theory.claim import Verdict
from theory.results.disentanglement.price import TwoGaussians, TwoTables

CLAIM, TABLES = "price-of-disentanglement", "price-of-disentanglement-tables"


@pytest.mark.parametrize("claim", [CLAIM, TABLES])
def test_proved(verdict, claim):
    assert verdict(claim) is Verdict.PROVED


@pytest.mark.parametrize(("claim", "step"), [(CLAIM, "log u <= u - 1"), (CLAIM, "sums"), (TABLES, "marginals")])
def test_a_step_needs_its_premises(weakened, claim, step):
    assert False in weakened(claim, step)


def test_two_factors_pay_for_their_correlation():
    assert sp.simplify(argued.OWN.total_correlation() - sp.log(sp.Rational(5, 4))) == 0
    assert sp.simplify(argued.OWN.divergence() - sp.log(sp.Rational(5, 4))) == 0


def test_noise_lowers_the_price():
    noisy = TwoGaussians(argued.CORRELATED, ((1, 0), (0, 1)), Fraction(1))
    assert sp.simplify(noisy.total_correlation() + sp.log(1 - sp.Rational(9, 100)) / 2) == 0


def test_no_other_variances_are_found_to_miss_less():
    """SciPy's search over the variances of the model, by the divergence in floats."""
    sigma = np.array([[2.0, 1.0, 0.5], [1.0, 2.0, 1.0], [0.5, 1.0, 3.0]])

    def divergence(logs: np.ndarray) -> float:
        variances = np.exp(logs)
        return float((np.diag(sigma) / variances - 1 + logs).sum() - np.linalg.slogdet(sigma)[1]) / 2

    found = minimize(divergence, np.zeros(3))
    rows = tuple(tuple(Fraction(v) for v in row) for row in sigma.tolist())
    exact = TwoGaussians(rows, ((1, 0, 0), (0, 1, 0), (0, 0, 1)))
    assert found.fun == pytest.approx(float(exact.total_correlation()), abs=1e-9)
    np.testing.assert_allclose(np.exp(found.x), np.diag(sigma), rtol=1e-4)


def test_a_divergence_that_leaves_out_the_determinant_is_noticed(run, monkeypatch):
    whole = TwoGaussians.divergence
    monkeypatch.setattr(TwoGaussians, "divergence", lambda pair: whole(pair) + sp.log(pair.data.det()) / 2)
    assert run(CLAIM, "random factors").holds is False


def test_a_divergence_in_the_other_direction_is_noticed(run, monkeypatch):
    whole = TwoTables.divergence
    monkeypatch.setattr(TwoTables, "divergence", lambda both: whole(TwoTables(both.model, both.law)))
    assert run(TABLES, "random tables").holds is False


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        (TwoGaussians, (((1, 2), (2, 1)), ((1, 0), (0, 1)))),
        (TwoGaussians, (((1, 0), (0, 1)), ((1, 0), (0, 0)))),
        (TwoGaussians, (((1, 0), (0, 1)), ((1, 0), (0, 1)), -1)),
        (TwoTables, (((1, 0),), (("1/2", "1/2"),))),
        (TwoTables, ((("1/2", "1/4"),), (("1/2", "1/2"),))),
        (TwoTables, ((), ())),
    ],
)
def test_an_instance_is_checked(kind, arguments):
    with pytest.raises(ValueError, match="must"):
        kind(*arguments)
