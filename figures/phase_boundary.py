"""The phase boundary of Theorem 2.7, certified by balls, with its asymptote and the networks of Table 1 on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing


def compute(points: int, seed: int) -> pd.DataFrame:
    """Rows "boundary": exact bounds of alpha* at each epsilon; rows "network": alpha at the effective resolution."""
    from fractions import Fraction

    import numpy as np
    import pandas as pd

    from theory.results.mixup.effective_resolution import effective_resolution
    from theory.results.mixup.table_1 import PRINTED
    from theory.results.mixup.theorem_2_7 import sufficient_alpha
    from theory.results.mixup.theorem_2_7_asymptotics import expansion, quartile_squared
    from theory.results.mixup.theorem_2_7_phase_boundary import phase_boundary

    square = float(quartile_squared())
    rows = []
    for epsilon in (float(e) for e in np.geomspace(0.01, 0.995, points).round(4)):
        place = Fraction(str(epsilon))
        low, high = phase_boundary(place)
        curve = {"low": float(low), "high": float(high), "asymptote": expansion(epsilon**2, square)}
        rows.append({"kind": "boundary", "epsilon": epsilon, "bound": float(sufficient_alpha(place)), **curve})
    for alpha, probabilities in PRINTED.items():
        middle = probabilities[1]
        place_on = {"epsilon": effective_resolution(alpha, middle), "low": float(alpha), "high": float(alpha)}
        rows.append({"kind": "network", "probability": middle, **place_on})
    return pd.DataFrame(rows)


def draw(data: pd.DataFrame) -> Drawing:
    """Both axes logarithmic; failure above the curve."""
    curve, networks = (data[data["kind"] == kind] for kind in ("boundary", "network"))
    drawing, grid = style.panels(height=2.9)
    axes = grid[0, 0]
    axes.fill_between(curve["epsilon"], curve["high"], 1e4, color=style.PALE[1], alpha=0.5, linewidth=0)
    axes.fill_between(curve["epsilon"], 1e-3, curve["low"], color=style.PALE[0], alpha=0.5, linewidth=0)
    axes.plot(curve["epsilon"], curve["high"], color=style.BLACK, label=r"$\alpha^*(\epsilon)$, enclosed to $10^{-9}$")
    axes.plot(curve["epsilon"], curve["asymptote"], "--", color=style.PURPLE, label="two terms of its expansion")
    axes.plot(curve["epsilon"], curve["bound"], ":", color=style.GREY, label=r"sufficient $\alpha_0(\epsilon)$")
    for _, row in networks.iterrows():
        fails = row["probability"] > 0.5
        axes.plot(row["epsilon"], row["high"], "D", color=style.BLACK, markerfacecolor="black" if fails else "white")
        place, shift = (row["epsilon"], row["high"]), {"xytext": (4, -9), "textcoords": "offset points"}
        axes.annotate(rf"$\alpha={row['high']:.0f}$", place, fontsize=7, **shift)
    axes.plot([], [], "D", color=style.BLACK, label="networks of Table 1")
    axes.text(0.3, 1500, "point 1 misclassified", ha="center", color=style.CLASSES[1])
    axes.text(0.03, 8, "point 1 right", ha="center", color=style.CLASSES[0])
    axes.set(xscale="log", yscale="log", xlim=(0.01, 1), ylim=(5e-3, 1e4), xlabel=r"$\epsilon$", ylabel=r"$\alpha$")
    axes.set_xticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
    axes.legend(loc="lower left", handlelength=1.8, borderaxespad=0.1)
    return drawing


FIGURE = Figure(
    name="phase-boundary",
    title="Where Mixup fails on three points",
    caption=(
        r"At resolution $\epsilon$ the $h_\epsilon$ of Beta$(\alpha, \alpha)$ misclassifies the middle of the "
        r"three-point line exactly above the curve $\alpha^*(\epsilon)$, each point of which is enclosed by two signs "
        r"that ball arithmetic certifies. Dashed: $z^2/(2\epsilon^2) + (1 - z^2)/4$ with $z = \Phi^{-1}(3/4)$; dotted: "
        r"the explicit sufficient $\alpha_0(\epsilon)$. Diamonds: the networks of Table 1 at their effective "
        r"resolutions, filled where the network fails."
    ),
    claims=("theorem-2.7-phase-boundary", "theorem-2.7-asymptotics", "theorem-2.7", "effective-resolution"),
    compute=compute,
    draw=draw,
    paper={"points": 60},
)
