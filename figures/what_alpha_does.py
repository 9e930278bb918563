"""What alpha does: four numbers, each of which is a strength of Mixup, and which do not agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

LOOKS = {
    "kappa": (r"$\kappa = 2E[\lambda(1-\lambda)]$", style.BLUE, "-"),
    "shrinkage": (r"shrinkage of labels $1-\bar\theta$", style.GREEN, "--"),
    "floor": (r"floor of the loss $E[H(\lambda)]$, in nats", style.ORANGE, "-."),
    "smoothing": ("equivalent label smoothing", style.VERMILLION, "-"),
}


def compute(alphas: list[str], seed: int) -> pd.DataFrame:
    """A row for each alpha, a fraction as text; nothing is random."""
    import pandas as pd

    from theory.results.mixup_literature.strengths import strengths

    return pd.DataFrame([strengths(alpha)._asdict() for alpha in alphas])


def draw(data: pd.DataFrame) -> Drawing:
    """Left what rises with alpha, right what does not."""
    drawing, grid = style.panels(1, 2, style.PAGE, 2.5)
    left, right = grid[0]
    for name, (label, colour, line) in LOOKS.items():
        axes = right if name == "smoothing" else left
        axes.plot(data["alpha"], data[name], line, color=colour, label=label)
    right.axhline(0.0415, color=style.GREY, linewidth=0.8)
    right.annotate("no law is above this line", (data["alpha"].iloc[0], 0.0415), (0, 2), textcoords="offset points")
    left.set(ylabel="strength, for many equal classes", ylim=(0, 1))
    right.set(ylabel="mass off the label", ylim=(0, 0.046))
    for axes in (left, right):
        axes.set(xscale="log", xlabel=r"$\alpha$")
    left.legend(loc="upper left")
    right.legend(loc="lower center")
    return drawing


FIGURE = Figure(
    name="what-alpha-does",
    title="Four strengths of Mixup that do not agree on what alpha does",
    caption=(
        r"For $\lambda \sim \mathrm{Beta}(\alpha, \alpha)$: $\kappa$, which is all that a second-order theory about "
        r"the data sees of $\alpha$; the factor by which labels shrink towards the class frequencies; the floor of the "
        r"training loss for many equal classes. All three rise with $\alpha$. Right: the label smoothing that has the "
        r"same minimiser on linear models with attainable labels and equal classes. In this table it is largest at "
        r"$\alpha = 1.5$, and it is below $4.15\,\%$ for every law."
    ),
    claims=(
        "mixup-strength",
        "mixup-more-alpha-regularises-more",
        "mixup-as-label-smoothing",
        "liu-2023-floor-beta",
        "carratino-2022-shrinkage",
    ),
    compute=compute,
    draw=draw,
    paper={
        "alphas": ["1/10", "1/5", "2/5", "1/2", "3/4", "1", "3/2", "2", "3", "4", "8", "16", "32"],
    },
    quick={"alphas": ["1/10", "1/5", "2/5", "1/2", "1", "3/2", "2", "4", "32"]},
)
