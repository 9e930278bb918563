"""Theorem 3.2 and the margin of Section 3: when h is continuous at a mixed point, and its value on one segment."""

from __future__ import annotations

from theory.claim import PAPER, Assumption, Claim, Finding, Verdict, register
from theory.incidence import incidences
from theory.numbers import conjunction, equal
from theory.results.theorem_3_2 import (
    NO_DATA_POINT,
    ON_SUPPORT,
    SOURCE,
    STANDARD,
    MixedPoint,
    agree,
    is_continuous,
    limit_at,
    line_mean,
    lines,
)


def continuity_criterion(instance: MixedPoint) -> Finding:
    """Continuous at x if and only if all lines have the same mean label."""
    means = [line_mean(instance, group) for group in lines(instance)]
    same = conjunction(*(agree(mean, means[0]) for mean in means[1:]))
    continuous = is_continuous(instance)
    return Finding(None if None in (same, continuous.holds) else same is continuous.holds, continuous.witness)


def only_segment(instance: MixedPoint) -> Finding:
    """x lies on the open segment of one pair with an end in class i, and meets nothing else."""
    pairs = {frozenset((i, j)) for i, j, _ in incidences(instance.dataset, instance.x)}
    codes = instance.dataset.codes
    good = len(pairs) == 1 and all(len({codes[k] for k in pair}) == 2 for pair in pairs)
    good = good and any(codes[k] == instance.code for pair in pairs for k in pair)
    return Finding(good, f"{len(pairs)} pairs meet x")


def half_distance(instance: MixedPoint) -> Finding:
    """h^i(x) = lambda, the weight of the end in class i; so x has class i exactly on that end's half."""
    h, codes = limit_at(instance), instance.dataset.codes
    for i, j, lam in incidences(instance.dataset, instance.x):
        if codes[i] == instance.code and codes[j] != instance.code:
            share = h[instance.code]
            return Finding(share == share and equal(share, lam), f"h^i(x) = {share}, lambda = {lam}")
    return Finding(False, "no segment from class i meets x")


ALONE = Assumption(
    "one segment only", r"$x$ is in the open segment of $s \in X_i$ and $t \notin X_i$ and no other", only_segment
)


register(
    Claim(
        id="theorem-3.2-continuity",
        title="h is continuous at a mixed point iff all lines through it have one mean label",
        statement=(
            r"For standard $f$ and $x \in X_{mix} \setminus X$, $h|_{X_{mix}}$ is continuous at $x$ iff the weighted "
            r"mean labels of all lines that carry segments through $x$ coincide."
        ),
        source=f"ours, after {SOURCE}",
        instance=MixedPoint,
        assumptions=(STANDARD, ON_SUPPORT, NO_DATA_POINT),
        conclusion=continuity_criterion,
        expected=Verdict.PROVED,
        repairs="theorem-3.2-continuity-printed",
        tightness="an equivalence",
    )
)
register(
    Claim(
        id="margin-half-distance",
        title="On an uncrossed segment h is linear: the margin is half the distance",
        statement=(
            r"If $x = \lambda s + (1-\lambda) t$, $s \in X_i$, $t \notin X_i$, meets no other segment and no data "
            r"point, then $h^i(x) = \lambda$: class $i$ wins exactly on the half of $s$."
        ),
        source=f"ours, after {PAPER}, Section 3",
        instance=MixedPoint,
        assumptions=(STANDARD, ALONE),
        conclusion=half_distance,
        expected=Verdict.PROVED,
        tightness="an equality",
    )
)
