"""Features without variance get all the weight: of label smoothing, of Mixup, and of every strictly convex loss.

Ours, after the theorem of Chidambaram and Ge 2025 on label augmentation as we recall it.  L is a group of features, H
the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.geometry import dot
from theory.instances import make_exact, rational_number
from theory.linear.margin import is_rational, outputs, rational_matrix, signs
from theory.linear.margin_losses import LOSSES, UNMIXED, MarginLoss, mixup_margin_loss
from theory.mixing import Discrete
from theory.numbers import exact, less
from theory.results.mixup_literature.papers import CHIDAMBARAM_GE_2025

AUGMENTATION = "the theorem on label augmentation"
Vector = tuple[Fraction, ...]


@dataclass(frozen=True, eq=False)
class FeatureModel:
    """Rational data with labels 1 and -1, the columns of L, a linear model w, and a loss with its label augmentation.

    A model that is not given is 0.  The loss is one of the margin, under a law of atoms and the mass ``off_label`` that
    smoothing puts on the other label.  Raises ``ValueError`` for other labels and points, columns that there are not, a
    w of another dimension or irrational, a mass outside [0, 1], and an unknown loss.
    """

    dataset: LabeledDataset
    low: tuple[int, ...]
    weights: Vector = ()
    mixing: Discrete = UNMIXED
    off_label: Fraction = Fraction(0)
    loss_name: str = "logistic"

    def __post_init__(self) -> None:
        signs(self.dataset)
        object.__setattr__(self, "weights", self.weights or (0,) * self.dataset.dimension)
        make_exact(self, "weights", "off_label", rational=True)
        outputs(self.weights, self.dataset)
        for weight in self.dataset.exact_weights:
            rational_number(weight, "a weight of the data")
        if not is_rational(self.dataset) or self.loss_name not in LOSSES or not 0 <= self.off_label <= 1:
            raise ValueError("a model needs rational points, the name of a loss, and a mass off the label in [0, 1]")
        if not set(self.low) <= set(range(self.dataset.dimension)):
            raise ValueError(f"there are the columns 0 to {self.dataset.dimension - 1}, not all of {self.low}")
        object.__setattr__(self, "low", tuple(sorted(set(self.low))))

    @property
    def high(self) -> tuple[int, ...]:
        """The columns of H."""
        return tuple(c for c in range(self.dataset.dimension) if c not in self.low)

    @property
    def loss(self) -> MarginLoss:
        """psi."""
        return LOSSES[self.loss_name]

    @property
    def signed_mean(self) -> Vector:
        """E[y x]."""
        coefficients = [y * p for y, p in zip(signs(self.dataset), self.dataset.exact_weights, strict=True)]
        return tuple(exact(dot(coefficients, column)) for column in zip(*self.dataset.exact_points, strict=True))

    @property
    def classes(self) -> tuple[int, ...]:
        """The labels that there are."""
        return tuple(sorted(set(signs(self.dataset))))

    def mass(self, label: int) -> Fraction:
        """The probability of a class."""
        rows = zip(signs(self.dataset), self.dataset.exact_weights, strict=True)
        return sum((exact(p) for y, p in rows if y == label), start=Fraction(0))

    def class_rows(self, label: int) -> list[tuple[Vector, Fraction]]:
        """The points of a class, y times x, with their probabilities given the class."""
        triples = zip(self.dataset.exact_points, signs(self.dataset), self.dataset.exact_weights, strict=True)
        found = [(tuple(exact(y * v) for v in x), exact(p)) for x, y, p in triples if y == label]
        total = sum((p for _, p in found), start=Fraction(0))
        return [(x, p / total) for x, p in found]

    def __str__(self) -> str:
        how = [f"L = columns {', '.join(map(str, self.low))}", f"w = ({', '.join(map(str, self.weights))})"]
        how.append(f"{self.loss_name} loss")
        how += [f"P_f = {self.mixing}"] if self.mixing != UNMIXED else []
        how += [f"{self.off_label} off the label"] if self.off_label else []
        return f"{self.dataset}, {', '.join(how)}"


def part_of(vector: Sequence[Fraction], columns: Sequence[int]) -> Vector:
    """Some coordinates."""
    return tuple(vector[c] for c in columns)


def value(model: FeatureModel, weights: Vector) -> sp.Expr:
    """The loss of w."""
    units = outputs(weights, model.dataset)
    rows = list(zip(units, signs(model.dataset), model.dataset.exact_weights, strict=True))
    return mixup_margin_loss(model.loss, rows, model.mixing, model.off_label)


def without_high(model: FeatureModel) -> Vector:
    """w' = (w_L + (w_H . mu_H) mu_L/|mu_L|^2, 0); (w_L, 0) where mu_L = 0."""
    mean = model.signed_mean
    mu_low, w_high = part_of(mean, model.low), part_of(model.weights, model.high)
    square = sum((v * v for v in mu_low), start=Fraction(0))
    moved = sum((a * b for a, b in zip(w_high, part_of(mean, model.high), strict=True)), start=Fraction(0))
    factor = moved / square if square else Fraction(0)
    return tuple(w + factor * mean[c] if c in model.low else Fraction(0) for c, w in enumerate(model.weights))


def costs_less(model: FeatureModel, weights: Vector) -> Finding:
    """The loss of ``weights`` is strictly below that of w."""
    losses = value(model, weights), value(model, model.weights)
    return Finding(less(*losses), f"the loss is {sp.N(losses[0], 8)}, that of w {sp.N(losses[1], 8)}")


def sees_only_low(model: FeatureModel, weights: Vector) -> Finding:
    """The features H have the weight 0."""
    return Finding(not any(part_of(weights, model.high)), f"weights ({', '.join(map(str, weights))})")


def uses_high(model: FeatureModel) -> Finding:
    """w_H is not 0."""
    return Finding(any(part_of(model.weights, model.high)), f"w = ({', '.join(map(str, model.weights))})")


def low_is_deterministic(model: FeatureModel) -> Finding:
    """x_L = y mu_L at every point."""
    mean = part_of(model.signed_mean, model.low)
    seen = {part_of(x, model.low) for y in model.classes for x, _ in model.class_rows(y)}
    return Finding(seen <= {mean}, f"y x_L takes {len(seen)} values")


def class_means(model: FeatureModel) -> list[Vector]:
    """E[y x | y] for each class that there is."""
    found = []
    for label in model.classes:
        rows = model.class_rows(label)
        columns = zip(*(x for x, _ in rows), strict=True)
        found.append(tuple(exact(dot(column, [p for _, p in rows])) for column in columns))
    return found


def means_are_opposite(model: FeatureModel) -> Finding:
    """E[x_H | y] = y mu_H for both classes."""
    means = {part_of(mean, model.high) for mean in class_means(model)}
    return Finding(len(means) == 1, f"E[y x_H | y] takes {len(means)} values")


def pooled_covariance(model: FeatureModel, columns: Sequence[int]) -> list[list[Fraction]]:
    """E Cov(x | y) for these columns."""
    total = [[Fraction(0)] * len(columns) for _ in columns]
    for label, mean in zip(model.classes, class_means(model), strict=True):
        for x, p in model.class_rows(label):
            d = part_of([a - b for a, b in zip(x, mean, strict=True)], columns)
            weight = model.mass(label) * p
            total = [[t + weight * a * b for t, b in zip(row, d, strict=True)] for row, a in zip(total, d, strict=True)]
    return total


def positive_definite(model: FeatureModel, columns: Sequence[int]) -> Finding:
    """The pooled covariance within classes has full rank: it is never negative."""
    rank = int(rational_matrix(pooled_covariance(model, columns)).rank()) if columns else 0
    return Finding(rank == len(columns), f"the covariance within classes has rank {rank} of {len(columns)}")


STRICTLY_CONVEX = Assumption(
    "strictly convex",
    "the loss of the margin is strictly convex",
    lambda m: Finding(m.loss.strictly, f"the {m.loss} loss"),
)

register(
    Claim(
        id="chidambaram-ge-2025-deterministic",
        title="Where some features have no variance within classes, no minimiser looks at noisy ones",
        statement=(
            r"Let $x_L = y\mu_L$ with $\mu_L \ne 0$, $E[x_H \mid y] = y\mu_H$, $E\,\mathrm{Cov}(x_H \mid y)$ positive "
            r"definite, and let the loss of the margin be strictly convex. For every linear model with $w_H \ne 0$, "
            r"$w' = (w_L + (w_H\cdot\mu_H)\,\mu_L/|\mu_L|^2,\, 0)$ has a strictly smaller loss: with hard labels, with "
            r"smoothed ones, and under Mixup with every $P_f$. So every minimiser has $w_H = 0$; label augmentation "
            r"does no more than make one exist."
        ),
        paper=CHIDAMBARAM_GE_2025,
        place=AUGMENTATION,
        reading=Reading.OURS,
        note="the instances have rational numbers",
        instance=FeatureModel,
        assumptions=(
            Assumption("H is used", r"$w_H \ne 0$", uses_high),
            Assumption("L has no variance", r"$x_L = y\mu_L$", low_is_deterministic),
            Assumption(
                "L has a mean",
                r"$\mu_L \ne 0$",
                lambda m: Finding(any(part_of(m.signed_mean, m.low)), "E[y x_L]"),
            ),
            Assumption("opposite means", r"$E[x_H \mid y] = y\mu_H$", means_are_opposite),
            Assumption(
                "positive definite",
                r"$E\,\mathrm{Cov}(x_H \mid y)$ is positive definite",
                lambda m: positive_definite(m, m.high),
            ),
            STRICTLY_CONVEX,
        ),
        conclusion=Conclusion(
            (Part("costs less", costs_less, without_high), Part("sees L only", sees_only_low, without_high))
        ),
        expected=Verdict.PROVED,
        tightness="strict; all assumptions are needed",
    )
)
