"""When steps that all hold amount to a proof: the claim is about something, can fail, and uses what it assumes.

Steps show what their words say; nothing ties these words to the claim's own predicates.  So the predicates are tried:
an example meets them all, near misses and controls fail the conclusion.  And every assumption is used by a step, and
is needed or found not to be.
"""

from __future__ import annotations

from collections.abc import Sequence

from proofs_check.evidence.records import LEMMA, PROVING_METHODS, Evidence, Role
from theory.claim import Claim, claims


def missing(claim: Claim, evidence: Sequence[Evidence]) -> str:
    """What a claim whose steps all hold still lacks to be proved; empty if it lacks nothing."""
    found = [e for e in evidence if e.role is Role.STEP or e.method in PROVING_METHODS]
    return no_example(found) or _no_near_miss(claim, found) or _unused(claim, found) or _uncontrolled(claim, found)


def no_example(evidence: Sequence[Evidence]) -> str:
    """Why nothing shows that some instance meets the assumptions and the conclusion; empty if an example does."""
    examples = [e for e in evidence if e.role is Role.EXAMPLE]
    if doubtful := [e for e in examples if e.holds is not True]:
        return f"“{doubtful[0].name}” is undecided: {doubtful[0].message}"
    return "" if examples else "there is no example, an instance that meets the assumptions and the conclusion"


def no_instance(evidence: Sequence[Evidence]) -> str:
    """Why nothing shows that some instance meets the assumptions; empty if an example does, by whatever method."""
    met = any(e.role is Role.EXAMPLE and e.instances > 0 for e in evidence)
    return "" if met else "there is no example, an instance that certainly meets the assumptions"


def _no_near_miss(claim: Claim, evidence: Sequence[Evidence]) -> str:
    """A conclusion in parts needs a near miss of each; one of a single piece needs a control, on which it fails."""
    if not claim.parts:
        fails = any(e.role is Role.CONTROL and is_instance(e) for e in evidence)
        return "" if fails else "nothing shows that the conclusion can fail: it has no parts, and there is no control"
    tried = {e.item.about for e in evidence if e.role is Role.NEAR_MISS}
    untried = next((part.name for part in claim.parts if part.name not in tried), None)
    return f"there is no near miss of “{untried}”, a wrong value to which it says no" if untried else ""


def is_instance(evidence: Evidence) -> bool:
    """Whether a control is an instance, not the finding that an assumption is not needed."""
    return any(record["kind"] == "instance" for record in evidence.certificate)


def _unused(claim: Claim, evidence: Sequence[Evidence]) -> str:
    """An assumption that no step rests on, no lemma supposes, and no finding calls superfluous."""
    used = {premise.removeprefix("assumption:") for e in evidence for premise in e.premises}
    lemmas = [claims()[e.name] for e in evidence if e.method == LEMMA and e.name in claims()]
    used |= {assumption.name for lemma in lemmas for assumption in lemma.assumptions}
    used |= {e.item.about for e in evidence if e.role is Role.CONTROL and not is_instance(e)}
    idle = next((a.name for a in claim.assumptions if a.name not in used), None)
    return f"no step uses the assumption “{idle}”" if idle else ""


def _uncontrolled(claim: Claim, evidence: Sequence[Evidence]) -> str:
    """An assumption without an instance that shows what goes wrong without it, and not found superfluous either."""
    controlled = {e.item.about for e in evidence if e.role is Role.CONTROL}
    bare = next((a.name for a in claim.assumptions if a.name not in controlled), None)
    return f"nothing shows whether the assumption “{bare}” is needed" if bare else ""
