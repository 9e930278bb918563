"""The catalogue of mutants fits the program, and the harness knows a killed mutant from one that survives."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from tests.mutants import trial as trials
from tests.mutants.__main__ import RECORD, faults, main, table
from tests.mutants.mutants import ID, ROOT, Mutant, NotFoundError, catalogue, own_tests
from tests.mutants.trial import CLAIMS, LATE, RECHECK, SURVIVED, TESTS, Copy, Outcome, with_lemmas
from theory.claim import claims

EVERY = list(catalogue())
ROOM = "LIMIT = 3\n\n\ndef double(x):\n    return x + x\n\n\ndef small(x):\n    return x < LIMIT\n"
TEST = """import pytest
from room import double


@pytest.mark.parametrize("n", [pytest.param(2, id="n [2] - 0")])
def test_two(n):
    assert double(n) == 4
"""
PROGRAM = """import sys, pathlib
from room import double, small
if sys.argv[1] == "run":
    pathlib.Path(sys.argv[-1], "certificates").mkdir()
    pathlib.Path(sys.argv[-1], "certificates", "it.json").touch()
    sys.exit(double(3) != 6)
sys.exit(not small(2) or small(3))
"""
MUTANT = Mutant("twice", "room.py", "double", "x + x", "x * x", "2 + 2 is 2 * 2", ("test_room.py",))


@pytest.mark.parametrize("module", sorted({mutant.module for mutant in EVERY}))
def test_each_is_found_once_and_says_what_it_breaks(module: str) -> None:
    source, known = (ROOT / module).read_text(encoding="utf-8"), claims().keys()
    for mutant in (each for each in EVERY if each.module == module):
        mutant.applied(source)
        assert ID.fullmatch(mutant.id)
        assert len(mutant.breaks) > 10
        assert mutant.tests
        assert all((ROOT / path.partition("::")[0]).exists() for path in mutant.tests)
        assert set(mutant.claims) <= known


def test_there_are_many_of_different_names_and_none_is_there_twice() -> None:
    assert len(EVERY) >= 200
    assert Counter(mutant.id for mutant in EVERY).most_common(1)[0][1] == 1
    changes = ((m.module, m.function, *("".join(text.split()) for text in (m.old, m.new))) for m in EVERY)
    assert Counter(changes).most_common(1)[0][1] == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"old": "y + y"}, "has 0 times y"),
        ({"old": "x"}, "has 2 times x"),
        ({"function": "triple"}, "has 0 times triple"),
        ({"new": "x  +  x"}, "says the same"),
        ({"new": "return"}, "not of the kind"),
        ({"old": "x; x"}, "not one expression"),
    ],
)
def test_what_does_not_fit_is_said(change: dict[str, str], reason: str) -> None:
    with pytest.raises(NotFoundError, match=reason):
        replace(MUTANT, **change).applied(ROOM)


def test_one_place_is_changed_and_nothing_else() -> None:
    text = "# ε first\n" + ROOM
    assert replace(MUTANT, new="x - x").applied(text) == text.replace("x + x", "(x - x)")
    assert replace(MUTANT, function="", old="LIMIT = 3", new="LIMIT = 4").applied(text) == text.replace("3", "4")


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Copy:
    """A copy of a program of one room, one test and one claim."""
    root = tmp_path / "root"
    (root / "proofs_check").mkdir(parents=True)
    for name, text in {"room.py": ROOM, "test_room.py": TEST, "proofs_check/__main__.py": PROGRAM}.items():
        (root / name).write_text(text)
    monkeypatch.setattr(trials, "ROOT", root)
    return Copy(Path(shutil.copytree(root, tmp_path / "copy")), seconds=60.0)


@pytest.mark.parametrize(
    ("change", "by", "what"),
    [
        ({"new": "x"}, TESTS, "test_room.py::test_two[n [2] - 0]"),
        ({}, CLAIMS, "it"),
        ({"function": "small", "old": "x < LIMIT", "new": "x <= LIMIT"}, RECHECK, "it"),
        ({"new": "2 * x"}, SURVIVED, ""),
    ],
    ids=[TESTS, CLAIMS, RECHECK, SURVIVED],
)
def test_it_is_killed_by_the_first_that_says_no(copy: Copy, change: dict[str, str], by: str, what: str) -> None:
    outcome = copy.trial(replace(MUTANT, claims=("it",), **change))
    assert (outcome.by, outcome.what, outcome.killed) == (by, what, by != SURVIVED)
    assert (copy.folder / "room.py").read_text() == ROOM


def test_what_fails_anyhow_kills_nothing(copy: Copy) -> None:
    """Neither a test that is red on the program as it is, nor one that cannot be loaded."""
    for text in (TEST.replace("4\n", "5\n"), "import nothing_like_it\n"):
        (copy.folder / "test_room.py").write_text(text)
        copy.sound.clear()
        outcome = copy.trial(replace(MUTANT, new="x"))
        assert (outcome.by, "as it is" in outcome.what) == (SURVIVED, True)


def test_what_killed_before_is_asked_first_if_it_holds_without(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not if it passes on the mutant, if it is gone, or if it fails on the program as it is."""
    (copy.folder / "test_more.py").write_text(f"{TEST}\n\ndef test_red(): assert False\n")
    asked = []
    right = Copy._tests
    monkeypatch.setattr(Copy, "_tests", lambda self, tests, *rest: asked.append(tests) or right(self, tests, *rest))
    name = "test_more.py::test_two[n [2] - 0]"
    copy.before = {MUTANT.id: name, "gone": "test_more.py::test_gone", "red": "test_more.py::test_red", "unnamed": ""}
    copy.try_killers(1)
    assert copy.sound == {f"{TESTS} {name}": True, f"{TESTS} test_more.py::test_red": False}
    outcome = copy.trial(replace(MUTANT, new="x"))
    assert (outcome.by, outcome.what, asked) == (TESTS, name, [[name]])
    for other in ("gone", "red", "unnamed", "never killed"):
        asked.clear()
        outcome = copy.trial(replace(MUTANT, id=other, new="x"))
        assert (outcome.by, outcome.what.startswith("test_room.py"), len(asked)) == (TESTS, True, 1 + (other == "gone"))


def test_a_mutant_that_never_ends_is_no_kill(copy: Copy) -> None:
    copy.seconds = 3.0
    outcome = copy.trial(replace(MUTANT, function="double", old="return x + x", new="while True: pass"))
    assert (outcome.by, outcome.killed) == (LATE, False)


@pytest.mark.parametrize(
    ("mutant", "by", "before", "fault"),
    [
        (MUTANT, TESTS, None, ""),
        (MUTANT, SURVIVED, None, "survived"),
        (MUTANT, SURVIVED, SURVIVED, "survived"),
        (replace(MUTANT, left=True), SURVIVED, None, ""),
        (replace(MUTANT, left=True), SURVIVED, RECHECK, "was killed by recheck before"),
        (replace(MUTANT, equivalent=True), SURVIVED, None, ""),
        (replace(MUTANT, equivalent=True), TESTS, None, "said to be equivalent"),
        (MUTANT, LATE, TESTS, "was killed by tests before"),
    ],
)
def test_a_survivor_without_a_reason_is_a_fault(mutant: Mutant, by: str, before: str | None, fault: str) -> None:
    record = {} if before is None else {mutant.id: {"by": before, "what": ""}}
    found = faults([mutant], [Outcome(mutant.id, by, "", 1.0)], record)
    assert bool(found) == bool(fault)
    assert all(fault in line for line in found)


def test_the_rate_leaves_out_what_nothing_can_see() -> None:
    mutants = [replace(MUTANT, id=f"m-{n}", equivalent=n == 3) for n in range(4)]
    outcomes = [Outcome(m.id, by, "", 1.0) for m, by in zip(mutants, (TESTS, CLAIMS, SURVIVED, SURVIVED), strict=True)]
    cells = [list(column.cells) for column in table(mutants, outcomes).columns]
    assert [column[-1] for column in cells] == ["all rooms", "3", "1", "1", "0", "1", "0", "67%"]


def test_a_claim_is_run_with_its_lemmas() -> None:
    assert with_lemmas(["theorem-2.7-critical-weight"]) == ["theorem-2.7-critical-weight", "theorem-2.7-phase-boundary"]
    assert with_lemmas([]) == []


def test_a_module_has_the_tests_that_mirror_it() -> None:
    assert own_tests("theory/numbers.py") == ("theory/numbers.py", "tests/theory/test_numbers.py")
    assert own_tests("theory/mixing/beta.py") == ("theory/mixing/beta.py", "tests/theory/mixing")
    statement = "theory/results/mixup/lemma_2_3.py"
    assert own_tests(statement) == (statement, "tests/results/mixup/test_lemma_2_3.py")


@pytest.mark.parametrize("arguments", [["no-such-mutant"], ["--jobs", "0"], ["--every", "-1"]])
def test_a_bad_command_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert len(capsys.readouterr().err.splitlines()[-1]) > 10


def test_the_record_is_of_mutants_that_there_are() -> None:
    recorded = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.is_file() else {}
    assert recorded.keys() <= {mutant.id for mutant in EVERY}
