"""One report of four claims, for all tests of what a report says."""

from __future__ import annotations

import pytest

from proofs_check.runner import Report, verify
from tests.proofs_check.report.small import CLAIMS


@pytest.fixture(scope="session")
def report() -> Report:
    return verify(CLAIMS, preset="quick", jobs=1)
