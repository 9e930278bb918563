"""Mixing distributions P_f: the laws of the mixing parameter lambda on [0, 1]."""

from __future__ import annotations

from theory.mixing.beta import Beta
from theory.mixing.density import Density
from theory.mixing.laws import Discrete, Midpoint, Mixing

__all__ = [
    "Beta",
    "Density",
    "Discrete",
    "Midpoint",
    "Mixing",
]
