"""How imports run: one way from layer to layer, in no circle, lightly; and which former addresses still work."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from proofs_check.upkeep.imports import LAYERS, arrows, rooms

ROOT = Path(__file__).parent.parent
HEAVY = ("jax", "z3", "sklearn", "numba", "matplotlib", "pandas", "dask", "mlxtend")


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


def circle(found: Mapping[str, set[str]]) -> list[str]:
    """A circle of imports; empty if there is none."""
    try:
        TopologicalSorter(found).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_circle_of_imports() -> None:
    found = arrows(ROOT)
    assert len(found) > 100
    assert circle(found) == []
    assert circle(rooms(found)) == []


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"a": "import theory.b", "b": "def f():\n    from theory import a"}, {"theory.a", "theory.b"}),
        ({"p/__init__": "from theory.p.a import x", "p/a": "from theory.p import y"}, {"theory.p", "theory.p.a"}),
        ({"p/__init__": "from theory.b import x", "p/a": "", "b": "import theory.p.a"}, {"theory.p", "theory.b"}),
        ({"p/__init__": "from theory.p.a import x", "p/a": "", "b": "from theory.p import x"}, set()),
    ],
    ids=["inside a function", "through the own package", "through another package", "none"],
)
def test_a_circle_of_imports_is_seen(tmp_path: Path, files: dict[str, str], wanted: set[str]) -> None:
    write(tmp_path, files)
    assert set(circle(arrows(tmp_path))) == wanted


def write(root: Path, files: Mapping[str, str]) -> None:
    """Modules of a small theory/."""
    for name, text in files.items():
        path = root / "theory" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_a_circle_of_rooms_is_seen(tmp_path: Path) -> None:
    files = {"p/a": "import theory.q.a", "p/b": "", "q/a": "", "q/b": "import theory.p.b"}
    write(tmp_path, files | {"p/__init__": "", "q/__init__": ""})
    assert circle(arrows(tmp_path)) == []
    assert set(circle(rooms(arrows(tmp_path)))) == {"theory.p", "theory.q"}


def on_results(found: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """What in theory/ is not about one paper, and yet imports what papers state."""
    upward = {
        name: {target for target in targets if target.startswith("theory.results")}
        for name, targets in found.items()
        if name.startswith("theory.") and not name.startswith("theory.results")
    }
    return {name: targets for name, targets in upward.items() if targets}


def test_what_papers_talk_about_rests_on_no_paper() -> None:
    found = arrows(ROOT)
    assert on_results(found) == {}
    assert on_results(found | {"theory.geometry": {"theory.results.mixup.paper"}}) != {}


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("theory", "LabeledDataset Beta Midpoint Discrete Density mixup_optimal mixup_optimal_limit clearance"),
        ("theory", "MixupOptimalClassifier"),
        ("theory.assumptions", "assumption_2_9"),
        ("theory.claim", "Assumption Claim Finding Verdict claims load_modules load_plugins register"),
        ("theory.class_margins", "imbalance_curve"),
        ("theory.linear", "max_margin"),
        ("theory.linear_minimiser", "mixup_minimiser"),
        ("theory.midpoints", "midpoints recover recover_labeled"),
        ("theory.midpoints_partial", "recover_some"),
        ("theory.mixing", "Beta Density Discrete Midpoint"),
        ("proofs_check", "verify"),
        ("proofs_check.audit", "audit"),
        ("proofs_check.evidence", "Proof Result Settings"),
        ("proofs_check.methods", "symbolic exact balls smt optimizer sampled statistical trained"),
        ("proofs_check.methods.symbolic", "identities"),
    ],
)
def test_former_addresses_lead_somewhere(module: str, names: str) -> None:
    assert [name for name in names.split() if not leads_somewhere(module, name)] == []


def leads_somewhere(module: str, name: str) -> bool:
    """Whether ``from module import name`` would work."""
    try:
        return hasattr(importlib.import_module(module), name) or bool(importlib.import_module(f"{module}.{name}"))
    except ModuleNotFoundError:
        return False


def test_an_address_that_leads_nowhere_is_seen() -> None:
    assert not leads_somewhere("theory", "no_such_thing")
    assert not leads_somewhere("theory.no_such_room", "clearance")


def test_the_former_program_of_statements_still_runs(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "proofs_check.restate", str(tmp_path), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=False, cwd=ROOT, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    done = subprocess.run(command[:3], capture_output=True, check=False, cwd=ROOT, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    (tmp_path / "report.json").write_text('{"schema": 2, "claims": []}')
    assert subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stderr == b""


def heavy_after(statements: str, heavy: tuple[str, ...] = HEAVY) -> list[str]:
    """Which heavy packages a fresh interpreter has loaded after some statements."""
    report = f"import sys; print(*[name for name in {heavy!r} if name in sys.modules])"
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


ALGEBRA = ("sympy", "scipy", "flint")


def test_what_most_people_import_brings_no_algebra() -> None:
    names = "from theory import LabeledDataset, clearance, mixup_optimal"
    assert heavy_after(names, (*HEAVY, *ALGEBRA)) == []
    assert heavy_after(f"{names}\nLabeledDataset([[0.0], [1.5]], [0, 1])", ("sympy", "flint")) == []
    assert heavy_after("from theory.numbers import ball; ball(1)", ("flint",)) == ["flint"]


def test_it_takes_less_than_two_fifths_of_a_second() -> None:
    """Of processor time; .1 s where nothing else runs."""
    program = (
        "import time; t = time.process_time(); import theory; theory.mixup_optimal; print(time.process_time() - t)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert float(run.stdout) < 0.4


def test_an_audit_brings_neither_scikit_learn_nor_what_only_proofs_need() -> None:
    program = "from proofs_check.audit import audit; audit([[0.0], [1.0], [2.0]], [0, 1, 0], search=0)"
    unwanted = ("sklearn", "matplotlib", "jax", "z3", "hypothesis", "dask", "distributed", "mlxtend")
    assert heavy_after(program, unwanted) == []
