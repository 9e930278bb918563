"""The scikit-learn classifier: its conventions, and that it says what h_eps says."""

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from theory import Beta, LabeledDataset, MixupOptimalClassifier, mixup_optimal

LINE = ([[0.0], [1.0], [2.0]], ["a", "b", "a"])


def test_scikit_learns_own_checks():
    check_estimator(MixupOptimalClassifier(), on_skip=None)


def test_without_self_pairs_weights_are_not_repetitions():
    expected = {"check_sample_weight_equivalence_on_dense_data": "a repeated point meets its copies"}
    estimator = MixupOptimalClassifier(alpha=8, self_pairs=False)
    reports = check_estimator(estimator, on_skip=None, expected_failed_checks=expected)
    assert [report["check_name"] for report in reports if report["status"] == "xfail"] == list(expected)


@pytest.mark.parametrize("self_pairs", [True, False])
def test_probabilities_are_those_of_h_eps(self_pairs):
    rng = np.random.default_rng(0)
    X, y, queries = rng.normal(size=(40, 2)), rng.choice(["u", "v", "w"], 40), rng.normal(size=(30, 2))
    model = MixupOptimalClassifier(2.0, 0.7, self_pairs).fit(X, y)
    h = mixup_optimal(LabeledDataset(X, y), Beta(2.0), queries, 0.7, self_pairs)
    queries, h = queries[~np.isnan(h[:, 0])], h[~np.isnan(h[:, 0])]
    assert len(h) > 20
    np.testing.assert_array_equal(model.predict_proba(queries), h)
    np.testing.assert_array_equal(model.predict(queries), np.array(["u", "v", "w"])[h.argmax(axis=1)])


def test_it_fails_the_middle_of_the_three_point_line_as_theorem_2_7_says():
    assert MixupOptimalClassifier(alpha=4.8, epsilon=0.25).fit(*LINE).score(*LINE) == 1
    assert MixupOptimalClassifier(alpha=5.0, epsilon=0.25).fit(*LINE).predict(LINE[0]).tolist() == ["a", "a", "a"]


def test_where_nothing_reaches_the_nearest_point_decides():
    model = MixupOptimalClassifier(epsilon=0.25).fit(*LINE)
    assert model.predict_proba([[-7.0], [1.4], [9.0]])[[0, 2]].tolist() == [[1, 0], [1, 0]]
    assert MixupOptimalClassifier(epsilon=0.1).fit([[0.0, 0], [5, 0]], ["a", "b"]).predict([[4.0, 3]]) == ["b"]


@pytest.mark.parametrize(("given", "found"), [(None, 0.25), ("auto", 0.25), (".2U", 0.4), ("U/8", 0.25), (0.7, 0.7)])
def test_the_default_resolution_is_an_eighth_of_the_median_between_classes(given, found):
    """The distances are 1, 2 and 3."""
    model = MixupOptimalClassifier(epsilon=given).fit([[0.0], [1.0], [3.0], [2.0]], [1, 2, 2, 2])
    assert model.epsilon_ == pytest.approx(found)


def test_weights_are_those_of_the_data():
    """The middle point is right at every alpha once the outer weight is small (Theorem 2.7, critical weight)."""
    heavy = MixupOptimalClassifier(alpha=1000, epsilon=0.25).fit(*LINE, sample_weight=[1, 2, 1])
    light = MixupOptimalClassifier(alpha=1000, epsilon=0.25).fit(*LINE, sample_weight=[1, 1.3, 1])
    assert heavy.predict([[1.0]]) == ["b"]
    assert light.predict([[1.0]]) == ["a"]


def test_it_works_in_a_pipeline():
    model = make_pipeline(StandardScaler(), MixupOptimalClassifier(alpha=1))
    assert cross_val_score(model, *load_iris(return_X_y=True)).mean() > 0.9


@pytest.mark.parametrize(
    ("options", "data", "reason"),
    [
        ({"alpha": 0}, LINE, "alpha"),
        ({"epsilon": -1}, LINE, "epsilon"),
        ({}, ([[0.0], [0.0]], [1, 2]), "one location"),
    ],
)
def test_bad_input(options, data, reason):
    with pytest.raises(ValueError, match=reason):
        MixupOptimalClassifier(**options).fit(*data)


@pytest.mark.parametrize(
    ("weights", "reason"),
    [
        ([1, -1, 1], "Negative values"),
        ([1, float("nan"), 1], "contains NaN"),
        ([[1], [1], [1]], r"sample_weight must have shape \(3,\)"),
        ([1, 1], "inconsistent numbers of samples"),
        ([0, 0, 0], "all sample weights are zero"),
    ],
)
def test_weights_that_are_none_are_refused(weights, reason):
    with pytest.raises(ValueError, match=reason):
        MixupOptimalClassifier().fit(*LINE, sample_weight=weights)


def test_one_number_stands_for_equal_weights():
    plain, same = (MixupOptimalClassifier(1000, 0.25).fit(*LINE, sample_weight=w) for w in (None, 2.5))
    assert same.predict_proba(LINE[0]).tolist() == plain.predict_proba(LINE[0]).tolist()
