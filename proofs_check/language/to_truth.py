"""Whether a formula is true where its names have values: enclosed in balls, so that doubt stays doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import flint

from proofs_check.language.nodes import Apply, Declaration, Name, Node, Unreadable
from proofs_check.language.to_balls import BITS, enclose

Truth = bool | None
Values = Mapping[Node, Any]  # a ball for a number, a truth for a truth

COMPARISONS: dict[str, Callable[[Any], Truth]] = {  # of the left side less the right one
    "=": lambda d: True if d == 0 else (None if d.contains(0) else False),
    "!=": lambda d: _no(COMPARISONS["="](d)),
    "<": lambda d: True if d < 0 else (False if d >= 0 else None),
    "<=": lambda d: True if d <= 0 else (False if d > 0 else None),
    ">": lambda d: True if d > 0 else (False if d <= 0 else None),
    ">=": lambda d: True if d >= 0 else (False if d < 0 else None),
}
WHOLE = {"integer": 1, "even": 2, "odd": 2}


def truth(node: Node, values: Values) -> Truth:
    """Whether a formula holds; ``None`` where balls cannot tell.

    Raises ``Unreadable`` for what has no value here.
    """
    if node in values:
        return _is_truth(values[node])
    match node:
        case Name("true" | "false"):
            return node.text == "true"
        case Apply("not", (part,)):
            return _no(truth(part, values))
        case Apply("and", parts):
            return _all([truth(part, values) for part in parts])
        case Apply("or", parts):
            return _no(_all([_no(truth(part, values)) for part in parts]))
        case Apply("=>", (first, second)):
            return truth(Apply("or", (Apply("not", (first,)), second)), values)
        case Apply("<=>", (first, second)):
            both = (truth(first, values), truth(second, values))
            return None if None in both else both[0] is both[1]
        case Apply(relation, (left, right)) if relation in COMPARISONS:
            return _compared(relation, left, right, values)
    raise Unreadable(f"no truth is known of {getattr(node, 'head', node)!a}")


def _compared(relation: str, left: Node, right: Node, values: Values) -> Truth:
    difference = enclose(Apply("+", (left, Apply("-", (right,)))), values)
    if not difference.is_finite():
        raise Unreadable("a side has no value here")
    return COMPARISONS[relation](difference)


def meets(known: Declaration, value: Any) -> Truth:
    """Whether a value is of the sort, and has the sign, that is declared of it."""
    if "truth" in known.words or isinstance(value, bool):
        return isinstance(value, bool) and "truth" in known.words
    with flint.ctx.workprec(BITS):
        whole = [_whole(value, word) for word in known.words if word in WHOLE]
        return _all([*whole, *([COMPARISONS[known.sign](value)] if known.sign else [])])


def _whole(value: Any, word: str) -> Truth:
    """Whether a ball holds one whole number and nothing else; odd numbers are even ones, moved by one."""
    scaled = (value + (word == "odd")) / WHOLE[word]
    if not scaled.contains_integer():
        return False
    return True if scaled.is_exact() else None


def _is_truth(value: Any) -> Truth:
    if isinstance(value, bool):
        return value
    raise Unreadable("a number stands where a truth should")


def _no(found: Truth) -> Truth:
    return None if found is None else not found


def _all(found: list[Truth]) -> Truth:
    return False if False in found else (None if None in found else True)
