"""How far wrong pseudo-labels expand in a graph, what that guarantees of self-training there, and how to check it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proofs_check.expansion.checking import recheck
    from proofs_check.expansion.core import expansion

_HOMES = {"expansion": "core", "recheck": "checking"}

__all__ = ["expansion", "recheck"]


def __getattr__(name: str) -> Any:
    """Import on first use, so that importing one module stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'proofs_check.expansion' has no attribute {name!r}")
    return getattr(importlib.import_module(f"proofs_check.expansion.{_HOMES[name]}"), name)
