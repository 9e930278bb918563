"""The study's two tables: computed, or as they were recorded at the paper's scale.

The recorded ones say in their first line when and from what they were made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from proofs_check.experiments.study.measures import as_cells, cells
from proofs_check.experiments.study.networks import PROTOCOL
from proofs_check.experiments.study.repairs import CELLS, repaired
from proofs_check.experiments.study.runs import train_all
from proofs_check.experiments.training import Protocol
from proofs_check.support.cache import Store
from proofs_check.support.console import progress
from theory.results.mixup.study import Study

if TYPE_CHECKING:
    import pandas as pd

STORE = Path("build/study")  # networks that were trained, so that an interrupted study goes on
RECORDED = Path(__file__).parent / "recorded"


def audit_table(sets: Sequence[str], runs: int, epochs: int, seed: int, store: Store | None = None) -> pd.DataFrame:
    """One row for each data set and alpha, as :func:`proofs_check.experiments.study.measures.cells` makes them."""
    import pandas as pd

    rows = []
    with progress(len(sets), "networks") as advance:
        for name in sets:
            rows += cells(train_all(name, runs, store, _protocol(epochs), seed=seed))
            advance()
    return pd.DataFrame(rows)


def repairs_table(sets: Sequence[str], runs: int, epochs: int, seed: int, store: Store | None = None) -> pd.DataFrame:
    """One row for each cell and repair, as :func:`proofs_check.experiments.study.repairs.repaired` makes them."""
    import pandas as pd

    rows = []
    chosen = [(name, alpha) for name, alpha in CELLS if name in sets]
    with progress(len(chosen), "repairs") as advance:
        for name, alpha in chosen:
            rows += repaired(name, alpha, runs, store, _protocol(epochs), seed)
            advance()
    return pd.DataFrame(rows)


def recorded_study() -> Study:
    """The networks of the recorded study, as claims are about them."""
    return Study("recorded, 3 runs of 2,000 steps", as_cells(recorded("audit").to_dict("records")))


def recorded(name: str) -> pd.DataFrame:
    """``"audit"`` or ``"repairs"``, as recorded at the paper's scale."""
    import pandas as pd

    return pd.read_csv(RECORDED / f"{name}.csv", comment="#")


def _protocol(epochs: int) -> Protocol:
    return replace(PROTOCOL, epochs=epochs, read_every=epochs)
