"""Every method of proof can say yes, no and "not certain"."""

import re
from fractions import Fraction

import flint
import numpy as np
import pytest
import sympy as sp
from hypothesis import strategies as st
from scipy.stats import binom

from proofs_check.evidence import Settings
from proofs_check.methods import balls, exact, means, optimizer, sampled, smt, statistical, symbolic
from proofs_check.recording import recording
from theory.numbers import ball

QUICK = Settings("quick")
x, y = sp.symbols("x y", positive=True)


def test_symbolic_identities():
    assert symbolic.identities({"square": (x + y) ** 2 - x**2 - 2 * x * y - y**2}, "").holds is True
    wrong = symbolic.identities({"square": (x + y) ** 2 - x**2 - y**2}, "")
    assert wrong.holds is False
    assert "square" in wrong.message


def test_symbolic_identities_that_are_not_recognised_are_inconclusive(monkeypatch):
    monkeypatch.setattr(symbolic, "_nonzero_somewhere", lambda expression: False)
    assert symbolic.vanishes(x - y) is None


def test_a_number_too_small_for_balls_has_no_sign_that_sympy_estimates():
    """It is positive, and SymPy says that it is not; balls of 4096 bits cannot tell it from 0."""
    tiny = sp.log(1 + sp.exp(-4000)) - sp.log(1 + sp.exp(-4001))
    assert tiny.is_positive is False
    for sign in (">0", "<0"):
        assert symbolic.signs({"tiny": (tiny, sign)}, "").holds is None


def test_symbolic_signs():
    assert symbolic.signs({"sum": (x + y, ">0")}, "").holds is True
    assert symbolic.signs({"sum": (x + y, "<0")}, "").holds is False
    assert symbolic.signs({"difference": (x - y, ">0")}, "").holds is None


def test_exact_comparisons():
    good = {"a": (Fraction(1, 3), "<", Fraction(1, 2)), "b": (sp.sqrt(8), "==", 2 * sp.sqrt(2))}
    assert exact.compare(good, "").holds is True
    assert exact.compare({**good, "c": (1, ">", 1)}, "").holds is False
    assert exact.decide([True, None], "", "").holds is None


def test_positive_enclosures():
    assert balls.positive({"pi - 3": lambda: flint.arb.pi() - 3}, "").holds is True
    assert balls.positive({"3 - pi": lambda: 3 - flint.arb.pi()}, "").holds is False
    assert balls.positive({"wide": lambda: flint.arb(0, 1)}, "").holds is None
    assert balls.positive({"nan": lambda: flint.arb("nan")}, "").holds is None


@pytest.mark.parametrize(
    ("function", "holds"),
    [
        (lambda t: t * t - t + ball("0.26"), True),
        (lambda t: t * t - t + ball("0.24"), False),
        (lambda t: t * t - t + ball("0.25"), None),
    ],
)
def test_positive_on_a_box_needs_subdivision_and_knows_its_limits(function, holds):
    result = balls.positive_on_box(function, [(0, 1)], "", max_boxes=300)
    assert result.holds is holds


def test_the_boxes_cover_the_whole_range():
    seen = []

    def function(t):
        seen.append(t)
        return t + 1 if float(t.rad()) < 0.2 else flint.arb("nan")

    assert balls.positive_on_box(function, [("1/3", 2)], "").holds is True
    leaves = [t for t in seen if float(t.rad()) < 0.2]
    for k in range(101):
        point = ball(Fraction(1, 3) + Fraction(5 * k, 300))
        assert any(leaf.overlaps(point) for leaf in leaves)


def test_smt_proves_refutes_and_detects_vacuity():
    import z3

    a, b = z3.Reals("a b")
    assert smt.universally({"square": ([], a * a + b * b >= 2 * a * b)}, "").holds is True
    wrong = smt.universally({"square": ([], a * a + b * b > 2 * a * b)}, "")
    assert wrong.holds is False
    assert "fails at" in wrong.message
    assert smt.universally({"vacuous": ([a < 0, a > 0], b > 0)}, "").holds is None


def test_sampled_counts_and_shrinks():
    good = sampled.holds_on(st.integers(0, 9), lambda n: None if n < 5 else True, QUICK, (50, 50, 50), "")
    assert good.holds is True
    assert 0 < good.instances < 50
    bad = sampled.holds_on(st.integers(0, 1000), lambda n: n < 17, QUICK, (200, 200, 200), "")
    assert (bad.holds, bad.witness) == (False, "17")
    none = sampled.holds_on(st.integers(), lambda n: None, QUICK, (10, 10, 10), "")
    assert none.instances == 0


def test_sampled_lets_errors_through():
    with pytest.raises(ZeroDivisionError):
        sampled.holds_on(st.just(0), lambda n: 1 / n > 0, QUICK, (5, 5, 5), "")


def test_statistical_bounds():
    assert statistical.at_least(1000, 1000, 0.98, "").holds is True
    assert statistical.at_least(900, 1000, 0.98, "").holds is False
    assert statistical.at_least(98, 100, 0.98, "").holds is None
    assert statistical.at_least(0, 0, 0.98, "").instances == 0


def test_an_interval_errs_as_often_as_it_says_on_either_side():
    """At its ends the tails of the binomial law have this probability: Clopper and Pearson's definition."""
    low, high = statistical.enclosure(7, 50, 0.99)
    assert binom.sf(6, 50, low) == pytest.approx(0.01, rel=1e-6)
    assert binom.cdf(7, 50, high) == pytest.approx(0.01, rel=1e-6)


def test_the_optimizer_finds_a_known_minimiser_on_the_simplex():
    weights = np.array([0.2, 0.5, 0.3])
    theta, residual = optimizer.minimize_on_simplex(
        lambda t: float(-weights @ np.log(t)), lambda t: -weights / t, 3, np.random.default_rng(0)
    )
    assert residual < 1e-8
    np.testing.assert_allclose(theta, weights, atol=1e-7)


def test_an_identity_may_come_as_two_sides_with_a_limit_left_to_be_done():
    good = {"limit": (sp.Limit(sp.sin(x) / x, x, 0), sp.Integer(1)), "slope": (sp.Derivative(x**2, x), 2 * x)}
    assert symbolic.identities(good, "").holds is True
    assert symbolic.identities({"limit": (sp.Limit(sp.sin(x) / x, x, 0), sp.Integer(2))}, "").holds is False


def test_what_the_methods_decide_is_recorded():
    import z3

    a = z3.Real("a")
    with recording() as decided:
        symbolic.identities({"double": (x + x, 2 * x)}, "")
        symbolic.signs({"x": (x, ">0")}, "")
        smt.universally({"square": ([a > 0], a * a > 0)}, "")
        exact.compare({"third": (Fraction(1, 3), "<", sp.sqrt(2))}, "")
        exact.decide([True], "", "decided elsewhere")
        balls.positive({"pi": sp.pi - 3, "opaque": lambda: flint.arb(1)}, "")
        balls.positive_on_box(x * x - x + sp.Rational(26, 100), [(0, 1)], "", symbols=[x])
    by_kind = {record["kind"]: record for record in decided}
    assert by_kind["identities"]["items"]["double"] == "for x > 0: 2*x = 2*x"
    assert by_kind["signs"]["items"] == {"x": "for x > 0: x > 0"}
    assert by_kind["smt"]["items"]["square"] == "for a real: a > 0 |- a*a > 0"
    assert by_kind["comparisons"]["items"]["third"] == "1/3 < sqrt(2)"
    assert by_kind["word"]["count"] == 1
    assert by_kind["positive"]["items"]["pi"][0] == "-3 + pi > 0"
    assert by_kind["positive"]["items"]["opaque"][0] is None
    axis, at, *halves = by_kind["box"]["cuts"]
    assert (axis, at, len(halves)) == (0, "1/2", 2)


def test_the_mean_counts_pairs_of_no_mass_too():
    """The premises of the step allow the mass 0, and shares at the bound."""
    import z3

    premises, _ = means.mean_above()["step"]
    for more in (z3.Real("mass") == 0, z3.Real("share") == z3.Real("c")):
        solver = z3.Solver()
        solver.add(*premises, more)
        assert solver.check() == z3.sat


def test_instances_that_met_the_assumptions_are_counted_once():
    found = sampled.holds_on(st.integers(0, 9), lambda n: True if n < 5 else None, Settings("quick"), (40, 40, 40), "")
    met, drawn = map(int, re.findall(r"\d+", found.message)[:2])
    assert (found.instances, found.holds) == (met, True)
    assert 0 < met < drawn <= 40
