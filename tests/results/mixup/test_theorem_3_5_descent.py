"""Gradient descent as evidence: it agrees, and it would disagree."""

import numpy as np
import pytest

from proofs_check.results.mixup import theorem_3_5_descent as argued
from theory import LabeledDataset
from theory.linear.descent import Direction


@pytest.mark.parametrize("claim_id", ["theorem-3.5", "theorem-3.5-printed", "theorem-3.5-criterion"])
def test_it_agrees(run, claim_id):
    found = run(claim_id, "gradient descent")
    assert found.holds is True
    assert found.instances > 0


def apart(angle):
    """Two directions in the plane at this angle, known to 1e-6."""
    return Direction(np.array([1.0, 0.0]), 1e-6, 1), Direction(np.array([np.cos(angle), np.sin(angle)]), 1e-6, 1)


@pytest.mark.parametrize(("angle", "equal", "unequal"), [(1e-3, False, True), (1e-7, True, False)])
def test_it_can_fail(run, monkeypatch, angle, equal, unequal):
    dataset = LabeledDataset([[1.0, 0.0], [0.0, 1.0]], [1, -1])
    monkeypatch.setattr(argued, "descents", lambda *_: iter([(dataset, *apart(angle))] * 3))
    assert run("theorem-3.5", "gradient descent").holds is equal
    assert run("theorem-3.5-printed", "gradient descent").holds is unequal


def test_nothing_drawn_is_no_evidence(run, monkeypatch):
    monkeypatch.setattr(argued, "descents", lambda *_: iter([]))
    assert run("theorem-3.5", "gradient descent").holds is None
    assert run("theorem-3.5", "gradient descent").instances == 0
