"""A report of an expansion established again from its certificate, without looking for a flow or a cut.

A flow and a set that fit together bound the expansion from both sides, a flow and labels of one size the objective:
that is weak duality, which needs sums only.  Everything else in a report follows from the graph and is worked out anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from proofs_check.expansion.given import MOST_POINTS, Given
from proofs_check.expansion.machine import as_dict
from proofs_check.expansion.result import Result
from theory.results.self_training.denoise import WEIGHT, Denoised
from theory.results.self_training.expansion_flow import WrongLabels, matches
from theory.results.self_training.flow import Amounts, Expansion
from theory.results.self_training.views import Labels, ViewGraph

LARGEST = 2**31  # of an amount


class RefusedError(ValueError):
    """Why a report is not established."""


def recheck(report: str | dict[str, Any]) -> Result:
    """Establish a report again, from what ``to_json()`` gives, as text or as data, and return what it says.

    The flows must be feasible and send exactly c times each wrong pseudo-label, the worst sets must reach exactly c
    times their size, the cut must cost what its flow carries, and every other entry must be what follows from the
    graph and the labels.  No maximum flow is sought.

    Raises
    ------
    RefusedError
        With the reason, one line, for the first thing that is not so; it is a ``ValueError``.

    Examples
    --------
    >>> from proofs_check.expansion import expansion, recheck
    >>> report = expansion([(0, 1), (1, 2)], list("baa"), list("aaa"), undirected=True).to_json()
    >>> recheck(report).constant
    Fraction(3, 1)
    >>> recheck(report.replace('"expansion": "3"', '"expansion": "4"'))
    Traceback (most recent call last):
        ...
    proofs_check.expansion.checking.RefusedError: 'expansion' is not what follows from the graph
    """
    given = _parsed(report)
    certificate = _named(given, "certificate")
    data = _data(given, certificate)
    flows = _flows(data, certificate)
    found = Result(data, flows, _cut(data, _named(certificate, "cut")))
    expected = as_dict(found)
    for name in {**expected, **given}:
        if _canonical(expected.get(name)) != _canonical(given.get(name)) or name not in expected or name not in given:
            raise RefusedError(f"{name!r} is not what follows from the graph")
    return found


def _canonical(value: Any) -> str:
    """As text, in which 1, 1.0 and true differ."""
    return json.dumps(value, sort_keys=True)


def _parsed(report: str | dict[str, Any]) -> dict[str, Any]:
    try:
        given = json.loads(report) if isinstance(report, str) else report
    except (ValueError, RecursionError) as error:
        raise RefusedError(f"this is no JSON: {error}") from None
    if not isinstance(given, dict):
        raise RefusedError("a report is a JSON object")
    return given


def _named(record: Any, name: str) -> Any:
    if not isinstance(record, dict) or name not in record:
        raise RefusedError(f"{name!r} is missing")
    return record[name]


def _whole(value: Any, below: int, what: str) -> int:
    if type(value) is not int or not 0 <= value < below:
        raise RefusedError(f"{what} must be whole numbers from 0 to {below - 1}")
    return value


def _list(values: Any, what: str) -> list[Any]:
    if not isinstance(values, list):
        raise RefusedError(f"{what} must be a list")
    return values


def _indices(values: Any, below: int, what: str) -> tuple[int, ...]:
    return tuple(_whole(value, below, what) for value in _list(values, what))


def _data(given: dict[str, Any], certificate: Any) -> Given:
    """The graph and its labels."""
    names = _list(_named(given, "classes"), "classes")
    remarks = _list(_named(given, "remarks"), "remarks")
    if not all(isinstance(text, str) for text in [*names, *remarks]):
        raise RefusedError("classes and remarks must be texts")
    views = _list(_named(certificate, "views"), "views")
    size, kinds = len(views), len(names)
    if not 1 <= size <= MOST_POINTS:
        raise RefusedError(f"there must be from 1 to {MOST_POINTS} points")
    labels: dict[str, Labels | None] = {}
    for name in ("truth", "pseudo", "student"):
        values = _named(certificate, name)
        labels[name] = None if values is None and name == "student" else _indices(values, kinds, name)
        if values is not None and len(values) != size:
            raise RefusedError(f"{name} must have a label for each of the {size} points")
    truth, pseudo = labels["truth"], labels["pseudo"]
    assert truth is not None
    assert pseudo is not None
    try:
        graph = ViewGraph(
            (Fraction(1),) * size, truth, tuple(_indices(view, size, "views") for view in views), len(names)
        )
    except ValueError as error:
        raise RefusedError(str(error)) from None
    return Given(graph, pseudo, tuple(names), labels["student"], tuple(remarks))


def _flows(data: Given, certificate: Any) -> tuple[Expansion, ...]:
    """The expansion of each class, from its flow and its worst set."""
    records = _list(_named(certificate, "flows"), "flows")
    if len(records) != len(data.classes):
        raise RefusedError("every class needs a flow")
    return tuple(_flow(data, label, record) for label, record in enumerate(records))


def _flow(data: Given, label: int, record: Any) -> Expansion:
    """One class: the worst set says what c is at most, the flow that it is no less."""
    size, called = data.points, f"class {data.classes[label]}"
    worst = _indices(_named(record, "worst"), size, "worst")
    mistaken = data.mistaken(label)
    unit = max(1, len(worst))
    sent, received = (_amounts(_named(record, name), size, name, unit) for name in ("sent", "received"))
    if not mistaken:
        if worst or sent or received:
            raise RefusedError(f"{called} has no wrong pseudo-label, and none can expand")
        return Expansion(None)
    if len(set(worst)) < len(worst) or not set(worst) or not set(worst) <= set(mistaken):
        raise RefusedError(f"the worst set of {called} is not one of its wrong pseudo-labels")
    reached = len(data.graph.neighbourhood(worst) & set(data.graph.members(label)))
    found = Expansion(Fraction(reached, len(worst)), worst, sent, received)
    assert found.constant is not None
    if not matches(WrongLabels(data.graph, data.pseudo, label, found.constant), found):
        raise RefusedError(f"the flow of {called} does not show that it expands by {found.constant}")
    return found


def _amounts(values: Any, size: int, what: str, unit: int) -> Amounts:
    return tuple((a, b, Fraction(amount, unit)) for a, b, amount in _triples(values, size, what))


def _triples(values: Any, size: int, what: str) -> list[tuple[int, int, int]]:
    found = []
    for triple in _list(values, what):
        if not isinstance(triple, list) or len(triple) != 3:
            raise RefusedError(f"{what} must be triples of a start, an end and an amount")
        a, b = (_whole(end, size, what) for end in triple[:2])
        found.append((a, b, _whole(triple[2], LARGEST, what)))
    return found


def _cut(data: Given, record: Any) -> Denoised | None:
    """The least labels of two classes: a flow as large as what both labels cost, and what it reaches."""
    if len(data.classes) != 2:
        if record is not None:
            raise RefusedError("there is a cut, but not two classes")
        return None
    fewest, most = (_indices(_named(record, name), 2, name) for name in ("fewest", "most"))
    if {len(fewest), len(most)} != {data.points}:
        raise RefusedError("a cut must have a label for each point")
    entering, leaving = (_triples(_named(record, name), data.points, name) for name in ("entering", "leaving"))
    views = [set(view) for view in data.graph.views]
    if any(z not in views[x] for z, x, _ in entering) or any(z not in views[x] for x, z, _ in leaving):
        raise RefusedError("the flow of the cut leads through points that are no views")
    inside, outside, net = ([0] * data.points for _ in range(3))
    for z, x, amount in entering:
        inside[x] += amount
        net[z] += amount
    for x, z, amount in leaving:
        outside[x] += amount
        net[z] -= amount
    if inside != outside or max(inside) > WEIGHT:
        raise RefusedError("the flow of the cut is lost on its way, or more than the weight of inconsistency")
    if any(not (0 <= sends <= 1 if one else -1 <= sends <= 0) for one, sends in zip(data.pseudo, net, strict=True)):
        raise RefusedError("the flow of the cut begins or ends where it must not")
    value = sum(sends for sends in net if sends > 0)
    for labels in (fewest, most):
        if data.graph.disagreement(labels, data.pseudo) + WEIGHT * data.graph.inconsistency(labels) != value:
            raise RefusedError(f"the flow of the cut is {value}, which is not what the labels cost")
    forward, backward = _residual(data, entering, leaving, inside)
    ones = _reached(forward, [x for x in data.graph.points if data.pseudo[x] and net[x] < 1])
    zeros = _reached(backward, [x for x in data.graph.points if not data.pseudo[x] and net[x] > -1])
    if fewest != tuple(int(x in ones) for x in data.graph.points):
        raise RefusedError("there may be least labels with fewer 1s than the fewest")
    if most != tuple(int(x not in zeros) for x in data.graph.points):
        raise RefusedError("there may be least labels with more 1s than the most")
    return Denoised(value, np.array(fewest), np.array(most), tuple(entering), tuple(leaving))


Ways = list[list[int]]


def _residual(
    data: Given, entering: Iterable[tuple[int, int, int]], leaving: Iterable[tuple[int, int, int]], inside: list[int]
) -> tuple[Ways, Ways]:
    """Where more could flow: from points z over entries n + x to exits 2n + x and back to points; and all reversed.

    If a point has the label 1 in least labels, so has whatever can be reached from it: else the cut would cost more
    than the flow carries.
    """
    n = data.points
    arcs = [(z, n + x) for x, view in enumerate(data.graph.views) for z in view]
    arcs += [(2 * n + x, z) for x, view in enumerate(data.graph.views) for z in view]
    arcs += [(n + x, z) for z, x, amount in entering if amount] + [(z, 2 * n + x) for x, z, amount in leaving if amount]
    arcs += [(n + x, 2 * n + x) for x in range(n) if inside[x] < WEIGHT]
    arcs += [(2 * n + x, n + x) for x in range(n) if inside[x]]
    forward: Ways = [[] for _ in range(3 * n)]
    backward: Ways = [[] for _ in range(3 * n)]
    for a, b in arcs:
        forward[a].append(b)
        backward[b].append(a)
    return forward, backward


def _reached(ways: Ways, start: Sequence[int]) -> set[int]:
    """Everything to which ways lead."""
    found, waiting = set(start), list(start)
    while waiting:
        for other in ways[waiting.pop()]:
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found
