"""Worst risks under a shift in words, and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs_check.support import tool
from proofs_check.support.files import as_json_text
from proofs_check.support.letters import printable

if TYPE_CHECKING:
    from proofs_check.shift.found import Measured, Predictor

SCHEMA = 1
SCOPE = (
    "This supposes the diagram T → A, T → C, A → C without a hidden common cause of A and C, and that P(T) and "
    "P(C | T, A) stay as they are.",
    "Laws are taken from the counts as if there were no more to know: rare combinations make them uncertain.",
    "Risks are Brier scores, the squared distance of the predicted probabilities from the truth; another loss can have "
    "another answer.",
)
LOOKS = {
    "regression": "P(T | A, C) as observed",
    "base rate": "P(T), whatever is seen",
    "interventional": "P(T | do(A), C)",
    "minimax": "the smallest worst risk",
}


def header(found: Measured) -> str:
    """What was measured."""
    return (
        f"{found.total} counts of {len(found.classes)} classes, {len(found.values)} values of A, which may change, and "
        f"{len(found.outcomes)} outcomes"
    )


def verdict(found: Measured) -> str:
    """Whether the stable predictor is minimax, and why."""
    worst = found.predictors[2].worst
    if found.is_minimax:
        named = [printable(found.values[a]) for a in found.common_worst]
        why = f"the value {named[0]} is worst for every class" if named else "an environment shows it"
        return f"P(T | do(A), C) is minimax: {why}. Its worst risk is {float(worst):.4f}."
    low, high = float(found.minimax.below), float(found.minimax.above)
    return (
        f"P(T | do(A), C) is not minimax: its worst risk is {float(worst):.4f}, and the smallest one is between "
        f"{low:.6f} and {high:.6f}."
    )


def breaks(found: Measured, predictor: Predictor) -> str:
    """The environment that is worst for a predictor."""
    if predictor.name == "base rate":
        return "nothing: it is the same everywhere"
    pairs = zip(found.classes, predictor.breaks, strict=True)
    return "; ".join(f"{printable(t)} with {printable(found.values[a])}" for t, a in pairs)


def lines_of(found: Measured) -> list[str]:
    """A line for each predictor."""
    return [
        f"{p.name} ({LOOKS[p.name]}): observed {float(p.observed):.4f}, worst {float(p.worst):.4f}; broken by "
        f"{breaks(found, p)}"
        for p in found.predictors
    ]


def text(found: Measured) -> str:
    """One screen."""
    lines = [header(found), verdict(found), *lines_of(found), *SCOPE[:2]]
    return tool.screen(lines)


def as_json(found: Measured) -> str:
    """The published form: risks and probabilities are numbers, the ends about the smallest worst risk fractions."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "classes": list(found.classes),
        "values": list(found.values),
        "outcomes": list(found.outcomes),
        "total": found.total,
        "verdict": verdict(found),
        "scope": list(SCOPE),
        "predictors": [_predictor(found, p) for p in found.predictors],
        "losses": [[float(loss) for loss in row] for row in found.losses],
        "interventional_is_minimax": found.is_minimax,
        "common_worst": [found.values[a] for a in found.common_worst],
        "smallest_worst_risk": [str(found.minimax.below), str(found.minimax.above)],
    }
    return as_json_text(data, indent=1)


def _predictor(found: Measured, predictor: Predictor) -> dict[str, Any]:
    return {
        "name": predictor.name,
        "observed_risk": float(predictor.observed),
        "worst_risk": float(predictor.worst),
        "breaks": [found.values[a] for a in predictor.breaks],
        "predictions": [[[float(p) for p in row] for row in rows] for rows in predictor.predictions],
    }


def html(found: Measured, source: str) -> str:
    """One page that needs no network; ``source`` names what was measured."""
    from proofs_check.support.pages import render

    rows = [
        (p.name, LOOKS[p.name], f"{float(p.observed):.4f}", f"{float(p.worst):.4f}", breaks(found, p))
        for p in found.predictors
    ]
    losses = [
        (printable(name), [f"{float(loss):.4f}" for loss in row])
        for name, row in zip(found.classes, found.losses, strict=True)
    ]
    return render(
        "proofs_check.shift",
        "shift.html",
        source=printable(source),
        header=header(found),
        verdict=verdict(found),
        good=found.is_minimax,
        rows=rows,
        values=list(map(printable, found.values)),
        losses=losses,
        scope=SCOPE,
    )
