"""Number systems: conversion is exact or refused, comparison is certain or says that it is not."""

from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from theory.numbers import (
    ball,
    certain,
    conjunction,
    equal,
    equivalent,
    exact,
    is_exact,
    is_positive,
    less,
    less_equal,
    negate,
    precision,
)

rationals = st.fractions(min_value=-100, max_value=100, max_denominator=50)


@given(rationals, rationals)
def test_exact_comparison_is_the_order_of_the_rationals(a, b):
    assert (less(a, b), less_equal(a, b), equal(a, b)) == (a < b, a <= b, a == b)


@given(rationals, rationals)
def test_balls_never_contradict_exact_comparison(a, b):
    assert less(ball(a), ball(b)) in (a < b, None)
    assert ball(a).contains(flint.fmpq(a.numerator, a.denominator))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_the_dyadic_rational_that_it_stores(value):
    assert float(exact(value)) == value


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), "one", None, True, sp.Symbol("x"), sp.oo, [1]])
def test_what_is_not_a_number_is_refused(bad):
    with pytest.raises(ValueError, match="not a finite number"):
        exact(bad)


def test_algebraic_numbers_compare_for_certain():
    golden = (1 + sp.sqrt(5)) / 2
    assert equal(golden**2, golden + 1) is True
    assert less(sp.sqrt(2) + sp.sqrt(3), sp.sqrt(10)) is True
    assert is_positive(sp.sqrt(2) * sp.sqrt(3) - sp.sqrt(6)) is False


def test_a_tiny_difference_is_not_taken_for_zero():
    """sqrt 2 + sqrt 3 = sqrt(5 + 2 sqrt 6), and a number that differs from it by less than any float does not."""
    denested = sp.sqrt(2) + sp.sqrt(3) - sp.sqrt(5 + 2 * sp.sqrt(6))
    tiny = sp.Rational(1, 10**200)
    assert [is_positive(denested + shift) for shift in (tiny, 0, -tiny)] == [True, False, False]
    assert [equal(denested + shift, 0) for shift in (tiny, 0, -tiny)] == [False, True, False]


def test_what_no_enclosure_and_no_transformation_tells_from_zero_is_no_zero():
    """e less its first 1,500 digits is positive, by less than the finest enclosure can tell."""
    digits = sp.N(sp.E, 1520)
    below = sp.Rational(sp.floor(digits * 10**1500), 10**1500)
    assert is_positive(sp.E - below) is not False
    assert is_positive(below - sp.E) is not True


def test_powers_of_a_difference_that_vanishes_are_enclosed():
    vanishing = sp.sqrt(2) * (sp.sqrt(3) - 1) - sp.sqrt(6) + sp.sqrt(2)
    with precision(256):
        assert (ball(vanishing**2).is_finite(), ball(vanishing**2).contains(0)) == (True, True)
        assert ball((1 + sp.sqrt(2)) ** 1025 / (1 + sp.sqrt(2)) ** 1024).overlaps(ball(1 + sp.sqrt(2)))


def test_doubt_is_none():
    assert is_positive(flint.arb(0, 1)) is None
    assert is_positive(flint.arb("nan")) is None
    assert is_positive(float("nan")) is None
    assert is_positive(flint.arb(0)) is False
    assert [certain(truth) for truth in (True, False)] == [True, False]
    with pytest.raises(ArithmeticError, match="could not be decided"):
        certain(None)


@pytest.mark.parametrize(
    "expression",
    [
        sp.sqrt(2) + sp.pi,
        sp.log(2) * sp.E * sp.pi,
        sp.gamma(sp.Rational(1, 3)),
        1 / sp.sqrt(sp.pi),
        sp.sqrt(sp.pi),
        sp.pi**-2,
        sp.pi**3,
        sp.pi ** sp.Rational(1, 3),
        sp.digamma(sp.Rational(1, 3)),
        sp.EulerGamma,
    ],
    ids=str,
)
def test_the_ball_of_an_expression_encloses_it(expression):
    with precision(80):
        assert ball(expression).overlaps(flint.arb(str(sp.N(expression, 40))))
        assert float(ball(expression).rad()) < 1e-20


def test_precision_is_restored_after_an_exception():
    before = flint.ctx.prec
    with pytest.raises(RuntimeError), precision(500):
        raise RuntimeError
    assert flint.ctx.prec == before


def test_kleene():
    assert [negate(t) for t in (True, False, None)] == [False, True, None]
    assert conjunction() is True
    assert [conjunction(None, t) for t in (True, False, None)] == [None, False, None]
    table = [[equivalent(a, b) for b in (True, False, None)] for a in (True, False, None)]
    assert table == [[True, False, None], [False, True, None], [None, None, None]]
    assert equivalent(np.True_, True) is True


def test_numpy_integers_are_exact():
    assert exact(np.int64(3)) == Fraction(3)


def test_what_is_exact():
    assert all(map(is_exact, (3, np.int64(3), Fraction(1, 3), sp.sqrt(2), sp.pi, flint.fmpq(1, 3))))
    assert not any(map(is_exact, (True, 0.5, sp.Float(0.5), 2 * sp.Float(0.5), sp.Symbol("x"), flint.arb(1), "1")))


def test_integers_of_numpy_do_not_wrap_around():
    assert less(np.uint8(5), np.uint8(3)) is False
    assert less(np.int64(2**63 - 1), np.int64(-2)) is False
    assert equal(np.uint8(3), 3) is True


def test_what_sympy_takes_for_zero_is_not():
    """log(1 + e^-3000) is more than log(1 + e^-3001), though SymPy calls the difference 0; so far down it is doubt."""
    tiny = sp.log(1 + sp.exp(-3000)) - sp.log(1 + sp.exp(-3001))
    assert is_positive(tiny) is True
    deep = sp.log(1 + sp.exp(-30000)) - sp.log(1 + sp.exp(-30001))
    assert (is_positive(deep), equal(deep, 0)) == (None, None)
