"""How much a model's predictions depend on the context of an object, and what that says of its error without labels."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proofs_check.context.core import context

__all__ = ["context"]


def __getattr__(name: str) -> Any:
    """Import on first use, so that importing one module stays light."""
    if name != "context":
        raise AttributeError(f"module 'proofs_check.context' has no attribute {name!r}")
    return importlib.import_module("proofs_check.context.core").context
