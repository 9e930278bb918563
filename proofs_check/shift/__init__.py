"""Worst risks of predictors when one mechanism of the data may change, and the predictor with the smallest of them."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proofs_check.shift.core import shift
    from proofs_check.shift.regression import break_even

_HOMES = {"shift": "core", "break_even": "regression"}

__all__ = ["break_even", "shift"]


def __getattr__(name: str) -> Any:
    """Import on first use, so that importing one module stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'proofs_check.shift' has no attribute {name!r}")
    return getattr(importlib.import_module(f"proofs_check.shift.{_HOMES[name]}"), name)
