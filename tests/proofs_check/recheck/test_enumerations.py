"""The checker lists the cases of an enumeration for itself; what is missing, added or exchanged is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from proofs_check.evidence import Role, Settings, proofs
from proofs_check.recheck import steps_theorem_2_7 as theorem_2_7
from proofs_check.recheck.formulas import decide_item
from proofs_check.recheck.outcome import Refused
from proofs_check.recheck.steps import CASES, STEPS

SIZES, BIJECTIONS = ("theorem-2.11-all-data", "only if"), ("theorem-2.11-sharp", "four points")
TWO, TEN = ("theorem-2.7-long-lines", "two classes"), ("theorem-2.7-long-lines", "ten classes")
Record = dict[str, Any]


def item(claim: str, name: str) -> Record:
    """A step of a certificate as the run writes it."""
    proof = proofs()[claim]
    (step,) = [item for item in proof.items if item.name == name]
    decided = [dict(record) for record in proof.run(step, Settings()).certificate]
    return {"name": name, "role": Role.STEP.value, "method": step.method, "decided": decided}


@pytest.mark.parametrize("step", [SIZES, BIJECTIONS, TWO, TEN, ("proposition-2.5", "at the ends")], ids=" ".join)
def test_the_cases_of_the_run_are_those_of_the_checker(step: tuple[str, str]) -> None:
    assert decide_item(step[0], item(*step))


def test_every_enumeration_that_has_an_own_statement_is_listed() -> None:
    """Of two the checker lists the cases, and no more: what holds there stands on the word of the run."""
    assert [step for step in CASES if step not in STEPS] == [("theorem-2.7-long-lines", "tail sums"), TEN]


def fewer(record: Record) -> None:
    record["cases"] = record["cases"][1:]


def fewer_and_said(record: Record) -> None:
    from proofs_check.recheck.formulas import _summary

    record["cases"] = record["cases"][1:]
    record["count"], record["digest"] = _summary(record["cases"])


def none(record: Record) -> None:
    record |= {"cases": [], "count": 0}


def another_digest(record: Record) -> None:
    record["digest"] = "0" * 64


def unlisted(record: Record) -> None:
    record.pop("cases")
    record["count"] += 1


FORGED: dict[str, Callable[[Record], None]] = {
    function.__name__: function for function in (fewer, fewer_and_said, none, another_digest, unlisted)
}


@pytest.mark.parametrize("name", FORGED)
@pytest.mark.parametrize("step", [SIZES, BIJECTIONS], ids=" ".join)
def test_other_cases_are_refused(step: tuple[str, str], name: str) -> None:
    forged = item(*step)
    FORGED[name](forged["decided"][-1])
    with pytest.raises(Refused, match=re.escape(step[1])):
        decide_item(step[0], forged)


@pytest.mark.parametrize("times", [0, 2])
def test_an_enumeration_is_there_once(times: int) -> None:
    forged = item(*SIZES)
    forged["decided"] = [*forged["decided"]] * times
    with pytest.raises(Refused, match="are to be gone through"):
        decide_item(SIZES[0], forged)


def test_cells_that_are_left_out_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from proofs_check.results.mixup import theorem_2_7_large_alpha as argued

    monkeypatch.setattr(argued, "crossings", lambda *_: ())
    with pytest.raises(Refused, match="cases are not those"):
        decide_item(TWO[0], item(*TWO))


def test_two_classes_are_decided_by_the_checker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no mix comes near the point 1 in the end, it sees itself only."""
    assert theorem_2_7.two_classes()
    sides = (Fraction(-1), Fraction(1))
    monkeypatch.setattr(theorem_2_7, "ends", lambda s, t, x: [(Fraction(s + t + 2), side) for side in sides])
    assert not theorem_2_7.two_classes()


def test_an_enumeration_of_nothing_is_refused_of_any_claim() -> None:
    """Of claims from outside the checker has no list to compare it with."""
    from proofs_check.recheck.formulas import _summary

    for listed in ([], ["1"]):
        count, digest = _summary(listed)
        record = {"kind": "enumeration", "what": "numbers", "cases": listed, "count": count, "digest": digest}
        step = {"name": "a step", "role": Role.STEP.value, "method": "exact", "decided": [record]}
        if listed:
            assert decide_item("theorem-of-nobody", step)
        else:
            with pytest.raises(Refused, match="not as many as it says"):
                decide_item("theorem-of-nobody", step)
