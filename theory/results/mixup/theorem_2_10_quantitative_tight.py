"""Theorem 2.10 at a given resolution: no better bound depends on eps/d alone, by instances that come near it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.clearances import distance_to_other_class, exact_clearance
from theory.dataset import LabeledDataset
from theory.instances import make_exact
from theory.mixing import Discrete, Midpoint
from theory.numbers import Number, conjunction, equal, less
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_2_10_quantitative import QUANTITATIVE, Resolution, masses_at


@dataclass(frozen=True)
class Tolerance:
    """A resolution ``ratio`` = eps/d in (0, 1], and how near to the bound (``gap``) an instance shall come.

    Raises ``ValueError`` for irrational numbers.
    """

    ratio: Fraction
    gap: Fraction

    def __post_init__(self) -> None:
        make_exact(self, "ratio", "gap", rational=True)

    def __str__(self) -> str:
        return f"eps/d = {self.ratio}, gap {self.gap}"


def light_weight(gap: Number) -> Number:
    """The weight p of the point 0 in :func:`extremal`: less than half the gap."""
    return gap / 4


def extremal(target: Tolerance) -> Resolution:
    """Two points 0 and 1 of different classes, d = 1; 0 weighs little, and P_f puts its mass where it hurts most.

    eps/d <= 1/2: atoms at eta and 1 - eta, eta just below eps, so that the mixes (0, 1) with lambda = 1 - eta are
    barely inside the ball about 0.  eps/d > 1/2: midpoint Mixup.

    >>> print(extremal(Tolerance(Fraction(1, 2), Fraction(1, 5))))
    X_1 = {0}, X_2 = {1}, weights (1/20, 19/20), λ ~ Discrete({9/20: 1/2, 11/20: 1/2}), point 0, ε = 1/2
    """
    p = light_weight(target.gap)
    data = LabeledDataset([[0], [1]], [1, 2], [p, 1 - p])
    if target.ratio > Fraction(1, 2):
        return Resolution(data, Midpoint(), 0, target.ratio)
    eta = outer_atom(target.ratio, target.gap)
    return Resolution(data, Discrete({eta: Fraction(1, 2), 1 - eta: Fraction(1, 2)}), 0, target.ratio)


def outer_atom(ratio: Number, gap: Number) -> Number:
    """eta, below eps = ratio by the part min(gap, 1)/2 of it."""
    return ratio * (1 - gap / 2)


def _comes_near(target: Tolerance, instance: Resolution | None) -> Finding:
    """Whether an instance meets the assumptions at this ratio, its h_eps above the bound by less than the gap."""
    if instance is None:
        return Finding(False, "no h_eps is on the bound or below it")
    assumed = [a.predicate(instance).holds for a in QUANTITATIVE.assumptions]
    own, other = masses_at(instance)
    above = own / (own + other) - max(Fraction(1, 2), 1 - target.ratio)
    square, _ = distance_to_other_class(instance.dataset, instance.index)
    stated = (
        instance.mixing.is_symmetric,
        equal(exact_clearance(instance.dataset, instance.index).squared, square),  # the clearance is d
        equal(instance.epsilon**2, target.ratio**2 * square),
    )
    holds = conjunction(*assumed, *stated, less(0, above), less(above, target.gap))
    return Finding(holds, f"{instance}: h_eps is {above} above the bound")


def _extremal_or_none(target: Tolerance) -> Resolution | None:
    return extremal(target) if target.gap > 0 else None


register(
    Claim(
        id="theorem-2.10-quantitative-tight",
        title="No better bound than max(1/2, 1 - eps/d) depends on eps/d alone",
        statement=(
            r"For every ratio $\epsilon/d \in (0, 1]$ and every gap in $(0, 1]$ some data, weights and symmetric $P_f$ "
            r"have clearance $d \ge \epsilon$ and $h_\epsilon^i(x) < \max(1/2, 1 - \epsilon/d)$ + gap."
        ),
        paper=MIXUP,
        place="Theorem 2.10",
        reading=Reading.OURS,
        instance=Tolerance,
        assumptions=(
            Assumption("ratio in (0, 1]", r"$0 < \epsilon/d \le 1$", lambda t: Finding(0 < t.ratio <= 1)),
            Assumption("gap in (0, 1]", "the gap is in $(0, 1]$", lambda t: Finding(0 < t.gap <= 1)),
        ),
        conclusion=Conclusion((Part("nearer than the gap", _comes_near, _extremal_or_none),)),
        expected=Verdict.PROVED,
        tightness="the lower bound of theorem-2.10-quantitative is an infimum at every ratio",
    )
)
