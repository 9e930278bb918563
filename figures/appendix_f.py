"""Appendix F: two moons at separations 0.1 and 0.5, for more values of alpha."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure
from figures.moons import compute_moons, draw_field

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from figures.base import Arrays


def compute(
    separations: list[float], alphas: list[int], seeds: int, epochs: int, epsilon: float, grid: int, seed: int
) -> Arrays:
    """As for Figure 3, with the separations as first axis."""
    import numpy as np

    found = [compute_moons(each, alphas, seeds, epochs, epsilon, grid, seed) for each in separations]
    shared = ("alphas", "axis", "epsilon")
    stacked = {name: np.stack([each[name] for each in found]) for name in found[0] if name not in shared}
    return {name: found[0][name] for name in shared} | {"separations": np.array(separations)} | stacked


def draw(data: Arrays) -> Drawing:
    """For each separation a row of networks and a row of h_eps; a column for each alpha."""
    separations, alphas = data["separations"], data["alphas"]
    side = (style.PAGE - 0.6) / len(alphas)
    drawing, grid = style.panels(2 * len(separations), len(alphas), style.PAGE, side * 2 * len(separations) + 0.35)
    for s, separation in enumerate(separations):
        for row, kind in enumerate(("network", "optimal"), start=2 * s):
            for axes, field in zip(grid[row], data[kind][s], strict=True):
                picture = draw_field(axes, data["axis"], field)
                style.scatter_classes(axes, data["points"][s], data["codes"][s], size=3, linewidths=0.1)
            grid[row, 0].set_ylabel("networks" if kind == "network" else r"$h_\epsilon$")
        grid[2 * s, 0].set_ylabel(f"separation {separation:g}\nnetworks")
    for axes, alpha in zip(grid[0], alphas, strict=True):
        axes.set_title(rf"$\alpha = {alpha}$" if alpha else "ERM")
    drawing.colorbar(picture, ax=grid, shrink=0.5, aspect=30, ticks=[0, 0.5, 1]).set_label("class 1")
    return drawing


FIGURE = Figure(
    name="appendix-f",
    title="Two moons at other separations and mixings",
    caption=(
        r"As Figure 3, for separations 0.1 and 0.5 and $\alpha$ up to 1024: the share of ten networks that give class "
        r"1, and $h_\epsilon$ with $\epsilon = 0.15$ on the first draw. The larger $\alpha$ and the smaller the "
        r"separation, the more segments inside one class cross the other."
    ),
    claims=("margin-half-distance", "theorem-3.2"),
    compute=compute,
    draw=draw,
    paper={
        "separations": [0.1, 0.5],
        "alphas": [0, 1, 32, 64, 128, 512, 1024],
        "seeds": 10,
        "epochs": 1500,
        "epsilon": 0.15,
        "grid": 60,
    },
    quick={"seeds": 1, "epochs": 500, "grid": 30},
    arrays=True,
)
