"""``mixup-verify shift``."""

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
  mixup-verify shift counts.csv --target sick --changes department --outcome test --count n
  mixup-verify shift patients.csv --target sick --changes department --outcome test
  mixup-verify shift counts.npy --at-most .3 --json

\b
Exit status:
  0  it was measured (and --at-most is kept)
  1  the worst risk of P(T | do(A), C) is above --at-most
  2  the input or the command makes no sense; one line says why
"""


def shift_command(
    data: Annotated[
        Path, typer.Argument(metavar="DATA", help="CSV with columns T, A, C; NPZ or NPY with counts (T, A, C).")
    ],
    target: Annotated[str | None, typer.Option(metavar="NAME", help="Column of T, the class.")] = None,
    changes: Annotated[str | None, typer.Option(metavar="NAME", help="Column of A, which may change.")] = None,
    outcome: Annotated[str | None, typer.Option(metavar="NAME", help="Column of C.")] = None,
    count: Annotated[
        str | None, typer.Option(metavar="NAME", help="Column of counts; without it each row is one case.")
    ] = None,
    at_most: Annotated[
        float | None, typer.Option(help="Exit status 1 unless the worst risk of P(T | do(A), C) is at most this.")
    ] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder of the report.")] = Path("build/shift"),
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON and write nothing.")] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """What do predictions of T from A and C risk if A may come to depend on T in any way?

    The worst risks of the regression, the base rate, the interventional and the minimax predictor, and what breaks
    each.
    """
    check_folder(output)
    check_quiet(quiet, as_json)
    if at_most is not None and not 0 <= at_most <= 2:
        raise InputError("--at-most is a Brier score, from 0 to 2")
    with speaking(quiet, verbose):
        with input_errors():
            from proofs_check.shift import words
            from proofs_check.shift.core import shift

            given = read(data, (target, changes, outcome), count)
            LOGGER.info("read %s", data.name)
            found = shift(**given)
            LOGGER.info("worked out what four predictors risk")
        if as_json:
            typer.echo(found.to_json(), nl=False)
        else:
            tool.report(output / "shift", found.to_json(), words.html(found, data.name), words.text(found))
    if at_most is not None and found.predictors[2].worst > at_most:
        raise typer.Exit(1)


def read(path: Path, names: tuple[str | None, str | None, str | None], count: str | None) -> dict[str, Any]:
    """The counts of a file, with names.  Raises ``ValueError`` in one line."""
    from proofs_check.audit.reading.table import kind_of

    if kind_of(path, "counts are a", ".csv", ".npz", ".npy") == ".csv":
        return _csv(path, names, count)
    if said := [name for name in (*names, count) if name is not None]:
        raise ValueError(f"{path} has no columns: {said[0]!r} says nothing about it")
    return {"counts": _array(path)}


def _csv(path: Path, names: tuple[str | None, str | None, str | None], count: str | None) -> dict[str, Any]:
    import pandas as pd

    from proofs_check.audit.reading.table import few, whole

    with whole(path, "CSV"):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    columns = list(frame.columns)
    free = iter([name for name in columns if name not in (*names, count)])
    chosen = [name if name is not None else next(free, "") for name in names]
    for name in (*chosen, *([count] if count is not None else [])):
        if name not in columns:
            raise ValueError(f"{path}: there is no column {name!r}; the columns are {few(columns)}")
    if len({*chosen, count}) != 4:
        raise ValueError("T, A, C and the counts must be different columns")
    if (frame[chosen] == "").to_numpy().any():
        raise ValueError(f"{path}: a value of {', '.join(chosen)} is missing")
    ones = pd.Series(1, index=frame.index)
    weights = ones if count is None else pd.to_numeric(frame[count], errors="coerce")
    if weights.isna().any():
        raise ValueError(f"{path}: the column {count!r} must have numbers")
    levels = [sorted(frame[name].unique()) for name in chosen]
    codes = [pd.Categorical(frame[name], categories=level).codes for name, level in zip(chosen, levels, strict=True)]
    return {"counts": _table(codes, levels, weights), "classes": levels[0], "values": levels[1], "outcomes": levels[2]}


def _table(codes: Any, levels: list[list[str]], weights: Any) -> Any:
    """The sum of the weights for each combination."""
    import numpy as np

    table = np.zeros(tuple(map(len, levels)))
    np.add.at(table, tuple(codes), weights.to_numpy(dtype=float))
    return table


def _array(path: Path) -> Any:
    from proofs_check.audit.reading.arrays import stored
    from proofs_check.audit.reading.table import few

    arrays = stored(path, "counts")
    if "counts" not in arrays and len(arrays) != 1:
        raise ValueError(f"{path}: there is no array 'counts'; the arrays are {few(arrays) or 'none'}")
    return arrays.get("counts", next(iter(arrays.values())))
