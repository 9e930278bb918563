"""Theorem 2.7 for every weight p of the outer points: up to 1 - sqrt(2)/2 no alpha makes the middle point fail."""

from __future__ import annotations

import sympy as sp

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.numbers import Exact, Truth, equal, equivalent, less, less_equal
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_2_7 import ThreePoints, mass_gap, misclassified
from theory.results.mixup.theorem_2_7_phase_boundary import CRITICAL_WEIGHT_OF_ALL, beyond

CRITICAL_WEIGHT: sp.Expr = 1 - sp.sqrt(2) / 2  # where sqrt(2) p = 1 - 2p


def critical_weight(epsilon: Exact) -> Exact:
    """The greatest outer weight at which the point 1 is right at every finite alpha.

    >>> from fractions import Fraction
    >>> critical_weight(Fraction(1, 2)), critical_weight(Fraction(2))
    (1 - sqrt(2)/2, Fraction(1, 4))
    """
    return CRITICAL_WEIGHT_OF_ALL if less(1, epsilon) else CRITICAL_WEIGHT


def predicted(instance: ThreePoints) -> Truth:
    """What the claim says of the point 1: ``True`` for failure."""
    if less_equal(instance.outer_weight, critical_weight(instance.epsilon)):
        return False
    return beyond(instance) if less(instance.epsilon, 1) else True


def fails(instance: ThreePoints, stated: Truth) -> Finding:
    """Whether h_eps itself misclassifies the point 1 as ``stated``."""
    found = misclassified(instance)
    text = f"{found.witness}; predicted: {'failure' if stated else 'no failure'}"
    return Finding(equivalent(found.holds, stated), text)


def ties(instance: ThreePoints, stated: bool | None) -> Finding:
    """Whether the two classes have equal mass as ``stated``; where nothing is stated, nothing can be wrong."""
    if stated is None:
        return Finding(True)
    tie = equal(mass_gap(instance), 0)
    return Finding(equivalent(tie, stated), "the classes tie" if tie else "the classes do not tie")


def tie_at_critical_weight(instance: ThreePoints) -> bool | None:
    """From epsilon = 1 on the classes tie exactly at the critical weight; below 1 nothing is stated."""
    if less(instance.epsilon, 1):
        return None
    return equal(instance.outer_weight, critical_weight(instance.epsilon))


fails_as_predicted = Conclusion(
    (
        Part("misclassified exactly where predicted", fails, lambda instance: predicted(instance)),
        Part("a tie at the critical weight", ties, tie_at_critical_weight),
    )
)


register(
    Claim(
        id="theorem-2.7-critical-weight",
        title="Up to the outer weight 1 - sqrt(2)/2 the middle point is right at every alpha",
        statement=(
            r"Three-point line, outer weights $p$, $\lambda \sim$ Beta$(\alpha, \alpha)$, $\alpha < \infty$. For "
            r"$\epsilon < 1$: if $p \le 1 - \sqrt{2}/2$ the point $1$ is never misclassified, else exactly for "
            r"$\alpha > \alpha^*(\epsilon, p)$, which is finite. For $\epsilon = 1$: exactly if $p > 1 - \sqrt{2}/2$, "
            rf"with a tie at equality. For $\epsilon > 1$: exactly if $p > {CRITICAL_WEIGHT_OF_ALL}$."
        ),
        paper=MIXUP,
        place="Theorem 2.7",
        reading=Reading.OURS,
        instance=ThreePoints,
        conclusion=fails_as_predicted,
        expected=Verdict.PROVED,
        tightness="an equivalence in every case",
    )
)
