"""What is no evidence: why what a check returned, or recorded, cannot be used, whatever it says.

A result has fields of the right types and counts at least one instance, and a step leaves a record of the method whose
name it bears.  Nothing that only samples may enter a step.  A numerical check, which proves nothing, has at least gone
through some method that noted what it met.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from proofs_check.evidence.records import LEMMA, Item, Result, Role
from theory.claim import is_writable

KINDS = {  # what each method that proves records
    "symbolic": frozenset({"identities", "signs"}),
    "exact": frozenset({"comparisons", "enumeration"}),
    "balls": frozenset({"positive", "box"}),
    "smt": frozenset({"smt"}),
    LEMMA: frozenset({"lemma"}),
}
JUDGED = (Role.REFUTATION, Role.EXAMPLE, Role.NEAR_MISS)
PROVING_KINDS = frozenset().union(*KINDS.values())


def objection(item: Item, result: object, records: Sequence[dict[str, Any]]) -> str:
    """Why the result of an item, with what was recorded on the way, is no evidence; empty if it is."""
    if type(result) is not Result:  # one of a class of its own answers as it likes
        return f"the check returned {_shown(result)}, not a Result"
    kinds = [str(record["kind"]) for record in records]
    return _wrong_field(result) or _judges_nothing(item, records) or _argues_nothing(item, result, kinds)


def _wrong_field(result: Result) -> str:
    """A field of the wrong type: numpy has numbers and truths of its own, which JSON and ``is True`` do not know."""
    fields: list[tuple[str, object, bool]] = [
        ("holds", result.holds, result.holds is None or isinstance(result.holds, bool)),
        ("message", result.message, is_text(result.message)),
        ("scope", result.scope, is_text(result.scope)),
        ("instances", result.instances, type(result.instances) is int and result.instances >= 0),
        ("witness", result.witness, result.witness is None or is_text(result.witness)),
        ("rests_on", result.rests_on, _is_ground(result.rests_on)),
    ]
    return next((f"the field {name} of its Result is {_shown(value)}" for name, value, good in fields if not good), "")


def _judges_nothing(item: Item, records: Sequence[dict[str, Any]]) -> str:
    """An instance that the claim's predicates did not judge, or a lemma that is another claim than it is called."""
    if item.role in JUDGED and [record["kind"] for record in records] != ["instance"]:
        return f"the predicates of the claim did not judge it: a {item.role} is entered by the method of Proof"
    used = [record.get("claim") for record in records if record["kind"] == LEMMA]
    if item.method == LEMMA and used != [item.name]:
        return f"it is called {item.name}, and uses {_listed(map(str, used)) or 'no claim'}"
    return ""


def _argues_nothing(item: Item, result: Result, kinds: Sequence[str]) -> str:
    """For what holds: nothing was looked at, or nothing that its method decided was recorded."""
    if item.role is Role.CHECK and result.holds is True and not kinds:
        return "no method looked at anything for it: nothing was recorded"
    argues = item.role is Role.STEP or (item.role is Role.CONTROL and "instance" not in kinds)
    if not argues or result.holds is not True:
        return ""
    if result.instances == 0:
        return "it holds of 0 instances, which is no evidence"
    if strange := [kind for kind in kinds if kind not in PROVING_KINDS]:
        return f"it rests on {_listed(strange)}, which proves nothing"
    wanted = KINDS.get(item.method, frozenset())
    if not wanted & set(kinds):
        return f"no formula was decided by its method, {item.method}: {_listed(kinds) or 'nothing'} was recorded"
    return ""


def _is_ground(value: object) -> bool:
    """Whether it is a tuple of roles with texts."""
    return isinstance(value, tuple) and all(
        isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[0], Role) and is_text(pair[1]) for pair in value
    )


def is_text(value: object) -> bool:
    """Whether it is a string, of no class of its own, that can be written."""
    return type(value) is str and is_writable(value)


def _listed(kinds: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(kinds))


def _shown(value: object) -> str:
    return f"{ascii(value)[:60]}, a {type(value).__name__}"
