"""Assumptions 2.9 and 3.1 on finite data, as printed and as repaired, decided exactly with a witness segment.

For a mixing distribution of full support a set A_{x,eps} is null for small eps exactly when no closed
segment of its pairs passes through x, so both assumptions become incidences of points and segments.  The
classes are named by their index in ``dataset.classes``.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from theory.claim import Finding
from theory.dataset import LabeledDataset
from theory.geometry import Point
from theory.incidence import Incidence, incidences, same_location
from theory.numbers import Number, less, less_equal


def _describe(dataset: LabeledDataset, incidence: Incidence) -> str:
    i, j, mixing = incidence
    labels = dataset.labels
    return f"the pair ({i}, {j}) of classes {labels[i]} and {labels[j]} meets it at lambda = {mixing}"


def assumption_2_9_printed(dataset: LabeledDataset, code: int, x: Point) -> Finding:
    """No segment between points outside class ``code`` passes through x."""
    codes = dataset.codes
    for incidence in incidences(dataset, x):
        if codes[incidence[0]] != code and codes[incidence[1]] != code:
            return Finding(False, _describe(dataset, incidence))
    return Finding(True, f"no mix of classes other than {dataset.classes[code]} meets it")


def assumption_2_9(dataset: LabeledDataset, index: int) -> Finding:
    """Repaired, at the data point ``index``: no segment with neither end at x and not both in its class contains x."""
    points, codes = dataset.exact_points, dataset.codes
    x = points[index]
    for i, j, mixing in incidences(dataset, x):
        elsewhere = not same_location(points[i], x) and not same_location(points[j], x)
        if elsewhere and not (codes[i] == codes[index] == codes[j]):
            return Finding(False, f"point {index}: {_describe(dataset, (i, j, mixing))}")
    return Finding(True, f"no segment threatens point {index}")


def assumption_3_1_printed(dataset: LabeledDataset, code: int, x: Point, delta: Number) -> Finding:
    """As printed, for some delta: 0 < delta < min_j d(X_i, X_j)/2, a length, and j = i not excluded.

    Reading j over the other classes only, as the printed text must mean: with j = i no delta would exist.
    """
    square = min(_squared_distance(dataset, code, other) for other in range(dataset.n_classes) if other != code)
    if not (less(0 * delta, delta) and less(4 * delta * delta, square)):
        return Finding(False, f"delta = {delta} is not below half the least distance between the classes")
    return _separated(dataset, code, x, delta)


def assumption_3_1(dataset: LabeledDataset, code: int, x: Point, delta: Number) -> Finding:
    """Repaired: 0 < delta <= 1/2, and no mix of X_i (weight lambda <= 1 - delta) with another class is at x."""
    if not (less(0 * delta, delta) and less_equal(delta, Fraction(1, 2))):
        return Finding(False, f"delta = {delta} is not in (0, 1/2]")
    return _separated(dataset, code, x, delta)


def _separated(dataset: LabeledDataset, code: int, x: Point, delta: Number) -> Finding:
    codes = dataset.codes
    for incidence in incidences(dataset, x):
        i, j, mixing = incidence
        if codes[i] == code and codes[j] != code and less_equal(mixing, 1 - delta):
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


def in_mixed_support(dataset: LabeledDataset, x: Point) -> Finding:
    """x in X_mix for a mixing distribution of full support: some closed segment contains x."""
    for incidence in incidences(dataset, x):
        return Finding(True, _describe(dataset, incidence))
    return Finding(False, "no segment contains it")
