"""The table of what alpha does, against sums of its own and the values that are known."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy.stats import beta

from theory.results.mixup_literature.strengths import USUAL, Strengths, strengths, table


@pytest.mark.parametrize("alpha", [0.5, 1, 4])
def test_the_first_three_are_means(alpha):
    """By a midpoint rule in quantiles, which is exact to some 1e-5 for these shapes."""
    lam = beta.ppf((np.arange(100_000) + 0.5) / 100_000, alpha, alpha)
    found = strengths(alpha)
    entropy = -lam * np.log(lam) - (1 - lam) * np.log1p(-lam)
    means = [2 * lam * (1 - lam), 1 - np.maximum(lam, 1 - lam), entropy]
    assert [found.kappa, found.shrinkage, found.floor] == pytest.approx([m.mean() for m in means], abs=1e-5)
    assert found.temperature == pytest.approx(1 / (1 - found.kappa))


def test_three_strengths_rise_and_one_does_not():
    rows = [strengths(alpha) for alpha in USUAL]
    for name in ("kappa", "shrinkage", "floor", "temperature"):
        column = [getattr(row, name) for row in rows]
        assert column == sorted(column)
    smoothing = [row.smoothing for row in rows]
    assert max(smoothing) == strengths(2).smoothing
    assert max(smoothing) < 0.0415


def test_decimals_are_meant_as_they_are_written():
    assert strengths(0.2) == strengths("1/5") == strengths(Fraction(1, 5))


@pytest.mark.parametrize("alpha", [0, -1, "x", float("nan")])
def test_what_is_no_shape_is_refused(alpha):
    with pytest.raises(ValueError, match=r"alpha|literal|Fraction"):
        strengths(alpha)


def test_the_table_has_the_numbers_of_the_rows():
    header, *lines = table([0.4, 32]).splitlines()
    assert tuple(header.split()) == Strengths._fields
    assert [float(v) for v in lines[0].split()] == pytest.approx(strengths(0.4), abs=5e-5)
    assert len({len(line) for line in (header, *lines)}) == 1
