"""A measured dependence on contexts in words, and as JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from proofs_check.support import tool
from proofs_check.support.files import as_json_text
from proofs_check.support.letters import printable
from proofs_check.support.words import counted

if TYPE_CHECKING:
    from proofs_check.context.found import Measured, Row

SCHEMA = 1
SHOWN, LISTED = 3, 20  # rows in the text, and on the page
SCOPE = (
    "Everything but the counts rests on one belief: that on every object the most frequent answer is right. A label "
    "for each object (--truth) checks it on the grid; nothing checks it beyond.",
    "The interval supposes that objects and contexts were drawn independently from those that it is about.",
    "An answer that is wrong in every context does not show: D is 0 then.",
)


def per_cent(value: Fraction | float) -> str:
    """A share.

    >>> per_cent(Fraction(1, 3))
    '33.3%'
    """
    return f"{float(value):.1%}"


def header(found: Measured) -> str:
    """What was measured."""
    objects, contexts = found.codes.shape
    return (
        f"Predictions for {counted(objects, '1 object', 'objects')} in {contexts} contexts, "
        f"{counted(len(found.classes), '1 class', 'classes')}"
    )


def verdict(found: Measured) -> str:
    """What follows on the grid, and beyond."""
    low, high = found.error_interval
    return (
        f"Two contexts get different answers with probability D = {per_cent(found.disagreement)}. If the most frequent "
        f"answer is right on every object, the error on this grid is exactly {per_cent(found.error_if_right)}. Beyond "
        f"the grid it is then between {per_cent(low)} and {per_cent(high)} ({found.confidence:.0%} confidence, "
        f"{found.differing} of {counted(found.pairs, '1 disjoint pair', 'disjoint pairs')} differ)."
    )


def checked(found: Measured) -> str:
    """Whether the belief holds on the grid; empty without labels."""
    wrong = found.wrong_plurality
    if wrong is None or found.error is None:
        return ""
    said = f"With the labels the error on the grid is {per_cent(found.error)}"
    if not wrong:
        return f"{said}; on every object the most frequent answer is right."
    named = ", ".join(map(printable, wrong[:SHOWN])) + (", …" if len(wrong) > SHOWN else "")
    return f"{said}; the belief is wrong on {counted(len(wrong), '1 object', 'objects')}: {named}."


def worst(rows: list[Row], what: str) -> str:
    """The first rows in a line."""
    shown = ", ".join(f"{printable(row.name)} ({per_cent(row.disagreement)})" for row in rows[:SHOWN])
    return f"Most dependent {what}: {shown}"


def text(found: Measured) -> str:
    """One screen."""
    lines = [header(found), verdict(found), checked(found)]
    lines += [worst(found.by_object, "objects"), worst(found.by_context, "contexts"), SCOPE[0]]
    return tool.screen(lines)


def as_json(found: Measured) -> str:
    """The published form: shares of the grid are texts such as ``"7/3"``, ends of intervals numbers."""
    objects, contexts = found.codes.shape
    low, high = found.error_interval
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "objects": objects,
        "contexts": contexts,
        "classes": list(found.classes),
        "verdict": verdict(found),
        "scope": list(SCOPE),
        "disagreement": str(found.disagreement),
        "error_if_plurality_is_right": str(found.error_if_right),
        "confidence": found.confidence,
        "disjoint_pairs": found.pairs,
        "differing_pairs": found.differing,
        "disagreement_interval": list(found.interval),
        "error_interval": [low, high],
        "by_object": _rows(found.by_object),
        "by_context": _rows(found.by_context),
        "error": None if found.error is None else str(found.error),
        "wrong_plurality": None if found.wrong_plurality is None else list(found.wrong_plurality),
    }
    return as_json_text(data, indent=1)


def _rows(rows: list[Row]) -> list[dict[str, str]]:
    return [{"name": row.name, "disagreement": str(row.disagreement)} for row in rows]


def html(found: Measured, source: str) -> str:
    """One page that needs no network; ``source`` names what was measured."""
    from proofs_check.support.pages import render

    tables = [
        (what, [(printable(row.name), per_cent(row.disagreement)) for row in rows[:LISTED] if row.disagreement])
        for what, rows in (("objects", found.by_object), ("contexts", found.by_context))
    ]
    return render(
        "proofs_check.context",
        "context.html",
        source=printable(source),
        header=header(found),
        verdict=verdict(found),
        checked=checked(found),
        scope=SCOPE,
        tables=tables,
    )
