"""Symbolic (SymPy): identities whose residual simplifies to 0, and signs with their side conditions."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from proofs_check.evidence import Result
from theory.numbers import Truth, conjunction


def identities(residuals: Mapping[str, sp.Expr], scope: str, message: str = "") -> Result:
    """Every residual is identically 0 in its symbols.

    Decided by SymPy's simplifiers in turn; a residual that none of them brings to 0 is refuted when it is
    provably nonzero at a rational point, and inconclusive otherwise.
    """
    truths = {name: vanishes(residual) for name, residual in residuals.items()}
    bad = [f"{name}: residual {residuals[name]} is not 0" for name, truth in truths.items() if not truth]
    certificate = {"kind": "residuals", "items": {name: sp.srepr(sp.sympify(r)) for name, r in residuals.items()}}
    text = "; ".join(bad) or message or f"{len(truths)} residuals simplify to 0"
    return Result(conjunction(*truths.values()), text, scope, len(truths), certificate=certificate)


def vanishes(residual: sp.Expr) -> Truth:
    """Whether an expression is identically 0."""
    expression = sp.sympify(residual)
    for simplifier in (sp.expand, sp.simplify, sp.gammasimp, sp.logcombine):
        expression = simplifier(expression)
        if expression == 0:
            return True
    return False if _nonzero_somewhere(expression) else None


def _nonzero_somewhere(expression: sp.Expr) -> bool:
    """Whether the value at one generic rational point (which respects signs) is certainly not 0."""
    symbols = sorted(expression.free_symbols, key=str)
    point = {}
    for i, symbol in enumerate(symbols):
        value = sp.Integer(i + 2) if symbol.is_integer else sp.Rational(2 * i + 3, 7)
        point[symbol] = -value if symbol.is_negative else value
    value = expression.subs(point).evalf(30)
    return bool(value.is_number and value.is_finite and abs(value) > sp.Float("1e-15"))


def signs(expressions: Mapping[str, tuple[sp.Expr, str]], scope: str, message: str = "") -> Result:
    """Every expression has the stated sign (``">0"``, ``"<0"``, ``">=0"``, ``"<=0"``) by SymPy's assumptions.

    The expression is tried as given, factored and simplified; its symbols carry the side conditions.
    """
    truths = {name: _sign(expression, sign) for name, (expression, sign) in expressions.items()}
    bad = [f"{name}: {expressions[name][0]} {expressions[name][1]} is {t}" for name, t in truths.items() if not t]
    certificate = {"kind": "signs", "items": {n: [sp.srepr(e), sign] for n, (e, sign) in expressions.items()}}
    text = "; ".join(bad) or message or f"{len(truths)} signs hold"
    return Result(conjunction(*truths.values()), text, scope, len(truths), certificate=certificate)


def _sign(expression: sp.Expr, sign: str) -> Truth:
    attribute = {">0": "is_positive", "<0": "is_negative", ">=0": "is_nonnegative", "<=0": "is_nonpositive"}[sign]
    for form in (expression, sp.factor(expression), sp.simplify(expression)):
        truth = getattr(form, attribute)
        if truth is not None:
            return bool(truth)
    return None
