"""Proposition 2.5 as a surface: h_eps is steep where two segments of different classes cross, and its limit jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from figures.base import Arrays

POINTS = [[0, 1], [0, -1], [1, 0], [-1, 0]]
LABELS = [1, 1, 2, 2]


def compute(epsilon: float, grid: int, steps: int, seed: int) -> Arrays:
    """The surface of h_eps^1, and the limit along the six segments, exact at rational points and in float64 here."""
    from fractions import Fraction
    from itertools import combinations

    import numpy as np

    from theory.dataset import LabeledDataset
    from theory.geometry import mix
    from theory.mixing import Beta
    from theory.optimal import mixup_optimal, mixup_optimal_limit

    data = LabeledDataset(POINTS, LABELS)
    axis = np.linspace(-1, 1, grid)
    places = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    surface = mixup_optimal(data, Beta(1), places, epsilon)[:, 0].reshape(grid, grid)
    shares = [Fraction(i, steps) for i in range(steps + 1)]
    paths = [[mix(s, t, share) for share in shares] for s, t in combinations(data.exact_points, 2)]
    limit = [[float(h) for h in mixup_optimal_limit(data, Beta(1), path)[:, 0]] for path in paths]
    return {
        "epsilon": np.array(epsilon),
        "axis": axis,
        "surface": surface,
        "paths": np.array(paths, dtype=np.float64),
        "limit": np.array(limit),
        "points": data.points,
        "codes": data.codes,
    }


def draw(data: Arrays) -> Drawing:
    """Left h_eps, right its limit above the segments, with its value at the crossing."""
    import numpy as np

    drawing, grid = style.panels(1, 2, style.PAGE, 3.0, subplot_kw={"projection": "3d", "computed_zorder": False})
    left, right = grid[0]
    x, y = np.meshgrid(data["axis"], data["axis"])
    mesh = {"linewidth": 0.1, "edgecolor": "#777777", "rcount": len(x), "ccount": len(x)}
    left.plot_surface(x, y, data["surface"], cmap=style.class_map(), vmin=0, vmax=1, **mesh)
    left.set_title(rf"$h^1_\epsilon$, $\epsilon = {data['epsilon']:g}$")
    for path, limit in zip(data["paths"], data["limit"], strict=True):
        crossing = (path == 0).all(axis=1)
        right.plot(*path.T, zs=0, color=style.FAINT, linewidth=0.8)
        colour = style.GREY if limit.min() < limit.max() and not crossing.any() else style.CLASSES[int(limit[0] < 0.5)]
        right.plot(*path.T, zs=np.where(crossing, np.nan, limit), color=colour, linewidth=1.8)
        if crossing.any():
            right.plot(0, 0, zs=limit[0], marker="o", color=colour, markerfacecolor="white", zorder=5)
            right.plot(0, 0, zs=limit[crossing], marker="o", color=style.BLACK, zorder=5)
            right.plot([0, 0], [0, 0], zs=[0, 1], color=style.BLACK, linewidth=0.6, linestyle=":", zorder=1)
    right.set_title(r"the limit $h^1$ on the segments")
    for axes in (left, right):
        axes.set(zlim=(0, 1), xticks=[-1, 0, 1], yticks=[-1, 0, 1], zticks=[0, 0.5, 1])
        axes.tick_params(pad=-2)
        axes.view_init(elev=28, azim=-52)
        axes.set_box_aspect((1, 1, 0.7), zoom=1.1)
    return drawing


FIGURE = Figure(
    name="discontinuity",
    title="Where two segments of different classes cross, the limit jumps",
    caption=(
        r"The points $(0, \pm 1)$ of class 1 and $(\pm 1, 0)$ of class 2, uniform $P_f$. Left: the surface of "
        r"$h^1_\epsilon$. Right: its limit $h^1$, which lives on the segments: 1 on the vertical one, 0 on the "
        r"horizontal one, linear (grey) along the sides, and $1/2$ at the crossing (black): discontinuous there."
    ),
    claims=("proposition-2.5",),
    compute=compute,
    draw=draw,
    paper={"epsilon": 0.2, "grid": 81, "steps": 20},
    arrays=True,
)
