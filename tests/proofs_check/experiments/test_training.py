"""The training engine against a small oracle in NumPy float64, and the promises of its draws."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from proofs_check.experiments.lines import LineExperiment
from proofs_check.experiments.network import initial_parameters, logits
from proofs_check.experiments.training import Draws, Protocol, draw, train, train_chains
from theory import Beta, LabeledDataset

LINE = LabeledDataset.alternating_line()
SMALL = Protocol(hidden=8, epochs=40, read_every=20, learning_rate=0.02)
LEAVES = (("hidden", "weight"), ("hidden", "bias"), ("output", "weight"), ("output", "bias"))


def start(seed: int = 0) -> Any:
    return initial_parameters(np.random.default_rng(seed), 1, SMALL.hidden, 2)


def some_draws(seed: int = 0, **options: Any) -> Draws:
    return draw(np.random.default_rng([seed, 1]), 3, SMALL.epochs, Beta(1), **options)


class Oracle:
    """Adam and back-propagation written out, one run after the other."""

    def __init__(self, keep_gradients: bool = False) -> None:
        self.steps, self.first, self.second = 0, dict.fromkeys(LEAVES, 0.0), dict.fromkeys(LEAVES, 0.0)
        self.keep, self.total = keep_gradients, dict.fromkeys(LEAVES, 0.0)

    def run(self, parameters: Any, draws: Draws) -> np.ndarray:
        weights = {(layer, part): np.float64(parameters[layer][part]) for layer, part in LEAVES}
        x, y = LINE.points, np.eye(2)[LINE.codes]
        for partner, lam in zip(draws.partner, np.float64(draws.mixing), strict=True):
            share = lam[:, None]
            gradient = self.gradient(
                weights, share * x + (1 - share) * x[partner], share * y + (1 - share) * y[partner]
            )
            self.adam(weights, gradient)
        return self.forward(weights, x)[1]

    @staticmethod
    def forward(w: Any, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        active = np.maximum(x @ w["hidden", "weight"] + w["hidden", "bias"], 0)
        scores = active @ w["output", "weight"] + w["output", "bias"]
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return active, powers / powers.sum(axis=1, keepdims=True)

    def gradient(self, w: Any, x: np.ndarray, y: np.ndarray) -> Any:
        active, probabilities = self.forward(w, x)
        at_scores = (probabilities - y) / len(x)
        at_active = (at_scores @ w["output", "weight"].T) * (active > 0)
        return {
            ("hidden", "weight"): x.T @ at_active,
            ("hidden", "bias"): at_active.sum(axis=0),
            ("output", "weight"): active.T @ at_scores,
            ("output", "bias"): at_scores.sum(axis=0),
        }

    def adam(self, w: Any, gradient: Any) -> None:
        self.steps += 1
        for leaf in LEAVES:
            self.total[leaf] = (self.total[leaf] if self.keep else 0.0) + gradient[leaf]
            self.first[leaf] = 0.9 * self.first[leaf] + 0.1 * self.total[leaf]
            self.second[leaf] = 0.999 * self.second[leaf] + 0.001 * self.total[leaf] ** 2
            mean = self.first[leaf] / (1 - 0.9**self.steps)
            square = self.second[leaf] / (1 - 0.999**self.steps)
            w[leaf] = w[leaf] - SMALL.learning_rate * mean / (np.sqrt(square) + 1e-8)


@pytest.mark.parametrize("options", [{}, {"per_sample": True}, {"pairing": "permutation"}], ids=str)
@pytest.mark.parametrize("keep_gradients", [False, True])
def test_training_is_adam_on_the_mixed_loss(options: Any, keep_gradients: bool) -> None:
    protocol = replace(SMALL, keep_gradients=keep_gradients)
    draws = some_draws(**options)
    found = train(LINE.points, LINE.codes, [start()], [draws], protocol).probabilities
    assert found.shape == (1, 2, 3, 2)
    np.testing.assert_allclose(found[0, -1], Oracle(keep_gradients).run(start(), draws), atol=2e-4)


def test_a_wrong_step_would_be_seen() -> None:
    found = train(LINE.points, LINE.codes, [start()], [some_draws()], SMALL).probabilities[0, -1]
    assert np.abs(found - Oracle(keep_gradients=True).run(start(), some_draws())).max() > 0.01
    assert np.abs(found - Oracle().run(start(), some_draws(seed=1))).max() > 0.01


def test_a_chain_hands_on_the_state_of_adam_and_nothing_else() -> None:
    starts, draws = [start(0), start(1)], [some_draws(0), some_draws(1)]
    found = train_chains(LINE.points, LINE.codes, [starts], [draws], SMALL).probabilities[0, :, -1]
    oracle = Oracle()
    expected = [oracle.run(s, d) for s, d in zip(starts, draws, strict=True)]
    np.testing.assert_allclose(found, expected, atol=2e-4)
    alone = train(LINE.points, LINE.codes, starts, draws, SMALL).probabilities[:, -1]
    np.testing.assert_allclose(found[0], alone[0], atol=1e-5)
    assert np.abs(found[1] - alone[1]).max() > 1e-3


def test_erm_is_the_mixing_weight_one() -> None:
    rng = np.random.default_rng(5)
    draws = [draw(rng, 3, SMALL.epochs, None) for _ in range(2)]
    assert (draws[0].mixing == 1).all()
    assert (draws[0].partner != draws[1].partner).any()
    found = train(LINE.points, LINE.codes, [start(), start()], draws, SMALL).probabilities
    np.testing.assert_array_equal(found[0], found[1])


def test_partners_and_mixing_weights_are_drawn_as_the_paper_says() -> None:
    rng = np.random.default_rng(3)
    paper = draw(rng, 3, 3000, Beta(32))
    assert paper.mixing.shape == (3000, 1)  # one lambda for the batch
    frequency = np.bincount(paper.partner[:, 1], minlength=3) / 3000
    np.testing.assert_allclose(frequency, 1 / 3, atol=0.03)  # itself included; five standard deviations are 0.043
    assert abs(paper.mixing.std() - np.sqrt(1 / 4 / 65)) < 0.004
    library = draw(rng, 5, 10, Beta(1), pairing="permutation", per_sample=True)
    assert library.mixing.shape == (10, 5)
    assert all(sorted(row) == list(range(5)) for row in library.partner)


def test_initial_parameters_are_pytorch_s_default() -> None:
    parameters = initial_parameters(np.random.default_rng(0), 4, 900, 3)
    for layer, fan_in in (("hidden", 4), ("output", 900)):
        for part in ("weight", "bias"):
            assert np.abs(parameters[layer][part]).max() <= 1 / np.sqrt(fan_in)
    variance = parameters["hidden"]["weight"].var()
    assert variance == pytest.approx(1 / 4 / 3, rel=0.05)


def test_one_seed_gives_identical_runs_whatever_else_is_trained() -> None:
    def run(seed: int, mixings: Any, runs: int) -> np.ndarray:
        return LineExperiment(LINE, mixings, SMALL).run(runs, seed)

    first = run(7, [None, Beta(2)], 2)
    np.testing.assert_array_equal(first, run(7, [None, Beta(2)], 2))
    np.testing.assert_allclose(first[:, :1], run(7, [None, Beta(2)], 1), atol=1e-5)
    assert np.abs(first - run(8, [None, Beta(2)], 2)).max() > 1e-3


@pytest.mark.parametrize(("epochs", "read_every"), [(0, 1), (10, 0), (10, 3)])
def test_a_protocol_reads_at_its_end(epochs: int, read_every: int) -> None:
    with pytest.raises(ValueError, match="multiple of read_every"):
        Protocol(epochs=epochs, read_every=read_every)


def test_a_deeper_network_is_what_its_layers_say_and_the_rate_falls_to_nothing() -> None:
    rng = np.random.default_rng(0)
    parameters = initial_parameters(rng, 3, 5, 2, deeper=2)
    x = rng.normal(size=(4, 3))
    active = np.maximum(x @ parameters["hidden"]["weight"] + parameters["hidden"]["bias"], 0)
    for layer in parameters["deeper"]:
        active = np.maximum(active @ layer["weight"] + layer["bias"], 0)
    expected = active @ parameters["output"]["weight"] + parameters["output"]["bias"]
    np.testing.assert_allclose(logits(parameters, x.astype(np.float32)), expected, atol=1e-5)
    optimizer = Protocol(epochs=10, read_every=10, decay=True).optimizer
    weights = {"w": np.zeros(1)}
    state, moved = optimizer.init(weights), []
    for _ in range(11):
        update, state = optimizer.update({"w": np.ones(1)}, state)
        moved.append(abs(float(update["w"][0])))
    assert moved[0] == pytest.approx(1e-3, rel=1e-3)
    assert moved[5] == pytest.approx(5e-4, rel=1e-3)
    assert moved[10] == pytest.approx(0, abs=1e-12)
