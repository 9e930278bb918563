"""A step by z3 is broken by leaving its premises out, one at a time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from proofs_check.methods import smt

Weakened = Callable[..., list[bool | None]]


@pytest.fixture
def weakened(run, monkeypatch) -> Weakened:
    """``weakened(claim_id, step)``: what the step says without its first, second, ... premise."""
    whole = smt.universally

    def run_them(claim_id: str, step: str) -> list[bool | None]:
        longest = 0

        def measure(statements, *rest):
            nonlocal longest
            longest = max(len(premises) for premises, _ in statements.values())
            return whole(statements, *rest)

        monkeypatch.setattr(smt, "universally", measure)
        assert run(claim_id, step).holds is True
        found = []
        for k in range(longest):

            def without(statements, *rest, k=k):
                fewer = {n: ([p for i, p in enumerate(ps) if i != k], c) for n, (ps, c) in statements.items()}
                return whole(fewer, *rest)

            monkeypatch.setattr(smt, "universally", without)
            found.append(run(claim_id, step).holds)
        return found

    return run_them
