"""Formulas as z3 expressions, by a table: a conclusion is built, never pasted into a text."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import add, eq, ge, gt, le, lt, mul, ne, truediv
from typing import Any

import z3

from proofs_check.language.nodes import FUNCTIONS, Declaration, Name, Node, Number, Unreadable

CONSTANTS = {"true": z3.BoolVal(True), "false": z3.BoolVal(False)}
SIGNS: dict[str, Callable[[Any, int], Any]] = {">": gt, ">=": ge, "<": lt, "<=": le, "!=": ne}
SORTS = {"truth": z3.Bool, "integer": z3.Int, "real": z3.Real}

OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": lambda *terms: reduce(add, terms),
    "*": lambda *factors: reduce(mul, factors),
    "-": lambda a: -a,
    "/": lambda a, b: truediv(_real(a), _real(b)),
    "^": lambda a, b: a**b,
    "=": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "and": z3.And,
    "or": z3.Or,
    "not": z3.Not,
    "=>": z3.Implies,
    "<=>": eq,
    "if": z3.If,
    "distinct": z3.Distinct,
    "to_real": z3.ToReal,
    "mod": lambda a, b: a % b,
    "div": lambda a, b: truediv(a, b),
}


def _real(value: Any) -> Any:
    """Whole numbers divide as reals."""
    if value.sort() == z3.IntSort():
        return z3.RealVal(value.as_long()) if z3.is_int_value(value) else z3.ToReal(value)
    return value


def constants(domain: dict[str, Declaration]) -> tuple[dict[str, Any], list[Any]]:
    """The constant or function of each declared name, and what their signs say of them."""
    found: dict[str, Any] = {}
    signs: list[Any] = []
    for name, known in domain.items():
        if known.form.isdigit():
            found[name] = z3.Function(name, *[z3.RealSort()] * (int(known.form) + 1))
            continue
        words = known.words or ("real",)
        if known.form or len(words) > 1 or words[0] not in SORTS:
            raise Unreadable(f"{name!a} is declared as z3 knows no constants")
        found[name] = SORTS[words[0]](name)
        if known.sign:
            signs.append(SIGNS[known.sign](found[name], 0))
    return found, signs


def translate(node: Node, names: dict[str, Any]) -> Any:
    """A formula in these constants.  Raises ``Unreadable`` for what z3 has no counterpart of."""
    try:
        return _translate(node, names)
    except (z3.Z3Exception, TypeError, AttributeError) as error:
        raise Unreadable(f"a part of it has the wrong sort: {error}") from error


def _translate(node: Node, names: dict[str, Any]) -> Any:
    if isinstance(node, Number):
        return z3.IntVal(node.value)
    if isinstance(node, Name):
        if node.text not in names and node.text not in CONSTANTS:
            raise Unreadable(f"{node.text!a} is not translated to z3")
        return CONSTANTS[node.text] if node.text in CONSTANTS else names[node.text]
    unknown = None if node.head in FUNCTIONS else names.get(node.head)  # a function that the domain declares
    operation = OPERATIONS.get(node.head, unknown)
    if operation is None:
        raise Unreadable(f"{node.head!a} is not translated to z3")
    parts = [_translate(part, names) for part in node.args]
    if node.head in ("=", "<=>"):
        truths = {part.sort() == z3.BoolSort() for part in parts}
        if truths != {node.head == "<=>"}:
            raise Unreadable(f"{node.head!a} is between {'numbers' if node.head == '=' else 'truths'}")
    return operation(*parts)
