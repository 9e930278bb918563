"""From a report to its findings: every certificate against its statement, the lemmas before what rests on them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from proofs_check.recheck.formulas import decide_item
from proofs_check.recheck.outcome import OWN, Finding, Refused, Reported
from proofs_check.recheck.statements import STATEMENTS, first_difference, read, statement_of

FORMAT = 1
SCHEMA = 2  # of report.json
CERTIFIED = ("PROVED", "REFUTED")


def trusted_base() -> list[Path]:
    """The files of the checker."""
    return sorted(Path(__file__).parent.glob("*.py"))


def read_report(folder: Path) -> Any:
    """What ``report.json`` holds, if it is of the form that this checker knows."""
    report = read(folder / "report.json")
    if not isinstance(report, dict) or report.get("schema") != SCHEMA:
        raise Refused(f"{folder / 'report.json'} is not of schema {SCHEMA}, but of another version: run again")
    return report


def recheck(folder: Path, *more_statements: Path) -> list[Finding]:
    """Check the certificates of a report again.

    ``more_statements`` are folders with the statements of claims that the checker's own folder does not have.
    Raises ``Refused`` if ``folder`` holds no report that can be read.
    """
    statements = (STATEMENTS, *more_statements)
    report = read_report(folder)
    try:
        claims = {claim["id"]: Reported(claim["verdict"], claim["statement"]) for claim in report["claims"]}
    except (TypeError, KeyError) as error:
        raise Refused(f"report.json is not a report: {error!r}") from error
    certified = {claim: said for claim, said in claims.items() if said.verdict in CERTIFIED}
    found: dict[str, Finding] = {}
    for claim in certified:
        _establish(claim, certified, folder, statements, found, ())
    for extra in sorted(p.stem for p in (folder / "certificates").glob("*") if p.stem not in certified):
        found[extra] = Finding(extra, "?", "the report has no such proved or refuted claim")
    return list(found.values())


def _establish(
    claim: str,
    reported: dict[str, Reported],
    folder: Path,
    statements: tuple[Path, ...],
    found: dict[str, Finding],
    above: tuple[str, ...],
) -> Finding:
    """Check one claim, its lemmas before it."""
    if claim in found:
        return found[claim]
    finding = Finding(claim, reported[claim].verdict)
    try:
        if claim in above:
            raise Refused(f"it rests on itself: {' -> '.join((*above, claim))}")
        for lemma in _check(finding, reported[claim].statement, folder, statements):
            if lemma not in reported or reported[lemma].verdict != "PROVED":
                raise Refused(f"its lemma {lemma} is not among the proved claims of this report")
            if _establish(lemma, reported, folder, statements, found, (*above, claim)).refused:
                raise Refused(f"its lemma {lemma} is refused")
    except Refused as refusal:
        finding.refused = str(refusal)
    except Exception as error:  # a certificate is input from anywhere: whatever it breaks, it is not accepted
        finding.refused = f"it cannot be checked: {type(error).__name__}: {str(error)[:200]}"
    found.setdefault(claim, finding)
    return found[claim]


def _check(finding: Finding, statement: str, folder: Path, statements: tuple[Path, ...]) -> list[str]:
    """Check the certificate of one claim; the lemmas that it rests on."""
    path = folder / "certificates" / f"{finding.claim}.json"
    if not path.is_file():
        raise Refused("there is no certificate")
    certificate = read(path)
    if not isinstance(certificate, dict) or certificate.get("format") != FORMAT:
        raise Refused(f"the format is not {FORMAT}")
    book = next((place / path.name for place in statements if (place / path.name).is_file()), None)
    if book is None:
        raise Refused("the checker has no statement of this claim, and so cannot know what would establish it")
    if difference := first_difference(statement_of(certificate), read(book)):
        raise Refused(difference)
    if certificate["verdict"] != finding.verdict:
        raise Refused(f"the report says {finding.verdict}, the certificate {certificate['verdict']}")
    if certificate["statement"] != statement:
        raise Refused("the report states the claim otherwise")
    lemmas = []
    for item in certificate["items"]:
        finding.items.append((item["role"], item["name"], decide_item(finding.claim, item)))
        lemmas += [record["claim"] for record in item["decided"] if record["kind"] == "lemma"]
    if finding.verdict == "PROVED" and not any(role == "step" for role, _, _ in finding.items):
        raise Refused("a proof without a step")
    if finding.verdict == "REFUTED" and not finding.count("refutation", OWN):
        raise Refused("there is no counterexample, or the checker has no reading of this printed statement")
    return lemmas
