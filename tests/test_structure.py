"""The shape of the house: which way imports run, which rooms a statement has, what must not be in the repository."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from proofs_check.evidence import LEMMA, Proof, Role, proofs
from theory.claim import Verdict, claims

ROOT = Path(__file__).parent.parent
LAYERS = ("theory", "proofs_check", "figures")  # each may import itself and what stands before it
HEAVY = ("jax", "z3", "sklearn", "numba", "matplotlib", "pandas", "dask", "mlxtend")
NUMBERED = re.compile(
    r"(?:assumption|corollary|definition|lemma|proposition|remark|theorem|table|figure)-\d+(?:\.\d+)?"
)


def imported(source: str) -> Iterator[str]:
    """Names of the modules that a source imports, anywhere in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield str(node.module)


def wrong_way(layer: str, source: str) -> list[str]:
    """Imports from layers that stand above ``layer``, or from outside what is installed."""
    forbidden = {*LAYERS[LAYERS.index(layer) + 1 :], "tests", "bench"}
    return [name for name in imported(source) if name.split(".")[0] in forbidden]


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_run_one_way(layer: str) -> None:
    files = sorted((ROOT / layer).rglob("*.py"))
    assert files
    found = {str(path.relative_to(ROOT)): wrong_way(layer, path.read_text(encoding="utf-8")) for path in files}
    assert {path: names for path, names in found.items() if names} == {}


def test_an_import_the_wrong_way_is_seen_even_inside_a_function() -> None:
    source = "import numpy\ndef f():\n    from proofs_check.evidence.proof import Proof"
    assert wrong_way("theory", source) == ["proofs_check.evidence.proof"]
    assert wrong_way("proofs_check", source) == []
    assert wrong_way("proofs_check", "import figures.figure_1") == ["figures.figure_1"]


def heavy_after(statements: str) -> list[str]:
    """Which heavy packages a fresh interpreter has loaded after some statements."""
    report = f"import sys; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    command = [sys.executable, "-c", f"{statements}\n{report}"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


@pytest.mark.parametrize(
    "statements",
    [
        "import theory, proofs_check",
        "from theory import LabeledDataset",
        "import proofs_check.__main__; from proofs_check.evidence.proof import proofs; proofs()",
    ],
    ids=["packages", "public names", "all claims and proofs"],
)
def test_importing_stays_light(statements: str) -> None:
    assert heavy_after(statements) == []


def test_a_heavy_import_is_seen() -> None:
    assert "sklearn" in heavy_after("import sklearn")


def repository_files() -> list[Path]:
    """Files under version control; in an unpacked archive, every text file that is not made by a run."""
    if (ROOT / ".git").exists():
        run = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=True, cwd=ROOT)
        return [ROOT / name for name in run.stdout.split("\0") if name and (ROOT / name).is_file()]
    made = {".venv", "build", "__pycache__", ".hypothesis", ".pytest_cache", ".mypy_cache", ".ruff_cache"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.relative_to(ROOT).parts)]


MACHINE = re.compile(r"(?<![\w.:/])/(?:home|root|Users|opt|work|mnt|private)/\w|\bfile:/{2}|[A-Z]:\\Users\\")
REGISTRY = re.compile(r"pypi[.]org|pythonhosted[.]org|--(?:extra-)?index-url|--find-links|--trusted-host")


def test_no_machine_path_and_no_registry_in_the_repository() -> None:
    files = repository_files()
    assert len(files) > 30
    found = {}
    for path in files:
        text = path.read_bytes().decode("utf-8", errors="replace")
        if path != Path(__file__) and (hit := MACHINE.search(text) or REGISTRY.search(text)):
            found[str(path.relative_to(ROOT))] = hit.group()
    assert found == {}


@pytest.mark.parametrize(
    "text", ["cd /home/someone/project", '"/root/x"', "--index-url=x", "see https://pypi.org/simple", "file:///a"]
)
def test_a_machine_path_or_registry_is_seen(text: str) -> None:
    assert MACHINE.search(text) or REGISTRY.search(text)


@pytest.mark.parametrize("text", ["https://example.org/home/page", "a/work/b", "./opt/x"])
def test_other_paths_are_no_machine_paths(text: str) -> None:
    assert not MACHINE.search(text)


def statements() -> list[str]:
    """The numbered statements that have claims, as module names: ``theorem_2_7``."""
    found = [NUMBERED.match(claim_id) for claim_id in claims()]
    return sorted({re.sub("[-.]", "_", match.group()) for match in found if match})


def test_every_numbered_statement_has_its_rooms() -> None:
    found = {statement: missing_rooms(statement, ROOT) for statement in statements()}
    assert {statement: missing for statement, missing in found.items() if missing} == {}


def missing_rooms(statement: str, root: Path) -> list[str]:
    """Where nothing says it, argues it, or tests the arguing; chapters such as ``theorem_2_7_long_lines`` count."""
    rooms = ("theory/results/mixup/", "proofs_check/results/mixup/", "tests/results/mixup/test_")
    endings = (".py", "_[a-z]*.py")  # a bare * would take theorem_2_10 for theorem_2_1
    return [room for room in rooms if not any(list(root.glob(f"{room}{statement}{ending}")) for ending in endings)]


def uncontrolled(proof: Proof) -> list[str]:
    """Assumptions without an instance that shows what goes wrong without them, and not found superfluous either."""
    controls = {item.name for item in proof.items if item.role is Role.CONTROL}
    return [a.name for a in proof.claim.assumptions if not {f"without {a.name}", f"{a.name} not needed"} & controls]


def test_every_assumption_of_a_proved_claim_has_its_negative_control() -> None:
    found = {name: uncontrolled(p) for name, p in proofs().items() if p.claim.expected is Verdict.PROVED}
    assert {name: missing for name, missing in found.items() if missing} == {}


def test_a_missing_control_is_seen() -> None:
    proof = proofs()["lemma-2.3-continuity"]
    bare = SimpleNamespace(claim=proof.claim, items=[i for i in proof.items if i.name != "without sphere"])
    assert uncontrolled(bare) == ["sphere"]  # type: ignore[arg-type]


def unused(proof: Proof) -> list[str]:
    """Assumptions that no step rests on, no lemma supposes, and no finding calls superfluous."""
    lemmas = [proofs()[item.name].claim for item in proof.items if item.method == LEMMA]
    used = {premise.removeprefix("assumption:") for item in proof.items for premise in item.premises}
    used |= {assumption.name for claim in lemmas for assumption in claim.assumptions}
    used |= {item.name.removesuffix(" not needed") for item in proof.items if item.role is Role.CONTROL}
    return [assumption.name for assumption in proof.claim.assumptions if assumption.name not in used]


def test_every_assumption_of_a_proved_claim_is_used_by_its_proof() -> None:
    found = {name: unused(p) for name, p in proofs().items() if p.claim.expected is Verdict.PROVED}
    assert {name: idle for name, idle in found.items() if idle} == {}


def test_an_assumption_that_nothing_rests_on_is_seen() -> None:
    proof = proofs()["lemma-2.3-continuity"]
    items = [replace(i, premises=tuple(p for p in i.premises if p != "assumption:sphere")) for i in proof.items]
    assert unused(SimpleNamespace(claim=proof.claim, items=items)) == ["sphere"]  # type: ignore[arg-type]


def test_a_missing_room_is_seen(tmp_path: Path) -> None:
    for name in ("theory/results/mixup/theorem_2_10.py", "proofs_check/results/mixup/theorem_2_1_more.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    assert missing_rooms("theorem_2_1", tmp_path) == ["theory/results/mixup/", "tests/results/mixup/test_"]
