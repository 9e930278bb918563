"""What self-training is about: points with masses, classes and views, pseudo-labels, and a student's labels.

Every point x has its views B(x), which contain x; labels are *consistent* at x if they are the same on all of B(x).
Points of mass 0 are off the support: they count as views only.  Nothing depends on the total mass.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

from theory.instances import make_exact

Labels = tuple[int, ...]


def _is_index(value: object) -> bool:
    """Whether it is an integer: True and 1.0 are equal to one, and would pass for a label without being one."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


@dataclass(frozen=True)
class ViewGraph:
    """A finite population: masses, classes 0, ..., K - 1 and views of its points 0, ..., m - 1.

    Raises ``ValueError`` for masses that are negative or irrational, for a class that is no integer or out of range,
    and for views that are not points or miss the point itself.
    """

    mass: tuple[Fraction, ...]
    truth: Labels
    views: tuple[tuple[int, ...], ...]
    classes: int = 2

    def __post_init__(self) -> None:
        make_exact(self, "mass", rational=True)
        masses = self.mass
        if not masses or min(masses) < 0 or max(masses) == 0:
            raise ValueError("masses must not be negative, and not all 0")
        if not len(masses) == len(self.truth) == len(self.views):
            counts = f"{len(masses)} masses, {len(self.truth)} classes and views of {len(self.views)}"
            raise ValueError(f"each point needs a mass, a class and views: there are {counts}")
        views = tuple(tuple(sorted(set(view))) for view in self.views)
        for x, view in enumerate(views):
            if not all(map(_is_index, view)) or x not in view or not 0 <= view[0] <= view[-1] < len(masses):
                raise ValueError(f"the views of point {x} must be points, the point itself among them")
        object.__setattr__(self, "views", views)
        self.check(self.truth)

    def check(self, labels: Sequence[int]) -> None:
        """Raise ``ValueError`` unless ``labels`` has a class, an integer, for every point."""
        fit = all(_is_index(label) and 0 <= label < self.classes for label in labels)
        if len(labels) != len(self.mass) or not fit:
            raise ValueError(f"every point needs a label from 0 to {self.classes - 1}")

    @property
    def points(self) -> range:
        """All points, those of mass 0 too."""
        return range(len(self.mass))

    @functools.cached_property
    def support(self) -> tuple[int, ...]:
        """The points of positive mass."""
        return tuple(x for x in self.points if self.mass[x] > 0)

    def members(self, label: int) -> list[int]:
        """The points of positive mass in one class."""
        return [x for x in self.support if self.truth[x] == label]

    def weigh(self, points: Iterable[int]) -> Fraction:
        """Their total mass."""
        return sum((self.mass[x] for x in points), Fraction(0))

    @functools.cached_property
    def viewers(self) -> tuple[tuple[int, ...], ...]:
        """For each z the points of positive mass of which z is a view."""
        found: list[list[int]] = [[] for _ in self.points]
        for x in self.support:
            for z in self.views[x]:
                found[z].append(x)
        return tuple(map(tuple, found))

    def neighbourhood(self, points: Iterable[int]) -> set[int]:
        """N(V): the points of positive mass that share a view with one of V."""
        return {other for x in points for z in self.views[x] for other in self.viewers[z]}

    def consistent(self, x: int, labels: Sequence[int]) -> bool:
        """Whether the labels are the same on all views of x."""
        return len({labels[z] for z in self.views[x]}) == 1

    def inconsistency(self, labels: Sequence[int]) -> Fraction:
        """R: the mass of the points where the labels are not consistent.

        >>> ViewGraph((1, 2), (0, 0), ((0, 1), (1,))).inconsistency((0, 1))
        Fraction(1, 1)
        """
        return self.weigh(x for x in self.support if not self.consistent(x, labels))

    def disagreement(self, first: Sequence[int], second: Sequence[int]) -> Fraction:
        """The mass of the points that have two different labels."""
        return self.weigh(x for x in self.support if first[x] != second[x])

    def labellings(self) -> Iterable[Labels]:
        """All ways to label all points: K^m of them."""
        return product(range(self.classes), repeat=len(self.mass))


@dataclass(frozen=True)
class SelfTraining:
    """Pseudo-labels and the labels of a student on a population, an expansion ``c`` > 1, and an objective.

    The objective is F(G) = d(G) + w R(G): d is the mass on which G differs from the pseudo-labels, R its inconsistency
    and w = ``weight``.  ``gap`` is by how much F(G) may exceed F(truth).  Raises ``ValueError`` for c <= 1, which
    theorems of this kind divide by c - 1, a weight that is not positive, and a negative gap.
    """

    graph: ViewGraph
    pseudo: Labels
    student: Labels
    c: Fraction
    weight: Fraction = Fraction(2)
    gap: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        self.graph.check(self.pseudo)
        self.graph.check(self.student)
        make_exact(self, "c", "weight", "gap", rational=True)
        if self.c <= 1 or self.weight <= 0 or self.gap < 0:
            raise ValueError(f"c = {self.c} must be above 1, the weight positive and the gap not negative")

    def mistaken(self, label: int) -> list[int]:
        """M_i: the points of a class with a wrong pseudo-label."""
        return [x for x in self.graph.members(label) if self.pseudo[x] != label]

    @property
    def pseudo_error(self) -> Fraction:
        """The mass of the wrong pseudo-labels."""
        return self.graph.disagreement(self.pseudo, self.graph.truth)

    @property
    def error(self) -> Fraction:
        """Err(G): the mass of the student's mistakes."""
        return self.graph.disagreement(self.student, self.graph.truth)

    @property
    def mu(self) -> Fraction:
        """R(truth): the mass of the points with views in another class."""
        return self.graph.inconsistency(self.graph.truth)

    @property
    def largest_share(self) -> Fraction:
        """The largest share of a class that has wrong pseudo-labels."""
        weigh = self.graph.weigh
        shares = [
            weigh(self.mistaken(i)) / weigh(own) for i in range(self.graph.classes) if (own := self.graph.members(i))
        ]
        return max(shares)

    def objective(self, labels: Sequence[int]) -> Fraction:
        """F of any labels."""
        return self.graph.disagreement(labels, self.pseudo) + self.weight * self.graph.inconsistency(labels)

    def __str__(self) -> str:
        points = ", ".join(
            f"{x}: mass {m}, class {t}, pseudo {p}, student {g}, views {list(v)}"
            for x, (m, t, p, g, v) in enumerate(
                zip(self.graph.mass, self.graph.truth, self.pseudo, self.student, self.graph.views, strict=True)
            )
        )
        return f"c = {self.c}, weight {self.weight}, gap {self.gap}; {points}"
