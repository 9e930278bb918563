"""How large a formula may be: nothing that is let through keeps a translation busy for long."""

from __future__ import annotations

from math import comb

from proofs_check.language.nodes import Apply, Name, Node, Number

LARGEST_TEXT = 100_000  # characters of a sequent
LARGEST_SIZE = 20_000  # tokens
LARGEST_DEPTH = 60  # of operations in operations
LARGEST_DIGITS = 40  # of a number
LARGEST_EXPONENT = 200  # of a power whose exponent is a number
LARGEST_BITS = 100_000  # of the numbers that a formula without names works out to
LARGEST_EXPANSION = 100_000  # terms, were all powers and products of sums multiplied out
LARGEST_ORDER = 10  # of a derivative
LARGEST_ARGUMENT = 10_000  # of a function that grows like a factorial
FACTORIAL = ("gamma", "loggamma", "beta", "binomial", "polygamma", "beta_incomplete", "zeros", "identity")


def excess(node: Node) -> str:
    """What about a formula is too large; empty if nothing is."""
    try:
        _measure(node)
    except OverflowError as error:
        return str(error)
    return ""


def _measure(node: Node) -> tuple[int, int]:
    """Bounds of the bits of the numbers in a formula, and of its terms when multiplied out."""
    if isinstance(node, Number):
        return node.value.bit_length() or 1, 1
    if isinstance(node, Name):
        return 1, 1
    parts = [_measure(part) for part in node.args]
    bits, terms = [b for b, _ in parts], [t for _, t in parts]
    found = (max(bits, default=1), max(terms, default=1))
    if node.head == "+":
        found = (max(bits) + len(bits), sum(terms))
    elif node.head in ("*", "/"):
        found = (sum(bits), _product(terms))
    elif node.head == "^":
        exponent = _exponent(node.args[1])
        found = (bits[0] * exponent, comb(exponent + terms[0] - 1, exponent) if terms[0] > 1 else 1)
    elif node.head in FACTORIAL and any(_constant(part) > LARGEST_ARGUMENT for part in node.args):
        raise OverflowError(f"an argument of {node.head} is larger than {LARGEST_ARGUMENT}")
    elif node.head == "derivative" and any(map(_is_high, node.args[1:])):
        raise OverflowError(f"a derivative is of a higher order than {LARGEST_ORDER}")
    if found[0] > LARGEST_BITS:
        raise OverflowError(f"its numbers may have more than {LARGEST_BITS} bits")
    if found[1] > LARGEST_EXPANSION:
        raise OverflowError(f"multiplied out it may have more than {LARGEST_EXPANSION} terms")
    return found


def _is_high(by: Node) -> bool:
    return isinstance(by, Apply) and not (isinstance(by.args[-1], Number) and by.args[-1].value <= LARGEST_ORDER)


def _product(terms: list[int]) -> int:
    total = 1
    for each in terms:
        total *= each
    return total


def _exponent(node: Node) -> int:
    """The size of an exponent, rounded up; 1 for one that has names in it."""
    match node:
        case Number(value) if value <= LARGEST_EXPONENT:
            return value
        case Apply("-", (inner,)):
            return _exponent(inner)
        case Apply("/", (Number(above), Number(below))) if above <= LARGEST_EXPONENT and 0 < below <= LARGEST_EXPONENT:
            return -(-above // below)
    if _has_names(node):
        return 1
    raise OverflowError(f"an exponent is larger than {LARGEST_EXPONENT}, or not a number or a quotient of numbers")


def _constant(node: Node) -> int:
    """A bound of a part without names; 0 for one with names, which no function is worked out for."""
    if _has_names(node):
        return 0
    match node:
        case Number(value):
            return value
        case Apply("-", (inner,)):
            return _constant(inner)
        case Apply("/", (inner, _)):
            return _constant(inner)
    return LARGEST_ARGUMENT + 1 if isinstance(node, Apply) and node.head in ("+", "*", "^") else 0


def _has_names(node: Node) -> bool:
    if isinstance(node, Apply):
        return any(map(_has_names, node.args))
    return isinstance(node, Name) and node.text not in ("pi", "infinity", "euler_gamma")
