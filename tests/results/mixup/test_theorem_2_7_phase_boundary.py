"""Theorem 2.7's phase boundary: the verdict, its digits, and what broken formulas do to them."""

from fractions import Fraction

import pytest
import sympy as sp
import z3

from proofs_check.evidence import Role, proofs
from proofs_check.results.mixup import theorem_2_7_phase_boundary as argued
from theory.claim import Verdict
from theory.results.mixup import theorem_2_7 as closed_form
from theory.results.mixup import theorem_2_7_phase_boundary as stated
from theory.results.mixup.theorem_2_7 import ThreePoints, misclassified
from theory.results.mixup.theorem_2_7_phase_boundary import parted_by_one_crossing, phase_boundary

GOLDEN = (1 + sp.sqrt(5)) / 4


@pytest.fixture(autouse=True)
def fresh_enclosures():
    phase_boundary.cache_clear()
    yield
    phase_boundary.cache_clear()


def test_it_is_proved(verdict):
    assert verdict("theorem-2.7-phase-boundary") is Verdict.PROVED


def test_no_step_is_argued_and_every_assumption_has_a_control():
    proof = proofs()["theorem-2.7-phase-boundary"]
    assert not [item for item in proof.items if item.role is Role.ARGUED]
    controlled = {item.name.removeprefix("without ") for item in proof.items if item.role is Role.CONTROL}
    assert controlled == {a.name for a in proof.claim.assumptions}


@pytest.mark.parametrize("width", [Fraction(1, 10), Fraction(1, 10**9), Fraction(1, 10**20)])
def test_enclosures_are_as_narrow_as_asked_and_nested(width):
    lo, hi = phase_boundary(Fraction(1, 10), width=width)
    assert 0 < hi - lo <= width
    assert lo < Fraction("22.8813067543") < hi or width < Fraction(1, 10**9)


@pytest.mark.parametrize(("epsilon", "last_right"), [("1/2", 3), ("1/4", 4), ("1/10", 22), ("1/20", 91), ("9/10", 0)])
def test_h_eps_turns_between_the_whole_alphas_about_the_crossing(epsilon, last_right):
    """Exact rational h_eps, with no use of the closed form."""
    assert last_right == 0 or misclassified(ThreePoints(last_right, epsilon)).holds is False
    assert misclassified(ThreePoints(last_right + 1, epsilon)).holds is True
    assert last_right < phase_boundary(Fraction(epsilon))[0] < last_right + 1


def test_h_eps_at_a_fractional_alpha_is_decided_by_balls():
    assert misclassified(ThreePoints("22.88", "1/10")).holds is False
    assert misclassified(ThreePoints("22.89", "1/10")).holds is True


def test_at_the_exact_crossing_the_classes_tie_and_the_claim_still_holds():
    tie = ThreePoints(1, GOLDEN)
    assert stated.equal(stated.mass_gap(tie), 0)
    assert misclassified(tie).holds is False
    assert parted_by_one_crossing(tie).holds is True


def test_a_sign_that_balls_leave_open_is_not_guessed():
    assert stated.exceeds(1, GOLDEN) is None
    assert stated.exceeds(2, GOLDEN) is True


@pytest.mark.parametrize("arguments", [(1,), (2,), (Fraction(1, 2), Fraction(1, 4))])
def test_where_alpha_does_not_matter_there_is_no_crossing(arguments):
    with pytest.raises(ValueError, match="nothing depends on alpha"):
        phase_boundary(*arguments)


def test_a_crossing_out_of_reach_is_said_to_be_so(monkeypatch):
    monkeypatch.setattr(stated, "LARGEST_ALPHA", 16)
    with pytest.raises(ArithmeticError, match="no failure found"):
        phase_boundary(Fraction(1, 10))


@pytest.mark.parametrize("bad", [(0, 1), (1, 0), (1, 1, "1/2"), (1, 1, 0), (-1, 1)])
def test_impossible_instances_are_refused(bad):
    with pytest.raises(ValueError, match=r"weight|positive"):
        ThreePoints(*bad)


def broken(factor_two=2, swap=False, sign=1):
    """``failure_excess`` with a factor, the weights or the sign of its last term changed."""

    def formula(alpha, epsilon, outer_weight=Fraction(1, 3)):
        p, q = outer_weight, 1 - 2 * outer_weight
        if swap:
            p, q = q, p
        power = (epsilon * (1 - epsilon)) ** alpha
        middle, binomial = closed_form.middle_mass(alpha, epsilon), closed_form.central_binomial(alpha)
        return 2 * p * p * middle - q * q - factor_two * sign * p * q * binomial * power

    return formula


@pytest.mark.parametrize("change", [{"factor_two": 1}, {"swap": True}, {"sign": -1}])
def test_a_broken_closed_form_is_seen(run, monkeypatch, change):
    for module in (stated, closed_form):
        monkeypatch.setattr(module, "failure_excess", broken(**change))
    assert run("theorem-2.7-phase-boundary", "h_eps itself").holds is False


def test_the_unbroken_copy_is_not_seen(verdict, monkeypatch):
    """The same replacement with nothing changed: what turned it red above is the change."""
    for module in (stated, closed_form):
        monkeypatch.setattr(module, "failure_excess", broken())
    assert verdict("theorem-2.7-phase-boundary") is Verdict.PROVED


@pytest.mark.parametrize("name", ["tail", "B is a moment"])
def test_a_broken_central_binomial_is_seen(run, monkeypatch, name):
    monkeypatch.setattr(closed_form, "central_binomial", lambda a: sp.gamma(2 * a + 1) / sp.gamma(a + 1) ** 2 / 2)
    assert run("theorem-2.7-phase-boundary", name).holds is False


def test_a_sign_mistaken_for_its_opposite_is_seen(run_anyway, monkeypatch):
    """A search that believes the excess to fall finds no crossing at all, and says so; h_eps itself contradicts it."""
    right = stated.exceeds
    monkeypatch.setattr(stated, "exceeds", lambda *a: None if right(*a) is None else not right(*a))
    found = run_anyway("theorem-2.7-phase-boundary", "seven enclosures", "an exact crossing", "h_eps itself")
    assert found.pop("h_eps itself").holds is False
    assert len(found) == 2
    assert all("ArithmeticError: no " in (e.error or "") for e in found.values())


def test_an_excess_that_rises_with_the_wrong_term_is_seen(run, monkeypatch):
    monkeypatch.setattr(argued, "excess", lambda m, b, p: 2 * p**2 * m - (1 - 2 * p) ** 2 + 2 * p * (1 - 2 * p) * b)
    assert run("theorem-2.7-phase-boundary", "monotone").holds is False
    assert run("theorem-2.7-phase-boundary", "closed form").holds is False


def test_a_wrong_level_is_seen():
    """The equivalence that "level sets" checks fails with (1 - eps)/4 for (1 - eps^2)/4."""
    lam, eps = z3.Reals("lam eps")
    middle = z3.And(2 * lam - 1 < eps, 1 - 2 * lam < eps)
    solver = z3.Solver()
    solver.add(eps > 0, eps < 1, lam >= 0, lam <= 1, middle != (4 * lam * (1 - lam) > 1 - eps))
    assert solver.check() == z3.sat


def test_the_bounds_at_both_ends_hold_in_fact():
    """The Chebyshev bound and the one for small alpha, at exact and at ball instances."""
    for alpha in (1, 2, 5, 40):
        low = 1 - Fraction(1, 1) / (Fraction(1, 4) * (2 * alpha + 1))
        assert closed_form.middle_mass(Fraction(alpha), Fraction(1, 2)) >= low
    for alpha in (Fraction(1, 50), Fraction(1, 2), Fraction(9, 10)):
        small = closed_form.middle_mass(stated.ball(alpha), stated.ball(Fraction(1, 2)))
        assert small <= 4 * stated.ball(alpha) * stated.ball(Fraction(1, 2)) / stated.ball(Fraction(3, 4))
