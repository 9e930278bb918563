"""Mixup, its two second-order forms and the floor, along one ray of models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

LOOKS = {
    "mixup": ("Mixup", style.MIXUP, "-"),
    "about_points": ("second order, about the points", style.BLUE, "--"),
    "about_shrunken": ("second order, about shrunken points", style.GREEN, "-."),
    "floor": ("floor", style.GREY, ":"),
}


def compute(alpha: float, steps: int, largest: float, seed: int) -> pd.DataFrame:
    """The losses of theta = k on the points -1 and 1 with labels -1 and 1; nothing is random."""
    import numpy as np
    import pandas as pd

    from theory.dataset import LabeledDataset
    from theory.linear.loss import MixupLoss
    from theory.mixing import Beta
    from theory.mixing.quadrature import quadrature
    from theory.optimal.floor import loss_floor

    loss = MixupLoss(LabeledDataset([[-1.0], [1.0]], [-1, 1]), Beta(alpha))
    lam, mass = quadrature(Beta(alpha), 400)
    theta = np.maximum(lam, 1 - lam)
    mean, kappa = float(mass @ theta), alpha / (2 * alpha + 1)
    variance = float(mass @ theta**2) - mean**2
    around = 2 * variance + (1 - mean) ** 2  # of points and labels of unit square about their means
    k = np.linspace(0, largest, steps)
    share = 1 / (1 + np.exp(k))
    plain = np.logaddexp(0, -k)
    about_points = plain + kappa * share * (k + (1 - share) * k**2 / 2)  # the mean of d is -k, of d^2 2 k^2
    shrunk = mean * k
    slope = 1 / (1 + np.exp(-shrunk))
    about_shrunken = np.logaddexp(0, shrunk) - (1 + mean) / 2 * shrunk
    about_shrunken += around * (slope * (1 - slope) * k**2 / 2 - k / 2)
    found = {"k": k, "mixup": [loss.value([v]) for v in k], "about_points": about_points}
    return pd.DataFrame({**found, "about_shrunken": about_shrunken, "floor": loss_floor([-1, 1], alpha)})


def draw(data: pd.DataFrame) -> Drawing:
    """All four, and where the lowest points are."""
    drawing, grid = style.panels(1, 1, style.COLUMN, 2.6)
    axes = grid[0, 0]
    for name, (label, colour, line) in LOOKS.items():
        axes.plot(data["k"], data[name], line, color=colour, label=label)
        lowest = int(data[name].to_numpy().argmin())
        if name != "floor" and lowest < len(data) - 1:
            axes.plot(data["k"].iloc[lowest], data[name].iloc[lowest], "o", color=colour)
    axes.set(xlabel=r"scale $k$ of the model", ylabel="loss", ylim=(0, 0.9), xlim=(0, None))
    axes.legend(loc="upper right")
    return drawing


FIGURE = Figure(
    name="second-order",
    title="Mixup and its second-order forms along a ray",
    caption=(
        r"The points $-1$ and $1$ with their signs as labels, $\theta = k$, uniform $\lambda$. The expansion about the "
        r"data follows the Mixup loss for small $k$, and then falls to $0$, below the floor that no classifier "
        r"passes: where Mixup ends up does not follow from it. That about the shrunken points has a minimum (disc), "
        r"not far from that of Mixup."
    ),
    claims=("zhang-2021-second-order-runs-away", "zhang-2021-remainder", "liu-2023-floor"),
    compute=compute,
    draw=draw,
    paper={"alpha": 1, "steps": 401, "largest": 12},
    quick={"steps": 121},
)
