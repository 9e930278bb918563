"""The proof of a claim as a drawn graph: premises above, what follows from them below, the claim itself last."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from proofs_check.evidence import UNCHECKED, Evidence, Role
from proofs_check.support.words import counted

WIDTH, GAP, LEVEL, LINE, PAD = 138, 14, 34, 15, 8  # of a node, between nodes, between layers, of a line, inside a node
LETTERS = 19  # that fit into a line of a node
SWEEPS = 8  # of the crossing reduction; the order has long settled by then


@dataclass
class Node:
    """A box of the drawing: an assumption, a step, or the claim."""

    name: str
    kind: str  # the method, or assumption, trusted, argued, claim
    premises: tuple[str, ...]
    layer: int = 0
    x: float = 0
    y: float = 0

    @property
    def lines(self) -> list[str]:
        """The name in lines that fit."""
        return textwrap.wrap(self.name, LETTERS) or [""]

    @property
    def height(self) -> float:
        """Of the box."""
        return 2 * PAD + LINE * len(self.lines)


def draw(evidence: Sequence[Evidence], claim: str) -> Markup:
    """The graph as inline SVG.  Empty when there are no steps."""
    steps = [e for e in evidence if e.role in (Role.STEP, *UNCHECKED)]
    if not steps:
        return Markup("")
    nodes = _nodes(steps, claim)
    layers = _layers(nodes)
    width, height = _place(layers)
    edges = [(nodes[p], node) for node in nodes.values() for p in node.premises]
    count = counted(len(steps), "one step leads", "steps lead")
    label = f"Proof graph: {count} to the claim; the same follows as a list."
    parts = [
        f'<svg role="img" aria-label="{escape(label)}" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" class="graph" xmlns="http://www.w3.org/2000/svg">',
        *(_edge(one, other) for one, other in edges),
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
    """Every node below its premises, as low as what needs it allows; then fewer crossings by means of neighbours."""
    for node in nodes.values():  # premises come before what uses them
        node.layer = max((nodes[p].layer + 1 for p in node.premises), default=0)
    for node in reversed(list(nodes.values())):
        below = [other.layer for other in nodes.values() if any(nodes[p] is node for p in other.premises)]
        node.layer = min(below, default=node.layer + 1) - 1 if below else node.layer
    layers = [[n for n in nodes.values() if n.layer == level] for level in range(nodes["claim:"].layer + 1)]
    layers = [layer for layer in layers if layer]
    for sweep in range(SWEEPS):
        rank = {id(n): i / len(layer) for layer in layers for i, n in enumerate(layer)}
        for layer in layers:
            layer.sort(key=lambda n: _middle(n, nodes, rank, down=sweep % 2 == 0))
    return layers


def _middle(node: Node, nodes: dict[str, Node], rank: dict[int, float], down: bool) -> float:
    above = [nodes[p] for p in node.premises]
    below = [other for other in nodes.values() if any(nodes[p] is node for p in other.premises)]
    near = above if down else below
    return sum(rank[id(n)] for n in near) / len(near) if near else rank[id(node)]


def _place(layers: list[list[Node]]) -> tuple[float, float]:
    """Coordinates of the upper left corners; width and height of the whole."""
    width = max(len(layer) for layer in layers) * (WIDTH + GAP) - GAP + 4
    y = 2.0
    for layer in layers:
        spread = len(layer) * (WIDTH + GAP) - GAP
        for i, node in enumerate(layer):
            node.x, node.y = (width - spread) / 2 + i * (WIDTH + GAP), y
        y += max(node.height for node in layer) + LEVEL
    return width, y - LEVEL + 2


def _edge(one: Node, other: Node) -> str:
    x1, y1 = one.x + WIDTH / 2, one.y + one.height
    x2, y2 = other.x + WIDTH / 2, other.y
    bend = max(18.0, (y2 - y1) / 2)
    curve = f"M{x1:.0f} {y1:.0f}C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"
    return f'<path class="edge" d="{curve}"/>'


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
