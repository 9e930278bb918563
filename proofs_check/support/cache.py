"""Results that need not be computed twice, kept with what they depend on: code, parameters, package versions."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Any

from proofs_check.support.files import read_regular, write_json
from proofs_check.support.sources import runs_old


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


def sources(module: str) -> dict[str, str]:
    """Digests of the files of a module, by their places beside it."""
    files = source_files(module)
    for file in files:
        if file.suffix == ".py" and runs_old(file):
            compiled = importlib.util.cache_from_source(str(file))
            raise ValueError(f"{file} has changed, and Python still runs what it had compiled: remove {compiled}")
    start = os.path.commonpath([file.parent for file in files]) if files else ""
    return {os.path.relpath(file, start): _file_digest(file, file.stat().st_mtime_ns) for file in files}


def key(
    name: str,
    modules: Iterable[str],
    parameters: Mapping[str, Any],
    packages: Iterable[str] = (),
    read: Callable[[str], dict[str, str]] = sources,
) -> Key:
    """The key of the result ``name`` that ``modules`` compute from ``parameters`` with ``packages``.

    A module counts with its source text and that of the packages around it, a package with all its files;
    distribution ``packages`` count with their versions, and so does Python, with what it leaves out (``-O``).
    ``read`` gives the sources of a module, for a caller who has many keys of the same modules.

    Raises ``ValueError`` for a module without source, and for one of which Python runs what it had compiled from
    another text; ``TypeError`` or ``ValueError`` for parameters that are not plain JSON data.

    >>> one = key("curve", ["theory.numbers"], {"alpha": 1}, ["numpy"])
    >>> one == key("curve", ["theory.numbers"], {"alpha": 1}, ["numpy"])
    True
    >>> one == key("curve", ["theory.numbers"], {"alpha": 2}, ["numpy"])
    False
    """
    code = {module: read(module) for module in modules}
    python = [platform.python_implementation(), platform.python_version(), sys.flags.optimize]
    versions = {package: _version(package) for package in packages} | {"python": python}
    return Key(name, _digest(code), _digest(dict(parameters)), _digest(versions))


_version = functools.cache(metadata.version)  # a search on disk each time


def source_files(module: str) -> list[Path]:
    """What an import of ``module`` runs, its parents included; of a package, all that is in it."""
    spec = importlib.util.find_spec(module)
    if spec is None or not (spec.has_location or spec.submodule_search_locations):
        raise ValueError(f"module {module!r} has no source")
    if not spec.has_location:  # folders without ``__init__.py``
        return [file for place in spec.submodule_search_locations or () for file in _files_in(Path(place))]
    origin = Path(str(spec.origin))
    is_package = spec.submodule_search_locations is not None
    files = _files_in(origin.parent) if is_package else [origin]
    parents = [origin.parents[level] / "__init__.py" for level in range(is_package, module.count(".") + is_package)]
    return files + [parent for parent in parents if parent.is_file()]


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
            entry = json.loads(read_regular(self.path(wanted.name)).decode("utf-8"))
            stored, value = Key(**entry["key"]), entry["value"]
            intact = stored.name == wanted.name and entry["check"] == _digest(value)
        except FileNotFoundError:
            return Miss.ABSENT
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return Miss.UNREADABLE
        return _first_difference(stored, wanted) or Hit(value) if intact else Miss.UNREADABLE


def _first_difference(stored: Key, wanted: Key) -> Miss | None:
    pairs = {"code": Miss.CODE, "parameters": Miss.PARAMETERS, "versions": Miss.VERSIONS}
    changed = [miss for part, miss in pairs.items() if getattr(stored, part) != getattr(wanted, part)]
    return changed[0] if changed else None
