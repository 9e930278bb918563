"""The comparison with Table 1 can fail: for another row, another protocol, and when chance would explain anything."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from proofs_check.evidence import Evidence, Item, Role, Settings, decide
from proofs_check.methods import trained
from proofs_check.results.mixup import table_1
from theory.claim import Verdict, claims
from theory.results.mixup.table_1 import COARSEST, PRINTED, RERUN, Cell, agrees, tolerance

CLAIM = claims()["table-1"]
CELL = Cell("printed", 1, 1, 0.174, 0.18, 0.05, 40, 10)


def test_the_tolerance_follows_from_the_spread() -> None:
    rng = np.random.default_rng(0)
    false_alarms = 0
    for _ in range(4000):
        published, runs = rng.normal(0.5, 0.05, 10).mean(), rng.normal(0.5, 0.05, 20)
        cell = Cell("simulated", 1, 1, published, runs.mean(), runs.std(ddof=1), 20, 10)
        false_alarms += agrees(cell).holds is False
    assert false_alarms <= 4  # at most 0.001/9 of them: 0.44 expected
    assert tolerance(CELL) == pytest.approx(2 * tolerance(replace(CELL, spread=0.025)) - 0.0005)


def test_a_mean_beyond_the_tolerance_disagrees() -> None:
    assert agrees(CELL).holds is True
    assert agrees(replace(CELL, mean=CELL.published + 1.01 * tolerance(CELL))).holds is False


def test_too_few_runs_decide_nothing() -> None:
    few = replace(CELL, units=4, spread=0.1)
    assert tolerance(few) > COARSEST
    assert agrees(few).holds is None


def test_rows_of_the_table_are_told_apart() -> None:
    """The network of one alpha against the row of another."""
    swapped = [replace(CELL, alpha=32, published=PRINTED[32][1])]
    assert trained.agree(CLAIM, swapped, "").holds is False


def test_the_printed_table_is_not_that_of_fresh_networks_after_1000_epochs() -> None:
    result = table_1.repeat("short", "printed", PRINTED, Settings("quick"))
    assert result.holds is False
    assert "α=32" in result.message


def test_one_training_read_ten_times_gives_the_printed_table() -> None:
    result = table_1.repeat("weights kept", "printed", PRINTED, Settings("quick"), (14, 14, 14))
    assert result.holds is True, result.message
    assert result.instances == 9


def test_a_repetition_that_was_none_does_not_count() -> None:
    result = trained.agree(CLAIM, [replace(CELL, units=1)], "")
    assert (result.holds, result.instances) == (None, 0)
    assert decide(CLAIM, [Evidence(Item("table-1", "check", Role.CHECK, "trained", ""), result)])[0] is Verdict.VACUOUS


def test_cells_pair_rows_with_networks() -> None:
    measured = np.arange(18, dtype=float).reshape(3, 2, 3)
    found = table_1.cells("re-run", RERUN, measured, 10)
    assert [(c.alpha, c.x) for c in found[2:4]] == [(1, 2), (32, 0)]
    assert found[3].mean == measured[1, :, 0].mean()
    assert found[3].published == RERUN[32][0]
