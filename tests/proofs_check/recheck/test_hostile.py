"""Reports and certificates made to be accepted wrongly, to run code, to hang or to break the checker: each is refused.

Where a certificate alone would be stopped by the comparison with the statements, these are changed with it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import sympy as sp

from proofs_check import __main__ as command_line
from proofs_check.recheck import MISSING, Refused, checker, formulas, recheck
from proofs_check.recheck.expressions import parse
from theory.claim import ID, Verdict

PLAIN = "invented-2.2"
TAKES_LONG = 5.0  # seconds of processor time, for a refusal


def record(kind: str, **content: Any) -> Callable[[Any], None]:
    """The invented claim with one record only."""
    return lambda d: d["items"][0].update(decided=[{"kind": kind, **content}])


def positive(expression: str) -> Callable[[Any], None]:
    return record("positive", bits=128, items={"a": [expression, "[1 +/- 0]"]})


def smt(conclusion: str, declarations: list[str] | None = None, premises: list[str] | None = None) -> Any:
    entry = {
        "declarations": declarations or ["(declare-fun a () Real)"],
        "premises": premises or ["(> a 1.0)"],
        "conclusion": conclusion,
    }
    return record("smt", items={"a": entry})


# ------------------------------------------------------------------------------------- code in formulas
def payloads(target: Path) -> list[str]:
    """Every constructor that would hand a string to SymPy, which runs it."""
    code = repr(f"__import__('pathlib').Path({str(target)!r}).touch()")
    one = ("exp", "log", "Abs", "gamma", "tanh", "sinh", "cosh", "erf", "erfinv", "loggamma", "Tuple", "Integer")
    two = ("Min", "Max", "beta", "binomial", "polygamma", "Add", "Mul", "Pow", "Rational", "Integral", "Sum")
    return [
        *(f"{name}({code})" for name in one),
        *(f"{name}({code}, {code})" for name in two),
        f"Derivative({code}, Symbol('x'))",
        f"Limit({code}, Symbol('x'), Integer(0))",
        f"Limit(Symbol('x'), Symbol('x'), Integer(0), dir={code})",
        f"Limit(Symbol('x'), Symbol('x'), Integer(0), {code})",
        f"Function('f')({code})",
        f"Function({code})(Integer(1))",
        f"Symbol('x', positive=exp({code}))",
        f"Symbol('x', positive={code})",
        f"IndexedBase({code})",
        f"Indexed({code}, Integer(1))",
        f"betainc_regularized({code}, {code}, {code}, {code})",
        f"getattr({code}, 'x')",
        f"Integer(1).func({code})",
    ]


def test_no_string_in_an_expression_is_run(tmp_path: Path) -> None:
    for text in payloads(tmp_path / "owned"):
        try:
            parse(text)
        except Refused:
            pass
        else:  # a name is a name, whatever it says
            assert text.startswith("Function(")
        assert not (tmp_path / "owned").exists(), text


def test_no_string_in_a_certificate_is_run(report, tmp_path: Path) -> None:
    report.only(PLAIN)
    for text in payloads(tmp_path / "owned")[::7]:
        report.edit(PLAIN, positive(text))
        report.renew()
        assert report.refusal(PLAIN)
        assert not (tmp_path / "owned").exists(), text


# ------------------------------------------------------------------------------------- formulas
FALSE: dict[str, tuple[Callable[[Any], None], str]] = {
    "closed too soon": (smt("true)) (assert false) (assert (not true"), "not one formula"),
    "one assertion more": (smt("(> a 0.0)) (assert (< a 0.0)"), "not one formula"),
    "two formulas": (smt("(> a 0.0) (> a 0.0)"), "not one formula"),
    "a comment": (smt("true ; (> a 5.0)"), "not one formula"),
    "a name that is open": (smt("(> |a 5.0)"), "not one formula"),
    "nothing": (smt(""), "cannot be read"),
    "a command": (smt("(check-sat)"), "cannot be read"),
    "a definition in a line": (
        smt("(> b 0.0)", ["(declare-fun a () Real)(define-fun b () Real 1.0)"]),
        "declaration that is none",
    ),
    "an assertion in a line": (smt("(> a 5.0)", ["(declare-fun a () Real)(assert false)"]), "declaration that is none"),
    "a sort": (smt("(> a 5.0)", ["(declare-sort Real 0)"]), "declaration that is none"),
    "a box turned round": (
        record("box", bits=96, expression="Integer(1)", symbols=["Symbol('x')"], box=[["1", "0"]], cuts=None),
        "without inside",
    ),
    "a box of nothing": (
        record("box", bits=96, expression="Integer(1)", symbols=[], box=[], cuts=None),
        "without inside",
    ),
    "a cut at no number": (
        record(
            "box",
            bits=96,
            expression="Add(Symbol('x'), Integer(-1))",
            symbols=["Symbol('x')"],
            box=[["0", "1"]],
            cuts=[0, "1e-999999999", None, None],
        ),
        "not a rational number",
    ),
    "an endless number": (record("comparisons", items={"a": ["1e999999999", ">", "1"]}), "not a rational number"),
    "digits of another script": (record("comparisons", items={"a": ["٣", ">", "1"]}), "not a rational number"),
    "too many digits": (positive(f"Integer({'9' * 60})"), "too many digits"),
    "a tower": (positive("Pow(Integer(9), Pow(Integer(9), Integer(9)))"), ""),
    "nested": (positive("exp(" * 90 + "Integer(1)" + ")" * 90), ""),
    "deeply nested": (positive("exp(" * 5000 + "Integer(1)" + ")" * 5000), ""),
    "a large product": (
        record(
            "signs",
            items={"a": [sp.srepr(sp.Add(*sp.symbols("x0:12")) ** 40 - sp.Symbol("y")), ">0"]},
        ),
        "",
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_formulas_made_to_deceive_are_refused_in_time(report, name: str) -> None:
    change, reason = FALSE[name]
    report.only(PLAIN).edit(PLAIN, change)
    report.renew()
    start = time.monotonic()
    refusal = report.check(seconds=TAKES_LONG)[PLAIN].refused
    assert refusal
    assert reason in refusal
    assert refusal.isprintable()
    assert time.monotonic() - start < 12 * TAKES_LONG  # a clock on the wall, on a machine that others use too


def test_what_takes_too_long_is_ended_and_the_next_claim_is_checked(report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(formulas.STEPS, (PLAIN, "s"), lambda: time.sleep(600) is None)
    found = report.only(PLAIN, report.LEMMA).check(seconds=0.5)
    assert "not decided within 0.5 seconds" in found[PLAIN].refused
    assert not report.check(seconds=60)[report.LEMMA].refused


def test_a_worker_that_dies_is_a_refusal(report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(formulas.STEPS, (PLAIN, "s"), lambda: os._exit(0))
    assert "came to an end" in report.only(PLAIN).refusal(PLAIN)


# ------------------------------------------------------------------------------------- instances
def instance(**changes: Any) -> Callable[[Any], None]:
    def change(data: Any) -> None:
        found = next(r["instance"] for i in data["items"] if i["role"] == "refutation" for r in i["decided"])
        found["dataset"].update(changes)

    return change


LARGE: dict[str, tuple[str, Callable[[Any], None]]] = {
    "points": (
        "theorem-2.10-printed",
        instance(points=[[str(i)] for i in range(3000)], labels=["1"] * 3000, weights=["1/3000"] * 3000),
    ),
    "coordinates": ("theorem-3.5-printed", instance(points=[["1"] * 400, ["2"] * 400, ["3"] * 400])),
}


@pytest.mark.parametrize("name", LARGE)
def test_an_instance_that_is_too_large_is_refused(report, name: str) -> None:
    claim, change = LARGE[name]
    report.only(claim).edit(claim, change)
    assert "more than 50" in report.refusal(claim)


# ------------------------------------------------------------------------------------- reports
def reported(**changes: Any) -> Callable[[Any], None]:
    return lambda report: report.edit_report(lambda claims: [{**claims[0], **changes}])


def twice(report: Any) -> None:
    report.edit_report(lambda claims: [{**claims[0], "verdict": "UNDECIDED", "statement": "all is well"}, *claims])


REPORTS: dict[str, tuple[Callable[[Any], None], str]] = {
    "no claims": (lambda r: r.edit_report(lambda _: []), "nothing was checked"),
    "no verdict left": (reported(verdict="UNDECIDED"), "nothing was checked"),
    "a verdict with a space": (reported(verdict="PROVED "), "no such verdict"),
    "a verdict in small letters": (reported(verdict="proved"), "no such verdict"),
    "an id twice": (twice, "several entries"),
    "an id by another way": (reported(id="./invented-2.2"), "cannot be the id"),
    "an id elsewhere": (reported(id="../certificates/invented-2.2"), "cannot be the id"),
    "an absolute id": (reported(id="/etc/passwd"), "cannot be the id"),
    "an id that looks alike": (reported(id="invented-2.2\u0430"), "cannot be the id"),
    "an empty id": (reported(id=""), "cannot be the id"),
    "an id with an escape": (reported(id="\x1b[2Jinvented-2.2"), "cannot be the id"),
    "an id that turns the line": (reported(id="\u202einvented-2.2"), "cannot be the id"),
    "an id that is half a letter": (reported(id="\ud800"), "cannot be the id"),
    "an id of two lines": (reported(id="invented-2.2\n"), "cannot be the id"),
}


def command(report: Any, *more: str) -> int:
    """The exit status of ``mixup-verify recheck``."""
    arguments = ["mixup-verify", "recheck", str(report.folder), "--statements", str(report.folder / "statements")]
    with mock.patch.object(sys, "argv", [*arguments, *more]), pytest.raises(SystemExit) as stop:
        command_line.main()
    return int(stop.value.code or 0)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_that_says_otherwise_is_refused(report, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    change, reason = REPORTS[name]
    change(report.only(PLAIN))
    assert command(report, "--partial") == 1
    said = capsys.readouterr()
    assert reason in " ".join(said.out.split())
    assert "Traceback" not in said.out + said.err
    assert all(line.isprintable() for line in said.out.split("\n"))
    said.out.encode()


@pytest.mark.parametrize("place", ["report.json", f"certificates/{PLAIN}.json"])
@pytest.mark.parametrize("kind", ["pipe", "endless"])
def test_a_file_without_end_is_not_read(report, place: str, kind: str) -> None:
    report.only(PLAIN)
    path = report.folder / place
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    if place == "report.json":
        with pytest.raises(Refused, match="not a regular file"):
            report.check()
    else:
        assert "not a regular file" in report.refusal(PLAIN)


@pytest.mark.parametrize("place", ["report.json", f"certificates/{PLAIN}.json"])
def test_what_is_nested_too_deep_is_not_read(report, place: str) -> None:
    report.only(PLAIN)
    (report.folder / place).write_text("[" * 150 + "]" * 150)
    with pytest.raises(Refused, match="deep") if place == "report.json" else mock.patch.dict({}):
        assert "deep" in report.refusal(PLAIN)


def test_a_statement_without_a_certificate_is_named(report, capsys: pytest.CaptureFixture[str]) -> None:
    report.only(PLAIN)
    found = report.check(partial=False)
    assert found[report.CLAIM].verdict == MISSING
    assert "no certificate" in found[report.CLAIM].refused
    assert not found[PLAIN].refused
    assert command(report) == 1
    assert f"MISSING   {report.CLAIM}" in capsys.readouterr().out
    assert command(report, "--partial") == 0
    assert f"MISSING   {report.CLAIM}" in capsys.readouterr().out


def test_what_is_not_covered_is_said(report, capsys: pytest.CaptureFixture[str]) -> None:
    command(report.only(PLAIN), "--partial")
    assert "Not looked at: report.html, summary.md" in capsys.readouterr().out


def test_the_checker_knows_ids_and_verdicts_as_claims_do() -> None:
    """It shares no code with them, and so has words of its own, which are the same."""
    assert checker.ID.pattern == ID.pattern
    assert set(checker.VERDICTS) == {verdict.value for verdict in Verdict}


def test_a_formula_that_is_decided_is_not_called_an_own_statement(report, monkeypatch: pytest.MonkeyPatch) -> None:
    """An own statement stands for the record without a formula, and for no other."""
    monkeypatch.setitem(formulas.STEPS, (PLAIN, "s"), lambda: True)
    report.only(PLAIN)
    assert report.check()[PLAIN].items == [("step", "s", formulas.DECIDED)]
    word = {"kind": "word", "count": 1, "message": "trust me"}
    report.edit(PLAIN, lambda d: d["items"][0]["decided"].append(word), ("certificates",))
    report.renew()
    assert report.check()[PLAIN].items == [("step", "s", formulas.BOTH)]
    report.edit(PLAIN, lambda d: d["items"][0].update(decided=[word]), ("certificates",))
    report.renew()
    assert report.check()[PLAIN].items == [("step", "s", formulas.OWN)]


def test_a_report_of_another_schema_is_refused(report) -> None:
    data = json.loads((report.folder / "report.json").read_text())
    (report.folder / "report.json").write_text(json.dumps({**data, "schema": 1}))
    with pytest.raises(Refused, match="run again"):
        recheck(report.folder)
