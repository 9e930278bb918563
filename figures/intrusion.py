"""Where mixed points carry two labels: three points on a line, not all of one class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing


def compute(middles: list[list[str]], steps: int, seed: int) -> pd.DataFrame:
    """Mixed points of four points, ``steps`` a segment, with the second point at each of ``middles``."""
    from fractions import Fraction
    from itertools import combinations

    import pandas as pd

    from theory.dataset import LabeledDataset
    from theory.optimal.intrusion import collinear_triples

    rows = []
    for middle in middles:
        points = [[0, 0], [Fraction(v) for v in middle], [3, 3], [Fraction(5, 2), 1]]
        data = LabeledDataset(points, ["a", "b", "a", "b"])
        hit = {frozenset(pair) for triple in collinear_triples(data) for pair in combinations(triple, 2)}
        for i, j in combinations(range(4), 2):
            ends, labels = data.points[[i, j]], data.codes[[i, j]]
            for k in range(steps + 1):
                lam = k / steps
                x, y = lam * ends[0] + (1 - lam) * ends[1]
                share = lam * labels[0] + (1 - lam) * labels[1]
                row = {"middle": ", ".join(middle), "segment": f"{i}{j}", "x": x, "y": y, "share_of_b": share}
                rows.append(row | {"two_labels": frozenset((i, j)) in hit})
    return pd.DataFrame(rows)


def draw(data: pd.DataFrame) -> Drawing:
    """A panel for each place of the second point."""
    import numpy as np

    drawing, grid = style.panels(1, data["middle"].nunique(), style.PAGE, 2.5, sharey=True)
    for axes, (middle, part) in zip(grid[0], data.groupby("middle", sort=False), strict=True):
        for _, segment in part.groupby("segment"):
            _segment(axes, segment)
        found = part["two_labels"].any()
        points = np.array([[0, 0], [float(v) for v in str(middle).split(", ")], [3, 3], [2.5, 1]])
        style.scatter_classes(axes, points, np.array([0, 1, 0, 1]), 34, zorder=3)
        axes.set(title="three on a line: two labels" if found else "no three on a line", xlabel="$x_1$")
    grid[0, 0].set(ylabel="$x_2$")
    return drawing


def _segment(axes: Axes, segment: pd.DataFrame) -> None:
    """Coloured by its label; a segment that shares more than a point with another is red beside it."""
    if segment["two_labels"].any():
        axes.plot(segment["x"], segment["y"], color="#DD0000", linewidth=9, alpha=0.18, solid_capstyle="butt", zorder=0)
    axes.scatter(segment["x"], segment["y"], c=1 - segment["share_of_b"], cmap=style.class_map(), s=3, vmin=0, vmax=1)


FIGURE = Figure(
    name="intrusion",
    title="Where mixed points carry two labels",
    caption=(
        r"Four points of two classes (circles and squares) and all their segments, coloured by the mixed label. Left, "
        r"the square at $(1, 1)$ is on the segment of the two circles: on the red part mixed points come with two "
        r"labels, and no classifier reaches the floor of the loss. Right, one point moved: segments cross, in single "
        r"points that have no mass."
    ),
    claims=("guo-2019-intrusion",),
    compute=compute,
    draw=draw,
    paper={"middles": [["1", "1"], ["1", "2"]], "steps": 60},
    quick={"steps": 30},
)
