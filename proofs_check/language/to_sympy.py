"""Formulas as SymPy expressions, by a table; nothing is sympified."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from proofs_check.language.nodes import FUNCTIONS, Apply, Declaration, Name, Node, Number, Unreadable

CONSTANTS = {
    "pi": sp.pi,
    "infinity": sp.oo,
    "euler_gamma": sp.EulerGamma,
    "true": sp.true,
    "false": sp.false,
}
SIGNS = {">": "positive", ">=": "nonnegative", "<": "negative", "<=": "nonpositive", "!=": "nonzero"}


def _sum(*terms: Any) -> Any:
    return sp.MatAdd(*terms) if any(isinstance(term, sp.MatrixExpr) for term in terms) else sp.Add(*terms)


def _product(*factors: Any) -> Any:
    return sp.MatMul(*factors) if any(isinstance(factor, sp.MatrixExpr) for factor in factors) else sp.Mul(*factors)


def _fraction(node: Apply, names: dict[str, Any]) -> Any:
    """``a*b/c/d`` as one product: step by step, SymPy would multiply a number into the only sum that it meets."""
    factors: list[Any] = []
    while isinstance(node, Apply) and node.head == "/":
        factors.append(sp.Pow(translate(node.args[1], names), -1))
        node = node.args[0]  # type: ignore[assignment]
    start = node.args if isinstance(node, Apply) and node.head == "*" else (node,)
    return _product(*(translate(part, names) for part in start), *reversed(factors))


def _choice(condition: Any, first: Any, second: Any) -> Any:
    return sp.Piecewise((first, condition), (second, True))


OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": _sum,
    "-": lambda a: _product(sp.Integer(-1), a),
    "*": _product,
    "^": sp.Pow,
    "()": sp.Tuple,
    "[]": lambda base, *indices: sp.Indexed(base, *indices),
    "if": _choice,
    "=": sp.Eq,
    "!=": sp.Ne,
    "<": sp.Lt,
    "<=": sp.Le,
    ">": sp.Gt,
    ">=": sp.Ge,
    "and": sp.And,
    "or": sp.Or,
    "not": sp.Not,
    "=>": sp.Implies,
    "<=>": sp.Equivalent,
    **{
        name: getattr(sp, name)
        for name in ("exp", "log", "sqrt", "tanh", "sinh", "cosh", "sin", "cos", "erf", "erfinv")
    },
    **{name: getattr(sp, name) for name in ("gamma", "loggamma", "beta", "binomial", "polygamma", "floor", "ceiling")},
    "sign": sp.sign,
    "abs": sp.Abs,
    "min": sp.Min,
    "max": sp.Max,
    "mod": sp.Mod,
    "beta_incomplete": sp.betainc_regularized,
    "limit": lambda e, x, a: sp.Limit(e, x, a, "+-"),
    "limit_above": lambda e, x, a: sp.Limit(e, x, a, "+"),
    "limit_below": lambda e, x, a: sp.Limit(e, x, a, "-"),
    "derivative": sp.Derivative,
    "integral": sp.Integral,
    "sum": sp.Sum,
    "transpose": sp.Transpose,
    "inverse": sp.Inverse,
    "identity": sp.Identity,
    "zeros": sp.ZeroMatrix,
}


def symbols(domain: dict[str, Declaration]) -> dict[str, Any]:
    """The symbol of each declared name."""
    found: dict[str, Any] = {}
    for name, known in domain.items():
        if known.form == "[]":
            found[name] = sp.IndexedBase(sp.Symbol(name))
        elif known.form.isdigit():
            found[name] = sp.Function(name)
        elif not known.form:
            words = {word: True for word in known.words if word not in ("complex", "noncommutative")}
            words |= {"commutative": False} if "noncommutative" in known.words else {}
            if "truth" in words:
                raise Unreadable(f"{name!a} is a truth, which SymPy's symbols are not")
            found[name] = sp.Symbol(name, **words, **({SIGNS[known.sign]: True} if known.sign else {}))
            if known.sign == "!=":
                found[name] = sp.Symbol(name, **words, real=True, nonzero=True)
    for name, known in domain.items():
        if known.form == "matrix":
            rows, columns = (translate(size, found) for size in known.shape)
            found[name] = sp.MatrixSymbol(name, rows, columns)
    return found


def translate(node: Node, names: dict[str, Any]) -> Any:
    """A formula in these symbols.  Raises ``Unreadable`` for what SymPy has no counterpart of."""
    if isinstance(node, Number):
        return sp.Integer(node.value)
    if isinstance(node, Name):
        return CONSTANTS[node.text] if node.text in CONSTANTS else names[node.text]
    if node.head == "/":
        return _fraction(node, names)
    unknown = None if node.head in FUNCTIONS else names.get(node.head)  # a function that the domain declares
    operation = OPERATIONS.get(node.head, unknown)
    if operation is None:
        raise Unreadable(f"{node.head!a} is not translated to SymPy")
    return operation(*(translate(part, names) for part in node.args))
