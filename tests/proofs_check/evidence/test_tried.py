"""The formulas of a step, tried on instances of its claim: a false one is an error, doubt is counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import flint
import pytest
import sympy as sp
import z3
from hypothesis import strategies as st

from proofs_check.evidence import Evidence, Proof, Result, Settings
from proofs_check.evidence.tried import FalseThereError, tried
from proofs_check.language.parser import parse
from proofs_check.language.to_truth import meets
from proofs_check.methods import balls, exact, smt, symbolic, together
from theory.claim import Assumption, Claim, Finding, Paper, Verdict

At = Callable[[Fraction], Mapping[Any, Any] | None]
X, P = sp.Symbol("x", real=True), sp.Symbol("x", positive=True)
A, N = z3.Real("x"), z3.Int("x")
ROOT = {"root": (sp.sqrt(P**2), P)}


@pytest.fixture
def proof(own_registry: dict[str, Claim]) -> Proof:
    """Of a claim about all rational numbers, tried at 1/2, at -2, and at whatever is drawn from -9 to 9."""
    own_registry["test-tried"] = Claim(
        id="test-tried",
        title="t",
        statement="s",
        paper=Paper("test", "a test"),
        instance=Fraction,
        assumptions=(Assumption("small", r"$|x| < 10$", lambda x: Finding(abs(x) < 10)),),
        conclusion=lambda _: Finding(True),
        expected=Verdict.PROVED,
    )
    proof = Proof("test-tried")
    proof.example(lambda: Fraction(1, 2))
    proof.example(lambda: Fraction(-2), "below 0")
    return proof


def run(proof: Proof, check: Callable[..., Result], at: At = lambda x: {"x": x}) -> Evidence:
    proof.step("it", "exact", "…", at=at)(lambda: together(exact.compare({"": (1, "<", 2)}, ""), check()))
    return proof.run(proof.items[-1], Settings())


FALSE: dict[str, tuple[Callable[[], Result], str]] = {
    "a root of a square": (lambda: symbolic.identities(ROOT, ""), "“x > 0” is supposed, and x is -2"),
    "a sign": (lambda: symbolic.signs({"": (P, ">0")}, ""), "“x > 0” is supposed, and x is -2"),
    "whole numbers for real ones": (
        lambda: smt.universally({"": ([N > 0], N >= 1)}, ""),
        "“x integer” is supposed, and x is 0.5",
    ),
    "a box": (
        lambda: balls.positive_on_box(X + 1, [(0, 1)], "", symbols=[X]),
        "“x in [0, 1]” is supposed, and x is -2",
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_supposed_of_a_symbol_is_so_of_its_value(proof: Proof, name: str) -> None:
    check, why = FALSE[name]
    found = run(proof, check)
    assert found.holds is None
    assert why in str(found.error)


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("for x real: x^2 = 1/4", {"x": Fraction(1, 2)}, True),
        ("for x real: x^2 = 1/3", {"x": Fraction(1, 2)}, False),
        ("for x real: x = sqrt(2)", {"x": sp.sqrt(2)}, None),
        ("for x real: x != 1", {"x": Fraction(1, 2)}, True),
        ("for x real: x <= 1 |- x < 1", {"x": 1}, False),
        ("for x real: x > 1 |- x < 1", {"x": 1}, "unmet"),
        ("for x real: not x > 1 and (x < 0 or x >= 1)", {"x": 1}, True),
        ("for x real: x > 1 => x < 0", {"x": 2}, False),
        ("for x real; p truth: p <=> x > 1", {"x": 2, "p": False}, False),
        ("for x, y real: x < y", {"x": 2}, "no value"),
        ("for x real: 1/x > 0", {"x": 0}, "no value"),
        ("for x real: floor(x) > 0", {"x": 2}, "no value"),
        ("for n odd: n > 0", {"n": 3}, True),
        ("for n odd: n > 0", {"n": 2}, False),
        ("for n integer: 2*n = 4", {"n": Fraction(5, 2)}, False),
        ("for x > 0: sqrt(x^2) = x", {"x": -1}, False),
    ],
)
def test_a_formula_where_its_symbols_have_values(text: str, values: dict[str, Any], holds: bool | str | None) -> None:
    from proofs_check.evidence.tried import WORDS, FalseThereError, tried

    record = {"kind": "smt", "items": {"it": text}}
    if holds is False:
        with pytest.raises(FalseThereError, match="at the place"):
            tried([record], [("the place", values)])
    else:
        said = f"at 1 instance: 1 {WORDS[holds]}" + (" (no value of y)" if "y real" in text else "")
        assert tried([record], [("the place", values)]) == said


def test_ten_instances_are_drawn_that_meet_the_assumptions(proof: Proof) -> None:
    seen: list[Fraction] = []

    def at(x: Fraction) -> dict[str, Fraction]:
        seen.append(x)
        return {"x": x}

    proof.drawn(lambda: st.fractions(-99, 99))
    found = run(proof, lambda: smt.universally({"small": ([], A * A >= 0), "below": ([A > 1], A > 0)}, ""), at)
    assert len(set(seen)) == len(seen) == 12
    assert max(map(abs, seen)) < 10
    assert found.error is None
    assert found.tried.startswith("at 12 instances: ")
    again = run(proof, lambda: smt.universally({"": ([], A * A >= 0)}, "")) if proof.items.pop() else None
    assert again is not None
    assert len(set(seen)) == 12


def test_premises_that_no_instance_meets_are_counted(proof: Proof) -> None:
    found = run(proof, lambda: smt.universally({"": ([A > 10], A > 9)}, ""))
    assert found.tried == "at 2 instances: 2 without its premises"


def test_a_symbol_that_does_not_fit_what_is_drawn_is_found_out(proof: Proof) -> None:
    """Both examples are whole or small enough; of the numbers drawn some are neither."""
    proof.drawn(lambda: st.fractions(3, 9))
    small = lambda: balls.positive_on_box(X + 3, [(-2, 3)], "", symbols=[X])  # noqa: E731
    assert "“x in [-2, 3]” is supposed" in str(run(proof, small).error)


def test_doubt_and_what_has_no_value_are_counted_and_are_no_error(proof: Proof) -> None:
    formulas = {
        "equal": (sp.sin(X) ** 2 + sp.cos(X) ** 2, sp.Integer(1)),
        "whole": (sp.floor(X) - sp.floor(X + 0), X - X),
    }
    found = run(proof, lambda: symbolic.identities({"equal": formulas["equal"]}, ""))
    assert (found.holds, found.tried) == (True, "at 2 instances: 2 not false as far as balls tell")


def test_a_step_may_be_about_some_instances_only(proof: Proof) -> None:
    found = run(proof, lambda: symbolic.identities(ROOT, ""), lambda x: {"x": x} if x > 0 else None)
    assert found.tried == "at 1 instance: 1 true"


@pytest.mark.parametrize(
    "at", [lambda x: {"x": 0.5}, lambda x: {"x": 1 / 0}, lambda x: 3], ids=["float", "raises", "no map"]
)
def test_values_that_are_none_are_an_error(proof: Proof, at: At) -> None:
    found = run(proof, lambda: symbolic.signs({"": (P + 1, ">0")}, ""), at)
    assert (found.holds, found.error is not None) == (None, True)


def test_a_repeated_step_is_tried_on_instances_of_the_same_kind_only(
    own_registry: dict[str, Claim], proof: Proof
) -> None:
    run(proof, lambda: symbolic.signs({"": (X**2, ">=0")}, ""))
    for claim, kind in (("test-alike", Fraction), ("test-other", int)):
        own_registry[claim] = replace(proof.claim, id=claim, instance=kind)
        user = Proof(claim)
        user.repeat(proof, "it")
        assert (user.items[0].at is not None) is (kind is Fraction)


def test_what_is_false_where_a_premise_is_in_doubt_is_in_doubt():
    record = {"kind": "smt", "items": {"": "for x real: x > 1 |- x > 5"}}
    between = flint.arb(1).union(flint.arb(2))
    assert "1 not false as far as balls tell" in tried([record], [("it", {"x": between})])
    with pytest.raises(FalseThereError, match="is false"):
        tried([record], [("it", {"x": Fraction(3)})])


def test_a_wide_ball_about_a_whole_number_may_be_one():
    whole = parse("for n integer: n > 0").domain["n"]
    assert meets(whole, flint.arb(3)) is True
    assert meets(whole, flint.arb(3, 0.25)) is None
    assert meets(whole, flint.arb("3.5")) is False


def test_a_name_that_no_formula_has_is_an_error(proof: Proof) -> None:
    check = lambda: symbolic.signs({"": (P + 1, ">0")}, "")  # noqa: E731
    found = run(proof, check, lambda x: {"X": 1, "y": 2})
    assert "no formula of the step has X, y, and no value is given of x" in found.message
    assert run_again(proof, check, lambda x: {"x": 1, "y": 2}).tried == "at 2 instances: 2 true; no formula has y"


def test_what_is_integrated_over_needs_no_value(proof: Proof) -> None:
    u = sp.Symbol("u", real=True)
    area = (sp.Integral(u * X, (u, 0, 1)), X / 2)
    found = run(proof, lambda: symbolic.identities({"": area}, ""), lambda x: {"x": 1, "y": 2})
    assert found.tried == "at 2 instances: 2 not evaluable; no formula has y"


def test_a_symbol_without_a_value_is_named(proof: Proof) -> None:
    y, table = sp.Symbol("y", real=True), sp.IndexedBase("m")
    sides = {"": ((X + y) ** 2, X**2 + 2 * X * y + y**2), "x": (table[1] + table[1], 2 * table[1] + X - X)}
    found = run(proof, lambda: symbolic.identities(sides, ""))
    assert found.tried == "at 2 instances: 4 not evaluable (no value of m, y)"
    both = run_again(proof, lambda: symbolic.identities(sides, ""), lambda x: {"x": 1, "y": 2, table[1]: 3})
    assert both.tried == "at 2 instances: 4 true"


def run_again(proof: Proof, check: Callable[..., Result], at: At) -> Evidence:
    proof.items.pop()
    return run(proof, check, at)


@pytest.mark.parametrize(
    ("conclusion", "tried", "why"),
    [
        (lambda x: Finding(x < 10), "at 10 instances drawn: the conclusion is 10 true", ""),
        (lambda x: Finding(None if x > 3 else True), "10 undecided", ""),
        (lambda x: Finding(x < 4), "", "the conclusion is false at "),
    ],
    ids=["true", "undecided", "false"],
)
def test_the_conclusion_is_tried_on_what_is_drawn(
    own_registry: dict[str, Claim], proof: Proof, conclusion: Callable[[Fraction], Finding], tried: str, why: str
) -> None:
    own_registry["test-tried"] = replace(proof.claim, conclusion=conclusion)
    proof.drawn(lambda: st.fractions(5, 99))
    first, second = (proof.run(item, Settings()) for item in proof.items)
    assert (first.holds is True, tried in first.tried, why in first.message) == (not why, True, True), first
    assert (second.holds, second.tried) == (True, "")


def test_that_nothing_drawn_meets_the_assumptions_is_said(proof: Proof) -> None:
    proof.drawn(lambda: st.fractions(11, 99))
    assert proof.run(proof.items[0], Settings()).tried == "at nothing drawn: none meets the assumptions"


def test_what_is_drawn_is_exact(proof: Proof) -> None:
    proof.drawn(lambda: st.floats(1, 9))
    assert "is about Fraction, not float" in proof.run(proof.items[0], Settings()).message
