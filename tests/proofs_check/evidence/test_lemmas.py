"""Lemmas: none stands on itself, and one whose own evidence conflicts carries nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from proofs_check.evidence import LEMMA, Lemmas, Proof, Result, Settings
from proofs_check.evidence.lemmas import circle
from proofs_check.methods import exact
from proofs_check.runner import Report, verify
from theory.claim import Claim, Conclusion, Finding, Paper, Part, Verdict

POSITIVE = Claim(
    id="test-a",
    title="one is above zero",
    statement="$1 > 0$",
    paper=Paper("test", "a test"),
    instance=int,
    conclusion=Conclusion((Part("above", lambda n, bound: Finding(n > bound), lambda n: 0),)),
    expected=Verdict.PROVED,
)


def proof_of(registry: dict[str, Claim], claim: str, *lemmas: str) -> Proof:
    registry[claim] = replace(POSITIVE, id=claim)
    proof = Proof(claim)
    for lemma in lemmas:
        proof.uses(lemma)
    if not lemmas:
        proof.step("so it is", "exact", "0 < 1")(lambda: exact.compare({"": (0, "<", 1)}, ""))
    proof.example(lambda: 1)
    proof.near_miss("above", lambda: (1, 1))
    return proof


def verdicts(report: Report) -> dict[str, Verdict]:
    return {entry.claim.id: entry.verdict for entry in report.claims}


@pytest.mark.parametrize("remembered", [False, True])
def test_lemmas_in_a_circle_are_named_and_no_other_claim_is_lost(
    own_registry: dict[str, Claim], tmp_path: Path, remembered: bool
) -> None:
    proof_of(own_registry, "test-a", "test-b")
    proof_of(own_registry, "test-b", "test-a")
    proof_of(own_registry, "test-above", "test-a")
    proof_of(own_registry, "test-apart")
    report = verify(jobs=1, folder=tmp_path if remembered else None)
    assert {entry.claim.id: entry.message for entry in report.claims} == {
        "test-a": "test-b: ValueError: its lemmas go in a circle: test-b -> test-a -> test-b",
        "test-b": "test-a: ValueError: its lemmas go in a circle: test-a -> test-b -> test-a",
        "test-above": "test-a: ValueError: its lemmas go in a circle: test-a -> test-b -> test-a",
        "test-apart": "1 checked step",
    }
    assert set(verdicts(report).values()) == {Verdict.ERROR, Verdict.PROVED}


def test_a_claim_that_two_others_rest_on_is_no_circle(own_registry: dict[str, Claim]) -> None:
    proofs = {
        "test-a": proof_of(own_registry, "test-a"),
        "test-b": proof_of(own_registry, "test-b", "test-a"),
        "test-c": proof_of(own_registry, "test-c", "test-a", "test-b"),
    }
    assert circle("test-c", {claim: proof.items for claim, proof in proofs.items()}) == ()
    assert set(verdicts(verify(jobs=1)).values()) == {Verdict.PROVED}


@pytest.mark.parametrize("agrees", [True, False])
def test_a_lemma_with_a_check_that_disagrees_carries_nothing(own_registry: dict[str, Claim], agrees: bool) -> None:
    """The user is run first, and is told last what became of the lemma; and so is the user of the user."""
    proof_of(own_registry, "test-a", "test-b")
    proof_of(own_registry, "test-b", "test-lemma")
    lemma = proof_of(own_registry, "test-lemma")
    lemma.check("numbers", "exact", "…")(
        lambda: exact.decide([True], "", "") if agrees else Result(False, "at 7 it is not so")
    )
    report = verify(jobs=1)
    assert set(verdicts(report).values()) == {Verdict.PROVED if agrees else Verdict.ERROR}
    if not agrees:
        said = {entry.claim.id: entry.message for entry in report.claims}
        assert said["test-b"] == f"its lemma test-lemma is ERROR: {said['test-lemma']}"
        assert said["test-a"] == f"its lemma test-b is ERROR: {said['test-b']}"


def test_a_lemma_is_decided_once_a_run_and_anew_in_the_next(own_registry: dict[str, Claim]) -> None:
    asked: list[str] = []

    def decide_it() -> Result:
        asked.append("test-lemma")
        return exact.compare({"": (0, "<", 1)}, "")

    lemma = proof_of(own_registry, "test-lemma")
    lemma.step("counted", "exact", "…")(decide_it)
    users = [proof_of(own_registry, f"test-{name}", "test-lemma") for name in "ab"]
    assert set(verdicts(verify(["test-a", "test-b"], jobs=1)).values()) == {Verdict.PROVED}
    assert len(asked) == 1
    verify(["test-a"], jobs=1)
    assert len(asked) == 2
    shared = Lemmas()
    for user in users:
        (item,) = [item for item in user.items if item.method == LEMMA]
        assert user.run(item, Settings(), shared).holds is True
    assert len(asked) == 3


def test_a_lemma_that_is_not_in_the_run_is_taken_without_its_numerical_checks(own_registry: dict[str, Claim]) -> None:
    proof_of(own_registry, "test-lemma").check("numbers", "exact", "…")(lambda: Result(False, "at 7 it is not so"))
    proof_of(own_registry, "test-user", "test-lemma")
    assert verdicts(verify(["test-user"], jobs=1)) == {"test-user": Verdict.PROVED}
    assert verdicts(verify(["test-lemma"], jobs=1)) == {"test-lemma": Verdict.ERROR}
