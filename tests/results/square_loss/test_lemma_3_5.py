"""Lemma 3.5: both verdicts, broken densities and bounds, and the probability by error functions and by draws."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import atanh, erf, exp, sqrt

import numpy as np
import pytest
import sympy as sp

from proofs_check.recheck import Refused, refutations_square_loss
from proofs_check.recheck.refutations import REFUTATIONS
from proofs_check.recording import encode
from proofs_check.results.square_loss import lemma_3_5 as argued
from theory.claim import Verdict, claims
from theory.results.square_loss import lemma_3_5 as stated
from theory.results.square_loss.lemma_3_5 import NoisyAtoms, TwoAtoms

REPAIRED, PRINTED = "square-loss-3-5", "square-loss-3-5-printed"


def test_verdicts(verdict):
    assert verdict(REPAIRED) is Verdict.PROVED
    assert verdict(PRINTED) is Verdict.REFUTED


@pytest.mark.parametrize("step", ["where", "integral", "both bounds", "small levels"])
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(REPAIRED, step)


def test_another_level_is_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "artanh", lambda t: 1 + t)
    assert run(REPAIRED, "sharp").holds is not True


def test_another_constant_is_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "LINEAR", argued.LINEAR * sp.Rational(102, 100))
    assert run(REPAIRED, "small levels").holds is False


@pytest.mark.parametrize("name", ["X", "V"])
def test_other_places_of_the_densities_are_noticed(run, monkeypatch, name):
    """With 2x or 2v in the exponents, on one side only, they do not agree."""
    whole = argued.symbolic.identities
    old = getattr(argued, name)

    def changed(residuals, *rest):
        return whole({k: (left.subs(old, 2 * old), right) for k, (left, right) in residuals.items()}, *rest)

    monkeypatch.setattr(argued.symbolic, "identities", changed)
    assert run(REPAIRED, "posterior").holds is False
    if name == "V":
        assert run(REPAIRED, "density").holds is False


@pytest.mark.parametrize(
    ("part", "factor"),
    [("above", Fraction(99, 100)), ("below", Fraction(101, 100)), ("small levels", Fraction(99, 100))],
)
def test_a_bound_that_is_a_hundredth_off_is_noticed(run, monkeypatch, part, factor):
    claim = claims()[REPAIRED]
    parts = tuple(
        replace(p, asserted=lambda one, p=p: p.asserted(one) * factor) if p.name == part else p
        for p in claim.conclusion.parts
    )
    monkeypatch.setattr(
        "proofs_check.evidence.proof.Proof.claim", replace(claim, conclusion=replace(claim.conclusion, parts=parts))
    )
    assert run(REPAIRED, "random atoms").holds is False


def test_what_is_said_of_small_levels_is_not_said_of_large_ones():
    assert stated.is_linear(NoisyAtoms(1, "1/10", "51/100"), sp.Integer(0)).holds is True
    assert stated.is_linear(NoisyAtoms(1, "1/10", "1/2"), sp.Integer(0)).holds is False


@pytest.mark.parametrize("arguments", [(1, "1/2", "1/3"), (2, 3, "9/10"), ("1/2", 1, "1/10")])
def test_the_probability_is_that_of_error_functions(arguments):
    """P(|X| < r) = (erf((r - gamma)/(v sqrt 2)) + erf((r + gamma)/(v sqrt 2)))/2."""
    atoms = NoisyAtoms(*arguments)
    gamma, v, t = map(float, (atoms.gamma, atoms.noise, atoms.level))
    r = v**2 / gamma * atanh(t)
    whole = (erf((r - gamma) / (v * sqrt(2))) + erf((r + gamma) / (v * sqrt(2)))) / 2
    unit = v / gamma * exp(-(gamma**2) / (2 * v**2))
    assert float(stated.probability(atoms)) * unit == pytest.approx(whole, rel=1e-9)


def test_draws_are_uncertain_as_often(rng):
    """A million draws: five standard deviations are below 0.0025."""
    atoms = NoisyAtoms(1, 1, "1/2")
    x = rng.choice([1, -1], 1_000_000) + rng.normal(size=1_000_000)
    share = np.mean(np.abs(2 / (1 + np.exp(-2 * x)) - 1) < 0.5)
    assert share == pytest.approx(float(stated.probability(atoms)) * exp(-0.5), abs=0.0025)


@pytest.mark.parametrize("gamma", [1, "3/2", "1/100"])
def test_the_printed_power_fails_for_all_atoms_and_one_less_does_not(gamma):
    atoms = TwoAtoms(gamma)
    assert stated.one_constant_serves(atoms, 2).holds is False
    assert stated.one_constant_serves(atoms, 1).holds is True


def test_the_least_constant_is_the_limit_of_probabilities():
    v = sp.Symbol("v", positive=True)
    needed = float(stated.least_constant(TwoAtoms(1), 2)(v).subs(v, sp.Rational(1, 3)))
    found = float(stated.probability(NoisyAtoms(1, "1/3", "1/1000"))) / (1 / 3) / 1e-3
    assert found == pytest.approx(needed, rel=1e-6)


def test_checks_of_the_printed_form_can_fail(run, monkeypatch):
    right = argued.lower
    monkeypatch.setattr(argued, "lower", lambda atoms: right(atoms) * sp.Rational(98, 100))
    assert run(PRINTED, "C = 79").holds is False
    monkeypatch.setattr(argued, "least_constant", lambda atoms, power: stated.least_constant(atoms, 1))
    assert run(PRINTED, "every C").holds is False


def test_the_checker_reads_the_counterexample(monkeypatch):
    REFUTATIONS[PRINTED](encode(TwoAtoms(1)))
    with pytest.raises(Refused, match="not positive"):
        REFUTATIONS[PRINTED]({"gamma": "-1"})
    monkeypatch.setattr(refutations_square_loss, "LEAST", refutations_square_loss.flint.arb(1))
    with pytest.raises(Refused, match="is not known"):
        REFUTATIONS[PRINTED](encode(TwoAtoms(1)))


@pytest.mark.parametrize(
    "arguments", [(0, 1, "1/2"), (1, 0, "1/2"), (1, 1, 1), (1, 1, 0), (sp.sqrt(2), 1, "1/2")], ids=str
)
def test_an_instance_is_checked(arguments):
    with pytest.raises(ValueError, match="must be"):
        NoisyAtoms(*arguments)
    with pytest.raises(ValueError, match="must be"):
        TwoAtoms(-1)
