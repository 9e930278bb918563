"""xi, h_eps and its pointwise limit h: the Mixup-optimal classification of Lemma 2.3 on finite data."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from theory.dataset import LabeledDataset
from theory.geometry import Point, segment_ball_interval
from theory.mixing import Mixing
from theory.numbers import Number, ball, is_ball, is_exact


def local_masses(
    dataset: LabeledDataset, mixing: Mixing, x: Point, epsilon: Number, self_pairs: bool = True
) -> list[Number]:
    """N_i of Lemma 2.3 for each class, in the number system of ``x`` and ``epsilon``.

    N_i = sum_j (xi^{ij}_lambda + xi^{ji} - xi^{ji}_lambda): every ordered pair (s, t) that reaches the open
    ball gives E[lambda] to the class of s and E[1 - lambda] to the class of t, times p_s p_t.
    """
    points: Any = dataset.exact_points if is_exact(epsilon) or is_ball(epsilon) else dataset.points.tolist()
    weights: Any = dataset.exact_weights if is_exact(epsilon) or is_ball(epsilon) else dataset.weights.tolist()
    masses: list[Number] = [ball(0) if is_ball(epsilon) else Fraction(0)] * dataset.n_classes
    for s, t in product(range(dataset.n_points), repeat=2):
        if s == t and not self_pairs:
            continue
        interval = segment_ball_interval(points[s], points[t], x, epsilon)
        if interval is None:
            continue
        weight, mass, moment = weights[s] * weights[t], mixing.mass(*interval), mixing.moment(*interval)
        if is_ball(epsilon):
            weight, mass, moment = ball(weight), ball(mass), ball(moment)
        masses[dataset.codes[s]] += weight * moment
        masses[dataset.codes[t]] += weight * (mass - moment)
    return masses


def mixup_optimal_exact(
    dataset: LabeledDataset, mixing: Mixing, x: Point, epsilon: Number, self_pairs: bool = True
) -> list[Number] | None:
    """h_eps(x) = N / sum N for each class, in the number system of ``x``; ``None`` where the mixed mass is 0."""
    masses = local_masses(dataset, mixing, x, epsilon, self_pairs)
    total = sum(masses[1:], masses[0])
    return None if total == 0 else [m / total for m in masses]
