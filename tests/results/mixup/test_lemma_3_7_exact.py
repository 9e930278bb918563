"""The joint law of Lemma 3.7's multipliers: the verdict, its moments, and what broken laws do."""

import numpy as np
import pytest

from proofs_check.evidence import proofs
from proofs_check.results.mixup import lemma_3_7_exact as argued
from theory.claim import Verdict
from theory.linear.gaussian_data import gram_matrices
from theory.results.mixup.lemma_3_7 import AFTER_SEEING, GaussianData
from theory.results.mixup.lemma_3_7_exact import (
    Degrees,
    has_the_moments,
    law_degrees,
    law_moments,
    wishart_moments,
)

PROOF = proofs()["lemma-3.7-exact"]


def test_it_is_proved(verdict):
    assert verdict(PROOF.claim_id) is Verdict.PROVED


@pytest.mark.parametrize(("n", "d"), [(1, 5), (2, 6), (3, 7), (4, 14), (10, 100)])
def test_the_law_has_the_moments_of_the_inverse_wishart_matrix(n, d):
    assert law_moments(n, law_degrees(n, d)) == wishart_moments(n, d)


def test_the_moments_are_those_of_drawn_multipliers():
    """Four standard errors."""
    n, d, trials = 3, 14, 100_000
    beta = np.linalg.solve(gram_matrices(n, d, trials, np.random.default_rng(0)), np.ones((trials, n, 1)))[..., 0]
    stated = wishart_moments(n, d)
    for values, moment in ((beta[:, 0], stated.mean), (beta[:, 0] ** 2, stated.square)):
        assert abs(values.mean() - moment) < 4 * values.std() / np.sqrt(trials)
    products = beta[:, 0] * beta[:, 1]
    assert abs(products.mean() - stated.product) < 4 * products.std() / np.sqrt(trials)


def test_where_nothing_is_known_nothing_is_said():
    assert has_the_moments(GaussianData(4, 7), Degrees(5, 4)).holds is None
    assert has_the_moments(GaussianData(4, 8), law_degrees(4, 8)).holds is True
    assert has_the_moments(GaussianData(4, 8), Degrees(2, 4)).holds is False
    assert has_the_moments(GaussianData(4, 8, AFTER_SEEING), law_degrees(4, 8)).holds is False


@pytest.mark.parametrize(
    "wrong", [lambda n, d: Degrees(d - n + 1, d - n + 1), lambda n, d: Degrees(d - n + 2, d - n + 2)]
)
def test_another_number_of_degrees_is_seen(run, monkeypatch, wrong):
    monkeypatch.setattr(argued, "law_degrees", wrong)
    found = [run(PROOF.claim_id, step).holds for step in ("the factor", "quadratic form")]
    assert False in found


def test_the_draws_see_another_law(run, monkeypatch):
    assert run(PROOF.claim_id, "the joint law").holds is True
    monkeypatch.setattr(argued, "law_degrees", lambda n, d: Degrees(d - n + 1, d - n + 1))
    assert run(PROOF.claim_id, "the joint law").holds is False


BROKEN = [
    ("back", "centred_covariances", lambda n: (1 - 2 / n, -1 / n)),
    ("distances", "PROJECTION", argued.Yt * argued.Y),
    ("the factor", "PROJECTION", argued.Yt * argued.L * argued.Y),
]


@pytest.mark.parametrize(("step", "name", "wrong"), BROKEN, ids=[f"{step}: {name}" for step, name, _ in BROKEN])
def test_a_step_fails_when_its_formula_is_wrong(run, monkeypatch, step, name, wrong):
    assert run(PROOF.claim_id, step).holds is True
    monkeypatch.setattr(argued, name, wrong)
    assert run(PROOF.claim_id, step).holds is not True


def test_the_condition_on_the_multipliers_is_seen_to_matter(run, monkeypatch):
    monkeypatch.setattr(argued, "gram_solve", lambda data, values: [-y for y in values])
    assert run(PROOF.claim_id, "multipliers decide").holds is False
