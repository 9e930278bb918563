"""What people hand over in Python, as a :class:`Table`: arrays, frames, tensors, scikit-learn's datasets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from proofs_check.audit.reading.table import Table


def given(X: Any, y: Any = None, names: Sequence[str] | None = None, weights: Any = None) -> Table:
    """Points, labels and weights of whatever form, side by side; nothing is checked yet.

    ``X`` may be an array, a list, a tensor, a sparse matrix, a frame (pandas, polars, Arrow), a scikit-learn ``Bunch``,
    or the pair (X, y).  ``y`` and ``weights`` may name columns of a frame.
    """
    if y is None and isinstance(X, tuple) and len(X) == 2:
        X, y = X
    if y is None and hasattr(X, "data") and hasattr(X, "target"):
        names = getattr(X, "feature_names", names)
        X, y = X.data, X.target
    if isinstance(X, str | Path):
        raise ValueError("X is a name, and files are read by `mixup-audit FILE`: give what pandas.read_csv returns")
    if y is None:
        raise ValueError("labels are needed: give y, an array or the name of a column of a frame")
    X = _points(plain(X))
    label = None
    index = X.index if _is_pandas(X) else None
    if isinstance(y, dict | set):
        raise ValueError(f"y is a {type(y).__name__}: give a list or an array, one label a row")
    if isinstance(y, str) or (_is_pandas(X) and isinstance(y, int | tuple) and y in X.columns):
        y, X, label = _taken(X, y, "y")
    if isinstance(weights, str):
        weights, X, _ = _taken(X, weights, "weights")
    if _is_pandas(X):
        names = names if names is not None and len(names) == X.shape[1] else [str(name) for name in X.columns]
    label = label if label is not None else getattr(y, "name", None)
    return Table(
        X=X, y=plain(y), names=None if names is None else tuple(map(str, names)),
        label=None if label is None else str(label), weights=plain(weights), index=index,
        remarks=_about_order(index, y),
    )  # fmt: skip


def _points(X: Any) -> Any:
    """Points that came as columns by their names, or as a single one, as a frame."""
    if isinstance(X, dict):
        import pandas as pd

        return pd.DataFrame(X)
    return X.to_frame() if _is_pandas(X) and not hasattr(X, "columns") else X


def _about_order(index: Any, y: Any) -> tuple[str, ...]:
    """A remark about labels whose index has the rows in another order: they are taken by their places."""
    if index is None or not hasattr(y, "index") or not hasattr(y, "iloc") or y.index.equals(index):
        return ()
    if len(y.index) != len(index) or not y.index.sort_values().equals(index.sort_values()):
        return ()
    return ("the index of the labels is that of the points in another order, and they are taken by their places",)


def _is_pandas(X: Any) -> bool:
    return hasattr(X, "dtypes") and hasattr(X, "iloc")


def _taken(X: Any, name: Any, argument: str) -> tuple[Any, Any, str]:
    """A column of a frame, and the rest."""
    if not _is_pandas(X):
        raise ValueError(f"{argument}={name!r} names a column, so X must be a data frame, not {type(X).__name__}")
    if name not in X.columns:
        raise ValueError(f"there is no column {name!r}; the columns are {', '.join(map(str, X.columns[:30]))}")
    if hasattr(X[name], "columns"):
        raise ValueError(f"the name {name!r} stands above several columns: rename them")
    return X[name], X.drop(columns=[name]), str(name)


def plain(values: Any) -> Any:
    """Tensors and foreign frames as NumPy's and pandas'; masked arrays are refused.

    Raises ``ValueError`` if a value is masked: there is no number to audit.
    """
    if hasattr(values, "detach"):  # a tensor: away from its graph and its device; NumPy has no bfloat16
        values = values.detach().cpu()
        values = (values.float() if "bfloat16" in str(values.dtype) else values).numpy()
    if np.ma.isMaskedArray(values):
        if np.ma.is_masked(values):
            count = int(np.ma.getmaskarray(values).sum())
            raise ValueError(f"{count} values are masked: fill them in or leave these rows out")
        values = np.ma.getdata(values)
    if hasattr(values, "columns") and not _is_pandas(values):
        values = _foreign_frame(values)
    return values


def _foreign_frame(frame: Any) -> Any:
    """A frame of polars or Arrow as one of pandas."""
    import pandas as pd

    try:
        return frame.to_pandas()
    except (AttributeError, ImportError):
        return pd.DataFrame(frame.to_dict(as_series=False))
