"""Writing files whole or not at all: a reader, or a second run, never sees half a file; and reading what is a file."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def read_regular(path: Path) -> bytes:
    """The content of a regular file.

    A pipe or a device, which might never end, raises ``OSError``, and so does a file of the system that has nothing to
    say yet.
    """
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
        content = file.read() if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else None
    if content is None:
        raise OSError(errno.EINVAL, "it is not a regular file", str(path))
    return content


def write_bytes(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data`` in one step; folders on the way are made.

    The data goes to a new file beside ``path``, reaches the disk, and only then takes the name.  Raises
    ``OSError`` when that is impossible, and then leaves neither a partial nor a temporary file.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_bytes(Path(folder) / "new" / "a.bin", b"whole")
    ...     (Path(folder) / "new" / "a.bin").read_bytes()
    b'whole'
    """
    write_together({Path(path): data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Replace several files, all or none as far as the disk allows: all are on it before the first takes its name.

    Raises ``OSError`` as :func:`write_bytes` does.
    """
    temporary = {path: path.with_name(f".{path.name}.{secrets.token_hex(8)}.tmp") for path in files}
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary[path].open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for path, other in temporary.items():
            other.replace(path)
    except BaseException:  # Ctrl-C too must not leave litter behind
        for other in temporary.values():
            with contextlib.suppress(OSError):
                other.unlink()
        raise


def write_text(path: Path, text: str) -> None:
    """Replace ``path`` by ``text`` in UTF-8, whole or not at all (see :func:`write_bytes`)."""
    write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, obj: Any) -> None:
    """Replace ``path`` by ``obj`` as indented JSON, whole or not at all.

    Raises ``ValueError`` for NaN and infinities, which JSON does not have, and ``TypeError`` for what is
    not plain data; either way ``path`` is left as it was.
    """
    write_text(path, as_json_text(obj))


def as_json_text(obj: Any, indent: int = 2) -> str:
    """``obj`` as :func:`write_json` writes it, or indented otherwise."""
    return json.dumps(obj, indent=indent, ensure_ascii=False, allow_nan=False) + "\n"


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Be the only process that writes a set of files into ``folder``; others wait.  Made if it does not exist.

    Where the system has no ``flock``, files are still whole each, but two runs may mix theirs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
