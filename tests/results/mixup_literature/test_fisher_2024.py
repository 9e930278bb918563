"""Mixed features: the verdict, the features found by a minimiser with a frame of its own, and broken formulas."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import minimize

from proofs_check.results.mixup_literature import fisher_2024 as argued
from theory.claim import Verdict
from theory.results.mixup_literature import fisher_2024 as stated
from theory.results.mixup_literature.fisher_2024 import MixedFeature

CLAIM = "fisher-2024-beyond"


def test_proved(verdict):
    assert verdict(CLAIM) is Verdict.PROVED


def minimised(feature: MixedFeature, label: list[float]) -> np.ndarray:
    """The logits of the minimiser h, with g = 2 and an explicit W."""
    k, g = feature.classes, 2.0
    w = np.sqrt(g) * (np.eye(k) - np.ones((k, k)) / k)
    r = g / float(feature.ratio)

    def objective(h):
        z = w @ h
        top = z.max()
        log_sum = top + np.log(np.exp(z - top).sum())
        return log_sum - label @ z + r / 2 * h @ h, w.T @ (np.exp(z - log_sum) - label) + r * h

    found = minimize(objective, np.zeros(k), jac=True, method="BFGS", options={"gtol": 1e-11})
    return np.asarray(w @ found.x)


@pytest.mark.parametrize(
    "feature", [MixedFeature(4, 3, "1/3"), MixedFeature(3, "1/2", "9/10"), MixedFeature(2, 4, "2/3")]
)
def test_the_logits_are_those_of_the_minimiser(feature):
    share = float(feature.share)
    z = minimised(feature, np.array([share, 1 - share, *[0.0] * (feature.classes - 2)]))
    free = z[2] if feature.classes > 2 else 0.0
    assert [float(d) for d in feature.logits] == pytest.approx(z[:2] - free, abs=1e-7)
    mean = minimised(feature, np.eye(feature.classes)[0])
    assert float(feature.own) == pytest.approx(mean[0] - mean[1], abs=1e-7)


@pytest.mark.parametrize(("ratio", "factor"), [("1/10", 1.0003), ("1000000", 1.8096)])
def test_both_ends_are_approached(ratio, factor):
    assert stated.amplification(10, Fraction(ratio)) == pytest.approx(factor, abs=5e-5)


def test_a_pure_label_has_no_second_logit():
    feature = MixedFeature(5, 2, 0)
    assert feature.logits[0] == 0
    assert feature.logits[1].overlaps(feature.own)


@pytest.mark.parametrize("arguments", [(1, 1, "1/2"), (3, 0, "1/2"), (3, 1, 2)])
def test_what_is_no_feature_is_refused(arguments):
    with pytest.raises(ValueError, match="two classes or more"):
        MixedFeature(*arguments)


def test_logits_that_are_too_small_are_noticed(run, monkeypatch):
    right = MixedFeature._gap
    shift = stated.flint.arb_mat([[1], [1]])
    monkeypatch.setattr(MixedFeature, "_gap", lambda self, d: right(self, d) + shift)
    assert run(CLAIM, "random features").holds is False


@pytest.mark.parametrize("step", ["unused classes", "both are positive", "beyond", "less than twice"])
def test_steps_need_their_last_premise(run, monkeypatch, step):
    right = argued.smt.universally

    def without(statements, scope):
        return right({name: (premises[:-1], conclusion) for name, (premises, conclusion) in statements.items()}, scope)

    monkeypatch.setattr(argued.smt, "universally", without)
    assert run(CLAIM, step).holds is False


def test_exponentials_of_which_nothing_is_known_prove_nothing(run, monkeypatch):
    import z3

    def unknown(*logits):
        return [z3.Real(f"e^{d}") for d in logits], []

    monkeypatch.setattr(argued, "exponentials", unknown)
    assert run(CLAIM, "both are positive").holds is False
