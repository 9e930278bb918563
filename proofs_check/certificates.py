"""Certificates: what a check decided, as plain data with exact strings, so that another program can decide it again.

Methods note every formula that they decide (:mod:`proofs_check.recording`).  A claim's certificate is one JSON file,
``{"format": 2, "claim", "statement", "assumptions", "verdict", "items": [{"name", "role", "method", "premises",
"conclusion", "decided": [...]}]}``, and holds no times, so that two runs of the same code write the same bytes.
Formulas are sequents of :mod:`proofs_check.language`.  ``decided`` holds records of these kinds:

* ``identities``: ``{name: "for x, y real: x + y = y + x"}``, equal as functions of their names;
* ``signs``: ``{name: "for x > 0: 1 + x > 0"}``, or ``<``, ``>=``, ``<=``;
* ``smt``: ``{name: "for x real: x > 1 |- x^2 > 1"}``: the premises are satisfiable, and with the negated conclusion
  they are not;
* ``comparisons``: ``{name: "sqrt(2) < 3/2"}``, or ``=``, ``>``, between exact numbers;
* ``positive``, ``box``: enclosures above 0, of a number or on every box of a subdivision; the formula is ``null``
  where only the program that searched has it;
* ``enumeration``: cases gone through, ``{"what", "count", "digest"}`` and, where they are few, ``"cases"``; the checker
  lists them for itself;
* ``instance``: an exact instance, for the predicates of the claim;
* ``lemma``: another claim that must be proved;
* ``word``: decisions of a check of which nothing but the outcome is kept.
"""

from __future__ import annotations

from pathlib import Path

from proofs_check.evidence import Evidence, Role
from proofs_check.recheck.statements import KINDS, record_lines
from proofs_check.recording import Record
from proofs_check.runner import ClaimReport
from proofs_check.support.files import write_json
from theory.claim import Verdict

FORMAT = 2
CERTIFIED_VERDICTS = (Verdict.PROVED, Verdict.REFUTED)
UNCERTIFIED = (Role.CHECK, Role.EXAMPLE, Role.NEAR_MISS)  # numerical, or about the predicates of the run alone


def certificate(report: ClaimReport) -> Record:
    """The certificate of one claim."""
    claim = report.claim
    return {
        "format": FORMAT,
        "claim": claim.id,
        "statement": claim.statement,
        "assumptions": [[a.name, a.statement] for a in claim.assumptions],
        "verdict": report.verdict.value,
        "items": [
            {
                "name": e.name,
                "role": e.role.value,
                "method": e.method,
                "premises": list(e.premises),
                "conclusion": e.conclusion,
                "decided": list(e.certificate),
            }
            for e in report.evidence
            if e.role not in UNCERTIFIED
        ],
    }


def formulas(record: Record) -> list[str]:
    """The formulas of a record as text, one a line, as the statements of ``recheck`` have them; of others nothing.

    >>> formulas({"kind": "signs", "items": {"sum": "for x > 0: x + 1 > 0"}})
    ['sign "sum": for x > 0: x + 1 > 0']
    """
    return list(record_lines(record)) if record["kind"] in KINDS else []


def lines_of(evidence: Evidence) -> list[str]:
    """What an item decided, a line for each formula or box, as the statements of ``recheck`` have them."""
    kinds = {*KINDS, "box"}
    return [line for record in evidence.certificate if record["kind"] in kinds for line in record_lines(record)]


def certified(report: ClaimReport) -> bool:
    """Whether the verdict is one that a certificate backs."""
    return report.verdict in CERTIFIED_VERDICTS


def file_name(claim_id: str) -> str:
    """Where a claim's certificate is, in the folder of its report."""
    return f"certificates/{claim_id}.json"


def write(reports: tuple[ClaimReport, ...], folder: Path) -> None:
    """Write the certificate of every proved or refuted claim, and remove those of other runs."""
    wanted = {file_name(r.claim.id): r for r in reports if certified(r)}
    for name, report in wanted.items():
        write_json(folder / name, certificate(report))
    for stale in (folder / "certificates").glob("*.json"):
        if f"certificates/{stale.name}" not in wanted:
            stale.unlink(missing_ok=True)
