"""Mixing distributions P_f: the laws of the mixing parameter lambda on [0, 1]."""

from __future__ import annotations

from theory.mixing.density import Density
from theory.mixing.laws import Beta, Discrete, Midpoint, Mixing

__all__ = [
    "Beta",
    "Density",
    "Discrete",
    "Midpoint",
    "Mixing",
]
