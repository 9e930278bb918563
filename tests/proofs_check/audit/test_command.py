"""The command line of the audit: help, hints, demo, quiet and verbose, the schema of its JSON, doors at their worst."""

import errno
import json
import os
import subprocess
import sys
from functools import partial
from importlib import resources
from unittest import mock

import jsonschema
import numba
import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_digits, load_iris

from proofs_check.audit import audit, core
from proofs_check.audit.__main__ import main
from proofs_check.audit.machine import as_dict
from proofs_check.audit.reading.demo import load_demo
from proofs_check.support import files
from proofs_check.support.compiling import SAID, compiling_is_said
from tests.proofs_check.commands import only_line, status

LINE = "species,x\na,0\nb,1\na,2\n"
LOST = ["--label", "species", "--alpha", 32, "--epsilon", 0.25, "--search", 1]


run = partial(status, main)
complaint = partial(only_line, "mixup-audit", but=SAID)  # the line that a machine sees once


@pytest.fixture
def line(tmp_path):
    path = tmp_path / "line.csv"
    path.write_text(LINE)
    return path


def without_compiling(err):
    """The lines on stderr but for the one that a machine sees once."""
    return [line for line in err.splitlines() if SAID not in line]


def test_help_has_an_example_and_the_exit_statuses(capsys):
    assert run("--help") == 0
    shown = capsys.readouterr().out
    assert "mixup-audit --demo iris" in shown
    assert "Exit status:\n    0  no point is lost" in shown
    assert "--install-completion" in shown


def test_without_arguments_there_is_a_hint(capsys, line):
    assert run() == 2
    assert "--demo iris" in complaint(capsys)
    assert run(line, "--demo", "iris") == 2
    assert "takes the place" in complaint(capsys)
    assert run("--demo", "iris", "--label", "x") == 2
    assert "--label says nothing about a demo" in complaint(capsys)


def test_the_demo_can_be_typed_by_anybody(tmp_path, capsys):
    assert run("--demo", "iris", "--search", 0, "-o", tmp_path / "out") == 1
    assert "150 points in 4 dimensions, 3 classes" in capsys.readouterr().out
    report = json.loads((tmp_path / "out" / "audit.json").read_text())
    assert report["dataset"]["classes"] == ["setosa", "versicolor", "virginica"]


@pytest.mark.parametrize(("name", "load"), [("iris", load_iris), ("digits", load_digits)])
def test_demos_are_the_data_sets_of_scikit_learn(name, load):
    shown, truth = load_demo(name), load()
    assert (truth.data == shown.X).all()
    assert list(shown.y) == truth.target_names[truth.target].tolist()
    assert shown.names == tuple(truth.feature_names)


def test_the_path_of_the_audit_imports_no_heavy_library(line, tmp_path):
    never = ["sklearn", "sympy", "flint", "matplotlib", "jax", "z3", "scipy.stats", "scipy.sparse.csgraph"]
    for source, heavy in (([str(line)], never), (["--demo", "iris", "--search", "2"], [*never, "pandas"])):
        code = (
            "import sys, scipy.spatial\nbefore = set(sys.modules)  # old versions bring the graphs by themselves\n"
            "from proofs_check.audit.__main__ import main\ntry:\n    main(sys.argv[1:])\n"
            f"except SystemExit:\n    print([name for name in {heavy} if name in sys.modules.keys() - before])"
        )
        command = [sys.executable, "-c", code, *source, "--quiet", "-o", str(tmp_path / "out")]
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_quiet_and_verbose(line, tmp_path, capsys):
    assert run(line, *LOST, "-q", "-o", tmp_path / "out") == 1
    assert capsys.readouterr() == ("", "")
    assert (tmp_path / "out" / "audit.html").is_file()
    assert run(line, *LOST, "-v", "-o", tmp_path / "out") == 1
    said = capsys.readouterr()
    assert "judged 3 points" in said.err
    assert "row 1" in said.out
    assert run(line, "-q", "-v") == 2
    assert "leave out" in complaint(capsys)


SCHEMA = json.loads(resources.files("proofs_check.audit").joinpath("schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"alpha": (2, 8)},
        {"metric": "angular"},
        {"sample": 5},
        {"self_pairs": False, "epsilon": 0.01},
        {"weights": [1, 2] * 10},
    ],
)
def test_reports_follow_the_schema(options):
    rng = np.random.default_rng(0)
    found = as_dict(audit(rng.normal(size=(20, 2)), rng.integers(0, 2, 20), search=3, **options))
    plain = json.loads(json.dumps(found, allow_nan=False))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(plain, SCHEMA)
    for name in ("verdict", "points", "remarks"):
        with pytest.raises(jsonschema.ValidationError, match=name):
            jsonschema.validate({key: value for key, value in plain.items() if key != name}, SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain | {"hazards": [-1]}, SCHEMA)


@pytest.mark.parametrize(
    "label", ["[/]", "[bold]p[/bold]", "[link=http://x]q", "[cat]", "\x1b[31mred", "\x07bell", "<b>x</b>", "{{ 1 }}"]
)
def test_labels_are_text(label, tmp_path, capsys):
    X, y = [[0.0], [1.0], [2.0]], [label, "b", label]
    pd.DataFrame({"x": [0.0, 1.0, 2.0], "kind": y}).to_parquet(tmp_path / "t.parquet")
    assert run(tmp_path / "t.parquet", *LOST[2:], "-o", tmp_path / "out") == 1
    shown = capsys.readouterr().out
    assert label.replace("\x1b", "\\x1b").replace("\x07", "\\x07") in shown.replace("\n", "")
    assert "\x1b" not in shown
    page = (tmp_path / "out" / "audit.html").read_text()
    assert "<b>x</b>" not in page
    assert "\x1b" not in page
    assert "\x1b" not in repr(audit(X, y, alpha=32, epsilon=0.25, search=0))


def test_a_file_name_cannot_steer_the_terminal(capsys):
    assert run("no\x1b[31m.csv") == 2
    assert "no such file" in complaint(capsys)


@pytest.mark.parametrize("epsilon", ["1e300", "1e-300", "1e999", "-1", "nan", "xU", "1e200U"])
def test_resolutions_beyond_the_floats(epsilon, line, tmp_path, capsys):
    assert run(line, "--label", "species", f"--epsilon={epsilon}", "-o", tmp_path / "out") == 2
    assert "epsilon" in complaint(capsys)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("values", [[["a"], ["b", "c"], ["a"]], [{"a": 1}, {"a": 2}, {"a": 1}]])
def test_labels_that_are_no_labels(values, tmp_path, capsys):
    pd.DataFrame({"x": [0.0, 1.0, 2.0], "kind": values}).to_parquet(tmp_path / "t.parquet")
    assert run(tmp_path / "t.parquet", "--label", "kind", "-o", tmp_path / "out") == 2
    assert "column 'kind'" in complaint(capsys)


def test_output_that_cannot_be_written(line, tmp_path, capsys):
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below", "/proc/nowhere/x"):
        assert run(line, *LOST, "-o", place) == 2
        complaint(capsys)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_full_disk_leaves_nothing_half_written(after, line, tmp_path, capsys, monkeypatch):
    written, out = [], tmp_path / "out"

    def fsync(descriptor):
        written.append(descriptor)
        if len(written) > after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert run(line, *LOST, "-q", "--export", "-o", out) == 1
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert len(before) == 4
    monkeypatch.setattr(files.os, "fsync", fsync)
    assert run(line, "--label", "species", "--alpha", 8, "--export", "-o", out) == 2
    assert "No space left" in complaint(capsys)
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError("Unable to allocate 3.00 GiB"), "not enough memory. Unable to allocate"),
        (ModuleNotFoundError("No module named 'distributed'", name="distributed"), "mixup-theory[dask]"),
        (PermissionError(errno.EACCES, "Permission denied", "x"), "x: Permission denied"),
    ],
)
def test_what_the_machine_refuses_is_one_line(error, said, line, tmp_path, capsys):
    with mock.patch.object(core, "judge", side_effect=error):
        assert run(line, *LOST, "-o", tmp_path / "out") == 2
    assert said in complaint(capsys)
    assert not (tmp_path / "out").exists()


def test_a_bug_keeps_its_traceback(line, tmp_path):
    broken = mock.patch.object(core, "judge", side_effect=ModuleNotFoundError("no", name="theory.nowhere"))
    with broken, pytest.raises(ModuleNotFoundError):
        main([str(a) for a in (line, *LOST, "-o", tmp_path / "out")])


def shell(command, **environment):
    program = f'"{sys.executable}" -m proofs_check.audit'
    found = subprocess.run(
        command.replace("mixup-audit", program), shell=True, capture_output=True, check=False,
        env={"PATH": os.environ["PATH"], **environment},
    )  # fmt: skip
    return found.returncode, found.stdout.decode(), found.stderr.decode()


def test_a_closed_stdout_is_one_line(line):
    status, _, err = shell(f"mixup-audit {line} >&-")
    assert (status, err.count("\n")) == (2, 1)
    assert "stdout is closed" in err


def test_a_locale_without_greek_letters(line, tmp_path):
    options = " ".join(map(str, LOST))
    status, out, err = shell(f"mixup-audit {line} {options} -o {tmp_path / 'out'}", PYTHONIOENCODING="ascii")
    assert (status, without_compiling(err)) == (1, [])
    assert "alpha = 32, eps = 0.25" in " ".join(out.split())


def test_compiling_is_said_once_and_only_if_it_happens(capsys):
    @numba.njit
    def double(x):
        return 2 * x

    with compiling_is_said("program"):
        assert double(1) == 2
        assert double(1.5) == 3.0
    assert capsys.readouterr().err == f"program: {SAID}\n"
    with compiling_is_said("program"):
        double(2)
    with compiling_is_said("program", wanted=False):
        double(2j)
    assert capsys.readouterr().err == ""
