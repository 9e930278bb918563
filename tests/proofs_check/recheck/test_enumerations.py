"""The checker lists the cases of an enumeration for itself; what is missing, added or exchanged is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from proofs_check.evidence import Role, Settings, proofs
from proofs_check.recheck.formulas import decide_item
from proofs_check.recheck.outcome import Refused
from proofs_check.recheck.steps import CASES, STEPS

SIZES, BIJECTIONS = ("theorem-2.11-all-data", "only if"), ("theorem-2.11-sharp", "four points")
Record = dict[str, Any]


def item(claim: str, name: str) -> Record:
    """A step of a certificate as the run writes it."""
    proof = proofs()[claim]
    (step,) = [item for item in proof.items if item.name == name]
    decided = [dict(record) for record in proof.run(step, Settings()).certificate]
    return {"name": name, "role": Role.STEP.value, "method": step.method, "decided": decided}


@pytest.mark.parametrize("step", [SIZES, BIJECTIONS, ("proposition-2.5", "at the ends")], ids=" ".join)
def test_the_cases_of_the_run_are_those_of_the_checker(step: tuple[str, str]) -> None:
    assert decide_item(step[0], item(*step))


def test_every_enumeration_that_has_an_own_statement_is_listed() -> None:
    """Of the others, signs in many cells, the checker has no statement: they stand on the word of the run."""
    assert [step for step in CASES if step not in STEPS] == [("theorem-2.7-long-lines", "tail sums")]


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
