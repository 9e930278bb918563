"""What weight decay, label smoothing and Mixup make of a feature without noise and of a stronger one with noise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

LOOKS = {
    "weight decay": (style.BLACK, "-"),
    "label smoothing": (style.BLUE, "--"),
    "Mixup": (style.VERMILLION, "-."),
}
NOISE = 2.0  # of the second feature, whose mean is 4


def compute(
    steps: int, largest: str, drawn: list[str], decay: str, off_label: str, alpha: float, seed: int
) -> pd.DataFrame:
    """Minimisers for points (y (1 -+ spread), y (4 -+ 2)), one row a spread and method; nothing is random."""
    from fractions import Fraction
    from itertools import product

    import pandas as pd

    from theory.dataset import LabeledDataset
    from theory.linear import mixup_minimiser
    from theory.linear.smoothed import enclose_smoothed_minimiser
    from theory.mixing import Beta

    chosen, rows = {Fraction(spread) for spread in drawn}, []
    for spread in sorted({k * Fraction(largest) / steps for k in range(steps + 1)} | chosen):
        signs = product((1, -1), (1, -1) if spread else (1,), (1, -1))
        found = [(y * (1 + s * spread), y * (4 + t * Fraction(NOISE)), y) for y, s, t in signs]
        data = LabeledDataset([row[:2] for row in found], [row[2] for row in found])
        thetas: dict[str, tuple[Any, ...]] = {
            "weight decay": enclose_smoothed_minimiser(data, Fraction(0), Fraction(decay)),
            "label smoothing": enclose_smoothed_minimiser(data, Fraction(off_label), Fraction(0)),
            "Mixup": tuple(mixup_minimiser(data, Beta(alpha)).theta),
        }
        for method, theta in thetas.items():
            cells = {"w_L": float(theta[0]), "w_H": float(theta[1]), "drawn": spread in chosen}
            rows.append({"spread": float(spread), "method": method, **cells})
    table = pd.DataFrame(rows)
    return table.assign(share=table["w_H"] ** 2 / (table["w_L"] ** 2 + table["w_H"] ** 2))


def draw(data: pd.DataFrame) -> Drawing:
    """Boundaries without and with variance of the first feature, and the share of the second in w."""
    chosen = data[data["drawn"]]
    drawing, grid = style.panels(1, chosen["spread"].nunique() + 1, style.PAGE, 2.5)
    for axes, spread in zip(grid[0], sorted(set(chosen["spread"])), strict=False):
        _boundaries(axes, spread, chosen[chosen["spread"] == spread])
    last = grid[0, -1]
    for method, part in data.groupby("method", sort=False):
        colour, dash = LOOKS[str(method)]
        last.plot(part["spread"], part["share"], dash, color=colour, label=method)
    last.axhline(0.5, color=style.FAINT)
    last.set(xlabel="standard deviation of $x_L$", ylabel=r"$w_H^2/|w|^2$", ylim=(-0.02, 1.02), xlim=(0, None))
    last.legend(loc="center right", fontsize=6.5)
    return drawing


def _boundaries(axes: Axes, spread: float, part: pd.DataFrame) -> None:
    import numpy as np

    signs = [(y, s, t) for y in (1, -1) for s in (1, -1) for t in (1, -1)]
    points = np.array([[y * (1 + s * spread), y * (4 + t * NOISE)] for y, s, t in signs])
    style.scatter_classes(axes, points, np.array([int(y < 0) for y, _, _ in signs]), 20, zorder=3)
    for method, low, high in zip(part["method"], part["w_L"], part["w_H"], strict=True):
        colour, dash = LOOKS[method]
        length = 9 / np.hypot(low, high)
        axes.plot([-high * length, high * length], [low * length, -low * length], dash, color=colour)
    title = "$x_L$ without noise" if spread == 0 else f"$x_L$ with deviation {spread:g}"
    axes.set(xlim=(-2.4, 2.4), ylim=(-7, 7), xlabel="$x_L$", ylabel="$x_H$", title=title)


FIGURE = Figure(
    name="noisy-features",
    title="A feature without noise, and a stronger one with noise",
    caption=(
        r"Points $y(1 \mp s, 4 \mp 2)$ of two classes. Left, without noise in $x_L$: label smoothing and Mixup look at "
        r"$x_L$ alone (vertical boundary), weight decay with hard labels mostly at $x_H$. Middle and right: as soon as "
        r"$x_L$ has noise as well, all three look at both; Mixup ($\alpha = 1$) and smoothing (a tenth off the label) "
        r"weigh them as a linear discriminant does."
    ),
    claims=(
        "chidambaram-ge-2025-deterministic",
        "chidambaram-ge-2025-weight-decay",
        "chidambaram-ge-2025-minimum-variance",
        "chidambaram-ge-2025-positive-variance",
    ),
    compute=compute,
    draw=draw,
    paper={
        "steps": 16,
        "largest": "4/5",
        "drawn": ["0", "1/2"],
        "decay": "1/10",
        "off_label": "1/10",
        "alpha": 1,
    },
    quick={"steps": 8},
)
