"""What a data file depends on, written into the file itself: it tells whether the data are still good, and why not."""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from proofs_check.support.sources import dependencies, distributions

PROJECT = ("theory", "proofs_check", "figures")
DRAWING = {"figures", "figures.base", "figures.style"}
PACKAGES_THAT_DRAW = {"matplotlib"}


@dataclass(frozen=True)
class Stamp:
    """Parameters, a digest of the code, and the versions of the packages that numbers come from."""

    figure: str
    parameters: Mapping[str, Any]
    code: str
    versions: Mapping[str, str]

    def __str__(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)

    @staticmethod
    def parse(text: str) -> Stamp:
        """The stamp that was written as ``text``.  Raises ``ValueError`` if it is none."""
        try:
            return Stamp(**json.loads(text))
        except TypeError as error:
            raise ValueError(f"not a stamp: {error}") from None


def stamp(figure: str, module: str, parameters: Mapping[str, Any]) -> Stamp:
    """The stamp of data that ``module`` computes now."""
    code = hashlib.sha256("".join(sorted(_sources(module))).encode()).hexdigest()[:16]
    plain = json.loads(json.dumps(dict(parameters)))  # as it will come back: tuples become lists
    packages = distributions(dependencies([module], PROJECT) - DRAWING, PROJECT) - PACKAGES_THAT_DRAW
    return Stamp(figure, plain, code, {name: metadata.version(name) for name in sorted(packages)})


def difference(stored: Stamp, wanted: Stamp) -> str:
    """Why the stored data are not the wanted ones; empty if they are."""
    if stored.code != wanted.code:
        return "the code changed"
    for what in ("parameters", "versions"):
        old, new = getattr(stored, what), getattr(wanted, what)
        changed = [
            f"{k} {old.get(k, 'none')} → {new.get(k, 'none')}" for k in sorted(old | new) if old.get(k) != new.get(k)
        ]
        if changed:
            return f"{what} changed: {', '.join(changed)}"
    return ""


def _sources(module: str) -> Iterator[str]:
    """The code of a figure's data: all of ours that it imports, without what only draws."""
    for name in dependencies([module], PROJECT) - DRAWING:
        tree = _tree(name)
        if name.startswith("figures."):
            tree = ast.Module([node for node in tree.body if not _draws(node)], [])
        yield f"{name} {ast.dump(tree)}"


def _draws(node: ast.stmt) -> bool:
    if isinstance(node, ast.FunctionDef):
        return node.name.startswith("draw")
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "FIGURE" for t in node.targets)


@cache
def _tree(module: str) -> ast.Module:
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
