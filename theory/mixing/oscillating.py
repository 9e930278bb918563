"""A mixing density that oscillates towards 1/3 on ever smaller scales: its means over intervals there have no limit.

Remark 2.4 of the paper, as printed, fails for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from theory.mixing.laws import Mixing
from theory.numbers import Exact, Late, Number, ball, exact

if TYPE_CHECKING:
    import flint
else:
    flint = Late("flint")

CENTRE, REACH = Fraction(1, 3), Fraction(1, 100)
RATIO = Fraction(16)
LOW, HIGH = Fraction(1, 2), Fraction(3, 2)  # f on the shells, in turn from the outermost


def mean_within(shell: int) -> Fraction:
    """Mean of f over |t| < REACH/RATIO^shell about the centre.

    A shell takes 1 - 1/RATIO of the length, so that a_m = (1 - 1/RATIO) f_m + a_{m+1}/RATIO with f of period two:
    a_m = (f_m + f_{m+1}/RATIO)/(1 + 1/RATIO).

    >>> mean_within(0), mean_within(1)
    (Fraction(19, 34), Fraction(49, 34))
    """
    first, second = (LOW, HIGH) if shell % 2 == 0 else (HIGH, LOW)
    return (first + second / RATIO) / (1 + Fraction(1, RATIO))


@dataclass(frozen=True)
class OscillatingDensity(Mixing):
    """Symmetric, with the density f(1/3 + t) = 1/2 or 3/2 for |t| in (16^(-m-1), 16^-m]/100, m even or odd.

    The same about 2/3; f = 1 elsewhere on [1/4, 3/4], and constant outside so that f integrates to 1.
    """

    def __str__(self) -> str:
        return "an oscillating density"

    @property
    def is_symmetric(self) -> bool:
        """By construction."""
        return True

    @property
    def has_full_support(self) -> bool:
        """It is positive, if not continuous."""
        return True

    @property
    def outside(self) -> Fraction:
        """f on [0, 1/4) and (3/4, 1]."""
        return 1 - 8 * REACH * (mean_within(0) - 1)

    def density(self, lam: Number) -> Fraction:
        """f(lambda) at a rational lambda; 1 at the centres themselves."""
        place = Fraction(exact(lam))
        offset = min(abs(place - CENTRE), abs(place - 1 + CENTRE))
        if not Fraction(1, 4) <= place <= Fraction(3, 4):
            return self.outside
        if offset == 0 or offset > REACH:
            return Fraction(1)
        return LOW if _shell(offset) % 2 == 0 else HIGH

    def _exact(self, lo: Exact, hi: Exact, power: int) -> Exact:
        if not (isinstance(lo, Fraction) and isinstance(hi, Fraction)):
            raise ValueError("the oscillating density is integrated between rational ends")
        return self._below(hi, power) - self._below(lo, power)

    def _below(self, lam: Fraction, power: int) -> Fraction:
        """E[lambda^power; lambda < lam]: the plain steps, and the excess f - 1 about both centres."""
        lam = min(max(lam, Fraction(0)), Fraction(1))
        quarters = (Fraction(0), Fraction(1, 4), Fraction(3, 4), Fraction(1))
        total = Fraction(0)
        for left, right, f in zip(quarters, quarters[1:], (self.outside, Fraction(1), self.outside), strict=False):
            end = min(max(lam, left), right)
            total += f * (end ** (power + 1) - left ** (power + 1)) / (power + 1)
        for centre in (CENTRE, 1 - CENTRE):
            offset = min(max(lam - centre, -REACH), REACH)
            even, odd = _excess(abs(offset)), _first_excess(abs(offset))
            mass = _excess(REACH) + (even if offset > 0 else -even)
            total += mass if power == 0 else centre * mass + odd - _first_excess(REACH)
        return total

    def _balls(self, lo: flint.arb, hi: flint.arb, power: int) -> flint.arb:
        def below(end: flint.arb) -> flint.arb:  # it rises with its end
            first, last = (ball(self._below(_dyadic(e), power)) for e in (end.lower(), end.upper()))
            return first.union(last)

        return below(hi) - below(lo)

    def _floats(self, lo: NDArray[np.float64], hi: NDArray[np.float64], power: int) -> NDArray[np.float64]:
        ends = np.stack(np.broadcast_arrays(np.clip(lo, 0, 1), np.clip(hi, 0, 1)))
        values = [self._exact(Fraction(a), Fraction(b), power) for a, b in ends.reshape(2, -1).T.tolist()]
        return np.array(values, dtype=np.float64).reshape(ends.shape[1:])


def _dyadic(value: flint.arb) -> Fraction:
    """A ball without a radius as the number that it is."""
    mantissa, exponent = value.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _shell(t: Fraction) -> int:
    """The shell (REACH/RATIO^(m+1), REACH/RATIO^m] that holds t > 0."""
    m = 0
    while t <= REACH / RATIO ** (m + 1):
        m += 1
    return m


def _excess(t: Fraction) -> Fraction:
    """Integral of f - 1 from the centre to t >= 0 beyond it."""
    if t == 0:
        return Fraction(0)
    m = _shell(t)
    inner, f = REACH / RATIO ** (m + 1), LOW if m % 2 == 0 else HIGH
    return inner * (mean_within(m + 1) - 1) + (t - inner) * (f - 1)


def _first_excess(t: Fraction) -> Fraction:
    """Integral of s (f - 1) over 0 < s < t: over whole shells it alternates and falls by RATIO^2."""
    if t == 0:
        return Fraction(0)
    m = _shell(t)
    inner, f = REACH / RATIO ** (m + 1), LOW if m % 2 == 0 else HIGH
    next_f = HIGH if m % 2 == 0 else LOW
    whole = inner**2 / 2 * (next_f - 1) * (1 - Fraction(1, RATIO**2)) / (1 + Fraction(1, RATIO**2))
    return whole + (t**2 - inner**2) / 2 * (f - 1)
