"""All point sets with given midpoints, in rational arithmetic (:mod:`theory.midpoints.recovery` is the entrance).

Any order of Q^d that respects addition will do; here the lexicographic one, by packing each vector into one integer.
For points x_1 >= x_2 >= ... the two largest pair sums are x_1 + x_2 and x_1 + x_3, and at most m - 1 sums reach
x_2 + x_3: those x_1 + x_k that do.  So one of the third to the m-th largest sums is x_2 + x_3, which gives x_1; and
what follows is forced, since the largest sum that x_1, ..., x_k do not account for is x_1 + x_{k+1}.  That is O(m)
attempts of O(m^2) operations, whatever the data, and at most m - 2 solutions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

Vector = tuple[Fraction, ...]
ROOM = 16  # with coordinates up to 1, x_1 stays below 3, other points below 5, their sums and what is compared below 12


@dataclass(frozen=True)
class Packing:
    """Vectors of Q^d, with a common denominator and bounded numerators, as integers whose order is lexicographic.

    The map is linear, and injective on vectors of numerators below ``2**(8 * width - 1)`` in size.
    """

    denominator: int
    width: int  # bytes for each coordinate
    dimension: int

    @property
    def half(self) -> int:
        """What is added to a numerator to make it positive."""
        return 1 << (8 * self.width - 1)

    @property
    def shift(self) -> int:
        """``half`` in every coordinate."""
        return int.from_bytes(self.half.to_bytes(self.width, "big") * self.dimension, "big")

    def pack(self, vectors: Sequence[Vector]) -> list[int]:
        """One integer for each vector."""
        half, shift, width = self.half, self.shift, self.width
        packed = []
        for vector in vectors:
            numerators = [v.numerator * (self.denominator // v.denominator) for v in vector]
            digits = b"".join((n + half).to_bytes(width, "big") for n in numerators)
            packed.append(int.from_bytes(digits, "big") - shift)
        return packed

    def unpack(self, value: int) -> Vector:
        """The vector of an integer."""
        data = (value + self.shift).to_bytes(self.width * self.dimension, "big")
        digits = [data[k : k + self.width] for k in range(0, len(data), self.width)]
        return tuple(Fraction(int.from_bytes(digit, "big") - self.half, self.denominator) for digit in digits)

    def size(self, value: int) -> Fraction:
        """The largest coordinate of a packed vector, in absolute value."""
        return max(abs(v) for v in self.unpack(value))


def packing_for(vectors: Sequence[Vector]) -> Packing:
    """A packing with room for the sums and differences that recovery forms."""
    denominator = lcm(*{v.denominator for vector in vectors for v in vector})
    largest = max(max(vector) for vector in vectors), -min(min(vector) for vector in vectors)
    bits = int(ROOM * max(largest) * denominator).bit_length() + 1
    return Packing(denominator, bits // 8 + 1, len(vectors[0]))


@dataclass(frozen=True)
class Attempt:
    """How far one x_1 led: the points placed, the sums left over, and the sum that was missing, if one was."""

    points: tuple[int, ...]
    left: Counter[int] = field(repr=False)
    missing: int | None = None


def peel(sums: Counter[int], descending: Sequence[int], first: int, m: int) -> Attempt:
    """Place x_1 = ``first``, and then each next point by the largest sum that is not accounted for.

    ``descending`` are the different sums, the largest first.

    >>> peel(Counter([1, 2, 3]), [3, 2, 1], 2, 3), peel(Counter([1, 2, 4]), [4, 2, 1], 2, 3)
    (Attempt(points=(2, 1, 0), missing=None), Attempt(points=(2, 2, 0), missing=2))
    """
    left, points = sums.copy(), [first]
    for largest in descending:
        while left[largest] > 0:
            new = largest - first
            for point in points:
                if left[point + new] == 0:
                    return Attempt((*points, new), left, point + new)
                left[point + new] -= 1
            points.append(new)
    return Attempt(tuple(points), left)


def recover_exact(midpoints: Sequence[Vector], m: int) -> tuple[list[tuple[Vector, ...]], Fraction]:
    """All multisets of ``m`` >= 3 points (rows in lexicographic order) with these midpoints, and the residual.

    The residual is 0 if there is a solution.  Otherwise it is the distance (largest coordinate) from the midpoint that
    the furthest attempt needs next to the nearest one that is left over.
    """
    packing = packing_for(midpoints)
    packed = sorted(packing.pack(midpoints), reverse=True)
    sums = Counter(2 * value for value in packed)
    descending = sorted(sums, reverse=True)
    firsts = {packed[0] + packed[1] - third for third in packed[2:m]}  # x_1 = ((x_1+x_2) + (x_1+x_3) - (x_2+x_3))/2
    attempts = [peel(sums, descending, first, m) for first in sorted(firsts)]
    if solved := {tuple(sorted(a.points)) for a in attempts if a.missing is None}:
        return [tuple(map(packing.unpack, points)) for points in sorted(solved)], Fraction(0)
    furthest = max(attempts, key=lambda attempt: len(attempt.points))
    assert furthest.missing is not None
    unused = [total for total, count in furthest.left.items() if count > 0]
    return [], min(packing.size(total - furthest.missing) for total in unused) / 2
