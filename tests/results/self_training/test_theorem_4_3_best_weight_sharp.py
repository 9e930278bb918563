"""The worst populations for each weight: the verdict, broken designs and factors."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofs_check.results.self_training import theorem_4_3_best_weight_sharp as argued
from proofs_check.results.self_training import theorem_4_3_weight_2 as weight_2
from theory.claim import Verdict, claims
from theory.results.self_training import theorem_4_3_best_weight_sharp as stated

SHARP = "self-training-4-3-best-weight-sharp"


def test_proved(verdict):
    assert verdict(SHARP) is Verdict.PROVED


@pytest.mark.parametrize("step", ["weights up to 2", "weights from 2 on", "weights up to c/(c - 1)"])
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(SHARP, step)


@pytest.mark.parametrize(
    ("name", "step"), [("LOW", "weights up to 2"), ("HIGH", "weights from 2 on"), ("TIE", "weights up to c/(c - 1)")]
)
def test_a_design_with_one_view_less_is_noticed(run, monkeypatch, name, step):
    truth, pseudo, student, views = getattr(argued, name)
    broken = (truth, pseudo, student, tuple(view if x else (0,) for x, view in enumerate(views)))
    monkeypatch.setattr(argued, name, broken)
    if name != "HIGH":  # there the point is still a view of the others
        broken = (truth, pseudo, student, tuple((x,) for x in range(len(views))))
        monkeypatch.setattr(argued, name, broken)
    else:
        monkeypatch.setattr(argued, name, (truth, pseudo, truth, views))
    assert run(SHARP, step).holds is False


def test_another_factor_is_noticed(run, monkeypatch):
    for module in (argued, weight_2):
        monkeypatch.setattr(module, "factors", lambda c, w: (w * c / ((c - 1) * w - c + 1), w * c / (c - 2)))
    assert run(SHARP, "2 is the best").holds is not True


def test_a_guarantee_that_is_too_small_is_noticed():
    small = lambda one: stated.guarantee(one) * sp.Rational(99, 100)  # noqa: E731
    part = replace(claims()[SHARP].conclusion.parts[0], asserted=small)
    assert [part(argued.at(4, w)).holds for w in ("3/2", "2", "3")] == [False] * 3


def test_at_c_3_the_quoted_weights_guarantee_nothing():
    one = argued.at(3, "3/2")
    training = stated.worst(one)
    assert stated.guarantee(one) == sp.oo
    assert (training.mu, training.error) == (0, 3)
