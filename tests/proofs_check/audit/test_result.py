"""An audit to hold: what it prints, its tables by the user's rows, the law of lambda in each of its forms."""

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris

from proofs_check.audit import audit
from theory import Beta, LabeledDataset, mixup_optimal

LINE = pd.DataFrame({"x": [0.0, 5.0, 1.0, 1.0, 2.0], "kind": list("azbba")}, index=["p", "gone", "q", "q2", "r"])


@pytest.fixture(scope="module")
def line():
    """Three places, the middle one twice, after a row that is one of two in conflict."""
    frame = pd.concat([LINE, pd.DataFrame({"x": [5.0], "kind": ["y"]}, index=["gone too"])])
    return audit(frame, "kind", alpha=32, epsilon=0.25)


def test_tables_are_indexed_by_what_the_user_calls_the_rows(line):
    frame = line.to_frame()
    assert sorted(frame.index) == ["p", "q", "q2", "r"]
    assert frame.loc["r", "row"] == 4
    assert frame.loc["q", ["u", "v"]].tolist() == ["p", "r"]
    assert frame.loc["q", "label"] == "b"
    assert (frame["lead"].diff().dropna() >= 0).all()
    assert line.prepared.conflicts == ((1, 5),)


def test_hazards_are_the_rows_of_the_user():
    found = audit([[5.0], [5.0], [0.0], [1.0], [2.0]], ["y", "z", "a", "b", "a"], alpha=32, epsilon=0.25)
    assert found.hazards.tolist() == [3]
    assert found.lost_points.tolist() == [1]
    pairs = found.guilty_pairs()
    assert (pairs.index[0], pairs.iloc[0]["u"], pairs.iloc[0]["v"]) == (3, 2, 4)
    assert pairs["share"].is_monotonic_decreasing
    assert 0 < pairs["share"].sum() < 1


def test_it_prints_as_one_screen_and_as_a_notebook_shows_it(line):
    shown = repr(audit(load_iris(), alpha=32, search=0))
    assert len(shown.splitlines()) <= 24
    assert max(map(len, shown.splitlines())) <= 80
    assert "lost at α = 32" in " ".join(shown.split())
    page = line._repr_html_()
    assert "<table" in page
    assert "\n" in line.summary()
    marked = audit([[0.0], [1.0], [2.0]], ["<b>", "<i>", "<b>"], alpha=32, epsilon=0.25)._repr_html_()
    assert "<i>" not in marked
    assert "&lt;i&gt;" in marked


def test_the_page_is_saved(line, tmp_path):
    assert line.save_html(tmp_path / "x" / "page.html", "three places").is_file()
    assert "Audit of three places" in (tmp_path / "x" / "page.html").read_text()
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        line.save_html(tmp_path / "file" / "page.html")


def cloud(n=60):
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, 2)), rng.integers(0, 3, n)


def test_without_mixing_a_point_has_the_mean_label_of_its_ball():
    X, y = cloud()
    found = audit(X, y, alpha=0, epsilon=0.4, search=5)
    near = np.linalg.norm(X[:, None] - X, axis=2) < 0.4
    expected = np.array([(y[row] == own).mean() for row, own in zip(near, y, strict=True)])
    np.testing.assert_allclose(found.to_frame().sort_values("row")["own"], expected, rtol=1e-12)
    assert "nothing is mixed" in repr(found)
    assert found.table.alphas[0] == 0.1  # the table still says what mixing would do


@pytest.mark.parametrize("self_pairs", [True, False])
def test_an_asymmetric_law(self_pairs):
    X, y = cloud()
    found = audit(X, y, alpha=(2, 8), epsilon=0.4, search=3, self_pairs=self_pairs)
    h = mixup_optimal(LabeledDataset(X, y), Beta(2, 8), X, 0.4, self_pairs)
    np.testing.assert_allclose(found.to_frame().sort_values("row")["own"], h[np.arange(60), y], rtol=1e-8)
    assert "λ ~ Beta(2, 8)" in " ".join(repr(found).split())


def test_weights_are_those_of_rows_that_are_drawn_more_often():
    """With self-pairs a row of weight 3 is three rows at its place; U weighs pairs too."""
    X, y = cloud(40)
    times = np.where(np.arange(40) % 7 == 0, 3, 1)
    options = {"alpha": 4, "epsilon": "auto", "search": 4}
    weighted = audit(X, y, weights=times, **options)
    copied = audit(np.repeat(X, times, axis=0), np.repeat(y, times), **options)
    assert weighted.unit.value == copied.unit.value
    firsts = copied.to_frame().sort_values("row")["lead"].to_numpy()[np.cumsum(times) - times]
    np.testing.assert_allclose(weighted.to_frame().sort_values("row")["lead"], firsts, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(weighted.clearance.distance, audit(X, y, **options).clearance.distance)
    assert "p_i p_j" in " ".join(weighted.prepared.remarks)


@pytest.mark.parametrize("alpha", [-1, "auto", (1, 2, 3), (0, 1), np.nan, 1e9])
def test_what_is_no_law(alpha):
    with pytest.raises(ValueError, match="alpha must be 0, lie between"):
        audit([[0.0], [1.0]], [0, 1], alpha=alpha)
