"""The one rule that turns evidence into a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from proofs_check.evidence.completeness import missing, no_instance
from proofs_check.evidence.records import LEMMA, PROVING_METHODS, UNCHECKED, Evidence, Role
from proofs_check.support.words import counted
from theory.claim import Claim, Verdict


def unchecked(evidence: Iterable[Evidence], role: Role) -> list[str]:
    """The trusted, or the argued, conclusions that a proof rests on, those under its lemmas included, each once."""
    found: dict[str, None] = {}
    for e in evidence:
        conclusions = [e.conclusion] if e.role is role else [text for kind, text in e.rests_on if kind is role]
        found.update(dict.fromkeys(conclusions))
    return list(found)


def decide(
    claim: Claim, evidence: Iterable[Evidence], lemmas: Mapping[str, tuple[Verdict, str]] | None = None
) -> tuple[Verdict, str]:
    """The verdict of a claim from its evidence, and the reason in words.

    ERROR if anything erred, a control or a near miss is none, an example is false, or evidence conflicts; REFUTED if a
    refutation holds; PROVED if there are steps and every one holds, by methods that prove, and nothing is missing
    (:mod:`proofs_check.evidence.completeness`); SUPPORTED if a numerical check that met instances agrees, and an
    example meets the assumptions; VACUOUS if no check met them; UNDECIDED otherwise.  What is expected does not enter.

    ``lemmas`` are verdicts, with their reasons, that other claims have come to: one that a proof rests on and that is
    not PROVED is an ERROR.  A step that uses a lemma leaves out its numerical checks; its verdict does not.
    """
    items = list(evidence)
    by_role = {role: [e for e in items if e.role is role] for role in Role}
    if erred := [e for e in items if e.error is not None]:
        return Verdict.ERROR, f"{erred[0].name}: {erred[0].message}"
    if fallen := _fallen(by_role[Role.STEP], lemmas or {}):
        return Verdict.ERROR, fallen
    if bad := [e for e in by_role[Role.CONTROL] if e.holds is not True]:
        return Verdict.ERROR, f"negative control “{bad[0].name}” does not hold: {bad[0].message}"
    if bad := [e for e in by_role[Role.NEAR_MISS] if e.holds is not True]:
        return Verdict.ERROR, f"{bad[0].name} is none: {bad[0].message}"
    if bad := [e for e in by_role[Role.EXAMPLE] if e.holds is False]:
        return Verdict.ERROR, f"“{bad[0].name}” is false: {bad[0].message}"
    refuted = [e for e in by_role[Role.REFUTATION] if e.holds is True and e.method in PROVING_METHODS]
    steps = by_role[Role.STEP]
    proved = bool(steps) and all(e.holds is True and e.method in PROVING_METHODS for e in steps)
    checks = by_role[Role.CHECK]
    agreeing = [e for e in checks if e.holds is True and e.instances > 0]
    disagreeing = [e for e in checks if e.holds is False]
    if refuted and proved:
        return Verdict.ERROR, "the evidence conflicts: proved and refuted"
    if proved and disagreeing:
        return Verdict.ERROR, f"the evidence conflicts: proved, but “{disagreeing[0].name}” disagrees"
    if refuted:
        return Verdict.REFUTED, refuted[0].message
    if failed := [e for e in steps if e.holds is False]:
        return Verdict.ERROR, f"step “{failed[0].name}” fails: {failed[0].message}"
    if proved:
        lacking = missing(claim, items)
        return (Verdict.UNDECIDED, f"every step holds, but {lacking}") if lacking else _proved(items)
    if disagreeing:
        return Verdict.UNDECIDED, f"“{disagreeing[0].name}” disagrees: {disagreeing[0].message}"
    if agreeing and (lacking := no_instance(items)):
        return Verdict.UNDECIDED, f"{counted(len(agreeing), 'a check agrees', 'checks agree')}, but {lacking}"
    if agreeing:
        return Verdict.SUPPORTED, counted(len(agreeing), "1 numerical check agrees", "numerical checks agree")
    if checks and all(e.instances == 0 for e in checks):
        return Verdict.VACUOUS, "no instance met the assumptions"
    return Verdict.UNDECIDED, "no evidence decides it"


def _fallen(steps: Iterable[Evidence], lemmas: Mapping[str, tuple[Verdict, str]]) -> str:
    """Why a lemma that a step found proved is not, all its evidence taken together; empty if none has fallen."""
    for e in steps:
        verdict, message = lemmas.get(e.name, (Verdict.PROVED, "")) if e.method == LEMMA else (Verdict.PROVED, "")
        if e.holds is True and verdict is not Verdict.PROVED:
            return f"its lemma {e.name} is {verdict}: {message}"
    return ""


def _proved(items: list[Evidence]) -> tuple[Verdict, str]:
    steps = sum(e.role is Role.STEP for e in items)
    parts = [counted(steps, "1 checked step", "checked steps")]
    for role in UNCHECKED:
        if count := len(unchecked(items, role)):
            parts.append(f"{count} {role}")
    return Verdict.PROVED, ", ".join(parts)
