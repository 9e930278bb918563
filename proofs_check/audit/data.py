"""What is audited: a user's points and labels, checked, with conflicting duplicates set aside.

Everything that is wrong with the input raises ``ValueError`` with one line that says what and where.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofs_check.audit.reading.given import given, plain
from proofs_check.audit.reading.labels import labels_of
from proofs_check.audit.reading.noticed import about_twins, noticed
from proofs_check.audit.reading.points import check_values, points_of, standardized
from proofs_check.audit.reading.table import Table
from proofs_check.audit.reading.twins import twins
from proofs_check.support.letters import printable
from proofs_check.support.words import counted
from theory.dataset import LabeledDataset
from theory.numbers import Array


@dataclass(frozen=True)
class Prepared:
    """The dataset of an audit, and what became of the rows that it was made from.

    ``rows`` (n,) are the user's row numbers of the dataset's points, from 0; ``index`` (n,) what the user calls them.
    ``conflicts`` are groups of rows at one location, or as good as one, with different labels: nothing can fit them,
    so they are left out.  ``copies`` counts rows that repeat another one, label included; they stay.  ``shape`` is the
    shape of one input where it was not flat.  ``remarks``: what was noticed, a sentence each.  ``weighted``: whether
    the user gave weights.
    """

    dataset: LabeledDataset
    rows: NDArray[np.intp]
    conflicts: tuple[tuple[int, ...], ...]
    copies: int
    names: tuple[str, ...]
    shape: tuple[int, ...]
    standardized: bool
    index: Any = None
    remarks: tuple[str, ...] = ()
    weighted: bool = False


def prepare(
    X: Any, y: Any = None, standardize: bool = False, names: Sequence[str] | None = None, weights: Any = None
) -> Prepared:
    """Check points and labels and make a dataset of them.

    ``X``: (n, d) numbers or (n, ...) images, in whatever form :func:`proofs_check.audit.reading.given.given` takes.
    ``y``: n labels, of any kind but missing, or one-hot.  ``standardize`` brings every column to mean 0 and standard
    deviation 1 (a constant column to 0).  ``weights``: n numbers, the p_i up to a factor; uniform by default.
    """
    return prepare_table(given(X, y, names, weights), standardize)


def prepare_table(table: Table, standardize: bool = False, drop_missing: bool = False) -> Prepared:
    """The same for a table; ``drop_missing`` leaves out rows without a finite value, label or weight."""
    points, shape = points_of(plain(table.X))
    named = table.names is not None and len(table.names) == points.shape[1]
    columns = (
        tuple(map(printable, table.names)) if named and table.names else tuple(f"x{j}" for j in range(points.shape[1]))
    )
    labels, remarks = labels_of(table.y, len(points), table.label)
    weights = _weights(table.weights, len(points))
    rows = np.arange(len(points))
    if drop_missing:
        rows = rows[
            ~((~np.isfinite(points)).any(axis=1) | np.array([label is None for label in labels]) | np.isnan(weights))
        ]
        if gone := len(points) - len(rows):
            remarks.append(counted(gone, "1 row lacks a value and was left out", "rows lack a value and were left out"))
        if not len(rows):
            raise ValueError(
                "no row is complete, every one lacks a value or a label: fill them in, or leave out columns"
            )
    _check_labels(labels, rows)
    weights, rows, unweighted = _positive(weights, rows, table.weights is not None)
    remarks += unweighted
    points, labels = points[rows], [labels[row] for row in rows]
    check_values(points, columns)
    found = twins(points, labels)
    remarks += noticed(points, labels, columns, standardize, flat=len(shape) == 1) + about_twins(found, rows.tolist())
    if standardize:
        points = standardized(points)
    kept = found.kept
    if not len(kept):
        raise ValueError(
            "every point has a twin of another label, and all were set aside: correct the labels of equal rows"
        )
    shares = None if table.weights is None else weights[rows][kept] / weights[rows][kept].sum()
    dataset = LabeledDataset(points[kept], [labels[row] for row in kept], shares)
    index = np.asarray(table.index)[rows[kept]] if table.index is not None else rows[kept]
    conflicts = tuple(tuple(int(rows[row]) for row in group) for group in found.conflicts)
    return Prepared(
        dataset, rows[kept], conflicts, found.copies, columns, shape, standardize, index,
        (*table.remarks, *remarks), table.weights is not None,
    )  # fmt: skip


def _check_labels(labels: Sequence[Hashable | None], rows: NDArray[np.intp]) -> None:
    missing = [int(row) for row in rows if labels[row] is None]
    if missing:
        more = f" ({len(missing)} labels are)" if len(missing) > 1 else ""
        raise ValueError(
            f"the label of row {missing[0]} is missing{more}: fill it in (a class called NA or None needs another "
            "name), or leave such rows out (--drop-missing)"
        )


def _weights(given_weights: Any, n: int) -> Array:
    """The weights as floats, not yet of sum 1; ones by default."""
    if given_weights is None:
        return np.ones(n)
    try:
        found = np.asarray(given_weights, dtype=np.float64).ravel()
    except (TypeError, ValueError):
        raise ValueError("weights must be numbers, one a row") from None
    if len(found) != n:
        raise ValueError(f"{n} points need {n} weights, not {len(found)}")
    return found


def _positive(weights: Array, rows: NDArray[np.intp], weighted: bool) -> tuple[Array, NDArray[np.intp], list[str]]:
    """Without rows of weight 0, which no mix is made of; raises ``ValueError`` for weights that are none."""
    bad = [int(row) for row in rows if not 0 <= weights[row] < np.inf]
    if bad:
        raise ValueError(f"the weight of row {bad[0]} is {weights[bad[0]]:g}: weights must be finite and not negative")
    kept = rows[weights[rows] > 0]
    if not len(kept):
        raise ValueError("all weights are 0: give a positive one to the rows that count")
    said = []
    if gone := len(rows) - len(kept):
        said.append(counted(gone, "1 row of weight 0 was left out", "rows of weight 0 were left out"))
    if weighted:
        said.append(
            "weights are the p_i of the paper: how often a row is drawn, so that a pair weighs p_i p_j; what a trainer "
            "multiplies losses with is something else"
        )
    return weights, kept, said
