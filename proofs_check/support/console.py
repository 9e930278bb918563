"""How the programs speak: one console, a progress bar that knows when to be quiet, errors in one line."""

from __future__ import annotations

import difflib
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from proofs_check.support.extras import extra_of
from proofs_check.support.letters import open_streams, printable
from proofs_check.support.staying import staying

LIST_WIDTH = 80
PATIENCE = 2.0  # seconds before a progress bar is worth showing
USAGE = 2
INTERRUPTED = 130  # 128 + SIGINT, as shells count
LOGGER = logging.getLogger("mixup")

console = Console(markup=False)  # what users and papers write is text, whatever brackets it has
if not console.is_terminal and "COLUMNS" not in os.environ:
    console.width = 130  # a log or a pipe has no width of its own; tables need this much


def _show_version(context: typer.Context, wanted: bool) -> None:
    if wanted:
        typer.echo(f"{context.info_name} {metadata.version('mixup-theory')}")
        raise typer.Exit


Version = Annotated[bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")]


Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing: the exit status says it.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say on stderr what is done, and when.")]


class InputError(Exception):
    """The input is at fault, not the program: the message is for the user, without a traceback."""


@contextmanager
def input_errors() -> Iterator[None]:
    """Whatever ``ValueError`` is raised inside is the input's fault."""
    try:
        yield
    except ValueError as error:
        raise InputError(str(error)) from error


def check_quiet(quiet: bool, as_json: bool) -> None:
    """Raise :class:`InputError` where nothing is to be printed, and JSON too."""
    if quiet and as_json:
        raise InputError("--quiet prints nothing: leave out --json")


@contextmanager
def speaking(quiet: bool = False, verbose: bool = False) -> Iterator[None]:
    """Inside the block nothing is printed, or also what is done, on stderr, with the time since the start."""
    if quiet and verbose:
        raise InputError("--quiet prints nothing: leave out --verbose")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(relativeCreated)6.0f ms  %(message)s"))
    level, before = LOGGER.level, console.quiet
    LOGGER.addHandler(handler)
    LOGGER.setLevel(logging.INFO if verbose else logging.WARNING)
    console.quiet = quiet
    try:
        yield
    finally:
        LOGGER.removeHandler(handler)
        LOGGER.setLevel(level)
        console.quiet = before


def list_width() -> int:
    """How wide a list of claims or figures is: as the terminal; 80 in a pipe, at the end of which a pager may be."""
    return console.width if console.is_terminal else min(console.width, LIST_WIDTH)


def check_folder(path: Path) -> None:
    """Raise :class:`InputError` for what cannot become a folder of results, because it is a file."""
    if path.exists() and not path.is_dir():
        raise InputError(f"{path} is not a folder: name another place")


def unknown(kind: str, name: str, known: Iterable[str], listing: str) -> str:
    """What to say of a name that is not known: the nearest one that is, or where they are listed.

    >>> unknown("claim", "theorem-2.8", ["theorem-2.7"], "mixup-verify list")
    "there is no claim 'theorem-2.8'; did you mean theorem-2.7?"
    """
    near = difflib.get_close_matches(name, list(known), n=1)
    return f"there is no {kind} {name!r}" + (f"; did you mean {near[0]}?" if near else f"; see {listing}")


@contextmanager
def progress(total: int, description: str) -> Iterator[Callable[[], None]]:
    """Yield ``advance``, to be called after each of ``total`` pieces of work.

    A bar appears on :data:`console` when the work has lasted two seconds, and never where there is no terminal.

    >>> with progress(2, "counting") as advance:
    ...     for _ in range(2):
    ...         advance()
    """
    if not console.is_terminal:
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # for a bar alone

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task(description, total=total)
    timer = threading.Timer(PATIENCE, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda: bar.advance(task)
    finally:
        timer.cancel()
        timer.join()  # else the bar might start just after it was stopped
        bar.stop()


def run_app(app: typer.Typer, program: str, arguments: Sequence[str] | None = None) -> None:
    """Run a command line, that of the process by default, and leave the process with its exit status.

    Usage errors, :class:`InputError`, and what the machine refuses (files, memory, a missing extra) become one plain
    line ``program: message`` on stderr and status 2; Ctrl-C one line and status 130; a reader that closed the pipe ends
    the program quietly.  Any other exception is a bug and keeps its traceback.
    """
    if f"_{program.upper().replace('-', '_')}_COMPLETE" in os.environ:  # the shell asks, and Typer answers and ends
        app(args=arguments, prog_name=program)
    if "stdout" in open_streams():
        sys.exit(_complain(program, "stdout is closed, and there is nowhere to print to", USAGE))
    try:
        with staying():
            status = app(args=arguments, prog_name=program, standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        message = error.format_message() or str(error)
        hint = f" Try {program} --help." if message.startswith("Missing") else ""
        status = _complain(program, f"{message}{hint}", USAGE)
    except InputError as error:
        status = _complain(program, str(error), USAGE)
    except SystemExit as error:  # a command says itself how it ends; what else ends it must not look like success
        status = error.code
        if not isinstance(status, int) or status == 0:
            status = _complain(program, f"something ended the program before it was done: {error}", USAGE)
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        status = 1
    except OSError as error:
        status = _complain(program, f"{error.filename or 'the output'}: {error.strerror or error}", USAGE)
        try:
            sys.stdout.flush()
        except OSError:  # a full disk, which has no room for what is left in the buffer either
            _forget_stdout()
    except MemoryError as error:
        status = _complain(program, f"there is not enough memory. {error}", USAGE)
    except ModuleNotFoundError as error:
        if (extra := extra_of(error)) is None:
            raise
        status = _complain(program, f"this needs {error.name}: pip install 'mixup-theory[{extra}]'", USAGE)
    if status == INTERRUPTED:  # the command line turns Ctrl-C into this status by itself
        _complain(program, "interrupted", INTERRUPTED)
    sys.exit(status if isinstance(status, int) else 0)


def _forget_stdout() -> None:
    """Send what is still to be printed nowhere; else the interpreter complains at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(program: str, message: str, status: int) -> int:
    """Print a message as one line on stderr, whatever line breaks it came with."""
    print(f"{program}: {printable(' '.join(message.split()))}", file=sys.stderr)
    return status
