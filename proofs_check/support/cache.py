"""Results that need not be computed twice, kept with what they depend on: code, parameters, package versions."""

from __future__ import annotations

import ast
import functools
import hashlib
import importlib.util
import json
import platform
import sys
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

    A module counts with its source text, and a package of ours with all its modules; distribution
    ``packages`` count with their versions, and so does Python.

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
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None or not spec.has_location:
        raise ValueError(f"module {module!r} has no source")
    origin = Path(spec.origin)
    files = sorted(origin.parent.rglob("*.py")) if spec.submodule_search_locations else [origin]
    return {str(file.relative_to(origin.parent)): _file_digest(file, file.stat().st_mtime_ns) for file in files}


@functools.lru_cache(maxsize=4096)
def _file_digest(file: Path, _changed: int) -> str:
    return _digest(file.read_text(encoding="utf-8"))


def dependencies(modules: Iterable[str], ours: Iterable[str] = ("theory", "proofs_check")) -> set[str]:
    """``modules`` and all that they import, directly or not, from the packages ``ours``.

    Read from the sources, imports inside functions included, those for the type checker alone not.

    >>> sorted(dependencies(["theory.incidence"]))
    ['theory.dataset', 'theory.geometry', 'theory.incidence', 'theory.numbers']
    """
    found: set[str] = set()
    todo = set(modules)
    while todo:
        module = todo.pop()
        found.add(module)
        todo |= {name for name in _imports(module) if name.split(".")[0] in set(ours)} - found
    return found


def distributions(modules: Iterable[str]) -> set[str]:
    """The installed distributions that ``modules`` import: those whose versions their results depend on.

    >>> sorted(distributions(["theory.geometry"]))
    ['mixup-theory', 'python-flint', 'sympy']
    """
    owners = _owners()
    return {owner for module in modules for name in _imports(module) for owner in owners.get(name.split(".")[0], ())}


_owners = functools.cache(metadata.packages_distributions)  # reads the metadata of everything installed


@functools.cache
def _imports(module: str) -> frozenset[str]:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None or not spec.has_location:
        return frozenset()
    names: set[str] = set()
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    tree.body = [
        node for node in tree.body if not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {_imported(node.module, alias.name) for alias in node.names}
    return frozenset(names)


def _imported(package: str, name: str) -> str:
    """``package.name`` where that is a module of ours, ``package`` where ``name`` is something inside it."""
    if package.split(".")[0] not in sys.modules:
        return package
    try:
        return f"{package}.{name}" if importlib.util.find_spec(f"{package}.{name}") else package
    except ModuleNotFoundError:  # ``package`` is a plain module
        return package


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
            entry = json.loads(self.path(wanted.name).read_text(encoding="utf-8"))
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
