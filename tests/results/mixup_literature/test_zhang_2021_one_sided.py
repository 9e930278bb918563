"""Hard labels: the verdict, a training loss by quadrature, and broken formulas."""

from __future__ import annotations

import numpy as np
import pytest

from proofs_check.results.mixup_literature import zhang_2021_one_sided as argued
from theory import Beta, LabeledDataset
from theory.claim import Verdict
from theory.mixing.moments import one_sided
from theory.mixing.quadrature import quadrature
from theory.optimal.risk import mixup_risk
from theory.results.mixup_literature import zhang_2021_one_sided as stated


def test_proved(verdict):
    assert verdict("zhang-2021-one-sided") is Verdict.PROVED


@pytest.mark.parametrize("alpha", [0.3, 1, 4])
def test_the_cross_entropy_of_a_model_is_the_same(alpha):
    """Mixed labels under Beta(alpha, alpha), hard labels under Beta(alpha + 1, alpha), and not under the same law."""
    rng = np.random.default_rng(0)
    x, y, head = rng.normal(size=(5, 2)), np.array([0, 1, 2, 0, 1]), rng.normal(size=(2, 3))

    def softmax(z):
        values = np.exp(z @ head)
        return values / values.sum(axis=-1, keepdims=True)

    def hard(law):
        rule = zip(*quadrature(law, 64), strict=True)
        mixes = [(m, lam * x[:, None] + (1 - lam) * x[None]) for lam, m in rule]
        return -sum(m * np.log(softmax(z)[np.arange(5), :, y]).mean() for m, z in mixes)

    mixed = mixup_risk(LabeledDataset(x, y), Beta(alpha), softmax)
    assert hard(one_sided(Beta(alpha))) == pytest.approx(mixed, abs=1e-12)
    assert abs(hard(Beta(alpha)) - mixed) > 1e-3


def test_steps_fail_with_other_halves_and_densities(run, monkeypatch):
    monkeypatch.setattr(argued, "first_half", lambda lam, a, b, label: lam * (a - label**2 * b))
    assert run("zhang-2021-one-sided", "one pair").holds is False
    monkeypatch.setattr(argued, "density", lambda lam, a, b: lam**a * (1 - lam) ** b)
    assert run("zhang-2021-one-sided", "the law").holds is False


def test_another_law_is_noticed(run, monkeypatch):
    monkeypatch.setattr(stated, "one_sided", lambda law: law)
    assert run("zhang-2021-one-sided", "random data").holds is False


def test_labels_are_numbers():
    with pytest.raises(ValueError, match="not a finite number"):
        stated.NumberedData(LabeledDataset([[0], [1]], ["a", "b"]), argued.THIRD)
