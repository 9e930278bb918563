"""The square of environments P(A = 1 | T): the risk of four predictors, and the corner that is worst for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from figures.base import Arrays

NAMES = ("regression", "base rate", "interventional", "minimax")


def compute(grid: int, seed: int) -> Arrays:
    """Risks over the square for the game in which neither stable law is minimax; the regression saw one environment."""
    import numpy as np

    from proofs_check.shift import shift

    # P(C = 1) is 1/10, 1/2 for the class 0 and 1/2, 9/10 for the class 1; P(A = 1 | T) was 1/4 and 3/4
    found = shift([[[270, 30], [50, 50]], [[50, 50], [30, 270]]])
    ends = np.linspace(0, 1, grid)
    data = {"ends": ends, "worst": np.zeros((len(NAMES), 2))}
    for i, predictor in enumerate(found.predictors):
        losses = [[float(loss) for loss in row] for row in found.game.losses(predictor.predictions)]
        masses = [float(mass) for mass in found.game.prior]
        first, second = (mass * (row[0] + ends * (row[1] - row[0])) for mass, row in zip(masses, losses, strict=True))
        data[predictor.name] = first[None, :] + second[:, None]
        data["worst"][i] = predictor.breaks
    return data


def draw(data: Arrays) -> Drawing:
    """A panel for each predictor, all with the same levels."""
    import numpy as np

    drawing, grid = style.panels(1, 4, style.PAGE, 2.1)
    low = min(float(data[name].min()) for name in NAMES)
    high = max(float(data[name].max()) for name in NAMES)
    levels = np.linspace(low, high + 1e-9, 13)
    for i, name in enumerate(NAMES):
        axes = grid[0, i]
        axes.contourf(data["ends"], data["ends"], data[name], levels=levels, cmap="cividis")
        if np.ptp(data[name]) > 1e-6:
            axes.plot(*data["worst"][i], "o", color=style.VERMILLION, markersize=7, clip_on=False)
        axes.set(title=f"{name}: {data[name].max():.3f}", aspect="equal", xlabel="$P(A=1\\mid T=0)$")
    grid[0, 0].set(ylabel="$P(A=1\\mid T=1)$")
    return drawing


FIGURE = Figure(
    name="shift-square",
    title="Which environment ruins which predictor",
    caption=(
        r"Each point of a square is an environment; the colours are Brier risks, the same in all panels, and the "
        r"numbers the largest. The regression learnt at $(1/4, 3/4)$. A dot is at the corner that is worst. The "
        r"interventional law is not minimax here, since its losses are largest at different values of $A$ for "
        r"the two classes."
    ),
    claims=("interventional-minimax-recalled", "interventional-minimax", "interventional-minimax-only-if"),
    compute=compute,
    draw=draw,
    paper={"grid": 41},
    quick={"grid": 11},
    arrays=True,
)
