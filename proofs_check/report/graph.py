"""The proof of a claim as a drawn graph: premises above, what follows from them below, the claim itself last.

An edge that passes a layer has a place of its own in it, between the boxes, and bends in the gaps between layers only.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import Markup, escape

from proofs_check.evidence import UNCHECKED, Evidence, Role
from proofs_check.support.words import counted

WIDTH, GAP, LEVEL, LINE, PAD = 138, 14, 40, 15, 8  # of a node, between nodes, between layers, of a line, inside a node
LANE = 14  # width of the place of an edge that passes a layer
LETTERS = 19  # that fit into a line of a node
NOTHING = Markup("")
SWEEPS = 8  # of the crossing reduction; the order has long settled by then


@dataclass
class Node:
    """A box of the drawing, an assumption, a step, or the claim; or a lane in which edges pass its layer.

    ``bottom`` is that of the layer, which may have higher boxes.
    """

    name: str
    kind: str  # the method, or assumption, trusted, argued, claim, lane
    premises: tuple[str, ...]
    layer: int = 0
    x: float = 0
    y: float = 0
    bottom: float = 0
    above: list[Node] = field(default_factory=list, repr=False)
    below: list[Node] = field(default_factory=list, repr=False)

    @property
    def lines(self) -> list[str]:
        """The name in lines that fit."""
        return textwrap.wrap(self.name, LETTERS) or [""]

    @property
    def width(self) -> float:
        """Of the box."""
        return LANE if self.kind == "lane" else WIDTH

    @property
    def height(self) -> float:
        """Of the box."""
        return 0 if self.kind == "lane" else 2 * PAD + LINE * len(self.lines)


def draw(evidence: Sequence[Evidence], claim: str) -> Markup:
    """The graph as inline SVG.  Empty when there are no steps."""
    steps = [e for e in evidence if e.role in (Role.STEP, *UNCHECKED)]
    if not steps:
        return NOTHING
    count = counted(len(steps), "one step leads", "steps lead")
    return drawn(_nodes(steps, claim), f"Proof graph: {count} to the claim; the same follows as a list.")


def drawn(nodes: dict[str, Node], label: str, head: Markup = NOTHING) -> Markup:
    """Any graph as SVG, ``head`` first in it.  In ``nodes``, premises come before what follows from them."""
    layers = _layers(nodes)
    edges = _edges(nodes, layers)
    _untangle(layers)
    width, height = _place(layers)
    parts = [
        f'<svg role="img" aria-label="{escape(label)}" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" class="graph" xmlns="http://www.w3.org/2000/svg">{head}',
        *(_curve(edge) for edge in edges),
        *(_box(node) for node in nodes.values()),
        "</svg>",
    ]
    return Markup("".join(parts))


def _nodes(steps: Sequence[Evidence], claim: str) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for step in steps:
        for premise in step.premises:
            if premise.startswith("assumption:"):
                nodes.setdefault(premise, Node(premise.removeprefix("assumption:"), "assumption", ()))
    for step in steps:
        nodes[step.name] = Node(step.name, step.method, step.premises)
    used = {p for step in steps for p in step.premises}
    last = tuple(step.name for step in steps if step.name not in used)
    nodes["claim:"] = Node(claim, "claim", last)
    return nodes


def slug(name: str) -> str:
    """A name as part of an anchor."""
    return "".join(c if c.isalnum() else "-" for c in name.lower())


def _layers(nodes: dict[str, Node]) -> list[list[Node]]:
    """Every node below its premises, as low as what needs it allows."""
    for node in nodes.values():  # premises come before what uses them
        node.layer = max((nodes[p].layer + 1 for p in node.premises), default=0)
    for node in reversed(list(nodes.values())):
        below = [other.layer for other in nodes.values() if any(nodes[p] is node for p in other.premises)]
        node.layer = min(below, default=node.layer + 1) - 1 if below else node.layer
    levels = sorted({node.layer for node in nodes.values()})
    for node in nodes.values():
        node.layer = levels.index(node.layer)
    return [[n for n in nodes.values() if n.layer == level] for level in range(len(levels))]


def _edges(nodes: dict[str, Node], layers: list[list[Node]]) -> list[list[Node]]:
    """From each premise to what follows from it, through the lanes on the way; those of one premise share its lanes."""
    lanes: dict[tuple[str, int], Node] = {}
    edges = []
    for node in nodes.values():
        for name in node.premises:
            edge = [nodes[name]]
            for level in range(nodes[name].layer + 1, node.layer):
                if (name, level) not in lanes:
                    lanes[name, level] = Node("", "lane", (), level)
                    layers[level].append(lanes[name, level])
                edge.append(lanes[name, level])
            edge.append(node)
            edges.append(edge)
            for one, other in pairwise(edge):
                if other not in one.below:
                    one.below.append(other)
                    other.above.append(one)
    return edges


def _untangle(layers: list[list[Node]]) -> None:
    """Fewer crossings: every node goes to the middle of its neighbours above, then of those below, and so on."""
    for sweep in range(SWEEPS):
        rank = {id(n): i / len(layer) for layer in layers for i, n in enumerate(layer)}
        for layer in layers:
            layer.sort(key=lambda n: _middle(n, rank, down=sweep % 2 == 0))


def _middle(node: Node, rank: dict[int, float], down: bool) -> float:
    near = node.above if down else node.below
    return sum(rank[id(n)] for n in near) / len(near) if near else rank[id(node)]


def _place(layers: list[list[Node]]) -> tuple[float, float]:
    """Coordinates of the upper left corners; width and height of the whole."""
    spreads = [sum(node.width + GAP for node in layer) - GAP for layer in layers]
    width, y = max(spreads) + 4, 2.0
    for layer, spread in zip(layers, spreads, strict=True):
        x, bottom = (width - spread) / 2, y + max(node.height for node in layer)
        for node in layer:
            node.x, node.y, node.bottom = x, y, bottom
            x += node.width + GAP
        y = bottom + LEVEL
    return width, y - LEVEL + 2


def _curve(edge: list[Node]) -> str:
    """Straight through layers, bent between them."""
    first, *rest = edge
    x, y = first.x + first.width / 2, first.y + first.height
    path = [f"M{x:.0f} {y:.0f}V{first.bottom:.0f}"]
    for above, node in zip(edge, rest, strict=False):
        start, x = x, node.x + node.width / 2
        bend = (above.bottom + node.y) / 2
        path.append(f"C{start:.0f} {bend:.0f} {x:.0f} {bend:.0f} {x:.0f} {node.y:.0f}")
        if node.kind == "lane":
            path.append(f"V{node.bottom:.0f}")
    return f'<path class="edge" d="{"".join(path)}"/>'


def _box(node: Node) -> str:
    text = "".join(
        f'<text x="{node.x + WIDTH / 2:.0f}" y="{node.y + PAD + LINE * (i + 0.78):.0f}">{escape(line)}</text>'
        for i, line in enumerate(node.lines)
    )
    box = (
        f'<rect x="{node.x:.0f}" y="{node.y:.0f}" width="{WIDTH}" height="{node.height:.0f}" rx="6"/>'
        f"<title>{escape(node.name)} ({escape(node.kind)})</title>"
    )
    return f'<g class="node m-{node.kind}">{box}{text}</g>'
