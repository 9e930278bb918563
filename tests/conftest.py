"""What all tests share: examples of Hypothesis are the same in every run, and no figure opens a window."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from proofs_check.evidence import proof as evidence

os.environ.setdefault("MPLBACKEND", "Agg")
# no deadline: machines differ, and the first call of a compiled kernel is slow
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


@pytest.fixture(autouse=True)
def _fresh_lemmas() -> None:
    """A test that breaks a formula must meet lemmas that were proved with it, and leave none behind."""
    evidence._lemma.cache_clear()
