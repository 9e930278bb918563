"""Bilevel and joint problem: the verdict, broken premises, and derivatives by differences."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check.results.meta_learning import bilevel as argued
from theory.claim import Verdict
from theory.results.meta_learning.bilevel import SharedFeature

CLAIM = "mtl-is-bilevel"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


def test_a_step_needs_its_premises(weakened):
    assert False in weakened(CLAIM, "chain rule")


def test_a_split_moves_the_minimum():
    """Support x = 0, query x = 1 and 2: 3/5 for the bilevel problem, 3/7 for the joint one."""
    split = argued.task(argued.BASE, argued.SLOPE, argued.TARGETS, (0,), (1, 2), Fraction(3, 5))
    assert split.bilevel() == (Fraction(1, 10), 0)
    assert any(split.joint()[1])
    assert argued.STATIONARY.joint() == (Fraction(1, 12), [0, 0])


def test_the_derivative_is_that_of_the_loss():
    one = argued.task(
        argued.BASE, argued.SLOPE, argued.TARGETS, (0, 1), (1, 2), Fraction(1, 3), inner_ridge=Fraction(1, 2)
    )
    step = Fraction(1, 10**6)
    ends = [replace(one, theta=one.theta + sign * step).bilevel()[0] for sign in (1, -1)]
    assert float((ends[0] - ends[1]) / (2 * step)) == pytest.approx(float(one.bilevel()[1]), rel=1e-6)


def test_steps_come_near_the_inner_minimiser():
    whole = argued.STATIONARY
    many = replace(whole, steps=8, rate=Fraction(1, 7), start=(Fraction(0),))
    assert float(many.bilevel()[0]) == pytest.approx(float(whole.bilevel()[0]), abs=1e-4)


def test_another_joint_loss_is_noticed(run, monkeypatch):
    """The joint problem without the ridge has another value."""
    whole = SharedFeature.joint
    monkeypatch.setattr(SharedFeature, "joint", lambda task: whole(replace(task, outer_ridge=Fraction(0))))
    assert run(CLAIM, "random tasks").holds is False


@pytest.mark.parametrize(
    "change",
    [
        {"targets": (1,)},
        {"support": ()},
        {"query": (3,)},
        {"support": (0, 0), "query": (0, 0)},
        {"support": (0.0, 1.0)},
        {"steps": 1.5, "start": (1,)},
        {"inner_ridge": -1},
        {"steps": -1, "start": (1,)},
        {"steps": 1},
        {"base": ((0,), (0,), (0,)), "slope": ((0,), (0,), (0,))},
        {"slope": ((0,),)},
    ],
)
def test_an_instance_is_checked(change):
    given = {"base": argued.BASE, "slope": argued.SLOPE, "targets": argued.TARGETS, "support": (0, 1), "query": (0, 1)}
    with pytest.raises(ValueError, match="must"):
        SharedFeature(**{**given, "theta": 1, **change})
