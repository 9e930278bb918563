"""The effective resolution of networks: on the published tables, on networks trained here, and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, trained
from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.optimal import mixup_optimal_exact
from theory.results.mixup.effective_resolution import Networks
from theory.results.mixup.table_1 import FALSE_ALARM, PRINTED, PUBLISHED_TO, RERUN

proof = Proof("effective-resolution")
ROOTS = {1: ("0.174", "0.141"), 32: ("0.604", "0.147"), 128: ("0.654", "0.120")}  # printed value, epsilon
LINE = LabeledDataset.alternating_line()


def published(name: str, table: Mapping[int, tuple[float, ...]]) -> Networks:
    """A published table as an instance: its uncertainty is the rounding."""
    rows = {alpha: np.array([[p, 1 - p] for p in row]) for alpha, row in table.items()}
    return Networks(LINE, rows, {alpha: np.full((3, 2), PUBLISHED_TO) for alpha in table}, name)


def measured(dataset: LabeledDataset, probabilities: Mapping[int, NDArray[Any]], name: str) -> Networks:
    """Networks trained here, (runs, n, k) for each alpha: the uncertainty is a t quantile times the standard error."""
    from scipy.stats import t

    means = {alpha: p.mean(axis=0) for alpha, p in probabilities.items()}
    chance = {
        alpha: float(t.isf(FALSE_ALARM / 2, len(p) - 1)) * p.std(axis=0, ddof=1) / np.sqrt(len(p))
        for alpha, p in probabilities.items()
    }
    return Networks(dataset, means, chance, name)


@proof.check("published tables", "trained", "one epsilon is within 0.02 of all nine numbers, in both versions")
def published_tables(_: Settings) -> Result:
    tables = [published("printed table", PRINTED), published("re-run", RERUN)]
    return trained.agree(proof.claim, tables, "as published; no training here")


@proof.check("networks trained here", "trained", "one epsilon is within 0.02 and chance of all nine means")
def networks_trained_here(how: Settings) -> Result:
    from proofs_check.experiments.lines import ALPHAS, three_points

    found = three_points().run(how.size(20, 40, 100), how.seed)[:, :, -1]
    networks = measured(LINE, dict(zip(ALPHAS, found, strict=True)), "networks")
    return trained.agree(proof.claim, [networks], "5,000 epochs, everything reset between runs")


@proof.check("three roots", "exact", "h_eps^1(1) passes the printed numbers at epsilon = 0.141, 0.147, 0.120")
def three_roots(_: Settings) -> Result:
    comparisons: dict[str, tuple[Any, str, Any]] = {}
    for alpha, (value, epsilon) in ROOTS.items():
        for side, sign in ((-1, "<"), (1, ">")):
            end = Fraction(epsilon) + side * Fraction(1, 2000)
            limits = mixup_optimal_exact(LINE, Beta(alpha), (Fraction(1),), end)
            assert limits is not None
            comparisons[f"α = {alpha}, ε = {float(end)}"] = (limits[0], sign, Fraction(value))
    return exact.compare(comparisons, "the printed values at the point 1")


def ten_points() -> Networks:
    """Networks on the ten-point line with two classes, alpha = 32: none of the 200 resolutions fits them."""
    from proofs_check.experiments.lines import LineExperiment

    line = LabeledDataset.alternating_line(10)
    found = LineExperiment(line, [Beta(32)]).run(10, seed=0)[:, :, -1]
    return measured(line, {32: found[0]}, "networks")


proof.example(lambda: published("printed table", PRINTED), method="trained")
proof.control("three points", ten_points, method="trained")
