"""Table 1: the networks are trained again, by each way of reading the published protocol."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, trained
from theory.results.mixup.table_1 import FALSE_ALARM, PRINTED, RERUN, Cell

proof = Proof("table-1")
Table = Mapping[int, tuple[float, ...]]
UNITS = (20, 40, 100)  # repetitions: about half a minute of training in the standard preset
CHAINS = (8, 10, 20)


def cells(name: str, table: Table, measured: NDArray[Any], averaged: int) -> list[Cell]:
    """A published table beside measured units (alphas, units, points)."""
    return [
        Cell(name, alpha, x, value, float(units[:, x].mean()), float(units[:, x].std(ddof=1)), len(units), averaged)
        for (alpha, row), units in zip(table.items(), measured, strict=True)
        for x, value in enumerate(row)
    ]


def repeat(reading: str, name: str, table: Table, how: Settings, sizes: tuple[int, int, int] = UNITS) -> Result:
    """Train by one reading of the protocol and compare all nine cells."""
    from proofs_check.experiments.lines import READINGS

    chosen = READINGS[reading]
    measured = chosen.measure(how.size(*sizes), how.seed)
    return trained.agree(proof.claim, cells(name, table, measured, chosen.averaged), chosen.description)


@proof.check("the re-run, everything reset", "trained", "5,000 epochs, fresh networks and optimizers: all nine cells")
def the_re_run_everything_reset(how: Settings) -> Result:
    return repeat("reset", "re-run", RERUN, how)


@proof.check("the re-run, Adam's state kept", "trained", "5,000 epochs, one Adam state for ten runs: all nine cells")
def the_re_run_with_one_state_of_adam(how: Settings) -> Result:
    return repeat("adam kept", "re-run", RERUN, how, CHAINS)


@proof.check(
    "the printed table", "trained", "ten readings of one training, 1,000 epochs apart: all nine cells of the print"
)
def the_printed_table(how: Settings) -> Result:
    return repeat("weights kept", "printed", PRINTED, how)


@proof.check(
    "the middle point",
    "trained",
    "after 5,000 epochs Mixup with alpha = 32 and 128 puts the point 1 into class 1, alpha = 1 does not",
)
def the_middle_point(how: Settings) -> Result:
    """One-sided t tests of the mean over runs against 1/2."""
    from scipy.stats import t

    from proofs_check.experiments.lines import ALPHAS, READINGS

    measured = READINGS["reset"].measure(how.size(*UNITS), how.seed)[:, :, 1]
    units = measured.shape[1]
    standard_errors = (measured.mean(axis=1) - 0.5) / (measured.std(axis=1, ddof=1) / np.sqrt(units))
    needed = float(t.isf(FALSE_ALARM, units - 1)) * np.array([-1, 1, 1])
    shown = ", ".join(f"α={a}: {e:+.1f}" for a, e in zip(ALPHAS, standard_errors, strict=True))
    truths = [bool(ratio > 1) for ratio in standard_errors / needed]
    return exact.decide(truths, "everything reset", f"standard errors above 1/2: {shown}")


proof.example(lambda: Cell("printed", 1, 1, PRINTED[1][1], 0.18, 0.05, 40, 10), "a spread of 0.05", "trained")
