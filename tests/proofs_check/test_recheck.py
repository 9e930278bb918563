"""The independent checker accepts what a run wrote, and refuses everything that was done to it since."""

from __future__ import annotations

import ast
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

from proofs_check import recheck as checker
from proofs_check.recheck import DECIDED, OWN, PARTLY, WORD, Finding, Refused, parse, recheck, trusted_base
from proofs_check.report import write_report
from proofs_check.restate import renew
from proofs_check.runner import verify

LEMMA, CLAIM = "theorem-2.7-phase-boundary", "theorem-2.7-critical-weight"
PRINTED = (
    "definition-2.1-printed",
    "lemma-2.3-continuity-printed",
    "lemma-2.3-symmetry-printed",
    "remark-2.4-printed",
    "theorem-2.10-printed",
    "theorem-3.2-continuity-printed",
    "theorem-3.2-delta-printed",
    "theorem-3.2-off-support-printed",
    "theorem-3.5-printed",
    "theorem-3.5-without-interpolation",
    "corollary-3.8-printed",
)
PLAIN = "invented-2.2"  # a claim of these tests, with one record of each kind

x = sp.Symbol("x", positive=True)
RECORDS: list[dict[str, Any]] = [
    {"kind": "identities", "items": {"square": [sp.srepr(sp.expand((x + 1) ** 2)), sp.srepr((x + 1) ** 2)]}},
    {"kind": "signs", "items": {"sum": [sp.srepr(x + 1), ">0"]}},
    {
        "kind": "smt",
        "items": {
            "square": {
                "declarations": ["(declare-fun a () Real)"],
                "premises": ["(> a 1.0)"],
                "conclusion": "(> (* a a) 1.0)",
            }
        },
    },
    {"kind": "comparisons", "items": {"root": [sp.srepr(sp.sqrt(2)), "<", "3/2"]}},
    {"kind": "positive", "bits": 128, "items": {"pi": [sp.srepr(sp.pi - 3), "[0.14 +/- 0.01]"]}},
    {
        "kind": "box",
        "bits": 96,
        "expression": sp.srepr(x * (x - 1) + sp.Rational(2, 5)),
        "symbols": [sp.srepr(x)],
        "box": [["0", "1"]],
        "cuts": [0, "1/2", [0, "1/4", None, None], [0, "3/4", None, None]],
    },
]


def plain() -> dict[str, Any]:
    """Its certificate."""
    item = {"name": "s", "role": "step", "method": "exact", "premises": [], "conclusion": "it follows"}
    return {
        "format": 1,
        "claim": PLAIN,
        "statement": "$x > 0$",
        "assumptions": [],
        "verdict": "PROVED",
        "items": [{**item, "decided": json.loads(json.dumps(RECORDS))}],
    }


def write(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report as a run writes it, with the claim of these tests added; the run's own ``statements`` are beside it."""
    folder = tmp_path_factory.mktemp("honest")
    write_report(verify([LEMMA, CLAIM, *PRINTED], "quick", jobs=1), folder)
    report = json.loads((folder / "report.json").read_text())
    report["claims"].append({"id": PLAIN, "verdict": "PROVED", "statement": "$x > 0$"})
    write(folder / "report.json", report)
    write(folder / "certificates" / f"{PLAIN}.json", plain())
    renew(folder, folder / "statements")
    return folder


@pytest.fixture
def folder(honest: Path, tmp_path: Path) -> Path:
    """A copy to attack."""
    return Path(shutil.copytree(honest, tmp_path / "report"))


@pytest.fixture(autouse=True)
def _statements_of_the_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What is checked against here are the statements beside a report, not those of the repository."""
    monkeypatch.setattr(checker, "STATEMENTS", tmp_path / "none")


def check(folder: Path) -> dict[str, Finding]:
    return {finding.claim: finding for finding in recheck(folder, folder / "statements")}


def edit(folder: Path, claim: str, change: Callable[[Any], Any], places: tuple[str, ...] = ("certificates",)) -> None:
    """Change a certificate, and with ``places`` the statements of the checker too."""
    for place in places:
        path = folder / place / f"{claim}.json"
        data = json.loads(path.read_text())
        changed = change(data)
        write(path, data if changed is None else changed)


def test_what_a_run_wrote_is_accepted(honest: Path) -> None:
    found = check(honest)
    assert {claim: f.refused for claim, f in found.items() if f.refused} == {}
    assert set(found) == {LEMMA, CLAIM, PLAIN, *PRINTED}
    assert all(found[claim].count("refutation", OWN) >= 1 for claim in PRINTED)
    steps = found[LEMMA]
    assert steps.count("step", DECIDED) > steps.count("step", PARTLY, WORD)
    assert found[PLAIN].items == [("step", "s", DECIDED)]


def test_another_counterexample_is_as_good(folder: Path) -> None:
    def move(data: Any) -> None:
        points = instance(data)["dataset"]
        points["points"] = [["0"], ["2"], ["5"]]

    edit(only(folder, "theorem-2.10-printed"), "theorem-2.10-printed", move)
    assert not check(folder)["theorem-2.10-printed"].refused


def test_an_accepted_claim_that_says_nothing_again_is_counted_so(folder: Path) -> None:
    def forget(data: Any) -> None:
        data["items"][0]["decided"] = [{"kind": "word", "count": 1, "message": "trust me"}]

    edit(only(folder, PLAIN), PLAIN, forget)
    renew(folder, folder / "statements")
    assert check(folder)[PLAIN].items == [("step", "s", WORD)]


# ------------------------------------------------------------------------------------- forged files
def raw(claim: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def attack(folder: Path) -> None:
        path = folder / "certificates" / f"{claim}.json"
        path.write_bytes(change(path.read_bytes()))

    return attack


def swap(folder: Path) -> None:
    one, other = (folder / "certificates" / f"{claim}.json" for claim in (LEMMA, CLAIM))
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def rename(folder: Path) -> None:
    """The certificate of another claim, under the name of this one."""
    source = json.loads((folder / "certificates" / f"{CLAIM}.json").read_text())
    write(folder / "certificates" / f"{LEMMA}.json", {**source, "claim": LEMMA})


def invent(folder: Path) -> None:
    report = json.loads((folder / "report.json").read_text())
    report["claims"].append({"id": "p-is-not-np", "verdict": "PROVED", "statement": "$P \\ne NP$"})
    write(folder / "report.json", report)
    write(folder / "certificates" / "p-is-not-np.json", {**plain(), "claim": "p-is-not-np"})


def reported(claim: str, **changes: str) -> Callable[[Path], None]:
    def attack(folder: Path) -> None:
        report = json.loads((folder / "report.json").read_text())
        next(c for c in report["claims"] if c["id"] == claim).update(changes)
        write(folder / "report.json", report)

    return attack


def unreport(folder: Path) -> None:
    report = json.loads((folder / "report.json").read_text())
    report["claims"] = [c for c in report["claims"] if c["id"] != LEMMA]
    write(folder / "report.json", report)
    (folder / "certificates" / f"{LEMMA}.json").unlink()


def in_place(folder: Path, change: Callable[[Any], Any], claim: str = PLAIN) -> None:
    edit(folder, claim, change)


FILES: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "truncated": (raw(PLAIN, lambda b: b[: len(b) // 2]), PLAIN, "cannot be read"),
    "empty": (raw(PLAIN, lambda b: b""), PLAIN, "cannot be read"),
    "not text": (raw(PLAIN, lambda b: b.decode().encode("utf-16")), PLAIN, "cannot be read"),
    "a key twice": (raw(PLAIN, lambda b: b.replace(b'{"format"', b'{"format": 1, "format"', 1)), PLAIN, "key twice"),
    "not a number": (raw(PLAIN, lambda b: b.replace(b'"format": 1', b'"format": NaN')), PLAIN, "NaN"),
    "bottomless": (raw(PLAIN, lambda b: b"[" * 200_000), PLAIN, "cannot be read"),
    "a list": (raw(PLAIN, lambda b: b"[]"), PLAIN, "format"),
    "deleted": (lambda f: (f / "certificates" / f"{PLAIN}.json").unlink(), PLAIN, "no certificate"),
    "swapped": (swap, LEMMA, "claim: it says"),
    "renamed": (rename, LEMMA, "statement: it says"),
    "an extra file": (lambda f: write(f / "certificates" / "extra.json", plain()), "extra", "no such"),
    "an invented claim": (invent, "p-is-not-np", "no statement of this claim"),
    "another format": (lambda f: in_place(f, lambda d: d.update(format=2)), PLAIN, "format"),
    "reported as proved": (reported("theorem-2.10-printed", verdict="PROVED"), "theorem-2.10-printed", "REFUTED"),
    "reported otherwise": (reported(CLAIM, statement="Mixup is always right."), CLAIM, "states the claim otherwise"),
    "a lemma left out": (unreport, CLAIM, "lemma theorem-2.7-phase-boundary is not among"),
    "a lemma broken": (raw(LEMMA, lambda b: b""), CLAIM, "lemma theorem-2.7-phase-boundary is refused"),
}


# ------------------------------------------------------------------------------------- weaker statements
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
SAFE_SQUARE = sp.srepr((x + 1) ** 2)
FALSE: dict[str, tuple[Callable[[Any], Any], str]] = {
    "not equal": (entry("identities", 0, sp.srepr(x**2 + 1)), "does not bring"),
    "not positive": (entry("signs", 0, sp.srepr(x - 1)), "not known to be >0"),
    "the wrong sign": (entry("signs", 1, "<0"), "not known to be <0"),
    "does not follow": (smt(conclusion="(> (* a a) 2.0)"), "does not follow"),
    "contradictory premises": (smt(premises=["(> a 1.0)", "(< a 0.0)"]), "premises contradict"),
    "an assertion hidden": (smt(declarations=["(declare-fun a () Real)", "(assert false)"]), "declaration"),
    "one more in a line": (smt(declarations=["(declare-fun a () Real) (assert false)"]), "premises contradict"),
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
    "a cut that is no number": ([0, "half", None, None], "cannot be checked"),
}


# ------------------------------------------------------------------------------------- no counterexamples
def instance(data: Any) -> Any:
    """The instance of the first refutation."""
    return next(r["instance"] for i in data["items"] if i["role"] == "refutation" for r in i["decided"])


def data_with(**changes: Any) -> Callable[[Any], None]:
    return lambda d: instance(d)["dataset"].update(changes)


def with_(**changes: Any) -> Callable[[Any], None]:
    return lambda d: instance(d).update(changes)


BETA = {"type": "Beta", "alpha": "1", "beta": "1"}
MIDPOINT = {"type": "Midpoint", "masses": [["1/2", "1"]]}
INSTANCES: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "2.9 does not hold": ("theorem-2.10-printed", data_with(labels=["1", "2", "1"]), "2.9 fails"),
    "h is continuous": (
        "theorem-2.10-printed",
        data_with(points=[["0", "0"], ["3", "0"], ["0", "4"]]),
        "tends to the class",
    ),
    "f vanishes at the ends": (
        "theorem-2.10-printed",
        lambda d: instance(d).update(mixing={**BETA, "alpha": "2", "beta": "2"}) or data_with(labels=["1"] * 3)(d),
        "tends to the class",
    ),
    "no density": ("theorem-2.10-printed", with_(mixing=MIDPOINT), "no density"),
    "a law without a name": ("theorem-2.10-printed", with_(mixing={"type": "Mine"}), "no law is known"),
    "weights of sum 2": ("theorem-2.10-printed", data_with(weights=["2/3"] * 3), "weights"),
    "a negative weight": ("theorem-2.10-printed", data_with(weights=["-1", "1", "1"]), "weights"),
    "a point without a label": ("theorem-2.10-printed", data_with(labels=["1", "1"]), "no dataset"),
    "one place, two labels": ("theorem-2.10-printed", data_with(points=[["0"], ["0"], ["0"]]), "two labels"),
    "floats": ("theorem-2.10-printed", data_with(points=[[0.0], [1.0], [2.0]]), "not a rational number"),
    "an endless number": ("theorem-2.10-printed", data_with(points=[["0"], ["1"], ["9" * 999]]), "not a rational"),
    "a shape of a million": (
        "theorem-2.10-printed",
        with_(mixing={**BETA, "alpha": "1000000", "beta": "1000000"}),
        "not whole numbers",
    ),
    "another claim's instance": ("theorem-2.10-printed", with_(dataset=None), "cannot be checked"),
    "a delta that 3.1 forbids": ("theorem-3.2-delta-printed", with_(delta="5"), "half the distance"),
    "a delta too small": ("theorem-3.2-delta-printed", with_(delta="1/4"), "3.1 fails"),
    "the right class": (
        "theorem-3.2-delta-printed",
        with_(label="1", x=["1/10"], delta="1/50"),
        "h gives x the class",
    ),
    "no such class": ("theorem-3.2-delta-printed", with_(label="3"), "no such class"),
    "a mixed point": ("theorem-3.2-off-support-printed", with_(x=["1/1000"], delta="1/900"), "is a mixed point"),
    "one line": (
        "theorem-3.2-continuity-printed",
        data_with(points=[["-1", "0"], ["-1", "-1"], ["9", "0"], ["7", "4"]]),
        "one mean label",
    ),
    "equal means": (
        "theorem-3.2-continuity-printed",
        data_with(points=[["-1", "0"], ["0", "-1"], ["4", "0"], ["0", "4"]]),
        "one mean label",
    ),
    "equal masses": ("theorem-3.5-printed", data_with(weights=["1/2", "1/4", "1/4"]), "equal mass"),
    "a skew law": ("theorem-3.5-printed", with_(mixing={**BETA, "alpha": "2"}), "not symmetric"),
    "the midpoint law": ("theorem-3.5-printed", with_(mixing=MIDPOINT), "no minimiser"),
    "no interpolation": (
        "theorem-3.5-printed",
        data_with(points=[["1", "0", "0"], ["-5", "1", "0"], ["-5", "1", "1"]]),
        "does not interpolate",
    ),
    "dependent data": ("theorem-3.5-printed", data_with(points=[["1"], ["-1"], ["-2"]]), "linearly dependent"),
    "interpolation": (
        "theorem-3.5-without-interpolation",
        data_with(points=[["1", "0"], ["0", "1"]]),
        "max-margin interpolates",
    ),
    "different masses": (
        "theorem-3.5-without-interpolation",
        data_with(weights=["1/3", "2/3"]),
        "different masses",
    ),
    "equal classes": ("corollary-3.8-printed", with_(n="4", d="70", positives="2"), "classes are equal"),
    "too few dimensions": ("corollary-3.8-printed", with_(d="34"), "not above the bound"),
    "half a point": ("corollary-3.8-printed", with_(n="7/2"), "no such sample"),
    "one class": ("theorem-3.5-printed", data_with(labels=["1", "1", "1"]), "not 1 and -1"),
    "nothing in the ball": ("definition-2.1-printed", with_(x=["5"]), "fewer than two"),
    "no ball": ("definition-2.1-printed", with_(epsilon="-1"), "positive radius"),
    "a symmetric law": ("lemma-2.3-symmetry-printed", with_(mixing=BETA), "is the double sum"),
    "nothing on the sphere": ("lemma-2.3-continuity-printed", with_(epsilon="1/9"), "no data point on the sphere"),
    "an empty ball": ("lemma-2.3-continuity-printed", with_(x=["5"]), "not defined"),
    "another density": ("remark-2.4-printed", with_(mixing=BETA), "not the oscillating density"),
    "another cross": (
        "remark-2.4-printed",
        data_with(points=[["0", "1"], ["0", "-1"], ["1", "0"], ["-1", "0"]]),
        "not the four points",
    ),
}
FORGERIES = len(FILES) + len(WEAKER) + len(FALSE) + len(CUTS) + len(INSTANCES)


def refusal(folder: Path, claim: str) -> str:
    return check(folder)[claim].refused


def only(folder: Path, *claims: str) -> Path:
    """The report of these claims alone, which is sooner checked."""
    report = json.loads((folder / "report.json").read_text())
    report["claims"] = [c for c in report["claims"] if c["id"] in claims]
    write(folder / "report.json", report)
    for path in (folder / "certificates").glob("*.json"):
        if path.stem not in claims:
            path.unlink()
    return folder


@pytest.mark.parametrize("name", FILES)
def test_forged_files_are_refused(folder: Path, name: str) -> None:
    attack, claim, reason = FILES[name]
    attack(only(folder, PLAIN, "theorem-2.10-printed", *([LEMMA, CLAIM] if claim in (LEMMA, CLAIM) else [])))
    assert reason in refusal(folder, claim)


@pytest.mark.parametrize("name", WEAKER)
def test_what_is_not_the_statement_is_refused(folder: Path, name: str) -> None:
    change, reason = WEAKER[name]
    edit(only(folder, PLAIN), PLAIN, change)
    assert reason in refusal(folder, PLAIN)


@pytest.mark.parametrize("name", FALSE)
def test_what_does_not_hold_is_refused(folder: Path, name: str) -> None:
    change, reason = FALSE[name]
    edit(only(folder, PLAIN), PLAIN, change)
    assert refusal(folder, PLAIN)
    renew(folder, folder / "statements")
    assert reason in refusal(folder, PLAIN)


@pytest.mark.parametrize("name", CUTS)
def test_a_subdivision_that_does_not_cover_is_refused(folder: Path, name: str) -> None:
    cuts, reason = CUTS[name]
    edit(only(folder, PLAIN), PLAIN, of_record("box", lambda record: record.update(cuts=cuts)))
    assert reason in refusal(folder, PLAIN)


@pytest.mark.parametrize("name", INSTANCES)
def test_what_is_no_counterexample_is_refused(folder: Path, name: str) -> None:
    claim, change, reason = INSTANCES[name]
    edit(only(folder, claim), claim, change)
    assert reason in refusal(folder, claim)


def test_there_are_many_forgeries() -> None:
    assert FORGERIES >= 40


def test_a_refutation_without_a_counterexample_is_refused(folder: Path) -> None:
    edit(
        only(folder, "theorem-2.10-printed"),
        "theorem-2.10-printed",
        lambda d: d.update(items=[]),
        ("certificates", "statements"),
    )
    assert "no counterexample" in refusal(folder, "theorem-2.10-printed")


def test_a_proof_without_a_step_is_refused(folder: Path) -> None:
    edit(only(folder, PLAIN), PLAIN, lambda d: d.update(items=[]), ("certificates", "statements"))
    assert "without a step" in refusal(folder, PLAIN)


def test_a_claim_that_rests_on_itself_is_refused(folder: Path) -> None:
    lemma = {"kind": "lemma", "claim": PLAIN}
    edit(only(folder, PLAIN), PLAIN, lambda d: d["items"][0]["decided"].append(lemma), ("certificates", "statements"))
    assert "rests on itself" in refusal(folder, PLAIN)


def test_a_statement_of_the_checker_that_fails_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(checker.STEPS, (LEMMA, "closed form"), lambda: False)
    assert "the checker's own statement" in refusal(folder, LEMMA)


def test_sympy_is_not_taken_at_its_word(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were SymPy to call anything 0, ball arithmetic at two places would object."""
    edit(only(folder, PLAIN), PLAIN, entry("identities", 0, sp.srepr(x**2 + 1)))
    renew(folder, folder / "statements")
    monkeypatch.setattr(checker, "_vanishes", lambda residual: True)
    assert "the difference is" in refusal(folder, PLAIN)


@pytest.mark.parametrize("step", checker.STEPS)
def test_the_checkers_own_statements_hold(step: tuple[str, str]) -> None:
    import flint

    with flint.ctx.workprec(checker.BITS):
        assert checker.STEPS[step]()


def test_the_checkers_own_statements_can_fail() -> None:
    from proofs_check import recheck_steps as own

    assert not own.zero("(m + w)/(w + M) - 1")
    assert not own.everywhere_positive(lambda e: e - e * e - 1, *own.SMALL)
    assert not own.vanish("x - x", "x - u")()
    assert len(own.induced(4)) == 24
    assert own.line_masses(3, 2, 1, own.Fraction(1, 2)) == [own.Fraction(3, 2), own.Fraction(5, 2)]


def test_statements_of_your_own_do_not_replace_those_of_the_checker(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bent statement in a second folder is not looked at."""
    only(folder, PLAIN)
    shutil.copytree(folder / "statements", tmp_path / "own")
    monkeypatch.setattr(checker, "STATEMENTS", tmp_path / "own")
    edit(folder, PLAIN, smt(conclusion="true"))
    renew(folder, folder / "statements")
    assert "conclusion: it says" in refusal(folder, PLAIN)


def test_no_report_is_no_finding(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        recheck(tmp_path)
    write(tmp_path / "report.json", {"claims": [{}]})
    with pytest.raises(Refused, match="not a report"):
        recheck(tmp_path)


def test_the_checker_shares_no_code_with_the_search() -> None:
    allowed = {"flint", "sympy", "z3", "proofs_check.recheck_refutations", "proofs_check.recheck_steps"}
    for path in trusted_base():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            assert all(name in allowed or name.split(".")[0] in sys.stdlib_module_names for name in names), path


def test_an_expression_is_built_and_not_run() -> None:
    assert parse(sp.srepr(sp.gamma(x) ** 2 / 3 - sp.pi)) == sp.gamma(x) ** 2 / 3 - sp.pi
    with pytest.raises(Refused, match="no place"):
        parse("(lambda: 1)()")
