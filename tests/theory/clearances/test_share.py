"""Share and majority clearance: known values, and exact, plain and fast forms that agree on hard data."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from proofs_check.instances.lattice import datasets
from theory import LabeledDataset
from theory.clearances import (
    clearance,
    distance_to_other_class,
    euclidean,
    exact_clearance,
    exact_majority_clearance,
    exact_share_clearance,
    majority_clearance,
    many,
    share_clearance,
    share_euclidean,
    share_plain,
)
from theory.clearances.kernels import tangent_to
from theory.clearances.order_kernels import is_nearer
from theory.clearances.share_euclidean import fast_share_clearance
from theory.clearances.share_kernels import _conditions, _may_reach
from theory.clearances.share_plain import distance_ranks, plain_share_clearance
from theory.geometry import dot, squared_distance_to_segment, subtract

HALF = Fraction(1, 2)
SHARES = (None, 0.25, 0.5, 0.875)  # None is the majority clearance


def exactly(dataset, index, share):
    return exact_majority_clearance(dataset, index) if share is None else exact_share_clearance(dataset, index, share)


def stored(points, labels):
    """The float data, and the same numbers as exact data."""
    points = np.asarray(points, dtype=float)
    rows = [[Fraction(v) for v in row] for row in points.tolist()]
    return LabeledDataset(points, labels), LabeledDataset(rows, labels)


def agree(dataset, share, fast, plain):
    """Equal distances, and the pair that is named counts and has that distance at the lambda that is named."""
    extent = np.ptp(dataset.points, axis=0).max()
    np.testing.assert_allclose(fast.distance, plain.distance, rtol=1e-9, atol=1e-13 * extent)
    for found in (fast, plain):
        for x, (u, v) in enumerate(found.pair):
            rows = [[Fraction(c) for c in dataset.points[i].tolist()] for i in (x, u, v)]
            own = [dataset.codes[i] == dataset.codes[x] for i in (u, v)]
            assert not all(own)
            ends = (rows[2], rows[1]) if own[1] else (rows[1], rows[2])
            if any(own) and share is None:
                squares = [dot(offset, offset) for offset in (subtract(end, rows[0]) for end in ends)]
                assert squares[1] < squares[0]
            most = Fraction(share) if any(own) and share is not None else 1
            squared, _ = squared_distance_to_segment(rows[0], *ends, most)
            assert found.distance[x] == pytest.approx(float(squared) ** 0.5, rel=1e-9, abs=1e-13 * extent)
            z = found.mixing[x] * dataset.points[u] + (1 - found.mixing[x]) * dataset.points[v]
            assert np.linalg.norm(z - dataset.points[x]) == pytest.approx(found.distance[x], rel=1e-6, abs=1e-12)


@st.composite
def lattice(draw):
    """Few places of a grid of step 1 or 1/10, which floats miss: ties that are true, and ties that only seem so."""
    dimension = draw(st.integers(1, 3))
    places = st.tuples(*[st.integers(-3, 3)] * dimension)
    found = draw(st.lists(places, min_size=2, max_size=9))
    classes = {place: i % 3 for i, place in enumerate(dict.fromkeys(found))}
    step = draw(st.sampled_from([1.0, 0.1]))
    return [[step * c for c in place] for place in found], [classes[place] for place in found]


@given(lattice(), st.sampled_from(SHARES))
@example(([[0.1], [0.2], [0.30000000000000004]], [0, 0, 1]), None)  # 0.2 is nearer to 0.1 than to 0.3
@settings(max_examples=200, deadline=None)
def test_all_forms_agree_where_ties_are_common(data, share):
    points, labels = data
    if len(set(labels)) == 1:
        return
    dataset, exact = stored(points, labels)
    everyone = np.arange(dataset.n_points)
    fast, plain = fast_share_clearance(dataset, everyone, share), plain_share_clearance(dataset, everyone, share)
    agree(dataset, share, fast, plain)
    truth = [exactly(exact, x, share) for x in range(dataset.n_points)]
    np.testing.assert_allclose(fast.distance, [found.distance for found in truth], rtol=1e-12, atol=1e-300)
    if share is None:
        ends = np.array([found.mixing in (0, 1) for found in truth])
        np.testing.assert_array_equal(fast.pair[ends], np.array([found.pair for found in truth])[ends])


@pytest.mark.parametrize(("n", "dimension"), [(60, 1), (60, 2), (80, 3), (80, 20), (50, 300)])
@pytest.mark.parametrize("share", SHARES)
def test_fast_and_plain_agree_on_random_data(n, dimension, share):
    rng = np.random.default_rng(n + dimension)
    dataset = LabeledDataset(rng.normal(size=(n, dimension)) + 3, rng.integers(0, 4, n))
    everyone = np.arange(n)
    agree(dataset, share, *(form(dataset, everyone, share) for form in (fast_share_clearance, plain_share_clearance)))


@pytest.mark.parametrize("share", SHARES)
def test_some_points_at_a_time_in_small_blocks_give_the_same(share):
    rng = np.random.default_rng(9)
    dataset = LabeledDataset(rng.normal(size=(75, 8)), rng.integers(0, 3, 75))
    whole = fast_share_clearance(dataset, np.arange(75), share)
    parts = fast_share_clearance(dataset, np.arange(75), share, memory=4 * 75 * 20)
    query = np.array([70, 3, 3, 41])
    few = fast_share_clearance(dataset, query, share)
    for name in ("distance", "pair", "mixing"):
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))
        np.testing.assert_array_equal(getattr(few, name), getattr(whole, name)[query])


@pytest.mark.parametrize("scale", [1e-300, 1e-150, 1e150, 1e300])
@pytest.mark.parametrize("share", SHARES)
def test_the_scale_does_not_matter(scale, share):
    rng = np.random.default_rng(6)
    points, labels = rng.normal(size=(40, 3)), rng.integers(0, 3, 40)
    once, scaled = (
        fast_share_clearance(LabeledDataset(p, labels), np.arange(40), share) for p in (points, points * scale)
    )
    np.testing.assert_allclose(scaled.distance / scale, once.distance, rtol=1e-9)
    np.testing.assert_array_equal(scaled.pair, once.pair)


VALUES = st.floats(-1, 1).map(lambda v: v if abs(v) > 1e-140 else 0.0) | st.integers(-10, 10).map(lambda n: n / 10)


@given(st.integers(1, 4).flatmap(lambda d: st.tuples(*[st.lists(VALUES, min_size=d, max_size=d)] * 3)))
@example(([0.2], [0.1], [0.30000000000000004]))
@example(([0.0, 0.0], [0.6, 0.8], [1.0, 0.0]))
@example(([2.0**-60, 0.0], [-1.0, 0.0], [1.0, (3 * 2.0**-60) ** 0.5]))  # between one and two middle terms
@settings(max_examples=300, deadline=None)
def test_the_nearer_point_is_decided_exactly(rows):
    x, v, u = ([Fraction(c) for c in row] for row in rows)
    to_u, to_v = (sum((a - b) ** 2 for a, b in zip(end, x, strict=True)) for end in (u, v))
    x, v, u = (np.array(row) for row in rows)
    assert is_nearer(x, v, u) == (to_v < to_u)
    ranks = distance_ranks(np.array([v, u]), x)
    assert np.sign(ranks[1] - ranks[0]) == np.sign(to_u - to_v)


@given(st.integers(1, 3).flatmap(lambda d: st.lists(st.lists(VALUES, min_size=d, max_size=d), min_size=2, max_size=9)))
@example([[0.0], [0.3], [-0.1], [0.1], [0.30000000000000004], [-0.3], [0.1]])  # all in doubt at once, and twice equal
@settings(deadline=None)
def test_ranks_are_those_of_the_exact_distances(rows):
    x, *points = rows
    squares = [sum((Fraction(a) - Fraction(b)) ** 2 for a, b in zip(point, x, strict=True)) for point in points]
    levels = sorted(set(squares))
    assert distance_ranks(np.array(points), np.array(x)).tolist() == [levels.index(square) for square in squares]


def test_rounded_distances_would_decide_the_majority_wrongly(monkeypatch):
    """From 1 the point 1e-17 is nearer than 2, which rounded differences do not see; the segment passes through 1."""
    dataset, exact = stored([[1e-17], [1.0], [2.0]], [2, 1, 1])
    x, v, u = dataset.points[[1, 0, 2], 0]
    assert abs(v - x) == abs(u - x)
    truth = exact_majority_clearance(exact, 1)
    assert [truth.pair, truth.squared] == [(0, 2), 0]
    for form in (plain_share_clearance, fast_share_clearance):
        assert form(dataset, np.array([1]), None).distance[0] == pytest.approx(0, abs=1e-15)

    def rounded(points, x):
        return np.unique(((points - x) ** 2).sum(axis=1), return_inverse=True)[1]

    monkeypatch.setattr(share_plain, "distance_ranks", rounded)
    assert plain_share_clearance(dataset, np.array([1]), None).distance[0] == 1


def test_tiny_coordinates_go_to_the_plain_form(monkeypatch):
    """Where products underflow the kernel cannot decide: u and v differ in the square of 1e-200 only."""
    dataset, exact = stored([[0, 0], [1, 1e-200], [-1, 0]], [1, 1, 2])
    truth = exact_majority_clearance(exact, 0)
    called = []
    monkeypatch.setattr(
        share_euclidean, "plain_share_clearance", lambda *a: called.append(1) or plain_share_clearance(*a)
    )
    found = fast_share_clearance(dataset, np.array([0]), None)
    assert called == [1]
    assert tuple(found.pair[0]) == truth.pair == (1, 2)
    assert found.distance[0] < 1e-150


@pytest.mark.parametrize("share", [None, 0.25, 0.5])
def test_lengths_that_are_not_bounds_would_be_noticed(share, monkeypatch):
    """Distances beyond their stated error rule out the nearest parts of some points.

    At 7/8 the nearest part on these data always ends at x itself, and is looked at first whatever the lengths.
    """
    rng = np.random.default_rng(11)
    dataset = LabeledDataset(rng.normal(size=(150, 6)), rng.integers(0, 3, 150))
    right = euclidean.lengths_of_rows
    monkeypatch.setattr(euclidean, "lengths_of_rows", lambda *a: right(*a) * np.float32(1.01))
    broken, plain = (form(dataset, np.arange(150), share) for form in (fast_share_clearance, plain_share_clearance))
    assert not np.allclose(broken.distance, plain.distance, rtol=1e-9)


@pytest.mark.parametrize("t", [0.1, 0.5, 0.7])
@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("own", [True, False])
def test_the_comparisons_rule_out_what_is_far_and_nothing_else(t, whole, own):
    """For random triangles of x, u and v, from either end: what comes within r is kept, what stays 1 % away is not."""
    rng = np.random.default_rng(12)
    t = 0.5 if whole else t
    kept = []
    for _ in range(4000):
        u, v, x = rng.normal(size=(3, 2)) * [[2], [2], [0.5]]
        a, b, length = (np.float32(np.linalg.norm(p - q) * (1 + 1e-7)) for p, q in ((u, x), (v, x), (u, v)))
        lam = min(max((x - v) @ (u - v) / ((u - v) @ (u - v)), 0.0), 1.0)
        counts = not whole or b < a
        lam = lam if whole else min(lam, t)
        distance = np.linalg.norm(lam * u + (1 - lam) * v - x)
        r = float(rng.uniform(0.3, 1.0)) * float(b)  # the clearance is never more than the distance to v
        mine, other = (a, b) if own else (b, a)
        c = _conditions(t, whole, own, np.float64(mine), r * r, 0.0)
        tangents = [tangent_to(one, np.float32(r * r), np.float32(0)) for one in (mine, other)]
        reaches = _may_reach(length, tangents[1], other, tangents[0], c)
        if counts and distance <= r:
            assert reaches
            kept.append(True)
        elif distance > 1.01 * r or (whole and b > 1.01 * a):
            assert not reaches
            kept.append(False)
    assert 0.05 < np.mean(kept) < 0.95


# ------------------------------------------------------------------------------------------------- what they are
@pytest.mark.parametrize(
    ("points", "labels", "index", "values"),
    [
        ([0, 1], [1, 2], 0, (1, HALF, 1)),
        ([0, "1/10", 1], [1, 1, 2], 0, (Fraction(1, 10), HALF, 1)),
        ([-1, 0, 1], [1, 1, 2], 1, (0, 0, 1)),
    ],
)
def test_neither_the_clearance_nor_the_share_clearance_is_always_the_larger(points, labels, index, values):
    dataset = LabeledDataset([[p] for p in points], labels)
    found = exact_clearance(dataset, index), exact_share_clearance(dataset, index, HALF)
    assert [f.squared for f in (*found, exact_majority_clearance(dataset, index))] == [v**2 for v in values]


@given(datasets(max_points=5, min_classes=2), st.sampled_from([Fraction(n, 8) for n in range(8)]))
@settings(max_examples=60, deadline=None)
def test_how_they_compare(dataset, share):
    later = (share + 1) / 2
    for index in range(dataset.n_points):
        at = exact_share_clearance(dataset, index, share).squared
        square, _ = distance_to_other_class(dataset, index)
        assert exact_share_clearance(dataset, index, later).squared <= at <= (1 - share) ** 2 * square
        assert exact_share_clearance(dataset, index, 0).squared == exact_clearance(dataset, index, "printed").squared
        majority = exact_majority_clearance(dataset, index).squared
        assert majority >= exact_share_clearance(dataset, index, HALF).squared
        assert majority >= exact_clearance(dataset, index).squared


def test_the_nearest_point_of_another_class_is_not_the_first_nor_the_farthest():
    dataset = LabeledDataset([[0], [3], [-2], [5]], ["a", "b", "b", "b"])
    assert distance_to_other_class(dataset, 0) == (4, 2)


@pytest.mark.parametrize("points", [[[0], [0], [8]], [[8], [0], [0]]])
def test_the_weight_of_a_pair_is_that_of_its_first_point(points):
    labels = ["a" if point == [0] else "b" for point in points]
    found = exact_share_clearance(LabeledDataset(points, labels), 1, Fraction(1, 4))
    u, v = found.pair
    assert found.squared == 36
    assert (found.mixing * points[u][0] + (1 - found.mixing) * points[v][0]) ** 2 == found.squared


def test_one_class_alone_has_no_bound():
    for points in ([[0], [1]], np.arange(400.0).reshape(200, 2)):
        dataset = LabeledDataset(points, ["a"] * len(points))
        for found in (majority_clearance(dataset), share_clearance(dataset, 0.5)):
            assert np.isinf(found.distance).all()
            assert (found.pair == -1).all()
            assert np.isnan(found.mixing).all()


def test_the_public_functions_choose_the_form(monkeypatch):
    rng = np.random.default_rng(10)
    dataset = LabeledDataset(rng.normal(size=(220, 3)), rng.integers(0, 3, 220))
    shares = []
    monkeypatch.setattr(
        share_euclidean, "fast_share_clearance", lambda *a: shares.append(a[2]) or fast_share_clearance(*a)
    )
    query = np.array([5, 7])
    np.testing.assert_allclose(
        share_clearance(dataset, "1/4", query).distance, plain_share_clearance(dataset, query, 0.25).distance
    )
    np.testing.assert_allclose(
        majority_clearance(dataset, query).distance, plain_share_clearance(dataset, query, None).distance
    )
    np.testing.assert_array_equal(share_clearance(dataset, 0).distance, clearance(dataset, "printed").distance)
    assert shares == [0.25, None]
    monkeypatch.setattr(many, "FAST_FROM", 1000)
    majority_clearance(dataset, query)
    assert shares == [0.25, None]


@pytest.mark.parametrize("share", [-0.1, 1, 1.5, float("nan"), "half"])
def test_a_share_must_be_at_least_0_and_below_1(share):
    with pytest.raises(ValueError, match=r"share|finite number"):
        share_clearance(LabeledDataset.alternating_line(), share)


def test_an_index_must_be_one_of_the_data():
    with pytest.raises(ValueError, match="between 0 and 2"):
        majority_clearance(LabeledDataset.alternating_line(), [3])
