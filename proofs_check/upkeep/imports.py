"""What imports what, read from the sources without running them, and docs/imports.svg, the picture of it.

There is no circle of modules, nor of *rooms*, the modules and packages of a layer (tests/test_imports.py).
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from graphlib import TopologicalSorter
from pathlib import Path

from markupsafe import Markup

from proofs_check.report import graph

LAYERS = ("theory", "proofs_check", "figures")  # each may import itself and what stands before it
BOXES = {  # rooms that share a box, with their former addresses; any other room has a box of its own
    "theory: claim, numbers, geometry, mixing, dataset, incidence, instances": {
        *("theory.claim", "theory.numbers", "theory.geometry", "theory.mixing"),
        *("theory.dataset", "theory.incidence", "theory.instances"),
    },
    "theory: clearances, assumptions, optimal, linear, midpoints": {
        *("theory.clearances", "theory.assumptions", "theory.optimal", "theory.linear", "theory.midpoints"),
        *("theory.linear_minimiser", "theory.class_margins", "theory.midpoints_partial"),
    },
    "evidence, recording": {"proofs_check.evidence", "proofs_check.recording"},
    "instances, experiments": {"proofs_check.instances", "proofs_check.experiments"},
    "runner, memory, again, certificates": {
        *("proofs_check.runner", "proofs_check.memory", "proofs_check.again", "proofs_check.certificates"),
    },
    "audit, partners": {"proofs_check.audit", "proofs_check.partners"},
    "context, expansion, shift": {"proofs_check.context", "proofs_check.expansion", "proofs_check.shift"},
    "upkeep": {"proofs_check.upkeep", "proofs_check.restate"},
    "mixup-verify": {"proofs_check.__main__"},
}
STYLE = (
    "svg{background:#fff}text{font:13px system-ui,sans-serif;text-anchor:middle;fill:#1c1f24}"
    "rect{fill:none;stroke-width:2}.edge{fill:none;stroke:#76808f;stroke-width:1.3}"
    ".m-theory rect{stroke:#0b57a4}.m-proofs_check rect{stroke:#14713a}.m-figures rect{stroke:#8a2a9c}"
    "@media(prefers-color-scheme:dark){svg{background:#16181d}text{fill:#e6e8eb}"
    ".m-theory rect{stroke:#7fb2f0}.m-proofs_check rect{stroke:#6cc591}.m-figures rect{stroke:#d58be6}}"
)


def modules(root: Path) -> dict[str, Path]:
    """The modules of all layers by name; a package goes by the name of its ``__init__``."""
    files = [path for layer in LAYERS for path in sorted((root / layer).rglob("*.py"))]
    return {".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


def arrows(root: Path) -> dict[str, set[str]]:
    """What each module imports of ours, imports inside functions too.

    Importing ``a.b.c`` runs ``a`` and ``a.b`` first, so that these count; the packages that a module is in itself
    count only where it names them, as it must not: inside a package one imports from its modules.
    """
    known = modules(root)
    return {name: _arrows(name, path.read_text(encoding="utf-8"), known) for name, path in known.items()}


def _arrows(name: str, source: str, known: Mapping[str, Path]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        targets = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            targets = [target if target in known else str(node.module) for target in inner]
        for target in targets:
            above = target.split(".")[:-1]
            parents = {".".join(above[:depth]) for depth in range(1, len(above) + 1)}
            found |= {target} | {parent for parent in parents if not f"{name}.".startswith(f"{parent}.")}
    return {target for target in found if target in known and target != name}


def rooms(found: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The same between the modules and packages of a layer, whatever is inside them."""
    between: dict[str, set[str]] = {}
    for name, targets in found.items():
        room = _room(name)
        between.setdefault(room, set()).update(_room(target) for target in targets if _room(target) != room)
    return between


def _room(name: str) -> str:
    return ".".join(name.split(".")[:2])


def boxes(between: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The same between the boxes of the picture, each of which stands after all that it imports.

    ``theory`` and ``proofs_check`` themselves, which only pass on names from their rooms, are left out.  Raises
    ``graphlib.CycleError`` if boxes import each other.

    >>> boxes({"figures.one": {"theory.results"}, "theory.results": {"theory"}, "theory": set()})
    {'theory: results': set(), 'figures': {'theory: results'}}
    """
    found: dict[str, set[str]] = {}
    for room in sorted(set(between) - set(LAYERS[:2])):
        targets = {_box(target) for target in between[room] if target not in LAYERS[:2]}
        found.setdefault(_box(room), set()).update(targets - {_box(room)})
    order = TopologicalSorter({box: sorted(targets) for box, targets in found.items()}).static_order()
    return {box: found[box] for box in order}


def _box(room: str) -> str:
    """The name of the box that has a room in it."""
    layer, _, name = room.partition(".")
    alone = {"theory": f"theory: {name}", "proofs_check": name, "figures": layer}[layer]
    return next((box for box, inside in BOXES.items() if room in inside), alone)


def essential(found: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    """Without the imports that others imply: if a imports b and c, and b imports c, then that of c by a is left out.

    >>> essential({"d": set(), "c": {"d"}, "b": {"c"}, "a": {"b", "d"}})
    {'d': (), 'c': ('d',), 'b': ('c',), 'a': ('b',)}
    """
    reached: dict[str, set[str]] = {}  # directly or not
    for box, targets in found.items():
        reached[box] = targets.union(*(reached[target] for target in targets))
    return {
        box: tuple(sorted(targets - set().union(*(reached[target] for target in targets))))
        for box, targets in found.items()
    }


def picture(root: Path) -> str:
    """The imports below ``root`` as SVG: what is imported stands above, with a line where no other lines imply it.

    The description in the picture names every import between boxes, so that it changes with each of them.
    """
    found = boxes(rooms(arrows(root)))
    nodes = {box: graph.Node(box, _layer(box), above) for box, above in essential(found).items()}
    lists = "\n".join(f"{box} ← {' + '.join(sorted(targets)) or 'nothing'}" for box, targets in found.items())
    head = Markup("<desc>{}</desc><style>{}</style>").format(lists, Markup(STYLE))
    return graph.drawn(nodes, f"What each of {len(nodes)} boxes of packages imports", head) + "\n"


def _layer(box: str) -> str:
    return box if box == "figures" else "theory" if box.startswith("theory:") else "proofs_check"
