"""Corollary 3.8: refuted as printed, never for unequal classes, proved for equal ones."""

from fractions import Fraction

import numpy as np
import pytest

from proofs_check.results.mixup import corollary_3_8 as argued
from theory import Beta, Midpoint
from theory.claim import Verdict
from theory.results.mixup import corollary_3_8 as stated
from theory.results.mixup.corollary_3_8 import GaussianMixup, agrees_probably, exact_draws, never_agrees


@pytest.mark.parametrize(
    ("claim_id", "expected"),
    [
        ("corollary-3.8-printed", Verdict.REFUTED),
        ("corollary-3.8-unequal-masses", Verdict.PROVED),
        ("corollary-3.8", Verdict.PROVED),
    ],
)
def test_verdicts(verdict, claim_id, expected):
    assert verdict(claim_id) is expected


def test_equal_classes_do_not_refute_the_printed_form():
    """One point more in a class changes everything."""
    assert agrees_probably(GaussianMixup(20, 619, 10, Beta(1))).holds is True
    assert agrees_probably(GaussianMixup(20, 619, 9, Beta(1))).holds is False


def test_exact_draws_tell_agreement_from_disagreement():
    assert exact_draws(GaussianMixup(3, 35, 1, Beta(1))) == (0, 8)
    assert exact_draws(GaussianMixup(2, 15, 1, Beta(1))) == (8, 0)
    assert exact_draws(GaussianMixup(3, 35, 1, Midpoint())) == (0, 8)  # there is no minimiser
    assert never_agrees(GaussianMixup(2, 15, 1, Beta(1))).holds is False
    assert never_agrees(GaussianMixup(3, 2, 1, Beta(1))).holds is not True  # draws prove nothing


def test_unequal_classes_agree_with_probability_0():
    assert never_agrees(GaussianMixup(3, 35, 1, Beta(1))).holds is True
    assert never_agrees(GaussianMixup(3, 35, 1, Midpoint())).holds is True  # there is no minimiser
    assert stated.agrees_with_chance(GaussianMixup(3, 35, 1, Beta(1)), Fraction(1, 100)).holds is False
    assert stated.agrees_at_orthonormal_points(GaussianMixup(4, 35, 2, Beta(1))) is True


def test_the_numerical_comparison_can_fail():
    rng = np.random.default_rng(0)
    points = rng.standard_normal((6, 200))
    assert argued.directions_agree(points, [1, -1] * 3)
    assert not argued.directions_agree(points, [1, 1, -1, -1, -1, -1])


def test_unequal_labels_in_the_check_are_noticed(run, monkeypatch):
    """1 - cosine of a few 1e-4 is seen."""
    right = argued.directions_agree
    monkeypatch.setattr(argued, "directions_agree", lambda points, labels: right(points, sorted(labels[:6]) + [1] * 4))
    assert run("corollary-3.8", "both solutions").holds is False


def test_a_direction_that_agrees_with_unequal_masses_would_be_noticed(run, monkeypatch):
    monkeypatch.setattr(stated, "minimiser_is_multiple", lambda instance: stated.Finding(True))
    assert run("corollary-3.8-printed", "exact draws").holds is False


def test_impossible_sizes_are_refused():
    with pytest.raises(ValueError, match="4 positive"):
        GaussianMixup(3, 35, 4, Beta(1))
