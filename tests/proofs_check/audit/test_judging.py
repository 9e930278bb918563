"""Which points an audit judges: all, or a sample, within a budget; and what it says of the others."""

import json

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.datasets import load_breast_cancer

from proofs_check.audit import audit, judging
from proofs_check.audit.machine import as_dict
from proofs_check.audit.words import verdict
from theory import Beta, LabeledDataset, mixup_optimal


def cloud(n=300, seed=4):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, 2)), rng.integers(0, 3, n)


def test_a_sample_is_judged_as_in_the_whole_and_says_how_sure_it_is():
    X, y = cloud()
    every, some = audit(X, y, search=0), audit(X, y, search=0, sample=60)
    assert len(every.judged.query) == 300
    assert sorted(every.judged.query) == list(range(300))
    assert len(set(some.judged.query.tolist())) == 60
    for index in some.judged.query:
        assert some.fate(int(index)) == every.fate(int(index))
    assert some.fates["not judged"] > 200
    lost = some.share(np.isin(some.judged.query, some.hazards))
    expected = binomtest(len(some.hazards), 60).proportion_ci(0.95, method="exact")
    assert (lost.count, lost.low, lost.high) == (len(some.hazards), expected.low, expected.high)
    assert f"{lost.low:.2%} to {lost.high:.2%} of all" in verdict(some)
    assert "of all" not in verdict(every)


def test_nothing_lost_in_a_sample_bounds_the_share_of_all():
    X, y = load_breast_cancer(return_X_y=True)
    found = audit(X, y, standardize=True, search=0, sample=50, epsilon=1.5)
    assert found.fates["not judged"] > 0  # not safe either
    assert "No point of 50 judged is lost" in verdict(found)
    assert "at most 7.11% of all are" in verdict(found)  # 1 - 0.025^(1/50)


def test_a_stratified_sample_has_as_many_of_each_class():
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(400, 2)), np.repeat([0, 1], [380, 20])
    found = audit(X, y, search=0, sample=30, stratified=True)
    assert np.bincount(y[found.judged.query]).tolist() == [15, 15]
    chosen = y[found.judged.query] == 1  # all of one class, none of the other: 5% of all
    share = found.share(chosen)
    assert share.low < 0.05 < share.high < 0.3
    assert share.low == pytest.approx(0.05 * 0.0125 ** (1 / 15))  # confidence 97.5% for each of the two classes
    assert share.high == pytest.approx(0.05 + 0.95 * (1 - 0.0125 ** (1 / 15)))


def test_a_budget_that_is_spent_leaves_a_sample_of_200_at_least(monkeypatch):
    X, y = cloud(500)
    spent = audit(X, y, search=0, budget=1e-9)
    assert len(spent.judged.query) == 200
    assert spent.table.sample == 20
    work, clock = judging._probabilities, [0.0]

    def a_second_a_point(dataset, block, **options):
        clock[0] += len(block)
        return work(dataset, block, **options)

    monkeypatch.setattr(judging, "_probabilities", a_second_a_point)
    monkeypatch.setattr(judging.time, "perf_counter", lambda: clock[0])
    assert len(audit(X, y, search=0, budget=300.0).judged.query) == 300
    assert len(audit(X, y, search=0, budget=501.0).judged.query) == 500


def test_the_report_is_plain_json_whatever_is_undefined():
    X, y = cloud(40)
    for options in ({"self_pairs": False}, {"metric": "angular"}, {"sample": 10}):
        json.dumps(as_dict(audit(X, y, search=0, **options)), allow_nan=False)
    json.dumps(as_dict(audit(X, np.zeros(40, dtype=int))), allow_nan=False)


def test_the_table_counts_what_is_lost_at_each_alpha_and_eps():
    X, y = cloud(80)
    found = audit(X, y, search=0)
    data, table = LabeledDataset(X, y), found.table
    assert table.sample == 80
    for alpha, row in zip(table.alphas, table.lost, strict=True):
        for epsilon, count in zip(table.epsilons, row, strict=True):
            h = mixup_optimal(data, Beta(alpha), X, epsilon)
            own = h[np.arange(80), y]
            h[np.arange(80), y] = -1
            assert count == (own <= h.max(axis=1) + 1e-12).sum()
    assert len(set(table.lost.ravel())) > 5
