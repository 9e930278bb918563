"""What each weight of inconsistency guarantees over the expansion c, and the populations that attain it, as graphs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from theory.results.self_training.views import SelfTraining

WEIGHT_2, QUOTED, PRINTED = "weight 2", "quoted weights, sharp", "quoted weights, as quoted"
LOOKS = {WEIGHT_2: (style.BLUE, "-"), QUOTED: (style.VERMILLION, "-"), PRINTED: (style.ORANGE, "--")}
FAR = ((2.8, 0.2), (2.8, 1.5), (1.7, 0.2), (1.7, 1.5))
PLACES = {  # of the points of each drawn population: three of a class on the left, both classes on the right
    WEIGHT_2: ((0.0, 0.85), (0.7, 1.5), (0.7, 0.2), *FAR),
    PRINTED: ((0.7, 1.5), (0.0, 0.85), (0.7, 0.2), *FAR),
}


def compute(largest: int, steps: int, dots: list[int], seed: int) -> pd.DataFrame:
    """Curves of Err/mu, exact quotients of the worst populations at whole c, and two of these; nothing is random."""
    from fractions import Fraction

    import pandas as pd

    from proofs_check.results.self_training.graphs import ATTAINED
    from theory.results.self_training.theorem_4_3 import quoted_bound
    from theory.results.self_training.theorem_4_3_best_weight_sharp import worst
    from theory.results.self_training.theorem_4_3_weight_2 import Objective, guarantee

    rows: list[dict[str, Any]] = []
    share = ATTAINED.pseudo_error / ATTAINED.mu
    for k in range(1, steps + 1):
        c = 2 + Fraction(k * (largest - 2), steps)
        rows.append(
            {"kind": "curve", "name": WEIGHT_2, "c": float(c), "value": float(guarantee(Objective(c, Fraction(2))))}
        )
        if c > 3:
            rows.append({"kind": "curve", "name": QUOTED, "c": float(c), "value": float(guarantee(_quoted(c)))})
            rows.append({"kind": "curve", "name": PRINTED, "c": float(c), "value": float(2 * (share + c) / (c - 1))})
    if 2 * (share + ATTAINED.c) / (ATTAINED.c - 1) != quoted_bound(ATTAINED) / ATTAINED.mu:
        raise AssertionError("the curve is not the quoted bound at the mass of its wrong pseudo-labels")
    for whole in dots:
        c = Fraction(whole)
        for name, objective in ((WEIGHT_2, Objective(c, Fraction(2))), (QUOTED, _quoted(c))):
            if name == WEIGHT_2 or whole > 3:
                rows.append({"kind": "dot", "name": name, "c": float(c), "value": _quotient(worst(objective))})
    rows.append({"kind": "dot", "name": PRINTED, "c": float(ATTAINED.c), "value": _quotient(ATTAINED)})
    for name, training in ((WEIGHT_2, worst(Objective(Fraction(4), Fraction(2)))), (PRINTED, ATTAINED)):
        rows += _population(name, training)
    return pd.DataFrame(rows)


def _quoted(c: Any) -> Any:
    from theory.results.self_training.theorem_4_3_weight_2 import Objective

    return Objective(c, 2 * c / (c + 1))


def _quotient(training: SelfTraining) -> float:
    """Err/mu, where the student is no worse than the truth, and wrong pseudo-labels expand by c."""
    from theory.results.self_training.cells import expands

    if not expands(training).holds or training.mu == 0:
        raise AssertionError("the population does not expand")
    return float(training.error / training.mu)


def _population(name: str, training: SelfTraining) -> list[dict[str, Any]]:
    """A row for each point, and for each of its views."""
    graph, rows = training.graph, []
    for x in graph.points:
        labels = {"truth": graph.truth[x], "pseudo": training.pseudo[x], "student": training.student[x]}
        rows.append({"kind": "point", "name": name, "from": x, "mass": float(graph.mass[x]), **labels})
        rows += [{"kind": "view", "name": name, "from": x, "to": z} for z in graph.views[x] if z != x]
    return rows


def draw(data: pd.DataFrame) -> Drawing:
    """The curves, and two populations."""
    drawing, grid = style.panels(1, 3, style.PAGE, 2.6, width_ratios=[1.25, 1, 1])
    curves = grid[0, 0]
    for name, (colour, dash) in LOOKS.items():
        part = data[(data["kind"] == "curve") & (data["name"] == name)]
        curves.plot(part["c"], part["value"], dash, color=colour, label=name)
        attained = data[(data["kind"] == "dot") & (data["name"] == name)]
        curves.plot(attained["c"], attained["value"], "o", color=colour)
    curves.set(xlabel="expansion $c$", ylabel=r"largest Err$/\mu$", ylim=(0, 30), xlim=(2, None))
    curves.legend(loc="upper right")
    for axes, name in zip(grid[0, 1:], PLACES, strict=True):
        part = data[data["name"] == name]
        draw_population(axes, part, PLACES[name])
        lost = part.loc[part["student"] != part["truth"], "mass"].sum()
        axes.set_title(f"{name.partition(',')[0]}, $c = 4$:\nErr {lost:g} of {part['mass'].sum():g}")
    return drawing


def draw_population(axes: Axes, part: pd.DataFrame, places: tuple[tuple[float, float], ...]) -> None:
    """Points with their masses, coloured by class; arrows to views, lines where both see each other."""
    views = {(int(a), int(b)) for a, b in part[part["kind"] == "view"][["from", "to"]].to_numpy()}
    for a, b in sorted(views):
        if (b, a) not in views or a < b:
            arrow = "-" if (b, a) in views else "-|>"
            line: Any = {"arrowstyle": arrow, "color": style.GREY, "linewidth": 0.8, "shrinkA": 9, "shrinkB": 9}
            axes.annotate("", xy=places[b], xytext=places[a], arrowprops=line, zorder=1)
    columns = ["mass", "truth", "pseudo", "student"]
    points = part.loc[part["kind"] == "point", columns].to_numpy(dtype=float).tolist()
    for (x, y), (mass, truth, pseudo, student) in zip(places, points, strict=True):
        look: Any = {"edgecolors": style.BLACK if pseudo != truth else "none", "marker": "o" if mass else "s"}
        axes.scatter(x, y, s=190, color=style.PALE[int(truth)], linewidths=1.6, zorder=2, **look)
        text: Any = {"color": "#DD0000", "weight": "bold"} if mass > 0 and student != truth else {}
        axes.text(x, y, f"{mass:g}", ha="center", va="center", fontsize=7, zorder=3, **text)
    axes.set_axis_off()
    axes.set(xlim=(-0.3, 3.1), ylim=(-0.1, 1.8))


FIGURE = Figure(
    name="expansion-guarantees",
    title="What expansion guarantees of self-training, and where that is attained",
    caption=(
        r"Left: the largest error of labels that are no worse than the truth, over the mass $\mu$ of the points with a "
        r"view in another class, by the expansion $c$ of the wrong pseudo-labels. The weight 2 of inconsistency "
        r"guarantees $2c/(c-2)\,\mu$, the quoted weight $2c/(c-3)\,\mu$; the bound as quoted is for wrong "
        r"pseudo-labels of mass $8\mu$. Discs: exact populations that attain them. Right: two of these, with "
        r"the masses of their points, in the colours of their classes; ringed where the pseudo-label is wrong, red "
        r"where the student is; an arrow leads to a view, a line joins two points that are views of each other, "
        r"squares have mass 0."
    ),
    claims=("self-training-4-3-weight-2", "self-training-4-3-best-weight-sharp", "self-training-4-3-quoted"),
    compute=compute,
    draw=draw,
    paper={"largest": 12, "steps": 200, "dots": [3, 4, 5, 6, 8, 10]},
    quick={"steps": 60},
)
