"""The risk of a classifier against the bias of its contexts: an arc below, rays above, and a case of equality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

ALPHAS = (0.0, 2 / 3, 1.0)


def compute(classifiers: int, seed: int) -> pd.DataFrame:
    """K, R and the largest error of random votes of four objects in up to six contexts, and of the counterexample."""
    from fractions import Fraction

    import numpy as np
    import pandas as pd

    from theory.results.context_agnostic.votes import Votes

    rng = np.random.default_rng(seed)
    quarter = (Fraction(1, 4),) * 4
    rows = []
    for _ in range(classifiers):
        contexts = int(rng.integers(2, 7))
        right = rng.random((4, contexts)) < 0.4 + 0.6 * rng.random((4, 1))
        votes = tuple(tuple(1 if vote else -1 for vote in row) for row in right.tolist())
        one = Votes(quarter, (Fraction(1, contexts),) * contexts, votes, (1,) * 4)
        rows.append({"kind": "random", "K": float(one.bias), "R": float(one.risk), "largest": float(max(one.errors))})
    halves, thirds = (Fraction(1, 2),) * 2, (Fraction(2, 3), Fraction(1, 3))
    one = Votes(halves, thirds, ((1, 1), (1, -1)), (1, 1))
    rows.append({"kind": "equality", "K": float(one.bias), "R": float(one.risk), "largest": float(max(one.errors))})
    return pd.DataFrame(rows)


def draw(data: pd.DataFrame) -> Drawing:
    """The plane of K and R."""
    import numpy as np

    drawing, grid = style.panels(1, 1, style.COLUMN, 2.6)
    axes = grid[0, 0]
    drawn = data[data["kind"] == "random"]
    for mostly_right, colour in ((True, style.BLUE), (False, style.FAINT)):
        part = drawn[(drawn["largest"] <= 1) == mostly_right]
        text = "every error at most 1" if mostly_right else "others"
        axes.plot(part["K"], part["R"], ".", color=colour, markersize=3, label=text)
    k = np.linspace(0, 1, 200)
    axes.plot(k, 1 - np.sqrt(1 - k), color=style.BLACK, label=r"$1 - \sqrt{1 - K}$")
    for alpha in ALPHAS:
        axes.plot(k, k / (2 - alpha), ":", color=style.VERMILLION, linewidth=1)
    axes.text(0.78, 0.3, r"$K/(2-\alpha)$", color=style.VERMILLION, fontsize=7.5)
    point = data[data["kind"] == "equality"]
    axes.plot(point["K"], point["R"], "s", color=style.VERMILLION, label="errors 0 and 2/3")
    axes.set(xlabel="mean bias $K$", ylabel="risk $R$", xlim=(0, 1.02), ylim=(0, 2))
    axes.legend(loc="upper left", fontsize=7)
    return drawing


FIGURE = Figure(
    name="context-bias",
    title="The risk of a classifier against the bias of its contexts",
    caption=(
        r"Random votes of four objects: the risk $R$ is at least $1 - \sqrt{1-K}$, with equality for equal errors up "
        r"to $1$, and at most $K/(2-\alpha)$ where no error is above $\alpha$ (dotted, $\alpha = 0, 2/3, 1$). The "
        r"square has the errors $0$ and $2/3$ and is on its ray, where Theorem 3.1 has equality for equal errors only."
    ),
    claims=("context-bias-bound-printed", "context-bias-interval"),
    compute=compute,
    draw=draw,
    paper={"classifiers": 600},
    quick={"classifiers": 150},
)
