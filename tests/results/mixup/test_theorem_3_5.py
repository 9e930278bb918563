"""Theorem 3.5: the verdicts, and what broken formulas and broken assumptions do to them."""

import pytest

from proofs_check.evidence import proofs
from proofs_check.results.mixup import theorem_3_5 as argued
from proofs_check.results.mixup import theorem_3_5_printed as printed_argued
from theory.claim import Verdict
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup
from theory.linear import enclosure as linear_enclosure
from theory.linear.agreement import agreement
from theory.linear.loss import logistic_slope
from theory.mixing import Beta, Discrete, Midpoint
from theory.results.mixup.theorem_3_5 import minimiser_is_multiple, minimisers_are_multiples

ONE_TWO = LabeledDataset([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [1, -1, -1])


def reweighted(*weights):
    return LabeledDataset(ONE_TWO.exact_points, ONE_TWO.labels, weights)


def test_the_printed_form_is_refuted(verdict):
    assert verdict("theorem-3.5-printed") is Verdict.REFUTED


def test_the_conclusion_turns_with_the_masses_alone():
    assert agreement(LinearMixup(ONE_TWO, Beta(1))).holds is False
    assert agreement(LinearMixup(reweighted("1/2", "1/8", "3/8"), Beta(1))).holds is True
    nearly = agreement(LinearMixup(reweighted("500001/1000000", "1/4", "249999/1000000"), Beta(1)))
    assert nearly.holds is False


def test_labels_and_points_that_are_not_rational_are_refused():
    with pytest.raises(ValueError, match="labels"):
        LinearMixup(LabeledDataset([[0], [1]], [1, 2]), Beta(1))
    with pytest.raises(ValueError, match="rational"):
        LinearMixup(LabeledDataset([[0.5], [1.0]], [1, -1]), Beta(1))


def test_where_nothing_is_certain_nothing_is_said():
    inseparable = LabeledDataset([[1], [2], [-1]], [1, -1, -1])
    assert agreement(LinearMixup(inseparable, Beta(1))).holds is None
    assert agreement(LinearMixup(ONE_TWO, Beta(0.3))).holds is None


def test_without_a_minimiser_the_printed_form_is_empty_and_the_repaired_one_false():
    instance = LinearMixup(ONE_TWO, Midpoint())
    assert minimisers_are_multiples(instance).holds is True
    assert minimiser_is_multiple(instance).holds is False


def test_a_slope_without_its_mirror_image_is_seen(run_anyway, monkeypatch):
    """Half of the pairs forgotten: no zero of the gradient is certified, and the item says so."""

    def half(lam, own, other):
        (u, y), (v, w) = own, other
        return 2 * lam * linear_enclosure.logistic_slope(lam * u + (1 - lam) * v, lam * y + (1 - lam) * w) / 2

    monkeypatch.setattr(linear_enclosure, "pair_slope_at", half)
    found = run_anyway("theorem-3.5-printed", "its numbers")["its numbers"]
    assert "Krawczyk's method does not map the box into itself" in (found.error or "")


# ------------------------------------------------------------------------------------------- broken proofs
BROKEN = [
    ("loss", "logistic_slope", lambda z, y: argued.sp.tanh(z / 2) - y),
    ("loss", "pair_slope_at", lambda lam, own, other: lam * logistic_slope(*own)),
    ("strictly convex", "logistic_curvature", lambda z: (1 - argued.sp.tanh(z) ** 2) / 4),
    ("two numbers", "inside", lambda k: logistic_slope(k, -1)),
    ("two numbers", "between", lambda k, x: logistic_slope(x * k, x)),
    ("one balance", "class_balances", lambda v, w, a, b: (v * a + w * b, v * b)),
    ("rises from below", "between", lambda k, x: -x * logistic_slope(x * k, x)),
    ("limits", "far_between", lambda size: size - size * size),
    ("ends above", "far_between", lambda size: (size * size - size) / 2),
    ("one scale", "increases", lambda value, a, b: a == a),
    ("doubled triangle", "one_order_balances", lambda lam, a, slope: (a + 2 * lam * slope, a + 2 * lam * slope)),
]


@pytest.mark.parametrize(("step", "name", "wrong"), BROKEN, ids=[f"{step}: {name}" for step, name, _ in BROKEN])
def test_a_step_of_the_proof_fails_when_its_formula_is_wrong(run, monkeypatch, step, name, wrong):
    monkeypatch.setattr(argued, name, wrong)
    assert run("theorem-3.5", step).holds is False


def test_masses_that_balance_otherwise_would_save_the_printed_form(run, monkeypatch):
    monkeypatch.setattr(printed_argued, "class_balances", lambda v, w, a, b: ((v + w) * (a + b), (v + w) * (a + b)))
    assert run("theorem-3.5-printed", "two equations").holds is False


def test_the_repaired_form_is_proved(verdict):
    assert verdict("theorem-3.5") is Verdict.PROVED


@pytest.mark.parametrize("assumption", ["interpolation", "equal masses", "off-centre mixing"])
def test_no_assumption_can_be_met_by_its_control(run, assumption):
    """Each control fails exactly its own assumption; were the assumption dropped, the claim would be refuted by it."""
    found = run("theorem-3.5", f"without {assumption}")
    assert found.holds is True
    instance = CONTROLS[assumption]
    broken = [a.name for a in proofs()["theorem-3.5"].claim.assumptions if a.predicate(instance).holds is not True]
    assert broken == [assumption]


CONTROLS = {
    "interpolation": LinearMixup(argued.STRETCHED, Beta(1)),
    "equal masses": argued.SMALLEST,
    "off-centre mixing": LinearMixup(argued.PAIR, Midpoint()),
}


def test_the_theorem_holds_for_dependent_points_and_asymmetric_laws():
    """Twice as many points as dimensions; and Beta(2, 1), of which only the symmetrised law matters."""
    crowd = LabeledDataset([[1, 1], [1, -1], [1, 0], [-1, 2], [-1, -2]], [1, 1, 1, -1, -1], ["1/6"] * 3 + ["1/4"] * 2)
    for mixing in (Beta(1), Beta(2, 1), Beta("1/3"), Discrete({"1/3": 1})):
        assert minimiser_is_multiple(LinearMixup(crowd, mixing)).holds is True
