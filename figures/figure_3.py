"""Figure 3: decision boundaries on two moons, ERM against Mixup, and the closed form beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure
from figures.moons import HALF_WIDTH, compute_moons, draw_moons, law

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from figures.base import Arrays


def compute(
    separation: float,
    alphas: list[int],
    seeds: int,
    epochs: int,
    epochs_unreset: int,
    epsilon: float,
    grid: int,
    seed: int,
) -> Arrays:
    """Networks and h_eps, and the Mixup networks of the published script, which never resets gradients."""
    from dataclasses import replace

    import numpy as np

    from proofs_check.experiments.moons import PAPER, train_moons

    found = compute_moons(separation, alphas, seeds, epochs, epsilon, grid, seed)
    protocol = replace(PAPER, epochs=epochs_unreset, read_every=epochs_unreset, keep_gradients=True)
    unreset = train_moons(separation, [law(alpha) for alpha in alphas if alpha], seeds, seed, protocol)
    axis = np.linspace(-HALF_WIDTH, HALF_WIDTH, grid)
    places = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    return found | {
        "unreset": unreset.averaged(places).reshape(-1, grid, grid),
        "unreset_training_error": unreset.training_error(),
    }


def draw(data: Arrays) -> Drawing:
    """Networks, the closed form, and the networks without resets."""
    rows = [
        ("networks", list(data["network"])),
        (rf"$h_\epsilon$, $\epsilon = {data['epsilon']:g}$", list(data["optimal"])),
        ("gradients never reset", [None, *data["unreset"]]),
    ]
    return draw_moons(rows, data, style.PAGE * 0.8)


FIGURE = Figure(
    name="figure-3",
    title="Decision boundaries on two moons",
    caption=(
        r"Two moons with separation 0.5, 300 points; the share of ten networks (two layers, ReLU, 500 hidden units, "
        r"full-batch Adam, 1,500 epochs, each on its own draw of the data) that give class 1, for ERM and Mixup; the "
        r"points are those of the first draw. Middle: the closed form $h_\epsilon$ on the first draw (grey: no mixed "
        r"point comes within $\epsilon$). Bottom: what the published script trains, which in its Mixup branch adds up "
        r"the gradients of all steps, after its 1,000 epochs."
    ),
    claims=("margin-half-distance", "theorem-3.2"),
    compute=compute,
    draw=draw,
    paper={
        "separation": 0.5,
        "alphas": [0, 1, 1024],
        "seeds": 10,
        "epochs": 1500,
        "epochs_unreset": 1000,
        "epsilon": 0.15,
        "grid": 90,
    },
    quick={"seeds": 2, "grid": 40},
    arrays=True,
)
