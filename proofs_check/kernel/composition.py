"""What the reports say of the kernel: whether Coq has checked that the steps of a proof make up the claim.

This is evidence of a role of its own: no verdict needs it, and none comes from it alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from proofs_check.kernel import Theorem, recorded, rerun_here
from theory.claim import Claim, Verdict

ROLE = "composition"
BY_PEOPLE = "composition read by people"
RERUN, RECORDED = "rerun here", "recorded, not rerun"
TRUST = {  # layer -> what is trusted
    "claims that Coq checks whole": "the kernel of Coq and its virtual machine, the axioms below, the definitions in "
    "Claims.expected, and the reading of the theorems there",
    "other claims, and what Coq checks in part": "SymPy, exact arithmetic, Arb, z3, the cited theorems, and that the "
    "steps add up to the claim, as people read it",
    "that both speak of one thing": "programs over Q, which Coq has checked to compute masses, shares and limits and "
    "to decide clearances, distances, Assumptions 2.9 and 3.1, stray atoms, margins, class masses, separation, "
    "independence and minimisers of the squared losses, and the pair sums themselves, on random instances of theory "
    "whose laws are atoms (a test); for densities and logarithms, which are not computable over Q, proofs on single "
    "instances; for what else the theorems name, reading",
}


@dataclass(frozen=True)
class Composition:
    """Who says that the steps add up to a claim: Coq with a ``theorem``, or (``None``) people."""

    theorem: Theorem | None
    rerun: bool

    @property
    def words(self) -> str:
        """One phrase, without a full stop.

        >>> Composition(None, False).words
        'composition read by people'
        >>> Composition(Theorem("t", "part: the converse", "True", ()), False).words
        'part of the composition checked by Coq (axioms: none), recorded, not rerun; missing: the converse'
        """
        if self.theorem is None:
            return BY_PEOPLE
        start = "composition" if self.theorem.whole else "part of the composition"
        missing = "" if self.theorem.whole else f"; missing: {self.theorem.scope.removeprefix('part: ')}"
        how = RERUN if self.rerun else RECORDED
        return f"{start} checked by Coq (axioms: {axiom_names(self.theorem)}), {how}{missing}"


def axiom_names(theorem: Theorem) -> str:
    """The axioms of a theorem, without their modules."""
    return ", ".join(name.rpartition(".")[2] for name in theorem.axioms) or "none"


def composition(claim: Claim) -> Composition | None:
    """What is known of a claim's composition; ``None`` for claims that are neither to be proved nor refuted."""
    if claim.expected not in (Verdict.PROVED, Verdict.REFUTED):
        return None
    return Composition(recorded().theorems.get(claim.id), rerun_here())


def covered(claims: Iterable[Claim]) -> dict[Claim, Composition]:
    """The claims of which Coq has checked all or a part, in the given order."""
    found = {claim: composition(claim) for claim in claims}
    return {claim: entry for claim, entry in found.items() if entry is not None and entry.theorem is not None}


def tally(claims: Iterable[Claim]) -> tuple[int, int, int]:
    """How many claims Coq has checked whole, how many in part, and how many are to be proved or refuted at all."""
    decided = [claim for claim in claims if composition(claim) is not None]
    theorems = [entry.theorem for entry in covered(decided).values() if entry.theorem]
    whole = sum(theorem.whole for theorem in theorems)
    return whole, len(theorems) - whole, len(decided)


def coverage(claims: Iterable[Claim]) -> str:
    """How many of the claims Coq has checked, whole and in part: as loud on the one as on the other."""
    whole, part, decided = tally(claims)
    how = RERUN if rerun_here() else RECORDED
    return f"Coq has checked {whole} of {decided} claims whole, {part} in part ({how})"


def axiom_audit(claims: Iterable[Claim]) -> dict[str, int]:
    """Each axiom, with the number of theorems that rest on it; under the name ``none`` those that rest on none."""
    theorems = [entry.theorem for entry in covered(claims).values() if entry.theorem]
    return dict(Counter(name for theorem in theorems for name in theorem.axioms or ["none"]).most_common())


def under_whole(trusted: Mapping[str, Sequence[str]], claims: Iterable[Claim]) -> int:
    """How many trusted conclusions are used only by claims that Coq checks whole; ``trusted`` names the users."""
    whole = {claim.id for claim, entry in covered(claims).items() if entry.theorem and entry.theorem.whole}
    return sum(whole.issuperset(users) for users in trusted.values())


def as_dict(claim: Claim) -> dict[str, object] | None:
    """The composition of a claim as plain data."""
    found = composition(claim)
    if found is None or found.theorem is None:
        return None if found is None else {"by": "people"}
    theorem = found.theorem
    return {
        "by": "Coq",
        "coq": recorded().coq,
        "theorem": theorem.theorem,
        "scope": theorem.scope,
        "type": theorem.type,
        "axioms": list(theorem.axioms),
        "rerun": found.rerun,
    }
