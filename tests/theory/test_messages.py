"""The message of an error says what to do beside what is wrong, and doing it helps."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

from theory import Beta, Discrete, LabeledDataset, Midpoint
from theory.linear import max_margin, mixup_minimiser
from theory.linear.descent import erm_direction
from theory.linear.gaussian_data import gram_matrices
from theory.linear.margin import gram_solve
from theory.linear.recession import flat_direction
from theory.midpoints import midpoints, recover
from theory.mixing.moments import folded
from theory.optimal.mixed_pairs import MixedPairs
from theory.results.mixup.remark_2_4 import Spot, masses_near
from theory.results.mixup.theorem_2_7 import ThreePoints, shares
from theory.results.mixup_literature.guo_2019 import MixedSegments

PLANE = LabeledDataset([[1, 0], [0, 1]], [1, -1])
ONE_SIDE = [[1], [2]]
EXACT, FLOATS = [[0], [1], [5]], [[0.0], [1.0], [5.0]]
ROOT, NEAR_ROOT = sp.sqrt(2), Fraction(7, 5)


@pytest.mark.parametrize(
    ("attempt", "wrong", "words", "right"),
    [
        (lambda points: LabeledDataset(points, [1, 2, 1]), [[0], [0], [1]], "leave one", [[0], [2], [1]]),
        (lambda law: folded(law), Beta(1), "take Discrete", Discrete({0: 1})),
        (lambda law: list(MixedPairs(PLANE, law).draws()), Beta(1), "Discrete or Midpoint", Midpoint()),
        (lambda law: mixup_minimiser(PLANE, law), Midpoint(), "such as Beta", Beta(1)),
        (lambda steps: erm_direction(LabeledDataset([[1, 50], [1, -49]], [1, 1]), steps), 2, "take more", 1000),
        (lambda points: max_margin(LabeledDataset(points, [1, -1])), ONE_SIDE, "1 at every point", [[1, 1], [2, 1]]),
        (lambda points: gram_solve(LabeledDataset(points, [1, -1]), [1, 1]), ONE_SIDE, "leave out", [[1, 0], [0, 2]]),
        (lambda d: gram_matrices(3, d, 1, np.random.default_rng(0)), 2, "1 <= n <= d", 3),
        (lambda x: flat_direction(LabeledDataset([[x], [1]], [1, -1]), Beta(1)), ROOT, "Fractions", NEAR_ROOT),
        (lambda points: recover(midpoints(points), 0.001), EXACT, "leave it out, or give floats", FLOATS),
        (lambda law: masses_near(Spot(PLANE, law, (1, 0))), Beta("1/2"), "whole parameters", Beta(2)),
        (lambda p: shares(ThreePoints(1, Fraction(1, 2), p)), Fraction(1, 2), "below 1/2, not 1/2", Fraction(1, 3)),
        (lambda x: MixedSegments(LabeledDataset([[x], [1]], [1, 2]), (), (0,)), ROOT, "Fractions", NEAR_ROOT),
    ],
)  # fmt: skip
def test_what_a_message_advises_helps(attempt: Callable[[Any], Any], wrong: Any, words: str, right: Any) -> None:
    with pytest.raises((ValueError, ArithmeticError), match=words):
        attempt(wrong)
    attempt(right)
