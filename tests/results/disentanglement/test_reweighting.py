"""Weights and scores for samples of one's own: against the exact scores, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from theory.results.disentanglement.linear_codes import TRUTH, sap
from theory.results.disentanglement.reweighting import compare_codes, independence_weights
from theory.results.disentanglement.two_bits import TRUTH as OWN
from theory.results.disentanglement.two_bits import XOR, FairBits, mig

BITS = np.array([[0, 0]] * 9 + [[0, 1]] + [[1, 0]] + [[1, 1]] * 9)
PARITY = np.column_stack([BITS[:, 0], BITS[:, 0] ^ BITS[:, 1]])


def test_scores_are_those_of_the_claims():
    found = {(s.code, s.name): s for s in compare_codes(BITS, {"truth": BITS, "xor": PARITY}).scores}
    law = FairBits(Fraction(9, 10)).law
    assert found["truth", "MIG"].plain == pytest.approx(float(mig(law, OWN)))
    assert found["xor", "MIG"].plain == pytest.approx(float(mig(law, XOR)))
    assert found["truth", "SAP"].plain == pytest.approx(float(sap(Fraction(4, 5), TRUTH)))  # the bits correlate by 4/5
    for name in ("SAP", "MIG"):
        assert found["truth", name].weighted == pytest.approx(1)
        assert found["xor", name].weighted == pytest.approx(0.5)


def test_weighted_factors_are_independent_with_their_own_marginals():
    rng = np.random.default_rng(0)
    first = rng.integers(0, 3, 2000)
    second = np.where(rng.random(2000) < 0.4, first, rng.integers(0, 4, 2000))
    factors = np.column_stack([first, second, rng.integers(0, 2, 2000)])
    found = independence_weights(factors)
    assert found.unseen == 0
    table = np.zeros((3, 4, 2))
    np.add.at(table, tuple(factors.T), found.values / len(factors))
    margins = [table.sum(axis=tuple(set(range(3)) - {k})) for k in range(3)]
    np.testing.assert_allclose(table, np.einsum("i,j,k->ijk", *margins), atol=1e-12)
    for k, margin in enumerate(margins):
        np.testing.assert_allclose(margin, np.bincount(factors[:, k]) / len(factors), atol=1e-12)
    assert 0 < found.effective < len(factors)


def test_combinations_that_nobody_has_are_told():
    found = compare_codes([[0, 0], [0, 0], [1, 1], [1, 0]], {"it": [[0, 1], [0, 2], [1, 0], [1, 1]]})
    assert found.weights.unseen == pytest.approx(1 / 8)
    assert "12.5%" in found.warnings[0]
    assert found.weights.values.mean() == pytest.approx(1)


def test_an_order_that_stays_is_no_warning():
    uniform = np.array([[a, b] for a in (0, 1) for b in (0, 1)] * 3)
    found = compare_codes(uniform, {"truth": uniform, "sum": np.column_stack([uniform.sum(axis=1), uniform[:, 0]])})
    assert found.flips == () == found.warnings
    assert found.weights.effective == pytest.approx(12)


def test_latents_with_many_values_are_binned_and_strings_are_factors():
    rng = np.random.default_rng(0)
    names = np.array(["left", "right"])[rng.integers(0, 2, (500, 2))]
    latents = (names == "right") + rng.normal(scale=0.05, size=(500, 2))
    found = compare_codes(names, {"noisy": latents})
    assert all(score.plain > 0.9 for score in found.scores)
    assert compare_codes(names, {"noisy": latents}, bins=2).scores[1].plain > 0.9


@pytest.mark.parametrize(
    ("factors", "codes", "options", "reason"),
    [
        ([0, 1], {"it": [[0, 1], [1, 0]]}, {}, "a table"),
        ([[0.0], [np.nan]], {"it": [[0, 1], [1, 0]]}, {}, "factors must be finite"),
        ([[0], [1]], {"it": [[0, 1]]}, {}, "a row for each"),
        ([[0], [1]], {"it": [[0], [1]]}, {}, "two latents"),
        ([[0], [1]], {"it": [[0, np.inf], [1, 0]]}, {}, "must be finite"),
        ([[0], [0]], {"it": [[0, 1], [1, 0]]}, {}, "one value"),
        ([[0.1]] * 20, {"it": [[0, 1], [1, 0]] * 10}, {}, "one value"),
        ([["a"], [None]], {"it": [[0, 1], [1, 0]]}, {}, "must all be numbers, or all strings"),
        ([[0], [1]], {"it": [[0, 1], [1, 0]]}, {"bins": 1}, "two bins"),
    ],
)
def test_what_does_not_fit_is_refused(factors, codes, options, reason):
    with pytest.raises(ValueError, match=reason):
        compare_codes(factors, codes, **options)
