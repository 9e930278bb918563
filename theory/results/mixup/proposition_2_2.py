"""Proposition 2.2: the pointwise limit of the Mixup-optimal constants minimises the Mixup risk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Verdict, register
from theory.dataset import LabeledDataset
from theory.mixing import Mixing
from theory.numbers import Exact, Number, ball, equal, is_positive, less
from theory.optimal.risk import Place, mixed_labels
from theory.results.mixup.paper import MIXUP


@dataclass(frozen=True)
class StepClassifier:
    """One probability vector where x_1 <= ``cut``, and another beyond."""

    cut: Exact
    below: tuple[Exact, ...]
    beyond: tuple[Exact, ...]

    def __call__(self, x: Place) -> tuple[Exact, ...]:
        """The vector at x."""
        return self.beyond if less(self.cut, x[0]) else self.below


@dataclass(frozen=True, eq=False)
class CompetitorInstance:
    """Data, a mixing distribution, and a competitor of h: exact x -> one number for each class."""

    dataset: LabeledDataset
    mixing: Mixing
    competitor: Callable[[Place], Sequence[Exact]]
    name: str

    def __str__(self) -> str:
        return f"{self.dataset}, P_f = {self.mixing}, competitor: {self.name}"


def divergence(h: Sequence[Number], g: Sequence[Number]) -> Number:
    """sum_i h_i log(h_i/g_i) as a ball: what g costs more than h where the mixed label has the mean h; 0 if g = h.

    It has no value, NaN, where a sign that it depends on is in doubt.
    """
    total = flint.arb(0)
    for p, q in zip(h, g, strict=True):
        if is_positive(p) is False or equal(p, q) is True:
            continue
        if None in (signs := (is_positive(p), is_positive(q))):
            return flint.arb("nan")
        if signs[1] is False:
            return flint.arb("inf")
        total += ball(p) * (ball(p) / ball(q)).log()
    return total


def mean_labels(instance: CompetitorInstance) -> dict[Place, list[Exact]]:
    """h of a law of atoms: the mean mixed label at each of the finitely many mixed points."""
    masses = mixed_labels(instance.dataset, instance.mixing)
    return {z: [m / sum(each) for m in each] for z, each in masses.items()}


def _no_worse(instance: CompetitorInstance, classifier: Mapping[Place, Sequence[Exact]]) -> Finding:
    """Whether J_mix of the competitor is at least that of ``classifier``, over the mixed points of a law of atoms."""
    if not instance.mixing.atoms:
        return Finding(None, "decided for laws of atoms only")
    excess = flint.arb(0)
    for z, masses in mixed_labels(instance.dataset, instance.mixing).items():
        mean = [m / sum(masses) for m in masses]
        worse = divergence(mean, list(instance.competitor(z))) - divergence(mean, list(classifier[z]))
        excess += ball(sum(masses)) * worse
    holds = True if excess >= 0 else (False if excess < 0 else None)
    return Finding(holds, f"J_mix(competitor) - J_mix(classifier) = {excess.str(8)}")


def _values_in_simplex(instance: CompetitorInstance) -> Finding:
    places = mixed_labels(instance.dataset, instance.mixing)
    for z in places or instance.dataset.exact_points:
        values = list(instance.competitor(z))
        wrong = len(values) != instance.dataset.n_classes or any(less(v, 0) for v in values)
        if wrong or not equal(sum(values), Fraction(1)):
            return Finding(False, f"its values at {z} are {values}")
    return Finding(True, "its values are probability vectors")


register(
    Claim(
        id="proposition-2.2",
        title="The pointwise limit minimises the Mixup risk",
        statement=r"On finite data $h=\lim_{\epsilon\to0}h_\epsilon$, which exists for almost every mixed input, is "
        r"the mean mixed label given it, and $J_{mix}(h)\le J_{mix}(g)$ for every measurable $g$ with "
        r"values in the simplex.",
        paper=MIXUP,
        place="Proposition 2.2",
        instance=CompetitorInstance,
        assumptions=(Assumption("simplex", "the competitor takes probability vectors as values", _values_in_simplex),),
        conclusion=Conclusion((Part("no competitor is better", _no_worse, mean_labels),)),
        expected=Verdict.PROVED,
        tightness="equality iff g = h almost everywhere",
    )
)
