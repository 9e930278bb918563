"""The audit of a user's data: which points could Mixup pull out of their class, at which eps and alpha?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proofs_check.audit.core import audit

__all__ = ["audit"]


def __getattr__(name: str) -> Any:
    """Import ``audit`` on first use, so that importing one module stays light."""
    if name != "audit":
        raise AttributeError(f"module 'proofs_check.audit' has no attribute {name!r}")
    from proofs_check.audit.core import audit

    return audit
