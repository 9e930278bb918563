"""The records of an audit: what was found at each point, and for the dataset."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from proofs_check.audit.data import Prepared
from proofs_check.audit.thresholds import Enclosure
from theory.clearances import Clearance, Metric, check_metric
from theory.numbers import Array

ALPHA_RANGE = (1e-3, 1e6)  # where masses of Beta laws come from tables
ZERO = 1e-12  # clearances below this share of the data's extent are 0 up to the rounding of decimal input

Fate = Literal["safe", "keeps", "lost", "undecided"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the user asked for.  Raises ``ValueError`` for an option that is out of its range."""

    alpha: float = 1.0
    epsilon: float | None = None
    metric: Metric = "euclidean"
    self_pairs: bool = True
    search: int = 50
    examine: int | None = None

    def __post_init__(self) -> None:
        lo, hi = ALPHA_RANGE
        if not lo <= self.alpha <= hi:
            raise ValueError(f"alpha must lie between {lo:g} and {hi:g}, not {self.alpha!r}")
        if self.epsilon is not None and not 0 < self.epsilon < math.inf:
            raise ValueError(f"epsilon must be positive and finite, not {self.epsilon!r}")
        check_metric(self.metric)
        for name in ("search", "examine"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise ValueError(f"{name} must not be negative")


@dataclass(frozen=True)
class AtEpsilon:
    """One point at the user's alpha and eps: h_eps there, and how often a threatening mix comes so near.

    ``own`` is the probability of the point's class, ``rival`` the likeliest other class (as an index) and ``other``
    its probability; all NaN, or -1, where nothing reaches the ball.  ``per_epoch`` is the probability that at least
    one of n mixed points falls into the ball and comes from a pair that threatens the point; NaN where there are too
    many pairs to list.
    """

    own: float
    rival: int
    other: float
    lost: bool
    lost_other_pairing: bool
    per_epoch: float


@dataclass(frozen=True)
class Curve:
    """How many of a sample of points are lost: ``lost`` (a, e) for each alpha and eps, of ``sample`` points."""

    alphas: tuple[float, ...]
    epsilons: tuple[float, ...]
    lost: NDArray[np.intp]
    sample: int


@dataclass(frozen=True)
class Audit:
    """What an audit found.  Points are numbered as in ``prepared.dataset``; ``prepared.rows`` are the user's rows.

    ``repaired`` and ``printed`` are the clearances in both forms; ``other`` (n,) distances to the nearest point of
    another class, ``scale`` half the median distance between nearest neighbours.  ``at_epsilon``,
    ``unsafe_epsilon``, ``unsafe_alpha`` hold the points for which they were worked out.
    """

    prepared: Prepared
    settings: Settings
    repaired: Clearance
    printed: Clearance
    other: Array
    scale: float
    at_epsilon: dict[int, AtEpsilon] = field(default_factory=dict)
    unsafe_epsilon: dict[int, Enclosure] = field(default_factory=dict)
    unsafe_alpha: dict[int, Enclosure] = field(default_factory=dict)
    curve: Curve | None = None

    @property
    def n_points(self) -> int:
        """Number of points that were audited."""
        return self.prepared.dataset.n_points

    def label(self, code: int) -> Hashable:
        """A class by its index."""
        return self.prepared.dataset.classes[code]

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """Points, worst first: lost ones, then by clearance."""
        lost = np.array([self.fate(i) != "lost" for i in range(self.n_points)])
        return np.lexsort((self.repaired.distance, lost))

    @cached_property
    def zero(self) -> NDArray[np.bool_]:
        """Points whose clearance is 0, up to the rounding of decimal input."""
        extent = float(np.ptp(self.prepared.dataset.points, axis=0).max())
        limit = ZERO * (extent if self.settings.metric == "euclidean" else 1.0)
        return np.asarray(self.repaired.distance <= limit)

    def guaranteed(self, index: int) -> float:
        """Lower bound of the own class's probability at the user's eps by Theorem 2.10 (quantitative); NaN if none."""
        epsilon = self.settings.epsilon
        if epsilon is None or epsilon > self.repaired.distance[index]:
            return float("nan")
        if self.settings.metric == "angular":
            return 0.5
        return float(max(0.5, 1 - epsilon / self.other[index]))

    def fate(self, index: int) -> Fate:
        """What happens to a point: ``safe`` by the theorem, or what h_eps says; without eps, its clearance decides."""
        if self.settings.epsilon is None:
            return "lost" if self.zero[index] else "safe"
        if self.settings.epsilon <= self.repaired.distance[index]:
            return "safe"
        if index not in self.at_epsilon:
            return "undecided"
        return "lost" if self.at_epsilon[index].lost else "keeps"

    @cached_property
    def fates(self) -> dict[Fate, int]:
        """How many points there are of each fate."""
        found = [self.fate(i) for i in range(self.n_points)]
        return {name: found.count(name) for name in ("safe", "keeps", "lost", "undecided")}

    @property
    def hazards(self) -> NDArray[np.intp]:
        """Points that leave their class; without eps, those with clearance 0."""
        return np.array([i for i in self.order if self.fate(int(i)) == "lost"], dtype=np.intp)
