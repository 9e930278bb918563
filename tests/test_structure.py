"""The shape of the house: which rooms a statement has and what proofs need, what must not be in the repository."""

from __future__ import annotations

import functools
import importlib
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from proofs_check.evidence import Proof, proofs
from theory.claim import Claim, Paper, claims

ROOT = Path(__file__).parent.parent
SIDE_BY_SIDE = 15  # modules and packages that a folder shows at a glance
NUMBERED = re.compile(
    r"(?:assumption|corollary|definition|lemma|proposition|remark|theorem|table|figure)-\d+(?:\.\d+)?"
)


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


def side_by_side(theory: Path) -> list[str]:
    """The modules and packages of theory/, results not counted."""
    entries = [path.stem for path in theory.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()]
    return sorted(set(entries) - {"__init__", "results"})


def test_theory_is_seen_at_a_glance(tmp_path: Path) -> None:
    assert "geometry" in side_by_side(ROOT / "theory")
    assert len(side_by_side(ROOT / "theory")) <= SIDE_BY_SIDE
    for package in ("p", "results"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    for module in ("__init__", *(f"m{i}" for i in range(SIDE_BY_SIDE))):
        (tmp_path / f"{module}.py").touch()
    assert len(side_by_side(tmp_path)) == SIDE_BY_SIDE + 1


@functools.cache
def folders() -> dict[str, set[str]]:
    """Where in the results each paper is named, by the paper's key; a folder may hold a collection of papers."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "theory" / "results").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for value in vars(importlib.import_module(module)).values():
            if isinstance(value, Paper):
                found.setdefault(value.key, set()).add(module.split(".")[2])
    return found


def scattered(found: Mapping[str, set[str]]) -> list[str]:
    """Papers whose results are not in exactly one folder."""
    return [claim.paper.key for claim in claims().values() if len(found.get(claim.paper.key, ())) != 1]


def test_the_results_of_a_paper_are_in_one_folder() -> None:
    assert scattered(folders()) == []
    assert "mixup" in scattered(folders() | {"mixup": {"mixup", "elsewhere"}})
    assert "mixup" in scattered({})


def folder(claim: Claim) -> str:
    """The folder of results that a claim belongs into."""
    return min(folders()[claim.paper.key])


def statements() -> list[tuple[str, str]]:
    """The numbered statements that have claims, as folder and module name: ``("mixup", "theorem_2_7")``."""
    found = [(folder(claim), NUMBERED.match(claim.id)) for claim in claims().values()]
    return sorted({(place, re.sub("[-.]", "_", match.group())) for place, match in found if match})


def test_every_numbered_statement_has_its_rooms() -> None:
    found = {statement: missing_rooms(*statement, ROOT) for statement in statements()}
    assert ("mixup", "theorem_2_7") in found
    assert {statement: missing for statement, missing in found.items() if missing} == {}


def missing_rooms(place: str, statement: str, root: Path) -> list[str]:
    """Where nothing says it, argues it, or tests the arguing; chapters such as ``theorem_2_7_long_lines`` count."""
    rooms = (f"theory/results/{place}/", f"proofs_check/results/{place}/", f"tests/results/{place}/test_")
    endings = (".py", "_[a-z]*.py")  # a bare * would take theorem_2_10 for theorem_2_1
    return [room for room in rooms if not any(list(root.glob(f"{room}{statement}{end}")) for end in endings)]


def elsewhere(proof: Proof, place: str) -> bool:
    """Whether nothing of a proof is in the folder of its paper."""
    return not any(
        module.startswith(f"proofs_check.results.{place}.") for item in proof.items for module in item.modules
    )


def test_every_proof_is_in_the_folder_of_its_paper() -> None:
    assert [name for name, proof in proofs().items() if elsewhere(proof, folder(proof.claim))] == []
    assert elsewhere(proofs()["theorem-2.7"], "other")


def test_a_missing_room_is_seen(tmp_path: Path) -> None:
    for name in ("theory/results/mixup/theorem_2_10.py", "proofs_check/results/mixup/theorem_2_1_more.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    assert missing_rooms("mixup", "theorem_2_1", tmp_path) == ["theory/results/mixup/", "tests/results/mixup/test_"]
    assert len(missing_rooms("other", "theorem_2_10", tmp_path)) == 3
