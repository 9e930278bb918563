"""Lemma 2.3, met by SciPy: the loss of the pairs in a ball, minimised without the closed form."""

from __future__ import annotations

from typing import Any

import numpy as np

import theory.results.mixup.lemma_2_3 as lemma
from proofs_check.evidence import Result, Settings
from proofs_check.instances.lattice import datasets, local_instances, mixings
from proofs_check.methods import optimizer, sampled
from proofs_check.results.mixup.lemma_2_3 import proof
from theory.dataset import LabeledDataset
from theory.instances import LocalInstance
from theory.mixing import Beta
from theory.optimal import local_masses

# a minimiser that compares risks resolves theta to the root of the unit roundoff, as numpy does a nearly double root
RESOLUTION = 8 * float(np.sqrt(np.finfo(float).eps))


@proof.check(
    "minimised without the closed form", "optimizer", "SciPy, which is given only the loss of the pairs, ends at h_eps"
)
def minimised_without_the_closed_form(how: Settings) -> Result:
    rng = np.random.default_rng(how.seed)
    met = [found for found in (minimised(rng) for _ in range(how.size(10, 30, 150))) if found is not None]
    gap, residual = (max((found[c] for found in met), default=float("inf")) for c in (0, 1))
    text = f"{len(met)} random balls: distance to h_eps at most {gap:.1e}, KKT residual at most {residual:.1e}"
    return Result(max(gap, residual) <= RESOLUTION, text, "k up to 6, d up to 5, floats", len(met))


@proof.check(
    "minimised on lattice data", "sampled", "the same on exact data with ties, classes without mass, atoms and spheres"
)
def minimised_on_lattice_data(how: Settings) -> Result:
    instances = local_instances(datasets(max_points=4), mixings(atoms=True))
    return sampled.holds_on(instances, _reached, how, (20, 60, 400), "up to 4 points, 3 dimensions, 6 classes")


def _reached(instance: LocalInstance) -> bool | None:
    """SciPy on the loss of the tables, which list pair by pair, meets the closed form."""
    if not lemma.POSITIVE_MASS.predicate(instance).holds:
        return None
    mass, moment = (np.array(table, dtype=np.float64) for table in lemma.class_tables(instance))
    weights = moment.sum(axis=1) + (mass - moment).sum(axis=0)
    closed = lemma.minimiser(local_masses(instance.dataset, instance.mixing, instance.x, instance.epsilon))
    theta, residual = _minimise(weights / weights.sum(), np.random.default_rng(0))
    return bool(np.abs(theta - np.array(closed, dtype=np.float64)).max() <= RESOLUTION and residual <= RESOLUTION)


def _minimise(weights: Any, rng: np.random.Generator) -> tuple[Any, float]:
    """A minimiser of -sum w_i log theta_i on the simplex from a random start, and its KKT residual."""
    return optimizer.minimize_on_simplex(
        lambda p: float(-(weights @ np.log(np.maximum(p, 1e-300)))),
        lambda p: -weights / np.maximum(p, 1e-300),
        len(weights),
        rng,
    )


def minimised(rng: np.random.Generator) -> tuple[float, float] | None:
    """Distance of an independent minimiser from h_eps, and its KKT residual; ``None`` without mixed mass.

    The residual max |theta_i - N_i/S| of the normalised risk is the distance itself, when the masses are right.
    """
    d, n = int(rng.integers(1, 6)), int(rng.integers(2, 8))
    labels = np.concatenate([[0, 1], rng.integers(0, min(n, 6), n - 2)])
    data = LabeledDataset(rng.normal(size=(n, d)), labels.tolist(), rng.dirichlet(np.full(n, 5.0)))
    law = Beta(float(rng.uniform(0.3, 4)))
    x, radius = data.points[rng.integers(n)] + 0.1 * rng.normal(size=d), float(rng.uniform(0.5, 2.5))
    masses = np.array(local_masses(data, law, x.tolist(), radius), dtype=np.float64)
    if masses.sum() < 1e-6:
        return None
    h = np.array(lemma.minimiser(masses / masses.sum()))
    weights = _pair_weights(data, law, x, radius)
    weights /= weights.sum()
    theta, residual = _minimise(weights, rng)
    return float(np.abs(theta - h).max()), residual


def _pair_weights(data: LabeledDataset, law: Beta, x: Any, radius: float) -> Any:
    """Mixed label mass of the ball by its own route: the quadratic inequality solved with numpy's roots."""
    weights = np.zeros(data.n_classes)
    for s, (a, p) in enumerate(zip(data.points, data.weights, strict=True)):
        for t, (b, q) in enumerate(zip(data.points, data.weights, strict=True)):
            polynomial = [(a - b) @ (a - b), 2 * (a - b) @ (b - x), (b - x) @ (b - x) - radius**2]
            if s == t:
                ends = [-1.0, 2.0] if polynomial[2] < 0 else [0.0, 0.0]
            else:
                roots = np.roots(polynomial)
                ends = sorted(roots.real) if np.isreal(roots).all() else [0.0, 0.0]
            mass, moment = law.mass(*ends), law.moment(*ends)
            weights[data.codes[s]] += p * q * moment
            weights[data.codes[t]] += p * q * (mass - moment)
    return weights
