"""The mean gradient of LARS against the number of steps: the bound, and runs without one of its assumptions."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

LOOKS = {
    "zigzag": ("down, then back and forth", style.BLUE, "o-"),
    "stuck": (r"$\varphi(0) = 0$, from $x = 0$", style.VERMILLION, "s-"),
    "shrinking": (r"$\varphi(z) = \min(z, 1)$, from 1 to $-1$", style.ORANGE, "^-"),
    "4 layers": ("4 coupled layers", style.SKY, "o-"),
    "16 layers": ("16 coupled layers", style.GREEN, "s-"),
}
LAYERS = ("4 layers", "16 layers")


def compute(ks: list[int], seed: int) -> pd.DataFrame:
    """For T = k^2 + k the mean gradient of each run over sqrt(2 Delta ||L||_1); nothing is random."""
    import pandas as pd

    from proofs_check.results.large_batch.lars_2 import sum_of_layers
    from proofs_check.results.large_batch.runs import JUMPING, TO_ONE, run
    from theory.results.large_batch.lars_2 import layer_norms
    from theory.results.large_batch.paths import mean

    rows = []
    for steps in (k * k + k for k in ks):
        runs = {
            "zigzag": run([[1]], [1], [1], steps),
            "stuck": run([[1]], [0], [1], steps, centre=[1], scaling=JUMPING),
            "shrinking": run([[1]], [1], [1], steps, centre=[-1], scaling=TO_ONE),
            **{name: sum_of_layers(int(name.split()[0]), Fraction(1), steps) for name in LAYERS},
        }
        for name, one in runs.items():
            size = (2 * one.gap * one.total_smoothness) ** 0.5
            rows.append({"run": name, "T": steps, "mean": float(mean(one, layer_norms)) / size})
    return pd.DataFrame(rows)


def draw(data: pd.DataFrame) -> Drawing:
    """Left one layer, right coupled ones; both with the bound."""
    drawing, grid = style.panels(1, 2, style.PAGE, 2.6, sharey=True)
    steps = data["T"].drop_duplicates()
    for axes, names in zip(grid[0], (("zigzag", "stuck", "shrinking"), LAYERS), strict=True):
        axes.plot(steps, steps**-0.5, "--", color=style.BLACK, label="bound, for one joint majorant")
        for name in names:
            label, colour, line = LOOKS[name]
            found = data[data["run"] == name]
            axes.plot(found["T"], found["mean"], line, color=colour, label=label, markersize=3)
        axes.set(xscale="log", yscale="log", xlabel="steps $T$", ylim=(0.006, 10))
        axes.legend(loc="lower left")
    grid[0][0].set(ylabel=r"mean gradient over $\sqrt{2\Delta\|L\|_1}$", title="one layer")
    grid[0][1].set(title=r"$(x_1 + \dots + x_h)^2/2$, $L_i = 1$")
    return drawing


FIGURE = Figure(
    name="mean-gradient",
    title="What the theorem on LARS supposes, and runs without it",
    caption=(
        r"LARS at the rate $\eta = \sqrt{2\Delta/(\|L\|_1 T)}$, without noise, with $\alpha_l = \alpha_u = 1$ "
        r"declared. The "
        r"bound of the mean gradient is $\sqrt{2\Delta\|L\|_1/T}$. Left: a run on $x^2/2$ comes close to it for "
        r"every $T$; a "
        r"layer of norm 0 never moves where $\varphi(0) = 0$; where $\varphi$ is not bounded from below, a layer "
        r"stops at 0 "
        r"on its way to $-1$. Right: layers that are smooth each in itself, but coupled, exceed the bound by a "
        r"factor that "
        r"grows with their number. Whether a step takes the sum across 0 and back decides how the curves fall."
    ),
    claims=("lars-2", "lars-2-sharp", "lars-2-quoted", "lars-2-coordinatewise"),
    compute=compute,
    draw=draw,
    paper={"ks": [1, 2, 3, 4, 6, 8, 12, 16, 24, 32]},
    quick={"ks": [1, 2, 4, 8, 12]},
)
