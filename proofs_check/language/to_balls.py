"""Formulas enclosed in balls, by a table: certain bounds of a value, without SymPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import add, mul, truediv
from typing import Any

import flint

from proofs_check.language.nodes import Apply, Name, Node, Number, Unreadable

BITS = 256

CONSTANTS: dict[str, Callable[[], Any]] = {"pi": flint.arb.pi, "euler_gamma": flint.arb.const_euler}

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "+": lambda *terms: reduce(add, terms),
    "*": lambda *factors: reduce(mul, factors),
    "-": lambda a: -a,
    "/": truediv,
    "abs": abs,
    "min": lambda *values: reduce(flint.arb.min, values),
    "max": lambda *values: reduce(flint.arb.max, values),
    "loggamma": flint.arb.lgamma,
    "beta": lambda a, b: (a.lgamma() + b.lgamma() - (a + b).lgamma()).exp(),
    **{
        name: getattr(flint.arb, name)
        for name in ("exp", "log", "sqrt", "tanh", "sinh", "cosh", "sin", "cos", "erf", "erfinv", "gamma")
    },
}


def enclose(node: Node, values: Mapping[Node, Any], bits: int = BITS) -> Any:
    """A ball around the value of a formula, where names and indexed symbols have these values.

    Raises ``Unreadable`` for what balls have no counterpart of.
    """
    with flint.ctx.workprec(bits):
        return _enclose(node, values)


def _enclose(node: Node, values: Mapping[Node, Any]) -> Any:
    if node in values:
        return values[node]
    if isinstance(node, Number):
        return flint.arb(node.value)
    if isinstance(node, Name):
        if node.text not in CONSTANTS:
            raise Unreadable(f"{node.text!a} has no value")
        return CONSTANTS[node.text]()
    if node.head == "^":
        return _power(node, values)
    if node.head not in FUNCTIONS:
        raise Unreadable(f"no enclosure is known of {node.head!a}")
    return FUNCTIONS[node.head](*(_enclose(part, values) for part in node.args))


def _power(node: Apply, values: Mapping[Node, Any]) -> Any:
    base = _enclose(node.args[0], values)
    match node.args[1]:
        case Number(whole):
            return base**whole
        case Apply("-", (Number(whole),)):
            return 1 / base**whole
        case Apply("/", (Number(whole), Number(2))):
            return base.sqrt() ** whole
    return (base.log() * _enclose(node.args[1], values)).exp()
