"""What is worth a remark before an audit: columns and labels that hardly mean what they seem to."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np

from proofs_check.audit.reading.table import few
from proofs_check.audit.reading.twins import Twins
from theory.numbers import Array

DOMINANT = 0.95  # share of the squared distances that one column makes
SENTINEL = re.compile(r"-?9{2,}(\.0+)?|-1e30|1e20|-32768|-?9\.96921e\+36")
FAR = 2.0  # times the range of the rest: so far away a sentinel is no measurement
IMBALANCE = 10.0  # largest class over smallest
FEW = 3.0  # points a class below which whole numbers are hardly classes
SHOWN = 5


def noticed(
    points: Array, labels: Sequence[Hashable], names: Sequence[str], standardized: bool, flat: bool
) -> list[str]:
    """Remarks about columns (of ``flat`` data; pixels are not judged one by one) and classes."""
    found = _columns(points, names, standardized) if flat else []
    return found + _classes(labels)


def _columns(points: Array, names: Sequence[str], standardized: bool) -> list[str]:
    spread = np.ptp(points, axis=0)
    found = []
    constant = np.flatnonzero(spread == 0).tolist()
    if constant:
        which = few((repr(names[j]) for j in constant), SHOWN)
        found.append(
            f"{which} {'is' if len(constant) == 1 else 'are'} constant and say{'s' * (len(constant) == 1)} nothing"
        )
    for j in np.flatnonzero(spread > 0).tolist():
        if (value := sentinel(points[:, j])) is not None:
            count = int((points[:, j] == value).sum())
            found.append(
                f"column {names[j]!r} has {count} times {value:g}, far from all other values: if it stands for "
                "“missing”, impute it, or leave the rows out"
            )
            if len(found) > SHOWN:
                break
    variance = points.var(axis=0)
    if points.shape[1] > 1 and not standardized and variance.sum() > 0 and variance.max() >= DOMINANT * variance.sum():
        j = int(variance.argmax())
        share = variance[j] / variance.sum()
        found.append(
            f"column {names[j]!r} makes {share:.1%} of the squared distances: units differ, and --standardize evens "
            "them out"
        )
    return found


def sentinel(column: Array) -> float | None:
    """A value such as -9999 that ends a column, far from the rest of it; ``None`` if there is none.

    >>> sentinel(np.array([1.0, 2.0, -9999.0, 3.0])), sentinel(np.array([97.0, 98.0, 99.0]))
    (-9999.0, None)
    """
    for value in (float(column.min()), float(column.max())):
        rest = column[column != value]
        if not len(rest) or not SENTINEL.fullmatch(f"{value:.15g}"):
            continue
        gap = float(np.abs(rest - value).min())
        if gap > FAR * float(np.ptp(rest)) and gap > 1:
            return value
    return None


def _classes(labels: Sequence[Hashable]) -> list[str]:
    sizes = Counter(labels)
    n, k, found = len(labels), len(sizes), []
    if k > 1 and (k == n or (n / k < FEW and k > 10)):
        numbers = all(isinstance(label, int | float) for label in sizes)
        target = "; whole numbers are often a quantity to predict" if numbers else ""
        found.append(f"{k} classes for {n} points: is this a column of classes{target}?")
    elif single := [label for label, size in sizes.items() if size == 1]:
        which = few((repr(str(label)) for label in single), SHOWN)
        found.append(
            f"only 1 point has the class {which}" if len(single) == 1 else f"only 1 point each have the classes {which}"
        )
    for group in alike(list(sizes)):
        found.append(
            f"labels look alike and count as different classes: {few((repr(str(label)) for label in group), SHOWN)}"
        )
    largest, least = max(sizes.values()), min(sizes.values())
    if k > 1 and k < n and largest >= IMBALANCE * least:
        names = {size: label for label, size in sizes.items()}
        found.append(
            f"classes are imbalanced: {largest} points of {str(names[largest])!r}, {least} of {str(names[least])!r}; "
            "Mixup gives the smaller class the smaller margin (Theorem 3.5)"
        )
    return found


def alike(labels: Sequence[Hashable]) -> list[list[Hashable]]:
    """Groups of labels that differ by case, blanks, hyphens, zeros at their beginning or the form of letters alone.

    A hyphen at an end is a sign, or a mark such as that of A-.

    >>> alike(["Siamese cat", "siamese  cat", "Tabby", 1, "01", -1, "A", "A-"])
    [['Siamese cat', 'siamese  cat'], [1, '01']]
    """
    groups: dict[str, list[Hashable]] = {}
    for label in labels:
        text = unicodedata.normalize("NFKC", str(label)).casefold()
        first, middle, last = re.findall(r"^(-*)(.*?)(-*)$", text.strip(), re.DOTALL)[0]
        key = first + re.sub("^0+(?=[0-9])", "", " ".join(re.split(r"[\s_-]+", middle)).strip()) + last
        groups.setdefault(key or text, []).append(label)
    return [group for group in groups.values() if len(group) > 1]


def about_twins(found: Twins, rows: Sequence[int]) -> list[str]:
    """Near-duplicates of one class; those of several are among the conflicts."""
    if not found.near:
        return []
    groups = few(("{" + ", ".join(str(rows[row]) for row in group) + "}" for group in found.near), SHOWN)
    return [f"rows {groups} are near-duplicates of one class: a millionth of the usual distance apart, or less"]
