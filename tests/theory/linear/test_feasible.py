"""Linear conditions by z3: what it cannot tell within its resources is neither a solution nor the lack of one."""

from __future__ import annotations

import pytest
import z3

from theory.linear import feasible

A, B = z3.Reals("a b")


@pytest.mark.parametrize("conditions", [[3 * A + B > 1, A < B], [A > B, B > A]])
def test_a_solver_that_gives_up_has_not_answered(monkeypatch: pytest.MonkeyPatch, conditions: list[z3.BoolRef]) -> None:
    answer = feasible.solution([A, B], conditions)
    assert (answer is None) == (conditions[0].eq(A > B))
    monkeypatch.setattr(feasible, "RESOURCES", 1)
    with pytest.raises(ArithmeticError, match="2 conditions in 2 unknowns: try fewer"):
        feasible.solution([A, B], conditions)
