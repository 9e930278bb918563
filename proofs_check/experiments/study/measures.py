"""How well quantities known beforehand rank the points that Mixup networks get wrong, and at which eps h is a network.

A *cell* is a data set at one alpha.  A point is *misfit* if it is wrong in more than half of the Mixup runs and in half
of the ERM runs at most.  Every quantity is larger where a misfit should be more likely.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from proofs_check.experiments.study.runs import Trained
from proofs_check.experiments.study.sets import StudySet
from theory.clearances import clearance, majority_clearance
from theory.dataset import LabeledDataset
from theory.numbers import Array
from theory.optimal.at_points import masses_at_points
from theory.optimal.plane import MixupPlaneClassifier
from theory.optimal.resolution import unit
from theory.results.mixup.one_resolution import MULTIPLES
from theory.results.mixup.study import Cell

if TYPE_CHECKING:
    import pandas as pd

LEAST = 3  # misfit points of a cell in which a ranking can be judged
NEIGHBOURS = 10
RANKINGS = {
    "another run": "another run of the same network",
    "plane": "plane through the nearest mixes",
    "lead at .2U": "lead of h at .2 U",
    "lead at U/8": "lead of h at U/8",
    "ERM margin": "margin of an ERM network",
    "held out": "held-out confidence (5 folds)",
    "neighbours": "disagreement of 10 neighbours",
    "other class": "distance to the nearest other class",
    "majority clearance": "majority clearance",
    "clearance": "clearance",
}


def cells(trained: Trained) -> list[dict[str, Any]]:
    """One row for each alpha: misfits, accuracies, AUROC of each ranking, and total variation of h at each eps."""
    from sklearn.metrics import roc_auc_score

    study, codes = trained.data, trained.data.codes
    fixed = _fixed_rankings(trained, LabeledDataset(study.points, codes))
    h = at_multiples(study, [*trained.mixup])
    erm_wrong = _often_wrong(trained.erm.probabilities, codes)
    rows = []
    for place, (alpha, networks) in enumerate(trained.mixup.items()):
        said = networks.probabilities
        misfit = _often_wrong(said, codes) & ~erm_wrong
        plane = MixupPlaneClassifier(alpha).fit(study.points, codes).plane(study.points)
        rankings = fixed | {
            "plane": -lead(plane, codes),
            "lead at .2U": -lead(h[:, MULTIPLES.index(0.2), place], codes),
            "lead at U/8": -lead(h[:, MULTIPLES.index(0.125), place], codes),
        }
        row: dict[str, Any] = {
            "set": study.name, "group": study.group, "points": len(codes), "dimension": study.points.shape[1],
            "alpha": alpha, "misfit": int(misfit.sum()), "erm misfit": int(erm_wrong.sum()),
            "accuracy": networks.accuracy.mean(), "erm accuracy": trained.erm.accuracy.mean(),
        }  # fmt: skip
        if misfit.sum() >= LEAST:
            row |= {f"auroc {name}": roc_auc_score(misfit, values) for name, values in rankings.items()}
            rest = _often_wrong(said[1:], codes) & ~erm_wrong if len(said) > 1 else np.zeros_like(misfit)
            if rest.any():
                row["auroc another run"] = roc_auc_score(rest, -lead(np.log(said[0] + 1e-12), codes))
        row |= {f"tv {name}": value for name, value in variations(h[:, :, place], said, codes).items()}
        rows.append(row)
    return rows


def at_multiples(study: StudySet, alphas: Sequence[float]) -> Array:
    """h_eps at the training points, at each of the multiples of U: (n, e, a, k)."""
    dataset = LabeledDataset(study.points, study.codes)
    radii = [c * unit(dataset).value for c in MULTIPLES]
    return masses_at_points(dataset, np.arange(dataset.n_points), radii, alphas).probabilities(self_pairs=True)


def variations(h: Array, said: Array, codes: NDArray[np.intp]) -> dict[str, float]:
    """How far the mean of networks (runs, n, k) is from h (n, e, k) and from their class means; and two runs."""
    mean = said.mean(axis=0)
    found = {f"{c:g}U": variation(h[:, e], mean) for e, c in enumerate(MULTIPLES)}
    by_class = np.stack([mean[codes == code].mean(axis=0) for code in range(h.shape[-1])])
    return found | {"class means": variation(by_class[codes], mean), "another run": variation(said[0], said[-1])}


def as_cells(rows: Iterable[Mapping[Any, Any]]) -> tuple[Cell, ...]:
    """Rows as :func:`cells` makes them, as claims are about them."""
    return tuple(
        Cell(
            row["set"],
            int(row["dimension"]),
            float(row["alpha"]),
            int(row["misfit"]),
            {name: row[f"auroc {name}"] for name in RANKINGS if np.isfinite(row.get(f"auroc {name}", np.nan))},
            {name.removeprefix("tv "): value for name, value in row.items() if name.startswith("tv ")},
        )
        for row in rows
    )


def _fixed_rankings(trained: Trained, dataset: LabeledDataset) -> dict[str, Array]:
    """Rankings that do not depend on alpha."""
    from scipy.spatial.distance import cdist

    points, codes = dataset.points, trained.data.codes
    distances = cdist(points, points)
    np.fill_diagonal(distances, np.inf)
    other = codes[:, None] != codes
    nearest = distances.argsort(axis=1)[:, :NEIGHBOURS]
    return {
        "ERM margin": -lead(np.log(trained.erm.probabilities + 1e-12).mean(axis=0), codes),
        "held out": -lead(np.log(trained.held_out + 1e-12), codes),
        "neighbours": np.take_along_axis(other, nearest, axis=1).mean(axis=1),
        "other class": -np.where(other, distances, np.inf).min(axis=1),
        "majority clearance": -majority_clearance(dataset).distance,
        "clearance": -clearance(dataset).distance,
    }


def lead(values: Array, codes: NDArray[np.intp]) -> Array:
    """The own class less the best other one, (n,), from values (n, k)."""
    own = values[np.arange(len(codes)), codes]
    others = np.where(np.arange(values.shape[1]) == codes[:, None], -np.inf, values)
    return np.asarray(own - others.max(axis=1))


def variation(one: Array, other: Array) -> float:
    """Mean total variation between probabilities (n, k)."""
    return float(np.abs(one - other).sum(axis=1).mean() / 2)


def _often_wrong(probabilities: Array, codes: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Wrong in more than half of the runs (runs, n, k)."""
    return np.asarray((probabilities.argmax(axis=2) != codes).mean(axis=0) > 0.5)


def mean_over_sets(table: pd.DataFrame, column: str) -> pd.Series[float]:
    """The mean of a column over the cells of each data set; sets without a value are left out."""
    return table.groupby("set", sort=False)[column].mean().dropna()
