"""A certificate of something weaker than the statement is refused, and so is a statement that does not hold."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from proofs_check.recheck import checker, formulas

PLAIN = "invented-2.2"
x = sp.Symbol("x", positive=True)


def of_record(kind: str, change: Callable[[Any], Any]) -> Callable[[Any], None]:
    """Change the first record of a kind."""

    def attack(data: Any) -> None:
        change(next(r for r in data["items"][0]["decided"] if r["kind"] == kind))

    return attack


def smt(**changes: Any) -> Callable[[Any], None]:
    return of_record("smt", lambda record: record["items"]["square"].update(changes))


def entry(kind: str, index: int, value: str) -> Callable[[Any], None]:
    def change(record: Any) -> None:
        (only,) = record["items"].values()
        only[index] = value

    return of_record(kind, change)


def drop_item(data: Any) -> None:
    data["items"].pop()


def repeat_item(data: Any) -> None:
    data["items"].append(data["items"][0])


WEAKER: dict[str, tuple[Callable[[Any], Any], str]] = {
    "another statement": (lambda d: d.update(statement="$x \\ge 0$"), "statement"),
    "an assumption more": (lambda d: d["assumptions"].append(["false", "$0 = 1$"]), "assumptions"),
    "another verdict": (lambda d: d.update(verdict="REFUTED"), "verdict"),
    "a step left out": (drop_item, "items: 0 entries where the statements have 1"),
    "a step twice": (repeat_item, "2 entries"),
    "a step made trusted": (lambda d: d["items"][0].update(role="trusted"), "role"),
    "another conclusion": (lambda d: d["items"][0].update(conclusion="it may follow"), "conclusion"),
    "another method": (lambda d: d["items"][0].update(method="sampled"), "method"),
    "a premise more": (lambda d: d["items"][0]["premises"].append("assumption:false"), "premises"),
    "nothing decided": (lambda d: d["items"][0].update(decided=[]), "decided"),
    "the word instead": (lambda d: d["items"][0].update(decided=[{"kind": "word", "count": 6}]), "decided"),
    "an unknown field": (lambda d: d["items"][0].update(skip=True), "skip is not among the statements"),
    "a formula left out": (of_record("signs", lambda r: r["items"].clear()), "sum is missing"),
    "a formula more": (of_record("signs", lambda r: r["items"].update(no=["Integer(1)", "<0"])), "not among"),
    "a true conclusion": (smt(conclusion="true"), "conclusion"),
    "weaker by equality": (smt(conclusion="(>= (* a a) 1.0)"), "conclusion"),
    "a stronger premise": (smt(premises=["(> a 2.0)"]), "premises"),
    "a false premise": (smt(premises=["(> a 1.0)", "false"]), "premises"),
    "a redefinition": (smt(declarations=["(define-fun a () Real 2.0)"]), "declarations"),
    "whole numbers": (smt(declarations=["(declare-fun a () Int)"]), "declarations"),
    "0 = 0": (of_record("identities", lambda r: r["items"].update(square=["Integer(0)", "Integer(0)"])), "square"),
    "a weaker sign": (entry("signs", 1, ">=0"), "sum"),
    "a wider bound": (entry("comparisons", 2, "2"), "root"),
    "a larger number": (entry("positive", 0, sp.srepr(sp.pi)), "pi"),
    "a smaller box": (of_record("box", lambda r: r.update(box=[["0", "1/2"]], cuts=None)), "box"),
    "another function": (of_record("box", lambda r: r.update(expression="Integer(1)")), "expression"),
}

# ------------------------------------------------------------------------------------- falsehoods
# the same changes in the statements, so that only deciding them again can tell
FALSE: dict[str, tuple[Callable[[Any], Any], str]] = {
    "not equal": (entry("identities", 0, sp.srepr(x**2 + 1)), "does not bring"),
    "not positive": (entry("signs", 0, sp.srepr(x - 1)), "not known to be >0"),
    "the wrong sign": (entry("signs", 1, "<0"), "not known to be <0"),
    "does not follow": (smt(conclusion="(> (* a a) 2.0)"), "does not follow"),
    "contradictory premises": (smt(premises=["(> a 1.0)", "(< a 0.0)"]), "premises contradict"),
    "an assertion hidden": (smt(declarations=["(declare-fun a () Real)", "(assert false)"]), "declaration"),
    "one more in a line": (smt(declarations=["(declare-fun a () Real) (assert false)"]), "declaration"),
    "not below": (entry("comparisons", 2, "7/5"), "does not hold"),
    "not equal numbers": (entry("comparisons", 1, "=="), "does not hold"),
    "no relation": (entry("comparisons", 1, "<>"), "does not hold"),
    "negative": (entry("positive", 0, sp.srepr(3 - sp.pi)), "not certainly positive"),
    "code": (entry("positive", 0, "__import__('os').getcwd()"), "no place in an expression"),
    "an attribute": (entry("positive", 0, "Integer(1).func"), "no place in an expression"),
    "a float": (entry("positive", 0, "Float('3.2')"), "no place in an expression"),
    "negative on a box": (
        of_record("box", lambda r: r.update(expression=sp.srepr(x * (x - 1) + sp.Rational(1, 5)))),
        "not certainly positive on the box",
    ),
}
CUTS: dict[str, tuple[Any, str]] = {
    "not cut": (None, "not certainly positive on the box"),
    "a gap": ([0, "1/2", [0, "1/4", None, None]], "cannot be checked"),
    "a cut outside": ([0, "2", None, None], "outside of its side"),
    "a cut at the end": ([0, "1", None, None], "outside of its side"),
    "a cut across nothing": ([1, "1/2", None, None], "cannot be checked"),
    "a cut that is no number": ([0, "half", None, None], "not a rational number"),
}


@pytest.mark.parametrize("name", WEAKER)
def test_what_is_not_the_statement_is_refused(report, name: str) -> None:
    change, reason = WEAKER[name]
    report.only(PLAIN).edit(PLAIN, change)
    assert reason in report.refusal(PLAIN)


@pytest.mark.parametrize("name", FALSE)
def test_what_does_not_hold_is_refused(report, name: str) -> None:
    change, reason = FALSE[name]
    report.only(PLAIN).edit(PLAIN, change)
    assert report.refusal(PLAIN)
    report.renew()
    assert reason in report.refusal(PLAIN)


@pytest.mark.parametrize("name", CUTS)
def test_a_subdivision_that_does_not_cover_is_refused(report, name: str) -> None:
    cuts, reason = CUTS[name]
    report.only(PLAIN).edit(PLAIN, of_record("box", lambda record: record.update(cuts=cuts)))
    assert reason in report.refusal(PLAIN)


def test_there_are_many_forgeries() -> None:
    assert len(WEAKER) + len(FALSE) + len(CUTS) >= 40


def test_a_proof_without_a_step_is_refused(report) -> None:
    report.only(PLAIN).edit(PLAIN, lambda d: d.update(items=[]), ("certificates", "statements"))
    assert "without a step" in report.refusal(PLAIN)


def test_sympy_is_not_taken_at_its_word(report, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were SymPy to call anything 0, ball arithmetic at two places would object."""
    report.only(PLAIN).edit(PLAIN, entry("identities", 0, sp.srepr(x**2 + 1)))
    report.renew()
    monkeypatch.setattr(formulas, "_vanishes", lambda residual: True)
    assert "the difference is" in report.refusal(PLAIN)


def test_statements_of_your_own_do_not_replace_those_of_the_checker(
    report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bent statement in a second folder is not looked at."""
    report.only(PLAIN)
    shutil.copytree(report.folder / "statements", tmp_path / "own")
    monkeypatch.setattr(checker, "STATEMENTS", tmp_path / "own")
    report.edit(PLAIN, smt(conclusion="true"))
    report.renew()
    assert "conclusion: it says" in report.refusal(PLAIN)
