"""A summary in Markdown, for a README or a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from proofs_check.evidence import Role, unchecked
from proofs_check.kernel.composition import coverage
from proofs_check.report.entries import is_erratum, is_false_unread
from proofs_check.report.overview import MARKS, counts
from proofs_check.runner import ClaimReport, Report


def summary(report: Report) -> str:
    """Counts, one row a claim, and what is false: the errata, and statements that were not read, paper by paper."""
    good = sum(c.as_expected for c in report.claims)
    found = ", ".join(f"{count} {verdict.value}" for verdict, count in counts(report.claims).items())
    lines = [
        f"**{good} of {len(report.claims)} claims as expected**: {found or 'none'}.",
        f"{coverage(entry.claim for entry in report.claims)}.",
    ]
    for paper, entries in report.by_paper.items():
        lines += ["", f"**{_plain(str(paper))}**"] if len(report.by_paper) > 1 else []
        lines += [
            "",
            "| | claim | verdict | trusted | argued | seconds |",
            "|---|---|---|---:|---:|---:|",
            *(_row(entry) for entry in entries),
        ]
    for paper, entries in report.by_paper.items():
        printed = f"**False as printed** in {_plain(str(paper))}, which was read; later versions may differ:"
        unread = f"**False**, but only a statement after {_plain(str(paper))}, not read, or not all of it:"
        lines += _false(printed, [entry for entry in entries if is_erratum(entry)])
        lines += _false(unread, [entry for entry in entries if is_false_unread(entry)])
    return "\n".join(lines) + "\n"


def _false(heading: str, entries: Sequence[ClaimReport]) -> list[str]:
    return ["", heading, "", *(_erratum(entry) for entry in entries)] if entries else []


def _row(entry: ClaimReport) -> str:
    verdict = (
        entry.verdict.value if entry.as_expected else f"{entry.verdict.value}, expected {entry.claim.expected.value}"
    )
    trusted, argued = (len(unchecked(entry.evidence, role)) for role in (Role.TRUSTED, Role.ARGUED))
    return f"| {MARKS[entry.verdict]} | `{entry.claim.id}` | {verdict} | {trusted} | {argued} | {entry.seconds:.1f} |"


def _erratum(entry: ClaimReport) -> str:
    witness = next((e.witness for e in entry.evidence if e.role is Role.REFUTATION and e.witness), "")
    repair = f" Repaired by `{entry.claim.repaired_by}`." if entry.claim.repaired_by else ""
    return f"- {entry.claim.title} (`{entry.claim.id}`): {_plain(witness)}: {_plain(entry.message)}.{repair}"


def _plain(text: str) -> str:
    """Markdown's own signs, kept from meaning anything."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>|#" else c for c in " ".join(text.split()))
