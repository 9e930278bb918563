"""Datasets of every shape are really met: each degeneracy, each dimension, both ends of the range of alpha."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import Phase, find, given, settings

from proofs_check.instances.shapes import ALPHAS, MAX_DIMENSION, any_alpha, kinds, shaped_datasets
from theory.assumptions import assumption_2_9
from theory.dataset import LabeledDataset

ENOUGH = settings(max_examples=2000, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
KINDS = [
    *(f"dimension {d}" for d in range(1, MAX_DIMENSION + 1)),
    "duplicates",
    "four classes or more",
    "integers",
    "collinear",
    "nearly collinear",
    "general position",
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_reached(kind: str) -> None:
    assert kind in kinds(find(shaped_datasets(), lambda data: kind in kinds(data), settings=ENOUGH))


DEGENERATE = {
    "collinear in dimension 6": lambda data: data.dimension == 6 and "collinear" in kinds(data),
    "nearly collinear and many classes": lambda data: {"nearly collinear"} <= set(kinds(data)) and data.n_classes > 2,
    "a clearance that is tiny but positive": lambda data: any(
        square is not None and 0 < square < Fraction(1, 10**15)
        for square in (assumption_2_9(data, i).squared_clearance for i in range(data.n_points))
    ),
    "a clearance of 0": lambda data: any(assumption_2_9(data, i).holds is False for i in range(data.n_points)),
    "weights 50 to 1": lambda data: max(data.exact_weights) == 50 * min(data.exact_weights),
}


@pytest.mark.parametrize("case", DEGENERATE)
def test_degenerate_cases_are_reached(case: str) -> None:
    assert DEGENERATE[case](find(shaped_datasets(), DEGENERATE[case], settings=ENOUGH))


@given(shaped_datasets())
def test_data_are_exact_and_within_limits(data: LabeledDataset) -> None:
    assert data.is_exact
    assert 1 <= data.dimension <= MAX_DIMENSION
    assert data.n_points <= 5
    assert sum(data.exact_weights) == 1


@pytest.mark.parametrize("alpha", [ALPHAS[0], ALPHAS[-1]])
def test_alpha_reaches_both_ends(alpha: Fraction) -> None:
    assert find(any_alpha(), lambda law: law.alpha == alpha, settings=ENOUGH).alpha == alpha


def test_alpha_is_not_only_landmarks() -> None:
    assert find(any_alpha(), lambda law: law.alpha not in ALPHAS, settings=ENOUGH).alpha not in ALPHAS
