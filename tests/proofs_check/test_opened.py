"""Whatever Python reports of what a check reads is noticed, and so is that it has changed since."""

from __future__ import annotations

import contextlib
import ctypes
import glob
import importlib
import multiprocessing
import os
import py_compile
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from proofs_check.support import opened, sources
from proofs_check.support.opened import CHANGED, NOT_FOLLOWED, PATTERN, aside, data_files, digest, running
from proofs_check.support.sources import is_installed, runs_old

Act = Callable[[Path], object]


def add_file(folder: Path) -> None:
    (folder / "more.txt").write_text("1/3")


def write_other(folder: Path) -> None:
    (folder / "number.txt").write_text("1/3")


def insert(folder: Path) -> None:
    connection = sqlite3.connect(folder / "numbers.db")
    connection.execute("insert into numbers values (3)")
    connection.commit()
    connection.close()


def by_folder(folder: Path) -> None:
    at = os.open(folder, os.O_RDONLY)
    os.listdir(at)
    os.close(at)


def by_link(folder: Path) -> str:
    return (folder / "link").read_text()


def turn_link(folder: Path) -> None:
    (folder / "other.txt").write_text("1/3")
    (folder / "link").unlink()
    (folder / "link").symlink_to(folder / "other.txt")


def insert_and_stay(folder: Path) -> None:
    KEPT.append(sqlite3.connect(folder / "ahead.db"))
    KEPT[-1].execute("insert into numbers values (3)")
    KEPT[-1].commit()


KEPT: list[sqlite3.Connection] = []

# what is read, and what is then changed
SEEN: dict[str, tuple[Act, Act]] = {
    "a file": (lambda f: (f / "number.txt").read_text(), write_other),
    "a file to change": (lambda f: (f / "number.txt").open("r+").close(), write_other),
    "a file to add to": (lambda f: (f / "number.txt").open("a+").close(), write_other),
    "by its descriptor": (lambda f: os.close(os.open(f / "number.txt", os.O_RDWR | os.O_CREAT)), write_other),
    "a file that there was not": (lambda f: (f / "more.txt").exists() or _try(f / "more.txt"), add_file),
    "one that could not be made": (
        lambda f: (_try(f / "number.txt", "x"), (f / "number.txt").read_text()),
        write_other,
    ),
    "from the system": (lambda f: Path(f"/proc/self/root{f}/number.txt").read_text(), write_other),
    "through a link": (by_link, turn_link),
    "a folder": (os.listdir, add_file),
    "a folder by its path": (lambda f: list(f.iterdir()), add_file),
    "a folder and those in it": (lambda f: list(os.walk(f)), lambda f: (f / "inner" / "more.txt").write_text("1/3")),
    "a folder that is open": (by_folder, add_file),
    "a pattern": (lambda f: glob.glob("*.txt", root_dir=f), add_file),
    "a pattern of a path": (lambda f: list(f.glob("*.txt")), add_file),
    "a pattern without a star": (lambda f: glob.glob(f"{f}/more.txt"), add_file),
    "a pattern in folders": (lambda f: list(f.rglob("*.txt")), lambda f: (f / "inner" / "more.txt").write_text("1/3")),
    "a name in every folder": (
        lambda f: list(f.glob("*/more.txt")),
        lambda f: (f / "inner" / "more.txt").write_text(""),
    ),
    "a database": (lambda f: sqlite3.connect(f / "numbers.db").close(), insert),
    "a database by its address": (
        lambda f: sqlite3.connect(f"file:{f}/numbers.db?mode=ro", uri=True).close(),
        insert,
    ),
    "a database that writes ahead": (lambda f: sqlite3.connect(f / "ahead.db").close(), insert_and_stay),
    "an array": (lambda f: np.load(f / "array.npy"), lambda f: np.save(f / "array.npy", np.zeros(3))),
    "an array on the disk": (
        lambda f: np.memmap(f / "number.txt", dtype=np.uint8, mode="r").sum(),
        write_other,
    ),
    "a library": (
        lambda f: ctypes.CDLL(str(f / "library.so")),
        lambda f: (f / "library.so").unlink(),
    ),
}


def _try(path: Path, mode: str = "r") -> None:
    with contextlib.suppress(OSError):
        path.open(mode).close()


def in_folder(folder: Path) -> dict[str, str | None]:
    """What was read in a folder."""
    return {name: kept for name, kept in data_files().items() if name.removeprefix(PATTERN).startswith(str(folder))}


def is_current(found: dict[str, str | None]) -> bool:
    with aside():
        return all(digest(name) == kept for name, kept in found.items())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Data of many kinds, that this process has neither made nor read as far as it knows."""
    for known in ("_seen", "_made", "_not_followed"):
        monkeypatch.setattr(opened, known, {})
    with aside():
        (tmp_path / "inner").mkdir()
        (tmp_path / "number.txt").write_text("1/2")
        (tmp_path / "link").symlink_to(tmp_path / "number.txt")
        np.save(tmp_path / "array.npy", np.ones(3))
        for name, mode in (("numbers.db", "delete"), ("ahead.db", "wal")):
            connection = sqlite3.connect(tmp_path / name)
            connection.execute(f"pragma journal_mode={mode}")
            connection.execute("create table numbers (value integer)")
            connection.commit()
            connection.close()
        shutil.copy(next(Path(np.__file__).parent.rglob("*.so")), tmp_path / "library.so")
    time.sleep(2 * opened.TICK / 1e9)  # what a check makes is then younger for certain
    yield tmp_path
    while KEPT:
        KEPT.pop().close()


@pytest.mark.parametrize("way", SEEN)
def test_what_is_read_is_noticed_when_it_changes(folder: Path, way: str) -> None:
    read, change = SEEN[way]
    try:
        with running():
            read(folder)
    except OSError:
        assert way == "a library"  # which need not be one that loads alone
    found = in_folder(folder)
    assert found
    assert is_current(found)
    with aside():
        change(folder)
    assert not is_current(found)


def test_what_is_in_the_memory_of_the_machine_is_data_too() -> None:
    with aside():
        at, name = tempfile.mkstemp(dir="/dev/shm")
    Path(name).read_text()
    assert in_folder(Path(name)) == {name: digest(name)}
    os.close(at)
    Path(name).unlink()


def test_what_changed_after_it_was_read_has_no_digest(folder: Path) -> None:
    number = str(folder / "number.txt")
    for inside, found in ((contextlib.nullcontext(), "1/3"), (running(), "1")):
        with inside:
            Path(number).read_text()
        with aside():
            Path(number).write_text(found)
        assert in_folder(folder) == {number: CHANGED if found == "1" else digest(number)}


def test_what_the_check_made_itself_is_no_data(folder: Path) -> None:
    (folder / "own.txt").write_text("1/2")
    (folder / "own.txt").read_text()
    with tempfile.TemporaryDirectory(dir=folder) as own:
        (Path(own) / "inner").mkdir()
        (Path(own) / "inner" / "own.txt").write_text("1/2")
        os.listdir(own)
        (Path(own) / "inner" / "own.txt").read_text()
    assert in_folder(folder) == {}


def test_what_was_put_among_own_files_is_data(folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "own" / "link").symlink_to(folder / "number.txt")
    (folder / "own" / "link").read_text()
    with running():
        (folder / "array.npy").rename(folder / "own" / "array.npy")
    found = in_folder(folder)
    assert found == {
        str(folder / "own" / "link"): digest(str(folder / "number.txt")),
        str(folder / "array.npy"): CHANGED,
    }


def beside_an_open_folder(folder: Path) -> None:
    at = os.open(folder, os.O_RDONLY)
    os.close(os.open("number.txt", os.O_RDONLY, dir_fd=at))
    os.close(at)


def to_itself(_: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def in_a_thread(act: Act) -> Act:
    def run(folder: Path) -> None:
        thread = threading.Thread(target=act, args=(folder,))
        thread.start()
        thread.join()

    return run


def spawned() -> None:
    process = multiprocessing.get_context("spawn").Process(target=int)
    process.start()
    process.join()


NOT_TOLD: dict[str, Act] = {
    "another program": lambda f: subprocess.run(["cat", f / "number.txt"], capture_output=True, check=True),
    "another program by the shell": lambda f: os.system("true"),
    "a program in place of it": lambda f: os.posix_spawn("/bin/true", ["true"], {}),
    "a program that C starts": lambda f: ctypes.CDLL(None).system(b"true"),
    "a process of its own": lambda f: spawned(),
    "the network": to_itself,
    "the network by a thread": in_a_thread(to_itself),
    "a file beside an open folder": beside_an_open_folder,
    "an attribute of a file": lambda f: os.listxattr(f),
}


@pytest.mark.parametrize("what", NOT_TOLD)
def test_what_cannot_be_followed_is_said(folder: Path, what: str) -> None:
    NOT_TOLD[what](folder)
    assert NOT_FOLLOWED not in data_files().values()  # this program may do so, beside its checks
    with running():
        NOT_TOLD[what](folder)
    assert NOT_FOLLOWED in data_files().values()


def test_a_program_that_an_import_starts_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(folder)
    (folder / "starts_a_program.py").write_text("import os\nos.system('true')\n")
    importlib.import_module("starts_a_program")
    assert data_files()["another program"] == NOT_FOLLOWED


def test_what_lies_among_distributions_and_is_of_none_is_data(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SITES", (folder,))
    assert not is_installed(folder / "number.txt")
    assert not is_installed(folder / "inner" / "number.txt")
    assert is_installed(folder / "numpy" / "number.txt")
    assert is_installed(folder / "numpy-2.0.dist-info" / "METADATA")
    assert is_installed(Path(os.__file__))


def test_a_pipe_is_not_followed(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    threading.Thread(target=lambda: os.close(os.open(folder / "pipe", os.O_WRONLY))).start()
    with running():
        (folder / "pipe").read_text()
    assert in_folder(folder) == {str(folder / "pipe"): NOT_FOLLOWED}


def test_a_module_that_was_compiled_before_counts_with_its_source(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python does not open the source then; and of one that it takes for current wrongly, nothing is known."""
    monkeypatch.syspath_prepend(folder)
    for name in ("compiled_before", "compiled_wrongly"):
        with aside():
            (folder / f"{name}.py").write_text("VALUE = '1/2'\n")
            py_compile.compile(str(folder / f"{name}.py"))
    keep_the_time(folder / "compiled_wrongly.py", "VALUE = '1/3'\n")
    for name in ("compiled_before", "compiled_wrongly"):
        assert importlib.import_module(name).VALUE == "1/2"
    found = in_folder(folder)
    assert found[str(folder / "compiled_before.py")] == digest(str(folder / "compiled_before.py"))
    assert found[str(folder / "compiled_wrongly.py")] == CHANGED


def keep_the_time(source: Path, text: str) -> None:
    """Change a source as in the same second."""
    with aside():
        times = source.stat()
        source.write_text(text)
        os.utime(source, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_a_source_that_python_does_not_compile_again(tmp_path: Path) -> None:
    source = tmp_path / "module.py"
    source.write_text("VALUE = '1/2'\n")
    assert not runs_old(source)
    compiled = Path(py_compile.compile(str(source)))
    assert not runs_old(source)
    keep_the_time(source, "VALUE = '1/3'\n")
    assert runs_old(source)
    keep_the_time(source, "VALUE = '10/3'\n")
    assert not runs_old(source)  # of another size
    compiled.write_bytes(b"")
    assert not runs_old(source)


def test_a_digest_that_python_does_not_check(tmp_path: Path) -> None:
    source = tmp_path / "module.py"
    source.write_text("VALUE = '1/2'\n")
    py_compile.compile(str(source), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    assert not runs_old(source)
    source.write_text("VALUE = '1000/3'\n")
    assert runs_old(source)
    py_compile.compile(str(source), invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
    source.write_text("VALUE = '1/2'\n")
    assert not runs_old(source)
