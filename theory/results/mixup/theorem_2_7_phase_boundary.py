"""Theorem 2.7 in the plane of epsilon and alpha: one curve alpha*(epsilon, p) parts failure from success.

The point 1 of the three-point line, outer weights p, is misclassified by the h_eps of Beta(alpha, alpha) exactly
for alpha > alpha*.  Because the excess crosses 0 once and upwards, two certified signs enclose the crossing.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.numbers import Exact, Truth, ball, equal, equivalent, is_positive, less, less_equal, precision
from theory.results.mixup.paper import MIXUP
from theory.results.mixup.theorem_2_7 import (
    BITS,
    UNIFORM,
    ThreePoints,
    failure_excess,
    is_small_integer,
    mass_gap,
    misclassified,
)

CRITICAL_WEIGHT_OF_ALL = Fraction(1, 4)  # where 2p = 1 - 2p: beyond epsilon = 1 the ball holds everything
LARGEST_ALPHA = 2**50  # no bracket is sought beyond it or its inverse: p is then next to the critical weight or 1/2


def exceeds(alpha: Exact, epsilon: Exact, outer_weight: Exact = UNIFORM) -> Truth:
    """Whether the excess is positive at ``alpha``, for 0 < epsilon < 1; ``None`` if balls cannot tell."""
    for bits in BITS:
        with precision(bits):
            truth = is_positive(failure_excess(ball(alpha), ball(epsilon), ball(outer_weight)))
        if truth is not None:
            return truth
    return None


def at_every_alpha(epsilon: Exact, outer_weight: Exact = UNIFORM) -> bool | None:
    """Whether the point 1 fails (``True``) or is right (``False``) at every alpha; ``None``: alpha matters.

    From epsilon = 1 on the ball holds all of each open segment that meets it, so h_eps knows nothing of alpha.  Below,
    M < 1 keeps the excess under 2p^2 - q^2.
    """
    if less(1, epsilon):
        return bool(less(CRITICAL_WEIGHT_OF_ALL, outer_weight))
    fails_in_the_limit = bool(is_positive(2 * outer_weight**2 - (1 - 2 * outer_weight) ** 2))
    return fails_in_the_limit if equal(epsilon, 1) or not fails_in_the_limit else None


@lru_cache(maxsize=1024)
def phase_boundary(
    epsilon: Exact, outer_weight: Exact = UNIFORM, width: Exact | float = 1e-9
) -> tuple[Fraction, Fraction]:
    """Exact numbers lo < alpha*(epsilon, p) < hi at most ``width`` apart; the excess is negative at lo, positive at hi.

    Both signs are certified by balls, and the excess crosses 0 only once.  Raises ``ValueError`` where nothing depends
    on alpha, and ``ArithmeticError`` when the crossing is out of reach.

    >>> lo, hi = phase_boundary(Fraction(1, 2))
    >>> round(float(lo), 8) == round(float(hi), 8), float(hi - lo) <= 1e-9
    (True, True)
    """
    if at_every_alpha(epsilon, outer_weight) is not None:
        raise ValueError(f"at epsilon = {epsilon} and outer weight {outer_weight} nothing depends on alpha")
    lo = hi = Fraction(1)
    while exceeds(hi, epsilon, outer_weight) is not True:
        hi *= 2
        if hi > LARGEST_ALPHA:
            raise ArithmeticError(f"no failure found up to alpha = {LARGEST_ALPHA}: take another resolution or weight")
    while exceeds(lo, epsilon, outer_weight) is not False:
        lo /= 2
        if lo * LARGEST_ALPHA < 1:
            raise ArithmeticError(
                f"no success found down to alpha = 1/{LARGEST_ALPHA}: take another resolution or weight"
            )
    while hi - lo > width:
        lo, hi = _narrower(lo, hi, epsilon, outer_weight)
    return lo, hi


def _narrower(lo: Fraction, hi: Fraction, epsilon: Exact, outer_weight: Exact) -> tuple[Fraction, Fraction]:
    """The part of (lo, hi) that holds the crossing; if the midpoint is the crossing itself, a third tells."""
    for share in (Fraction(1, 2), Fraction(1, 3)):
        middle = lo + (hi - lo) * share
        truth = exceeds(middle, epsilon, outer_weight)
        if truth is not None:
            return (lo, middle) if truth else (middle, hi)
    raise ArithmeticError(f"the sign at alpha = {float(middle)} needs more than {BITS[-1]} bits: ask for fewer digits")


def beyond(instance: ThreePoints) -> Truth:
    """alpha > alpha*: by the enclosure outside it; inside it by the sign of the excess, exactly if need be.

    ``None`` where alpha* is out of reach, or the sign needs more bits.
    """
    try:
        lo, hi = phase_boundary(instance.epsilon, instance.outer_weight)
    except ArithmeticError:
        return None
    if less_equal(hi, instance.alpha):
        return True
    if less_equal(instance.alpha, lo):
        return False
    truth = exceeds(instance.alpha, instance.epsilon, instance.outer_weight)
    if truth is None and is_small_integer(instance.alpha):
        return is_positive(mass_gap(instance))
    return truth


def fails_beyond_one_crossing(instance: ThreePoints, after: Truth) -> Finding:
    """Whether some alpha* in (0, infinity) parts failure from success, and the point 1 fails here if ``after`` it."""
    found = misclassified(instance)
    constant = at_every_alpha(instance.epsilon, instance.outer_weight)
    if constant is not None:
        return Finding(False, f"the point 1 {'fails' if constant else 'is right'} at every α; here {found.witness}")
    try:
        lo, hi = phase_boundary(instance.epsilon, instance.outer_weight)
    except ArithmeticError as error:
        return Finding(None, str(error))
    return Finding(equivalent(found.holds, after), f"{found.witness}; α* in [{float(lo):.10g}, {float(hi):.10g}]")


def beyond_the_crossing(instance: ThreePoints) -> Truth:
    """Whether alpha > alpha*; ``None`` where nothing depends on alpha."""
    constant = at_every_alpha(instance.epsilon, instance.outer_weight)
    return beyond(instance) if constant is None else None


parted_by_one_crossing = Conclusion(
    (Part("fails exactly beyond alpha*", fails_beyond_one_crossing, beyond_the_crossing),)
)


def _below_one(instance: ThreePoints) -> Finding:
    return Finding(less(instance.epsilon, 1), f"ε = {instance.epsilon}")


def _heavy_ends(instance: ThreePoints) -> Finding:
    p = instance.outer_weight
    return Finding(is_positive(2 * p**2 - (1 - 2 * p) ** 2), f"p = {p}")


register(
    Claim(
        id="theorem-2.7-phase-boundary",
        title="Exactly one alpha parts success from failure at the middle point",
        statement=(
            r"Three-point line, outer weights $p$ with $\sqrt{2}\,p > 1 - 2p$, $0 < \epsilon < 1$, "
            r"$\lambda \sim$ Beta$(\alpha, \alpha)$: there is exactly one $\alpha^* \in (0, \infty)$ such that "
            r"$h_\epsilon$ misclassifies the point $1$ if and only if $\alpha > \alpha^*$."
        ),
        paper=MIXUP,
        place="Theorem 2.7",
        reading=Reading.OURS,
        instance=ThreePoints,
        assumptions=(
            Assumption("resolution below 1", r"$0 < \epsilon < 1$", _below_one),
            Assumption("heavy ends", r"$2p^2 > (1 - 2p)^2$; uniform weights meet it", _heavy_ends),
        ),
        conclusion=parted_by_one_crossing,
        expected=Verdict.PROVED,
        tightness="an equivalence; both assumptions are needed",
    )
)
