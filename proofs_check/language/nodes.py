"""Formulas as data: three kinds of nodes, the domain of names, and sequents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

CONSTANTS = ("pi", "infinity", "euler_gamma", "true", "false")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
SIGNS = (">", ">=", "<", "<=", "!=")
SORTS = ("complex", "noncommutative", "real", "integer", "rational", "even", "odd", "truth")
RESERVED = frozenset((*CONSTANTS, *SORTS, "for", "matrix", "and", "or", "not", "if", "then", "else"))

# the functions, each with the least and the largest number of its arguments
FUNCTIONS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(
        ("exp", "log", "sqrt", "abs", "tanh", "sinh", "cosh", "erf", "erfinv", "gamma", "loggamma"), (1, 1)
    ),
    **dict.fromkeys(("sin", "cos", "floor", "ceiling", "sign", "to_real", "transpose", "inverse", "identity"), (1, 1)),
    **dict.fromkeys(("beta", "binomial", "polygamma", "zeros", "mod", "div"), (2, 2)),
    **dict.fromkeys(("min", "max"), (1, 50)),
    "distinct": (2, 50),
    "beta_incomplete": (4, 4),  # from the third to the fourth, over the whole: SymPy's betainc_regularized
    **dict.fromkeys(("limit", "limit_above", "limit_below"), (3, 3)),  # of the first, as the second tends to the third
    **dict.fromkeys(("derivative", "integral", "sum"), (2, 9)),  # by (x, n), over (x, a, b)
}


class Unreadable(ValueError):  # noqa: N818  a verdict about a text
    """A text is no sequent, and where it stops to be one."""


@dataclass(frozen=True)
class Number:
    """A whole number from 0 on."""

    value: int


@dataclass(frozen=True)
class Name:
    """A symbol or a constant."""

    text: str


@dataclass(frozen=True)
class Apply:
    """An operation: ``+ * / ^ -`` (of one), a comparison, ``and or not => <=> if``, ``[]`` (index), ``()`` (tuple), or
    a function, known or unknown, by its name.
    """

    head: str
    args: tuple[Node, ...]


Node: TypeAlias = Number | Name | Apply


@dataclass(frozen=True)
class Declaration:
    """What is known of names: a sign, words, or the form of a function, an indexed symbol or a matrix.

    ``form`` is empty, ``"[]"``, ``"matrix"``, or the number of arguments of a function; a matrix has its ``shape``.
    """

    names: tuple[str, ...]
    words: tuple[str, ...] = ()
    sign: str = ""
    form: str = ""
    shape: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Sequent:
    """``premises |- conclusion`` for all values of the declared names."""

    declarations: tuple[Declaration, ...]
    premises: tuple[Node, ...]
    conclusion: Node

    @property
    def domain(self) -> dict[str, Declaration]:
        """The declaration of each name."""
        return {name: declaration for declaration in self.declarations for name in declaration.names}

    def nodes(self) -> Iterator[Node]:
        """All nodes, shapes of matrices included."""
        shapes = (node for declaration in self.declarations for node in declaration.shape)
        for root in (*shapes, *self.premises, self.conclusion):
            yield from below(root)


def below(node: Node) -> Iterator[Node]:
    """A node and all nodes inside it, each before its parts."""
    todo = [node]
    while todo:
        current = todo.pop()
        yield current
        if isinstance(current, Apply):
            todo += reversed(current.args)
