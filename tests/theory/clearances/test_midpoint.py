"""The clearance from midpoints against all midpoints, the predicate of Assumption 2.9, and all lambda."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from theory import LabeledDataset, Midpoint, clearance
from theory.assumptions import assumption_2_9_printed
from theory.clearances import midpoint as clearance_midpoint
from theory.clearances.midpoint import midpoint_clearance


def all_midpoints(dataset, metric):
    """Oracle: every midpoint of foreign points, one after the other."""
    least = []
    for x, code in zip(dataset.points, dataset.codes, strict=True):
        foreign = dataset.points[dataset.codes != code]
        middles = ((foreign[:, None] + foreign) / 2).reshape(-1, dataset.dimension)
        if metric == "angular":
            middles = middles[middles.any(axis=1)]
            one, middles = x / np.linalg.norm(x), middles / np.linalg.norm(middles, axis=1, keepdims=True)
            sine, cosine = np.linalg.norm(middles - one, axis=1), np.linalg.norm(middles + one, axis=1)
            least.append(2 * np.arctan2(sine, cosine).min())
        else:
            least.append(np.linalg.norm(middles - x, axis=1).min())
    return np.array(least)


@st.composite
def lattice(draw):
    dimension = draw(st.integers(1, 3))
    places = draw(
        st.lists(st.tuples(*[st.integers(-2, 2)] * dimension).filter(any), min_size=2, max_size=9, unique=True)
    )
    return LabeledDataset(places, [*(draw(st.integers(0, 2)) for _ in places[1:]), 3])  # two classes at least


@given(lattice())
@settings(max_examples=60)
def test_on_a_lattice_it_is_what_assumption_2_9_says_of_the_midpoint_distribution(dataset):
    found = midpoint_clearance(LabeledDataset(dataset.points, dataset.labels))
    for i, x in enumerate(dataset.exact_points):
        exact = assumption_2_9_printed(dataset, int(dataset.codes[i]), x, Midpoint())
        assert found[i] == pytest.approx(float(exact.squared_clearance) ** 0.5, abs=1e-12)


@given(lattice())
@settings(max_examples=60)
def test_on_a_lattice_angles_are_those_of_all_midpoints(dataset):
    np.testing.assert_allclose(
        midpoint_clearance(dataset, "angular"), all_midpoints(dataset, "angular"), rtol=1e-9, atol=1e-12
    )


@pytest.mark.parametrize("metric", ["euclidean", "angular"])
@pytest.mark.parametrize("scale", [1.0, 1e-150, 1e150])
def test_random_data(metric, scale):
    rng = np.random.default_rng(5)
    points = (rng.normal(size=(90, 7)) + 0.5) * rng.uniform(0.1, 10, (90, 1))
    dataset = LabeledDataset(points * scale, rng.integers(0, 3, 90))
    found = midpoint_clearance(dataset, metric)
    wanted = all_midpoints(LabeledDataset(points, dataset.labels), metric)
    np.testing.assert_allclose(found, wanted * (1.0 if metric == "angular" else scale), rtol=1e-9)
    assert (found >= clearance(dataset, "printed", metric).distance * (1 - 1e-9)).all()
    assert (found > clearance(dataset, "printed", metric).distance * (1 + 1e-3)).any()  # other lambdas come nearer


@pytest.mark.parametrize("metric", ["euclidean", "angular"])
def test_one_class_has_no_foreign_midpoint(metric):
    assert midpoint_clearance(LabeledDataset([[1.0], [2.0]], [1, 1]), metric).tolist() == [np.inf, np.inf]


@pytest.mark.parametrize(("metric", "message"), [("angular", "point 1 is zero"), ("cosine", "metric must be")])
def test_bad_input_is_refused(metric, message):
    with pytest.raises(ValueError, match=message):
        midpoint_clearance(LabeledDataset([[1.0], [0.0]], [1, 2]), metric)


@pytest.mark.parametrize("metric", ["euclidean", "angular"])
def test_wrong_lengths_would_be_noticed(metric, monkeypatch):
    rng = np.random.default_rng(5)
    dataset = LabeledDataset(rng.normal(size=(90, 3)), rng.integers(0, 3, 90))
    right, factor = clearance_midpoint.lower_to_midpoints, 1.1 if metric == "angular" else 0.9
    monkeypatch.setattr(clearance_midpoint, "lower_to_midpoints", lambda *a: right(*a[:2], factor * a[2], *a[3:]))
    assert not np.allclose(midpoint_clearance(dataset, metric), all_midpoints(dataset, metric))
