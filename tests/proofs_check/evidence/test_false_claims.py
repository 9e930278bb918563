"""False claims, each argued by a step that decides something true: none of them comes out PROVED.

What makes a step irrelevant cannot be read off it; what its claim lacks, or says of an instance, can.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

from proofs_check.evidence import Proof, Result, Settings, decide
from proofs_check.methods import exact, symbolic
from theory.claim import Assumption, Claim, Conclusion, Finding, Paper, Part, Verdict

X = sp.Symbol("x")
LARGE = Assumption("large", "$x > 1$", lambda x: Finding(x > 1))
NEGATIVE = Assumption("negative", "$x < 0$", lambda x: Finding(x < 0))
TRUE = {"it": ((X**2 - 1) / (X - 1), X + 1)}


def raises(_: Fraction) -> Finding:
    raise ArithmeticError("nobody knows")


def quotient(x: Fraction) -> Finding:
    return Finding((x * x - 1) / (x - 1) == x + 1)


def root_is_x(x: Fraction) -> Finding:
    return Finding(abs(x) == x, "the root of the square is |x|")


def is_double(x: Fraction, y: Fraction) -> Finding:
    return Finding(True, f"{y} is said to be twice {x}, and nothing is looked at")


UNLOOKED = Conclusion((Part("double", is_double, lambda x: 2 * x),))
Parts = Callable[[Proof], Any]


def example(x: object) -> Parts:
    return lambda proof: proof.example(lambda: Fraction(x))  # type: ignore[arg-type]


CLAIMS: dict[str, tuple[Callable[..., Finding], tuple[Assumption, ...], list[Parts], Verdict, str]] = {
    "always false": (lambda x: Finding(False), (), [example(2)], Verdict.ERROR, "“example” is false"),
    "never decided": (lambda x: Finding(None), (), [example(2)], Verdict.UNDECIDED, "“example” is undecided"),
    "raises": (raises, (), [example(2)], Verdict.ERROR, "nobody knows"),
    "about nothing": (quotient, (LARGE, NEGATIVE), [example(2)], Verdict.ERROR, "negative is False"),
    "without an example": (quotient, (), [], Verdict.UNDECIDED, "no example"),
    "says yes to all": (lambda x: Finding(True), (), [example(2)], Verdict.UNDECIDED, "that the conclusion can fail"),
    "says yes to all, in parts": (UNLOOKED, (), [example(2)], Verdict.UNDECIDED, "no near miss of “double”"),
    "says yes to what is wrong": (
        UNLOOKED,
        (),
        [example(2), lambda proof: proof.near_miss("double", lambda: (Fraction(2), Fraction(5)))],
        Verdict.ERROR,
        "near miss of “double” is none",
    ),
    "undefined at 1": (quotient, (), [example(1)], Verdict.ERROR, "ZeroDivisionError"),
    "of positive symbols": (root_is_x, (), [example(-1)], Verdict.ERROR, "the root of the square is |x|"),
    "assumption unused": (
        root_is_x,
        (LARGE,),
        [example(2), lambda proof: proof.control("large", lambda: Fraction(-1))],
        Verdict.UNDECIDED,
        "no step uses the assumption “large”",
    ),
    "by floats": (root_is_x, (), [lambda proof: proof.example(lambda: 0.5)], Verdict.ERROR, "TypeError"),
    "by a refutation of floats": (
        lambda x: Finding(x + Fraction(2, 10) == Fraction(3, 10)),
        (),
        [lambda proof: proof.refutation("0.1 + 0.2", lambda: 0.1)],
        Verdict.ERROR,
        "TypeError",
    ),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_it_is_not_proved(own_registry: dict[str, Claim], name: str) -> None:
    conclusion, assumptions, entries, expected, why = CLAIMS[name]
    own_registry["test-false"] = Claim(
        id="test-false",
        title=name,
        statement="$x = x$",
        paper=Paper("test", "a test"),
        instance=Fraction,
        assumptions=assumptions,
        conclusion=conclusion,
        expected=Verdict.PROVED,
    )
    proof = Proof("test-false")
    used = [] if name == "assumption unused" else [f"assumption:{a.name}" for a in assumptions]
    proof.step("true", "symbolic", "so it is", used)(lambda _: symbolic.identities(TRUE, "all x"))
    for enter in entries:
        enter(proof)
    verdict, message = decide(proof.claim, [proof.run(item, Settings()) for item in proof.items])
    assert (verdict, why in message) == (expected, True), message


def test_what_cannot_be_noticed(own_registry: dict[str, Claim]) -> None:
    """An irrelevant step, beside an example and a near miss that were chosen well, stands for a proof."""
    own_registry["test-false"] = Claim(
        id="test-false",
        title="every number is positive",
        statement="$x > 0$",
        paper=Paper("test", "a test"),
        instance=Fraction,
        conclusion=Conclusion((Part("above", lambda x, bound: Finding(x > bound), lambda x: Fraction(0)),)),
        expected=Verdict.PROVED,
    )
    proof = Proof("test-false")

    @proof.step("true", "exact", "every number is positive")
    def one_is_less_than_two() -> Result:
        return exact.compare({"1 < 2": (1, "<", 2)}, "all x")

    proof.example(lambda: Fraction(1))
    proof.near_miss("above", lambda: (Fraction(1), Fraction(1)))
    assert decide(proof.claim, [proof.run(item, Settings()) for item in proof.items])[0] is Verdict.PROVED
