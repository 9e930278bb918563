"""Clearance: how far a data point is from every segment that could pull it to another class (Assumption 2.9)."""

from __future__ import annotations

from theory.clearances.exact import ExactClearance, distance_to_other_class, exact_clearance, threatening_pairs
from theory.clearances.found import Clearance, Form, Metric, check_metric
from theory.clearances.many import clearance, majority_clearance, share_clearance
from theory.clearances.share_exact import exact_majority_clearance, exact_share_clearance

__all__ = [
    "Clearance",
    "ExactClearance",
    "Form",
    "Metric",
    "check_metric",
    "clearance",
    "distance_to_other_class",
    "exact_clearance",
    "exact_majority_clearance",
    "exact_share_clearance",
    "majority_clearance",
    "share_clearance",
    "threatening_pairs",
]
