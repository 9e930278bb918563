"""Figure 1: training error of ERM and Mixup on the three-point alternating line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing


def compute(alphas: list[int], runs: int, epochs: int, seed: int) -> pd.DataFrame:
    """Mean and standard deviation over runs of the training error, every 50 epochs; ERM anew beside each alpha."""
    from dataclasses import replace

    from proofs_check.experiments.lines import PAPER, LineExperiment, error_table
    from theory.dataset import LabeledDataset
    from theory.mixing import Beta

    methods = [(alpha, method) for alpha in alphas for method in ("ERM", "Mixup")]
    mixings = [Beta(alpha) if method == "Mixup" else None for alpha, method in methods]
    line = LabeledDataset.alternating_line()
    experiment = LineExperiment(line, mixings, replace(PAPER, epochs=epochs))
    return error_table(experiment, methods, experiment.run(runs, seed))


def draw(data: pd.DataFrame) -> Drawing:
    """One panel for each alpha."""
    alphas = sorted(data["alpha"].unique())
    drawing, grid = style.panels(1, len(alphas), style.PAGE, 2.1, sharey=True)
    for axes, alpha in zip(grid[0], alphas, strict=True):
        style.draw_errors(axes, data[data["alpha"] == alpha])
        axes.set_title(rf"$\alpha = {alpha}$")
    grid[0, 0].set_ylabel("training error")
    draw_levels(grid[0, 0])
    grid[0, 0].legend(loc="upper right")
    return drawing


def draw_levels(axes: Axes) -> None:
    """With three points the error of a run is a multiple of one third."""
    axes.set_yticks([0, 1 / 3, 2 / 3], ["0", "1/3", "2/3"])
    axes.set_ylim(-0.02, 0.7)


FIGURE = Figure(
    name="figure-1",
    title="Training error on the three-point line",
    caption=(
        r"Error on the training points $0, 1, 2$ of classes $1, 2, 1$ for ERM and Mixup: two layers, ReLU, 512 hidden "
        r"units, full-batch Adam, 5,000 epochs; mean of ten runs and one standard deviation. With $\alpha = 32$ and "
        r"$128$ Mixup gives the middle point to the wrong class most of the time (Theorem 2.7). ERM is trained anew "
        r"beside each $\alpha$."
    ),
    claims=("theorem-2.7", "table-1"),
    compute=compute,
    draw=draw,
    paper={"alphas": [1, 32, 128], "runs": 10, "epochs": 5000},
)
