"""Assumptions 2.9 and 3.1 on finite data, as printed and as repaired, decided exactly in every dimension.

On finite data a set A_{x,eps} is null for small eps exactly when no pair of its classes meets x at a lambda in the
support of P_f.  So each assumption says that x keeps a positive distance from certain segments, or parts or single
points of them, and its :class:`SegmentFinding` names the nearest: the witness if x lies on it, the clearance if not.
For A_{x,eps,delta} the part of the support in [0, 1 - delta] counts, its end 1 - delta too: A_{x,eps,delta} is null
already if P_f has mass just above 1 - delta alone, but then h^i can be 1 - delta.  Without a mixing distribution full
support is meant.  Classes are named by their index in ``dataset.classes``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import sympy as sp

from theory.claim import Finding
from theory.clearances import exact_clearance
from theory.dataset import LabeledDataset
from theory.geometry import Point, dot, mix, same_location, squared_distance_to_segment, subtract
from theory.incidence import Incidence, incidences
from theory.mixing import Mixing
from theory.numbers import Number, Truth, certain, conjunction, exact, is_positive, less, less_equal

FULL = ((Fraction(0), Fraction(1)),)


@dataclass(frozen=True)
class SegmentFinding(Finding):
    """What an assumption about segments says of x, and the segment that decides.

    ``segment`` is (i, j, lambda): of all mixes that the assumption keeps away from x the nearest one is
    lambda x_i + (1 - lambda) x_j.  ``squared_clearance`` is its squared distance from x: 0 if the assumption fails.
    Both are ``None`` when there is no such mix, however far.
    """

    segment: Incidence | None = None
    squared_clearance: Number | None = None


def meetings(dataset: LabeledDataset, x: Point, mixing: Mixing | None) -> Iterator[Incidence]:
    """The incidences of x at a lambda that P_f charges; pairs of points at x meet it at every lambda."""
    for i, j, lam in incidences(dataset, x):
        still = same_location(dataset.exact_points[i], dataset.exact_points[j])
        if still or mixing is None or mixing.charges(lam):
            yield i, j, lam


def _describe(dataset: LabeledDataset, segment: Incidence) -> str:
    i, j, lam = segment
    return f"the pair ({i}, {j}) of classes {dataset.labels[i]} and {dataset.labels[j]} at lambda = {lam}"


def _finding(dataset: LabeledDataset, nearest: tuple[Number, Incidence] | None) -> SegmentFinding:
    if nearest is None:
        return SegmentFinding(True, "nothing that could meet it: clearance infinite")
    square, segment = _plain(nearest[0]), (*nearest[1][:2], _plain(nearest[1][2]))
    holds = certain(is_positive(square))
    text = f"is {'nearest to it, squared clearance ' + str(square) if holds else 'on it'}"
    return SegmentFinding(holds, f"{_describe(dataset, segment)} {text}", segment, square)


def _plain(value: Number) -> Number:
    """An exact number in the form in which a reader would write it."""
    return exact(sp.radsimp(sp.expand(value))) if isinstance(value, sp.Expr) else value


def _nearest(
    dataset: LabeledDataset, x: Point, pairs: Iterable[tuple[int, int]], mixing: Mixing | None, most: Number = 1
) -> tuple[Number, Incidence] | None:
    """The charged mix of ordered ``pairs`` with lambda <= ``most`` that is nearest to x, after its squared distance."""
    points = dataset.exact_points
    best: tuple[Number, Incidence] | None = None
    for i, j in pairs:
        for square, lam in _charged(x, points[i], points[j], mixing, most):
            if best is None or certain(less(square, best[0])):
                best = square, (i, j, lam)
    return best


def _charged(x: Point, s: Point, t: Point, mixing: Mixing | None, most: Number) -> Iterator[tuple[Number, Number]]:
    """Squared distance and lambda of the nearest charged mix of one pair, in each interval or atom of the support."""
    for lo, hi in FULL if mixing is None or same_location(s, t) else mixing.support:
        if certain(less_equal(lo, most)):
            end = most if certain(less(most, hi)) else hi
            square, part = squared_distance_to_segment(x, mix(s, t, end), mix(s, t, lo))
            yield square, lo + part * (end - lo)


def assumption_2_9_printed(
    dataset: LabeledDataset, code: int, x: Point, mixing: Mixing | None = None
) -> SegmentFinding:
    """No mix of two points outside class ``code`` meets x.

    >>> line = LabeledDataset.alternating_line()
    >>> found = assumption_2_9_printed(line, 1, [Fraction(1)])
    >>> found.holds, found.segment, found.squared_clearance
    (False, (0, 2, Fraction(1, 2)), Fraction(0, 1))
    """
    outside = [i for i in range(dataset.n_points) if dataset.codes[i] != code]
    return _finding(dataset, _nearest(dataset, x, ((i, j) for i in outside for j in outside), mixing))


def assumption_2_9(dataset: LabeledDataset, index: int) -> SegmentFinding:
    """Repaired, at the data point ``index``: no segment with neither end at x and not both in its class contains x.

    >>> found = assumption_2_9(LabeledDataset([[0, 0], [2, 1], [2, -1]], [1, 2, 2]), 0)
    >>> found.holds, found.segment, found.squared_clearance
    (True, (1, 2, Fraction(1, 2)), Fraction(4, 1))
    """
    found = exact_clearance(dataset, index)
    nearest = None if found.squared is None else (found.squared, (*found.pair, found.mixing))
    return _finding(dataset, nearest)


def assumption_3_1_printed(
    dataset: LabeledDataset, code: int, x: Point, delta: Number, mixing: Mixing | None = None
) -> SegmentFinding:
    """As printed, for a given delta: 0 < delta < min_j d(X_i, X_j)/2, which compares delta with a length.

    j runs over the other classes: with j = i, which the printed text does not exclude, no delta would do.
    """
    squares = [dot(offset, offset) for offset in _offsets_to_other_classes(dataset, code)]
    in_range = conjunction(is_positive(delta), *(less(4 * delta * delta, square) for square in squares))
    if not certain(in_range):
        return SegmentFinding(False, f"delta = {delta} is not below half the least distance between the classes")
    return outweighs(dataset, code, x, delta, mixing)


def _offsets_to_other_classes(dataset: LabeledDataset, code: int) -> Iterator[list[Number]]:
    points, codes = dataset.exact_points, dataset.codes
    for i, j in product(range(dataset.n_points), repeat=2):
        if codes[i] == code != codes[j]:
            yield subtract(points[i], points[j])


def assumption_3_1(
    dataset: LabeledDataset, code: int, x: Point, delta: Number, mixing: Mixing | None = None
) -> SegmentFinding:
    """Repaired: 0 < delta <= 1/2, and no mix of X_i (weight lambda <= 1 - delta) with another class meets x."""
    if not certain(delta_in_range(delta)):
        return SegmentFinding(False, f"delta = {delta} is not in (0, 1/2]")
    return outweighs(dataset, code, x, delta, mixing)


def delta_in_range(delta: Number) -> Truth:
    """0 < delta <= 1/2: delta bounds the mixing weight lambda."""
    return conjunction(is_positive(delta), less_equal(delta, Fraction(1, 2)))


def outweighs(
    dataset: LabeledDataset, code: int, x: Point, delta: Number, mixing: Mixing | None = None
) -> SegmentFinding:
    """In every charged mix of class ``code`` with another class that meets x, the class has weight lambda > 1 - delta.

    >>> line = LabeledDataset([[0], [10]], [1, 2])
    >>> found = outweighs(line, 0, [Fraction(9)], Fraction(1, 4))
    >>> found.holds, found.segment, found.squared_clearance
    (False, (0, 1, Fraction(1, 10)), Fraction(0, 1))
    """
    codes = dataset.codes
    pairs = [(i, j) for i, j in product(range(dataset.n_points), repeat=2) if codes[i] == code != codes[j]]
    return _finding(dataset, _nearest(dataset, x, pairs, mixing, 1 - delta))


def in_mixed_support(dataset: LabeledDataset, x: Point, mixing: Mixing | None = None) -> Finding:
    """x in X_mix: some pair meets it."""
    for incidence in meetings(dataset, x, mixing):
        return Finding(True, f"{_describe(dataset, incidence)} meets it")
    return Finding(False, "no mix of data points meets it")
