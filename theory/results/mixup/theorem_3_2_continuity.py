"""Theorem 3.2 and the margin of Section 3: when h is continuous at a mixed point, and its value on one segment."""

from __future__ import annotations

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.geometry import dot, subtract
from theory.incidence import Incidence, incidences
from theory.numbers import Number, Truth, certain, conjunction, equal, equivalent, is_undefined, less, less_equal
from theory.optimal.exact import OFF_X_MIX
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_3_2 import (
    NO_DATA_POINT,
    ON_SUPPORT,
    STANDARD,
    MixedPoint,
    agree,
    gives_class,
    is_continuous,
    limit_at,
    line_mean,
    lines,
)


def continuous(instance: MixedPoint, stated: Truth) -> Finding:
    """Whether h is continuous at x as ``stated``."""
    found = is_continuous(instance)
    return Finding(equivalent(found.holds, stated), found.witness)


def one_mean_label(instance: MixedPoint) -> Truth:
    """Whether all lines that carry segments through x have the same mean label."""
    means = [line_mean(instance, group) for group in lines(instance)]
    return conjunction(*(agree(mean, means[0]) for mean in means[1:]))


continuity_criterion = Conclusion((Part("continuous exactly if the means agree", continuous, one_mean_label),))


def only_segment(instance: MixedPoint) -> Finding:
    """x lies on the open segment of one pair with an end in class i, and meets nothing else."""
    pairs = {frozenset((i, j)) for i, j, _ in incidences(instance.dataset, instance.x)}
    codes = instance.dataset.codes
    good = len(pairs) == 1 and all(len({codes[k] for k in pair}) == 2 for pair in pairs)
    good = good and any(codes[k] == instance.code for pair in pairs for k in pair)
    return Finding(good, f"{len(pairs)} pairs meet x")


def segment_from_class(instance: MixedPoint) -> Incidence | None:
    """The first segment through x that has its end s in class i and t not: (s, t, lambda)."""
    codes = instance.dataset.codes
    met = incidences(instance.dataset, instance.x)
    return next((m for m in met if codes[m[0]] == instance.code and codes[m[1]] != instance.code), None)


def has_share(instance: MixedPoint, lam: Number | None) -> Finding:
    """Whether h^i(x) is ``lam``."""
    if lam is None:
        return Finding(False, "no segment from class i meets x")
    share = limit_at(instance)[instance.code]
    if is_undefined(share):
        return Finding(False, OFF_X_MIX)
    return Finding(equal(share, lam), f"h^i(x) = {share}, lambda = {lam}")


def wins(instance: MixedPoint, stated: bool) -> Finding:
    """Whether class i wins at x as ``stated``."""
    found = gives_class(instance)
    return Finding(equivalent(found.holds, stated), found.witness)


def nearer_to_class(instance: MixedPoint) -> bool:
    """Whether x is on the half of s: nearer to it than to t."""
    met = segment_from_class(instance)
    if met is None:
        return False
    to_s, to_t = (subtract(instance.dataset.exact_points[k], instance.x) for k in met[:2])
    return certain(less(dot(to_s, to_s), dot(to_t, to_t)))


def _own_weight(instance: MixedPoint) -> Number | None:
    met = segment_from_class(instance)
    return None if met is None else met[2]


half_distance = Conclusion(
    (
        Part("h^i = lambda", has_share, _own_weight),
        Part("class i wins exactly on the half of s", wins, nearer_to_class),
    )
)


def within_half_distance(instance: MixedPoint) -> Finding:
    """x is no farther from X_i than half the least distance from X_i to another class."""
    data, codes = instance.dataset, instance.dataset.codes
    own = [p for p, code in zip(data.exact_points, codes, strict=True) if code == instance.code]
    others = [p for p, code in zip(data.exact_points, codes, strict=True) if code != instance.code]
    if not others:
        return Finding(True, "there is no other class")
    nearest = min(dot(v, v) for v in (subtract(p, instance.x) for p in own))
    least = min(dot(v, v) for v in (subtract(p, q) for p in own for q in others))
    text = f"squared distance {nearest} from the class, whose squared distance to another is {least}"
    return Finding(less_equal(4 * nearest, least), text)


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
        paper=MIXUP,
        place="Theorem 3.2",
        reading=Reading.OURS,
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
            r"For every $P_f$ that charges $\lambda$ or $1 - \lambda$: if $x = \lambda s + (1-\lambda) t$, "
            r"$s \in X_i$, $t \notin X_i$, meets no other segment and no data point, $h^i(x) = \lambda$: class $i$ "
            r"wins exactly on the half of $s$."
        ),
        paper=MIXUP,
        place="Section 3",
        reading=Reading.OURS,
        instance=MixedPoint,
        assumptions=(ON_SUPPORT, ALONE),
        conclusion=half_distance,
        expected=Verdict.PROVED,
        tightness="an equality",
        repairs="margin-half-distance-printed",
    )
)
register(
    Claim(
        id="margin-half-distance-printed",
        title="Class i reaches no farther than half the least distance between the classes",
        statement=(
            r"If $h$ gives $x$ class $i$, then $x$ is within $\min_j d(X_i, X_j)/2$ of $X_i$ (the printed "
            r"“distance up to”, read as a supremum)."
        ),
        paper=MIXUP,
        place="Section 3",
        whole_read=True,
        instance=MixedPoint,
        assumptions=(STANDARD, ON_SUPPORT, Assumption("class i", "$h$ gives $x$ class $i$", gives_class)),
        conclusion=within_half_distance,
        expected=Verdict.REFUTED,
        repaired_by="margin-half-distance",
    )
)
