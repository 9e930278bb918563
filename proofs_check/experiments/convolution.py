"""A small convolutional network for Figure 2: two layers of 3 by 3 filters with stride 2, ReLU, then a linear layer.

A convolution is a matrix product with the patches, which a CPU does well inside a compiled loop.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray

from proofs_check.experiments.images import Images
from proofs_check.experiments.network import Parameters
from theory.mixing import Mixing

BATCH = 128
LEARNING_RATE = 1e-3


def initial_filters(rng: np.random.Generator, images: Images, filters: Sequence[int]) -> Parameters:
    """Uniform on (-1/sqrt(m), 1/sqrt(m)), m the inputs of a unit, as PyTorch does by default."""
    _, height, width, channels = images.pixels.shape
    sizes = (9 * channels, 9 * filters[0], -(-height // 4) * -(-width // 4) * filters[1])
    outputs = (*filters, int(images.codes.max()) + 1)

    def uniform(fan_in: int, *shape: int) -> NDArray[np.float32]:
        return rng.uniform(-(fan_in**-0.5), fan_in**-0.5, shape).astype(np.float32)

    return {
        name: {"weight": uniform(m, m, k), "bias": uniform(m, k)}
        for name, m, k in zip(("first", "second", "output"), sizes, outputs, strict=True)
    }


def patches(x: jax.Array) -> jax.Array:
    """Every second 3 by 3 neighbourhood (n, ceil(h/2), ceil(w/2), 9 c), zeros around the image."""
    _, height, width, _ = x.shape
    padded = jnp.pad(x, ((0, 0), (1, 2), (1, 2), (0, 0)))
    rows, columns = 2 * -(-height // 2), 2 * -(-width // 2)
    parts = [padded[:, i : i + rows : 2, j : j + columns : 2] for i in range(3) for j in range(3)]
    return jnp.concatenate(parts, axis=-1)


def scores(parameters: Parameters, x: jax.Array) -> jax.Array:
    """Logits (n, k) of images (n, h, w, c)."""
    for name in ("first", "second"):
        x = jax.nn.relu(patches(x) @ parameters[name]["weight"] + parameters[name]["bias"])
    flat = x.reshape(len(x), -1)
    return jnp.asarray(flat @ parameters["output"]["weight"] + parameters["output"]["bias"])


@partial(jax.jit, static_argnums=0)
def _train(n_train: int, x: Any, codes: Any, start: Any, order: Any, partner: Any, mixing: Any) -> Any:
    optimizer = optax.adam(LEARNING_RATE)
    labels = jax.nn.one_hot(codes, start["output"]["bias"].shape[0])

    def loss(parameters: Any, image: jax.Array, label: jax.Array) -> jax.Array:
        return jnp.mean(optax.softmax_cross_entropy(scores(parameters, image), label))

    def step(state: Any, drawn: Any) -> Any:
        parameters, memory = state
        chosen, other, lam = drawn
        mixed = (lam * a[chosen] + (1 - lam) * a[other] for a in (x, labels))
        updates, memory = optimizer.update(jax.grad(loss)(parameters, *mixed), memory)
        return (optax.apply_updates(parameters, updates), memory), None

    def epoch(state: Any, drawn: Any) -> Any:
        state, _ = jax.lax.scan(step, state, drawn)
        wrong = jax.lax.map(lambda image: jnp.argmax(scores(state[0], image[None])), x, batch_size=BATCH) != codes
        return state, jnp.stack([wrong[:n_train].mean(), wrong[n_train:].mean()])

    return jax.lax.scan(epoch, (start, optimizer.init(start)), (order, partner, mixing))[1]


def train_images(
    images: Images, mixing: Mixing | None, filters: Sequence[int], runs: int, epochs: int, seed: int
) -> NDArray[np.float32]:
    """Training and test error after every epoch, shape (runs, epochs, 2); ``mixing=None`` is ERM.

    ``filters`` are the numbers of filters of the two layers.  Batches of 128 from a shuffle of the training images;
    each image's partner is any training image, and one lambda serves a batch.  Images that do not fill a batch wait for
    the next shuffle.
    """
    n, batches = images.n_train, max(1, images.n_train // BATCH)
    size = min(BATCH, n)

    def run(r: int) -> NDArray[np.float32]:
        rng = np.random.default_rng([seed, mixing is None, r])
        start = initial_filters(rng, images, filters)
        order = np.stack([rng.permutation(n)[: batches * size] for _ in range(epochs)]).reshape(epochs, batches, size)
        partner = rng.integers(n, size=order.shape)
        lam = np.ones((epochs, batches)) if mixing is None else mixing.sample(rng, epochs * batches)
        drawn = (order.astype(np.int32), partner.astype(np.int32), np.float32(lam).reshape(epochs, batches))
        return np.asarray(_train(n, images.pixels, images.codes.astype(np.int32), start, *drawn))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return np.stack([run(0), *pool.map(run, range(1, runs))])
