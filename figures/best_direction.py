"""The least Mixup loss in each direction: least at the best classifier's for Gaussian noise, not for every noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.figure import Figure as Drawing
    from numpy.typing import NDArray

LOOKS = {"hard labels": (style.BLACK, "-"), r"$\lambda \in \{1/4, 3/4\}$": (style.VERMILLION, "--")}
DEVIATIONS = (1.05, 2.0)  # of the two coordinates; the mean is (1, 1)


def compute(lowest: float, highest: float, directions: int, nodes: int, seed: int) -> pd.DataFrame:
    """The least loss over the length of w for each direction, Gaussian noise and independent signs; no randomness."""
    import numpy as np
    import pandas as pd
    from scipy.optimize import minimize_scalar

    rows = []
    laws = {"hard labels": [1.0], r"$\lambda \in \{1/4, 3/4\}$": [0.25, 0.75]}
    for noise in ("gaussian", "signs"):
        draws, weights = _noise(noise, nodes)
        for name, lams in laws.items():
            for angle in np.linspace(lowest, highest, directions):
                unit = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
                along, spread = unit.sum(), unit * DEVIATIONS
                terms = [_outputs(along, spread, lam, v, noise, draws, weights) for lam in lams for v in (1, -1)]

                def loss(scale: float, terms: list[tuple[Array, Array, float]] = terms) -> float:
                    found = [q @ (np.logaddexp(z * scale / 2, -z * scale / 2) - y * z * scale / 2) for z, q, y in terms]
                    return float(np.mean(found))

                least = minimize_scalar(loss, bounds=(0, 20), method="bounded", options={"xatol": 1e-10}).fun
                rows.append({"noise": noise, "law": name, "degrees": angle, "loss": least})
    table = pd.DataFrame(rows)
    return table.assign(excess=table["loss"] - table.groupby(["noise", "law"])["loss"].transform("min"))


if TYPE_CHECKING:
    Array = NDArray[np.float64]


def _noise(noise: str, nodes: int) -> tuple[Array, Array]:
    """Draws of one standard normal, or of the four signs of two points."""
    import numpy as np

    if noise == "gaussian":
        place, weight = np.polynomial.hermite_e.hermegauss(nodes)
        return place[:, None], weight / weight.sum()
    grid = np.array(np.meshgrid(*[[1.0, -1.0]] * 4)).reshape(4, -1).T
    return grid, np.full(len(grid), 1 / len(grid))


def _outputs(
    along: float, spread: Array, lam: float, label: int, noise: str, draws: Array, weights: Array
) -> tuple[Array, Array, float]:
    """Outputs of unit w for a point of label 1 with a partner of ``label``, their weights, and the mixed label."""
    import numpy as np

    mixed = lam + (1 - lam) * label
    if noise == "gaussian":
        return mixed * along + np.sqrt(lam**2 + (1 - lam) ** 2) * np.linalg.norm(spread) * draws[:, 0], weights, mixed
    return mixed * along + lam * draws[:, :2] @ spread + (1 - lam) * draws[:, 2:] @ spread, weights, mixed


def draw(data: pd.DataFrame) -> Drawing:
    """A panel for each kind of noise."""
    import numpy as np

    drawing, grid = style.panels(1, 2, style.PAGE, 2.4, sharey=True)
    best = np.degrees(np.arctan2(1 / DEVIATIONS[1] ** 2, 1 / DEVIATIONS[0] ** 2))
    titles = {"gaussian": "Gaussian noise", "signs": "independent signs"}
    for axes, (noise, part) in zip(grid[0], data.groupby("noise", sort=False), strict=True):
        for law, curve in part.groupby("law", sort=False):
            colour, dash = LOOKS[str(law)]
            axes.plot(curve["degrees"], curve["excess"], dash, color=colour, label=law)
            lowest = int(curve["excess"].to_numpy().argmin())
            axes.plot(curve["degrees"].iloc[lowest], 0, "o", color=colour, clip_on=False)
        axes.axvline(best, color=style.GREY, linewidth=0.8, linestyle=":")
        axes.set(xlabel="direction of $w$ in degrees", title=titles[str(noise)], ylim=(0, 0.012))
    grid[0, 0].set(ylabel="loss above the least")
    grid[0, 0].legend(loc="upper center")
    return drawing


FIGURE = Figure(
    name="best-direction",
    title="The direction of Mixup's minimiser for two classes with noise",
    caption=(
        r"Two classes with means $\pm(1, 1)$ and deviations $1.05$ and $2$: the least population loss over the length "
        r"of $w$, for each direction, above the least of all (discs). Left, for Gaussian noise both minima are at "
        r"$\Sigma^{-1}\mu$ (dotted). Right, for independent signs they are not: that of hard labels is a few degrees "
        r"off, Mixup's a fraction of one, on the other side."
    ),
    claims=("oh-yun-2023-direction",),
    compute=compute,
    draw=draw,
    paper={"lowest": 5, "highest": 30, "directions": 201, "nodes": 80},
    quick={"directions": 51},
)
