"""Full-batch Mixup training of many networks in one compiled program.

Everything random is drawn beforehand by NumPy (:func:`draw`), so that a run is a plain function of its start and its
draws.  ERM is the mixing weight 1, and so a run like any other.  Runs are trained side by side (vmap) or, where
they share the state of Adam, one after another (scan).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from proofs_check.experiments.network import Parameters, logits
from theory.mixing import Mixing

Floats = NDArray[np.float32]
Pairing = Literal["uniform", "permutation"]
CACHE = 300_000  # floats: about the second-level cache of a core


@dataclass(frozen=True)
class Protocol:
    """How a network is trained.  ``epochs`` must be a multiple of ``read_every``.

    ``keep_gradients``: gradients are never reset, so that each step uses the sum of all so far, as in published
    scripts for two moons.  ``deeper``: hidden layers beyond the first.  ``decay``: the learning rate falls to 0
    along a cosine.
    """

    hidden: int = 512
    epochs: int = 5000
    read_every: int = 50
    learning_rate: float = 1e-3
    keep_gradients: bool = False
    deeper: int = 0
    decay: bool = False

    def __post_init__(self) -> None:
        if self.epochs < 1 or self.read_every < 1 or self.epochs % self.read_every:
            raise ValueError("the number of epochs must be a positive multiple of read_every")

    @property
    def optimizer(self) -> optax.GradientTransformation:
        """Adam with the usual 0.9 and 0.999."""
        rate = optax.cosine_decay_schedule(self.learning_rate, self.epochs) if self.decay else self.learning_rate
        adam = optax.adam(rate)
        return optax.chain(optax.trace(decay=1.0), adam) if self.keep_gradients else adam


@dataclass(frozen=True)
class Draws:
    """The random part of a run: ``partner`` (epochs, n) indices; ``mixing`` (epochs, 1) or, per sample, (epochs, n)."""

    partner: NDArray[np.int16]
    mixing: Floats


def draw(
    rng: np.random.Generator,
    n_points: int,
    epochs: int,
    mixing: Mixing | None,
    pairing: Pairing = "uniform",
    per_sample: bool = False,
) -> Draws:
    """Partners and mixing weights of one run; ``mixing=None`` is ERM.

    The paper draws each partner uniformly, the point itself included, and one lambda for the batch; libraries
    often pair by a permutation, or draw a lambda for each sample.
    """
    if pairing == "uniform":
        partner = rng.integers(n_points, size=(epochs, n_points))
    else:
        partner = rng.permuted(np.tile(np.arange(n_points), (epochs, 1)), axis=1)
    width = n_points if per_sample else 1
    weights = np.ones((epochs, width)) if mixing is None else mixing.sample(rng, epochs * width).reshape(epochs, width)
    return Draws(partner.astype(np.int16), weights.astype(np.float32))


@dataclass(frozen=True)
class Trained:
    """What runs left behind, leading axes as those of the starts.

    ``probabilities`` (..., reads, n, k) of the training points after every ``read_every`` epochs, and the
    final ``parameters``.
    """

    probabilities: Floats
    parameters: Parameters


def stack(trees: Sequence[Any]) -> Any:
    """One tree of arrays with a new first axis."""
    return jax.tree.map(lambda *leaves: np.stack(leaves), *trees)


def train(
    points: NDArray[Any], codes: NDArray[Any], starts: Sequence[Parameters], draws: Sequence[Draws], protocol: Protocol
) -> Trained:
    """Train one network for each start, side by side.

    ``points`` (n, d) or, one dataset a run, (runs, n, d); ``codes`` (n,) or (runs, n): classes 0, ..., k-1.
    """
    result = _prepare(points, codes, [[s] for s in starts], [[d] for d in draws], protocol)
    return Trained(result.probabilities[:, 0], jax.tree.map(lambda leaf: leaf[:, 0], result.parameters))


def train_chains(
    points: NDArray[Any],
    codes: NDArray[Any],
    starts: Sequence[Sequence[Parameters]],
    draws: Sequence[Sequence[Draws]],
    protocol: Protocol,
) -> Trained:
    """Train chains side by side: the runs of a chain follow each other and hand on the state of Adam, nothing else."""
    return _prepare(points, codes, starts, draws, protocol)


def _prepare(
    points: NDArray[Any], codes: NDArray[Any], starts: Any, draws: Sequence[Sequence[Draws]], protocol: Protocol
) -> Trained:
    chains = len(draws)
    k = starts[0][0]["output"]["bias"].shape[-1]
    x = np.asarray(points, dtype=np.float32)
    y = np.eye(k, dtype=np.float32)[np.asarray(codes)]
    x, y = (a if a.ndim == 3 else np.broadcast_to(a, (chains, *a.shape)) for a in (x, y))
    reads = (protocol.epochs // protocol.read_every, protocol.read_every)
    partner, mixing = (
        np.stack([[getattr(d, name).reshape(*reads, -1) for d in chain] for chain in draws])
        for name in ("partner", "mixing")
    )
    given = (x, y, stack([stack(chain) for chain in starts]), partner, mixing)
    size = _group_size(x.shape[1], starts[0][0])
    groups = [jax.tree.map(lambda leaf: leaf[i : i + size], given) for i in range(0, chains, size)]  # noqa: B023
    train_group = partial(_train, protocol)
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # the first compiles, and the others find it compiled
        found = [train_group(*groups[0]), *pool.map(lambda group: train_group(*group), groups[1:])]
        return Trained(*jax.tree.map(lambda *leaves: np.concatenate(leaves), *found))


def _group_size(n_points: int, parameters: Parameters) -> int:
    """How many runs are trained in one program: as many as fit the cache with activations, parameters and moments."""
    hidden = parameters["hidden"]["bias"].size * (1 + len(parameters.get("deeper", ())))
    floats: int = n_points * hidden + 3 * sum(leaf.size for leaf in jax.tree.leaves(parameters))
    return max(1, CACHE // floats)


def cross_entropy(parameters: Parameters, x: jax.Array, y: jax.Array) -> jax.Array:
    """Mean cross-entropy against label distributions ``y`` (n, k)."""
    return jnp.mean(optax.softmax_cross_entropy(logits(parameters, x), y))


@partial(jax.jit, static_argnums=0)
def _train(protocol: Protocol, x: Any, y: Any, starts: Any, partner: Any, mixing: Any) -> Any:
    optimizer = protocol.optimizer

    def chain(x: jax.Array, y: jax.Array, starts: Any, partner: jax.Array, mixing: jax.Array) -> Any:
        def epoch(state: Any, drawn: Any) -> Any:
            parameters, memory = state
            other, lam = drawn[0], drawn[1][:, None]
            mixed_x, mixed_y = (lam * a + (1 - lam) * a[other] for a in (x, y))
            gradient = jax.grad(cross_entropy)(parameters, mixed_x, mixed_y)
            updates, memory = optimizer.update(gradient, memory)
            return (optax.apply_updates(parameters, updates), memory), None

        def read(state: Any, drawn: Any) -> Any:
            state, _ = jax.lax.scan(epoch, state, drawn)
            return state, jax.nn.softmax(logits(state[0], x))

        def run(memory: Any, given: Any) -> Any:
            start, *drawn = given
            (parameters, memory), probabilities = jax.lax.scan(read, (start, memory), tuple(drawn))
            return memory, (probabilities, parameters)

        memory = optimizer.init(jax.tree.map(lambda leaf: leaf[0], starts))
        return jax.lax.scan(run, memory, (starts, partner, mixing))[1]

    return jax.vmap(chain)(x, y, starts, partner, mixing)
