"""Mutants: single formulas of the program, each with a false one in its place.

The catalogue (``catalogue/*.toml``) names the function, the old expression, the new one and what that breaks.  The old
expression is looked for in the syntax tree of the function, so neither line numbers nor layout matter, and it must be
there exactly once: a catalogue that no longer fits the program is noticed by ``test_mutants.py``.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CATALOGUE = Path(__file__).parent / "catalogue"
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class NotFoundError(ValueError):
    """The catalogue does not fit the program."""


@dataclass(frozen=True)
class Mutant:
    """One change of one expression or statement.

    Attributes
    ----------
    id : str
        A name in a few words.
    module : str
        The file, from the root of the tree.
    function : str
        The qualified name of the function or class it stands in; empty for the module itself.
    old, new : str
        The expression or statement, and what stands in its place.
    breaks : str
        What is false then, or why it does not matter (``equivalent``).
    tests : tuple of str
        The tests that ought to see it, as arguments of pytest.
    claims : tuple of str
        The claims that rest on it, run when no test sees it.
    kernel : bool
        Whether it stands in a compiled kernel.  Callers keep the compiled code of their callees, so nothing compiled
        earlier may then be used.
    equivalent : bool
        Whether nothing can see it, for the reason that ``breaks`` gives.
    left : bool
        Whether something could see it but nothing does yet, for the reason that ``breaks`` gives.
    """

    id: str
    module: str
    function: str
    old: str
    new: str
    breaks: str
    tests: tuple[str, ...]
    claims: tuple[str, ...] = ()
    kernel: bool = False
    equivalent: bool = False
    left: bool = False

    @property
    def room(self) -> str:
        """The folder it stands in, as the table groups it."""
        return str(Path(self.module).parent)

    def applied(self, source: str) -> str:
        """The text ``source`` of the module with the new expression.  Raises :class:`NotFoundError`."""
        node = _only(_scope(ast.parse(source), self.function, self.module), self.old, self)
        lines = source.encode().splitlines(keepends=True)  # columns count bytes
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = sum(map(len, lines[: node.lineno - 1])) + node.col_offset
        end = sum(map(len, lines[: node.end_lineno - 1])) + node.end_col_offset
        text = source.encode()
        if not _reads(text[start:end].decode(), node):  # inside an f-string, Python 3.11 does not say where
            raise NotFoundError(f"{self.id}: its place in the text cannot be found")
        new = self.new if isinstance(node, ast.stmt) else f"({self.new})"
        changed = (text[:start] + new.encode() + text[end:]).decode()
        try:
            ast.parse(changed)
            same = ast.unparse(ast.parse(new).body) == ast.unparse(node)
        except SyntaxError as error:
            raise NotFoundError(f"{self.id}: the new text is not of the kind of the old one") from error
        if same:
            raise NotFoundError(f"{self.id}: the new text says the same as the old one")
        return changed


def _scope(tree: ast.Module, name: str, module: str) -> ast.AST:
    """The function or class of that qualified name; several definitions of one name are looked at together."""
    found: list[ast.AST] = [tree]
    for part in filter(None, name.split(".")):
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        inside = [node for outer in found for node in ast.walk(outer) if outer is not node]
        found = [node for node in inside if isinstance(node, kinds) and node.name == part]
    if len(found) != 1:
        raise NotFoundError(f"{module} has {len(found)} times {name}")
    return found[0]


def _only(scope: ast.AST, old: str, mutant: Mutant) -> ast.expr | ast.stmt:
    """The one node below ``scope`` that reads ``old``."""
    parsed = ast.parse(old.strip()).body
    if len(parsed) != 1:
        raise NotFoundError(f"{mutant.id}: the old text is not one expression or statement")
    wanted = parsed[0].value if isinstance(parsed[0], ast.Expr) else parsed[0]
    text = ast.unparse(wanted)
    same = (ast.stmt if isinstance(wanted, ast.stmt) else ast.expr,)
    found = [node for node in ast.walk(scope) if isinstance(node, same) and ast.unparse(node) == text]
    if len(found) != 1:
        raise NotFoundError(f"{mutant.id}: {mutant.module}, {mutant.function} has {len(found)} times {old}")
    assert isinstance(found[0], (ast.expr, ast.stmt))
    return found[0]


def _reads(text: str, node: ast.expr | ast.stmt) -> bool:
    """Whether a piece of the program is the text of this node."""
    if isinstance(node, ast.stmt):
        return ast.unparse(ast.parse(text)) == ast.unparse(node)
    try:
        return ast.unparse(ast.parse(f"({text})", mode="eval")) == ast.unparse(node)
    except SyntaxError:
        return False


def own_tests(module: str) -> tuple[str, ...]:
    """The doctests of a module, and the test file that mirrors it, or else the folder that mirrors its room."""
    path = Path(module)
    rooms = [Path("tests") / path.parent, Path("tests", *path.parent.parts[1:])]
    mirrors = [room / f"test_{path.name}" for room in rooms] + [room for room in rooms if room != Path("tests")]
    found = next((mirror for mirror in mirrors if (ROOT / mirror).exists()), None)
    return (module,) if found is None else (module, str(found))


def catalogue(folder: Path = CATALOGUE) -> Iterator[Mutant]:
    """All mutants, file by file.  Raises ``ValueError`` for an entry that is not of the form of :class:`Mutant`."""
    for path in sorted(folder.glob("*.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8")).get("mutant", []):
            tests = tuple(entry.pop("tests", own_tests(entry["module"])))
            claims = tuple(entry.pop("claims", ()))
            try:
                yield Mutant(**entry, tests=tests, claims=claims)
            except TypeError as error:
                raise ValueError(f"{path.name}: {entry.get('id')}: {error}") from error
