"""From a report to its findings: every certificate against its statement, the lemmas before what rests on them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofs_check.recheck.outcome import BOTH, MISSING, OWN, VERDICTS, Finding, Refused, Reported, printable
from proofs_check.recheck.statements import STATEMENTS, first_difference, read, read_statement, statement_of
from proofs_check.recheck.worker import SECONDS, Workers

FORMAT = 2
EARLIER = 1
SCHEMA = 2  # of report.json
CERTIFIED = ("PROVED", "REFUTED")
ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
LONGEST_ID = 80
MOST_CLAIMS = 10_000


def trusted_base() -> list[Path]:
    """The files of the checker, and of the language that it shares with the programs that search.

    What puts expressions into the language is not among them: the checker reads the text only.
    """
    here = Path(__file__).parent
    language = [path for path in (here.parent / "language").glob("*.py") if not path.stem.startswith("from_")]
    return sorted([*here.glob("*.py"), *language])


def recheck(folder: Path, *more_statements: Path, seconds: float = SECONDS, partial: bool = False) -> list[Finding]:
    """Check the certificates of a report again.

    Parameters
    ----------
    folder : Path
        The folder of the report.
    more_statements : Path
        Folders with the statements of claims that the checker's own folder does not have.
    seconds : float
        After this time the decision of one item is given up, and its claim refused.
    partial : bool
        Whether statements of the checker may be without a certificate.  They are listed as missing all the same.

    Returns
    -------
    list of Finding
        One for every proved or refuted claim of the report, every statement without a certificate, and everything
        else that is wrong with the report.

    Raises
    ------
    Refused
        If ``folder`` holds no report that can be read.
    """
    reported = read_report(folder)
    if EARLIER in {_format(path) for path in (folder / "certificates").glob("*.json")}:
        raise Refused(
            f"{folder / 'certificates'} has certificates of format {EARLIER}, of an earlier version: run again"
        )
    wrong = [Finding(printable(claim), printable(said.verdict), reason) for claim, said, reason in _faults(reported)]
    certified = {claim: said for claim, said in reported if said.verdict in CERTIFIED and ID.fullmatch(claim)}
    with Workers(seconds) as workers:
        check = _Check(folder, (STATEMENTS, *more_statements), certified, workers)
        for claim in certified:
            check.establish(claim)
    extra = sorted(p.stem for p in (folder / "certificates").glob("*") if p.stem not in certified)
    wrong += [Finding(printable(name), "?", "the report has no such proved or refuted claim") for name in extra]
    stated = {path.stem for place in check.statements for path in place.glob("*.txt")}
    reason = "" if partial else "the checker has a statement of it, and the report no certificate"
    missing = [Finding(claim, MISSING, reason) for claim in sorted(stated - set(certified))]
    if not certified:
        wrong.append(Finding("report.json", "?", "no claim of it is proved or refuted, so that nothing was checked"))
    return [*check.found.values(), *missing, *wrong]


def _format(path: Path) -> Any:
    """What a certificate says its format is; nothing if it cannot be read, which is told where it is checked."""
    try:
        certificate = read(path)
    except Refused:
        return None
    return certificate.get("format") if isinstance(certificate, dict) else None


def read_report(folder: Path) -> list[tuple[str, Reported]]:
    """What ``report.json`` says of each claim, if it is of the form that this checker knows."""
    report = read(folder / "report.json")
    if not isinstance(report, dict) or report.get("schema") != SCHEMA:
        raise Refused(f"{folder / 'report.json'} is not of schema {SCHEMA}, but of another version: run again")
    try:
        claims = [(claim["id"], Reported(claim["verdict"], claim["statement"])) for claim in report["claims"]]
    except (TypeError, KeyError) as error:
        raise Refused(f"report.json is not a report: {error!r}") from error
    words = [word for claim, said in claims for word in (claim, said.verdict, said.statement)]
    if not all(isinstance(word, str) for word in words) or len(claims) > MOST_CLAIMS:
        raise Refused("report.json is not a report: an id, a verdict or a statement is no text, or there are too many")
    return claims


def _faults(reported: Sequence[tuple[str, Reported]]) -> Iterable[tuple[str, Reported, str]]:
    """What is wrong with the list of claims itself."""
    times = Counter(claim for claim, _ in reported)
    for claim, said in dict(reported).items():
        if not ID.fullmatch(claim) or len(claim) > LONGEST_ID:
            yield claim, said, "this cannot be the id of a claim"
        if times[claim] > 1:
            yield claim, said, "the report has several entries for it"
    for claim, said in reported:
        if said.verdict not in VERDICTS:
            yield claim, said, f"there is no such verdict: {printable(said.verdict)!r}"


@dataclass
class _Check:
    """The check of one report, and what it has found so far."""

    folder: Path
    statements: tuple[Path, ...]
    reported: dict[str, Reported]
    workers: Workers
    found: dict[str, Finding] = field(default_factory=dict)

    def establish(self, claim: str, above: tuple[str, ...] = ()) -> Finding:
        """Check one claim, its lemmas before it."""
        if claim in self.found:
            return self.found[claim]
        finding = Finding(claim, self.reported[claim].verdict)
        try:
            if claim in above:
                raise Refused(f"it rests on itself: {' -> '.join((*above, claim))}")
            for lemma in self._check(finding):
                if lemma not in self.reported or self.reported[lemma].verdict != "PROVED":
                    raise Refused(f"its lemma {lemma} is not among the proved claims of this report")
                if self.establish(lemma, (*above, claim)).refused:
                    raise Refused(f"its lemma {lemma} is refused")
        except Refused as refusal:
            finding.refused = printable(str(refusal))
        except Exception as error:  # a certificate is input from anywhere: whatever it breaks, it is not accepted
            finding.refused = printable(f"it cannot be checked: {type(error).__name__}: {str(error)[:200]}")
        return self.found.setdefault(claim, finding)

    def _check(self, finding: Finding) -> list[str]:
        """Check the certificate of one claim; the lemmas that it rests on."""
        certificate = self._certificate(finding.claim)
        if difference := first_difference(statement_of(certificate), read_statement(self._book(finding.claim))):
            raise Refused(difference)
        if certificate["claim"] != finding.claim:
            raise Refused(f"the certificate is of another claim, {certificate['claim']!r}")
        if certificate["verdict"] != finding.verdict:
            raise Refused(f"the report says {finding.verdict}, the certificate {certificate['verdict']}")
        if certificate["statement"] != self.reported[finding.claim].statement:
            raise Refused("the report states the claim otherwise")
        lemmas = []
        for item in certificate["items"]:
            finding.items.append((item["role"], item["name"], self.workers.decide(finding.claim, item)))
            lemmas += [record["claim"] for record in item["decided"] if record["kind"] == "lemma"]
        if finding.verdict == "PROVED" and not any(role == "step" for role, _, _ in finding.items):
            raise Refused("a proof without a step")
        if finding.verdict == "REFUTED" and not finding.count("refutation", OWN, BOTH):
            raise Refused("there is no counterexample, or the checker has no reading of this printed statement")
        return lemmas

    def _certificate(self, claim: str) -> dict[str, Any]:
        path = self.folder / "certificates" / f"{claim}.json"
        if not path.exists():
            raise Refused("there is no certificate")
        certificate = read(path)
        if not isinstance(certificate, dict) or certificate.get("format") != FORMAT:
            raise Refused(f"the format is not {FORMAT}")
        return certificate

    def _book(self, claim: str) -> Path:
        """Where the statement of a claim is."""
        for place in self.statements:
            if (place / f"{claim}.txt").is_file():
                return place / f"{claim}.txt"
        raise Refused("the checker has no statement of this claim, and so cannot know what would establish it")
