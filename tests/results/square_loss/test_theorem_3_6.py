"""Theorem 3.6 as the main part has it: the verdict, least risks by brute force, and what the checker refuses."""

from __future__ import annotations

import copy
from fractions import Fraction
from itertools import product

import pytest
import sympy as sp

from proofs_check.recheck import Refused
from proofs_check.recheck.refutations import REFUTATIONS
from proofs_check.recording import encode
from proofs_check.results.square_loss import theorem_3_6 as argued
from proofs_check.results.square_loss.relu_realisable import ALTERNATING, TWICE, TWO_CONTESTED, six_rays
from theory.claim import Verdict, claims
from theory.results.square_loss import theorem_3_6 as stated
from theory.results.square_loss.rays import RayData, direction, opposite
from theory.results.square_loss.relu_realisable import one_half_space

CLAIM = "square-loss-3-6-main-part"


def test_refuted(verdict):
    assert verdict(CLAIM) is Verdict.REFUTED


def test_it_is_called_no_erratum():
    """The appendix with Assumptions D.2 to D.5, which may exclude such data, was not read."""
    claim = claims()[CLAIM]
    assert not claim.whole_read
    assert "not an erratum: Assumptions D.2–D.5 were not read" in claim.source


def by_brute_force(data: RayData) -> Fraction:
    """The least mass of points whose label is another than a labelling of all rays that some network has."""
    rays = [ray for line in data.lines.values() for ray in (line.axis, opposite(line.axis))]
    where = [rays.index(direction(x)) for x in data.points]
    found = []
    for labels in product((1, -1), repeat=len(rays)):
        if one_half_space(RayData(tuple(rays), labels)):
            rows = zip(where, data.labels, data.mass, strict=True)
            found.append(sum((m for i, y, m in rows if labels[i] != y), Fraction(0)))
    return min(found)


MASSES = (Fraction(1, 21), Fraction(2, 21), Fraction(3, 21), Fraction(4, 21), Fraction(5, 21), Fraction(6, 21))
SEVERAL = [
    ALTERNATING,
    TWO_CONTESTED,
    TWICE,
    RayData(ALTERNATING.points, ALTERNATING.labels, MASSES),
    RayData(((1, 0), (2, 0), (-1, 0), (0, 1), (0, -1), (0, -3)), (1, -1, -1, 1, 1, -1), MASSES),
    RayData(((1, 2), (-1, -2), (-1, -2), (3, 1), (-3, -1), (-2, 1)), (1, 1, -1, 1, -1, 1), MASSES),
]


@pytest.mark.parametrize("data", SEVERAL, ids=str)
def test_the_least_risk_is_that_of_all_labels_of_rays(data):
    assert stated.least_risk(data) == (by_brute_force(data), True)


def test_opposite_signs_without_gain_are_not_asked_for():
    assert stated.gains(six_rays("++++++")) == (0, [])
    assert stated.gains(ALTERNATING)[0] == Fraction(1, 2)


def test_too_many_lines_are_refused():
    points = [(Fraction(1), Fraction(k)) for k in range(13)]
    data = RayData((*points, *((-a, -b) for a, b in points)), (1,) * 13 + (-1,) * 13)
    with pytest.raises(ValueError, match="13 lines are too many"):
        stated.least_risk(data)
    assert stated.risk_is(data, Fraction(0)).holds is None


def test_other_labels_are_not_as_far(run, monkeypatch):
    monkeypatch.setattr(argued, "ALTERNATING", TWO_CONTESTED)
    assert run(CLAIM, "all labels of six rays").holds is False


def test_arcs_at_other_places_are_noticed(run, monkeypatch):
    """About the corners of another hexagon, which is not regular, no sum is a corner."""
    monkeypatch.setattr(argued.sp, "pi", sp.pi * sp.Rational(9, 10))
    assert run(CLAIM, "six arcs").holds is not True


def test_another_kernel_is_noticed(run, monkeypatch):
    right = argued.tangent_kernel
    monkeypatch.setattr(argued, "tangent_kernel", lambda steps: right(steps) + Fraction(steps == 2, 10))
    assert run(CLAIM, "tangent kernel").holds is False


def test_another_function_of_three_bits_is_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "parity", lambda: TWO_CONTESTED)
    assert run(CLAIM, "parity").holds is False


COUNTEREXAMPLE = encode(ALTERNATING)


def test_the_checker_accepts_the_counterexample():
    REFUTATIONS[CLAIM](COUNTEREXAMPLE)


def test_the_checker_accepts_parity_and_a_triangle_of_contested_lines():
    REFUTATIONS[CLAIM](encode(argued.parity()))
    points = ((2, 0), (-1, 0), (-1, 3), (1, -3), (-1, -3), (3, 9))
    REFUTATIONS[CLAIM](encode(RayData(points, (1, -1, 1, -1, 1, -1))))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"labels": ["1", "1", "1", "-1", "1", "-1"]}, "classifies these points"),
        ({"labels": ["1", "1", "1", "1", "1", "1"]}, "classifies these points"),
        ({"labels": ["1", "-1", "1", "-1", "1"]}, "labelled points"),
        ({"labels": ["1", "-1", "1", "-1", "1", "0"]}, "labels 1 and -1"),
        ({"mass": ["1/6", "1/6", "1/6", "1/6", "1/6", "1/3"]}, "of sum 1"),
        ({"mass": ["1/2", "1/2", "0", "0", "0", "0"]}, "of sum 1"),
        ({"points": [["1", "0"], ["2", "0"], ["0", "1"], ["-1", "0"], ["-1", "-1"], ["0", "-1"]]}, "both labels"),
        ({"points": [["0", "0"], ["1", "1"], ["0", "1"], ["-1", "0"], ["-1", "-1"], ["0", "-1"]]}, "is 0"),
        ({"points": [["1", "0", "0", "0"]] * 6}, "three dimensions"),
    ],
)
def test_the_checker_refuses_other_instances(change, reason):
    with pytest.raises(Refused, match=reason):
        REFUTATIONS[CLAIM]({**copy.deepcopy(COUNTEREXAMPLE), **change})
