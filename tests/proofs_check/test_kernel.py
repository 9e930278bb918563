"""The theorem map and the record, without Coq; and, where ``make kernel`` has run, that Coq refuses what is wrong."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from proofs_check import kernel
from proofs_check.kernel import build, composition
from proofs_check.kernel.instances import KINDS, agreement
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


# assumptions without which Coq has not refuted the claim; self-pairs are part of the definition of N there
WITHOUT_NEIGHBOUR = {
    ("proposition-2.8", "self-pairs"),
    ("theorem-2.10", "self-pairs"),
    ("theorem-2.10-quantitative", "self-pairs"),
    ("theorem-2.11-all-data", "no power of two"),  # the theorem itself has the rivals
}


def test_every_theorem_with_hypotheses_has_an_instance_and_refuted_neighbours() -> None:
    registry = claims()
    proved = [claim for claim in kernel.theorem_map() if registry[claim].expected is Verdict.PROVED]
    assert list(build.SETTINGS["instances"]) == proved
    assumed = {(claim, assumption.name) for claim in proved for assumption in registry[claim].assumptions}
    refuted = {(claim, name) for claim, names in build.SETTINGS["neighbours"].items() for name in names}
    assert refuted <= assumed
    assert assumed - refuted == WITHOUT_NEIGHBOUR


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


# laws, which are said by their means; programs, which are proved right; what decides, and what a proof names
NOT_PRINTED = {
    "atoms",
    "uniform",
    "beta",
    "at_point",
    "probability_law",
    "supported_dec",
    "instance",
    "coord",
    "chances",
    "run_parity",
}


def test_every_definition_that_a_statement_names_is_printed() -> None:
    text = re.sub(r"^== .*", "", build.EXPECTED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    printed = {name.rpartition(".")[2] for name in build.SETTINGS["definitions"]} | set(build.SETTINGS["foundations"])
    words = set(re.findall(r"\b[A-Za-z_]\w+", text))
    for path in kernel.HERE.glob("*.v"):
        defined = re.findall(r"^(?:Definition|Fixpoint|Record) (\w\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        programs = path.stem.startswith("Exact")
        missing = words.intersection(defined) - printed - NOT_PRINTED
        assert programs or not missing, f"{path.name}: {missing}"


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
    with monkeypatch.context() as later:
        later.setattr(kernel, "digest_sources", lambda: "of a file that has changed since")
        assert not kernel.rerun_here()
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


def test_without_coq_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match=r"^2$"):
        build.need_coq()
    assert re.match(r"kernel: Coq is not installed: apt-get install .* coq .*\n$", capsys.readouterr().err)


def test_another_version_of_coq_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(build.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(build, "run", lambda command: "8.15.0 4.13.1")
    with pytest.raises(SystemExit, match=r"^2$"):
        build.need_coq()
    assert capsys.readouterr().err.startswith("kernel: Coq 8.16 (Debian 12) is needed, this is 8.15.0")


WHOLE, TRUE = r"\d+(?=%nat\]| # )", "true"


def compiles(source: str, folder: Path) -> bool:
    """Whether Coq takes a source, after the compiled files of this repository."""
    (folder / "Trial.v").write_text(source, encoding="utf-8")
    command = ["coqc", "-R", str(COMPILED.resolve()), "Mixup", str(folder / "Trial.v")]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


@needs_coq
def test_the_kernel_takes_what_theory_finds(tmp_path: Path) -> None:
    assert compiles(agreement(seed=7, count=3), tmp_path)


@needs_coq
@pytest.mark.parametrize("kind", ["sums", "parities", *KINDS])
def test_the_kernel_refuses_a_changed_value(kind: str, tmp_path: Path) -> None:
    source = agreement(seed=7, count=3)
    end = source.index(f"Theorem {kind}_agree")
    assert not compiles(changed(source, TRUE if kind in ("assumptions", "strays") else WHOLE, end), tmp_path)


def changed(source: str, value: str, end: int) -> str:
    """A source with the last value before ``end`` changed: a truth value, or a whole number, numerators included."""
    last = list(re.finditer(value, source[:end]))[-1]
    other = "false" if last[0] == "true" else str(int(last[0]) + 1)
    return source[: last.start()] + other + source[last.end() :]


def test_what_is_said_of_a_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = claims()
    monkeypatch.setattr(composition, "rerun_here", lambda: False)
    whole, other, open_ = (registry[name] for name in ("theorem-2.10", "remark-2.4", "table-1"))
    words = "composition checked by Coq (axioms: sig_forall_dec, sig_not_dec, classic, functional_extensionality_dep)"
    assert composition.composition(whole) == composition.Composition(kernel.recorded().theorems[whole.id], False)
    assert getattr(composition.composition(whole), "words", "") == f"{words}, recorded, not rerun"
    assert getattr(composition.composition(other), "words", "") == "composition read by people"
    assert composition.composition(open_) is None
    assert [composition.as_dict(claim) is None for claim in (whole, other, open_)] == [False, False, True]
    assert composition.coverage([whole, other, open_]).startswith("Coq has checked 1 of 2 claims whole, 0 in part")
    assert list(composition.axiom_audit([whole, other])) == list(kernel.recorded().theorems[whole.id].axioms)


def test_a_part_is_never_counted_as_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = claims()["theorem-2.10"]
    part = replace(kernel.recorded().theorems[claim.id], scope="part: continuity")
    record = replace(kernel.recorded(), theorems={claim.id: part})
    monkeypatch.setattr(composition, "recorded", lambda: record)
    assert composition.coverage([claim]).startswith("Coq has checked 0 of 1 claims whole, 1 in part")
    assert "part of the composition checked" in getattr(composition.composition(claim), "words", "")
    assert composition.under_whole({"a theorem": [claim.id]}, [claim]) == 0


def test_a_trusted_theorem_is_covered_where_all_its_users_are() -> None:
    registry = claims().values()
    trusted = {"one": ["theorem-2.10"], "two": ["theorem-2.10", "remark-2.4"], "three": ["remark-2.4"]}
    assert composition.under_whole(trusted, registry) == 1


def test_an_option_that_there_is_not_starts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stop:
        build.main(["--recrod"])
    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("kernel: there is no option --recrod")
    assert not list(tmp_path.iterdir())
