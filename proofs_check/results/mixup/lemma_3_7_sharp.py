"""Lemma 3.7 from both sides: a union bound above, negative association below.

H_i = G_i - mean G, t = R/sqrt(n - 1), R^2 ~ chi^2_m is independent of the H_i, Q(t) = P(Z > t) for a standard normal Z.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import balls, smt, statistical, symbolic, together
from proofs_check.results.mixup.lemma_3_7 import ADVERSARY, DENSITY, M, N, S, T, moment_base
from proofs_check.results.mixup.lemma_3_7 import proof as union_bound
from proofs_check.results.mixup.lemma_3_7_exact import centred_covariances
from theory.linear.gaussian_data import (
    count_interpolating,
    degrees_of_freedom,
    failure_bounds,
    interpolation_probability_bounds,
)
from theory.numbers import ball
from theory.results.mixup.lemma_3_7 import STATED_FAILURE, GaussianData
from theory.results.mixup.lemma_3_7_sharp import HUNDRED, HUNDRED_LEAST, LARGEST_FACTOR

LOG, GAP = sp.symbols("L e", positive=True)  # ln n, and half of what c is below 4

proof = Proof("lemma-3.7-sharp")
proof.uses("lemma-3.7-exact")
proof.repeat(union_bound, "integrals", "one multiplier", "union", "normal tail", "exponential moment")


# ------------------------------------------------------------------------------------- the lower bound
@proof.step(
    "regression",
    "symbolic",
    "given H_1 = h the other H_j are -h/(n - 1) plus parts that are independent of H_1",
    ["lemma-3.7-exact"],
)
def regression(_: Settings) -> Result:
    """H_j + H_1/(n - 1) is uncorrelated with H_1."""
    variance, covariance = centred_covariances(N)
    return symbolic.identities({"uncorrelated": (covariance + slope_on_another(N) * variance, sp.Integer(0))}, "all n")


def slope_on_another(n: sp.Expr) -> sp.Expr:
    """The c for which H_j + c H_1 is uncorrelated with H_1."""
    return 1 / (n - 1)


@proof.step(
    "association",
    "smt",
    "for a function f that falls and a function g that rises, E f(H) g(H) <= E f(H) E g(H)",
    ["integrals"],
)
def association(_: Settings) -> Result:
    """For two independent copies (f(H) - f(H')) (g(H) - g(H')) <= 0; its mean is 2 E f g - 2 E f E g."""
    import z3

    f, other_f, g, other_g = z3.Reals("f f' g g'")
    opposite = z3.Or(z3.And(f >= other_f, g <= other_g), z3.And(f <= other_f, g >= other_g))
    mean, of_f, of_g = z3.Reals("E[fg] E[f] E[g]")
    statements = {
        "copies": ([opposite], (f - other_f) * (g - other_g) <= 0),
        "means": ([mean - of_f * of_g - of_f * of_g + mean <= 0], mean <= of_f * of_g),
    }
    return smt.universally(statements, "every law")


@proof.step(
    "as if independent",
    "smt",
    "given R, P(all H_i <= s) <= P(H_1 <= s) ... P(H_n <= s): success has at most the probability E Phi(t)^n, and two "
    "multipliers are negative with at most the probability E Q(t)^2",
    ["regression", "association", "one multiplier"],
)
def as_if_independent(_: Settings) -> Result:
    """One factor after another: "H_k <= s" falls with h = H_k, and the rest "H_j = e_j - h/(n-1) <= s" rises with it.

    For "H_i > s and H_j > s" both turn round.
    """
    import z3

    h, larger, e, s, n = z3.Reals("h h' e s n")
    premises = [h <= larger, n > 1]

    def rest(at: Any) -> Any:
        return e - at / (n - 1) <= s

    first, others, every, bound = z3.Reals("first others every bound")
    statements = {
        "falls": (premises, z3.Implies(larger <= s, h <= s)),
        "rises": (premises, z3.Implies(rest(h), rest(larger))),
        "one more factor": ([first >= 0, every <= first * others, others <= bound], every <= first * bound),
    }
    return smt.universally(statements, "every n and s")


@proof.step(
    "two points",
    "symbolic",
    "for n = 2, H_2 = -H_1: both multipliers cannot be negative, and failure has the probability 2p",
    ["one multiplier"],
)
def two_points(_: Settings) -> Result:
    """Their sum is 0, and R > 0."""
    a, b = sp.symbols("G_1 G_2", real=True)
    mean = (a + b) / 2
    return symbolic.identities({"opposite": (a - mean, -(b - mean))}, "every pair")


@proof.step("falls", "smt", "the probability of failure falls as d grows", ["lemma-3.7-exact"])
def falls(_: Settings) -> Result:
    """R^2 for d + 1 is R^2 for d plus an independent square, so fewer H_i exceed R/sqrt(n)."""
    import z3

    h, before, after, n, extra = z3.Reals("H R R' n extra")
    premises = [before > 0, after > 0, n > 0, extra >= 0, after * after == before * before + extra, h > 0]

    def fails(radius: Any) -> Any:
        return n * h * h > radius * radius

    return smt.universally({"less often": (premises, z3.Implies(fails(after), fails(before)))}, "every n and d")


# ------------------------------------------------------------------------------------- the smaller dimension
@proof.step("logarithm", "symbolic", "ln(n/(n - 1)) >= 2/(2n - 1)")
def logarithm(_: Settings) -> Result:
    """With z = 1/(2n - 1), n/(n - 1) = (1 + z)/(1 - z); the gap is 0 at z = 0 and rises, here at z = s/(1 + s)."""
    gap = sp.log(1 + S) - sp.log(1 - S) - 2 * S
    z = 1 / (2 * N - 1)
    return together(
        symbolic.identities(
            {"ratio": ((1 + z) / (1 - z), N / (N - 1)), "at 0": (sp.Limit(gap, S, 0), sp.Integer(0))}, "every n > 1"
        ),
        symbolic.signs({"slope": (sp.factor(sp.diff(gap, S)).subs(S, S / (1 + S)), ">0")}, "0 < z < 1"),
    )


@proof.step(
    "smaller dimension",
    "symbolic",
    "(n/2) (1 - 1/n)^(m/2) <= (n/2) exp(-m/(2n - 1)), which is 2/n at m = (4n - 2) ln(n/2) and falls with m",
    ["union", "exponential moment", "logarithm", "assumption:room", "assumption:independent labels"],
)
def smaller_dimension(_: Settings) -> Result:
    """m = d - n + 2, and d >= n for n >= 3: there m >= 2."""
    bound = N / 2 * sp.exp(-M * N / (2 * N**2 - N))
    enough = (4 * N - 2) * sp.log(N / STATED_FAILURE)
    return together(
        symbolic.identities(
            {
                "exponent": (M / 2 * 2 / (2 * N - 1), M * N / (2 * N**2 - N)),
                "at the bound": (sp.simplify(bound.subs(M, enough)), STATED_FAILURE / N),
                "degrees": (sp.sympify(degrees_of_freedom(N, N - 2 + enough)), enough),
            },
            "every n >= 3",
        ),
        symbolic.signs({"m at n = 3": (enough.subs(N, 3) - 2, ">0")}, "n = 3"),
    )


@proof.step(
    "a hundred points",
    "balls",
    f"for n = {HUNDRED} failure is above 2/n at d = {HUNDRED_LEAST[0] - 1} and below at {HUNDRED_LEAST[1]}",
    ["union", "as if independent", "falls"],
)
def a_hundred_points(_: Settings) -> Result:
    """The bound below at the first, by a certified integral; the bound above at the second."""
    before, after = HUNDRED_LEAST[0] - 1, HUNDRED_LEAST[1]
    return balls.positive(
        {
            "above": lambda: failure_bounds(HUNDRED, before)[0] - ball(Fraction(STATED_FAILURE, HUNDRED)),
            "below": lambda: ball(Fraction(STATED_FAILURE, HUNDRED)) - failure_bounds(HUNDRED, after)[1],
        },
        f"n = {HUNDRED}",
    )


# ------------------------------------------------------------------------------------- fewer than 4 n ln n
@proof.step("tail from below", "symbolic", "Q(t) >= t/(1 + t^2) times the normal density at t", ["integrals"])
def tail_from_below(_: Settings) -> Result:
    """Their difference tends to 0 and falls: its slope is -2/(1 + t^2)^2 times the density."""
    lower = DENSITY * T / (1 + T**2)
    slope = -DENSITY - sp.diff(lower, T)
    return together(
        symbolic.identities(
            {"slope": (slope, -2 * DENSITY / (1 + T**2) ** 2), "far": (sp.Limit(lower, T, sp.oo), sp.Integer(0))},
            "every t > 0",
        ),
        symbolic.signs({"falls": (-2 * DENSITY / (1 + T**2) ** 2, "<0")}, "every t > 0"),
    )


@proof.step(
    "tilt",
    "symbolic",
    "E[exp(-s R^2) h(R)] = (1 + 2s)^(-m/2) E h(R/sqrt(1 + 2s)); at s = 1/(2(n - 1)), t becomes u = R/sqrt(n), so that "
    "p is at least (1 - 1/n)^(m/2) E[u/(1 + u^2)]/sqrt(2 pi); at s = 1/(n - 1), E Q(t)^2 is at most "
    "((n - 1)/(n + 1))^(m/2)/4",
    ["tail from below", "exponential moment", "as if independent"],
)
def tilt(_: Settings) -> Result:
    """The density of R times exp(-s r^2), with r = q/sqrt(1 + 2s)."""
    q, r, less_one = sp.symbols("q r n-1", positive=True)
    weight = r ** (M - 1) * sp.exp(-(r**2) / 2)
    stretch = sp.sqrt(1 + 2 * S)
    tilted = (weight * sp.exp(-S * r**2)).subs(r, q / stretch) / stretch
    at = {S: 1 / (2 * less_one)}
    residuals = {
        "density": (sp.simplify(tilted / weight.subs(r, q)), (1 + 2 * S) ** (-M / 2)),
        "t": (1 / (sp.sqrt(less_one) * stretch.subs(at)), 1 / sp.sqrt(less_one + 1)),
        "two tails": (moment_base(1 / (N - 1)), (N - 1) / (N + 1)),
    }
    return symbolic.identities(residuals, "every s > 0")


@proof.step(
    "window",
    "smt",
    "if m >= 16 and a = m/n >= 2, then E[u/(1 + u^2)] >= 1/(4 sqrt(3a/2)), u^2 = R^2/n",
    ["integrals", "exponential moment"],
)
def window(_: Settings) -> Result:
    """By Chebyshev |R^2 - m| < m/2 but for a probability of at most 2m/(m/2)^2 <= 1/2; there 1 <= u^2 <= 3a/2."""
    import z3

    u, a, m, root = z3.Reals("u a m root")
    inside = [u > 0, a >= 2, root > 0, 2 * root * root == 3 * a, 2 * u * u >= a, 2 * u * u <= 3 * a]
    statements = {
        "few outside": ([m >= 16], 2 * m / (m / 2 * (m / 2)) <= z3.Q(1, 2)),
        "inside": (inside, 2 * root * u >= 1 + u * u),
    }
    return together(
        symbolic.identities({"variance": (chi_variance(M), 2 * M)}, "every m"), smt.universally(statements, "every R")
    )


def chi_variance(m: sp.Expr) -> sp.Expr:
    """Var chi^2_m from its exponential moment (1 + 2s)^(-m/2)."""
    transform = moment_base(S) ** (m / 2)
    first, second = (sp.diff(transform, S, k).subs(S, 0) for k in (1, 2))
    return sp.simplify(second - first**2)


@proof.step(
    "in the end",
    "symbolic",
    f"for 2 < c < {LARGEST_FACTOR} and d = n c ln n, rounded up, n/2 times the bound n p - (n^2/2) E Q(t)^2 of failure "
    "grows beyond 1; for smaller c failure is even more probable",
    ["tilt", "window", "falls", "as if independent", "logarithm", "assumption:room"],
)
def in_the_end(_: Settings) -> Result:
    """By Bonferroni; c ln n - 1 <= m/n <= c ln n, L = ln n, and ln(1 - 1/n) >= -1/n - 1/n^2 for n >= 2.

    The logarithm of (n/2) n p, divided by L, tends to 2 - c/2; that of the share of the pairs to 1 - c/2.
    """
    c = LARGEST_FACTOR - 2 * GAP
    one, pairs = one_in_the_end(c), pairs_in_the_end(c)
    x = S / (2 * (1 + S))  # runs through 0 < x < 1/2
    gap = sp.log(1 - T) + T + T**2
    residuals = {
        "n p against 2/n": (sp.Limit(one / LOG, LOG, sp.oo), GAP),
        "pairs against n p": (sp.Limit((pairs - one) / LOG, LOG, sp.oo), GAP - 1),
        "at 0": (sp.Limit(gap, T, 0), sp.Integer(0)),
    }
    return together(
        symbolic.identities(residuals, "c = 4 - 2e"),
        symbolic.signs({"slope": (sp.factor(sp.diff(gap, T)).subs(T, x), ">0"), "e": (GAP, ">0")}, "0 < x < 1/2"),
    )


def one_in_the_end(c: sp.Expr) -> sp.Expr:
    """A lower bound of ln((n/2) n p) in L = ln n, for m = c n ln n at most."""
    return 2 * LOG - sp.log(2) - c * LOG / 2 * (1 + sp.exp(-LOG)) - sp.log(4 * sp.sqrt(3 * sp.pi * c * LOG))


def pairs_in_the_end(c: sp.Expr) -> sp.Expr:
    """An upper bound of ln((n/2) (n^2/2) E Q(t)^2), as ln((n - 1)/(n + 1)) <= -2/n and m/n >= c ln n - 1."""
    return 3 * LOG - sp.log(16) - (c * LOG - 1)


# ------------------------------------------------------------------------------------- evidence
@proof.check("between the bounds", "statistical", "frequencies at small and at large n lie between the bounds")
def between_the_bounds(settings: Settings) -> Result:
    """Interpolation, not failure: the upper bound of each by the lower end of its interval, and the other way round."""
    trials, results = settings.size(2000, 10_000, 100_000), []
    for n, d in ((2, 2), (3, 3), (5, 12), (10, 40), (30, 150)):
        low, high = interpolation_probability_bounds(n, d)
        count = count_interpolating(n, d, trials, np.random.default_rng((settings.seed, n)))
        ends = statistical.enclosure(count, trials)
        results.append(
            (ends[0] <= high and ends[1] >= low, f"{n}, {d}: {count / trials:.4f} in [{low:.4f}, {high:.4f}]")
        )
    return Result(all(ok for ok, _ in results), "; ".join(text for _, text in results), "five sizes", trials)


PAIR = GaussianData(2, 5)
FOUR = GaussianData(4, 59)
proof.example(lambda: PAIR, "two points")
proof.example(lambda: GaussianData(HUNDRED, 1655), "a hundred points")
proof.near_miss("failure at most n p", lambda: (PAIR, Fraction(99, 100)))
proof.near_miss("failure at least as if independent", lambda: (FOUR, Fraction(101, 100)))
proof.near_miss("at most 2/n", lambda: (GaussianData(HUNDRED, 1655), Fraction(379, 100_000)))
proof.control("room", lambda: GaussianData(2, 1))
proof.control("independent labels", lambda: ADVERSARY)
