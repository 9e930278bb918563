"""The theorem map and the record, without Coq; and, where ``make kernel`` has run, that Coq refuses what is wrong."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from proofs_check import kernel
from proofs_check.kernel import build
from proofs_check.kernel.instances import agreement
from theory.claim import Verdict, claims

COMPILED = Path("build/kernel")
needs_coq = pytest.mark.skipif(
    not shutil.which("coqc") or not (COMPILED / "Exact.vo").exists(), reason="`make kernel` has not run here"
)


def test_every_theorem_is_of_a_claim_that_is_decided() -> None:
    registry = claims()
    for claim, (theorem, scope) in kernel.theorem_map().items():
        assert registry[claim].expected in (Verdict.PROVED, Verdict.REFUTED), claim
        assert theorem.isidentifier()
        assert scope == kernel.WHOLE or scope.removeprefix("part: ") not in ("", scope), claim


def test_the_record_is_current() -> None:
    assert kernel.objections() == []


def test_a_changed_source_or_map_is_objected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    record = kernel.recorded()
    monkeypatch.setattr(kernel, "recorded", lambda: replace(record, sources="0" * 64))
    assert "not those that were checked" in kernel.objections()[0]
    claim, first = next(iter(record.theorems.items()))
    changed = {**record.theorems, claim: replace(first, scope="part: everything")}
    monkeypatch.setattr(kernel, "recorded", lambda: replace(record, theorems=changed))
    assert "different theorems" in kernel.objections()[0]


def test_no_source_holds_an_axiom_or_a_gap() -> None:
    for path in kernel.HERE.glob("*.v"):
        words = path.read_text(encoding="utf-8").split()
        assert not {"Admitted.", "admit.", "Axiom", "Parameter", "Conjecture"}.intersection(words), path.name


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "kernel.json").write_text(kernel.recorded().text(), encoding="utf-8")
    assert kernel.read_record(tmp_path / "kernel.json") == kernel.recorded()
    for text in ("", "[]", '{"coq": "8.16.1", "sources": "", "theorems": {"lemma-2.3": {}}}'):
        (tmp_path / "kernel.json").write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match="no record of the kernel"):
            kernel.read_record(tmp_path / "kernel.json")


def test_rerun_only_where_the_kernel_found_the_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "RERUN", tmp_path / "kernel.json")
    assert not kernel.rerun_here()
    (tmp_path / "kernel.json").write_text(kernel.recorded().text(), encoding="utf-8")
    assert kernel.rerun_here()
    other = replace(kernel.recorded(), coq="8.15")
    (tmp_path / "kernel.json").write_text(other.text(), encoding="utf-8")
    assert not kernel.rerun_here()


PRINTED = """
== theorem-2.10-modulus
theorem_2_10_modulus
     : forall n : nat,
       n = n
Axioms:
ClassicalDedekindReals.sig_not_dec : forall P : Prop, {~ ~ P} + {~ P}
FunctionalExtensionality.functional_extensionality_dep
  : forall A : Type, A = A
== theorem-2.10
theorem_2_10
     : True
Closed under the global context
"""


def test_types_and_axioms_are_read_from_what_coq_prints() -> None:
    found = build.read_printed(PRINTED, "8.16.1").theorems
    assert found["theorem-2.10-modulus"].type == "forall n : nat, n = n"
    assert [name.split(".")[1] for name in found["theorem-2.10-modulus"].axioms] == [
        "sig_not_dec",
        "functional_extensionality_dep",
    ]
    assert (found["theorem-2.10"].type, found["theorem-2.10"].axioms) == ("True", ())


def test_instances_are_those_of_their_seed() -> None:
    assert agreement(count=2) == agreement(count=2) != agreement(seed=1, count=2)


def test_without_coq_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"^kernel: Coq is not installed: apt-get install .* coq "):
        build.need_coq()


def test_another_version_of_coq_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(build, "run", lambda command: "8.15.0 4.13.1")
    with pytest.raises(SystemExit, match=r"^kernel: Coq 8.16 \(Debian 12\) is needed, this is 8.15.0"):
        build.need_coq()


def compiles(source: str, folder: Path) -> bool:
    """Whether Coq takes a source, after the compiled files of this repository."""
    (folder / "Trial.v").write_text(source, encoding="utf-8")
    command = ["coqc", "-R", str(COMPILED.resolve()), "Mixup", str(folder / "Trial.v")]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@needs_coq
def test_the_kernel_refuses_a_changed_digit(tmp_path: Path) -> None:
    source = agreement(seed=7, count=3)
    assert compiles(source, tmp_path)
    last = source.rindex(" # ") - 1  # the last digit of the last mass that theory found
    digit = str((int(source[last]) + 1) % 10)
    assert not compiles(source[:last] + digit + source[last + 1 :], tmp_path)
