"""Runs: what they refuse, phi at its knots, directions, and where the optimisers go."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import flint
import pytest

from proofs_check.results.large_batch import runs as argued
from theory.numbers import precision
from theory.results.large_batch.lars_2 import layer_norms
from theory.results.large_batch.paths import BITS, at_most, law, mean, root, sign, unit
from theory.results.large_batch.runs import Outcome, Scaling, semidefinite

HALF = Fraction(1, 2)
q = flint.fmpq


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"matrix": ((1, 2), (0, 1))}, "symmetric"),
        ({"matrix": ((1, 2), (2, 1))}, "semidefinite"),
        ({"matrix": ((1,),)}, "2 rows and columns"),
        ({"start": (0, 0)}, "positive at the start"),
        ({"start": (1,)}, "each coordinate"),
        ({"smoothness": (0, 0)}, "0 throughout"),
        ({"smoothness": (2, -1)}, "not be negative"),
        ({"smoothness": (1,)}, "one for each layer"),
        ({"steps": 0}, "must be positive"),
        ({"squared_rate": 0}, "must be positive"),
        ({"squared_rate": "x"}, "not a finite number"),
        ({"alpha": (0, 1)}, "alpha_l"),
        ({"alpha": (2, 1)}, "alpha_l"),
        ({"deviation": (0, -1)}, "not negative"),
        ({"deviation": (0, 0, 0)}, "for each layer"),
        ({"noise": (Outcome(HALF, 1, (0, 0)),)}, "sum to 1"),
        ({"noise": (Outcome(1, 1, (0,)),)}, "a shift for each"),
        ({"noise": (Outcome(2, 1, (0, 0)), Outcome(-1, 1, (0, 0)))}, "positive probability"),
    ],
)
def test_what_is_no_run(change, words):
    with pytest.raises(ValueError, match=words):
        replace(argued.EVEN, **change)


@pytest.mark.parametrize("knots", [(), ((1, 1),), ((0, 1), (2, 1), (1, 1)), ((0, 1), (1, 1), (1, 2)), ((0, -1),)])
def test_what_is_no_phi(knots):
    with pytest.raises(ValueError, match="phi needs knots"):
        Scaling(knots)


def test_phi_at_a_jump_and_beyond_its_knots():
    jumping = Scaling(((0, 0), (0, 1), (2, 3)))
    assert [jumping(q(n, 2)) for n in (0, 1, 4, 9)] == [0, q(3, 2), 3, 3]
    assert (jumping.range(), jumping.range(positive=True)) == ((0, 3), (1, 3))
    assert Scaling(((0, 0), (2, 3))).range(positive=True) == (0, 3)


def test_phi_of_a_ball():
    shrinking = argued.TO_ONE
    assert shrinking(flint.arb(2)) == 1
    assert flint.arb("0.5").overlaps(shrinking(flint.arb("0.5")))
    assert not shrinking(flint.arb(1, 0.1)).is_finite()  # it meets a knot: nothing is known


def test_directions():
    assert unit([q(0), q(-7)]) == [0, -1]
    assert unit([q(3), q(-4)]) == [q(3, 5), q(-4, 5)]
    assert unit([q(0)]) == [0]
    assert not sign(flint.arb(0, 1)).is_finite()


def test_roots_are_rational_where_they_can_be():
    assert root(q(4, 9)) == q(2, 3)
    assert root(q(2)).overlaps(flint.arb(2).sqrt())
    assert not root(q(2)).is_exact()


@pytest.mark.parametrize(("k", "holds"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_semidefinite(k, holds):
    assert semidefinite(((Fraction(1), Fraction(k)), (Fraction(k), Fraction(1)))) is holds


def test_lars_halves_the_distance_each_time():
    found = [place.x for ((place),) in law(argued.SHRINKING)]
    assert found[:4] == [(1,), (q(1, 2),), (q(1, 4),), (q(1, 8),)]


def test_equal_places_are_one():
    noise = tuple(argued.outcome("1/2", factor) for factor in (1, -1))
    walk = law(replace(argued.SLOW, noise=noise))
    assert [len(places) for places in walk[:4]] == [1, 2, 3, 4]
    assert sum(place.probability for place in walk[10]) == 1


def test_the_mean_is_exact_or_a_ball():
    assert mean(argued.UPHILL, layer_norms) == Fraction(7, 4)
    one = argued.run([[1]], [1], [1], 2)
    found = mean(one, layer_norms)
    with precision(BITS):
        assert found.overlaps(1 - 1 / flint.arb(8).sqrt())
    assert (at_most(found, Fraction(13, 20)), at_most(found, Fraction(16, 25))) == (True, False)


def test_lamb_remembers_squares():
    """Down the diagonal: eta = sqrt(2/3), so x = 1 - 1/sqrt(3) after a step, and v = (1/2 + x^2)/2 after two."""
    diagonal = argued.run([[1, 0], [0, 1]], [1, 1], [1], 3, layers=(2,), deviation=[0, 0])
    (first,), (second,), (third,) = law(diagonal, HALF)
    assert first.memory == (0, 0)
    assert second.memory == (q(1, 2), q(1, 2))
    with precision(BITS):
        x = 1 - 1 / flint.arb(3).sqrt()
        assert all(found.overlaps(x) for found in second.x)
        assert all(found.overlaps((q(1, 2) + x * x) / 2) for found in third.memory)
        assert all(found.rad() < flint.arb("1e-50") for found in third.memory)
