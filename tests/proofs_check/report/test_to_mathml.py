"""Formulas as MathML: every stated formula can be shown, nothing is lost, brackets stay where they matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from proofs_check.language.nodes import FUNCTIONS, Name, Number, Sequent
from proofs_check.language.parser import parse
from proofs_check.report.to_mathml import CALLED, GREEK, domain, pieces

STATEMENTS = Path(__file__).parent.parent.parent.parent / "proofs_check" / "statements"
LINE = re.compile(r'  (?:identity|sign|smt|comparison|positive) "(?:[^"\\]|\\.)*"(?: \(\d+ bits\))?: (.*)')
UNKEPT = "a number that only the run has"


def stated() -> Iterator[Sequent]:
    """The formulas of all statements."""
    for path in STATEMENTS.glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if (found := LINE.fullmatch(line)) and found[1] != UNKEPT:
                yield parse(found[1])


def plain(text: str) -> str:
    """What one sees of a formula, without the room between its parts and signs that are not seen."""
    seen = "".join("".join(ET.fromstring(f"<a>{pieces(parse(text))!s}</a>").itertext()).split())
    return seen.replace("\u2062", "").replace("\u2061", "")


def test_every_stated_formula_is_well_formed_and_shows_all_its_names_and_numbers() -> None:
    count = 0
    for sequent in stated():
        tree = ET.fromstring(f"<a>{pieces(sequent)!s}{domain(sequent.declarations)!s}</a>")
        numbers = [mn.text for mn in tree.iter("mn")]
        shown = [mi.text or "" for mi in tree.iter("mi")]
        for node in sequent.nodes():
            if isinstance(node, Number):
                assert str(node.value) in numbers
            elif isinstance(node, Name) and len(node.text) == 1:
                assert node.text in shown
            elif isinstance(node, Name) and node.text in GREEK:
                assert GREEK[node.text] in shown
        count += 1
    assert count > 1000


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("for a, b, c real: (a + b)*c = a*c + b*c", "(a+b)c=ac+bc"),
        ("for a, b, c real: a - (b - c) = a - b + c", "a−(b−c)=a−b+c"),
        ("for a, b real: -(a + b) = -a - b", "−(a+b)=−a−b"),
        ("for a real: (-a)^2 = a^2", "(−a)2=a2"),
        ("for a real: 2*3*a = 6*a", "2·3a=6a"),
        ("for mass, x real: mass*x = x*mass", "mass·x=x·mass"),
        ("for eps > 0: eps > 1, eps < 2 |- eps != 3", "ε>1,ε<2⊢ε≠3"),
        ("for a, b, c truth: a and (b or c) |- not (not a)", "a∧(b∨c)⊢¬¬a"),
        ("for a, b, c truth: (a => b) => c <=> c or a and not b", "(a⇒b)⇒c⇔c∨a∧¬b"),
        ("for x real: abs(x) + sqrt(x^2) + exp(x) > -1", "|x|+x2+exp(x)>−1"),
        ("for x real: (if x > 0 then x else -x) + 1 > 0", "({xifx>0−xotherwise)+1>0"),
        ("for n, x > 0: gamma(x) = limit_above(integral(n*x, (n, 0, x)), x, 0)", "Γ(x)=limx→0+(∫0x(nx)dn)"),
        ("for x real: derivative(x^3, (x, 2)) = 6*x", "∂2∂x2(x3)=6x"),
        ("for x[]; log_theta real: x[1, 2] = log_theta", "x1,2=log_θ"),
        ("for xi_lambda, `f'(c)` real: xi_lambda = `f'(c)`", "ξλ=f'(c)"),
    ],
)
def test_a_formula_reads_as_it_was_written(text: str, seen: str) -> None:
    assert plain(text) == seen


def test_brackets_are_the_difference() -> None:
    assert plain("for a, b, c real: a - (b - c) = 0") != plain("for a, b, c real: a - b - c = 0")
    assert plain("for a, b, c real: (a/b)^c = 0") != plain("for a, b, c real: a/b^c = 0")


def test_names_that_could_be_markup_are_text() -> None:
    (name,) = (
        ET.fromstring(f"<a>{pieces(parse('for `<b>&` real: `<b>&` = `<b>&`'))!s}</a>").iter("mi").__next__().itertext()
    )
    assert name == "<b>&"


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ("a, eps > 0", "a,ε>0"),
        ("n > 0 integer", "n>0 integer"),
        ("f(1)", "f function"),
        ("A matrix(2, 3)", "A 2×3 matrix"),
    ],
)
def test_a_domain_says_what_is_supposed(known: str, words: str) -> None:
    name = known.split(",")[0].split("(")[0].split()[0]
    used = {"f": "f(0)", "a": "a + eps"}.get(name, name)
    shown = domain(parse(f"for {known}: {used} = {used}").declarations)
    assert "".join(ET.fromstring(f"<a>{shown!s}</a>").itertext()) == words


def test_functions_with_a_form_of_their_own_are_known() -> None:
    assert set(CALLED) <= set(FUNCTIONS)
