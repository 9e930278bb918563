"""The formulas of a step, tried where a claim's instance puts its symbols: none may be false there.

A formula is about all values of its symbols, an instance gives some.  One that is false there, or that supposes of a
symbol what its value is not (a sign, a whole number, a box), says something else than the claim that it argues for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import flint
import sympy as sp

from proofs_check.language.from_sympy import node
from proofs_check.language.nodes import Apply, Name, Node, Sequent, Unreadable
from proofs_check.language.parser import parse
from proofs_check.language.printer import declaration, formula
from proofs_check.language.to_balls import BITS
from proofs_check.language.to_truth import meets, truth
from proofs_check.support.words import counted
from theory.numbers import ball

Record = Mapping[str, Any]
Ranges = dict[str, tuple[str, str]]  # of symbols, where a box bounds them
BINDING = ("integral", "sum", "limit", "limit_above", "limit_below")
WORDS = {
    True: "true",
    None: "not false as far as balls tell",
    "unmet": "without its premises",
    "no value": "not evaluable",
}


class FalseThereError(Exception):
    """A formula is certainly false where an instance puts it."""


@dataclass
class Tried:
    """How many formulas came out how, over all instances."""

    instances: int = 0
    outcomes: Counter[bool | str | None] = field(default_factory=Counter)
    missing: set[str] = field(default_factory=set)
    unused: set[str] = field(default_factory=set)

    def count(self, outcome: bool | str | None, sequent: Sequent, values: Mapping[Node, Any]) -> None:
        """Take one outcome into account; where there is none, the symbols too that were given no value."""
        self.outcomes[outcome] += 1
        if outcome == "no value":
            self.missing |= _free(sequent) - set(map(_name, values))

    def __str__(self) -> str:
        found = [f"{self.outcomes[kind]} {word}" for kind, word in WORDS.items() if self.outcomes[kind]]
        if self.missing:
            found[-1] += f" (no value of {', '.join(sorted(self.missing))})"
        said = f"at {counted(self.instances, '1 instance', 'instances')}: {', '.join(found) or 'no formula'}"
        return f"{said}; no formula has {', '.join(sorted(self.unused))}" if self.unused else said


def tried(records: Iterable[Record], places: Iterable[tuple[Any, Mapping[Any, Any] | None]]) -> str:
    """How the formulas of a step come out, in words.

    Parameters
    ----------
    records : iterable of records
        What the step decided.
    places : iterable of pairs
        An instance, and the values of the symbols there: by name or by symbol (of SymPy or z3), numbers that are exact,
        balls or truths; ``None`` where the step is not about the instance.

    Raises
    ------
    FalseThereError
        If a formula is certainly false, or its symbols cannot have these values.
    ValueError
        If a value is given of a symbol that no formula has, and none of one that they have: the name is misspelt.
    """
    sequents = [found for record in records for found in _sequents(record)]
    names = {name for sequent, _ in sequents for name in _free(sequent)}
    done = Tried()
    for instance, values in places:
        if values is None:
            continue
        done.instances += 1
        with flint.ctx.workprec(BITS):
            known = {_key(symbol): _value(value) for symbol, value in values.items()}
        given = {_name(symbol) for symbol in known}
        done.unused |= given - names
        if given - names and (lacking := names - given):
            unknown = ", ".join(sorted(given - names))
            raise ValueError(
                f"no formula of the step has {unknown}, and no value is given of {', '.join(sorted(lacking))}"
            )
        for sequent, ranges in sequents:
            try:
                done.count(_outcome(sequent, ranges, known), sequent, known)
            except FalseThereError as error:
                raise FalseThereError(f"{error} at {instance}") from error
    return str(done)


def _sequents(record: Record) -> Iterator[tuple[Sequent, Ranges]]:
    """The formulas of a record that have symbols."""
    if record["kind"] == "box" and record["formula"] is not None:
        sides: Sequence[tuple[str, str]] = [tuple(side) for side in record["box"]]
        yield parse(record["formula"]), dict(zip(record["symbols"], sides, strict=True))
    elif record["kind"] in ("identities", "signs", "smt"):
        yield from ((parse(text), {}) for text in record["items"].values())


def _free(sequent: Sequent) -> set[str]:
    """The names of a sequent that need a value: not those over which something is summed, integrated or a limit."""
    bound = {
        part.text
        for node in sequent.nodes()
        if isinstance(node, Apply) and node.head in BINDING
        for over in node.args[1:]
        for part in (over.args[:1] if isinstance(over, Apply) and over.head == "()" else (over,))
        if isinstance(part, Name)
    }
    return set(sequent.domain) - bound


def _outcome(sequent: Sequent, ranges: Ranges, values: Mapping[Node, Any]) -> bool | str | None:
    """True, None (in doubt), that a premise does not hold, or that something has no value.  Raises if it is false."""
    for name, known in sequent.domain.items():
        value = values.get(Name(name))
        if value is not None and meets(known, value) is False:
            supposed = declaration(replace(known, names=(name,)))
            raise FalseThereError(f"“{supposed}” is supposed, and {name} is {_shown(value)}")
        if value is not None and name in ranges and _outside(value, *ranges[name]):
            supposed = f"{name} in [{', '.join(ranges[name])}]"
            raise FalseThereError(f"“{supposed}” is supposed, and {name} is {_shown(value)}")
    try:
        premises = [truth(premise, values) for premise in sequent.premises]
        if False in premises:
            return "unmet"
        found = truth(sequent.conclusion, values)
    except (Unreadable, ValueError, TypeError, ZeroDivisionError):
        return "no value"
    if found is False and None not in premises:
        raise FalseThereError(f"“{formula(sequent.conclusion)}” is false")
    return None if None in premises else found


def _outside(value: Any, lo: str, hi: str) -> bool:
    with flint.ctx.workprec(BITS):
        return bool(value < ball(lo) or value > ball(hi))


def _key(symbol: Any) -> Node:
    """A name for itself or for a symbol of SymPy or z3; an indexed symbol is more than its name."""
    return node(symbol) if isinstance(symbol, sp.Indexed) else Name(str(symbol))


def _name(key: Node) -> str:
    """The name that stands in a key: that of the base of an indexed symbol."""
    inner = key.args[0] if isinstance(key, Apply) else key
    return inner.text if isinstance(inner, Name) else str(inner)


def _value(value: Any) -> Any:
    return value if isinstance(value, bool) else ball(value)


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, bool) else str(value.str(10))
