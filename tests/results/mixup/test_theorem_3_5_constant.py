"""The constant margin of balanced classes: the proof, its enclosures, and what breaks them."""

from fractions import Fraction

import pytest

from proofs_check.evidence import proofs
from proofs_check.results.mixup import theorem_3_5_constant as argued
from theory import Beta, Discrete, LabeledDataset, Midpoint
from theory.claim import Verdict
from theory.linear import LinearMixup
from theory.linear.class_margins import class_margins
from theory.results.mixup import theorem_3_5_constant as stated
from theory.results.mixup.theorem_3_5_constant import balanced_margin, margins_are_the_constant

PROOF = proofs()["theorem-3.5-constant"]
CROWD = LabeledDataset([[1, 1], [1, -1], [-1, 2], [-1, -2]], [1, 1, -1, -1], ["1/8", "3/8", "1/4", "1/4"])


def test_it_is_proved(verdict):
    assert verdict(PROOF.claim_id) is Verdict.PROVED


@pytest.mark.parametrize("alpha", argued.CONSTANTS)
def test_the_constants_are_the_margins_of_a_minimiser_in_floats(alpha):
    """An independent route: Gauss-Jacobi quadrature and Newton's method."""
    expected = float(argued.CONSTANTS[alpha])
    assert class_margins(Beta(alpha), 0.5) == pytest.approx((expected, expected), abs=1e-7)


@pytest.mark.parametrize("step", ["1e-12", "-1e-12"])
def test_a_last_digit_that_is_wrong_is_noticed(run, monkeypatch, step):
    wrong = {alpha: str(Fraction(value) + Fraction(step)) for alpha, value in argued.CONSTANTS.items()}
    monkeypatch.setattr(argued, "CONSTANTS", {"2": wrong["2"]})
    assert run(PROOF.claim_id, "enclosures").holds is False


def test_a_wrong_balance_is_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "between", lambda k, x: argued.inside(x * k))
    assert run(PROOF.claim_id, "the equation").holds is False


def test_a_discrete_law_and_an_asymmetric_one_have_constants():
    for mixing in (Discrete({"1/3": 1}), Beta(3, 1)):
        lo, hi = balanced_margin(mixing)
        assert float(lo) == pytest.approx(class_margins(mixing, 0.5)[0], abs=1e-9)
        assert hi - lo <= Fraction(1, 10**12)
        assert margins_are_the_constant(LinearMixup(CROWD, mixing)).holds is True


def test_midpoint_mixup_has_none():
    with pytest.raises(ArithmeticError, match="not seen to rise"):
        balanced_margin(Midpoint())


def test_another_constant_is_not_that_of_the_data(monkeypatch):
    monkeypatch.setattr(stated, "balanced_margin", lambda mixing: (Fraction(7, 2), Fraction(71, 20) - Fraction(1, 50)))
    assert margins_are_the_constant(LinearMixup(CROWD, Beta(1))).holds is False


def test_data_that_cannot_attain_the_labels_are_not_taken_for_the_ray_of_the_labels():
    apart = LabeledDataset([[1], [2], [-1]], [1, 1, -1], ["1/4", "1/4", "1/2"])
    assert margins_are_the_constant(LinearMixup(apart, Beta(1))).holds is False


def test_a_constant_without_an_enclosure_leaves_the_margins_in_doubt():
    assert stated.margins_are(LinearMixup(CROWD, Beta(1)), None).holds is None
