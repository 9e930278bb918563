"""From sequents to MathML, for readers: the operations as they stand in the text, nothing simplified or reordered.

Browsers do not break a formula into lines, so a sequent comes in pieces, with room for a break between any two: at
premises, at the signs between the two sides, and at the terms of sums.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from markupsafe import Markup, escape

from proofs_check.language.nodes import COMPARISONS, FUNCTIONS, Apply, Declaration, Name, Node, Number, Sequent
from proofs_check.language.printer import ATOM, LEVELS, POWER

WORDS = (
    *(
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "eps",
        "zeta",
        "eta",
        "theta",
        "iota",
        "kappa",
        "lambda",
        "mu",
        "nu",
    ),
    *("xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega"),
    *("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Phi", "Psi", "Omega"),
)
GREEK = dict(zip(WORDS, "αβγδεεζηθικλμνξπρστφχψωΓΔΘΛΞΠΣΦΨΩ", strict=True))
CONSTANTS = {"pi": "π", "infinity": "∞", "euler_gamma": "γ"}
SIGNS = {
    **dict(zip(COMPARISONS, "=≠<≤>≥", strict=True)),
    **{"and": "∧", "or": "∨", "=>": "⇒", "<=>": "⇔", "+": "+", "-": "−", "|-": "⊢"},
}
CALLED = {"gamma": "Γ", "loggamma": "log Γ", "beta": "B", "beta_incomplete": "I", "zeros": "0", "identity": "1"}
AROUND = {"abs": "||", "floor": "⌊⌋", "ceiling": "⌈⌉"}
LIMITS = {"limit": "", "limit_above": "+", "limit_below": "−"}
LONG = 60  # bytes of MathML from which a side of a relation is broken at the terms of its sums


def pieces(sequent: Sequent) -> Markup:
    """``premises ⊢ conclusion``.

    >>> from proofs_check.language.parser import parse
    >>> print(pieces(parse("for eps > 0: eps > 1 |- eps^2 > 1")))  # doctest: +NORMALIZE_WHITESPACE
    <math><mi>ε</mi></math> <math><mo>&gt;</mo><mn>1</mn></math>
    <math><mo>⊢</mo><msup><mi>ε</mi><mn>2</mn></msup></math> <math><mo>&gt;</mo><mn>1</mn></math>
    """
    found: list[str] = []
    for premise in sequent.premises:
        found += _broken(premise, _mo(",") if found else "")
    found += _broken(sequent.conclusion, _mo(SIGNS["|-"]) if found else "")
    return Markup(" ".join(f"<math>{piece}</math>" for piece in found))


def domain(declarations: Iterable[Declaration]) -> Markup:
    """What is known of the names; empty if there are none.

    >>> from proofs_check.language.parser import parse
    >>> print(domain(parse("for x, lambda > 0; n integer: x = lambda*n").declarations))
    <math><mi>x</mi><mo>,</mo><mi>λ</mi><mo>&gt;</mo><mn>0</mn></math>; <math><mi>n</mi></math> integer
    """
    return Markup("; ").join(map(_declared, declarations))


def _declared(known: Declaration) -> Markup:
    names = _mo(",").join(map(_name, known.names))
    sign = _mo(SIGNS[known.sign]) + "<mn>0</mn>" if known.sign else ""
    kind = {"": "", "[]": "indexed", "matrix": "matrix"}.get(known.form, "function")
    shape = "<math>" + _mo("×").join(map(_row, known.shape)) + "</math>" if known.shape else ""
    words = " ".join(part for part in (shape, kind, *known.words) if part)
    return Markup(f"<math>{names}{sign}</math>{' ' + words if words else ''}")


def _broken(node: Node, before: str) -> list[str]:
    """The pieces of a formula, after a sign."""
    if isinstance(node, Apply) and node.head in (*COMPARISONS, "and", "or", "=>", "<=>"):
        level = LEVELS[node.head] + 1
        found = []
        for index, part in enumerate(node.args):
            sign = _mo(SIGNS[node.head]) if index else before
            bracketed = isinstance(part, Apply) and LEVELS.get(part.head, ATOM) < level
            found += [sign + _row(part, level)] if bracketed else _broken(part, sign)
        return found
    whole = _row(node)
    if isinstance(node, Apply) and node.head == "+" and len(whole) > LONG:
        terms = [_term(term, first=index == 0) for index, term in enumerate(node.args)]
        return [before + terms[0], *terms[1:]]
    return [before + whole]


def _row(node: Node, least: float = 0) -> str:
    """A formula, in brackets if it holds less tightly than ``least``."""
    if isinstance(node, Number):
        return f"<mn>{node.value}</mn>"
    if isinstance(node, Name):
        return f"<mi>{CONSTANTS[node.text]}</mi>" if node.text in CONSTANTS else _name(node.text)
    text, level = _operation(node)
    return _around(text) if level < least else text


def _part(node: Node, least: float = 0) -> str:
    """A formula as one argument of an element."""
    text = _row(node, least)
    alone = not isinstance(node, Apply) or (node.head in ("/", "^", "sqrt") and text.startswith(("<mf", "<ms")))
    return text if alone else f"<mrow>{text}</mrow>"


def _operation(node: Apply) -> tuple[str, float]:
    """The inside of an operation, and how tightly it holds."""
    head, args = node.head, node.args
    if head == "/":
        return f"<mfrac>{_part(args[0])}{_part(args[1])}</mfrac>", POWER - 0.5
    if head == "^":
        return f"<msup>{_part(args[0], ATOM)}{_part(args[1])}</msup>", POWER
    if head == "*":
        return _product(args), LEVELS["*"]
    if head == "+":
        return "".join(_term(term, first=index == 0) for index, term in enumerate(args)), LEVELS["+"]
    if head == "-":
        return _mo("−") + _row(args[0], LEVELS["*"]), LEVELS["-"]
    if head == "not":
        return _mo("¬") + _row(args[0], LEVELS["not"]), LEVELS["not"]
    if head in LEVELS:
        level = LEVELS[head]
        return _mo(SIGNS[head]).join(
            _row(part, level + (0 if head == "=>" and i else 1)) for i, part in enumerate(args)
        ), level
    if head == "if":
        return _cases(*args), 0.5
    return _called(head, args), ATOM


def _term(term: Node, *, first: bool) -> str:
    """A term of a sum with its sign; the first without a plus."""
    negative = isinstance(term, Apply) and term.head == "-"
    inner = term.args[0] if negative and isinstance(term, Apply) else term
    return (_mo("−") if negative else "" if first else _mo("+")) + _row(inner, LEVELS["*"])


def _product(factors: tuple[Node, ...]) -> str:
    """Factors side by side, with a dot where they would otherwise read as one."""
    text = _row(factors[0], LEVELS["*"])
    for one, other in pairwise(factors):
        dotted = isinstance(other, Number) or _begins_with_number(other) or any(map(_is_word, (one, other)))
        text += (_mo("·") if dotted else "") + _row(other, POWER - 0.5)
    return text


def _begins_with_number(node: Node) -> bool:
    return isinstance(node, Apply) and node.head in ("^", "/") and isinstance(node.args[0], Number)


def _is_word(node: Node) -> bool:
    return isinstance(node, Name) and len(node.text) > 1 and node.text not in GREEK and "_" not in node.text


def _cases(condition: Node, then: Node, otherwise: Node) -> str:
    rows = ((_row(then), f"<mtext>if </mtext>{_row(condition)}"), (_row(otherwise), "<mtext>otherwise</mtext>"))
    table = "".join(f"<mtr><mtd>{value}</mtd><mtd>{when}</mtd></mtr>" for value, when in rows)
    return f"<mrow><mo>{{</mo><mtable>{table}</mtable></mrow>"


def _called(head: str, args: tuple[Node, ...]) -> str:
    """A function of arguments, in its usual form."""
    listed = _mo(",").join(map(_row, args))
    if head == "()":
        return _around(listed)
    if head == "[]":
        return f"<msub>{_part(args[0], ATOM)}<mrow>{_mo(',').join(map(_row, args[1:]))}</mrow></msub>"
    if head == "sqrt":
        return f"<msqrt>{listed}</msqrt>"
    if head in AROUND:
        return _around(listed, AROUND[head])
    if head in ("transpose", "inverse"):
        above = "<mo>⊤</mo>" if head == "transpose" else "<mrow><mo>−</mo><mn>1</mn></mrow>"
        return f"<msup>{_part(args[0], ATOM)}{above}</msup>"
    if head in LIMITS:
        towards = f"{_row(args[1])}<mo>→</mo>{_row(args[2])}{LIMITS[head] and _mo(LIMITS[head])}"
        return f"<munder><mo>lim</mo><mrow>{towards}</mrow></munder>{_around(_row(args[0]))}"
    if head in ("integral", "sum", "derivative"):
        return _over(head, args)
    if head == "polygamma":
        return f"<msup><mi>ψ</mi><mrow>{_around(_row(args[0]))}</mrow></msup>{_around(_row(args[1]))}"
    name = f"<mi>{CALLED[head]}</mi>" if head in CALLED else _name(head)
    return f"{name}<mo>\u2061</mo>{_around(listed)}"


def _over(head: str, args: tuple[Node, ...]) -> str:
    """An integral or a sum over ranges, or a derivative by variables."""
    body = args[0]
    ranges: list[list[Node]] = [list(part.args) if isinstance(part, Apply) else [part] for part in args[1:]]
    if head == "derivative":
        parts = [
            _power("∂", [Number(sum(_times(entry) for entry in ranges))]),
            *(_power("∂", e[1:], e[0]) for e in ranges),
        ]
        return f"<mfrac>{parts[0]}<mrow>{''.join(parts[1:])}</mrow></mfrac>{_around(_row(body))}"
    sign, element = ("∫", "msubsup") if head == "integral" else ("∑", "munderover")
    text = ""
    for variable, low, high in ranges:
        below = _row(low) if head == "integral" else f"{_row(variable)}<mo>=</mo>{_row(low)}"
        text += f"<{element}><mo>{sign}</mo><mrow>{below}</mrow>{_part(high)}</{element}>"
    text += _around(_row(body))
    return text + ("".join(f"<mi>d</mi>{_row(entry[0])}" for entry in ranges) if head == "integral" else "")


def _times(entry: list[Node]) -> int:
    return entry[1].value if len(entry) > 1 and isinstance(entry[1], Number) else 1


def _power(sign: str, times: list[Node], of: Node | None = None) -> str:
    """∂, ∂x or ∂x², for one or more times."""
    base = f"<mi>{sign}</mi>" if of is None else f"<mrow><mi>{sign}</mi>{_row(of)}</mrow>"
    return base if not times or times[0] == Number(1) else f"<msup>{base}{_part(times[0])}</msup>"


def _name(text: str) -> str:
    """A name: Greek by its word, a single sign or a Greek letter after ``_`` below the line, all else as it stands."""
    base, _, below = text.partition("_")
    if below and base in FUNCTIONS and base not in GREEK:  # log_theta is no logarithm to a base
        return f"<mi>{base}_{_letter(below)}</mi>"
    short = len(base) == 1 or base in GREEK or len(below) == 1 or below in GREEK or below.isdigit()
    if base and short and re.fullmatch(r"\w+'*", text) and not below.startswith("_") and below:
        return f"<msub><mi>{_letter(base)}</mi><mi>{_letter(below)}</mi></msub>"
    return f"<mi>{_letter(text)}</mi>"


def _letter(text: str) -> str:
    word = text.rstrip("'")
    return str(escape(GREEK.get(word, word))) + "′" * (len(text) - len(word))


def _around(text: str, pair: str = "()") -> str:
    return f"<mrow><mo>{pair[0]}</mo>{text}<mo>{pair[1]}</mo></mrow>"


def _mo(sign: str) -> str:
    return f"<mo>{escape(sign)}</mo>"
