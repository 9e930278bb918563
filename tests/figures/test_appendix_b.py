"""The drawings of Appendix B show what the definitions say, worked out here once more by hand."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from figures import appendix_b
from theory import assumptions

STEPS = 8


@pytest.fixture(scope="module")
def data() -> Any:
    return appendix_b.compute(epsilon=[3, 2], delta=[1, 4], steps=STEPS, seed=0)


def classes(data: Any) -> np.ndarray:
    """Classes (pairs, 2) of the ends of each segment."""
    return np.asarray(data["codes"][data["pairs"]])


def wanted(data: Any, rule: Callable[[int, int, float], bool]) -> np.ndarray:
    """The rule at each piece's middle: classes of the two ends, and the weight of the first."""
    shares = (np.arange(STEPS) + 0.5) / STEPS
    return np.array([[rule(i, j, lam) for lam in shares] for i, j in classes(data)])


def test_the_assumptions_hold_where_their_words_say(data: Any) -> None:
    printed, repaired, outweighs = data["holds"]
    np.testing.assert_array_equal(printed, wanted(data, lambda i, j, lam: i == 0 or j == 0))
    np.testing.assert_array_equal(repaired, wanted(data, lambda i, j, lam: i == j == 0))
    light = wanted(data, lambda i, j, lam: (i == 0) != (j == 0) and (lam if i == 0 else 1 - lam) <= 0.75)
    np.testing.assert_array_equal(outweighs, ~light)
    assert 0 < printed.mean() < 1
    assert 0 < outweighs.mean() < 1


def test_theorem_3_2_gives_the_nearer_end_its_class(data: Any) -> None:
    nearer = np.array([[i] * (STEPS // 2) + [j] * (STEPS // 2) for i, j in classes(data)[:, ::-1]])
    np.testing.assert_array_equal(data["class_of_3_2"], nearer)


def test_the_ends_of_the_intervals_lie_on_the_sphere(data: Any) -> None:
    points, ends = data["points"], data["in_ball"]
    assert len(ends) == 3
    for s, t, low, high in ends:
        for lam in (low, high):
            place = lam * points[int(s)] + (1 - lam) * points[int(t)]
            assert np.hypot(*(place - data["place"])) == pytest.approx(1.5)


def test_another_assumption_draws_another_picture(monkeypatch: pytest.MonkeyPatch, data: Any) -> None:
    """The picture asks the predicate: with the printed form in the place of the repaired one, the panels agree."""
    monkeypatch.setattr(
        assumptions,
        "assumption_2_9",
        lambda joined, index: assumptions.assumption_2_9_printed(joined, 0, joined.exact_points[index]),
    )
    other = appendix_b.compute(epsilon=[3, 2], delta=[1, 4], steps=STEPS, seed=0)
    np.testing.assert_array_equal(other["holds"][1], other["holds"][0])
    assert (data["holds"][1] != data["holds"][0]).any()
