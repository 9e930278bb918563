"""Lemma 3.7's multipliers: their joint law, by two rotations and one characteristic function.

Matrices of any size are letters that do not commute.  X' = O X with an orthogonal O that takes u = y/sqrt(n), made of
ones when the signs are gone, to the first axis; x is the first row of X' and Y the others, L = Y Y^T, b = L^{-1} Y x.
"""

from __future__ import annotations

import math

import numpy as np
import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.linear import independent
from proofs_check.methods import sampled, smt, statistical, symbolic, together
from proofs_check.results.mixup.textbook import INTEGRALS
from theory.dataset import LabeledDataset
from theory.linear.gaussian_data import gram_matrices
from theory.linear.margin import gram_solve, max_margin, signs
from theory.linear.margin import interpolates as interpolates_at
from theory.numbers import Array
from theory.results.mixup.lemma_3_7 import AFTER_SEEING, GaussianData
from theory.results.mixup.lemma_3_7_exact import Degrees, law_degrees

EVERY = "every n and d"
RISK = 1e-6  # of one sample farther from its law than allowed
K, D, TURN, L, Y, Yt, x, xt = sp.symbols("K D O L Y Y^T x x^T", commutative=False)
PROJECTION = Yt * L ** (-1) * Y
N, DIM = sp.symbols("n d", positive=True)

GAUSSIAN = (
    "Gaussian vectors",
    "linear images of a standard normal vector are normal, with the covariances that linear algebra gives; a normal "
    "law is known from its means and covariances, and uncorrelated parts of one normal vector are independent",
    "Muirhead, Aspects of Multivariate Statistical Theory, 1.2",
)
CHARACTERISTIC = (
    "characteristic functions",
    "a law is determined by its characteristic function",
    "Billingsley, Probability and Measure, 26.2",
)

proof = Proof("lemma-3.7-exact")
proof.trusted(*GAUSSIAN)
proof.trusted(*CHARACTERISTIC)
proof.trusted(*INTEGRALS)


def product(*letters: sp.Expr) -> sp.Expr:
    """A product that the certificate keeps as it stands."""
    return sp.Mul(*letters, evaluate=False)


# ------------------------------------------------------------------------------------- interpolation
@proof.step(
    "distances",
    "symbolic",
    "the squared distance of a row x from the span of k others, independent ones, is |(1 - P) x|^2 with "
    "P = Y^T L^{-1} Y; it is chi^2 with d - k degrees of freedom, whatever the others are",
    ["Gaussian vectors"],
)
def distances(_: Settings) -> Result:
    """P keeps the span, and P P = P; an orthogonal map takes the span to k axes, so that d - k squares are left."""
    left = 1 - PROJECTION
    residuals = {
        "P keeps the span": (sp.expand(PROJECTION * Yt).subs(Y * Yt, L), Yt),
        "squared length": (sp.expand(xt * left * left * x).subs(Y * Yt, L), sp.expand(xt * left * x)),
    }
    return symbolic.identities(residuals, EVERY)


@proof.step(
    "regular",
    "smt",
    "almost surely the rows are independent: K is regular",
    ["distances", "integrals", "assumption:room"],
)
def regular(_: Settings) -> Result:
    """Row by row: d - k >= 1 squares for the row k + 1 <= n, a sum of squares that is 0 only with all of them."""
    import z3

    n, d, k = z3.Ints("n d k")
    first, rest = z3.Reals("first rest")
    statements = {
        "some square is left": ([d >= n, k >= 0, k + 1 <= n], d - k >= 1),
        "it is not 0": ([rest >= 0, first != 0], first * first + rest > 0),
    }
    return smt.universally(statements, EVERY)


@proof.step(
    "interpolates",
    "smt",
    "for independent rows the shortest theta with all y_i theta . x_i >= 1 interpolates iff all beta_i >= 0",
    ["regular"],
)
def interpolates(_: Settings) -> Result:
    """theta = sum beta_i y_i x_i is the point of span X with all y_i theta . x_i = 1.

    If all beta_i >= 0, then theta . w = sum beta_i y_i x_i . w >= sum beta_i = |theta|^2 for every competitor w; so it
    is longer, unless it is theta.  If beta_i < 0, some v has y_i v . x_i = 1 and y_j v . x_j = 0 for the others, so
    that theta . v = beta_i: theta + t v with t = -beta_i/|v|^2 is a competitor, and shorter.
    """
    import z3

    beta, output, rest, own, cross, other, step, long = z3.Reals("beta output rest own cross other t |v|^2")
    statements = {
        "a term": ([beta >= 0, output >= 1], beta * output >= beta),
        "longer": ([cross >= own, own - 2 * cross + other == rest, rest > 0], other > own),
        "shorter": (
            [beta < 0, long > 0, step * long == -beta],
            z3.And(step > 0, own + 2 * step * beta + step * step * long < own),
        ),
    }
    return smt.universally(statements, "every competitor")


# ------------------------------------------------------------------------------------- signs and rotations
@proof.step(
    "signs drop out",
    "symbolic",
    "beta = D K^{-1} D 1 = (D K D)^{-1} 1 with D = diag(y): the multipliers of the points y_i x_i, which given the "
    "labels are as Gaussian as the x_i; so all labels may be 1",
    ["Gaussian vectors", "assumption:independent labels"],
)
def signs_drop_out(_: Settings) -> Result:
    """D is its own inverse, and y = D 1; entry by entry y_i (K^{-1} y)_i."""
    y, v = sp.symbols("y v", real=True)
    inverse = product(D, K ** (-1), D ** (-1), D, K, D ** (-1))
    return together(
        symbolic.identities({"inverse": (inverse, sp.Integer(1))}, EVERY),
        symbolic.identities({f"D^2 for y = {s}": ((y**2 * v).subs(y, s), v) for s in (1, -1)}, EVERY),
    )


@proof.step(
    "rotation",
    "symbolic",
    "K^{-1} u = O^T K'^{-1} e_1 for K' = O K O^T, the Gram matrix of O X, which is as Gaussian as X",
    ["Gaussian vectors", "signs drop out"],
)
def rotation(_: Settings) -> Result:
    """O^T = O^{-1}, and O u = e_1."""
    e = sp.Symbol("e_1", commutative=False)
    rotated = product(TURN, K, TURN ** (-1))
    return symbolic.identities(
        {"image": (product(TURN ** (-1), rotated ** (-1), e), K ** (-1) * TURN ** (-1) * e)}, EVERY
    )


@proof.step("blocks", "symbolic", "K' (1, -b) = S e_1 with S = x^T x - x^T Y^T L^{-1} Y x", ["rotation"])
def blocks(_: Settings) -> Result:
    """Row by row: K' has the blocks x^T x, x^T Y^T; Y x, L."""
    b = L ** (-1) * Y * x
    first, others = xt * x - xt * Yt * b, product(L, L ** (-1), Y, x)
    return symbolic.identities(
        {
            "first row": (first, xt * x - product(xt, Yt, L ** (-1), Y, x)),
            "other rows": (Y * x - others, sp.Integer(0)),
        },
        EVERY,
    )


@proof.step(
    "the factor",
    "symbolic",
    "S = |(1 - P) x|^2 is chi^2_{d-n+1}, and independent of Y and b",
    ["blocks", "distances", "Gaussian vectors"],
)
def the_factor(_: Settings) -> Result:
    """Given Y: Y (1 - P) = 0, so that Y x and (1 - P) x are uncorrelated; and the law of S is the same for every Y."""
    residuals = {
        "Y (1 - P)": (Y - product(L, L ** (-1), Y), sp.Integer(0)),
        "S": (xt * x - product(xt, Yt, L ** (-1), Y, x), xt * (1 - PROJECTION) * x),
        "n - 1 others": (DIM - (N - 1), law_degrees(N, DIM).factor),
    }
    return symbolic.identities(residuals, EVERY)


# ------------------------------------------------------------------------------------- the law of b
@proof.step("given Y", "symbolic", "given Y, b is normal with the covariances L^{-1}", ["blocks", "Gaussian vectors"])
def given_the_others(_: Settings) -> Result:
    """L^{-1} Y Y^T L^{-1}, x being standard normal and independent of Y."""
    return symbolic.identities({"covariance": (product(L ** (-1), L, L ** (-1)), L ** (-1))}, EVERY)


@proof.step(
    "quadratic form",
    "symbolic",
    "1/(a^T L^{-1} a) is chi^2_m, m = d - n + 2, for every unit vector a",
    ["rotation", "blocks", "distances"],
)
def quadratic_form(_: Settings) -> Result:
    """An orthogonal map takes a to an axis; there it is S for n - 1 rows, the distance from n - 2 others."""
    s, e = sp.symbols("S e_1", commutative=False)
    residuals = {
        "first entry": (product(L ** (-1), L, e, s ** (-1)), e * s ** (-1)),
        "n - 2 others": (DIM - (N - 2), law_degrees(N, DIM).radius),
    }
    return symbolic.identities(residuals, EVERY)


@proof.step(
    "characteristic function",
    "symbolic",
    "E exp(i t . b) = E exp(-|t|^2/(2 R^2)), R^2 of the law chi^2_m: b has the law of g/R, g standard normal and "
    "independent of R",
    ["given Y", "quadratic form", "characteristic functions", "integrals"],
)
def characteristic_function(_: Settings) -> Result:
    """E exp(i c g) = exp(-c^2/2), with c^2 = t^T L^{-1} t = |t|^2/R^2 for b, and c = |t|/R for g/R."""
    c, z, t, r = sp.symbols("c z t R", positive=True)
    normal = sp.Integral(sp.cos(c * z) * sp.exp(-(z**2) / 2) / sp.sqrt(2 * sp.pi), (z, -sp.oo, sp.oo))
    residuals = {
        "normal": (normal, sp.exp(-(c**2) / 2)),
        "both": (sp.exp(-(t**2 * (1 / r**2)) / 2), sp.exp(-(c**2) / 2).subs(c, t / r)),
    }
    return symbolic.identities(residuals, "every t")


@proof.step(
    "back",
    "symbolic",
    "beta = K^{-1} 1 = (1 - sqrt(n) W b)/S, and W g is G less its mean, for the columns W of O^T but the first, u",
    ["rotation", "blocks", "the factor", "characteristic function", "Gaussian vectors"],
)
def back(_: Settings) -> Result:
    """sqrt(n) O^T (1, -b)/S; W W^T = 1 - u u^T, as O^T O = 1, has the entries delta_ij - 1/n of the centred G."""
    root, s, b = sp.symbols("r S b", positive=True)
    w = sp.symbols("w", real=True)
    n = sp.symbols("n", integer=True, positive=True)
    same, apart = centred_covariances(n)
    residuals = {
        "entry": (root * (1 / root - w * b) / s, (1 - root * w * b) / s),
        "variance": (same, 1 - (1 / sp.sqrt(n)) ** 2),
        "covariance": (apart, -((1 / sp.sqrt(n)) ** 2)),
    }
    return symbolic.identities(residuals, EVERY)


def centred_covariances(n: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """Of G_i less the mean of n independent standard normal numbers with itself, and with another."""
    return 1 - 2 / n + n / n**2, -2 / n + n / n**2


# ------------------------------------------------------------------------------------- evidence
@proof.check("multipliers decide", "sampled", "on random exact points max-margin interpolates iff all beta_i >= 0")
def multipliers_decide(settings: Settings) -> Result:
    """By the exact max-margin solution, which knows nothing of K^{-1}."""

    def prop(data: LabeledDataset) -> bool:
        solution = max_margin(data)
        multipliers = [y * b for y, b in zip(signs(data), gram_solve(data, signs(data)), strict=True)]
        return interpolates_at(solution.theta, data) is (min(multipliers) >= 0)

    return sampled.holds_on(independent(), prop, settings, (10, 40, 200), "2 or 3 independent points")


@proof.check("the joint law", "statistical", "two functions of all multipliers, drawn from the points and from the law")
def the_joint_law(settings: Settings) -> Result:
    """The least of them, and the product of the first two; n = 4, d = 6, by the distance of empirical laws."""
    n, d, trials = 4, 6, settings.size(20_000, 50_000, 200_000)
    rng = np.random.default_rng(settings.seed)
    drawn = np.linalg.solve(gram_matrices(n, d, trials, rng), np.ones((trials, n, 1)))[..., 0]
    law = draw_law(n, law_degrees(n, d), trials, rng)
    pairs = ((b.min(axis=1), b[:, 0] * b[:, 1]) for b in (drawn, law))
    distances_found = [statistical.distance(a, b) for a, b in zip(*pairs, strict=True)]
    allowed = 2 * math.sqrt(math.log(4 / RISK) / (2 * trials))  # Dvoretzky, Kiefer, Wolfowitz; Massart; both samples
    text = f"distances {', '.join(f'{v:.4f}' for v in distances_found)}, allowed {allowed:.4f}"
    return Result(max(distances_found) <= allowed, text, f"n = {n}, d = {d}", trials)


def draw_law(n: int, degrees: Degrees, trials: int, rng: np.random.Generator) -> Array:
    """(1 - sqrt(n) (G_i - mean G)/R)/S, shape (trials, n)."""
    g = rng.standard_normal((trials, n))
    radius, factor = np.sqrt(rng.chisquare(degrees.radius, (trials, 1))), rng.chisquare(degrees.factor, (trials, 1))
    return np.asarray((1 - math.sqrt(n) * (g - g.mean(axis=1, keepdims=True)) / radius) / factor)


TEN = GaussianData(10, 30)
proof.example(lambda: TEN)
proof.near_miss("moments of the law", lambda: (TEN, Degrees(21, 21)), "one degree less for R")
proof.near_miss("moments of the law", lambda: (TEN, Degrees(22, 20)), "one degree less for S")
proof.control("room", lambda: GaussianData(2, 1))
proof.control("independent labels", lambda: GaussianData(10, 30, AFTER_SEEING))
