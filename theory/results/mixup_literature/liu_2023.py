"""Liu et al. 2023: the cross-entropy of Mixup has a floor, and which; our general form of a lemma that we recall."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import comb, factorial
from typing import Any

import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.mixing import Beta
from theory.mixing.moments import mean_entropy
from theory.numbers import conjunction, equal, equivalent, is_positive, less, less_equal, sympify
from theory.optimal.floor import entropy_floor, least_loss
from theory.optimal.mixed_pairs import MixedPairs
from theory.results.mixup_literature.papers import LIU_2023

LEMMA = "the lemma on the least training loss"


def atomic_part(
    name: str, relation: Callable[[MixedPairs, Any], Finding], asserted: Callable[[MixedPairs], Any]
) -> Part:
    """A part of a conclusion that is decided for laws of atoms, and in doubt for all others."""

    @functools.wraps(relation)
    def decided(pairs: MixedPairs, value: Any) -> Finding:
        return relation(pairs, value) if pairs.mixing.atoms else Finding(None, "decided for laws of atoms only")

    @functools.wraps(asserted)
    def value(pairs: MixedPairs) -> Any:
        return asserted(pairs) if pairs.mixing.atoms else None

    return Part(name, decided, value)


def loss_is_at_least(pairs: MixedPairs, bound: sp.Expr) -> Finding:
    """The least loss is at least ``bound``."""
    least = least_loss(pairs)
    return Finding(less_equal(bound, least), f"the least loss is {least}, about {sp.N(least, 6)}; the bound is {bound}")


def _reaches(pairs: MixedPairs, floor: sp.Expr, reached: bool | None) -> Finding:
    """Whether the least loss is ``floor`` is as ``reached`` says: from their difference alone, not from the labels."""
    gap = sp.expand(least_loss(pairs) - floor)
    same = equal(gap, 0)
    return Finding(equivalent(same, reached), f"the least loss less the floor is {sp.N(gap, 6)}")


def reaches_floor(pairs: MixedPairs, reached: bool | None) -> Finding:
    """Whether the least loss is the mean entropy of the mixed labels is as ``reached`` says."""
    return _reaches(pairs, entropy_floor(pairs), reached)


def independent_floor(pairs: MixedPairs) -> sp.Expr:
    """(1 - sum W_c^2) E[H(lambda)]."""
    return entropy_floor(MixedPairs(pairs.dataset, pairs.mixing))


def reaches_independent_floor(pairs: MixedPairs, reached: bool | None) -> Finding:
    """Whether the least loss is (1 - sum W_c^2) E[H(lambda)] is as ``reached`` says."""
    return _reaches(pairs, independent_floor(pairs), reached)


def no_conflict(pairs: MixedPairs) -> bool:
    """No place is reached with two different mixed labels."""
    return all(len(labels) == 1 for labels in pairs.labels_at_places().values())


def independent_partners(pairs: MixedPairs) -> Finding:
    """A point meets itself as often as under independent draws."""
    same = equal(pairs.share, pairs.independent_share)
    return Finding(same, f"self-pairs have probability {pairs.share}, independent ones {pairs.independent_share}")


@dataclass(frozen=True)
class TwoShapes:
    """Beta(alpha, alpha) and Beta(beta, beta).  Raises ``ValueError`` unless both shapes are positive and rational."""

    alpha: Fraction
    beta: Fraction

    def __post_init__(self) -> None:
        make_exact(self, "alpha", "beta", rational=True)
        if not (self.alpha > 0 and self.beta > 0):
            raise ValueError(f"both shapes must be positive, not {self.alpha} and {self.beta}")

    @property
    def laws(self) -> tuple[Beta, Beta]:
        """Both laws."""
        return Beta(self.alpha), Beta(self.beta)

    def __str__(self) -> str:
        return f"alpha = {self.alpha}, beta = {self.beta}"


def increasing(shapes: TwoShapes) -> Finding:
    """Whether alpha < beta."""
    return Finding(less(shapes.alpha, shapes.beta), str(shapes))


ALPHA_BELOW_BETA = Assumption("alpha < beta", r"$\alpha < \beta$", increasing)


def integrated_entropy(shape: int) -> Fraction:
    """-2 E[lambda log lambda] for Beta(n, n), exactly, n = ``shape`` an integer: (1 - lambda)^(n-1) is expanded.

    The integral of lambda^k log lambda over [0, 1] is -1/(k + 1)^2.

    >>> [str(integrated_entropy(n)) for n in (1, 2, 3)]
    ['1/2', '7/12', '37/60']
    """
    n = shape
    terms = [Fraction((-1) ** j * comb(n - 1, j), (n + j + 1) ** 2) for j in range(n)]
    return Fraction(2 * factorial(2 * n - 1), factorial(n - 1) ** 2) * sum(terms, start=Fraction(0))


def entropies_are(shapes: TwoShapes, values: tuple[sp.Expr, sp.Expr]) -> Finding:
    """The two mean entropies are ``values``, by integration for integer shapes; not certain for others."""
    if any(shape.denominator != 1 for shape in (shapes.alpha, shapes.beta)):
        return Finding(None, "the integral is exact for integer shapes only")
    found = [integrated_entropy(int(shape)) for shape in (shapes.alpha, shapes.beta)]
    holds = conjunction(*(equal(sympify(f), v) for f, v in zip(found, values, strict=True)))
    return Finding(holds, f"the mean entropies are {found[0]} and {found[1]}")


def entropies_rise_below(shapes: TwoShapes, bound: sp.Expr) -> Finding:
    """0 < E[H] of the first law < E[H] of the second < ``bound``."""
    low, high = entropies(shapes)
    holds = conjunction(is_positive(low), less(low, high), less(high, bound))
    return Finding(holds, f"{sp.N(low, 8)}, then {sp.N(high, 8)}; the bound is {sp.N(bound, 8)}")


def entropies(shapes: TwoShapes) -> tuple[sp.Expr, sp.Expr]:
    """psi(2 alpha + 1) - psi(alpha + 1) for both."""
    first, second = shapes.laws
    return mean_entropy(first), mean_entropy(second)


register(
    Claim(
        id="liu-2023-floor-pairings",
        title="The floor of the Mixup loss for every way to pair, and when it is reached",
        statement=(
            r"Let a point meet itself with probability $s$, and otherwise another one with weights $\propto p_i p_j$. "
            r"The Mixup cross-entropy of every classifier is at least "
            r"$\frac{1-s}{1-\sum_i p_i^2}(1-\sum_c W_c^2)\,E[H(\lambda)]$, $W_c$ the class masses, $H$ the binary "
            r"entropy in nats, for every $P_f$; for a single point $0$. This is the least loss iff (almost) no place "
            r"is reached with two different mixed labels."
        ),
        paper=LIU_2023,
        place=LEMMA,
        reading=Reading.OURS,
        instance=MixedPairs,
        conclusion=Conclusion(
            (
                atomic_part("the loss is at least", loss_is_at_least, entropy_floor),
                atomic_part("reached iff no place has two labels", reaches_floor, no_conflict),
            )
        ),
        expected=Verdict.PROVED,
        tightness="the floor is reached where no place has two labels",
    )
)
register(
    Claim(
        id="liu-2023-floor",
        title="The floor of the Mixup loss is the mean entropy of the mixed labels",
        statement=(
            r"With independent partners (self-pairs included) the Mixup cross-entropy of every classifier is at least "
            r"$(1-\sum_c W_c^2)\,E[H(\lambda)]$, for every $P_f$, and this is the least loss iff (almost) "
            r"no place is reached with two different mixed labels. For Beta$(1, 1)$ and $C$ equal classes it is "
            r"$(C-1)/(2C)$."
        ),
        paper=LIU_2023,
        place=LEMMA,
        reading=Reading.OURS,
        instance=MixedPairs,
        assumptions=(Assumption("independent partners", r"$s = \sum_i p_i^2$", independent_partners),),
        conclusion=Conclusion(
            (
                atomic_part("the loss is at least", loss_is_at_least, independent_floor),
                atomic_part("reached iff no place has two labels", reaches_independent_floor, no_conflict),
            )
        ),
        expected=Verdict.PROVED,
        tightness="the floor is reached where no place has two labels",
    )
)
register(
    Claim(
        id="liu-2023-floor-beta",
        title="The floor under Beta(alpha, alpha) is a difference of digammas, and rises with alpha",
        statement=(
            r"For $\lambda \sim \mathrm{Beta}(\alpha,\alpha)$, $E[H(\lambda)] = \psi(2\alpha+1)-\psi(\alpha+1)$, which "
            r"increases strictly in $\alpha$, from $0$ at $\alpha \to 0$ to $\log 2$ at $\alpha \to \infty$. "
            r"($1/2$ at $\alpha = 1$.)"
        ),
        paper=LIU_2023,
        place=LEMMA,
        reading=Reading.OURS,
        instance=TwoShapes,
        assumptions=(ALPHA_BELOW_BETA,),
        conclusion=Conclusion(
            (
                Part("mean entropies", entropies_are, entropies),
                Part("rising, below log 2", entropies_rise_below, lambda _: sp.log(2)),
            )
        ),
        expected=Verdict.PROVED,
        tightness="an equality; the bounds are limits",
    )
)
