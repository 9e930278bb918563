"""What all tests share: examples of Hypothesis are the same in every run, and no figure opens a window."""

from __future__ import annotations

import os

import numpy as np
import pytest
from hypothesis import settings

from proofs_check.evidence import proof as evidence
from theory import claim as claim_module
from theory.claim import Claim

collect_ignore = ["frameworks"]  # needs an environment of its own: make test-frameworks
os.environ.setdefault("MPLBACKEND", "Agg")
# no deadline: machines differ, and the first call of a compiled kernel is slow
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


@pytest.fixture
def rng() -> np.random.Generator:
    """A generator of this test alone: its data do not depend on which tests ran before."""
    return np.random.default_rng(0)


@pytest.fixture
def own_registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, Claim]:
    """An empty registry of claims, and no proofs, for claims that exist in one test only."""
    own: dict[str, Claim] = {}
    monkeypatch.setattr(claim_module, "_REGISTRY", own)
    monkeypatch.setattr(evidence, "_PROOFS", {})
    for module in (claim_module, evidence):
        monkeypatch.setattr(module, "load_modules", lambda package: None)
    monkeypatch.setattr(claim_module, "load_plugins", lambda: None)
    return own
