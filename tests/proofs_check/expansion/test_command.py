"""The command line: files of all kinds, doors at their worst, the exit statuses, the schema of its JSON."""

from __future__ import annotations

import errno
import json
import os
from functools import partial
from importlib import resources

import jsonschema
import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from proofs_check.__main__ import main
from proofs_check.expansion import expansion
from proofs_check.expansion.given import neighbour_graph
from proofs_check.support import files
from tests.proofs_check.commands import only_line, status

SCHEMA = json.loads(resources.files("proofs_check.expansion").joinpath("schema.json").read_text(encoding="utf-8"))


run, complaint = partial(status, main), partial(only_line, "mixup-verify")


@pytest.fixture
def data(tmp_path):
    """Twelve points in two far groups, two wrong pseudo-labels, in every form."""
    rng = np.random.default_rng(0)
    truth = np.array([0, 1] * 6)
    X = rng.normal(size=(12, 2)) + 20 * truth[:, None]
    pseudo, student = truth.copy(), truth.copy()
    pseudo[[0, 3]] ^= 1
    student[5] ^= 1
    frame = pd.DataFrame(X, columns=["u", "v"]).assign(guess=pseudo, other=student, kind=truth)
    frame.to_csv(tmp_path / "t.csv", index=False)
    np.savez(tmp_path / "t.npz", X=X, y=truth, p=pseudo, s=student)
    for name, array in (("y", truth), ("p", pseudo), ("s", student)):
        np.save(tmp_path / f"{name}.npy", array)
    graph = neighbour_graph(X, 4)
    scipy.sparse.save_npz(tmp_path / "g.npz", graph)
    np.savez(tmp_path / "g2.npz", graph=graph.toarray(), truth=truth, pseudo=pseudo, student=student)
    np.savez(tmp_path / "g3.npz", edges=np.argwhere(graph.toarray()), y=truth)
    np.save(tmp_path / "g4.npy", graph.toarray())
    return tmp_path, expansion(graph, pseudo, truth), expansion(graph, pseudo, truth, student=student)


def test_every_file_says_the_same(data, capsys):
    place, plain, judged = data
    files_ = ["--truth", place / "y.npy", "--pseudo", place / "p.npy"]
    k = ["--neighbours", 4, "--json"]
    ways = [
        [place / "t.csv", "--pseudo", "guess", "--drop", "other", *k],
        [place / "t.csv", "--pseudo", place / "p.npy", "--features", "u,v", *k],
        [place / "t.npz", "--pseudo", "p", *k],
        [place / "t.npz", "--x", "X", "--y", "y", "--pseudo", place / "p.npy", *k],
        ["--graph", place / "g.npz", *files_, "--json"],
        ["--graph", place / "g2.npz", "--json"],
        ["--graph", place / "g3.npz", "--truth", "y", "--pseudo", place / "p.npy", "--json"],
        ["--graph", place / "g4.npy", *files_, "--json"],
    ]
    for way in ways:
        assert run("expansion", *way) == 0
        said = json.loads(capsys.readouterr().out)
        assert said["certificate"] == json.loads(plain.to_json())["certificate"]
        assert said["bounds"] == json.loads(plain.to_json())["bounds"]
    for way in (
        [place / "t.csv", "--pseudo", "guess", "--student", "other", *k],
        [place / "t.npz", "--pseudo", "p", "--student", "s", *k],
        ["--graph", place / "g2.npz", "--student", "student", "--json"],
        ["--graph", place / "g.npz", *files_, "--student", place / "s.npy", "--json"],
    ):
        assert run("expansion", *way) == 0
        assert json.loads(capsys.readouterr().out)["bounds"] == json.loads(judged.to_json())["bounds"]


def test_the_report_is_written_and_established_again(data, capsys):
    place, plain, _ = data
    out = place / "out"
    assert run("expansion", place / "t.csv", "--pseudo", "guess", "--drop", "other", "--neighbours", 4, "-o", out) == 0
    shown = capsys.readouterr().out
    assert "Wrong pseudo-labels: 2 of 12" in shown
    assert "not about the population" in shown
    assert "Methods" not in shown
    assert sorted(path.name for path in out.iterdir()) == ["expansion.html", "expansion.json"]
    assert run("recheck-expansion", out / "expansion.json") == 0
    assert "Established again." in capsys.readouterr().out
    text = (out / "expansion.json").read_text()
    assert f'"expansion": "{plain.constant}"' in text
    (out / "expansion.json").write_text(text.replace(f'"expansion": "{plain.constant}"', '"expansion": "99"'))
    assert run("recheck-expansion", out / "expansion.json") == 1
    said = capsys.readouterr()
    assert "is not what follows" in " ".join(said.out.split())
    assert said.err == ""
    for content in (b"\xff\xfe", b"[]", b"no JSON"):
        (out / "expansion.json").write_bytes(content)
        assert run("recheck-expansion", out / "expansion.json") == 1
        assert capsys.readouterr().out.startswith("✗ ")
    os.mkfifo(out / "pipe")  # which never ends, as nobody writes
    for path in (out, out / "nowhere", out / "pipe"):
        assert run("recheck-expansion", path) == 2
        complaint(capsys)


def test_only_a_bound_that_was_asked_for_gives_status_1(data, capsys):
    place, plain, _ = data
    way = ["expansion", "--graph", place / "g2.npz", "-o", place / "out"]
    assert plain.guaranteed == 0
    assert run(*way, "--at-most", 0, "-q") == 0
    assert capsys.readouterr() == ("", "")
    np.save(place / "bad.npy", 1 - np.load(place / "y.npy"))
    worse = [*way, "--pseudo", place / "bad.npy"]
    assert run(*worse, "-q") == 0
    assert run(*worse, "--at-most", 1, "-q") == 1
    assert (place / "out" / "expansion.json").is_file()
    for share in ("1.5", "-.1", "nan"):
        assert run(*way, f"--at-most={share}") == 2
        assert "share" in complaint(capsys)


def test_the_demo_can_be_typed_by_anybody(tmp_path, capsys):
    assert run("expansion", "--demo", "digits", "-o", tmp_path / "out") == 0
    assert "357 points" in capsys.readouterr().out


def test_help_has_an_example_and_the_exit_statuses(capsys):
    assert run("expansion", "--help") == 0
    shown = capsys.readouterr().out
    assert "mixup-verify expansion --demo digits" in shown
    assert "Exit status:" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "give one of DATA"),
        (["t.csv", "--demo", "digits"], "give one of DATA"),
        (["t.csv"], "--pseudo must name"),
        (["t.csv", "--pseudo", "nothing"], "nothing"),
        (["t.csv", "--pseudo", "guess", "--neighbours", "12"], "from 1 to 11"),
        (["t.csv", "--pseudo", "guess", "--truth", "y.npy"], "--truth says nothing"),
        (["t.csv", "--pseudo", "guess", "--undirected"], "--undirected says nothing"),
        (["t.csv", "--pseudo", "nowhere.npy"], "nowhere.npy"),
        (["t.csv", "--pseudo", "u"], "measurements, not classes"),
        (["nowhere.csv", "--pseudo", "guess"], "no such file"),
        (["t.npz", "--pseudo", "nothing"], "no array 'nothing'"),
        (["--graph", "g.npz"], "no array 'pseudo'"),
        (["--graph", "g3.npz"], "the arrays are edges, y"),
        (["--graph", "t.npz"], "must be called"),
        (["--graph", "t.csv"], "NPZ or NPY"),
        (["--graph", "nowhere.npz"], "no such file"),
        (["--graph", "broken.npz"], "is it whole"),
        (["--graph", "objects.npz"], "is it whole"),
        (["--graph", "g2.npz", "--label", "kind"], "--label says nothing"),
        (["--graph", "g2.npz", "--neighbours", "3"], "--neighbours says nothing"),
        (["--graph", "g2.npz", "--standardize"], "--standardize says nothing"),
        (["--graph", "g2.npz", "--student", "nothing"], "no array 'nothing'"),
        (["--demo", "digits", "--pseudo", "p"], "--pseudo says nothing"),
        (["--demo", "digits", "--neighbours", "400"], "from 1 to 356"),
        (["--demo", "digits", "--json", "-q"], "leave out"),
        (["--demo", "digits", "-o", "t.csv"], "not a folder"),
        (["--demo", "digits", "-o", "/proc/nowhere"], "proc"),
    ],
)
def test_bad_input_is_one_line_and_writes_nothing(arguments, said, data, capsys, monkeypatch):
    monkeypatch.chdir(data[0])
    (data[0] / "broken.npz").write_bytes((data[0] / "g.npz").read_bytes()[:200])
    np.savez(data[0] / "objects.npz", graph=np.array([{}], dtype=object))
    assert run("expansion", *arguments) == 2
    assert said in complaint(capsys)
    assert not (data[0] / "build").exists()


@pytest.mark.parametrize("after", [0, 1])
def test_a_full_disk_leaves_nothing_half_written(after, data, capsys, monkeypatch):
    written, out = [], data[0] / "out"
    way = ["expansion", "--graph", data[0] / "g2.npz", "-q", "-o", out]
    assert run(*way) == 0
    before = {path: path.read_bytes() for path in out.iterdir()}

    def fsync(descriptor):
        written.append(descriptor)
        if len(written) > after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", fsync)
    assert run(*way, "--undirected") == 2
    assert "No space left" in complaint(capsys)
    assert {path: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.parametrize("classes", [1, 2, 3])
@pytest.mark.parametrize("judged", [False, True])
def test_reports_follow_the_schema(classes, judged):
    rng = np.random.default_rng(classes)
    truth = np.arange(20) % classes
    pseudo = np.where(rng.random(20) < 0.2, 0, truth)
    found = expansion(rng.integers(0, 20, (60, 2)), pseudo, truth, student=pseudo if judged else None)
    plain = json.loads(found.to_json())
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(plain, SCHEMA)
    for name in ("verdict", "mu", "certificate"):
        with pytest.raises(jsonschema.ValidationError, match=name):
            jsonschema.validate({key: value for key, value in plain.items() if key != name}, SCHEMA)
    for wrong in ({"expansion": "1.5"}, {"points": 0}, {"more": 1}, {"denoised": {}}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(plain | wrong, SCHEMA)
