"""The plane through nearby mixes: where labels are planes, scikit-learn's conventions, how it differs from a mean."""

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.utils.estimator_checks import check_estimator

from theory.optimal.plane import MixupPlaneClassifier, nearest_plane


def test_scikit_learns_own_checks():
    check_estimator(MixupPlaneClassifier(), on_skip=None)


def test_labels_that_lie_on_a_plane_are_met_also_outside():
    """A local mean would be pulled inwards at a corner of the data; only the ridge, a thousandth, shrinks the slope."""
    rng = np.random.default_rng(0)
    mixes = rng.random((2000, 2))
    slope = mixes @ [0.3, 0.5]
    labels = np.column_stack([slope, 1 - slope])
    for query in ([0.5, 0.5], [0.0, 0.0], [1.0, 1.0]):
        near = np.linalg.norm(mixes - query, axis=1).argsort()[:200]
        found = nearest_plane(np.array([query]), mixes, labels, 200)[0]
        assert found == pytest.approx([query @ np.array([0.3, 0.5]), 1 - query @ np.array([0.3, 0.5])], abs=3e-3)
        if query != [0.5, 0.5]:
            assert abs(labels[near, 0].mean() - found[0]) > 0.03


def test_its_mixes_are_those_of_the_law_and_the_pairing():
    X, y = [[0.0], [1.0], [3.0]], [0, 1, 1]
    model = MixupPlaneClassifier(alpha=1e6, self_pairs=False).fit(X, y)
    assert sorted(set(model.mixes_.round(1).ravel().tolist())) == [0.5, 1.5, 2.0]
    model = MixupPlaneClassifier(alpha=1e6).fit(X, y)
    assert sorted(set(model.mixes_.round(1).ravel().tolist())) == [0.0, 0.5, 1.0, 1.5, 2.0, 3.0]
    assert set(model.labels_[:, 0].round(1).tolist()) == {0.0, 0.5, 1.0}


def test_above_64_dimensions_principal_components_stand_for_the_points():
    rng = np.random.default_rng(1)
    X, y = load_iris(return_X_y=True)
    wide = X @ rng.normal(size=(4, 100)) * 3 + rng.normal(size=(150, 100)) * 1e-3
    model = MixupPlaneClassifier(alpha=1).fit(wide, y)
    assert model.mixes_.shape[1] == 64
    assert model.score(wide, y) > 0.9


@pytest.mark.parametrize("options", [{"alpha": 0}, {"share": 0}, {"share": 2}])
def test_options_that_make_no_sense(options):
    with pytest.raises(ValueError, match=next(iter(options))):
        MixupPlaneClassifier(**options).fit([[0.0], [1.0]], [0, 1])
