"""What a clearance is, once it was found: its record, its forms and metrics, and what they ask of the data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from theory.dataset import LabeledDataset
from theory.numbers import Array

Form = Literal["repaired", "printed"]
Metric = Literal["euclidean", "angular"]


@dataclass(frozen=True)
class Clearance:
    """Clearances of q points: ``distance`` (q,), the guilty ``pair`` (q, 2) and its ``mixing`` (q,).

    The point of [u, v] nearest to x is ``mixing`` u + (1 - ``mixing``) v with (u, v) = ``pair``.
    A point that no segment threatens has distance inf, pair (-1, -1) and mixing nan.
    """

    distance: Array
    pair: NDArray[np.intp]
    mixing: Array


def at_location(dataset: LabeledDataset, index: int) -> NDArray[np.bool_]:
    """Which points (n,) are at the location of point ``index``, itself included."""
    if dataset.is_exact:
        here = dataset.exact_points[index]
        return np.array([point == here for point in dataset.exact_points])
    return np.asarray((dataset.points == dataset.points[index]).all(axis=1))


def check_metric(metric: Metric) -> None:
    """Raise ``ValueError`` for a metric that there is not."""
    if metric not in get_args(Metric):
        raise ValueError(f"metric must be {' or '.join(map(repr, get_args(Metric)))}, not {metric!r}")


def check_form(form: Form) -> None:
    """Raise ``ValueError`` for a form that there is not."""
    if form not in get_args(Form):
        raise ValueError(f"form must be {' or '.join(map(repr, get_args(Form)))}, not {form!r}")


def check_directions(dataset: LabeledDataset, metric: Metric) -> None:
    """Raise ``ValueError`` for a metric that there is not, or that a point has no place in."""
    check_metric(metric)
    if metric == "angular" and not dataset.points.any(axis=1).all():
        zero = int(np.flatnonzero(~dataset.points.any(axis=1))[0])
        raise ValueError(f"point {zero} is zero and has no direction: leave it out, or take the Euclidean metric")
