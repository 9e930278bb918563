"""Steps that depend on what ran before them, on hashes or on chance are no steps: a second process tells."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from proofs_check.again import compared, fifth
from proofs_check.evidence import Evidence, Settings, proofs

ROOT = Path(__file__).parents[2]
CLAIM = "theorem-2.10-modulus"
FICKLE = """
import os, sys
from proofs_check.evidence import Proof
from proofs_check.methods import exact
from theory.claim import Claim, Finding, Paper, Verdict, register

register(Claim(id="test-fickle", title="t", statement="s", paper=Paper("test", "a test"), instance=int,
               conclusion=lambda n: Finding(True), expected=Verdict.PROVED))
proof = Proof("test-fickle")
proof.step("same", "exact", "1 < 2")(lambda: exact.compare({"": (1, "<", 2)}, ""))
proof.step("hashes", "exact", "1 < 2")(lambda: exact.compare({str(hash("a")): (1, "<", 2)}, ""))
proof.step("process", "exact", "1 < 2")(lambda: exact.compare({"": (1, "<" if "MAIN" in globals() else ">", 2)}, ""))
"""
RUN = """
import fickle
from proofs_check.runner import verify
fickle.MAIN = True
(entry,) = verify(["test-fickle"], jobs=1, fresh=FRESH).claims
print({e.name: e.error or e.holds for e in entry.evidence})
"""


def steps() -> list[Evidence]:
    proof = proofs()[CLAIM]
    return [proof.run(item, Settings()) for item in proof.items if item.role.value == "step" and item.method != "lemma"]


def test_steps_of_ours_decide_the_same_again() -> None:
    ran = steps()
    assert len(ran) > 1
    assert [evidence for evidence, _ in compared([(evidence, {}) for evidence in ran])] == ran


@pytest.mark.parametrize("fresh", [False, True])
def test_what_depends_on_hashes_or_on_the_process_is_found_out(tmp_path: Path, fresh: bool) -> None:
    """A claim from outside, found by its entry point; when its steps are run, they are run twice."""
    (tmp_path / "fickle.py").write_text(FICKLE)
    described = tmp_path / "fickle-1.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: fickle\nVersion: 1\n")
    (described / "entry_points.txt").write_text("[mixup_theory.claims]\nfickle = fickle\n")
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}", "PYTHONHASHSEED": "1"}
    command = [sys.executable, "-c", RUN.replace("FRESH", str(fresh))]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    why = repr("a second run, in a new process, decides otherwise")
    assert done.stdout.strip().endswith(f"{{'same': True, 'hashes': {why}, 'process': {why}}}")


def test_a_fifth_of_the_claims_is_another_one_for_every_seed() -> None:
    chosen = [f"claim-{n}" for n in range(79)]
    found = [fifth(chosen, seed) for seed in map(str, range(40))]
    assert {len(each) for each in found} == {16}
    assert found[0] == fifth(chosen, "0") != found[1]
    assert set().union(*found) == set(chosen)
    assert found[0] == sorted(found[0], key=chosen.index)
