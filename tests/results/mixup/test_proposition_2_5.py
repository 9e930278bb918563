"""Proposition 2.5: the values of h on the cross, what they rest on, and what broken forms do to the proof."""

from fractions import Fraction

import pytest

from proofs_check.evidence import Role, decide, proofs
from proofs_check.results.mixup import proposition_2_5 as argued
from theory.claim import Verdict
from theory.dataset import LabeledDataset
from theory.mixing import Beta, Discrete, Midpoint
from theory.optimal import mixup_optimal_exact, mixup_optimal_limit
from theory.results.mixup import proposition_2_5 as stated
from theory.results.mixup.proposition_2_5 import CENTRE, Cross, crossings, gaps, limit_at

HALF = Fraction(1, 2)


def concluded(cross):
    return proofs()["proposition-2.5"].claim.conclusion(cross)


def test_it_is_proved_without_words_or_trust_of_its_own(run_all):
    proof = proofs()["proposition-2.5"]
    evidence = run_all("proposition-2.5", preset="standard").values()
    found, message = decide(proof.claim, evidence)
    assert found is Verdict.PROVED, message
    assert all(e.holds is True for e in evidence)
    assert not [item for item in proof.items if item.role in (Role.ARGUED, Role.TRUSTED)]


@pytest.mark.parametrize("law", [Beta(1), Beta(HALF), Beta(32), Beta(1, 3)], ids=str)
def test_the_conclusion_holds_for_laws_of_every_shape(law):
    assert concluded(Cross(law)).holds is True


def test_h_beside_the_crossing_is_not_its_value_there():
    beside = [(Fraction(1, 10**k), Fraction(0)) for k in range(1, 10)]
    assert {limit_at(Cross(Beta(1)), x)[1] for x in beside} == {1}
    assert limit_at(Cross(Beta(1)), CENTRE) == [HALF, HALF]
    assert limit_at(Cross(Beta(1)), (Fraction(0), Fraction(1, 10**9)))[0] == 1  # the other segment


@pytest.mark.parametrize(
    "law", [Midpoint(), Discrete({"1/4": "1/4", "1/2": "1/2", "3/4": "1/4"}), Discrete({0: "1/2", 1: "1/2"})], ids=str
)
def test_atoms_alone_leave_nothing_beside_the_crossing(law):
    """Even where some atoms fall on the gap's own point: h is not defined all over it."""
    assert concluded(Cross(law)).holds is False


def test_the_gaps_are_those_between_the_crossings():
    data = Cross(Beta(1)).dataset
    assert crossings(data) == [-1, 0, 1]
    assert [x[0] for x in gaps(data)] == [-HALF, HALF]
    tilted = LabeledDataset([(0, 1), (1, -1), (1, 0), (-1, 0)], [1, 1, 2, 2])
    assert crossings(tilted) == [-1, HALF, 1]  # the tilted segment crosses at 1/2; all others at the ends


def test_an_end_of_the_other_class_is_seen(monkeypatch):
    monkeypatch.setattr(stated, "LABELS", (1, 1, 1, 2))
    assert concluded(Cross(Beta(1))).holds is False


def test_a_segment_that_crosses_elsewhere_is_seen(monkeypatch):
    """The vertical segment through (1/2, 0): the centre has class 2 alone."""
    monkeypatch.setattr(stated, "POINTS", ((HALF, 1), (HALF, -1), (1, 0), (-1, 0)))
    assert concluded(Cross(Beta(1))).holds is False


def test_the_vertical_segment_enters_beyond_the_radius():
    """At eps = |a| the crossing is on the sphere and the vertical segment outside; beyond, it enters."""
    data, law, x = Cross(Beta(1)).dataset, Beta(1), (Fraction(1, 10), Fraction(0))
    assert mixup_optimal_exact(data, law, x, Fraction(1, 10))[1] == 1
    assert mixup_optimal_exact(data, law, x, Fraction(1, 10) + Fraction(1, 10**9))[1] < 1


def test_skew_weights_move_the_value_and_not_the_jump():
    weights = (HALF, Fraction(1, 6), Fraction(1, 6), Fraction(1, 6))
    assert limit_at(Cross(Beta(1), weights), CENTRE) == [Fraction(3, 4), Fraction(1, 4)]
    assert limit_at(Cross(Beta(1), weights), (HALF, Fraction(0)))[1] == 1


# ------------------------------------------------------------------------------------------- broken forms
BROKEN = {
    "both segments horizontal": ("POINTS", ((2, 0), (-2, 0), (1, 0), (-1, 0)), ["distances from the crossing"]),
    "a longer vertical segment": ("POINTS", ((0, 2), (0, -2), (1, 0), (-1, 0)), ["distances from the crossing"]),
    "a vertical segment beside": (
        "POINTS",
        ((HALF, 1), (HALF, -1), (1, 0), (-1, 0)),
        ["distances from the crossing", "distances beside the crossing"],
    ),
    "an end of the other class": ("LABELS", (1, 1, 1, 2), ["distances beside the crossing", "at the crossing"]),
    "mix without 1 -": (
        "mix",
        lambda s, t, lam: [lam * p + lam * q for p, q in zip(s, t, strict=True)],
        ["distances from the crossing", "the horizontal pairs reach"],
    ),
    "not normalised": ("minimiser", lambda masses: list(masses), ["at the crossing", "beside the crossing"]),
    "ends inside": ("ENDS", [CENTRE], ["at the ends"]),
    "value at the crossing": ("HALF", Fraction(1, 3), ["values of h", "at small radii"]),
    "limit at the wrong place": (
        "limit_at",
        lambda cross, x: list(mixup_optimal_limit(cross.dataset, cross.mixing, [x[::-1]])[0]),
        ["values of h"],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_is_seen(run, monkeypatch, name):
    attribute, broken, seen_by = BROKEN[name]
    monkeypatch.setattr(argued, attribute, broken)
    assert [item for item in seen_by if run("proposition-2.5", item, preset="standard").holds is True] == []
