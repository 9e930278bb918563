"""Theorem 3.5 with the squared loss: the Mixup loss is a E[r^2] + b (E[r])^2, and plain least squares kills its slope.

r is the residual at a random data point, a = E[lambda^2 + (1 - lambda)^2] and b = 2 E[lambda (1 - lambda)].
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.linear import independent, linear_mixups, mirrored, separable
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.mixup.textbook import INTEGRALS
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup
from theory.mixing import Beta
from theory.results.mixup.theorem_3_5_squared_loss import same_iff_product_vanishes, same_minimisers

LAM, H = sp.symbols("lambda h", real=True)
APART = LinearMixup(LabeledDataset([[1], [2]], [1, -1]), Beta(1))

proof = Proof("theorem-3.5-squared-loss-sharp")
proof.trusted(*INTEGRALS)


@proof.step(
    "one pair",
    "symbolic",
    "for s, t of one law E[(lambda r_s + (1 - lambda) r_t)^2] = a E[r^2] + b (E r)^2",
    ["integrals"],
)
def one_pair(_: Settings) -> Result:
    """Both orders of a pair together; E[r_s^2] = E[r_t^2]."""
    r, q = sp.symbols("r_s r_t", real=True)
    both = (LAM * r + (1 - LAM) * q) ** 2 + (LAM * q + (1 - LAM) * r) ** 2
    return symbolic.identities({"pair": both - mixed_square(r**2 + q**2, 2 * r * q)}, "every lambda")


def mixed_square(squares: sp.Expr, products: sp.Expr) -> sp.Expr:
    """a times the squares plus b times the products, before the expectation over lambda."""
    return (LAM**2 + (1 - LAM) ** 2) * squares + 2 * LAM * (1 - LAM) * products


@proof.step("coefficients", "smt", "a >= 1/2, b >= 0, and b = 0 iff lambda is 0 or 1 almost surely")
def coefficients(_: Settings) -> Result:
    """For each lambda in [0, 1]."""
    import z3

    lam = z3.Real("lambda")
    a, b = lam * lam + (1 - lam) * (1 - lam), 2 * lam * (1 - lam)
    premises = [lam >= 0, lam <= 1]
    ends = z3.Or(lam == 0, lam == 1)
    return smt.universally(
        {"a": (premises, 2 * a >= 1), "b": (premises, z3.And(b >= 0, (b == 0) == ends))}, "all lambda"
    )


@proof.step(
    "slope",
    "symbolic",
    "where r moves by h v, the slope of the loss at h = 0 is 2 a E[r v] + 2 b E[r] E[v]",
    ["one pair"],
)
def slope(_: Settings) -> Result:
    """E[r^2] moves by 2 h E[r v] + h^2 E[v^2]. The curvature 2 a E[v^2] + 2 b E[v]^2 makes the outputs unique."""
    a, b, square, product, move, mean, mean_move = sp.symbols("a b r2 rv v2 m n", real=True)
    loss = a * (square + 2 * H * product + H**2 * move) + b * (mean + H * mean_move) ** 2
    residuals = {
        "slope": sp.diff(loss, H).subs(H, 0) - 2 * a * product - 2 * b * mean * mean_move,
        "curvature": sp.diff(loss, H, 2) - 2 * a * move - 2 * b * mean_move**2,
    }
    return symbolic.identities(residuals, "every direction")


def at_least_squares(product: Any, mean: Any, mean_move: Any, b: Any) -> Any:
    """The slope of the Mixup loss where plain least squares is at rest, so that E[r v] = ``product`` = 0 (a = 1)."""
    return 2 * product + 2 * b * mean * mean_move


@proof.step(
    "convex",
    "smt",
    "along every line the loss is s h + k h^2 with k >= 0 more than at h = 0: least there on all lines iff all s are 0",
    ["slope", "coefficients"],
)
def convex(_: Settings) -> Result:
    """If s is not 0, h = -s/(2k) makes it less, or any h of the other sign if k = 0."""
    import z3

    s, k, h = z3.Reals("s k h")
    statements = {
        "least": ([s == 0, k >= 0], more_along(s, k, h) >= 0),
        "not least": ([s != 0, k > 0, 2 * k * h == -s], more_along(s, k, h) < 0),
        "a slope alone": ([s != 0, k == 0, h == -s], more_along(s, k, h) < 0),
    }
    return smt.universally(statements, "every line")


def more_along(slope: Any, curvature: Any, h: Any) -> Any:
    """The loss at h less the loss at 0."""
    return slope * h + curvature * h * h


@proof.step(
    "the product",
    "smt",
    "the minimisers of both losses are the same iff b E[r] E[v] = 0 for all moves v = X w, that is b (p . r) X^T p = 0",
    ["slope", "coefficients", "convex"],
)
def the_product(_: Settings) -> Result:
    """Where E[r v] = 0 for all moves. Both losses fix the outputs, so that one shared minimiser makes all shared."""
    import z3

    product, mean, mean_move, b = z3.Reals("rv m n b")
    rest = at_least_squares(product, mean, mean_move, b) == 0
    return smt.universally({"rest": ([product == 0, b >= 0], rest == (b * mean * mean_move == 0))}, "every move")


@proof.step("special cases", "smt", "with an intercept, and for centred data, the product is 0", ["the product"])
def special_cases(_: Settings) -> Result:
    """An intercept is a move v = 1, for which E[r v] is E[r]; for centred data E[v] = 0 for every move."""
    import z3

    mean, product, mean_move, b = z3.Reals("m rv n b")
    statements = {
        "intercept": ([product == 0, mean == product], b * mean * mean_move == 0),
        "centred": ([mean_move == 0], b * mean * mean_move == 0),
    }
    return smt.universally(statements, "every law")


def with_intercept(instance: LinearMixup) -> LinearMixup:
    """The same data with one more coordinate, which is 1."""
    data = instance.dataset
    return LinearMixup(
        LabeledDataset([[*row, 1] for row in data.exact_points], data.labels, data.exact_weights), instance.mixing
    )


@proof.check("random data", "sampled", "exact solutions of both least-squares problems")
def random_data(settings: Settings) -> Result:
    """Separable, independent and mirrored data, with and without an intercept."""
    data = linear_mixups(separable() | independent() | mirrored())
    instances = st.builds(lambda i, extra: with_intercept(i) if extra else i, data, st.booleans())
    return sampled.holds_on(
        instances, lambda i: same_iff_product_vanishes(i).holds, settings, (20, 100, 500), "random exact data"
    )


attained = Proof("theorem-3.5-squared-loss")
attained.uses("theorem-3.5-squared-loss-sharp")


@attained.step(
    "no residual",
    "smt",
    "if X theta = y can be solved, plain least squares leaves r = 0, and the product vanishes",
    ["theorem-3.5-squared-loss-sharp", "assumption:attained labels"],
)
def no_residual(_: Settings) -> Result:
    """The least of E[r^2] is 0, and (E r)^2 <= E[r^2]."""
    import z3

    square, mean, mean_move, b = z3.Reals("r2 m n b")
    return smt.universally({"product": ([square == 0, mean * mean <= square], b * mean * mean_move == 0)}, "every law")


@attained.check("random independent data", "sampled", "the same outputs, exactly")
def random_independent(settings: Settings) -> Result:
    """All laws and weights."""
    return sampled.holds_on(
        linear_mixups(independent()), lambda i: same_minimisers(i).holds, settings, (10, 50, 300), "random exact data"
    )


attained.control("attained labels", lambda: APART)
HAVE, SAME = "the outputs of plain least squares", "the same exactly if the product vanishes"
INDEPENDENT = LinearMixup(LabeledDataset([[1, 0], [1, 1]], [1, -1]), Beta(1))
attained.example(lambda: INDEPENDENT)
attained.near_miss(HAVE, lambda: (INDEPENDENT, [Fraction(1), Fraction(-1, 2)]), "another output")
proof.example(lambda: INDEPENDENT, "the product vanishes")
proof.example(lambda: APART, "the product does not vanish")
proof.near_miss(SAME, lambda: (INDEPENDENT, False), "the product vanishes")
proof.near_miss(SAME, lambda: (APART, True), "the product does not vanish")
