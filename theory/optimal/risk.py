"""The risks that training minimises: the cross-entropy risk J, and the Mixup risk J_mix with its parts J^{ij}.

J_mix is the full double sum over ordered pairs of data points; the paper writes its upper triangle, doubled, which is
the same for symmetric P_f.  A classifier g maps places (m, d) to one number in [0, 1] for each class, (m, k), columns
as ``dataset.classes``; 0 log 0 = 0, and a risk may be infinite.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product
from typing import NamedTuple, TypeAlias

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.special import xlogy

from theory.dataset import LabeledDataset
from theory.geometry import Places, mix
from theory.mixing import Mixing
from theory.mixing.quadrature import quadrature
from theory.numbers import Array, Exact, Number, is_positive, sympify

Classifier: TypeAlias = Callable[[Array], Array]
Place: TypeAlias = tuple[Number, ...]
COORDINATES_AT_ONCE = 2**20  # of mixed points: 8 MiB


class Estimate(NamedTuple):
    """A mean over random draws, and the standard error of it."""

    value: float
    standard_error: float


def erm_risk(dataset: LabeledDataset, classifier: Classifier) -> float:
    """J(g) = -sum_x p_x log g^{c(x)}(x): the cross-entropy risk on the data themselves, in nats.

    Raises ``ValueError`` when g does not return (n, k) numbers in [0, 1].

    >>> round(erm_risk(LabeledDataset.alternating_line(), lambda z: np.full((len(z), 2), 0.5)), 6)
    0.693147
    """
    values = _values(dataset, classifier, dataset.points)
    return float(dataset.weights @ _loss(np.ones(len(values)), values, dataset.codes, dataset.codes))


def mixup_risk(dataset: LabeledDataset, mixing: Mixing, classifier: Classifier, nodes: int = 64) -> float:
    """J_mix(g) = sum_{i,j} J^{ij}(g), by the quadrature of ``mixing``: see :func:`mixup_risk_parts`.

    >>> from theory.mixing import Discrete
    >>> line, g = LabeledDataset.alternating_line(), lambda z: np.clip(np.hstack([1 - z, z]), 0.1, 0.9)
    >>> abs(mixup_risk(line, Discrete({0: "1/2", 1: "1/2"}), g) - erm_risk(line, g)) < 1e-15
    True
    """
    return float(mixup_risk_parts(dataset, mixing, classifier, nodes).sum())


def mixup_risk_parts(dataset: LabeledDataset, mixing: Mixing, classifier: Classifier, nodes: int = 64) -> Array:
    """J^{ij}(g), shape (k, k): what the ordered pairs (s, t) of X_i x X_j give to the Mixup risk, in nats.

    J^{ij}(g) = -sum p_s p_t E[lambda log g^i(z) + (1 - lambda) log g^j(z)], z = lambda s + (1 - lambda) t.  Exact to
    rounding for a law of atoms; for others as good as a quadrature of ``nodes`` nodes is along the segments, where
    jumps of g cost digits.  Raises ``ValueError`` when g does not return (m, k) numbers in [0, 1].
    """
    lam, mass = quadrature(mixing, nodes)
    n, codes = dataset.n_points, dataset.codes
    parts: Array = np.zeros((dataset.n_classes, dataset.n_classes))
    rows = max(1, COORDINATES_AT_ONCE // (n * dataset.dimension))
    for start in range(0, n, rows):
        s, t = (index.ravel() for index in np.meshgrid(np.arange(start, min(start + rows, n)), range(n), indexing="ij"))
        total = np.zeros(len(s))
        for each, share in zip(lam, mass, strict=True):
            places = each * dataset.points[s] + (1 - each) * dataset.points[t]
            values = _values(dataset, classifier, places)
            total += share * _loss(np.full(len(s), each), values, codes[s], codes[t])
        np.add.at(parts, (codes[s], codes[t]), dataset.weights[s] * dataset.weights[t] * total)
    return parts


def sampled_mixup_risk(
    dataset: LabeledDataset, mixing: Mixing, classifier: Classifier, size: int, rng: np.random.Generator
) -> Estimate:
    """J_mix(g) as the mean loss of ``size`` independent mixed points, each with fresh s, t and lambda.

    For any law that can be sampled and any g.  Raises ``ValueError`` for fewer than two draws, and for a g that does
    not return (m, k) numbers in [0, 1].
    """
    if size < 2:
        raise ValueError(f"an estimate needs at least two draws, not {size}")
    s, t = rng.choice(dataset.n_points, (2, size), p=dataset.weights / dataset.weights.sum())
    lam = mixing.sample(rng, size)
    places = lam[:, None] * dataset.points[s] + (1 - lam[:, None]) * dataset.points[t]
    losses = _loss(lam, _values(dataset, classifier, places), dataset.codes[s], dataset.codes[t])
    if np.isinf(losses).any():
        return Estimate(float("inf"), float("nan"))
    return Estimate(float(losses.mean()), float(losses.std(ddof=1) / np.sqrt(size)))


def _values(dataset: LabeledDataset, classifier: Classifier, places: Array) -> Array:
    values: Array = np.asarray(classifier(places), dtype=np.float64)
    if values.shape != (len(places), dataset.n_classes):
        raise ValueError(f"the classifier must return shape {(len(places), dataset.n_classes)}, not {values.shape}")
    if not ((values >= 0) & (values <= 1)).all():
        raise ValueError("the classifier must return numbers in [0, 1]")
    return values


def _loss(lam: Array, values: Array, first: NDArray[np.intp], second: NDArray[np.intp]) -> Array:
    """-(lambda log g^i + (1 - lambda) log g^j) for labels lambda e_i + (1 - lambda) e_j, with 0 log 0 = 0."""
    rows = np.arange(len(values))
    return np.asarray(-xlogy(lam, values[rows, first]) - xlogy(1 - lam, values[rows, second]), dtype=np.float64)


# ------------------------------------------------------------------------------------------- laws of atoms, exactly
def mixed_labels(dataset: LabeledDataset, mixing: Mixing) -> dict[Place, list[Number]]:
    """mu_i{z} for every mixed point z of a law of atoms: masses of the mixed label, by listing all pairs and atoms."""
    found, named = dict[Place, list[Number]](), Places()
    for s, t in product(range(dataset.n_points), repeat=2):
        weight = dataset.exact_weights[s] * dataset.exact_weights[t]
        for v, m in mixing.atoms.items():
            z = named(mix(dataset.exact_points[s], dataset.exact_points[t], v))
            masses = found.setdefault(z, [Fraction(0)] * dataset.n_classes)
            masses[dataset.codes[s]] += weight * m * v
            masses[dataset.codes[t]] += weight * m * (1 - v)
    return found


def exact_mixup_risk(
    dataset: LabeledDataset, mixing: Mixing, classifier: Callable[[Place], Sequence[Exact]]
) -> sp.Expr:
    """J_mix(g) = -sum_z sum_i mu_i{z} log g^i(z) for a law of atoms and a g of one exact place.

    Raises ``ValueError`` for a law that has no atoms.

    >>> from theory.mixing import Midpoint
    >>> exact_mixup_risk(LabeledDataset([[0], [1]], [1, 2]), Midpoint(), lambda z: [1 - z[0], z[0]])
    log(2)/2
    """
    if not mixing.atoms:
        raise ValueError(f"{mixing} is no law of atoms: take Discrete, or estimate the risk with mixup_risk")
    terms = []
    for z, masses in mixed_labels(dataset, mixing).items():
        for mass, value in zip(masses, classifier(z), strict=True):
            if is_positive(mass):
                terms.append(-sympify(mass) * sp.log(sympify(value)) if is_positive(value) else sp.oo)
    return sp.Add(*terms)
