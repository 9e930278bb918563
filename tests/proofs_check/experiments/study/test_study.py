"""The study of the audit: its sets, its measures by hand, repairs that change only what they say, and its records."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from proofs_check.experiments.study import measures, repairs, runs, tables
from proofs_check.experiments.study.networks import Networks
from proofs_check.experiments.study.sets import load, names
from proofs_check.experiments.training import Draws, Protocol
from proofs_check.support.cache import Store
from theory import Beta, LabeledDataset, mixup_optimal
from theory.optimal.resolution import unit
from theory.results.mixup.study import interval

SMALL = Protocol(hidden=16, deeper=1, epochs=30, read_every=30, learning_rate=0.02, decay=True)


def test_there_are_23_sets_at_distinct_places_always_the_same():
    assert len(names()) == 23
    assert [len(names(group)) for group in ("real", "flipped", "synthetic")] == [11, 3, 9]
    for name in ("iris", "cancer+10%", "planted-20d", "digits-pca5"):
        one, other = load(name), load(name)
        np.testing.assert_array_equal(one.points, other.points)
        assert len(np.unique(one.points, axis=0)) == len(one.points)
        assert 100 <= len(one.points) <= 300
        assert len(one.fresh) == len(one.fresh_codes) >= 50
    flipped, right = load("wine+10%"), load("wine")
    assert flipped.points.shape == right.points.shape


def saying(data, misfit):
    """Networks that are h_eps at U/8, but wrong at the points ``misfit``."""
    dataset = LabeledDataset(data.points, data.codes)
    h = mixup_optimal(dataset, Beta(8), data.points, unit(dataset).value / 8)
    wrong = np.eye(data.n_classes)[(data.codes + 1) % data.n_classes]
    h[misfit] = 0.4 * h[misfit] + 0.6 * wrong[misfit]
    return np.stack([h] * 3)


def test_the_measures_of_a_cell_are_what_they_say():
    data = load("iris")
    right = np.stack([np.eye(3)[data.codes]] * 3) * 0.9 + 0.1 / 3
    distances = np.linalg.norm(data.points[:, None] - data.points[None], axis=2)
    other = np.where(data.codes[:, None] != data.codes, distances, np.inf).min(axis=1)
    misfit = other.argsort()[:5]
    said = saying(data, misfit)
    wrong = (said.argmax(axis=2) != data.codes).mean(axis=0) > 0.5
    networks = Networks(said, np.array([0.5, 0.7, 0.9]))
    trained = runs.Trained(data, Networks(right, np.ones(3)), {8: networks}, right[0])
    (row,) = measures.cells(trained)
    assert row["misfit"] == wrong.sum() >= 5
    assert row["accuracy"] == pytest.approx(0.7)
    assert row["erm misfit"] == 0
    assert row["auroc another run"] == 1.0
    assert row["auroc held out"] == row["auroc ERM margin"] == 0.5  # every point alike
    if wrong.sum() == 5:
        assert row["auroc other class"] == 1.0
    assert row["tv 0.125U"] == min(row[f"tv {c:g}U"] for c in measures.MULTIPLES)
    assert row["tv another run"] == 0
    assert row["tv class means"] > row["tv 0.125U"]


def test_a_cell_with_two_misfit_points_is_not_ranked():
    data = load("iris")
    right = np.stack([np.eye(3)[data.codes]] * 3)
    wrong = right.copy()
    wrong[:, :2] = np.roll(wrong[:, :2], 1, axis=2)
    (row,) = measures.cells(runs.Trained(data, Networks(right, np.ones(3)), {1: Networks(wrong, np.ones(3))}, right[0]))
    assert row["misfit"] == 2
    assert not [name for name in row if name.startswith("auroc")]


def test_intervals_are_of_the_mean_over_sets():
    rng = np.random.default_rng(0)
    values = rng.normal(0.8, 0.1, 400)
    low, high = interval(values)
    assert low < values.mean() < high
    assert high - low == pytest.approx(2 * 1.96 * 0.1 / 20, rel=0.15)
    table = pd.DataFrame({"set": ["a", "a", "b", "c"], "x": [0.0, 1.0, 0.25, np.nan]})
    assert measures.mean_over_sets(table, "x").to_dict() == {"a": 0.5, "b": 0.25}


def test_repairs_change_only_what_they_say():
    data = load("circles")
    n, rng = len(data.points), np.random.default_rng(0)
    drawn = Draws(rng.integers(n, size=(50, n)).astype(np.int16), rng.beta(8, 8, (50, n)).astype(np.float32))
    mended = {
        name: (change(np.random.default_rng(1), drawn) if change else drawn, share)
        for name, (change, share) in repairs.changes(data).items()
    }
    for name in ("guilty", "random", "off at the end"):
        changed, share = mended[name]
        np.testing.assert_array_equal(changed.partner, drawn.partner)
        assert set(np.unique(changed.mixing[changed.mixing != drawn.mixing])) == {1.0}
        assert (changed.mixing == 1).mean() == pytest.approx(share, abs=0.02)
    np.testing.assert_array_equal(mended["neighbours"][0].mixing, drawn.mixing)
    nearest = np.linalg.norm(data.points[:, None] - data.points[None], axis=2).argsort(axis=1)[:, 1:11]
    assert all(
        set(column) <= set(near) for column, near in zip(mended["neighbours"][0].partner.T, nearest, strict=True)
    )
    assert (mended["off at the end"][0].mixing[40:] == 1).all()
    assert (mended["off at the end"][0].mixing[:40] < 1).all()


def test_a_study_that_was_interrupted_goes_on(tmp_path, monkeypatch):
    store = Store(tmp_path)
    first = runs.train_all("iris", 2, store, SMALL)
    monkeypatch.setattr(runs, "trained", None)  # nothing may be trained again
    again = runs.train_all("iris", 2, store, SMALL)
    np.testing.assert_allclose(again.mixup[8].probabilities, first.mixup[8].probabilities, atol=1e-6)
    with pytest.raises(TypeError):
        runs.train_all("iris", 2, store, SMALL, seed=1)


def test_networks_learn_and_mixup_is_another_training():
    found = runs.train_all("iris", 2, None, Protocol(hidden=32, deeper=1, epochs=300, read_every=300, decay=True))
    assert found.erm.accuracy.min() > 0.8
    assert found.erm.probabilities.max(axis=2).mean() > found.mixup[1024].probabilities.max(axis=2).mean() + 0.05


@pytest.mark.parametrize(("name", "rows"), [("audit", 69), ("repairs", 48)])
def test_the_recorded_tables_are_whole(name, rows):
    table = tables.recorded(name)
    assert len(table) == rows
    assert set(table["set"]) <= set(names())
    first = (tables.RECORDED / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# recorded 2026-")
    assert "seed 0" in first


PAGE = (Path(__file__).parents[4] / "docs" / "study.md").read_text(encoding="utf-8")


def row_of_the_page(name):
    (row,) = re.findall(rf"^\| {re.escape(name)} \|(.*)\|$", PAGE, re.MULTILINE)
    return [cell.strip() for cell in row.split("|")]


@pytest.mark.parametrize("ranking", ["another run", "plane", "lead at .2U", "lead at U/8", "ERM margin", "held out"])
def test_the_ranking_on_the_page_is_that_of_the_recorded_table(ranking):
    table = tables.recorded("audit")
    every = measures.mean_over_sets(table, f"auroc {ranking}")
    real = measures.mean_over_sets(table[table["group"] != "synthetic"], f"auroc {ranking}")
    low, high = interval(every.tolist())
    expected = [f"{every.mean():.3f} [{low:.3f}, {high:.3f}]", f"{real.mean():.3f}", f"{every.min():.2f}"]
    assert row_of_the_page(measures.RANKINGS[ranking]) == expected


def test_the_distances_on_the_page_are_those_of_the_recorded_table():
    table = tables.recorded("audit")
    for name, column in (("h_ε at U/8", "tv 0.125U"), ("class means", "tv class means")):
        assert f"{name} {table[column].mean():.3f}" in PAGE


@pytest.mark.parametrize("repair", repairs.REPAIRS)
def test_the_repairs_on_the_page_are_those_of_the_recorded_table(repair):
    mine = tables.recorded("repairs").query("repair == @repair")
    assert row_of_the_page(repairs.REPAIRS[repair]) == [f"{mine['wrong'].mean():.1f}", f"{mine['accuracy'].mean():.3f}"]


def test_the_scope_that_the_audit_states_is_what_was_recorded():
    """Real training points: rarely wrong at alpha = 1, and in 13 or more dimensions never."""
    table = tables.recorded("audit")
    real = table[table["group"] != "synthetic"]
    first = real[real["alpha"] == 1]
    assert first["misfit"].sum() / first["points"].sum() < 0.01
    assert real[real["dimension"] >= 13]["misfit"].sum() == 0
    assert f"{first['misfit'].sum()} of {first['points'].sum():,} real training points" in PAGE


def test_wrong_in_half_of_the_runs_is_not_wrong_in_most():
    right, wrong = [0.9, 0.1], [0.1, 0.9]
    runs = np.array([[right, wrong, wrong], [wrong, wrong, right]])
    assert measures._often_wrong(runs, np.array([0, 0, 1])).tolist() == [False, True, False]
