"""The expansion of a Gaussian class, exactly: half-spaces expand least."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy as sp

from theory.claim import Assumption, Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.instances import make_exact
from theory.numbers import ball, conjunction, is_positive, less, less_equal, precision
from theory.results.self_training.papers import WEI_2021

BITS = 128
STEP = Fraction(1, 10**9)
# shares of a class below which all sets of wrong pseudo-labels expand by more than 3, and by more than 2
THRESHOLDS = {3: (Fraction(175738402, 10**9), Fraction(175738403, 10**9)),
              2: (Fraction(376865155, 10**9), Fraction(376865156, 10**9))}  # fmt: skip


@dataclass(frozen=True)
class GaussianClass:
    """A class N(tau, I/d) of which sets of at most ``share`` are considered, and ``radius``.

    N(x) is the ball about x of ``radius`` standard deviations 1/sqrt(d), in any direction: for B(x) a ball of half that
    radius.  Raises ``ValueError`` for a share outside of (0, 1) and a radius that is not positive.
    """

    share: Fraction
    radius: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        make_exact(self, "share", "radius", rational=True)
        if not 0 < self.share < 1 or self.radius <= 0:
            raise ValueError(f"the share {self.share} must be between 0 and 1, the radius {self.radius} positive")

    def __str__(self) -> str:
        return f"sets of at most {self.share} of the class, radius {self.radius}"


def normal(t: sp.Expr) -> sp.Expr:
    """Phi(t), the share of a half-space that ends t standard deviations beyond the mean."""
    return (1 + sp.erf(t / sp.sqrt(2))) / 2


def quantile(share: Fraction) -> flint.arb:
    """t with Phi(t) = ``share``, by bisection at the precision in force.

    >>> bool(abs(quantile(Fraction(1, 2))) < 1e-12)
    True
    """
    lo, hi = Fraction(-2), Fraction(2)
    while not less(ball(normal(sp.Rational(lo))), ball(share)):
        lo *= 2
    while not less(ball(share), ball(normal(sp.Rational(hi)))):
        hi *= 2
    while hi - lo > Fraction(1, 2**90):
        middle = (lo + hi) / 2
        below = less(ball(normal(sp.Rational(middle))), ball(share))
        if below is None:
            break
        lo, hi = (middle, hi) if below else (lo, middle)
    return ball(lo).union(ball(hi))


def half_space_quotient(gaussian: GaussianClass) -> flint.arb:
    """P(N(V))/P(V) for the half-space V of the largest share: 1 + (integral of the density over the ``radius``)/share.

    With the radius 1 the quotient of no other set of at most that share is smaller.
    """

    def density(t: flint.acb, _: bool) -> flint.acb:
        return (-t * t / 2).exp() / (2 * flint.acb.pi()).sqrt()

    start = quantile(gaussian.share)
    gained = flint.acb.integral(density, start, start + ball(gaussian.radius)).real
    return 1 + gained / ball(gaussian.share)


def nine_decimals(gaussian: GaussianClass, decimals: Fraction | None) -> Finding:
    """The half-space of the largest share expands by ``decimals``, up to less than a unit of the ninth decimal."""
    if decimals is None:
        return Finding(None, "the ninth decimal is not known")
    with precision(BITS):
        found = half_space_quotient(gaussian)
        holds = conjunction(less_equal(ball(decimals), found), less(found, ball(decimals + STEP)))
        return Finding(holds, f"half-spaces of this share expand by {found.str(12, radius=False)}")


def at_one_deviation(gaussian: GaussianClass) -> Fraction:
    """Phi(Phi^-1(share) + 1)/share to nine decimals, rounded down; ``ArithmeticError`` where balls do not tell them."""
    with precision(BITS):
        found = (1 + ((quantile(gaussian.share) + 1) / flint.arb(2).sqrt()).erf()) / 2 / ball(gaussian.share)
        units = (found / ball(STEP)).floor().unique_fmpz()
    if units is None:
        raise ArithmeticError(f"the ninth decimal of {found} is not known")
    return int(units) * STEP


def known_decimals(gaussian: GaussianClass) -> Fraction | None:
    """The same; ``None`` where they are not known."""
    try:
        return at_one_deviation(gaussian)
    except ArithmeticError:
        return None


def exceeds(gaussian: GaussianClass, above: tuple[bool | None, bool | None]) -> Finding:
    """Whether the least expansion is above 3, and above 2, is as ``above`` says."""
    with precision(BITS):
        found = half_space_quotient(gaussian)
        truths = tuple(is_positive(found - c) for c in (3, 2))
    holds = None if None in (*truths, *above) else truths == above
    return Finding(holds, f"the least expansion is above 3: {truths[0]}, above 2: {truths[1]}")


def below_thresholds(gaussian: GaussianClass) -> tuple[bool | None, bool | None]:
    """Whether the share is below each threshold; not known between its two nine-digit neighbours."""
    first, second = (
        True if gaussian.share <= THRESHOLDS[c][0] else (False if gaussian.share >= THRESHOLDS[c][1] else None)
        for c in (3, 2)
    )
    return first, second


def one_deviation(gaussian: GaussianClass) -> Finding:
    """The radius is one standard deviation."""
    return Finding(gaussian.radius == 1, f"the radius is {gaussian.radius}")


register(
    Claim(
        id="self-training-gaussian",
        title="A Gaussian class expands by 2 Phi(1) = 1.68 up to half of it, and by more than 3 up to 17.57 percent",
        statement=(
            r"Let a class be $N(\tau, I/d)$ and $B(x)$ the ball of radius $\frac{1}{2\sqrt d}$, so that $N(x)$ is that "
            r"of one standard deviation. Every set $V$ of at most the share $a$ has "
            r"$P(N(V)) \ge \frac{\Phi(\Phi^{-1}(a)+1)}{a} P(V)$, with equality for a half-space of the share $a$. The "
            r"factor falls in $a$ and is $2\Phi(1) = 1.682689\ldots$ at $1/2$; it is above $3$ exactly if "
            r"$a < 0.1757384\ldots$, and above $2$ exactly if $a < 0.3768651\ldots$"
        ),
        paper=WEI_2021,
        place="the Gaussian example",
        reading=Reading.OURS,
        note="it is recalled with the factor 1.5 at one half",
        instance=GaussianClass,
        assumptions=(Assumption("one deviation", r"$N(x)$ has the radius $1/\sqrt d$", one_deviation),),
        conclusion=Conclusion(
            (
                Part("nine decimals", nine_decimals, known_decimals),
                Part("above 3, above 2", exceeds, below_thresholds),
            )
        ),
        expected=Verdict.PROVED,
        tightness="attained by half-spaces",
    )
)
