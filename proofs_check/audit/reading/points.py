"""Points as an array of finite numbers, or one line about why they are none."""

from __future__ import annotations

import re
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np

from proofs_check.audit.reading.table import few
from theory.numbers import Array

LARGEST = 1e150  # squared distances of larger coordinates overflow
SMALLEST = 1e-150  # squared distances of smaller spreads vanish
MOST_DENSE_BYTES = 2**33  # a sparse matrix is audited in dense form
WHOLE = 2**53  # floats tell all whole numbers up to here apart
HUGE = 10**308  # larger ones are no floats
OTHER = {  # kinds of arrays that are no numbers, and what to do about them
    "U": "text: convert it (X.astype(float))",
    "S": "text: convert it (X.astype(float))",
    "c": "complex: take real and imaginary parts as two columns each",
    "M": "dates: take the time since the first one as a number",
    "m": "spans of time: take seconds or days as numbers",
}


def points_of(X: Any) -> tuple[Array, tuple[int, ...]]:
    """The points as (n, d) float64, missing ones NaN, and the shape of one of them."""
    if hasattr(X, "toarray"):
        if np.prod(X.shape, dtype=float) * 8 > MOST_DENSE_BYTES:
            raise ValueError(f"a sparse matrix of shape {X.shape} is too large in dense form: reduce its dimension")
        X = X.toarray()
    if hasattr(X, "dtypes") and hasattr(X, "columns"):
        X = _numeric_frame(X)
    try:
        points = np.asarray(X)
        points = points.astype(np.float64) if points.dtype.kind == "O" else points
    except (TypeError, ValueError):
        raise ValueError("points must be an array of numbers, one row a point") from None
    if points.dtype.kind not in "fiub":
        raise ValueError(f"points must be numbers, and these are {OTHER.get(points.dtype.kind, points.dtype)}")
    if points.ndim < 2 or points.size == 0:
        cure = ": one column is X.reshape(-1, 1)" if points.ndim == 1 and points.size else ""
        raise ValueError(f"points must have shape (n, d) with n and d at least 1, not {points.shape}{cure}")
    shape = points.shape[1:]
    flat = np.ascontiguousarray(points.reshape(len(points), -1), dtype=np.float64)
    _refuse_lost_digits(points.reshape(len(points), -1), flat)
    return flat, shape


def _numeric_frame(frame: Any) -> Any:
    """The values of a data frame whose columns are all numbers, missing ones as NaN."""
    columns, text = [], []
    for j in range(frame.shape[1]):
        if (numbers := _as_numbers(frame.iloc[:, j])) is None:
            text.append(j)
        else:
            columns.append(numbers)
    if text:
        raise ValueError(_about_text(frame, text))
    return np.column_stack(columns) if columns else np.empty((len(frame), 0))


def _as_numbers(column: Any) -> Array | None:
    """The values of a column as floats, missing ones NaN; ``None`` if they are no numbers."""
    if _is_numeric(column):
        found = column.to_numpy(dtype=np.float64, na_value=np.nan)
        if column.dtype.kind in "iu" and column.abs().max() > WHOLE:
            _refuse_lost_digits(column.to_numpy()[:, None], found[:, None], str(column.name))
        return np.asarray(found)
    known = column.dropna()
    if column.dtype != object or not all(isinstance(value, Real | Decimal) for value in known):
        return None
    found = np.full(len(column), np.nan)  # whole numbers of any size, and the decimals of databases
    found[column.notna().to_numpy()] = [float(value) if abs(value) < HUGE else np.inf for value in known]
    if all(isinstance(value, int) for value in known):
        _refuse_lost_digits(known.to_numpy()[:, None], found[column.notna().to_numpy(), None], str(column.name))
    return found


def _about_text(frame: Any, text: list[int]) -> str:
    """Which columns are no numbers, the first value that is none, and what to do."""
    import pandas as pd

    names = [str(frame.columns[j]) for j in text]
    column = frame.iloc[:, text[0]].astype(object)
    numbers = pd.to_numeric(column.where(column.map(np.isscalar)), errors="coerce")
    bad = np.flatnonzero(numbers.isna() & column.notna())
    row = int(bad[0]) if len(bad) else 0
    shown = repr(column.iloc[row])
    what = f"column {names[0]!r} is" if len(names) == 1 else f"columns {few(map(repr, names))} are"
    cure = f"leave out (--drop {','.join(names[:12])}) or encode"
    if 2 * len(bad) < column.notna().sum():
        cure = f"correct that value, or leave out (--drop {','.join(names[:12])})"
    elif re.search(r"\d", shown) and not re.search(r"[^\W\d_]", shown):
        cure = f"write it as plain numbers, or leave out (--drop {','.join(names[:12])})"
    elif len(names) == 1:
        cure += f"; or does it hold the classes (--label {names[0]})?"
    return f"{what} not numeric (such as {shown if len(shown) < 60 else shown[:60] + '…'} in row {row}): {cure}"


def _is_numeric(column: Any) -> bool:
    import pandas as pd

    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_complex_dtype(column))


def _refuse_lost_digits(whole: Any, floats: Array, name: str | None = None) -> None:
    """Raise ``ValueError`` for different whole numbers that would become one float."""
    if whole.dtype.kind not in "iuO" or np.abs(floats).max(initial=0.0) < WHOLE:
        return
    for j in range(whole.shape[1]):
        if len(np.unique(whole[:, j])) != len(np.unique(floats[:, j])):
            raise ValueError(
                f"column {name or f'x{j}'!r} has whole numbers beyond 2^53 that floats cannot tell apart: identifiers "
                "are no features (--drop), large measurements need another unit"
            )


def check_values(points: Array, columns: tuple[str, ...]) -> None:
    """Raise ``ValueError`` for what has no distances: values that are missing, infinite, too large or all the same."""
    bad = ~np.isfinite(points)
    if bad.any():
        row, column = np.argwhere(bad)[0]
        what = "is missing" if np.isnan(points[row, column]) else "is infinite"
        raise ValueError(
            f"row {row}, column {columns[column]!r} {what} ({bad.sum()} such values in {bad.any(axis=1).sum()} rows): "
            "impute, leave the rows out (--drop-missing) or the columns (--drop)"
        )
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


def standardized(points: Array) -> Array:
    """Every column with mean 0 and standard deviation 1; a constant column becomes 0.

    >>> standardized(np.array([[1.0, 7.0], [3.0, 7.0]])).tolist()
    [[-1.0, 0.0], [1.0, 0.0]]
    """
    spread = points.std(axis=0)
    found: Array = (points - points.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return found
