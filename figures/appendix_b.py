"""Appendix B: the sets A_{x,eps} and A_{x,eps,delta}, and where Assumptions 2.9 and 3.1 hold, on one plane data set.

Nothing is drawn by hand: what lies in the ball is asked of :func:`theory.geometry.segment_ball_interval`, and every
piece of every segment has the colour that :mod:`theory.assumptions` give, exactly, to its middle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from figures.base import Arrays
    from theory.assumptions import SegmentFinding
    from theory.dataset import LabeledDataset
    from theory.geometry import Point

POINTS = [[1, 5], [5, 1], [9, 4], [8, 8], [2, 9]]
LABELS = [1, 1, 2, 2, 3]
PLACE = [6.5, 3]  # x
ASSUMPTIONS = ("2.9 printed", "2.9 repaired", "3.1")
HOLDS, FAILS = style.SKY, style.PURPLE


def compute(epsilon: list[int], delta: list[int], steps: int, seed: int) -> Arrays:
    """``epsilon`` and ``delta`` as numerator and denominator; each segment is cut into ``steps`` pieces."""
    from fractions import Fraction
    from itertools import combinations

    import numpy as np

    from theory.dataset import LabeledDataset
    from theory.geometry import mix

    data, x, bound = LabeledDataset(POINTS, LABELS), [Fraction(value) for value in PLACE], Fraction(*delta)
    pairs = list(combinations(range(data.n_points), 2))
    middles = [Fraction(2 * i + 1, 2 * steps) for i in range(steps)]
    places = [[mix(data.exact_points[i], data.exact_points[j], lam) for lam in middles] for i, j in pairs]
    at_x = [assumption(name, data, x, bound).squared_clearance for name in ASSUMPTIONS]
    return {
        "points": data.points,
        "codes": data.codes,
        "place": np.array(PLACE, dtype=np.float64),
        "epsilon": np.array(float(Fraction(*epsilon))),
        "delta": np.array(float(bound)),
        "in_ball": in_ball(data, x, Fraction(*epsilon)),
        "pairs": np.array(pairs),
        "holds": np.array(
            [[[assumption(name, data, z, bound).holds for z in row] for row in places] for name in ASSUMPTIONS]
        ),
        "clearance": np.sqrt(np.array(at_x, dtype=np.float64)),
        "class_of_3_2": np.array([[class_of_theorem_3_2(data, z) for z in row] for row in places]),
    }


def in_ball(data: LabeledDataset, x: Point, epsilon: Fraction) -> Any:
    """A^{12}_{x,eps}: a row (s, t, lowest lambda, highest lambda) for each pair of X_1 x X_2 whose segment meets it."""
    import numpy as np

    from theory.geometry import segment_ball_interval

    rows = []
    for s, t in np.argwhere((data.codes[:, None] == 0) & (data.codes == 1)).tolist():
        interval = segment_ball_interval(data.exact_points[s], data.exact_points[t], x, epsilon)
        low, high = (float(end) for end in interval or (0, 0))
        if max(low, 0) < min(high, 1):
            rows.append((s, t, max(low, 0), min(high, 1)))
    return np.array(rows)


def assumption(name: str, data: LabeledDataset, x: Point, delta: Fraction) -> SegmentFinding:
    """What the assumption says of class 1 at x; the repaired 2.9, of a data point of class 1 that is put there."""
    from theory.assumptions import assumption_2_9, assumption_2_9_printed, assumption_3_1
    from theory.dataset import LabeledDataset

    if name == "2.9 repaired":
        joined = LabeledDataset([*data.exact_points, x], [*data.labels, data.classes[0]])
        return assumption_2_9(joined, data.n_points)
    return assumption_2_9_printed(data, 0, x) if name == "2.9 printed" else assumption_3_1(data, 0, x, delta)


def class_of_theorem_3_2(data: LabeledDataset, x: Point) -> int:
    """The class that Theorem 3.2 gives to x: the printed 2.9 and the repaired 3.1 with delta = 1/2; -1 for none."""
    from fractions import Fraction

    from theory.assumptions import assumption_2_9_printed, assumption_3_1

    half = Fraction(1, 2)
    for code in range(data.n_classes):
        if assumption_2_9_printed(data, code, x).holds and assumption_3_1(data, code, x, half).holds:
            return code
    return -1


def draw(data: Arrays) -> Drawing:
    """The sets in the plane and as intervals of lambda; then the assumptions, and the classes of Theorem 3.2."""
    drawing, grid = style.panels(2, 3, style.PAGE, 4.9)
    (plane, intervals, weights), (printed, repaired, classes) = grid
    draw_sets(plane, data)
    draw_intervals(intervals, data)
    titles = ("2.9 as printed", "2.9 repaired", rf"3.1 repaired, $\delta = {data['delta']:g}$")
    for i, (axes, title) in enumerate(zip((printed, repaired, weights), titles, strict=True)):
        draw_sections(axes, data, [(FAILS, HOLDS)[int(holds)] for holds in data["holds"][i].ravel()])
        draw_ball(axes, data["place"], float(data["clearance"][i]))
        axes.set_title(f"Assumption {title}")
    draw_sections(classes, data, [(*style.CLASSES, style.FAINT)[int(code)] for code in data["class_of_3_2"].ravel()])
    classes.set_title("class by Theorem 3.2")
    for axes in (plane, weights, printed, repaired, classes):
        style.scatter_classes(axes, data["points"], data["codes"], size=30, zorder=4)
        axes.set(aspect="equal", xlim=(0.3, 9.7), ylim=(0.3, 9.7), xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
    return drawing


def draw_sets(axes: Axes, data: Arrays) -> None:
    """The segments from class 1 to class 2 and the ball; bold what lies in A, and its part with lambda <= 1 - delta."""
    for s, t, low, high in data["in_ball"]:
        first, second = data["points"][int(s)], data["points"][int(t)]
        axes.plot(*zip(first, second, strict=True), color=style.FAINT, linewidth=0.8, zorder=1)
        for start, end, colour in draw_parts(low, high, data):
            ends = [lam * first + (1 - lam) * second for lam in (start, end)]
            axes.plot(*zip(*ends, strict=True), color=colour, linewidth=3, solid_capstyle="butt", zorder=2)
    draw_ball(axes, data["place"], float(data["epsilon"]))
    axes.set_title(r"$A^{12}_{x,\epsilon}$ and $A^{12}_{x,\epsilon,\delta}$ in the plane")


def draw_intervals(axes: Axes, data: Arrays) -> None:
    """The same sets: for each pair (s, t) the interval of lambda."""
    places = [f"({x:g}, {y:g})" for x, y in data["points"]]
    names = [f"{places[int(s)]}\n{places[int(t)]}" for s, t, _, _ in data["in_ball"]]
    for row, (low, high) in enumerate(data["in_ball"][:, 2:]):
        axes.plot([0, 1], [row, row], color=style.FAINT, linewidth=0.8)
        for start, end, colour in draw_parts(low, high, data):
            axes.plot([start, end], [row, row], color=colour, linewidth=5, solid_capstyle="butt")
    axes.axvline(1 - data["delta"].item(), color=style.BLACK, linewidth=0.7, linestyle=":")
    axes.annotate(r"$1 - \delta$", (1 - data["delta"], len(names) - 0.6), (3, 0), textcoords="offset points")
    axes.set(xlim=(0, 1), ylim=(-0.5, len(names) - 0.3), xlabel=r"$\lambda$")
    axes.set_yticks(range(len(names)), names)
    axes.set_title(r"the same sets: $\lambda$ for $s$ over $t$")


def draw_parts(low: float, high: float, data: Arrays) -> list[tuple[float, float, str]]:
    """The part of (low, high) up to 1 - delta and the rest, each with its colour."""
    most = 1 - float(data["delta"])
    parts = [(low, min(high, most), FAILS), (max(low, most), high, style.ORANGE)]
    return [(start, end, colour) for start, end, colour in parts if start < end]


def draw_sections(axes: Axes, data: Arrays, colours: Sequence[str]) -> None:
    """All segments, in pieces of these colours."""
    import numpy as np
    from matplotlib.collections import LineCollection

    steps = data["holds"].shape[-1]
    shares = np.linspace(0, 1, steps + 1)[:, None]
    pieces = []
    for i, j in data["pairs"]:
        path = shares * data["points"][i] + (1 - shares) * data["points"][j]
        pieces += list(np.stack([path[:-1], path[1:]], axis=1))
    axes.add_collection(LineCollection(pieces, colors=list(colours), linewidths=1.8, capstyle="butt"))


def draw_ball(axes: Axes, place: Any, radius: float) -> None:
    """x, and a ball about it."""
    from matplotlib.patches import Circle

    axes.add_patch(Circle(place, radius, facecolor="#00000010", edgecolor=style.BLACK, linewidth=0.8, zorder=3))
    axes.plot(*place, "x", color=style.BLACK, zorder=5)
    axes.annotate("$x$", place, (3, 3), textcoords="offset points")


FIGURE = Figure(
    name="appendix-b",
    title="The sets behind the assumptions, and where the assumptions hold",
    caption=(
        r"Five points of three classes, and a place $x$. Top left and middle: $A^{12}_{x,\epsilon}$, the mixes of "
        r"class 1 with class 2 in the ball of radius $\epsilon = 1.5$; purple what $A^{12}_{x,\epsilon,\delta}$ "
        r"keeps, $\lambda \le 1 - \delta$, and orange the rest. The other panels colour each piece of each segment "
        r"by what the assumption says, exactly, of class 1 there: blue if it holds, purple if not (2.9 repaired: "
        r"of a data point of class 1 put there). The circle is the clearance of $x$, its distance from what the "
        r"assumption forbids. Bottom right: the class that Theorem 3.2 gives, by the printed 2.9 and the repaired "
        r"3.1 with $\delta = 1/2$; here it is that of the nearer end of the segment."
    ),
    claims=("theorem-2.10-printed", "theorem-2.10", "theorem-3.2"),
    compute=compute,
    draw=draw,
    paper={"epsilon": [3, 2], "delta": [1, 4], "steps": 40},
    arrays=True,
)
