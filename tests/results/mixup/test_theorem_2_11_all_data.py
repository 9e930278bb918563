"""Theorem 2.11 for all data: known rivals, and broken formulas that the steps notice."""

from __future__ import annotations

import pytest
import sympy as sp

from proofs_check.evidence import Settings
from proofs_check.results.mixup import theorem_2_11_all_data as argued
from theory.midpoints import recover
from theory.results.mixup.theorem_2_11_all_data import (
    MULTIPLICITIES,
    SAME_SET,
    Rivals,
    is_power_of_two,
    line,
    same_points,
    thue_morse,
)

QUICK = Settings("quick")
ALL = "theorem-2.11-all-data"


def test_it_is_proved_without_words(proved_without_words):
    proved_without_words(ALL)


@pytest.mark.parametrize("m", [1, 2, 4, 8, 16, 32, 64])
def test_thue_morse_sets_are_rivals(m):
    rivals = thue_morse(m)
    assert is_power_of_two(m)
    assert rivals.m == m
    assert SAME_SET.predicate(rivals).holds is True
    assert MULTIPLICITIES.predicate(rivals).holds is True
    assert same_points(rivals).holds is False


@pytest.mark.parametrize("m", [3, 5, 6, 7, 9, 12, 24])
def test_numbers_split_by_parity_are_no_rivals_otherwise(m):
    numbers = range(2 * m)
    parts = [line(*(n for n in numbers if n.bit_count() % 2 == parity)) for parity in (0, 1)]
    if len(parts[0]) == len(parts[1]):
        rivals = Rivals(*parts)
        assert not (SAME_SET.predicate(rivals).holds and MULTIPLICITIES.predicate(rivals).holds)


@pytest.mark.parametrize(("points", "rival"), [(line(0, 1), line(0)), (line(0, 1), ((0, 1), (1, 0)))])
def test_rivals_of_different_kinds(points, rival):
    with pytest.raises(ValueError, match="as many"):
        Rivals(points, rival)


BROKEN = {
    "m - 2^k": ("leading", lambda m, k: m - sp.Integer(2) ** k, ["power sums of pair sums", "written out"]),
    "no binomials": (
        "mixed",
        lambda p, k: sum((p[j] * p[k - j] for j in range(1, k)), sp.Integer(0)) / 2,
        ["points from power sums"],
    ),
    "sums with repetition": (
        "pair_sums",
        lambda numbers: [a + b for a in numbers for b in numbers],
        ["points from power sums"],
    ),
    "another family": ("thue_morse", lambda m: Rivals(line(*range(m)), line(*range(1, m + 1))), ["only if"]),
    "every m a power": ("is_power_of_two", lambda m: m == 2, ["only if"]),
    "always the same": ("same_points", lambda rivals: argued.SAME_SET.predicate(rivals), ["only if"]),
    "no solution found": ("recover", lambda rows: recover([[7], [8], [9]]), ["all solutions"]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_is_seen(run, monkeypatch, name):
    attribute, broken, seen_by = BROKEN[name]
    monkeypatch.setattr(argued, attribute, broken)
    assert [item for item in seen_by if run(ALL, item).holds is not False] == []
