"""What the checker's own statements are made of: identities of SymPy expressions, and signs on an interval."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial

import flint
import sympy as sp

SUBDIVISIONS = 4096
POSITIVE = ("w", "m", "M", "t", "c", "r", "L", "p", "B", "k", "z", "N", "x", "a", "b", "h", "u", "v", "s", "S")
GREEK = ("alpha", "epsilon", "lam", "mu", "theta")


def zero(expression: str) -> bool:
    """Whether an expression of ours, in positive symbols of these names, is identically 0."""
    names = {name: sp.Symbol(name, positive=True) for name in (*POSITIVE, *GREEK)}
    return bool(sp.simplify(sp.sympify(expression, locals=names).doit()) == 0)


def vanish(*expressions: str) -> Callable[[], bool]:
    """The statement that all of these are identically 0."""
    return partial(_all_zero, expressions)


def _all_zero(expressions: tuple[str, ...]) -> bool:
    return all(map(zero, expressions))


def everywhere_positive(function: Callable[[flint.arb], flint.arb], lo: Fraction, hi: Fraction) -> bool:
    """On [lo, hi], by halving what is not certain."""
    todo, done = [(lo, hi)], 0
    while todo and done < SUBDIVISIONS:
        a, b = todo.pop()
        done += 1
        ends = [flint.arb(flint.fmpq(v.numerator, v.denominator)) for v in (a, b)]
        value = function(ends[0].union(ends[1]))
        if bool(value <= 0):
            return False
        if not value > 0:
            todo += [(a, (a + b) / 2), ((a + b) / 2, b)]
    return not todo
