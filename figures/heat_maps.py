"""h_eps over the plane as epsilon falls: the optimal classification becomes a function on the segments alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure
from figures.moons import draw_field

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from figures.base import Arrays

POINTS = [[-1.0, -0.6], [-0.2, 0.9], [1.2, 0.5], [0.9, -0.8], [-1.1, 0.7], [0.2, -0.2]]
LABELS = [1, 1, 1, 2, 2, 2]


def compute(alphas: list[int], epsilons: list[float], grid: int, seed: int) -> Arrays:
    """h_eps^1 on a square grid: fields (alphas, epsilons, grid, grid)."""
    import numpy as np

    from theory.dataset import LabeledDataset
    from theory.mixing import Beta
    from theory.optimal import mixup_optimal

    data = LabeledDataset(POINTS, LABELS)
    axis = np.linspace(-1.6, 1.6, grid)
    places = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    fields = [[mixup_optimal(data, Beta(a), places, e)[:, 0].reshape(grid, grid) for e in epsilons] for a in alphas]
    shown = {"alphas": np.array(alphas), "epsilons": np.array(epsilons), "axis": axis, "fields": np.array(fields)}
    return shown | {"points": data.points, "codes": data.codes}


def draw(data: Arrays) -> Drawing:
    """A row for each alpha, a column for each epsilon."""
    alphas, epsilons = data["alphas"], data["epsilons"]
    side = (style.PAGE - 0.7) / len(epsilons)
    drawing, grid = style.panels(len(alphas), len(epsilons), style.PAGE, side * len(alphas) + 0.35)
    for axes_row, alpha, fields in zip(grid, alphas, data["fields"], strict=True):
        for axes, field in zip(axes_row, fields, strict=True):
            picture = draw_field(axes, data["axis"], field)
            style.scatter_classes(axes, data["points"], data["codes"], size=22)
        axes_row[0].set_ylabel(rf"$\alpha = {alpha}$")
    for axes, epsilon in zip(grid[0], epsilons, strict=True):
        axes.set_title(rf"$\epsilon = {epsilon:g}$")
    drawing.colorbar(picture, ax=grid, shrink=0.6, aspect=25, ticks=[0, 0.5, 1]).set_label("class 1")
    return drawing


FIGURE = Figure(
    name="heat-maps",
    title="h_ε as ε falls",
    caption=(
        r"The Mixup-optimal probability $h_\epsilon^1$ for six points of two classes; black: where it is 1/2; grey: no "
        r"mixed point comes within $\epsilon$. As $\epsilon$ falls only the segments between data points remain, and "
        r"$h_\epsilon$ tends to the limit $h$ on them (Remark 2.4, repaired); with large $\alpha$ the middle of each "
        r"segment decides for a long time."
    ),
    claims=("lemma-2.3", "remark-2.4"),
    compute=compute,
    draw=draw,
    paper={"alphas": [1, 32], "epsilons": [0.8, 0.4, 0.2, 0.1, 0.05], "grid": 160},
    quick={"grid": 60},
    arrays=True,
)
