"""The checker's own statements of steps hold and can fail; its expressions are built, never run."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
import sympy as sp

from proofs_check.recheck import Refused, tools
from proofs_check.recheck import steps_theorem_2_7 as theorem_2_7
from proofs_check.recheck import steps_theorem_2_11 as theorem_2_11
from proofs_check.recheck.expressions import BITS, parse
from proofs_check.recheck.steps import STEPS


@pytest.mark.parametrize("step", STEPS)
def test_the_checkers_own_statements_hold(step: tuple[str, str]) -> None:
    with flint.ctx.workprec(BITS):
        assert STEPS[step]()


def test_the_checkers_own_statements_can_fail() -> None:
    assert not tools.zero("(m + w)/(w + M) - 1")
    assert not tools.everywhere_positive(lambda e: e - e * e - 1, *theorem_2_7.SMALL)
    assert not tools.vanish("x - x", "x - u")()
    assert len(theorem_2_11.induced(4)) == 24
    assert theorem_2_7.line_masses(3, 2, 1, Fraction(1, 2)) == [Fraction(3, 2), Fraction(5, 2)]


def test_a_statement_of_the_checker_that_fails_is_refused(report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STEPS, (report.LEMMA, "closed form"), lambda: False)
    assert "the checker's own statement" in report.refusal(report.LEMMA)


def test_an_expression_is_built_and_not_run() -> None:
    x = sp.Symbol("x", positive=True)
    assert parse(sp.srepr(sp.gamma(x) ** 2 / 3 - sp.pi)) == sp.gamma(x) ** 2 / 3 - sp.pi
    with pytest.raises(Refused, match="no place"):
        parse("(lambda: 1)()")
