"""The resolution of a trained network: the epsilon at which h_eps is nearest to what it says at its training points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from theory.dataset import LabeledDataset
from theory.numbers import Array
from theory.optimal.at_points import masses_at_points
from theory.optimal.resolution import unit

MULTIPLES = np.geomspace(0.02, 1.0, 28)  # of U, at first
FINER = 9  # values between the two neighbours of the best one


@dataclass(frozen=True)
class FittedEpsilon:
    """``epsilon``, in units of U as ``multiple``, and how far h_eps is from the network there, in total variation.

    ``distance`` is the mean over the training points; ``class_means`` is the same for the simplest rival, which says of
    each point what the network says of its class on average.
    """

    epsilon: float
    multiple: float
    distance: float
    class_means: float

    @property
    def applies(self) -> bool:
        """Whether h_eps describes the network better than the means of the classes: else the audit does not apply."""
        return self.distance < self.class_means

    def __str__(self) -> str:
        found = f"ε = {self.epsilon:.4g} = {self.multiple:.3g} U, {self.distance:.3f} from the network"
        verdict = "" if self.applies else ": the audit does not apply to this network"
        return f"{found} (class means only: {self.class_means:.3f}){verdict}"


def fit_epsilon(
    dataset: LabeledDataset, probabilities: Any, alpha: float, self_pairs: bool = True, prob: float = 1.0
) -> FittedEpsilon:
    """The epsilon whose h_eps is nearest in total variation to what a network says of its training points.

    The resolution of a network depends little on alpha: what was found at one alpha, 8 or more if you can, since at
    small alpha h_eps hardly depends on epsilon, serves to audit another one.

    Parameters
    ----------
    dataset
        The points (n, d) that the network was trained on.
    probabilities
        What it says of them, (n, k), columns as ``dataset.classes``; rows sum to 1.
    alpha, self_pairs, prob
        How it was trained: Beta(alpha, alpha), whether a row can meet itself, the share of samples that are mixed.

    Raises
    ------
    ValueError
        For probabilities of the wrong shape, that are not finite or do not sum to 1.

    Examples
    --------
    >>> from theory import Beta, mixup_optimal
    >>> line = LabeledDataset.alternating_line(6, 2)
    >>> said = mixup_optimal(line, Beta(8), line.points, epsilon=0.3)  # as if a network had said so
    >>> fit_epsilon(line, said, alpha=8).epsilon.__round__(1)
    0.3
    """
    said = np.asarray(probabilities, dtype=np.float64)
    if said.shape != (dataset.n_points, dataset.n_classes):
        raise ValueError(f"probabilities must have shape {(dataset.n_points, dataset.n_classes)}, not {said.shape}")
    if not (np.isfinite(said).all() and np.allclose(said.sum(axis=1), 1, atol=1e-3)):
        raise ValueError("probabilities must be finite and sum to 1 in each row")
    scale = unit(dataset).value

    def distances(multiples: Array) -> Array:
        query = np.arange(dataset.n_points)
        found = masses_at_points(dataset, query, (multiples * scale).tolist(), [alpha]).probabilities(self_pairs, prob)[
            :, :, 0
        ]
        alone = np.eye(dataset.n_classes)[dataset.codes]  # where nothing is mixed, a network fits the point
        h = np.where(np.isnan(found), alone[:, None], found)
        return np.asarray(np.abs(h - said[:, None]).sum(axis=2).mean(axis=0) / 2)

    coarse = distances(MULTIPLES)
    best = int(coarse.argmin())
    low, high = MULTIPLES[max(best - 1, 0)], MULTIPLES[min(best + 1, len(MULTIPLES) - 1)]
    multiples = np.append(np.geomspace(low, high, FINER), MULTIPLES[best])
    fine = distances(multiples)
    chosen = int(fine.argmin())
    means = np.stack([said[dataset.codes == code].mean(axis=0) for code in range(dataset.n_classes)])
    rival = float(np.abs(means[dataset.codes] - said).sum(axis=1).mean() / 2)
    return FittedEpsilon(float(multiples[chosen] * scale), float(multiples[chosen]), float(fine[chosen]), rival)
