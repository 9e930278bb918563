"""Midpoints, and the points that they belong to (Theorem 2.11): every point set with given midpoints is found.

The midpoints come unordered; it is not known which pair a midpoint belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.dataset import LabeledDataset, point_rows
from theory.midpoints.exact import recover_exact
from theory.numbers import exact


class Status(StrEnum):
    """What midpoints say about their points."""

    UNIQUE = "unique"
    SEVERAL = "several"
    NONE = "none"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Recovery:
    """All point sets with given midpoints.

    ``solutions`` are (m, d) float64 arrays, or tuples of rows of ``Fraction`` if the midpoints were exact; their rows
    are in lexicographic order.  Any points whose midpoints are the given ones, up to their errors, are one of the
    solutions, up to ``error`` in each coordinate (0 if exact).  ``residual``: the largest coordinate by which midpoints
    of the solutions miss the given ones; without a solution, by which the furthest attempt misses the midpoint that it
    needs next.  ``undecided`` says why the errors leave the answer open, in which case there are no solutions here.
    ``labels`` (m,) go with ``solutions`` after :func:`recover_labeled`.
    """

    solutions: tuple[Any, ...]
    residual: Any
    error: Any = 0
    undecided: str = ""
    labels: tuple[NDArray[np.intp], ...] = ()

    @property
    def status(self) -> Status:
        """Whether there is one solution, several or none, or whether that is open."""
        if self.undecided:
            return Status.UNDECIDED
        return (Status.NONE, Status.UNIQUE, Status.SEVERAL)[min(len(self.solutions), 2)]

    @property
    def points(self) -> Any:
        """The only solution; a ``ValueError`` says why there is none such."""
        if self.status is not Status.UNIQUE:
            raise ValueError(str(self))
        return self.solutions[0]

    def __str__(self) -> str:
        return {
            Status.UNIQUE: f"one set of {len(self.solutions[0]) if self.solutions else 0} points has these midpoints",
            Status.SEVERAL: f"{len(self.solutions)} sets of points have these midpoints",
            Status.NONE: f"no points have these midpoints: the best attempt misses one by {float(self.residual):.3g}",
            Status.UNDECIDED: f"the points are left open: {self.undecided}",
        }[self.status]


def midpoints(points: Any) -> Any:
    """All C(m, 2) midpoints of ``points`` (m, d), pairs in lexicographic order: like :class:`Recovery`'s solutions.

    >>> [str(row[0]) for row in midpoints([[0], [1], [3]])]
    ['1/2', '3/2', '2']
    """
    rows = point_rows(points)
    if isinstance(rows, np.ndarray):
        i, j = np.triu_indices(len(rows), 1)
        return rows[i] / 2 + rows[j] / 2
    return tuple(tuple((a + b) / 2 for a, b in zip(s, t, strict=True)) for s, t in combinations(rows, 2))


def number_of_points(n_midpoints: int) -> int:
    """m from C(m, 2).  Raises ``ValueError`` for other numbers, and for one midpoint, which determines nothing.

    >>> number_of_points(15)
    6
    """
    m = (1 + isqrt(1 + 8 * n_midpoints)) // 2
    if n_midpoints < 1 or m * (m - 1) // 2 != n_midpoints:
        below, above = (f"{k * (k - 1) // 2} (of {k} points)" for k in (m, m + 1))
        raise ValueError(f"{n_midpoints} midpoints are not all midpoints of a set: that would be {below} or {above}")
    if m == 2:
        raise ValueError("one midpoint belongs to infinitely many pairs of points")
    return m


def recover(given: Any, tolerance: float | None = None) -> Recovery:
    """All point sets whose midpoints, in whatever order, are the ``given`` ones (C(m, 2), d).

    Rational midpoints (``int``, ``Fraction``, strings) are taken as exact, and all solutions found, in polynomial time
    for every input.  Float midpoints are taken to be right to ``tolerance`` in every coordinate (a number >= 0), by
    default to four units in the last place of the largest one, in the precision of the array (float32, float64).  The
    answer is "undecided", with the reason, where such errors could make one midpoint pass for another.

    Raises ``ValueError`` if the number of midpoints is no C(m, 2) with m >= 3, or a coordinate is no finite number.

    >>> recover(midpoints([[0, 0], [1, 0], [5, 2], [2, 1], [7, 9]])).points[2]
    (Fraction(2, 1), Fraction(1, 1))
    >>> [[str(x) for x, in points] for points in recover(["1/2", 1, 2, "3/2", "5/2", 3]).solutions]
    [['-1/2', '3/2', '5/2', '7/2'], ['0', '1', '2', '4']]
    """
    m = number_of_points(len(given))
    rows = point_rows(given)
    if isinstance(rows, np.ndarray):
        from theory.midpoints.to_tolerance import UndecidedError, recover_float

        try:
            solutions, residual, error = recover_float(rows, m, error_bound(given, rows, tolerance))
        except UndecidedError as reason:
            return Recovery((), np.nan, undecided=str(reason))
        return Recovery(tuple(solutions), residual, error)
    if tolerance is not None:
        raise ValueError("exact midpoints have no tolerance: leave it out, or give floats")
    found, distance = recover_exact(_rational(rows), m)
    return Recovery(tuple(found), distance)


def error_bound(given: Any, rows: NDArray[np.float64], tolerance: float | None) -> float:
    """How far a coordinate may be off: as stated, and what float64 rounds on the way; see :func:`recover`."""
    kind = given.dtype if isinstance(given, np.ndarray) and given.dtype.kind == "f" else np.dtype(np.float64)
    stored, least = (4 * float(np.finfo(precision).eps) * float(np.abs(rows).max()) for precision in (kind, np.float64))
    if tolerance is None:
        return stored
    if not 0 <= tolerance < np.inf:
        raise ValueError(f"the tolerance must be a number >= 0, not {tolerance}")
    return float(tolerance) + least


def _rational(rows: Sequence[Sequence[Any]]) -> list[tuple[Fraction, ...]]:
    if bad := [v for row in rows for v in row if not isinstance(v, Fraction)]:
        raise ValueError(
            f"exact midpoints must be rational, not {bad[0]}: give integers or Fractions, or floats and a tolerance"
        )
    return [tuple(row) for row in rows]


def labeled_midpoints(dataset: LabeledDataset) -> tuple[Any, Any]:
    """All midpoints of labelled data (C(m, 2), d), and their mixed labels (C(m, 2), k), columns as in ``classes``.

    This is what midpoint Mixup trains on, each point paired with each other once.
    """
    one_hot = np.eye(dataset.n_classes, dtype=int)[dataset.codes]
    return midpoints(dataset.exact_points if dataset.is_exact else dataset.points), midpoints(one_hot)


def recover_labeled(given: Any, mixed_labels: Any, tolerance: float | None = None) -> Recovery:
    """All labelled point sets with the ``given`` midpoints (C(m, 2), d) and mixed labels (C(m, 2), k).

    A mixed label is the midpoint of two one-hot labels: k coordinates more.  Solutions whose labels are not one-hot are
    left out.  The result's ``labels`` are class indices 0, ..., k - 1, in the order of its points.

    >>> four = LabeledDataset([[0, 0], [1, 0], [0, 2], [3, 3]], ["a", "a", "b", "c"])
    >>> len(recover(labeled_midpoints(four)[0]).solutions), recover_labeled(*labeled_midpoints(four)).labels
    (2, (array([0, 1, 0, 2]),))
    """
    if len(given) != len(mixed_labels):
        raise ValueError(f"{len(given)} midpoints need as many mixed labels, not {len(mixed_labels)}")
    number_of_points(len(given))
    rows, soft = point_rows(given), point_rows(mixed_labels)
    d = len(rows[0])
    if isinstance(rows, np.ndarray):
        found = recover(np.hstack([rows, np.array(soft, dtype=np.float64)]), error_bound(given, rows, tolerance))
    else:
        joined = [(*row, *map(exact, label)) for row, label in zip(rows, soft, strict=True)]
        found = recover(joined, tolerance)
    parted = [([row[:d] for row in points], np.array([row[d:] for row in points], float)) for points in found.solutions]
    kept = [(points, labels.argmax(axis=1)) for points, labels in parted if _is_one_hot(labels)]
    solutions = tuple(np.array(p) if isinstance(rows, np.ndarray) else tuple(p) for p, _ in kept)
    return replace(found, solutions=solutions, labels=tuple(labels for _, labels in kept))


def _is_one_hot(labels: NDArray[np.float64]) -> bool:
    """Whether each row is a row of the identity, as far as the errors of midpoints that were told apart let it be."""
    return bool((np.abs(labels - np.eye(labels.shape[1])[labels.argmax(axis=1)]) < 1 / 4).all())
