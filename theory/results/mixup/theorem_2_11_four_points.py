"""Four points: the only other set with their midpoints is their reflection in the mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.midpoints import midpoints
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_2_11_all_data import MULTIPLICITIES, SAME_SET, Rivals, Row, shown


def reflection(points: tuple[Row, ...]) -> tuple[Row, ...]:
    """x -> sigma/2 - x for four points of sum sigma: their reflection in the mean.

    >>> from theory.results.mixup.theorem_2_11_all_data import line
    >>> [str(x) for x, in reflection(line(0, 1, 2, 4))]
    ['-1/2', '3/2', '5/2', '7/2']
    """
    sums = [sum(column) for column in zip(*points, strict=True)]
    return tuple(sorted(tuple(s / 2 - x for s, x in zip(sums, row, strict=True)) for row in points))


def is_one_of(rivals: Rivals, candidates: Sequence[tuple[Row, ...]]) -> Finding:
    """Whether the rival is one of these multisets of points."""
    return Finding(rivals.rival in candidates, str(rivals))


def has_the_midpoints(rivals: Rivals, other: tuple[Row, ...]) -> Finding:
    """Whether other points have the same multiset of midpoints."""
    same = Counter(midpoints(rivals.points)) == Counter(midpoints(other))
    return Finding(same, f"{shown(other)} has {'the same' if same else 'other'} midpoints")


same_or_reflected = Conclusion(
    (
        Part("no other points", is_one_of, lambda rivals: (rivals.points, reflection(rivals.points))),
        Part("the reflection has them", has_the_midpoints, lambda rivals: reflection(rivals.points)),
    )
)


def _four(rivals: Rivals) -> Finding:
    return Finding(rivals.m == 4, f"m = {rivals.m}")


FOUR = Assumption("four points", "$m = 4$", _four)

register(
    Claim(
        id="theorem-2.11-four-points",
        title="Four points share their midpoints with their reflection in the mean, and with no other points",
        statement=(
            r"Four points of $R^n$ of sum $\sigma$ and their images under $x \mapsto \sigma/2 - x$ have the same "
            r"midpoints; no other four points have them. The two sets are one iff the points are centrally symmetric."
        ),
        paper=MIXUP,
        place="Theorem 2.11",
        reading=Reading.OURS,
        instance=Rivals,
        assumptions=(SAME_SET, MULTIPLICITIES, FOUR),
        conclusion=same_or_reflected,
        expected=Verdict.PROVED,
        tightness="both sets do occur",
    )
)
