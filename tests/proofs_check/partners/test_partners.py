"""Partners and transforms: neighbours and guilty pairs by hand, and what torchvision, timm and Keras returned."""

import json
from pathlib import Path

import numpy as np
import pytest

from proofs_check.partners import guilty_mask, neighbour_partners
from proofs_check.partners.transforms import KerasMixUp, Sampler, TimmMixup, TorchvisionMixUp
from theory import LabeledDataset
from theory.geometry import squared_distance_to_segment

RECORDED = json.loads((Path(__file__).parent / "recorded.json").read_text(encoding="utf-8"))
IMAGES, LABELS = np.array(RECORDED["images"], dtype=np.float32), np.array(RECORDED["labels"])


def test_neighbours_are_the_nearest_other_rows():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, 2, 2))
    found = neighbour_partners(X, np.zeros(40), k=7)
    distances = np.linalg.norm(X.reshape(40, 1, 4) - X.reshape(1, 40, 4), axis=2)
    np.fill_diagonal(distances, np.inf)
    np.testing.assert_array_equal(found, distances.argsort(axis=1)[:, :7])


def test_guilty_pairs_are_those_that_come_near_a_point_that_they_threaten():
    rng = np.random.default_rng(1)
    data = LabeledDataset(rng.normal(size=(18, 2)), rng.integers(0, 3, 18))
    points, y = data.points.tolist(), data.codes
    expected = np.zeros((18, 18), dtype=bool)
    for u in range(18):
        for v in range(18):
            expected[u, v] = u != v and any(
                x not in (u, v)
                and not y[u] == y[v] == y[x]
                and squared_distance_to_segment(points[x], points[u], points[v])[0] < 0.15**2
                for x in range(18)
            )
    np.testing.assert_array_equal(guilty_mask(data, 0.15), expected)
    assert 20 < expected.sum() < 250


@pytest.mark.parametrize("k", [0, 3])
def test_a_number_of_neighbours_that_there_are_not(k):
    with pytest.raises(ValueError, match="k must be"):
        neighbour_partners([[0.0], [1.0], [2.0]], [0, 1, 0], k)
    with pytest.raises(ValueError, match="need 3 labels"):
        neighbour_partners([[0.0], [1.0], [2.0]], [0, 1])


class Given(Sampler):
    """Draws what it was given."""

    def __init__(self, partners, weights):
        super().__init__()
        self.given = np.array(partners), np.array(weights)

    def partners(self, batch):
        return self.given[0]

    def weights(self, size):
        return self.given[1][:size]


def weight_of(partners, mixed, images):
    """The weights of the rows themselves, from what a package returned: least squares, exact up to float32."""
    own, other = images.reshape(len(images), -1), images[partners].reshape(len(images), -1)
    step = own - other
    return (step * (mixed.reshape(len(images), -1) - other)).sum(axis=1) / (step**2).sum(axis=1)


def test_torchvision_rolls_and_so_do_we():
    """Recorded with torchvision's own seed; the lambda is read off the images, and must then explain the labels."""
    partners = Sampler("roll").partners(IMAGES)
    mixed = np.array(RECORDED["torchvision"]["images"], dtype=np.float32)
    weights = weight_of(partners, mixed, IMAGES)
    assert np.ptp(weights) < 1e-4
    images, labels = TorchvisionMixUp(3, Given(partners, weights))(IMAGES, LABELS)
    np.testing.assert_allclose(images, mixed, atol=1e-5)
    np.testing.assert_allclose(labels, RECORDED["torchvision"]["labels"], atol=1e-5)


def test_timm_flips_and_smooths_and_so_do_we():
    partners = Sampler("flip").partners(IMAGES)
    mixed = np.array(RECORDED["timm"]["images"], dtype=np.float32)
    weights = weight_of(partners, mixed, IMAGES)
    given = IMAGES.copy()
    images, labels = TimmMixup(3, 0.1, Given(partners, weights))(given, LABELS)
    assert images is given
    np.testing.assert_allclose(images, mixed, atol=1e-5)
    np.testing.assert_allclose(labels, RECORDED["timm"]["labels"], atol=1e-5)


def test_keras_shuffles_with_a_lambda_for_each_row_and_so_do_we():
    """Its shuffle is found by trying: the one partner of each row whose mix explains the image and the label."""
    own = np.transpose(IMAGES, (0, 2, 3, 1))
    mixed, labels = (np.array(RECORDED["keras"][name], dtype=np.float32) for name in ("images", "labels"))
    partners, weights = np.arange(6), np.ones(6)
    for row in range(6):
        for other in range(6):
            step = (own[row] - own[other]).ravel()
            weight = 1.0 if other == row else step @ (mixed[row] - own[other]).ravel() / (step @ step)
            if np.abs(weight * own[row] + (1 - weight) * own[other] - mixed[row]).max() < 1e-4:
                partners[row], weights[row] = other, weight
    assert sorted(partners) == list(range(6))
    found = KerasMixUp(Given(partners, weights))({"images": own, "labels": np.eye(3, dtype=np.float32)[LABELS]})
    np.testing.assert_allclose(found["images"], mixed, atol=1e-5)
    np.testing.assert_allclose(found["labels"], labels, atol=1e-4)


def test_neighbours_in_a_batch_are_near_and_never_the_row_itself():
    rng = np.random.default_rng(2)
    batch = rng.normal(size=(30, 3))
    sampler = Sampler(k=4, rng=rng)
    nearest = neighbour_partners(batch, np.zeros(30), k=4)
    drawn = np.array([sampler.partners(batch) for _ in range(200)])
    for row in range(30):
        assert set(drawn[:, row]) == set(nearest[row])
    assert sampler.partners(batch[:1]).tolist() == [0]


def test_weights_are_1_for_what_is_not_mixed():
    weights = Sampler(alpha=4, prob=0.25, rng=np.random.default_rng(3)).weights(20_000)
    assert abs((weights == 1).mean() - 0.75) < 0.02
    assert abs(weights[weights < 1].mean() - 0.5) < 0.02


def test_without_training_keras_leaves_the_batch():
    data = {"images": IMAGES, "labels": np.eye(3)[LABELS]}
    assert KerasMixUp()(data, training=False) is data


def test_in_a_small_batch_partners_are_other_rows_too():
    batch = np.random.default_rng(4).normal(size=(4, 2))
    drawn = np.array([Sampler(k=10, rng=np.random.default_rng(seed)).partners(batch) for seed in range(60)])
    assert (drawn != np.arange(4)).all()
    assert {frozenset(column) for column in drawn.T} == {frozenset({0, 1, 2, 3}) - {row} for row in range(4)}
