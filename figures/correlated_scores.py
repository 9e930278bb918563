"""Scores of codes on correlated factors, where they pass the truth, and the axes of linear beta-VAEs, which jump."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

TRUTH, XOR = "truth", "exclusive or"
LOOKS = {
    TRUTH: (style.BLACK, "-"),
    "whitened": (style.VERMILLION, "-"),
    "principal": (style.BLUE, "-"),
    "Gram-Schmidt": (style.GREEN, "--"),
    XOR: (style.PURPLE, "-"),
}
VARIANCES = ("1", "11/10", "2")


def compute(steps: int, seed: int) -> pd.DataFrame:
    """SAP and MIG by their definitions at k/steps, and the angle of the principal axis; nothing is random."""
    from fractions import Fraction
    from math import atan2, degrees

    import pandas as pd

    from theory.results.disentanglement.linear_codes import CODES, CorrelatedPair, sap
    from theory.results.disentanglement.linear_codes import TRUTH as IDENTITY
    from theory.results.disentanglement.two_bits import TRUTH as SAME
    from theory.results.disentanglement.two_bits import XOR as PARITY
    from theory.results.disentanglement.two_bits import FairBits, mig

    rows: list[dict[str, Any]] = []
    for rho in (Fraction(k, steps) for k in range(steps)):
        pair = CorrelatedPair(rho)
        found = {TRUTH: sap(rho, IDENTITY), **{name: sap(rho, code(pair)) for name, code in CODES.items()}}
        rows += [{"kind": "SAP", "name": name, "x": float(rho), "y": float(value)} for name, value in found.items()]
        law = FairBits((1 + rho) / 2).law  # two bits that agree with probability (1 + rho)/2 have the correlation rho
        for name, code in ((TRUTH, SAME), (XOR, PARITY)):
            rows.append({"kind": "MIG", "name": name, "x": float(rho), "y": float(mig(law, code))})
    for ratio in VARIANCES:
        v = float(Fraction(ratio))
        for k in range(-steps + 1, steps):
            if k or v > 1:  # of ((v, r sqrt(v)), (r sqrt(v), 1)); at r = 0 and v = 1 every axis is one
                r = k / steps
                angle = degrees(atan2(2 * r * v**0.5, v - 1)) / 2
                rows.append({"kind": "angle", "name": ratio, "x": r, "y": angle})
    return pd.DataFrame(rows)


def draw(data: pd.DataFrame) -> Drawing:
    """Both scores, and the angles."""
    drawing, grid = style.panels(1, 3, style.PAGE, 2.3)
    for axes, score in zip(grid[0], ("SAP", "MIG"), strict=False):
        for name, (colour, dash) in LOOKS.items():
            part = data[(data["kind"] == score) & (data["name"] == name)]
            if len(part):
                axes.plot(part["x"], part["y"], dash, color=colour, label=name)
        axes.set(xlabel=r"correlation $\rho$", ylabel=score, xlim=(0, 1), ylim=(0, 1.05))
        axes.legend(loc="lower left")
    axes = grid[0, 2]
    for ratio, colour in zip(VARIANCES, (style.VERMILLION, style.ORANGE, style.SKY), strict=True):
        part = data[(data["kind"] == "angle") & (data["name"].astype(str) == ratio)]
        apart = [part[part["x"] < 0], part[part["x"] > 0]] if ratio == "1" else [part]  # no line across the jump
        for side, label in zip(apart, (f"variances {ratio} : 1", None), strict=False):
            axes.plot(side["x"], side["y"], color=colour, label=label)
    axes.legend(loc="upper left")
    axes.set(
        xlabel=r"correlation $\rho$",
        ylabel="angle of the first axis",
        yticks=[-45, 0, 45],
        xlim=(-1, 1),
        ylim=(-50, 105),
    )
    return drawing


FIGURE = Figure(
    name="correlated-scores",
    title="Correlated factors: scores that prefer other codes, and axes that jump",
    caption=(
        r"Left: SAP of linear codes of two factors with the correlation $\rho$, evaluated on these data. The whitened "
        r"factors are ahead of the true ones at every $\rho$ from $0$ to $1$, the principal axes from the golden ratio "
        r"$0.618$ on, Gram and Schmidt's code from $\sqrt{1/2}$ on. Middle: MIG of two fair bits with the correlation "
        r"$\rho$; the code with the exclusive or is ahead from $h(p) = 2/3$ on, $p = (1 + \rho)/2$. With weights "
        r"$p_1 p_2/p$ the true factors have $1$. Right: the angle, in degrees, between the first latent of a linear "
        r"$\beta$-VAE and a factor. For equal variances it jumps at $\rho = 0$ to total entanglement."
    ),
    claims=("whitened-beats-truth", "xor-beats-truth", "linear-beta-vae-axes"),
    compute=compute,
    draw=draw,
    paper={"steps": 100},
    quick={"steps": 20},
)
