"""The audit: its findings on small and real data, and what it refuses."""

import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console
from scipy.sparse import csr_matrix
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine

from proofs_check.audit import audit, page, terminal
from proofs_check.audit.findings import Settings
from proofs_check.audit.terminal import summary
from proofs_check.audit.thresholds import Enclosure
from proofs_check.audit.words import unsafe_alpha_text, unsafe_epsilon_text, verdict
from theory import Beta, LabeledDataset, mixup_optimal


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
