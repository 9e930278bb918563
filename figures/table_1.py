"""Table 1: class-1 probabilities on the three-point line, by four readings of the published protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

COLUMNS = {  # reading: its column
    "short": "reset_1000",
    "reset": "class_1_probability",
    "adam kept": "adam_kept",
    "weights kept": "weights_kept",
}


def compute(runs: int, chains: int, seed: int) -> pd.DataFrame:
    """A row for each alpha and point; a mean and a standard deviation over repetitions for each reading.

    ``std`` is that of single runs; ``*_error`` is the standard deviation of a published number, a mean of ten.
    """
    import numpy as np
    import pandas as pd

    from proofs_check.experiments.lines import ALPHAS, READINGS
    from theory.results.mixup.table_1 import PRINTED, RERUN

    table = pd.DataFrame({"alpha": np.repeat(ALPHAS, 3), "x": [0, 1, 2] * len(ALPHAS)})
    for name, column in COLUMNS.items():
        reading = READINGS[name]
        measured = reading.measure(chains if name == "adam kept" else runs, seed)
        deviation = measured.std(axis=1, ddof=1).ravel()
        table[column] = measured.mean(axis=1).ravel()
        table[f"{column}_error"] = deviation / np.sqrt(reading.averaged)
        if name == "reset":
            table["std"] = deviation
    table["paper"] = np.ravel([PRINTED[alpha] for alpha in ALPHAS])
    table["rerun"] = np.ravel([RERUN[alpha] for alpha in ALPHAS])
    first = ["alpha", "x", "class_1_probability", "std", "paper"]
    return table[first + [name for name in table if name not in first]]


def draw(data: pd.DataFrame) -> Drawing:
    """The published columns, then the measured ones with the scatter of a mean of ten runs."""
    measured_in = ("1,000 epochs\nreset", "5,000 epochs\nreset", "Adam's state\nkept", "weights\nkept")
    header = ["α", "x", "paper", "re-run", *measured_in]
    rows = []
    for _, row in data.iterrows():
        first = [f"{row['alpha']:.0f}" if row["x"] == 0 else "", f"{row['x']:.0f}"]
        measured = [f"{row[c]:.3f} ± {row[f'{c}_error']:.3f}" for c in COLUMNS.values()]
        rows.append([*first, f"{row['paper']:.3f}", f"{row['rerun']:.3f}", *measured])
    return style.table(header, rows, [0.4, 0.2, 0.65, 0.65, 1.2, 1.2, 1.2, 1.2], rules=(3, 6))


FIGURE = Figure(
    name="table-1",
    title="Class-1 probabilities on the three-point line",
    caption=(
        r"Mean class-1 probabilities of Mixup networks at the points $0, 1, 2$. “Paper” is the printed table, whose "
        r"logs say 1,000 epochs; “re-run” the published re-run with 5,000. The other columns are trained here, with "
        r"the standard deviation that a mean of ten runs has. “Reset”: everything fresh in each run; “Adam's state "
        r"kept”: weights reset every 5,000 epochs, one Adam for all; “weights kept”: one training, read ten times at "
        r"intervals of 1,000 epochs. The re-run agrees with both columns of 5,000 epochs, and the printed table with "
        r"the last column in all nine cells; fresh networks after 1,000 epochs are too uncertain at $0$ and $2$. "
        r"At the point $1$ all agree."
    ),
    claims=("table-1", "theorem-2.7"),
    compute=compute,
    draw=draw,
    paper={"runs": 40, "chains": 8},
    quick={"runs": 4, "chains": 2},
)
