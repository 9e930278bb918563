"""What a check covered: what is known of the symbols of its formulas, and the boxes that they run over."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import zip_longest

from proofs_check.language.nodes import Unreadable
from proofs_check.language.parser import parse
from proofs_check.language.printer import declaration, name

FORMULA = re.compile(r'(?:identity|sign|smt|comparison|positive) "(?:[^"\\]|\\.)*"(?: \([0-9]+ bits\))?: (.*)')
BOX = re.compile(r"box bits [0-9]+ box (\[.*\]) formula (.*) symbols (\[.*\])")


def covered(lines: Iterable[str]) -> str:
    """The symbols of formulas with their assumptions or sorts, those alike together, and boxes.

    ``lines`` are those of a statement (:func:`proofs_check.recheck.record_lines`).

    >>> covered(['sign "sum": for a, b > 0: a + b > 0', 'smt "twice": for n integer; a, x > 0: n = a |- n*x = a*x'])
    'a, b, x > 0; n integer'
    >>> covered(['sign "more": for a > 0: a + 1 > 0', 'sign "square": for a real: a^2 >= 0'])
    'a > 0, or real'
    >>> covered(['box bits 96 box [["0", "1/2"]] formula "for x real: x + 1 > 0" symbols ["x"]'])
    'x in [0, 1/2]'
    """
    facts: dict[str, dict[str, None]] = {}  # what is said of each symbol, in the order of the formulas
    for line in lines:
        for symbol, fact in _facts(line):
            facts.setdefault(symbol, {})[fact] = None
    alike: dict[str, list[str]] = {}
    for symbol, said in facts.items():
        alike.setdefault(", or".join(said), []).append(symbol)
    return "; ".join(", ".join(symbols) + fact for fact, symbols in alike.items())


def _facts(line: str) -> Iterator[tuple[str, str]]:
    """Symbols, each with what one line supposes of it."""
    if found := BOX.fullmatch(line):
        sides, symbols = json.loads(found[1]), json.loads(found[3])
        for side, symbol in zip_longest(sides, symbols):
            yield ("a side" if symbol is None else name(symbol)), f" in [{', '.join(side)}]"
    elif found := FORMULA.fullmatch(line):
        with suppress(Unreadable):  # a number that only the run has
            for known in parse(found[1]).declarations:
                for symbol in known.names:
                    yield name(symbol), declaration(replace(known, names=(symbol,))).removeprefix(name(symbol))
