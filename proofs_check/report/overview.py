"""The whole run in one picture, and a badge: SVG files for a README."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import escape

from proofs_check.runner import ClaimReport, Report
from proofs_check.support.words import counted
from theory.claim import Verdict

MARKS = {
    Verdict.PROVED: "✓",
    Verdict.REFUTED: "✗",
    Verdict.SUPPORTED: "≈",
    Verdict.VACUOUS: "∅",
    Verdict.UNDECIDED: "?",
    Verdict.ERROR: "!",
}
COLOURS = {  # fill; white text has a contrast of at least 4.5 on each
    Verdict.PROVED: "#14713a",
    Verdict.REFUTED: "#8a2a9c",
    Verdict.SUPPORTED: "#0b57a4",
    Verdict.VACUOUS: "#7a4d00",
    Verdict.UNDECIDED: "#7a4d00",
    Verdict.ERROR: "#b3261e",
}
WIDE, HIGH, COLUMNS, TOP = 232, 24, 4, 40
LETTERS = 29  # that fit into a tile, broad ones too
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#fff}"
    ".head{font-size:15px;font-weight:600;fill:#1c1f24}"
    "@media(prefers-color-scheme:dark){.head{fill:#e6e8eb}}"
)


def overview(report: Report) -> str:
    """One tile a claim, in the order of the registry, with its verdict as colour and sign; a heading a paper."""
    parts, height = [], 0
    for paper, entries in report.by_paper.items():
        tally = f"{counted(len(entries), '1 claim', 'claims')}:  {legend(entries)}"
        head = tally if len(report.by_paper) == 1 else f"{paper.citation}, {tally}"
        parts.append(f'<text class="head" x="2" y="{height + 22}">{escape(head)}</text>')
        rows = -(-len(entries) // COLUMNS)
        parts += [_tile(e, WIDE * (i // rows), height + TOP + HIGH * (i % rows)) for i, e in enumerate(entries)]
        height += TOP + HIGH * rows
    width, height = COLUMNS * WIDE, height or TOP
    title = f"{counted(len(report.claims), '1 claim', 'claims')}: {escape(legend(report.claims))}"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}"><title>{title}</title><style>{STYLE}</style>'
    )
    return "".join([head, *parts]) + "</svg>\n"


def legend(entries: Sequence[ClaimReport]) -> str:
    """How many claims have each verdict, with its sign."""
    return "  ".join(f"{MARKS[v]} {count} {v.value.lower()}" for v, count in counts(entries).items())


def _tile(entry: ClaimReport, x: int, y: int) -> str:
    name = entry.claim.id if len(entry.claim.id) <= LETTERS else f"{entry.claim.id[: LETTERS - 1]}…"
    box = f'x="{x + 1}" y="{y + 1}" width="{WIDE - 4}" height="{HIGH - 4}" rx="4" fill="{COLOURS[entry.verdict]}"'
    return (
        f"<g><title>{escape(entry.claim.id)}: {entry.verdict}</title><rect {box}/>"
        f'<text x="{x + 8}" y="{y + 15}">{MARKS[entry.verdict]}  {escape(name)}</text></g>'
    )


def badge(report: Report) -> str:
    """How many verdicts are as expected, in the usual shape."""
    good = sum(c.as_expected for c in report.claims)
    left, right = "claims as expected", f"{good} of {len(report.claims)}"
    colour = COLOURS[Verdict.PROVED if report.as_expected else Verdict.ERROR]
    split, width = 7 * len(left) + 8, 7 * len(left + right) + 22
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{width}" height="20" viewBox="0 0 {width} 20">'
        f"<title>{left}: {right}</title>"
        f'<rect width="{width}" height="20" rx="3" fill="#3d4350"/>'
        f'<path d="M{split} 0h{width - split - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3H{split}z" fill="{colour}"/>'
        '<g fill="#fff" font-family="Verdana,sans-serif" font-size="11">'
        f'<text x="8" y="14" textLength="{split - 16}">{left}</text>'
        f'<text x="{split + 7}" y="14" textLength="{width - split - 14}">{right}</text></g></svg>\n'
    )


def counts(entries: Sequence[ClaimReport]) -> dict[Verdict, int]:
    """How many claims have each verdict that occurs."""
    verdicts = [entry.verdict for entry in entries]
    return {v: verdicts.count(v) for v in Verdict if v in verdicts}
