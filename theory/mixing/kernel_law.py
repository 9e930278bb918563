"""A mixing distribution as the kernels take it: a tuple of a kind and its tables."""

from __future__ import annotations

from typing import Any

import numpy as np

from theory.mixing.beta_table import NODES, beta_table
from theory.mixing.laws import Beta, Discrete, Mixing

MOST_ALPHA = 1e7  # larger ones take the general path: their table would be large, and its logarithms lose digits


def kernel_law(mixing: Mixing) -> tuple[Any, ...] | None:
    """The symmetrised mixing distribution as the kernel takes it; ``None`` if it has no such form."""
    from theory.mixing.interval_kernel import ATOMS, TABLE, UNIFORM

    nothing: tuple[Any, ...] = (np.empty((0, 2, NODES + 1)), np.empty((0, 2)), 0.0, 0, 0)
    if isinstance(mixing, Discrete):
        atoms = [(float(v), float(m) / 2) for value, m in mixing.atoms.items() for v in (value, 1 - value)]
        return (ATOMS, *nothing, np.array(atoms))
    if not isinstance(mixing, Beta):
        return None
    alpha, beta = float(mixing.alpha), float(mixing.beta)
    if (alpha, beta) == (1, 1):
        return (UNIFORM, *nothing, np.empty((0, 2)))
    if max(alpha, beta) > MOST_ALPHA:
        return None
    return (TABLE, *beta_table(alpha, beta), np.empty((0, 2)))
