"""Lemma 3.7's multipliers beta = y o K^{-1} y: their joint law, in closed form."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.linear.gaussian_data import degrees_of_freedom
from theory.numbers import Number
from theory.results.mixup.lemma_3_7 import AFTER_SEEING, INDEPENDENT_LABELS, ROOM, GaussianData
from theory.results.mixup.paper import MIXUP


@dataclass(frozen=True)
class Degrees:
    """The degrees of freedom of R^2 and of S."""

    radius: Number
    factor: Number


class Moments(NamedTuple):
    """E[beta_i], E[beta_i^2] and E[beta_i beta_j]."""

    mean: Fraction
    square: Fraction
    product: Fraction


def law_degrees(n: Number, d: Number) -> Degrees:
    """d - n + 2 and d - n + 1.

    >>> law_degrees(4, 14)
    Degrees(radius=12, factor=11)
    """
    return Degrees(degrees_of_freedom(n, d), d - n + 1)


def law_moments(n: int, degrees: Degrees) -> Moments:
    """The moments of (1 - sqrt(n) (G_i - mean G)/R)/S, more than 2 and 4 degrees of freedom given.

    E[1/chi^2_k] = 1/(k - 2) and E[1/chi^4_k] = 1/((k - 2)(k - 4)); G_i - mean G has the variance 1 - 1/n and the
    covariances -1/n.

    >>> [str(moment) for moment in law_moments(4, Degrees(12, 11))]
    ['1/9', '13/630', '1/70']
    """
    inverse, squared = Fraction(1, degrees.factor - 2), Fraction(1, (degrees.factor - 2) * (degrees.factor - 4))
    spread = Fraction(1, degrees.radius - 2)
    return Moments(inverse, squared * (1 + (n - 1) * spread), squared * (1 - spread))


def wishart_moments(n: int, d: int) -> Moments:
    """The same for beta = K^{-1} 1, from the moments of an inverse Wishart matrix, d >= n + 4.

    With k = d - n: E[K^{ij}] = 1/(k - 1) for i = j, else 0, and k (k - 1) (k - 3) E[K^{ij} K^{rs}] is k - 2 for i = j,
    r = s, plus 1 for i = r, j = s, plus 1 for i = s, j = r (von Rosen 1988).

    >>> [str(moment) for moment in wishart_moments(4, 14)]
    ['1/9', '13/630', '1/70']
    """
    k = d - n
    scale = Fraction(1, k * (k - 1) * (k - 3))
    return Moments(Fraction(1, k - 1), scale * (k - 2 + n + 1), scale * (k - 2 + 1))


def has_the_moments(instance: GaussianData, degrees: Degrees) -> Finding:
    """Whether the multipliers have the first two moments of the law with these degrees of freedom.

    Decided for d >= n + 4, where the moments are finite.  Labels chosen after seeing X lower the mean of the first.
    """
    n, d = instance.n, instance.d
    if d < n:
        return Finding(False, "K is singular: there are no multipliers")
    if d < n + 4:
        return Finding(None, "second moments are infinite")
    if instance.rule == AFTER_SEEING and n > 1:
        return Finding(False, f"E[beta_1] = E[K^11] - E|K^12| - ... < E[K^11] = {wishart_moments(n, d).mean}")
    found = wishart_moments(n, d)
    finite = degrees.radius > 2 and degrees.factor > 4
    shown = "mean, square and product: " + ", ".join(map(str, found))
    return Finding(finite and law_moments(n, degrees) == found, shown)


register(
    Claim(
        id="lemma-3.7-exact",
        title="The multipliers of max-margin on Gaussian data are centred normal numbers over one common length",
        statement=(
            r"Let $d \ge n$, $x_1, \dots, x_n \sim N(0, I_d)$ be independent, and the labels independent of the "
            r"points. Almost surely $K = XX^T$ is regular, and the max-margin solution interpolates iff all "
            r"$\beta_i = y_i (K^{-1} y)_i \ge 0$. Jointly, $\beta_i$ has the law of "
            r"$(1 - \sqrt{n}\,(G_i - \bar G)/R)/S$, with independent $G_1, \dots, G_n \sim N(0, 1)$, "
            r"$R^2 \sim \chi^2_{d-n+2}$ and $S \sim \chi^2_{d-n+1}$. (On an instance its first two moments are tried.)"
        ),
        paper=MIXUP,
        place="Lemma 3.7",
        reading=Reading.OURS,
        instance=GaussianData,
        assumptions=(ROOM, INDEPENDENT_LABELS),
        conclusion=Conclusion((Part("moments of the law", has_the_moments, lambda i: law_degrees(i.n, i.d)),)),
        expected=Verdict.PROVED,
        tightness="an equality in law",
    )
)
