"""LAMB: verdicts, gains that are too large, noise, and assumptions that a run breaks."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.results.large_batch import lamb_3, lamb_3_sign
from proofs_check.results.large_batch import runs as argued
from theory.claim import Verdict, claims
from theory.results.large_batch import lamb_3 as stated
from theory.results.large_batch.lamb_3 import Lamb

SIGN, ROOT = "lamb-3-sign", "lamb-3"


@pytest.mark.parametrize("claim_id", [SIGN, ROOT])
def test_proved(verdict, claim_id):
    assert verdict(claim_id) is Verdict.PROVED


@pytest.mark.parametrize(
    ("claim_id", "step"),
    [
        (SIGN, "wrong signs"),
        (SIGN, "towards the minimum"),
        (ROOT, "averages"),
        (ROOT, "lengths"),
        (ROOT, "one coordinate"),
        (ROOT, "towards the minimum"),
        (ROOT, "one layer"),
        (ROOT, "constants"),
    ],
)
def test_a_step_needs_its_premises(weakened, claim_id, step):
    assert False in weakened(claim_id, step)


def test_a_larger_gain_is_noticed(run, monkeypatch):
    monkeypatch.setattr(lamb_3_sign, "sign_gain", lambda *sizes: 2 * stated.sign_gain(*sizes))
    assert run(SIGN, "constants").holds is False


def test_gains():
    """sqrt(h/d), and sqrt(h (1 - beta_2)/d)/G."""
    assert stated.sign_gain(Fraction(4)) == sp.Rational(1, 2)
    assert stated.root_gain(Fraction(4), Fraction(19, 100), Fraction(3)) == sp.Rational(3, 20)


def test_noise_is_looked_at_where_lamb_goes():
    """From (1, 1/4) LAMB moves by (1, 1) to (0, -3/4), LARS hardly changes the second coordinate."""
    doubled = (argued.outcome("1/2", 2, [0, 0]), argued.outcome("1/2", 0, [0, 0]))  # E|g_j - grad_j f| = |grad_j f|
    step = {"layers": (2,), "squared_rate": Fraction(2), "noise": doubled}
    small, large = (argued.run([[1, 0], [0, 1]], [1, "1/4"], [1], 2, deviation=[1, s], **step) for s in ("1/4", 1))
    for beta in (stated.SIGNS, Fraction(1, 2)):  # at the first step both say the sign
        assert stated.noise_of_coordinates(small, beta).holds is False
        assert stated.noise_of_coordinates(large, beta).holds is True


def test_noise_counts_over_d_only_where_no_coordinate_vanishes():
    assert stated.no_coordinate_vanishes(argued.LAYER_OF_4)
    assert not stated.no_coordinate_vanishes(argued.FLAT)
    noisy = replace(argued.LAYER_OF_4, deviation=(Fraction(1),) * 4)
    assert stated.sign_bound(noisy) == 2 + 2 * 4 // 2
    flat = replace(noisy, noise=(argued.outcome("1", 1, [-1, 0, 0, 0]),))  # g_1 = 0
    assert stated.sign_bound(flat) == 2 + 2 * 4


def test_the_bound_over_d_is_false_of_a_layer_with_zeros(run):
    assert run(SIGN, "descent with zeros").holds


@pytest.mark.parametrize(
    ("name", "lamb", "mean"),
    [
        ("equal layers", lamb_3.lamb(argued.UNEQUAL, 1), Fraction(3)),
        ("unbiased", lamb_3.lamb(lamb_3.FAINT, "1/100"), Fraction(1)),
        ("majorant", lamb_3.lamb(argued.COUPLED, 1), Fraction(2)),
    ],
)
def test_a_control_breaks_one_assumption(name, lamb, mean):
    assert [a.name for a in claims()[ROOT].assumptions if not a.predicate(lamb).holds] == [name]
    assert stated.mean(lamb.run, stated.squared_norm, lamb.beta) == mean


def test_gradients_are_bounded_at_all_places():
    """MOSTLY_WRONG goes as far as 1 + 35/6 = 41/6 and sees five times the gradient there."""
    bounded = claims()[ROOT].assumptions[-1].predicate
    assert bounded(lamb_3.lamb(lamb_3.MOSTLY_WRONG, "205/6")).holds
    assert not bounded(lamb_3.lamb(lamb_3.MOSTLY_WRONG, "204/6")).holds


def test_the_noise_is_bounded_coordinate_by_coordinate():
    per_layer = replace(argued.UNEQUAL, deviation=(Fraction(0), Fraction(0)))
    assert not stated.noise_of_coordinates(per_layer).holds
    assert stated.noise_of_coordinates(argued.NOISY).holds
    assert not stated.noise_of_coordinates(replace(argued.NOISY, deviation=(Fraction(6, 25),))).holds


def test_the_root_of_1_minus_beta_is_all_that_is_left():
    bound = stated.root_bound(lamb_3.ATTAINED)
    assert bound * sp.Rational(9, 10) == 4
    assert stated.mean_square_at_most(lamb_3.ATTAINED, sp.Integer(4)).holds
    assert not stated.mean_square_at_most(lamb_3.ATTAINED, sp.Rational(399, 100)).holds


@pytest.mark.parametrize(("beta", "bound"), [(0, 1), (1, 1), ("1/2", 0), (sp.sqrt(2) / 2, 1)])
def test_what_is_no_lamb(beta, bound):
    with pytest.raises(ValueError, match=r"between 0 and 1|rational"):
        Lamb(argued.EVEN, beta, bound)
