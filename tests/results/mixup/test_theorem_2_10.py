"""Theorem 2.10: the predicates decide known instances, and a broken formula turns the verdicts."""

from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.evidence import Role, Settings, proofs
from proofs_check.results.mixup import theorem_2_10 as argued
from proofs_check.results.mixup import theorem_2_10_sharp as sharp_argued
from theory.claim import Finding, Verdict
from theory.dataset import LabeledDataset
from theory.mixing import Beta, Density, Midpoint
from theory.results.mixup import theorem_2_10_sharp as sharp_stated
from theory.results.mixup.theorem_2_10 import PRINTED, REPAIRED, STANDARD, TrainedLimit, fits_continuously
from theory.results.mixup.theorem_2_10_sharp import Shape, continuity_matches

SMALLEST = LabeledDataset([[0], [1], [2]], [1, 1, 2])
HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("claim_id", "expected"),
    [
        ("theorem-2.10-printed", Verdict.REFUTED),
        ("theorem-2.10", Verdict.PROVED),
        ("theorem-2.10-sharp", Verdict.PROVED),
        ("theorem-2.10-trichotomy", Verdict.PROVED),
    ],
)
def test_the_verdicts(verdict, claim_id, expected):
    assert verdict(claim_id, lemmas=False) is expected


@pytest.mark.parametrize("claim_id", ["theorem-2.10-printed", "theorem-2.10", "theorem-2.10-sharp"])
def test_every_assumption_has_a_control(claim_id):
    proof = proofs()[claim_id]
    controlled = {i.name.removeprefix("without ") for i in proof.items if i.role is Role.CONTROL}
    assert controlled == {a.name for a in proof.claim.assumptions}


@pytest.mark.parametrize(("alpha", "continuous"), [(HALF, True), (1, False), (2, False)])
def test_the_smallest_counterexample(alpha, continuous):
    assert fits_continuously(TrainedLimit(SMALLEST, Beta(alpha))).holds is continuous


def test_general_position_is_continuous_for_every_alpha():
    data = LabeledDataset([[0, 0], [1, 0], [0, 1]], [1, 2, 3])
    for alpha in (HALF, 1, 3):
        assert fits_continuously(TrainedLimit(data, Beta(alpha))).holds is True


def test_the_search_is_exhaustive_up_to_symmetry(monkeypatch):
    """Every dataset of a small grid has an image under the symmetries that is searched."""
    monkeypatch.setattr(argued, "GRIDS", {2: 1})
    searched = {tuple((int(p[0]), int(p[1])) for p in data.exact_points) for data in argued.small_datasets(2)}
    grid = [(0, 0), (0, 1), (1, 0), (1, 1)]
    for i, p in enumerate(grid):
        for q in grid[i:]:
            assert any(image in searched for image in argued.images((p, q)))


def test_the_search_would_see_a_different_minimum(monkeypatch):
    """Were h discontinuous at every point, datasets of two points would refute the theorem, and the check fail."""
    monkeypatch.setattr(argued, "GRIDS", {1: 2})
    check = argued.smallest_counterexample
    assert check(Settings("quick")).holds is True
    monkeypatch.setattr(argued, "fits_continuously", lambda _: Finding(False))
    assert check(Settings("quick")).holds is False


def test_an_unbounded_end_would_hide_the_counterexample(verdict, monkeypatch):
    right = Beta.leading_term
    monkeypatch.setattr(Beta, "leading_term", lambda _, lam, slope: right(Beta(HALF), lam, slope))
    assert verdict("theorem-2.10-printed", "{0, 1} against {2}") is not Verdict.REFUTED


def test_without_segments_that_end_at_the_point_the_trichotomy_is_another(monkeypatch):
    monkeypatch.setattr(sharp_stated, "stated_limit", lambda _: HALF)
    assert sharp_stated._tends_as_stated(Shape(Fraction(1))).holds is False
    assert sharp_stated._tends_as_stated(Shape(Fraction(2))).holds is True


def test_a_wrong_sharp_criterion_is_noticed(monkeypatch):
    """Were 2.9 always taken for granted, the counterexample would contradict the criterion."""
    assert continuity_matches(TrainedLimit(SMALLEST, Beta(1))).holds is True
    monkeypatch.setattr(sharp_stated, "assumption_2_9", lambda data, index: Finding(True))
    assert continuity_matches(TrainedLimit(SMALLEST, Beta(1))).holds is False


def test_the_printed_assumption_is_not_enough():
    """The smallest data meet 2.9 as printed, not as repaired, and the conclusion fails."""
    instance = TrainedLimit(SMALLEST, Beta(1))
    assert [a.predicate(instance).holds for a in (PRINTED, REPAIRED)] == [True, False]
    assert fits_continuously(instance).holds is False


@pytest.mark.parametrize("broken", ["clearance_is_positive", "tends_to_its_class"])
def test_that_2_9_suffices_rests_on_what_theorem_2_10_shows(broken, monkeypatch):
    """Without 2.9 nothing keeps segments away from x, and with the wrong sign of the modulus nothing follows."""
    import z3

    limit, d = z3.Reals("limit d")
    wrong = {
        "clearance_is_positive": {"clearance": ([d >= 0], d > 0)},
        "tends_to_its_class": {"modulus": ([limit <= 1 - d, d > 0], limit >= 1 - d)},
    }
    assert sharp_argued.suffices(Settings("quick")).holds is True
    monkeypatch.setattr(sharp_argued, broken, lambda: wrong[broken])
    assert sharp_argued.suffices(Settings("quick")).holds is False


def test_the_trichotomy_includes_the_point_itself(monkeypatch):
    """h^1(1) = 1 is a part of the claim."""
    assert sharp_stated._tends_as_stated(Shape(HALF)).holds is True
    monkeypatch.setattr(sharp_stated, "mixup_optimal_limit", lambda *_: [[HALF, HALF]])
    assert sharp_stated._tends_as_stated(Shape(HALF)).holds is False


LAM = sp.Symbol("lambda")
TILTED = Density(2 * (LAM + 1) / 3, LAM)
STEP = Density(sp.Piecewise((HALF, LAM < HALF), (3 * HALF, True)), LAM)


def test_a_law_answers_for_its_density_itself():
    """A density that is continuous and positive is standard whoever wrote it down; one with a step is not."""
    assert STANDARD.predicate(TrainedLimit(SMALLEST, TILTED)).holds is True
    assert STANDARD.predicate(TrainedLimit(SMALLEST, STEP)).holds is False
    assert STANDARD.predicate(TrainedLimit(SMALLEST, Midpoint())).holds is False


def test_where_the_ends_of_a_density_are_not_known_continuity_is_not_decided():
    assert fits_continuously(TrainedLimit(SMALLEST, TILTED)).holds is None
