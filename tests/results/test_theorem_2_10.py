"""Theorem 2.10: the predicates decide known instances, and a broken formula turns the verdicts."""

from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.evidence import Role, Settings, decide, proofs
from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.results import theorem_2_10 as room
from theory.results.theorem_2_10 import (
    TrainedLimit,
    fits_continuously,
    limit_along_ray,
    rays,
)

SMALLEST = LabeledDataset([[0], [1], [2]], [1, 1, 2])
HALF = Fraction(1, 2)


def verdict(claim_id, roles=tuple(Role)):
    proof = proofs()[claim_id]
    items = [item for item in proof.items if item.role in roles and item.method != "lemma"]
    return decide(proof.claim, [proof.run(item, Settings("quick")) for item in items])[0]


@pytest.mark.parametrize(
    ("alpha", "value"), [(HALF, 1), (Fraction(9, 10), 1), (1, Fraction(5, 6)), (Fraction(11, 10), HALF), (8, HALF)]
)
def test_the_trichotomy(alpha, value):
    assert limit_along_ray(SMALLEST, Beta(alpha), 1, 2)[0] == value


@pytest.mark.parametrize(("alpha", "continuous"), [(HALF, True), (1, False), (2, False)])
def test_the_smallest_counterexample(alpha, continuous):
    assert fits_continuously(TrainedLimit(SMALLEST, Beta(alpha))).holds is continuous


def test_a_ray_limit_is_the_limit_of_the_limit():
    """The limit along the ray is what h approaches just beside the point."""
    from theory.optimal import mixup_optimal_limit

    beside = mixup_optimal_limit(SMALLEST, Beta(1), [[1 + Fraction(1, 10**9)]])[0][0]
    assert abs(float(beside) - 5 / 6) < 1e-8


def test_rays_are_directions():
    data = LabeledDataset([[0, 0], [1, 0], [2, 0], [-1, 0], [0, 1], [0, 0]], [1] * 6)
    assert list(rays(data, 0)) == [1, 3, 4]


def test_general_position_is_continuous_for_every_alpha():
    data = LabeledDataset([[0, 0], [1, 0], [0, 1]], [1, 2, 3])
    for alpha in (HALF, 1, 3):
        assert fits_continuously(TrainedLimit(data, Beta(alpha))).holds is True


def test_the_printed_form_is_refuted():
    assert verdict("theorem-2.10-printed") == proofs()["theorem-2.10-printed"].claim.expected


def test_without_segments_that_end_at_the_point_the_refutation_changes(monkeypatch):
    monkeypatch.setattr(room, "end_density", lambda mixing: sp.Integer(0))
    assert limit_along_ray(SMALLEST, Beta(1), 1, 2)[0] == HALF


def test_an_unbounded_end_would_hide_the_counterexample(monkeypatch):
    monkeypatch.setattr(room, "end_density", lambda mixing: sp.oo)
    assert verdict("theorem-2.10-printed", (Role.REFUTATION,)) != proofs()["theorem-2.10-printed"].claim.expected


def test_a_wrong_sharp_criterion_is_noticed(monkeypatch):
    """Were 2.9 read with ends at x allowed, the random datasets would disagree."""
    monkeypatch.setattr(room, "assumption_2_9", lambda data, index: room.Finding(True))
    proof = proofs()["theorem-2.10-sharp"]
    check = next(item for item in proof.items if item.name == "random datasets")
    assert proof.run(check, Settings("standard")).holds is False
