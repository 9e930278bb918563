"""What is measured of recovery from noisy, rounded and missing midpoints."""

from __future__ import annotations

import numpy as np
import pytest

from proofs_check.experiments.midpoints import missing, noisy, outcome, rounded_digits
from theory.midpoints import Recovery


def test_noise_leads_from_recovered_to_undecided_and_never_to_wrong():
    rows = noisy([(8, 3)], [1e-6, 1e-2, 0.5], runs=5, seed=0)
    assert [row["wrong"] for row in rows] == [0, 0, 0]
    assert rows[0]["recovered"] == 1
    assert rows[-1]["undecided"] == 1
    assert all(sum(row[o] for o in ("recovered", "undecided", "wrong")) == pytest.approx(1) for row in rows)


def test_digits_bear_two_decimals():
    (row,) = rounded_digits([20], [2])
    assert row == {"points": 20, "decimals": 2, "pieces": 90, "recovered": 1.0, "undecided": 0.0, "wrong": 0.0}


def test_missing_midpoints():
    rows = missing([16], 2, [0.0, 0.5, 0.95, 1.0], runs=3, seed=0)
    assert [row["recovered"] for row in rows] == [1, 1, 0, 0]
    assert [row["wrong"] for row in rows] == [0, 0, 0, 0]
    assert all(row["recovered"] <= row["possible"] for row in rows)
    assert rows[-1]["possible"] == 0


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Recovery((np.array([[0.0], [1.0], [5.1]]),), 0.0, 0.2), "recovered"),
        (Recovery((np.array([[0.0], [1.0], [5.3]]),), 0.0, 0.2), "wrong"),
        (Recovery((np.array([[0.0], [0.0], [1.0]]),), 0.0, 0.2), "wrong"),  # all near a point, but one point is not met
        (Recovery((), 1.0), "wrong"),
        (Recovery((), np.nan, undecided="too noisy"), "undecided"),
    ],
)
def test_outcomes(found, expected):
    assert outcome(found, np.array([[0.0], [1.0], [5.0]])) == expected
