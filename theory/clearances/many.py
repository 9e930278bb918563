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

from theory.clearances.found import Clearance, Form, Metric, check_directions
from theory.clearances.plain import plain_clearance
from theory.dataset import LabeledDataset

FAST_FROM = 100  # points: below, all pairs are looked at before a kernel has been loaded


def clearance(
    dataset: LabeledDataset,
    form: Form = "repaired",
    metric: Metric = "euclidean",
    query: ArrayLike | None = None,
    threshold: float | None = None,
) -> Clearance:
    """Clearance of data points over all pairs and all lambda in [0, 1].

    Parameters: ``form`` and ``metric`` as in the module's description (``"angular"``: radians between
    directions from the origin; lambda is that of the raw segment; a segment through the origin counts its
    end points only); ``query`` indices of data points, shape (q,), all by default; ``threshold``: distances
    above it may be reported as inf.  Every index at the point's own location is left out.  Ties go to
    the lowest indices.

    Returns a :class:`Clearance`.  Raises ``ValueError`` for an unknown form or metric, an index out of
    range, a threshold that is not positive, and a zero vector with the angular metric.

    Source: Assumption 2.9; Theorem 2.10 holds at resolution eps <= clearance.

    >>> line = LabeledDataset.alternating_line(4, 2)
    >>> clearance(line).distance
    array([1., 0., 0., 1.])
    """
    if form not in ("repaired", "printed"):
        raise ValueError(f"form must be 'repaired' or 'printed', not {form!r}")
    check_directions(dataset, metric)
    if threshold is not None and not threshold > 0:
        raise ValueError("the threshold must be positive")
    indices = _queries(dataset, query)
    if dataset.is_exact or dataset.n_classes == 1 or dataset.n_points < FAST_FROM:
        distance, pair, mixing = plain_clearance(dataset, indices, form, metric)
    elif metric == "euclidean":
        from theory.clearances.euclidean import fast_clearance

        distance, pair, mixing = fast_clearance(dataset, indices, form == "printed", threshold)
    else:
        from theory.clearances.angular import fast_angular_clearance

        distance, pair, mixing = fast_angular_clearance(dataset, indices, form == "printed")
    if threshold is not None:
        far = distance > threshold
        distance[far], pair[far], mixing[far] = np.inf, -1, np.nan
    return Clearance(distance, pair, mixing)


def _queries(dataset: LabeledDataset, query: ArrayLike | None) -> NDArray[np.intp]:
    if query is None:
        return np.arange(dataset.n_points)
    indices = np.atleast_1d(np.asarray(query))
    if indices.ndim != 1 or (indices.size and indices.dtype.kind not in "iu"):
        raise ValueError("query must be a list of indices of data points")
    if indices.size and (indices.min() < 0 or indices.max() >= dataset.n_points):
        raise ValueError(f"query indices must lie between 0 and {dataset.n_points - 1}")
    return indices.astype(np.intp)
