"""SymPy expressions, as authors write them, put into the language; not trusted, since a checker reads the text only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from proofs_check.language.nodes import SORTS, Apply, Declaration, Name, Node, Number, Sequent
from proofs_check.language.printer import show

CONSTANTS: dict[Any, Node] = {
    sp.pi: Name("pi"),
    sp.oo: Name("infinity"),
    -sp.oo: Apply("-", (Name("infinity"),)),
    sp.EulerGamma: Name("euler_gamma"),
    sp.E: Apply("exp", (Number(1),)),
    sp.true: Name("true"),
    sp.false: Name("false"),
}
HEADS = {
    **{getattr(sp, n): n for n in ("exp", "log", "tanh", "sinh", "cosh", "sin", "cos", "erf", "erfinv")},
    **{getattr(sp, n): n for n in ("gamma", "loggamma", "beta", "binomial", "polygamma", "floor", "ceiling", "sign")},
    **{sp.Abs: "abs", sp.Min: "min", sp.Max: "max", sp.Mod: "mod", sp.betainc_regularized: "beta_incomplete"},
    **{sp.Eq: "=", sp.Ne: "!=", sp.Lt: "<", sp.Le: "<=", sp.Gt: ">", sp.Ge: ">="},
    **{sp.And: "and", sp.Or: "or", sp.Not: "not", sp.Implies: "=>", sp.Equivalent: "<=>", sp.Tuple: "()"},
    **{sp.Derivative: "derivative", sp.Integral: "integral", sp.Sum: "sum"},
    **{sp.Transpose: "transpose", sp.Identity: "identity", sp.ZeroMatrix: "zeros"},
}
LIMITS = {"+-": "limit", "+": "limit_above", "-": "limit_below"}
SIGNS = {"positive": ">", "nonnegative": ">=", "negative": "<", "nonpositive": "<=", "nonzero": "!="}


def node(expression: Any) -> Node:
    """An expression in the language.  Raises ``ValueError`` for what the language does not have."""
    e = sp.sympify(expression)
    if e in CONSTANTS:
        return CONSTANTS[e]
    if isinstance(e, sp.Rational):
        return _signed(e, _rational(abs(e)))
    if isinstance(e, (sp.Symbol, sp.MatrixSymbol, sp.IndexedBase)):
        return Name(str(e.name if not isinstance(e, sp.IndexedBase) else e.label.name))
    if isinstance(e, sp.Indexed):
        return Apply("[]", (node(e.base), *map(node, e.indices)))
    if isinstance(e, (sp.MatAdd, sp.MatMul)):
        return _matrix(e)
    if isinstance(e, (sp.Add, sp.Mul, sp.Pow)):
        return _sum(e) if e.is_Add else (_product(e) if e.is_Mul else _power(e.base, e.exp))
    if isinstance(e, sp.Limit):
        return Apply(LIMITS[str(e.args[3])], tuple(map(node, e.args[:3])))
    if isinstance(e, sp.Piecewise):
        return _choices(list(e.args))
    if isinstance(e, sp.Inverse):
        return Apply("inverse", (node(e.arg),))
    head = str(e.func) if isinstance(e, AppliedUndef) else HEADS.get(e.func)
    if head is None:
        raise ValueError(f"the language of certificates has no {e.func.__name__}, as in {e}")
    return Apply(
        head, tuple(_variable(a) if e.func in (sp.Integral, sp.Derivative, sp.Sum) else node(a) for a in e.args)
    )


def _variable(argument: Any) -> Node:
    """What is integrated or differentiated by: ``x`` for ``(x,)`` and for ``(x, 1)``."""
    if isinstance(argument, sp.Tuple) and (len(argument) == 1 or (len(argument) == 2 and argument[1] == 1)):
        return node(argument[0])
    return node(argument)


def _rational(value: sp.Rational) -> Node:
    return Number(int(value.p)) if value.q == 1 else Apply("/", (Number(int(value.p)), Number(int(value.q))))


def _signed(e: Any, size: Node) -> Node:
    return Apply("-", (size,)) if e < 0 else size


def _matrix(e: Any) -> Node:
    head = "+" if isinstance(e, sp.MatAdd) else "*"
    if head == "*" and e.args[0] == -1:
        rest = tuple(map(node, e.args[1:]))
        return Apply("-", (Apply("*", rest) if len(rest) > 1 else rest[0],))
    return Apply(head, tuple(map(node, e.args)))


def _sum(e: Any) -> Node:
    terms = [node(term) for term in e.as_ordered_terms()]
    return Apply("+", tuple(terms))


def _product(e: Any) -> Node:
    """Numerator over denominator, the sign before both."""
    if not e.is_commutative:  # the order matters, and so nothing goes below a line
        number, factors = (e.args[0], e.args[1:]) if e.args[0].is_Rational else (sp.Integer(1), e.args)
        parts = [Apply("^", (node(f.base), node(f.exp))) if f.is_Pow else node(f) for f in factors]
        return _signed(number, _joined([*([_rational(abs(number))] if abs(number) != 1 else []), *parts]))
    number, factors = e.as_coeff_mul()
    if not isinstance(number, sp.Rational):
        number, factors = sp.Integer(1), e.args
    above: list[Node] = [Number(int(abs(number.p)))] if abs(number.p) != 1 else []
    below: list[Node] = [Number(int(number.q))] if number.q != 1 else []
    for factor in factors:
        base, exponent = (factor.base, factor.exp) if isinstance(factor, sp.Pow) else (factor, sp.Integer(1))
        if isinstance(exponent, sp.Rational) and exponent < 0:
            below.append(_power(base, -exponent))
        else:
            above.append(_power(base, exponent))
    fraction = _joined(above)
    for divisor in below:  # one by one: SymPy would multiply a number into the only sum of a denominator
        fraction = Apply("/", (fraction, divisor))
    return _signed(number, fraction)


def _joined(factors: list[Node]) -> Node:
    return Apply("*", tuple(factors)) if len(factors) > 1 else (factors[0] if factors else Number(1))


def _power(base: Any, exponent: Any) -> Node:
    if exponent == 1:
        return node(base)
    if isinstance(exponent, sp.Rational) and exponent < 0:
        return Apply("/", (Number(1), _power(base, -exponent)))
    if exponent == sp.Rational(1, 2):
        return Apply("sqrt", (node(base),))
    return Apply("^", (node(base), node(exponent)))


def _choices(pairs: list[Any]) -> Node:
    (value, condition), *others = pairs
    if condition == sp.true:
        return node(value)
    if not others:
        raise ValueError("a Piecewise without a last case has no value everywhere")
    return Apply("if", (node(condition), node(value), _choices(others)))


def sequent(left: Any, relation: str, right: Any = 0) -> str:
    """The text of a relation between two expressions, with what is known of their symbols.

    >>> x = sp.Symbol("x", positive=True)
    >>> sequent(x / 2 + sp.sqrt(x), ">")
    'for x > 0: sqrt(x) + x/2 > 0'
    """
    return show(Sequent(domain((left, right)), (), Apply(relation, (node(left), node(right)))))


def domain(expressions: Iterable[Any]) -> tuple[Declaration, ...]:
    """What is known of the symbols of these expressions, those with the same in one group.

    Raises ``ValueError`` for two symbols of one name, and for knowledge that the language has no word for.
    """
    known: dict[str, Declaration] = {}
    called: dict[str, Any] = {}
    for expression in map(sp.sympify, expressions):
        for atom in _atoms(expression):
            name, declaration = _declared(atom)
            what = type(atom) if isinstance(atom, AppliedUndef) else atom
            if known.setdefault(name, declaration) != declaration or called.setdefault(name, what) != what:
                raise ValueError(f"two symbols are called {name!r}: {known[name]} and {declaration}")
    groups: dict[Declaration, list[str]] = {}
    for name in sorted(known):
        groups.setdefault(known[name], []).append(name)
    ordered = sorted(groups, key=lambda d: (d.form == "matrix", groups[d]))
    return tuple(Declaration(tuple(groups[d]), d.words, d.sign, d.form, d.shape) for d in ordered)


def _atoms(expression: Any) -> Iterable[Any]:
    bases = {i.base for i in expression.atoms(sp.Indexed)} | expression.atoms(sp.IndexedBase)
    labels = {base.label for base in bases}
    yield from bases
    yield from (symbol for symbol in expression.atoms(sp.Symbol) if symbol not in labels and not _is_side(symbol))
    yield from expression.atoms(AppliedUndef)
    for matrix in expression.atoms(sp.MatrixSymbol):
        yield matrix
        yield from (symbol for size in matrix.shape for symbol in size.atoms(sp.Symbol))


def _is_side(symbol: Any) -> bool:
    return symbol.name in LIMITS  # SymPy keeps the side of a limit as a symbol


def _declared(atom: Any) -> tuple[str, Declaration]:
    if isinstance(atom, sp.IndexedBase):
        _unassumed(atom, atom.label._assumptions_orig)
        return str(atom.label.name), Declaration((), form="[]")
    if isinstance(atom, AppliedUndef):
        _unassumed(atom, type(atom)._kwargs)
        return str(atom.func), Declaration((), form=str(len(atom.args)))
    if isinstance(atom, sp.MatrixSymbol):
        return str(atom.name), Declaration((), form="matrix", shape=tuple(map(node, atom.shape)))
    assumed = {key: value for key, value in atom.assumptions0.items() if key in atom._assumptions_orig}
    if assumed == {"commutative": False}:
        return str(atom.name), Declaration((), ("noncommutative",))
    assumed.pop("commutative", None)
    signs = [SIGNS[key] for key in assumed if key in SIGNS]
    words = tuple(word for word in SORTS if word in assumed)
    unknown = [key for key, value in assumed.items() if value is not True or (key not in SIGNS and key not in SORTS)]
    if unknown or len(signs) > 1:
        raise ValueError(f"the language of certificates cannot say of {atom} that it is {unknown or sorted(assumed)}")
    if signs and words == ("real",):
        words = ()
    return str(atom.name), Declaration((), words if words or signs else ("complex",), signs[0] if signs else "")


def _unassumed(atom: Any, assumed: Mapping[str, bool | None]) -> None:
    """Raise ``ValueError`` where something is known of a function or of indexed symbols: there is no word for it."""
    if said := sorted(f"{key} = {value}" for key, value in assumed.items() if key != "commutative"):
        raise ValueError(f"the language of certificates cannot say of {atom} that {', '.join(said)}")
