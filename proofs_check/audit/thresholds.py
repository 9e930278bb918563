"""From which eps, and from which alpha, a point is lost: the infima of the unsafe values, enclosed.

A point x of class i is *safe* at (alpha, eps) if h_eps^i(x) exceeds every other h_eps^j(x).  Unsafe values need not
form an interval, so that bisection would be wrong.  Instead cells of values are certified from their two ends:

* eps: every N_j(eps) of Lemma 2.3 grows with eps, so that a cell [a, b] is safe if N_i(a) > N_j(b) for all j.
* alpha: log f_alpha(lambda) is concave in alpha, with second derivative -m(alpha), m(alpha) = 2 psi'(alpha) -
  4 psi'(2 alpha), which falls.  So on a cell [a, b] the density lies between min(f_a, f_b) and
  exp(m(a)(b - a)^2/8) max(f_a, f_b); f_a and f_b cross at one cut and at its mirror image.

A cell that neither end certifies is cut in two, down to a relative width of :data:`WIDTH`.  All up to rounding.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from scipy.special import betaln, polygamma

from theory.mixing import Beta
from theory.numbers import Array
from theory.optimal.local_pairs import LocalPairs

WIDTH = 1e-3  # relative width at which a cell is not cut any further
TIE = 1e-12  # margins below this are ties up to rounding, and a tie does not keep the class
ALPHAS = (0.01, 1e4)  # what is searched: below, mixing hardly happens; above, midpoints are all there is
FIRST_CELLS = 1.25  # ratio of neighbouring ends of the first cells
WIDEST = FIRST_CELLS**4  # the widest part that is tried at once
KEPT = 1024  # cells of alpha, most of which are the same for all points
EASY = 3  # after so many certified parts in a row twice as wide ones are tried


@dataclass(frozen=True)
class Enclosure:
    """Every value below ``low`` is safe, and ``high`` is unsafe: the infimum of the unsafe values lies between.

    ``high`` is inf if no unsafe value was found; nothing is then said about values above ``low``.
    """

    low: float
    high: float


def margin(masses: Array, own: int) -> float:
    """h^own less the largest other h, from masses that need not sum to 1; NaN where there is no mass."""
    total = float(masses.sum())
    return _lead(masses, own) / total if total > 0 else math.nan


def is_lost(masses: Array, own: int) -> bool:
    """Whether another class is as likely, up to rounding, as the point's own; never where there is no mass."""
    return margin(masses, own) <= TIE


def _lead(masses: Array, own: int, others: Array | None = None) -> float:
    rivals = (masses if others is None else others).copy()
    rivals[own] = 0.0
    return float(masses[own] - rivals.max(initial=0.0))


def unsafe_epsilon(
    pairs: LocalPairs, alpha: float | Beta, certified: float, self_pairs: bool = True, prob: float = 1.0
) -> Enclosure:
    """The infimum of the unsafe eps up to ``pairs.radius``; ``low`` is inf if every eps whatever is safe.

    Up to ``certified`` all are safe by a theorem; so they are, with self-pairs, where the point's own self-pairs
    outweigh whatever else has entered.
    """

    @cache
    def masses(epsilon: float) -> Array:
        return pairs.masses(Beta.of(alpha), epsilon, self_pairs, prob)

    def is_safe_cell(a: float, b: float) -> bool:
        return _lead(masses(a), pairs.own, masses(b)) > 0

    selves = _outweighed_by_selves(pairs, masses, certified) if self_pairs and prob > 0 else 0.0
    safe = min(max(certified, selves), pairs.radius)
    start = safe if safe > 0 else pairs.radius * TIE
    found = first_unsafe(start, pairs.radius, lambda epsilon: is_lost(masses(epsilon), pairs.own), is_safe_cell)
    if pairs.reaches_all and found.low == pairs.radius:
        return Enclosure(math.inf, math.inf)  # the ball holds everything: nothing changes any more
    return found if safe > 0 else Enclosure(0.0, found.high)


def _outweighed_by_selves(pairs: LocalPairs, masses: Callable[[float], Array], certified: float) -> float:
    """An eps above ``certified`` up to which the self-pairs at x's location alone exceed every other class; or 0."""
    copies = float((pairs.relative[pairs.to_points == 0] ** 2).sum())
    epsilon, least = pairs.radius, max(certified, pairs.radius * TIE)
    while epsilon > least and np.delete(masses(epsilon), pairs.own).max(initial=0.0) >= copies:
        epsilon /= 2
    return epsilon if epsilon > least else 0.0


def unsafe_alpha(pairs: LocalPairs, epsilon: float, self_pairs: bool = True, prob: float = 1.0) -> Enclosure:
    """The infimum of the unsafe alpha within :data:`ALPHAS`, at one eps."""

    @cache
    def masses(alpha: float) -> Array:
        return pairs.masses(Beta(alpha), epsilon, self_pairs, prob)

    def is_unsafe(alpha: float) -> bool:
        return is_lost(masses(alpha), pairs.own)

    def is_safe_cell(a: float, b: float) -> bool:
        least = pairs.spliced_masses(Beta(b), Beta(a), crossing(a, b), epsilon, self_pairs, prob)
        most = masses(a) + masses(b) - least  # where one density is the smaller, the other is the larger
        return _lead(least, pairs.own, peak_factor(a, b) * most) > 0

    return first_unsafe(*ALPHAS, is_unsafe, is_safe_cell)


@lru_cache(maxsize=KEPT)
def crossing(a: float, b: float) -> float:
    """Where the densities of Beta(a, a) and Beta(b, b), a < b, meet below 1/2: the wider law is larger outside."""
    log_kappa = (betaln(b, b) - betaln(a, a)) / (b - a)  # of lambda (1 - lambda)
    return float(-np.expm1(0.5 * np.log1p(-4 * math.exp(log_kappa))) / 2)


@lru_cache(maxsize=KEPT)
def peak_factor(a: float, b: float) -> float:
    """How far a density of a law between may exceed the larger of the two ends'."""
    curvature = 2 * polygamma(1, a) - 4 * polygamma(1, 2 * a)
    return math.exp(float(curvature) * (b - a) ** 2 / 8)


def first_unsafe(
    low: float, high: float, is_unsafe: Callable[[float], bool], is_safe_cell: Callable[[float, float], bool]
) -> Enclosure:
    """The least unsafe value in [low, high], 0 < low <= high, by certifying cells from the left."""
    if is_unsafe(low):
        return Enclosure(low, low)
    steps = math.ceil(math.log(high / low) / math.log(FIRST_CELLS))
    edges = [*(low * (high / low) ** (k / steps) for k in range(steps)), high]
    cells = list(itertools.pairwise(edges))[::-1]
    ratio, in_a_row, patience = FIRST_CELLS, 0, EASY  # what is tried at once; certified since it was last changed
    while cells:
        a, b = cells[-1]
        if b > a * ratio**1.5:  # a cell before it was cut: this one is not even tried
            cells[-1:] = _halves(a, b)
            continue
        many = 1
        while many < len(cells) and cells[-many - 1][1] <= a * ratio * (1 + TIE):
            many += 1
        if is_safe_cell(a, cells[-many][1]):
            del cells[-many:]
            in_a_row += 1
            if in_a_row == patience:
                ratio, in_a_row = min(ratio**2, WIDEST), 0
        elif many > 1:
            ratio, in_a_row, patience = math.sqrt(ratio), 0, 2 * patience
        elif b > a * (1 + WIDTH):
            ratio, in_a_row, patience = math.sqrt(b / a), 0, EASY
        else:
            break
    doubt = cells[-1][0] if cells else high  # where the first cell begins that could not be certified
    for _, b in reversed(cells):
        if is_unsafe(b):
            return Enclosure(doubt, _nearer(doubt, b, is_unsafe))
    return Enclosure(doubt, math.inf)


def _halves(a: float, b: float) -> list[tuple[float, float]]:
    """Both halves of a cell, the first one last."""
    middle = math.sqrt(a * b)
    return [(middle, b), (a, middle)]


def _nearer(low: float, high: float, is_unsafe: Callable[[float], bool]) -> float:
    """An unsafe value in (low, high], nearer to ``low`` if bisection finds one; ``high`` is unsafe."""
    while high > low * (1 + WIDTH):
        middle = math.sqrt(low * high)
        low, high = (low, middle) if is_unsafe(middle) else (middle, high)
    return high
