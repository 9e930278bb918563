"""The expansion of alpha* at small epsilon: the verdict, and what a wrong term or too small a remainder does."""

from fractions import Fraction

import pytest

from proofs_check.results.mixup import theorem_2_7_asymptotics as argued
from theory.claim import Verdict
from theory.results.mixup import theorem_2_7_asymptotics as stated
from theory.results.mixup.theorem_2_7_asymptotics import SmallResolution, near_the_expansion

CLAIM = "theorem-2.7-asymptotics"


def test_it_is_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


def test_the_remainder_over_the_square_settles():
    """It tends to a constant near -0.177, so the order eps^2 of the remainder is right and 1/2 has room."""
    shares = [float(near_the_expansion(SmallResolution(Fraction(1, n))).witness.split("=")[1]) for n in (50, 200, 800)]
    assert abs(shares[1] - shares[2]) < 1e-3
    assert -0.18 < shares[2] < -0.17


def test_too_small_a_remainder_is_seen(run, monkeypatch):
    for module in (stated, argued):
        monkeypatch.setattr(module, "REMAINDER", Fraction(1, 8))
    assert near_the_expansion(SmallResolution(Fraction(1, 20))).holds is False
    assert run(CLAIM, "below").holds is not True


@pytest.mark.parametrize(
    "wrong",
    [lambda e, z2: z2 / (2 * e), lambda e, z2: z2 / (2 * e) + (1 - z2) / 2, lambda e, z2: z2 / e + (1 - z2) / 4],
)
def test_a_wrong_term_is_seen(run_all, monkeypatch, wrong):
    for module in (stated, argued):
        monkeypatch.setattr(module, "expansion", wrong)
    evidence = run_all(CLAIM, "displacement", "certified remainders")
    assert evidence["displacement"].holds is False
    assert evidence["certified remainders"].holds is False


def test_a_wrong_quartile_is_seen(run_all, monkeypatch):
    right = stated.quartile_squared
    for module in (stated, argued):
        monkeypatch.setattr(module, "quartile_squared", lambda: right() * 2)
    evidence = run_all(CLAIM, "certified remainders", "slope")
    assert evidence["certified remainders"].holds is False
    assert evidence["slope"].holds is False


def test_the_shift_by_a_quarter_matters(run, monkeypatch):
    monkeypatch.setattr(argued, "SHIFT", 0)
    assert run(CLAIM, "substitution").holds is not True


def test_resolutions_outside_the_unit_interval_are_refused():
    with pytest.raises(ValueError, match="between 0 and 1"):
        SmallResolution(1)
