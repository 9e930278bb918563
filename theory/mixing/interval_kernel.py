"""Numba kernel: mass and moment of an interval under a mixing distribution, inlined into the loops over pairs."""

from __future__ import annotations

import numba
import numpy as np

from theory.mixing.beta_table import NODES
from theory.mixing.kernel_law import ATOMS, UNIFORM


@numba.njit(inline="always")
def _below(lam, cells, tail, start, first, shift):  # type: ignore[no-untyped-def]
    """Mass and moment of a Beta law below lam in [0, 1/2], from its table (``theory.mixing.beta_table``)."""
    if lam < start:
        mass = moment = 0.0
        if lam > 0.0:
            for row in range(tail.shape[0]):
                c, e = tail[row, 0], tail[row, 1]
                term = c * lam**e
                mass += term
                moment += term * lam * e / (e + 1.0)
        return mass, moment
    cell = min((np.float64(lam).view(np.int64) >> shift) - first, cells.shape[0] - 1)
    left = np.int64((cell + first) << shift).view(np.float64)
    right = np.int64((cell + first + 1) << shift).view(np.float64)
    t = 2.0 * (lam - left) / (right - left) - 1.0
    mass, moment = cells[cell, 0, 0], cells[cell, 1, 0]
    for power in range(1, NODES + 1):
        mass = mass * t + cells[cell, 0, power]
        moment = moment * t + cells[cell, 1, power]
    return mass, moment


@numba.njit(inline="always")
def mass_and_moment(lo, hi, co_lo, co_hi, law):  # type: ignore[no-untyped-def]
    """Mass and moment of (lo, hi), cut to [0, 1], under a ``KernelLaw``; co_lo = 1 - lo and co_hi = 1 - hi."""
    kind, cells, tail, start, first, shift, atoms = law
    if kind == UNIFORM:
        lo, hi = max(lo, 0.0), min(hi, 1.0)
        return hi - lo, 0.5 * (hi - lo) * (hi + lo)
    if kind == ATOMS:
        mass = moment = 0.0
        for row in range(atoms.shape[0]):
            if lo < atoms[row, 0] and atoms[row, 0] < hi:
                mass += atoms[row, 1]
                moment += atoms[row, 0] * atoms[row, 1]
        return mass, moment
    lo, hi, co_lo, co_hi = max(lo, 0.0), min(hi, 1.0), min(co_lo, 1.0), max(co_hi, 0.0)
    left, right = hi <= 0.5, lo >= 0.5  # on one side of 1/2, or across
    outer = co_hi if right else lo
    inner = hi if left else (co_lo if right else co_hi)
    less, less_moment = _below(outer, cells, tail, start, first, shift)  # two places of a call: each is inlined
    mass, moment = _below(inner, cells, tail, start, first, shift)
    if left:
        return mass - less, moment - less_moment
    if right:  # the mirror image: moments of 1 - lambda
        return mass - less, (mass - less) - (moment - less_moment)
    return (0.5 - less) + (0.5 - mass), 0.5 - less_moment - (mass - moment)
