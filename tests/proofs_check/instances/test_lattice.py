"""The strategies reach the degenerate cases: a property that was only met by tame data would say little."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from proofs_check.instances.lattice import datasets, local_instances, mixings, places
from theory.dataset import LabeledDataset
from theory.geometry import dot, mixing_at, subtract
from theory.incidence import incidences
from theory.mixing import Beta

ENOUGH = settings(max_examples=2000, derandomize=True, database=None, deadline=None)


def on_a_line(dataset: LabeledDataset) -> bool:
    points = list(dict.fromkeys(dataset.exact_points))
    return len(points) >= 3 and all(mixing_at(points[0], points[1], p) is not None for p in points[2:])


DEGENERATE = {
    "one point": lambda data: data.n_points == 1,
    "three dimensions, five points": lambda data: data.dimension == 3 and data.n_points == 5,
    "one class, several points": lambda data: data.n_classes == 1 and data.n_points > 1,
    "as many classes as points": lambda data: data.n_classes == data.n_points == 5,
    "collinear in the plane": lambda data: data.dimension == 2 and on_a_line(data),
    "duplicates": lambda data: len(set(data.exact_points)) < data.n_points,
    "duplicates of unequal weight": lambda data: (
        data.n_points == 2 and len(set(data.exact_points)) == 1 and len(set(data.exact_weights)) == 2
    ),
    "weight near 0": lambda data: min(data.exact_weights) < Fraction(1, 999),
    "a data point inside a segment of another class": lambda data: any(
        0 < mixing < 1 and data.codes[i] != data.codes[q] != data.codes[j]
        for q, x in enumerate(data.exact_points)
        for i, j, mixing in incidences(data, x)
    ),
    "equal class masses": lambda data: data.n_classes > 1 and len(set(data.exact_class_masses)) == 1,
}


@pytest.mark.parametrize("case", DEGENERATE)
def test_datasets_reach(case: str) -> None:
    assert DEGENERATE[case](find(datasets(), DEGENERATE[case], settings=ENOUGH))


@given(datasets(max_points=4, max_dimension=2, max_classes=3, min_points=3, min_classes=2, distinct=True))
def test_datasets_keep_their_limits(dataset: LabeledDataset) -> None:
    assert dataset.is_exact
    assert 3 <= dataset.n_points <= 4
    assert 2 <= dataset.n_classes <= 3
    assert dataset.dimension <= 2
    assert len(set(dataset.exact_points)) == dataset.n_points
    assert sum(dataset.exact_weights) == 1


@given(datasets(uniform=True))
def test_uniform_weights_are_uniform(dataset: LabeledDataset) -> None:
    assert set(dataset.exact_weights) == {Fraction(1, dataset.n_points)}


def test_more_classes_than_points_are_refused() -> None:
    with pytest.raises(ValueError, match="classes"):
        find(datasets(max_points=2, min_classes=3), lambda _: True)


LOCAL = {
    "a data point on the sphere": lambda it: any(
        dot(subtract(p, it.x), subtract(p, it.x)) == it.epsilon**2 for p in it.dataset.exact_points
    ),
    "x is a data point": lambda it: it.x in it.dataset.exact_points,
    "x is off every segment": lambda it: not list(incidences(it.dataset, it.x)),
    "all data in the ball": lambda it: (
        it.dataset.n_points > 2
        and all(dot(subtract(p, it.x), subtract(p, it.x)) < it.epsilon**2 for p in it.dataset.exact_points)
    ),
}


@pytest.mark.parametrize("case", LOCAL)
def test_local_instances_reach(case: str) -> None:
    find(local_instances(mixing=st.just(Beta(1))), LOCAL[case], settings=ENOUGH)


@given(st.data())
def test_places_are_exact(data: st.DataObject) -> None:
    dataset = data.draw(datasets())
    x = data.draw(places(dataset))
    assert len(x) == dataset.dimension
    assert all(isinstance(v, Fraction) for v in x)


@pytest.mark.parametrize("symmetric", [True, False])
@given(data=st.data())
def test_mixings_are_as_asked(symmetric: bool, data: st.DataObject) -> None:
    law = data.draw(mixings(symmetric=symmetric))
    assert law.is_symmetric is symmetric
    assert law.mass(-1, 2) == 1


def test_a_law_without_atoms_has_none_and_an_end_point_can_carry_mass() -> None:
    half = Fraction(1, 2)
    tiny = Fraction(1, 10**9)
    find(mixings(atoms=True), lambda law: law.mass(1 - tiny, 2) > 0, settings=ENOUGH)
    with pytest.raises(NoSuchExample):
        find(mixings(atoms=False), lambda law: law.mass(half - tiny, half + tiny) > half / 10**6, settings=ENOUGH)
