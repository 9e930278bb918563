"""The checker's own reading of the statements on LARS: their counterexamples pass, and what is none is refused."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check.recheck.outcome import Refused
from proofs_check.recheck.refutations_large_batch import LARGE_BATCH
from proofs_check.recording import encode
from proofs_check.results.large_batch.lars_2 import sum_of_layers
from proofs_check.results.large_batch.runs import COUPLED, STUCK

QUOTED, COORDINATEWISE = "lars-2-quoted", "lars-2-coordinatewise"
FOUND = {QUOTED: STUCK, COORDINATEWISE: COUPLED}
NOISE = [{"type": "Outcome", "probability": "1", "factor": "1", "shift": ["0", "0"]}]
CHANGES: dict[str, tuple[str, dict[str, Any], str]] = {
    "another rate": (COORDINATEWISE, {"squared_rate": "1/3"}, "eta is not"),
    "a layer that is not smooth": (COORDINATEWISE, {"smoothness": ["2/3", "4/3"]}, "is not smooth"),
    "phi beyond its bounds": (COORDINATEWISE, {"scaling": {"knots": [["0", "2"]]}}, "leaves its bounds"),
    "no phi": (COORDINATEWISE, {"scaling": {"knots": [["1", "1"]]}}, "no knots from 0 on"),
    "knots that fall": (COORDINATEWISE, {"scaling": {"knots": [["0", "1"], ["2", "1"], ["1", "1"]]}}, "no knots"),
    "bounds of 0": (COORDINATEWISE, {"alpha": ["0", "1"]}, "alpha_l"),
    "layers that are not coupled": (
        COORDINATEWISE,
        {"matrix": [["1", "0"], ["0", "1"]], "squared_rate": "1/4"},
        "within the bound",
    ),
    "more steps at that rate": (COORDINATEWISE, {"steps": "2"}, "eta is not"),
    "steps that cannot be followed": (COORDINATEWISE, {"steps": "4", "squared_rate": "1/8"}, "is irrational"),
    "half a step": (COORDINATEWISE, {"steps": "1/2"}, "steps"),
    "no convex function": (COORDINATEWISE, {"matrix": [["1", "2"], ["2", "1"]]}, "not positive semidefinite"),
    "no symmetric matrix": (COORDINATEWISE, {"matrix": [["1", "2"], ["0", "1"]]}, "not symmetric"),
    "a row too few": (COORDINATEWISE, {"matrix": [["1", "1"]]}, "coordinates"),
    "a start too short": (COORDINATEWISE, {"start": ["1"]}, "number is missing"),
    "noise": (COORDINATEWISE, {"noise": NOISE}, "there is noise"),
    "noise that is declared": (COORDINATEWISE, {"deviation": ["0", "1"]}, "there is noise"),
    "one large layer": (COORDINATEWISE, {"layers": ["2"]}, "several coordinates"),
    "a start elsewhere": (QUOTED, {"start": ["2"]}, "within the bound"),
    "phi bounded at 0 too": (QUOTED, {"scaling": {"knots": [["0", "1"]]}}, "within the bound"),
    "phi that begins at 0": (QUOTED, {"scaling": {"knots": [["0", "0"], ["1", "1"]]}}, "leaves its bounds"),
    "a layer that is steep": (QUOTED, {"smoothness": ["1/2"], "squared_rate": "1/2"}, "is not smooth"),
}


@pytest.mark.parametrize("claim", FOUND)
def test_the_counterexamples_pass(claim: str) -> None:
    LARGE_BATCH[claim](encode(FOUND[claim]))


def test_another_one_passes() -> None:
    LARGE_BATCH[COORDINATEWISE](encode(sum_of_layers(3, STUCK.alpha[0], 1)))


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_none_is_refused(name: str) -> None:
    claim, change, reason = CHANGES[name]
    with pytest.raises(Refused, match=reason):
        LARGE_BATCH[claim](encode(FOUND[claim]) | change)


def test_coupled_layers_do_not_refute_what_is_quoted() -> None:
    with pytest.raises(Refused, match="layers are coupled"):
        LARGE_BATCH[QUOTED](encode(COUPLED))


def test_a_run_is_followed_step_by_step() -> None:
    """Sixteen layers are too many for the checker; four steps of one are not: it never moves."""
    with pytest.raises(Refused, match="one to three"):
        LARGE_BATCH[COORDINATEWISE](encode(sum_of_layers(16, STUCK.alpha[0], 4)))
