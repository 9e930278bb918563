"""The resolution of a network: found where the network is h_eps, and not claimed where class means do as well."""

import numpy as np
import pytest

from theory import Beta, LabeledDataset, mixup_optimal
from theory.optimal.fitting import fit_epsilon
from theory.optimal.resolution import unit


def cloud(n=80):
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, n)
    return LabeledDataset(rng.normal(size=(n, 2)) + np.eye(3)[labels][:, :2], labels)


@pytest.mark.parametrize("multiple", [0.08, 0.125, 0.3])
@pytest.mark.parametrize("self_pairs", [True, False])
def test_what_says_h_eps_is_given_its_epsilon(multiple, self_pairs):
    data = cloud()
    epsilon = multiple * unit(data).value
    said = mixup_optimal(data, Beta(8), data.points, epsilon, self_pairs)
    said = np.where(np.isnan(said), np.eye(3)[data.codes], said)
    found = fit_epsilon(data, said, 8, self_pairs)
    assert found.epsilon == pytest.approx(epsilon, rel=0.05)
    assert found.multiple == pytest.approx(found.epsilon / unit(data).value)
    assert found.distance < 0.02 < found.class_means
    assert found.applies
    assert "does not apply" not in str(found)


def test_where_class_means_do_as_well_the_audit_does_not_apply():
    data = cloud()
    said = 0.8 * np.eye(3)[data.codes] + 0.2 / 3
    found = fit_epsilon(data, said, 8)
    assert found.class_means == pytest.approx(0, abs=1e-12)
    assert not found.applies
    assert "the audit does not apply to this network" in str(found)


@pytest.mark.parametrize("said", [np.ones((80, 2)) / 2, np.ones((80, 3)), np.full((80, 3), np.nan)])
def test_what_are_no_probabilities(said):
    with pytest.raises(ValueError, match="probabilities must"):
        fit_epsilon(cloud(), said, 8)
