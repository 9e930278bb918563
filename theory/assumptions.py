"""Assumptions 2.9 and 3.1 on finite data, as printed and as repaired, decided exactly with a witness segment.

On finite data a set A_{x,eps} is null for small eps exactly when no pair of its classes meets x at a lambda
in the support of P_f, so both assumptions become incidences of points and segments.  Without a mixing
distribution full support is meant.  Classes are named by their index in ``dataset.classes``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from theory.claim import Finding
from theory.dataset import LabeledDataset
from theory.geometry import Point
from theory.incidence import Incidence, incidences, same_location
from theory.mixing import Mixing
from theory.numbers import Number, less, less_equal


def meetings(dataset: LabeledDataset, x: Point, mixing: Mixing | None) -> Iterator[Incidence]:
    """The incidences of x at a lambda that P_f charges; pairs of points at x meet it at every lambda."""
    for i, j, lam in incidences(dataset, x):
        still = same_location(dataset.exact_points[i], dataset.exact_points[j])
        if still or mixing is None or mixing.charges(lam):
            yield i, j, lam


def _describe(dataset: LabeledDataset, incidence: Incidence) -> str:
    i, j, lam = incidence
    labels = dataset.labels
    return f"the pair ({i}, {j}) of classes {labels[i]} and {labels[j]} meets it at lambda = {lam}"


def assumption_2_9_printed(dataset: LabeledDataset, code: int, x: Point, mixing: Mixing | None = None) -> Finding:
    """No mix of two points outside class ``code`` meets x."""
    codes = dataset.codes
    for incidence in meetings(dataset, x, mixing):
        if codes[incidence[0]] != code and codes[incidence[1]] != code:
            return Finding(False, _describe(dataset, incidence))
    return Finding(True, f"no mix of classes other than {dataset.classes[code]} meets it")


def assumption_2_9(dataset: LabeledDataset, index: int) -> Finding:
    """Repaired, at the data point ``index``: no segment with neither end at x and not both in its class contains x."""
    points, codes = dataset.exact_points, dataset.codes
    x = points[index]
    for i, j, lam in incidences(dataset, x):
        elsewhere = not same_location(points[i], x) and not same_location(points[j], x)
        if elsewhere and not (codes[i] == codes[index] == codes[j]):
            return Finding(False, f"point {index}: {_describe(dataset, (i, j, lam))}")
    return Finding(True, f"no segment threatens point {index}")


def assumption_3_1_printed(
    dataset: LabeledDataset, code: int, x: Point, delta: Number, mixing: Mixing | None = None
) -> Finding:
    """As printed, for a given delta: 0 < delta < min_j d(X_i, X_j)/2, which compares delta with a length.

    j runs over the other classes: with j = i, which the printed text does not exclude, no delta would do.
    """
    square = min(_squared_distance(dataset, code, other) for other in range(dataset.n_classes) if other != code)
    if not (less(0 * delta, delta) and less(4 * delta * delta, square)):
        return Finding(False, f"delta = {delta} is not below half the least distance between the classes")
    return _separated(dataset, code, x, delta, mixing)


def assumption_3_1(
    dataset: LabeledDataset, code: int, x: Point, delta: Number, mixing: Mixing | None = None
) -> Finding:
    """Repaired: 0 < delta <= 1/2, and no mix of X_i (weight lambda <= 1 - delta) with another class meets x."""
    if not delta_in_range(delta):
        return Finding(False, f"delta = {delta} is not in (0, 1/2]")
    return _separated(dataset, code, x, delta, mixing)


def delta_in_range(delta: Number) -> bool:
    """0 < delta <= 1/2: delta bounds the mixing weight lambda."""
    return less(0 * delta, delta) is True and less_equal(delta, Fraction(1, 2)) is True


def _separated(dataset: LabeledDataset, code: int, x: Point, delta: Number, mixing: Mixing | None) -> Finding:
    codes = dataset.codes
    for incidence in meetings(dataset, x, mixing):
        i, j, lam = incidence
        if codes[i] == code and codes[j] != code and less_equal(lam, 1 - delta):
            return Finding(False, _describe(dataset, incidence))
    return Finding(True, f"class {dataset.classes[code]} has weight above 1 - {delta} in every mix that meets it")


def _squared_distance(dataset: LabeledDataset, code: int, other: int) -> Number:
    points, codes = dataset.exact_points, dataset.codes
    squares = [
        sum((p - q) ** 2 for p, q in zip(points[i], points[j], strict=True))
        for i, j in product(range(dataset.n_points), repeat=2)
        if codes[i] == code and codes[j] == other
    ]
    return min(squares)


def in_mixed_support(dataset: LabeledDataset, x: Point, mixing: Mixing | None = None) -> Finding:
    """x in X_mix: some pair meets it."""
    for incidence in meetings(dataset, x, mixing):
        return Finding(True, _describe(dataset, incidence))
    return Finding(False, "no mix of data points meets it")
