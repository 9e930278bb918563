"""The Mixup-optimal classifier: h_eps of Lemma 2.3 and its limit h, exactly and in float64."""

from __future__ import annotations

from theory.optimal.exact import local_masses, mixup_optimal_exact, mixup_optimal_limit
from theory.optimal.fast import mixup_optimal

__all__ = [
    "local_masses",
    "mixup_optimal",
    "mixup_optimal_exact",
    "mixup_optimal_limit",
]
