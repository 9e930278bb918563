"""From sequents to text; ``parse(show(sequent)) == sequent``."""

from __future__ import annotations

import re

from proofs_check.language.nodes import (
    COMPARISONS,
    CONSTANTS,
    FUNCTIONS,
    RESERVED,
    Apply,
    Declaration,
    Name,
    Node,
    Number,
    Sequent,
)
from proofs_check.language.parser import PLAIN_NAME

# how tightly an operation holds its parts together
LEVELS = {
    "<=>": 0,
    "=>": 1,
    "or": 2,
    "and": 3,
    "not": 4,
    **dict.fromkeys(COMPARISONS, 5),
    "+": 6,
    "-": 6.5,
    "*": 7,
    "/": 7,
}
POWER, ATOM = 8, 9


def show(sequent: Sequent) -> str:
    """A sequent as one line.

    >>> from proofs_check.language.parser import parse
    >>> show(parse("for x,y>0 : x<y|-x ^ 2/3  < (y)^2/3"))
    'for x, y > 0: x < y |- x^2/3 < y^2/3'
    """
    domain = "; ".join(map(declaration, sequent.declarations))
    premises = ", ".join(map(formula, sequent.premises))
    return (f"for {domain}: " if domain else "") + (f"{premises} |- " if premises else "") + formula(sequent.conclusion)


def declaration(known: Declaration) -> str:
    """What is known of some names, as it stands in a sequent."""
    names = ", ".join(map(name, known.names))
    if known.form == "matrix":
        return f"{names} matrix({', '.join(map(formula, known.shape))})"
    if known.form:
        return names + (known.form if known.form == "[]" else f"({known.form})")
    return " ".join((names, *([known.sign, "0"] if known.sign else []), *known.words))


def name(text: str) -> str:
    """A name, between backquotes if it is not a plain one."""
    if PLAIN_NAME.fullmatch(text) and text not in RESERVED:
        return text
    plain = "".join(c if " " <= c <= "~" and c not in "`\\" else f"\\u{{{ord(c):02x}}}" for c in text)
    return f"`{plain}`"


def formula(node: Node) -> str:
    """A formula, with the brackets that it needs and no others."""
    return _text(node, 0)


def _text(node: Node, least: float) -> str:
    """A formula, in brackets if it holds less tightly than ``least``."""
    if isinstance(node, Number):
        return str(node.value)
    if isinstance(node, Name):
        return node.text if node.text in CONSTANTS else name(node.text)
    text, level = _operation(node)
    return f"({text})" if level < least else text


def _operation(node: Apply) -> tuple[str, float]:
    head, args = node.head, node.args
    if head == "()":
        return f"({', '.join(map(formula, args))})", ATOM
    if head == "[]":
        return f"{_text(args[0], ATOM)}[{', '.join(map(formula, args[1:]))}]", ATOM
    if head == "if":
        condition, first, second = map(formula, args)
        return f"if {condition} then {first} else {second}", -1
    if head == "^":
        return f"{_text(args[0], ATOM)}^{_text(args[1], ATOM)}", POWER
    if head not in LEVELS:
        called = head if head in FUNCTIONS and re.fullmatch(PLAIN_NAME, head) else name(head)
        return f"{called}({', '.join(map(formula, args))})", ATOM
    level = LEVELS[head]
    if head == "not":
        return f"not {_text(args[0], level)}", level
    if head == "-":
        return f"-{_text(args[0], 7)}", level
    if head == "+":
        return _sum(args), level
    if head in ("*", "/"):
        return _product(node), level
    parts = [_text(part, level + 1) for part in args]
    if head == "=>":
        parts[1] = _text(args[1], level)
    return f" {head} ".join(parts), level


def _sum(terms: tuple[Node, ...]) -> str:
    text = ""
    for index, term in enumerate(terms):
        negative = isinstance(term, Apply) and term.head == "-"
        part = _text(term.args[0] if negative and isinstance(term, Apply) else term, 7)
        text += f"{' - ' if negative else ' + '}{part}" if index else f"{'-' if negative else ''}{part}"
    return text


def _product(node: Apply) -> str:
    first, *others = node.args
    opens = isinstance(first, Apply) and first.head in ("*", "/") and (node.head == "/" or first.head == "/")
    start = _operation(first)[0] if opens and isinstance(first, Apply) else _text(first, POWER)
    return node.head.join([start, *(_text(part, POWER) for part in others)])
