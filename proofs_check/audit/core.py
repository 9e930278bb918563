"""The audit itself: clearances of all points, h_eps where the theorem leaves it open, and the infima for the worst."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proofs_check.audit.blocks import HERE, Runner, Work, split
from proofs_check.audit.curve import points_lost
from proofs_check.audit.data import Prepared, prepare
from proofs_check.audit.findings import AtEpsilon, Audit, Settings
from proofs_check.audit.thresholds import Enclosure, is_lost, unsafe_alpha, unsafe_epsilon
from proofs_check.support.console import progress
from theory.clearances import Metric
from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.numbers import Array
from theory.optimal import mixup_optimal
from theory.optimal.local_pairs import LocalPairs, local_pairs

VISITS = 2**36  # pairs that are looked at for h_eps by default, a minute or two
EXAMINED_AT_ONCE = 128
SEARCHED_PAIRS = 2**17  # a list of pairs longer than this is not searched any further for the first unsafe eps


def audit(
    X: Any,
    y: Any = None,
    *,
    alpha: float = 1.0,
    epsilon: float | None = None,
    metric: Metric = "euclidean",
    self_pairs: bool = True,
    standardize: bool = False,
    search: int = 50,
    examine: int | None = None,
) -> Audit:
    """Audit labelled data: which points could Mixup with Beta(alpha, alpha) pull out of their class?

    ``X``, ``y``: points and labels as :func:`proofs_check.audit.data.prepare` takes them.  ``epsilon``: the
    resolution at which inputs are told apart; without it the whole curve is worked out.  ``search``: of how many
    points, worst first, the infima of the unsafe eps and alpha are enclosed.  ``examine``: of how many points h_eps
    is worked out at most, least clearance first; by default some minutes' worth.

    Raises ``ValueError`` with one line for whatever is wrong with the input.

    >>> found = audit([[0.0], [1.0], [2.0]], ["a", "b", "a"], alpha=32, epsilon=0.25)
    >>> found.hazards, round(found.at_epsilon[1].own, 3)
    (array([1]), 0.343)
    """
    settings = Settings(
        alpha=alpha, epsilon=epsilon, metric=metric, self_pairs=self_pairs, search=search, examine=examine
    )
    return audit_prepared(prepare(X, y, standardize), settings)


def audit_prepared(prepared: Prepared, settings: Settings, work: Work = HERE) -> Audit:
    """The same for data that were checked already, its clearances where ``work`` says."""
    from theory.optimal.estimator import half_nearest_neighbour

    data, epsilon = prepared.dataset, settings.epsilon
    repaired = work.clearances(data, "repaired", settings.metric)
    printed = work.clearances(data, "printed", settings.metric)
    scale = half_nearest_neighbour(data.points)
    found = Audit(prepared, settings, repaired, printed, distance_to_other_classes(data), scale)
    if settings.metric == "angular":
        return found
    if epsilon is not None:
        found = replace(found, at_epsilon=_examine(found, epsilon, work.runner))
    worst = found.order[: settings.search]
    found = replace(found, unsafe_epsilon=_search_epsilon(found, worst))
    if epsilon is not None:
        return replace(found, unsafe_alpha=_search_alpha(found, worst, epsilon))
    return replace(found, curve=points_lost(data, repaired.distance, scale, settings))


def distance_to_other_classes(dataset: LabeledDataset) -> Array:
    """Distances (n,) to the nearest point of another class."""
    from sklearn.neighbors import NearestNeighbors

    points, codes = dataset.points, dataset.codes
    distances = np.empty(len(points))
    for code in range(dataset.n_classes):
        others = NearestNeighbors(n_neighbors=1).fit(points[codes != code])
        distances[codes == code] = others.kneighbors(points[codes == code])[0][:, 0]
    return distances


def _examine(found: Audit, epsilon: float, runner: Runner) -> dict[int, AtEpsilon]:
    """h_eps at the points with a clearance below eps, least clearance first; at the others Theorem 2.10 decides."""
    data, settings = found.prepared.dataset, found.settings
    at_risk = found.order[found.repaired.distance[found.order] < epsilon]
    limit = max(1, VISITS // data.n_points**2) if settings.examine is None else settings.examine
    blocks = split(at_risk[:limit], EXAMINED_AT_ONCE)
    results: dict[int, AtEpsilon] = {}
    with progress(len(blocks), "h_eps") as advance:
        for _, found_here in runner.run(partial(examine, settings=settings), data, blocks):
            results |= found_here
            advance()
    return results


def examine(dataset: LabeledDataset, block: NDArray[np.intp], settings: Settings) -> dict[int, AtEpsilon]:
    """h_eps at a block of points; where too many pairs come near to be listed, by the form that looks at all."""
    radius = np.full(len(block), settings.epsilon)
    results = {near.index: at_epsilon(near, settings) for near in local_pairs(dataset, block, radius)}
    crowded = np.array([i for i in block if int(i) not in results], dtype=np.intp)
    if len(crowded):
        both = [
            mixup_optimal(dataset, Beta(settings.alpha), dataset.points[crowded], radius[0], self_pairs)
            for self_pairs in (settings.self_pairs, not settings.self_pairs)
        ]
        for index, h, other_pairing in zip(crowded, *both, strict=True):
            results[int(index)] = _judge(h, other_pairing, int(dataset.codes[index]), math.nan)
    return results


def at_epsilon(pairs: LocalPairs, settings: Settings) -> AtEpsilon:
    """h_eps at one point, in both conventions of pairing."""
    epsilon, law = pairs.radius, Beta(settings.alpha)
    masses = pairs.masses(law, epsilon, settings.self_pairs)
    other_pairing = pairs.masses(law, epsilon, not settings.self_pairs)
    threat = pairs.threatening_mass(law, epsilon, settings.self_pairs)
    per_epoch = -math.expm1(pairs.dataset.n_points * math.log1p(-threat))
    return _judge(masses, other_pairing, pairs.own, per_epoch)


def _judge(masses: Array, other_pairing: Array, own: int, per_epoch: float) -> AtEpsilon:
    """What masses of the classes, up to a factor, say of a point of class ``own``."""
    total = float(masses.sum())
    if not total > 0:
        return AtEpsilon(math.nan, -1, math.nan, False, is_lost(other_pairing, own), per_epoch)
    h = masses / total
    rival = int(np.argmax(np.where(np.arange(len(h)) == own, -1.0, h)))
    return AtEpsilon(
        float(h[own]), rival, float(h[rival]), is_lost(masses, own), is_lost(other_pairing, own), per_epoch
    )


def _search_epsilon(found: Audit, query: NDArray[np.intp]) -> dict[int, Enclosure]:
    """The infima of the unsafe eps, in rounds of growing radius, until one is found or the lists are too long."""
    data, settings = found.prepared.dataset, found.settings
    extent = 2 * float(np.linalg.norm(data.points - data.points.mean(axis=0), axis=1).max())
    clear = np.minimum(found.repaired.distance, extent)
    radius = 2 * np.maximum(clear, found.scale)
    enclosures = {int(i): Enclosure(float(clear[i]), math.inf) for i in query}
    open_points = query
    with progress(len(query), "first unsafe eps") as advance:
        while len(open_points):
            further = []
            for pairs in local_pairs(data, open_points, radius[open_points], most=SEARCHED_PAIRS):
                i = pairs.index
                enclosures[i] = unsafe_epsilon(pairs, settings.alpha, enclosures[i].low, settings.self_pairs)
                if math.isinf(enclosures[i].high) and enclosures[i].low == pairs.radius:
                    further.append(i)
                else:
                    advance()
            open_points = np.array(further, dtype=np.intp)
            radius[open_points] *= 2
    return enclosures


def _search_alpha(found: Audit, query: NDArray[np.intp], epsilon: float) -> dict[int, Enclosure]:
    """The infima of the unsafe alpha; no alpha is unsafe where eps is within the clearance."""
    enclosures = {int(i): Enclosure(math.inf, math.inf) for i in query if found.fate(int(i)) == "safe"}
    rest = np.array([i for i in query if int(i) not in enclosures], dtype=np.intp)
    with progress(len(rest), "first unsafe alpha") as advance:
        for pairs in local_pairs(found.prepared.dataset, rest, np.full(len(rest), epsilon), most=SEARCHED_PAIRS):
            enclosures[pairs.index] = unsafe_alpha(pairs, epsilon, found.settings.self_pairs)
            advance()
    return enclosures
