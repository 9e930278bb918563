"""Does the expansion predict anything?  Measured on scikit-learn's digits with the pseudo-labels of a weak classifier.

``python -m proofs_check.expansion.study`` prints what docs/expansion.md shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from proofs_check.expansion.core import measured
from proofs_check.expansion.given import Given, given, neighbour_graph
from proofs_check.support.console import progress

if TYPE_CHECKING:
    import pandas as pd

LABELLED = 20  # points that the weak classifier is trained on
SEEDS = (0, 1, 2)
NEIGHBOURS = (3, 10)
PAIRS = tuple(combinations(range(10), 2))
DEMO = (3, 8)


def digits(pair: Sequence[int]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The images of two digits, (n, 64) from 0 to 1, and which digit each is."""
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    chosen = np.isin(labels, pair)
    return images[chosen] / 16, labels[chosen]


def weak_labels(points: NDArray[np.float64], truth: NDArray[np.int64], seed: int) -> Any:
    """What a logistic regression says of all points that saw 20 of them, drawn at random, both classes among them."""
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(seed)
    while True:
        seen = rng.choice(len(points), LABELLED, replace=False)
        if len(np.unique(truth[seen])) > 1:
            return LogisticRegression(max_iter=1000).fit(points[seen], truth[seen]).predict(points)


def demo(neighbours: int = 10, standardize: bool = False) -> Given:
    """The digits 3 and 8."""
    points, truth = digits(DEMO)
    graph = neighbour_graph(points, neighbours, standardize)
    return given(graph, weak_labels(points, truth, SEEDS[0]), truth)


def study(pairs: Sequence[tuple[int, int]] = PAIRS, seeds: Sequence[int] = SEEDS) -> pd.DataFrame:
    """One row for each pair of digits, number of neighbours and seed: expansion, bound, and errors in points."""
    import pandas as pd

    rows = []
    with progress(len(pairs), "pairs of digits") as advance:
        for pair in pairs:
            points, truth = digits(pair)
            for k in NEIGHBOURS:
                graph = neighbour_graph(points, k)
                rows += [_row(pair, k, seed, given(graph, weak_labels(points, truth, seed), truth)) for seed in seeds]
            advance()
    return pd.DataFrame(rows)


def _row(pair: tuple[int, int], k: int, seed: int, data: Given) -> dict[str, Any]:
    found = measured(data)
    cut = found.denoised
    assert cut is not None
    worst = max(found.errors(cut.fewest), found.errors(cut.most))
    undecided = ~cut.certain
    return {
        "pair": "{} {}".format(*pair), "neighbours": k, "seed": seed, "points": found.points, "mu": float(found.mu),
        "c": np.inf if found.constant is None else float(found.constant),
        "bound": np.nan if found.guaranteed is None else float(found.guaranteed),
        "pseudo": found.wrong, "vote": found.errors(found.vote), "denoised": worst,
        "undecided": int(undecided.sum()),
        "undecided_wrong": int((undecided & (np.asarray(data.pseudo) != np.asarray(data.graph.truth))).sum()),
        "certain_wrong": found.certain_errors,
    }  # fmt: skip


def summary(table: pd.DataFrame) -> str:
    """What the numbers say of each other over all pairs and seeds, as Markdown: a column for each number of
    neighbours.  ``least`` are the labels with the least d + 2 R, the worse of the two extremes where they differ.
    """
    columns = [_summary(part) for _, part in table.groupby("neighbours")]
    header = ["measured", *(f"{k} neighbours" for k in sorted(table["neighbours"].unique()))]
    rows = [header, ["---"] * len(header), *([name, *(column[name] for column in columns)] for name in columns[0])]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _summary(part: pd.DataFrame) -> dict[str, str]:
    total, undecided = part["points"].sum(), part["undecided"].sum()
    told = part[part["bound"] < 1]
    clean, rest = told[told["mu"] == 0], told[told["mu"] > 0]
    better, worse = (part["denoised"] < part["vote"]).sum(), (part["denoised"] > part["vote"]).sum()
    agreed_wrong = part["pseudo"].sum() - part["undecided_wrong"].sum()
    errors = part["denoised"] / part["points"]
    return {
        "graphs": f"{len(part)}",
        "with c > 2 and a bound below 1": f"{len(told)}",
        "of these with μ = 0, so that the bound is 0": f"{len(clean)}",
        "least labels wrong there; vote wrong there": f"{_rate(clean, 'denoised')}; {_rate(clean, 'vote')}",
        "of these with μ > 0: the bound, median": f"{rest['bound'].median():.1%}",
        "least labels wrong there; vote wrong there (μ > 0)": f"{_rate(rest, 'denoised')}; {_rate(rest, 'vote')}",
        "all graphs: pseudo-labels wrong": _rate(part, "pseudo"),
        "all graphs: vote wrong": _rate(part, "vote"),
        "all graphs: least labels wrong": _rate(part, "denoised"),
        "least labels better than the vote; worse": f"{better} graphs; {worse}",
        "least labels wrong, in the worst graph": f"{errors.max():.1%}",
        "rank correlation with least labels' errors: of c": _correlation(part["c"], errors),
        "… of the pseudo-labels' errors": _correlation(part["pseudo"] / part["points"], errors),
        "… of the vote's errors": _correlation(part["vote"] / part["points"], errors),
        "points where least labels differ": f"{undecided} of {total:,}",
        "pseudo-labels wrong there": f"{part['undecided_wrong'].sum() / max(1, undecided):.0%}",
        "pseudo-labels wrong where least labels agree": f"{agreed_wrong / (total - undecided):.2%}",
        "least labels wrong where they agree": f"{part['certain_wrong'].sum() / (total - undecided):.2%}",
    }


def _rate(part: pd.DataFrame, name: str) -> str:
    """The errors of some labels among all points of several graphs."""
    return f"{part[name].sum() / part['points'].sum():.2%}"


def _correlation(first: pd.Series[Any], second: pd.Series[Any]) -> str:
    from scipy.stats import spearmanr

    return f"{spearmanr(first, second).statistic:.2f}"


if __name__ == "__main__":
    print(summary(study()))
