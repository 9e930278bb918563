"""What a claim's own predicates say of an instance: a counterexample, a control, an example or a near miss, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from proofs_check.evidence.exactness import inexact
from proofs_check.evidence.records import PROVING_METHODS, Result
from proofs_check.evidence.tried import FalseThereError
from proofs_check.recording import encode, record
from proofs_check.support.words import counted
from theory.claim import Claim, Finding
from theory.numbers import Truth, conjunction, negate


def refute(claim: Claim, instance: Any) -> Result:
    """Apply the claim's own predicates to a proposed counterexample."""
    record("instance", instance=encode(instance))
    assumed = [(a.name, found(a.predicate(instance))) for a in claim.assumptions]
    concluded = found(claim.conclusion(instance))
    holds = conjunction(*(finding.holds for _, finding in assumed), negate(concluded.holds))
    broken = [name for name, finding in assumed if not finding.holds]
    message = concluded.witness or "the conclusion fails"
    if broken:
        message = f"the instance does not meet: {', '.join(broken)}"
    elif holds is not True:
        message = f"the conclusion does not fail for certain: {concluded.witness}"
    return Result(holds, message, scope="one exact instance", witness=str(instance))


def control(claim: Claim, assumption: str, instance: Any) -> Result:
    """All assumptions but one hold, that one does not, and the conclusion fails."""
    record("instance", without=assumption, instance=encode(instance))
    findings = {a.name: found(a.predicate(instance)) for a in claim.assumptions}
    concluded = found(claim.conclusion(instance))
    others = [f.holds for name, f in findings.items() if name != assumption]
    holds = conjunction(*others, negate(findings[assumption].holds), negate(concluded.holds))
    states = ", ".join(f"{name}: {finding.holds}" for name, finding in findings.items())
    message = concluded.witness if holds else f"no control: {states}, conclusion: {concluded.holds}"
    return Result(holds, message, scope="one exact instance", witness=str(instance))


def example(claim: Claim, instance: Any) -> Result:
    """All assumptions and the conclusion hold; it counts as an instance where the assumptions certainly do."""
    record("instance", instance=encode(instance))
    assumed = {a.name: found(a.predicate(instance)) for a in claim.assumptions}
    met = conjunction(*(finding.holds for finding in assumed.values()))
    concluded = found(claim.conclusion(instance))
    broken = [f"{name} is {finding.holds}: {finding.witness}" for name, finding in assumed.items() if not finding.holds]
    said = concluded.witness if concluded.holds else f"the conclusion is {concluded.holds}: {concluded.witness}"
    message = "; ".join(broken) or said
    holds = conjunction(met, concluded.holds)
    return Result(holds, message, "one exact instance", instances=int(met is True), witness=str(instance))


def concluded_of(claim: Claim, instances: Sequence[Any], method: str) -> str:
    """What the conclusion says of instances that were drawn and meet the assumptions, in words.

    Raises :class:`FalseThereError` where it is certainly false: such an instance refutes the claim.
    """
    outcomes: Counter[Truth] = Counter()
    for instance in instances:
        finding = found(claim.conclusion(judged(claim, instance, method)))
        if finding.holds is False:
            raise FalseThereError(f"the conclusion is false at {instance}: {finding.witness}")
        outcomes[finding.holds] += 1
    said = [f"{outcomes[kind]} {word}" for kind, word in ((True, "true"), (None, "undecided")) if outcomes[kind]]
    drawn = counted(len(instances), "1 instance drawn", "instances drawn")
    return (
        f"at {drawn}: the conclusion is {', '.join(said)}" if said else "at nothing drawn: none meets the assumptions"
    )


def near_miss(claim: Claim, name: str, instance: Any, value: Any) -> Result:
    """The part is true of what the claim asserts, and false of ``value``."""
    record("instance", instance=encode(instance), value=encode(value))
    part = next(p for p in claim.parts if p.name == name)
    right, wrong = found(part(instance)), found(part.relation(instance, value))
    holds = conjunction(right.holds, negate(wrong.holds))
    if holds is True:
        message = wrong.witness
    else:
        message = f"the part is {right.holds} of what is asserted ({right.witness}), and {wrong.holds} of the value"
    return Result(holds, message, "one exact instance", witness=f"{instance}; instead: {value}")


def found(finding: object) -> Finding:
    """What a predicate returned, asked once: one of a class of its own could answer otherwise the next time.

    Raises ``TypeError`` for anything but a :class:`Finding`.
    """
    if not isinstance(finding, Finding):
        raise TypeError(f"a predicate returns a Finding, not {ascii(finding)[:60]}, a {type(finding).__name__}")
    return Finding(finding.holds, finding.witness)


def judged(claim: Claim, instance: Any, method: str, value: Any = None) -> Any:
    """The instance, which must be of the claim's own type and, for a method that proves, hold exact numbers only.

    So must the wrong ``value`` of a near miss.  Raises ``TypeError`` for others: a subclass answers as it likes, a
    float is not the number that is meant.  Where balls decide, the value may have balls.
    """
    if type(instance) is not claim.instance:
        raise TypeError(f"{claim.id} is about {claim.instance.__name__}, not {type(instance).__name__}")
    if method in PROVING_METHODS and (where := inexact(instance) or inexact(value, "the value", method == "balls")):
        raise TypeError(f"an instance must be exact, but {where}")
    return instance
