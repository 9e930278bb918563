"""Proposition 2.8: the limit at a data point, its criterion, and what broken forms of either do to the proof."""

from fractions import Fraction

import pytest
from hypothesis import Phase, find, settings

from proofs_check.evidence import Role, decide, proofs
from proofs_check.instances.lattice import mixings
from proofs_check.results.mixup import proposition_2_8 as argued
from theory.claim import Verdict
from theory.dataset import LabeledDataset
from theory.geometry import same_location
from theory.incidence import incidences
from theory.mixing import Beta, Discrete, Midpoint
from theory.numbers import equal
from theory.optimal import mixup_optimal_exact, mixup_optimal_limit
from theory.results.mixup import proposition_2_8 as stated
from theory.results.mixup.proposition_2_8 import Place, limit_at, stray_atom

LINE = LabeledDataset.alternating_line()
MIDDLE = (Fraction(1),)


def agrees(place):
    return proofs()["proposition-2.8"].claim.conclusion(place).holds


def test_it_is_proved(run_all):
    proof = proofs()["proposition-2.8"]
    found, message = decide(proof.claim, run_all("proposition-2.8").values())
    assert found is Verdict.PROVED, message
    assert not [item for item in proof.items if item.role is Role.ARGUED]


@pytest.mark.parametrize(
    ("labels", "law", "whole"),
    [
        ([1, 2, 1], Beta(1), True),
        ([1, 2, 1], Beta(1, 3), True),
        ([1, 2, 1], Midpoint(), False),
        ([2, 2, 2, 1], Midpoint(), True),
        ([1, 2, 2, 2], Midpoint(), False),  # one end outside the class is enough
        ([1, 2, 1], Discrete({0: "1/2", 1: "1/2"}), True),  # atoms at the ends are harmless
        ([1, 2, 1], Discrete({"1/3": "1/2", "2/3": "1/2"}), True),  # no mixed point of these falls on 1
        ([1, 2, 3, 4], Discrete({"1/3": 1}), False),  # 3 weighs 1/3, 0 the rest
    ],
)
def test_both_sides_of_the_criterion(labels, law, whole):
    place = Place(LabeledDataset([[i] for i in range(len(labels))], labels), law, 2, MIDDLE)
    assert (limit_at(place)[place.code] == 1) is whole
    assert (stray_atom(place) is None) is whole
    assert agrees(place) is True


def test_the_limit_is_that_of_the_closed_form_when_atoms_count():
    """Oracle by hand: the self-pair and the two pairs of the outer points, each of mass 1/9."""
    near = mixup_optimal_exact(LINE, Midpoint(), MIDDLE, Fraction(1, 10))
    assert near == limit_at(Place(LINE, Midpoint(), 2, MIDDLE)) == [Fraction(2, 3), Fraction(1, 3)]


def test_random_data_reach_both_sides():
    for found in (True, False):
        place = find(
            argued.data_points(mixings(atoms=True)),
            lambda p, found=found: (stray_atom(p) is not None) is found,
            settings=settings(phases=[Phase.generate]),
        )
        assert agrees(place) is True


def test_duplicates_of_the_point_are_at_the_point():
    data = LabeledDataset([[0], [1], [1], [2]], [1, 2, 2, 1])
    assert limit_at(Place(data, Beta(2), 2, MIDDLE))[1] == 1
    assert stray_atom(Place(data, Beta(2), 2, MIDDLE)) is None


def test_places_are_validated():
    with pytest.raises(ValueError, match="no class"):
        Place(LINE, Beta(1), 3, MIDDLE)
    with pytest.raises(ValueError, match="coordinates"):
        Place(LINE, Beta(1), 1, (Fraction(1), Fraction(1)))


def test_off_the_mixed_support_nothing_is_concluded():
    assert agrees(Place(LINE, Beta(1), 1, (Fraction(7),))) is False


# ------------------------------------------------------------------------------------------- broken forms
def stray(condition):
    """``stray_atom`` with the condition on (class i, class of s, class of t, is an atom, an end is at x)."""

    def broken(place):
        points, codes = place.dataset.exact_points, place.dataset.codes
        for s, t, lam in incidences(place.dataset, place.x):
            at_x = same_location(points[s], place.x) or same_location(points[t], place.x)
            atom = any(equal(value, lam) for value in place.mixing.atoms)
            if condition(place.code, codes[s], codes[t], atom, at_x):
                return s, t, lam
        return None

    return broken


BROKEN_CRITERIA = {
    "both ends outside": stray(lambda i, s, t, atom, at_x: atom and not at_x and s != i != t),
    "ends at x count": stray(lambda i, s, t, atom, at_x: atom and not s == i == t),
    "atoms do not matter": stray(lambda i, s, t, atom, at_x: not at_x and not s == i == t),
    "no pair matters": lambda place: None,
}


@pytest.mark.parametrize("name", BROKEN_CRITERIA)
def test_a_broken_criterion_is_seen(run, monkeypatch, name):
    monkeypatch.setattr(stated, "stray_atom", BROKEN_CRITERIA[name])
    assert run("proposition-2.8", "random data points", preset="standard").holds is False


def test_the_oracle_of_the_criterion_is_right(run, monkeypatch):
    good = stray(lambda i, s, t, atom, at_x: atom and not at_x and not s == i == t)
    monkeypatch.setattr(stated, "stray_atom", good)
    assert run("proposition-2.8", "random data points").holds is True


def test_a_limit_without_self_pairs_is_seen(run, run_anyway, monkeypatch):
    """Where nothing is mixed there is no limit, and a NaN is no number that could be compared."""
    monkeypatch.setattr(stated, "mixup_optimal_limit", lambda *a: mixup_optimal_limit(*a[:3], self_pairs=False))
    assert "no place for nan, a float" in run_anyway("proposition-2.8", "smallest cases")["smallest cases"].message
    assert run("proposition-2.8", "random data points", preset="standard").holds is False


def test_a_wrong_limit_is_seen_by_the_closed_form(run, monkeypatch):
    """The limit without its atoms: right for every Beta, wrong for Midpoint."""
    monkeypatch.setattr(argued, "limit_at", lambda place: [Fraction(j == place.code) for j in range(6)])
    assert run("proposition-2.8", "h is the limit", preset="standard").holds is False


BROKEN_STEPS = {
    "swapped ends": ("foreign_part", lambda m, lam, a, b: m * ((1 - lam) * a + lam * b), "what each pair gives away"),
    "first end only": ("foreign_part", lambda m, lam, a, b: m * lam * a, "what each pair gives away"),
    "quotient inverted": ("own_share", lambda own, foreign: foreign / (own + foreign), "the equivalence"),
    "not normalised": ("own_share", lambda own, foreign: own, "the limit exists"),
    "mix without 1 -": ("mix", lambda s, t, lam: [lam * s[0] + lam * t[0]], "where a pair meets x"),
}


@pytest.mark.parametrize("name", BROKEN_STEPS)
def test_a_broken_formula_breaks_its_step(run, monkeypatch, name):
    attribute, broken, step = BROKEN_STEPS[name]
    assert run("proposition-2.8", step).holds is True
    monkeypatch.setattr(argued, attribute, broken)
    assert run("proposition-2.8", step).holds is not True
