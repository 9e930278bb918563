"""Appendix D: training error on lines of ten points, with two classes and with ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing


def compute(alphas: list[int], classes: list[int], runs: int, epochs: int, seed: int) -> pd.DataFrame:
    """As for Figure 1, for each number of classes; one set of ERM runs for all alpha."""
    from dataclasses import replace

    import pandas as pd

    from proofs_check.experiments.lines import PAPER, LineExperiment, error_table
    from theory.dataset import LabeledDataset
    from theory.mixing import Beta

    methods = [(0, "ERM"), *((alpha, "Mixup") for alpha in alphas)]
    tables = []
    for k in classes:
        line = LabeledDataset.alternating_line(10, k)
        mixings = [Beta(alpha) if method == "Mixup" else None for alpha, method in methods]
        experiment = LineExperiment(line, mixings, replace(PAPER, epochs=epochs))
        found = error_table(experiment, methods, experiment.run(runs, seed))
        tables.append(found.assign(classes=k))
    return pd.concat(tables, ignore_index=True)


def draw(data: pd.DataFrame) -> Drawing:
    """A row of panels for each number of classes, a column for each alpha."""
    classes, alphas = sorted(data["classes"].unique()), sorted(set(data["alpha"]) - {0})
    drawing, grid = style.panels(len(classes), len(alphas), style.PAGE * 0.75, 3.6, sharey=True, sharex=True)
    for i, k in enumerate(classes):
        for j, alpha in enumerate(alphas):
            axes = grid[i, j]
            part = data[(data["classes"] == k) & data["alpha"].isin([0, alpha])]
            style.draw_errors(axes, part)
            axes.set_title(rf"{k} classes, $\alpha = {alpha}$")
            axes.label_outer()
        grid[i, 0].set_ylabel("training error")
    grid[0, 0].legend(loc="upper right")
    return drawing


FIGURE = Figure(
    name="appendix-d",
    title="Training error on lines of ten points",
    caption=(
        r"The experiment of Figure 1 on the points $0, \dots, 9$ with two alternating classes and with ten. Mixup does "
        r"not fit these lines, even with $\alpha = 1$, where $h_\epsilon$ is right at every point for every "
        r"$\epsilon \le 0.69$: on ten points $h_\epsilon$ does not explain the network (claim effective-resolution). "
        r"ERM fits the ten classes, and needs more epochs for two."
    ),
    claims=("theorem-2.7-long-lines", "effective-resolution"),
    compute=compute,
    draw=draw,
    paper={"alphas": [1, 32], "classes": [2, 10], "runs": 10, "epochs": 5000},
    quick={"runs": 2},
)
