"""Four points and their reflection: what else has their midpoints, and broken formulas that the steps notice."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofs_check.results.mixup import theorem_2_11_four_points as argued
from theory.midpoints import midpoints, recover
from theory.results.mixup.theorem_2_11_all_data import Rivals, line, thue_morse
from theory.results.mixup.theorem_2_11_four_points import reflection, same_or_reflected

FOUR = "theorem-2.11-four-points"


def test_it_is_proved_without_words(proved_without_words):
    proved_without_words(FOUR)


def test_points_of_the_plane():
    square = ((0, 0), (1, 0), (0, 1), (1, 1))
    assert same_or_reflected(Rivals(square, square)).holds is True
    assert reflection(Rivals(square, square).points) == Rivals(square, square).points  # centrally symmetric
    kite = Rivals(((0, 0), (1, 0), (0, 1), (5, 5)), square).points
    assert set(recover(midpoints(kite)).solutions) == {kite, reflection(kite)}
    assert str(Rivals(square, square)).startswith("{(0, 0), (0, 1), (1, 0), (1, 1)} and ")


BROKEN_FOUR = {
    "a sign": (
        "four_numbers",
        lambda a, b, c: [(a + b + c) / 2, (a - b - c) / 2, (b - a - c) / 2, (c + a - b) / 2],
        ["three numbers and the mean", "signs and order"],
    ),
    "reflection in the origin": (
        "reflection",
        lambda rows: tuple(sorted(tuple(-x for x in row) for row in rows)),
        ["all solutions"],
    ),
    "no solution found": ("recover", lambda rows: recover([[7], [8], [9]]), ["all solutions"]),
}


@pytest.mark.parametrize("name", BROKEN_FOUR)
def test_a_broken_form_for_four_points_is_seen(run, monkeypatch, name):
    attribute, broken, seen_by = BROKEN_FOUR[name]
    monkeypatch.setattr(argued, attribute, broken)
    assert [item for item in seen_by if run(FOUR, item).holds is not False] == []


def test_the_reflection_of_eight_points_is_no_rival():
    rivals = thue_morse(8)
    assert same_or_reflected(rivals).holds is False
    assert reflection(line(0, 0, 1, 1)) == line(0, 0, 1, 1)
    assert reflection(line(0, 1, 2, 4)) == line(Fraction(-1, 2), Fraction(3, 2), Fraction(5, 2), Fraction(7, 2))
