"""The search for the first unsafe eps goes round by round, and finds what one look at all pairs finds."""

import numpy as np
import pytest

from proofs_check.audit import searching
from proofs_check.audit.core import audit_prepared
from proofs_check.audit.data import prepare
from proofs_check.audit.findings import Settings
from proofs_check.audit.thresholds import unsafe_epsilon
from theory.optimal.local_pairs import local_pairs


@pytest.fixture(scope="module")
def prepared():
    rng = np.random.default_rng(0)
    return prepare(rng.normal(size=(40, 3)), rng.integers(0, 2, 40))


def test_rounds_of_growing_radius_find_what_one_look_finds(prepared):
    found = audit_prepared(prepared, Settings(epsilon=1e-3, search=40))
    began = np.maximum(2 * found.certified, 1e-3)
    later = 0
    for pairs in local_pairs(prepared.dataset, np.arange(40), np.full(40, 20.0)):
        at_once = unsafe_epsilon(pairs, 1.0, float(found.certified[pairs.index]))
        in_rounds = found.unsafe_epsilon[pairs.index]
        assert max(at_once.low, in_rounds.low) <= min(at_once.high, in_rounds.high)
        later += began[pairs.index] < in_rounds.high < np.inf
    assert later > 5


def test_a_point_with_too_many_pairs_is_said_to_be_open(prepared, monkeypatch):
    monkeypatch.setattr(searching, "SEARCHED_PAIRS", 3)
    found = audit_prepared(prepared, Settings(epsilon=1e-3, search=5))
    assert all(np.isinf(each.high) for each in found.unsafe_epsilon.values())
    assert [each.low for each in found.unsafe_epsilon.values()] != [np.inf] * 5
