"""A claim from outside is run again whenever anything that it rests on has changed: code, data, versions."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from proofs_check.memory import DATA, UNCHANGED
from proofs_check.support.cache import Miss, key
from proofs_check.support.sources import dependencies, distributions, siblings

CLAIM = """
from dataclasses import dataclass
from pathlib import Path
from fractions import Fraction
from proofs_check.evidence import Proof
from proofs_check.methods.exact import compare
from theory.claim import Claim, Finding, Paper, Reading, Verdict, register
{imports}

@dataclass(frozen=True)
class Half:
    value: Fraction

register(
    Claim(
        id="example-half",
        title="Half",
        statement="half is half",
        paper=Paper("outside", "a test", read=Reading.OURS),
        place="",
        instance=Half,
        assumptions=(),
        conclusion=lambda _: Finding(True, ""),
        expected=Verdict.PROVED,
    )
)
proof = Proof("example-half")

@proof.step("half", "exact", "1/2 is what the helper says")
def half(_):
    return compare({{"half": (Fraction({value}), "==", Fraction(1, 2))}}, "one number")
"""
HALF, THIRD = "VALUE = '1/2'\n", "VALUE = '1/3'\n"


class Distribution:
    """A distribution ``outsider`` with the packages ``pk`` and ``pk_more``, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.report = folder / "site", folder / "report"
        self.file("pk/__init__.py", "")
        self.file("pk/h.py", HALF)
        self.file("pk/number.txt", "1/2")
        self.file("pk_more.py", HALF)
        self.file("data/number.txt", "1/2")
        self.file("loose_half.py", HALF)
        self.version("1.0")

    def file(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def version(self, number: str) -> None:
        self.file("outsider-1.0.dist-info/METADATA", f"Metadata-Version: 2.1\nName: outsider\nVersion: {number}\n")
        self.file("outsider-1.0.dist-info/entry_points.txt", "[mixup_theory.claims]\nhalf = pk.claims\n")
        self.file("outsider-1.0.dist-info/top_level.txt", "pk\npk_more\n")

    def run(self, compiled: bool = False) -> tuple[bool, str]:
        """Whether the step holds, in a process of its own, and where that was found."""
        code = f"""
            from pathlib import Path
            from proofs_check.runner import verify
            entry = verify(["example-half"], preset="quick", jobs=1, folder=Path({str(self.report)!r})).claims[0]
            import json
            print(json.dumps([entry.evidence[0].holds, entry.evidence[0].origin]))
        """
        environment = {**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "" if compiled else "1"}
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code)],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        holds, origin = json.loads(done.stdout)
        return holds, origin


# how the helper is reached; what is then changed; why it is run again
WAYS: dict[str, tuple[str, str, Callable[[Distribution], None], str]] = {
    "absolute import": ("from pk.h import VALUE", "VALUE", lambda d: d.file("pk/h.py", THIRD), Miss.CODE),
    "from a module beside": ("from .h import VALUE", "VALUE", lambda d: d.file("pk/h.py", THIRD), Miss.CODE),
    "a module beside": ("from . import h", "h.VALUE", lambda d: d.file("pk/h.py", THIRD), Miss.CODE),
    "a second package": ("from pk_more import VALUE", "VALUE", lambda d: d.file("pk_more.py", THIRD), Miss.CODE),
    "a loose module": ("import loose_half", "loose_half.VALUE", lambda d: d.file("loose_half.py", THIRD), Miss.CODE),
    "a name at run time": (
        "import importlib\nh = importlib.import_module('pk.h')",
        "h.VALUE",
        lambda d: d.file("pk/h.py", THIRD),
        Miss.CODE,
    ),
    "data of the package": (
        "",
        "(Path(__file__).parent / 'number.txt').read_text()",
        lambda d: d.file("pk/number.txt", "1/3"),
        Miss.CODE,
    ),
    "data elsewhere": (
        "",
        "(Path(__file__).parents[1] / 'data' / 'number.txt').read_text()",
        lambda d: d.file("data/number.txt", "1/3"),
        DATA,
    ),
    "data read once": (
        "VALUE = (Path(__file__).parents[1] / 'data' / 'number.txt').read_text()",
        "VALUE",
        lambda d: d.file("data/number.txt", "1/3"),
        DATA,
    ),
    "its own version": (
        "from importlib.metadata import version",
        "'1/2' if version('outsider') == '1.0' else '1/3'",
        lambda d: d.version("2.0"),
        Miss.VERSIONS,
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_claim_that_became_false_is_not_proved_from_memory(tmp_path: Path, way: str) -> None:
    imports, value, change, reason = WAYS[way]
    made = Distribution(tmp_path)
    made.file("pk/claims.py", CLAIM.format(imports=imports, value=value))
    assert made.run() == (True, Miss.ABSENT.value)
    change(made)
    assert made.run() == (False, str(reason))


def test_a_claim_is_not_proved_by_what_python_had_compiled_before(tmp_path: Path) -> None:
    """Changed in the same second, so that Python does not notice; then there is no verdict, in one line."""
    made = Distribution(tmp_path)
    made.file("pk/claims.py", CLAIM.format(imports="from pk.h import VALUE", value="VALUE"))
    assert made.run(compiled=True) == (True, Miss.ABSENT.value)
    helper = tmp_path / "site" / "pk" / "h.py"
    times = helper.stat()
    helper.write_text(THIRD)
    os.utime(helper, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(subprocess.CalledProcessError) as stop:
        made.run(compiled=True)
    assert re.search(r"ValueError: .*pk/h.py has changed, and Python still runs .*: remove .*pyc$", stop.value.stderr)


def test_a_data_file_that_was_missing_counts_as_well(tmp_path: Path) -> None:
    made = Distribution(tmp_path)
    made.file("pk/claims.py", CLAIM.format(imports=READ_IF_THERE, value="read()"))
    assert made.run() == (True, Miss.ABSENT.value)
    assert made.run() == (True, UNCHANGED)
    made.file("data/more.txt", "1/3")
    assert made.run() == (False, DATA)


READ_IF_THERE = """
def read():
    try:
        return (Path(__file__).parents[1] / "data" / "more.txt").read_text()
    except FileNotFoundError:
        return "1/2"
"""


def test_what_sympy_stands_on_counts() -> None:
    assert {"sympy", "mpmath"} <= distributions(["theory.numbers"])
    assert "jax" not in distributions(["theory.numbers"])


IMPORTS: dict[str, tuple[str, bool]] = {
    "for the type checker": ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import loose_half", False),
    "not for it": ("from typing import TYPE_CHECKING\nif not TYPE_CHECKING:\n    import loose_half", True),
    "for others": ("from typing import TYPE_CHECKING\nif TYPE_CHECKING: ...\nelse:\n    import loose_half", True),
    "or not for it": ("from typing import TYPE_CHECKING\nif TYPE_CHECKING or True:\n    import loose_half", True),
    "by a name of its own": ("TYPE_CHECKING = True\nif TYPE_CHECKING:\n    import loose_half", True),
    "by a name given anew": (
        "from typing import TYPE_CHECKING\nTYPE_CHECKING = 1\nif TYPE_CHECKING:\n    import loose_half",
        True,
    ),
    "by a name from elsewhere": ("from this_one import TYPE_CHECKING\nif TYPE_CHECKING:\n    import loose_half", True),
    "by whatever is there": (
        "from typing import TYPE_CHECKING\nfrom this_one import *\nif TYPE_CHECKING:\n    import loose_half",
        True,
    ),
}


@pytest.mark.parametrize("way", IMPORTS)
def test_only_what_never_runs_is_not_followed(tmp_path: Path, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"follows_{list(IMPORTS).index(way)}"
    text, runs = IMPORTS[way]
    (tmp_path / f"{name}.py").write_text(text)
    (tmp_path / "loose_half.py").write_text(HALF)
    monkeypatch.syspath_prepend(tmp_path)
    assert ("loose_half" in dependencies([name], {name, "loose_half"})) is runs


def test_a_folder_without_a_source_of_its_own_counts_with_all_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "wide_folder" / "inner").mkdir(parents=True)
    (tmp_path / "wide_folder" / "inner" / "h.py").write_text(HALF)
    monkeypatch.syspath_prepend(tmp_path)
    assert siblings("wide_folder") == {"wide_folder"}
    before = key("n", ["wide_folder"], {}).code
    (tmp_path / "wide_folder" / "inner" / "h.py").write_text(THIRD)
    changed = key("n", ["wide_folder"], {}).code
    (tmp_path / "wide_folder" / "number.txt").write_text("1/2")
    assert len({before, changed, key("n", ["wide_folder"], {}).code}) == 3
    assert "wide_folder" in dependencies(["wide_folder"], {"wide_folder"})


def test_what_python_leaves_out_counts() -> None:
    code = "from proofs_check.support.cache import key; print(key('n', ['theory.numbers'], {}).versions)"
    said = [
        subprocess.run([sys.executable, *options, "-c", code], capture_output=True, text=True, check=True).stdout
        for options in ([], [], ["-O"], ["-OO"])
    ]
    assert said[0] == said[1]
    assert len(set(said)) == 3


def test_ours_are_followed_by_module_not_as_a_whole() -> None:
    assert dependencies(["theory.geometry"]) == {"theory.geometry", "theory.numbers"}
    assert siblings("no_distribution_has_this") == set()


def test_the_data_beside_our_own_sources_count() -> None:
    """A table that a check quotes is data, wherever it lies; the key of a result has our sources only."""
    from proofs_check.experiments.study import tables
    from proofs_check.support.opened import data_files

    tables.recorded("audit")
    Path(tables.__file__).read_bytes()
    found = data_files()
    assert str(tables.RECORDED / "audit.csv") in found
    assert str(Path(tables.__file__)) not in found
