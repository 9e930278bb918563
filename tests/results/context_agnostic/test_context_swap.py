"""Disagreement of contexts against errors: the verdict, broken steps, and shares that are none."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from proofs_check.results.context_agnostic import context_swap as argued
from theory.claim import Verdict, claims
from theory.results.context_agnostic import context_swap as stated
from theory.results.context_agnostic.context_swap import VoteShares

CLAIM = "context-swap-sandwich"
STEPS = ["squares", "plurality", "at most D", "at least D/2", "by the largest error", "all objects"]


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


@pytest.mark.parametrize("step", STEPS)
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(CLAIM, step)


def test_the_disagreement_is_that_of_two_contexts():
    """Counted over all ordered pairs of contexts, for answers written down one by one."""
    answers = ("aabac", "bbbbb", "abcba")
    row = [tuple(Fraction(text.count(k), 5) for k in "abc") for text in answers]
    found = VoteShares((Fraction(1, 3),) * 3, tuple(row), (0, 1, 0))
    pairs = [text[i] != text[j] for text in answers for i, j in product(range(5), repeat=2)]
    assert found.disagreement == Fraction(sum(pairs), len(pairs))


def test_the_left_side_is_nearly_attained_by_small_errors_on_many_classes():
    many = VoteShares((1,), ((Fraction(99, 100), *(Fraction(1, 10000),) * 100),), (0,))
    assert many.error / (many.disagreement / 2) < Fraction(102, 100)
    assert many.error >= many.disagreement / 2


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("at most D", lambda shares: shares.disagreement * Fraction(9, 10)),
        ("at least D/2", lambda shares: shares.disagreement * Fraction(9, 10)),
        ("by the largest error", lambda shares: shares.disagreement / 2),
        ("D attained", lambda shares: all(max(row) == min(row) for row in shares.shares)),
    ],
)
def test_a_wrong_value_is_false_somewhere(run, monkeypatch, part, wrong):
    claim = claims()[CLAIM]
    relation = next(p.relation for p in claim.parts if p.name == part)

    def decides(_, shares):
        return relation(shares, wrong(shares)).holds if claim.applies_to(shares) else None

    monkeypatch.setattr(type(argued.proof), "decides", decides)
    assert run(CLAIM, "random shares").holds is False


def test_without_plurality_the_other_parts_hold():
    wrong = argued.one_object("1/4", "3/4")
    assert not claims()[CLAIM].applies_to(wrong)
    assert stated.errs_at_least(wrong, wrong.disagreement / 2).holds is True
    assert stated.multiple_at_most(wrong, wrong.disagreement).holds is True


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (((1,), ((1, 0),), (2,)), "a class must be"),
        (((1,), ((1, 0),), (1.0,)), "truth must be a whole number"),
        (((1,), (("1/2", "1/3"),), (0,)), "the sum 1"),
        (((1,), ((2, -1),), (0,)), "not be negative"),
        (((1,), ((),), (0,)), "not be negative"),
        (((1,), ((1, 0),), ()), "a weight, shares and a class"),
        ((("1/2",), ((1, 0),), (0,)), "weights of objects"),
    ],
)
def test_shares_are_checked(arguments, reason):
    with pytest.raises(ValueError, match=reason):
        VoteShares(*arguments)
