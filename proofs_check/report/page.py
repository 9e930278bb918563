"""The report as pages: ``report.html``, which lists papers and claims, and a page for each paper in ``papers/``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from proofs_check.evidence import Role
from proofs_check.kernel import composition as kernel
from proofs_check.methods.statistical import CONFIDENCE
from proofs_check.report.entries import METHOD_NAMES, Entry, is_erratum, is_false_unread, methods, resting_on
from proofs_check.report.figures import DrawnFigure
from proofs_check.report.notation import groups, prose
from proofs_check.report.overview import MARKS, counts
from proofs_check.runner import ClaimReport, Report
from proofs_check.support.pages import render
from theory.claim import Paper, Reading, Verdict

READINGS = {
    Reading.READ: "its text was read",
    Reading.QUOTED: "its text was not read, but quoted by others",
    Reading.RECALLED: "its text was not read, but recalled",
    Reading.OURS: "its statements are ours",
}
VERDICTS = {
    Verdict.PROVED: "proved",
    Verdict.REFUTED: "refuted",
    Verdict.SUPPORTED: "supported by numerical evidence",
    Verdict.VACUOUS: "vacuous",
    Verdict.UNDECIDED: "undecided",
    Verdict.ERROR: "in error",
}
SHARED = {
    "kernel": kernel,
    "marks": MARKS,
    "method_names": METHOD_NAMES,
    "prose": prose,
    "groups": groups,
    "readings": READINGS,
    "verdicts": VERDICTS,
}


def pages(report: Report, figures: Sequence[DrawnFigure] = ()) -> dict[str, str]:
    """The pages by their names in the folder of the report, the list of papers and claims first."""
    papers = [Chapter(paper, tuple(entries)) for paper, entries in report.by_paper.items()]
    found = {"report.html": _index(report, papers, figures)}
    for chapter in papers:
        links = {
            entry.claim.id: f"{'' if other is chapter else other.name}#{entry.claim.id}"
            for other in papers
            for entry in other.claims
        }
        found[f"papers/{chapter.name}"] = _fill("paper.html", chapter, figures, links, paper=chapter, folder="../")
    return found


def _index(report: Report, papers: Sequence[Chapter], figures: Sequence[DrawnFigure]) -> str:
    links = {entry.claim.id: f"papers/{paper.name}#{entry.claim.id}" for paper in papers for entry in paper.claims}
    whole = Chapter(None, report.claims)
    more = {
        "report": report,
        "papers": papers,
        "methods": methods(report.claims),
        "counts": counts(report.claims),
        "argued": resting_on(report.claims, Role.ARGUED),
        "loose": [figure for figure in figures if not set(figure.claims) & set(links)],
        "confidence": f"{CONFIDENCE:.1%}",
    }
    return _fill("report.html", whole, figures, links, folder="", whole=whole, **more)


def _fill(template: str, chapter: Chapter, figures: Sequence[DrawnFigure], links: dict[str, str], **more: Any) -> str:
    """A page about the claims of a chapter, with the links that lead from it to claims."""

    def shown(reports: Sequence[ClaimReport]) -> list[Entry]:
        return [Entry(report, figures, links, known) for report in reports]

    known = {report.claim.id: report.claim for report in chapter.claims}

    common = {
        "title": chapter.title,
        "entries": shown(chapter.claims),
        "errata": shown(chapter.errata),
        "unread": shown(chapter.unread),
        "links": links,
    }
    return render("proofs_check.report", template, **SHARED, **common, **more)


@dataclass(frozen=True)
class Chapter:
    """What the report says of one paper, or (``None``) of all of them."""

    paper: Paper | None
    claims: tuple[ClaimReport, ...]

    @property
    def name(self) -> str:
        """Name of its page."""
        return f"{self.paper.key}.html" if self.paper else "report.html"

    @property
    def title(self) -> str:
        """What its page is about."""
        return (self.paper.title or self.paper.citation) if self.paper else "Statements of theory papers, checked"

    @property
    def tally(self) -> dict[Verdict, int]:
        """How many claims have each verdict that occurs."""
        return counts(self.claims)

    @property
    def by_name(self) -> dict[str, int]:
        """How many claims have each verdict, those that do not occur included."""
        return {verdict.value: self.tally.get(verdict, 0) for verdict in Verdict}

    @property
    def errata(self) -> list[ClaimReport]:
        """Printed statements, read as a whole, that are false."""
        return [entry for entry in self.claims if is_erratum(entry)]

    @property
    def unread(self) -> list[ClaimReport]:
        """What is false after the paper, but not of statements that were read as a whole."""
        return [entry for entry in self.claims if is_false_unread(entry)]

    @property
    def coverage(self) -> tuple[int, int, int]:
        """How many claims Coq has checked whole, how many in part, and how many are proved or refuted at all."""
        return kernel.tally(entry.claim for entry in self.claims)

    @cached_property
    def trusted(self) -> dict[str, list[str]]:
        """The trusted theorems, with the claims that rest on each."""
        return resting_on(self.claims, Role.TRUSTED)

    @property
    def trusted_left(self) -> int:
        """How many of these stand under a claim that Coq does not check whole."""
        return len(self.trusted) - kernel.under_whole(self.trusted, [entry.claim for entry in self.claims])
