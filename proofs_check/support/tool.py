"""What small tools have in common: names of what is measured, one screen, and how a report is written."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.text import Text

from proofs_check.support.console import console
from proofs_check.support.files import write_together

WIDTH = 110


def names(given: Sequence[object] | None, count: int, what: str) -> tuple[str, ...]:
    """So many different names, numbers from 0 by default.  Raises ``ValueError`` for others.

    >>> names(None, 3, "objects"), names(["a", 2], 2, "objects")
    (('0', '1', '2'), ('a', '2'))
    """
    found = tuple(map(str, range(count) if given is None else given))
    if len(found) != count or len(set(found)) != count:
        raise ValueError(f"there must be {count} different names of {what}")
    return found


def screen(lines: Iterable[str]) -> str:
    """Lines that are no wider than a screen."""
    return "\n".join(part for line in lines for part in textwrap.wrap(line, WIDTH, subsequent_indent="  "))


def report(stem: Path, published: str, page: str, shown: str) -> None:
    """Write JSON and page, as ``stem`` with an ending, both or neither, and say so below what is shown.

    All has been worked out before the first file is written.
    """
    files = {stem.with_suffix(".json"): published.encode(), stem.with_suffix(".html"): page.encode()}
    write_together(files)
    console.print(Text(shown))
    console.print(Text("Written: " + ", ".join(map(str, files))))
