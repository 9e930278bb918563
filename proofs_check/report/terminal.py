"""The report in the terminal: a table of verdicts, and one claim explained step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from proofs_check.certificates import formulas, lines_of
from proofs_check.evidence import UNCHECKED, Evidence, Item, Proof, Role
from proofs_check.kernel.composition import composition
from proofs_check.memory import UNCHANGED
from proofs_check.recheck import ASSUMED, BOTH, DECIDED, MISSING, OWN, PARTLY, WORD, Finding, stated_lines, trusted_base
from proofs_check.report.covered import covered
from proofs_check.report.machine import outcome
from proofs_check.runner import ClaimReport, Report
from proofs_check.support.console import console
from proofs_check.support.formulas import in_unicode
from proofs_check.support.words import counted
from theory.claim import Claim, Paper, Verdict

WIDE = 100  # columns of a terminal from which on tables have all of theirs
_STYLES = {
    Verdict.PROVED: "bold green",
    Verdict.REFUTED: "bold magenta",
    Verdict.SUPPORTED: "bold cyan",
    Verdict.VACUOUS: "yellow",
    Verdict.UNDECIDED: "yellow",
    Verdict.ERROR: "bold red",
}
_MARKS = {
    "holds": ("✓", "green"),
    "fails": ("✗", "red"),
    "inconclusive": ("?", "yellow"),
    "error": ("!", "bold red"),
    "assumed": ("·", "blue"),
}
_TITLES = {
    Role.STEP: "Proof",
    Role.REFUTATION: "Counterexample",
    Role.CHECK: "Numerical evidence",
    Role.EXAMPLE: "Examples",
    Role.NEAR_MISS: "Near misses",
    Role.CONTROL: "Negative controls",
}


def verdict_text(verdict: Verdict) -> Text:
    """A verdict in its colour."""
    return Text(verdict.value, style=_STYLES[verdict])


def summary_table(report: Report) -> Table:
    """One line a claim: verdict, what it rests on, and how long it took."""
    table = Table()
    table.add_column("claim", overflow="fold", max_width=40)
    names = ("verdict", "title") if console.width < WIDE else ("verdict", "title", "rests on")
    for name in names:
        table.add_column(name)
    table.add_column("s", justify="right")
    for entry in report.claims:
        verdict = verdict_text(entry.verdict)
        if not entry.as_expected:
            verdict.append(f"\n≠ {entry.claim.expected}", style="red")
        cells = (verdict, entry.claim.title, _shorten(entry.message))
        table.add_row(entry.claim.id, *cells[: len(names)], f"{entry.seconds:.1f}")
    return table


def rerun(entry: ClaimReport) -> str:
    """Why checks of this claim were run: ``"2 run: the code changed"``."""
    found = Counter(e.origin for e in entry.evidence if e.role not in UNCHECKED and e.origin != UNCHANGED)
    return "; ".join(f"{count} run: {reason}" for reason, count in found.items())


def origins(report: Report) -> str:
    """How many checks were run, and why these."""
    found = Counter(e.origin for c in report.claims for e in c.evidence if e.role not in UNCHECKED)
    unchanged = found.pop(UNCHANGED, 0)
    reasons = ", ".join(f"{count}: {reason}" for reason, count in found.most_common())
    kept = counted(unchanged, "1 check", "checks")
    return f"{kept} unchanged since an earlier run, {found.total()} run" + (f" ({reasons})" if reasons else "")


def _shorten(text: str, limit: int = 110) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def claims_table(paper: Paper, claims: Sequence[Claim], width: int) -> Table:
    """The claims about a paper: id, expected verdict, title and, where there is room for it, source."""
    table = Table(title=Text(f"{paper.key}: {paper}"), title_justify="left")
    table.add_column("claim", overflow="fold", max_width=40)
    names = ("expected", "title") if width < WIDE else ("expected", "title", "source")
    for name in names:
        table.add_column(name)
    for claim in claims:
        cells = (verdict_text(claim.expected), claim.title, claim.source_in_paper)
        table.add_row(claim.id, *cells[: len(names)])
    return table


def headline(entry: ClaimReport) -> Text:
    """One line for a claim that has just been decided."""
    text = verdict_text(entry.verdict)
    text.append(f"{'':{max(1, 10 - len(entry.verdict.value))}}{entry.claim.id}", style="default not bold")
    if reasons := rerun(entry):
        text.append(f"  ({reasons})", style="dim not bold")
    if not entry.as_expected:
        text.append(f"  expected {entry.claim.expected}: {entry.message}", style="red not bold")
    return text


def statement(claim: Claim) -> list[RenderableType]:
    """What a claim says: title, source, statement, assumptions, tightness and its relatives."""
    lines: list[RenderableType] = [
        Text(f"{claim.id}: {claim.title}", style="bold"),
        Text(claim.source, style="dim"),
        Padding(Text(in_unicode(claim.statement)), (1, 2)),
    ]
    if claim.assumptions:
        lines.append(Text("Assumptions", style="bold"))
        lines += [Padding(Text(f"{a.name}: {in_unicode(a.statement)}"), (0, 2)) for a in claim.assumptions]
    found = composition(claim)
    notes = {
        "Tightness": in_unicode(claim.tightness),
        "Repairs": claim.repairs,
        "Repaired by": claim.repaired_by,
        "Kernel": found.words if found else "",
    }
    lines += [Text.assemble((f"{name} ", "bold"), note) for name, note in notes.items() if note]
    return lines


NOT_COVERED = (
    "Not looked at: report.html, papers, summary.md, junit.xml, the pictures and all else in the folder beside "
    "report.json and certificates; and all that report.json says beside the ids, verdicts and statements of claims."
)


def recheck_lines(found: Sequence[Finding]) -> list[Text]:
    """What was established again, how, and what was not."""
    lines = []
    for finding in found:
        mark, style = ("✗", "red") if finding.refused else ("✓", "green")
        if not finding.covered and not finding.refused:
            mark, style = "–", "dim"
        note = f"  {finding.refused}" if finding.refused else ""
        lines.append(Text.assemble((f"{mark} ", style), f"{finding.verdict:<9} {finding.claim}", (note, "red")))
    good = [finding for finding in found if finding.covered]
    refused = sum(bool(finding.refused) for finding in found)
    missing = sum(finding.verdict == MISSING and not finding.refused for finding in found)
    others = len(found) - len(good) - refused - missing
    left_out = f", {missing} missing" if missing else ""
    if others:
        left_out += f", {counted(others, '1 claim', 'claims')} without one, not covered"
    accepted = counted(len(good), "1 certificate", "certificates")
    lines.append(Text(f"{accepted} accepted, {refused} refused{left_out}.", style="bold"))
    counts = {
        "refutations decided by the checker's own reading of the printed statement": ("refutation", OWN),
        "steps of which the checker has a statement of its own": ("step", OWN),
        "steps whose formulas are those of the statements, and hold": ("step", DECIDED),
        "steps of which some formulas are so, and the checker has a statement of its own of the rest": ("step", BOTH),
        "steps of which some formulas are so, and of the rest nothing was kept": ("step", PARTLY),
        "steps taken on the run's word: nothing was kept that could be decided again": ("step", WORD),
        "negative controls on the run's word; no verdict rests on them": ("control", WORD),
        "trusted theorems, which nobody checks": ("trusted", ASSUMED),
        "argued steps, in words": ("argued", ASSUMED),
    }
    for text, (role, how) in counts.items():
        if count := sum(finding.count(role, how) for finding in good):
            lines.append(Text(f"{count:>5}  {text}"))
    size = sum(len(file.read_text(encoding="utf-8").splitlines()) for file in trusted_base())
    base = f"Trusted: the {size} lines of the checker, its statements, python-flint, SymPy and z3."
    lines.append(Text(base, style="dim"))
    lines.append(Text(NOT_COVERED, style="dim"))
    return lines


def explanation(entry: ClaimReport) -> Group:
    """A claim with its verdict, its proof step by step, its evidence and its controls."""
    lines = statement(entry.claim)
    lines.append(Text.assemble(("Verdict ", "bold"), verdict_text(entry.verdict), f": {entry.message}"))
    for role, title in _TITLES.items():
        roles = (Role.STEP, *UNCHECKED) if role is Role.STEP else (role,)
        if found := [e for e in entry.evidence if e.role in roles]:
            lines.append(Text(title, style="bold"))
            lines += [_evidence_lines(e) for e in found]
    return Group(*lines)


def outline(proof: Proof) -> Group:
    """The proof of a claim before it is run."""
    lines: list[RenderableType] = []
    for role, title in _TITLES.items():
        roles = (Role.STEP, *UNCHECKED) if role is Role.STEP else (role,)
        if items := [item for item in proof.items if item.role in roles]:
            lines.append(Text(title, style="bold"))
            for item in items:
                stated = stated_lines(proof.claim_id, item.name)
                over = [f"covers: {found}"] if (found := covered(stated)) else []
                details = [Text(f"  {line}", style="dim") for line in (*over, *stated)]
                lines.append(Padding(Group(_heading(item), *details), (0, 2)))
    return Group(*lines)


def _heading(item: Item | Evidence) -> Text:
    text = Text.assemble((item.name, "bold"), (f" [{item.method}] ", "dim"), item.conclusion)
    if item.premises:
        text.append(f"  (from {', '.join(item.premises)})", style="dim")
    return text


def _evidence_lines(evidence: Evidence) -> Padding:
    mark, style = _MARKS[outcome(evidence)]
    lines = [Text.assemble((f"{mark} ", style), _heading(evidence))]
    details = {
        "": evidence.message,
        "scope: ": evidence.scope,
        "covers: ": covered(lines_of(evidence)),
        "tried ": evidence.tried,
        "witness: ": evidence.witness or "",
    }
    lines += [
        Text(f"  {name}{text}", style="dim")
        for name, text in details.items()
        if text and evidence.role not in UNCHECKED
    ]
    lines += [Text(f"  {line}", style="dim") for record in evidence.certificate for line in formulas(record)]
    return Padding(Group(*lines), (0, 2))
