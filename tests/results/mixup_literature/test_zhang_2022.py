"""The averaging classifier: verdicts, its calibration error on drawn data, and broken formulas."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from proofs_check.results.mixup_literature import zhang_2022 as argued
from theory.claim import Verdict
from theory.geometry import dot
from theory.mixing import Beta, Discrete
from theory.results.mixup_literature import zhang_2022 as stated

IDS = ["zhang-2022-temperature", "zhang-2022-temperature-hurts", "zhang-2022-calibrating-alpha"]
CLOUD = argued.LabeledDataset([[1, 2], [3, -1], [0, 1], [-2, 1]], [1, 1, -1, -1])
PLANE = stated.AveragedClassifier(CLOUD, ("1/2", 1), (1, 1), Discrete({"1/5": "1/3", "1/2": "2/3"}))


@pytest.mark.parametrize("claim_id", IDS)
def test_proved(verdict, claim_id):
    assert verdict(claim_id) is Verdict.PROVED


def test_the_mixed_classifier_is_the_mean_over_all_pairs():
    total = [Fraction(0)] * 2
    rows = list(zip(CLOUD.exact_points, CLOUD.labels, strict=True))
    for x, y in rows:
        for z, v in rows:
            for lam, mass in PLANE.mixing.masses:
                label = lam * y + (1 - lam) * v
                total = [t + mass / 16 * label * (lam * a + (1 - lam) * b) for t, a, b in zip(total, x, z, strict=True)]
    assert PLANE.mixed == tuple(total)


def test_the_probability_given_the_score_is_the_share_of_drawn_points():
    """400,000 points of the model; in bins of the score, five standard errors."""
    rng = np.random.default_rng(0)
    y = rng.choice([1, -1], 400_000)
    x = y[:, None] * np.array([0.5, 1.0]) + rng.normal(size=(len(y), 2))
    plain = np.array([float(v) for v in PLANE.plain])
    scores = x @ plain
    c = float(dot(PLANE.plain, PLANE.truth) / dot(PLANE.plain, PLANE.plain))
    for lo, hi in ((-1, -0.9), (0.2, 0.3), (1, 1.1)):
        inside = (scores > lo) & (scores < hi)
        expected = 1 / (1 + np.exp(-2 * c * scores[inside]))
        assert abs((y[inside] == 1).mean() - expected.mean()) < 5 * 0.5 / np.sqrt(inside.sum())


@pytest.mark.parametrize("ratio", ["3/5", "2/3", "9/10"])
def test_the_alpha_calibrates_at_every_score(ratio):
    alpha = stated.calibrating_alpha(stated.Overconfidence(Fraction(ratio)))
    for place in ("-2", "1/3"):
        instance = argued.line("-1 1", [-1, 1], ratio, place, Beta(alpha))
        assert stated.miscalibration(instance, instance.mixed) == 0


@pytest.mark.parametrize("change", [{"truth": (1,)}, {"place": (1, 2, 3)}, {"variance": Fraction(0)}])
def test_what_is_no_model_is_refused(change):
    with pytest.raises(ValueError, match="rational"):
        replace(PLANE, **change)


def test_a_ratio_that_is_not_rational_is_refused():
    with pytest.raises(ValueError, match="rational"):
        stated.Overconfidence(argued.sp.sqrt(2))


def test_steps_fail_when_the_mix_is_wrong(run, monkeypatch):
    monkeypatch.setattr(argued, "mix", lambda first, second: argued.LAM * first + argued.LAM * second)
    assert run("zhang-2022-temperature", "a temperature").holds is False


def test_another_temperature_is_noticed(run, monkeypatch):
    monkeypatch.setattr(stated, "kappa", lambda law: Fraction(1, 5))
    assert stated.is_a_temperature(argued.OVER, stated.shrinking(argued.OVER)).holds is False


@pytest.mark.parametrize(("claim_id", "check"), [(IDS[0], "random data"), (IDS[1], "random data")])
def test_a_true_score_of_the_other_sign_is_noticed(run, monkeypatch, claim_id, check):
    right = stated.true_score
    monkeypatch.setattr(stated, "true_score", lambda instance: -right(instance))
    assert run(claim_id, check).holds is False


@pytest.mark.parametrize("nearer", [True, False])
def test_the_other_order_is_noticed(monkeypatch, nearer):
    """Without the assumption on c the errors may be in either order."""
    assert argued.compared(nearer, argued.Settings()).holds is True
    monkeypatch.setattr(argued.smt, "universally", lambda statements, scope: statements)
    premises, conclusion = argued.compared(nearer, argued.Settings())["errors"]
    monkeypatch.undo()
    assert argued.smt.universally({"errors": (premises[:-1], conclusion)}, "every score").holds is False


def test_the_mixed_classifier_knows_the_mean_label():
    """Three of four labels are 1, and the weights differ: both orders of a pair count in the cross term."""
    data = argued.LabeledDataset([[1, 2], [3, -1], [0, 1], [-2, 1]], [1, 1, 1, -1], ["1/2", "1/4", "1/8", "1/8"])
    found = replace(PLANE, dataset=data)
    total = [Fraction(0)] * 2
    rows = list(zip(data.exact_points, data.labels, data.exact_weights, strict=True))
    for x, y, p in rows:
        for z, v, q in rows:
            for lam, mass in found.mixing.masses:
                label, mixed = lam * y + (1 - lam) * v, [lam * a + (1 - lam) * b for a, b in zip(x, z, strict=True)]
                total = [t + p * q * mass * label * value for t, value in zip(total, mixed, strict=True)]
    assert found.mixed == tuple(total)
