"""``python -m bench [NAME ...]``: run the benchmarks whose names contain a NAME (all by default), print tables."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

import bench
from proofs_check.support.console import console

Row = Mapping[str, Any]


def discover(names: Sequence[str] = ()) -> list[str]:
    """Names of the benchmarks, in alphabetical order; a name that matches none is a ``ValueError``."""
    modules = [module.name for module in pkgutil.iter_modules(bench.__path__)]
    found = sorted(name.removeprefix("bench_") for name in modules if name.startswith("bench_"))
    if unknown := [name for name in names if not any(name in each for each in found)]:
        raise ValueError(f"no benchmark is called {unknown[0]!r}; there are: {', '.join(found) or 'none'}")
    return [each for each in found if not names or any(name in each for name in names)]


def table(title: str, rows: Sequence[Row]) -> Table:
    """The rows of one benchmark; a column that a row lacks stays empty."""
    result = Table(title=title, title_justify="left")
    columns = list(dict.fromkeys(key for row in rows for key in row))
    for column in columns:
        result.add_column(column, justify="right" if _is_numeric(rows, column) else "left")
    for row in rows:
        result.add_row(*(_format(row.get(column, "")) for column in columns))
    return result


def _is_numeric(rows: Sequence[Row], column: str) -> bool:
    return all(isinstance(row[column], int | float) for row in rows if column in row)


def _format(value: Any) -> Text:
    return Text(f"{value:.4g}" if isinstance(value, float) else str(value))


def main(names: Sequence[str]) -> int:
    """Run, print, and return the exit status: 0, or 2 if a name matches no benchmark."""
    try:
        chosen = discover(names)
    except ValueError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    for name in chosen:
        rows = importlib.import_module(f"bench.bench_{name}").run()
        console.print(table(name.replace("_", " "), list(rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
