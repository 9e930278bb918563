"""z3 formulas, as authors write them, put into the language; not trusted, since a checker reads the text only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import z3

from proofs_check.language.nodes import Apply, Declaration, Name, Node, Number, Sequent
from proofs_check.language.printer import show

HEADS = {
    z3.Z3_OP_ADD: "+",
    z3.Z3_OP_MUL: "*",
    z3.Z3_OP_UMINUS: "-",
    z3.Z3_OP_DIV: "/",
    z3.Z3_OP_IDIV: "div",
    z3.Z3_OP_MOD: "mod",
    z3.Z3_OP_POWER: "^",
    z3.Z3_OP_LE: "<=",
    z3.Z3_OP_LT: "<",
    z3.Z3_OP_GE: ">=",
    z3.Z3_OP_GT: ">",
    z3.Z3_OP_AND: "and",
    z3.Z3_OP_OR: "or",
    z3.Z3_OP_NOT: "not",
    z3.Z3_OP_IMPLIES: "=>",
    z3.Z3_OP_ITE: "if",
    z3.Z3_OP_DISTINCT: "distinct",
    z3.Z3_OP_TO_REAL: "to_real",
}
SORTS = {"Real": "real", "Int": "integer", "Bool": "truth"}


def node(e: Any) -> Node:
    """A formula in the language.  Raises ``ValueError`` for what the language does not have."""
    if isinstance(e, bool) or z3.is_true(e) or z3.is_false(e):
        return Name("true" if e is True or (not isinstance(e, bool) and z3.is_true(e)) else "false")
    if z3.is_int_value(e) or z3.is_rational_value(e):
        return _number(e)
    kind, parts = e.decl().kind(), e.children()
    if kind == z3.Z3_OP_UNINTERPRETED:
        return Apply(e.decl().name(), tuple(map(node, parts))) if parts else Name(e.decl().name())
    if kind == z3.Z3_OP_SUB:
        first, *others = map(node, parts)
        return _chain("+", first, [Apply("-", (other,)) for other in others])
    if kind == z3.Z3_OP_TO_REAL and z3.is_int_value(parts[0]):
        return node(parts[0])
    if kind == z3.Z3_OP_EQ:
        return Apply("<=>" if parts[0].sort() == z3.BoolSort() else "=", tuple(map(node, parts)))
    if kind == z3.Z3_OP_DISTINCT and len(parts) == 2 and parts[0].sort() != z3.BoolSort():
        return Apply("!=", tuple(map(node, parts)))
    if kind not in HEADS:
        raise ValueError(f"the language of certificates has no {e.decl().name()}, as in {e}")
    if len(parts) == 1 and HEADS[kind] in ("and", "or", "+", "*"):
        return node(parts[0])
    first, *others = map(node, parts)
    if HEADS[kind] in ("and", "or", "+", "*"):
        return _chain(HEADS[kind], first, others)
    return Apply(HEADS[kind], (first, *others))


def _chain(head: str, first: Node, others: Sequence[Node]) -> Node:
    """``a + b + c``, which z3 keeps as ``(a + b) + c``."""
    start = first.args if isinstance(first, Apply) and first.head == head else (first,)
    return Apply(head, (*start, *others))


def _number(e: Any) -> Node:
    above = e.as_long() if z3.is_int_value(e) else e.numerator_as_long()
    below = 1 if z3.is_int_value(e) else e.denominator_as_long()
    size: Node = Number(abs(above)) if below == 1 else Apply("/", (Number(abs(above)), Number(below)))
    return Apply("-", (size,)) if above < 0 else size


def sequent(premises: Sequence[Any], conclusion: Any) -> str:
    """The text of what is to follow from premises, with the sorts of the constants in it.

    >>> x, y = z3.Reals("x y")
    >>> sequent([x > 0, y > x], x + y > 0)
    'for x, y real: x > 0, y > x |- x + y > 0'
    """
    formulas = [*premises, conclusion]
    return show(Sequent(domain(formulas), tuple(map(node, premises)), node(conclusion)))


def domain(formulas: Iterable[Any]) -> tuple[Declaration, ...]:
    """The sorts of the constants and functions of these formulas, those of one sort in one group."""
    known: dict[str, Declaration] = {}
    for declared in (d for formula in formulas if z3.is_expr(formula) for d in _declared(formula)):
        declaration = _declaration(declared)
        if known.setdefault(declared.name(), declaration) != declaration:
            raise ValueError(f"two constants of different sorts are called {declared.name()!r}")
    groups: dict[Declaration, list[str]] = {}
    for name in sorted(known):
        groups.setdefault(known[name], []).append(name)
    return tuple(Declaration(tuple(names), d.words, form=d.form) for d, names in groups.items())


def _declaration(declared: Any) -> Declaration:
    sorts = [str(declared.domain(i)) for i in range(declared.arity())] + [str(declared.range())]
    if declared.arity() and set(sorts) == {"Real"}:
        return Declaration((), form=str(declared.arity()))
    if declared.arity() or sorts[0] not in SORTS:
        raise ValueError(f"the language of certificates has no {declared.name()} from and to {sorts}")
    return Declaration((), (SORTS[sorts[0]],))


def _declared(formula: Any) -> Iterator[Any]:
    """The constants and functions in a formula, each node looked at once."""
    todo, seen = [formula], set()
    while todo:
        e = todo.pop()
        if e.get_id() in seen:
            continue
        seen.add(e.get_id())
        if e.decl().kind() == z3.Z3_OP_UNINTERPRETED:
            yield e.decl()
        todo += e.children()
