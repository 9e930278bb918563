"""``mixup-verify``: run the evidence, list the claims, show one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from proofs_check import kernel
from proofs_check.context import command as of_context
from proofs_check.evidence import Evidence, proofs
from proofs_check.expansion import command
from proofs_check.kernel.composition import coverage
from proofs_check.report import terminal, write_report
from proofs_check.runner import ClaimReport, Report, count_items, select, verify
from proofs_check.shift import command as of_shift
from proofs_check.support.console import (
    LOGGER,
    InputError,
    Quiet,
    Verbose,
    Version,
    check_folder,
    check_quiet,
    console,
    input_errors,
    list_width,
    progress,
    run_app,
    speaking,
)
from theory.claim import Claim, papers

EXPLAIN_AT_MOST = 3  # claims named on the command line are explained in full up to this many

Papers = Annotated[
    list[str] | None, typer.Option("--paper", metavar="KEY", help="The claims of this paper; may be given again.")
]

EPILOG = """\b
Examples:
  mixup-verify show theorem-2.7
  mixup-verify run theorem-2.7 lemma-2.3
  mixup-verify recheck build/verification

\b
Exit status:
  0  every verdict is the expected one, every certificate accepted
  1  one is not
  2  the command makes no sense; one line says why
"""

app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=False,
    help="Check the statements of theory papers: proofs, refutations, numerical evidence.",
    epilog=EPILOG,
)


@app.callback()
def _options(version: Version = False) -> None:
    """Options of the program itself."""


@app.command("run", short_help="Run the evidence and write the report.")
def run_command(
    claim_ids: Annotated[list[str] | None, typer.Argument(metavar="CLAIMS", help="All claims by default.")] = None,
    paper_keys: Papers = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the report.")] = Path("build/verification"),
    preset: Annotated[str, typer.Option(help="quick, standard or thorough: sizes of samples only.")] = "standard",
    jobs: Annotated[int | None, typer.Option(min=1, help="Processes; all cores by default.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything random.")] = 0,
    fresh: Annotated[bool, typer.Option("--fresh", help="Run unchanged checks too, and steps twice.")] = False,
    figures: Annotated[Path, typer.Option(help="Folder of drawn figures, for the page.")] = Path("build/figures"),
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Verify claims, print their verdicts and write the report: a page, JSON, JUnit XML, Markdown, certificates.

    Checks that cannot have changed since the last run in the same folder are not run again.
    """
    check_folder(output)
    with speaking(quiet, verbose):
        report = _verify(claim_ids or [], paper_keys or [], preset, jobs, seed, output, fresh)
        _print(report, claim_ids or [], output, figures)
    if report.interrupted:
        raise KeyboardInterrupt
    if not report.as_expected:
        raise typer.Exit(1)


def _print(report: Report, claim_ids: list[str], output: Path, figures: Path) -> None:
    """Show the verdicts and write the report."""
    explained = report.claims if claim_ids and len(report.claims) <= EXPLAIN_AT_MOST else ()
    for entry in explained:
        console.print(terminal.explanation(entry))
    if not explained:
        console.print(terminal.summary_table(report))
    try:
        write_report(report, output, figures)
    except OSError as error:
        raise InputError(f"{output} cannot be written: {error.strerror}") from error
    except ValueError as error:
        raise InputError(str(error)) from error
    good = sum(c.as_expected for c in report.claims)
    console.print(Text(terminal.origins(report)))
    console.print(Text(f"{coverage(entry.claim for entry in report.claims)}."))
    console.print(Text(f"{good} of {len(report.claims)} claims as expected. Report: {output / 'report.html'}"))


def _verify(
    claim_ids: list[str],
    paper_keys: list[str],
    preset: str,
    jobs: int | None,
    seed: int,
    folder: Path,
    fresh: bool,
) -> Report:
    """Run with a progress bar and a line for each claim as it is decided."""
    try:
        total = count_items(claim_ids, paper_keys)
        with progress(total, "checking") as advance:

            def count(evidence: Evidence) -> None:
                advance()
                LOGGER.info("%s, %s: %.2f s", evidence.claim, evidence.name, evidence.seconds)

            def announce(entry: ClaimReport) -> None:
                console.print(terminal.headline(entry))

            return verify(
                claim_ids,
                paper_keys=paper_keys,
                preset=preset,
                jobs=jobs,
                seed=seed,
                folder=folder,
                fresh=fresh,
                on_evidence=count,
                on_claim=announce,
            )
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}") from error
    except ValueError as error:
        raise InputError(str(error)) from error


@app.command("list", short_help="List all claims, paper by paper.")
def list_command(
    paper_keys: Papers = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List all claims, paper by paper, with the verdicts that are expected of them."""
    check_quiet(quiet, as_json)
    with speaking(quiet, verbose), input_errors():
        chosen = select(paper_keys=paper_keys or [])
        LOGGER.info("found %d claims of %d papers", len(chosen), len(papers(chosen)))
        if as_json:
            typer.echo(json.dumps([_entry(claim) for claim in chosen], indent=2))
            return
        for paper in papers(chosen).values():
            of_paper = [claim for claim in chosen if claim.paper == paper]
            console.print(terminal.claims_table(paper, of_paper, list_width()), width=list_width())


def _entry(claim: Claim) -> dict[str, Any]:
    fields = ("id", "title", "source", "statement", "repairs", "repaired_by")
    named = {name: getattr(claim, name) for name in fields}
    return {**named, "paper": claim.paper.key, "read": claim.read.value, "expected": claim.expected.value}


@app.command("show", short_help="Show one claim and the outline of its proof.")
def show_command(
    claim_id: Annotated[str, typer.Argument(metavar="CLAIM")],
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show what a claim says and how it is argued, without running anything."""
    with speaking(quiet, verbose), input_errors():
        claim = select([claim_id])[0]
        proof = proofs().get(claim.id)
        LOGGER.info("found the claim, with %d items of evidence", len(proof.items) if proof else 0)
        for line in terminal.statement(claim):
            console.print(line)
        if proof:
            console.print(terminal.outline(proof))


@app.command("recheck", short_help="Establish a report again, from its certificates.")
def recheck_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a report.")],
    statements: Annotated[Path | None, typer.Option(help="Folder with statements of claims of your own.")] = None,
    partial: Annotated[bool, typer.Option("--partial", help="The report may be of some of the claims only.")] = False,
    seconds: Annotated[float, typer.Option(min=0.1, max=86400.0, help="Time for one item.")] = 30.0,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Establish every proof and refutation of a report again, from its certificates, by an independent checker."""
    from proofs_check.recheck import Refused, recheck

    with speaking(quiet, verbose):
        try:
            found = recheck(folder, *([statements] if statements else []), seconds=seconds, partial=partial)
        except Refused as error:
            raise InputError(str(error)) from error
        LOGGER.info("established %d claims again", sum(finding.covered for finding in found))
        wrong = kernel.objections()
        for line in terminal.recheck_lines(found):
            console.print(line)
        for objection in wrong:
            console.print(Text(f"✗ {objection}", style="red"))
    if wrong or any(finding.refused for finding in found):
        raise typer.Exit(1)


@app.command("restate", short_help="Renew the statements that recheck checks against.")
def restate_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a report.")],
    into: Annotated[Path, typer.Argument(metavar="STATEMENTS", help="Folder of the statements to renew.")],
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write the statements that recheck holds certificates against, from a run, and name those that changed."""
    from proofs_check.recheck import Refused
    from proofs_check.upkeep.restate import renew

    with speaking(quiet, verbose):
        try:
            changed = renew(folder, into)
        except Refused as error:
            raise InputError(str(error)) from error
        LOGGER.info("renewed the statements in %s", into)
        for name in changed:
            console.print(Text(name))


app.command("expansion", short_help="Measure how far wrong pseudo-labels expand in a graph.", epilog=command.EPILOG)(
    command.expansion_command
)
app.command("context", short_help="Measure how much predictions depend on context.", epilog=of_context.EPILOG)(
    of_context.context_command
)
app.command("shift", short_help="Worst risks when one mechanism may change.", epilog=of_shift.EPILOG)(
    of_shift.shift_command
)
app.command("recheck-expansion", short_help="Establish a measured expansion again.")(command.recheck_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of ``mixup-verify``; without ``arguments`` those of the process."""
    run_app(app, "mixup-verify", arguments)


if __name__ == "__main__":
    main()
