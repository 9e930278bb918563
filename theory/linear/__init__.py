"""Linear models: max-margin and Mixup-optimal directions, and when they agree (Section 3.1)."""

from __future__ import annotations

from theory.linear.agreement import LinearMixup
from theory.linear.loss import ERM, MixupLoss
from theory.linear.margin import interpolates, max_margin
from theory.linear.minimiser import has_minimiser, mixup_minimiser

__all__ = [
    "ERM",
    "LinearMixup",
    "MixupLoss",
    "has_minimiser",
    "interpolates",
    "max_margin",
    "mixup_minimiser",
]
