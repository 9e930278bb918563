"""Definition 2.1 as printed: the witness is decided by the masses, and SciPy runs into the corner (1, 1)."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy.optimize import minimize

import theory.results.mixup.definition_2_1 as definition
from proofs_check.evidence import proofs
from theory.claim import Verdict
from theory.dataset import LabeledDataset
from theory.instances import LocalInstance
from theory.mixing import Beta
from theory.optimal import local_masses

PROOF = proofs()["definition-2.1-printed"]
TWO_POINTS = LabeledDataset([[0], [1]], [1, 2])


def test_refuted(verdict) -> None:
    assert verdict(PROOF.claim_id) is Verdict.REFUTED


def test_not_refuted_when_only_one_class_had_mass(verdict, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(definition, "local_masses", lambda *_: [Fraction(1), Fraction(0)])
    assert verdict(PROOF.claim_id) is not Verdict.REFUTED


def test_a_ball_with_one_class_is_no_witness() -> None:
    alone = LocalInstance(LabeledDataset([[0], [1]], [1, 1]), Beta(1), (Fraction(0),), Fraction(1))
    assert PROOF.claim.conclusion(alone).holds is True


def test_an_optimizer_on_the_cube_ends_at_the_corner() -> None:
    masses = np.array([float(n) for n in local_masses(TWO_POINTS, Beta(1), [Fraction(1, 2)], Fraction(1, 4))])
    found = minimize(lambda p: -masses @ np.log(p), [0.3, 0.6], jac=lambda p: -masses / p, bounds=[(1e-9, 1)] * 2)
    assert found.x == pytest.approx([1, 1])
