"""An audit in the terminal: what was audited, the verdict, which alpha, the rows by their lead, what to do."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from proofs_check.audit import words
from proofs_check.audit.findings import Audit
from proofs_check.support.words import counted

SHOWN = 10  # rows in the table
WIDE = 110  # letters that the table of all columns takes
ESSENTIAL = ("row", "class", "fate", "lead", "own", "rival", "from α")  # where there are fewer
_STYLES = {"safe": "green", "keeps": "green", "lost": "bold red", "undefined": "yellow", "not judged": "dim"}


def summary(audit: Audit, width: int = WIDE) -> Group:
    """Everything that goes to the terminal, which is ``width`` letters wide."""
    style = "bold red" if len(audit.hazards) else "bold green"
    parts: list[RenderableType] = [_header(audit), Text(words.verdict(audit), style=style)]
    parts += [Text(f"Noticed: {sentence}", style="yellow") for sentence in words.noticed(audit)]
    if audit.table is not None:
        parts += [_alphas(audit), Text(words.which_alpha(audit), style="bold")]
    if floor := words.floor(audit):
        parts.append(Text(floor))
    parts.append(_rows(audit, width))
    parts += [Text(f"• {line}") for line in words.advice(audit)]
    parts += [Text(f"  {line}", style="dim") for line in words.SCOPE[:2]]
    return Group(*parts)


def _header(audit: Audit) -> Text:
    data = audit.prepared.dataset
    lines = [
        f"{counted(data.n_points, '1 point', 'points')} in {counted(data.dimension, '1 dimension', 'dimensions')}, "
        f"{counted(data.n_classes, '1 class', 'classes')}; {audit.unit}",
        f"Mixing: {words.assumed(audit)}",
    ]
    if audit.prepared.copies:
        lines.append(counted(audit.prepared.copies, "1 row repeats another one", "rows repeat another one"))
    return Text("\n".join(lines))


def _rows(audit: Audit, width: int) -> Table:
    planes = audit.settings.estimator == "plane"
    at = "by planes through the nearest mixes" if planes else f"at ε = {audit.epsilons[-1]:.4g}"
    table = Table(padding=(0, 0), title=f"Rows by the lead of their class {at}", title_justify="left")
    shown = [name for name in _row(audit, 0) if width >= WIDE or name in ESSENTIAL]
    for name in shown:
        text = name in ("class", "fate")
        title = "h_ε own" if name == "own" and not planes else name
        table.add_column(title, justify="left" if text else "right", no_wrap=name not in ("class", "rival"))
    for index in map(int, audit.order[:SHOWN]):
        cells = _row(audit, index)
        table.add_row(*(cells[name] for name in shown))
    return table


def _row(audit: Audit, index: int) -> dict[str, str | Text]:
    return {
        "row": str(audit.prepared.rows[index]),
        "class": words.label(audit, index),
        "fate": Text(words.fate_text(audit, index), style=_STYLES[audit.fate(index)]),
        "lead": words.lead_text(audit, index),
        "own": words.own_text(audit, index),
        "rival": words.rival_text(audit, index),
        "certified": words.clearance_text(audit, index),
        "d(other)": f"{audit.other[index]:.3g}",
        "pair": words.pair_text(audit, index),
        "λ": f"{audit.clearance.mixing[index]:.2f}",
        "from ε": words.unsafe_epsilon_text(audit, index),
        "from α": words.unsafe_alpha_text(audit, index),
    }


def _alphas(audit: Audit) -> Table:
    assert audit.table is not None
    sample = "all points" if audit.table.sample == audit.n_points else f"{audit.table.sample} points drawn at random"
    table = Table(padding=(0, 0), title=f"Points lost at each α, of {sample}", title_justify="left")
    table.add_column("ε \\ α", justify="right")
    for alpha in audit.table.alphas:
        table.add_column(f"{alpha:g}", justify="right")
    for name, column in zip(words.columns(audit), audit.table.lost.T, strict=True):
        table.add_row(name, *(Text(str(n), style="red" if n else "dim") for n in column))
    return table
