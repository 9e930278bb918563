"""What the tests of the statements share: a counterexample to a broken formula need not be shrunk."""

from __future__ import annotations

import pytest
from hypothesis import Phase

from proofs_check.methods import sampled


@pytest.fixture(autouse=True)
def _first_counterexample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampled, "PHASES", (Phase.generate,))
