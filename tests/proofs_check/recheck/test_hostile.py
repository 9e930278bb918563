"""Reports and certificates made to be accepted wrongly, to run code, to hang or to break the checker: each is refused.

Where a certificate alone would be stopped by the comparison with the statements, these are changed with it.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from proofs_check import __main__ as command_line
from proofs_check.recheck import MISSING, Refused, checker, formulas, recheck, statements
from theory.claim import ID, Verdict

PLAIN = "invented-2.2"
TAKES_LONG = 5.0  # seconds of processor time, for a refusal


def record(kind: str, **content: Any) -> Callable[[Any], None]:
    """The invented claim with one record only."""
    return lambda d: d["items"][0].update(decided=[{"kind": kind, **content}])


def positive(formula: str) -> Callable[[Any], None]:
    return record("positive", bits=128, items={"a": [formula, "[1 +/- 0]"]})


def smt(formula: str) -> Callable[[Any], None]:
    return record("smt", items={"a": formula})


def box(formula: str, symbols: list[str], sides: list[list[str]], cuts: Any = None) -> Callable[[Any], None]:
    return record("box", bits=96, formula=formula, symbols=symbols, box=sides, cuts=cuts)


# ------------------------------------------------------------------------------------- formulas
CODE = "__import__('pathlib').Path('owned').touch()"
MANY = [f"x{i}" for i in range(12)]
FALSE: dict[str, tuple[Callable[[Any], None], str]] = {
    "code": (positive(f"{CODE} > 0"), "has no place"),
    "code in a call": (positive(f'exp("{CODE}") > 0'), "has no place"),
    "code in a name": (smt(f"for `{CODE}` real: `{CODE}` > 0 |- false"), "does not follow"),
    "code in srepr": (positive("exp(Symbol('x')) > 0"), "has no place"),
    "closed too soon": (smt("for a real: a > 1 |- true)) (assert false) (assert (not true"), "left over"),
    "one formula more": (smt("for a real: a > 1 |- a > 0, a < 0"), "left over"),
    "a comment": (smt("for a real: a > 1 |- true ; a > 5"), "left over"),
    "a name that is open": (smt("for a real: a > 1 |- `a > 5"), "has no place"),
    "nothing": (smt(""), "expected a name"),
    "an empty conjunction": (smt("for a real: a > 1 |- and"), "expected a name"),
    "a redefinition": (smt("for a real; a > 0: a > 1 |- a > 5"), "declared twice"),
    "a function anew": (smt("for exp(1); a real: exp(a) = 0 |- a > 5"), "known already"),
    "a sum anew": (smt("for `+`(2); a real: `+`(a, 1) = 9 |- a > 5"), "letters, digits"),
    "a truth for a number": (smt("for a truth; b real: a = b |- b > 5"), "between numbers"),
    "a number for a truth": (smt("for a real: a > 1 |- a and true"), "wrong sort"),
    "equal truths": (smt("for p, q truth: p = q |- q"), "between numbers"),
    "no z3 of it": (smt("for a real: exp(a) > 1 |- a > 0"), "not translated to z3"),
    "no SymPy of it": (record("identities", items={"a": "for p truth: (if p then 1 else 1) = 1"}), "is a truth"),
    "a box turned round": (box("for x real: 1 + x - x > 0", ["x"], [["1", "0"]]), "without inside"),
    "a box of nothing": (box("1 > 0", [], []), "without inside"),
    "a box of one name twice": (box("for x real: 1 + x - x > 0", ["x", "x"], [["0", "1"]] * 2), "without inside"),
    "a cut at no number": (
        box("for x real: x - 1 > 0", ["x"], [["0", "1"]], [0, "1e-999999999", None, None]),
        "not a rational number",
    ),
    "an endless number": (record("comparisons", items={"a": "1e999999999 > 1"}), "left over"),
    "digits of another script": (record("comparisons", items={"a": "\u0663 > 1"}), "has no place"),
    "too many digits": (positive("9" * 60 + " > 0"), "digits"),
    "a tower": (positive("9^(9^9) > 0"), "exponent"),
    "nested": (positive("exp(" * 90 + "1" + ")" * 90 + " > 0"), "nested"),
    "deeply nested": (positive("exp(" * 5000 + "1" + ")" * 5000 + " > 0"), "nested"),
    "nested as far as allowed": (positive("exp(" * 50 + "1" + ")" * 50 + " < 0"), "not of the form"),
    "exponentials": (record("comparisons", items={"a": "exp(" * 50 + "1" + ")" * 50 + " < 0"}), ""),
    "a large power of a sum": (
        record("signs", items={"a": f"for {', '.join(MANY)} real: ({' + '.join(MANY)})^40 - 1 > 0"}),
        "terms",
    ),
    "a large power of a small sum": (
        record("signs", items={"a": "for a, b, c real: (a + b + c)^100 - 1 > 0"}),
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
    assert not Path("owned").exists()
    assert time.monotonic() - start < 12 * TAKES_LONG  # a clock on the wall, on a machine that others use too


@pytest.mark.filterwarnings("ignore:os.fork:RuntimeWarning")  # other tests may have left threads
@pytest.mark.usefixtures("forked")
def test_what_takes_too_long_is_ended_and_the_next_claim_is_checked(report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(formulas.STEPS, (PLAIN, "s"), lambda: time.sleep(600) is None)
    found = report.only(PLAIN, report.LEMMA).check(seconds=0.5)
    assert "not decided within 0.5 seconds" in found[PLAIN].refused
    assert not report.check(seconds=60)[report.LEMMA].refused


@pytest.mark.filterwarnings("ignore:os.fork:RuntimeWarning")  # other tests may have left threads
@pytest.mark.usefixtures("forked")
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
    arguments = ["recheck", str(report.folder), "--statements", str(report.folder / "statements")]
    with pytest.raises(SystemExit) as stop:
        command_line.main([*arguments, *more])
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
@pytest.mark.parametrize("kind", ["a pipe", "/dev/zero", "/dev/stdin", "/proc/kmsg", "/proc/self/mem", "/"])
def test_what_is_no_regular_file_is_not_read(report, place: str, kind: str) -> None:
    """Some files of the system look regular, and are not: one has nothing to say yet, one cannot be read at 0."""
    report.only(PLAIN)
    path = report.folder / place
    path.unlink()
    if kind == "a pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(kind)
    if place == "report.json":
        with pytest.raises(Refused, match=r"not a regular file|cannot be read"):
            report.check()
    else:
        assert re.search("not a regular file|cannot be read", report.refusal(PLAIN))


class Quiet(io.BytesIO):
    """A file that has nothing to say yet, as /proc/kmsg, which not every machine lets one open."""

    def read(self, _: int | None = -1) -> Any:
        return None

    def fileno(self) -> int:
        return os.open(__file__, os.O_RDONLY)


def test_a_file_that_has_nothing_to_say_yet_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "quiet.txt").write_text("")
    monkeypatch.setattr("builtins.open", lambda *_: Quiet())
    with pytest.raises(Refused, match=r"quiet.txt is not a regular file"):
        statements.read_statement(tmp_path / "quiet.txt")


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


def test_a_claim_that_no_certificate_backs_is_named(report, capsys: pytest.CaptureFixture[str]) -> None:
    others = [{"id": "only-sampled", "verdict": "SUPPORTED", "statement": ""}]
    report.only(PLAIN).edit_report(lambda claims: [*claims, *others])
    assert command(report, "--partial") == 0
    said = capsys.readouterr().out
    assert "– SUPPORTED only-sampled" in said
    assert "1 certificate accepted, 0 refused" in said
    assert "1 claim without one, not covered" in said


@pytest.mark.parametrize("name", ["theorem-2.7.txt", f"{PLAIN}.json.old", f"{PLAIN}.txt", ".hidden.json", PLAIN])
def test_every_other_file_among_the_certificates_is_named(report, name: str) -> None:
    (report.only(PLAIN).folder / "certificates" / name).write_text("")
    assert sorted(bool(finding.refused) for finding in report.check().values() if finding.verdict == "?") == [True]


def test_statements_that_are_not_there_are_one_line(report, capsys: pytest.CaptureFixture[str]) -> None:
    for place in (report.folder / "nowhere", report.folder / "report.json", report.folder / "certificates"):
        with pytest.raises(SystemExit) as stop:
            command_line.main(["recheck", str(report.folder), "--statements", str(place)])
        assert stop.value.code == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.endswith(f"{place} is no folder with statements")


def test_certificates_that_are_too_large_together_are_refused(report, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often one file is linked, what it has counts each time."""
    size = report.only(PLAIN, report.LEMMA).certificate(PLAIN).stat().st_size
    report.certificate(report.LEMMA).unlink()
    report.certificate(report.LEMMA).symlink_to(report.certificate(PLAIN))
    monkeypatch.setattr(checker, "LARGEST_REPORT", 2 * size - 1)
    reasons = [finding.refused for finding in report.check().values() if finding.covered or finding.refused]
    assert sum("have together more than" in reason for reason in reasons) == 1


def test_a_report_that_takes_too_long_is_refused(report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checker, "LONGEST_CHECK", 0)
    assert "within the 0 seconds of a report" in report.only(PLAIN).refusal(PLAIN)


@pytest.mark.parametrize("change", [{"id": "a" * 10_000}, {"verdict": "PROVED" * 10_000}])
def test_a_message_is_no_longer_than_a_screen(report, change: dict[str, str]) -> None:
    reported(**change)(report.only(PLAIN))
    assert max(len(f.claim) + len(f.verdict) + len(f.refused) for f in report.check().values()) < 1000


def test_what_is_not_covered_is_said(report, capsys: pytest.CaptureFixture[str]) -> None:
    command(report.only(PLAIN), "--partial")
    assert "Not looked at: report.html, papers, summary.md" in capsys.readouterr().out


def test_the_checker_knows_ids_and_verdicts_as_claims_do() -> None:
    """It shares no code with them, and so has words of its own, which are the same."""
    assert checker.ID.pattern == ID.pattern
    assert set(checker.VERDICTS) == {verdict.value for verdict in Verdict}


@pytest.mark.filterwarnings("ignore:os.fork:RuntimeWarning")  # other tests may have left threads
@pytest.mark.usefixtures("forked")
def test_a_formula_that_is_decided_is_not_called_an_own_statement(report, monkeypatch: pytest.MonkeyPatch) -> None:
    """An own statement stands for the record without a formula, and for no other."""
    monkeypatch.setitem(formulas.STEPS, (PLAIN, "s"), lambda: True)
    report.only(PLAIN)
    assert report.check()[PLAIN].items == [("step", "s", formulas.DECIDED)]
    word = {"kind": "word", "count": 1, "message": "trust me"}
    report.edit(PLAIN, lambda d: d["items"][0]["decided"].append(word))
    report.renew()
    assert report.check()[PLAIN].items == [("step", "s", formulas.BOTH)]
    report.edit(PLAIN, lambda d: d["items"][0].update(decided=[word]))
    report.renew()
    assert report.check()[PLAIN].items == [("step", "s", formulas.OWN)]


def test_a_report_of_another_schema_is_refused(report) -> None:
    data = json.loads((report.folder / "report.json").read_text())
    (report.folder / "report.json").write_text(json.dumps({**data, "schema": 1}))
    with pytest.raises(Refused, match="run again"):
        recheck(report.folder)


def test_nothing_is_imported_from_the_folder_in_which_it_is_started(report, tmp_path: Path) -> None:
    """A report may hold modules that have the names of Python's own."""
    (report.folder / "multiprocessing").mkdir()
    (report.folder / "multiprocessing" / "__init__.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n")
    program = (
        "import sys\nsys.path = [p for p in sys.path if p]\n"
        "from pathlib import Path\nfrom proofs_check.recheck import recheck\n"
        "if __name__ == '__main__':\n"
        "    assert any(not finding.refused for finding in recheck(Path('.'), Path('statements'), partial=True))\n"
    )
    (tmp_path / "program.py").write_text(program)
    report.only(PLAIN)
    done = subprocess.run(
        [sys.executable, str(tmp_path / "program.py")], cwd=report.folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()
