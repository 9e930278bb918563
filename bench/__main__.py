"""``python -m bench [NAME ...]``: run the benchmarks whose names contain a NAME (all by default), print tables.

``--json FILE`` keeps the results, ``--against FILE`` compares with those of another version.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

import bench
from bench.machine import Machine, measure
from proofs_check.support.console import console
from proofs_check.support.files import write_json

Row = Mapping[str, Any]
Results = Mapping[str, Sequence[Row]]


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


def with_limits(rows: Sequence[Row], best: Machine) -> list[Row]:
    """The rows, with the machine's limit for their ``gflop`` and ``gigabytes``, and what share of it was reached."""
    shown = []
    for row in rows:
        needed = row.get("gflop", 0) / best.gflops + row.get("gigabytes", 0) / best.gigabytes
        share = {"limit, seconds": needed, "share of limit": needed / row["seconds"]} if needed else {}
        shown.append({key: value for key, value in row.items() if key not in ("gflop", "gigabytes")} | share)
    return shown


def against(found: Results, before: Results) -> list[Row]:
    """Each row that both versions have, by its words, with how many times faster it is now."""
    pairs = [(name, row, _same(row, before.get(name, ()))) for name, rows in found.items() for row in rows]
    return [
        {"benchmark": name, "what": _words(row), "before": old, "now": row["seconds"], "faster": old / row["seconds"]}
        for name, row, old in pairs
        if old is not None and row["seconds"] > 0
    ]


def _same(row: Row, others: Sequence[Row]) -> float | None:
    if "seconds" not in row:
        return None
    return next((other["seconds"] for other in others if "seconds" in other and _words(other) == _words(row)), None)


def _words(row: Row) -> str:
    return ", ".join(value for value in row.values() if isinstance(value, str))


def _read(path: Path) -> Results:
    try:
        results = json.loads(path.read_text(encoding="utf-8"))["results"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} holds no results of bench ({type(error).__name__})") from None
    return dict(results)


def main(arguments: Sequence[str]) -> int:
    """Run, print, and return the exit status: 0, or 2 if a name matches no benchmark or a file has no results."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the results there")
    parser.add_argument("--against", type=Path, metavar="FILE", help="compare with the results kept there")
    chosen = parser.parse_args(arguments)
    try:
        names = discover(chosen.names)
        before = _read(chosen.against) if chosen.against else None
    except ValueError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2
    best, found = measure(), dict[str, list[Row]]()
    console.print(Text(str(best)))
    for name in names:
        found[name] = list(importlib.import_module(f"bench.bench_{name}").run())
        console.print(table(name.replace("_", " "), with_limits(found[name], best)))
    if chosen.json:
        write_json(chosen.json, {"machine": best._asdict(), "results": found})
    if before is not None:
        console.print(table(f"against {chosen.against}", against(found, before)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
