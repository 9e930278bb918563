"""The fast clearance finds what all pairs would: on random, degenerate and adversarial data."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from theory import LabeledDataset
from theory.clearances import clearance, gram
from theory.clearances import euclidean as clearance_fast
from theory.clearances.euclidean import fast_clearance
from theory.clearances.kernels import _at_least
from theory.clearances.plain import plain_clearance
from theory.geometry import squared_distance_to_segment


def both(points, labels, form="repaired", threshold=None):
    dataset = LabeledDataset(np.asarray(points, dtype=float), labels)
    everyone = np.arange(dataset.n_points)
    fast = fast_clearance(dataset, everyone, form, threshold)
    return dataset, fast, plain_clearance(dataset, everyone, form, "euclidean")


def agree(dataset, fast, plain, form="repaired"):
    """Equal distances, and the pair that is named has that distance and threatens the point."""
    extent = np.ptp(dataset.points, axis=0).max()
    np.testing.assert_allclose(fast.distance, plain.distance, rtol=1e-9, atol=1e-13 * extent)
    for x, (u, v) in enumerate(fast.pair):
        rows = [[Fraction(c) for c in dataset.points[i].tolist()] for i in (x, u, v)]
        squared, _ = squared_distance_to_segment(*rows)
        assert fast.distance[x] == pytest.approx(float(squared) ** 0.5, rel=1e-9, abs=1e-300)
        foreign = [dataset.codes[i] != dataset.codes[x] for i in (u, v)]
        assert all(foreign) if form == "printed" else any(foreign)
        assert not any((dataset.points[i] == dataset.points[x]).all() for i in (u, v))
        z = fast.mixing[x] * dataset.points[u] + (1 - fast.mixing[x]) * dataset.points[v]
        assert np.linalg.norm(z - dataset.points[x]) == pytest.approx(fast.distance[x], rel=1e-6, abs=1e-12 * extent)


@st.composite
def lattice(draw):
    """Few integer places, so that ties, duplicates and collinear triples are the rule."""
    dimension = draw(st.integers(1, 4))
    places = st.tuples(*[st.integers(-3, 3)] * dimension)
    found = draw(st.lists(places, min_size=2, max_size=12))
    classes = {place: i % 3 for i, place in enumerate(dict.fromkeys(found))}
    return found, [classes[place] for place in found]


@given(lattice(), st.sampled_from(["repaired", "printed"]))
@settings(max_examples=150, deadline=None)
def test_it_agrees_with_exact_arithmetic_on_lattice_points(data, form):
    points, labels = data
    if len(set(labels)) == 1:
        return
    dataset, fast, plain = both(points, labels, form)
    agree(dataset, fast, plain, form)
    exact = clearance(LabeledDataset(points, labels), form)
    np.testing.assert_allclose(fast.distance, exact.distance, rtol=1e-12, atol=1e-300)
    ends = (exact.mixing == 0) | (exact.mixing == 1)
    np.testing.assert_array_equal(fast.pair[ends], exact.pair[ends])


@pytest.mark.parametrize(("n", "dimension"), [(60, 1), (60, 2), (80, 3), (80, 20), (50, 300)])
@pytest.mark.parametrize("form", ["repaired", "printed"])
def test_it_agrees_on_random_data(n, dimension, form):
    rng = np.random.default_rng(n + dimension)
    agree(*both(rng.normal(size=(n, dimension)), rng.integers(0, 4, n), form), form)


@pytest.mark.parametrize("offset", [0.0, 1e3, 1e6])
def test_data_far_from_the_origin(offset):
    rng = np.random.default_rng(5)
    agree(*both(rng.normal(size=(70, 4)) + offset, rng.integers(0, 3, 70)))


@pytest.mark.parametrize("scale", [1e-300, 1e-150, 1e150, 1e300])
def test_the_scale_does_not_matter(scale):
    rng = np.random.default_rng(6)
    points, labels = rng.normal(size=(40, 3)), rng.integers(0, 3, 40)
    _, fast, _ = both(points, labels)
    _, scaled, _ = both(points * scale, labels)
    np.testing.assert_allclose(scaled.distance / scale, fast.distance, rtol=1e-9)
    np.testing.assert_array_equal(scaled.pair, fast.pair)


def test_points_almost_on_a_segment():
    """Clearances down to 1e-13, where the Gram matrix has no digit left."""
    heights = 10.0 ** -np.arange(1, 14)
    xs = np.arange(1.0, 14.0)
    points = np.vstack([[[0, 0], [20, 0]], np.column_stack([xs, heights])])
    dataset, fast, plain = both(points, [1, 1, *range(2, 15)])
    agree(dataset, fast, plain)


def test_isometries_change_nothing():
    rng = np.random.default_rng(7)
    points, labels = rng.normal(size=(60, 5)), rng.integers(0, 3, 60)
    rotation = np.linalg.qr(rng.normal(size=(5, 5)))[0]
    order = rng.permutation(60)
    _, before, _ = both(points, labels)
    _, turned, _ = both(points @ rotation + 3, labels)
    _, shuffled, _ = both(points[order], labels[order])
    np.testing.assert_allclose(turned.distance, before.distance, rtol=1e-9)
    np.testing.assert_allclose(shuffled.distance, before.distance[order], rtol=1e-12)


def test_a_threshold_keeps_what_is_below_and_only_that():
    rng = np.random.default_rng(8)
    points, labels = rng.normal(size=(90, 6)), rng.integers(0, 3, 90)
    _, fast, _ = both(points, labels)
    threshold = float(np.median(fast.distance))
    _, cut, _ = both(points, labels, threshold=threshold)
    near = fast.distance <= threshold
    np.testing.assert_array_equal(cut.distance[near], fast.distance[near])
    np.testing.assert_array_equal(cut.pair[near], fast.pair[near])
    reported = np.isfinite(cut.distance)
    np.testing.assert_array_equal(cut.distance[reported], fast.distance[reported])


def test_blocks_do_not_show(monkeypatch):
    rng = np.random.default_rng(9)
    points, labels = rng.normal(size=(75, 8)), rng.integers(0, 3, 75)
    _, whole, _ = both(points, labels)
    monkeypatch.setattr(clearance_fast, "GRAM_BYTES", 8 * 75 * 7)
    dataset = LabeledDataset(points, labels)
    for memory in (1, 4 * 75 * 20, 4 * 75 * 90):  # a row at a time, some of the queries in a pass, all of them
        for query in (np.arange(75), np.arange(10, 60), np.array([70, 3, 3, 41])):
            parts = fast_clearance(dataset, query, "repaired", memory=memory)
            for a, b in zip(vars(whole).values(), vars(parts).values(), strict=True):
                np.testing.assert_array_equal(a[query], b)


def test_a_pass_makes_no_row_twice(monkeypatch):
    """All rows of the queries, and of the other points, once in each pass, beside those of the nearest ends."""
    rng = np.random.default_rng(15)
    dataset = LabeledDataset(rng.normal(size=(80, 3)), rng.integers(0, 3, 80))
    made = []
    right = clearance_fast.lengths_of_rows
    monkeypatch.setattr(
        clearance_fast,
        "lengths_of_rows",
        lambda m, s, rows, *rest: made.append(rows.tolist()) or right(m, s, rows, *rest),
    )
    fast_clearance(dataset, np.arange(80), "repaired", memory=4 * 80 * 300)
    assert sorted(itertools.chain(*made)) == list(range(80))  # the rows of the queries serve the pass as well
    made.clear()
    memory = 4 * 80 * 20 + 4 * 50 * (80 + 20 + 2 * 3)  # blocks of 20 rows at least, parts of 50 queries at most
    fast_clearance(dataset, np.arange(80), "repaired", memory=memory)
    counts = np.bincount(list(itertools.chain(*made)), minlength=80)
    assert counts.min() >= 1
    assert 80 < counts.sum() <= 2 * 80 + 80  # two passes, and the nearest end of each query where it is elsewhere


def test_a_few_queries_make_few_rows(monkeypatch):
    """Rows that no query needs an end of are not made: two clusters far apart, and queries in one of them."""
    rng = np.random.default_rng(16)
    points = np.vstack([rng.normal(size=(60, 2)), rng.normal(size=(60, 2)) + 1000])
    dataset = LabeledDataset(points, [i % 2 for i in range(120)])
    made = []
    right = clearance_fast.lengths_of_rows
    monkeypatch.setattr(
        clearance_fast, "lengths_of_rows", lambda m, s, rows, *rest: made.append(len(rows)) or right(m, s, rows, *rest)
    )
    found = fast_clearance(dataset, np.array([3, 4, 5]), "repaired")
    assert sum(made) <= 3 + 3 + 60
    plain = plain_clearance(dataset, np.array([3, 4, 5]), "repaired", "euclidean")
    np.testing.assert_allclose(found.distance, plain.distance, rtol=1e-9)


@pytest.fixture
def best_axes(monkeypatch):
    """As for many points: the best of some axes for every point."""
    monkeypatch.setattr(gram, "MANY", 0)
    monkeypatch.setattr(gram, "MANY_TIMES", 0)


@pytest.mark.parametrize(("n", "dimension"), [(60, 1), (120, 3), (90, 20), (50, 100)])
@pytest.mark.parametrize("form", ["repaired", "printed"])
def test_it_agrees_along_the_best_axes(best_axes, n, dimension, form):
    rng = np.random.default_rng(n + dimension)
    points = rng.normal(size=(n, dimension)) * np.linspace(0.1, 3, dimension) + 5
    agree(*both(points, rng.integers(0, 4, n), form), form)


def test_lattices_and_parts_along_the_best_axes(best_axes):
    """Ties, points at the centroid, and a few queries at a time."""
    grid = [(i, j) for i in range(-4, 5) for j in range(-4, 5)]
    dataset, whole, plain = both(grid, [(i + 2 * j) % 3 for i, j in grid])
    agree(dataset, whole, plain)
    parts = fast_clearance(dataset, np.arange(81), "repaired", memory=4 * 81 * 40)
    for a, b in zip(vars(whole).values(), vars(parts).values(), strict=True):
        np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("many", [True, False])
def test_every_pair_that_comes_near_has_an_end_within_the_limit(many, monkeypatch):
    """The claim behind the rows that are left out, for the best axes and for those towards the centroid.

    The best axes leave fewer ends.
    """
    rng = np.random.default_rng(14)
    points = rng.normal(size=(80, 6)) * [3, 3, 1, 1, 0.1, 0.1]
    dataset, fast, _ = both(points, rng.integers(0, 3, 80))
    data = clearance_fast.arrange(dataset)
    radius = np.ldexp(fast.distance[data.original], data.exponent)
    query = np.arange(80)
    monkeypatch.setattr(gram, "MANY", 0 if many else 1000)
    monkeypatch.setattr(gram, "MANY_TIMES", 0)
    maker = clearance_fast.Maker(data, 80, 80)
    own, spread = maker.own(query), gram.spread_of(data.matrix)
    axes = gram.axes_to_centroid(data.squares, query, data.error)
    if many:
        axes = gram.best_axes(data.matrix, query, radius, spread, data.aslant)
        assert (np.abs(axes.vectors) > 0).all()
    projections = maker.projections(query, query, own, axes)
    within = projections <= (axes.offset + axes.size * radius)[:, None]
    place = np.argsort(data.original)
    for x in range(80):
        assert within[place[x], place[fast.pair[x]]].any()
    assert within.mean() < (0.2 if many else 0.4)


def test_limits_that_are_too_small_would_be_noticed(best_axes, monkeypatch):
    rng = np.random.default_rng(17)
    points, labels = rng.normal(size=(150, 6)), rng.integers(0, 3, 150)
    right = gram.best_axes
    monkeypatch.setattr(clearance_fast, "best_axes", lambda *a: right(*a)._replace(size=right(*a).size * 0.1))
    _, broken, plain = both(points, labels)
    assert not np.allclose(broken.distance, plain.distance, rtol=1e-9)


def test_the_public_function_takes_the_fast_path_for_many_points(monkeypatch):
    rng = np.random.default_rng(10)
    dataset = LabeledDataset(rng.normal(size=(220, 3)), rng.integers(0, 3, 220))
    called = []
    right = clearance_fast.fast_clearance
    monkeypatch.setattr(clearance_fast, "fast_clearance", lambda *a: called.append(1) or right(*a))
    found = clearance(dataset, query=[5, 7])
    plain = plain_clearance(dataset, np.array([5, 7]), "repaired", "euclidean")
    assert called == [1]
    np.testing.assert_allclose(found.distance, plain.distance, rtol=1e-9)


def test_lengths_that_are_not_bounds_would_be_noticed(monkeypatch):
    """Distances beyond their stated error rule out the nearest segments of some points."""
    rng = np.random.default_rng(11)
    points, labels = rng.normal(size=(150, 6)), rng.integers(0, 3, 150)
    agree(*both(points, labels))
    right = clearance_fast.lengths_of_rows
    monkeypatch.setattr(clearance_fast, "lengths_of_rows", lambda *a: right(*a) * np.float32(1.01))
    _, broken, plain = both(points, labels)
    assert not np.allclose(broken.distance, plain.distance, rtol=1e-9)


@pytest.mark.parametrize("offset", [0.0, 3.0])
def test_single_precision_is_used_where_it_is_good_enough_and_bounds_its_error(offset):
    rng = np.random.default_rng(13)
    points, labels = rng.normal(size=(120, 40)) + offset, rng.integers(0, 3, 120)
    centred = points - points.mean(axis=0)
    squares = (centred**2).sum(axis=1)
    matrix, error = clearance_fast.precision(points, centred, np.sqrt(squares))
    assert matrix.dtype == np.float32
    out, gram = np.empty((120, 120), np.float32), np.empty((7, 120), np.float32)
    lengths = clearance_fast.lengths_of_rows(matrix, squares, np.arange(120), error, out, gram).astype(float)
    truth = np.linalg.norm(points[:, None] - points, axis=2)
    assert (lengths >= truth).all()
    assert (lengths**2 * (1 - 2.0**-20) - error <= truth**2).all()
    agree(*both(points, labels))
    near = np.vstack([points, points + 1e-6])
    centred = near - near.mean(axis=0)
    assert clearance_fast.precision(near, centred, np.linalg.norm(centred, axis=1))[0].dtype == np.float64


def test_two_far_points_take_the_digits_from_a_small_cluster():
    """The cluster is 1e-10 of the extent: the distance matrix is noise there, and the answer is not."""
    rng = np.random.default_rng(11)
    cluster = rng.normal(size=(30, 3)) * 1e-7
    _, fast, plain = both(np.vstack([cluster, [[1e3, 0, 0], [-1e3, 0, 0]]]), [i % 3 for i in range(32)])
    np.testing.assert_allclose(fast.distance, plain.distance, rtol=1e-7)


def test_the_plain_form_is_what_all_pairs_say():
    """The oracle of these tests, against a third form: a fine grid of lambda bounds the clearance from above."""
    rng = np.random.default_rng(12)
    dataset, _, plain = both(rng.normal(size=(9, 2)), rng.integers(0, 2, 9))
    lam = np.linspace(0, 1, 2001)[:, None]
    for x in range(9):
        pairs = [
            (u, v)
            for u, v in itertools.combinations_with_replacement([i for i in range(9) if i != x], 2)
            if {dataset.codes[u], dataset.codes[v]} != {dataset.codes[x]}
        ]
        grid = min(
            np.linalg.norm(lam * dataset.points[u] + (1 - lam) * dataset.points[v] - dataset.points[x], axis=1).min()
            for u, v in pairs
        )
        assert plain.distance[x] <= grid <= plain.distance[x] + 5e-3


def test_zeros_of_both_signs_are_one_place():
    assert gram.locations(np.array([[0.0, 1.0], [-0.0, 1.0], [1.0, 0.0], [1.0, -0.0]])).tolist() == [0, 0, 2, 2]


@given(
    along=st.floats(-100, 100), height=st.floats(0, 100), length=st.floats(1e-3, 100), error=st.floats(0, 1e-3),
    shares=st.tuples(*[st.floats(0, 1)] * 3),
)  # fmt: skip
@example(along=1.0, height=0.0, length=0.01, error=1e-6, shares=(0.0, 1.0, 0.0))  # a short base amplifies the error
@settings(max_examples=300, deadline=None)
def test_the_bound_of_the_distance_to_a_line_is_one_whatever_the_rounding(along, height, length, error, shares):
    """From 0 to the line at this height, through u and v at ``along`` and further on."""
    squares = (along**2 + height**2, (along + length) ** 2 + height**2, length**2)
    wrong = [square + 2 * error * share for square, share in zip(squares, shares, strict=True)]
    assert _at_least(*np.sqrt(wrong).astype(np.float32), error) <= height**2
