"""One resolution: on small data sets networks trained with Mixup look like h_eps at eps = U/8, at every alpha.

U is the median distance between points of different classes.  In 13 or more dimensions networks say of nearly every
training point what the mean of its class says, and h_eps tells nothing more.
"""

from __future__ import annotations

from theory.claim import Assumption, Claim, Finding, Reading, Verdict, register
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.study import Study, interval, told

MOST_DIMENSIONS, LEAST_SETS = 12, 3
CLOSE = 0.1  # mean total variation
LITTLE = 0.02  # how much nearer the best multiple of U may be, cell by cell
MULTIPLES = (0.05, 0.075, 0.1, 0.125, 0.15, 0.2, 0.25)  # of U
ONE = "0.125U"
CLASS_MEANS = "class means"


def low_dimension(study: Study) -> Finding:
    """Three data sets at least, each of at most twelve dimensions."""
    largest = max((cell.dimension for cell in study.cells), default=0)
    holds = len(study.sets) >= LEAST_SETS and largest <= MOST_DIMENSIONS
    return Finding(holds, f"{len(study.sets)} data sets in up to {largest} dimensions")


def serves_all(study: Study) -> Finding:
    """Whether h_eps at U/8 is near, nearer than the means of the classes, and hardly farther than at its best."""
    distance = study.by_set(lambda cell: cell.variation[ONE])
    gained = study.by_set(lambda cell: cell.variation[CLASS_MEANS] - cell.variation[ONE])
    given_up = study.by_set(lambda cell: cell.variation[ONE] - min(cell.variation[f"{c:g}U"] for c in MULTIPLES))
    holds = interval(distance)[1] < CLOSE and interval(gained)[0] > 0 and interval(given_up)[1] < LITTLE
    return Finding(
        holds,
        f"{study}: total variation {told(distance)} at U/8, nearer than class means by {told(gained)}, "
        f"farther than the best multiple by {told(given_up)}",
    )


register(
    Claim(
        id="one-resolution",
        title="One resolution, U/8, serves small data sets of low dimension at every alpha",
        statement=(
            r"On small data sets of at most $12$ dimensions, at $\alpha = 1, 8$ and $1024$, what networks trained with "
            r"Mixup say of their training points is near $h_\epsilon$ at $\epsilon = U/8$, $U$ the median distance "
            r"between points of different classes: the mean total variation is below $0.1$ and below that of the "
            r"networks' means over each class, and less than $0.02$ above that at the best of seven multiples of $U$, "
            r"chosen for each data set and $\alpha$."
        ),
        paper=MIXUP,
        place="Lemma 2.3",
        reading=Reading.OURS,
        instance=Study,
        assumptions=(Assumption("low dimension", "at least three data sets of at most 12 dimensions", low_dimension),),
        conclusion=serves_all,
        expected=Verdict.SUPPORTED,
        tightness=(
            "an observation on networks, not a theorem; 95% bootstrap intervals of means over data sets; the multiples "
            "of U were chosen on sets like these"
        ),
    )
)
