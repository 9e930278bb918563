"""Midpoints of data points, and the points that they determine (Theorem 2.11)."""

from __future__ import annotations

from theory.midpoints.partial import recover_some
from theory.midpoints.recovery import (
    Recovery,
    Status,
    labeled_midpoints,
    midpoints,
    number_of_points,
    recover,
    recover_labeled,
)

__all__ = [
    "Recovery",
    "Status",
    "labeled_midpoints",
    "midpoints",
    "number_of_points",
    "recover",
    "recover_labeled",
    "recover_some",
]
