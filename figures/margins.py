"""The margin on an uncrossed segment: half the length of the segment, not half the least distance of the classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure
from figures.moons import draw_field

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from figures.base import Arrays

POINTS = [[0, 0], [1, 0], [0, 4]]
LABELS = [1, 2, 2]
BLUES = (style.FAINT, style.SKY, style.BLUE)


def compute(epsilons: list[float], grid: int, steps: int, seed: int) -> Arrays:
    """h_eps^1 over the plane at the last epsilon; along the long segment at every epsilon; the exact limit there."""
    from fractions import Fraction

    import numpy as np

    from theory.dataset import LabeledDataset
    from theory.mixing import Beta
    from theory.optimal import mixup_optimal, mixup_optimal_limit

    data = LabeledDataset(POINTS, LABELS)
    x, y = np.linspace(-1.0, 2.0, grid * 3 // 5), np.linspace(-0.6, 4.6, grid)
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    heights = [Fraction(4 * i, steps) for i in range(steps + 1)]
    path = np.array([[0.0, float(t)] for t in heights])
    limit = mixup_optimal_limit(data, Beta(1), [[0, t] for t in heights])[:, 0]
    return {
        "epsilons": np.array(epsilons),
        "x": x,
        "y": y,
        "field": mixup_optimal(data, Beta(1), places, epsilons[-1])[:, 0].reshape(len(y), len(x)),
        "heights": path[:, 1],
        "along": np.array([mixup_optimal(data, Beta(1), path, epsilon)[:, 0] for epsilon in epsilons]),
        "limit": limit.astype(np.float64),
        "points": data.points,
        "codes": data.codes,
    }


def draw(data: Arrays) -> Drawing:
    """Left the data and h_eps, right h_eps and h along the long segment."""
    from matplotlib.patches import Circle

    drawing, grid = style.panels(1, 2, style.PAGE, 2.7, width_ratios=[1, 1.9])
    left, right = grid[0]
    draw_field(left, (data["x"], data["y"]), data["field"])
    style.scatter_classes(left, data["points"], data["codes"], size=24)
    left.add_patch(Circle((0, 0), 0.5, fill=False, color=style.PURPLE, linewidth=1))
    left.text(-0.95, 0.6, "printed\nmargin", color=style.PURPLE, fontsize=7)
    left.plot([0, 0.5], [2, 0], "x", color=style.BLACK, markersize=5)
    left.text(0.15, 2.1, "half way", fontsize=7)
    left.set_title(rf"$h^1_\epsilon$, $\epsilon = {data['epsilons'][-1]:g}$")
    for epsilon, along, colour in zip(data["epsilons"], data["along"], BLUES, strict=True):
        right.plot(data["heights"], along, color=colour, label=rf"$h^1_\epsilon$, $\epsilon = {epsilon:g}$")
    right.plot(data["heights"], data["limit"], "--", color=style.BLACK, label=r"$h^1 = \lambda$, the limit")
    right.axhline(0.5, color=style.GREY, linewidth=0.6)
    for place, text, colour in ((0.5, "printed\nmargin", style.PURPLE), (2, "half the segment", style.BLACK)):
        right.axvline(place, color=colour, linewidth=0.8, linestyle=":")
        right.annotate(text, (place, 0.02), (3, 0), textcoords="offset points", color=colour, fontsize=7)
    right.set(xlim=(0, 4), ylim=(0, 1.02), xlabel=r"distance from $(0, 0)$ towards $(0, 4)$", ylabel="class 1")
    right.legend(loc="upper right")
    return drawing


FIGURE = Figure(
    name="margins",
    title="The margin is half of each segment",
    caption=(
        r"$X_1 = \{(0, 0)\}$, $X_2 = \{(1, 0), (0, 4)\}$, uniform $P_f$. Nothing crosses the segment from $(0, 0)$ to "
        r"$(0, 4)$, and $h^1 = \lambda$ on it: class 1 reaches half way, to distance 2. The printed “distance up to "
        r"$\min_j d(X_i, X_j)/2$” ends at 1/2 (circle)."
    ),
    claims=("margin-half-distance",),
    compute=compute,
    draw=draw,
    paper={"epsilons": [0.4, 0.2, 0.05], "grid": 160, "steps": 80},
    arrays=True,
)
