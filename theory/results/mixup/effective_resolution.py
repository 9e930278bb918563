"""Effective resolution: a trained network on the three-point line looks like h_eps at one epsilon.

Nothing in the paper says at which epsilon a network should be compared with h_eps.  On three points the question has
an answer: one epsilon near 0.14 gives all nine numbers of Table 1.  On ten points none does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from theory.claim import Assumption, Claim, Finding, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.numbers import Array
from theory.optimal import mixup_optimal
from theory.results.mixup.paper import MIXUP

CLOSE = 0.02  # h_eps is no model of a network: agreement to two hundredths is what is claimed
RESOLUTIONS = np.arange(1, 201) / 100  # from finer than any network to a ball that holds the three-point line


@dataclass(frozen=True)
class Networks:
    """Mean class probabilities of networks trained on ``dataset`` by Beta(alpha, alpha), for several alpha.

    ``probabilities`` and ``uncertainty`` map alpha to arrays (n, k) at the data points; the latter is how far chance,
    or rounding, may have moved a mean.
    """

    dataset: LabeledDataset
    probabilities: Mapping[int, Array]
    uncertainty: Mapping[int, Array]
    name: str = "networks"

    def __str__(self) -> str:
        alphas = ", ".join(f"{alpha:g}" for alpha in self.probabilities)
        return f"{self.name} on {self.dataset.n_points} points, α = {alphas}"


def discrepancy(networks: Networks, epsilon: float) -> float:
    """Largest |h_eps - p|, beyond the uncertainty of p, over all alpha, data points and classes."""
    data = networks.dataset
    return max(
        float((np.abs(mixup_optimal(data, Beta(alpha), data.points, epsilon) - p) - networks.uncertainty[alpha]).max())
        for alpha, p in networks.probabilities.items()
    )


def common_resolution(networks: Networks) -> tuple[float, float]:
    """The epsilon among 0.01, 0.02, ..., 2 with the least discrepancy, and that discrepancy."""
    values = [discrepancy(networks, float(epsilon)) for epsilon in RESOLUTIONS]
    best = int(np.argmin(values))
    return float(RESOLUTIONS[best]), values[best]


def effective_resolution(alpha: Any, probability: float) -> float:
    """The smallest epsilon at which h_eps^1(1) on the three-point line is ``probability``; NaN if there is none.

    >>> round(effective_resolution(1, 0.174), 3)
    0.141
    """
    from scipy.optimize import brentq

    line, one = LabeledDataset.alternating_line(), [[1.0]]

    def excess(epsilon: float) -> float:
        return float(mixup_optimal(line, Beta(alpha), one, epsilon)[0, 0]) - probability

    grid = np.linspace(0.005, 1, 40)
    values = np.array([excess(epsilon) for epsilon in grid])
    crossings = np.flatnonzero(values[:-1] * values[1:] <= 0)
    if not crossings.size:
        return float("nan")
    first = int(crossings[0])
    return float(brentq(excess, grid[first], grid[first + 1], xtol=1e-12))


def _three_points(networks: Networks) -> Finding:
    data = networks.dataset
    return Finding(data.n_points == 3 and data.n_classes == 2, f"{data.n_points} points, {data.n_classes} classes")


def explained(networks: Networks) -> Finding:
    """Whether one epsilon comes within 0.02 of all the means."""
    epsilon, worst = common_resolution(networks)
    return Finding(worst <= CLOSE, f"{networks}: best ε = {epsilon:g}, largest discrepancy {worst:.4f}")


register(
    Claim(
        id="effective-resolution",
        title="On three points one epsilon explains the trained networks at every alpha",
        statement=(
            r"On the three-point line there is one $\epsilon$, about $0.14$, such that for $\alpha = 1, 32$ and $128$ "
            r"the class probabilities of networks trained by Mixup are those of $h_\epsilon$ at all three points, up "
            r"to $0.02$ and chance. On lines of ten points no $\epsilon$ does that."
        ),
        paper=MIXUP,
        place="Table 1",
        reading=Reading.OURS,
        instance=Networks,
        assumptions=(Assumption("three points", "the three-point alternating line", _three_points),),
        conclusion=explained,
        expected=Verdict.SUPPORTED,
        tightness="an observation on networks, not a theorem; three points only",
    )
)
