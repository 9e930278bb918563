"""Labels as one hashable class a row: one-hot is decoded, what is no class is refused by name."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np

from proofs_check.audit.reading.points import WHOLE
from proofs_check.audit.reading.table import few

MOST_STEPS = 20  # fractions such as half stars are classes if there are at most so many, each several times
EACH = 3


def labels_of(y: Any, n: int, name: str | None = None) -> tuple[list[Hashable | None], list[str]]:
    """The n labels, ``None`` where one is missing, and remarks; ``name`` is what messages call their column."""
    if isinstance(y, np.ndarray) and y.dtype.kind in "biuU" and y.shape == (n,):
        return y.tolist(), []  # classes already, unlike floats, bytes and objects; pandas takes .3 s to import
    import pandas as pd

    called = f"the labels (column {name!r})" if name else "the labels"
    y = y.toarray() if hasattr(y, "toarray") else y
    columns = [str(column) for column in y.columns] if hasattr(y, "columns") else None
    values = y if isinstance(y, pd.Series) else _as_array(y, called)
    if values.shape == (1, n) and n > 1:  # a row, as MATLAB has it
        values = values.ravel()
    if len(values) != n:
        raise ValueError(f"{n} points need {n} labels, not {len(values)}")
    if isinstance(values, pd.Series) and values.dtype == object and (stacked := _stacked(values, called)) is not None:
        values = stacked
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.ndim == 2:
        return _from_columns(values, called, columns)
    if values.ndim != 1:
        raise ValueError(f"{called} have shape {values.shape}: one label a row is needed")
    return _from_series(pd.Series(values), called)


def _as_array(y: Any, called: str) -> Any:
    import pandas as pd

    if hasattr(y, "columns"):
        return y.to_numpy()
    if isinstance(y, np.ndarray):
        return y
    if isinstance(y, str | bytes) or not hasattr(y, "__iter__"):
        raise ValueError(f"{called} must be a list or an array, not {y!r}")
    listed = [value.item() if isinstance(value, np.generic) else value for value in y]
    return pd.Series(listed, dtype=object).infer_objects()


def _stacked(series: Any, called: str) -> Any:
    """Labels that are lists of one length each, as rows; raises ``ValueError`` for others and for dictionaries."""
    kinds = {type(value) for value in series.dropna()}
    if not any(issubclass(kind, list | np.ndarray | dict | set) for kind in kinds):
        return None
    shapes = {np.shape(value) for value in series}
    if any(issubclass(kind, dict | set) for kind in kinds) or len(shapes) > 1 or shapes == {()}:
        raise ValueError(f"{called} hold lists or records, such as {series.iloc[0]!r}: one label a row is needed")
    stacked = np.stack([np.asarray(value) for value in series])
    if stacked.dtype.kind not in "biuf":
        raise ValueError(f"{called} hold several labels a row, such as {series.iloc[0]!r}: one label a row is needed")
    return stacked


def _from_columns(values: Any, called: str, columns: list[str] | None) -> tuple[list[Hashable | None], list[str]]:
    """One-hot rows as classes.  Raises ``ValueError`` for soft and multiple labels, and for anything else."""
    try:
        rows = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{called} have shape {values.shape}: one label a row is needed") from None
    sums, k = rows.sum(axis=1), rows.shape[1]
    if k > 1 and np.isin(rows, (0.0, 1.0)).all():
        if (sums == 1).all():
            found = rows.argmax(axis=1)
            return [columns[j] if columns else int(j) for j in found], [f"{called} are one-hot: {k} classes"]
        row = int(np.flatnonzero(sums != 1)[0])
        raise ValueError(
            f"{called} have several classes a row or none (row {row} has {sums[row]:g} of {k}): multi-label data are "
            "not audited; take one label at a time"
        )
    if (rows >= 0).all() and np.allclose(sums, 1, atol=1e-3):
        raise ValueError(
            f"{called} are distributions over {k} classes: soft labels are not supported; take the likeliest class of "
            "each row (argmax)"
        )
    raise ValueError(f"{called} have shape {rows.shape}: one label a row is needed")


def _from_series(series: Any, called: str) -> tuple[list[Hashable | None], list[str]]:
    import pandas as pd

    missing = series.isna()
    known, remarks = series[~missing], []
    if pd.api.types.is_complex_dtype(series.dtype):
        raise ValueError(f"{called} must be classes, not complex numbers")
    if _is_float(known):
        numbers = known.astype(np.float64)
        if (numbers.abs() <= WHOLE).all() and (numbers == numbers.round()).all():
            known = numbers.astype(np.int64)
        elif np.isinf(numbers).any() or not _are_steps(numbers):
            odd = numbers[(numbers != numbers.round()) | (numbers.abs() > WHOLE)]
            raise ValueError(
                f"{called} hold numbers such as {odd.iloc[0]:g}, which are measurements, not classes: name another "
                "column (--label) or a file of labels (--y), or cut them into classes"
            )
        else:
            steps = [f"{value:g}" for value in sorted(numbers.unique())]
            remarks.append(f"{called} hold fractions, taken as {len(steps)} classes: {few(steps)}")
    found: list[Hashable | None] = [None] * len(series)
    for row, value in zip(np.flatnonzero(~missing), known.tolist(), strict=True):
        plain = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
        if not isinstance(plain, Hashable):
            raise ValueError(f"{called} hold {plain!r} in row {row}: one label a row is needed")
        found[int(row)] = plain
    return found, remarks


def _is_float(series: Any) -> bool:
    import pandas as pd

    return bool(pd.api.types.is_float_dtype(series.dtype)) or (
        series.dtype == object and len(series) > 0 and all(isinstance(value, float) for value in series)
    )


def _are_steps(numbers: Any) -> bool:
    """Whether fractions repeat as classes do."""
    distinct = numbers.nunique()
    return bool(distinct <= MOST_STEPS and EACH * distinct <= len(numbers))
