"""Mixing distributions P_f: the laws of the mixing parameter lambda on [0, 1]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from theory.mixing.beta import Beta
from theory.mixing.laws import Discrete, Midpoint, Mixing

if TYPE_CHECKING:
    from theory.mixing.density import Density

__all__ = [
    "Beta",
    "Density",
    "Discrete",
    "Midpoint",
    "Mixing",
]


def __getattr__(name: str) -> Any:
    """Import densities of one's own, which are SymPy's, on first use."""
    if name != "Density":
        raise AttributeError(f"module 'theory.mixing' has no attribute {name!r}")
    from theory.mixing.density import Density

    return Density
