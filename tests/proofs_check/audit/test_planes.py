"""Planes as the judge: what they say is what the classifier says, and nothing is called safe, or has an eps."""

import numpy as np
import pytest
from sklearn.datasets import load_iris, make_moons

from proofs_check.audit import audit, page, terminal
from proofs_check.audit.machine import as_dict
from proofs_check.audit.words import verdict
from theory.optimal.plane import MixupPlaneClassifier


@pytest.mark.parametrize("self_pairs", [True, False])
def test_the_leads_are_those_of_the_classifier(self_pairs):
    X, y = make_moons(120, noise=0.3, random_state=0)
    found = audit(X, y, alpha=8, estimator="plane", self_pairs=self_pairs)
    said = MixupPlaneClassifier(8, self_pairs).fit(X, y).plane(X)
    lead = said[np.arange(120), y] - said[np.arange(120), 1 - y]
    np.testing.assert_allclose(found.lead, lead, atol=1e-12)
    assert set(found.hazards) == set(np.flatnonzero(lead <= 0))
    assert 3 < len(found.hazards) < 60
    other = MixupPlaneClassifier(8, not self_pairs).fit(X, y).predict(X)
    assert found.judged.lost_other_pairing.sum() == (other != y).sum()
    assert found.table.lost[found.table.alphas.index(8), 0] == len(found.hazards)


def test_nothing_is_safe_and_nothing_has_an_eps():
    found = audit(load_iris(), alpha=8, estimator="plane")
    assert audit(load_iris(), alpha=8).fates["safe"] > 0
    assert found.fates["safe"] == 0
    assert found.unsafe_alpha == found.unsafe_epsilon == {}
    text, html = found.summary(), page.html(found, "iris")
    assert "empirical, not certified" in verdict(found)
    for shown in (text, html):
        assert "empirical" in shown
        assert "are safe" not in shown
        assert ".075 U" not in shown
    assert "what it says about x. U is" not in html
    assert "by planes through the nearest mixes" in text
    assert terminal._alphas(found).rows
    plain = as_dict(found)
    assert plain["settings"]["estimator"] == "plane"
    assert plain["judged"]["likely"] is None
    assert all(point["guaranteed_probability"] is None for point in plain["points"])


def test_a_sample_is_judged_by_planes_of_all_rows():
    X, y = make_moons(400, noise=0.3, random_state=0)
    found = audit(X, y, alpha=8, estimator="plane", sample=50)
    assert len(found.judged.query) == 50
    whole = audit(X, y, alpha=8, estimator="plane").lead
    np.testing.assert_allclose(found.lead[found.judged.query], whole[found.judged.query], atol=1e-12)


def test_unmixed_samples_hold_a_point_in_its_class():
    X, y = make_moons(120, noise=0.3, random_state=0)
    never, always = (len(audit(X, y, alpha=8, estimator="plane", prob=prob).hazards) for prob in (0.05, 1.0))
    assert never < always


@pytest.mark.parametrize("options", [{"epsilon": 0.1}, {"metric": "angular"}])
def test_options_that_have_no_meaning_are_refused(options):
    with pytest.raises(ValueError, match="estimator 'plane' has no epsilon"):
        audit([[1.0], [2.0]], [0, 1], estimator="plane", **options)
    with pytest.raises(ValueError, match="estimator must be 'h' or 'plane'"):
        audit([[1.0], [2.0]], [0, 1], estimator="planes")
    with pytest.raises(ValueError, match="draws all rows as often"):
        audit([[1.0], [2.0]], [0, 1], estimator="plane", weights=[1, 2])
