"""The fast angular clearance finds what all pairs would."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theory import LabeledDataset, clearance
from theory.clearances import angular as clearance_angular
from theory.clearances.angular import fast_angular_clearance
from theory.clearances.plain import plain_clearance


def both(points, labels, form="repaired"):
    dataset = LabeledDataset(np.asarray(points, dtype=float), labels)
    everyone = np.arange(dataset.n_points)
    fast = fast_angular_clearance(dataset, everyone, form)
    return dataset, fast, plain_clearance(dataset, everyone, form, "angular")


def agree(dataset, fast, plain, form="repaired"):
    """Equal angles, to rounding, and the pair and lambda that are named have that angle and threaten the point."""
    np.testing.assert_allclose(fast.distance, plain.distance, rtol=1e-9, atol=1e-14)
    for x, (u, v) in enumerate(fast.pair):
        if np.isinf(fast.distance[x]):
            assert (u, v) == (-1, -1)
            continue
        z = fast.mixing[x] * dataset.points[u] + (1 - fast.mixing[x]) * dataset.points[v]
        own = dataset.points[x]
        angle = 2 * np.arctan2(
            np.linalg.norm(z / np.linalg.norm(z) - own / np.linalg.norm(own)),
            np.linalg.norm(z / np.linalg.norm(z) + own / np.linalg.norm(own)),
        )
        assert angle == pytest.approx(
            fast.distance[x], rel=1e-6, abs=1e-8
        )  # lambda near 1 has few digits of 1 - lambda
        foreign = [dataset.codes[i] != dataset.codes[x] for i in (u, v)]
        assert all(foreign) if form == "printed" else any(foreign)
        assert not any((dataset.points[i] == own).all() for i in (u, v))


@st.composite
def lattice(draw):
    dimension = draw(st.integers(1, 3))
    places = draw(
        st.lists(st.tuples(*[st.integers(-2, 2)] * dimension).filter(any), min_size=2, max_size=10, unique=True)
    )
    return places, [draw(st.integers(0, 2)) for _ in places]


@given(lattice(), st.sampled_from(["repaired", "printed"]))
@settings(max_examples=120)
def test_it_agrees_on_lattice_points_where_parallel_and_antipodal_directions_abound(data, form):
    agree(*both(*data, form), form)


@pytest.mark.parametrize(("n", "dimension"), [(50, 2), (60, 3), (60, 30)])
@pytest.mark.parametrize("form", ["repaired", "printed"])
def test_it_agrees_on_random_data_of_all_sizes(n, dimension, form):
    rng = np.random.default_rng(n + dimension)
    points = rng.normal(size=(n, dimension)) * 10.0 ** rng.integers(-3, 4, (n, 1))
    agree(*both(points, rng.integers(0, 3, n), form), form)


@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_the_scale_does_not_matter(scale):
    rng = np.random.default_rng(6)
    points, labels = rng.normal(size=(40, 3)), rng.integers(0, 3, 40)
    _, fast, _ = both(points, labels)
    _, scaled, _ = both(points * scale, labels)
    np.testing.assert_allclose(scaled.distance, fast.distance, rtol=1e-9, atol=1e-15)


def test_blocks_do_not_show_and_the_public_function_takes_it(monkeypatch):
    rng = np.random.default_rng(9)
    points, labels = rng.normal(size=(210, 6)), rng.integers(0, 3, 210)
    dataset = LabeledDataset(points, labels)
    whole = clearance(dataset, metric="angular")
    monkeypatch.setattr(clearance_angular, "ANGLES_BYTES", 4 * 210 * 20)
    monkeypatch.setattr(clearance_angular, "COSINES_BYTES", 8 * 210 * 3)
    blocks = clearance(dataset, metric="angular")
    np.testing.assert_array_equal(blocks.distance, whole.distance)
    np.testing.assert_array_equal(blocks.pair, whole.pair)
    parts = clearance(dataset, metric="angular", query=[3, 7, 100])
    np.testing.assert_array_equal(parts.distance, whole.distance[[3, 7, 100]])
    np.testing.assert_array_equal(parts.pair, whole.pair[[3, 7, 100]])


@pytest.mark.parametrize("shift", [0.0, 1.0])
def test_it_agrees_where_most_rows_are_never_read(shift):
    rng = np.random.default_rng(int(shift))
    for dimension in (3, 8):
        points = rng.normal(size=(120, dimension)) + shift
        agree(*both(points, rng.integers(0, 3, 120)))


def test_classes_in_opposite_directions_have_their_clearance_at_an_end():
    rng = np.random.default_rng(3)
    points = rng.normal(size=(60, 5)) * 0.3 + np.where(np.arange(60)[:, None] < 30, 1.0, -1.0)
    dataset, fast, plain = both(points, np.arange(60) // 30, "printed")
    agree(dataset, fast, plain, "printed")
    assert (fast.distance > np.pi / 2).any()


def spoilt(monkeypatch, place, change):
    """Whether the results are wrong once an argument of the kernel is changed."""
    rng = np.random.default_rng(11)
    points, labels = rng.normal(size=(120, 4)) + 0.5, rng.integers(0, 3, 120)
    agree(*both(points, labels))
    right = clearance_angular.refine_angles
    monkeypatch.setattr(
        clearance_angular, "refine_angles", lambda *a: right(*a[:place], change(a[place]), *a[place + 1 :])
    )
    _, broken, plain = both(points, labels)
    return not np.allclose(broken.distance, plain.distance, rtol=1e-9)


def test_angles_that_are_too_small_would_be_noticed(monkeypatch):
    assert spoilt(monkeypatch, 5, lambda angles: angles * np.float32(0.9))


def test_a_reach_that_is_too_large_would_be_noticed(monkeypatch):
    assert spoilt(monkeypatch, 7, lambda centre: centre._replace(along=centre.along + 0.5))
