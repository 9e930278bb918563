"""The records of an audit: what was found at each point, and for the dataset."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from proofs_check.audit.data import Prepared
from proofs_check.audit.intervals import Share, share, stratified_share
from proofs_check.audit.thresholds import TIE, Enclosure
from theory.clearances import Clearance, Metric, check_metric
from theory.mixing import Beta
from theory.numbers import Array
from theory.optimal.resolution import Unit, parse_resolution

ZERO = 1e-12  # clearances below this share of the data's extent are 0 up to the rounding of decimal input
ALPHA_RANGE = (1e-3, 1e6)  # where masses of Beta laws come from tables
FAIL_ON = ("lost", "likely", "never")

Fate = Literal["lost", "undefined", "keeps", "safe", "not judged"]
Risk = Literal["likely", "possible", ""]
FailOn = Literal["lost", "likely", "never"]
Estimator = Literal["h", "plane"]


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the user asked for.  Raises ``ValueError`` for an option that is out of its range.

    ``alpha``: the law of lambda is Beta(alpha, alpha), or Beta(a, b) of a pair; at 0 nothing is mixed.
    ``epsilon``: ``None`` for U/8 and its band, else one resolution, as :func:`parse_resolution` takes it.  ``prob``:
    the share of samples that are mixed at all.  ``recipe``: whose habits alpha, prob and pairing were taken from.
    ``budget``: seconds for h_eps; ``sample``: of how many points it is worked out, by default of all if that fits.
    ``stratified``: the sample has the same number of points of each class.  ``estimator``: what judges, h_eps or,
    empirically and without eps, planes through sampled mixes.  ``loss``: the user's training loss in nats.
    """

    alpha: float | tuple[float, float] = 1.0
    epsilon: float | str | None = None
    metric: Metric = "euclidean"
    self_pairs: bool = True
    prob: float = 1.0
    recipe: str = "paper"
    search: int = 50
    budget: float = 60.0
    sample: int | None = None
    stratified: bool = False
    seed: int = 0
    estimator: Estimator = "h"
    loss: float | None = None

    def __post_init__(self) -> None:
        _check_alpha(self.alpha)
        parse_resolution(self.epsilon, 1.0)
        check_metric(self.metric)
        if not 0 < self.prob <= 1:
            raise ValueError(f"prob must be above 0 and at most 1, not {self.prob!r}")
        if not self.budget > 0:
            raise ValueError(f"budget must be positive, not {self.budget!r}")
        if self.search < 0:
            raise ValueError("search must not be negative")
        if self.sample is not None and self.sample < 1:
            raise ValueError("sample must be at least 1")
        if self.estimator not in get_args(Estimator):
            raise ValueError(f"estimator must be 'h' or 'plane', not {self.estimator!r}")
        if self.estimator == "plane" and (not self.is_default_epsilon or self.metric != "euclidean"):
            raise ValueError(
                "estimator 'plane' has no epsilon, and its distances are Euclidean: leave these options out"
            )
        if self.loss is not None and not 0 <= self.loss < math.inf:
            raise ValueError(f"loss must be a number of nats, not {self.loss!r}")

    @property
    def law(self) -> Beta:
        """The law of lambda; Beta(1, 1) where nothing is mixed."""
        return Beta.of(self.alpha or 1.0)

    @property
    def mixed(self) -> float:
        """The share of samples that are mixed: ``prob``, but 0 at alpha = 0."""
        return self.prob if self.alpha else 0.0

    @property
    def has_band(self) -> bool:
        """Whether h_eps judges in the band about the default resolution."""
        return self.is_default_epsilon and self.estimator == "h"

    @property
    def is_default_epsilon(self) -> bool:
        """Whether no resolution was asked for."""
        return self.epsilon is None or self.epsilon == "auto"


def _check_alpha(alpha: Any) -> None:
    lo, hi = ALPHA_RANGE
    shapes = alpha if isinstance(alpha, tuple) else (alpha,)
    numbers = all(isinstance(shape, int | float | np.number) for shape in shapes)
    if numbers and (alpha == 0 or (len(shapes) in (1, 2) and all(lo <= shape <= hi for shape in shapes))):
        return
    raise ValueError(f"alpha must be 0, lie between {lo:g} and {hi:g}, or be a pair (a, b) of such, not {alpha!r}")


@dataclass(frozen=True)
class Judged:
    """h_eps at the points ``query`` (q,): probabilities of their own class and of the likeliest other one, (q, e).

    ``rival`` (q, e) is that class, as an index; -1, and NaN in ``own`` and ``other``, where no mass is in the ball.
    ``lost_other_pairing`` (q,): whether the point is lost at the middle eps in the other way of pairing.
    ``seconds``: how long it took.
    """

    query: NDArray[np.intp]
    own: Array
    other: Array
    rival: NDArray[np.intp]
    lost_other_pairing: NDArray[np.bool_]
    seconds: float

    @property
    def lead(self) -> Array:
        """Own less best other, (q, e); NaN where no mass is."""
        return self.own - self.other

    @property
    def lost(self) -> NDArray[np.bool_]:
        """Whether another class is as likely as the point's own, up to rounding, (q, e)."""
        return np.asarray(self.lead <= TIE)

    @cached_property
    def place(self) -> dict[int, int]:
        """Where each judged point stands in ``query``."""
        return {int(index): row for row, index in enumerate(self.query)}


@dataclass(frozen=True)
class AlphaTable:
    """How many of ``sample`` points, drawn at random, are lost: ``lost`` (a, e) for each alpha and eps."""

    alphas: tuple[float, ...]
    epsilons: tuple[float, ...]
    lost: NDArray[np.intp]
    sample: int


@dataclass(frozen=True)
class Audit:
    """What an audit found.  Points are numbered as in ``prepared.dataset``; ``prepared.rows`` are the user's rows.

    ``unit`` is U and ``epsilons`` the resolutions that were judged: the band with U/8 in its middle, or the one given.
    ``clearance`` has the nearest segment that could take the majority of a ball from each point's class: up to there a
    theorem keeps the point at every alpha; ``other`` (n,) are distances to the nearest point of another class.
    ``judged``, ``unsafe_epsilon``, ``unsafe_alpha`` hold the points for which they were worked out.
    """

    prepared: Prepared
    settings: Settings
    unit: Unit
    epsilons: tuple[float, ...]
    clearance: Clearance
    other: Array
    judged: Judged | None = None
    unsafe_epsilon: dict[int, Enclosure] = field(default_factory=dict)
    unsafe_alpha: dict[int, Enclosure] = field(default_factory=dict)
    table: AlphaTable | None = None

    @property
    def n_points(self) -> int:
        """Number of points that were audited."""
        return self.prepared.dataset.n_points

    @property
    def middle(self) -> int:
        """Which of ``epsilons`` decides: U/8, or the one given."""
        return len(self.epsilons) // 2

    @property
    def epsilon(self) -> float:
        """The resolution that decides."""
        return self.epsilons[self.middle]

    def label(self, code: int) -> Hashable:
        """A class by its index."""
        return self.prepared.dataset.classes[code]

    @property
    def certified(self) -> Array:
        """The eps (n,) up to which a theorem keeps each point in its class, at every alpha; 0 where there is none."""
        known = self.settings.metric == "euclidean" or self.settings.self_pairs
        return self.clearance.distance if known else np.zeros(self.n_points)

    @cached_property
    def lead(self) -> Array:
        """Own less best other class (n,) at the largest of ``epsilons``; NaN where it is not known."""
        found: Array = np.full(self.n_points, np.nan)
        if self.judged is not None:
            found[self.judged.query] = self.judged.lead[:, -1]
        return found

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """Points by their lead, the least first; those without one after them, by how far they are certified."""
        return np.lexsort((self.clearance.distance, self.lead))  # NaN comes last

    @cached_property
    def zero(self) -> NDArray[np.bool_]:
        """Points whose clearance is 0, up to the rounding of decimal input."""
        extent = float(np.ptp(self.prepared.dataset.points, axis=0).max())
        limit = ZERO * (extent if self.settings.metric == "euclidean" else 1.0)
        return np.asarray(self.clearance.distance <= limit)

    def guaranteed(self, index: int) -> float:
        """A lower bound of the own class's probability that a theorem gives at ``epsilon``; NaN if none does."""
        return 0.5 if self._is_certified(index) else math.nan

    def _is_certified(self, index: int) -> bool:
        """Whether a theorem keeps the point at ``epsilon``; none does by planes."""
        return self.settings.estimator == "h" and bool(self.epsilon <= self.certified[index])

    def fate(self, index: int) -> Fate:
        """What happens to a point at the alpha, the pairing and the eps that decide.

        ``safe`` if a theorem says so; else ``lost``, ``undefined`` (no mass in its ball) or ``keeps`` by h_eps, or
        ``not judged``.
        """
        if self._is_certified(index):
            return "safe"
        if self.judged is None or (row := self.judged.place.get(index)) is None:
            return "not judged"
        if np.isnan(self.judged.own[row, self.middle]):
            return "undefined"
        return "lost" if self.judged.lost[row, self.middle] else "keeps"

    def risk(self, index: int) -> Risk:
        """Across the band: ``likely`` if lost at both of its ends, ``possible`` if lost somewhere in it."""
        if self.judged is None or (row := self.judged.place.get(index)) is None:
            return ""
        lost = self.judged.lost[row]
        if lost[0] and lost[-1]:
            return "likely"
        return "possible" if lost.any() else ""

    @cached_property
    def fates(self) -> dict[Fate, int]:
        """How many points there are of each fate."""
        found = [self.fate(i) for i in range(self.n_points)]
        return {name: found.count(name) for name in ("lost", "undefined", "keeps", "safe", "not judged")}

    @property
    def hazards(self) -> NDArray[np.intp]:
        """The user's numbers of the rows that are lost at the eps that decides, least lead first."""
        return self.prepared.rows[self.lost_points]

    @cached_property
    def lost_points(self) -> NDArray[np.intp]:
        """The same as numbers of points of the dataset."""
        return np.array([i for i in self.order if self.fate(int(i)) == "lost"], dtype=np.intp)

    @cached_property
    def floor(self) -> float:
        """The least mean cross-entropy of mixed samples, in nats, that any network can have on these labels."""
        from theory.optimal.floor import floor_of

        settings = self.settings
        return floor_of(self.prepared.dataset, settings.law, settings.self_pairs, settings.mixed)

    @cached_property
    def risks(self) -> dict[Risk, int]:
        """How many judged points are likely, and how many possibly, lost in the band."""
        found = [self.risk(i) for i in range(self.n_points)]
        return {"likely": found.count("likely"), "possible": found.count("possible")}

    @property
    def lost_share(self) -> Share:
        """The share of points that are lost, with its interval; known where all that were not judged are safe."""
        assert self.judged is not None
        if self.fates["not judged"] == 0:
            return share(len(self.lost_points), self.n_points, self.n_points)
        return self.share(np.isin(self.judged.query, self.lost_points))

    def risk_share(self, risk: Risk) -> Share:
        """The share of points with a risk, with its interval."""
        assert self.judged is not None
        return self.share(np.array([self.risk(int(i)) == risk for i in self.judged.query]))

    def share(self, chosen: NDArray[np.bool_]) -> Share:
        """The share of points with a property that ``chosen`` (q,) says of those judged, with its interval."""
        assert self.judged is not None
        codes = self.prepared.dataset.codes
        if self.settings.stratified and len(chosen) < self.n_points:
            return stratified_share(chosen, codes[self.judged.query], np.bincount(codes))
        return share(int(chosen.sum()), len(chosen), self.n_points)

    def fails(self, level: FailOn = "lost") -> bool:
        """Whether there is what ``level`` asks for; a single eps has no band, and what is lost at it is likely lost."""
        if level == "likely" and self.settings.has_band:
            return self.risks["likely"] > 0
        return level != "never" and len(self.hazards) > 0
