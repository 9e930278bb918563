"""Rational solutions of linear conditions, decided by z3."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from theory.numbers import Exact


def real(value: Exact) -> Any:
    """A rational number as z3 takes it."""
    import z3

    return z3.RealVal(str(value))


def solution(symbols: Sequence[Any], conditions: Sequence[Any]) -> tuple[Fraction, ...] | None:
    """Values of z3's real ``symbols`` that meet linear conditions; ``None`` where none do.

    Raises ``ArithmeticError`` when the solver gives up.

    >>> import z3
    >>> x = z3.Real("x")
    >>> solution([x], [3 * x == 1]), solution([x], [x > 0, x < 0])
    ((Fraction(1, 3),), None)
    """
    import z3

    solver = z3.Solver()
    solver.add(*conditions)
    answer = solver.check()
    if answer == z3.unsat:
        return None
    if answer != z3.sat:
        raise ArithmeticError(f"the solver gives up: {solver.reason_unknown()}")
    values = [solver.model().eval(symbol, model_completion=True) for symbol in symbols]
    return tuple(Fraction(v.numerator_as_long(), v.denominator_as_long()) for v in values)
