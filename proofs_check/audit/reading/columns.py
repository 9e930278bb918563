"""Columns with a meaning: labels, weights, features that are lists, and what is left out."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from proofs_check.audit.reading.table import ARRAY_OPTIONS, ContentsError, Table, Wanted, few

LABELS = ("label", "labels", "target", "y")  # columns that are taken for the labels wherever they stand
WEIGHTS = re.compile(r"(sample|case|row|inverse|freq|survey)[ _.]?weights?|weights?|wgt|wt", re.IGNORECASE)
IDENTIFIER = re.compile(
    r"(.*[ _.])?(id|uuid|guid|index|idx)|.*[a-z]I[Dd]|(row|record)[ _.]?(id|no|nr|number)", re.IGNORECASE
)


def from_frame(
    frame: Any, wanted: Wanted, remarks: tuple[str, ...] = (), as_text: Callable[[int], Any] | None = None
) -> Table:
    """Points, labels and weights of a data frame, as the user wants them or by what the columns are called and hold.

    ``as_text`` gives a column as it was written, if the frame was a text.
    """
    wanted.refuse("a table, whose columns have names: use --label", ARRAY_OPTIONS)
    frame = frame.copy(deep=False)
    written = [str(name) for name in frame.columns]
    frame.columns = _all_different(written)
    said = [*remarks, *_about_repeated(written, list(frame.columns))]
    places = {name: place for place, name in enumerate(frame.columns)}
    if len(frame) == 0:
        raise ContentsError("there are no rows")
    _check_names(frame, (*wanted.drop, *wanted.features, *((wanted.weights,) if wanted.weights is not None else ())))
    frame = frame.drop(columns=list(wanted.drop))
    if frame.shape[1] < 2:
        raise ContentsError(f"a table needs a column of labels and one of numbers; it has only {list(frame.columns)}")
    labels = _labels(frame, wanted, said)
    rest = frame.drop(columns=labels)
    weights = None
    if wanted.weights is not None:
        if wanted.weights in labels:
            raise ContentsError(f"the column {wanted.weights!r} cannot hold both labels and weights")
        weights, rest = rest[wanted.weights], rest.drop(columns=wanted.weights)
    index = None
    if not wanted.features:
        rest, index = _without_index(rest, said)
        rest = _without_list_company(rest, said)
    else:
        rest = rest[[name for name in rest.columns if name in wanted.features]]
    if rest.shape[1] == 0:
        raise ContentsError("no column is left for the points")
    points, names = _features(rest)
    if not wanted.features:
        said += _suspicions(rest, wanted)
    y = frame[labels[0]] if len(labels) == 1 else frame[labels]
    if as_text is not None and len(labels) == 1:
        y = _as_codes(y, as_text, places[labels[0]])
    return Table(
        X=points, y=y, names=names, label=",".join(labels), weights=weights,
        index=frame.index if index is None else index, remarks=tuple(said),
    )  # fmt: skip


def _all_different(names: list[str]) -> list[str]:
    """Names of which the second of a kind is called as pandas calls it: x, x.1.

    >>> _all_different(["x", "x", "x.1"])
    ['x', 'x.2', 'x.1']
    """
    taken, seen = set(names), set[str]()
    found = []
    for name in names:
        numbered = (f"{name}.{k}" for k in itertools.count(1))
        new = name if name not in seen else next(other for other in numbered if other not in taken)
        taken.add(new)
        seen.add(name)
        found.append(new)
    return found


def _about_repeated(names: list[str], called: list[str]) -> list[str]:
    """A remark about names that stand twice."""
    again = [f"{old!r} is called {new!r}" for old, new in zip(names, called, strict=True) if old != new]
    return [f"names of columns stand twice: the second {few(again, 3)}"] if again else []


def _check_names(frame: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if name not in frame.columns:
            raise ContentsError(f"there is no column {name!r}; the columns are {few(frame.columns, 30)}")


def _labels(frame: Any, wanted: Wanted, said: list[str]) -> list[str]:
    """The names of the columns of labels: one, or several that are one-hot."""
    if wanted.label is not None:
        names = [wanted.label] if wanted.label in frame.columns else wanted.label.split(",")
        if len(names) == 1 or not set(names) <= set(frame.columns):
            _check_names(frame, (wanted.label,))
        return names
    candidates = [name for name in frame.columns if name != wanted.weights and name not in wanted.features]
    if not candidates:
        raise ContentsError("no column is left for the labels: --label names it")
    named = [name for name in candidates if name.strip().lower() in LABELS]
    if not named and _are_measurements(frame[candidates[-1]]):
        named = [name for name in candidates if not _is_number(frame[name]) and not _is_list(frame[name])]
    if len(named) == 1 and named[0] != candidates[-1]:
        said.append(f"labels from the column {named[0]!r} (--label)")
    return [named[0] if len(named) == 1 else candidates[-1]]


def _as_codes(numbers: Any, as_text: Callable[[int], Any], place: int) -> Any:
    """Whole numbers as they were written but for a plus, if some are one number and yet two codes, such as 1 and 01.

    That takes a second reading of the file, of this column alone.
    """
    if not all(isinstance(label, int | float) and label == label // 1 for label in numbers.dropna().tolist()):
        return numbers
    codes = as_text(place).where(numbers.notna()).str.removeprefix("+")
    are_digits = codes.dropna().str.fullmatch("-?[0-9]+").all()
    return codes if are_digits and codes.nunique() > numbers.nunique() else numbers


def _is_number(column: Any) -> bool:
    return bool(column.dtype.kind in "fiub")


def _are_measurements(column: Any) -> bool:
    """Whether a column holds fractions, which the only column of text beside it has to explain."""
    return column.dtype.kind == "f" and bool((column.dropna() % 1 != 0).any())


def _without_index(frame: Any, said: list[str]) -> tuple[Any, Any]:
    """Without an unnamed column that numbers or names the rows, as pandas and R write it."""
    first = frame.columns[0]
    if not re.fullmatch(r"|Unnamed: 0(\.\d+)?|__index_level_0__", first.strip()) or frame.shape[1] < 2:
        return frame, None
    column = frame.iloc[:, 0]
    if column.dtype.kind == "f" or column.duplicated().any():
        return frame, None
    said.append(f"the first column ({first!r}) numbers or names the rows: it was left out (--features takes it)")
    return frame.iloc[:, 1:], column.to_numpy()


def _is_list(column: Any) -> bool:
    """Whether a column holds lists of numbers."""
    if column.dtype != object:
        return False
    first = next((value for value in column if value is not None), None)
    return isinstance(first, list | tuple | np.ndarray) and all(
        isinstance(v, int | float | np.number | list | np.ndarray) for v in first
    )


def _without_list_company(frame: Any, said: list[str]) -> Any:
    """The only column of lists of numbers where there is one: an embedding; text beside it is its source."""
    lists = [name for name in frame.columns if _is_list(frame[name])]
    if len(lists) != 1 or frame.shape[1] == 1:
        return frame
    others = [name for name in frame.columns if name != lists[0]]
    said.append(f"points from the lists in {lists[0]!r}, without {few(map(repr, others))} (--features names others)")
    return frame[lists]


def _features(frame: Any) -> tuple[Any, tuple[str, ...]]:
    """The points: the columns, or an array where some of them hold lists."""
    lists = [name for name in frame.columns if _is_list(frame[name])]
    if not lists:
        return frame, tuple(frame.columns)
    parts, names = [], []
    for name in frame.columns:
        if name not in lists:
            parts.append(frame[[name]].to_numpy())
            names.append(name)
            continue
        lengths = {np.shape(value) for value in frame[name] if value is not None}
        if len(lengths) > 1:
            raise ContentsError(f"the lists in {name!r} have different lengths ({few(sorted(map(str, lengths)), 3)})")
        nothing = np.full(lengths.pop(), np.nan)
        rows = np.stack([nothing if value is None else np.asarray(value, dtype=np.float64) for value in frame[name]])
        if rows.ndim > 2 and len(frame.columns) == 1:
            return rows, ()
        parts.append(rows.reshape(len(rows), -1))
        names += [f"{name}[{j}]" for j in range(parts[-1].shape[1])]
    return np.hstack(parts), tuple(names)


def _suspicions(frame: Any, wanted: Wanted) -> list[str]:
    """Columns that hardly are features, by their names and values."""
    found = []
    ids = [name for name in frame.columns if _is_identifier(name, frame[name])]
    if ids:
        found.append(
            f"{few(map(repr, ids))} look{'s' * (len(ids) == 1)} like an identifier of the rows: --drop {','.join(ids)}"
        )
    weights = [
        name
        for name in frame.columns
        if wanted.weights is None and WEIGHTS.fullmatch(name.strip()) and _positive(frame[name])
    ]
    if weights:
        found.append(
            f"{weights[0]!r} may be weights of the rows, and no feature: --weights {weights[0]} or --drop {weights[0]}"
        )
    return found


def _positive(column: Any) -> bool:
    return column.dtype.kind in "fiu" and bool((column.dropna() >= 0).all())


def _is_identifier(name: str, column: Any) -> bool:
    """Whole numbers that are all different, and either called so or one after the other."""
    if column.dtype.kind not in "iu" or len(column) < 3 or column.duplicated().any():
        return False
    return bool(IDENTIFIER.fullmatch(name.strip())) or bool((column.diff().iloc[1:] == 1).all())
