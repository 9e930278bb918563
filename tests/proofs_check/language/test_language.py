"""The language of certificates: what is printed is read back, the translations agree, and nothing else gets in."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import flint
import pytest
import sympy as sp
import z3
from hypothesis import example, given, settings
from hypothesis import strategies as st

from proofs_check.language import (
    Apply,
    Declaration,
    Name,
    Node,
    Number,
    Sequent,
    Unreadable,
    from_sympy,
    from_z3,
    parse,
    show,
    to_sympy,
    to_z3,
)
from proofs_check.language.bounds import excess
from proofs_check.language.nodes import COMPARISONS, FUNCTIONS, RESERVED
from proofs_check.language.to_balls import enclose
from proofs_check.language.to_truth import meets

DOMAIN = (
    Declaration(("x", "y'"), (), ">"),
    Declaration(("E[x^2]", "n", "erf", "for"), ("real",)),
    Declaration(("p", "q"), ("truth",)),
    Declaration(("xi",), form="[]"),
    Declaration(("f",), form="2"),
)
leaves = st.one_of(
    st.integers(0, 10**6).map(Number),
    st.sampled_from(["x", "y'", "E[x^2]", "n", "erf", "for", "pi", "infinity"]).map(Name),
)


def operations(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Every way to put formulas together; whether they make sense is not asked here."""
    several = st.lists(parts, min_size=2, max_size=4).map(tuple)
    one, two = st.tuples(parts), st.tuples(parts, parts)
    unary = [name for name, (least, _) in FUNCTIONS.items() if least == 1]
    return st.one_of(
        st.builds(Apply, st.sampled_from(["+", "*", "and", "or", "()"]), several),
        st.builds(Apply, st.sampled_from(["/", "=>", "<=>", *COMPARISONS, "f", "beta"]), two),
        st.builds(Apply, st.sampled_from(["-", "not", *unary]), one),
        st.builds(lambda base, exponent: Apply("^", (base, Number(exponent))), parts, st.integers(0, 3)),
        st.builds(lambda parts: Apply("[]", (Name("xi"), *parts)), several),
        st.builds(lambda a, b, c: Apply("if", (a, b, c)), parts, parts, parts),
    )


formulas = st.recursive(leaves, operations, max_leaves=12).filter(lambda node: not excess(node))


def declared(*nodes: Node) -> Sequent:
    """A sequent of these, with the declarations of the names that occur."""
    *premises, conclusion = nodes
    whole = Sequent((), tuple(premises), conclusion)
    found = {n.text for n in whole.nodes() if isinstance(n, Name)}
    found |= {n.head for n in whole.nodes() if isinstance(n, Apply) and n.head not in FUNCTIONS}
    groups = []
    for group in DOMAIN:
        names = tuple(name for name in group.names if name in found)
        if names:
            groups.append(Declaration(names, group.words, group.sign, group.form))
    return Sequent(tuple(groups), tuple(premises), conclusion)


@given(st.lists(formulas, min_size=1, max_size=3))
@settings(max_examples=300)
def test_what_is_printed_is_read_back(nodes: list[Node]) -> None:
    sequent = declared(*nodes)
    text = show(sequent)
    assert parse(text) == sequent
    assert text.isprintable()
    assert text.isascii()


# ------------------------------------------------------------------------------------- the translations
VALUES = {"x": Fraction(2, 3), "y": Fraction(-5, 4)}
numbers = st.recursive(
    st.one_of(st.integers(0, 50).map(Number), st.sampled_from(["x", "y"]).map(Name)),
    lambda parts: st.one_of(
        st.builds(Apply, st.sampled_from(["+", "*"]), st.lists(parts, min_size=2, max_size=3).map(tuple)),
        st.builds(Apply, st.just("-"), st.tuples(parts)),
        st.builds(Apply, st.just("/"), st.tuples(parts, parts)),
        st.builds(lambda base, exponent: Apply("^", (base, Number(exponent))), parts, st.integers(1, 3)),
    ),
    max_leaves=8,
).filter(lambda node: not excess(node))


def exact(node: Node) -> Fraction:
    """The value by Python's fractions: a fourth reading, of four operations."""
    if isinstance(node, Number):
        return Fraction(node.value)
    if isinstance(node, Name):
        return VALUES[node.text]
    if node.head == "^":
        assert isinstance(node.args[1], Number)
        return exact(node.args[0]) ** node.args[1].value
    parts = [exact(part) for part in node.args]
    if node.head == "-":
        return -parts[0]
    if node.head == "/":
        return parts[0] / parts[1]
    total = parts[0]
    for part in parts[1:]:
        total = total + part if node.head == "+" else total * part
    return total


@given(numbers)
@example(Apply("/", (Number(1), Number(3))))  # whole numbers divide as reals
@settings(max_examples=150)
def test_the_three_translations_agree(node: Node) -> None:
    try:
        value = exact(node)
    except ZeroDivisionError:
        return
    names = {name: sp.Rational(v.numerator, v.denominator) for name, v in VALUES.items()}
    assert to_sympy.translate(node, names) == sp.Rational(value.numerator, value.denominator)
    reals = {name: z3.RealVal(str(v)) for name, v in VALUES.items()}
    assert _holds(to_z3.translate(node, reals) == z3.RealVal(str(value)))
    balls = {Name(name): flint.arb(flint.fmpq(v.numerator, v.denominator)) for name, v in VALUES.items()}
    found = enclose(node, balls)
    with flint.ctx.workprec(256):
        assert (found * value.denominator - value.numerator).contains(0)
    assert float(found.rad()) < 1e-9 * (1 + abs(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("beta(2, 3)", Fraction(1, 12)),
        ("beta(1/2, 1/2) / pi", Fraction(1)),
        ("4^(3/2)", Fraction(8)),
        ("2^(-3)", Fraction(1, 8)),
        ("8^(2/3)", Fraction(4)),
        ("gamma(5)", Fraction(24)),
        ("exp(loggamma(5))", Fraction(24)),
        ("min(3, 1, 2) + max(1, 3, 2)", Fraction(4)),
        ("erf(erfinv(1/3))", Fraction(1, 3)),
        ("tanh(log(2))", Fraction(3, 5)),
        ("cosh(log(2)) + sinh(log(2))", Fraction(2)),
        ("sin(pi/6) + cos(pi/3)", Fraction(1)),
    ],
)
def test_functions_of_the_language_are_enclosed_as_they_are_known(text: str, value: Fraction) -> None:
    found = enclose(parse(text).conclusion, {})
    with flint.ctx.workprec(256):
        assert (found * value.denominator - value.numerator).contains(0)
    assert float(found.rad()) < 1e-30


def _holds(claim: Any) -> bool:
    solver = z3.Solver()
    solver.add(z3.Not(claim))
    return bool(solver.check() == z3.unsat)


def test_expressions_of_sympy_come_back() -> None:
    x, y = sp.symbols("x y", positive=True)
    k, n = sp.Symbol("k"), sp.Symbol("n", integer=True, positive=True)
    xi, f = sp.IndexedBase("xi"), sp.Function("f")
    a = sp.MatrixSymbol("A", n, n)
    for expression in [
        -x / (2 * sp.sqrt(y) * (x + 1)) + sp.pi ** (-x) - sp.Rational(3, 7) * k,
        sp.Limit(sp.log(1 + x) / x, x, 0, "+") + sp.Limit(1 / y, y, sp.oo, "-"),
        sp.Derivative(f(x), (x, 2)) * sp.Integral(sp.exp(-x), (x, 0, y)) + sp.Sum(xi[n, 1], (n, 1, k)),
        sp.gamma(x) * sp.beta(x, y) / sp.polygamma(1, x) + sp.Max(x, 2, y) - abs(k) + sp.binomial(n, 2),
        sp.Piecewise((x, x > 1), (1 / x, True)),
        sp.MatMul(a, sp.Transpose(a)) + sp.Identity(n),
    ]:
        sequent = Sequent(from_sympy.domain([expression]), (), Apply("=", (from_sympy.node(expression), Number(0))))
        back = parse(show(sequent))
        assert isinstance(back.conclusion, Apply)
        assert to_sympy.translate(back.conclusion.args[0], to_sympy.symbols(back.domain)) == expression


def test_formulas_of_z3_come_back() -> None:
    x, y = z3.Reals("x y")
    n, p = z3.Int("n"), z3.Bool("p")
    f = z3.Function("excess", z3.RealSort(), z3.RealSort())
    for formula in [
        z3.Implies(z3.And(x > 0, z3.Not(p)), x - y / 3 != f(x) ** 2),
        z3.If(p, x, -x) >= z3.ToReal(n) * z3.RealVal("2/3"),
        z3.Distinct(x, y, f(y)),
        (x > 0) == p,
        n % 2 == n / 2,
    ]:
        sequent = Sequent(from_z3.domain([formula]), (), from_z3.node(formula))
        back = parse(show(sequent))
        names, signs = to_z3.constants(back.domain)
        assert signs == []
        assert _holds(to_z3.translate(back.conclusion, names) == formula)


@pytest.mark.parametrize(
    "expression",
    [
        sp.Symbol("x", positive=True) + sp.Symbol("x"),
        sp.Symbol("p", prime=True),
        sp.Symbol("z", zero=False),
        sp.zeta(sp.Symbol("s")),
        sp.Float("0.1"),
    ],
)
def test_what_the_language_does_not_have_is_an_error(expression: Any) -> None:
    with pytest.raises(ValueError, match=r"language|two symbols"):
        from_sympy.sequent(expression, ">")


# ------------------------------------------------------------------------------------- hostile texts
CODE = "__import__('os').system('true')"
HOSTILE: dict[str, tuple[str, str]] = {
    "code": (CODE, "has no place"),
    "code in a name": (f"for x real: `{CODE}` > x", "not declared"),
    "code in a call": (f"exp(`{CODE}`) > 0", "not declared"),
    "an attribute": ("for x real: x.func > 0", "has no place"),
    "a text": ('for x real: "x" > 0', "has no place"),
    "a bracket too many": ("for x real: x > 0) and (x < 0", "left over"),
    "a bracket too few": ("for x real: (x > 0", "expected ')'"),
    "an assertion in between": ("for a real: a > 1 |- true)) (assert false", "left over"),
    "two turnstiles": ("for a real: a > 1 |- a > 0 |- false", "left over"),
    "two lines": ("for a real: a > 1 |- a > 0\nfalse", "has no place"),
    "a premise without conclusion": ("for a real: a > 1, a > 2", "expected '|-'"),
    "declared twice": ("for a real; a > 0: a > 0", "declared twice"),
    "declared twice in a group": ("for a, a real: a > 0", "declared twice"),
    "a function anew": ("for exp(1); x real: exp(x) = x", "known already"),
    "a sum anew": ("for `+`(2); x, y real: `+`(x, y) = 0", "letters, digits"),
    "a word anew": ("for `and`(2); x, y real: `and`(x, y)", "known already"),
    "pi anew": ("for pi real: pi > 4", "expected a name"),
    "pi in quotes": ("for `pi` real: `pi` > 4", "known already"),
    "not declared": ("x > 0", "not declared"),
    "not used": ("for x, y > 0: x > 0", "does not occur"),
    "an empty conjunction": ("for x real: and", "expected a name"),
    "nothing": ("", "expected a name"),
    "nothing to conclude": ("for x real: x > 0 |-", "expected a name"),
    "no premise": ("for x real: |- x > 0", "expected a name"),
    "unicode that looks alike": ("for \u0430 real: \u0430 > 0", "has no place"),
    "digits of another script": ("\u0663 > 1", "has no place"),
    "a minus that is none": ("for x real: 1 \u2212 x > 0", "has no place"),
    "a space that is none": ("for\u00a0x real: x > 0", "has no place"),
    "a line that turns": ("for x real: x > \u202e0", "has no place"),
    "a float": ("1.5 > 1", "has no place"),
    "an exponent of ten": ("1e99 > 1", "left over"),
    "too many digits": ("9" * 41 + " > 0", "digits"),
    "a tower": ("9^(9^9) > 0", "exponent"),
    "a power": ("9^201 > 0", "exponent"),
    "a power in a premise": ("for x real: x > 9^201, x > 1 |- x > 0", "exponent"),
    "powers of powers in a premise": ("for x real: x > 1, x > ((9^200)^200)^200 |- x > 0", "bits"),
    "powers of powers": ("((((9^200)^200)^200)^200)^200 > 0", "bits"),
    "a factorial": ("gamma(100000000) > 0", "argument"),
    "a factorial in disguise": ("gamma(10^8 + 1) > 0", "argument"),
    "a high derivative": ("for x real: derivative(x^x, (x, 99)) > 0", "order"),
    "a large power of a sum": (
        f"for {', '.join(f'x{i}' for i in range(12))} real: ({' + '.join(f'x{i}' for i in range(12))})^40 > 0",
        "terms",
    ),
    "nested": ("(" * 100_000, "more than"),
    "nested a little": ("(" * 2000 + "1" + ")" * 2000 + " > 0", "deep"),
    "functions in functions": ("exp(" * 90 + "1" + ")" * 90 + " > 0", "deep"),
    "implications": ("for p truth: " + "p => " * 2000 + "p", "deep"),
    "negations": ("for p truth: " + "not " * 2000 + "p", "deep"),
    "long": ("1 + " * 30_000 + "1 > 0", "more than"),
    "too many words": ("for p truth: " + "p or " * 15_000 + "p", "more than"),
    "half a letter": ("for `\ud800` real: `\ud800` > 0", "has no place"),
    "a word that does not go": ("for p > 0 truth: p", "go together"),
    "wrong number of arguments": ("exp(1, 2) > 0", "arguments"),
    "an index of none": ("for x real: x[1] > 0", "not used as"),
    "no index": ("for xi[]: xi > 0", "not used as"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_refused_at_once(name: str) -> None:
    text, reason = HOSTILE[name]
    start = time.process_time()
    with pytest.raises(Unreadable, match=r"^line [0-9]+, column [0-9]+: ") as refusal:
        parse(text)
    assert reason in str(refusal.value)
    assert str(refusal.value).isprintable()
    assert time.process_time() - start < 5


WORDS = st.sampled_from(
    [
        *COMPARISONS,
        *sorted(RESERVED),
        *list(FUNCTIONS)[:8],
        *"+-*/^()[],;:`",
        "|-",
        "=>",
        "<=>",
        "x",
        "xi",
        "0",
        "1",
        "7",
        " ",
    ]
)


@given(st.one_of(st.text(), st.text(alphabet="x01+-*/^()<>=,:;|`[] forealtuhndi"), st.lists(WORDS).map(" ".join)))
@settings(max_examples=1500)
@example("for x real: " + "(" * 59 + "x" + ")" * 59 + " > 0")
def test_no_text_breaks_or_stops_the_parser(text: str) -> None:
    start = time.process_time()
    try:
        sequent = parse(text)
    except Unreadable:
        pass
    else:
        assert parse(show(sequent)) == sequent
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("for x >= 0: x > 0", False),
        ("for x >= 0: x >= 0", True),
        ("for x > 0: x > 0", True),
        ("for x <= 0: x < 0", False),
        ("for x < 0: x < 0", True),
    ],
)
def test_a_declared_sign_is_no_more_than_it_says(text: str, follows: bool) -> None:
    sequent = parse(text)
    names, signs = to_z3.constants(sequent.domain)
    solver = z3.Solver()
    solver.add(*signs, z3.Not(to_z3.translate(sequent.conclusion, names)))
    assert (solver.check() == z3.unsat) is follows


@pytest.mark.parametrize(
    "expression",
    [
        sp.Function("f", positive=True)(sp.Symbol("x")),
        sp.Function("f", real=True)(1),
        sp.Function("f", positive=False)(1),
        sp.IndexedBase("a", positive=True)[1],
        sp.IndexedBase(sp.Symbol("a", integer=True))[1],
    ],
    ids=str,
)
def test_what_is_supposed_of_a_function_is_not_lost(expression: sp.Expr) -> None:
    with pytest.raises(ValueError, match="cannot say of"):
        from_sympy.sequent(expression, ">")


def test_odd_numbers_are_not_even():
    odd, even = (parse(f"for n {word}: n > 0").domain["n"] for word in ("odd", "even"))
    assert [meets(odd, flint.arb(n)) for n in (-1, 0, 2, 3)] == [True, False, False, True]
    assert [meets(even, flint.arb(n)) for n in (-1, 0, 2, 3)] == [False, True, True, False]
