"""Theorem 2.7: the verdict, and what broken formulas and too small an alpha_0 do to it."""

from fractions import Fraction

import pytest
import sympy as sp

from proofs_check.evidence import Role, decide, proofs
from proofs_check.results.mixup import theorem_2_7 as argued
from proofs_check.results.mixup import theorem_2_7_phase_boundary as boundary_argued
from theory.claim import Verdict
from theory.optimal import exact as optimal
from theory.results.mixup import theorem_2_7 as stated
from theory.results.mixup.theorem_2_7 import (
    ThreePoints,
    central_binomial,
    failure_excess,
    mass_gap,
    misclassified,
    sufficient_alpha,
)

PROOF = proofs()["theorem-2.7"]


def test_the_verdict(run_all):
    found, message = decide(PROOF.claim, run_all(PROOF.claim_id).values())
    assert found is Verdict.PROVED
    assert "argued" not in message


def test_every_assumption_has_its_control():
    controlled = {item.name.removeprefix("without ") for item in PROOF.items if item.role is Role.CONTROL}
    assert controlled == {a.name for a in PROOF.claim.assumptions}


@pytest.mark.parametrize("epsilon", ["1/10", "1/4", "1/2", "9/10", "1", "3/2"])
def test_it_fails_from_the_bound_on(epsilon):
    eps = Fraction(epsilon)
    for more in (1, 50):
        instance = ThreePoints(int(sufficient_alpha(eps)) + more, eps)
        assert PROOF.claim.applies_to(instance)
        assert misclassified(instance).holds is True


def test_below_the_boundary_it_does_not():
    assert misclassified(ThreePoints(3, "1/2")).holds is False
    assert misclassified(ThreePoints(4, "1/2")).holds is True


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        (
            "factor 2 dropped",
            lambda a, e, p: 2 * p**2 * stated.middle_mass(a, e) - (1 - 2 * p) ** 2 - _last(a, e, p) / 2,
        ),
        (
            "sign of the self-pair",
            lambda a, e, p: 2 * p**2 * stated.middle_mass(a, e) + (1 - 2 * p) ** 2 - _last(a, e, p),
        ),
        (
            "one order of the outer pair",
            lambda a, e, p: p**2 * stated.middle_mass(a, e) - (1 - 2 * p) ** 2 - _last(a, e, p),
        ),
        (
            "power of eps alone",
            lambda a, e, p: 2 * p**2 * stated.middle_mass(a, e) - (1 - 2 * p) ** 2 - _last(a, e, p) / (1 - e) ** a,
        ),
        ("wrong width", lambda a, e, p: 2 * p**2 * stated.middle_mass(a, 2 * e) - (1 - 2 * p) ** 2 - _last(a, e, p)),
    ],
)
def test_a_broken_closed_form_is_not_the_mass_gap(name, broken):
    instances = [ThreePoints(a, e, p) for a in (1, 3) for e in ("1/4", "2/5") for p in ("1/3", "2/5")]

    def values(form):
        return [form(i.alpha, i.epsilon, i.outer_weight) for i in instances]

    gaps = [mass_gap(i) for i in instances]
    assert values(failure_excess) == gaps
    assert values(broken) != gaps


def _last(alpha, epsilon, p):
    return 2 * p * (1 - 2 * p) * central_binomial(alpha) * (epsilon * (1 - epsilon)) ** int(alpha)


def test_a_missing_self_pair_turns_the_run_red(run_all, monkeypatch):
    right = optimal.mixup_optimal_exact
    monkeypatch.setattr(stated, "mixup_optimal_exact", lambda *a: right(*a, self_pairs=False))
    assert not all(e.holds for e in run_all(PROOF.claim_id, "closed form").values())


def test_a_swapped_lambda_turns_the_run_red(run_all, monkeypatch):
    """Each pair's share given to the wrong end."""
    right = optimal.mixup_optimal_exact
    monkeypatch.setattr(stated, "mixup_optimal_exact", lambda *a: right(*a)[::-1])
    assert not all(e.holds for e in run_all(PROOF.claim_id, "closed form", "from the definition").values())


def test_a_bound_that_is_too_small_turns_the_run_red(run_all, monkeypatch):
    for module in (stated, argued):
        monkeypatch.setattr(module, "sufficient_alpha", lambda epsilon, factor: Fraction(2))
    assert not all(e.holds for e in run_all(PROOF.claim_id, "from the definition").values())


def test_a_central_binomial_without_its_square_is_seen(run_all, monkeypatch):
    monkeypatch.setattr(argued, "central_binomial", lambda a: sp.gamma(2 * a + 1) / sp.gamma(a + 1))
    assert not any(e.holds for e in run_all(PROOF.claim_id, "Cauchy and Schwarz").values())


def test_an_arcsine_moment_without_its_half_is_seen(run_all, monkeypatch):
    right = argued.arcsine_moment
    monkeypatch.setattr(argued, "arcsine_moment", lambda a: right(a + 1))
    assert not any(e.holds for e in run_all(PROOF.claim_id, "Cauchy and Schwarz", "its bound").values())


@pytest.mark.parametrize(
    ("step", "name", "moved"),
    [
        ("below one", "LEAST_ALPHA", 4),
        ("below one", "MIDDLE", Fraction(18, 25)),
        ("most in the middle", "square_mean", lambda: 1 / (2 * argued.ALPHA)),
        ("most in the middle", "coefficient", lambda factor: factor),
    ],
)
def test_a_constant_of_the_statement_that_moves_breaks_its_step(run, monkeypatch, step, name, moved):
    assert run(PROOF.claim_id, step).holds is True
    monkeypatch.setattr(argued, name, moved)
    assert run(PROOF.claim_id, step).holds is False


def test_a_better_factor_than_chebyshevs_is_not_proved(run, monkeypatch):
    """Two atoms at -eps and eps attain it."""
    monkeypatch.setattr(boundary_argued, "CHEBYSHEV", Fraction(9, 10))
    assert run(PROOF.claim_id, "Chebyshev").holds is False


def test_a_variance_without_its_one_is_seen(run, monkeypatch):
    monkeypatch.setattr(boundary_argued, "square_mean", lambda: 1 / (2 * argued.ALPHA))
    assert run(PROOF.claim_id, "variance").holds is False


def test_the_constants_of_the_statement_are_those_of_the_assumption():
    assert r"\max(5, 2/\epsilon^2 - 1/2)" in PROOF.claim.statement
    assert sufficient_alpha(Fraction(1, 4)) == Fraction(63, 2)
    assert sufficient_alpha(Fraction(99, 100)) == 5
    assert sufficient_alpha(Fraction(1)) == 0


@pytest.mark.parametrize("bad", [(0, "1/2"), (1, 0), (1, "1/2", "1/2"), (-1, "1/2")])
def test_bad_parameters_are_refused(bad):
    with pytest.raises(ValueError, match=r"positive|below 1/2"):
        ThreePoints(*bad)
