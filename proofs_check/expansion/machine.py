"""A measured expansion as plain JSON data, with the graph, the flows and the cut that show it."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

from proofs_check.expansion import words
from proofs_check.expansion.bounds import Bound
from proofs_check.expansion.findings import ClassRow, Measured
from theory.results.self_training.denoise import Denoised
from theory.results.self_training.flow import Expansion

SCHEMA = 1


def as_text(report: dict[str, Any]) -> str:
    """JSON, a line for each of the outermost names, so that the many numbers of a certificate do not fill the screen.

    >>> as_text({"a": 1, "b": [2, 3]})
    '{\\n"a": 1,\\n"b": [2, 3]\\n}\\n'
    """
    lines = (f"{json.dumps(name)}: {json.dumps(value, allow_nan=False)}" for name, value in report.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"


def as_dict(found: Measured) -> dict[str, Any]:
    """The published form, ``schema`` 1.  Numbers of points are whole, shares and bounds texts such as ``"7/3"``."""
    given = found.given
    return {
        "schema": SCHEMA,
        "points": found.points,
        "arcs": sum(map(len, given.graph.views)) - found.points,
        "classes": list(given.classes),
        "verdict": words.verdict(found),
        "remarks": list(given.remarks),
        "scope": list(words.SCOPE),
        "wrong_pseudo_labels": found.wrong,
        "crossing": found.crossing,
        "mu": str(found.mu),
        "expansion": _text(found.constant),
        "by_class": [_class(row) for row in found.by_class],
        "bounds": [_bound(bound, found.points) for bound in found.bounds],
        "guaranteed": _text(found.guaranteed),
        "vote_errors": found.errors(found.vote),
        "denoised": None if found.denoised is None else _denoised(found, found.denoised),
        "certificate": _certificate(found),
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _class(row: ClassRow) -> dict[str, Any]:
    counts = {"class": row.name, "points": row.points, "wrong": row.wrong, "expansion": _text(row.constant)}
    return counts | {"worst": list(row.worst), "reached": row.reached}


def _bound(bound: Bound, points: int) -> dict[str, Any]:
    return {
        "claim": bound.claim,
        "of": bound.of,
        "formula": bound.formula,
        "assumptions": [vars(condition) for condition in bound.conditions],
        "holds": bound.holds,
        "errors_at_most": _text(bound.error),
        "share": None if bound.error is None else float(bound.error / points),
    }


def _denoised(found: Measured, cut: Denoised) -> dict[str, Any]:
    return {
        "objective": cut.objective,
        "objective_of_truth": found.truth_objective,
        "labels": list(found.denoised_names),
        "undecided": int((~cut.certain).sum()),
        "errors_where_all_agree": found.certain_errors,
        "errors_of_fewest": found.errors(cut.fewest),
        "errors_of_most": found.errors(cut.most),
    }


def _certificate(found: Measured) -> dict[str, Any]:
    """What the checker starts from: all whole numbers; a flow of a class is in units of 1/(size of its worst set)."""
    given, cut = found.given, found.denoised
    student = None if given.student is None else list(given.student)
    return {
        "truth": list(given.graph.truth),
        "pseudo": list(given.pseudo),
        "student": student,
        "views": [list(view) for view in given.graph.views],
        "flows": [_flow(flow) for flow in found.flows],
        "cut": None
        if cut is None
        else {
            "fewest": cut.fewest.tolist(),
            "most": cut.most.tolist(),
            "entering": [list(amount) for amount in cut.entering],
            "leaving": [list(amount) for amount in cut.leaving],
        },
    }


def _flow(flow: Expansion) -> dict[str, Any]:
    unit = max(1, len(flow.worst))  # the denominator of the constant divides it
    return {
        name: [[a, b, int(amount * unit)] for a, b, amount in amounts]
        for name, amounts in (("sent", flow.sent), ("received", flow.received))
    } | {"worst": list(flow.worst)}
