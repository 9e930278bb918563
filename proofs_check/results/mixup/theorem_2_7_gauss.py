"""Theorem 2.7 with Gauss's inequality: a tail that is convex lies above its tangent, and so do the moments.

X = 2 lambda - 1 has the even density f, T(x) = P(|X| >= x), and k is any number in (0, 1).
"""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import smt, symbolic, together
from proofs_check.results.mixup.theorem_2_7 import fails_from_the_bound_on, middle_is_reached
from proofs_check.results.mixup.theorem_2_7 import proof as chebyshev
from proofs_check.results.mixup.theorem_2_7_phase_boundary import ALPHA
from theory.results.mixup.theorem_2_7 import LEAST_ALPHA, MIDDLE, ThreePoints, coefficient
from theory.results.mixup.theorem_2_7_gauss import GAUSS

proof = Proof("theorem-2.7-gauss")
proof.uses("theorem-2.7-phase-boundary")
proof.uses("theorem-2.7-critical-weight")
proof.repeat(chebyshev, "integrals", "Euler's integral", "variance", "uniform weights")


@proof.step("one peak", "symbolic", "for alpha > 1 the density f falls on (0, 1)", ["assumption:large alpha"])
def one_peak(_: Settings) -> Result:
    """The slope of the logarithm of (1 - x^2)^(alpha - 1) at x = 1/(1 + s), alpha = 5 + r."""
    r = sp.Symbol("r", nonnegative=True)
    s, x = sp.symbols("s x", positive=True)
    slope = sp.diff((ALPHA - 1) * sp.log(1 - x**2), x)
    falls = sp.factor(slope.subs({ALPHA: LEAST_ALPHA + r, x: 1 / (1 + s)}))
    return symbolic.signs({"slope": (falls, "<0")}, f"alpha >= {LEAST_ALPHA} and 0 < x < 1")


@proof.step(
    "tangent",
    "smt",
    "T(x) >= T(k) - 2 f(k) (x - k) on [0, 1], and T(x) >= 0",
    ["one peak", "integrals"],
)
def tangent(_: Settings) -> Result:
    """T(x) - T(k) is twice the integral of f from x to k, where f is at least f(k); beyond k it is at most f(k)."""
    import z3

    x, k, at_x, at_k, f, between = z3.Reals("x k T(x) T(k) f between")
    statements = {
        "before": ([x <= k, at_x == at_k + 2 * between, between >= f * (k - x)], at_x >= at_k - 2 * f * (x - k)),
        "beyond": ([x >= k, at_x == at_k - 2 * between, between <= f * (x - k)], at_x >= at_k - 2 * f * (x - k)),
    }
    return smt.universally(statements, "every x and k")


@proof.step("by parts", "symbolic", "E[X^2] is the integral of 2 x T(x) over (0, 1)")
def by_parts(_: Settings) -> Result:
    """x^2 T(x) vanishes at 0 and at 1, and its slope is 2 x T(x) - 2 x^2 f(x), since T' = -2 f."""
    x, u, whole = sp.symbols("x u T_0", positive=True)
    density = sp.Function("f")
    tail = whole - 2 * sp.Integral(density(u), (u, 0, x))
    slope = sp.Derivative(x**2 * tail, x)
    return symbolic.identities({"slope": (slope, 2 * x * tail - 2 * x**2 * density(x))}, "every density")


@proof.step(
    "triangle",
    "symbolic",
    "E[X^2] >= s m^3/3, s = 2 f(k) being the slope of the tangent and m = k + T(k)/s <= 1 its zero",
    ["tangent", "by parts"],
)
def triangle(_: Settings) -> Result:
    """The integral of 2 x s (m - x) over (0, m); at 1 the tangent is not above T(1) = 0, so m <= 1."""
    x, m, s = sp.symbols("x m s", positive=True)
    return symbolic.identities({"area": (sp.Integral(2 * x * s * (m - x), (x, 0, m)), s * m**3 / 3)}, "every m and s")


@proof.step(
    "Gauss",
    "smt",
    f"T(k) <= {GAUSS} E[X^2]/k^2, because 4 m^3 - 27 k^2 (m - k) = (2m - 3k)^2 (m + 3k) >= 0",
    ["triangle"],
)
def gauss(_: Settings) -> Result:
    """T(k) = s (m - k)."""
    import z3

    m, k = sp.symbols("m k", positive=True)
    a, b, c, tail, square = z3.Reals("m k s T(k) E[X^2]")
    share = z3.Q(GAUSS.numerator, GAUSS.denominator)
    no_square = (2 * a - 3 * b) ** 2 * (a + 3 * b)
    premises = [a > b, b > 0, c > 0, tail == c * (a - b), 3 * square >= c * a**3]
    factored = 4 * a**3 - 27 * b**2 * (a - b) == no_square
    return together(
        symbolic.identities(
            {"cubic": (4 * m**3 - 27 * k**2 * (m - k), (2 * m - 3 * k) ** 2 * (m + 3 * k))}, "every m and k"
        ),
        smt.universally(
            {
                "not negative": ([a > b, b > 0], no_square >= 0),
                "tail": ([*premises, factored, c * no_square >= 0], tail * b**2 <= share * square),
            },
            "every tangent",
        ),
    )


@proof.step(
    "most in the middle",
    "symbolic",
    f"M >= {MIDDLE} once alpha >= {coefficient(GAUSS)}/eps^2 - 1/2",
    ["variance", "Gauss", "assumption:large alpha"],
)
def most_in_the_middle(_: Settings) -> Result:
    """At that alpha, and the bound of the tail falls with alpha."""
    return middle_is_reached(GAUSS)


proof.repeat(chebyshev, "Cauchy and Schwarz", "its bound", "product", "below one", "from one on")


@proof.check("from the definition", "sampled", "h_eps itself, from all nine pairs, fails at random alpha >= alpha_0")
def from_the_definition(settings: Settings) -> Result:
    """Exactly for small integer alpha, by balls otherwise."""
    return fails_from_the_bound_on(proof, GAUSS, settings)


proof.control("large alpha", lambda: ThreePoints(1, Fraction(1, 2)))
proof.control("uniform weights", lambda: ThreePoints(40, Fraction(1, 2), Fraction(1, 4)))
proof.example(lambda: ThreePoints(5, Fraction(1, 2)))
proof.example(lambda: ThreePoints(Fraction(1, 2), 1), "from one on", "balls")
