"""One notation for the page: sentences of steps with the letters of the statements, and formulas as MathML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from proofs_check.evidence import Evidence
from proofs_check.language.nodes import Unreadable
from proofs_check.language.parser import parse
from proofs_check.recheck.statements import KINDS, UNKEPT
from proofs_check.report.to_mathml import GREEK, WORDS, domain, pieces

SIGNS = {"<=>": "⇔", "<=": "≤", ">=": "≥", "!=": "≠", "||": "‖", "->": "→", "sqrt": "√", "infinity": "∞"}
WORD = rf"(?<![\w.])(?<![A-Za-z]-)(?<!\.\d-)(?<!\.\d\d-)(?:{'|'.join((*WORDS, 'sqrt', 'infinity'))})(?!\w|-[a-z]|\.\w)"
INSIDE = r"(?P<inside>-?\w+?(?=[_^]|\b)|\{[^{}]*\}|\((?:[^()]|\([^()]*\))*\))"
SCRIPT = rf"(?<=[\w)‖|\]}}'*])(?P<script>\^|(?:(?<![A-Za-z][A-Za-z])|(?<=sum)|(?<=max)|(?<=min))_){INSIDE}"
SIGN = r"<=>|<=|>=|!=|->|\|\|"
MINUS = r"(?<= )-(?= )|(?<=[ (\[^=])-(?=[\w(])"
ASCII = re.compile(rf"(?P<word>{WORD})|(?P<sign>{SIGN})|(?P<minus>{MINUS})|{SCRIPT}")
NAMED = re.compile(rf"(?P<name>\b(?:{'|'.join(WORDS)}|[A-Za-z]))(?=[_^])")
SHOWN = 3  # formulas of a step that are shown as mathematics; more are nearly always the same for other numbers
LONG = 200  # letters of a formula that nobody reads as mathematics


def prose(text: str) -> Markup:
    """A sentence with its formulas in plain letters as mathematics is printed.

    >>> print(prose("h_eps^i(x) >= 1 - e^(-2 eps), by lemma-2.3-eps"))
    h<sub>ε</sub><sup>i</sup>(x) ≥ 1 − e<sup>−2 ε</sup>, by lemma-2.3-eps
    """
    parts, end = [], 0
    text = NAMED.sub(lambda found: GREEK.get(found["name"], found["name"]), text)
    for found in ASCII.finditer(text):
        parts += [escape(text[end : found.start()]), _printed(found)]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def _printed(found: re.Match[str]) -> Markup:
    if found["script"]:
        inside = found["inside"]
        inside = inside[1:-1] if inside[0] in "({" else inside
        inside = f"−{inside[1:]}" if inside.startswith("-") else inside
        element = "sub" if found["script"] == "_" else "sup"
        return Markup("<{0}>{1}</{0}>").format(Markup(element), prose(inside))
    text = found.group()
    return escape("−" if found["minus"] else GREEK.get(text, SIGNS.get(text, text)))


@dataclass(frozen=True)
class Formula:
    """A formula that was decided: what it is called, its text in the certificate, and how that reads."""

    name: str
    text: str
    domain: Markup
    shown: Markup


@dataclass(frozen=True)
class Group:
    """Formulas that stand one after another and speak of the same names."""

    domain: Markup
    formulas: tuple[Formula, ...]


def groups(evidence: Evidence) -> tuple[list[Group], list[str]]:
    """The formulas that a check decided, from its certificate: the first as mathematics, the others as text."""
    found = [formula for record in evidence.certificate for formula in _formulas(record)]
    at_once = [formula for formula in found[:SHOWN] if len(formula.text) <= LONG]
    grouped = [Group(known, tuple(part)) for known, part in groupby(at_once, key=lambda formula: formula.domain)]
    return grouped, [f"{formula.name}: {formula.text}" for formula in found if formula not in at_once]


def _formulas(record: dict[str, Any]) -> Iterator[Formula]:
    kind = record["kind"]
    if kind in KINDS:
        for name, entry in record["items"].items():
            text = entry[0] if kind == "positive" else entry
            yield _formula(name, text)
    elif kind == "box" and record["formula"] is not None:
        sides = ", ".join(
            f"{name} in [{', '.join(side)}]" for name, side in zip(record["symbols"], record["box"], strict=True)
        )
        found = _formula("on a box", record["formula"])
        yield replace(found, domain=Markup("{}, {}").format(found.domain, prose(sides)))


def _formula(name: str, text: str | None) -> Formula:
    try:
        sequent = parse(text or "")
    except Unreadable:  # there is none where only the run has the number
        return Formula(name, UNKEPT, Markup(""), Markup(UNKEPT))
    return Formula(name, text or "", domain(sequent.declarations), pieces(sequent))
