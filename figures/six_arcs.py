"""Six arcs of a circle with alternating labels: networks without biases miss a sixth, however wide they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing
    from numpy.typing import NDArray

    from figures.base import Arrays

    Array = NDArray[np.float64]

HALF = 15  # degrees: half of an arc; the arcs are about 0, 60, ..., 300 degrees
RATE = 1.0  # below 2/(largest eigenvalue of the tangent kernel), which is at most 1 for inputs of squared norm 2


def compute(widths: list[int], runs: int, points: int, steps: int, seed: int) -> Arrays:
    """Networks with and without a constant input, trained on ``points`` of the arcs by gradient descent.

    As in the paper, the square loss and fixed outer weights +-1/sqrt(m), in pairs, so that the output is 0 at first.
    """
    import numpy as np

    rng = np.random.default_rng(seed)
    degrees = np.arange(0, 360, 0.5)
    labels = arc_labels(degrees)
    found: dict[str, Any] = {"degrees": degrees, "labels": labels, "widths": np.array(widths, dtype=float)}
    for name, bias in (("plain", False), ("biased", True)):
        risks = np.zeros((len(widths), runs))
        for i, width in enumerate(widths):
            for run in range(runs):
                arcs, sides = rng.integers(6, size=points), rng.uniform(-HALF, HALF, points)
                angles = 60.0 * arcs + sides
                inner, outer = _trained(inputs(angles, bias), arc_labels(angles), width, steps, rng)
                outputs = np.maximum(inputs(degrees, bias) @ inner, 0) @ outer
                risks[i, run] = np.mean((outputs >= 0) != (labels > 0), where=labels != 0)
        found |= {name: outputs, f"risk_{name}": risks}
    return found


def inputs(degrees: Array, bias: bool) -> Array:
    """Points of the unit circle, with a third coordinate 1 for a bias."""
    import numpy as np

    angles = np.radians(degrees)
    columns = [np.cos(angles), np.sin(angles)] + [np.ones_like(angles)] * bias
    return np.stack(columns, axis=1)


def arc_labels(degrees: Array) -> Array:
    """1 and -1 in turn on the arcs, and 0 between them."""
    import numpy as np

    arc = np.floor((degrees + 30) / 60)
    inside = np.abs(degrees - 60 * arc) <= HALF
    return np.where(inside, np.where(arc % 2, -1.0, 1.0), 0.0)


def _trained(x: Array, y: Array, width: int, steps: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """Inner and outer weights after so many steps of gradient descent on the inner ones."""
    import numpy as np

    half = rng.normal(size=(x.shape[1], width // 2))
    inner = np.concatenate([half, half], axis=1)
    outer = np.repeat([1.0, -1.0], width // 2) / np.sqrt(width)
    for _ in range(steps):
        hidden = x @ inner
        residual = np.maximum(hidden, 0) @ outer - y
        inner -= RATE / len(y) * x.T @ ((hidden > 0) * residual[:, None] * outer)
    return inner, outer


def draw(data: Arrays) -> Drawing:
    """The circle with what a network says, the odd part of its output, and risks against widths."""
    drawing, grid = style.panels(1, 3, style.PAGE, 2.5, gridspec_kw={"width_ratios": [1, 1.15, 1.15]})
    _draw_circle(grid[0, 0], data)
    _draw_odd_part(grid[0, 1], data)
    _draw_risks(grid[0, 2], data)
    return drawing


def _draw_circle(axes: Axes, data: Arrays) -> None:
    """Inside the arcs and their labels, outside the signs of the widest network without biases."""
    import numpy as np

    said, labels = np.where(data["plain"] >= 0, 1.0, -1.0), data["labels"]
    for radius, values, width, colours in ((1.0, labels, 9.0, style.CLASSES), (1.22, said, 5.0, style.PALE)):
        x, y = radius * inputs(data["degrees"], bias=False).T
        for sign, colour in ((1, colours[0]), (-1, colours[1])):
            chosen = values == sign
            axes.plot(np.where(chosen, x, np.nan), np.where(chosen, y, np.nan), color=colour, linewidth=width / 2)
    wrong = (labels != 0) & (labels != said)
    x, y = 1.42 * inputs(data["degrees"], bias=False).T
    axes.plot(np.where(wrong, x, np.nan), np.where(wrong, y, np.nan), color=style.BLACK, linewidth=1.5)
    for k in range(6):
        angle = np.radians(60 * k)
        axes.text(0.72 * np.cos(angle), 0.72 * np.sin(angle), "$-$" if k % 2 else "$+$", ha="center", va="center")
    axes.set(aspect="equal", xlim=(-1.5, 1.5), ylim=(-1.5, 1.5), title="labels, and a network")
    axes.set_axis_off()


def _draw_odd_part(axes: Axes, data: Arrays) -> None:
    """f(x) - f(-x), with the sign that each arc needs."""
    import numpy as np

    half = len(data["degrees"]) // 2
    for name, colour, dash, text in (
        ("plain", style.BLACK, "-", "no bias"),
        ("biased", style.GREEN, "--", "with a bias"),
    ):
        odd = data[name] - np.roll(data[name], half)
        axes.plot(data["degrees"], odd / np.abs(odd).max(), dash, color=colour, label=text)
    for k in range(7):
        low, high = max(60 * k - HALF, 0), min(60 * k + HALF, 360)
        axes.fill_between(
            [low, high], 0, -1 if k % 2 else 1, color=style.PALE[k % 2], alpha=0.45, linewidth=0, zorder=0
        )
    axes.axhline(0, color=style.FAINT, linewidth=0.6, zorder=0)
    axes.set(xlabel="degrees", ylabel="$f(x) - f(-x)$, scaled", xlim=(0, 360), ylim=(-1.1, 1.55), yticks=[-1, 0, 1])
    axes.set_xticks([0, 60, 120, 180, 240, 300, 360])
    axes.legend(loc="upper center", ncols=2)
    axes.set(title="the odd part is a cosine")


def _draw_risks(axes: Axes, data: Arrays) -> None:
    """A mark for each run, and the bound."""
    import numpy as np

    looks = (("plain", style.BLACK, "o", "no bias", 0.93), ("biased", style.GREEN, "s", "with a bias", 1.07))
    for name, colour, marker, text, shift in looks:
        risks = data[f"risk_{name}"]
        place = np.repeat(data["widths"] * shift, risks.shape[1])
        axes.plot(place, risks.ravel(), marker, color=colour, label=text, markersize=3, alpha=0.8, clip_on=False)
    axes.axhline(1 / 6, color=style.VERMILLION, linewidth=1, zorder=0)
    axes.text(data["widths"][-1] * 1.25, 1 / 6 - 0.012, "1/6", color=style.VERMILLION, ha="right", va="top")
    axes.set_xscale("log", base=2)
    axes.set(xlabel="width $m$", ylabel="risk", ylim=(0, 0.75), xticks=data["widths"], title="risk after training")
    axes.set_xticklabels([f"{width:g}" for width in data["widths"]])
    axes.legend(loc="upper right", ncols=2, columnspacing=1, handletextpad=0.2)


FIGURE = Figure(
    name="six-arcs",
    title="Networks without biases miss a sixth of six arcs",
    caption=(
        r"Left, six arcs of a circle with alternating labels, a margin between them; outside, what the widest trained "
        r"network without biases says, and in black where that is wrong. Middle, $f(x) - f(-x)$: without biases it is "
        r"linear in $x$, a cosine, and cannot have the signs that all arcs need. Right, the risk of trained networks: "
        r"without biases it is $1/6$ or more at every width, with a bias it is not."
    ),
    claims=("square-loss-3-6-main-part", "square-loss-relu-realisable"),
    compute=compute,
    draw=draw,
    paper={"widths": [4, 16, 64, 256, 1024], "runs": 5, "points": 120, "steps": 6000},
    quick={"widths": [4, 16, 64, 256], "runs": 2, "steps": 2000},
    arrays=True,
)
