"""Which data files this process has read: what a result depends on beside its code, its parameters and its versions.

Python reports every file that it opens to an audit hook, which stays for the life of the process.  Files of Python, of
installed distributions and our own sources are left out, because the key of a result has them, and so is what
Hypothesis computed from them.  What C libraries open by themselves, and the environment, are not seen.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path
from typing import Any

from proofs_check.support.sources import is_installed

SYSTEM = tuple(map(Path, ("/dev", "/proc", "/sys")))
OWN = (Path(__file__).parents[1], Path(__file__).parents[2] / "theory")
_seen: dict[str, None] = {}
_written: set[str] = set()
_left_out: set[Path] = set()


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        path = os.path.abspath(os.fsdecode(arguments[0]))
        reads = arguments[2] & (os.O_WRONLY | os.O_CREAT) == 0
        if reads and path not in _written:
            _seen.setdefault(path)
        elif not reads:
            _written.add(path)


sys.addaudithook(_note)


def data_files() -> dict[str, str | None]:
    """The data files that this process has tried to read and not written itself, with their digests.

    All that were read since it started count, since what an earlier computation read may have been kept.
    """
    return {path: digest(Path(path)) for path in list(_seen) if _is_data(path)}


def leave_out(folder: Path) -> None:
    """Files in ``folder`` are no data: the program keeps them for itself."""
    _left_out.add(folder.absolute())


def _is_data(path: str) -> bool:
    place = Path(path)
    if is_installed(place) or {"__pycache__", ".hypothesis"} & set(place.parts):
        return False
    if place.suffix == ".py" and any(place.is_relative_to(folder) for folder in OWN):
        return False
    return not any(place.is_relative_to(known) for known in (*SYSTEM, *_left_out))


def digest(path: Path) -> str | None:
    """The digest of a regular file; ``None`` for anything else, for one that is missing too."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return None
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
