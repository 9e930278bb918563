"""The floor for users: conventions of pairing and smoothing against counts and simulation, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import sympy as sp
from scipy.special import entr

from theory import Beta, LabeledDataset, Midpoint, loss_floor
from theory.mixing.moments import entropy, kappa, mean_entropy, one_sided
from theory.mixing.oscillating import OscillatingDensity
from theory.optimal.floor import entropy_floor
from theory.optimal.mixed_pairs import MixedPairs

Y = ["a"] * 5 + ["b"] * 3 + ["c"] * 2


def simulated(y, alpha, smoothing, partners, draws=200):
    """The mean entropy of the labels, pair by pair, lambda by quadrature of many quantiles; and its spread."""
    rng = np.random.default_rng(0)
    one_hot = np.eye(len(set(y)))[np.unique(y, return_inverse=True)[1]] * (1 - smoothing) + smoothing / len(set(y))
    means = []
    for _ in range(draws):
        i, j = partners(rng)
        lam = rng.beta(alpha, alpha, len(i))[:, None]
        means.append(entr(lam * one_hot[i] + (1 - lam) * one_hot[j]).sum(axis=1).mean())
    return np.mean(means), np.std(means) / np.sqrt(draws)


def in_batches(size):
    """Random permutations inside the batches of a shuffled epoch."""

    def partners(rng):
        order = rng.permutation(len(Y))
        batches = order.reshape(-1, size)
        return order, np.concatenate([rng.permutation(batch) for batch in batches])

    return partners


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
@pytest.mark.parametrize(
    ("options", "partners"),
    [
        ({}, lambda rng: rng.integers(0, 10, (2, 50))),
        ({"pairing": "other"}, lambda rng: (order := rng.permutation(10), np.roll(order, 1))),
        ({"pairing": "permutation", "batch_size": 5}, in_batches(5)),
        ({"pairing": "permutation", "batch_size": 2}, in_batches(2)),
    ],
    ids=["independent", "other", "batches of 5", "batches of 2"],
)
def test_the_floor_is_the_mean_entropy_of_what_a_loop_draws(options, partners, smoothing):
    mean, error = simulated(Y, 0.7, smoothing, partners, 2000)
    assert loss_floor(Y, 0.7, smoothing, **options) == pytest.approx(mean, abs=5 * error)


def test_the_pairings_differ_by_more_than_the_errors_of_the_simulation():
    found = [loss_floor(Y, 0.7, pairing="permutation", batch_size=b) for b in (1, 2, 5, 10)]
    assert found[0] == 0
    assert np.all(np.diff(found) > 0.01)
    assert loss_floor(Y, 0.7) == pytest.approx(found[-1])  # a permutation of everything meets itself as often


@pytest.mark.parametrize("alpha", [0.1, 0.5, 1.0, 3.0])
def test_smoothing_joins_on_continuously(alpha):
    assert loss_floor(Y, alpha, 1e-12) == pytest.approx(loss_floor(Y, alpha), abs=1e-6)
    assert loss_floor(Y, alpha, 0.05) > loss_floor(Y, alpha) + 0.01


def test_it_is_the_exact_floor():
    data = LabeledDataset([[i] for i in range(10)], Y)
    for alpha, share in (("1/2", None), (2, 0), (1, Fraction(1, 5))):
        exact = float(entropy_floor(MixedPairs(data, Beta(alpha), share)))
        options = {None: {}, 0: {"pairing": "other"}, Fraction(1, 5): {"pairing": "permutation", "batch_size": 5}}[
            share
        ]
        assert loss_floor(Y, float(Fraction(alpha)), **options) == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize("labels", [np.array([0, 0, 1]), pd.Series([0, 0, 1]), [0, 0, 1], ("x", "x", None)], ids=type)
def test_labels_of_every_kind(labels):
    assert loss_floor(labels, 1) == pytest.approx((1 - 5 / 9) / 2)


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        (([], 1), {}, "at least one label"),
        (([0, 1], 0), {}, "alpha must be a positive number"),
        (([0, 1], 1, 1.0), {}, "smoothing must be in"),
        (([0, 1], 1), {"pairing": "roll"}, "pairing must be one of"),
        (([0, 1], 1), {"pairing": "permutation"}, "batch_size goes with"),
        (([0, 1], 1), {"batch_size": 2}, "batch_size goes with"),
        (([0, 1], 1), {"pairing": "permutation", "batch_size": 3}, "between 1 and the number of labels"),
        (([0], 1), {"pairing": "other"}, "only be mixed with itself"),
    ],
)
def test_what_makes_no_floor_is_refused(arguments, options, message):
    with pytest.raises(ValueError, match=message):
        loss_floor(*arguments, **options)


def test_moments_of_a_law():
    assert kappa(Beta(Fraction(1, 5))) == Fraction(1, 7)
    assert mean_entropy(Beta(3, 2)) == sp.Rational(3, 5) * sp.Rational(9, 20) + sp.Rational(2, 5) * sp.Rational(47, 60)
    assert entropy((Fraction(2), Fraction(0), Fraction(2))) == sp.log(2)
    assert one_sided(Beta(Fraction(1, 2))) == Beta(Fraction(3, 2), Fraction(1, 2))
    assert one_sided(Midpoint()).masses == Midpoint().masses
    for function in (kappa, mean_entropy, one_sided):
        with pytest.raises(ValueError, match="known for"):
            function(OscillatingDensity())
    with pytest.raises(ValueError, match="no one-sided law"):
        one_sided(Beta(1, 2))


def test_shares_of_self_pairs_are_probabilities():
    data = LabeledDataset([[0], [1]], [1, 2])
    assert sum(mass for *_, mass in MixedPairs(data, Midpoint(), "1/7").draws()) == 1
    for share in (-1, 2):
        with pytest.raises(ValueError, match="must lie in"):
            MixedPairs(data, Midpoint(), share)
    with pytest.raises(ValueError, match="single point"):
        MixedPairs(LabeledDataset([[0]], [1]), Midpoint(), 0)
