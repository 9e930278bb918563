"""How the tests run a program, and what they expect of the one line with which it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def status(main: Callable[[list[str]], None], *arguments: object) -> object:
    """The exit status of a program."""
    with pytest.raises(SystemExit) as stop:
        main([str(argument) for argument in arguments])
    return stop.value.code


def only_line(program: str, capsys: pytest.CaptureFixture[str], but: str | None = None) -> str:
    """The one line on stderr, of a program; nothing on stdout.  Lines with ``but`` in them are left out."""
    captured = capsys.readouterr()
    assert captured.out == ""
    (line,) = (line for line in captured.err.splitlines() if but is None or but not in line)
    assert line.startswith(f"{program}: ")
    assert line.isprintable()
    return line
