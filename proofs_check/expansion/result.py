"""A measured expansion to hold: one screen of text, a table of points, JSON with its certificate, and the page."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from proofs_check.expansion.bounds import Bound, bounds
from proofs_check.expansion.given import Given
from proofs_check.support.files import write_text
from proofs_check.support.letters import printable
from theory.results.self_training.denoise import Denoised
from theory.results.self_training.flow import Expansion

if TYPE_CHECKING:
    import pandas as pd

WIDTH, CLASSES, REMARKS = 110, 10, 3  # of the text that a prompt shows
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
class Result:
    """What :func:`proofs_check.expansion.expansion` found: the flow of each class, and for two classes the cut.

    Everything else follows from these and from what was given.

    Examples
    --------
    >>> from proofs_check.expansion import expansion
    >>> found = expansion([(0, 1), (1, 2)], list("baac"), list("aaac"), undirected=True)
    >>> found.by_class[0]
    ClassRow(name='a', points=3, wrong=1, constant=Fraction(3, 1), worst=(0,), reached=3)
    >>> found.to_frame()
      truth pseudo vote  worst
    0     a      b    a   True
    1     a      a    a  False
    2     a      a    a  False
    3     c      c    c  False
    """

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
    def denoised_names(self) -> tuple[str | None, ...]:
        """For two classes the label that all minimisers give a point; ``None`` where they differ."""
        if self.denoised is None:
            raise ValueError("labels are denoised exactly for two classes only")
        agreed = zip(self.denoised.fewest.tolist(), self.denoised.certain.tolist(), strict=True)
        return tuple(self.given.classes[label] if certain else None for label, certain in agreed)

    @property
    def certain_errors(self) -> int:
        """For two classes how many points have the same wrong label in all minimisers."""
        if self.denoised is None:
            raise ValueError("labels are denoised exactly for two classes only")
        wrong = self.denoised.fewest != np.asarray(self.given.graph.truth)
        return int((wrong & self.denoised.certain).sum())

    @property
    def truth_objective(self) -> int:
        """d + 2 R of the truth: the wrong pseudo-labels, and twice the points with a view in another class."""
        return self.wrong + 2 * self.crossing

    def __repr__(self) -> str:
        from proofs_check.expansion import words

        lines = [words.header(self), words.verdict(self)]
        lines += [f"Noticed: {remark}." for remark in self.given.remarks[:REMARKS]]
        lines += [words.class_line(row) for row in self.by_class[:CLASSES]]
        lines += [f"and {len(self.by_class) - CLASSES} more classes"] * (len(self.by_class) > CLASSES)
        lines += [*words.bound_lines(self), *words.comparison(self), words.SCOPE[0]]
        lines.append("Methods: to_frame(), to_json(), save_html(path)")
        wrapped = [part for line in lines for part in textwrap.wrap(line, WIDTH, subsequent_indent="  ", max_lines=5)]
        return "\n".join(map(printable, wrapped))

    def to_frame(self) -> pd.DataFrame:
        """One row a point: ``truth``, ``pseudo``, ``vote``, for two classes ``denoised`` (missing where minimisers
        differ), and whether it is in the ``worst`` set of its class.
        """
        import pandas as pd

        names, given = np.asarray(self.given.classes, dtype=object), self.given
        columns = {"truth": names[list(given.graph.truth)], "pseudo": names[list(given.pseudo)]}
        columns["vote"] = names[self.vote]
        if self.denoised is not None:
            columns["denoised"] = np.array(self.denoised_names, dtype=object)
        worst = {x for found in self.flows for x in found.worst}
        return pd.DataFrame(columns | {"worst": [x in worst for x in range(self.points)]})

    def to_json(self) -> str:
        """The published form with the certificate, from which ``recheck`` establishes it again; see ``schema.json``."""
        from proofs_check.expansion import machine

        return machine.as_text(machine.as_dict(self))

    def save_html(self, path: str | Path, source: str = "the graph") -> Path:
        """Write the page, which calls the data ``source``.  Raises ``OSError`` where that is impossible."""
        from proofs_check.expansion import page

        write_text(Path(path), page.html(self, source))
        return Path(path)
