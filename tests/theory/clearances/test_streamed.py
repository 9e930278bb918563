"""Clearances of data in a file are those of the same data in memory, bit for bit, and a file is never read whole."""

import numpy as np
import pytest

from theory import LabeledDataset, clearance
from theory.clearances import streamed
from theory.clearances.pieces import NpyRows, Pieces
from theory.clearances.streamed import streamed_clearance

N, QUERY = 300, np.array([7, 200, 3, 45, 299, 0])
SMALL, TINY = 2**16, 2**13  # bytes: tiles of 181 × 45 points in four dimensions, and of 27 × 6


def data(dimension=4, kind=np.float32, seed=0):
    """Three classes, mixed up, with some copies: of a query too."""
    rng = np.random.default_rng(seed)
    points, labels = rng.normal(size=(N, dimension)).astype(kind), rng.integers(0, 3, N)
    points[100:120], labels[100:120] = points[:20], labels[:20]
    return points, labels


def same(found, expected):
    for one, other in zip(vars(found).values(), vars(expected).values(), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("form", ["repaired", "printed"])
@pytest.mark.parametrize("memory", [TINY, SMALL, streamed.MEMORY])
def test_it_is_what_all_points_in_memory_give_to_the_last_bit(form, memory, tmp_path):
    points, labels = data()
    np.save(tmp_path / "points.npy", points)
    whole = clearance(LabeledDataset(points, labels.tolist()), form, query=QUERY)
    same(streamed_clearance(NpyRows(tmp_path / "points.npy"), labels, QUERY, form, memory=memory), whole)


@pytest.mark.parametrize("scale", [1e-300, 1e-3, 1e300])
def test_the_scale_does_not_matter(scale):
    points, labels = data(kind=np.float64)
    whole = clearance(LabeledDataset(points * scale, labels.tolist()), query=QUERY)
    same(streamed_clearance(points * scale, labels, QUERY, memory=SMALL), whole)


@pytest.mark.parametrize("form", ["repaired", "printed"])
def test_ties_on_a_lattice_go_to_the_lowest_pair(form):
    """Few places, many copies, classes that come one after the other in the file."""
    places = np.random.default_rng(1).integers(0, 4, size=(N, 2)).astype(np.float64)
    labels = places[:, 0].astype(int)
    order = np.argsort(labels, kind="stable")
    points, labels = places[order], labels[order]
    whole = clearance(LabeledDataset(points, labels.tolist()), form, query=QUERY)
    same(streamed_clearance(points, labels, QUERY, form, memory=TINY), whole)


def test_vectors_that_follow_the_spread_rule_out_as_well(monkeypatch):
    points, labels = data(dimension=3)
    monkeypatch.setattr("theory.clearances.gram.MANY", 100)
    assert Pieces(points, SMALL).spread() is not None
    whole = clearance(LabeledDataset(points, labels.tolist()), query=QUERY)
    same(streamed_clearance(points, labels, QUERY, memory=SMALL), whole)


@pytest.mark.parametrize(("budget", "points"), [(-1.0, 1), (1e9, len(QUERY))])
def test_a_budget_cuts_the_number_of_points_and_never_their_exactness(budget, points):
    rows, labels = data()
    found = streamed_clearance(rows, labels, QUERY, budget=budget, memory=SMALL)
    assert len(found.distance) == points
    same(found, clearance(LabeledDataset(rows, labels.tolist()), query=QUERY[:points]))


def test_a_budget_is_met_by_what_a_tile_took(monkeypatch):
    """With a clock that ticks once a question, each step of a tile takes a second: cost grows with the queries."""
    points, labels = data()
    counts = []
    for seconds in (0.0, 30.0, 100.0, 1e4):
        clock = iter(range(10**6))
        with monkeypatch.context() as patch:
            patch.setattr(streamed.time, "perf_counter", lambda clock=clock: float(next(clock)))
            counts.append(len(streamed_clearance(points, labels, QUERY, budget=seconds, memory=SMALL).distance))
    assert counts == sorted(counts)
    assert counts[0] == 1 < counts[-1] == len(QUERY)


class Watched:
    """Points of which each reading is noted."""

    def __init__(self, points):
        self.points, self.shape, self.most = points, points.shape, 0

    def __getitem__(self, rows):
        found = self.points[rows]
        self.most = max(self.most, len(found))
        return found


def test_no_reading_is_larger_than_a_piece():
    points, labels = data()
    watched = Watched(points)
    streamed_clearance(watched, labels, QUERY, memory=TINY)
    assert watched.most == Pieces(points, TINY).columns < N / 5


def test_a_map_is_left_after_each_piece(tmp_path):
    np.save(tmp_path / "points.npy", data()[0])
    piece = NpyRows(tmp_path / "points.npy")[5:9]
    assert piece.base is None
    assert type(piece) is np.ndarray


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros(4), "shape"),
        (np.zeros((2, 2), dtype=int), "floats"),
        (np.zeros((2, 2), dtype=complex), "floats"),
        (np.array([["a"]]), "floats"),
    ],
)
def test_a_file_of_anything_else_is_refused(array, message, tmp_path):
    np.save(tmp_path / "points.npy", array)
    with pytest.raises(ValueError, match=message):
        NpyRows(tmp_path / "points.npy")


def test_a_file_that_is_no_npy_is_one_line(tmp_path):
    (tmp_path / "text.npy").write_text("no array")
    for path in (tmp_path / "text.npy", tmp_path / "missing.npy"):
        with pytest.raises(ValueError, match="holds no array that can be mapped"):
            NpyRows(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": [0] * N}, "two classes"),
        ({"labels": [0, 1]}, "need 300 labels"),
        ({"query": [0, 300]}, "from 0 to 299"),
        ({"query": [-1]}, "from 0 to 299"),
        ({"query": []}, "list of indices"),
        ({"query": [1.5]}, "list of indices"),
        ({"query": [4, 4]}, "twice"),
        ({"form": "wrong"}, "form must be"),
    ],
)
def test_what_makes_no_sense_is_refused(change, message):
    points, labels = data()
    with pytest.raises(ValueError, match=message):
        streamed_clearance(points, **({"labels": labels, "query": QUERY} | change))


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_points_must_be_finite(value):
    points, labels = data()
    points[250, 1] = value
    with pytest.raises(ValueError, match="finite"):
        streamed_clearance(points, labels, QUERY, memory=SMALL)


def test_two_labels_at_the_place_of_a_query():
    points, labels = data()
    labels[107] = (labels[7] + 1) % 3
    with pytest.raises(ValueError, match="points 7 and 107 are at one location"):
        streamed_clearance(points, labels, QUERY, memory=SMALL)
