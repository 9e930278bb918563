"""SymPy expressions as certificates hold them: built from their text without running it, and enclosed in balls."""

from __future__ import annotations

import ast
from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from proofs_check.recheck.outcome import Refused

BITS = 256
ARITHMETIC = ("Integer", "Rational", "Symbol", "Add", "Mul", "Pow", "Abs", "Min", "Max", "binomial")
FUNCTIONS = ("exp", "log", "cos", "sinh", "cosh", "tanh", "erf", "erfinv", "gamma", "loggamma", "polygamma", "beta")
CALCULUS = ("Derivative", "Integral", "Limit", "Sum", "Tuple", "Indexed", "IndexedBase", "betainc_regularized")
MATRICES = ("MatrixSymbol", "Str", "MatAdd", "MatMul", "Transpose", "Inverse", "Identity", "ZeroMatrix")
CONSTRUCTORS = frozenset((*ARITHMETIC, *FUNCTIONS, *CALCULUS, *MATRICES))
CONSTANTS = {"pi": sp.pi, "E": sp.E, "oo": sp.oo, "EulerGamma": sp.EulerGamma, "True": True, "False": False}


def parse(text: str) -> Any:
    """A SymPy expression from its ``srepr``, by the constructors above and nothing else: no code is run."""
    return _build(ast.parse(text, mode="eval").body)


def _build(node: ast.expr) -> Any:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CONSTRUCTORS:
        options = {str(k.arg): _build(k.value) for k in node.keywords}
        constructor = sp.core.symbol.Str if node.func.id == "Str" else getattr(sp, node.func.id)
        return constructor(*(_build(argument) for argument in node.args), **options)
    match node:  # f(x) for an undefined function f
        case ast.Call(func=ast.Call(func=ast.Name("Function"), args=[ast.Constant(str() as name)], keywords=[])):
            return sp.Function(name)(*(_build(argument) for argument in node.args))
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, str, bool)):
        return node.value
    if isinstance(node, ast.Name) and node.id in CONSTANTS:
        return CONSTANTS[node.id]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_build(node.operand)
    raise Refused(f"{ast.unparse(node)[:60]!r} has no place in an expression")


def parse_number(text: str) -> sp.Expr:
    """``"-2/3"``, or the ``srepr`` of a number."""
    expression = parse(text) if "(" in text else sp.Rational(text)
    if not expression.is_number:
        raise Refused(f"{text[:60]!r} is not a number")
    return expression


def enclose(expression: sp.Expr, values: dict[sp.Symbol, flint.arb]) -> flint.arb:
    """An expression in ball arithmetic.  Raises ``ValueError`` for what it does not know."""
    with flint.ctx.workprec(BITS):
        return _enclose(expression, values)


def _enclose(e: sp.Expr, values: dict[sp.Symbol, flint.arb]) -> flint.arb:
    if e in values:
        return values[e]
    if e.is_Rational:
        return rational_ball(Fraction(int(e.p), int(e.q)))
    if e in (sp.pi, sp.E):
        return flint.arb.pi() if e == sp.pi else flint.arb.const_e()
    parts = [_enclose(argument, values) for argument in e.args]
    if e.is_Add or e.is_Mul:
        total = parts[0]
        for part in parts[1:]:
            total = total + part if e.is_Add else total * part
        return total
    if e.is_Pow:
        base, exponent = parts
        if e.exp.is_Integer:
            return base ** int(e.exp)
        return base.sqrt() ** int(2 * e.exp) if (2 * e.exp).is_Integer else (base.log() * exponent).exp()
    names = {"exp": "exp", "log": "log", "gamma": "gamma", "loggamma": "lgamma", "erf": "erf"}
    names |= {"tanh": "tanh", "sinh": "sinh", "cosh": "cosh", "Abs": "__abs__", "polygamma": "?"}
    if (method := names.get(type(e).__name__, "?")) == "?":
        raise ValueError(f"no enclosure is known for {type(e).__name__}")
    value: flint.arb = getattr(parts[0], method)()
    return value


def rational_ball(value: Fraction) -> flint.arb:
    """The ball about a rational number."""
    return flint.arb(flint.fmpq(value.numerator, value.denominator))
