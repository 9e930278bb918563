"""When Mixup and ERM have one direction on Gaussian data: the probability of interpolation against d/(n ln n)."""

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
    """Frequencies with Clopper-Pearson intervals of 95%, certain bounds, the limit, and 1 - 2/n of Lemma 3.7."""
    import numpy as np
    import pandas as pd

    from theory.linear.gaussian_data import interpolation_probability_bounds, transition_curve
    from theory.results.mixup.lemma_3_7_transition import transition_offset

    rows = transition_curve(sizes, ratios, trials, np.random.default_rng(seed))
    columns = ("n", "d", "ratio", "trials", "successes", "low", "high")
    table = pd.DataFrame([{name: getattr(row, name) for name in columns} for row in rows])
    bounds = [interpolation_probability_bounds(row.n, row.d) for row in rows]
    limits = np.exp(-np.exp([-transition_offset(row.n, row.d) for row in rows]))
    lower, upper = np.transpose(bounds)
    frequency, stated = table["successes"] / table["trials"], 1 - 2 / table["n"]
    return table.assign(frequency=frequency, bound=stated, lower=lower, upper=upper, limit=limits)


def draw(data: pd.DataFrame) -> Drawing:
    """Bounds, frequencies and limit for each n; the lemma begins at 10."""
    drawing, grid = style.panels(height=2.5)
    axes = grid[0, 0]
    for (n, curve), colour, dash in zip(data.groupby("n"), COLOURS, DASHES, strict=False):
        axes.fill_between(curve["ratio"], curve["lower"], curve["upper"], color=colour, alpha=0.2, linewidth=0)
        interval = (curve["frequency"] - curve["low"], curve["high"] - curve["frequency"])
        axes.errorbar(curve["ratio"], curve["frequency"], interval, fmt="o", markersize=2, linewidth=0.8, color=colour)
        axes.plot(curve["ratio"], curve["limit"], dash, linewidth=0.8, color=colour, label=f"$n = {n}$")
    axes.axvline(10, color=style.GREY, linewidth=0.8)
    axes.annotate("Lemma 3.7\nfrom here on", (10, 0.06), (-4, 0), textcoords="offset points", ha="right", fontsize=7)
    axes.set(
        xscale="log",
        xlim=(0.45, 13),
        ylim=(-0.02, 1.02),
        xlabel=r"$d/(n \ln n)$",
        ylabel="probability of one direction",
    )
    axes.set_xticks([0.5, 1, 2, 5, 10], ["0.5", "1", "2", "5", "10"])
    axes.minorticks_off()
    axes.legend(loc="upper left")
    return drawing


FIGURE = Figure(
    name="equivalence-transition",
    title="When the directions of ERM and Mixup agree on Gaussian data",
    caption=(
        r"$n$ points $X \sim N(0, I_d)$ with random labels: how probably the max-margin solution interpolates, so that "
        r"Mixup has its direction where the classes have equal mass (Theorem 3.5, repaired). Bands: certain bounds "
        r"(lemma-3.7-sharp); dots: frequencies with 95% Clopper-Pearson intervals; lines: the limit $\exp(-e^{-c})$ at "
        r"$d = n(2\ln n - \ln\ln n - \ln 4\pi + 1 + 2c)$ (lemma-3.7-transition). Lemma 3.7 guarantees $1 - 2/n$ from "
        r"$d > 10 n \ln n + n - 1$ on."
    ),
    claims=("lemma-3.7", "lemma-3.7-sharp", "lemma-3.7-transition", "corollary-3.8"),
    compute=compute,
    draw=draw,
    paper={
        "sizes": [8, 24, 64, 128],
        "ratios": [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 7, 10],
        "trials": 400,
    },
    quick={"trials": 60},
)
