"""A mixing distribution as the kernels take it: a kind, the table of a Beta law, and atoms."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from theory.mixing.beta_table import NODES
from theory.numbers import Array

UNIFORM, TABLE, ATOMS = 0, 1, 2
NO_TABLE: tuple[Array, Array, float, int, int] = (np.empty((0, 2, NODES + 1)), np.empty((0, 2)), 0.0, 0, 0)
NO_ATOMS: Array = np.empty((0, 2))


class KernelLaw(NamedTuple):
    """A symmetrised law: a ``BetaTable`` counts if ``kind`` is TABLE, ``atoms`` (m, 2) and their masses if ATOMS.

    It is flat, because Numba's parallel loops take no tuples of tuples.
    """

    kind: int
    cells: Array
    tail: Array
    start: float
    first: int
    shift: int
    atoms: Array
