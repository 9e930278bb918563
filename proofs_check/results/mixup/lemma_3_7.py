"""Lemma 3.7 from the exact law of the multipliers: a union bound, and one exponential moment.

H_i = G_i - mean G, R^2 ~ chi^2_m is independent of them, Q(t) = P(Z > t) for a standard normal Z.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, smt, statistical, symbolic, together
from proofs_check.results.mixup.lemma_3_7_exact import centred_covariances
from proofs_check.results.mixup.textbook import INTEGRALS
from theory.linear.gaussian_data import (
    RULES,
    STATED_FACTOR,
    count_interpolating,
    degrees_of_freedom,
    least_dimension,
    transition_curve,
)
from theory.numbers import Number
from theory.results.mixup.lemma_3_7 import AFTER_SEEING, STATED_FAILURE, GaussianData, stated_bound

SIZES = (3, 5, 10, 20, 50, 100)
ADVERSARY = GaussianData(100, least_dimension(100), AFTER_SEEING)
N, M, T, S = sp.symbols("n m t s", positive=True)
DENSITY = sp.exp(-(T**2) / 2) / sp.sqrt(2 * sp.pi)

proof = Proof("lemma-3.7")
proof.uses("lemma-3.7-exact")
proof.trusted(*INTEGRALS)


@proof.step(
    "one multiplier",
    "symbolic",
    "beta_i < 0 iff sqrt(n) H_i > R, and H_i is normal of variance 1 - 1/n; so P(beta_i < 0) = E Q(R/sqrt(n - 1)) = p, "
    "which is P(T_m > sqrt(m/(n - 1))) with T_m = Z/(R/sqrt(m)) of Student's law",
    ["lemma-3.7-exact", "assumption:independent labels"],
)
def one_multiplier(_: Settings) -> Result:
    """sqrt(n) H_i = sqrt(n - 1) Z, of which the variances are compared."""
    radius, less_one = sp.symbols("R n-1", positive=True)
    variance, _covariance = centred_covariances(N)
    threshold = radius / sp.sqrt(less_one)
    residuals = {
        "variance": (sp.expand(N * variance), N - 1),
        "Student": (threshold / (radius / sp.sqrt(M)), sp.sqrt(M / less_one)),
    }
    return symbolic.identities(residuals, "every n >= 2")


@proof.step("union", "smt", "some beta_i is negative with probability at most n p", ["one multiplier", "integrals"])
def union(_: Settings) -> Result:
    """An indicator of "or" is at most the sum of the indicators; one after another."""
    import z3

    first, second = z3.Bools("first second")
    counts = [z3.If(event, z3.RealVal(1), z3.RealVal(0)) for event in (z3.Or(first, second), first, second)]
    return smt.universally({"or": ([z3.BoolVal(True)], counts[0] <= counts[1] + counts[2])}, "all n")


@proof.step("normal tail", "symbolic", "Q(t) <= exp(-t^2/2)/2 for t >= 0", ["integrals"])
def normal_tail(_: Settings) -> Result:
    """The density at t + s is that at s times exp(-t^2/2) exp(-t s), and the last factor is at most 1."""
    shifted = DENSITY.subs(T, T + S) / (DENSITY.subs(T, S) * sp.exp(-(T**2) / 2))
    half = sp.Integral(DENSITY, (T, 0, sp.oo))
    return together(
        symbolic.identities({"shift": (shifted, sp.exp(-T * S)), "half": (half, sp.Rational(1, 2))}, "all t, s > 0"),
        symbolic.signs({"falls": (sp.diff(sp.exp(-T * S), T), "<0")}, "all t, s > 0"),
    )


@proof.step(
    "exponential moment",
    "symbolic",
    "E exp(-s R^2) = (1 + 2s)^(-m/2), at s = 1/(2 (n - 1)) it is (1 - 1/n)^(m/2); so p <= (1 - 1/n)^(m/2)/2",
    ["one multiplier", "normal tail", "integrals"],
)
def exponential_moment(_: Settings) -> Result:
    """R^2 is a sum of m independent squares, each with the same moment."""
    square = sp.Integral(2 * DENSITY * sp.exp(-S * T**2), (T, 0, sp.oo))
    base = moment_base(1 / (2 * (N - 1)))
    return symbolic.identities(
        {"of one square": (square, moment_base(S) ** sp.Rational(1, 2)), "its base": (base, 1 - 1 / N)}, "every n >= 2"
    )


def moment_base(s: sp.Expr) -> sp.Expr:
    """The b of E exp(-s chi^2_m) = b^(m/2)."""
    return 1 / (1 + 2 * s)


@proof.step("logarithm", "symbolic", "1 - 1/n <= exp(-1/n), so that n p <= (n/2) exp(-m/(2n))", ["exponential moment"])
def logarithm(_: Settings) -> Result:
    """x + log(1 - x) is 0 at 0 and falls; at x = s/(1 + s)."""
    gap = S + sp.log(1 - S)
    slope = sp.diff(gap, S).subs(S, S / (1 + S))
    return together(
        symbolic.identities({"at 0": (sp.Limit(gap, S, 0), sp.Integer(0))}, "0 < x < 1"),
        symbolic.signs({"slope": (sp.simplify(slope), "<0")}, "0 < x < 1"),
    )


@proof.step(
    "degrees",
    "smt",
    f"m = d - n + 2 >= {STATED_FACTOR} n ln n, and d >= n",
    ["assumption:dimension"],
)
def enough_degrees(_: Settings) -> Result:
    """From d > 10 n ln n + n - 1, with ln n >= 0."""
    import z3

    n, d = z3.Ints("n d")
    product = z3.Real("n ln n")
    premises = [n >= 1, product >= 0, d > STATED_FACTOR * product + n - 1]
    conclusion = z3.And(degrees_of_freedom(n, d) >= STATED_FACTOR * product, d >= n)
    return smt.universally({"degrees": (premises, conclusion)}, "every n and d")


@proof.step(
    "small",
    "symbolic",
    f"(n/2) exp(-m/(2n)) <= n^(1 - {STATED_FACTOR}/2)/2 = 1/(2 n^4), which is at most {STATED_FAILURE}/n",
    ["union", "logarithm", "degrees"],
)
def small(_: Settings) -> Result:
    """The bound falls with m; at n = 1 + r the logarithm of n^2 exp(-m/(2n))/4 is negative."""
    r = sp.symbols("r", positive=True)
    bound = union_bound(N, STATED_FACTOR * N * sp.log(N))
    share = sp.log(bound * N / STATED_FAILURE)
    excess = (2 - sp.Rational(STATED_FACTOR, 2)) * sp.log(1 + r) - sp.log(2 * STATED_FAILURE)
    return together(
        symbolic.identities(
            {
                "power": (bound, N ** (1 - sp.Rational(STATED_FACTOR, 2)) / 2),
                "share": (sp.expand_log(share), excess.subs(r, N - 1)),
            },
            "every n",
        ),
        symbolic.signs(
            {"falls": (sp.diff(union_bound(N, M), M), "<0"), "share": (excess, "<0")},
            "every n >= 2; at n = 1 there is one multiplier, which is positive",
        ),
    )


def union_bound(n: Number, m: Number) -> sp.Expr:
    """(n/2) exp(-m/(2n))."""
    return sp.sympify(n / 2 * sp.exp(-m / (2 * n)))


# ------------------------------------------------------------------------------------- labels that know the points
@proof.check(
    "labels chosen after seeing X",
    "symbolic",
    "beta_1 < 0 iff |g_1| + ... + |g_{n-1}| > R, for y_j = -sign (K^{-1})_1j; both are near their means, by Cantelli's "
    "inequality: so the control fails by an exact bound",
)
def labels_after_seeing(_: Settings) -> Result:
    """E|g| = sqrt(2/pi), Var|g| = 1 - 2/pi; E(z - v/a)^2/(a + v/a)^2 = v/(v + a^2) for E z = 0, E z^2 = v."""
    import z3

    v, a = sp.symbols("v a", positive=True)
    absolute = sp.Integral(2 * T * DENSITY, (T, 0, sp.oo))
    z, shift, spread = z3.Reals("z shift a")
    beyond = z3.If(z >= spread, z3.RealVal(1), z3.RealVal(0))
    statement = ([spread > 0, shift > 0], beyond * (spread + shift) ** 2 <= (z + shift) ** 2)
    return together(
        symbolic.identities(
            {
                "E|g|": (absolute, sp.sqrt(2 / sp.pi)),
                "Cantelli": ((v + (v / a) ** 2) / (a + v / a) ** 2, v / (v + a**2)),
            },
            "every n and d",
        ),
        smt.universally({"indicator": statement}, "every z"),
    )


# ------------------------------------------------------------------------------------- evidence
def _monte_carlo(rule: str) -> None:
    @proof.check(f"labels {rule}", "statistical", "the bound 1 - 2/n is reached at the least dimension allowed")
    def frequencies(settings: Settings) -> Result:
        """The worst n of 3, 5, 10, 20, 50 and 100."""
        trials = settings.size(400, 1000, 10_000)
        results = []
        for n in SIZES:
            rng = np.random.default_rng((settings.seed, n))
            count = count_interpolating(n, least_dimension(n), trials, rng, RULES[rule])
            results.append(statistical.at_least(count, trials, float(stated_bound(n)), f"n = {n}, {trials} draws"))
        return min(results, key=lambda result: (result.holds is not False, result.holds is True))


for name in ("balanced", "one against the rest", "coin flips"):
    _monte_carlo(name)


@proof.check("transition", "statistical", "the frequency rises from 0 to 1 with d/(n ln n); 10 is more than is needed")
def transition(settings: Settings) -> Result:
    """n = 50: nothing below half, everything above 8; and less than the bound at 1, so that some factor is needed."""
    rows = transition_curve(
        (50,), (0.25, 1, 2, 4, 8), settings.size(200, 1000, 10_000), np.random.default_rng(settings.seed)
    )
    rising = [a.successes <= b.successes for a, b in pairwise(rows)]
    ends = [rows[0].high < 0.05, rows[-1].low > 0.95, rows[1].high < stated_bound(50)]
    text = ", ".join(f"{row.ratio:.2f}: {row.successes / row.trials:.3f}" for row in rows)
    return exact.decide([bool(truth) for truth in (*rising, *ends)], "n = 50", f"d/(n ln n) and frequency: {text}")


FOUR = GaussianData(4, least_dimension(4))
proof.example(lambda: FOUR)
proof.example(lambda: GaussianData(100, least_dimension(100), "balanced"), "a hundred points")
proof.near_miss("probability at least 1 - 2/n", lambda: (FOUR, Fraction(99_999, 100_000)), "failure below 1e-5")
proof.control("dimension", lambda: GaussianData(100, 200))
proof.control("independent labels", lambda: ADVERSARY)
