"""LARS: verdicts, and formulas, designs and assumptions that are broken."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.results.large_batch import descent, lars_2, lars_2_constant, lars_2_sharp
from proofs_check.results.large_batch import lars_1_separable as separable
from proofs_check.results.large_batch import runs as argued
from theory.claim import Verdict, claims
from theory.results.large_batch import lars_2 as stated
from theory.results.large_batch.lars_1_separable import Layered, smooth_for_all_pairs
from theory.results.large_batch.lars_2_constant import Ratio, meets_lars_2
from theory.results.large_batch.lars_2_sharp import Zigzag

REFUTED, PROVED = Verdict.REFUTED, Verdict.PROVED
LARS_2, SHARP, CONSTANT, SEPARABLE = "lars-2", "lars-2-sharp", "lars-2-constant", "lars-1-separable"


@pytest.mark.parametrize(
    ("claim_id", "expected"),
    [
        (SEPARABLE, PROVED),
        ("lars-2-quoted", REFUTED),
        ("lars-2-coordinatewise", REFUTED),
        (LARS_2, PROVED),
        (SHARP, PROVED),
        (CONSTANT, PROVED),
    ],
)
def test_verdicts(verdict, claim_id, expected):
    assert verdict(claim_id) is expected


@pytest.mark.parametrize(
    ("claim_id", "step"),
    [
        (LARS_2, "direction"),
        (LARS_2, "towards the minimum"),
        (LARS_2, "one layer"),
        (LARS_2, "layers and steps add up"),
        (LARS_2, "in total"),
        (SHARP, "passing 0"),
        (SHARP, "back and forth"),
        (SHARP, "near 1"),
        (CONSTANT, "rate"),
        (CONSTANT, "way down"),
        (CONSTANT, "squared"),
        (SEPARABLE, "points that agree in a layer"),
    ],
)
def test_a_step_needs_its_premises(weakened, claim_id, step):
    assert False in weakened(claim_id, step)


@pytest.mark.parametrize("factor", [Fraction(1, 2), Fraction(2)])
def test_another_rate_is_noticed(run_anyway, monkeypatch, factor):
    monkeypatch.setattr(descent, "squared_best_rate", lambda *sizes: factor * stated.squared_best_rate(*sizes))
    assert run_anyway(LARS_2, "best rate")["best rate"].holds is not True


def test_another_bound_is_noticed(run_anyway, monkeypatch):
    monkeypatch.setattr(descent, "guarantee", lambda *sizes: stated.guarantee(*sizes) * sp.Rational(9, 10))
    assert run_anyway(LARS_2, "best rate")["best rate"].holds is not True


def test_the_bound_needs_twice_the_noise(run, monkeypatch):
    """With a single share of the noise the step that proves it fails."""
    whole = lars_2.smt.universally

    def single(statements, *rest):
        import z3

        n, e, p, phi, low, up = z3.Reals("n e p phi l u")
        (premises, _) = statements["one layer"]
        return whole({"one layer": (premises, phi * p >= low * n - up * e)}, *rest)

    monkeypatch.setattr(lars_2.smt, "universally", single)
    assert run(LARS_2, "towards the minimum").holds is False


def test_noise_counts_twice():
    """sqrt(2 (1/2)/4) = 1/2, and twice the 1/2 that is declared."""
    assert stated.lars_bound(lars_2.NOISY) == sp.Rational(3, 2)


def test_coupled_layers_are_the_more_the_worse():
    """The mean over the bound is the root of the number of layers, at T = 1."""
    for layers in (1, 4, 9):
        one = lars_2.sum_of_layers(layers, Fraction(1), 1)
        assert stated.smooth_within_layers(one).holds
        assert stated.has_majorant(one).holds is (layers == 1)
        assert stated.mean_at_most(one, stated.lars_bound(one) * sp.sqrt(layers)).holds
        assert stated.mean_at_most(one, stated.lars_bound(one) * sp.sqrt(layers) * Fraction(99, 100)).holds is False


def test_what_is_quoted_is_true_where_phi_is_bounded_at_0_too():
    claim = claims()["lars-2-quoted"]
    assert claim.applies_to(argued.STUCK)
    assert claim.conclusion(argued.STUCK).holds is False
    moving = replace(argued.STUCK, scaling=argued.CONSTANT)
    assert claim.applies_to(moving)
    assert claim.conclusion(moving).holds


def test_a_run_of_every_assumption_broken_fails_only_that_one():
    """Controls meet the other assumptions, in numbers that are written down."""
    found = {
        argued.COUPLED: ("majorant", 2),
        argued.SHRINKING: ("phi", Fraction(589823, 524288)),
        argued.SLOW: ("rate", Fraction(247, 250)),
        argued.UPHILL: ("noise", Fraction(7, 4)),
    }
    for one, (name, value) in found.items():
        assert [a.name for a in claims()[LARS_2].assumptions if not a.predicate(one).holds] == [name]
        assert stated.mean(one, stated.layer_norms) == value


@pytest.mark.parametrize("k", [1, 2, 3, 4, 7])
def test_a_zigzag_and_its_formula(k):
    one = Zigzag(k)
    exact, near = claims()[SHARP].parts
    assert exact(one).holds
    assert near(one).holds
    assert exact.relation(one, one.quotient() + sp.Rational(1, 10**9)).holds is False


@pytest.mark.parametrize("name", ["odd_quotient", "even_quotient"])
def test_another_quotient_is_noticed(run, monkeypatch, name):
    before = getattr(lars_2_sharp, name)
    monkeypatch.setattr(lars_2_sharp, name, lambda k: before(k) + 1 / k**2)
    assert run(SHARP, "quotient").holds is False


@pytest.mark.parametrize("bad", [Zigzag, Ratio])
def test_whole_numbers_from_1(bad):
    with pytest.raises(ValueError, match="at least 1"):
        bad(0)


def test_the_slow_run_meets_both_bounds_of_phi():
    assert meets_lars_2(Ratio(3).slow_run()).holds
    unmet = replace(Ratio(3).slow_run(), start=(Fraction(1), Fraction(1)))
    assert not meets_lars_2(unmet).holds  # phi is 1 throughout


def test_another_rate_of_the_slow_run_is_noticed(run, monkeypatch):
    monkeypatch.setattr(lars_2_constant, "squared_best_rate", lambda *sizes: 4 * stated.squared_best_rate(*sizes))
    assert run(CONSTANT, "rate").holds is False


@pytest.mark.parametrize(("off", "holds"), [(0, True), (1, False)])
def test_smooth_for_all_pairs(off, holds):
    one = Layered(((3, off), (off, 2)), (1, 1), (3, 100))
    assert smooth_for_all_pairs(one).holds is holds


def test_blocks_need_their_norm():
    assert smooth_for_all_pairs(separable.BLOCKS).holds
    assert not smooth_for_all_pairs(replace(separable.BLOCKS, smoothness=(Fraction(29, 10), Fraction(5)))).holds


@pytest.mark.parametrize(
    ("rows", "layers", "smoothness"),
    [(((1, 2), (0, 1)), (1, 1), (1, 1)), (((1,),), (1, 1), (1, 1)), (((1,),), (1,), (-1,)), (((1,),), (1,), (1, 1))],
)
def test_what_is_no_layered_function(rows, layers, smoothness):
    with pytest.raises(ValueError, match=r"symmetric|rows and columns|needs an L"):
        Layered(rows, layers, smoothness)
