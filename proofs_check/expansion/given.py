"""What is measured: a graph of views in any of three forms, and pseudo-labels and classes of its points.

Everything that is wrong with the input raises ``ValueError`` with one line that says what and where.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofs_check.audit.reading.given import plain
from proofs_check.audit.reading.labels import labels_of
from proofs_check.audit.reading.points import check_values, points_of, standardized
from proofs_check.audit.reading.table import few
from theory.dataset import classes_of
from theory.results.self_training.views import Labels, ViewGraph

MOST_POINTS = 2**20  # far beyond the 20,000 that were tried
Arcs = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True)
class Given:
    """A graph whose points count alike, with their labels as indices into ``classes``, the names of the classes.

    ``student`` are labels to judge, if there are any; ``remarks``: what was noticed, a sentence each.
    """

    graph: ViewGraph
    pseudo: Labels
    classes: tuple[str, ...]
    student: Labels | None = None
    remarks: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """How many there are."""
        return len(self.graph.mass)

    def mistaken(self, label: int) -> list[int]:
        """The points of a class with a wrong pseudo-label."""
        return [x for x in self.graph.members(label) if self.pseudo[x] != label]


def given(graph: Any, pseudo: Any, truth: Any, student: Any = None, undirected: bool = False) -> Given:
    """Check a graph and the labels of its points, in the forms that :func:`proofs_check.expansion.expansion` takes."""
    truth, pseudo, student = plain(truth), plain(pseudo), plain(student)
    size = len(truth) if hasattr(truth, "__len__") else 0
    if not 1 <= size <= MOST_POINTS:
        raise ValueError(f"there must be from 1 to {MOST_POINTS} true labels, not {size}")
    named = {"truth": truth, "pseudo": pseudo, **({} if student is None else {"student": student})}
    labels, remarks = {}, []
    for name, values in named.items():
        labels[name], said = _complete(values, size, name)
        remarks += said
    classes = classes_of([label for each in labels.values() for label in each])
    if not set(labels["truth"]) & set(labels["pseudo"]):
        names = [few(map(repr, classes_of(labels[name])), 3) for name in ("pseudo", "truth")]
        raise ValueError(f"no pseudo-label is a class: they are {names[0]}, and the classes {names[1]}")
    place = {label: code for code, label in enumerate(classes)}
    codes = {name: tuple(place[label] for label in each) for name, each in labels.items()}
    mass = (Fraction(1),) * size
    views = ViewGraph(mass, codes["truth"], _views(graph, size, undirected), len(classes))
    return Given(views, codes["pseudo"], tuple(map(str, classes)), codes.get("student"), tuple(remarks))


def _complete(values: Any, size: int, name: str) -> tuple[list[Hashable], list[str]]:
    """Labels of which none is missing."""
    found, said = labels_of(values, size, name)
    missing = [row for row, label in enumerate(found) if label is None]
    if missing:
        raise ValueError(f"{name}: the label of row {missing[0]} is missing, {len(missing)} in all")
    return [label for label in found if label is not None], said


def _views(graph: Any, size: int, undirected: bool) -> tuple[tuple[int, ...], ...]:
    """Each point with the points that its arcs lead to."""
    start, end = _arcs(graph, size)
    found = [{x} for x in range(size)]
    for x, z in zip(start.tolist(), end.tolist(), strict=True):
        found[x].add(z)
        if undirected:
            found[z].add(x)
    return tuple(map(tuple, found))


def _arcs(graph: Any, size: int) -> Arcs:
    """The two ends of every arc."""
    if hasattr(graph, "tocoo"):
        table = graph.tocoo()
        if table.shape != (size, size):
            raise ValueError(f"{size} points need an adjacency of shape ({size}, {size}), not {table.shape}")
        return np.asarray(table.row, dtype=np.int64), np.asarray(table.col, dtype=np.int64)
    try:
        array = np.asarray(plain(graph))
    except ValueError:
        array = np.array(None)
    if array.dtype.kind not in "iufb" or array.ndim != 2:
        raise ValueError("a graph is an adjacency, sparse or dense, or an array (m, 2) of arcs")
    if array.shape == (size, size):
        if not np.isfinite(array).all():
            raise ValueError("the adjacency has values that are missing or infinite")
        start, end = np.nonzero(array)
        return start.astype(np.int64), end.astype(np.int64)
    if array.shape[1] != 2 or array.dtype.kind not in "iu":
        raise ValueError(
            f"{size} points need an adjacency of shape ({size}, {size}) or whole-number arcs of shape (m, 2), "
            f"not {array.dtype} of shape {array.shape}"
        )
    outside = (array < 0) | (array >= size)
    if outside.any():
        row = int(np.flatnonzero(outside.any(axis=1))[0])
        raise ValueError(f"arc {row} joins {array[row, 0]} and {array[row, 1]}; points are 0 to {size - 1}")
    return array[:, 0].astype(np.int64), array[:, 1].astype(np.int64)


def neighbour_graph(X: Any, neighbours: int, standardize: bool = False, columns: Sequence[str] | None = None) -> Any:
    """The sparse adjacency (n, n) from each row to its nearest others, by scikit-learn.

    >>> neighbour_graph([[0.0], [1.0], [3.0]], 1).toarray().astype(int).tolist()
    [[0, 1, 0], [1, 0, 0], [0, 1, 0]]
    """
    from sklearn.neighbors import kneighbors_graph

    points, _ = points_of(plain(X))
    check_values(points, tuple(columns or (f"x{j}" for j in range(points.shape[1]))))
    if not 1 <= neighbours < len(points):
        raise ValueError(f"neighbours must be from 1 to {len(points) - 1}, one less than there are points")
    points = standardized(points) if standardize else points
    return kneighbors_graph(points, neighbours, mode="connectivity", include_self=False)
