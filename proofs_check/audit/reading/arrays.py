"""Points and labels from files of arrays: NPZ, NPY, SciPy's sparse matrices, MATLAB's and LIBSVM's files."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from proofs_check.audit.reading.columns import from_frame
from proofs_check.audit.reading.table import TEXT_OPTIONS, ContentsError, Table, Wanted, few, whole

# pairs of names under which libraries store points and labels, in lower case
KNOWN = (
    ("x", "y"), ("x_train", "y_train"), ("data", "target"), ("data", "labels"), ("data", "label"), ("images", "labels"),
    ("train_images", "train_labels"), ("features", "labels"), ("features", "target"), ("embeddings", "labels"),
    ("x", "labels"), ("inputs", "targets"), ("arr_0", "arr_1"),
)  # fmt: skip
PICKLED = (
    "Python objects, which are not read, since pickles can run code: save text with dtype=str, numbers with dtype=float"
)
SPARSE = {"format", "shape", "data"}  # of what scipy.sparse.save_npz writes


def read_npz(path: Path, wanted: Wanted) -> Table:
    """Arrays of points and labels by name, or a sparse matrix as SciPy saves it."""
    with npz(path) as (matrix, arrays):
        if matrix is not None:
            import scipy.sparse

            return _matrix(scipy.sparse.csr_array(matrix), wanted)
        return _named(_Loading(arrays), wanted, "an NPZ file")


@contextmanager
def npz(path: Path) -> Iterator[tuple[Any, Any]]:
    """The sparse matrix that SciPy saved in a file, or ``None``; and the arrays of the file."""
    if not zipfile.is_zipfile(path):
        raise ValueError("not a zip archive, or cut short: save it again, with numpy.savez or scipy.sparse.save_npz")
    with np.load(path, allow_pickle=False) as arrays:
        matrix = None
        if set(arrays.files) >= SPARSE:
            import scipy.sparse

            matrix = scipy.sparse.load_npz(path)
        yield matrix, arrays


def stored(path: Path, alone: str) -> dict[str, Any]:
    """The arrays of an NPZ file by name, or that of an NPY file, which has no name and is called ``alone``."""
    with whole(path):
        if path.suffix.lower() == ".npy":
            return {alone: np.load(path, allow_pickle=False)}
        with npz(path) as (_, arrays):
            return {name: arrays[name] for name in arrays.files}


class _Loading(Mapping[str, Any]):
    """The arrays of an NPZ file, loaded when they are asked for."""

    def __init__(self, arrays: Any) -> None:
        self.arrays = arrays

    def __getitem__(self, name: str) -> Any:
        try:
            return self.arrays[name]
        except ValueError:
            raise ContentsError(f"the array {name!r} holds {PICKLED}") from None

    def __iter__(self) -> Any:
        return iter(self.arrays.files)

    def __len__(self) -> int:
        return len(self.arrays.files)


def _named(arrays: Mapping[str, Any], wanted: Wanted, kind: str) -> Table:
    wanted.refuse(f"{kind}, whose arrays have names: use --x and --y", ("label", "features", "drop", *TEXT_OPTIONS))
    x, y = _names(arrays, wanted)
    labels = labels_beside(wanted.y) if _is_file(wanted.y, arrays) else _array(arrays, y)
    points = _array(arrays, x)
    weights = None if wanted.weights is None else _array(arrays, wanted.weights)
    plain = {x, y} <= {"X", "y"} or {wanted.x, wanted.y} == {x, y}
    remarks = () if plain else (f"points from the array {x!r}, labels from {y!r} (--x, --y)",)
    return Table(X=points, y=labels, label=str(y), weights=weights, remarks=remarks)


def _array(arrays: Mapping[str, Any], name: str) -> Any:
    if name not in arrays:
        raise ContentsError(f"there is no array {name!r}; the arrays are {few(arrays)}")
    return arrays[name]


def _names(arrays: Mapping[str, Any], wanted: Wanted) -> tuple[str, str]:
    """The names of points and labels: as the user says, as libraries call them, or the only two there are."""
    lower = {name.lower(): name for name in arrays}
    exact = {name: name for name in arrays}
    for names in (exact, lower):
        for x, y in (("X", "y"),) if names is exact else KNOWN:
            found = wanted.x or names.get(x), wanted.y or names.get(y)
            if found[0] and found[1]:
                return str(found[0]), str(found[1])
    raise ContentsError(
        f"which arrays are points and labels? --x and --y name two of {few(f'{k} {arrays[k].shape}' for k in arrays)}; "
        "or --y a file of labels (.npy)"
    )


def _is_file(name: str | None, arrays: Mapping[str, Any]) -> bool:
    return name is not None and name not in arrays and name.endswith(".npy")


def labels_beside(name: str | None) -> Any:
    """Labels from an NPY file of their own."""
    try:
        return np.load(str(name), allow_pickle=False)
    except (OSError, ValueError) as error:
        raise ContentsError(f"no labels can be read from {name}: {str(error).splitlines()[0]}") from None


def read_npy(path: Path, wanted: Wanted) -> Table:
    """A 2-D array with a column of labels, points with ``--y labels.npy``, or a structured array as a table."""
    if zipfile.is_zipfile(path):
        raise ContentsError("it holds several arrays: its name must end in .npz")
    try:
        array = np.load(path, allow_pickle=False)
    except ValueError as error:
        if "allow_pickle" in str(error):
            raise ContentsError(f"it holds {PICKLED}") from None
        raise
    if array.dtype.names:
        import pandas as pd

        return from_frame(pd.DataFrame(array), wanted)
    return _matrix(array, wanted)


def _matrix(array: Any, wanted: Wanted) -> Table:
    """Points and labels of a matrix whose columns have numbers; the last one holds the labels by default."""
    wanted.refuse("an array, whose columns have numbers", ("x", "features", "weights", *TEXT_OPTIONS))
    if wanted.y is not None:
        if wanted.drop:
            array = array[:, _kept(array, wanted.drop)]
        return Table(X=array, y=labels_beside(wanted.y), label=wanted.y)
    if array.ndim != 2 or array.shape[1] < 2:
        raise ContentsError(
            f"the array has shape {array.shape}; points and a column of labels are needed, or --y labels.npy"
        )
    label = _column(array, wanted.label) if wanted.label is not None else array.shape[1] - 1
    kept = [j for j in _kept(array, wanted.drop) if j != label]
    labels = array[:, [label]]
    labels = labels.toarray() if hasattr(labels, "toarray") else labels
    return Table(X=array[:, kept], y=labels[:, 0], names=tuple(map(str, kept)), label=str(label))


def _column(array: Any, name: str) -> int:
    try:
        return range(array.shape[1])[int(name)]
    except (ValueError, IndexError):
        raise ContentsError(f"--label must be a column number below {array.shape[1]}, not {name!r}") from None


def _kept(array: Any, drop: tuple[str, ...]) -> list[int]:
    gone = {_column(array, name) for name in drop}
    return [j for j in range(array.shape[1]) if j not in gone]


def read_mat(path: Path, wanted: Wanted) -> Table:
    """Arrays of a MATLAB file, up to version 7."""
    from scipy.io import loadmat

    found = loadmat(path, squeeze_me=False)
    return _named({name: value for name, value in found.items() if not name.startswith("__")}, wanted, "a MATLAB file")


def read_svm(path: Path, wanted: Wanted) -> Table:
    """A LIBSVM file, by scikit-learn's reader."""
    from sklearn.datasets import load_svmlight_file

    wanted.refuse("a LIBSVM file", ("label", "features", "drop", "weights", "x", "y", *TEXT_OPTIONS))
    try:
        X, y = load_svmlight_file(str(path))
    except ValueError as error:
        if re.search(r"float: b'[^']*,", str(error)):
            raise ContentsError("a line has several labels: multi-label data are not audited") from None
        raise
    return Table(X=X, y=y, label="(the first number of each line)")
