"""The calibration error of an averaging classifier, with and without Mixup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

COLOURS = (style.BLACK, style.SKY, style.BLUE, style.VERMILLION)
DASHES = ("-", "-.", "--", "-")


def compute(alphas: list[float], steps: int, nodes: int, seed: int) -> pd.DataFrame:
    """E|confidence - truth| against c*, for |theta^| = sigma = 1; alpha = 0 is no Mixup.  Nothing is random."""
    import numpy as np
    import pandas as pd
    from scipy.special import expit

    place = np.linspace(-8, 8, nodes)  # the integrand has a kink where the score is 0
    weight = np.exp(-(place**2) / 2)
    weight /= weight.sum()
    rows = []
    for alpha in alphas:
        left = 1 - alpha / (2 * alpha + 1)
        for c in np.linspace(0.02, 1.3, steps):
            s = c + place  # the score of the class 1; the other class mirrors it
            error = float(weight @ np.abs(expit(2 * left * s) - expit(2 * c * s)))
            rows.append({"alpha": alpha, "c": c, "error": error, "calibrated_at": left})
    return pd.DataFrame(rows)


def draw(data: pd.DataFrame) -> Drawing:
    """A curve for each alpha."""
    drawing, grid = style.panels(1, 1, style.COLUMN, 2.6)
    axes = grid[0, 0]
    for alpha, colour, dash in zip(sorted(set(data["alpha"])), COLOURS, DASHES, strict=False):
        part = data[data["alpha"] == alpha]
        name = rf"$\alpha = {alpha:g}$" if alpha else "without Mixup"
        axes.plot(part["c"], part["error"], dash, color=colour, label=name)
        axes.plot(part["calibrated_at"].iloc[0], 0, "o", color=colour, clip_on=False, zorder=3)
    axes.set(xlabel="$c^*$: overconfident below 1", ylabel="calibration error", xlim=(0, 1.3), ylim=(0, None))
    axes.legend(loc="upper center")
    return drawing


FIGURE = Figure(
    name="temperature",
    title="Mixup as a temperature: when it calibrates",
    caption=(
        r"The expected calibration error of the averaging classifier of two Gaussians, $|\hat\theta| = \sigma = 1$, "
        r"against $c^* = \hat\theta\cdot\theta^*/|\hat\theta|^2$. Mixup divides its scores by a temperature "
        r"$1/(1-\kappa)$; it is calibrated at $c^* = 1-\kappa$ (discs). Near $c^* = 1$ and beyond it only does harm, "
        r"and no $\alpha$ is enough for $c^* \le 1/2$."
    ),
    claims=("zhang-2022-temperature", "zhang-2022-temperature-hurts", "zhang-2022-calibrating-alpha"),
    compute=compute,
    draw=draw,
    paper={"alphas": [0, 0.2, 1, 32], "steps": 129, "nodes": 4001},
    quick={"steps": 65},
)
