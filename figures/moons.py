"""Pictures of two moons for Figure 3 and Appendix F: trained networks beside the closed form on the same data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures import style

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing
    from numpy.typing import NDArray

    from figures.base import Arrays
    from theory.mixing import Mixing

HALF_WIDTH = 2.2  # the picture shows [-2.2, 2.2]^2


def law(alpha: int) -> Mixing | None:
    """Beta(alpha, alpha); 0 stands for ERM."""
    from theory.mixing import Beta

    return Beta(alpha) if alpha else None


def compute_moons(
    separation: float, alphas: list[int], seeds: int, epochs: int, epsilon: float, grid: int, seed: int
) -> Arrays:
    """Average class of the networks and h_eps on the first draw of the data, on a square grid, for each alpha."""
    from dataclasses import replace

    import numpy as np

    from proofs_check.experiments.moons import PAPER, train_moons
    from theory.dataset import LabeledDataset
    from theory.mixing import Discrete
    from theory.optimal import mixup_optimal

    protocol = replace(PAPER, epochs=epochs, read_every=epochs)
    networks = train_moons(separation, [law(alpha) for alpha in alphas], seeds, seed, protocol)
    axis = np.linspace(-HALF_WIDTH, HALF_WIDTH, grid)
    places = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    data = LabeledDataset(networks.points[0], networks.codes[0])
    laws = [law(alpha) or Discrete({1: 1}) for alpha in alphas]  # ERM mixes nothing
    optimal = [mixup_optimal(data, each, places, epsilon)[:, 0] for each in laws]
    return {
        "alphas": np.array(alphas),
        "axis": axis,
        "network": networks.averaged(places).reshape(-1, grid, grid),
        "training_error": networks.training_error(),
        "optimal": np.array(optimal).reshape(-1, grid, grid),
        "points": networks.points[0],
        "codes": networks.codes[0],
        "epsilon": np.array(epsilon),
    }


def draw_field(axes: Axes, axis: Any, values: NDArray[np.float64]) -> Any:
    """Class-1 probability on a grid with one axis for both directions, or two; its 1/2 line; grey where nothing is."""
    x, y = axis if isinstance(axis, tuple) else (axis, axis)
    axes.set_facecolor("#DDDDDD")
    picture = axes.pcolormesh(x, y, values, cmap=style.class_map(), vmin=0, vmax=1, shading="nearest", rasterized=True)
    axes.contour(x, y, values, [0.5], colors=style.BLACK, linewidths=0.8)
    axes.set(aspect="equal", xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    return picture


def draw_moons(rows: list[tuple[str, Any]], data: Arrays, width: float) -> Drawing:
    """A row of panels for each named stack of fields (``None``: an empty panel), a column for each alpha."""
    alphas = data["alphas"]
    side = (width - 0.6) / len(alphas)
    drawing, grid = style.panels(len(rows), len(alphas), width, side * len(rows) + 0.35)
    picture: Any = None
    for axes_row, (name, fields) in zip(grid, rows, strict=True):
        for axes, field in zip(axes_row, fields, strict=True):
            if field is None:
                axes.spines[:].set_visible(False)
                axes.set(aspect="equal", xticks=[], yticks=[])
                continue
            picture = draw_field(axes, data["axis"], field)
            style.scatter_classes(axes, data["points"], data["codes"], size=6, linewidths=0.2)
        axes_row[0].set_ylabel(name)
    for axes, alpha in zip(grid[0], alphas, strict=True):
        axes.set_title(rf"Mixup, $\alpha = {alpha}$" if alpha else "ERM")
    bar = drawing.colorbar(picture, ax=grid, shrink=0.6, aspect=25, ticks=[0, 0.5, 1])
    bar.set_label("class 1")
    return drawing
