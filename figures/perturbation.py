"""Mixup as shrunken data with noise: where one point of a data set goes, and how far around."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

POINTS = ((-1.0, 0.2), (0.4, 1.2), (2.0, 1.6), (2.6, -0.4), (0.8, -1.0))


def compute(alphas: list[float], seed: int) -> pd.DataFrame:
    """Mean and covariance of the perturbed first point for each alpha, with and without self-pairs; nothing is "
    "random."""
    import numpy as np
    import pandas as pd

    from theory.mixing import Beta
    from theory.mixing.quadrature import quadrature

    x, rows = np.array(POINTS), []
    n, centre = len(x), x.mean(axis=0)
    for alpha in alphas:
        lam, mass = quadrature(Beta(alpha), 400)
        theta = np.maximum(lam, 1 - lam)
        mean, square = mass @ theta, mass @ theta**2
        variance = square - mean**2
        for own in (True, False):
            others = x if own else x[1:]
            shift, spread = others.mean(axis=0), np.cov(others.T, bias=True)
            place = mean * x[0] + (1 - mean) * shift
            offset = x[0] - shift
            around = variance * np.outer(offset, offset) + (variance + (1 - mean) ** 2) * spread
            factor = mean if own else mean - (1 - mean) / (n - 1)
            shrunk = centre + factor * (x[0] - centre)
            cells = {"x": place[0], "y": place[1], "xx": around[0, 0], "xy": around[0, 1], "yy": around[1, 1]}
            rows.append({"alpha": alpha, "self_pairs": own, **cells, "shrunk_x": shrunk[0], "shrunk_y": shrunk[1]})
    return pd.DataFrame(rows)


def draw(data: pd.DataFrame) -> Drawing:
    """A panel for each alpha."""
    import numpy as np

    drawing, grid = style.panels(1, data["alpha"].nunique(), style.PAGE, 2.4, sharey=True)
    x = np.array(POINTS)
    for axes, (alpha, part) in zip(grid[0], data.groupby("alpha"), strict=True):
        axes.scatter(x[1:, 0], x[1:, 1], s=12, color=style.FAINT)
        axes.scatter(*x[0], s=22, color=style.BLACK, zorder=3)
        axes.plot(*x.mean(axis=0), "+", color=style.GREY)
        for row in part.itertuples():
            _ellipse(axes, row, style.BLUE if row.self_pairs else style.VERMILLION, "-" if row.self_pairs else "--")
        axes.set(title=rf"$\alpha = {alpha:g}$", xlabel="$x_1$", xlim=(-2.2, 3), ylim=(-1.6, 2), aspect="equal")
    grid[0, 0].set(ylabel="$x_2$")
    grid[0, 0].legend(loc="upper left", fontsize=6.5, borderaxespad=0)
    return drawing


def _ellipse(axes: Axes, row: Any, colour: str, dash: str) -> None:
    """One standard deviation about the mean."""
    import numpy as np

    values, vectors = np.linalg.eigh([[row.xx, row.xy], [row.xy, row.yy]])
    angle = np.linspace(0, 2 * np.pi, 200)
    circle = np.array([np.cos(angle), np.sin(angle)]) * np.sqrt(np.maximum(values, 0))[:, None]
    x, y = vectors @ circle + np.array([[row.x], [row.y]])
    name = "partners: all" if row.self_pairs else "partners: others"
    axes.plot(x, y, dash, color=colour, label=name)
    axes.plot(row.shrunk_x, row.shrunk_y, "o", color=colour, markersize=3)


FIGURE = Figure(
    name="perturbation",
    title="Mixup as shrunken data with noise",
    caption=(
        r"The black point is mixed with partners (grey), the larger weight on itself: the mixed points have the mean "
        r"of the small disc, on the way to the mean of the data (cross), and one standard deviation is the ellipse. "
        r"More $\alpha$ shrinks more. Where a point never meets itself (dashed, five points) it shrinks a little "
        r"further. The discs are from the formula, the ellipses from sums over the partners."
    ),
    claims=("carratino-2022-perturbation", "carratino-2022-pairings", "carratino-2022-shrinkage"),
    compute=compute,
    draw=draw,
    paper={"alphas": [0.2, 1, 8]},
)
