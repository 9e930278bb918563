"""When Mixup and ERM have one direction on Gaussian data: the frequency of interpolation against d/(n ln n)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

COLOURS = (style.ORANGE, style.SKY, style.GREEN, style.BLACK)
DASHES = (":", "-.", "--", "-")


def compute(sizes: list[int], ratios: list[float], trials: int, seed: int) -> pd.DataFrame:
    """Frequencies with Clopper-Pearson intervals of 95%, and the bound 1 - 2/n of Lemma 3.7."""
    import numpy as np
    import pandas as pd

    from theory.linear.gaussian_data import transition_curve

    rows = transition_curve(sizes, ratios, trials, np.random.default_rng(seed))
    columns = ("n", "d", "ratio", "trials", "successes", "low", "high")
    table = pd.DataFrame([{name: getattr(row, name) for name in columns} for row in rows])
    return table.assign(frequency=table["successes"] / table["trials"], bound=1 - 2 / table["n"])


def draw(data: pd.DataFrame) -> Drawing:
    """A curve for each n; the lemma begins at 10."""
    drawing, grid = style.panels(height=2.5)
    axes = grid[0, 0]
    for (n, curve), colour, dash in zip(data.groupby("n"), COLOURS, DASHES, strict=False):
        axes.fill_between(curve["ratio"], curve["low"], curve["high"], color=colour, alpha=0.2, linewidth=0)
        axes.plot(curve["ratio"], curve["frequency"], dash, color=colour, label=f"$n = {n}$")
    axes.axvline(10, color=style.GREY, linewidth=0.8)
    axes.annotate("Lemma 3.7\nfrom here on", (10, 0.06), (-4, 0), textcoords="offset points", ha="right", fontsize=7)
    axes.set(
        xscale="log", xlim=(0.45, 13), ylim=(-0.02, 1.02), xlabel=r"$d/(n \ln n)$", ylabel="frequency of one direction"
    )
    axes.set_xticks([0.5, 1, 2, 5, 10], ["0.5", "1", "2", "5", "10"])
    axes.minorticks_off()
    axes.legend(loc="upper left")
    return drawing


FIGURE = Figure(
    name="equivalence-transition",
    title="When the directions of ERM and Mixup agree on Gaussian data",
    caption=(
        r"$n$ points $X \sim N(0, I_d)$ with random labels: how often the max-margin solution interpolates, so that "
        r"Mixup has its direction where the classes have equal mass (Theorem 3.5, repaired); bands: 95% "
        r"Clopper-Pearson. Lemma 3.7 guarantees probability $1 - 2/n$ from $d > 10 n \ln n + n - 1$ on; the transition "
        r"is already at about $2 n \ln n$."
    ),
    claims=("lemma-3.7", "corollary-3.8"),
    compute=compute,
    draw=draw,
    paper={
        "sizes": [8, 24, 64, 128],
        "ratios": [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 7, 10],
        "trials": 400,
    },
    quick={"trials": 60},
)
