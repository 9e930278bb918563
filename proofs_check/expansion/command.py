"""``mixup-verify expansion`` and ``mixup-verify recheck-expansion``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.text import Text

from proofs_check.support import tool
from proofs_check.support.console import (
    LOGGER,
    InputError,
    Quiet,
    Verbose,
    check_folder,
    check_quiet,
    console,
    input_errors,
    speaking,
)
from proofs_check.support.files import read_regular
from proofs_check.support.letters import printable

if TYPE_CHECKING:
    from proofs_check.expansion.given import Given

EPILOG = """\b
Examples:
  mixup-verify expansion --demo digits
  mixup-verify expansion points.csv --label class --pseudo guess
  mixup-verify expansion --graph knn.npz --truth y.npy --pseudo p.npy
  mixup-verify recheck-expansion build/expansion/expansion.json

\b
Exit status:
  0  it was measured (and --at-most is kept), or established again
  1  more errors than --at-most may be left, or nothing is guaranteed; or a report is refused
  2  the input or the command makes no sense; one line says why
"""

Name = str | None


def expansion_command(
    data: Annotated[
        Path | None, typer.Argument(metavar="DATA", help="Points and classes, as mixup-audit reads.")
    ] = None,
    graph: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A graph in place of DATA: SciPy's sparse NPZ, or an array.")
    ] = None,
    demo: Annotated[Literal["digits"] | None, typer.Option(help="The digits 3 and 8, in place of DATA.")] = None,
    pseudo: Annotated[
        str | None, typer.Option(metavar="NAME", help="Pseudo-labels: a column, an array, or an NPY file.")
    ] = None,
    truth: Annotated[
        str | None, typer.Option(metavar="NAME", help="True classes beside --graph: an array, or an NPY file.")
    ] = None,
    student: Annotated[str | None, typer.Option(metavar="NAME", help="Labels to judge, as --pseudo.")] = None,
    neighbours: Annotated[int | None, typer.Option(min=1, help="Nearest neighbours of each point; 10.")] = None,
    standardize: Annotated[bool, typer.Option("--standardize", help="Mean 0, deviation 1 for each column.")] = False,
    undirected: Annotated[bool, typer.Option("--undirected", help="Arcs of --graph count in both directions.")] = False,
    label: Annotated[str | None, typer.Option(help="Column of the true classes; the last by default.")] = None,
    features: Annotated[str | None, typer.Option(metavar="A,B", help="Columns of the points; all others.")] = None,
    drop: Annotated[str | None, typer.Option(metavar="A,B", help="Columns that are left out.")] = None,
    x: Annotated[str | None, typer.Option("--x", metavar="NAME", help="Array of the points in an NPZ file.")] = None,
    y: Annotated[str | None, typer.Option("--y", metavar="NAME", help="Array of the true classes there.")] = None,
    at_most: Annotated[
        float | None, typer.Option(help="Exit status 1 unless the guaranteed share of errors is at most this.")
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the report.")] = Path("build/expansion"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON and write nothing.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """How far do wrong pseudo-labels expand in a graph, and what does that guarantee of self-training there?

    The exact expansion of each class by a largest flow, the wrong pseudo-labels that are hardest to outvote, the bounds
    with the assumptions that hold and fail, and for two classes the labels of a least cut.  About this graph only.
    """
    check_folder(output)
    if [data, graph, demo].count(None) != 2:
        raise InputError("give one of DATA, --graph FILE and --demo digits")
    check_quiet(quiet, as_json)
    if at_most is not None and not 0 <= at_most <= 1:
        raise InputError("--at-most is a share, from 0 to 1")
    of_table = {"label": label, "features": features, "drop": drop, "x": x, "y": y}
    with speaking(quiet, verbose):
        with input_errors():
            if data is not None:
                _refuse("DATA", {"truth": truth, "undirected": undirected or None})
                given = _from_table(data, of_table, pseudo, student, neighbours or 10, standardize)
            elif graph is not None:
                _refuse("--graph", {**of_table, "neighbours": neighbours, "standardize": standardize or None})
                from proofs_check.expansion.files import from_graph

                given = from_graph(graph, pseudo, truth, student, undirected)
            else:
                _refuse("--demo", {**of_table, "pseudo": pseudo, "truth": truth, "student": student})
                from proofs_check.expansion.study import demo as demonstration

                given = demonstration(neighbours or 10, standardize)
            from proofs_check.expansion import page
            from proofs_check.expansion.core import measured

            LOGGER.info("read a graph of %d points", given.points)
            found = measured(given)
            LOGGER.info("measured how far wrong pseudo-labels expand")
        if as_json:
            typer.echo(found.to_json(), nl=False)
        else:
            source = (data or graph or Path("the digits 3 and 8")).name
            shown = repr(found).rpartition("\n")[0]  # but for the methods, which a shell does not have
            tool.report(output / "expansion", found.to_json(), page.html(found, source), shown)
    if at_most is not None and (found.guaranteed is None or found.guaranteed > at_most):
        raise typer.Exit(1)


def _refuse(kind: str, options: dict[str, object]) -> None:
    if said := [name for name, value in options.items() if value is not None]:
        raise ValueError(f"--{said[0]} says nothing about {kind}")


def _from_table(
    path: Path, said: dict[str, Name], pseudo: Name, student: Name, neighbours: int, standardize: bool
) -> Given:
    from proofs_check.audit.reading import Wanted
    from proofs_check.audit.reading.table import listed
    from proofs_check.expansion.files import from_table

    if pseudo is None:
        raise ValueError("--pseudo must name the pseudo-labels: a column, an array, or an NPY file")
    features, drop = (listed(said[name]) for name in ("features", "drop"))
    wanted = Wanted(label=said["label"], features=features, drop=drop, x=said["x"], y=said["y"])
    return from_table(path, wanted, pseudo, student, neighbours, standardize)


def recheck_command(
    report: Annotated[Path, typer.Argument(metavar="FILE", help="An expansion.json.")],
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Establish a measured expansion again, from its flows and its cut, by sums: no maximum flow is sought."""
    from proofs_check.expansion.checking import recheck
    from proofs_check.expansion.words import verdict

    with speaking(quiet, verbose):
        content = read_regular(report)
        LOGGER.info("read %d bytes", len(content))
        try:
            found = recheck(content.decode("utf-8"))
        except ValueError as error:
            console.print(Text(printable(f"✗ {report}: {error}"), style="red"))
            raise typer.Exit(1) from None
        console.print(Text(f"Established again. {verdict(found)}"))
