"""Text that any terminal can show: no escapes of others, and plain letters where an encoding has no better ones."""

from __future__ import annotations

import codecs
import os
import sys
from pathlib import Path
from typing import TextIO

PLAIN = {
    "ε": "eps", "α": "alpha", "β": "beta", "λ": "lambda", "≤": "<=", "≥": ">=", "≠": "!=", "×": "x", "–": "-", "—": "-",
    "…": "...", "•": "*", "·": ".", "“": '"', "”": '"', "‘": "'", "’": "'", "✓": "+", "✗": "x", "→": "->",
}  # fmt: skip


def printable(text: str) -> str:
    r"""The text with everything that would steer a terminal written out.

    >>> printable("a\x1b[31mred\n")
    'a\\x1b[31mred\\n'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(PLAIN.get(c, "?") for c in error.object[error.start : error.end]), error.end


codecs.register_error("plain letters", _in_plain_letters)


def plain_letters(stream: TextIO) -> None:
    """Have a stream write plain letters where its encoding lacks one, in place of an error."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="plain letters")


def open_streams() -> list[str]:
    """Make stdout and stderr usable whatever the caller left of them; the names of those that were closed."""
    closed = []
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
            closed.append(name)
        plain_letters(getattr(sys, name))
    return closed
