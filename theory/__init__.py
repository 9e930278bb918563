"""What the paper talks about and says: objects, formulas and claims.  Gives no verdict (see ``proofs_check``)."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from theory.clearances import clearance
from theory.dataset import LabeledDataset

if TYPE_CHECKING:
    from theory.mixing import Beta, Density, Discrete, Midpoint
    from theory.optimal import mixup_optimal, mixup_optimal_limit
    from theory.optimal.estimator import MixupOptimalClassifier
    from theory.optimal.floor import loss_floor

_HOMES = {
    "Beta": "mixing",
    "Density": "mixing",
    "Discrete": "mixing",
    "Midpoint": "mixing",
    "MixupOptimalClassifier": "optimal.estimator",
    "loss_floor": "optimal.floor",
    "mixup_optimal": "optimal",
    "mixup_optimal_limit": "optimal",
}

__all__ = [
    "Beta",
    "Density",
    "Discrete",
    "LabeledDataset",
    "Midpoint",
    "MixupOptimalClassifier",
    "clearance",
    "loss_floor",
    "mixup_optimal",
    "mixup_optimal_limit",
]


def __getattr__(name: str) -> Any:
    """Import the rest on first use, so that ``import theory`` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'theory' has no attribute {name!r}")
    return getattr(importlib.import_module(f"theory.{_HOMES[name]}"), name)
