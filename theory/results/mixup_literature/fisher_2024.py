"""Where a mixed feature comes to lie: strictly beyond the segment of the two class means.

Ours, sharper than the unconstrained-features theorem of Fisher et al. 2024 as we recall it.  The model: K classifiers
w_k of equal length and angles, W W^T = g (I - J/K) with J all ones, are fixed; the feature h of a pair that is mixed
with lambda minimises CE(softmax(W h), lambda e_i + (1 - lambda) e_j) + (r/2)|h|^2.  Logits are those of h, less that of
the classes that have no part in the pair; kappa' = g/r.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import flint
import numpy as np
from scipy.optimize import brentq, root

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear.enclosure import BITS, krawczyk
from theory.numbers import Array, Exact, ball, conjunction, exact, is_positive, less, precision
from theory.results.mixup_literature.papers import FISHER_2024


@dataclass(frozen=True)
class MixedFeature:
    """K classes, kappa' = g/r, lambda, and whether the two partners are of different classes.

    Raises ``ValueError`` for K < 2, kappa' not positive, and lambda outside [0, 1].
    """

    classes: int
    ratio: Exact
    share: Exact
    different: bool = True

    def __post_init__(self) -> None:
        for name in ("ratio", "share"):
            object.__setattr__(self, name, exact(getattr(self, name)))
        if self.classes < 2 or not self.ratio > 0 or not 0 <= self.share <= 1:
            raise ValueError("there must be two classes or more, a positive ratio, and lambda in [0, 1]")

    @property
    def is_pure(self) -> bool:
        """Whether the mixed label is one-hot."""
        return not self.different or self.share in (0, 1)

    @cached_property
    def own(self) -> flint.arb:
        """D_1: the logit of its class at a class mean, the root of D (e^D + K - 1) = kappa' K."""
        right = float(self.ratio) * self.classes
        start = brentq(lambda d: d * (np.exp(d) + self.classes - 1) - right, 0, 1 + np.log1p(right))

        def gap(d: flint.arb_mat) -> flint.arb_mat:
            v = d[0, 0]
            return flint.arb_mat([[v * (v.exp() + self.classes - 1) - ball(self.ratio) * self.classes]])

        def slope(d: flint.arb_mat) -> flint.arb_mat:
            v = d[0, 0]
            return flint.arb_mat([[(1 + v) * v.exp() + self.classes - 1]])

        return _root(gap, slope, [start])[0]

    @cached_property
    def logits(self) -> tuple[flint.arb, flint.arb]:
        """D_i and D_j of the mixed feature; of a one-hot label D_1 and exactly 0.

        With two classes there is no third one, and the logits are those of h themselves, of sum 0.
        """
        zero = flint.arb(0)
        if self.is_pure:
            return (zero, self.own) if self.different and self.share == 0 else (self.own, zero)
        if self.classes == 2:
            return self._two_classes()
        start = root(self._floats, [float(self.own) / 2] * 2, tol=1e-13).x
        first, second = _root(self._gap, self._slopes, [float(v) for v in start])
        return first, second

    def _two_classes(self) -> tuple[flint.arb, flint.arb]:
        """z = kappa' (lambda - p), p = 1/(1 + e^(-2 z)), and -z; 0 exactly at lambda = 1/2."""
        if self.share == Fraction(1, 2):
            return flint.arb(0), flint.arb(0)
        ratio, share = float(self.ratio), float(self.share)
        start = brentq(lambda z: z - ratio * (share - 1 / (1 + np.exp(-2 * z))), -ratio, ratio)

        def p(z: flint.arb) -> flint.arb:
            return 1 / (1 + (-2 * z).exp())

        (z,) = _root(
            lambda m: flint.arb_mat([[m[0, 0] - ball(self.ratio) * (ball(self.share) - p(m[0, 0]))]]),
            lambda m: flint.arb_mat([[1 + 2 * ball(self.ratio) * p(m[0, 0]) * (1 - p(m[0, 0]))]]),
            [start],
        )
        return z, -z

    def _floats(self, d: Array) -> list[float]:
        a, b = np.exp(np.clip(d, -50, 700))
        total, ratio, share = a + b + self.classes - 2, float(self.ratio), float(self.share)
        return [d[0] - ratio * (share - (a - 1) / total), d[1] - ratio * (1 - share - (b - 1) / total)]

    def _gap(self, d: flint.arb_mat) -> flint.arb_mat:
        """D_i - kappa' (lambda - p_i + p_0), and the same for j with 1 - lambda."""
        a, b = d[0, 0].exp(), d[1, 0].exp()
        total, ratio, share = a + b + self.classes - 2, ball(self.ratio), ball(self.share)
        rows = [(d[0, 0], share, a), (d[1, 0], 1 - share, b)]
        return flint.arb_mat([[v - ratio * (q - (e - 1) / total)] for v, q, e in rows])

    def _slopes(self, d: flint.arb_mat) -> flint.arb_mat:
        a, b = d[0, 0].exp(), d[1, 0].exp()
        total, ratio = a + b + self.classes - 2, ball(self.ratio)
        own = [1 + ratio * (e / total - (e - 1) * e / total**2) for e in (a, b)]
        return flint.arb_mat([[own[0], -ratio * (a - 1) * b / total**2], [-ratio * (b - 1) * a / total**2, own[1]]])

    def __str__(self) -> str:
        pair = "two classes" if self.different else "one class"
        return f"K = {self.classes}, g/r = {self.ratio}, lambda = {self.share}, partners of {pair}"


Map = Callable[[flint.arb_mat], flint.arb_mat]


def _root(function: Map, slopes: Map, start: list[float]) -> tuple[flint.arb, ...]:
    with precision(BITS):
        box = krawczyk(function, slopes, flint.arb_mat([[flint.arb(v)] for v in start]))
        return tuple(box.entries())


def both_exceed(feature: MixedFeature, bound: Exact) -> Finding:
    """D_i > bound and D_j > bound."""
    try:
        with precision(BITS):
            first, second = feature.logits
            holds = conjunction(*(is_positive(d - ball(bound)) for d in (first, second)))
    except ArithmeticError as error:
        return Finding(None, str(error))
    return Finding(holds, f"D_i = {first.str(8, radius=False)}, D_j = {second.str(8, radius=False)}")


def ratio_is_between(feature: MixedFeature, ends: tuple[Exact, Exact]) -> Finding:
    """ends[0] < (D_i + D_j)/D_1 < ends[1]."""
    try:
        with precision(BITS):
            ratio = sum(feature.logits, flint.arb(0)) / feature.own
            holds = conjunction(is_positive(ratio - ball(ends[0])), is_positive(ball(ends[1]) - ratio))
    except ArithmeticError as error:
        return Finding(None, str(error))
    return Finding(holds, f"(D_i + D_j)/D_1 = {ratio.str(10, radius=False)}")


def amplification(classes: int, ratio: Exact, share: Exact = Fraction(1, 2)) -> float:
    """(D_i + D_j)/D_1: how far beyond the segment of its class means (at 1) a mixed feature lies, from its origin.

    ``ratio`` is g/r, ``share`` lambda.

    >>> round(amplification(10, Fraction(1000)), 4)
    1.666
    """
    feature = MixedFeature(classes, ratio, share)
    return float(sum(feature.logits, flint.arb(0)) / feature.own)


def is_mixed(feature: MixedFeature) -> Finding:
    """0 < lambda < 1."""
    return Finding(conjunction(less(0, feature.share), less(feature.share, 1)), f"lambda = {feature.share}")


register(
    Claim(
        id="fisher-2024-beyond",
        title="With fixed classifiers every mixed feature lies strictly beyond the segment of its class means",
        statement=(
            r"Let $K \ge 3$ classifiers have $WW^T = g(I - J/K)$, and let $h$ minimise the cross-entropy of "
            r"$\lambda e_i + (1-\lambda)e_j$, $0 < \lambda < 1$, $i \ne j$, plus $\frac r2|h|^2$. Then "
            r"$h = (D_i w_i + D_j w_j)/g$ with $D_i, D_j > 0$; pairs inside a class have $h = D_1 w_i/g$ with "
            r"$D_1(e^{D_1}+K-1) = gK/r$, whatever $\lambda$; and $1 < (D_i + D_j)/D_1 < 2$: $h$ is outside of the hull "
            r"of the class means. (That $W$ is such a frame is assumed.)"
        ),
        paper=FISHER_2024,
        place="the theorem on unconstrained features",
        reading=Reading.OURS,
        instance=MixedFeature,
        assumptions=(
            Assumption("K >= 3", r"$K \ge 3$", lambda f: Finding(f.classes >= 3, f"K = {f.classes}")),
            Assumption("mixed", r"$0 < \lambda < 1$", is_mixed),
            Assumption(
                "different classes", r"$i \ne j$", lambda f: Finding(f.different, "i = j" if not f.different else "")
            ),
        ),
        conclusion=Conclusion(
            (
                Part("both logits exceed", both_exceed, lambda _: Fraction(0)),
                Part("beyond the segment", ratio_is_between, lambda _: (Fraction(1), Fraction(2))),
            )
        ),
        expected=Verdict.PROVED,
        tightness="strict; both ends are limits, for small and for large g/r",
    )
)
