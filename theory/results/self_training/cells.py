"""Where a student's mistakes are: the argument that all theorems on pseudo-labels under expansion share.

A class falls into cells by three questions: is the pseudo-label right, is the student's label, is the student
consistent?  Expansion bounds one cell, the consistent points that both get wrong, by others.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.results.self_training.flow import expansion
from theory.results.self_training.papers import WEI_2021
from theory.results.self_training.views import SelfTraining

THEOREM = "Theorem 4.3"


@dataclass(frozen=True)
class Cells:
    """Masses in one class, or in all: ``both`` wrong and consistent, ``fresh``: only the student wrong, consistent,
    ``inconsistent``, and ``hidden``: wrong pseudo-labels at inconsistent points.
    """

    both: Fraction
    fresh: Fraction
    inconsistent: Fraction
    hidden: Fraction


def cells(training: SelfTraining, label: int | None = None) -> Cells:
    """The cells of one class; of all classes without ``label``."""
    graph, student, pseudo = training.graph, training.student, training.pseudo
    points = graph.support if label is None else graph.members(label)
    consistent = {x for x in points if graph.consistent(x, student)}
    wrong = {x for x in points if pseudo[x] != graph.truth[x]}
    mistakes = {x for x in consistent if student[x] != graph.truth[x]}
    return Cells(
        both=graph.weigh(mistakes & wrong),
        fresh=graph.weigh(mistakes - wrong),
        inconsistent=graph.weigh(set(points) - consistent),
        hidden=graph.weigh(wrong - consistent),
    )


def expansion_constant(training: SelfTraining) -> Fraction | None:
    """The largest c for which the wrong pseudo-labels expand, over all classes; ``None`` if there are none."""
    graph = training.graph
    found = [
        expansion(graph.mass, graph.views, graph.members(i), training.mistaken(i)).constant
        for i in range(graph.classes)
    ]
    return min((constant for constant in found if constant is not None), default=None)


def expands(training: SelfTraining) -> Finding:
    """P(N(V) ∩ class i) >= c P(V) for every class i and every V of wrong pseudo-labels in it."""
    try:
        constant = expansion_constant(training)
    except ValueError as error:  # the flows are too large
        return Finding(None, str(error))
    if constant is None:
        return Finding(True, "there is no wrong pseudo-label")
    return Finding(constant >= training.c, f"wrong pseudo-labels expand by {constant}; c = {training.c}")


def multiplied(training: SelfTraining, factor: Fraction) -> Finding:
    """In every class ``factor`` times the mass that both get wrong is at most that of the two other cells."""
    for i in range(training.graph.classes):
        found = cells(training, i)
        if factor * found.both > found.fresh + found.inconsistent:
            text = f"in class {i}, {factor} times {found.both} is above {found.fresh} + {found.inconsistent}"
            return Finding(False, text)
    return Finding(True, f"{factor} times the mass that both get wrong is at most that of the two other cells")


def differs_at_least(training: SelfTraining, bound: Fraction) -> Finding:
    """d(G) is at least ``bound``."""
    found = training.graph.disagreement(training.student, training.pseudo)
    return Finding(found >= bound, f"the student differs from the pseudo-labels on {found}; the bound is {bound}")


def errs_at_most(training: SelfTraining, bound: Fraction) -> Finding:
    """Err(G) is at most ``bound``."""
    return Finding(training.error <= bound, f"the student errs on {training.error}; the bound is {bound}")


def unchanged_or_corrected(training: SelfTraining) -> Fraction:
    """Consistent mistakes of the student only, and wrong pseudo-labels that it corrects consistently."""
    found = cells(training)
    return found.fresh + training.pseudo_error - found.hidden - found.both


def three_cells(training: SelfTraining) -> Fraction:
    """The three cells that can hold mistakes."""
    found = cells(training)
    return found.both + found.fresh + found.inconsistent


EXPANDS = Assumption(
    "expansion",
    r"$P(N(V) \cap \text{class } i) \ge c\,P(V)$ for every class $i$ and every $V$ of wrong pseudo-labels in it",
    expands,
)

register(
    Claim(
        id="self-training-cells",
        title="Consistent mistakes on wrong pseudo-labels are outnumbered by other mistakes and inconsistent points",
        statement=(
            r"Let wrong pseudo-labels expand by $c > 1$ inside their class. For all labels $G$, in every class "
            r"$(c-1)\,v \le g + r$: $v$ is the mass where $G$ is consistent, and both $G$ and the pseudo-label are "
            r"wrong, $g$ that where $G$ is consistent and only $G$ is wrong, $r$ that where $G$ is not consistent. "
            r"Moreover $d(G) \ge g + a - b - v$ and $\mathrm{Err}(G) \le v + g + r$, $a$ the mass of the wrong "
            r"pseudo-labels, $b \le r$ of those where $G$ is not consistent."
        ),
        paper=WEI_2021,
        place=THEOREM,
        reading=Reading.OURS,
        instance=SelfTraining,
        assumptions=(EXPANDS,),
        conclusion=Conclusion(
            (
                Part("outnumbered", multiplied, lambda training: training.c - 1),
                Part("distance to the pseudo-labels", differs_at_least, unchanged_or_corrected),
                Part("mistakes", errs_at_most, three_cells),
            )
        ),
        expected=Verdict.PROVED,
        tightness="each part is attained",
    )
)
