"""Theorem 3.5 with an intercept: the direction is that of max margin at every class mass."""

import numpy as np
import pytest

from proofs_check.evidence import proofs
from proofs_check.results.mixup import theorem_3_5_intercept as argued
from theory import Beta, LabeledDataset, Midpoint
from theory.claim import Verdict
from theory.linear import LinearMixup, mixup_minimiser
from theory.linear.intercept import WithIntercept
from theory.results.mixup.theorem_3_5_intercept import agrees_with_intercept, interpolates_with_intercept

PROOF = proofs()["theorem-3.5-intercept"]
TRIANGLE = LabeledDataset([[1, 1], [3, 0], [3, 1]], [1, -1, -1], ["1/2", "1/4", "1/4"])


def test_it_is_proved(verdict):
    assert verdict(PROOF.claim_id) is Verdict.PROVED


@pytest.mark.parametrize(
    ("step", "wrong"),
    [
        ("attained", lambda c, b: ((c + b) / 2, 0)),
        ("threshold", lambda c, b: ((c + b) / 2, (b - c) / 2)),
    ],
)
def test_a_step_fails_when_its_formula_is_wrong(run, monkeypatch, step, wrong):
    monkeypatch.setattr(argued, "affine", wrong)
    assert run(PROOF.claim_id, step).holds is False


@pytest.mark.parametrize("mass", [0.1, 0.5, 0.8])
def test_with_an_intercept_the_direction_is_that_of_the_margin_at_every_mass(mass):
    """The shortest theta among the minimisers, in floats: scikit-learn's separator is the other route."""
    from sklearn.svm import SVC

    x = np.random.default_rng(0).normal(size=(5, 200))
    y = np.array([1, 1, -1, -1, -1])
    outputs = mixup_minimiser(
        LabeledDataset(np.c_[x, np.ones(5)], y, np.where(y > 0, mass / 2, (1 - mass) / 3)), Beta(1)
    ).outputs
    theta = np.linalg.pinv(x - x.mean(axis=0)) @ (outputs - outputs.mean())
    separator = SVC(kernel="linear", C=1e10, tol=1e-12).fit(x, y).coef_[0]
    cosine = theta @ separator / np.linalg.norm(theta) / np.linalg.norm(separator)
    assert cosine == pytest.approx(1, abs=1e-9)


def test_the_exact_separator_is_that_of_scikit_learn():
    from sklearn.svm import SVC

    for data in (TRIANGLE, LabeledDataset([[1, 1], [3, 0], [4, 1], [5, 5]], [1, -1, -1, -1])):
        found = SVC(kernel="linear", C=1e10, tol=1e-12).fit(data.points, data.labels)
        exact = WithIntercept(LinearMixup(data, Beta(1))).max_margin
        np.testing.assert_allclose([float(v) for v in exact], [*found.coef_[0], found.intercept_[0]], atol=1e-6)


def test_agreement_with_an_intercept():
    assert agrees_with_intercept(LinearMixup(TRIANGLE, Beta(1))).holds is True
    assert agrees_with_intercept(LinearMixup(TRIANGLE, Midpoint())).holds is False
    apart = LinearMixup(LabeledDataset([[1, 1], [3, 0], [4, 1]], [1, -1, -1]), Beta(1))
    assert interpolates_with_intercept(apart).holds is False
    assert agrees_with_intercept(apart).holds is False


def test_data_that_cannot_be_separated_have_no_separator():
    crossed = LinearMixup(LabeledDataset([[0], [2], [1]], [1, 1, -1]), Beta(1))
    assert WithIntercept(crossed).max_margin is None
    assert agrees_with_intercept(crossed).holds is None
    assert interpolates_with_intercept(LinearMixup(LabeledDataset([[0]], [1]), Beta(1))).holds is False


def test_outputs_that_rise_along_w_are_no_negative_multiple():
    model = WithIntercept(LinearMixup(LabeledDataset([[1], [-1]], [1, -1]), Beta(1)))
    assert model._compare_outputs(-1).holds is False
    assert model._compare_outputs(1).holds is None
