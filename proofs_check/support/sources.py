"""What a module rests on, read from sources without running them: modules of ours, and installed distributions.

A module is followed into its source if it belongs to the packages that are named as ours, or if it is not *installed*:
a loose file beside the claims, or a package installed in place for development, changes without a new version.  Of
what is installed (numpy, SymPy, and the mpmath that SymPy requires) the version counts.
"""

from __future__ import annotations

import ast
import functools
import importlib.util
import re
import site
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

OURS = ("theory", "proofs_check")
INSTALLED = tuple(
    Path(place).resolve()
    for place in {
        *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        *(f"{base}/lib" for base in {sys.prefix, sys.base_prefix, sys.exec_prefix}),
        *site.getsitepackages(),
        site.getusersitepackages(),
    }
)


def dependencies(modules: Iterable[str], ours: Iterable[str] = OURS) -> set[str]:
    """``modules`` and all that they import, directly or not, whose sources are followed.

    Imports inside functions, relative ones and late ones (:class:`theory.numbers.Late`) are included, those for the
    type checker alone are not.

    >>> sorted(dependencies(["theory.incidence"]))
    ['theory.dataset', 'theory.geometry', 'theory.incidence', 'theory.numbers']
    """
    return _closure(frozenset(modules), frozenset(ours))[0]


def distributions(modules: Iterable[str], ours: Iterable[str] = OURS) -> set[str]:
    """The distributions that ``modules`` and their dependencies import or are of, and all that those require.

    Ours are left out, since their sources count.

    >>> {"sympy", "mpmath"} <= distributions(["theory.numbers"])
    True
    """
    followed, others = _closure(frozenset(modules), frozenset(ours))
    tops = others | {module.split(".")[0] for module in followed} - set(ours)
    todo = {name for top in tops for name in _providers().get(top, ())}
    found: set[str] = set()
    while todo:
        name = todo.pop()
        found.add(name)
        todo |= _required(name) - found
    return found


def siblings(top: str) -> set[str]:
    """The top-level modules of the distributions that provide ``top``, and itself, as far as they have a source."""
    ours = set(_providers().get(top, ()))
    names = {top} | {name for name, providers in _providers().items() if ours & set(providers)}
    return {name for name in names if _source(name)}


@functools.cache
def is_installed(path: Path) -> bool:
    """Whether a file belongs to Python or to an installed distribution, which changes with its version only."""
    return any(path.resolve().is_relative_to(place) for place in INSTALLED)


def _closure(modules: frozenset[str], ours: frozenset[str]) -> tuple[set[str], set[str]]:
    """Modules whose sources are followed, and the top-level names of everything else that they import."""
    found: set[str] = set()
    others: set[str] = set()
    todo = set(modules)
    while todo:
        module = todo.pop()
        found.add(module)
        for name in _imports(module):
            top = name.split(".")[0]
            if top not in ours and not _is_loose(top):
                others.add(top)
            elif _source(name):
                todo |= {name} - found
    return found, others


@functools.cache
def _is_loose(top: str) -> bool:
    """Whether a top-level name is importable, neither built in nor installed; a folder without source may be it too."""
    spec = _spec(top)
    if spec is None:
        return False
    places = [spec.origin] if spec.has_location else list(spec.submodule_search_locations or ())
    return bool(places) and not any(is_installed(Path(str(place))) for place in places)


def _source(module: str) -> Path | None:
    """The file of a module; none for a built-in module, or a folder without ``__init__.py``."""
    spec = _spec(module)
    return Path(str(spec.origin)) if spec is not None and spec.has_location else None


def _spec(module: str) -> importlib.machinery.ModuleSpec | None:
    try:
        return importlib.util.find_spec(module)
    except (ImportError, ValueError):  # a plain module has no parts; ``__main__`` has no spec
        return None


@functools.cache
def _imports(module: str) -> frozenset[str]:
    source = _source(module)
    if source is None or source.suffix != ".py":
        return frozenset()
    names: set[str] = set()
    package = module if source.name == "__init__.py" else module.rpartition(".")[0]
    tree = ast.parse(source.read_bytes())
    tree.body = [part for node in tree.body for part in _not_for_the_type_checker(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:  # ``from .h import f``, ``from . import h``
                base = importlib.util.resolve_name("." * node.level + base, package)
            names |= {_imported(base, alias.name) for alias in node.names}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Late":
            names |= {str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)}
    return frozenset(names)


def _not_for_the_type_checker(node: ast.stmt) -> list[ast.stmt]:
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
        return node.orelse
    return [node]


def _imported(package: str, name: str) -> str:
    """``package.name`` where that is a module of ours, ``package`` where ``name`` is something inside it."""
    top = package.split(".")[0]
    if top not in sys.modules and not _is_loose(top):
        return package
    return f"{package}.{name}" if _spec(f"{package}.{name}") else package


@functools.cache
def _providers() -> dict[str, list[str]]:
    """Top-level names, and the distributions that provide each."""
    return {top: list(names) for top, names in metadata.packages_distributions().items()}


@functools.cache
def _required(distribution: str) -> frozenset[str]:
    """Installed distributions that one requires, those of its extras aside."""
    lines = [line for line in metadata.requires(distribution) or [] if "extra ==" not in line]
    names = {re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in lines}
    return frozenset(name for name in names if _is_there(name))


def _is_there(distribution: str) -> bool:
    try:
        metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True
