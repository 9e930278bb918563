"""What mends the training points that Mixup gets wrong, and what it costs on fresh points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

ALL = "all"
HEADS = {
    "erm": "no Mixup",
    "mixup": "Mixup",
    "guilty": "guilty pairs\nunmixed",
    "random": "as many\nat random",
    "neighbours": "partner of\n10 nearest",
    "off at the end": "off for the\nlast fifth",
}


def compute(sets: list[str] | str, runs: int, epochs: int, seed: int) -> pd.DataFrame:
    """One row for each data set and repair; ``sets`` is a list of names, or "all" eight."""
    from proofs_check.experiments.study import tables
    from proofs_check.experiments.study.repairs import CELLS
    from proofs_check.support.cache import Store

    chosen = [name for name, _ in CELLS] if sets == ALL else list(sets)
    return tables.repairs_table(chosen, runs, epochs, seed, Store(tables.STORE))


def draw(data: pd.DataFrame) -> Drawing:
    """The table: training points wrong, and accuracy on fresh points."""
    header = ["wrong / accuracy", *(name for name in HEADS.values())]
    rows = []
    for name in map(str, data["set"].unique()):
        cell = data[data["set"] == name]
        rows.append([f"{name}, $\\alpha = {cell['alpha'].iloc[0]:g}$", *_shown(cell)])
    rows.append(["mean", *_shown(data)])
    return style.table(header, rows, [1.35, *[0.93] * len(HEADS)], rules=(len(rows) - 1,))


def _shown(rows: pd.DataFrame) -> list[str]:
    means = rows.groupby("repair")[["wrong", "accuracy"]].mean()
    pairs = means.loc[[*HEADS]].to_numpy(dtype=float)
    return [f"{wrong:.1f} / {accuracy:.3f}" for wrong, accuracy in pairs]


FIGURE = Figure(
    name="repairs",
    title="What mends the points that Mixup gets wrong",
    caption=(
        r"Training points wrong, of 100 to 300, and accuracy on fresh points, means over runs. Guilty pairs are all "
        r"that have a mix within $U/8$ of a point that they threaten, most pairs; unmixed means $\lambda = 1$."
    ),
    claims=("effective-resolution",),
    compute=compute,
    draw=draw,
    paper={"sets": ALL, "runs": 3, "epochs": 2000},
    quick={"sets": ["circles"], "runs": 2, "epochs": 1000},
)
