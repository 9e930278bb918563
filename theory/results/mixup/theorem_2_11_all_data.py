"""Theorem 2.11 for all data, not almost all: midpoints determine a multiset of m points iff m is no power of 2.

Selfridge and Straus 1958.  What else can be said of four points is in the next module.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Assumption, Claim, Finding, Reading, Verdict, register
from theory.midpoints import midpoints
from theory.results.mixup.paper import MIXUP

Row = tuple[Fraction, ...]


def line(*numbers: Fraction | int) -> tuple[Row, ...]:
    """Points of the line."""
    return tuple((Fraction(number),) for number in numbers)


@dataclass(frozen=True)
class Rivals:
    """Two multisets of m points, rows of rational numbers, in whatever order.

    Raises ``ValueError`` for different numbers or dimensions of points.

    >>> print(Rivals(line(0, 3), line(1, 2)))
    {0, 3} and {1, 2}
    """

    points: tuple[Row, ...]
    rival: tuple[Row, ...]

    def __post_init__(self) -> None:
        for name in ("points", "rival"):
            rows = (tuple(Fraction(v) for v in row) for row in getattr(self, name))
            object.__setattr__(self, name, tuple(sorted(rows)))
        lengths = {*map(len, self.points + self.rival)}
        if len(lengths) != 1 or lengths == {0} or len(self.points) != len(self.rival):
            raise ValueError("rivals have as many points, and as many coordinates, at least one")

    @property
    def m(self) -> int:
        """The number of points."""
        return len(self.points)

    def __str__(self) -> str:
        return f"{shown(self.points)} and {shown(self.rival)}"


def shown(rows: tuple[Row, ...]) -> str:
    """Points as a set; those of the line as numbers."""
    texts = [str(row[0]) if len(row) == 1 else f"({', '.join(map(str, row))})" for row in rows]
    return f"{{{', '.join(texts)}}}"


def thue_morse(m: int) -> Rivals:
    """The numbers below 2m with an even number of binary ones, and those with an odd number; m is a power of 2.

    >>> print(thue_morse(4))
    {0, 3, 5, 6} and {1, 2, 4, 7}
    """
    even, odd = (line(*(n for n in range(2 * m) if n.bit_count() % 2 == parity)) for parity in (0, 1))
    return Rivals(even, odd)


def is_power_of_two(m: int) -> bool:
    """Whether m is 1, 2, 4, 8, ..."""
    return m.bit_count() == 1


def same_points(rivals: Rivals) -> Finding:
    """The two multisets are one."""
    same = rivals.points == rivals.rival
    return Finding(same, "the same points" if same else str(rivals))


def _same_set(rivals: Rivals) -> Finding:
    same = set(midpoints(rivals.points)) == set(midpoints(rivals.rival))
    return Finding(same, "the same midpoints" if same else "different midpoints")


def _same_multiplicities(rivals: Rivals) -> Finding:
    """Midpoints that both have are as frequent in one as in the other."""
    one, other = (Counter(midpoints(rows)) for rows in (rivals.points, rivals.rival))
    same = all(one[row] == other[row] for row in one.keys() & other.keys())
    return Finding(same, "equally frequent" if same else "a midpoint is more frequent in one than in the other")


def _no_power_of_two(rivals: Rivals) -> Finding:
    return Finding(not is_power_of_two(rivals.m), f"m = {rivals.m}")


SAME_SET = Assumption("same midpoints", "each midpoint of one is a midpoint of the other", _same_set)
MULTIPLICITIES = Assumption("same multiplicities", "each common midpoint is equally frequent", _same_multiplicities)
NO_POWER = Assumption("no power of two", r"$m \notin \{1, 2, 4, 8, \dots\}$", _no_power_of_two)

register(
    Claim(
        id="theorem-2.11-all-data",
        title="Midpoints determine every multiset of m points if and only if m is no power of 2",
        statement=(
            r"Multisets of $m$ points of $R^n$ with the same multiset of midpoints are equal, if $m$ is not a power of "
            r"2. For each power of 2 there are two different ones: the numbers below $2m$ with an even and with an "
            r"odd number of binary ones (Thue--Morse)."
        ),
        paper=MIXUP,
        place="Theorem 2.11",
        note="Selfridge and Straus, Pacific J. Math. 8 (1958) 847-856",
        reading=Reading.OURS,
        instance=Rivals,
        assumptions=(SAME_SET, MULTIPLICITIES, NO_POWER),
        conclusion=same_points,
        expected=Verdict.PROVED,
        tightness="an equivalence in m",
    )
)
