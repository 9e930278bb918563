"""The strategies for linear models give what they promise, and reach the degenerate cases."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from proofs_check.instances.linear import independent, interpolated, linear_mixups, mirrored, separable
from theory.linear import LinearMixup, interpolates, max_margin
from theory.numbers import equal

QUICK = settings(max_examples=30, deadline=None, database=None)
SEARCH = settings(max_examples=2000, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


@QUICK
@given(separable())
def test_separable_data_have_a_margin(dataset):
    assert max_margin(dataset).holds()
    assert dataset.n_classes == 2


@QUICK
@given(interpolated(balanced=True))
def test_interpolated_data_are_interpolated_and_balanced(dataset):
    assert interpolates(max_margin(dataset).theta, dataset) is True
    assert len(set(dataset.exact_class_masses)) == 1


@QUICK
@given(independent())
def test_independent_data_have_full_rank(dataset):
    assert np.linalg.matrix_rank(dataset.points) == dataset.n_points


@QUICK
@given(mirrored())
def test_mirrored_data_are_their_own_mirror_image(dataset):
    rows = {(row, y, w) for row, y, w in zip(dataset.exact_points, dataset.labels, dataset.exact_weights, strict=True)}
    assert {((a, -b), y, w) for (a, b), y, w in rows} == rows


DEGENERATE = {
    "duplicates": (separable(), lambda data: len(set(data.exact_points)) < data.n_points),
    "more points than dimensions": (separable(), lambda data: data.n_points > data.dimension > 1),
    "a margin that is not the least": (separable(), lambda data: len(max_margin(data).support) < data.n_points),
    "very unequal masses": (separable(), lambda data: max(data.exact_class_masses) > 0.99),
    "equal masses of unequal classes": (
        separable(balanced=True),
        lambda data: len(set(data.exact_class_masses)) == 1 and data.labels.count(1) != data.labels.count(-1),
    ),
    "interpolated without independence": (interpolated(), lambda data: data.n_points > data.dimension),
    "independent but not interpolated": (
        independent(),
        lambda data: interpolates(max_margin(data).theta, data) is False,
    ),
    "mirrored with two margins": (mirrored(), lambda data: interpolates(max_margin(data).theta, data) is False),
}


@pytest.mark.parametrize("name", DEGENERATE)
def test_degenerate_cases_are_reached(name):
    strategy, condition = DEGENERATE[name]
    assert condition(find(strategy, condition, settings=SEARCH))


def test_laws_without_an_inner_atom_off_the_centre_are_reached():
    def central(instance: LinearMixup) -> bool:
        return all(not 0 < v < 1 or equal(v, 1 / 2) for v in instance.mixing.atoms) and bool(instance.mixing.atoms)

    assert central(find(linear_mixups(separable()), central, settings=SEARCH))
