"""Random exact datasets of every shape, in dimensions 1 to 6, and names for the shapes.

Lattice data (:mod:`proofs_check.instances.lattice`) are small and degenerate in many ways at once; here one degeneracy
at a time is planted into points in general position.  :func:`kinds` names what a dataset *is*, however it was made, so
that a search can say which kinds it met.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from proofs_check.instances.lattice import datasets
from theory.dataset import LabeledDataset
from theory.geometry import mix, squared_distance_to_segment
from theory.mixing import Beta

MAX_DIMENSION = 6
NEARLY = Fraction(1, 2**30)  # how far off its segment a nearly collinear point is planted
SHAPES = ("general", "planted", "nearly", "duplicates", "many classes", "lattice")
ALPHAS = tuple(Fraction(n) for n in ("1/10", "1/2", "9/10", "1", "11/10", "2", "3", "17/2", "32", "128", "1024"))


def any_alpha() -> SearchStrategy[Any]:
    """Beta(alpha, alpha) for alpha from 0.1 to 1024: landmarks, and anything between."""
    between = st.fractions(Fraction(1, 10), 1024, max_denominator=100)
    return (st.sampled_from(ALPHAS) | between).map(Beta)


@st.composite
def shaped_datasets(draw: DrawFn, max_points: int = 5, max_dimension: int = MAX_DIMENSION) -> LabeledDataset:
    """Exact data of a random shape; any weights; points at one location share their class."""
    shape = draw(st.sampled_from(SHAPES))
    if shape == "lattice":
        return draw(datasets(max_points=max_points, max_dimension=min(3, max_dimension)))
    d = draw(st.integers(1, max_dimension))
    coordinate = st.integers(-999, 999).map(lambda n: Fraction(n, 100))
    point = st.tuples(*[coordinate] * d)
    points = draw(st.lists(point, min_size=2, max_size=max_points - 1, unique=True))
    if shape in ("planted", "nearly"):
        lam = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(9, 10)]))
        between = mix(points[0], points[1], lam)
        points.append((*between[:-1], between[-1] + (NEARLY if shape == "nearly" else 0)))
    if shape == "duplicates":
        points.append(draw(st.sampled_from(points)))
    return _labelled(draw, points, len(points) if shape == "many classes" else 3)


def _labelled(draw: DrawFn, points: list[tuple[Fraction, ...]], n_classes: int) -> LabeledDataset:
    names = st.permutations(range(1, n_classes + 1)) if n_classes > 3 else st.just(range(1, n_classes + 1))
    order = draw(names)
    chosen = [order[i] if n_classes > 3 else draw(st.sampled_from(order)) for i in range(len(points))]
    labels = dict(zip(reversed(points), reversed(chosen), strict=True))
    parts = [draw(st.sampled_from([1, 1, 2, 50])) for _ in points]
    weights = [Fraction(part, sum(parts)) for part in parts]
    return LabeledDataset(points, [labels[p] for p in points], weights)


def kinds(dataset: LabeledDataset) -> Iterator[str]:
    """What a dataset is: its dimension, and each of the special shapes that it has.

    >>> sorted(kinds(LabeledDataset.alternating_line()))
    ['collinear', 'dimension 1', 'integers']
    """
    points = dataset.exact_points
    distinct = list(dict.fromkeys(points))
    yield f"dimension {dataset.dimension}"
    if len(distinct) < len(points):
        yield "duplicates"
    if dataset.n_classes >= 4:
        yield "four classes or more"
    if all(v.denominator == 1 for p in points for v in p):
        yield "integers"
    off = [squared_distance_to_segment(x, s, t)[0] for x, s, t in _triples(distinct)]
    if any(square == 0 for square in off):
        yield "collinear"
    elif any(square <= NEARLY**2 for square in off):
        yield "nearly collinear"
    elif len(distinct) == len(points) > 2:
        yield "general position"


def _triples(points: list[Any]) -> Iterator[tuple[Any, Any, Any]]:
    """A point with every pair of two others."""
    for x in points:
        others = [p for p in points if p != x]
        yield from ((x, s, t) for i, s in enumerate(others) for t in others[i + 1 :])
