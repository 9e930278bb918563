"""Labelled rays: the verdict, networks that are broken, and random features that a linear program combines."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from proofs_check.results.square_loss import relu_realisable as argued
from theory.claim import Verdict
from theory.results.square_loss import networks
from theory.results.square_loss import relu_realisable as stated
from theory.results.square_loss.networks import HalfSpace, Network, half_space
from theory.results.square_loss.rays import RayData

CLAIM = "square-loss-relu-realisable"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


@pytest.mark.parametrize(
    "step", ["rays", "odd part", "necessary", "multipliers", "across", "tents", "sufficient", "both ways", "a bias"]
)
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(CLAIM, step)


def test_another_activation_has_another_odd_part(run, monkeypatch):
    """Of squares, or of |z|, the odd part is 0."""
    monkeypatch.setattr(argued, "unit", lambda z: z * z)
    assert run(CLAIM, "odd part").holds is False
    assert run(CLAIM, "rays").holds is False
    assert run(CLAIM, "tents").holds is False


@pytest.mark.parametrize(("factor", "seen"), [(-1, 9), (1, 0)], ids=["upside down", "others not seen"])
def test_other_tents_are_noticed(run, monkeypatch, factor, seen):
    right = networks.tent
    monkeypatch.setattr(networks, "tent", lambda scale, axis, others: right(factor * scale, axis, others[:seen]))
    assert run(CLAIM, "random rays").holds is False


def test_contested_lines_that_are_not_seen_are_noticed(run, monkeypatch):
    monkeypatch.setattr(RayData, "contested", property(lambda _: []))
    assert run(CLAIM, "random rays").holds is False


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (HalfSpace(normal=(1, 1)), None),
        (HalfSpace(multipliers=(1, 0)), None),
        (HalfSpace(multipliers=(0, 0)), None),
        (HalfSpace(multipliers=(-1, -1)), None),
        (HalfSpace(multipliers=(1,)), None),
        (HalfSpace(multipliers=(2, 2)), False),
    ],
)
def test_a_half_space_is_seen_from_its_numbers(found, shown):
    vectors = [(Fraction(1), Fraction(0)), (Fraction(-1), Fraction(0))]
    assert found.shows(vectors) is shown


def test_no_vectors_are_in_a_half_space():
    found = half_space([], 2)
    assert found.shows([]) is True


def random_features(data: RayData, units: int) -> bool:
    """Whether some combination of random units classifies the data with the margin 1, by a linear program."""
    rng = np.random.default_rng(0)
    x = np.array(data.points, dtype=float)
    features = np.maximum(x @ rng.normal(size=(x.shape[1], units)), 0) * np.array(data.labels)[:, None]
    return bool(linprog(np.zeros(units), A_ub=-features, b_ub=-np.ones(len(x)), bounds=(None, None)).success)


@pytest.mark.parametrize("labels", ["".join(labels) for labels in product("+-", repeat=6)])
def test_combinations_of_random_units_classify_the_same_labels(labels):
    data = argued.six_rays(labels)
    assert random_features(data, 200) is stated.one_half_space(data)


def test_in_one_dimension_both_rays_can_have_any_labels():
    for labels in product((1, -1), repeat=2):
        assert stated.one_half_space(RayData(((1,), (-1,)), labels))
        assert stated.decided(RayData(((1,), (-1,)), labels))[0] is True


def test_the_output_0_counts_as_the_label_1():
    zero = Network(())
    assert zero.risk(RayData(((1,), (-2,)), (1, -1), (Fraction(1, 3), Fraction(2, 3)))) == Fraction(2, 3)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (((), ()), "each point needs"),
        ((((1,), (1, 2)), (1, 1)), "the same dimension"),
        ((((1,),), (1, -1)), "each point needs"),
        ((((0, 0),), (1,)), "must not be 0"),
        ((((1,),), (2,)), "must be 1 or -1"),
        ((((1,),), (1,), (Fraction(1, 2),)), "with the sum 1"),
        ((((1,), (2,)), (1, 1), (2, -1)), "positive"),
    ],
)
def test_an_instance_is_checked(arguments, reason):
    with pytest.raises(ValueError, match=reason):
        RayData(*arguments)
