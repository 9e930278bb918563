"""``mixup-verify context``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from proofs_check.support import tool
from proofs_check.support.console import (
    LOGGER,
    InputError,
    Quiet,
    Verbose,
    check_folder,
    check_quiet,
    input_errors,
    speaking,
)

EPILOG = """\b
Examples:
  mixup-verify context grid.csv
  mixup-verify context grid.csv --truth label --at-most .1
  mixup-verify context grid.npz --seed 1 --json

\b
Exit status:
  0  it was measured (and --at-most is kept)
  1  the upper end of the error's interval is above --at-most
  2  the input or the command makes no sense; one line says why
"""


def context_command(
    data: Annotated[
        Path,
        typer.Argument(metavar="DATA", help="CSV: objects in the first column, then one column a context; NPZ, NPY."),
    ],
    truth: Annotated[
        str | None, typer.Option(metavar="NAME", help="Column of the CSV, or array of the NPZ, with a label an object.")
    ] = None,
    confidence: Annotated[float, typer.Option(help="Confidence of the interval.")] = 0.95,
    seed: Annotated[int, typer.Option(min=0, help="Which objects and contexts are paired.")] = 0,
    at_most: Annotated[
        float | None, typer.Option(help="Exit status 1 unless the upper end of the error is at most this.")
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the report.")] = Path("build/context"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON and write nothing.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """How much do predictions depend on the context of an object, and what does that say of the error without labels?

    From the predicted classes on a grid of objects and contexts: how often two contexts disagree, an interval of the
    error, and the objects and contexts that depend most.
    """
    check_folder(output)
    check_quiet(quiet, as_json)
    if at_most is not None and not 0 <= at_most <= 1:
        raise InputError("--at-most is a share, from 0 to 1")
    with speaking(quiet, verbose):
        with input_errors():
            from proofs_check.context import words
            from proofs_check.context.core import context

            given = read(data, truth)
            LOGGER.info("read %s", data.name)
            found = context(**given, confidence=confidence, seed=seed)
            LOGGER.info("counted where contexts disagree")
        if as_json:
            typer.echo(found.to_json(), nl=False)
        else:
            tool.report(output / "context", found.to_json(), words.html(found, data.name), words.text(found))
    if at_most is not None and found.error_interval[1] > at_most:
        raise typer.Exit(1)


def read(path: Path, truth: str | None) -> dict[str, Any]:
    """The grid of a file with its names, and the labels if there are any.  Raises ``ValueError`` in one line."""
    from proofs_check.audit.reading.table import kind_of

    return _csv(path, truth) if kind_of(path, "a grid is a", ".csv", ".npz", ".npy") == ".csv" else _arrays(path, truth)


def _csv(path: Path, truth: str | None) -> dict[str, Any]:
    import pandas as pd

    from proofs_check.audit.reading.table import few, whole

    with whole(path, "CSV"):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, index_col=0)
    names = [str(name) for name in frame.columns]
    if truth is not None and truth not in names:
        raise ValueError(f"{path}: there is no column {truth!r}; the columns are {few(names)}")
    chosen = [name != truth for name in names]
    grid = frame.loc[:, chosen]
    labels = None if truth is None else frame[truth].to_numpy(dtype=str)
    return {
        "predictions": grid.to_numpy(dtype=str),
        "objects": [str(name) for name in frame.index],
        "contexts": [name for name in names if name != truth],
        "truth": labels,
    }


def _arrays(path: Path, truth: str | None) -> dict[str, Any]:
    from proofs_check.audit.reading.arrays import stored
    from proofs_check.audit.reading.table import few

    arrays = stored(path, "predictions")
    others = [name for name in arrays if name != truth]
    name = "predictions" if "predictions" in arrays else others[0] if len(others) == 1 else None
    if name is None or (truth is not None and truth not in arrays):
        wanted = "predictions" if name is None else truth
        raise ValueError(f"{path}: there is no array {wanted!r}; the arrays are {few(arrays) or 'none'}")
    return {"predictions": arrays[name], "truth": None if truth is None else arrays[truth]}
