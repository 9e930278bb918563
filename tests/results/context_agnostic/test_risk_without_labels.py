"""The risk without labels: the verdict, what a step needs, and votes of which most are wrong."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofs_check.results.context_agnostic import risk_without_labels as argued
from proofs_check.results.context_agnostic.grids import MOSTLY_WRONG, votes
from theory.claim import Verdict, claims
from theory.results.context_agnostic import risk_without_labels as stated

CLAIM = "risk-without-labels"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


@pytest.mark.parametrize("step", ["majority", "one context", "no bias"])
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(CLAIM, step)


def test_where_most_votes_are_wrong_the_votes_have_another_risk():
    assert (stated.without_labels(MOSTLY_WRONG), MOSTLY_WRONG.risk) == (Fraction(1, 4), Fraction(3, 4))


def right_everywhere(votes):
    """The contexts without a wrong vote, those on votes in balance included."""
    columns = enumerate(zip(*votes.votes, strict=True))
    return tuple(c for c, column in columns if column == votes.truth)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("without_labels", lambda votes: votes.bias),
        ("least_bias", lambda votes: min(votes.biases) - Fraction(1, 10)),
        ("right_contexts", right_everywhere),
        ("agnostic", lambda votes: min(votes.errors) == 0),
    ],
)
def test_a_wrong_value_is_false_somewhere(run, monkeypatch, name, wrong):
    claim = claims()[CLAIM]
    part = next(part for part in claim.parts if part.asserted is getattr(stated, name))

    def decides(_, votes):
        return part.relation(votes, wrong(votes)).holds if claim.applies_to(votes) else None

    monkeypatch.setattr(type(argued.proof), "decides", decides)
    assert run(CLAIM, "random votes").holds is False


def test_votes_that_ignore_the_context_have_no_bias_though_they_are_wrong():
    constant = votes("++ --", "+-")
    assert constant.biases == (0, 0)
    assert constant.risk == 0
    assert stated.agnostic(votes("--", "+"))
    assert votes("--", "+").risk == 2
