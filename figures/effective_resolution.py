"""Effective resolution: at which epsilon trained networks look like h_eps, and on which lines they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

COLOURS = (style.BLUE, style.ORANGE, style.VERMILLION)


def compute(alphas: list[int], runs: int, epochs: int, seed: int) -> pd.DataFrame:
    """``h``: h_eps^1(1) on three points; ``discrepancy``: the largest |h_eps - mean network| on each line.

    Rows "published" and "root" hold the printed probability at the point 1 and the least epsilon that gives it.
    """
    from dataclasses import replace

    import numpy as np
    import pandas as pd

    from proofs_check.experiments.lines import PAPER, LineExperiment
    from theory.dataset import LabeledDataset
    from theory.mixing import Beta
    from theory.optimal import mixup_optimal
    from theory.results.mixup.effective_resolution import RESOLUTIONS, Networks, discrepancy, effective_resolution
    from theory.results.mixup.table_1 import PRINTED

    rows = []
    line = LabeledDataset.alternating_line()
    for alpha in alphas:
        published = PRINTED[alpha][1]
        root = effective_resolution(alpha, published)
        rows.append({"kind": "root", "alpha": alpha, "epsilon": root, "value": published})
        for epsilon in RESOLUTIONS:
            value = mixup_optimal(line, Beta(alpha), [[1.0]], epsilon)[0, 0]
            rows.append({"kind": "h", "alpha": alpha, "epsilon": epsilon, "value": value})
    protocol = replace(PAPER, epochs=epochs, read_every=epochs)
    for n, k in ((3, 2), (10, 2), (10, 10)):
        line = LabeledDataset.alternating_line(n, k)
        found = LineExperiment(line, [Beta(alpha) for alpha in alphas], protocol).run(runs, seed)[:, :, -1]
        means = dict(zip(alphas, found.mean(axis=1, dtype=np.float64), strict=True))
        networks = Networks(line, means, {alpha: np.zeros((n, k)) for alpha in alphas})
        for epsilon in RESOLUTIONS:
            value = discrepancy(networks, float(epsilon))
            rows.append({"kind": f"{n} points, {k} classes", "alpha": 0, "epsilon": epsilon, "value": value})
    return pd.DataFrame(rows)


def draw(data: pd.DataFrame) -> Drawing:
    """Left the roots on three points, right how well any epsilon fits."""
    drawing, grid = style.panels(1, 2, style.PAGE, 2.5)
    left, right = grid[0]
    for (alpha, curve), colour in zip(data[data["kind"] == "h"].groupby("alpha"), COLOURS, strict=True):
        root = data[(data["kind"] == "root") & (data["alpha"] == alpha)].iloc[0]
        left.plot(curve["epsilon"], curve["value"], color=colour, label=rf"$\alpha = {alpha}$")
        left.hlines(root["value"], 0, root["epsilon"], color=colour, linewidth=0.7, linestyle="--")
        left.vlines(root["epsilon"], 0, root["value"], color=colour, linewidth=0.7, linestyle="--")
        left.plot(root["epsilon"], root["value"], "D", color=colour, markeredgecolor="black")
    left.axhline(0.5, color=style.GREY, linewidth=0.6)
    left.set(xlim=(0, 1.2), ylim=(0, 0.75), xlabel=r"$\epsilon$", ylabel=r"$h^1_\epsilon(1)$, three points")
    left.legend(loc="lower right", bbox_to_anchor=(1, 0.08))
    styles = zip(("-", "--", ":"), (style.BLACK, style.PURPLE, style.GREEN), strict=True)
    lines = data[data["kind"].str.contains("points")].groupby("kind", sort=False)
    for (name, curve), (dash, colour) in zip(lines, styles, strict=True):
        right.plot(curve["epsilon"], curve["value"], dash, color=colour, label=name)
    right.axhline(0.02, color=style.GREY, linewidth=0.6)
    right.set(xlim=(0, 1.2), ylim=(0, 0.75), xlabel=r"$\epsilon$", ylabel="largest difference\nfrom networks")
    right.legend(loc="upper left")
    return drawing


FIGURE = Figure(
    name="effective-resolution",
    title="At which ε a network looks like h_ε",
    caption=(
        r"Left: $h_\epsilon^1(1)$ on the three-point line; diamonds: where it first takes the printed values of "
        r"Table 1, at $\epsilon = 0.141, 0.147, 0.120$. Right: the largest difference between $h_\epsilon$ and the "
        r"mean network, over all data points, classes and $\alpha = 1, 32, 128$: on three points one $\epsilon$ fits "
        r"all to about 0.02 (grey line), on ten points none does."
    ),
    claims=("effective-resolution", "table-1"),
    compute=compute,
    draw=draw,
    paper={"alphas": [1, 32, 128], "runs": 10, "epochs": 5000},
    quick={"runs": 2},
)
