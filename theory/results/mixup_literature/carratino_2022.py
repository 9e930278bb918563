"""Carratino et al. 2022: Mixup shrinks points and labels towards their means, by a factor that falls with alpha."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from theory.claim import Claim, Conclusion, Finding, Part, Reading, Verdict, register
from theory.mixing import Beta
from theory.numbers import Exact, conjunction, equal, less, sympify
from theory.results.mixup_literature.liu_2023 import ALPHA_BELOW_BETA, TwoShapes
from theory.results.mixup_literature.papers import CARRATINO_2022


def mean_larger_share(alpha: Exact) -> sp.Expr:
    """E[max(lambda, 1 - lambda)] = 1/2 + Gamma(alpha + 1/2)/(2 sqrt(pi) Gamma(alpha + 1)) for Beta(alpha, alpha).

    >>> mean_larger_share(Fraction(1)), mean_larger_share(Fraction(1, 2))
    (3/4, 1/pi + 1/2)
    """
    a = alpha if isinstance(alpha, sp.Expr) else sympify(alpha)
    return sp.Rational(1, 2) + sp.gamma(a + sp.Rational(1, 2)) / (2 * sp.sqrt(sp.pi) * sp.gamma(a + 1))


def integrated_share(shape: int) -> Fraction:
    """The same for Beta(n, n), n an integer, exactly: twice E[lambda; lambda > 1/2].

    >>> [str(integrated_share(n)) for n in (1, 2)]
    ['3/4', '11/16']
    """
    value: Fraction = 2 * Beta(shape).moment(Fraction(1, 2), Fraction(1))
    return value


def shares(shapes: TwoShapes) -> tuple[sp.Expr, sp.Expr]:
    """The closed form for both shapes."""
    return mean_larger_share(shapes.alpha), mean_larger_share(shapes.beta)


def shares_are(shapes: TwoShapes, values: tuple[sp.Expr, sp.Expr]) -> Finding:
    """The two mean shares are ``values``, by integration for integer shapes; not certain for others."""
    if any(shape.denominator != 1 for shape in (shapes.alpha, shapes.beta)):
        return Finding(None, "the integral is exact for integer shapes only")
    found = [integrated_share(int(shape)) for shape in (shapes.alpha, shapes.beta)]
    holds = conjunction(*(equal(sympify(f), v) for f, v in zip(found, values, strict=True)))
    return Finding(holds, f"the mean larger shares are {found[0]} and {found[1]}")


def shares_fall_above(shapes: TwoShapes, bound: Exact) -> Finding:
    """1 > the first share > the second > ``bound``."""
    first, second = shares(shapes)
    holds = conjunction(less(first, 1), less(second, first), less(sympify(bound), second))
    return Finding(holds, f"{sp.N(first, 8)}, then {sp.N(second, 8)}; the bound is {bound}")


register(
    Claim(
        id="carratino-2022-shrinkage",
        title="The factor by which Mixup shrinks points and labels falls with alpha, from 1 to 1/2",
        statement=(
            r"For $\lambda \sim \mathrm{Beta}(\alpha,\alpha)$, $\bar\theta(\alpha) = E[\max(\lambda, 1-\lambda)] = "
            r"\frac12 + \frac{\Gamma(\alpha+1/2)}{2\sqrt\pi\,\Gamma(\alpha+1)}$. It falls strictly in $\alpha$, from "
            r"$1$ at $\alpha \to 0$ to $1/2$ at $\alpha \to \infty$; so labels are smoothed towards the class "
            r"frequencies by $1-\bar\theta$, $1/4$ at $\alpha = 1$."
        ),
        paper=CARRATINO_2022,
        place="the shrunken points and labels",
        reading=Reading.OURS,
        instance=TwoShapes,
        assumptions=(ALPHA_BELOW_BETA,),
        conclusion=Conclusion(
            (
                Part("mean larger shares", shares_are, shares),
                Part("falling, above 1/2", shares_fall_above, lambda _: Fraction(1, 2)),
            )
        ),
        expected=Verdict.PROVED,
        tightness="an equality; the bounds are limits",
    )
)
