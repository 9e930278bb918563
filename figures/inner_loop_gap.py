"""How far ANIL is from multi-task learning as the body gets deeper: without a split, with one, with a shared input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from figures import style
from figures.base import Figure

if TYPE_CHECKING:
    from fractions import Fraction

    import pandas as pd
    from matplotlib.figure import Figure as Drawing

    from theory.results.meta_learning.linearised import LinearisedTasks

NO_SPLIT, SHARED, BOUND = "no split", "an input in two tasks", r"bound of $\lambda\tau$ = 1/1000"
RATES = ("0", "1/1000", "1/10")
LOOKS = {
    NO_SPLIT: (style.BLACK, "-"),
    "split, 0": (style.SKY, "--"),
    "split, 1/1000": (style.BLUE, "-"),
    BOUND: (style.BLUE, ":"),
    "split, 1/10": (style.VERMILLION, "-"),
    SHARED: (style.PURPLE, "-"),
}


def compute(decades: list[float], seed: int) -> pd.DataFrame:
    """Exact gaps |b_M - b_A| of four points in two tasks, at depths 10^d; nothing is random."""
    from fractions import Fraction

    import pandas as pd

    half, third = Fraction(1, 2), Fraction(1, 3)
    kernel = ((1, half, third, 0), (half, 1, third, third), (third, third, 1, half), (0, third, half, 1))
    gram = ((1, half, 1), (half, 1, half), (1, half, 1))  # x and u of one task, x again in another
    labels, tasks, every, three = (1, -1, 2, 1), (0, 0, 1, 1), (0, 1, 2, 3), (0, 1, 2)
    shallow = _tasks(kernel, kernel, tasks, labels, ((1, 3), (0, 2)), "1/1000", 1)
    rows: list[dict[str, Any]] = []
    for decade in decades:
        depth = Fraction(round(10**decade))

        def scaled(of: tuple[tuple[Any, ...], ...], depth: Fraction = depth) -> Any:
            return tuple(tuple(depth * value for value in row) for row in of)

        body, found = scaled(kernel), {}
        found[NO_SPLIT] = _tasks(body, kernel, tasks, labels, (every, every), "1/10", 1)
        for rate in RATES:
            found[f"split, {rate}"] = _tasks(body, kernel, tasks, labels, ((1, 3), (0, 2)), rate, 1)
        found[SHARED] = _tasks(scaled(gram), gram, (0, 0, 1), (1, 0, 0), (three, three), "0", 0)
        for name, one in found.items():
            rows.append({"name": name, "depth": float(depth), "gap": float(abs(one.multi_task() - one.anil()))})
        rows.append({"name": BOUND, "depth": float(depth), "gap": _bound(shallow, depth)})
    return pd.DataFrame(rows)


def _tasks(body: Any, head: Any, tasks: Any, labels: Any, split: Any, rate: str, steps: int) -> LinearisedTasks:
    """The test point is the second one."""
    from fractions import Fraction

    from theory.results.meta_learning.linearised import LinearisedTasks

    return LinearisedTasks(body, head, body[1], tasks, labels, split[0], split[1], Fraction(rate), steps)


def _bound(tasks: LinearisedTasks, depth: Fraction) -> float:
    """c_1/L + c_2: eigenvalues of the kernel are from 5/16 to 9/4, and |A| = 1/2000."""
    from fractions import Fraction

    from theory.results.meta_learning.closeness_depth import DeepTasks, guarantee

    floor, ceiling, shift = Fraction(5, 16), Fraction(9, 4), Fraction(1, 2000)
    return float(guarantee(DeepTasks(tasks, depth, floor, ceiling, ceiling, shift)))


def draw(data: pd.DataFrame) -> Drawing:
    """The gaps, with logarithmic axes."""
    drawing, grid = style.panels(1, 1, style.COLUMN, 2.6)
    axes = grid[0, 0]
    for name, (colour, dash) in LOOKS.items():
        part = data[data["name"] == name]
        label = name.replace("split, ", r"split, $\lambda\tau$ = ") if name.startswith("split") else name
        axes.loglog(part["depth"], part["gap"], dash, color=colour, label=label)
    axes.set(xlabel="depth $L$ of the body", ylabel=r"$|b_M - b_A|$ at a point")
    axes.legend(loc="lower left")
    return drawing


FIGURE = Figure(
    name="inner-loop-gap",
    title="ANIL and multi-task learning over the depth of the body",
    caption=(
        r"What the bodies of multi-task learning and ANIL predict at a point, in the linearised model, with a body "
        r"kernel $L\hat B$. Without a split between support and query the inner loop has no effect and the gap falls "
        r"as $1/L$; with a split something is left that does not fall with $L$; where it has "
        r"the other sign, the gap passes $0$ first. Where one input is in two tasks with "
        r"different labels $\Theta$ is singular, and the gap does not fall at all. The dotted bound has the right "
        r"shape, and is far from tight."
    ),
    claims=("no-split-anil-forgets-its-inner-loop", "mtl-anil-close-in-depth"),
    compute=compute,
    draw=draw,
    paper={"decades": [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4]},
    quick={"decades": [0, 1, 2, 3, 4]},
)
