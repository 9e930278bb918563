"""Mixup as a fixed temperature of the averaging classifier of two Gaussians, and which alpha calibrates it.

Ours, after the calibration theorem of Zhang et al. 2022 as we recall it.  The model: y = 1 or -1 with probability 1/2,
x given y is N(y theta*, sigma^2 I), theta^ = mean(y x), and the confidence is sig(2 theta^ . x/sigma^2) with
sig(s) = 1/(1 + e^-s).  Mixup averages mixed labels times mixed points.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.geometry import Point, dot
from theory.instances import make_exact, rational_number
from theory.linear.margin import is_rational, signs
from theory.mixing import Beta, Mixing
from theory.mixing.moments import kappa
from theory.numbers import Exact, certain, conjunction, equal, is_positive, less, less_equal, negate, sympify
from theory.results.mixup_literature.papers import ZHANG_2022

THEOREM = "the theorem on calibration"


@dataclass(frozen=True, eq=False)
class AveragedClassifier:
    """Rational data with labels 1 and -1, the true theta*, the variance sigma^2, a law of lambda, and a place x.

    Raises ``ValueError`` for other labels and points, a theta* or place of another dimension, no variance, and a law
    without exact moments.
    """

    dataset: LabeledDataset
    truth: tuple[Exact, ...]
    place: tuple[Exact, ...]
    mixing: Mixing
    variance: Exact = Fraction(1)

    def __post_init__(self) -> None:
        signs(self.dataset)
        make_exact(self, "truth", "place", "variance")
        self.mixing.second_moments()
        d = self.dataset.dimension
        if not is_rational(self.dataset) or len(self.truth) != d or len(self.place) != d or not self.variance > 0:
            raise ValueError(
                f"points must be rational, theta* and x have {d} coordinates, and the variance be positive"
            )

    @property
    def plain(self) -> tuple[Exact, ...]:
        """theta^ = sum p_i y_i x_i."""
        return self._sum(tuple(y * p for y, p in zip(signs(self.dataset), self.dataset.exact_weights, strict=True)))

    @property
    def mixed(self) -> tuple[Exact, ...]:
        """The mean of mixed label times mixed point, over all pairs and lambda."""
        same, cross, other = self.mixing.second_moments()
        y, p = signs(self.dataset), self.dataset.exact_weights
        label = sum((a * b for a, b in zip(y, p, strict=True)), start=Fraction(0))
        return self._sum(tuple(q * ((same + other) * s + 2 * cross * label) for s, q in zip(y, p, strict=True)))

    def _sum(self, coefficients: tuple[Exact, ...]) -> tuple[Exact, ...]:
        return tuple(dot(coefficients, column) for column in zip(*self.dataset.exact_points, strict=True))

    def __str__(self) -> str:
        truth, place = (f"({', '.join(map(str, v))})" for v in (self.truth, self.place))
        return f"{self.dataset}, theta* = {truth}, sigma^2 = {self.variance}, x = {place}, P_f = {self.mixing}"


def score(instance: AveragedClassifier, theta: Point) -> Exact:
    """theta . x."""
    value: Exact = dot(theta, instance.place)
    return value


def true_score(instance: AveragedClassifier) -> Exact:
    """c* theta^ . x, with c* = theta^ . theta*/|theta^|^2: P(y = 1) given theta^ . x is sig(2/sigma^2 times it)."""
    square = dot(instance.plain, instance.plain)
    if equal(square, 0):
        return Fraction(0)
    return score(instance, instance.plain) * dot(instance.plain, instance.truth) / square


def miscalibration(instance: AveragedClassifier, theta: Point) -> sp.Expr:
    """|confidence - P(y = 1 given theta^ . x)| of the classifier theta, at x."""
    scores = (score(instance, theta), true_score(instance))
    own, truth = (1 / (1 + sp.exp(sympify(-2 * s / instance.variance))) for s in scores)
    return truth - own if certain(less(*scores)) else own - truth


def is_a_temperature(instance: AveragedClassifier, factor: Exact) -> Finding:
    """Mixup's classifier is ``factor`` times theta^."""
    plain, mixed = instance.plain, instance.mixed
    shown = " and ".join(f"({', '.join(map(str, v))})" for v in (plain, mixed))
    same = conjunction(*(equal(m, factor * v) for m, v in zip(mixed, plain, strict=True)))
    return Finding(same, f"the classifiers are {shown}")


def is_nearer(instance: AveragedClassifier, theta: Point) -> Finding:
    """The confidence of theta at x is strictly nearer to the true probability than that of theta^."""
    errors = miscalibration(instance, theta), miscalibration(instance, instance.plain)
    return Finding(less(*errors), f"errors of the confidence: {sp.N(errors[0], 6)}, plain {sp.N(errors[1], 6)}")


def is_farther(instance: AveragedClassifier, theta: Point) -> Finding:
    """The same, strictly farther."""
    errors = miscalibration(instance, theta), miscalibration(instance, instance.plain)
    return Finding(
        less(errors[1], errors[0]), f"errors of the confidence: {sp.N(errors[0], 6)}, plain {sp.N(errors[1], 6)}"
    )


def shrinking(instance: AveragedClassifier) -> Exact:
    """1 - kappa: the inverse of the temperature."""
    return 1 - kappa(instance.mixing)


def balanced(instance: AveragedClassifier) -> Finding:
    """The mean label is 0."""
    mean = dot(signs(instance.dataset), instance.dataset.exact_weights)
    return Finding(equal(mean, 0), f"the mean label is {mean}")


def overconfident(instance: AveragedClassifier) -> Finding:
    """theta^ . theta* <= (1 - kappa) |theta^|^2, that is c* <= 1 - kappa."""
    plain = instance.plain
    ends = dot(plain, instance.truth), shrinking(instance) * dot(plain, plain)
    return Finding(less_equal(*ends), f"theta^ . theta* = {ends[0]}, (1 - kappa) |theta^|^2 = {ends[1]}")


def underconfident(instance: AveragedClassifier) -> Finding:
    """theta^ . theta* >= |theta^|^2, that is c* >= 1."""
    plain = instance.plain
    ends = dot(plain, instance.truth), dot(plain, plain)
    return Finding(less_equal(ends[1], ends[0]), f"theta^ . theta* = {ends[0]}, |theta^|^2 = {ends[1]}")


BALANCED = Assumption("balanced", r"$\sum_i p_i y_i = 0$", balanced)
SCORE = Assumption(
    "a score",
    r"$\hat\theta \cdot x \ne 0$",
    lambda i: Finding(negate(equal(score(i, i.plain), 0)), f"the score is {score(i, i.plain)}"),
)
MIXED = Assumption(
    "mixing", r"$\kappa > 0$", lambda i: Finding(is_positive(kappa(i.mixing)), f"kappa = {kappa(i.mixing)}")
)
TEMPERATURE = Part("a temperature", is_a_temperature, shrinking)


@dataclass(frozen=True)
class Overconfidence:
    """c* = theta^ . theta*/|theta^|^2, a rational number: 1 for a calibrated theta^, less if it is overconfident.

    Raises ``ValueError`` for other numbers.
    """

    ratio: Fraction

    def __post_init__(self) -> None:
        object.__setattr__(self, "ratio", rational_number(self.ratio, "c*"))

    def __str__(self) -> str:
        return f"c* = {self.ratio}"


def calibrating_alpha(instance: Overconfidence) -> Fraction | None:
    """(1 - c*)/(2 c* - 1); ``None`` where that is no number.

    >>> print(calibrating_alpha(Overconfidence(Fraction(2, 3))))
    1
    """
    slope = 2 * instance.ratio - 1
    return (1 - instance.ratio) / slope if slope else None


def calibrates(instance: Overconfidence, alpha: Fraction | None) -> Finding:
    """alpha > 0, and 1 - kappa = c* under Beta(alpha, alpha): then all confidences are the true probabilities."""
    if alpha is None or alpha <= 0:
        return Finding(False, f"alpha = {alpha} is no shape")
    left = 1 - kappa(Beta(alpha))
    return Finding(left == instance.ratio, f"1 - kappa = {left} at alpha = {alpha}")


register(
    Claim(
        id="zhang-2022-temperature",
        title="Mixup is a temperature of the averaging classifier, and helps where that is overconfident enough",
        statement=(
            r"Two Gaussians $N(\pm\theta^*, \sigma^2 I)$, the classifier $\hat\theta$ = mean of $y x$, and $\kappa > "
            r"0$. For data with mean label $0$, Mixup's classifier is $(1-\kappa)\hat\theta$: a temperature "
            r"$1/(1-\kappa)$, $(2\alpha+1)/(\alpha+1)$ for Beta$(\alpha,\alpha)$, at most $2$. Let $c^* = "
            r"\hat\theta\cdot\theta^*/|\hat\theta|^2 \le 1-\kappa$. At every score $\hat\theta \cdot x \ne 0$ its "
            r"confidence is strictly nearer to the probability of $y = 1$ given the score, so the expected "
            r"calibration error falls."
        ),
        paper=ZHANG_2022,
        place=THEOREM,
        reading=Reading.OURS,
        instance=AveragedClassifier,
        assumptions=(
            BALANCED,
            Assumption(
                "overconfident enough", r"$\hat\theta\cdot\theta^* \le (1-\kappa)|\hat\theta|^2$", overconfident
            ),
            SCORE,
            MIXED,
        ),
        conclusion=Conclusion((TEMPERATURE, Part("nearer", is_nearer, lambda i: i.mixed))),
        expected=Verdict.PROVED,
        tightness="strict at every score; all assumptions are needed",
    )
)
register(
    Claim(
        id="zhang-2022-temperature-hurts",
        title="Where the averaging classifier is calibrated or underconfident, Mixup makes it worse at every score",
        statement=(
            r"In the same model, if $\hat\theta\cdot\theta^* \ge |\hat\theta|^2$, the confidence of Mixup's classifier "
            r"is strictly farther from the probability of $y = 1$ given the score, at every score but $0$."
        ),
        paper=ZHANG_2022,
        place=THEOREM,
        reading=Reading.OURS,
        instance=AveragedClassifier,
        assumptions=(
            BALANCED,
            Assumption("not overconfident", r"$\hat\theta\cdot\theta^* \ge |\hat\theta|^2$", underconfident),
            SCORE,
            MIXED,
        ),
        conclusion=Conclusion((TEMPERATURE, Part("farther", is_farther, lambda i: i.mixed))),
        expected=Verdict.PROVED,
        tightness="strict at every score; all assumptions are needed",
    )
)
register(
    Claim(
        id="zhang-2022-calibrating-alpha",
        title="Which alpha calibrates the averaging classifier",
        statement=(
            r"In the same model with $1/2 < c^* < 1$, Mixup under Beta$(\alpha,\alpha)$ is calibrated at all scores "
            r"for $\alpha = (1-c^*)/(2c^*-1)$ and no other $\alpha$. For $c^* \le 1/2$ no $\alpha$ is enough: no "
            r"Beta$(\alpha,\alpha)$ stands for a temperature of $2$ or more."
        ),
        paper=ZHANG_2022,
        place=THEOREM,
        reading=Reading.OURS,
        instance=Overconfidence,
        assumptions=(
            Assumption("c* > 1/2", r"$c^* > 1/2$", lambda i: Finding(i.ratio > Fraction(1, 2), str(i))),
            Assumption("c* < 1", r"$c^* < 1$", lambda i: Finding(i.ratio < 1, str(i))),
        ),
        conclusion=Conclusion((Part("the alpha", calibrates, calibrating_alpha),)),
        expected=Verdict.PROVED,
        tightness="an equality",
    )
)
