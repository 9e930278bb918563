"""Theorem 4.3 as quoted and restated: verdicts, broken constants, and what the checker says of the refutation."""

from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction

import pytest

from proofs_check.recheck import Refused
from proofs_check.recheck.refutations import REFUTATIONS
from proofs_check.recording import encode
from proofs_check.results.self_training import graphs
from proofs_check.results.self_training import theorem_4_3 as argued
from theory.claim import Verdict, claims
from theory.results.self_training import theorem_4_3 as stated

QUOTED, RESTATED = "self-training-4-3-quoted", "self-training-4-3-restated"


def test_verdicts(verdict):
    assert verdict(QUOTED) is Verdict.PROVED
    assert verdict(RESTATED) is Verdict.REFUTED


def test_a_step_needs_its_premises(weakened):
    assert False in weakened(QUOTED, "for all labels")


def test_a_smaller_bound_is_noticed(run, monkeypatch):
    whole = stated.quoted_bound
    smaller = lambda training: whole(training) * Fraction(99, 100)  # noqa: E731
    claim = claims()[QUOTED]
    part = replace(claim.conclusion.parts[0], asserted=smaller)
    assert part(graphs.ATTAINED).holds is False
    monkeypatch.setattr(argued, "quoted_bound", smaller)
    assert run(QUOTED, "a minimiser attains it").holds is False


def test_the_restatement_fails_at_every_large_c():
    """The labels 1 everywhere stay the only minimisers, and the bound falls to 2 mu as c grows."""
    for c in (10, 100, 10**6):
        one = graphs.training(argued.GO_BETWEEN, "1001", "1111", c)
        claim = claims()[RESTATED]
        assert all(assumption.predicate(one).holds for assumption in claim.assumptions)
        assert claim.conclusion(one).holds is False


def test_the_cap_on_c_repairs_it():
    """c = 5 is 1 over the share of wrong pseudo-labels: no more is allowed by the quoted assumption."""
    at = {c: graphs.training(argued.GO_BETWEEN, "1001", "1111", c) for c in (5, 6)}
    expands = claims()[QUOTED].assumptions[0].predicate
    assert (expands(at[5]).holds, expands(at[6]).holds) == (True, False)
    assert claims()[QUOTED].conclusion(at[5]).holds is True


def test_a_label_that_is_no_minimiser_is_seen():
    one = graphs.training(argued.GO_BETWEEN, "1001", "0001", 100)
    assert stated.least(stated.quoted_objective)(one).holds is False


COUNTEREXAMPLE = encode(graphs.training(argued.GO_BETWEEN, "1001", "1111", 100))


def test_the_checker_accepts_the_counterexample():
    REFUTATIONS[RESTATED](COUNTEREXAMPLE)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"c": "3"}, "above 3"),
        ({"student": ["0", "0", "0", "1"]}, "do not minimise"),
        ({"student": ["1", "1", "1"]}, "no label"),
        ({"student": ["1", "1", "1", "2"]}, "no such"),
        ({"pseudo": ["1", "1", "0", "1"]}, "a third"),
        ({"c": "4"}, "within the bound"),
        ({"graph": {"mass": ["1", "2", "2", "-4"]}}, "masses"),
        ({"graph": {"views": [["0"], ["1", "2", "3"], ["1", "2"], ["3"]]}}, "neither"),
        ({"graph": {"views": [["1"], ["1"], ["2"], ["3"]]}}, "no view of itself"),
        ({"graph": {"classes": "4"}}, "classes"),
    ],
)
def test_the_checker_refuses_other_instances(change, reason):
    """A c of 4 keeps the bound above; the point b alone, without views in common with others, reaches itself only."""
    instance = copy.deepcopy(COUNTEREXAMPLE)
    instance["graph"].update(change.get("graph", {}))
    instance.update({key: value for key, value in change.items() if key != "graph"})
    with pytest.raises(Refused, match=reason):
        REFUTATIONS[RESTATED](instance)
