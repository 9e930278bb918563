"""Theorem 3.5 for classes of equal mass: where max-margin interpolates, Mixup has its direction.

At the outputs k y every derivative of the Mixup loss is made of two numbers: A(k) from pairs inside a class and B(k)
from pairs between the classes, weighed by the class masses.  Only for equal masses can both classes be at rest.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.instances.linear import interpolated, linear_mixups
from proofs_check.methods import sampled, smt, symbolic, together
from proofs_check.results.mixup.textbook import INTEGRALS, INTERMEDIATE_VALUES, LIMITS, MEAN_VALUE, tangents
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup
from theory.linear.enclosure import pair_slope_at
from theory.linear.loss import logistic, logistic_curvature, logistic_slope
from theory.mixing import Beta, Midpoint
from theory.numbers import Number

UNIFORM = Beta(1)
EXPECTATIONS = (INTEGRALS[0], LIMITS[0])
PAIR = LabeledDataset([[1], [-1]], [1, -1])
STRETCHED = LabeledDataset([[1, 0], [-2, 1]], [1, -1])  # its max-margin solution (1, 0) has the margins 1 and 2
EVERY = "every output, lambda and label"
LAM, K = sp.symbols("lambda k", real=True)
BALANCED = linear_mixups(interpolated(balanced=True), mixings())
OFFSET = 2 * LAM - 1  # the mixed label of a pair between the classes


def unit_vectors(first: int, second: int) -> LabeledDataset:
    """The unit vectors e_1, e_2, ... with uniform weights, ``first`` of label 1 and ``second`` of label -1."""
    n = first + second
    rows = [[int(i == j) for j in range(n)] for i in range(n)]
    return LabeledDataset(rows, [1] * first + [-1] * second)


SMALLEST = LinearMixup(unit_vectors(1, 2), UNIFORM)

proof = Proof("theorem-3.5")
proof.trusted(*INTEGRALS)
proof.trusted(*LIMITS)
proof.trusted(*INTERMEDIATE_VALUES)
proof.trusted(*MEAN_VALUE)
tangents(proof)


@proof.step("loss", "symbolic", "the first and second derivatives of the loss of a mixed pair; the second is positive")
def loss_derivatives(_: Settings) -> Result:
    """The formulas of ``theory`` against differentiation; a pair counts in both orders."""
    z, u, v, y, w = sp.symbols("z u v y w", real=True)
    orders = ((LAM, u, v, y, w), (LAM, v, u, w, y))
    both = sum(logistic(a * p + (1 - a) * q, a * r + (1 - a) * s) for a, p, q, r, s in orders)
    derivative = sp.diff(both, u).replace(sp.sinh, lambda x: sp.tanh(x) * sp.cosh(x))
    residuals = {
        "slope": sp.diff(logistic(z, y), z) - logistic_slope(z, y),
        "curvature": sp.diff(logistic_slope(z, y), z) - logistic_curvature(z),
        "its form": logistic_curvature(z) - 1 / (4 * sp.cosh(z / 2) ** 2),
        "both orders": derivative - pair_slope_at(LAM, (u, y), (v, w)),
    }
    sign = symbolic.signs({"positive": (1 / (4 * sp.cosh(z / 2) ** 2), ">0")}, EVERY)
    return together(symbolic.identities(residuals, EVERY), sign)


@proof.step(
    "strictly convex",
    "symbolic",
    "the loss F is strictly convex in the outputs u: no pair bends down along a line, and the self-pair of s bends up "
    "wherever u_s moves",
    ["loss", *EXPECTATIONS, "tangents", MEAN_VALUE[0]],
)
def strictly_convex(_: Settings) -> Result:
    """Along u + h a the mixed output moves by lambda a + (1 - lambda) b; that of a self-pair by a, at every lambda."""
    h, u, v, a, b, z, label = sp.symbols("h u v a b z label", real=True)
    move, moving = sp.symbols("m", real=True), sp.symbols("a", real=True, nonzero=True)
    bend = sp.diff(logistic(z + h * move, label), h, 2)
    moved = LAM * (u + h * a) + (1 - LAM) * (v + h * b)
    residuals = {
        "bend": bend - logistic_curvature(z + h * move) * move**2,
        "pair": moved - (LAM * u + (1 - LAM) * v) - h * (LAM * a + (1 - LAM) * b),
        "self-pair": moved.subs({v: u, b: a}) - (u + h * a),
    }
    curvature = 1 / (4 * sp.cosh(z / 2) ** 2)
    signs = {"pair": (curvature * move**2, ">=0"), "self-pair": (curvature * moving**2, ">0")}
    return together(symbolic.identities(residuals, EVERY), symbolic.signs(signs, EVERY))


@proof.step("outputs name theta", "symbolic", "two vectors of span X with the same outputs are the same")
def outputs_name_theta(_: Settings) -> Result:
    """theta = X^T beta has |theta|^2 = beta . X theta, which is 0 with the outputs; for every N and d."""
    n, d = sp.symbols("N d", integer=True, positive=True)
    rows, beta = sp.MatrixSymbol("X", n, d), sp.MatrixSymbol("beta", n, 1)
    theta = rows.T * beta
    sides = (sp.MatMul(sp.Transpose(theta), theta), sp.MatMul(sp.Transpose(beta), sp.MatMul(rows, theta)))
    return symbolic.identities({"|θ|² = β·Xθ": sides}, "every N and d")


@proof.step("at most one", "smt", "there is at most one minimiser in span X", ["strictly convex", "outputs name theta"])
def at_most_one(_: Settings) -> Result:
    """Two minimisers would be undercut at their midpoint, which is in the span too."""
    import z3

    one, other, middle = z3.Reals("one other middle")
    differ = z3.Bool("differ")
    premises = [one <= other, other <= one, one <= middle, z3.Implies(differ, 2 * middle < one + other)]
    return smt.universally({"one minimiser": (premises, z3.Not(differ))}, "every pair of minimisers")


@proof.step(
    "two numbers",
    "symbolic",
    "at outputs u = k y, dF/du_s = p_s y_s (W_own A + W_other B) with A = slope(k, 1) and B = E[x slope(x k, x)], "
    "x = 2 lambda - 1, whatever the weights within the classes",
    ["loss", *EXPECTATIONS],
)
def two_numbers(_: Settings) -> Result:
    """Every partner t of one class adds p_t times the same number; both labels of s give it the sign y_s."""
    residuals = {}
    for y in (1, -1):
        same = pair_slope_at(LAM, (y * K, y), (y * K, y))
        cross = pair_slope_at(LAM, (y * K, y), (-y * K, -y))
        residuals[f"same class, y = {y}"] = same - y * inside(K)
        residuals[f"other class, y = {y}"] = cross - y * between(K, OFFSET)
    return symbolic.identities(residuals, "every k and lambda")


def inside(k: sp.Expr) -> sp.Expr:
    """A: the slope of a pair inside a class, and of a self-pair."""
    return sp.sympify(logistic_slope(k, 1))


def between(k: sp.Expr, x: sp.Expr) -> sp.Expr:
    """The integrand of B: the slope of a pair between the classes whose mixed label is x."""
    return x * logistic_slope(x * k, x)


def class_balances(first: Number, second: Number, a: Number, b: Number) -> tuple[Number, Number]:
    """Per unit of weight, y_s dF/du_s at outputs k y for s in X_1 and in X_{-1}; ``first``, ``second`` the masses."""
    return first * a + second * b, second * a + first * b


@proof.step(
    "one balance",
    "smt",
    "for equal masses all derivatives vanish at k y exactly if A + B = 0",
    ["two numbers", "assumption:equal masses"],
)
def one_balance(_: Settings) -> Result:
    """Both classes have the balance W (A + B)."""
    import z3

    mass, a, b = z3.Reals("W a b")
    at_rest = z3.And(*(balance == 0 for balance in class_balances(mass, mass, a, b)))
    return smt.universally({"balance": ([mass > 0], at_rest == (a + b == 0))}, "every mass")


@proof.step(
    "rises from below",
    "symbolic",
    "for weights v, w > 0 the function v A + w B of k is negative at k = 0 and increases strictly",
    ["loss", *EXPECTATIONS],
)
def rises_from_below(_: Settings) -> Result:
    """A(0) = -1/2, and B(0) = -E[x^2]/2 is not positive; A' > 0 and B' >= 0."""
    x = sp.symbols("x", real=True)
    curvature = 1 / (4 * sp.cosh(K / 2) ** 2)
    residuals = {
        "A(0)": (sp.Limit(inside(K), K, 0), -sp.Rational(1, 2)),
        "B(0)": (sp.Limit(between(K, x), K, 0), -(x**2) / 2),
        "A'": sp.diff(inside(K), K) - curvature,
        "B'": sp.diff(between(K, x), K) - x**2 * curvature.subs(K, x * K),
    }
    signs = {"A'": (curvature, ">0"), "B'": (x**2 * curvature.subs(K, x * K), ">=0"), "B(0)": (-(x**2) / 2, "<=0")}
    return together(symbolic.identities(residuals, "every k and lambda"), symbolic.signs(signs, "every k and lambda"))


@proof.step(
    "limits",
    "symbolic",
    "as k grows, A tends to 0 and the integrand of B to (|x| - x^2)/2",
    ["two numbers"],
)
def limits(_: Settings) -> Result:
    """For both signs of x; at x = 0 the integrand is 0."""
    size = sp.symbols("t", positive=True)
    residuals = {
        "A": (sp.Limit(inside(K), K, sp.oo), sp.Integer(0)),
        "B, x > 0": sp.limit(between(K, size), K, sp.oo) - far_between(size),
        "B, x < 0": sp.limit(between(K, -size), K, sp.oo) - far_between(size),
        "B, x = 0": between(K, sp.Integer(0)) - far_between(sp.Integer(0)),
    }
    return symbolic.identities(residuals, "every lambda")


def far_between(size: Number) -> Number:
    """(|x| - x^2)/2 for |x| = ``size``."""
    return (size - size * size) / 2


@proof.step(
    "ends above",
    "smt",
    "the limit of v A + w B is w E[(|x| - x^2)/2] > 0",
    ["limits", *EXPECTATIONS, "assumption:off-centre mixing"],
)
def ends_above(_: Settings) -> Result:
    """(|x| - x^2)/2 is never negative, and positive exactly for lambda in (0, 1) other than 1/2."""
    import z3

    lam = z3.Real("lambda")
    x = 2 * lam - 1
    far = far_between(z3.If(x >= 0, x, -x))
    inner = z3.And(lam > 0, lam < 1, 2 * lam != 1)
    premises = [lam >= 0, lam <= 1]
    return smt.universally({"never below": (premises, far >= 0), "above": (premises, (far > 0) == inner)}, "all lambda")


@proof.step(
    "one scale",
    "smt",
    "v A + w B vanishes at exactly one k > 0, for all weights v, w > 0",
    ["rises from below", "ends above", "intermediate values"],
)
def one_scale(_: Settings) -> Result:
    """It is negative at 0 and, near its limit, positive far out; what increases strictly has no other zero."""
    import z3

    value = z3.Function("value", z3.RealSort(), z3.RealSort())
    limit, far, star, other = z3.Reals("limit far star other")
    near_limit = [limit > 0, far > 0, abs(value(far) - limit) < limit / 2]
    between_values = z3.Implies(z3.And(value(0) < 0, value(far) > 0), z3.And(star > 0, star < far, value(star) == 0))
    rising = [increases(value, a, b) for a, b in ((star, other), (other, star))]
    premises = [value(0) < 0, *near_limit, between_values, *rising]
    statements = {
        "there is one": (premises, z3.And(star > 0, value(star) == 0)),
        "no other": ([*premises, value(other) == 0], star == other),
    }
    return smt.universally(statements, "every law that mixes off the centre")


def increases(value: Any, a: Any, b: Any) -> Any:
    """value(a) < value(b) for a < b, as a formula."""
    import z3

    return z3.Implies(a < b, value(a) < value(b))


@proof.step("max-margin in span X", "smt", "the max-margin solution is in span X")
def in_span(_: Settings) -> Result:
    """Its part n orthogonal to span X changes no output, and makes it longer unless n = 0."""
    import z3

    inside_, orthogonal, product = z3.Reals("|m|^2 |n|^2 m.n")
    premises = [inside_ >= 0, orthogonal >= 0, product == 0, inside_ + 2 * product + orthogonal <= inside_]
    return smt.universally({"no other part": (premises, orthogonal == 0)}, "every solution")


@proof.step(
    "it is there",
    "smt",
    "k y with that k minimises F among all outputs, and it is the output of a positive multiple of the max-margin "
    "solution; so this multiple is the one minimiser in span X",
    [
        "one balance",
        "one scale",
        "strictly convex",
        "tangents",
        "at most one",
        "max-margin in span X",
        "assumption:interpolation",
    ],
)
def it_is_there(_: Settings) -> Result:
    """F(w) >= F(k y) + gradient . (w - k y); and outputs margin times y, margin > 0, scale to k y."""
    import z3

    here, there, slope, margin, k, scale, y = z3.Reals("here there slope margin k scale y")
    statements = {
        "tangent": ([there >= here + slope, slope == 0], there >= here),
        "multiple": ([margin > 0, k > 0, scale == k / margin], z3.And(scale > 0, scale * (margin * y) == k * y)),
    }
    return smt.universally(statements, "every competitor")


@proof.check("random balanced data", "sampled", "the exact gradient vanishes on the ray of the max-margin solution")
def random_balanced(settings: Settings) -> Result:
    """Degenerate data included: w = 0 gives duplicates, laws on {0, 1/2, 1} do not meet the assumptions."""

    return sampled.holds_on(BALANCED, proof.decides, settings, (10, 30, 200), "random exact data")


BALANCED_PAIR = LinearMixup(PAIR, UNIFORM)
SQUARE = LinearMixup(unit_vectors(2, 2), UNIFORM)  # its max-margin solution is (1, 1, -1, -1)
proof.example(lambda: BALANCED_PAIR)
proof.example(lambda: SQUARE, "four unit vectors", "balls")
proof.near_miss("there is one minimiser", lambda: (SQUARE, False))
MULTIPLE = "it is a positive multiple of the max-margin solution"
proof.near_miss(MULTIPLE, lambda: (BALANCED_PAIR, (Fraction(-1),)), "the opposite direction", "balls")
proof.near_miss(MULTIPLE, lambda: (SQUARE, (1, 1, -1, -2)), "another direction", "balls")
proof.control("interpolation", lambda: LinearMixup(STRETCHED, UNIFORM), "balls")
proof.control("equal masses", lambda: SMALLEST, "balls")
proof.control("off-centre mixing", lambda: LinearMixup(PAIR, Midpoint()))


@proof.check(
    "mirror image",
    "symbolic",
    "symmetry of P_f, which is printed, is idle: in the sum over both orders of every pair, P_f and its mirror image "
    "have one loss",
)
def mirror_image(_: Settings) -> Result:
    """The slope of both orders is the same at lambda and 1 - lambda."""
    u, v, y, w = sp.symbols("u v y w", real=True)
    mirrored = (pair_slope_at(1 - LAM, (u, y), (v, w)), pair_slope_at(LAM, (u, y), (v, w)))
    return symbolic.identities({"mirror image": mirrored}, EVERY)


@proof.check(
    "doubled triangle",
    "smt",
    "were pairs between the classes taken in one order only, doubled, the symmetry would be needed: with one atom at "
    "lambda in (0, 1) no outputs (k, -k) are stationary for equal masses",
)
def doubled_triangle(_: Settings) -> Result:
    """X_1 then sees 2 lambda slope(x k, x) and X_{-1} sees 2 (1 - lambda) of it with the other sign; A is negative."""
    import z3

    lam, inside_, slope = z3.Reals("lambda A slope")
    premises = [lam > 0, lam < 1, inside_ < 0]
    first, second = one_order_balances(lam, inside_, slope)
    return smt.universally({"at rest": (premises, z3.Not(z3.And(first == 0, second == 0)))}, "every atom")


def one_order_balances(lam: Number, inside_: Number, slope: Number) -> tuple[Number, Number]:
    """The two balances for equal masses, X_1 always weighed by lambda."""
    return inside_ + 2 * lam * slope, inside_ - 2 * (1 - lam) * slope
