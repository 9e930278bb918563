"""Features of small variance do not get all the weight: with noise on both sides, every minimiser looks at both.

Ours, after an abstract-level reading of Chidambaram and Ge 2025, that label augmentation learns the features of least
variance.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.geometry import dot, mix
from theory.instances import make_exact
from theory.linear.margin import signs
from theory.linear.margin_losses import UNMIXED
from theory.linear.smoothed import enclose_smoothed_minimiser
from theory.numbers import Exact, Truth, conjunction, equal, sympify
from theory.results.mixup_literature.chidambaram_ge_2025_deterministic import (
    AUGMENTATION,
    FeatureModel,
    Vector,
    class_means,
    part_of,
    pooled_covariance,
    positive_definite,
)
from theory.results.mixup_literature.papers import CHIDAMBARAM_GE_2025


@dataclass(frozen=True, eq=False)
class LowModel(FeatureModel):
    """A model w with w_H = 0 and the logistic loss: w is ``weights`` times log(base), so that slopes are algebraic.

    Raises ``ValueError`` as ``FeatureModel``, and for w_H not 0, another loss, and a base that is not above 1.
    """

    base: Fraction = Fraction(2)

    def __post_init__(self) -> None:
        super().__post_init__()
        make_exact(self, "base", rational=True)
        if any(part_of(self.weights, self.high)) or self.loss_name != "logistic" or not self.base > 1:
            raise ValueError("w_H must be 0, the loss logistic, and the base above 1")

    def __str__(self) -> str:
        return f"{super().__str__()}, w in units of log {self.base}"


def gradient(model: LowModel) -> list[sp.Expr]:
    """The gradient at w, exactly: the slope of the loss in an output u log b is b^u/(1 + b^u) less the label's "
    "share."""
    rows = list(zip(model.dataset.exact_points, signs(model.dataset), model.dataset.exact_weights, strict=True))
    forces: dict[tuple[Fraction, Fraction], list[Exact]] = {}
    for (x, y, p), (z, v, q) in product(rows, repeat=2):
        for lam, mass in model.mixing.masses:
            place, ones = mix(x, z, lam), lam * (1 + y) / 2 + (1 - lam) * (1 + v) / 2
            share = (1 - model.off_label) * ones + model.off_label * (1 - ones)
            total = forces.setdefault((dot(model.weights, place), share), [Fraction(0)] * len(place))
            forces[dot(model.weights, place), share] = [t + p * q * mass * a for t, a in zip(total, place, strict=True)]
    found = [sp.Integer(0)] * model.dataset.dimension
    for (unit, share), places in forces.items():
        odds = sympify(model.base) ** sympify(unit)
        slope = odds / (1 + odds) - sympify(share)
        found = [g + slope * sympify(a) for g, a in zip(found, places, strict=True)]
    return found


def gradient_vanishes(model: LowModel, answer: bool) -> Finding:
    """Whether w is a minimiser, which is that the gradient is 0, is as ``answer`` says."""
    found = gradient(model)
    zero = conjunction(*(equal(g, sp.Integer(0)) for g in found))
    shown = ", ".join(str(sp.N(g, 6)) for g in found)
    return Finding(None if zero is None else zero is answer, f"the gradient is ({shown})")


def minimiser_sees_only_low(model: FeatureModel) -> Finding:
    """The minimiser of the smoothed loss has w_H = 0: certainly not where its enclosure has another w_H."""
    try:
        theta = enclose_smoothed_minimiser(model.dataset, model.off_label, Fraction(0))
    except (ValueError, ArithmeticError) as error:
        return Finding(None, str(error))
    shown = f"the minimiser is ({', '.join(v.str(6, radius=False) for v in theta)})"
    seen: Truth = None if all(theta[c].contains(0) for c in model.high) else False
    return Finding(seen, shown)


def smaller_variance(model: FeatureModel) -> Finding:
    """Given the label, every feature of L has a smaller variance than every feature of H."""
    low, high = ([pooled_covariance(model, (c,))[0][0] for c in columns] for columns in (model.low, model.high))
    shown = f"variances {', '.join(map(str, low))} in L, {', '.join(map(str, high))} in H"
    return Finding(bool(low and high) and max(low) < min(high), shown)


def only_smoothed(model: FeatureModel) -> Finding:
    """Label smoothing alone, 0 < a < 1/2."""
    holds = model.mixing == UNMIXED and 0 < model.off_label < Fraction(1, 2) and model.loss_name == "logistic"
    return Finding(holds, f"a = {model.off_label}, P_f = {model.mixing}")


def independent_given_label(model: FeatureModel) -> Finding:
    """Given the label, x_L and x_H are independent."""
    for label in model.classes:
        both: Counter[tuple[Vector, Vector]] = Counter()
        low: Counter[Vector] = Counter()
        high: Counter[Vector] = Counter()
        for x, p in model.class_rows(label):
            a, b = part_of(x, model.low), part_of(x, model.high)
            for counter, key in ((both, (a, b)), (low, a), (high, b)):
                counter[key] += p  # type: ignore[index, assignment]
        if any(both[a, b] != low[a] * high[b] for a, b in product(low, high)):
            return Finding(False, f"not in the class {label}")
    return Finding(True, "in every class")


def opposite_means(model: FeatureModel) -> Finding:
    """E[x | y] = y mu for both classes."""
    means = class_means(model)
    return Finding(len(set(means)) == 1, f"E[y x | y] takes {len(set(means))} values")


register(
    Claim(
        id="chidambaram-ge-2025-minimum-variance",
        title="Label smoothing looks at the features of smallest variance only",
        statement=(
            r"If, given the label, every feature of $L$ has a smaller variance than every feature of $H$, then the "
            r"minimiser of the logistic loss with smoothed labels, $0 < a < 1/2$, has $w_H = 0$. (A reading of ours, "
            r"as an abstract may be taken.)"
        ),
        paper=CHIDAMBARAM_GE_2025,
        place=AUGMENTATION,
        reading=Reading.OURS,
        instance=FeatureModel,
        assumptions=(
            Assumption("smaller variance", "L has the smaller variances", smaller_variance),
            Assumption("smoothing", r"$0 < a < 1/2$", only_smoothed),
        ),
        conclusion=minimiser_sees_only_low,
        expected=Verdict.REFUTED,
        repaired_by="chidambaram-ge-2025-positive-variance",
    )
)
register(
    Claim(
        id="chidambaram-ge-2025-positive-variance",
        title="Where both groups of features are noisy, no minimiser ignores either",
        statement=(
            r"Given $y$, let $x_L$ and $x_H$ be independent, $E[x \mid y] = y\mu$ with $\mu_H \ne 0$, and "
            r"$E\,\mathrm{Cov}(x_L \mid y)$ positive definite. Under the logistic loss with labels smoothed by "
            r"$a \ne 1/2$ (or not at all) and under Mixup with every $P_f$, no $w$ with $w_H = 0$ is a minimiser, "
            r"however small the variance of $x_L$ is. (Where $L$ has no noise, minimisers have $w_H = 0$, by "
            r"`chidambaram-ge-2025-deterministic`; noise of a lower rank is left open.)"
        ),
        paper=CHIDAMBARAM_GE_2025,
        place=AUGMENTATION,
        reading=Reading.OURS,
        note="the instances have rational numbers",
        instance=LowModel,
        assumptions=(
            Assumption("independent", r"$x_L$ and $x_H$ are independent given $y$", independent_given_label),
            Assumption(
                "H has a mean", r"$\mu_H \ne 0$", lambda m: Finding(any(part_of(m.signed_mean, m.high)), "E[y x_H]")
            ),
            Assumption(
                "L varies",
                r"$E\,\mathrm{Cov}(x_L \mid y)$ is positive definite",
                lambda m: positive_definite(m, m.low),
            ),
            Assumption("opposite means", r"$E[x \mid y] = y\mu$", opposite_means),
            Assumption(
                "a is not 1/2", r"$a \ne 1/2$", lambda m: Finding(m.off_label != Fraction(1, 2), f"a = {m.off_label}")
            ),
        ),
        conclusion=Conclusion((Part("the gradient vanishes", gradient_vanishes, lambda _: False),)),
        expected=Verdict.PROVED,
        repairs="chidambaram-ge-2025-minimum-variance",
        tightness="all assumptions are needed",
    )
)
