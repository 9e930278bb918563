"""Theorem 2.7 on longer lines: the verdict, the thresholds and the large-alpha set, and what broken formulas do."""

from fractions import Fraction

import flint
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs_check.evidence import Role, decide, proofs
from proofs_check.results.mixup import theorem_2_7_large_alpha as argued
from theory.claim import Verdict
from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.numbers import ball, exact, precision
from theory.optimal import local_masses, mixup_optimal_exact
from theory.results.mixup import theorem_2_7_large_alpha as tails
from theory.results.mixup import theorem_2_7_long_lines as stated
from theory.results.mixup.theorem_2_7_large_alpha import TailSum, class_gap, in_the_end, settled_margin, sign_in_the_end
from theory.results.mixup.theorem_2_7_long_lines import LongLine, as_stated, quadratics, some_point_fails, threshold

LINES = [(3, 2), (10, 2), (10, 10)]


@pytest.fixture(autouse=True)
def fresh():
    in_the_end.cache_clear()
    yield
    in_the_end.cache_clear()


def test_it_is_proved_with_nothing_argued(run_all):
    evidence = run_all("theorem-2.7-long-lines").values()
    assert decide(proofs()["theorem-2.7-long-lines"].claim, evidence)[0] is Verdict.PROVED
    assert not [e for e in evidence if e.role is Role.ARGUED]
    controlled = {e.name.removeprefix("without ") for e in evidence if e.role is Role.CONTROL}
    assert controlled == {a.name for a in proofs()["theorem-2.7-long-lines"].claim.assumptions}


# ------------------------------------------------------------------------------------------- alpha = 1
def test_the_thresholds():
    assert threshold(3, 2) == (1 + sp.sqrt(5)) / 4
    assert float(threshold(10, 2)) == pytest.approx(0.6967474711392652, abs=1e-15)
    assert float(threshold(10, 10)) == pytest.approx(0.945796211658452, abs=1e-15)


@pytest.mark.parametrize("line", LINES)
def test_at_the_threshold_itself_the_point_1_ties(line):
    epsilon = exact(threshold(*line))
    masses = local_masses(LabeledDataset.alternating_line(*line), Beta(1), (Fraction(1),), epsilon)
    assert sp.simplify(masses[0] - masses[1]) == 0


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(("shift", "fails"), [(-1, False), (1, True)])
def test_h_eps_turns_at_the_threshold(line, shift, fails):
    near = Fraction(round(threshold(*line) * 10**12) + shift, 10**12)
    assert some_point_fails(LongLine(*line, 1, near)).holds is fails


def test_points_1_and_8_fail_first():
    """Half of the line is looked at elsewhere; here all of it."""
    for n, k in LINES[1:]:
        line = LabeledDataset.alternating_line(n, k)
        epsilon = Fraction(round(threshold(n, k) * 10**6) + 1, 10**6)
        values = [mixup_optimal_exact(line, Beta(1), (Fraction(x),), epsilon) for x in range(n)]
        assert [x for x, h in enumerate(values) if max(h) > h[line.codes[x]]] == [1, 8]


def test_the_quadratics_end_at_1():
    """Beyond eps = 1 they are no longer N_i: the ball holds the neighbours themselves."""
    line, at = LabeledDataset.alternating_line(10, 2), Fraction(11, 10)
    masses = local_masses(line, Beta(1), (Fraction(1),), at)
    values = [p(flint.fmpq(11, 10)) / 100 for p in quadratics(10, 2, 1)]
    assert [Fraction(int(v.p), int(v.q)) for v in values] != masses


def test_an_end_that_crosses_is_refused():
    with pytest.raises(ArithmeticError, match="crosses"):
        stated._clipped(flint.fmpq_poly([flint.fmpq(1, 2), 1]))


@pytest.mark.parametrize("change", [(0, 1), (1, 1), (2, -1)])
@pytest.mark.parametrize("line", LINES)
def test_a_wrong_coefficient_is_seen(run, monkeypatch, line, change):
    place, by = change
    coefficients = list(stated.THRESHOLD_POLYNOMIALS[line])
    coefficients[place] += by
    monkeypatch.setitem(stated.THRESHOLD_POLYNOMIALS, line, tuple(coefficients))
    assert run("theorem-2.7-long-lines", "first to be positive").holds is False


def test_a_threshold_that_comes_too_late_is_seen(run, monkeypatch):
    monkeypatch.setitem(stated.THRESHOLD_POLYNOMIALS, (10, 2), (10, 0, -5))
    assert run("theorem-2.7-long-lines", "nothing before").holds is False


def test_a_wrong_moment_is_seen(run, monkeypatch):
    from proofs_check.results.mixup import theorem_2_7_long_lines as steps

    monkeypatch.setattr(steps, "quadratics", lambda n, k, x: [2 * p for p in quadratics(n, k, x)])
    assert run("theorem-2.7-long-lines", "quadratics").holds is False


# ------------------------------------------------------------------------------------------- large alpha
@pytest.mark.parametrize(
    ("epsilon", "fails"),
    [
        *[("1/20", False), ("1/5", False), ("201/1000", True), ("499/1000", True), ("1/2", False)],
        *[("501/1000", False), ("713/1000", False), ("5/7", True), ("999/1000", True)],
    ],
)
def test_ten_classes_in_the_end(epsilon, fails):
    assert in_the_end(10, 10, Fraction(epsilon))[0] is fails


@pytest.mark.parametrize("n", [3, 10])
@pytest.mark.parametrize("epsilon", ["1/20", "1/2", "19/20"])
def test_two_classes_in_the_end(n, epsilon):
    assert in_the_end(n, 2, Fraction(epsilon))[0] is True


def test_ten_classes_are_right_far_beyond_alpha_0_at_a_small_resolution():
    alpha, line = 9 * in_the_end(10, 10, Fraction(1, 50))[1], LabeledDataset.alternating_line(10, 10)
    with precision(128):
        masses = local_masses(line, Beta(alpha), (Fraction(1),), ball(Fraction(1, 50)))
    assert all(masses[1] > mass for c, mass in enumerate(masses) if c != 1)


def test_the_end_point_in_place_of_the_point_1_is_seen(run, monkeypatch):
    monkeypatch.setattr(argued, "class_gap", lambda n, k, x, c, e: class_gap(n, k, 0, 1, e))
    assert run("theorem-2.7-long-lines", "two classes").holds is False


@given(
    st.sampled_from(LINES),
    st.fractions(Fraction(1, 20), Fraction(19, 20), max_denominator=30),
    st.integers(1, 5).map(lambda i: 2**i),
    st.data(),
)
@settings(max_examples=40, deadline=None)
def test_a_positive_margin_is_never_wrong(line, epsilon, alpha, data):
    """Against exact rational masses at alpha = 2 to 32."""
    n, k = line
    x = data.draw(st.integers(0, n - 1))
    c = data.draw(st.integers(0, k - 1).filter(lambda c: c != x % k))
    gap = class_gap(n, k, x, c, epsilon)
    masses = local_masses(LabeledDataset.alternating_line(n, k), Beta(alpha), (Fraction(x),), epsilon)
    difference = masses[c] - masses[x % k]
    if not gap.constant and not gap.tails:
        assert difference == 0
    elif settled_margin(gap, alpha) > 0:
        assert (difference > 0) - (difference < 0) == sign_in_the_end(gap)


def test_a_sign_that_u_decides_is_not_guessed():
    with pytest.raises(ArithmeticError, match="depends on u"):
        sign_in_the_end(TailSum(Fraction(0), ((Fraction(1, 10), 1, -3),)))
    assert sign_in_the_end(TailSum(Fraction(0), ())) == 0


def test_an_alpha_out_of_reach_is_said_to_be_so(monkeypatch):
    monkeypatch.setattr(tails, "LARGEST_ALPHA", 8)
    with pytest.raises(ArithmeticError, match="not settled"):
        in_the_end(10, 10, Fraction(21, 100))


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("shift", ["1/40", "-1/40"])
def test_a_wrong_boundary_is_seen(run, monkeypatch, place, shift):
    thresholds = list(stated.TEN_CLASSES_FAIL)
    thresholds[place] += Fraction(shift)
    monkeypatch.setattr(argued, "TEN_CLASSES_FAIL", tuple(thresholds))
    assert run("theorem-2.7-long-lines", "ten classes").holds is False


@pytest.mark.parametrize("included", ["1/5", "1/2"])
def test_a_boundary_on_the_wrong_side_is_seen(run, monkeypatch, included):
    right = argued.ten_fail
    monkeypatch.setattr(argued, "ten_fail", lambda e: right(e) or e == Fraction(included))
    assert run("theorem-2.7-long-lines", "ten classes").holds is False


def test_the_last_boundary_on_the_wrong_side_is_seen(run, monkeypatch):
    right = argued.ten_fail
    monkeypatch.setattr(argued, "ten_fail", lambda e: right(e) and e != Fraction(5, 7))
    assert run("theorem-2.7-long-lines", "ten classes").holds is False


def test_that_ten_classes_always_fail_in_the_end_is_false(run, monkeypatch):
    monkeypatch.setattr(argued, "ten_fail", lambda e: True)
    assert run("theorem-2.7-long-lines", "ten classes").holds is False


def test_a_wrong_event_is_seen(run, monkeypatch):
    right = tails.event
    monkeypatch.setattr(argued, "event", lambda s, t, x, e: right(t, s, x, e))
    assert run("theorem-2.7-long-lines", "event").holds is False


def test_wrong_bookkeeping_is_seen(run, monkeypatch):
    right = tails._add_tail
    monkeypatch.setattr(tails, "_add_tail", lambda found, end, sign: right(found, abs(end), sign))
    assert run("theorem-2.7-long-lines", "tail sums").holds is False


def test_as_stated_is_decided_by_h_eps_and_not_by_the_prediction(monkeypatch):
    losing = LongLine(10, 10, 16, "3/10")
    assert as_stated(losing).holds is True
    monkeypatch.setattr(stated, "stated_in_the_end", lambda line: False)
    assert as_stated(losing).holds is False


@pytest.mark.parametrize("bad", [(10, 3, 1, "1/2"), (10, 2, 0, "1/2"), (10, 2, 1, 0), (10, 2, 1, float("nan"))])
def test_impossible_instances_are_refused(bad):
    with pytest.raises(ValueError, match=r"lines|positive|finite"):
        LongLine(*bad)


def test_no_alpha_0_is_claimed_for_an_irrational_resolution():
    assert stated._settled(LongLine(10, 10, 2, sp.sqrt(2) / 3)).holds is None
