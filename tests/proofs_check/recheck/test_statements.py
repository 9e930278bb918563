"""A certificate of something weaker than the statement is refused, and so is a statement that does not hold."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proofs_check.recheck import checker, formulas

PLAIN = "invented-2.2"


def of_record(kind: str, change: Callable[[Any], Any]) -> Callable[[Any], None]:
    """Change the first record of a kind."""

    def attack(data: Any) -> None:
        change(next(r for r in data["items"][0]["decided"] if r["kind"] == kind))

    return attack


def formula(kind: str, text: str | None) -> Callable[[Any], None]:
    """Another formula in the first record of a kind."""

    def change(record: Any) -> None:
        for name, entry in record["items"].items():
            record["items"][name] = [text, *entry[1:]] if kind == "positive" else text

    return of_record(kind, change)


def smt(text: str) -> Callable[[Any], None]:
    return formula("smt", text)


def drop_item(data: Any) -> None:
    data["items"].pop()


def repeat_item(data: Any) -> None:
    data["items"].append(data["items"][0])


WEAKER: dict[str, tuple[Callable[[Any], Any], str]] = {
    "another statement": (lambda d: d.update(statement="$x \\ge 0$"), "states $x"),
    "an assumption more": (lambda d: d["assumptions"].append(["false", "$0 = 1$"]), "assumes"),
    "another verdict": (lambda d: d.update(verdict="REFUTED"), "verdict"),
    "a step left out": (drop_item, "is missing"),
    "a step twice": (repeat_item, "not among the statements"),
    "a step made trusted": (lambda d: d["items"][0].update(role="trusted"), "trusted"),
    "another conclusion": (lambda d: d["items"][0].update(conclusion="it may follow"), "says it may follow"),
    "another method": (lambda d: d["items"][0].update(method="sampled"), "by sampled"),
    "a premise more": (lambda d: d["items"][0]["premises"].append("assumption:false"), "assumption:false"),
    "nothing decided": (lambda d: d["items"][0].update(decided=[]), "is missing"),
    "the word instead": (lambda d: d["items"][0].update(decided=[{"kind": "word", "count": 6}]), "word count 6"),
    "an unknown field": (lambda d: d["items"][0].update(skip=True), "skip is not among the statements"),
    "an unknown field of a record": (of_record("signs", lambda r: r.update(skip=True)), "skip is not among"),
    "premises in a method": (
        lambda d: d["items"][0].update(method='exact from "x"', premises=[]),
        "is no word",
    ),
    "content in a kind": (lambda d: d["items"][0].update(decided=[{"kind": "word count 6"}]), "is no word"),
    "the keys of a record for a list": (
        lambda d: d["items"][0].update(premises=dict.fromkeys(d["items"][0]["premises"])),
        "is no list",
    ),
    "items by number": (lambda d: d.update(items=dict(enumerate(d["items"]))), "is no list"),
    "a format that only equals": (lambda d: d.update(format=2.0), "the format is not 2"),
    "a line in a text": (lambda d: d["items"][0].update(conclusion="it\n  follows"), "no text of one line"),
    "a formula left out": (of_record("signs", lambda r: r["items"].clear()), "sign"),
    "a formula more": (of_record("signs", lambda r: r["items"].update(no="1 < 0")), "1 < 0"),
    "a true conclusion": (smt("for a real: a > 1 |- true"), "|- true"),
    "weaker by equality": (smt("for a real: a > 1 |- a*a >= 1"), ">= 1"),
    "a stronger premise": (smt("for a real: a > 2 |- a*a > 1"), "a > 2"),
    "a false premise": (smt("for a real: a > 1, false |- a*a > 1"), "false"),
    "a redefinition": (smt("for a real; a > 0: a > 1 |- a*a > 1"), "a > 0"),
    "whole numbers": (smt("for a integer: a > 1 |- a*a > 1"), "integer"),
    "a sign": (formula("signs", "for x >= 0: x + 1 > 0"), "x >= 0"),
    "the same in other words": (formula("signs", "for x > 0: (x) + 1 > 0"), "(x) + 1"),
    "a letter that looks alike": (formula("signs", "for \u0445 > 0: \u0445 + 1 > 0"), "\u0445 + 1"),
    "0 = 0": (formula("identities", "0 = 0"), "0 = 0"),
    "a weaker sign": (formula("signs", "for x > 0: x + 1 >= 0"), ">= 0"),
    "a wider bound": (formula("comparisons", "sqrt(2) < 2"), "< 2"),
    "a larger number": (formula("positive", "pi > 0"), "pi > 0"),
    "less precision": (of_record("positive", lambda r: r.update(bits=1)), "1 bits"),
    "a smaller box": (of_record("box", lambda r: r.update(box=[["0", "1/2"]], cuts=None)), "box"),
    "another function": (of_record("box", lambda r: r.update(formula="for x real: x + 1 > 0")), "x + 1"),
}

# ------------------------------------------------------------------------------------- falsehoods
# the same changes in the statements, so that only deciding them again can tell
FALSE: dict[str, tuple[Callable[[Any], Any], str]] = {
    "not equal": (formula("identities", "for x > 0: (x + 1)^2 = x^2 + 1"), "does not bring"),
    "too close for SymPy": (formula("identities", "log(1 + exp(-4000)) = log(1 + exp(-4001))"), "does not bring"),
    "not positive": (formula("signs", "for x > 0: x - 1 > 0"), "not known to be > 0"),
    "the wrong sign": (formula("signs", "for x > 0: x + 1 < 0"), "not known to be < 0"),
    "of a number that may be negative": (formula("signs", "for x real: x + 1 > 0"), "not known to be > 0"),
    "does not follow": (smt("for a real: a > 1 |- a*a > 2"), "does not follow"),
    "contradictory premises": (smt("for a real: a > 1, a < 0 |- a*a > 1"), "premises contradict"),
    "contradictory by a sign": (smt("for a < 0: a > 1 |- a*a > 1"), "premises contradict"),
    "not below": (formula("comparisons", "sqrt(2) < 7/5"), "does not hold"),
    "not equal numbers": (formula("comparisons", "sqrt(2) = 3/2"), "does not hold"),
    "no relation": (formula("comparisons", "sqrt(2) != 3/2"), "not of the form"),
    "a comparison of names": (formula("comparisons", "for x > 0: x < x + 1"), "not between numbers"),
    "negative": (formula("positive", "3 - pi > 0"), "not certainly positive"),
    "neither": (formula("positive", "1 - 1 > 0"), "not certainly positive"),
    "a premise of an identity": (formula("identities", "for x > 0: x = 1 |- x^2 = x"), "not of the form"),
    "a sign that is no sign": (formula("signs", "for x > 0: x + 1 > x"), "not of the form"),
    "code": (formula("positive", "__import__('os').getcwd() > 0"), "has no place"),
    "an attribute": (formula("positive", "pi.func > 0"), "has no place"),
    "a float": (formula("positive", "3.2 > 0"), "has no place"),
    "no text": (of_record("signs", lambda r: r["items"].update(sum=3)), ""),
    "negative on a box": (
        of_record("box", lambda r: r.update(formula="for x real: x*(x - 1) + 1/5 > 0")),
        "not certainly positive on the box",
    ),
    "a box of other names": (of_record("box", lambda r: r.update(symbols=["y"])), "not of the form"),
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
    if reason:  # what is no text cannot even be stated
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
    report.only(PLAIN).edit(PLAIN, lambda d: d.update(items=[]))
    report.renew()
    assert "without a step" in report.refusal(PLAIN)


@pytest.mark.filterwarnings("ignore:os.fork:RuntimeWarning")  # other tests may have left threads
@pytest.mark.usefixtures("forked")
def test_sympy_is_not_taken_at_its_word(report, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were SymPy to call anything 0, ball arithmetic at two places would object."""
    report.only(PLAIN).edit(PLAIN, formula("identities", "for x > 0: (x + 1)^2 = x^2 + 1"))
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
    report.edit(PLAIN, smt("for a real: a > 1 |- true"))
    report.renew()
    assert "it says" in report.refusal(PLAIN)
