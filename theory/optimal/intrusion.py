"""Where mixed points come with two labels: three data points on a line that are not all of one class.

Then segments overlap, and their labels differ almost everywhere on the overlap: manifold intrusion, exactly.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TypeAlias

from theory.dataset import LabeledDataset
from theory.geometry import Point, mix, subtract
from theory.numbers import Exact, equal, less

Triple: TypeAlias = tuple[int, int, int]
Piece: TypeAlias = tuple[tuple[Point, Point], tuple[Point, Point]]  # the ends of a piece, and the labels there


def direction(offset: Point) -> tuple[Exact, ...]:
    """An offset up to a factor, the first coordinate that is not 0 being 1.

    >>> [str(v) for v in direction([Fraction(0), Fraction(-2), Fraction(4)])]
    ['0', '1', '-2']
    """
    first = next(v for v in offset if v != 0)
    return tuple(v / first for v in offset)


def collinear_triples(dataset: LabeledDataset) -> list[Triple]:
    """All (i, j, k), i < k, with x_j strictly between x_i and x_k and not all three of one class, exactly.

    Parameters
    ----------
    dataset : LabeledDataset
        n points, rational numbers or floats (taken as the dyadic rationals that they store).  Equal points are
        represented by the first of them.

    Returns
    -------
    list of tuples of three indices
        In increasing order.  Mixup shows the segments between such points with two labels each: the loss then stays
        above its floor (:func:`theory.optimal.floor.loss_floor`).  One numeric column with three different values and
        two classes always has one; data in general position have none.

    Notes
    -----
    Takes O(n^2 d) comparisons of directions, beside what it lists.  Ours, after the manifold intrusion of Guo et al.
    2019.

    Examples
    --------
    >>> collinear_triples(LabeledDataset([[0, 0], [1, 1], [3, 3], [1, 0]], ["a", "b", "a", "a"]))
    [(0, 1, 2)]
    """
    points, codes = dataset.exact_points, dataset.codes
    places: dict[tuple[Exact, ...], int] = {}
    for index, point in enumerate(points):
        places.setdefault(point, index)
    first = sorted(places.values())
    found = []
    for j in first:
        lines: dict[tuple[Exact, ...], list[int]] = {}
        for i in first:
            if i != j:
                lines.setdefault(direction(subtract(points[i], points[j])), []).append(i)
        for others in lines.values():
            for i, k in combinations(others, 2):
                if len({codes[i], codes[j], codes[k]}) > 1 and _between(points[i], points[j], points[k]):
                    found.append((i, j, k))
    return sorted(found)


def _between(a: Point, b: Point, c: Point) -> bool:
    """Whether b, on the line of a and c, is between them."""
    axis = next(i for i, (p, q) in enumerate(zip(a, c, strict=True)) if not equal(p, q))
    low, high = sorted((a[axis], c[axis]))
    return bool(less(low, b[axis]) and less(b[axis], high))


def pieces_conflict(first: Piece, second: Piece) -> bool:
    """Whether two pieces of segments, each with affine labels given at its ends, overlap with different labels.

    They must share a stretch of positive length: affine labels are equal on all of it, or at one point at most.
    """
    (a, b), labels = first
    (c, d), other_labels = second
    if direction(subtract(b, a)) != direction(subtract(d, c)):
        return False
    axis = next(i for i, (p, q) in enumerate(zip(a, b, strict=True)) if not equal(p, q))
    start, end = ((v[axis] - a[axis]) / (b[axis] - a[axis]) for v in (c, d))
    if tuple(mix(b, a, start)) != tuple(c):
        return False  # parallel lines
    low, high = max(Fraction(0), min(start, end)), min(Fraction(1), max(start, end))
    return bool(less(low, high)) and any(
        mix(labels[1], labels[0], t) != mix(other_labels[1], other_labels[0], (t - start) / (end - start))
        for t in (low, high)
    )
