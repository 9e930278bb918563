"""The remainder of the second-order Mixup loss: the verdict, the moment in floats, and broken formulas."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.results.mixup_literature import zhang_2021_remainder as argued
from theory import Beta
from theory.claim import Verdict
from theory.mixing import Discrete
from theory.results.mixup_literature import zhang_2021_remainder as stated

CLAIM = "zhang-2021-remainder"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


def test_the_moment_in_both_forms():
    law = Discrete({"1/5": "1/4", "1/2": "1/4", "1": "1/2"})
    direct = sum((m * (k := lam * (1 - lam)) * (1 - 2 * k) for lam, m in law.masses), start=Fraction(0))
    assert stated.third_moment(law) == direct
    with pytest.raises(ValueError, match="discrete laws only"):
        stated.third_moment(Beta(1))


def test_the_largest_third_derivative_is_attained():
    g = sp.Rational(1, 2) - sp.sqrt(3) / 6
    assert sp.simplify(g * (1 - g) * (1 - 2 * g) - stated.LARGEST_THIRD) == 0


def test_the_remainder_has_the_order_of_the_bound():
    """Outputs half as large: about an eighth of the bound; the remainder falls by more, as the third orders cancel."""
    sizes = []
    for scale in (Fraction(1), Fraction(1, 2)):
        instance = argued.outputs("-1 2 3", (-1, 1, 1), argued.Midpoint())
        scaled = stated.ScaledOutputs(instance.outputs, instance.signs, instance.mixing, scale)
        sizes.append(abs(float(stated.mixup_loss(scaled) - stated.second_order_loss(scaled))))
    assert sizes[1] < sizes[0] / 6


def test_a_smaller_moment_is_noticed(run, monkeypatch):
    right = stated.third_moment
    monkeypatch.setattr(stated, "third_moment", lambda law: right(law) / 20)
    assert run(CLAIM, "random outputs").holds is False


def test_another_second_order_is_noticed(run, monkeypatch):
    right = argued.pair_term
    monkeypatch.setattr(argued, "pair_term", lambda loss, s, d, k: right(loss, s, 2 * d, k))
    assert run(CLAIM, "two orders").holds is False


def test_another_law_is_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "one_sided_mean", lambda power: argued.LAM * (1 - argued.LAM) ** power)
    assert run(CLAIM, "three moments").holds is False


def test_the_bound_is_a_sixth_of_the_third_moment():
    """The relation turns from no to yes at the bound that the remainder itself has."""
    instance = argued.outputs("-1 2 3", (-1, 1, 1), argued.Midpoint())
    gap = abs(Fraction(str(sp.N(stated.mixup_loss(instance) - stated.second_order_loss(instance), 30))))
    u = [Fraction(-1), Fraction(2), Fraction(3)]
    spread = sum((abs(v - w) ** 3 for v in u for w in u), start=Fraction(0)) / 9
    attained = 6 * gap / (stated.third_moment(instance.mixing) * spread)
    for factor, holds in ((Fraction(99, 100), False), (Fraction(101, 100), True)):
        assert stated.remainder_is_at_most(instance, factor * attained).holds is holds
