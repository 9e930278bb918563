"""Results that need not be computed twice, kept with what they depend on: code, parameters, package versions."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import os
import platform
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Any

from proofs_check.support.files import write_json


class Miss(StrEnum):
    """Why nothing usable is stored."""

    ABSENT = "nothing stored"
    UNREADABLE = "the stored file cannot be read"
    CODE = "the code changed"
    PARAMETERS = "the parameters changed"
    VERSIONS = "package versions changed"


@dataclass(frozen=True)
class Key:
    """What a result is a function of, as digests.  ``name`` says which result it is."""

    name: str
    code: str
    parameters: str
    versions: str


@dataclass(frozen=True)
class Hit:
    """A stored value that is still good."""

    value: Any


def key(name: str, modules: Iterable[str], parameters: Mapping[str, Any], packages: Iterable[str] = ()) -> Key:
    """The key of the result ``name`` that ``modules`` compute from ``parameters`` with ``packages``.

    A module counts with its source text and that of the packages around it, a package with all its files;
    distribution ``packages`` count with their versions, and so does Python.

    Raises ``ValueError`` for a module without source, ``TypeError`` or ``ValueError`` for parameters that are
    not plain JSON data.

    >>> one = key("curve", ["theory.numbers"], {"alpha": 1}, ["numpy"])
    >>> one == key("curve", ["theory.numbers"], {"alpha": 1}, ["numpy"])
    True
    >>> one == key("curve", ["theory.numbers"], {"alpha": 2}, ["numpy"])
    False
    """
    sources = {module: _sources(module) for module in modules}
    versions = {package: _version(package) for package in packages} | {"python": platform.python_version()}
    return Key(name, _digest(sources), _digest(dict(parameters)), _digest(versions))


_version = functools.cache(metadata.version)  # a search on disk each time


def _sources(module: str) -> dict[str, str]:
    """Digests of what an import of ``module`` runs, its parents included; of a package, of all that is in it."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None or not spec.has_location:
        raise ValueError(f"module {module!r} has no source")
    origin = Path(spec.origin)
    is_package = spec.submodule_search_locations is not None
    files = _files_in(origin.parent) if is_package else [origin]
    parents = [origin.parents[level] / "__init__.py" for level in range(is_package, module.count(".") + is_package)]
    files += [parent for parent in parents if parent.is_file()]
    return {os.path.relpath(file, origin.parent): _file_digest(file, file.stat().st_mtime_ns) for file in files}


def _files_in(package: Path) -> list[Path]:
    """All regular files of a package, its data too; not what Python compiled."""
    return sorted(f for f in package.rglob("*") if f.is_file() and "__pycache__" not in f.parts)


@functools.lru_cache(maxsize=4096)
def _file_digest(file: Path, _changed: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _digest(obj: Any) -> str:
    text = json.dumps(obj, sort_keys=True, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Store:
    """A folder with one JSON file a result: the latest value of each name.

    Files are replaced whole, so writers that run at once leave one value or the other, and a file that was
    damaged from outside is a miss like any other.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = Store(Path(folder))
    ...     curve = key("curve", ["theory.numbers"], {"alpha": 1})
    ...     print(store.get(curve))
    ...     store.put(curve, [1, 2, 3])
    ...     print(store.get(curve))
    ...     print(store.get(key("curve", ["theory.numbers"], {"alpha": 2})))
    nothing stored
    Hit(value=[1, 2, 3])
    the parameters changed
    """

    folder: Path

    def path(self, name: str) -> Path:
        """Where the result ``name`` is kept: readable, and different for names that only look alike."""
        readable = "".join(c if c.isalnum() or c in "-." else "_" for c in name)[:80]
        return self.folder / f"{readable}-{_digest(name)[:12]}.json"

    def put(self, wanted: Key, value: Any) -> None:
        """Keep a value (plain JSON data) under its key.  Raises ``OSError`` if the folder cannot be written."""
        entry = {"key": vars(wanted), "value": value, "check": _digest(value)}
        write_json(self.path(wanted.name), entry)

    def get(self, wanted: Key) -> Hit | Miss:
        """The stored value, or the reason why there is none; code comes before parameters before versions."""
        try:
            entry = json.loads(_regular_text(self.path(wanted.name)))
            stored, value = Key(**entry["key"]), entry["value"]
            intact = stored.name == wanted.name and entry["check"] == _digest(value)
        except FileNotFoundError:
            return Miss.ABSENT
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return Miss.UNREADABLE
        return _first_difference(stored, wanted) or Hit(value) if intact else Miss.UNREADABLE


def _regular_text(path: Path) -> str:
    """The text of a regular file: a pipe or a device might never end.  Anything else is an ``OSError``."""
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), encoding="utf-8") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(f"{path} is not a regular file")
        return file.read()


def _first_difference(stored: Key, wanted: Key) -> Miss | None:
    pairs = {"code": Miss.CODE, "parameters": Miss.PARAMETERS, "versions": Miss.VERSIONS}
    changed = [miss for part, miss in pairs.items() if getattr(stored, part) != getattr(wanted, part)]
    return changed[0] if changed else None
