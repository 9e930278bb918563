"""The converse of Theorem 3.5: max margin's optimality conditions at the Mixup minimiser are the criterion."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.linear import independent, linear_mixups
from proofs_check.methods import balls, exact, sampled, smt, symbolic
from proofs_check.results.mixup.textbook import INTEGRALS
from proofs_check.results.mixup.theorem_3_5 import SMALLEST, UNIFORM, unit_vectors
from proofs_check.results.mixup.theorem_3_5_smaller_class import ALONE
from theory.claim import Predicate
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup
from theory.mixing import Discrete, Midpoint
from theory.numbers import Number, ball
from theory.results.mixup.theorem_3_5_converse import margin_ratio

# Of this law and these masses the margins are 5 log 2 and 6 log 2; so this direction is shared although 1/6 < 5/6.
WEIGHTS = {0: "1203/14084", "2/11": "1037/14084", "3/11": "343/1006"}
RATIONAL_LAW = Discrete(WEIGHTS | {1: WEIGHTS[0], "9/11": WEIGHTS["2/11"], "8/11": WEIGHTS["3/11"]})
SHARED = LinearMixup(LabeledDataset([[1, 0], ["-6/5", 1]], [1, -1], ["1/6", "5/6"]), RATIONAL_LAW)
LINE = LinearMixup(LabeledDataset([[1], [-1]], [1, -1], ["2/3", "1/3"]), UNIFORM)

# ------------------------------------------------------------------------------------------- the criterion
criterion = Proof("theorem-3.5-criterion")
criterion.uses("theorem-3.5-smaller-class")
criterion.trusted(*INTEGRALS)


@criterion.step(
    "optimality",
    "smt",
    "for independent rows and theta = sum g_i y_i x_i with all y_i theta . x_i >= 1, theta is the shortest such vector "
    "iff g_i >= 0, and g_i = 0 where y_i theta . x_i > 1",
    ["assumption:linear independence"],
)
def optimality(_: Settings) -> Result:
    """If so, theta . w = sum g_i y_i x_i . w >= sum g_i y_i x_i . theta = |theta|^2 for competitors w: they are longer.

    Else some v has y_i v . x_i = 1 and y_j v . x_j = 0 for the others, so that theta . v = g_i, and theta + t v is
    shorter for a small t of the other sign than g_i; it competes if t > 0, or if y_i theta . x_i > 1.
    """
    import z3

    g, mine, other, own, cross, long, apart = z3.Reals("g mine other |theta|^2 theta.w |w|^2 |w-theta|^2")
    t, v = z3.Reals("t |v|^2")
    held = [g >= 0, mine >= 1, other >= 1, z3.Implies(mine > 1, g == 0)]
    small = [v > 0, t * g < 0, t * t * v < -t * g]
    room = z3.Or(g < 0, z3.And(g > 0, mine > 1))
    step = z3.If(g < 0, half_way(g, v), z3.If(-half_way(g, v) < mine - 1, half_way(g, v), 1 - mine))
    statements = {
        "a term": (held, g * other >= g * mine),
        "longer": ([cross >= own, own - 2 * cross + long == apart, apart > 0], long > own),
        "such a t": ([v > 0, room, mine >= 1, t == step], z3.And(mine + t >= 1, t * g < 0, t * t * v < -t * g)),
        "shorter": (small, own + 2 * t * g + t * t * v < own),
    }
    return smt.universally(statements, "every competitor")


def half_way(slope: Number, square: Number) -> Number:
    """The t between which and 0 the parabola 2 t slope + t^2 square is negative: half of where it is 0 again."""
    return -slope / (2 * square)


@criterion.step(
    "multipliers", "symbolic", "theta = X^T beta, beta = (X X^T)^{-1} u, has the outputs u, and no other beta"
)
def multipliers(_: Settings) -> Result:
    """For all N and d, X X^T being invertible for independent rows."""
    n, d = sp.symbols("N d", integer=True, positive=True)
    rows, u, beta = sp.MatrixSymbol("X", n, d), sp.MatrixSymbol("u", n, 1), sp.MatrixSymbol("beta", n, 1)
    gram = rows * rows.T
    theta = sp.MatMul(rows.T, sp.Inverse(gram), u)
    statements = {
        "X θ = u": (sp.MatMul(rows, theta), u),
        "u = X X^T β gives β": (sp.MatMul(sp.Inverse(gram), rows, sp.MatMul(rows.T, beta)), beta),
    }
    return symbolic.identities(statements, "every N and d")


@criterion.step(
    "conditions",
    "smt",
    "scaled by the least margin m, theta meets the optimality conditions iff y_i beta_i >= 0 for all i and beta_i = 0 "
    "where the margin exceeds m",
    ["multipliers", "optimality", "theorem-3.5-smaller-class"],
)
def conditions(_: Settings) -> Result:
    """The multiplier of x_i is y_i beta_i / m."""
    import z3

    y, beta, least, margin, g = z3.Reals("y beta m margin g")
    premises = [least > 0, margin >= least, z3.Or(y == 1, y == -1), g * least == y * beta]
    optimal = z3.And(g >= 0, z3.Implies(margin / least > 1, g == 0))
    stated = z3.And(y * beta >= 0, z3.Or(margin == least, beta == 0))
    return smt.universally({"one point": (premises, optimal == stated)}, "every point")


@criterion.step(
    "equal masses",
    "smt",
    "for equal masses c_1 = c_2 = c, all margins are the least, and the condition is y_i ((X X^T)^{-1} y)_i >= 0: that "
    "of the interpolating solution itself",
    ["conditions"],
)
def equal_masses(_: Settings) -> Result:
    """Both order statements of theorem-3.5-smaller-class leave only equality; beta is c times that of y."""
    import z3

    first, second, a, b, sign, share = z3.Reals("W_1 W_2 c_1 c_2 y share")
    premises = [first == second, a > 0, b > 0, (first < second) == (a < b), (second < first) == (b < a)]
    same_sign = (sign * (a * share) >= 0) == (sign * share >= 0)
    return smt.universally({"margins": (premises, z3.And(a == b, same_sign))}, "all equal masses")


@criterion.step(
    "one multiplier",
    "symbolic",
    "for a row x and the others Y, L = Y Y^T: beta of x is (u_x - x . v)/S with v = Y^T L^{-1} u_Y and "
    "S = x^T x - x^T Y^T L^{-1} Y x > 0, the squared distance of x from their span",
    ["multipliers"],
)
def one_multiplier(_: Settings) -> Result:
    """X X^T beta = u in blocks: L beta_Y + Y x beta_x = u_Y gives beta_Y, and what is left is S beta_x."""
    gram, rows, turned, x, flat, b, u = sp.symbols("L Y Y^T x x^T beta_x u_Y", commutative=False)
    others = gram ** (-1) * (u - rows * x * b)
    left = flat * x * b + flat * turned * others
    distance = flat * x - flat * turned * gram ** (-1) * rows * x
    residuals = {
        "the others": (sp.expand(gram * others + rows * x * b), u),
        "what is left": (sp.expand(left), sp.expand(distance * b + flat * turned * gram ** (-1) * u)),
    }
    return symbolic.identities(residuals, "every N and d")


@criterion.step(
    "unequal masses",
    "smt",
    "for unequal masses beta = 0 on the class of larger margin, for which x . v = u_x is not 0, confines a coordinate "
    "of x to one number, given all others: a null set",
    ["conditions", "one multiplier", "integrals", "theorem-3.5-smaller-class"],
)
def unequal_masses(_: Settings) -> Result:
    """u_x is c_1 > 0 or -c_2 < 0; so v is not 0, and where v_j is not 0, x_j is determined by the others."""
    import z3

    v, x, other, rest, u, entry, distance = z3.Reals("v_j x_j x_j' rest u_x beta S")
    statements = {
        "no beta without v": ([u != 0, distance > 0, entry * distance == u - rest, rest == 0], entry != 0),
        "one number": ([v != 0, v * x + rest == u, v * other + rest == u], x == other),
    }
    return smt.universally(statements, "every row")


def consistent(predicate: Predicate, settings: Settings, examples: tuple[int, int, int]) -> Result:
    """The predicate on random independent data, where certain."""

    def prop(instance: LinearMixup) -> bool | None:
        return predicate(instance).holds if criterion.claim.applies_to(instance) else None

    return sampled.holds_on(
        linear_mixups(independent() | independent(balanced=True)), prop, settings, examples, "random exact data"
    )


@criterion.check("random independent data", "sampled", "criterion and enclosures agree")
def random_independent(settings: Settings) -> Result:
    """Two routes: margins of two points and an exact solve; the enclosed minimiser against the exact max margin."""
    return consistent(criterion.claim.conclusion, settings, (6, 30, 200))


@criterion.check("unequal masses, one direction", "exact", "margins 5 log 2 and 6 log 2, masses 1/6 and 5/6, r = 6/5")
def shared_direction(_: Settings) -> Result:
    """e_1 against -r e_1 + e_2: exact, since the margins are multiples of log 2."""
    found = criterion.claim.conclusion(SHARED)
    ratio = margin_ratio(SHARED) == Fraction(6, 5)
    return exact.decide([found.holds, ratio], "one exact instance", found.witness)


@criterion.check("its ratio for uniform P_f", "balls", "masses 1/3 and 2/3 and uniform P_f: r = c_2/c_1 = 1.068156")
def uniform_ratio(_: Settings) -> Result:
    """Six digits after the point; with this r, e_1 against -r e_1 + e_2 and -r e_1 + e_3 share the direction."""
    return balls.positive(
        {"ratio": lambda: ball("5e-7") - abs(margin_ratio(SMALLEST) - ball("1.068156"))}, "uniform P_f"
    )


criterion.control("linear independence", lambda: LINE, "balls")
criterion.control("two classes", lambda: ALONE)
criterion.control("off-centre mixing", lambda: LinearMixup(unit_vectors(1, 2), Midpoint()))

# ------------------------------------------------------------------------------------------- the converse
converse = Proof("theorem-3.5-converse")
converse.uses("theorem-3.5")
converse.uses("theorem-3.5-smaller-class")


@converse.step(
    "multiples interpolate",
    "smt",
    "a multiple of an interpolating solution has one margin: so c_1 = c_2, and the masses are equal",
    ["theorem-3.5-smaller-class", "assumption:interpolation", "assumption:linear independence"],
)
def multiples_interpolate(_: Settings) -> Result:
    """Outputs t (kappa, -kappa) = (c_1, -c_2)."""
    import z3

    first, second, a, b, t, kappa = z3.Reals("W_1 W_2 c_1 c_2 t kappa")
    order = [(first < second) == (a < b), (second < first) == (b < a)]
    premises = [*order, a == t * kappa, -b == -t * kappa]
    return smt.universally({"masses": (premises, first == second)}, "every interpolating solution")


@converse.step(
    "both ways",
    "smt",
    "the directions agree iff the masses are equal",
    ["theorem-3.5", "multiples interpolate", "assumption:interpolation", "assumption:off-centre mixing"],
)
def both_ways(_: Settings) -> Result:
    """Equal masses agree by theorem-3.5, whose other assumptions are those of this claim."""
    import z3

    agree, equal, interpolates, off_centre = z3.Bools("agree equal interpolates off_centre")
    premises = [
        interpolates,
        off_centre,
        z3.Implies(z3.And(interpolates, equal, off_centre), agree),
        z3.Implies(z3.And(interpolates, agree), equal),
    ]
    return smt.universally({"iff": (premises, agree == equal)}, "all independent data")


converse.control("interpolation", lambda: SHARED)
converse.control("linear independence", lambda: LINE, "balls")
converse.control("off-centre mixing", lambda: LinearMixup(unit_vectors(1, 1), Midpoint()))
DECIDES, EXACTLY = "agrees exactly where the criterion holds", "agrees exactly for equal masses"
EQUAL, UNEQUAL = LinearMixup(unit_vectors(1, 1), UNIFORM), LinearMixup(unit_vectors(1, 2), UNIFORM)
for each, part in ((criterion, DECIDES), (converse, EXACTLY)):
    each.example(lambda: EQUAL, "equal masses", "balls")
    each.example(lambda: UNEQUAL, "unequal masses", "balls")
    each.near_miss(part, lambda: (EQUAL, False), "equal masses", "balls")
    each.near_miss(part, lambda: (UNEQUAL, True), "unequal masses", "balls")
