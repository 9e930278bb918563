"""From a report to its findings: every certificate against its statement, the lemmas before what rests on them."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofs_check.recheck.outcome import BOTH, CERTIFIED, MISSING, OWN, VERDICTS, Finding, Refused, Reported, printable
from proofs_check.recheck.statements import STATEMENTS, first_difference, read, read_statement, statement_of
from proofs_check.recheck.worker import SECONDS, Workers

FORMAT = 2
EARLIER = 1
SCHEMA = 2  # of report.json
ID = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
LONGEST_ID = 80
MOST_CLAIMS = 10_000
LARGEST_CERTIFICATE = 5_000_000  # bytes; the largest of ours has about a hundredth
LARGEST_REPORT = 20_000_000  # bytes of all certificates together; ours have about a twentieth
NOT_REPORTED = "the report has no such proved or refuted claim"
LONGEST_CHECK = 60  # times the time for one item, for the whole report; ours takes about a tenth of it


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
        After this time the decision of one item is given up, and its claim refused; after 60 times it, all the rest.
    partial : bool
        Whether statements of the checker may be without a certificate.  They are listed as missing all the same.

    Returns
    -------
    list of Finding
            One for every claim of the report, every statement without a certificate, and everything else that is wrong
        with the report.  A claim that is neither proved nor refuted has no certificate, and is not covered.

    Raises
    ------
    Refused
        If ``folder`` holds no report that can be read, or a folder of statements has none.
    """
    for place in more_statements:
        if not any(place.glob("*.txt")):
            raise Refused(f"{place} is no folder with statements")
    reported = read_report(folder)
    faults = list(_faults(reported))
    wrong = [Finding(printable(claim), printable(said.verdict), reason) for claim, said, reason in faults]
    certified = {claim: said for claim, said in reported if said.verdict in CERTIFIED and _is_id(claim)}
    with Workers(seconds) as workers:
        check = _Check(folder, (STATEMENTS, *more_statements), certified, workers)
        for claim in certified:
            check.establish(claim)
    if check.earlier:
        raise Refused(
            f"{folder / 'certificates'} has certificates of format {EARLIER}, of an earlier version: run again"
        )
    files = {f"{claim}.json" for claim in certified}
    extra = sorted(place.name for place in (folder / "certificates").glob("*") if place.name not in files)
    wrong += [Finding(printable(name.removesuffix(".json")), "?", NOT_REPORTED) for name in extra]
    stated = {path.stem for place in check.statements for path in place.glob("*.txt")}
    reason = "" if partial else "the checker has a statement of it, and the report no certificate"
    missing = [Finding(claim, MISSING, reason) for claim in sorted(stated - set(certified))]
    named = {*certified, *(claim for claim, _, _ in faults), *(finding.claim for finding in missing)}
    others = [Finding(claim, said.verdict) for claim, said in reported if claim not in named]
    if not certified:
        wrong.append(Finding("report.json", "?", "no claim of it is proved or refuted, so that nothing was checked"))
    return [*check.found.values(), *missing, *others, *wrong]


def read_report(folder: Path) -> list[tuple[str, Reported]]:
    """What ``report.json`` says of each claim, if it is of the form that this checker knows."""
    report = read(folder / "report.json")
    if not isinstance(report, dict) or repr(report.get("schema")) != str(SCHEMA):
        raise Refused(f"{folder / 'report.json'} is not of schema {SCHEMA}, but of another version: run again")
    try:
        claims = [(claim["id"], Reported(claim["verdict"], claim["statement"])) for claim in report["claims"]]
    except (TypeError, KeyError) as error:
        raise Refused(f"report.json is not a report: {error!r}") from error
    words = [word for claim, said in claims for word in (claim, said.verdict, said.statement)]
    if not all(isinstance(word, str) for word in words) or len(claims) > MOST_CLAIMS:
        raise Refused("report.json is not a report: an id, a verdict or a statement is no text, or there are too many")
    return claims


def _is_id(text: str) -> bool:
    return len(text) <= LONGEST_ID and ID.fullmatch(text) is not None


def _faults(reported: Sequence[tuple[str, Reported]]) -> Iterable[tuple[str, Reported, str]]:
    """What is wrong with the list of claims itself."""
    times = Counter(claim for claim, _ in reported)
    for claim, said in dict(reported).items():
        if not _is_id(claim):
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
    earlier: bool = False
    bytes_left: int = field(init=False)
    until: float = field(init=False)

    def __post_init__(self) -> None:
        self.bytes_left = LARGEST_REPORT
        self.until = time.monotonic() + LONGEST_CHECK * self.workers.seconds

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
            if time.monotonic() > self.until:
                raise Refused(f"not decided within the {LONGEST_CHECK * self.workers.seconds:g} seconds of a report")
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
        self.bytes_left -= path.stat().st_size
        if self.bytes_left < 0:
            raise Refused(f"the certificates have together more than {LARGEST_REPORT} bytes")
        certificate = read(path, LARGEST_CERTIFICATE)
        self.earlier = self.earlier or (isinstance(certificate, dict) and certificate.get("format") == EARLIER)
        if not isinstance(certificate, dict) or repr(certificate.get("format")) != str(FORMAT):
            raise Refused(f"the format is not {FORMAT}")
        return certificate

    def _book(self, claim: str) -> Path:
        """Where the statement of a claim is."""
        for place in self.statements:
            if (place / f"{claim}.txt").is_file():
                return place / f"{claim}.txt"
        raise Refused("the checker has no statement of this claim, and so cannot know what would establish it")
