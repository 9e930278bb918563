"""The paper's experiment on alternating lines (Figure 1, Table 1, Appendix D), and what could be meant by ten runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from proofs_check.experiments.network import Parameters, initial_parameters
from proofs_check.experiments.training import Draws, Pairing, Protocol, draw, train, train_chains
from theory.dataset import LabeledDataset
from theory.mixing import Beta, Mixing

if TYPE_CHECKING:
    import pandas as pd

ALPHAS = (1, 32, 128)
RUNS = 10
PAPER = Protocol()
SHORT = Protocol(epochs=1000)


@dataclass(frozen=True)
class LineExperiment:
    """A line, the mixing distributions to train with (``None``: ERM), and how."""

    dataset: LabeledDataset
    mixings: Sequence[Mixing | None]
    protocol: Protocol = PAPER
    pairing: Pairing = "uniform"
    per_sample: bool = False

    def run(self, runs: int, seed: int) -> NDArray[np.float32]:
        """Train ``runs`` networks for each mixing: probabilities (mixings, runs, reads, n, k) of the data points."""
        given = [self._one(seed, i, r) for i in range(len(self.mixings)) for r in range(runs)]
        starts, draws = zip(*given, strict=True)
        found = train(self.dataset.points, self.dataset.codes, starts, draws, self.protocol).probabilities
        return found.reshape(len(self.mixings), runs, *found.shape[1:])

    def run_chains(self, chains: int, length: int, seed: int) -> NDArray[np.float32]:
        """The same in chains that keep the state of Adam: (mixings, chains, length, reads, n, k)."""
        given = [
            [self._one(seed, i, c, r) for r in range(length)] for i in range(len(self.mixings)) for c in range(chains)
        ]
        starts, draws = [[s for s, _ in chain] for chain in given], [[d for _, d in chain] for chain in given]
        found = train_chains(self.dataset.points, self.dataset.codes, starts, draws, self.protocol).probabilities
        return found.reshape(len(self.mixings), chains, *found.shape[1:])

    def _one(self, seed: int, *place: int) -> tuple[Parameters, Draws]:
        """Start and draws of the run at ``place``: the same whatever else is trained."""
        rng = np.random.default_rng([seed, *place])
        data, protocol, mixing = self.dataset, self.protocol, self.mixings[place[0]]
        start = initial_parameters(rng, data.dimension, protocol.hidden, data.n_classes)
        return start, draw(rng, data.n_points, protocol.epochs, mixing, self.pairing, self.per_sample)


def three_points(protocol: Protocol = PAPER) -> LineExperiment:
    """Mixup on the line 0, 1, 2 with the paper's three values of alpha."""
    return LineExperiment(LabeledDataset.alternating_line(), [Beta(alpha) for alpha in ALPHAS], protocol)


@dataclass(frozen=True)
class Reading:
    """One way to understand the published protocol.

    ``measure(units, seed)`` gives class-1 probabilities (alphas, units, points) of independent units; a published
    number is the mean of ``averaged`` of them.
    """

    description: str
    averaged: int
    measure: Callable[[int, int], NDArray[np.float64]]


def _reset(epochs: int) -> Callable[[int, int], NDArray[np.float64]]:
    def measure(units: int, seed: int) -> NDArray[np.float64]:
        experiment = three_points(replace(PAPER, epochs=epochs, read_every=epochs))
        return np.asarray(experiment.run(units, seed)[:, :, -1, :, 0], dtype=np.float64)

    return measure


def _adam_kept(units: int, seed: int) -> NDArray[np.float64]:
    experiment = three_points(replace(PAPER, read_every=PAPER.epochs))
    chains = experiment.run_chains(units, RUNS, seed)[:, :, :, -1, :, 0]
    return np.asarray(chains.mean(axis=2, dtype=np.float64))


def _weights_kept(units: int, seed: int) -> NDArray[np.float64]:
    experiment = three_points(replace(SHORT, epochs=RUNS * SHORT.epochs, read_every=SHORT.epochs))
    return np.asarray(experiment.run(units, seed)[..., 0].mean(axis=2, dtype=np.float64))


READINGS = {
    "reset": Reading("5,000 epochs, everything reset between runs", RUNS, _reset(PAPER.epochs)),
    "adam kept": Reading("5,000 epochs, weights reset, one Adam state kept across ten runs", 1, _adam_kept),
    "short": Reading("1,000 epochs, everything reset between runs", RUNS, _reset(SHORT.epochs)),
    "weights kept": Reading("ten readings, 1,000 epochs apart, of one training", 1, _weights_kept),
}


def error_table(
    experiment: LineExperiment, names: Sequence[tuple[int, str]], probabilities: NDArray[np.float32]
) -> pd.DataFrame:
    """Training errors of ``experiment.run``: mean and standard deviation over runs at each reading.

    ``names`` gives alpha and method of each mixing.  Columns alpha, method, epoch, error, std.
    """
    import pandas as pd

    wrong = probabilities.argmax(axis=-1) != experiment.dataset.codes
    errors = wrong.mean(axis=-1)
    epochs = experiment.protocol.read_every * np.arange(1, errors.shape[2] + 1)
    tables = [
        pd.DataFrame({"alpha": a, "method": m, "epoch": epochs, "error": e.mean(axis=0), "std": e.std(axis=0, ddof=1)})
        for (a, m), e in zip(names, errors, strict=True)
    ]
    return pd.concat(tables, ignore_index=True)
