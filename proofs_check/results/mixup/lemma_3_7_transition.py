"""Lemma 3.7's transition: the largest of n normal numbers against a length that is nearly fixed.

L = ln n. The dimension is chosen so that m/n = u^2 = 2 L - ln L - ln 4 pi + 2c + o(1).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, smt, symbolic, together
from proofs_check.results.mixup.lemma_3_7 import DENSITY, M, N, S, T, moment_base
from proofs_check.results.mixup.lemma_3_7 import proof as union_bound
from proofs_check.results.mixup.lemma_3_7_sharp import chi_variance
from theory.linear.gaussian_data import failure_bounds
from theory.numbers import less
from theory.results.mixup.lemma_3_7_transition import TransitionPoint, asserted_limit, centre

LOG = sp.symbols("L", positive=True)
C = sp.symbols("c", real=True)

proof = Proof("lemma-3.7-transition")
proof.uses("lemma-3.7-exact")
proof.repeat(union_bound, "integrals")


@proof.step(
    "one radius",
    "smt",
    "the max-margin solution interpolates iff the largest G_i is at most u = R/sqrt(n) + mean G",
    ["lemma-3.7-exact"],
)
def one_radius(_: Settings) -> Result:
    """1 - sqrt(n) (G_i - mean G)/R >= 0, for every i."""
    import z3

    g, mean, radius, root, s = z3.Reals("G mean R root(n) S")
    multiplier = (1 - root * (g - mean) / radius) / s
    premises = [radius > 0, root > 0, s > 0]
    same = (multiplier >= 0) == (g <= radius / root + mean)
    return smt.universally({"one multiplier": (premises, same)}, "every n")


@proof.step(
    "nearly fixed",
    "symbolic",
    "u^2 - m/n tends to 0 in probability: R^2/n has the mean m/n and the variance 2m/n^2, mean G the variance 1/n",
    ["one radius", "integrals"],
)
def nearly_fixed(_: Settings) -> Result:
    """By Chebyshev; u^2 = R^2/n + 2 mean G R/sqrt(n) + (mean G)^2, and E(mean G R/sqrt(n))^2 = m/n^2."""
    n = sp.exp(LOG)
    dimension = n * place(sp.Integer(0))
    r, g, root = sp.symbols("R mean root", positive=True)
    expanded = r**2 / root**2 + 2 * g * r / root + g**2
    residuals = {
        "square": ((r / root + g) ** 2, expanded),
        "mean": (chi_mean(M), M),
        "variance": (chi_variance(M), 2 * M),
        "of R^2/n": (sp.Limit(2 * dimension / n**2, LOG, sp.oo), sp.Integer(0)),
        "of the product": (sp.Limit(dimension / n**2, LOG, sp.oo), sp.Integer(0)),
        "of the mean": (sp.Limit(1 / n, LOG, sp.oo), sp.Integer(0)),
    }
    return symbolic.identities(residuals, "c = 0; 2c n more changes neither limit")


def place(c: sp.Expr) -> sp.Expr:
    """u^2 in L = ln n."""
    return sp.sympify(centre(LOG, sp.log(LOG), sp.log(4 * sp.pi), c))


def chi_mean(m: sp.Expr) -> sp.Expr:
    """E chi^2_m, from its exponential moment."""
    return sp.simplify(-sp.diff(moment_base(S) ** (m / 2), S).subs(S, 0))


@proof.step(
    "tails",
    "symbolic",
    "(1/t - 1/t^3) times the normal density at t is at most Q(t), and 1/t times it at least",
    ["integrals"],
)
def tails(_: Settings) -> Result:
    """All three vanish far out; the slopes of the gaps are -3/t^4 and -1/t^2 times the density, so the gaps fall."""
    below, above = (1 / T - 1 / T**3) * DENSITY, DENSITY / T
    residuals = {
        "below": (-DENSITY - sp.diff(below, T), -3 / T**4 * DENSITY),
        "above": (sp.diff(above, T) + DENSITY, -1 / T**2 * DENSITY),
        "far below": (sp.Limit(below, T, sp.oo), sp.Integer(0)),
        "far above": (sp.Limit(above, T, sp.oo), sp.Integer(0)),
    }
    return symbolic.identities(residuals, "every t > 0")


@proof.step(
    "expected number",
    "symbolic",
    "at a fixed u with u^2 = 2 L - ln L - ln 4 pi + 2c + o(1), n Q(u) tends to e^{-c}",
    ["tails"],
)
def expected_number(_: Settings) -> Result:
    """n times the density at u is e^{-c} sqrt(2 L), and u/sqrt(2 L) tends to 1, so that 1/u^2 tends to 0."""
    square = place(C)
    density = sp.exp(LOG - square / 2) / sp.sqrt(2 * sp.pi)
    residuals = {
        "density": (sp.simplify(sp.powsimp(sp.expand(density / sp.sqrt(2 * LOG)))), sp.exp(-C)),
        "u": (sp.Limit(square.subs(C, 0) / (2 * LOG), LOG, sp.oo), sp.Integer(1)),
    }
    return symbolic.identities(residuals, "every c; u^2 with another c has the same limit over 2 L")


@proof.step(
    "none of them",
    "symbolic",
    "P(all G_i <= u) = (1 - Q(u))^n tends to exp(-e^{-c})",
    ["expected number"],
)
def none_of_them(_: Settings) -> Result:
    """-q/(1 - q) <= ln(1 - q) <= -q, and n q and n q/(1 - q) both tend to e^{-c}."""
    lower, upper = sp.log(1 - S) + S / (1 - S), -S - sp.log(1 - S)
    x = S / (1 + S)
    number = sp.symbols("lambda", positive=True)
    q = number / N
    residuals = {
        "at 0": (sp.Limit(lower, S, 0) + sp.Limit(upper, S, 0), sp.Integer(0)),
        "n q/(1 - q)": (sp.Limit(N * q / (1 - q), N, sp.oo), number),
    }
    slopes = {
        name: (sp.simplify(sp.diff(gap, S).subs(S, x)), ">0") for name, gap in (("lower", lower), ("upper", upper))
    }
    return together(symbolic.identities(residuals, "0 < q < 1"), symbolic.signs(slopes, "0 < q < 1"))


@proof.step(
    "between",
    "smt",
    "as u^2 is within e of m/n but for a vanishing probability, the probability of interpolation tends to a number "
    "between exp(-e^{-(c - e/2)}) and exp(-e^{-(c + e/2)}), for every e > 0; so to exp(-e^{-c})",
    ["one radius", "nearly fixed", "none of them"],
)
def between(_: Settings) -> Result:
    """Largest G at most u: implied by at most u_-, and implies at most u_+, off the exceptional event."""
    import z3

    largest, u, low, high = z3.Reals("max u u_- u_+")
    rare = z3.Bool("rare")
    premises = [z3.Implies(z3.Not(rare), z3.And(low <= u, u <= high))]
    statements = {
        "from below": (premises, z3.Implies(largest <= low, z3.Or(largest <= u, rare))),
        "from above": (premises, z3.Implies(largest <= u, z3.Or(largest <= high, rare))),
    }
    e = sp.symbols("e", positive=True)
    shifted = {side: (place(C + sign * e / 2) - place(C), sign * e) for side, sign in (("below", -1), ("above", 1))}
    return together(symbolic.identities(shifted, "every e"), smt.universally(statements, "every draw"))


@proof.check("at finite n", "balls", "at c = 0 the upper bound of lemma-3.7-sharp comes nearer to 1/e as n grows")
def at_finite_n(_: Settings) -> Result:
    """n = 10, 100 and 1000; that bound has the same limit."""
    rows = []
    for n in (10, 100, 1000):
        dimensions = round(n * (1 + float(place(sp.Integer(0)).subs(LOG, sp.log(n)))))
        rows.append((dimensions, abs(1 - failure_bounds(n, dimensions)[0] - asserted_limit(CENTRE))))
    gaps = [gap for _, gap in rows]
    text = ", ".join(f"{gap.str(4)} at d = {d}" for d, gap in rows)
    return exact.decide([less(b, a) for a, b in pairwise(gaps)], "three sizes", text)


CENTRE = TransitionPoint(Fraction(0))
proof.example(lambda: CENTRE)
proof.example(lambda: TransitionPoint(Fraction(5, 2)), "c = 5/2")
proof.near_miss("limit", lambda: (CENTRE, Fraction(3679, 10_000)), "1/e to four digits")
proof.near_miss("limit", lambda: (CENTRE, Fraction(1, 2)), "one half")
