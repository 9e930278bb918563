"""Beyond Theorem 3.5: parallel level vectors, where equivalence first fails, and models with an intercept."""

import numpy as np
import pytest

from proofs_check.evidence import Settings, decide, proofs
from proofs_check.results import theorem_3_5_beyond as room
from theory import Beta, LabeledDataset, Midpoint
from theory.claim import Verdict
from theory.linear_direction import LinearMixup
from theory.linear_intercept import WithIntercept
from theory.linear_minimiser import mixup_minimiser
from theory.linear_mixup import logistic_slope
from theory.results import theorem_3_5_beyond as statement
from theory.results.theorem_3_5_beyond import (
    agree_iff_parallel_levels,
    agrees_with_intercept,
    has_parallel_levels,
    interpolates_with_intercept,
)

# symmetric about the first axis, margins 1, 2 and 3, masses 5/8 and 3/8
KITE = LabeledDataset(
    [[1, 1], [1, -1], [2, 0], [-3, 2], [-3, -2]], [1, 1, 1, -1, -1], ["1/8", "1/8", "3/8", "3/16", "3/16"]
)
LEVELS = "theorem-3.5-parallel-levels"


def run(claim_id, name):
    proof = proofs()[claim_id]
    return proof.run(next(item for item in proof.items if item.name == name), Settings("quick"))


@pytest.mark.parametrize(
    ("claim_id", "expected"),
    [
        ("theorem-3.5-parallel-levels", Verdict.PROVED),
        ("theorem-3.5-no-others", Verdict.SUPPORTED),
        ("theorem-3.5-without-interpolation", Verdict.REFUTED),
        ("theorem-3.5-intercept", Verdict.PROVED),
    ],
)
def test_verdicts(claim_id, expected):
    proof = proofs()[claim_id]
    assert decide(proof.claim, [proof.run(item, Settings("quick")) for item in proof.items])[0] is expected


def test_more_points_than_dimensions_three_margins_unequal_masses():
    for mixing in (Beta(1), Beta("1/2"), Beta(3, 1)):
        assert agree_iff_parallel_levels(LinearMixup(KITE, mixing)).holds is True
        assert has_parallel_levels(LinearMixup(KITE, mixing)).holds is True


def test_one_weight_off_and_the_direction_turns():
    uneven = LabeledDataset(KITE.exact_points, KITE.labels, ["1/8", "1/8", "3/8", "2/16", "4/16"])
    instance = LinearMixup(uneven, Beta(1))
    assert has_parallel_levels(instance).holds is False
    assert agree_iff_parallel_levels(instance).holds is True


@pytest.mark.parametrize(
    ("claim_id", "step", "name", "wrong"),
    [
        (LEVELS, "level vectors", "pair_slope_at", lambda lam, own, other: logistic_slope(own[0], 1)),
        (LEVELS, "falls at 0", "slope_along", lambda a, b, z: -(a - b) / 2),
        ("theorem-3.5-intercept", "attained", "affine", lambda c, b: ((c + b) / 2, 0)),
        ("theorem-3.5-intercept", "threshold", "affine", lambda c, b: ((c + b) / 2, (b - c) / 2)),
    ],
)
def test_a_step_fails_when_its_formula_is_wrong(monkeypatch, claim_id, step, name, wrong):
    monkeypatch.setattr(room, name, wrong)
    assert run(claim_id, step).holds is False


@pytest.mark.parametrize("answer", [True, False])
def test_a_wrong_idea_of_parallel_levels_is_noticed(monkeypatch, answer):
    monkeypatch.setattr(statement, "has_parallel_levels", lambda instance: statement.Finding(answer))
    assert run("theorem-3.5-no-others", "all small data").holds is False


def test_images_are_the_symmetries_of_the_square():
    images = set(room._images((1, 2), ((0, 1), (2, 2))))
    assert len(images) == 8
    assert all(min(room._images(key[0], key[1:])) == min(images) for key in images)


# ------------------------------------------------------------------------------------------- with an intercept
TRIANGLE = LabeledDataset([[1, 1], [3, 0], [3, 1]], [1, -1, -1], ["1/2", "1/4", "1/4"])


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
