"""Labelled finite data, X_1, ..., X_k with the weights of P_X, and the datasets that the paper names.

Data are exact (``int``, ``Fraction``, SymPy numbers, strings such as ``"1/3"``) or float64.  Floats are
dyadic rationals, so ``exact_points`` exists for both; exactness of the *input* decides in which number
system results come back.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.geometry import same_location
from theory.mixing.probabilities import are_exact, probabilities
from theory.numbers import Exact, exact, is_exact, is_undefined


@dataclass(frozen=True, eq=False)
class LabeledDataset:
    """Finite labelled data with positive weights.

    Arrays, lists and the frames and series of pandas will do.

    Parameters
    ----------
    points : array_like, shape (n, d)
        Floats, or exact numbers (``int``, ``Fraction``, SymPy numbers, strings such as ``"1/3"``).
    labels : array_like, shape (n,)
        Hashable labels.
    weights : array_like, shape (n,), optional
        Positive numbers that sum to 1; uniform by default.  Floats that miss 1 by rounding are divided by their sum.

    Attributes
    ----------
    classes : tuple
        The k labels, sorted where they can be compared, else by first appearance: the columns of every (q, k) result.
    is_exact : bool
        Whether all points are exact numbers.

    Raises
    ------
    ValueError
        For no points, ragged or non-finite points, a wrong number of labels or weights, labels that are missing or not
        hashable, weights that are not positive or do not sum to 1, and two labels at one location.

    Examples
    --------
    >>> data = LabeledDataset([[0], [1], [2]], ["a", "b", "a"])
    >>> data.classes, data.n_points, data.exact_weights[0]
    (('a', 'b'), 3, Fraction(1, 3))
    """

    points: Any = field(repr=False)
    labels: Any
    weights: Any = None
    is_exact: bool = field(init=False, default=False)
    classes: tuple[Hashable, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        rows = point_rows(self.points)
        labels = tuple(_label(label) for label in _listed(self.labels, "labels"))
        if len(labels) != len(rows):
            raise ValueError(f"{len(rows)} points need {len(rows)} labels, not {len(labels)}")
        all_exact = not isinstance(rows, np.ndarray)
        object.__setattr__(self, "labels", labels)
        object.__setattr__(self, "is_exact", all_exact)
        object.__setattr__(self, "classes", classes_of(labels))
        object.__setattr__(self, "_rows", rows)
        object.__setattr__(self, "points", _floats(rows) if all_exact else rows)
        given = None if self.weights is None else _listed(self.weights, "weights")
        object.__setattr__(self, "_weights", _weights(given, len(rows)))
        object.__setattr__(self, "_given_exactly", given is None or are_exact(given))
        object.__setattr__(self, "weights", _floats([self._weights])[0])  # type: ignore[attr-defined]
        self._write_alike()
        self._refuse_conflicts()

    def _write_alike(self) -> None:
        """Exact places are compared as numbers: one that comes in several ways of writing is written as at first."""
        for first, i in self._same_but_written_otherwise():
            self._rows[i] = self._rows[first]  # type: ignore[attr-defined]
            self.points[i] = self.points[first]

    def _refuse_conflicts(self) -> None:
        """Raise ``ValueError`` for one place with two labels."""
        seen: dict[Hashable, int] = {}
        rows = self._rows if self.is_exact else self.points + 0.0  # type: ignore[attr-defined]
        for i, row in enumerate(map(tuple, rows)):
            first = seen.setdefault(row, i)
            if self.labels[first] != self.labels[i]:
                raise ValueError(
                    f"points {first} and {i} are at one location but have the labels "
                    f"{self.labels[first]!r} and {self.labels[i]!r}: leave one of them out"
                )

    def _same_but_written_otherwise(self) -> Iterator[tuple[int, int]]:
        """Pairs of equal points of which one at least is irrational; only what floats do not tell apart is compared."""
        rows = self._rows if self.is_exact else ()  # type: ignore[attr-defined]
        rational = np.array([all(isinstance(v, Fraction) for v in row) for row in rows], dtype=np.bool_)
        for i in range(len(rows)) if not rational.all() else ():
            near = np.isclose(self.points[:i], self.points[i], rtol=1e-9, atol=1e-9).all(axis=1)
            for j in np.flatnonzero(near & ~(rational[:i] & rational[i])).tolist():
                if same_location(rows[i], rows[j]):
                    yield j, i

    def check_point(self, index: object) -> None:
        """Raise ``ValueError`` for what is not the index of a point, from 0 on."""
        if not isinstance(index, (int, np.integer)) or not 0 <= index < self.n_points:
            raise ValueError(f"the points are 0 to {self.n_points - 1}, not {index!r}")

    @property
    def n_points(self) -> int:
        """Number of data points n."""
        return len(self.points)

    @property
    def dimension(self) -> int:
        """Dimension d of the points."""
        return int(self.points.shape[1])

    @property
    def n_classes(self) -> int:
        """Number of classes k."""
        return len(self.classes)

    @cached_property
    def codes(self) -> NDArray[np.intp]:
        """Index into ``classes`` of every point's label, shape (n,)."""
        index = {label: i for i, label in enumerate(self.classes)}
        return np.array([index[label] for label in self.labels], dtype=np.intp)

    @cached_property
    def exact_points(self) -> tuple[tuple[Exact, ...], ...]:
        """The points as exact numbers (a float as the dyadic rational that it stores)."""
        return tuple(tuple(exact(v) for v in row) for row in self._rows)  # type: ignore[attr-defined]

    @property
    def exact_weights(self) -> tuple[Exact, ...]:
        """The weights as exact numbers that sum to 1; uniform weights are exactly 1/n."""
        return self._weights  # type: ignore[attr-defined, no-any-return]

    @property
    def has_exact_weights(self) -> bool:
        """Whether the weights were given as exact numbers: of floats the exact ones are only what was meant."""
        return self._given_exactly  # type: ignore[attr-defined, no-any-return]

    @property
    def exact_class_masses(self) -> tuple[Exact, ...]:
        """P_X(X_i) for each class."""
        masses: list[Any] = [Fraction(0)] * self.n_classes
        for code, weight in zip(self.codes, self.exact_weights, strict=True):
            masses[code] = masses[code] + weight
        return tuple(masses)

    def __str__(self) -> str:
        groups = []
        for c, label in enumerate(self.classes):
            members = [_show(p) for p, code in zip(self.exact_points, self.codes, strict=True) if code == c]
            groups.append(f"X_{label} = {{{', '.join(members)}}}")
        text = ", ".join(groups)
        if len(set(self.exact_weights)) > 1:
            text += f", weights ({', '.join(map(str, self.exact_weights))})"
        return text

    @staticmethod
    def alternating_line(
        n_points: int = 3, n_classes: int = 2, weights: Sequence[object] | None = None
    ) -> LabeledDataset:
        """Definition 2.6 and Appendix D: points 0, ..., n_points-1 on a line, j in class 1 + (j mod n_classes)."""
        if n_points < n_classes or n_classes < 1:
            raise ValueError("an alternating line needs at least one point for each class")
        return LabeledDataset([[j] for j in range(n_points)], [1 + j % n_classes for j in range(n_points)], weights)


def _show(point: tuple[Exact, ...]) -> str:
    return str(point[0]) if len(point) == 1 else f"({', '.join(map(str, point))})"


def point_rows(points: Any) -> list[tuple[Exact, ...]] | NDArray[np.float64]:
    """Rows of exact numbers when every entry is exact (or a string), a float64 array otherwise."""
    if not isinstance(points, np.ndarray) and hasattr(points, "to_numpy"):
        points = points.to_numpy()
    if isinstance(points, np.ndarray) and points.dtype.kind in "fiub":
        if points.dtype.kind in "fb":
            return _float_rows(points)
        points = points.tolist()
    points = _listed(points, "points")
    if not points:
        raise ValueError("a dataset needs at least one point")
    rows = [list(np.atleast_1d(np.asarray(row, dtype=object))) for row in points]
    if len({len(row) for row in rows}) != 1 or not rows[0]:
        raise ValueError("points must all have the same number of coordinates, at least one")
    if any(np.ndim(v) for row in rows for v in row):
        raise ValueError("points must have shape (n, d)")
    if all(is_exact(v) or isinstance(v, str) for row in rows for v in row):
        return [tuple(exact(v) for v in row) for row in rows]
    return _float_rows(rows)


def _listed(values: Any, name: str) -> list[Any]:
    if isinstance(values, (str, bytes, Mapping)):
        raise ValueError(f"{name} must be a list or an array, not {type(values).__name__}")
    try:
        return list(values)
    except TypeError:
        raise ValueError(f"{name} must be a list or an array, not {values!r}") from None


def _label(label: Any) -> Hashable:
    plain = label.item() if isinstance(label, np.generic) else label
    if not isinstance(plain, Hashable):
        raise ValueError(f"a label must be hashable, and {plain!r} is not")
    return plain


def _float_rows(rows: Any) -> NDArray[np.float64]:
    try:
        array = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"points must be numbers: {error}") from None
    if array.ndim != 2 or array.size == 0:
        raise ValueError("points must have shape (n, d) with n and d at least 1")
    if not np.isfinite(array).all():
        row, column = np.argwhere(~np.isfinite(array))[0]
        raise ValueError(f"point {row} has the coordinate {array[row, column]} in column {column}")
    return array


def _floats(rows: Any) -> NDArray[np.float64]:
    try:
        return np.array([[float(v) for v in row] for row in rows], dtype=np.float64)
    except OverflowError:
        raise ValueError("a number is too large for a float") from None


def _is_missing(label: Hashable) -> bool:
    return label is None or repr(label) == "<NA>" or is_undefined(label)


def classes_of(labels: Sequence[Hashable]) -> tuple[Hashable, ...]:
    """The distinct labels, in order where they have one.  Raises ``ValueError`` for a missing one."""
    distinct = list(dict.fromkeys(labels))
    if any(map(_is_missing, distinct)):
        first = next(i for i, label in enumerate(labels) if _is_missing(label))
        raise ValueError(f"the label of point {first} is missing (None or NaN): leave the point out, or name a class")
    try:
        return tuple(sorted(distinct))  # type: ignore[type-var]
    except TypeError:
        return tuple(distinct)


def _weights(given: list[Any] | None, n: int) -> tuple[Exact, ...]:
    if given is None:
        return (Fraction(1, n),) * n
    if len(given) != n:
        raise ValueError(f"{n} points need {n} weights, not {len(given)}")
    return probabilities(given, "weights")
