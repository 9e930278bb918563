"""How far classes of unequal mass turn the direction of Mixup away from that of the maximal margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

COLOURS = (style.BLUE, style.BLACK, style.VERMILLION)
DASHES = ("--", "-", ":")


def compute(alphas: list[float], points: int, certified: list[list[int]], seed: int) -> pd.DataFrame:
    """1 - cosine of orthonormal data in float64 for every split of ``points``, and enclosures for a few splits."""
    from fractions import Fraction

    import pandas as pd

    from theory.linear.class_margins import enclose_class_margins, imbalance_curve, one_minus_cosine
    from theory.mixing import Beta

    rows = []
    sizes = [(n, points - n) for n in range(1, points // 2 + 1)]
    for alpha in alphas:
        for row in imbalance_curve(Beta(alpha), sizes):
            n, m = row.sizes
            margins = {"minority_margin": row.margins[0], "majority_margin": row.margins[1]}
            curve = {"low": row.one_minus_cosine, "high": row.one_minus_cosine, **margins}
            rows.append({"kind": "float64", "alpha": alpha, "minority": n, "majority": m, **curve})
    for n, m in certified:
        ball = one_minus_cosine(enclose_class_margins(Beta(1), Fraction(n, n + m)), (n, m))
        ends = {"low": float(ball.lower()), "high": float(ball.upper())}
        rows.append({"kind": "enclosed", "alpha": 1, "minority": n, "majority": m, **ends})
    table = pd.DataFrame(rows)
    return table.assign(share=table["minority"] / (table["minority"] + table["majority"]))


def draw(data: pd.DataFrame) -> Drawing:
    """Left the angle, right the margins of both classes."""
    drawing, grid = style.panels(1, 2, style.PAGE, 2.4)
    left, right = grid[0]
    floats, enclosed = (data[data["kind"] == kind] for kind in ("float64", "enclosed"))
    for (alpha, curve), colour, dash in zip(floats.groupby("alpha"), COLOURS, DASHES, strict=False):
        unequal = curve[curve["minority"] < curve["majority"]]
        left.plot(unequal["share"], unequal["low"], dash, color=colour, label=rf"$\alpha = {alpha:g}$")
        right.plot(curve["share"], curve["minority_margin"], dash, color=colour)
        right.plot(curve["share"], curve["majority_margin"], dash, color=colour)
    left.plot(enclosed["share"], enclosed["high"], "D", color=style.BLACK, label=r"enclosed, $\alpha = 1$")
    left.set(yscale="log", xlim=(0, 0.52), xlabel="mass of the smaller class", ylabel="1 − cosine")
    left.legend(loc="lower left")
    right.text(0.15, 5.2, "larger class", fontsize=7.5)
    right.text(0.02, 3.3, "smaller class", fontsize=7.5)
    right.set(
        xlim=(0, 0.52), ylim=(3.2, None), xlabel="mass of the smaller class", ylabel="margin of the Mixup minimiser"
    )
    return drawing


FIGURE = Figure(
    name="class-imbalance",
    title="Unequal classes turn the direction of Mixup",
    caption=(
        r"Orthonormal data, so that the max-margin solution interpolates. Left: 1 − cosine between the Mixup minimiser "
        r"and the max-margin direction, which vanishes only for classes of equal mass (Theorem 3.5 as printed asserts "
        r"it always); diamonds: enclosed by ball arithmetic, the first being the smallest counterexample, one point "
        r"against two. Right: the margins of the two classes, the smaller class below."
    ),
    claims=("theorem-3.5-printed", "theorem-3.5", "theorem-3.5-converse"),
    compute=compute,
    draw=draw,
    paper={"alphas": [0.5, 1, 8], "points": 60, "certified": [[1, 2], [1, 3], [1, 9]]},
)
