"""How far sets of a Gaussian class expand at least, and up to which share that is enough for each guarantee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing


def compute(least: int, steps: int, seed: int) -> pd.DataFrame:
    """Phi(Phi^-1(a) + 1)/a at shares a = k/(2 steps), and the two thresholds; nothing is random."""
    from fractions import Fraction

    import pandas as pd

    from theory.results.self_training.gaussian import THRESHOLDS, GaussianClass, at_one_deviation

    shares = [Fraction(k, 2 * steps) for k in range(least, steps + 1)]
    rows = [{"kind": "curve", "share": float(a), "c": float(at_one_deviation(GaussianClass(a)))} for a in shares]
    rows += [{"kind": "threshold", "share": float(low), "c": float(c)} for c, (low, _) in THRESHOLDS.items()]
    return pd.DataFrame(rows)


def draw(data: pd.DataFrame) -> Drawing:
    """The curve with its thresholds."""
    drawing, grid = style.panels(1, 1, style.COLUMN, 2.4)
    axes = grid[0, 0]
    curve = data[data["kind"] == "curve"]
    axes.plot(curve["share"], curve["c"], color=style.BLACK)
    thresholds = data.loc[data["kind"] == "threshold", ["share", "c"]].to_numpy(dtype=float).tolist()
    for (share, c), colour in zip(thresholds, (style.VERMILLION, style.BLUE), strict=True):
        axes.plot([0, share, share], [c, c, 1], ":", color=colour, linewidth=1)
        axes.plot(share, c, "o", color=colour)
        axes.text(share + 0.012, c + 0.08, f"$c = {c:g}$ at {share:.1%}", color=colour, fontsize=7.5)
    axes.set(xlabel="share of the class with wrong pseudo-labels", ylabel="least expansion $c$", xlim=(0, 0.5))
    axes.set(ylim=(1, 6))
    return drawing


FIGURE = Figure(
    name="expansion-gaussian",
    title="The least expansion in a Gaussian class",
    caption=(
        r"Sets of a Gaussian class, where points see each other within one standard deviation, expand by "
        r"$\Phi(\Phi^{-1}(a)+1)/a$ at least, $a$ their share of the class; half-spaces attain it. Theorem 4.3 as it "
        r"is quoted needs $c > 3$, which is guaranteed up to 17.6% of wrong pseudo-labels, the weight 2 needs $c > 2$: "
        r"up to 37.7%."
    ),
    claims=("self-training-gaussian",),
    compute=compute,
    draw=draw,
    paper={"least": 2, "steps": 50},
    quick={"steps": 20},
)
