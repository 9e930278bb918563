"""A feature with one cause disabled: X - b W predicts T stably with the slope b of the target, not of the source.

T = d W + E and X = a T + b W + N, with W, E and N independent, of mean 0 and the variances w, v and n; T is predicted
from X and W.  The slope b of the edge W -> X may change; risks are mean squared errors.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.numbers import equivalent
from theory.results.dataset_shift.papers import SUBBASWAMY_2022

Pair = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Feature:
    """The slope ``a``, variances v, w > 0 and n > 0, and the slopes b and d, in the source and in the target.

    Raises ``ValueError`` for a variance that is not positive, and for numbers that are not rational.
    """

    a: Fraction
    v: Fraction
    w: Fraction
    n: Fraction
    b: Pair
    d: Pair = (Fraction(0), Fraction(0))

    def __post_init__(self) -> None:
        make_exact(self, "a", "v", "w", "n", "b", "d", rational=True)
        if min(self.v, self.w, self.n) <= 0 or len(self.b) != 2 or len(self.d) != 2:
            raise ValueError("variances must be positive, and b and d have a value in the source and in the target")

    @property
    def kappa(self) -> Fraction:
        """κ = a v/(a² v + n), the slope of E on a E + N."""
        return self.a * self.v / (self.a**2 * self.v + self.n)

    @property
    def explained(self) -> Fraction:
        """v n/(a² v + n), the mean square of E - κ (a E + N)."""
        return self.v * self.n / (self.a**2 * self.v + self.n)

    def error(self, on_x: Fraction, on_w: Fraction, place: int) -> Fraction:
        """The mean square of T - on_x X - on_w W in the source (``place`` 0) or in the target (1).

        From the coefficients of the independent E, W and N.
        """
        a, b, d = self.a, self.b[place], self.d[place]
        coefficients = (1 - on_x * a, d - on_x * (a * d + b) - on_w, -on_x)
        return sum((c**2 * s for c, s in zip(coefficients, (self.v, self.w, self.n), strict=True)), Fraction(0))

    def with_slope(self, b: Fraction) -> Pair:
        """The coefficients of X and W in d W + κ (X - b W - a d W), d of the source, for some slope b."""
        return self.kappa, self.d[0] - self.kappa * (b + self.a * self.d[0])

    def __str__(self) -> str:
        b, d = (" and ".join(map(str, pair)) for pair in (self.b, self.d))
        return f"a = {self.a}, v = {self.v}, w = {self.w}, n = {self.n}, b = {b}, d = {d}"


def error_of_source(feature: Feature, value: Fraction) -> Finding:
    """With the slope of the source the error in the target is ``value``."""
    found = feature.error(*feature.with_slope(feature.b[0]), 1)
    return Finding(found == value, f"with the slope of the source the error in the target is {found}")


def error_in_source(feature: Feature) -> Fraction:
    """The same in the source."""
    return feature.error(*feature.with_slope(feature.b[0]), 0)


def error_with_shift(feature: Feature) -> Fraction:
    """v n/(a² v + n) + κ² (b_t - b)² w."""
    return feature.explained + feature.kappa**2 * (feature.b[1] - feature.b[0]) ** 2 * feature.w


def error_of_target(feature: Feature, value: Fraction) -> Finding:
    """With the slope of the target the error there is ``value``."""
    found = feature.error(*feature.with_slope(feature.b[1]), 1)
    return Finding(found == value, f"with the slope of the target the error there is {found}")


def error_below(feature: Feature, bound: Fraction) -> Finding:
    """With the slope of the target the error there is below ``bound``."""
    found = feature.error(*feature.with_slope(feature.b[1]), 1)
    return Finding(found < bound, f"with the slope of the target the error there is {found}; the bound is {bound}")


def slope_is(feature: Feature, value: Fraction) -> Finding:
    """The slope of the target is ``value``."""
    return Finding(feature.b[1] == value, f"b is {feature.b[1]} in the target; from unlabelled data {value}")


def unlabelled_slope(feature: Feature) -> Fraction:
    """The slope of X on W in the target, without a times the slope of T on W in the source."""
    return (feature.a * feature.d[1] + feature.b[1]) - feature.a * feature.d[0]


def source_is_worse(feature: Feature, value: bool) -> Finding:
    """With the slope of the source the error in the target exceeds that of d W exactly if ``value``."""
    found = feature.error(*feature.with_slope(feature.b[0]), 1)
    alone = feature.error(Fraction(0), feature.d[0], 1)
    return Finding(equivalent(found > alone, value), f"{found} against {alone} of d W")


def beyond_break_even(feature: Feature) -> bool:
    """(b_t - b)² w > a² v + n."""
    return (feature.b[1] - feature.b[0]) ** 2 * feature.w > feature.a**2 * feature.v + feature.n


INFORMATIVE = Assumption("a not 0", r"$a \ne 0$", lambda feature: Finding(feature.a != 0, f"a = {feature.a}"))
SAME_SLOPE = Assumption(
    "slope of T on W is stable",
    "$d$ is the same in the source and in the target",
    lambda feature: Finding(feature.d[0] == feature.d[1], f"d = {feature.d[0]} and {feature.d[1]}"),
)
SETTING = (
    r"Let $T = dW + E$ and $X = aT + bW + N$, with $W$, $E$, $N$ independent of mean $0$ and variances $w, v, n > 0$, "
    r"and let $b$ be $b_t$ in the target. Let $\kappa = av/(a^2v+n)$. "
)

register(
    Claim(
        id="counterfactual-feature-recalled",
        title="X - bW with the slope b of the source predicts as well in the target",
        statement=SETTING
        + r"Let $a \ne 0$, and $d$ be the same. Then $dW + \kappa (X - bW - adW)$, with the slope $b$ of the source, "
        r"has one mean squared error in the source and in the target.",
        paper=SUBBASWAMY_2022,
        instance=Feature,
        assumptions=(INFORMATIVE, SAME_SLOPE),
        conclusion=Conclusion((Part("the same error", error_of_source, error_in_source),)),
        expected=Verdict.REFUTED,
        repaired_by="counterfactual-feature",
        tightness="the error grows like the square of b_t - b",
    )
)
register(
    Claim(
        id="counterfactual-feature",
        title="With the slope of the target, known from unlabelled data, X - bW predicts T stably",
        statement=SETTING
        + r"Let $a \ne 0$, and $d$ be the same. Then $dW + \kappa (X - b_tW - adW)$ has in the target the mean squared "
        r"error $vn/(a^2v+n) < v$, and $b_t$ is the slope of $X$ on $W$ there without $a$ times the slope of $T$ on "
        r"$W$ in the source. With the slope $b$ of the source the error is $vn/(a^2v+n) + \kappa^2 (b_t-b)^2 w$, "
        r"above that of $dW$ alone exactly if $(b_t-b)^2 w > a^2v+n$.",
        paper=SUBBASWAMY_2022,
        reading=Reading.OURS,
        instance=Feature,
        assumptions=(INFORMATIVE, SAME_SLOPE),
        conclusion=Conclusion(
            (
                Part("error in the target", error_of_target, lambda feature: feature.explained),
                Part("below v", error_below, lambda feature: feature.v),
                Part("slope from unlabelled data", slope_is, unlabelled_slope),
                Part("error with the slope of the source", error_of_source, error_with_shift),
                Part("break-even", source_is_worse, beyond_break_even),
            )
        ),
        expected=Verdict.PROVED,
        repairs="counterfactual-feature-recalled",
        tightness="identities, and the exact break-even shift",
    )
)
