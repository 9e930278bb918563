"""Theorem 3.1: the verdicts, what fails without a premise, and what the checker refuses."""

from __future__ import annotations

import copy
from fractions import Fraction

import pytest

from proofs_check.recheck import Refused
from proofs_check.recheck.refutations import REFUTATIONS
from proofs_check.recording import encode
from proofs_check.results.context_agnostic import theorem_3_1 as argued
from proofs_check.results.context_agnostic.grids import MIRRORED, MOSTLY_WRONG, NOTHING_OR_ALPHA, votes
from theory.claim import Verdict, claims
from theory.results.context_agnostic import theorem_3_1 as stated
from theory.results.context_agnostic.votes import Votes

PRINTED, CLAIM = "context-bias-bound-printed", "context-bias-interval"


def test_the_printed_case_of_equality_is_refuted(verdict):
    assert verdict(PRINTED) is Verdict.REFUTED


def test_the_interval_is_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


def test_the_printed_inequality_holds_at_the_counterexample():
    bound, equality = claims()[PRINTED].parts
    assert bound(NOTHING_OR_ALPHA).holds is True
    assert equality(NOTHING_OR_ALPHA).holds is False
    assert (NOTHING_OR_ALPHA.risk, NOTHING_OR_ALPHA.bias) == (Fraction(1, 3), Fraction(4, 9))


def test_equal_weights_refute_it_too():
    """Three contexts of equal weights, two objects."""
    uniform = votes("+++ ++-", "++", alpha="2/3")
    assert claims()[PRINTED].applies_to(uniform)
    assert claims()[PRINTED].conclusion(uniform).holds is False


def test_as_a_probability_the_risk_attains_nothing_but_0():
    """Half of R is the probability of a wrong vote: with it, equal errors of α > 0 are no case of equality."""
    equal = votes("++-", "+", alpha="2/3")
    assert equal.risk / 2 < equal.bias / (2 - equal.alpha)


@pytest.mark.parametrize("step", ["one object", "variance", "sums", "from below", "from above"])
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(CLAIM, step)


def test_errors_beyond_alpha_break_the_right_side(run, monkeypatch):
    monkeypatch.setattr(argued, "one_error", lambda _, one_error=argued.one_error: one_error([]))
    assert run(CLAIM, "from above").holds is False
    assert run(CLAIM, "α below 1 not needed").holds is False


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("by_the_variance", lambda votes: votes.risk * (2 - votes.risk)),
        ("equal_and_at_most_1", lambda votes: len(set(votes.errors)) == 1),
        ("equal_and_at_most_1", lambda votes: max(votes.errors) <= 1),
        ("nothing_or_alpha", stated.all_alpha),
    ],
)
def test_a_wrong_value_is_false_somewhere(run, monkeypatch, name, wrong):
    claim = claims()[CLAIM]
    part = next(part for part in claim.parts if part.asserted is getattr(stated, name))
    monkeypatch.setattr(type(argued.proof), "decides", lambda self, votes: part.relation(votes, wrong(votes)).holds)
    assert run(CLAIM, "random votes").holds is False


def test_the_bias_is_that_of_its_definition():
    """K = E_o(1 - ō²), which the definition with a maximum never uses."""
    for one in (NOTHING_OR_ALPHA, MOSTLY_WRONG, MIRRORED):
        assert one.bias == sum(p * (1 - m**2) for p, m in zip(one.objects, one.means, strict=True))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"objects": (1, 1)}, "weights of objects"),
        ({"objects": (2, -1)}, "weights of objects"),
        ({"contexts": ("1/2", "1/3")}, "weights of contexts"),
        ({"contexts": (1,)}, "in each context"),
        ({"truth": (1,)}, "a weight, votes and a label"),
        ({"truth": (1, 0)}, "1 or -1"),
        ({"votes": ((1, 1), (1, -1.0))}, "votes must be a whole number"),
        ({"votes": ((1, 1), (1, 2))}, "1 or -1"),
    ],
)
def test_votes_are_checked(changes, reason):
    whole = {"objects": ("1/2", "1/2"), "contexts": ("2/3", "1/3"), "votes": ((1, 1), (1, -1)), "truth": (1, 1)}
    Votes(**whole)
    with pytest.raises(ValueError, match=reason):
        Votes(**{**whole, **changes})


COUNTEREXAMPLE = encode(NOTHING_OR_ALPHA)


def test_the_checker_accepts_the_counterexample():
    REFUTATIONS[PRINTED](COUNTEREXAMPLE)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"alpha": "1/2"}, "not at most alpha"),
        ({"alpha": "1"}, "not at most alpha"),
        ({"alpha": "3/4"}, "as printed"),
        ({"votes": [["1", "-1"], ["1", "-1"]]}, "as printed"),
        ({"objects": ["1/2", "1/3"]}, "sum 1"),
        ({"contexts": ["1", "0"]}, "not positive"),
        ({"truth": ["1", "0"]}, "in each place"),
        ({"votes": [["1"], ["1", "-1"]]}, "in each place"),
    ],
)
def test_the_checker_refuses_other_instances(change, reason):
    with pytest.raises(Refused, match=reason):
        REFUTATIONS[PRINTED]({**copy.deepcopy(COUNTEREXAMPLE), **change})
