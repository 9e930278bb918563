"""Recovering points from their midpoints when these are noisy, or when some are missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

COLOURS = (style.SKY, style.BLUE, style.ORANGE, style.VERMILLION)
DASHES = (":", "-", "--", "-.")


def compute(
    sizes: list[list[int]], decades: list[float], few: list[int], shares: int, runs: int, seed: int
) -> pd.DataFrame:
    """Shares of sets recovered with noise, (m, d) in ``sizes``, and of points without some midpoints, m in ``few``."""
    import numpy as np
    import pandas as pd

    from proofs_check.experiments.midpoints import missing, noisy

    levels = [10.0**decade for decade in decades]
    noise = pd.DataFrame(noisy([(m, d) for m, d in sizes], levels, runs, seed)).assign(kind="noise")
    left_out = [float(share) for share in np.linspace(0, 1, shares + 1)]
    return pd.concat([noise, pd.DataFrame(missing(few, 2, left_out, runs, seed)).assign(kind="missing")])


def draw(data: pd.DataFrame) -> Drawing:
    """Left noise, right missing midpoints."""
    drawing, grid = style.panels(1, 2, style.PAGE, 2.4, sharey=True)
    left, right = grid[0]
    noise, missing = (data[data["kind"] == kind] for kind in ("noise", "missing"))
    sizes: Any = noise.groupby(["points", "dimension"])
    numbers: Any = missing.groupby("points")
    for ((m, d), curve), colour, dash in zip(sizes, COLOURS, DASHES, strict=False):
        left.plot(curve["noise"], curve["recovered"], dash, color=colour, label=f"$m = {m:g}$, $d = {d:g}$")
    for (m, curve), colour, dash in zip(numbers, COLOURS, DASHES, strict=False):
        right.plot(curve["missing"], curve["possible"], dash, color=colour, linewidth=0.6)
        right.plot(curve["missing"], curve["recovered"], dash, color=colour, label=f"$m = {m:g}$")
    left.set(xscale="log", xlabel="error of midpoints, in standard deviations", ylabel="recovered", ylim=(-0.03, 1.03))
    right.set(xlabel="share of midpoints that are missing", xlim=(0, 1))
    left.legend(loc="lower left")
    right.legend(loc="lower left")
    return drawing


FIGURE = Figure(
    name="midpoints",
    title="Points from noisy and from missing midpoints",
    caption=(
        r"$m$ Gaussian points in $R^d$, from their midpoints in no order. Left: how often the set is recovered, up to "
        r"the stated error, when each coordinate of a midpoint has a uniform error up to the one shown; otherwise the "
        r"answer was “undecided”, and never wrong. Right: the share of points recovered ($d = 2$) when each midpoint "
        r"is missing with the probability shown; thin: points with two midpoints or more, which no method can exceed."
    ),
    claims=("theorem-2.11", "theorem-2.11-sharp"),
    compute=compute,
    draw=draw,
    paper={
        "sizes": [[6, 2], [20, 2], [20, 10], [60, 10]],
        "decades": [-5, -4.5, -4, -3.5, -3.25, -3, -2.75, -2.5, -2.25, -2, -1.75, -1.5, -1.25, -1],
        "few": [10, 20, 40],
        "shares": 20,
        "runs": 40,
    },
    quick={"runs": 2},
)
