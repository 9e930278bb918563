"""SymPy expressions as certificates hold them: built from their text without running it, and enclosed in balls."""

from __future__ import annotations

import ast
from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from proofs_check.recheck.instances import rational
from proofs_check.recheck.outcome import Refused

BITS = 256
LONGEST = 200_000  # characters of an expression; the longest of ours has about a fifth
LARGEST = 10**40
ARITHMETIC = ("Integer", "Rational", "Symbol", "Add", "Mul", "Pow", "Abs", "Min", "Max", "binomial")
FUNCTIONS = ("exp", "log", "cos", "sinh", "cosh", "tanh", "erf", "erfinv", "gamma", "loggamma", "polygamma", "beta")
CALCULUS = ("Derivative", "Integral", "Limit", "Sum", "Tuple", "Indexed", "IndexedBase", "betainc_regularized")
MATRICES = ("MatrixSymbol", "MatAdd", "MatMul", "Transpose", "Inverse", "Identity", "ZeroMatrix")
CONSTRUCTORS = frozenset((*ARITHMETIC, *FUNCTIONS, *CALCULUS, *MATRICES))
NAMED = {"Symbol", "MatrixSymbol"}
CONSTANTS = {"pi": sp.pi, "E": sp.E, "oo": sp.oo, "EulerGamma": sp.EulerGamma}


def parse(text: str) -> Any:
    """A SymPy expression from its ``srepr``, by the constructors above and nothing else: no code is run.

    SymPy runs a string that it meets as an argument; the only strings let through are names.
    """
    if len(text) > LONGEST:
        raise Refused(f"an expression has more than {LONGEST} characters")
    return _build(ast.parse(text, mode="eval").body)


def _build(node: ast.expr) -> Any:
    match node:
        case ast.Call(func=ast.Name("Symbol"), args=[ast.Constant(str() as name)], keywords=keywords):
            signs = {str(k.arg): _build(k.value) for k in keywords}
            if not set(map(type, signs.values())) <= {bool}:
                raise Refused(f"{name[:60]!r} is assumed to be something else than a truth")
            return sp.Symbol(name, **signs)
        case ast.Call(func=ast.Call(func=ast.Name("Function"), args=[ast.Constant(str() as name)], keywords=[])):
            return sp.Function(name)(*(_build(argument) for argument in node.args))
        case ast.Call(
            func=ast.Name("MatrixSymbol"),
            args=[ast.Call(func=ast.Name("Str"), args=[ast.Constant(str() as name)]), rows, columns],
        ):
            return sp.MatrixSymbol(name, _build(rows), _build(columns))
        case ast.Call(func=ast.Name("Limit"), args=[*arguments, ast.Constant("+" | "-" as side)], keywords=[]):
            return sp.Limit(*(_build(argument) for argument in arguments), side)
        case ast.Call(func=ast.Name("Integer" | "Rational" as name), args=arguments, keywords=[]):
            return getattr(sp, name)(*map(_whole, arguments))
        case ast.Call(func=ast.Name(name), args=arguments, keywords=[]) if name in CONSTRUCTORS - NAMED:
            return getattr(sp, name)(*(_build(argument) for argument in arguments))
        case ast.Constant(bool() as truth):
            return truth
        case ast.Name(name) if name in CONSTANTS:
            return CONSTANTS[name]
        case ast.UnaryOp(op=ast.USub(), operand=ast.Name("oo")):
            return -sp.oo
    raise Refused(f"{ast.unparse(node)[:60]!r} has no place in an expression")


def _whole(node: ast.expr) -> int:
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_whole(operand)
        case ast.Constant(int() as number) if not isinstance(number, bool) and abs(number) < LARGEST:
            return number
    raise Refused(f"{ast.unparse(node)[:60]!r} is not a whole number, or has too many digits")


def parse_number(text: str) -> sp.Expr:
    """``"-2/3"``, or the ``srepr`` of a number."""
    expression = parse(text) if "(" in text else sp.Rational(rational(text))
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
