"""Rational solutions of linear conditions, decided by z3."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from theory.numbers import Exact

# What z3 may spend on one question, in its own unit of work, which is the same on every machine: more than 10^5 times
# what the hardest question of a proof here needs, or about ten minutes.
RESOURCES = 100_000_000


def real(value: Exact) -> Any:
    """A rational number as z3 takes it."""
    import z3

    return z3.RealVal(str(value))


def solution(symbols: Sequence[Any], conditions: Sequence[Any]) -> tuple[Fraction, ...] | None:
    """Values of z3's real ``symbols`` that meet linear conditions; ``None`` where none do.

    Raises ``ArithmeticError`` when the solver gives up, at the latest after ``RESOURCES``.

    >>> import z3
    >>> x = z3.Real("x")
    >>> solution([x], [3 * x == 1]), solution([x], [x > 0, x < 0])
    ((Fraction(1, 3),), None)
    """
    import z3

    solver = z3.Solver()
    solver.set("rlimit", RESOURCES)
    solver.add(*conditions)
    answer = solver.check()
    if answer == z3.unsat:
        return None
    if answer != z3.sat:
        raise ArithmeticError(
            f"z3 gives up ({solver.reason_unknown()}) on {len(conditions)} conditions in {len(symbols)} unknowns: "
            "try fewer points or coordinates, or numbers with fewer digits"
        )
    values = [solver.model().eval(symbol, model_completion=True) for symbol in symbols]
    return tuple(Fraction(v.numerator_as_long(), v.denominator_as_long()) for v in values)
