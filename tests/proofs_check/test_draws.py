"""What is drawn depends on the strategy and the seed, not on which modules happen to be loaded."""

import sys
from contextlib import nullcontext
from importlib.util import module_from_spec, spec_from_file_location

import pytest
from hypothesis import strategies as st

from proofs_check.evidence import Settings
from proofs_check.methods.sampled import holds_on
from proofs_check.support import draws


def drawn(seed=0):
    found = []
    draws.visit(st.integers(0, 10**6), found.append, 300, seed)
    return found


@pytest.fixture
def load(tmp_path, monkeypatch):
    """Loads a module whose source has many numbers, as a room of other claims would be loaded."""

    def loaded(name):
        path = tmp_path / f"{name}.py"
        path.write_text(f"NUMBERS = {list(range(1000, 1400))}\n")
        spec = spec_from_file_location(name, path)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        monkeypatch.setitem(sys.modules, name, module)

    return loaded


def test_draws_are_the_same_whatever_else_is_loaded(load):
    before = drawn()
    load("room_with_numbers")
    assert drawn() == before
    assert drawn(1) != before


def test_they_would_not_be_if_constants_of_modules_were_drawn(load, monkeypatch):
    monkeypatch.setattr(draws, "_without_constants_of_modules", nullcontext)
    before = drawn()
    load("other_room_with_numbers")
    assert drawn() != before


def test_counterexamples_are_simplified_and_draws_can_be_ended():
    found = holds_on(st.integers(0, 10**6), lambda n: n < 5000, Settings(), (200, 200, 200), "numbers")
    assert (found.holds, found.witness) == (False, "5000")
    assert len(draws.draw(st.integers(0, 99), lambda n: n > 50, 3)) == 3
