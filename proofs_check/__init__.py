"""Evidence for and against the claims of ``theory``: proofs, refutations, numerical checks and their verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proofs_check.runner import verify

__all__ = ["verify"]


def __getattr__(name: str) -> Any:
    """Import ``verify`` on first use, so that importing one method stays light."""
    if name != "verify":
        raise AttributeError(f"module 'proofs_check' has no attribute {name!r}")
    from proofs_check.runner import verify

    return verify
