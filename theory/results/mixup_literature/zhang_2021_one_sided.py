"""Mixup with hard labels: the same loss in expectation, with another law of lambda.

Ours, after the first step of the second-order lemma of Zhang et al. 2021 as we recall it; known before from a note of
F. Huszar of 2017.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.geometry import Places, mix, same_location
from theory.mixing import Discrete
from theory.mixing.moments import one_sided
from theory.numbers import Exact, exact
from theory.optimal.risk import Place
from theory.results.mixup_literature.papers import ZHANG_2021

Weighted = tuple[Place, Exact, Exact]  # a place, a label and their probability


@dataclass(frozen=True, eq=False)
class NumberedData:
    """Data whose labels are rational numbers, a law of atoms, and how the loss and the pairs depend on them.

    ``power`` is the highest power of the label in the loss.  ``both_orders`` is false where only the pairs i <= j are
    mixed, lambda being the weight of i, and those with i < j count twice.  Raises ``ValueError`` for other labels.
    """

    dataset: LabeledDataset
    mixing: Discrete
    power: int = 1
    both_orders: bool = True

    def __post_init__(self) -> None:
        if odd := [label for label in self.dataset.labels if not isinstance(exact(label), Fraction)]:
            raise ValueError(f"labels must be rational numbers, and {odd[0]} is not")

    @property
    def labels(self) -> tuple[Exact, ...]:
        """The labels as numbers."""
        return tuple(exact(label) for label in self.dataset.labels)

    def mixed(self) -> Iterator[Weighted]:
        """Mixed points with their mixed labels."""
        y = self.labels
        for i, j, weight in self._pairs():
            if not self.both_orders and i > j:
                continue
            times = 1 if self.both_orders or i == j else 2
            for lam, mass in self.mixing.masses:
                yield self._place(i, j, lam), lam * y[i] + (1 - lam) * y[j], times * weight * mass

    def hard(self, law: Discrete) -> Iterator[Weighted]:
        """Points lambda x_i + (1 - lambda) x_j, lambda of another law, with the label of i; all ordered pairs."""
        for i, j, weight in self._pairs():
            for lam, mass in law.masses:
                yield self._place(i, j, lam), self.labels[i], weight * mass

    def _pairs(self) -> Iterator[tuple[int, int, Exact]]:
        p = self.dataset.exact_weights
        for i, j in product(range(len(p)), repeat=2):
            yield i, j, p[i] * p[j]

    def _place(self, i: int, j: int, lam: Exact) -> Place:
        points = self.dataset.exact_points
        return tuple(mix(points[i], points[j], lam))

    def __str__(self) -> str:
        orders = "" if self.both_orders else ", pairs i <= j only"
        return f"{self.dataset}, P_f = {self.mixing}, labels up to the power {self.power}{orders}"


def label_moments(rows: Iterator[Weighted], power: int, named: Places) -> dict[Place, tuple[Exact, ...]]:
    """At each place the mass, and the sums of label, label^2, ... up to ``power``; places without mass are left out."""
    found: dict[Place, tuple[Exact, ...]] = {}
    for written, label, probability in rows:
        place = named(written)
        old = found.get(place, (Fraction(0),) * (power + 1))
        found[place] = tuple(m + probability * label**k for k, m in enumerate(old))
    return {place: moments for place, moments in found.items() if moments[0] != 0}


def hard_labels_give_the_same(instance: NumberedData, law: Discrete) -> Finding:
    """Hard labels with lambda of ``law`` have, at each place, the mass and label moments of the mixed ones."""
    named = Places()
    mixed = label_moments(instance.mixed(), instance.power, named)
    hard = label_moments(instance.hard(law), instance.power, named)
    for place in {**mixed, **hard}:
        if not (place in mixed and place in hard and same_location(mixed[place], hard[place])):
            shown = [", ".join(map(str, found.get(place, ("nothing",)))) for found in (mixed, hard)]
            where = ", ".join(map(str, place))
            return Finding(False, f"at ({where}) mass and moments are {shown[0]} mixed, {shown[1]} with hard labels")
    return Finding(True, f"the same mass and label moments at {len(mixed)} places")


def one_sided_law(instance: NumberedData) -> Discrete:
    """lambda (P(d lambda) + P(d(1 - lambda)))."""
    law = one_sided(instance.mixing)
    assert isinstance(law, Discrete)
    return law


register(
    Claim(
        id="zhang-2021-one-sided",
        title="Hard labels and another law of lambda give the same loss as mixed labels",
        statement=(
            r"Let the loss be affine in the label, as cross-entropies are, and let pairs come in both orders. For "
            r"every model, the Mixup loss is the mean loss at $\lambda x_i + (1-\lambda) x_j$ with the hard label "
            r"$y_i$, $\lambda$ from $\lambda\,(P_f(d\lambda) + P_f(d(1-\lambda)))$: Beta$(\alpha+1, \alpha)$ for "
            r"Beta$(\alpha, \alpha)$. For the squared loss the two differ by $E[\lambda(1-\lambda)] "
            r"\sum p_i p_j (y_i - y_j)^2$, which no model changes."
        ),
        paper=ZHANG_2021,
        place="the first step of the second-order lemma",
        reading=Reading.OURS,
        instance=NumberedData,
        assumptions=(
            Assumption(
                "affine label",
                "the loss is affine in the label",
                lambda i: Finding(i.power == 1, f"the label has the power {i.power}"),
            ),
            Assumption(
                "both orders",
                "a pair is mixed in both orders",
                lambda i: Finding(i.both_orders, "all ordered pairs" if i.both_orders else "pairs i <= j"),
            ),
        ),
        conclusion=Conclusion((Part("the same masses and labels", hard_labels_give_the_same, one_sided_law),)),
        expected=Verdict.PROVED,
        tightness="an equality, in expectation: single gradients are noisier",
    )
)
