"""``mixup-audit``: audit a table of labelled data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from proofs_check.audit import machine, page, terminal
from proofs_check.audit.blocks import Cluster, Here, Runner, Work
from proofs_check.audit.core import audit_prepared
from proofs_check.audit.data import prepare_table
from proofs_check.audit.export import export
from proofs_check.audit.findings import Audit, Estimator, FailOn
from proofs_check.audit.reading import Table, Wanted, read
from proofs_check.audit.reading.demo import Demo, load_demo
from proofs_check.audit.reading.table import ARRAY_OPTIONS, TEXT_OPTIONS, contents_errors, listed
from proofs_check.audit.recipes import Recipe, settings_of
from proofs_check.audit.shared import Shared
from proofs_check.support.cache import Store
from proofs_check.support.compiling import compiling_is_said
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
    run_app,
    speaking,
)
from proofs_check.support.files import as_json_text, write_together
from theory.clearances import Metric

EPILOG = """\b
Examples:
  mixup-audit --demo iris
  mixup-audit iris.csv --label species --alpha 0.2
  mixup-audit arrays.npz --recipe timm --epsilon .2U

\b
Exit status:
  0  no point is lost (or what --fail-on asks for is not there)
  1  a point is lost
  2  the input or the command makes no sense; one line says why
"""

app = typer.Typer(rich_markup_mode=None)


@app.command(epilog=EPILOG)
def audit_command(
    data: Annotated[
        Path | None, typer.Argument(metavar="DATA", help="A table or arrays: CSV, Parquet, NPZ, NPY and others.")
    ] = None,
    demo: Annotated[Demo | None, typer.Option(help="Audit a data set that comes along, in place of DATA.")] = None,
    label: Annotated[str | None, typer.Option(help="Column of the labels; the last by default.")] = None,
    features: Annotated[str | None, typer.Option(metavar="A,B", help="Columns of the points; all others.")] = None,
    drop: Annotated[str | None, typer.Option(metavar="A,B", help="Columns that are left out.")] = None,
    weights: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="How often rows are drawn for mixing, up to a factor.")
    ] = None,
    drop_missing: Annotated[bool, typer.Option("--drop-missing", help="Leave out rows that lack a value.")] = False,
    sep: Annotated[str | None, typer.Option(help="What separates columns of text; found out by default.")] = None,
    decimal: Annotated[str | None, typer.Option(help="The decimal mark of text; found out by default.")] = None,
    thousands: Annotated[str | None, typer.Option(help="The mark of thousands; found out by default.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Of text; UTF-8 or else cp1252 by default.")] = None,
    header: Annotated[
        bool | None, typer.Option("--header/--no-header", help="Whether the first line names columns; found out.")
    ] = None,
    x: Annotated[str | None, typer.Option("--x", metavar="NAME", help="Array of the points in an NPZ file.")] = None,
    y: Annotated[
        str | None, typer.Option("--y", metavar="NAME", help="Array of the labels there, or an NPY file of labels.")
    ] = None,
    alpha: Annotated[
        float | None, typer.Option(help="The mixing distribution is Beta(alpha, alpha); the recipe's by default.")
    ] = None,
    epsilon: Annotated[
        str | None, typer.Option(help="Resolution, a number, U/8 or .2U; by default U/8 and the band about it.")
    ] = None,
    recipe: Annotated[Recipe, typer.Option(help="Whose habits of mixing are audited.")] = "paper",
    prob: Annotated[float | None, typer.Option(help="Share of samples that are mixed at all.")] = None,
    estimator: Annotated[
        Estimator, typer.Option(help="What judges: h_eps, or planes through sampled mixes, which is empirical.")
    ] = "h",
    loss: Annotated[
        float | None, typer.Option(help="Your training loss in nats, to see how far above its floor it is.")
    ] = None,
    metric: Annotated[Metric, typer.Option(help="How far apart points are.")] = "euclidean",
    self_pairs: Annotated[
        bool | None,
        typer.Option("--self-pairs/--no-self-pairs", help="Whether a row can meet itself; as the recipe has it."),
    ] = None,
    standardize: Annotated[bool, typer.Option("--standardize", help="Mean 0, deviation 1 for each column.")] = False,
    search: Annotated[
        int, typer.Option(min=0, help="Points, least lead first, whose unsafe eps and alpha are sought.")
    ] = 50,
    budget: Annotated[
        float, typer.Option(help="Seconds for h_eps: all points if they fit, else a random sample of 200 at least.")
    ] = 60.0,
    sample: Annotated[int | None, typer.Option(min=1, help="Judge this many points, drawn at random.")] = None,
    stratified: Annotated[bool, typer.Option("--stratified", help="The same number of points of each class.")] = False,
    fail_on: Annotated[
        FailOn, typer.Option(help="What gives exit status 1: a lost point, one lost across the band, or nothing.")
    ] = "lost",
    jobs: Annotated[int | None, typer.Option(min=1, help="Threads; all cores by default.")] = None,
    dask: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Run on the Dask cluster there.")] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the report.")] = Path("build/audit"),
    exported: Annotated[
        bool, typer.Option("--export", help="Write partners.npz and pairs.csv, for your training loop.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON and write nothing.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
    version: Version = False,
) -> None:
    """Which training points would Mixup pull out of their class?  Exit status 1 when there are some.

    Every point is judged by h_eps, the mean label of the mixes that fall within eps of it.
    """
    check_folder(output)
    if (data is None) == (demo is None):
        raise InputError(
            "give DATA, or --demo iris for a first try" if data is None else "--demo takes the place of DATA"
        )
    check_quiet(quiet, as_json)
    if exported and as_json:
        raise InputError("--export writes files, and --json writes none: choose one")
    with input_errors():
        settings = settings_of(
            recipe, alpha=alpha, self_pairs=self_pairs, prob=prob, epsilon=epsilon, metric=metric, search=search,
            budget=budget, sample=sample, stratified=stratified, estimator=estimator, loss=loss,
        )  # fmt: skip
    wanted = Wanted(
        label=label, features=listed(features), drop=listed(drop), weights=weights, sep=sep, decimal=decimal,
        thousands=thousands, encoding=encoding, header=header, x=x, y=y,
    )  # fmt: skip
    with speaking(quiet, verbose), input_errors():
        prepared = prepare_table(_table(data, demo, wanted), standardize, drop_missing)
        LOGGER.info("read %d points of dimension %d", prepared.dataset.n_points, prepared.dataset.dimension)
        with _threads(jobs), _runner(dask) as runner, compiling_is_said("mixup-audit", not quiet):
            if data is not None and isinstance(runner, Cluster):
                runner.share(prepared.dataset, Shared.of(prepared.dataset, data, wanted, standardize, drop_missing))
            found = audit_prepared(prepared, settings, Work(runner, None if as_json else Store(output / "blocks")))
        if as_json:
            typer.echo(json.dumps(machine.as_dict(found), allow_nan=False))
        else:
            _report(found, data.name if data else str(demo), output, exported)
    if found.fails(fail_on):
        raise typer.Exit(1)


@contextmanager
def _threads(jobs: int | None) -> Iterator[None]:
    """Limit the threads of the kernels and of linear algebra."""
    if jobs is None:
        yield
        return
    import numba
    from threadpoolctl import threadpool_limits

    before = numba.get_num_threads()
    numba.set_num_threads(min(jobs, before))
    try:
        with threadpool_limits(jobs):
            yield
    finally:
        numba.set_num_threads(before)


@contextmanager
def _runner(address: str | None) -> Iterator[Runner]:
    """This process, or a cluster that is left again in the end."""
    if address is None:
        yield Here()
        return
    with input_errors():
        cluster = Cluster(address)
    try:
        yield cluster
    finally:
        cluster.close()


def _table(path: Path | None, name: Demo | None, wanted: Wanted) -> Table:
    """The table of a file, or of a data set that comes along."""
    if path is not None:
        return read(path, wanted)
    with contents_errors():
        wanted.refuse("a demo", ("label", "features", "drop", "weights", *ARRAY_OPTIONS, *TEXT_OPTIONS))
    assert name is not None, "a command has one of the two"
    return load_demo(name)


def _report(found: Audit, source: str, output: Path, exported: bool) -> None:
    """Everything is worked out before the first file is written."""
    files = {
        output / "audit.json": as_json_text(machine.as_dict(found)).encode(),
        output / "audit.html": page.html(found, source).encode(),
        **({output / name: content for name, content in export(found).items()} if exported else {}),
    }
    write_together(files)
    console.print(terminal.summary(found, console.width))
    console.print(Text("Written: " + ", ".join(map(str, files))))


def main(arguments: Sequence[str] | None = None) -> None:
    """Entry point of ``mixup-audit``; without ``arguments`` those of the process."""
    run_app(app, "mixup-audit", arguments)


if __name__ == "__main__":
    main()
