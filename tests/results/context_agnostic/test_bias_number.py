"""The bias of a context as a number: the verdict, and what the checker refuses."""

from __future__ import annotations

import copy
from fractions import Fraction

import pytest

from proofs_check.recheck import Refused
from proofs_check.recheck.refutations import REFUTATIONS
from proofs_check.recording import encode
from proofs_check.results.context_agnostic.grids import EQUAL_ERRORS, MIRRORED, NOTHING_OR_ALPHA
from theory.claim import Verdict
from theory.results.context_agnostic import bias_number as stated
from theory.results.context_agnostic.votes import mean

CLAIM = "context-bias-number-printed"


def test_refuted(verdict):
    assert verdict(CLAIM) is Verdict.REFUTED


def test_the_sizes_are_not_0_and_the_directions_are():
    assert MIRRORED.biases == (Fraction(1, 2), Fraction(1, 2), Fraction(1, 2), Fraction(3, 2))
    assert stated.directions(MIRRORED) == (0, 0, 0, 0)


def test_directions_have_the_mean_0():
    for votes in (MIRRORED, NOTHING_OR_ALPHA, EQUAL_ERRORS):
        assert mean(votes.contexts, stated.directions(votes)) == 0


COUNTEREXAMPLE = encode(MIRRORED)


def test_the_checker_accepts_the_counterexample():
    REFUTATIONS[CLAIM](COUNTEREXAMPLE)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"votes": [["1", "1", "1", "-1"], ["-1", "-1", "-1", "-1"]]}, "such a number"),
        ({"votes": [["1", "1", "1", "1"], ["-1", "-1", "-1", "-1"]]}, "such a number"),
        ({"objects": ["2/3", "1/3"]}, "such a number"),
        ({"alpha": "1/3"}, "not at most alpha"),
    ],
)
def test_the_checker_refuses_other_instances(change, reason):
    with pytest.raises(Refused, match=reason):
        REFUTATIONS[CLAIM]({**copy.deepcopy(COUNTEREXAMPLE), **change})
