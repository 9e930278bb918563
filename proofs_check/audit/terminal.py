"""An audit in the terminal: what was audited, the worst points first, the curve, the verdict, what to do."""

from __future__ import annotations

import numpy as np
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from proofs_check.audit import words
from proofs_check.audit.findings import Audit
from proofs_check.support.words import counted

SHOWN = 10  # points in the table
_FATES = {"safe": "green", "keeps": "green", "lost": "bold red", "undecided": "yellow"}


def summary(audit: Audit) -> Group:
    """Everything that goes to the terminal."""
    parts: list[RenderableType] = [_header(audit), _worst(audit)]
    if audit.curve is not None:
        parts.append(_curve(audit))
    parts.append(Text(words.verdict(audit), style="bold red" if len(audit.hazards) else "bold green"))
    parts += [Text(f"• {line}") for line in words.advice(audit)]
    return Group(*parts)


def _header(audit: Audit) -> Text:
    data, settings = audit.prepared.dataset, audit.settings
    low, median = np.min(audit.repaired.distance), np.median(audit.repaired.distance)
    unit = " rad" if settings.metric == "angular" else ""
    lines = [
        f"{counted(data.n_points, '1 point', 'points')} in {counted(data.dimension, '1 dimension', 'dimensions')}, "
        f"{counted(data.n_classes, '1 class', 'classes')}; "
        f"clearance {low:.4g} at least, {median:.4g} in the median{unit}; "
        f"half the median distance of nearest neighbours {audit.scale:.4g}",
    ]
    if audit.prepared.copies:
        lines.append(counted(audit.prepared.copies, "1 row repeats another one", "rows repeat another one"))
    return Text("\n".join(lines))


def _worst(audit: Audit) -> Table:
    at_epsilon = audit.settings.epsilon is not None
    table = Table(
        padding=(0, 0),
        title="Worst points first; a point may be lost from ε (at this α) and from α (at this ε) on",
        title_justify="left",
    )
    for name in ("row", "clearance", "printed", "d(other)"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("class", no_wrap=True)
    for name in ("pair", "λ", "from ε"):
        table.add_column(name, justify="right", no_wrap=True)
    if at_epsilon:
        for name in ("from α", "h_ε own", "h_ε rival", "per epoch"):
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("")
    for index in map(int, audit.order[:SHOWN]):
        table.add_row(*_row(audit, index), *(_at(audit, index) if at_epsilon else ()))
    return table


def _row(audit: Audit, index: int) -> list[str]:
    clear, printed = words.clearance_text(audit, index), audit.printed.distance[index]
    return [
        str(audit.prepared.rows[index]), clear, f"{printed:.4g}", f"{audit.other[index]:.4g}",
        words.label(audit, index), words.pair_text(audit, index), f"{audit.repaired.mixing[index]:.2f}",
        words.unsafe_epsilon_text(audit, index),
    ]  # fmt: skip


def _at(audit: Audit, index: int) -> list[str | Text]:
    fate = audit.fate(index)
    texts = (words.unsafe_alpha_text, words.own_text, words.rival_text, words.per_epoch_text)
    return [*(text(audit, index) for text in texts), Text(fate, style=_FATES[fate])]


def _curve(audit: Audit) -> Table:
    curve = audit.curve
    assert curve is not None
    whole = curve.sample == audit.n_points
    sample = "all points" if whole else f"a random sample of {curve.sample} points, each judged exactly"
    table = Table(title=f"Points lost, of {sample}", title_justify="left")
    table.add_column("α \\ ε", justify="right")
    for epsilon in curve.epsilons:
        table.add_column(f"{epsilon:.4g}", justify="right")
    for alpha, row in zip(curve.alphas, curve.lost, strict=True):
        table.add_row(f"{alpha:g}", *(Text(str(n), style="red" if n else "dim") for n in row))
    return table
