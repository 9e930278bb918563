"""The Mixup risk of classifiers that are constant on the boxes of a grid, minimised without the closed form.

A box of side w about a data point lies in the ball of radius w sqrt(d) about it, so that for w sqrt(d) below the
clearance Theorem 2.10 says which class the minimiser gives it: only pairs with an end at x or both in X_i reach it.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.optimize import minimize

from theory.dataset import LabeledDataset
from theory.mixing import Mixing
from theory.numbers import Array

Cell = tuple[int, ...]


def cell_of(point: Array, side: float) -> Cell:
    """The box [side m, side (m + 1)) of the grid that holds a point."""
    return tuple(int(v) for v in np.floor(point / side))


def grid_masses(dataset: LabeledDataset, mixing: Mixing, side: float) -> dict[Cell, Array]:
    """Label masses (k,) of every box that a mix reaches: each segment is cut where it crosses a face of the grid."""
    masses: dict[Cell, Array] = {}
    for i, s in enumerate(dataset.points):
        for j, t in enumerate(dataset.points):
            weight = dataset.weights[i] * dataset.weights[j]
            cuts = np.concatenate([_crossings(a, b, side) for a, b in zip(s, t, strict=True)])
            for low, high in pairwise(np.unique(np.concatenate([[0.0, 1.0], cuts]))):
                middle = (low + high) / 2
                cell = cell_of(middle * s + (1 - middle) * t, side)
                mass, moment = (weight * f(float(low), float(high)) for f in (mixing.mass, mixing.moment))
                here = masses.setdefault(cell, np.zeros(dataset.n_classes))
                here[dataset.codes[i]] += moment
                here[dataset.codes[j]] += mass - moment
    return masses


def _crossings(a: float, b: float, side: float) -> Array:
    """The lambda in (0, 1) at which lambda a + (1 - lambda) b is a multiple of the side."""
    if a == b:
        return np.empty(0)
    low, high = sorted((a, b))
    faces = side * np.arange(np.ceil(low / side), np.floor(high / side) + 1)
    lam = (faces - b) / (a - b)
    return np.asarray(lam[(lam > 0) & (lam < 1)], dtype=np.float64)


def minimise_risk(masses: Array, rng: np.random.Generator) -> Array:
    """Probabilities (cells, k) that minimise -sum N log theta over all boxes at once, by L-BFGS from random logits."""

    def risk(flat: Array) -> tuple[float, Array]:
        logits = flat.reshape(masses.shape)
        shifted = logits - logits.max(axis=1, keepdims=True)
        logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        gradient = np.exp(logs) * masses.sum(axis=1, keepdims=True) - masses
        return -float((masses * logs).sum()), gradient.ravel()

    start = rng.normal(size=masses.size)
    found = minimize(risk, start, jac=True, method="L-BFGS-B", options={"maxiter": 5000, "gtol": 1e-10, "ftol": 1e-15})
    logits = found.x.reshape(masses.shape)
    theta = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(theta / theta.sum(axis=1, keepdims=True), dtype=np.float64)


def trained_shares(
    dataset: LabeledDataset, mixing: Mixing, side: float, rng: np.random.Generator
) -> tuple[Array, float, int]:
    """What the minimiser gives each data point's own class (n,); the largest gap to N/sum N there; how many boxes."""
    table = grid_masses(dataset, mixing, side)
    cells = list(table)
    masses = np.array([table[cell] for cell in cells])
    theta = minimise_risk(masses, rng)
    rows = [cells.index(cell_of(point, side)) for point in dataset.points]
    closed = masses[rows] / masses[rows].sum(axis=1, keepdims=True)
    return theta[rows, dataset.codes], float(np.abs(theta[rows] - closed).max()), len(cells)
