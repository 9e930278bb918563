"""What was measured on a graph, and everything that follows from it: classes, bounds, the vote, denoised labels."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from proofs_check.expansion.bounds import Bound, bounds
from proofs_check.expansion.given import Given
from theory.results.self_training.denoise import Denoised
from theory.results.self_training.flow import Expansion

OWN = 0.5  # what the own pseudo-label counts in a vote: it breaks ties, and no more


@dataclass(frozen=True)
class ClassRow:
    """One class: how many points, and wrong pseudo-labels, it has; its expansion, and a set that attains it."""

    name: str
    points: int
    wrong: int
    constant: Fraction | None
    worst: tuple[int, ...]
    reached: int


@dataclass(frozen=True, repr=False)
class Measured:
    """The flow of each class, and for two classes the cut; all else follows from these and from what was given."""

    given: Given
    flows: tuple[Expansion, ...]
    denoised: Denoised | None

    @property
    def points(self) -> int:
        """How many there are."""
        return self.given.points

    @cached_property
    def wrong(self) -> int:
        """How many pseudo-labels are wrong."""
        return int(self.given.graph.disagreement(self.given.pseudo, self.given.graph.truth))

    @cached_property
    def crossing(self) -> int:
        """How many points have a view in another class."""
        return int(self.given.graph.inconsistency(self.given.graph.truth))

    @property
    def mu(self) -> Fraction:
        """Their share of all points."""
        return Fraction(self.crossing, self.points)

    @property
    def constant(self) -> Fraction | None:
        """The least expansion of all classes; ``None`` if no pseudo-label is wrong."""
        return min((found.constant for found in self.flows if found.constant is not None), default=None)

    @cached_property
    def by_class(self) -> tuple[ClassRow, ...]:
        """All classes, in order."""
        graph = self.given.graph
        rows = []
        for label, found in enumerate(self.flows):
            own = graph.members(label)
            reached = len(graph.neighbourhood(found.worst) & set(own))
            wrong = len(self.given.mistaken(label))
            rows.append(ClassRow(self.given.classes[label], len(own), wrong, found.constant, found.worst, reached))
        return tuple(rows)

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        """What the claims guarantee, in points: first of labels with the least d + 2 R, last of the student if any."""
        return bounds(self.given, self.constant)

    @property
    def guaranteed(self) -> Fraction | None:
        """The largest share of errors of labels with the least d + 2 R, or of the student; ``None`` if unknown."""
        error = self.bounds[0 if self.given.student is None else -1].error
        return None if error is None else error / self.points

    @cached_property
    def vote(self) -> NDArray[np.int64]:
        """The majority of the pseudo-labels of each point's other views, its own pseudo-label in a tie."""
        views, pseudo = self.given.graph.views, np.asarray(self.given.pseudo)
        counts = np.zeros((self.points, self.given.graph.classes))
        x = np.repeat(np.arange(self.points), [len(view) for view in views])
        z = np.concatenate([np.asarray(view) for view in views])
        np.add.at(counts, (x[x != z], pseudo[z[x != z]]), 1.0)
        counts[np.arange(self.points), pseudo] += OWN
        found: NDArray[np.int64] = counts.argmax(axis=1)
        return found

    def errors(self, labels: NDArray[np.int64]) -> int:
        """How many of some labels are wrong."""
        return int((labels != np.asarray(self.given.graph.truth)).sum())

    @property
    def _of_two_classes(self) -> Denoised:
        if self.denoised is None:
            raise ValueError("labels are denoised exactly for two classes only: make the other classes one")
        return self.denoised

    @property
    def denoised_names(self) -> tuple[str | None, ...]:
        """For two classes the label that all minimisers give a point; ``None`` where they differ."""
        cut = self._of_two_classes
        agreed = zip(cut.fewest.tolist(), cut.certain.tolist(), strict=True)
        return tuple(self.given.classes[label] if certain else None for label, certain in agreed)

    @property
    def certain_errors(self) -> int:
        """For two classes how many points have the same wrong label in all minimisers."""
        cut = self._of_two_classes
        return int(((cut.fewest != np.asarray(self.given.graph.truth)) & cut.certain).sum())

    @property
    def truth_objective(self) -> int:
        """d + 2 R of the truth: the wrong pseudo-labels, and twice the points with a view in another class."""
        return self.wrong + 2 * self.crossing
