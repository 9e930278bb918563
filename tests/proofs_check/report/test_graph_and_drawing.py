"""The graphs of proofs, and the drawings of instances: every step has a box, no edge runs behind one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import cast
from xml.etree import ElementTree as ET

import pytest

from proofs_check.evidence import Evidence, Role, proofs
from proofs_check.report import drawing, graph
from proofs_check.runner import Report

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = {"points": [["0", "0"], ["1", "0"], ["0", "1"], ["1", "1"]], "labels": ["1", "1", "2", "<3>"]}


def test_the_graph_has_a_box_for_every_step_and_assumption(report: Report) -> None:
    entry = next(c for c in report.claims if c.claim.id == "theorem-2.10")
    steps = [e for e in entry.evidence if e.role is Role.STEP]
    drawn = ET.fromstring(graph.draw(entry.evidence, entry.claim.id))
    boxes = drawn.findall("{*}g")
    assumptions = {p for e in steps for p in e.premises if p.startswith("assumption:")}
    assert len(boxes) == len(steps) + len(assumptions) + 1
    assert len(drawn.findall("{*}path")) >= sum(len(e.premises) for e in steps) + 1
    places = {(r.get("x"), r.get("y")) for r in drawn.iter(f"{SVG}rect")}
    assert len(places) == len(boxes)


def test_premises_are_drawn_above_what_follows(report: Report) -> None:
    for entry in report.claims:
        nodes = graph._nodes([e for e in entry.evidence if e.role in (Role.STEP, Role.TRUSTED)], entry.claim.id)
        graph._layers(nodes)
        assert all(nodes[p].layer < node.layer for node in nodes.values() for p in node.premises)


def hidden_edges(drawn: ET.Element) -> list[str]:
    """The edges that run behind a box in which they do not end."""
    boxes = [[float(r.get(k, "0")) for k in ("x", "y", "width", "height")] for r in drawn.iter(f"{SVG}rect")]
    found: list[str] = []
    for path in drawn.findall("{*}path"):
        d = str(path.get("d"))
        corner, points = 0j, list[complex]()
        for letter, numbers in re.findall(r"([MVC])([^MVC]*)", d):
            values = [float(v) for v in numbers.split()]
            pairs = [values[k : k + 2] for k in range(0, len(values), 2)]
            ends = [complex(corner.real, values[0])] if letter == "V" else [complex(x, y) for x, y in pairs]
            for t in (k / 50 for k in range(51)):
                controls = [corner, *ends]
                while len(controls) > 1:  # de Casteljau
                    controls = [(1 - t) * a + t * b for a, b in pairwise(controls)]
                points += [] if letter == "M" else controls
            corner = ends[-1]
        inside = [p for p in points for x, y, w, h in boxes if x < p.real < x + w and y + 1 < p.imag < y + h - 1]
        found += [d] if inside else []
    return found


def all_graphs() -> Iterator[ET.Element]:
    """The graphs of all proofs; items have what is drawn of evidence."""
    for claim, proof in proofs().items():
        if text := graph.draw(cast("list[Evidence]", proof.items), claim):
            yield ET.fromstring(text)


def test_no_edge_runs_behind_a_box() -> None:
    drawn = list(all_graphs())
    assert len(drawn) > 80
    assert [path for one in drawn for path in hidden_edges(one)] == []


def test_an_edge_behind_a_box_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    curve = graph._curve
    monkeypatch.setattr(graph, "_curve", lambda edge: curve([edge[0], edge[-1]]))
    monkeypatch.setattr(graph, "LANE", -graph.GAP)  # no room for lanes
    assert any(hidden_edges(drawn) for drawn in all_graphs())


def test_no_steps_no_graph(report: Report) -> None:
    assert graph.draw(report.claims[3].evidence, "x") == ""


def test_a_drawing_has_points_segments_place_and_ball() -> None:
    drawn = ET.fromstring(drawing.draw({"dataset": SQUARE, "x": ["1/2", "1/2"], "epsilon": "1/4"}))
    kinds = [e.get("class") for e in drawn]
    assert kinds.count("segment") == 4
    assert kinds.count("segment through") == 2  # the diagonals meet x
    assert [kinds.count(f"class-{i}") for i in range(3)] == [2, 1, 1]
    assert "ball" in kinds
    assert kinds.count("place") == 2


@pytest.mark.parametrize("instance", [None, {"type": "Other"}, {"dataset": {"points": [["0"] * 3], "labels": ["1"]}}])
def test_what_cannot_be_drawn_is_left_out(instance: object) -> None:
    assert drawing.draw(instance) == ""
