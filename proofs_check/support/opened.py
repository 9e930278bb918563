"""What this process has read beside its code: what a result depends on beside code, parameters and versions.

Python reports to an audit hook, which stays for the life of the process, every file that it opens, folder that it
lists, pattern that it globs, and database of SQLite or shared library that it loads.  Files of Python, of installed
distributions and our own sources are left out, because the key of a result has them, and so is what Hypothesis keeps.
Other programs and the network are reported too; what these say cannot be followed, which is said in place of a digest.

Not seen, because Python reports nothing: whether a file is there, how large and how old it is, where a link leads
(``os.stat``, ``os.readlink``), the environment, the clock, and what C libraries open by themselves.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import os
import stat
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

from proofs_check.support.files import read_regular
from proofs_check.support.sources import PYTHON, SITES, is_installed, runs_old

CHANGED = "it changed after it was read"  # in place of a digest, and equal to none
NOT_FOLLOWED = "it cannot be followed"
PATTERN = "pattern "  # before what was globbed
TICK = 10_000_000  # nanoseconds by which the time of a file may be behind the clock
SYSTEM = ("/proc/", "/sys/")
OWN = (Path(__file__).parents[1], Path(__file__).parents[2] / "theory")
KEPT_BY_NUMBA = {".nbc", ".nbi"}  # compiled, beside the time of the source
KEPT_BY_HYPOTHESIS = {"constants", "examples", "patches", "tmp", "unicode_data"}
LOOKING_FOR_MODULES = {"importlib._bootstrap_external", "_frozen_importlib_external", "importlib.metadata"}
IMPORTING = {"importlib._bootstrap", "_frozen_importlib"}
DISCOVERING = "pkgutil"  # how our claims are found; elsewhere it may find data
READ_OR_WRITE = os.O_RDONLY | os.O_WRONLY | os.O_RDWR

Signature = tuple[int, ...] | None  # None of what there was not
BY_OTHERS: Signature = ()  # read neither by a check nor by a module when it was imported


class _Here(threading.local):
    """Whether this thread looks after results, which is not noted."""

    aside = False


_here = _Here()
_checks: list[object] = []  # one for each check that runs, in whatever threads
_seen: dict[str, Signature] = {}
_made: dict[str, int] = {}  # files and folders that this process made or emptied, and when
_not_followed: dict[str, None] = {}


# ------------------------------------------------------------------------------------- what Python reports
def _opened(path: Any, mode: Any, flags: int) -> None:
    if isinstance(path, int):
        return
    if flags & os.O_TRUNC or (flags & os.O_EXCL and flags & os.O_CREAT):
        _made[os.path.realpath(os.fsdecode(path))] = time.time_ns()
    elif flags & READ_OR_WRITE != os.O_WRONLY:
        if mode is None and not os.path.isabs(path):  # of os.open, whose ``dir_fd`` is not reported
            _cannot_follow("a file beside an open folder")
        _read(_absolute(path))


def _listed(path: Any = None) -> None:
    looking = str(sys._getframe(2).f_globals.get("__name__"))
    if isinstance(path, int):
        path = f"/proc/self/fd/{path}"
        if not os.path.exists(path):
            _cannot_follow("a file beside an open folder")
        path = os.path.realpath(path)
    name = _absolute(path or ".")
    for_modules = looking in LOOKING_FOR_MODULES or (looking == DISCOVERING and _is_ours(Path(name)))
    if not for_modules and _by_a_check():
        _read(name)


def _globbed(pattern: Any, _: bool, folder: Any = None, dir_fd: int | None = None) -> None:
    if dir_fd is not None:
        _cannot_follow("a file beside an open folder")
    if _by_a_check():
        _seen.setdefault(PATTERN + _absolute(os.path.join(os.fsdecode(folder or ""), os.fsdecode(pattern))))


def _connected(database: Any) -> None:
    """SQLite; what it has not yet put into the file itself is beside it."""
    name = os.fsdecode(database)
    if name.startswith("file:"):
        name = urllib.parse.unquote(urllib.parse.urlsplit(name).path)
    if name not in ("", ":memory:"):
        for end in ("", "-wal", "-journal"):
            _read(_absolute(name + end))


def _loaded(library: Any) -> None:
    if library and os.sep in os.fsdecode(library):
        _read(_absolute(library))


def _moved(source: Any, _: Any, *folders: int) -> None:
    if max(folders, default=-1) >= 0:
        _cannot_follow("a file beside an open folder")
    _read(_absolute(source))


def _imported(_: str, compiled: Any, *__: Any) -> None:
    if compiled:  # a module that is no source
        _read(_absolute(compiled))


def _made_folder(path: Any, *_: Any) -> None:
    if not os.path.lexists(path):
        _made[os.path.realpath(os.fsdecode(path))] = time.time_ns()


def _cannot_follow(what: str) -> None:
    if _by_a_check():
        _not_followed.setdefault(what)


def _by_a_check() -> bool:
    """Whether a check runs, or a module is imported; other things may go on in this process."""
    frame: FrameType | None = sys._getframe(1)
    while not _checks and frame is not None:
        if frame.f_globals.get("__name__") in IMPORTING:
            return True
        frame = frame.f_back
    return bool(_checks)


REPORTED: dict[str, Callable[..., None]] = {
    "open": _opened,
    "os.listdir": _listed,
    "os.scandir": _listed,
    "glob.glob/2": _globbed,
    "pathlib.Path.glob": lambda folder, pattern: _globbed(pattern, True, folder),
    "pathlib.Path.rglob": lambda folder, pattern: _globbed(f"**/{pattern}", True, folder),
    "sqlite3.connect": _connected,
    "ctypes.dlopen": _loaded,
    "os.link": _moved,
    "os.rename": _moved,
    "os.mkdir": _made_folder,
    "import": _imported,
    **dict.fromkeys(
        ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty"),
        lambda *_: _cannot_follow("another program"),
    ),
    "socket.connect": lambda *_: _cannot_follow("the network"),
    **dict.fromkeys(("os.getxattr", "os.listxattr"), lambda *_: _cannot_follow("an attribute of a file")),
}


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    noted = REPORTED.get(event)
    if noted is not None and not _here.aside:
        with contextlib.suppress(OSError, ValueError):  # what cannot be named cannot be read either
            noted(*arguments)


sys.addaudithook(_note)


@contextlib.contextmanager
def aside() -> Iterator[None]:
    """What is read inside is no data: the program looks after its own results."""
    before, _here.aside = _here.aside, True
    try:
        yield
    finally:
        _here.aside = before


@contextlib.contextmanager
def running() -> Iterator[None]:
    """A check runs inside, and what it starts cannot be followed."""
    others = _children()
    _checks.append(others)
    try:
        yield
        if _children() != others:  # however they were started
            _cannot_follow("another program")
    finally:
        _checks.pop()


def _children() -> Any:
    """What changes when this process starts another, or one ends; nothing where the system does not tell."""
    with aside(), contextlib.suppress(ImportError, OSError):
        import resource

        tasks = Path("/proc/self/task").glob("*/children")
        alive = sorted(pid for task in tasks for pid in task.read_text().split())
        return alive, resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt
    return None


# ------------------------------------------------------------------------------------- what was read
def data_files() -> dict[str, str | None]:
    """What this process has tried to read and not made itself, by name, with digests (see :func:`digest`).

    Every file that was opened since it started counts, since what an earlier computation read may have been kept; of
    folders, patterns and programs only what a check, or a module that is imported, asked for.
    """
    with aside():
        found = {name: _digest_then(name, then) for name, then in list(_seen.items()) if _is_data(name)}
    return found | dict.fromkeys(_not_followed, NOT_FOLLOWED)


def digest(name: str) -> str | None:
    """The digest of a regular file, of the names in a folder, or of those that a pattern meets.

    ``None`` for anything else, for what is missing too.  Raises ``ValueError`` for what no file can be called.
    """
    try:
        if name.startswith(PATTERN):
            return _of_names(glob.glob(name.removeprefix(PATTERN), recursive=True, include_hidden=True))
        if os.path.isdir(name):
            return _of_names(os.listdir(name))
        return hashlib.sha256(read_regular(Path(name))).hexdigest()
    except OSError:
        return None


def _of_names(names: list[str]) -> str:
    kept = sorted(name for name in names if "__pycache__" not in name)
    return hashlib.sha256(repr(kept).encode()).hexdigest()


def _digest_then(name: str, then: Signature) -> str | None:
    """The digest of what was read; if it changed since a check read it, that can no longer be told."""
    if name.startswith(PATTERN) or then == BY_OTHERS:
        return digest(name)
    if then is not None and (stat.S_ISFIFO(then[0]) or stat.S_ISSOCK(then[0])):
        return NOT_FOLLOWED
    changed = then != _signature(name) or (name.endswith(".py") and runs_old(Path(name)))
    return CHANGED if changed else digest(name)


def _absolute(path: Any) -> str:
    """The name of a file from the root.  Raises ``ValueError`` for what no file can be called."""
    name = os.path.abspath(os.fsdecode(path))
    if b"\0" in os.fsencode(name):
        raise ValueError(f"{name!a} is no name of a file")
    return name


def _read(name: str) -> None:
    place = Path(name)
    if place.parent.name == "__pycache__" and place.suffix == ".pyc":  # the source is not opened then
        name = str(place.parents[1] / f"{place.name.split('.')[0]}.py")
    if name.startswith(SYSTEM):
        name = os.path.realpath(name)  # as /proc/self/cwd/numbers.txt
    if not _is_of_this_process(name) and _seen.get(name, BY_OTHERS) == BY_OTHERS:
        _seen[name] = _signature(name) if _by_a_check() else BY_OTHERS


def _signature(name: str) -> Signature:
    try:
        found = os.stat(name)
    except (OSError, ValueError):
        return None
    return (found.st_mode, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _is_of_this_process(name: str) -> bool:
    """Whether this process made a file, or a folder in which it is; an attempt that failed leaves it as it was."""
    real = Path(os.path.realpath(name)) if _made else Path(name)
    mine = [(_signature(part), _made[part]) for part in map(str, (real, *real.parents)) if part in _made]
    return any(now is not None and now[-1] >= made - TICK for now, made in mine)


@cache
def _is_data(name: str) -> bool:
    place = Path(name.removeprefix(PATTERN))
    if is_installed(place) and any(place.is_relative_to(known) for known in PYTHON + SITES):  # not by way of a link
        return False
    if (place.suffix == ".py" and _is_ours(place)) or place.suffix in KEPT_BY_NUMBA:
        return False
    kept = dict(zip(place.parts, place.parts[1:], strict=False)).get(".hypothesis", "")
    return kept not in KEPT_BY_HYPOTHESIS and not str(place).startswith(SYSTEM)


def _is_ours(place: Path) -> bool:
    return any(place.is_relative_to(folder) for folder in OWN)
