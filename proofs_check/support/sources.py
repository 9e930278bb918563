"""What a module rests on, read from sources without running them: modules of ours, and installed distributions.

A module is followed into its source if it belongs to the packages that are named as ours, or if it is not *installed*:
a loose file beside the claims, or a package installed in place for development, changes without a new version.  Of
what is installed (numpy, SymPy, and the mpmath that SymPy requires) the version counts.
"""

from __future__ import annotations

import ast
import functools
import importlib.util
import marshal
import re
import site
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

OURS = ("theory", "proofs_check")
IN_DOUBT = 2_000_000_000  # nanoseconds: a source that changed so shortly before it was compiled may be another text
PYTHON = tuple(
    Path(place).resolve()
    for place in {
        *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib")),
        f"{sys.base_prefix}/lib/python{sys.version_info[0]}{sys.version_info[1]}.zip",
    }
)
SITES = tuple(
    Path(place).resolve()
    for place in {
        *(sysconfig.get_path(name) for name in ("purelib", "platlib")),
        *site.getsitepackages(),
        site.getusersitepackages(),
    }
)


def dependencies(modules: Iterable[str], ours: Iterable[str] = OURS) -> set[str]:
    """``modules`` and all that they import, directly or not, whose sources are followed.

    Imports inside functions, relative ones and late ones (:class:`theory.numbers.Late`) are included, those for the
    type checker alone are not.

    >>> sorted(dependencies(["theory.geometry"]))
    ['theory.geometry', 'theory.numbers']
    """
    return set(_closure(frozenset(modules), frozenset(ours))[0])


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
    """The top-level modules of the distributions that provide ``top``, and itself, as far as they have a source.

    A folder without ``__init__.py`` is one too.
    """
    ours = set(_providers().get(top, ()))
    names = {top} | {name for name, providers in _providers().items() if ours & set(providers)}
    return {name for name in names if _source(name) or folders(name)}


@functools.cache
def is_installed(path: Path) -> bool:
    """Whether a file belongs to Python or to an installed distribution, which changes with its version only.

    What lies among the distributions and is of none of them does not.
    """
    place = path.resolve()
    for folder in SITES:
        if place.is_relative_to(folder):
            first = next(iter(place.relative_to(folder).parts), "")
            return first.endswith((".dist-info", ".libs")) or first.split(".")[0] in _providers()
    return any(place.is_relative_to(folder) for folder in PYTHON)


@functools.cache
def _closure(modules: frozenset[str], ours: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
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
            elif _source(name) or folders(name):
                todo |= {name} - found
    return frozenset(found), frozenset(others)


def folders(module: str) -> list[Path]:
    """The folders of a package, of which one without ``__init__.py`` may have several; none for a plain module."""
    spec = _spec(module)
    return [Path(place) for place in (spec.submodule_search_locations or ())] if spec is not None else []


def runs_old(source: Path) -> bool:
    """Whether Python takes for current what it had compiled from another text of a source.

    It goes by the size and by the second of the last change, which may be the same for two texts, or be put back.

    >>> runs_old(Path(__file__))
    False
    """
    compiled = Path(importlib.util.cache_from_source(str(source)))
    try:
        changed, kept_at = source.stat(), compiled.stat().st_mtime_ns
        return kept_at < changed.st_ctime_ns + IN_DOUBT and _is_of_another_text(
            source, compiled, changed.st_ctime_ns, kept_at
        )
    except OSError:
        return False


@functools.lru_cache(maxsize=4096)
def _is_of_another_text(source: Path, compiled: Path, *_times: int) -> bool:
    kept, found = compiled.read_bytes(), source.stat()
    flags, *stated = (int.from_bytes(kept[at : at + 4], "little") for at in (4, 8, 12))
    current = [part & 0xFFFFFFFF for part in (int(found.st_mtime), found.st_size)]
    if kept[:4] != importlib.util.MAGIC_NUMBER or flags & 0b10 or (flags == 0 and stated != current):
        return False  # Python compiles it again, or compares digests
    try:
        return bool(marshal.loads(kept[16:]) != compile(source.read_bytes(), str(source), "exec", dont_inherit=True))
    except (ValueError, EOFError, TypeError, SyntaxError):
        return False  # which Python does not run either


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
    tree.body = _not_for_the_type_checker(tree)
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


def _not_for_the_type_checker(tree: ast.Module) -> list[ast.stmt]:
    """The body without what follows ``if TYPE_CHECKING:``, where that name is the one of ``typing`` for certain."""
    typing = [part for n in tree.body if isinstance(n, ast.ImportFrom) and n.module == "typing" for part in n.names]
    names = [n.asname or n.name for n in ast.walk(tree) if isinstance(n, ast.alias) and n not in typing]
    names += [n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)]
    names += [n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    if not {"*", "TYPE_CHECKING"}.isdisjoint(names) or any(n.asname for n in typing if n.name == "TYPE_CHECKING"):
        return tree.body
    return [part for node in tree.body for part in _others(node)]


def _others(node: ast.stmt) -> list[ast.stmt]:
    """What of a statement is not for the type checker alone."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
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
