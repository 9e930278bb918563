"""Theorem 2.7 for every outer weight: the verdict, the ties, and what broken thresholds do."""

from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.results.mixup import theorem_2_7_critical_weight as argued
from theory.claim import Verdict
from theory.numbers import equal, less
from theory.results.mixup import theorem_2_7_critical_weight as stated
from theory.results.mixup.theorem_2_7 import ThreePoints, mass_gap, misclassified
from theory.results.mixup.theorem_2_7_critical_weight import CRITICAL_WEIGHT, fails_as_predicted, predicted

HALF = Fraction(1, 2)
JUST_BELOW, JUST_ABOVE = Fraction(41, 140), Fraction(29, 99)
CLAIM = "theorem-2.7-critical-weight"


def test_it_is_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


def test_the_two_test_weights_lie_on_either_side():
    assert [less(p, CRITICAL_WEIGHT) for p in (JUST_BELOW, JUST_ABOVE)] == [True, False]
    assert less(JUST_ABOVE - JUST_BELOW, Fraction(1, 10000))


@pytest.mark.parametrize(
    ("alpha", "epsilon", "p", "fails"),
    [
        (200, HALF, JUST_BELOW, False),
        (10**7 + HALF, HALF, JUST_BELOW, False),
        (10**7 + HALF, HALF, JUST_ABOVE, True),
        (3, 1, JUST_BELOW, False),
        (3, 1, JUST_ABOVE, True),
        (3, 1, CRITICAL_WEIGHT, False),
        (3, Fraction(101, 100), Fraction(1, 4), False),
        (3, Fraction(101, 100), Fraction(26, 100), True),
        (3, HALF, Fraction(1, 3), False),
        (4, HALF, Fraction(1, 3), True),
        (1, HALF, Fraction(49, 100), True),
    ],
)
def test_cases(alpha, epsilon, p, fails):
    instance = ThreePoints(alpha, epsilon, p)
    assert misclassified(instance).holds is fails
    assert predicted(instance) is fails
    assert fails_as_predicted(instance).holds is True


@pytest.mark.parametrize(("epsilon", "p"), [(1, CRITICAL_WEIGHT), (2, Fraction(1, 4))])
def test_at_the_critical_weight_the_classes_tie_from_one_on(epsilon, p):
    assert equal(mass_gap(ThreePoints(6, epsilon, p)), 0)


def test_below_one_there_is_no_tie_at_the_critical_weight():
    assert less(mass_gap(ThreePoints(6, HALF, CRITICAL_WEIGHT)), 0)


@pytest.mark.parametrize("wrong", [1 - 2 * sp.sqrt(2) / 5, 1 - 3 * sp.sqrt(2) / 5])
def test_a_wrong_critical_weight_is_seen(run, monkeypatch, wrong):
    for module in (stated, argued):
        monkeypatch.setattr(module, "CRITICAL_WEIGHT", wrong)
    assert run(CLAIM, "critical").holds is False
    assert run(CLAIM, "tie").holds is False


def test_a_wrong_critical_weight_beyond_one_is_seen(verdict, monkeypatch):
    for module in (stated, argued):
        monkeypatch.setattr(module, "CRITICAL_WEIGHT_OF_ALL", Fraction(1, 3))
    assert verdict(CLAIM, "beyond 1", "h_eps itself") is Verdict.ERROR


def test_p_and_q_swapped_is_seen(run, monkeypatch):
    monkeypatch.setattr(argued, "excess", lambda m, b, p: 2 * (1 - 2 * p) ** 2 * m - p**2 - 2 * p * (1 - 2 * p) * b)
    assert run(CLAIM, "light ends").holds is False


def test_self_pairs_of_the_ends_would_be_seen_at_one(run, monkeypatch):
    """With a closed ball the self-pairs of 0 and 2 would count at epsilon = 1, and the threshold would be 1/4."""
    right = argued.gap
    monkeypatch.setattr(argued, "gap", lambda pairs: right([*pairs, (0, 0), (2, 2)]))
    assert run(CLAIM, "at 1").holds is False


def test_an_inverted_prediction_is_seen(verdict, monkeypatch):
    monkeypatch.setattr(stated, "beyond", lambda instance: False)
    assert fails_as_predicted(ThreePoints(4, HALF)).holds is False
    assert verdict(CLAIM, "cases", "h_eps itself") is Verdict.ERROR
