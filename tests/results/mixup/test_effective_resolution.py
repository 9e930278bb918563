"""One epsilon for all alpha: the check fails for rows that no epsilon explains, and on ten points."""

from __future__ import annotations

import numpy as np
import pytest

from proofs_check.evidence import Settings
from proofs_check.methods import trained
from proofs_check.results.mixup import effective_resolution as argued
from theory import Beta, mixup_optimal
from theory.claim import claims
from theory.results.mixup.effective_resolution import common_resolution, effective_resolution, explained
from theory.results.mixup.table_1 import PRINTED

CLAIM = claims()["effective-resolution"]


def test_h_eps_itself_is_recognised() -> None:
    table = {a: tuple(mixup_optimal(argued.LINE, Beta(a), argued.LINE.points, 0.3)[:, 0]) for a in (1, 32)}
    epsilon, worst = common_resolution(argued.published("h_eps", table))
    assert epsilon == pytest.approx(0.3)
    assert worst <= 0


def test_no_epsilon_explains_rows_of_the_wrong_alpha() -> None:
    wrong = {1: PRINTED[128], 32: PRINTED[32], 128: PRINTED[1]}
    assert explained(argued.published("swapped", wrong)).holds is False


def test_the_published_tables_are_explained_near_0_14() -> None:
    networks = argued.published("printed", PRINTED)
    assert trained.agree(CLAIM, [networks], "").holds is True
    assert common_resolution(networks)[0] == pytest.approx(0.14, abs=0.02)


@pytest.mark.parametrize(("alpha", "epsilon"), [(1, 0.141), (32, 0.147), (128, 0.120)])
def test_the_smallest_root(alpha: int, epsilon: float) -> None:
    found = effective_resolution(alpha, PRINTED[alpha][1])
    assert found == pytest.approx(epsilon, abs=5e-4)
    value = mixup_optimal(argued.LINE, Beta(alpha), [[1.0]], found)[0, 0]
    assert value == pytest.approx(PRINTED[alpha][1], abs=1e-9)


def test_no_root_is_not_a_number() -> None:
    assert np.isnan(effective_resolution(128, 0.9))


def test_ten_points_are_not_explained() -> None:
    networks = argued.ten_points()
    assert explained(networks).holds is False
    assert CLAIM.assumptions[0].predicate(networks).holds is False


def test_the_exact_roots_can_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    item = next(item for item in argued.proof.items if item.name == "three roots")
    assert argued.proof.run(item, Settings()).holds is True
    monkeypatch.setitem(argued.ROOTS, 32, ("0.604", "0.146"))
    assert argued.proof.run(item, Settings()).holds is False
