"""Mixup as label smoothing: verdicts, direct minimisation, what the checker refuses, and broken formulas."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from scipy.optimize import minimize

from proofs_check.recheck.outcome import Refused
from proofs_check.recheck.refutations_mixup_literature import more_alpha
from proofs_check.results.mixup_literature import chidambaram_ge_2025_smoothing as argued
from theory import Beta, Discrete, LabeledDataset
from theory.claim import Verdict
from theory.linear import LinearMixup, mixup_minimiser
from theory.results.mixup_literature import chidambaram_ge_2025_smoothing as stated
from theory.results.mixup_literature.liu_2023 import TwoShapes


@pytest.mark.parametrize(
    ("claim_id", "expected"),
    [
        ("label-smoothing-direction", Verdict.PROVED),
        ("mixup-as-label-smoothing", Verdict.PROVED),
        ("mixup-more-alpha-regularises-more", Verdict.REFUTED),
        ("mixup-strength", Verdict.PROVED),
    ],
)
def test_verdicts(verdict, claim_id, expected):
    assert verdict(claim_id) is expected


def smoothed_minimiser(data, share):
    """Outputs of the minimiser of the smoothed logistic loss."""
    x, y, p = data.points, np.array(data.labels), data.weights

    def loss(theta):
        u = y * (x @ theta)
        return p @ ((1 - share) * np.logaddexp(0, -u) + share * np.logaddexp(0, u))

    return x @ minimize(loss, np.zeros(data.dimension), tol=1e-12).x


def test_a_direct_minimisation_has_the_margin():
    outputs = smoothed_minimiser(argued.UNEQUAL, 0.1)
    np.testing.assert_allclose(outputs, np.array([1, -1, -1]) * np.log(9), atol=1e-4)


def test_mixup_and_smoothing_agree_where_it_is_claimed_and_differ_where_not():
    share = 1 / (1 + np.exp(float(stated.constant_margin(LinearMixup(argued.PAIR, Beta(1)))[0])))
    assert share == pytest.approx(0.0281, abs=5e-5)
    for data, same in ((argued.STRETCHED, True), (argued.UNEQUAL, False), (argued.NOT_ATTAINED, False)):
        both = mixup_minimiser(data, Beta(1)).outputs, smoothed_minimiser(data, share)
        assert np.allclose(*both, atol=1e-3) is same


def test_the_strongest_law_is_near_two_atoms():
    found = stated.constant_margin(LinearMixup(argued.PAIR, argued.NEARLY))
    assert 3.14 < float(found[0]) < 3.146


@pytest.mark.parametrize("shapes", [(Fraction(1, 2), 1), (2, 2)])
def test_the_order_holds_at_small_alpha(shapes):
    assert stated.margin_falls(TwoShapes(*shapes)).holds is (shapes[0] != shapes[1] or None)


@pytest.mark.parametrize(
    ("shapes", "message"),
    [(("4", "2"), "not below"), (("1", "2"), "no margin"), (("3/2", "4"), "not whole numbers")],
)
def test_the_checker_refuses_other_shapes(shapes, message):
    with pytest.raises(Refused, match=message):
        more_alpha(dict(zip(("alpha", "beta"), shapes, strict=True)))
    more_alpha({"alpha": "2", "beta": "4"})


def test_a_cap_that_is_too_high_is_noticed(run, monkeypatch):
    assert run("mixup-strength", "on all of [0, 1]").holds is True
    monkeypatch.setattr(argued, "STRONGEST", Fraction(315, 100))
    assert run("mixup-strength", "on all of [0, 1]").holds is False
    monkeypatch.setattr(argued, "STRONGEST", Fraction(313, 100))
    assert run("mixup-strength", "the share").holds is False


def test_another_loss_is_noticed(run, monkeypatch):
    monkeypatch.setattr(argued, "smoothed_loss", lambda u, a: (1 - a) * sp.log(1 + sp.exp(-u)))
    assert run("label-smoothing-direction", "own minimum").holds is False


def test_a_wrong_slope_is_noticed(run, monkeypatch):
    instance = stated.SmoothedLinear(argued.UNEQUAL, argued.TENTH)
    right = stated.minimiser_has_outputs(instance, (2, -2, -2))
    assert right.holds is False
    assert stated.minimiser_has_outputs(instance, (1, -1, -1)).holds is True
    flat = stated.SmoothedLinear(LabeledDataset([[1], [1]], [1, 1]), "1/3")
    assert stated.minimiser_has_outputs(flat, (1, -1)).holds is False


@pytest.mark.parametrize("arguments", [(argued.PAIR, 0), (argued.PAIR, 1), (LabeledDataset([[0.5]], [1]), "1/3")])
def test_what_is_no_smoothing_is_refused(arguments):
    with pytest.raises(ValueError, match="must be rational"):
        stated.SmoothedLinear(*arguments)


def test_a_law_may_be_lopsided():
    assert stated.margin_exceeds(stated.OneLaw(Discrete({"79/100": 1})), stated.STRONGEST).holds is True
