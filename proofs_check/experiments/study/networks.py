"""Networks trained with Mixup on the study's data sets: what they say of the points that they were trained on.

A network has two hidden layers of 128 units, and is trained full batch for 2,000 steps by Adam with a learning rate of
0.002 that falls along a cosine; partners (itself included) and lambda are drawn anew for each sample at each step.
ERM is the same with lambda = 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from proofs_check.experiments.network import Parameters, initial_parameters, logits
from proofs_check.experiments.study.sets import StudySet
from proofs_check.experiments.training import Draws, Protocol, draw, train
from theory.mixing import Beta
from theory.numbers import Array

ALPHAS = (1, 8, 1024)
PROTOCOL = Protocol(hidden=128, deeper=1, epochs=2000, read_every=2000, learning_rate=2e-3, decay=True)
HELD_OUT_EPOCHS = 500
FOLDS = 5
Change = Callable[[np.random.Generator, Draws], Draws]


@dataclass(frozen=True)
class Networks:
    """What networks say: ``probabilities`` (runs, n, k) of the training points; ``accuracy`` (runs,) on fresh ones."""

    probabilities: Array
    accuracy: Array


def trained(
    data: StudySet,
    alpha: float | None,
    seeds: Sequence[int],
    protocol: Protocol = PROTOCOL,
    change: Change | None = None,
) -> Networks:
    """Train a network for each seed; ``alpha=None`` is ERM.  ``change`` may mend what was drawn."""
    starts, draws = [], []
    for seed in seeds:
        rng = np.random.default_rng([seed, 0 if alpha is None else int(1000 * alpha)])
        starts.append(_start(rng, data, protocol))
        law = None if alpha is None else Beta(alpha)
        drawn = draw(rng, len(data.points), protocol.epochs, law, per_sample=True)
        draws.append(drawn if change is None else change(rng, drawn))
    found = train(data.points, data.codes, starts, draws, protocol)
    fresh = _saying(found.parameters, data.fresh)
    accuracy = (fresh.argmax(axis=2) == data.fresh_codes).mean(axis=1)
    return Networks(_saying(found.parameters, data.points), accuracy)


def held_out(data: StudySet, seed: int, protocol: Protocol = PROTOCOL) -> Array:
    """Probabilities (n, k) that ERM networks give to points that they were not trained on, in five folds."""
    short = replace(protocol, epochs=min(HELD_OUT_EPOCHS, protocol.epochs), read_every=1)
    short = replace(short, read_every=short.epochs)
    rng = np.random.default_rng([seed, FOLDS])
    parts = np.array_split(rng.permutation(len(data.points)), FOLDS)
    found: Array = np.empty((len(data.points), data.n_classes))
    for part in parts:
        rest = np.setdiff1d(np.arange(len(data.points)), part)
        start = _start(rng, data, short)
        drawn = draw(rng, len(rest), short.epochs, None)
        network = train(data.points[rest], data.codes[rest], [start], [drawn], short)
        found[part] = _saying(network.parameters, data.points[part])[0]
    return found


def _start(rng: np.random.Generator, data: StudySet, protocol: Protocol) -> Parameters:
    return initial_parameters(rng, data.points.shape[1], protocol.hidden, data.n_classes, protocol.deeper)


def _saying(parameters: Parameters, points: NDArray[np.float64]) -> Array:
    """Class probabilities (runs, n, k) of networks that are stacked."""
    import jax

    said = jax.vmap(lambda p: jax.nn.softmax(logits(p, points.astype(np.float32))))(parameters)
    return np.asarray(said, dtype=np.float64)
