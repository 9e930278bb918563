"""The pieces of a density that is written in SymPy: on each it is one expression, with antiderivatives and limits.

What SymPy does not tell of an expression is left in doubt, or refused: that there is an antiderivative, that the
expression is continuous and positive, where its branches begin and end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import flint
import numpy as np
import sympy as sp

from theory.numbers import Array, Exact, Truth, ball, conjunction, enclose, exact, less, sympify

LAMBDA = sp.Symbol("lambda", positive=True)  # what the user's symbol becomes: it lives on (0, 1)
STEPS = (sp.floor, sp.ceiling, sp.frac, sp.Mod)  # functions whose pieces SymPy does not tell


@dataclass(frozen=True)
class Piece:
    """One expression in ``LAMBDA``, between two exact ends."""

    lo: sp.Expr
    hi: sp.Expr
    expression: sp.Expr

    def limit(self, end: sp.Expr) -> sp.Expr:
        """The limit of the expression at one of the two ends, from inside."""
        return self._limit(self.expression, end)

    def _limit(self, expression: sp.Expr, end: sp.Expr) -> sp.Expr:
        u = sp.Symbol("u", positive=True)
        inside = expression.subs(LAMBDA, self.lo + u if end == self.lo else self.hi - u)
        return sp.limit(inside, u, 0, "+")

    def below(self, end: Exact, power: int) -> sp.Expr:
        """The integral of lambda^power times the expression from ``lo`` to ``end``, cut to the piece."""
        if not less(self.lo, end):
            return sp.Integer(0)
        stop = sympify(end) if less(end, self.hi) else self.hi
        return self._primitive_at(stop, power) - self._primitive_at(self.lo, power)

    def _primitive_at(self, end: sp.Expr, power: int) -> sp.Expr:
        found = _primitive(self, power)
        return self._limit(found, end) if end in (self.lo, self.hi) else found.subs(LAMBDA, end)

    def below_ball(self, end: flint.arb, power: int) -> flint.arb:
        """The same as :meth:`below`, for an ``end`` without a radius."""
        lo, hi = ball(exact(self.lo)), ball(exact(self.hi))
        if end <= lo:
            return flint.arb(0)
        whole = enclose(sympify(self.below(self.hi, power)))
        if end >= hi:
            return whole
        if not (lo < end and end < hi):
            return flint.arb(0).union(whole)
        start = enclose(self._primitive_at(self.lo, power))
        return enclose(_primitive(self, power), {LAMBDA: end}) - start

    def is_standard(self) -> Truth:
        """Whether the expression is continuous and positive between the ends, as far as SymPy can tell.

        In doubt are all that have other functions than those that are known to be continuous: powers, exponentials,
        logarithms, erf, gamma, sine, cosine and arctangent, where they are finite.  SymPy takes arg, acos(cos) and
        atan(tan), which jump or turn back, for nothing worse.
        """
        u = sp.Symbol("u", positive=True)
        value = self.expression.subs(LAMBDA, (self.lo + self.hi * u) / (1 + u))
        known = all(map(_is_continuous, sp.preorder_traversal(value)))
        return conjunction(_known(value, "is_positive"), known or None)


def _known(value: sp.Expr, sign: str) -> Truth:
    """What SymPy knows of a sign, of the value as it stands, factored or simplified."""
    truths = (getattr(form(value), sign) for form in (sp.sympify, sp.factor, sp.simplify))
    return next((truth for truth in truths if truth is not None), None)


def _is_continuous(part: sp.Expr) -> bool:
    """Whether a part of an expression is certainly a continuous function of its own parts, where these are."""
    if part.is_Symbol or part.is_Rational or part in (sp.pi, sp.E, sp.EulerGamma):
        return True
    if part.is_Pow and not (part.exp.is_Integer and part.exp > 0):
        positive = _known(part.base, "is_positive") is True
        root = part.exp.is_positive is True and _known(part.base, "is_nonnegative") is True
        return positive or root or (part.exp.is_Integer and _known(part.base, "is_zero") is False)
    if part.func in (sp.log, sp.gamma, sp.loggamma):
        return _known(part.args[0], "is_positive") is True
    return bool(part.is_Add or part.is_Mul or part.is_Pow or part.func in (sp.exp, sp.erf, sp.sin, sp.cos, sp.atan))


@lru_cache(maxsize=256)
def _primitive(piece: Piece, power: int) -> sp.Expr:
    """An antiderivative of lambda^power times the expression.  Raises ``ValueError`` if SymPy finds none."""
    integrand = piece.expression * LAMBDA**power
    found = _branch(sp.integrate(sp.expand(integrand), LAMBDA), (piece.lo + piece.hi) / 2)
    if found.has(sp.Integral) or sp.simplify(sp.diff(found, LAMBDA) - integrand) != 0:
        raise ValueError(f"SymPy finds no antiderivative of {integrand}: there are float64 values only")
    return found


def function_of(expression: sp.Expr) -> Callable[[Array], Array]:
    """An expression in ``LAMBDA`` for arrays."""
    compiled = sp.lambdify(LAMBDA, expression, ["scipy", "numpy"])

    def values(lam: Array) -> Array:
        with np.errstate(all="ignore"):  # what is no number is refused when the density is made
            return np.broadcast_to(np.asarray(compiled(lam), dtype=np.float64), np.shape(lam))

    return values


def pieces_of(expression: sp.Expr) -> Iterator[Piece]:
    """The expression between neighbouring places where one of its branches changes."""
    branched = expression.rewrite(sp.Piecewise)
    if branched.has(*STEPS):
        raise ValueError("a density with steps is to be given by its pieces, as a Piecewise")
    places = {sp.Integer(0), sp.Integer(1)}
    for condition in {c for piecewise in branched.atoms(sp.Piecewise) for _, c in piecewise.args}:
        for relation in condition.atoms(sp.core.relational.Relational):
            found = sp.solveset(relation.lhs - relation.rhs, LAMBDA, sp.Interval(0, 1))
            if not isinstance(found, sp.FiniteSet) and found is not sp.S.EmptySet:
                raise ValueError(f"where {relation} begins and ends in the density is not known")
            places |= set(found)
    for lo, hi in pairwise(sorted(places, key=float)):
        yield Piece(lo, hi, sp.simplify(_branch(branched, (lo + hi) / 2)))


def _branch(expression: sp.Expr, place: sp.Expr) -> sp.Expr:
    """The expression with the branches of every ``Piecewise`` that hold at ``place``."""

    def chosen(*branches: tuple[sp.Expr, Any]) -> sp.Expr:
        return next((value for value, condition in branches if condition.subs(LAMBDA, place) == True), sp.nan)  # noqa: E712

    return expression.replace(sp.Piecewise, chosen)
