"""Symbolic (SymPy): identities whose residual simplifies to 0, and signs with their side conditions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import sympy as sp

from proofs_check.evidence import Result
from proofs_check.language.from_sympy import sequent
from proofs_check.methods import need, need_exact
from proofs_check.recording import record
from proofs_check.support.words import counted
from theory.numbers import Truth, ball, conjunction, enclose, precision

BITS_AT_A_POINT = 4096

Identity: TypeAlias = sp.Expr | tuple[sp.Expr, sp.Expr]


def identities(residuals: Mapping[str, Identity], scope: str, message: str = "") -> Result:
    """Every residual, or the difference of every pair ``(left, right)``, is identically 0 in its symbols.

    A pair keeps both sides for the certificate, where SymPy would cancel a difference on sight; its limits,
    derivatives and integrals may be left to be done (``sp.Limit``, ``sp.Derivative``, ``sp.Integral``).  Both sides
    may be matrices of symbolic size, where ``sp.MatMul(A, B)`` is multiplied out only when it is decided.
    Decided by SymPy's simplifiers in turn; a residual that none of them brings to 0 is refuted when it is
    provably nonzero at a rational point, and inconclusive otherwise.
    """
    need(residuals, "identities")
    sides = {name: r if isinstance(r, tuple) else (r, sp.Integer(0)) for name, r in residuals.items()}
    need_exact(side for pair in sides.values() for side in pair)
    truths = {name: vanishes(_done(left) - _done(right)) for name, (left, right) in sides.items()}
    bad = [f"{name}: residual {_shown(sides[name])} is not 0" for name, truth in truths.items() if not truth]
    record("identities", items={name: sequent(left, "=", right) for name, (left, right) in sides.items()})
    text = "; ".join(bad) or message or counted(len(truths), "the residual simplifies to 0", "residuals simplify to 0")
    return Result(conjunction(*truths.values()), text, scope, len(truths))


def _done(side: sp.Expr) -> sp.Expr:
    expression = sp.sympify(side)
    return expression.doit() if expression.has(sp.Limit, sp.Derivative, sp.Integral) else expression


def _shown(sides: tuple[sp.Expr, sp.Expr]) -> str:
    left, right = sides
    return str(left) if right == 0 else f"{left} - ({right})"


def vanishes(residual: sp.Expr) -> Truth:
    """Whether an expression is identically 0."""
    expression = sp.sympify(residual)
    if isinstance(expression, sp.MatrixExpr):
        return True if expression.doit().is_ZeroMatrix else None
    original = expression
    for simplifier in (sp.expand, _simplified, sp.gammasimp, sp.logcombine):
        expression = simplifier(expression)
        if expression == 0:
            return not any(_signs_at_a_point(original) or ())
    return False if _nonzero_somewhere(expression) else None


def _simplified(expression: sp.Expr) -> sp.Expr:
    """SymPy's ``simplify``, which takes a transcendental number for 0 where it estimates it to be small.

    It does not where a symbol stands beside the number.
    """
    if expression.free_symbols or not expression.has(sp.Function, sp.NumberSymbol):
        return sp.simplify(expression)
    beside = sp.Dummy()
    return sp.simplify(expression + beside) - beside


def _point(expression: sp.Expr) -> dict[sp.Symbol, sp.Rational]:
    """One generic rational point, which respects signs."""
    point = {}
    for i, symbol in enumerate(sorted(expression.free_symbols, key=str)):
        value = sp.Integer(i + 2) if symbol.is_integer else sp.Rational(2 * i + 3, 7)
        point[symbol] = -value if symbol.is_negative else value
    return point


def _nonzero_somewhere(expression: sp.Expr) -> bool:
    """Whether the value at one generic rational point is certainly not 0."""
    value = expression.subs(_point(expression)).evalf(30)
    if value.is_number and value.is_finite and abs(value) > sp.Float("1e-15"):
        return True
    return any(_signs_at_a_point(expression) or ())


def _signs_at_a_point(expression: sp.Expr) -> tuple[bool, bool] | None:
    """Whether balls find the value at a generic point to be above 0, and below; ``None`` where they know no value.

    SymPy's simplifiers and assumptions estimate constants: they take log(1 + e^-40) - log(1 + e^-41) for 0.
    """
    try:
        with precision(BITS_AT_A_POINT):
            value = enclose(expression, {symbol: ball(v) for symbol, v in _point(expression).items()})
    except (ValueError, TypeError, ZeroDivisionError, AttributeError):
        return None
    return (bool(value > 0), bool(value < 0)) if value.is_finite() else None


def signs(expressions: Mapping[str, tuple[sp.Expr, str]], scope: str, message: str = "") -> Result:
    """Every expression has the stated sign (``">0"``, ``"<0"``, ``">=0"``, ``"<=0"``) by SymPy's assumptions.

    The expression is tried as given, factored and simplified; its symbols carry the side conditions.
    """
    need(expressions, "signs")
    need_exact(expression for expression, _ in expressions.values())
    truths = {name: _sign(expression, sign) for name, (expression, sign) in expressions.items()}
    bad = [f"{name}: {expressions[name][0]} {expressions[name][1]} is {t}" for name, t in truths.items() if not t]
    record("signs", items={name: sequent(expression, sign[:-1]) for name, (expression, sign) in expressions.items()})
    text = "; ".join(bad) or message or counted(len(truths), "the sign holds", "signs hold")
    return Result(conjunction(*truths.values()), text, scope, len(truths))


def _sign(expression: sp.Expr, sign: str) -> Truth:
    attribute = {">0": "is_positive", "<0": "is_negative", ">=0": "is_nonnegative", "<=0": "is_nonpositive"}[sign]
    for form in (expression, sp.factor(expression), sp.simplify(expression)):
        truth = getattr(form, attribute)
        if truth is not None:
            return _confirmed(bool(truth), attribute, expression)
    return None


def _confirmed(truth: bool, attribute: str, expression: sp.Expr) -> Truth:
    """What SymPy says of a sign, if balls do not say otherwise; a strict sign of a number is what they say of it."""
    found = _signs_at_a_point(expression)
    if found is None:
        return truth
    above, below = found if attribute in ("is_positive", "is_nonnegative") else found[::-1]
    if truth and below:
        return False
    if expression.free_symbols or attribute in ("is_nonnegative", "is_nonpositive"):
        return truth
    return True if above else (False if below or vanishes(expression) else None)
