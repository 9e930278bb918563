"""Hypothesis strategies for exact instances: small lattice data that reach the degenerate cases often.

Points come from a coarse lattice, so that collinear points, points on a segment of two others, duplicates,
symmetric configurations and ties are common; weights reach from 1/2000 or so to nearly 1; places and radii
are such that spheres pass through data points.  Everything is exact, and small when shrunk.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from theory.dataset import LabeledDataset
from theory.instances import LocalInstance

COORDINATES = tuple(Fraction(n) for n in ("0", "1", "-1", "2", "-2", "1/2", "-3/2"))
WEIGHTS = (1, 2, 3, 1000)  # before normalisation: ratios from 1:1 to 1:1000
RADII = tuple(Fraction(n) for n in ("1/2", "1", "1/10", "1/3", "3/2", "2", "1/100", "5"))


@st.composite
def datasets(
    draw: DrawFn,
    max_points: int = 5,
    max_dimension: int = 3,
    max_classes: int = 6,
    *,
    min_points: int = 1,
    min_dimension: int = 1,
    min_classes: int = 1,
    uniform: bool | None = None,
    distinct: bool = False,
) -> LabeledDataset:
    """Exact labelled data on a coarse lattice, classes 1, 2, ...; points at one location share their class.

    ``uniform`` fixes whether the weights are uniform (either by default).  ``distinct`` excludes duplicates.
    At least ``min_classes`` classes are present.  Raises ``ValueError`` when the points cannot hold them.
    """
    if not min_classes <= max_classes or min_classes > max_points:
        raise ValueError("the points cannot hold so many classes")
    d = draw(st.integers(min_dimension, max_dimension))
    fewest = max(min_points, min_classes)
    row = draw(st.sampled_from([_lattice(d), _lattice(d), _line(d)]))
    places = draw(st.lists(row, min_size=fewest, max_size=max_points, unique=True))
    labels = [*range(1, min_classes + 1)]
    labels += [draw(st.integers(1, max_classes)) for _ in places[min_classes:]]
    room = 0 if distinct else max_points - len(places)
    copies = draw(st.lists(st.integers(0, len(places) - 1), max_size=room))
    chosen = [*range(len(places)), *copies]
    weighted = draw(st.booleans()) if uniform is None else not uniform
    weights = draw(_weights(len(chosen))) if weighted else None
    return LabeledDataset([places[i] for i in chosen], [labels[i] for i in chosen], weights)


def _lattice(d: int) -> SearchStrategy[tuple[Fraction, ...]]:
    return st.tuples(*[st.sampled_from(COORDINATES)] * d)


def _line(d: int) -> SearchStrategy[tuple[Fraction, ...]]:
    """Points of one line, which does not pass through the origin when d > 1."""
    return st.sampled_from(COORDINATES).map(lambda c: (c, *[1 - 2 * c] * (d - 1)))


@st.composite
def _weights(draw: DrawFn, n: int) -> list[Fraction]:
    parts = [draw(st.sampled_from(WEIGHTS)) for _ in range(n)]
    return [Fraction(part, sum(parts)) for part in parts]


def mixings(symmetric: bool | None = None, atoms: bool | None = None) -> SearchStrategy[Any]:
    """Mixing distributions: Betas of integer parameters, midpoint Mixup, and discrete laws, ends 0 and 1 included.

    ``symmetric`` and ``atoms`` restrict the choice to laws that are (or are not) symmetric about 1/2, and to
    laws with (or without) point masses.
    """
    from theory.mixing import Beta, Midpoint

    balanced = st.integers(1, 4).map(lambda a: Beta(a, a))
    skewed = st.tuples(st.integers(1, 3), st.integers(1, 3)).filter(lambda p: p[0] != p[1]).map(lambda p: Beta(*p))
    choices: list[SearchStrategy[Any]] = []
    if atoms is not True:
        choices += [balanced] if symmetric is not False else []
        choices += [skewed] if symmetric is not True else []
    if atoms is not False:
        choices += [st.just(Midpoint())] if symmetric is not False else []
        choices += [_discrete(True)] if symmetric is not False else []
        choices += [_discrete(False)] if symmetric is not True else []
    return st.one_of(*choices)


@st.composite
def _discrete(draw: DrawFn, symmetric: bool) -> Any:
    """Point masses at 0, 1/4, 1/3, 1/2 and their mirror images; asymmetric ones are asymmetric for certain."""
    from theory.mixing import Discrete

    values = draw(st.lists(st.sampled_from([Fraction(n) for n in ("1/2", "1/3", "1/4", "0")]), min_size=1, unique=True))
    parts = [draw(st.sampled_from(WEIGHTS)) for _ in values]
    masses: dict[Fraction, Fraction] = {}
    for value, part in zip(values, parts, strict=True):
        for each in (value, 1 - value):
            masses[each] = masses.get(each, Fraction(0)) + Fraction(part, 2 * sum(parts))
    if not symmetric:
        masses = {value: mass / 2 for value, mass in masses.items()}
        extra = draw(st.sampled_from([Fraction(n) for n in ("1", "3/4", "2/3", "0", "1/5")]))
        masses[extra] = masses.get(extra, Fraction(0)) + Fraction(1, 2)
    return Discrete(masses)


@st.composite
def places(draw: DrawFn, dataset: LabeledDataset) -> tuple[Fraction, ...]:
    """A place x: a data point, a mix of two data points, or any lattice point."""
    points = st.sampled_from(dataset.exact_points)
    kind = draw(st.sampled_from(["data point", "mix", "lattice"]))
    if kind == "data point":
        return draw(points)
    if kind == "mix":
        s, t, mixing = draw(points), draw(points), draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3)]))
        return tuple(mixing * a + (1 - mixing) * b for a, b in zip(s, t, strict=True))
    return tuple(draw(st.sampled_from(COORDINATES)) for _ in range(dataset.dimension))


@st.composite
def local_instances(
    draw: DrawFn,
    data: SearchStrategy[LabeledDataset] | None = None,
    mixing: SearchStrategy[Any] | None = None,
) -> LocalInstance:
    """Data, a mixing distribution, a place and a radius; the sphere passes through data points often."""
    dataset = draw(data if data is not None else datasets())
    law = draw(mixing if mixing is not None else mixings())
    return LocalInstance(dataset, law, draw(places(dataset)), draw(st.sampled_from(RADII)))
