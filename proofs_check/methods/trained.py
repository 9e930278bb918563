"""Trained: networks, trained as in the paper, are the instances; the claim's own predicates judge them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from proofs_check.evidence import Result
from proofs_check.recording import record
from theory.claim import Claim
from theory.numbers import conjunction

SHOWN = 3  # findings told one by one


def agree(claim: Claim, instances: Sequence[Any], scope: str) -> Result:
    """The conclusion of ``claim`` on what training produced; an instance that misses an assumption does not count.

    ``holds`` is False with the first instance that fails as witness, ``None`` if the conclusion is open on one.
    """
    met = [each for each in instances if claim.applies_to(each)]
    record("trained", count=len(met))
    findings = [claim.conclusion(each) for each in met]
    holds = conjunction(*(finding.holds for finding in findings)) if met else None
    odd = [(each, finding) for each, finding in zip(met, findings, strict=True) if finding.holds is not True]
    odd.sort(key=lambda pair: pair[1].holds is not False)
    if odd:
        return Result(holds, odd[0][1].witness, scope, len(met), witness=str(odd[0][0]))
    shown = "; ".join(finding.witness for finding in findings) if len(met) <= SHOWN else f"all {len(met)} agree"
    return Result(holds, shown, scope, len(met))
