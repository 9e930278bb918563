"""Reading the tables that users have: CSV, Parquet, NPZ, NPY.

Whatever is wrong with a file raises ``ValueError`` with one line.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np


class Table(NamedTuple):
    """Points and labels as they were read, not yet checked; ``names`` of columns, if there are any."""

    X: Any
    y: Any
    names: tuple[str, ...] | None


def read(path: Path, label: str | None = None) -> Table:
    """Points and labels of a file, by its ending.

    ``.csv``, ``.tsv``, ``.parquet`` (also ``.gz``): a table whose column ``label`` (the last by default) holds the
    classes.  ``.npz``: arrays ``X`` and ``y``.  ``.npy``: a 2-D array with the labels in column ``label`` (a
    number; the last by default), or a structured array with named columns.
    """
    kind = next((suffix for suffix in path.suffixes[::-1] if suffix in READERS), None)
    if kind is None:
        raise ValueError(f"{path}: the ending must be one of {', '.join(READERS)}")
    if not path.exists():
        raise ValueError(f"{path}: there is no such file")
    if path.is_dir():
        raise ValueError(f"{path} is a folder")
    try:
        return READERS[kind](path, label)
    except _ContentsError as complaint:
        raise ValueError(f"{path}: {complaint}") from None
    except Exception as error:  # the readers share no class of errors; a broken file is the user's to mend
        detail = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ValueError(f"{path} cannot be read as {kind[1:]}, is it whole? ({detail})") from None


class _ContentsError(Exception):
    """What is wrong with the contents of a file that could be read."""


def _csv(path: Path, label: str | None) -> Table:
    import pandas as pd

    separator = "\t" if ".tsv" in path.suffixes else ","
    return _from_frame(pd.read_csv(path, sep=separator), label)


def _parquet(path: Path, label: str | None) -> Table:
    import pandas as pd

    return _from_frame(pd.read_parquet(path), label)


def _from_frame(frame: Any, label: str | None) -> Table:
    columns = [str(name) for name in frame.columns]
    if len(frame) == 0:
        raise _ContentsError("there are no rows")
    if len(columns) < 2:
        raise _ContentsError(f"a table needs a column of labels and one of numbers; it has only {columns}")
    name = columns[-1] if label is None else label
    if name not in columns:
        raise _ContentsError(f"there is no column {name!r}; the columns are {', '.join(columns)}")
    place = columns.index(name)
    rest = frame.drop(columns=frame.columns[place])
    return Table(rest, frame.iloc[:, place], tuple(c for c in columns if c != name))


def _npz(path: Path, label: str | None) -> Table:
    if label is not None:
        raise _ContentsError("an NPZ file has its labels in the array y: --label has no meaning here")
    if not zipfile.is_zipfile(path):
        raise ValueError("not a zip archive, or cut short")
    with np.load(path, allow_pickle=False) as arrays:
        if missing := {"X", "y"} - set(arrays.files):
            raise _ContentsError(f"there is no array {min(missing)!r}; the arrays are {', '.join(arrays.files)}")
        return Table(arrays["X"], arrays["y"], None)


def _npy(path: Path, label: str | None) -> Table:
    array = np.load(path, allow_pickle=False)
    if array.dtype.names:
        import pandas as pd

        return _from_frame(pd.DataFrame(array), label)
    if array.ndim != 2 or array.shape[1] < 2:
        raise _ContentsError(f"the array has shape {array.shape}; points and a column of labels are needed")
    try:
        column = range(array.shape[1])[int(label) if label is not None else -1]
    except (ValueError, IndexError):
        raise _ContentsError(f"--label must be a column number below {array.shape[1]}, not {label!r}") from None
    names = tuple(str(j) for j in range(array.shape[1]) if j != column)
    return Table(np.delete(array, column, axis=1), array[:, column], names)


READERS: dict[str, Callable[[Path, str | None], Table]] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".parquet": _parquet,
    ".npz": _npz,
    ".npy": _npy,
}
