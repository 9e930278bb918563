"""From files: a graph and the labels beside it, or a table of points with two columns of labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from proofs_check.audit.reading import Wanted, read
from proofs_check.audit.reading.arrays import labels_beside, npz
from proofs_check.audit.reading.table import contents_errors, few, kind_of, whole
from proofs_check.expansion.given import Given, given, neighbour_graph

GRAPHS = ("graph", "adjacency", "edges", "arcs")  # names of the array that is the graph
ARRAYS = (".npz", ".mat")  # files whose arrays have names


def from_table(
    path: Path, wanted: Wanted, pseudo: str, student: str | None, neighbours: int, standardize: bool
) -> Given:
    """The graph of the nearest neighbours of the points of a table; ``pseudo`` and ``student`` name labels there.

    They are columns, arrays of a file whose arrays have names, or files of labels (``.npy``).
    """
    named = [name for name in (pseudo, student) if name is not None]
    inside = [name for name in named if not name.endswith(".npy")]
    arrays = path.suffix.lower() in ARRAYS
    table = read(path, wanted if arrays else replace(wanted, drop=(*wanted.drop, *inside)))
    labels = [_labels(path, wanted, name, arrays) for name in named]
    graph = neighbour_graph(table.X, neighbours, standardize, table.names)
    return _with_remarks(given(graph, labels[0], table.y, labels[1] if student is not None else None), table.remarks)


def _labels(path: Path, wanted: Wanted, name: str, arrays: bool) -> Any:
    if name.endswith(".npy"):
        return _beside(name)
    return read(path, replace(wanted, y=name) if arrays else replace(wanted, label=name)).y


def _beside(name: str) -> Any:
    with contents_errors():
        return labels_beside(name)


def _with_remarks(data: Given, remarks: tuple[str, ...]) -> Given:
    return replace(data, remarks=(*remarks, *data.remarks))


def from_graph(path: Path, pseudo: str | None, truth: str | None, student: str | None, undirected: bool) -> Given:
    """A graph as SciPy saves a sparse matrix, or an array of an NPZ or NPY file; labels are arrays there, or files."""
    graph, arrays = read_graph(path)
    guessed, true = (_array(path, arrays, name) for name in (pseudo or "pseudo", truth or "truth"))
    return given(graph, guessed, true, None if student is None else _array(path, arrays, student), undirected)


def read_graph(path: Path) -> tuple[Any, Mapping[str, Any]]:
    """The graph of a file, and the arrays beside it."""
    kind = kind_of(path, "a graph is an", ".npz", ".npy")
    with whole(path):
        if kind == ".npy":
            return np.load(path, allow_pickle=False), {}
        with npz(path) as (matrix, arrays):
            if matrix is not None:
                return matrix, {}
            found = {name: arrays[name] for name in arrays.files}
    name = next((name for name in GRAPHS if name in found), None)
    if name is None:
        raise ValueError(f"{path}: the graph must be called {', '.join(GRAPHS)}; the arrays are {few(found)}")
    return found[name], found


def _array(path: Path, arrays: Mapping[str, Any], name: str) -> Any:
    if name in arrays:
        return arrays[name]
    if name.endswith(".npy"):
        return _beside(name)
    there = f"the arrays are {few(arrays)}" if arrays else "it has no names"
    raise ValueError(f"{path}: there is no array {name!r}, {there}; give --truth and --pseudo, arrays or .npy files")
