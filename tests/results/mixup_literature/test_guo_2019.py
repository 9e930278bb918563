"""Intrusion: the verdict, collinear triples by determinants, and broken formulas."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from proofs_check.results.mixup_literature import guo_2019 as argued
from theory import LabeledDataset
from theory.claim import Verdict
from theory.optimal.intrusion import collinear_triples, pieces_conflict
from theory.results.mixup_literature import guo_2019 as stated


def test_proved(verdict):
    assert verdict("guo-2019-intrusion") is Verdict.PROVED


@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_triples_are_those_of_rank_one(dimension):
    rng = np.random.default_rng(dimension)
    points = np.unique(rng.integers(0, 4, (12, dimension)), axis=0)
    labels = rng.integers(0, 2, len(points)).tolist()
    found = {tuple(sorted(triple)) for triple in collinear_triples(LabeledDataset(points, labels))}
    wanted = {
        triple
        for triple in combinations(range(len(points)), 3)
        if np.linalg.matrix_rank(points[list(triple[1:])] - points[triple[0]]) == 1
        and len({labels[i] for i in triple}) == 2
    }
    assert found == wanted
    assert wanted


def test_the_middle_one_is_in_the_middle_and_copies_are_left_out():
    data = LabeledDataset([[2], [0], [1], [2]], ["a", "b", "a", "a"])
    assert collinear_triples(data) == [(0, 2, 1)]
    assert collinear_triples(LabeledDataset([[0.1], [0.2], [0.4]], ["a", "b", "a"])) == [(0, 1, 2)]


def test_floats_are_the_numbers_that_they_store():
    """0.1, 0.2 and 0.3 are not evenly spaced, and no multiples of one vector in the plane."""
    assert collinear_triples(LabeledDataset([[0.1, 0.3], [0.2, 0.6], [0.3, 0.9]], ["a", "b", "a"])) == []
    assert collinear_triples(LabeledDataset([["0.1", "0.3"], ["0.2", "0.6"], ["0.3", "0.9"]], ["a", "b", "a"])) != []


def test_steps_fail_with_other_labels(run, monkeypatch):
    monkeypatch.setattr(argued, "label_at", lambda x, ends, shares: shares[0] * x + shares[1] * ends[0])
    assert run("guo-2019-intrusion", "labels on a line").holds is False


def test_triples_of_one_class_are_no_intrusion(run, monkeypatch):
    one_class = stated.MixedSegments(LabeledDataset([[0], [1], [3]], ["a", "a", "a"]), argued.WHOLE)
    assert stated.conflict_is(one_class, False).holds is True
    monkeypatch.setattr(stated, "collinear_triples", lambda data: list(combinations(range(data.n_points), 3)))
    assert run("guo-2019-intrusion", "random data").holds is False


def test_segments_of_parallel_lines_do_not_meet():
    data = LabeledDataset([[0, 0], [2, 0], [0, 1], [2, 1]], ["a", "b", "b", "a"])
    assert stated.conflict_is(stated.MixedSegments(data, argued.WHOLE), False).holds is True


def test_overlaps_that_are_not_seen_are_noticed(run, monkeypatch):
    monkeypatch.setattr(stated, "pieces_conflict", lambda first, second: False)
    assert run("guo-2019-intrusion", "random data").holds is False


@pytest.mark.parametrize(
    ("points", "intervals", "atoms"),
    [
        ([[0], [0]], argued.WHOLE, ()),
        ([[0], [1]], (), ()),
        ([[0], [1]], ((Fraction(1, 2), Fraction(1, 2)),), ()),
        ([[0], [1]], (), (Fraction(2),)),
    ],
)
def test_what_does_not_fit_is_refused(points, intervals, atoms):
    with pytest.raises(ValueError, match=r"distinct|needs an interval|must lie in"):
        stated.MixedSegments(LabeledDataset(points, ["a", "a"]), intervals, atoms)


def test_pieces_that_share_one_point_are_not_in_conflict():
    """Their labels differ there, but a point has no length; moved by half they are."""
    zero, one, labels = (Fraction(0),), (Fraction(1),), ((1, 0), (0, 1))
    first = ((zero, one), labels)
    assert not pieces_conflict(first, ((one, (Fraction(2),)), labels))
    assert pieces_conflict(first, (((Fraction(1, 2),), (Fraction(3, 2),)), labels))
    assert not pieces_conflict(first, first)
