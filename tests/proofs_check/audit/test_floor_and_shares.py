"""The floor of the loss, and the intervals that stand wherever a share of a sample is given."""

import numpy as np
import pytest
from scipy.stats import beta, binomtest
from sklearn.datasets import load_iris, make_moons

from proofs_check.audit import audit, page
from proofs_check.audit.machine import as_dict
from proofs_check.audit.words import floor, verdict, which_alpha
from theory import Beta, LabeledDataset, loss_floor
from theory.optimal.floor import floor_of

LABELS = list("aaaabbbcc")
POINTS = [[float(i)] for i in range(9)]


def entropy_of_mixed_labels(labels, law, self_pairs, prob, n=400_000):
    """The mean entropy of drawn mixed labels, and its standard error."""
    rng, codes = np.random.default_rng(0), np.unique(labels, return_inverse=True)[1]
    first = rng.integers(len(codes), size=n)
    second = rng.integers(len(codes), size=n) if self_pairs else (first + rng.integers(1, len(codes), n)) % len(codes)
    lam = np.where(rng.random(n) < prob, rng.beta(*law, n), 1.0)
    mixed = lam[:, None] * np.eye(3)[codes[first]] + (1 - lam[:, None]) * np.eye(3)[codes[second]]
    each = -np.sum(mixed * np.log(np.where(mixed > 0, mixed, 1.0)), axis=1)
    return each.mean(), each.std() / np.sqrt(n)


@pytest.mark.parametrize(
    ("alpha", "self_pairs", "prob"), [(1, True, 1.0), (0.2, False, 1.0), ((2, 5), True, 1.0), (8, False, 0.5)]
)
def test_the_floor_is_the_mean_entropy_of_mixed_labels(alpha, self_pairs, prob):
    found = audit(POINTS, LABELS, alpha=alpha, self_pairs=self_pairs, prob=prob, search=0)
    law = alpha if isinstance(alpha, tuple) else (alpha, alpha)
    mean, error = entropy_of_mixed_labels(LABELS, law, self_pairs, prob)
    assert found.floor == pytest.approx(mean, abs=5 * error)


def test_it_is_the_floor_of_the_labels():
    data = LabeledDataset(POINTS, LABELS)
    for pairing, self_pairs in (("independent", True), ("other", False)):
        assert floor_of(data, Beta(0.7), self_pairs) == pytest.approx(loss_floor(LABELS, 0.7, pairing=pairing))
    heavy = LabeledDataset(POINTS[:2], ["a", "b"], weights=[0.75, 0.25])
    assert floor_of(heavy, Beta(1)) == pytest.approx(2 * 0.75 * 0.25 * 0.5)
    assert audit(POINTS, LABELS, alpha=0, search=0).floor == 0


def test_the_page_the_terminal_and_json_have_the_loss_less_the_floor():
    found = audit(load_iris(), alpha=1, loss=0.53, search=0)
    assert found.floor == pytest.approx(1 / 3)
    assert "your loss less the floor is 0.1967" in floor(found)
    for text in (page.html(found, "iris"), " ".join(found.summary().split())):
        assert "your loss less the floor is 0.1967" in text
    assert as_dict(found)["loss"] == pytest.approx({"floor": 1 / 3, "given": 0.53, "above": 0.53 - 1 / 3})
    asked = audit(load_iris(), alpha=1, search=0)
    assert "below 0.3333 nats on these labels" in page.html(asked, "iris")
    assert as_dict(asked)["loss"]["above"] is None


def test_a_loss_below_the_floor_is_not_that_of_mixed_samples():
    assert "is below 0.3333, the least" in floor(audit(load_iris(), alpha=1, loss=0.1, search=0))
    assert floor(audit([[0.0], [1.0]], ["a", "a"])) == ""
    for loss in (-1.0, np.inf, np.nan):
        with pytest.raises(ValueError, match="loss must be a number of nats"):
            audit(POINTS, LABELS, loss=loss)


def test_the_table_over_alpha_has_an_interval_beside_each_count_of_a_sample():
    X, y = make_moons(240, noise=0.3, random_state=0)
    found = audit(X, y, alpha=8, search=0, sample=100, budget=1000)
    count = int(found.table.lost[0, 0])
    ends = beta.ppf([0.025, 0.975], [count, count + 1], [200 - count + 1, 200 - count])
    html = page.html(found, "moons")
    assert f"{count} <small>{ends[0]:.2%} to {ends[1]:.2%}</small>" in html
    assert html.count("<small>") == found.table.lost.size
    most = found.table.lost.max()
    interval = binomtest(int(most), 200).proportion_ci(method="exact")
    assert f"{most} ({interval.low:.2%} to {interval.high:.2%})" in which_alpha(found)
    for risk in ("likely", "possible"):
        share = binomtest(found.risks[risk], 100).proportion_ci(method="exact")
        assert f"{found.risks[risk]} ({share.low:.2%} to {share.high:.2%})" in verdict(found)
        assert as_dict(found)["judged"][risk]["high"] == pytest.approx(share.high)
    assert "<small>" not in page.html(audit(X[:150], y[:150], search=0), "all")


def test_beside_an_exit_0_of_a_sample_stands_the_upper_bound():
    rng = np.random.default_rng(0)
    X = np.concatenate([rng.normal(0, 1, (120, 2)), rng.normal(30, 1, (120, 2))])
    found = audit(X, [0] * 120 + [1] * 120, sample=60, epsilon=38.5, search=0, budget=1000)
    assert not found.fails()
    assert found.fates["not judged"] > 0
    assert f"at most {binomtest(0, 60).proportion_ci(method='exact').high:.2%} of all are" in verdict(found)
    assert as_dict(found)["judged"]["lost"]["high"] > 0
    assert "none is lost (at most 1.83% of all, 95% confidence)" in which_alpha(found)


def test_where_all_that_were_not_judged_are_safe_nothing_is_left_to_chance():
    X = [[0.0, float(i)] for i in range(12)] + [[100.0, float(i)] for i in range(12)]
    found = audit(X, [0] * 12 + [1] * 12, sample=5, epsilon=1.0, search=0)
    assert found.fates["not judged"] == 0
    assert "No point is lost at α = 1, ε = 1: 5 were judged, and all others are safe." in verdict(found)
    assert as_dict(found)["judged"]["lost"] == {"count": 0, "judged": 24, "low": 0.0, "high": 0.0}
