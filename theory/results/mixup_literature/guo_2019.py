"""Manifold intrusion after Guo et al. 2019, in a formal sense of ours: a mixed place that carries two labels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.geometry import Point, mix
from theory.instances import make_exact
from theory.optimal.intrusion import Piece, collinear_triples, pieces_conflict
from theory.results.mixup_literature.papers import GUO_2019


@dataclass(frozen=True, eq=False)
class MixedSegments:
    """Distinct rational points with labels, and a law of lambda: densities on closed intervals, and atoms.

    A density is positive on its interval; how large it is, and how heavy the atoms are, does not matter here.  Raises
    ``ValueError`` for equal points, a law that is empty, and intervals or atoms that are not in [0, 1].
    """

    dataset: LabeledDataset
    intervals: tuple[tuple[Fraction, Fraction], ...]
    atoms: tuple[Fraction, ...] = ()

    def __post_init__(self) -> None:
        make_exact(self, "intervals", "atoms", rational=True)
        points = self.dataset.exact_points
        if odd := [v for point in points for v in point if not isinstance(v, Fraction)]:
            raise ValueError(f"the points must be rational, and {odd[0]} is not: give integers or Fractions")
        if len(set(points)) != len(points):
            raise ValueError("the points must be distinct: leave out those that stand twice")
        if not (self.intervals or self.atoms):
            raise ValueError("a law needs an interval or an atom")
        if any(not 0 <= lo < hi <= 1 for lo, hi in self.intervals) or any(not 0 <= v <= 1 for v in self.atoms):
            raise ValueError("intervals and atoms must lie in [0, 1]")

    def label(self, i: int, j: int, lam: Fraction) -> tuple[Fraction, ...]:
        """lambda e_i + (1 - lambda) e_j, e the unit vectors of the classes."""
        codes, classes = self.dataset.codes, range(self.dataset.n_classes)
        return tuple(lam * int(codes[i] == c) + (1 - lam) * int(codes[j] == c) for c in classes)

    def place(self, i: int, j: int, lam: Fraction) -> tuple[Fraction, ...]:
        """lambda x_i + (1 - lambda) x_j."""
        return tuple(mix(self.dataset.exact_points[i], self.dataset.exact_points[j], lam))

    def pieces(self) -> Iterator[Piece]:
        """What the densities mix: pieces of segments, by their ends and the labels there."""
        for i, j in permutations(range(self.dataset.n_points), 2):
            for lo, hi in self.intervals:
                yield (self.place(i, j, lo), self.place(i, j, hi)), (self.label(i, j, lo), self.label(i, j, hi))

    def heavy(self) -> Iterator[tuple[Point, Point]]:
        """Single places of positive mass with their labels: data points by their self-pairs, and what atoms mix."""
        n = self.dataset.n_points
        for i in range(n):
            yield self.place(i, i, Fraction(1)), self.label(i, i, Fraction(1))
        for i, j in permutations(range(n), 2):
            for lam in self.atoms:
                yield self.place(i, j, lam), self.label(i, j, lam)

    def __str__(self) -> str:
        support = [f"[{lo}, {hi}]" for lo, hi in self.intervals] + [f"an atom at {v}" for v in self.atoms]
        return f"{self.dataset}, P_f on {', '.join(support)}"


def conflict(instance: MixedSegments) -> bool:
    """Whether places of positive mass carry two labels: single heavy places, or a stretch that two pieces share."""
    labels: dict[Point, Point] = {}
    if any(labels.setdefault(place, label) != label for place, label in instance.heavy()):
        return True
    return any(pieces_conflict(first, second) for first, second in combinations(instance.pieces(), 2))


def conflict_is(instance: MixedSegments, expected: bool) -> Finding:
    """Whether there is a conflict is as ``expected`` says."""
    found = conflict(instance)
    return Finding(found is expected, f"{'a' if found else 'no'} place of positive mass carries two labels")


def has_mixed_triple(instance: MixedSegments) -> bool:
    """Whether three data points are on a line and not all of one class."""
    return bool(collinear_triples(instance.dataset))


def no_atoms(instance: MixedSegments) -> Finding:
    """The law has no atom."""
    return Finding(not instance.atoms, f"{len(instance.atoms)} atoms")


def full_support(instance: MixedSegments) -> Finding:
    """The intervals cover [0, 1]."""
    reached = Fraction(0)
    for lo, hi in sorted(instance.intervals):
        if lo <= reached:
            reached = max(reached, hi)
    return Finding(reached == 1, f"the intervals cover [0, {reached}] from 0 on")


register(
    Claim(
        id="guo-2019-intrusion",
        title="Mixed points carry two labels exactly if three data points of mixed class are on a line",
        statement=(
            r"Let the data be distinct points and $P_f$ have a density that is positive on all of $[0,1]$. A set of "
            r"mixed places of positive mass carries two different labels if and only if three data points lie on a "
            r"line and are not all of one class. (So one numeric column with three values of two classes always has "
            r"such places, and data in general position never.)"
        ),
        paper=GUO_2019,
        place="manifold intrusion",
        reading=Reading.OURS,
        instance=MixedSegments,
        assumptions=(
            Assumption("no atoms", r"$P_f$ has no atom", no_atoms),
            Assumption("full support", r"the density is positive on $[0,1]$", full_support),
        ),
        conclusion=Conclusion((Part("two labels somewhere", conflict_is, has_mixed_triple),)),
        expected=Verdict.PROVED,
        tightness="an equivalence",
    )
)
