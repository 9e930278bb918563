"""Checks that cannot have changed are not run again, and the reason is told for those that are."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofs_check import memory, runner
from proofs_check.evidence import Evidence, Lemmas, Result, Role, Settings, proofs
from proofs_check.memory import AFRESH, DID_NOT_HOLD, FORGETFUL, UNCHANGED, UNSEEN, evidence_key
from proofs_check.recording import recording
from proofs_check.report import write_report
from proofs_check.support import cache, opened
from proofs_check.support.cache import Miss
from proofs_check.support.files import lock
from proofs_check.support.sources import dependencies

CLAIM = "theorem-3.2"
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def nothing_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other tests of this process have read, and changed since, is not what these are about."""
    for noted in ("_seen", "_not_followed"):
        monkeypatch.setattr(opened, noted, {})


def run(folder: Path | None, **options: object) -> list[Evidence]:
    """Evidence of one quick claim."""
    report = runner.verify([CLAIM], preset="quick", jobs=1, folder=folder, **options)  # type: ignore[arg-type]
    return list(report.claims[0].evidence)


def origins(evidence: list[Evidence]) -> set[str]:
    return {e.origin for e in evidence}


def test_a_second_run_runs_nothing_and_finds_the_same(tmp_path: Path) -> None:
    first, second = run(tmp_path), run(tmp_path)
    assert origins(first) == {Miss.ABSENT.value}
    assert origins(second) == {UNCHANGED}
    assert [replace(e, origin="") for e in second] == [replace(e, origin="") for e in first]


def test_fresh_runs_all_and_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    run(tmp_path)
    assert origins(run(tmp_path, fresh=True)) == {AFRESH}
    assert origins(run(None)) == {FORGETFUL}


def test_only_what_samples_depends_on_the_seed(tmp_path: Path) -> None:
    run(tmp_path)
    again = run(tmp_path, seed=1)
    assert {e.method for e in again if e.origin == Miss.PARAMETERS.value} == {"sampled"}
    assert {e.origin for e in again if e.method != "sampled"} == {UNCHANGED}


def test_versions_and_code_are_reasons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("proofs_check.support.cache._version", lambda package: "0")
        assert origins(run(tmp_path)) == {Miss.VERSIONS.value}
    run(tmp_path)
    monkeypatch.setattr("proofs_check.support.cache._file_digest", lambda file, changed: "another text")
    assert origins(run(tmp_path)) == {Miss.CODE.value}


def test_what_did_not_hold_is_run_again(tmp_path: Path) -> None:
    run(tmp_path)
    for path in (tmp_path / "cache").glob("*.json"):
        entry = json.loads(path.read_text())
        entry["value"]["evidence"]["result"]["holds"] = None
        entry["check"] = cache._digest(entry["value"])
        path.write_text(json.dumps(entry))
    assert origins(run(tmp_path)) == {DID_NOT_HOLD}


def test_a_damaged_file_is_run_again(tmp_path: Path) -> None:
    run(tmp_path)
    victim = next((tmp_path / "cache").glob("*.json"))
    victim.write_bytes(victim.read_bytes()[:50])
    found = [e.origin for e in run(tmp_path)]
    assert sorted(found) == sorted([Miss.UNREADABLE.value] + [UNCHANGED] * (len(found) - 1))


FOREIGN: dict[str, Callable[[dict[str, Any]], Any]] = {
    "null": lambda _: None,
    "a list": lambda value: [value],
    "an unknown field": lambda value: {**value, "evidence": {**value["evidence"], "hue": 1}},
    "a missing field": lambda value: {"evidence": value["evidence"]},
    "a role of no kind": lambda value: {**value, "evidence": {**value["evidence"], "role": "king"}},
    "files that are none": lambda value: {**value, "files": 3},
    "a file without a name": lambda value: {**value, "files": {"\0": "0"}},
}


@pytest.mark.parametrize("name", FOREIGN)
def test_what_no_run_has_stored_is_run_again(tmp_path: Path, name: str) -> None:
    """The digest of the value is right, so that only its shape can tell."""
    run(tmp_path)
    victim = next((tmp_path / "cache").glob("*.json"))
    entry = json.loads(victim.read_text())
    entry["value"] = FOREIGN[name](entry["value"])
    entry["check"] = cache._digest(entry["value"])
    victim.write_text(json.dumps(entry))
    assert sorted(origins(run(tmp_path))) == [Miss.UNREADABLE.value, UNCHANGED]


@pytest.mark.parametrize("kind", ["pipe", "endless", "folder", "dangling"])
def test_what_is_no_regular_file_is_run_again(tmp_path: Path, kind: str) -> None:
    run(tmp_path)
    victim = next((tmp_path / "cache").glob("*.json"))
    victim.unlink()
    if kind == "pipe":
        os.mkfifo(victim)
    elif kind == "folder":
        victim.mkdir()
    else:
        victim.symlink_to("/dev/zero" if kind == "endless" else tmp_path / "nowhere")
    if kind == "folder":  # nothing can be written there, which is said in one line by the command
        with pytest.raises(OSError, match=victim.name):
            run(tmp_path)
    else:
        assert sorted(origins(run(tmp_path))) == sorted(
            [UNCHANGED, Miss.ABSENT.value if kind == "dangling" else Miss.UNREADABLE.value]
        )
        assert origins(run(tmp_path)) == {UNCHANGED}


def test_the_key_is_that_of_the_code_that_ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that is edited while its old text runs does not get the result under its new one."""
    proof = proofs()[CLAIM]
    item, settings = proof.items[0], Settings("quick")
    remembered = memory.Memory(tmp_path)
    assert remembered.recall(CLAIM, item, settings) == Miss.ABSENT.value
    with monkeypatch.context() as patch:
        patch.setattr(cache, "_file_digest", lambda file, changed: "edited")
        remembered.keep(proof.run(item, settings), settings, {})
        assert memory.Memory(tmp_path).recall(CLAIM, item, settings) == Miss.CODE.value
    assert isinstance(memory.Memory(tmp_path).recall(CLAIM, item, settings), Evidence)


def test_what_was_edited_since_the_program_started_is_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether Python read a source before it was edited, or after, cannot be told."""
    modules, _ = memory._code(CLAIM, proofs()[CLAIM].items[0])
    newest = max(file.stat().st_ctime_ns for module in modules for file in cache.source_files(module))
    monkeypatch.setattr(memory, "STARTED", newest - 1)
    run(tmp_path)
    assert UNSEEN in origins(run(tmp_path))


def test_a_claim_in_a_program_is_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook, say: its text is in no module, so that a change of it could not be noticed."""
    proof = proofs()[CLAIM]
    item, settings = proof.items[0], Settings("quick")
    monkeypatch.setattr(memory, "_modules", lambda *_: {"__main__", "theory.numbers"})
    memory.Memory(tmp_path).keep(proof.run(item, settings), settings, {})
    assert memory.Memory(tmp_path).recall(CLAIM, item, settings) == UNSEEN


def test_the_key_has_the_code_of_predicates_methods_and_lemmas() -> None:
    items = {item.name: item for item in proofs()["theorem-2.10-sharp"].items}
    lemma = evidence_key("theorem-2.10-sharp", items["remark-2.4"], Settings())
    assert lemma.code != evidence_key("theorem-2.10-sharp", items["a ray"], Settings()).code
    found = dependencies(memory._modules("theorem-2.10-sharp", items["remark-2.4"]))
    assert {"theory.results.mixup.theorem_2_10", "proofs_check.results.mixup.remark_2_4", "theory.numbers"} <= found
    assert "proofs_check.report.page" not in found


def test_a_killed_run_resumes(tmp_path: Path) -> None:
    """Kill a run after its first results are kept; the next one takes them up."""
    code = (
        "from pathlib import Path; from proofs_check import verify\n"
        f"verify(jobs=1, preset='quick', folder=Path({str(tmp_path)!r}))"
    )
    started = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=os.environ)
    kept = tmp_path / "cache"
    for _ in range(2400):  # two minutes, on a machine that does other things too
        if kept.is_dir() and len(list(kept.glob("*.json"))) >= 3:
            break
        time.sleep(0.05)
    started.send_signal(signal.SIGKILL)
    started.wait()
    done = {path.name for path in kept.glob("*.json")}
    assert len(done) >= 3
    claim = json.loads((kept / sorted(done)[0]).read_text())["value"]["evidence"]["item"]["claim"]
    report = runner.verify([claim], preset="quick", jobs=1, folder=tmp_path)
    assert UNCHANGED in {e.origin for e in report.claims[0].evidence}


def test_two_runs_in_one_folder_leave_a_whole_report(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from proofs_check import verify; "
        "from proofs_check.report import write_report\n"
        f"folder = Path({str(tmp_path)!r})\n"
        "write_report(verify(sys.argv[1:], jobs=1, preset='quick', folder=folder), folder)"
    )
    claims = (["theorem-3.2-continuity-printed", CLAIM], ["theorem-3.2-delta-printed", CLAIM])
    both = [subprocess.Popen([sys.executable, "-c", code, *each], cwd=ROOT) for each in claims]
    assert [process.wait() for process in both] == [0, 0]
    report = json.loads((tmp_path / "report.json").read_text())
    ids = {claim["id"] for claim in report["claims"]}
    assert ids in [set(each) for each in claims]
    assert {path.stem for path in (tmp_path / "certificates").glob("*.json")} == ids
    assert not list(tmp_path.rglob("*.tmp"))


def test_the_lock_makes_others_wait(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from proofs_check.support.files import lock\n"
        f"with lock(Path({str(tmp_path)!r})): print('in')"
    )
    with lock(tmp_path):
        other = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT)
        with pytest.raises(subprocess.TimeoutExpired):
            other.wait(timeout=1.5)
    assert other.communicate(timeout=20)[0] == b"in\n"


def test_a_lemmas_records_stay_with_the_lemma() -> None:
    with recording() as decided:
        result = proofs()["theorem-2.10"].items[0].check
        assert result is not None
        assert isinstance(result(Lemmas()), Result)
    assert [record["kind"] for record in decided] == ["lemma"]


def test_certificates_do_not_depend_on_the_run(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_report(runner.verify([CLAIM], preset="quick", jobs=1, seed=int(name == "one")), tmp_path / name)
    one, other = ((tmp_path / name / "certificates" / f"{CLAIM}.json").read_bytes() for name in ("one", "other"))
    assert one == other


def test_unchecked_items_cost_nothing() -> None:
    trusted = next(item for p in proofs().values() for item in p.items if item.role is Role.TRUSTED)
    assert memory.Memory(None).recall("theorem-2.7", trusted, Settings()) == UNCHANGED
