"""Which training points will networks trained with Mixup get wrong?  The lead of h_eps at .2 U ranks them first.

The lead of a point is h_eps of its own class less the largest h_eps of another one; U is the median distance between
points of different classes.
"""

from __future__ import annotations

from theory.claim import Assumption, Claim, Finding, Reading, Verdict, register
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.study import Study, interval, told

LEAST_POINTS, LEAST_SETS = 3, 3
GOOD = 0.9
LEAD = "lead at .2U"
BASELINES = ("ERM margin", "held out", "neighbours", "other class", "majority clearance", "clearance")


def enough(study: Study) -> Finding:
    """Three data sets at least, with three misfit points at least in each cell."""
    fewest = min((cell.misfit for cell in study.cells), default=0)
    holds = len(study.sets) >= LEAST_SETS and fewest >= LEAST_POINTS
    return Finding(holds, f"{len(study.sets)} data sets, {fewest} or more misfit points in each cell")


def ranks_first(study: Study) -> Finding:
    """Whether the lead's interval lies above .9, and those of its differences from every other ranking above 0."""
    lead = study.by_set(lambda cell: cell.auroc[LEAD])
    over = {name: lead - study.by_set(lambda cell: cell.auroc[name]) for name in BASELINES}  # noqa: B023
    least = min(over, key=lambda name: interval(over[name])[0])
    holds = interval(lead)[0] > GOOD and all(interval(each)[0] > 0 for each in over.values())
    return Finding(holds, f"{study}: AUROC {told(lead)}; above the nearest rival, {least}, by {told(over[least])}")


register(
    Claim(
        id="audit-ranks-misfits",
        title="The lead of h at .2 U ranks the training points that Mixup networks get wrong",
        statement=(
            r"On small data sets, at $\alpha = 1, 8$ and $1024$, rank the training points by $h_\epsilon$ of their own "
            r"class less the largest $h_\epsilon$ of another one, at $\epsilon = 0.2\,U$, $U$ the median distance "
            r"between points of different classes. Points that most networks trained with Mixup get wrong, and most "
            r"trained without get right, come before the others: the mean AUROC is above $0.9$, and above those of the "
            r"margin of a network trained without Mixup, held-out confidence, the disagreement of ten neighbours, the "
            r"distance to the other classes and both clearances."
        ),
        paper=MIXUP,
        place="Lemma 2.3",
        reading=Reading.OURS,
        instance=Study,
        assumptions=(Assumption("enough", "at least three data sets with three such points in every cell", enough),),
        conclusion=ranks_first,
        expected=Verdict.SUPPORTED,
        tightness=(
            "an observation on networks, not a theorem; 95% bootstrap intervals of means over data sets; a second "
            "network ranks better"
        ),
    )
)
