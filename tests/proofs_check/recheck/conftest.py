"""An honest report, with one claim more that these tests invent, and what can be done to a copy of it."""

from __future__ import annotations

import json
import multiprocessing as mp
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest

from proofs_check.recheck import Finding, checker, recheck, worker
from proofs_check.report import write_report
from proofs_check.runner import verify
from proofs_check.upkeep.restate import renew

LEMMA, CLAIM = "theorem-2.7-phase-boundary", "theorem-2.7-critical-weight"
PRINTED = (
    "definition-2.1-printed",
    "lemma-2.3-continuity-printed",
    "lemma-2.3-symmetry-printed",
    "remark-2.4-printed",
    "theorem-2.10-printed",
    "theorem-3.2-continuity-printed",
    "theorem-3.2-delta-printed",
    "theorem-3.2-off-support-printed",
    "margin-half-distance-printed",
    "theorem-3.5-printed",
    "theorem-3.5-without-interpolation",
    "corollary-3.8-printed",
)

# one record of each kind
RECORDS: list[dict[str, Any]] = [
    {"kind": "identities", "items": {"square": "for x > 0: (x + 1)^2 = x^2 + 2*x + 1"}},
    {"kind": "signs", "items": {"sum": "for x > 0: x + 1 > 0"}},
    {"kind": "smt", "items": {"square": "for a real: a > 1 |- a*a > 1"}},
    {"kind": "comparisons", "items": {"root": "sqrt(2) < 3/2"}},
    {"kind": "positive", "bits": 128, "items": {"pi": ["pi - 3 > 0", "[0.14 +/- 0.01]"]}},
    {
        "kind": "box",
        "bits": 96,
        "formula": "for x real: x*(x - 1) + 2/5 > 0",
        "symbols": ["x"],
        "box": [["0", "1"]],
        "cuts": [0, "1/2", [0, "1/4", None, None], [0, "3/4", None, None]],
    },
]


def write(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data), encoding="utf-8")


@dataclass(frozen=True)
class Report:
    """A report in ``folder``, with the run's own ``statements`` beside it; ``PLAIN`` is the invented claim."""

    folder: Path
    PLAIN: ClassVar[str] = "invented-2.2"
    LEMMA: ClassVar[str] = LEMMA
    CLAIM: ClassVar[str] = CLAIM
    PRINTED: ClassVar[tuple[str, ...]] = PRINTED

    @staticmethod
    def plain() -> dict[str, Any]:
        """The certificate of the invented claim."""
        item = {"name": "s", "role": "step", "method": "exact", "premises": [], "conclusion": "it follows"}
        return {
            "format": 2,
            "claim": Report.PLAIN,
            "statement": "$x > 0$",
            "assumptions": [],
            "verdict": "PROVED",
            "items": [{**item, "decided": json.loads(json.dumps(RECORDS))}],
        }

    def certificate(self, claim: str) -> Path:
        """Where it is."""
        return self.folder / "certificates" / f"{claim}.json"

    def check(self, partial: bool = True, seconds: float = 30.0) -> dict[str, Finding]:
        """The findings by claim."""
        found = recheck(self.folder, self.folder / "statements", partial=partial, seconds=seconds)
        return {finding.claim: finding for finding in found}

    def refusal(self, claim: str) -> str:
        """Why a claim is refused; empty if it is not."""
        return self.check()[claim].refused

    def renew(self) -> None:
        """Let the statements follow the certificates."""
        renew(self.folder, self.folder / "statements")

    def edit(self, claim: str, change: Callable[[Any], Any]) -> None:
        """Change a certificate."""
        path = self.certificate(claim)
        data = json.loads(path.read_text())
        changed = change(data)
        write(path, data if changed is None else changed)

    def edit_report(self, change: Callable[[list[Any]], list[Any] | None]) -> None:
        """Change the list of claims in report.json."""
        report = json.loads((self.folder / "report.json").read_text())
        changed = change(report["claims"])
        report["claims"] = report["claims"] if changed is None else changed
        write(self.folder / "report.json", report)

    def only(self, *claims: str) -> Report:
        """The report of these claims alone, which is sooner checked."""
        self.edit_report(lambda reported: [c for c in reported if c["id"] in claims])
        for path in (self.folder / "certificates").glob("*.json"):
            if path.stem not in claims:
                path.unlink()
        return self


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report as a run writes it, with the claim of these tests added."""
    report = Report(tmp_path_factory.mktemp("honest"))
    write_report(verify([LEMMA, CLAIM, *PRINTED], preset="quick", jobs=1), report.folder)
    invented = {"id": Report.PLAIN, "verdict": "PROVED", "statement": "$x > 0$"}
    report.edit_report(lambda reported: [*reported, invented])
    write(report.certificate(Report.PLAIN), report.plain())
    report.renew()
    return report


@pytest.fixture
def report(honest: Report, tmp_path: Path) -> Report:
    """A copy to attack."""
    return Report(Path(shutil.copytree(honest.folder, tmp_path / "report")))


@pytest.fixture(autouse=True)
def _statements_of_the_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is checked against here are the statements beside a report, not those of the repository."""
    monkeypatch.setattr(checker, "STATEMENTS", tmp_path / "none")


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers that are forked from here, and so take along what a test has patched."""
    monkeypatch.setattr(worker, "_context", lambda: mp.get_context("fork"))
