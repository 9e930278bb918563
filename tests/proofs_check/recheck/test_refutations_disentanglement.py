"""The checker's own reading of statements on disentanglement: the counterexamples pass, and what is none is refused."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check.recheck.outcome import Refused
from proofs_check.recheck.refutations_disentanglement import DISENTANGLEMENT
from proofs_check.recording import encode
from proofs_check.results.disentanglement.correlated_fit import DISENTANGLED
from proofs_check.results.disentanglement.linear_codes import RHO, WHITENED
from theory.results.disentanglement.linear_codes import LinearCode

FIT, SCORES = "correlated-fit-is-entangled-recalled", "scores-on-correlated-data"
FOUND = {FIT: DISENTANGLED, SCORES: LinearCode(RHO, WHITENED)}
CHANGES: dict[str, tuple[str, dict[str, Any], str]] = {
    "another noise": (FIT, {"noise_fit": "1"}, "does not fit"),
    "negative noise": (FIT, {"noise": "-1"}, "negative"),
    "no correlation": (FIT, {"covariance": [["2", "0"], ["0", "1"]]}, "not correlated"),
    "no covariance": (FIT, {"covariance": [["1", "2"], ["2", "1"]]}, "the covariance is none"),
    "a singular A": (FIT, {"loading": [["1", "1"], ["1", "1"]]}, "not injective"),
    "an entangled fit": (
        FIT,
        {"loading": [["1", "0"], ["0", "1"]], "covariance": [["5", "3"], ["3", "5"]], "noise_fit": "1"}
        | {"decoder": [["2", "1"], ["2", "-1"]]},
        "moves both",
    ),
    "three dimensions": (FIT, {"loading": [["1", "0"], ["0", "1"], ["0", "0"]]}, "not two rows"),
    "three latents": (FIT, {"decoder": [["1", "0", "0"], ["0", "1", "0"]]}, "not two columns"),
    "the truth": (SCORES, {"code": [["1", "0"], ["0", "1"]]}, "no more than the truth"),
    "independent factors": (SCORES, {"rho": "0"}, "no more than the truth"),
    "one latent twice": (SCORES, {"code": [["1", "1"], ["1", "1"]]}, "not invertible"),
    "equal factors": (SCORES, {"rho": "1"}, "not between"),
}


@pytest.mark.parametrize("claim", FOUND)
def test_the_counterexamples_pass(claim: str) -> None:
    DISENTANGLEMENT[claim](encode(FOUND[claim]))


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_none_is_refused(name: str) -> None:
    claim, change, reason = CHANGES[name]
    with pytest.raises(Refused, match=reason):
        DISENTANGLEMENT[claim](encode(FOUND[claim]) | change)
