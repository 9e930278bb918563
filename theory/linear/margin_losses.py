"""Losses of the margin and their Mixup form, exactly: sums of losses at rational margins.

Mixup's loss of a pair is lambda psi(y_i z) + (1 - lambda) psi(y_j z) at the mixed output z: affine in the label, as
cross-entropies are.  Logarithms are written in one form, so that equal sums are seen to be equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import sympy as sp

from theory.mixing import Discrete
from theory.numbers import sympify

Row = tuple[Fraction, int, Fraction]  # an output, a label 1 or -1, and their probability
UNMIXED = Discrete({1: 1})


def _softplus(margin: Fraction) -> sp.Expr:
    """log(1 + e^-m) as log(1 + e^-|m|) + max(0, -m): margins m and -m have one logarithm."""
    return sp.log(1 + sp.exp(-sympify(abs(margin)))) + sympify(max(Fraction(0), -margin))


@dataclass(frozen=True)
class MarginLoss:
    """A loss psi of the margin, and what is true of it."""

    name: str
    value: Callable[[Fraction], sp.Expr]
    convex: bool = True
    strictly: bool = False
    falling: bool = True

    def worst(self, margin: Fraction, radius: Fraction) -> sp.Expr:
        """The largest value on [margin - radius, margin + radius]: at an end, as psi is convex or does not rise."""
        low, high = self.value(margin - radius), self.value(margin + radius)
        return low if self.falling else sp.Max(low, high)

    def __str__(self) -> str:
        return self.name


LOSSES: Mapping[str, MarginLoss] = {
    loss.name: loss
    for loss in (
        MarginLoss("logistic", _softplus, strictly=True),
        MarginLoss("hinge", lambda m: sympify(max(Fraction(0), 1 - m))),
        MarginLoss("ramp", lambda m: sympify(min(Fraction(1), max(Fraction(0), 1 - m))), convex=False),
        MarginLoss("square", lambda m: sympify((1 - m) ** 2), strictly=True, falling=False),
    )
}


def mixed_rows(rows: Sequence[Row], law: Discrete, off_label: Fraction = Fraction(0)) -> Iterator[Row]:
    """Mixed outputs with one label each and their probabilities, self-pairs included.

    ``off_label`` is the mass that smoothing puts on the other label, before or after mixing.
    """
    for (u, y, p), (v, w, q) in product(rows, repeat=2):
        for lam, mass in law.masses:
            z, weight = lam * u + (1 - lam) * v, p * q * mass
            ones = lam * (1 + y) / 2 + (1 - lam) * (1 + w) / 2
            share = (1 - off_label) * ones + off_label * (1 - ones)
            yield z, 1, weight * share
            yield z, -1, weight * (1 - share)


def mean_loss(loss: MarginLoss, rows: Sequence[Row] | Iterator[Row]) -> sp.Expr:
    """The mean of psi(label times output)."""
    weights: dict[Fraction, Fraction] = {}
    for z, label, probability in rows:
        weights[label * z] = weights.get(label * z, Fraction(0)) + probability
    return sp.expand(sp.Add(*(sympify(weight) * loss.value(margin) for margin, weight in weights.items())))


def mixup_margin_loss(
    loss: MarginLoss, rows: Sequence[Row], law: Discrete = UNMIXED, off_label: Fraction = Fraction(0)
) -> sp.Expr:
    """The Mixup loss, exactly; without a law and a mass off the label the plain one.

    >>> two = [(Fraction(-1), -1, Fraction(1, 2)), (Fraction(1), 1, Fraction(1, 2))]
    >>> mixup_margin_loss(LOSSES["hinge"], two, Discrete({"1/2": 1})), mixup_margin_loss(LOSSES["hinge"], two)
    (1/2, 0)
    """
    return mean_loss(loss, rows if law == UNMIXED and off_label == 0 else mixed_rows(rows, law, off_label))
