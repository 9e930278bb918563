"""Hypothesis strategies for linear models: exact data with labels 1 and -1, separable or not, degenerate often.

Margins tie, points coincide, weights differ by factors of up to 1000, and the laws of lambda include those on 0, 1/2
and 1, for which the Mixup loss may have no minimiser.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from proofs_check.instances.lattice import COORDINATES, WEIGHTS, mixings
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup

LATTICE = tuple(Fraction(n) for n in (-2, -1, 0, 1, 2))


@st.composite
def class_weights(draw: DrawFn, labels: list[int], *, balanced: bool = False) -> list[Fraction]:
    """Positive weights of the points; equal class masses if ``balanced``, which needs both classes."""
    parts = [Fraction(draw(st.sampled_from(WEIGHTS))) for _ in labels]
    masses = {y: sum(p for p, label in zip(parts, labels, strict=True) if label == y) for y in (1, -1)}
    total = {y: 2 * masses[y] if balanced else sum(parts) for y in (1, -1)}
    return [p / total[y] for p, y in zip(parts, labels, strict=True)]


@st.composite
def separable(draw: DrawFn, max_points: int = 5, max_dimension: int = 3, *, balanced: bool = False) -> LabeledDataset:
    """Lattice points off a random hyperplane through the origin, labelled by their side; both classes occur."""
    d = draw(st.integers(1, max_dimension))
    normal = draw(st.tuples(*[st.sampled_from(LATTICE)] * d).filter(any))
    rows = st.tuples(*[st.sampled_from(LATTICE)] * d).filter(lambda x: _inner(normal, x) != 0)
    points = draw(st.lists(rows, min_size=2, max_size=max_points))
    labels = [1 if _inner(normal, x) > 0 else -1 for x in points]
    assume(len(set(labels)) == 2)
    return LabeledDataset(points, labels, draw(class_weights(labels, balanced=balanced)))


@st.composite
def interpolated(draw: DrawFn, *, balanced: bool = False) -> LabeledDataset:
    """Points (y, w) and (y, -w), w in the plane: the max-margin solution (1, 0, 0) interpolates; w = 0 duplicates."""
    places = st.tuples(*[st.sampled_from([Fraction(n) for n in ("0", "1", "-2", "1/3")])] * 2)
    rows: list[Any] = []
    for y in (1, -1):
        offsets = draw(st.lists(places, min_size=1, max_size=2, unique=True))
        rows += [(Fraction(y), *(sign * v for v in w)) for w in offsets for sign in (1, -1)]
    labels = [int(row[0]) for row in rows]
    return LabeledDataset(rows, labels, draw(class_weights(labels, balanced=balanced)))


@st.composite
def independent(draw: DrawFn, max_points: int = 3, *, balanced: bool = False) -> LabeledDataset:
    """Linearly independent points of both classes: the unit vectors, sheared below the diagonal."""
    n = draw(st.integers(2, max_points))
    d = draw(st.integers(n, n + 1))
    entry = st.sampled_from(COORDINATES)
    rows = [[draw(entry) if j < i or j >= n else Fraction(i == j) for j in range(d)] for i in range(n)]
    labels = [1, -1, *(draw(st.sampled_from([1, -1])) for _ in range(n - 2))]
    return LabeledDataset(rows, labels, draw(class_weights(labels, balanced=balanced)))


@st.composite
def mirrored(draw: DrawFn) -> LabeledDataset:
    """Points (a, w) and (a, -w) of one weight each, labelled by the sign of a: more points than dimensions."""
    heights = st.sampled_from([Fraction(n) for n in (1, 2, 3, -1, -2, -3)])
    places = draw(st.lists(st.tuples(heights, st.sampled_from(LATTICE)), min_size=2, max_size=4, unique=True))
    labels = [1 if a > 0 else -1 for a, _ in places]
    assume(len(set(labels)) == 2)
    parts = draw(class_weights(labels))
    rows = [(a, sign * w) for (a, w), sign in product(places, (1, -1))]
    return LabeledDataset(rows, [y for y in labels for _ in (1, -1)], [p / 2 for p in parts for _ in (1, -1)])


def linear_mixups(data: SearchStrategy[LabeledDataset], law: SearchStrategy[Any] | None = None) -> SearchStrategy[Any]:
    """``LinearMixup`` of random data and a random law of lambda, symmetric or not."""
    return st.builds(LinearMixup, data, law if law is not None else mixings())


def _inner(a: tuple[Fraction, ...], b: tuple[Fraction, ...]) -> Fraction:
    return sum((v * w for v, w in zip(a, b, strict=True)), Fraction(0))
