"""The mean larger share: the verdict, the integral in float64, and broken formulas."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.results.mixup_literature import carratino_2022 as argued
from proofs_check.results.mixup_literature.liu_2023_beta import K
from theory import Beta
from theory.claim import Verdict
from theory.results.mixup_literature import carratino_2022 as stated
from theory.results.mixup_literature.liu_2023 import TwoShapes


def test_proved(verdict):
    assert verdict("carratino-2022-shrinkage") is Verdict.PROVED


@pytest.mark.parametrize("alpha", ["1/10", "1/2", "3/2", "7"])
def test_the_closed_form_is_the_mean(alpha):
    mean = 2 * Beta(Fraction(alpha)).moment(0.5, 1.0)
    assert float(stated.mean_larger_share(Fraction(alpha))) == pytest.approx(mean, abs=1e-12)


def test_other_shapes_are_not_decided():
    shapes = TwoShapes("1/2", 1)
    assert stated.shares_are(shapes, stated.shares(shapes)).holds is None
    assert stated.shares_fall_above(shapes, Fraction(1, 2)).holds is True


def test_another_closed_form_is_noticed(run, monkeypatch):
    wrong = lambda alpha: 1 - sp.sympify(alpha) / (2 * sp.sympify(alpha) + 1)  # noqa: E731
    monkeypatch.setattr(argued, "mean_larger_share", wrong)
    assert run("carratino-2022-shrinkage", "closed form").holds is False
    monkeypatch.setattr(stated, "mean_larger_share", wrong)
    assert run("carratino-2022-shrinkage", "integer shapes").holds is False


def test_a_term_of_the_other_sign_is_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "one_term", lambda alpha: -1 / (alpha + K + 1))
    assert run("carratino-2022-shrinkage", "it falls").holds is False
