"""A rare point: the verdict, other crossings and bounds, and all samples one by one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import exp, log

import pytest
import sympy as sp

from proofs_check.results.square_loss import theorem_3_6_uniform as argued
from theory.claim import Verdict, claims
from theory.results.square_loss import theorem_3_6_uniform as stated
from theory.results.square_loss.theorem_3_6_uniform import RareLabel

CLAIM = "square-loss-3-6-uniform"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


@pytest.mark.parametrize("step", ["one of two labels", "above 1/e", "crosses once"])
def test_a_step_needs_its_premises(weakened, step):
    assert False in weakened(CLAIM, step)


@pytest.mark.parametrize("gamma", list(argued.FIRST))
@pytest.mark.parametrize("by", [1, -1])
def test_another_crossing_is_noticed(run, monkeypatch, gamma, by):
    monkeypatch.setattr(argued, "FIRST", {**argued.FIRST, gamma: argued.FIRST[gamma] + by})
    assert run(CLAIM, "three crossings").holds is False


def test_the_crossings_of_the_proof_are_those_of_the_statement():
    assert {gamma: stated.first_above(gamma) for gamma in argued.FIRST} == argued.FIRST


def test_another_quotient_has_another_slope(run, monkeypatch):
    monkeypatch.setattr(argued, "LOG_QUOTIENT", argued.LOG_QUOTIENT + sp.log(argued.N))
    assert run(CLAIM, "convex").holds is False


@pytest.mark.parametrize("name", ["expected excess", "probability", "from this n on"])
def test_a_bound_that_is_larger_is_noticed(run, monkeypatch, name):
    """e^-1/2 is approached from above as n grows, by 1/(4 e n): 5 percent more are missed at n = 120."""
    larger = {"expected excess": Fraction(101, 100), "probability": sp.Rational(105, 100), "from this n on": 2}
    claim = claims()[CLAIM]
    parts = tuple(
        replace(p, asserted=lambda one, p=p: p.asserted(one) * larger[name]) if p.name == name else p
        for p in claim.conclusion.parts
    )
    changed = replace(claim, conclusion=replace(claim.conclusion, parts=parts))
    monkeypatch.setattr("proofs_check.evidence.proof.Proof.claim", changed)
    assert run(CLAIM, "random rules", preset="standard").holds is False


@pytest.mark.parametrize("guess", [Fraction(0), Fraction(1, 3), Fraction(1)])
def test_all_samples_one_by_one(guess):
    """Of three points: the rare one is 1, the rule says what it has seen, or guesses."""
    rule = RareLabel(3, Fraction(1), guess)
    for label, miss in ((1, 1 - guess), (-1, guess)):
        total = Fraction(0)
        for sample in product((False, True), repeat=3):
            chance = Fraction(1)
            for seen in sample:
                chance *= rule.rare if seen else 1 - rule.rare
            total += chance * (0 if any(sample) else miss)
        assert rule.wrong(label) == total


def test_the_logarithm_is_that_of_the_quotient():
    for n, gamma in ((1, Fraction(1)), (38, Fraction(1)), (50, Fraction(1, 3))):
        excess = float(stated.least_excess(RareLabel(n, gamma, Fraction(1, 2))))
        assert float(stated.log_quotient(n, gamma)) == pytest.approx(log(excess / exp(-n * float(gamma) / 7)))


def test_it_crosses_for_tiny_gamma_too():
    """There n is so large that (n/(n + 1))^n has millions of digits."""
    rule = RareLabel(1, Fraction(1, 10**6), Fraction(1, 2))
    n = stated.first_above(rule.gamma)
    assert n > 10**8
    assert [stated.crosses_at(rule, size).holds for size in (n - 1, n, n + 1)] == [False, True, False]


def test_it_crosses_once():
    above = [bool(stated.log_quotient(n, Fraction(1)) > 0) for n in range(1, 200)]
    assert above == [n >= 38 for n in range(1, 200)]


def test_a_rare_mass_of_another_size_loses_less():
    """p (1 - p)^n is largest at 1/(n + 1)."""
    n = 12
    most = Fraction(1, n + 1) * Fraction(n, n + 1) ** n
    assert all(Fraction(k, 100) * (1 - Fraction(k, 100)) ** n <= most for k in range(101))


@pytest.mark.parametrize(
    "arguments", [(0, 1, "1/2"), (3, 0, "1/2"), (3, "11/10", "1/2"), (3, 1, 2), (3, sp.sqrt(2) / 2, 0)]
)
def test_an_instance_is_checked(arguments):
    with pytest.raises(ValueError, match="must"):
        RareLabel(*arguments)
