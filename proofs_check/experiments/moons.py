"""Two separated moons (Figure 3, Appendix F): the data of Pezeshki et al. 2020, and networks trained on ten draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

from proofs_check.experiments.network import initial_parameters, logits
from proofs_check.experiments.training import Protocol, draw, train
from theory.mixing import Mixing
from theory.numbers import Array

POINTS = 300
NOISE = 0.1
PAPER = Protocol(hidden=500, epochs=1500, read_every=1500)


def two_moons(separation: float, seed: int, n_points: int = POINTS) -> tuple[Array, NDArray[np.intp]]:
    """Moons on either side of an axis that keep at least ``separation`` from it: points (n, 2) and codes 0, 1.

    Scikit-learn's moons with noise 0.1 are centred and moved towards the horizontal axis; points on its wrong side are
    reflected to the right one; the classes are moved apart by twice the separation; then the axes swap.
    """
    from sklearn.datasets import make_moons

    points, codes = make_moons(n_samples=n_points, noise=NOISE, random_state=seed)
    side = 2.0 * codes - 1
    along, across = points[:, 0] - 0.5, points[:, 1] - 0.3 * side
    across = -side * (np.abs(across - across.mean()) + separation)
    return np.column_stack([across, along]), np.asarray(codes)


@dataclass(frozen=True)
class MoonNetworks:
    """Trained networks, leading axes (mixings, seeds), and the data that each seed stands for."""

    points: Array
    codes: NDArray[np.intp]
    parameters: Any

    def averaged(self, x: Array) -> Array:
        """For each mixing, the share of seeds whose network gives class 1, shape (mixings, q): as in the paper."""
        grid = np.asarray(x, dtype=np.float32)
        shares = [(self._classes(of_seeds, grid[None]) == 0).mean(axis=0) for of_seeds in self._each()]
        return np.array(shares, dtype=np.float64)

    def training_error(self) -> Array:
        """Share of wrong training points, shape (mixings, seeds)."""
        data = self.points.astype(np.float32)
        found = np.stack([self._classes(of_seeds, data) for of_seeds in self._each()])
        return np.asarray((found != self.codes).mean(axis=2))

    def _each(self) -> Iterator[Any]:
        """The networks of one mixing after the other."""
        mixings: int = len(self.parameters["output"]["bias"])
        for i in range(mixings):
            yield jax.tree.map(lambda leaf: leaf[i], self.parameters)  # noqa: B023

    @staticmethod
    def _classes(of_seeds: Any, x: Any) -> NDArray[np.intp]:
        """Classes (seeds, q) at x (seeds or 1, q, 2)."""
        data = np.broadcast_to(x, (len(of_seeds["output"]["bias"]), *x.shape[1:]))
        classes: NDArray[np.intp] = np.asarray(_class_of(of_seeds, data))
        return classes


@jax.jit
def _class_of(parameters: Any, x: Any) -> jax.Array:
    classes: jax.Array = jax.lax.map(lambda given: jnp.argmax(logits(*given), axis=-1), (parameters, x))
    return classes


def train_moons(
    separation: float, mixings: Sequence[Mixing | None], seeds: int, seed: int = 0, protocol: Protocol = PAPER
) -> MoonNetworks:
    """One network for each mixing (``None``: ERM) and each of ``seeds`` draws of the moons."""
    data = [two_moons(separation, seed + s) for s in range(seeds)]
    points, codes = (np.stack(part) for part in zip(*data, strict=True))
    starts, draws = [], []
    for i, mixing in enumerate(mixings):
        for s in range(seeds):
            rng = np.random.default_rng([seed, i, s])
            starts.append(initial_parameters(rng, 2, protocol.hidden, 2))
            draws.append(draw(rng, points.shape[1], protocol.epochs, mixing))
    each = len(mixings)
    found = train(np.tile(points, (each, 1, 1)), np.tile(codes, (each, 1)), starts, draws, protocol)
    parameters = jax.tree.map(lambda leaf: leaf.reshape(each, seeds, *leaf.shape[1:]), found.parameters)
    return MoonNetworks(points, codes, parameters)
