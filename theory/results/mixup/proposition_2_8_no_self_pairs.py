"""Proposition 2.8 rests on self-pairs: what h does at the middle of the three-point line when there are none.

Pairings that never mix an input with itself leave the middle point 1 to its neighbours: the short segments
[0, 1] and [1, 2], which end there, against the long one [0, 2], which passes through.  Which of them has more
mass near 1 is decided by alpha alone.
"""

from __future__ import annotations

from fractions import Fraction

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.dataset import LabeledDataset
from theory.mixing import Beta
from theory.numbers import Exact, Number, ball, conjunction, equal, exact, is_positive, is_undefined, less, precision
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.proposition_2_8 import Place, limit_at
from theory.results.mixup.theorem_2_10_quantitative import BITS, Resolution, masses_at

RADII = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))  # at which the bounds, proved for every radius, are tried


def neighbour_share(middle: Number, near: Number, given_away: Number) -> Number:
    """h_eps^1(1) without self-pairs, (M + 2 D)/(M + 2 T), for symmetric P_f and 0 < eps < 1.

    ``middle`` is M = P(|lambda - 1/2| < eps/2), ``near`` T = P(lambda > 1 - eps), and ``given_away``
    D = E[1 - lambda; lambda > 1 - eps].

    >>> neighbour_share(Fraction(1, 10), Fraction(1, 10), Fraction(1, 200))
    Fraction(11, 30)
    """
    return (middle + 2 * given_away) / (middle + 2 * near)


def ratio_bound(alpha: Number, epsilon: Number) -> Number:
    """R = (4 eps/(1 - eps^2))^(alpha - 1)/alpha: T/M is at most R for alpha >= 1 and at least R for alpha <= 1.

    >>> ratio_bound(Fraction(2), Fraction(1, 2))
    Fraction(4, 3)
    """
    return (4 * epsilon / (1 - epsilon * epsilon)) ** (alpha - 1) / alpha


def least_above(ratio: Number) -> Number:
    """Lower bound of h_eps^1(1) for alpha >= 1, where T/M <= ``ratio``: 1/(1 + 2 R)."""
    return 1 / (1 + 2 * ratio)


def most_below(ratio: Number, epsilon: Number) -> Number:
    """Upper bound of h_eps^1(1) for alpha <= 1, where T/M >= ``ratio``: 1/(1 + 2 R) + eps."""
    return 1 / (1 + 2 * ratio) + epsilon


def expected_limit(alpha: Exact) -> Exact:
    """The limit of h_eps^1(1): 0 for alpha < 1, 1/3 at 1, 1 for alpha > 1."""
    if equal(alpha, 1):
        return Fraction(1, 3)
    return Fraction(0) if less(alpha, 1) else Fraction(1)


def _tends_to(place: Place, limit: Exact | None) -> Finding:
    """Whether the limit of h_eps^1(1) is ``limit``."""
    if limit is None:
        return Finding(None, f"{place.mixing} has no alpha")
    share = limit_at(place)[0]
    if is_undefined(share):
        return Finding(False, "no mixed mass near x")
    return Finding(equal(share, limit), f"h^1(1) = {share}, against {limit}")


def _limit_of_alpha(place: Place) -> Exact | None:
    return expected_limit(exact(place.mixing.alpha)) if isinstance(place.mixing, Beta) else None


def _is_enclosed(place: Place, factor: Exact) -> Finding:
    """Whether h_eps^1(1) keeps the stated bounds with ``factor`` R in place of R, at the radii 1/4, 1/2 and 3/4.

    At alpha = 1, where the share is known, it is (``factor`` + eps)/3.
    """
    if not isinstance(place.mixing, Beta):
        return Finding(None, f"{place.mixing} has no alpha")
    alpha, index = exact(place.mixing.alpha), place.dataset.exact_points.index(place.x)
    truths = []
    with precision(BITS):
        for radius in RADII:
            masses = masses_at(Resolution(place.dataset, place.mixing, index, radius, self_pairs=place.self_pairs))
            share = ball(masses[0]) / ball(sum(masses))
            if equal(alpha, 1):
                truths.append(equal(masses[0] * 3, (factor + radius) * sum(masses)))
                continue
            ratio = ball(factor) * ratio_bound(ball(alpha), ball(radius))
            above, below = share - least_above(ratio), most_below(ratio, ball(radius)) - share
            truths.append(is_positive(below if less(alpha, 1) else above))
    return Finding(conjunction(*truths), f"at the radii {', '.join(map(str, RADII))} with alpha = {alpha}")


_reaches_limit = Conclusion(
    (
        Part("the limit", _tends_to, _limit_of_alpha),
        Part("the bounds at every radius", _is_enclosed, lambda _: Fraction(1)),
    )
)


def _on_the_line(place: Place) -> Finding:
    line, data = LabeledDataset.alternating_line(), place.dataset
    same = (data.exact_points, data.labels, data.exact_weights) == (line.exact_points, line.labels, line.exact_weights)
    return Finding(same and place.x == (1,), str(place))


def _symmetric_beta(place: Place) -> Finding:
    law = place.mixing
    if isinstance(law, Beta):
        return Finding(law.is_symmetric, f"P_f = {law}")
    is_beta = False if law.atoms or law.is_symmetric is False else None  # a density may be written in another way
    return Finding(is_beta, f"P_f = {law}")


def _no_self_pairs(place: Place) -> Finding:
    return Finding(not place.self_pairs, "self-pairs count" if place.self_pairs else "self-pairs are left out")


register(
    Claim(
        id="proposition-2.8-no-self-pairs",
        title="Without self-pairs alpha alone decides whether the middle of the three-point line keeps its class",
        statement=r"On the three-point alternating line with uniform weights and $P_f=\mathrm{Beta}(\alpha,\alpha)$, "
        r"without self-pairs, $h_\epsilon^1(1)$ tends, as $\epsilon\to0$, to $0$ for $\alpha<1$, to $1/3$ at "
        r"$\alpha=1$ and to $1$ for $\alpha>1$. With $R=(4\epsilon/(1-\epsilon^2))^{\alpha-1}/\alpha$ and every "
        r"$\epsilon\in(0,1)$ it is at most $\epsilon+1/(1+2R)$ for $\alpha<1$, equals $(1+\epsilon)/3$ at $\alpha=1$ "
        r"and is at least $1/(1+2R)$ for $\alpha>1$.",
        paper=MIXUP,
        place="Proposition 2.8",
        reading=Reading.OURS,
        instance=Place,
        assumptions=(
            Assumption("three-point line", "$0,1,2$ in classes $1,2,1$, weights $1/3$, at $x=1$", _on_the_line),
            Assumption("symmetric Beta", r"$P_f=\mathrm{Beta}(\alpha,\alpha)$", _symmetric_beta),
            Assumption("no self-pairs", "no data point is mixed with itself", _no_self_pairs),
        ),
        conclusion=_reaches_limit,
        expected=Verdict.PROVED,
        tightness="limits; the enclosures hold at every radius below 1",
    )
)
