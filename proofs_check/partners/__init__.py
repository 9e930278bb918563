"""Whom to mix with whom: partners among near neighbours, pairs to leave unmixed, and Mixup transforms that use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proofs_check.partners.choice import guilty_mask, neighbour_partners

__all__ = ["guilty_mask", "neighbour_partners"]


def __getattr__(name: str) -> Any:
    """Import these on first use: the transforms need NumPy only, also where the rest is not installed."""
    if name not in __all__:
        raise AttributeError(f"module 'proofs_check.partners' has no attribute {name!r}")
    from proofs_check.partners import choice

    return getattr(choice, name)
