"""A measured expansion as one HTML page that needs no network."""

from __future__ import annotations

from proofs_check.expansion import words
from proofs_check.expansion.findings import Measured
from proofs_check.support.letters import printable
from proofs_check.support.pages import render

ROWS = 200  # points of worst sets in the table


def html(found: Measured, source: str) -> str:
    """The page; ``source`` names what was measured."""
    names, given = found.given.classes, found.given
    worst = [(row.name, x) for row in found.by_class for x in row.worst]
    return render(
        "proofs_check.expansion",
        "expansion.html",
        source=printable(source),
        found=found,
        header=words.header(found),
        verdict=words.verdict(found),
        comparison=words.comparison(found),
        classes=[(printable(row.name), row, words.value(row.constant)) for row in found.by_class],
        bounds=[(bound, words.bound_text(bound, found.points)) for bound in found.bounds],
        remarks=[printable(remark) for remark in given.remarks],
        scope=words.SCOPE,
        measured=words.MEASURED,
        words=words.WORDS,
        worst=[(x, printable(name), printable(names[given.pseudo[x]])) for name, x in worst[:ROWS]],
        hidden=max(0, len(worst) - ROWS),
        local=words.LOCAL,
    )
