"""What is audited: a user's points and labels, checked, with conflicting duplicates set aside.

Everything that is wrong with the input raises ``ValueError`` with one line that says what and where.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.dataset import LabeledDataset
from theory.numbers import Array

LARGEST = 1e150  # squared distances of larger coordinates overflow
SMALLEST = 1e-150  # squared distances of smaller spreads vanish
MOST_DENSE_BYTES = 2**33  # a sparse matrix is audited in dense form


@dataclass(frozen=True)
class Prepared:
    """The dataset of an audit, and what became of the rows that it was made from.

    ``rows`` (n,) are the user's row numbers of the dataset's points, from 0.  ``conflicts`` are groups of rows at
    one location with different labels: nothing can fit them, so they are left out.  ``copies`` counts rows that
    repeat another one, label included; they stay.  ``shape`` is the shape of one input where it was not flat.
    """

    dataset: LabeledDataset
    rows: NDArray[np.intp]
    conflicts: tuple[tuple[int, ...], ...]
    copies: int
    names: tuple[str, ...]
    shape: tuple[int, ...]
    standardized: bool


def prepare(X: Any, y: Any = None, standardize: bool = False, names: Sequence[str] | None = None) -> Prepared:
    """Check points and labels and make a dataset of them.

    ``X``: (n, d) numbers or (n, ...) images, an array, a pandas ``DataFrame``, a scipy sparse matrix, or a
    scikit-learn ``Bunch``, which has its own labels.  ``y``: n labels, of any kind but missing.  ``standardize``
    brings every column to mean 0 and standard deviation 1 (a constant column to 0).
    """
    if y is None and hasattr(X, "data") and hasattr(X, "target"):
        names = getattr(X, "feature_names", names)
        X, y = X.data, X.target
    if y is None:
        raise ValueError("labels are needed: give y")
    found = names if names is not None else [str(name) for name in getattr(X, "columns", [])]
    points, shape = _points(X)
    columns = tuple(found) if len(found) == points.shape[1] else tuple(f"x{j}" for j in range(points.shape[1]))
    _check_values(points, columns)
    labels = _labels(y, len(points))
    if standardize:
        spread = points.std(axis=0)
        points = (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    rows, conflicts, copies = _without_conflicts(points, labels)
    kept = [labels[row] for row in rows]
    if not kept:
        raise ValueError("no point is left after conflicting duplicates were set aside")
    dataset = LabeledDataset(points[rows], kept)
    return Prepared(dataset, rows, conflicts, copies, columns, shape, standardize)


def _points(X: Any) -> tuple[Array, tuple[int, ...]]:
    """The points as (n, d) float64, and the shape of one of them."""
    if hasattr(X, "toarray"):
        if np.prod(X.shape, dtype=float) * 8 > MOST_DENSE_BYTES:
            raise ValueError(f"a sparse matrix of shape {X.shape} is too large in dense form: reduce its dimension")
        X = X.toarray()
    if hasattr(X, "dtypes") and hasattr(X, "columns"):
        X = _numeric_frame(X)
    try:
        points = np.asarray(X)
        if points.dtype.kind not in "fiub":
            points = points.astype(np.float64) if points.dtype.kind == "O" else _not_numbers(points)
    except (TypeError, ValueError):
        raise ValueError("points must be an array of numbers, one row a point") from None
    if points.ndim < 2 or points.size == 0:
        raise ValueError(f"points must have shape (n, d) with n and d at least 1, not {points.shape}")
    shape = points.shape[1:]
    return np.ascontiguousarray(points.reshape(len(points), -1), dtype=np.float64), shape


def _not_numbers(points: Any) -> Any:
    raise ValueError(f"not numbers: {points.dtype}")


def _numeric_frame(frame: Any) -> Any:
    """The values of a data frame whose columns are all numbers, missing ones as NaN."""
    import pandas as pd

    for name in frame.columns:
        if not pd.api.types.is_numeric_dtype(frame[name]) or pd.api.types.is_complex_dtype(frame[name]):
            example = next((value for value in frame[name] if value is not None and value == value), None)
            raise ValueError(f"column {str(name)!r} is not numeric (it holds {example!r}): drop it or encode it")
    return frame.to_numpy(dtype=np.float64, na_value=np.nan)


def _check_values(points: Array, columns: tuple[str, ...]) -> None:
    bad = ~np.isfinite(points)
    if bad.any():
        row, column = np.argwhere(bad)[0]
        what = "is missing" if np.isnan(points[row, column]) else "is infinite"
        raise ValueError(f"row {row}, column {columns[column]!r} {what} ({bad.sum()} such values): drop or impute")
    if len(points) < 2:
        raise ValueError("an audit needs at least two points; there is one")
    largest = np.abs(points).max(axis=0)
    if largest.max() > LARGEST:
        column = int(largest.argmax())
        raise ValueError(
            f"column {columns[column]!r} reaches {largest[column]:.3g}: squared distances overflow; change its unit"
        )
    spread = float(np.ptp(points, axis=0).max())
    if spread < SMALLEST:
        what = "all points are equal" if spread == 0 else f"points differ by {spread:.3g} at most"
        raise ValueError(f"{what}: squared distances vanish" + ("" if spread == 0 else "; change the unit"))


def _labels(y: Any, n: int) -> list[Hashable]:
    import pandas as pd

    values = y.toarray().ravel() if hasattr(y, "toarray") else y
    series = pd.Series(values.squeeze() if hasattr(values, "squeeze") else list(values))
    if len(series) != n:
        raise ValueError(f"{n} points need {n} labels, not {len(series)}")
    if series.isna().any():
        raise ValueError(f"the label of row {int(np.flatnonzero(series.isna())[0])} is missing")
    if pd.api.types.is_float_dtype(series.dtype) and not (series == series.round()).all():
        raise ValueError(f"labels such as {series.iloc[0]!r} are measurements, not classes")
    if pd.api.types.is_float_dtype(series.dtype):
        series = series.astype(np.int64)
    return [value.item() if isinstance(value, np.generic) else value for value in series.tolist()]


def _without_conflicts(
    points: Array, labels: list[Hashable]
) -> tuple[NDArray[np.intp], tuple[tuple[int, ...], ...], int]:
    """Rows that stay, groups of rows with one location and several labels, and how many rows are plain copies."""
    groups: dict[bytes, list[int]] = {}
    for row, point in enumerate(points + 0.0):  # -0.0 becomes 0.0
        groups.setdefault(point.tobytes(), []).append(row)
    conflicts = tuple(
        tuple(rows) for rows in groups.values() if len(rows) > 1 and len({labels[row] for row in rows}) > 1
    )
    gone = {row for rows in conflicts for row in rows}
    kept = np.array([row for row in range(len(points)) if row not in gone], dtype=np.intp)
    return kept, conflicts, len(points) - len(groups) - sum(len(rows) - 1 for rows in conflicts)
