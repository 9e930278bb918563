"""Mixed features of three classes with fixed classifiers: beyond the segments of the class means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing


def compute(ratios: list[str], steps: int, seed: int) -> pd.DataFrame:
    """h(lambda) of classes 0 and 1 of three, for each g/r, in units of the class means; nothing is random."""
    from fractions import Fraction

    import numpy as np
    import pandas as pd

    from theory.results.mixup_literature.fisher_2024 import MixedFeature

    corners = np.array([[np.cos(a), np.sin(a)] for a in (np.pi / 2 + 2 * np.pi / 3 * k for k in range(3))])
    rows = []
    for ratio in ratios:
        for k in range(steps + 1):
            feature = MixedFeature(3, Fraction(ratio), Fraction(k, steps))
            first, second = (float(d) / float(feature.own) for d in feature.logits)
            x, y = first * corners[0] + second * corners[1]
            rows.append({"ratio": ratio, "lambda": k / steps, "x": x, "y": y, "sum": first + second})
    return pd.DataFrame(rows)


def draw(data: pd.DataFrame) -> Drawing:
    """Left the plane of the features, turned for the other pairs; right how far beyond the segment."""
    import numpy as np

    drawing, grid = style.panels(1, 2, style.PAGE, 2.7)
    left, right = grid[0]
    angles = np.pi / 2 + 2 * np.pi / 3 * np.arange(4)
    left.plot(np.cos(angles), np.sin(angles), color=style.FAINT)
    style.scatter_classes(left, np.column_stack([np.cos(angles), np.sin(angles)])[:3], np.arange(3), 40, zorder=3)
    looks = zip((style.BLUE, style.BLACK, style.VERMILLION), ("--", "-", "-."), strict=True)
    for (ratio, part), (colour, dash) in zip(data.groupby("ratio", sort=False), looks, strict=False):
        for turn in (0, 2 * np.pi / 3, 4 * np.pi / 3):
            x = np.cos(turn) * part["x"] - np.sin(turn) * part["y"]
            left.plot(x, np.sin(turn) * part["x"] + np.cos(turn) * part["y"], dash, color=colour)
        right.plot(part["lambda"], part["sum"], dash, color=colour, label=f"g/r = {ratio}")
    left.set(aspect="equal", xticks=[], yticks=[], title="features, in units of the class means")
    left.axis("off")
    right.axhline(1, color=style.FAINT)
    right.axhline(2, color=style.FAINT)
    right.set(xlabel=r"$\lambda$", ylabel="$(D_i + D_j)/D_1$", ylim=(0.95, 2.05))
    right.legend(loc="upper center", bbox_to_anchor=(0.5, 0.95))
    return drawing


FIGURE = Figure(
    name="mixed-features",
    title="Mixed features lie beyond the segments of the class means",
    caption=(
        r"Three fixed classifiers at equal angles. Left: the class means (corners), and the features of mixed pairs as "
        r"$\lambda$ goes from $0$ to $1$, for three ratios $g/r$ of the scale of the classifiers to the decay of the "
        r"features; the class means are the same in these units. All curves bulge beyond the triangle. Right: how far "
        r"beyond, which is more than $1$ and less than $2$ for $0 < \lambda < 1$."
    ),
    claims=("fisher-2024-beyond",),
    compute=compute,
    draw=draw,
    paper={"ratios": ["2", "20", "2000"], "steps": 48},
    quick={"steps": 16},
)
