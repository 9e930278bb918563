"""Theorem 3.5: when the minimiser of the Mixup logistic loss in span X points where the max-margin solution does.

As printed, without a word on the masses of the classes, it is false; with equal masses it is true, and then even the
symmetry of P_f is not needed.
"""

from __future__ import annotations

from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear import LinearMixup, has_minimiser, interpolates
from theory.linear.agreement import agreement, multiple_of
from theory.linear.margin import rational_matrix, signs
from theory.numbers import equal
from theory.results.mixup.paper import MIXUP


def minimisers_are_multiples(instance: LinearMixup) -> Finding:
    """Every minimiser in span X is a positive multiple of the max-margin solution; so if there is none."""
    if not has_minimiser(instance.dataset, instance.mixing):
        return Finding(True, "there is no minimiser")
    return agreement(instance)


def one_minimiser(instance: LinearMixup, exists: bool) -> Finding:
    """Whether there is a minimiser in span X is as ``exists`` says; the loss being strictly convex, there is one."""
    found = has_minimiser(instance.dataset, instance.mixing)
    said = "there is one minimiser" if found else "there is no minimiser: the loss falls for ever along a ray"
    return Finding(found is exists, said)


def max_margin_direction(instance: LinearMixup) -> tuple[Fraction, ...] | None:
    """The max-margin solution; ``None`` where the classes cannot be separated."""
    return instance.max_margin.theta if instance.max_margin else None


minimiser_is_multiple = Conclusion(
    (
        Part("there is one minimiser", one_minimiser, lambda _: True),
        Part("it is a positive multiple of the max-margin solution", multiple_of, max_margin_direction),
    )
)


def max_margin_interpolates(instance: LinearMixup) -> Finding:
    """The max-margin solution has one margin at all points."""
    if instance.max_margin is None:
        return Finding(False, "the classes cannot be separated")
    theta = instance.max_margin.theta
    return Finding(interpolates(theta, instance.dataset), f"max-margin solution ({', '.join(map(str, theta))})")


def equal_masses(instance: LinearMixup) -> Finding:
    """P_X(X_1) = P_X(X_{-1})."""
    first, second = instance.masses
    return Finding(equal(first, second), f"masses {first} and {second}")


def mixes_off_centre(instance: LinearMixup) -> Finding:
    """P_f((0, 1) without 1/2) > 0."""
    return Finding(instance.mixing.mixes_off_centre, str(instance.mixing))


def is_symmetric(instance: LinearMixup) -> Finding:
    """lambda and 1 - lambda have one law."""
    return Finding(instance.mixing.is_symmetric, str(instance.mixing))


def attains_labels(instance: LinearMixup) -> Finding:
    """X theta = y has a solution."""
    rows = instance.dataset.exact_points
    extended = [[*row, Fraction(y)] for row, y in zip(rows, signs(instance.dataset), strict=True)]
    ranks = rational_matrix(rows).rank(), rational_matrix(extended).rank()
    return Finding(ranks[0] == ranks[1], f"rank {ranks[0]}, with the labels {ranks[1]}")


INTERPOLATION = Assumption("interpolation", "the max-margin solution interpolates", max_margin_interpolates)
SYMMETRY = Assumption("symmetry", r"$P_f$ is symmetric", is_symmetric)
EQUAL_MASSES = Assumption("equal masses", r"$P_X(X_1) = P_X(X_{-1})$", equal_masses)
OFF_CENTRE = Assumption("off-centre mixing", r"$P_f((0,1) \setminus \{1/2\}) > 0$", mixes_off_centre)
ATTAINED_LABELS = Assumption("attained labels", r"$X\theta = y$ has a solution", attains_labels)

register(
    Claim(
        id="theorem-3.5-printed",
        title="Where max-margin interpolates, Mixup has its direction, whatever the class masses",
        statement=(
            r"If the max-margin solution interpolates and $P_f$ is symmetric, then every minimiser of the Mixup "
            r"logistic loss in span $X$ is a multiple of the max-margin solution."
        ),
        paper=MIXUP,
        place="Theorem 3.5",
        whole_read=True,
        instance=LinearMixup,
        assumptions=(INTERPOLATION, SYMMETRY),
        conclusion=minimisers_are_multiples,
        expected=Verdict.REFUTED,
        repaired_by="theorem-3.5",
    )
)

register(
    Claim(
        id="theorem-3.5",
        title="Where max-margin interpolates and the classes have equal mass, Mixup has its direction",
        statement=(
            r"If the max-margin solution interpolates, $P_f((0,1) \setminus \{1/2\}) > 0$, and "
            r"$P_X(X_1) = P_X(X_{-1})$ (weights within a class are arbitrary), then the Mixup logistic loss has "
            r"exactly one minimiser in span $X$, and it is a positive multiple of the max-margin solution. "
            r"($P_f$ need not be symmetric.)"
        ),
        paper=MIXUP,
        place="Theorem 3.5",
        reading=Reading.OURS,
        instance=LinearMixup,
        assumptions=(INTERPOLATION, EQUAL_MASSES, OFF_CENTRE),
        conclusion=minimiser_is_multiple,
        expected=Verdict.PROVED,
        repairs="theorem-3.5-printed",
        tightness="every assumption is needed",
    )
)
