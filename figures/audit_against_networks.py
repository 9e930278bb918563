"""The audit against trained networks: what ranks the points that Mixup misfits, and at which eps h_eps is a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure as Drawing

ALL = "all"
OURS = ("plane", "lead at .2U", "lead at U/8")


def compute(sets: list[str] | str, runs: int, epochs: int, seed: int) -> pd.DataFrame:
    """One row for each data set and alpha = 1, 8, 1024; ``sets`` is a list of names, or "all"."""
    from proofs_check.experiments.study import tables
    from proofs_check.experiments.study.sets import names
    from proofs_check.support.cache import Store

    chosen = list(names()) if sets == ALL else list(sets)
    return tables.audit_table(chosen, runs, epochs, seed, Store(tables.STORE))


def draw(data: pd.DataFrame) -> Drawing:
    """Left the AUROC of each ranking with its interval over data sets, right the distance of h_eps from networks."""
    from proofs_check.experiments.study.measures import RANKINGS, mean_over_sets
    from theory.results.mixup.one_resolution import MULTIPLES
    from theory.results.mixup.study import interval

    drawing, grid = style.panels(1, 2, style.PAGE, 3.0)
    left, right = grid[0]
    shown = [name for name in RANKINGS if f"auroc {name}" in data and data[f"auroc {name}"].notna().any()]
    for place, name in enumerate(shown):
        values = mean_over_sets(data, f"auroc {name}")
        colour = style.VERMILLION if name in OURS else style.GREY if name == "another run" else style.BLACK
        left.hlines(place, *interval(values.tolist()), color=colour)
        left.plot(values.mean(), place, "o", color=colour)
        left.plot(values, [place] * len(values), "|", color=style.FAINT, zorder=0)
    left.set(yticks=range(len(shown)), yticklabels=[RANKINGS[name] for name in shown], xlabel="AUROC of misfit points")
    left.invert_yaxis()
    columns = [f"tv {c:g}U" for c in MULTIPLES]
    for _, cell in data.iterrows():
        right.plot(MULTIPLES, cell[columns].astype(float), color=style.FAINT, linewidth=0.5)
    right.plot(MULTIPLES, data[columns].mean(), color=style.VERMILLION, marker="o", label=r"$h_\epsilon$, mean of all")
    for name, dash in (("class means", "--"), ("another run", ":")):
        right.axhline(data[f"tv {name}"].mean(), color=style.BLACK, linestyle=dash, linewidth=0.9, label=name)
    right.set(xlabel=r"$\epsilon / U$", ylabel="total variation to networks", ylim=(0, 0.3))
    right.legend(loc="upper right")
    return drawing


FIGURE = Figure(
    name="audit-against-networks",
    title="The audit against networks trained with Mixup",
    caption=(
        r"Networks trained with Mixup at $\alpha = 1, 8, 1024$ on small data sets, real and synthetic. Left: how well "
        r"what is known beforehand ranks the training points that they get wrong and networks without Mixup do not; "
        r"mean over the data sets with three such points or more, and a 95% bootstrap interval over data sets. Right: "
        r"how far $h_\epsilon$ is from what networks say, against $\epsilon$ in units of $U$, the median distance "
        r"between points of different classes; one thin line for each data set and $\alpha$."
    ),
    claims=("audit-ranks-misfits", "one-resolution", "effective-resolution"),
    compute=compute,
    draw=draw,
    paper={"sets": ALL, "runs": 3, "epochs": 2000},
    quick={"sets": ["iris", "circles", "autompg3"], "runs": 2, "epochs": 1000},
)
