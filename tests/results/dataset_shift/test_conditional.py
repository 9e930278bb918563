"""P(T | Z) is minimax where A may ignore everything: the verdict, broken steps, and tables that are none."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check.results.dataset_shift import conditional as argued
from proofs_check.results.dataset_shift import minimax
from theory.claim import Verdict, claims

CLAIM = "conditional-minimax"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


@pytest.mark.parametrize("step", ["one law of (T, Z)", "chain"])
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(CLAIM, step)


def test_another_square_is_noticed(run, monkeypatch):
    whole = minimax.symbolic.identities

    def doubled(items, scope):
        return whole({name: (left, 2 * right) for name, (left, right) in items.items()}, scope)

    monkeypatch.setattr(minimax.symbolic, "identities", doubled)
    assert run(CLAIM, "where A ignores (T, Z)").holds is False


def test_without_the_assumptions_rivals_can_win(run, monkeypatch):
    monkeypatch.setattr(type(argued.proof), "decides", lambda self, found: self.claim.conclusion(found).holds)
    assert run(CLAIM, "random environments").holds is False


def test_the_numbers_of_the_controls():
    """As squared errors of P(T = 1): 3/16 against 1/4, and 73/100 against 1/4."""
    part = claims()[CLAIM].parts[0]
    assert part.asserted(argued.NEVER_IGNORED) == 2 * Fraction(3, 16)
    assert part.asserted(argued.TURNED) == 2 * Fraction(1, 4)
    for found, risk in ((argued.NEVER_IGNORED, Fraction(1, 4)), (argued.TURNED, Fraction(73, 100))):
        assert part.relation(found, 2 * risk).holds is True
        assert part.relation(found, 2 * risk - Fraction(1, 1000)).holds is False


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"environments": ()}, "must be laws"),
        ({"predictions": ()}, "there must be a prediction"),
        ({"training": ((1,), (1,))}, "must be laws"),
        ({"predictions": (((1, 1), (1, 0)),)}, "a probability for each class"),
        ({"environments": ((((1,),), ((0,),)),)}, "must have the shape"),
        ({"predictions": (((1, 0), (1, 0)), ((1, 0), (1, 0)))}, "each z"),
    ],
)
def test_environments_are_checked(changes, reason):
    with pytest.raises(ValueError, match=reason):
        replace(argued.FOLLOWED, **changes)
