"""Clearance: how far a data point is from every segment that could pull it to another class.

Assumption 2.9 of the paper says that no mix of other classes comes near x.  The *clearance* of x in X_i
turns this into a length: the least distance from x to a segment [u, v] between data points, u = v allowed,

* ``"repaired"``: neither end at x's location, and not both ends in X_i;
* ``"printed"``: both ends outside X_i.

:func:`exact_clearance` decides one point in exact arithmetic; :func:`clearance` takes many points, in float64
unless the data are exact.  Many float points go to :mod:`theory.clearances.euclidean` or
:mod:`theory.clearances.angular`.  Property tests hold all forms together.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from theory.clearances.found import Clearance, Form, Metric, check_directions, check_form
from theory.clearances.plain import plain_clearance
from theory.clearances.share_plain import plain_share_clearance
from theory.dataset import LabeledDataset
from theory.numbers import Number, equal, exact, less, less_equal

FAST_FROM = 100  # points: below, all pairs are looked at before a kernel has been loaded
FAST_WORK = 200**3 * 8  # and, of coordinates, what is done sooner than a kernel is compiled


def clearance(
    dataset: LabeledDataset,
    form: Form = "repaired",
    metric: Metric = "euclidean",
    query: ArrayLike | None = None,
    threshold: float | None = None,
    memory: int | None = None,
) -> Clearance:
    """Clearance of data points: how near a mix comes that could pull them to another class.

    For x in the class X_i it is the least distance from x to a segment [u, v] between data points, u = v allowed,
    over all pairs and all lambda in [0, 1].  Up to this radius a point keeps its class (Theorem 2.10 at a
    resolution).

    Parameters
    ----------
    dataset : LabeledDataset
        n points in d dimensions.
    form : {"repaired", "printed"}
        Which pairs count: those with no end at the location of x and not both ends in X_i, or those with both ends
        outside X_i, as Assumption 2.9 has it.
    metric : {"euclidean", "angular"}
        ``"angular"`` measures radians between directions from the origin; lambda is that of the raw segment, and a
        segment through the origin counts its end points only.
    query : array_like of int, shape (q,), optional
        Indices of data points; all by default.
    threshold : float, optional
        Distances above it, in the unit of the metric, may be reported as inf, which is faster.
    memory : int, optional
        How many bytes the rows of a Euclidean distance matrix may take; most of what is available by default.

    Returns
    -------
    Clearance
        ``distance`` (q,), ``pair`` (q, 2) and ``mixing`` (q,).  Ties go to the lowest indices.

    Raises
    ------
    ValueError
        For an unknown form or metric, an index out of range, a threshold that is not positive, and a zero vector with
        the angular metric (leave such points out, or use the Euclidean one).

    References
    ----------
    Chidambaram et al. 2022, submission version, Assumption 2.9 and Theorem 2.10.

    Examples
    --------
    >>> line = LabeledDataset.alternating_line(4, 2)
    >>> clearance(line).distance
    array([1., 0., 0., 1.])
    """
    check_form(form)
    check_directions(dataset, metric)
    if threshold is not None and not threshold > 0:
        raise ValueError(f"the threshold must be positive, not {threshold}")
    indices = _queries(dataset, query)
    if _is_small(dataset):
        found = plain_clearance(dataset, indices, form, metric)
    elif metric == "euclidean":
        from theory.clearances.euclidean import fast_clearance

        found = fast_clearance(dataset, indices, form, threshold, memory)
    else:
        from theory.clearances.angular import fast_angular_clearance

        found = fast_angular_clearance(dataset, indices, form)
    if threshold is not None:
        far = found.distance > threshold
        found.distance[far], found.pair[far], found.mixing[far] = np.inf, -1, np.nan
    return found


def share_clearance(
    dataset: LabeledDataset, share: Number, query: ArrayLike | None = None, memory: int | None = None
) -> Clearance:
    """Distance from data points to the nearest mix whose label has at most ``share`` of the point's class.

    For x in X_i, u in X_i (x among them) and v outside: the mixes of points outside X_i, and lambda u + (1 - lambda) v
    with lambda <= ``share``.  Up to this distance h_eps^i(x) > ``share`` wherever it is defined, for every P_f, all
    weights and any way of pairing, with self-pairs or without.  It is at most (1 - share) d(x), with d(x) the distance
    to the nearest other class; at 0 it is the printed clearance.  Euclidean, as h_eps is.

    Parameters: ``share`` in [0, 1), exact or a float; ``query`` indices of data points, shape (q,), all by default;
    ``memory`` as in :func:`clearance`.  Returns a :class:`Clearance`.  Raises ``ValueError`` for a share or an index
    out of range.

    Source: ours, after Theorem 2.10 (theorem-2.10-share).

    >>> share_clearance(LabeledDataset([[0.0], [0.1], [1.0]], [1, 1, 2]), 0.5).distance
    array([0.5 , 0.4 , 0.45])
    """
    value = exact(share)
    if not (less_equal(0, value) and less(value, 1)):
        raise ValueError(f"the share must be at least 0 and below 1, not {share}")
    indices = _queries(dataset, query)
    if equal(value, 0) and not dataset.is_exact:
        return clearance(dataset, "printed", query=indices)
    if _is_small(dataset):
        return plain_share_clearance(dataset, indices, value)
    from theory.clearances.share_euclidean import fast_share_clearance

    return fast_share_clearance(dataset, indices, float(value), memory)


def majority_clearance(dataset: LabeledDataset, query: ArrayLike | None = None, memory: int | None = None) -> Clearance:
    """Distance from data points to the nearest segment that can take the majority from the point's class.

    For x in X_i: the segments between points outside X_i, u = v included, and those from u in X_i to v outside with v
    nearer to x than u, decided exactly.  For 0 < eps <= this distance h_eps^i(x) > 1/2 (>= 1/2 where defined, without
    self-pairs), for every P_f and all weights; beyond it some weights and some symmetric P_f have h_eps^i(x) < 1/2.
    It is at least the clearance, and at least the share clearance at 1/2.  Euclidean, as h_eps is.

    Parameters: ``query`` indices of data points, shape (q,), all by default; ``memory`` as in :func:`clearance`.
    Returns a :class:`Clearance`.  Raises ``ValueError`` for an index out of range.

    Source: ours, after Theorem 2.10 (theorem-2.10-majority, theorem-2.10-majority-sharp).

    >>> majority_clearance(LabeledDataset([[0], [1], [2]], [1, 1, 2])).distance
    array([2., 1., 1.])
    """
    indices = _queries(dataset, query)
    if _is_small(dataset):
        return plain_share_clearance(dataset, indices, None)
    from theory.clearances.share_euclidean import fast_share_clearance

    return fast_share_clearance(dataset, indices, None, memory)


def _is_small(dataset: LabeledDataset) -> bool:
    n, work = dataset.n_points, dataset.n_points**3 * dataset.dimension
    return dataset.is_exact or dataset.n_classes == 1 or n < FAST_FROM or (n < 2 * FAST_FROM and work < FAST_WORK)


def _queries(dataset: LabeledDataset, query: ArrayLike | None) -> NDArray[np.intp]:
    if query is None:
        return np.arange(dataset.n_points)
    indices = np.atleast_1d(np.asarray(query))
    if indices.ndim != 1 or (indices.size and indices.dtype.kind not in "iu"):
        raise ValueError("query must be a list of indices of data points")
    if (odd := (indices < 0) | (indices >= dataset.n_points)).any():
        raise ValueError(f"query indices must lie between 0 and {dataset.n_points - 1}, not be {indices[odd][0]}")
    return indices.astype(np.intp)
