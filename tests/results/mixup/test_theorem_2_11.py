"""Theorem 2.11: the predicates decide known instances, and a broken formula is seen by the step that uses it."""

from __future__ import annotations

from itertools import permutations
from math import comb, factorial

import numpy as np
import pytest

from proofs_check.evidence import Role, Settings, decide, proofs
from proofs_check.results.mixup import theorem_2_11 as argued
from theory.claim import Verdict
from theory.midpoints import bijections as edge_bijections
from theory.midpoints import recover
from theory.midpoints.bijections import (
    dimension_counts,
    exceptional_dimension,
    induced,
    is_induced,
    keeping_disjoint,
    keeps_disjoint,
    pairs,
    relations,
    star_images,
)
from theory.results.mixup.theorem_2_11 import Matching, exactly_as_stated, no_other_points, rival_at, rival_matrix

QUICK = Settings("quick")
EXCHANGED = (1, 0, *range(2, 10))  # two pairs of five points exchanged
CLAIMS = ("theorem-2.11", "theorem-2.11-sharp")


@pytest.mark.parametrize("claim", CLAIMS)
def test_it_is_proved_with_one_textbook_theorem_and_no_words(run_all, claim):
    proof = proofs()[claim]
    evidence = run_all(claim).values()
    verdict, message = decide(proof.claim, evidence)
    assert verdict is Verdict.PROVED, message
    assert all(e.holds for e in evidence)
    unchecked = [item.name for item in proof.items if item.role in (Role.TRUSTED, Role.ARGUED)]
    assert unchecked == ["integrals"]


# ------------------------------------------------------------------------------------------- the objects
@pytest.mark.parametrize("m", [3, 4, 5, 7])
def test_a_permutation_of_the_points_gives_the_same_points(m):
    images = induced((*range(1, m), 0))
    assert is_induced(m, images)
    assert keeps_disjoint(m, images)
    assert rival_matrix(m, images).tolist() == [[int(j == (i + 1) % m) for j in range(m)] for i in range(m)]
    assert no_other_points(Matching(m, images)).holds is True


def test_the_exceptional_bijections_of_four_points():
    exceptional = [images for images in permutations(range(6)) if no_other_points(Matching(4, images)).holds is False]
    assert len(exceptional) == 24
    assert set(exceptional) == {images for images in keeping_disjoint(4) if not is_induced(4, images)}


def test_two_exchanged_pairs_leave_a_hyperplane():
    assert exceptional_dimension(5, EXCHANGED) == 4
    assert no_other_points(Matching(5, EXCHANGED)).witness == "only x in a subspace of dimension 4 have a rival"
    assert rival_matrix(5, EXCHANGED) is None


def test_points_of_an_exceptional_subspace_do_have_a_rival():
    """Where x_2 = x_3 the exchange changes nothing; the Thue-Morse set has another rival."""
    assert rival_at(5, EXCHANGED, [0, 1, 1, 5, 9]) == [0, 1, 1, 5, 9]
    assert rival_at(5, EXCHANGED, [0, 1, 2, 5, 9]) is None
    assert no_other_points(argued.thue_morse_matching()).holds is False


def test_two_points():
    assert no_other_points(Matching(2, (0,))).holds is False
    assert exactly_as_stated(Matching(2, (0,))).holds is True


@pytest.mark.parametrize(
    ("m", "images", "sample"), [(1, (), None), (3, (0, 1), None), (3, (0, 1, 1), None), (3, (0, 1, 2), (0, 1))]
)
def test_a_matching_that_is_none(m, images, sample):
    with pytest.raises(ValueError, match=r"the images must be|a sample of"):
        Matching(m, images, sample)


def test_a_matching_shows_its_pairs():
    assert str(Matching(3, (0, 2, 1))) == "m = 3, no atoms, 12→12 13→23 23→13"
    assert str(Matching(3, (0, 2, 1), (1, 2, 4))).startswith("m = 3, sample (1, 2, 4), ")


# ------------------------------------------------------------------------------------------- all bijections
def test_star_images_cover_every_set_once():
    for m in (3, 4, 5, 6):
        assert sum(star.size for star in star_images(m)) == comb(comb(m, 2), m - 1)
    assert len(star_images(6)) == 15  # the graphs with five edges on six points


@pytest.mark.parametrize("m", [3, 4])
def test_counts_by_kind_are_counts_of_all(m):
    every = [exceptional_dimension(m, images) for images in permutations(range(comb(m, 2)))]
    assert dimension_counts(m) == {k: every.count(k) for k in set(every)}


def test_counts_of_all_3_628_800_bijections_for_five_points():
    counts = dimension_counts(5)
    assert counts.total() == factorial(10)
    assert counts[5] == factorial(5)


def test_the_compiled_ranks_are_the_ranks():
    for star in star_images(5):
        rest = [e for e in range(10) if e not in star.images]
        compiled = edge_bijections._many_completions(5, star.images, rest)
        assert compiled == edge_bijections._completions(5, star.images, rest)


def test_compiled_ranks_of_six_points_on_random_bijections():
    """The kernel of the thorough preset, with few completions at a time, against exact ranks."""
    rng = np.random.default_rng(0)
    for swaps in (0, 2, 15):
        images = list(induced(tuple(rng.permutation(6).tolist())))
        for _ in range(swaps):
            e, f = rng.integers(0, 15, 2)
            images[e], images[f] = images[f], images[e]
        head, rest = tuple(images[:12]), images[12:]
        compiled = edge_bijections._many_completions(6, head, rest)
        assert compiled == edge_bijections._completions(6, head, rest)
        assert compiled.total() == 6


@pytest.mark.parametrize("m", [4, 5, 6, 7])
def test_relations_vanish_on_sums_and_are_independent(m):
    null = relations(m)
    incidence = np.array([[int(i in pair) for i in range(m)] for pair in pairs(m)])
    assert null.shape == (comb(m, 2) - m, comb(m, 2))
    assert not (null @ incidence).any()
    assert np.linalg.matrix_rank(null) == len(null)


def test_the_prime_is_beyond_every_minor():
    """Hadamard's bound for a 0/1 matrix of n columns, n = 2m = 12."""
    assert edge_bijections.PRIME**2 * 4**12 > 13**13
    assert all(edge_bijections.PRIME % q for q in range(2, 91))


def test_only_small_m_are_counted():
    with pytest.raises(ValueError, match=r"m = 3, \.\.\., 6"):
        dimension_counts(7)


# ------------------------------------------------------------------------------------------- broken forms


BROKEN = {
    "a bijection keeps nothing": ("keeping_disjoint", lambda m: permutations(range(comb(m, 2))), "four points"),
    "every bijection is induced": ("is_induced", lambda m, images: True, "four points"),
    "no bijection is induced": ("is_induced", lambda m, images: False, "stars go to stars"),
    "nor for three points": ("is_induced", lambda m, images: False, "three points"),
    "multiplicity of a point forgotten": (
        "ends",
        lambda two: frozenset(argued.common_points(two)),
        "a common point shows",
    ),
    "rivals without signs": ("rival_matrix", lambda m, images: rival_matrix(m, induced(range(m))), "four points"),
    "counts of another m": ("dimension_counts", lambda m: dimension_counts(4), "ranks of all bijections"),
    "the same for every m": ("exactly_as_stated", no_other_points, "bijections one by one"),
    "rank of too few rows": ("incidence", lambda m: edge_bijections.incidence(m, [0] * m), "rank of the system"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_form_is_seen(run, monkeypatch, name):
    attribute, broken, seen_by = BROKEN[name]
    monkeypatch.setattr(argued, attribute, broken)
    assert run("theorem-2.11-sharp", seen_by).holds is False


@pytest.mark.parametrize("dropped", [0, 1, 2])
@pytest.mark.parametrize("claim", CLAIMS)
def test_no_step_can_be_left_out(run, monkeypatch, claim, dropped):
    rest = [formula for i, formula in enumerate(argued.established()) if i != dropped]
    monkeypatch.setattr(argued, "established", lambda: rest)
    assert run(claim, "the theorem").holds is False


def test_digits_that_are_not_recovered_are_seen(run, monkeypatch):
    monkeypatch.setattr(argued, "recover", lambda rows: recover([[2 * x for x in row] for row in rows]))
    assert run("theorem-2.11", "real digits").holds is False
