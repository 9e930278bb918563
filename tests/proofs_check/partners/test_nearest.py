"""Nearest rows, against all distances and against scikit-learn."""

import numpy as np
import pytest
from sklearn.neighbors import NearestNeighbors

from proofs_check.partners import nearest as room
from proofs_check.partners.choice import neighbour_partners


@pytest.mark.parametrize("dimension", [1, 3, 12, 13, 40])
@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_nearest_rows_in_low_and_high_dimension(dimension, offset, monkeypatch):
    monkeypatch.setattr(room, "BLOCK_BYTES", 2**16)  # several blocks
    rng = np.random.default_rng(dimension)
    among, asking = rng.normal(size=(300, dimension)) + offset, rng.normal(size=(70, dimension)) + offset
    rows, distances = room.nearest(among, asking, 4)
    every = np.linalg.norm(asking[:, None] - among, axis=2)
    np.testing.assert_allclose(distances, np.sort(every, axis=1)[:, :4], rtol=1e-8)
    np.testing.assert_allclose(np.take_along_axis(every, rows, axis=1), distances, rtol=1e-8)


@pytest.mark.parametrize("dimension", [2, 20])
def test_partners_are_those_of_scikit_learn(dimension):
    X = np.random.default_rng(0).normal(size=(60, dimension))
    expected = NearestNeighbors(n_neighbors=5).fit(X).kneighbors(return_distance=False)
    np.testing.assert_array_equal(neighbour_partners(X, [0] * 60, k=5), expected)


@pytest.mark.parametrize("dimension", [1, 20])
def test_nobody_is_a_partner_of_its_own_even_among_copies(dimension):
    X = np.zeros((9, dimension))
    found = neighbour_partners(X, [0] * 9, k=3)
    assert found.shape == (9, 3)
    assert not (found == np.arange(9)[:, None]).any()
