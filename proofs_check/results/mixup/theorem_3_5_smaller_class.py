"""Theorem 3.5 for unequal masses: two monotone functions give the margins of the classes their order.

With margins a on X_1 and b on X_{-1}, the derivatives of the Mixup loss are W_1 A(a) + W_2 P(a, b) on X_1 and
W_2 A(b) + W_1 P(b, a) on X_{-1}, up to weights and signs: A from the pairs of a class, P from those between.
"""

from __future__ import annotations

from typing import Any

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import smt, symbolic, together
from proofs_check.results.mixup.theorem_3_5 import (
    EVERY,
    EXPECTATIONS,
    LAM,
    OFFSET,
    UNIFORM,
    between,
    inside,
    unit_vectors,
)
from proofs_check.results.mixup.theorem_3_5 import proof as equal_masses
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup
from theory.linear.enclosure import pair_slope_at
from theory.linear.loss import logistic_curvature
from theory.mixing import Midpoint
from theory.numbers import Number
from theory.results.mixup.theorem_3_5_smaller_class import margins_of_masses

A, B, K = sp.symbols("a b k", real=True)
ALONE = LinearMixup(LabeledDataset([[1]], [1]), UNIFORM)

smaller = Proof("theorem-3.5-smaller-class")
smaller.repeat(equal_masses, *EXPECTATIONS, "mean value theorem", "tangents")
smaller.uses("theorem-3.5-existence")


@smaller.step("class slopes", "symbolic", "the slopes of a pair at margins a on X_1 and b on X_{-1} are A and P")
def class_slopes(_: Settings) -> Result:
    """P(a, b) is the slope of s in X_1 towards t in X_{-1}; that of t is -P(b, a)."""
    first, second = (A, 1), (-B, -1)
    residuals = {
        "in X_1": pair_slope_at(LAM, first, first) - inside(A),
        "in X_{-1}": pair_slope_at(LAM, second, second) + inside(B),
        "from X_1": pair_slope_at(LAM, first, second) - across(A, B),
        "from X_{-1}": pair_slope_at(LAM, second, first) + across(B, A),
    }
    return symbolic.identities(residuals, EVERY)


def across(a: sp.Expr, b: sp.Expr) -> sp.Expr:
    """The integrand of P(a, b)."""
    return sp.sympify(pair_slope_at(LAM, (a, 1), (-b, -1)))


def balances(first: Number, second: Number, own: tuple[Number, Number], mixed: tuple[Number, Number]) -> list[Number]:
    """W_1 A(a) + W_2 P(a, b) and W_2 A(b) + W_1 P(b, a)."""
    return [first * own[0] + second * mixed[0], second * own[1] + first * mixed[1]]


@smaller.step(
    "two points tell all",
    "smt",
    "the two margins at which two unit vectors of masses W_1, W_2 are at rest put all independent data at rest, and so "
    "are the minimiser's",
    ["class slopes", "tangents", "theorem-3.5-existence", "assumption:two classes"],
)
def two_points_tell_all(_: Settings) -> Result:
    """A point of weight p has the derivative p (own mass A + other mass P): p/W times that of the lone point."""
    import z3

    p, first, second, a, mixed = z3.Reals("p W_1 W_2 A P")
    lone = first * balances(first, second, (a, a), (mixed, mixed))[0]
    one_of_many = p * (first * a + second * mixed)
    premises = [p > 0, first > 0, second > 0]
    return smt.universally({"at rest": (premises, (one_of_many == 0) == (lone == 0))}, "every weight and mass")


@smaller.step(
    "monotone",
    "symbolic",
    "A is negative and increases; P increases in its first and does not in its second argument",
    [*EXPECTATIONS],
)
def monotone(_: Settings) -> Result:
    """lambda^2 + (1 - lambda)^2 > 0, and lambda (1 - lambda) >= 0 on [0, 1]; the curvature is positive."""
    lam = sp.symbols("lambda", real=True)
    inner = sp.symbols("m", nonnegative=True) / (1 + sp.symbols("m", nonnegative=True))  # any lambda in [0, 1)
    towards, back = LAM * A - (1 - LAM) * B, (1 - LAM) * A - LAM * B
    first, second = (logistic_curvature(z) for z in (towards, back))
    residuals = {
        "A": (inside(A) + 1 / (1 + sp.exp(A))).rewrite(sp.exp),
        "A'": sp.diff(inside(A), A) - logistic_curvature(A),
        "first": sp.diff(across(A, B), A) - LAM**2 * first - (1 - LAM) ** 2 * second,
        "second": sp.diff(across(A, B), B) + LAM * (1 - LAM) * (first + second),
        "curvature": (logistic_curvature(A) - 1 / (4 * sp.cosh(A / 2) ** 2)).rewrite(sp.exp),
    }
    signs = {
        "-A": (1 / (1 + sp.exp(A)), ">0"),
        "curvature": (1 / (4 * sp.cosh(A / 2) ** 2), ">0"),
        "weight of the first": (2 * (lam - sp.Rational(1, 2)) ** 2 + sp.Rational(1, 2), ">0"),
        "weight of the second": (sp.factor(inner * (1 - inner)), ">=0"),
    }
    square = {"its form": lam**2 + (1 - lam) ** 2 - 2 * (lam - sp.Rational(1, 2)) ** 2 - sp.Rational(1, 2)}
    return together(symbolic.identities(residuals | square, EVERY), symbolic.signs(signs, EVERY))


@smaller.step(
    "diagonal",
    "symbolic",
    "P(k, k) <= 0 for k <= 0: it is E[x slope(x k, x)], which increases, and -E[x^2]/2 at 0",
    ["class slopes", *EXPECTATIONS],
)
def diagonal(_: Settings) -> Result:
    """x = 2 lambda - 1."""
    x = sp.symbols("x", real=True)
    residuals = {
        "diagonal": across(K, K) - between(K, OFFSET),
        "at 0": (sp.Limit(between(K, x), K, 0), -(x**2) / 2),
        "rises": sp.diff(between(K, x), K) - x**2 * logistic_curvature(x * K),
    }
    return symbolic.identities(residuals, EVERY)


def rest() -> tuple[Any, ...]:
    """Two classes at rest, for z3: the masses and margins, and what is known of the values of A and P at them."""
    import z3

    first, second, a, b = z3.Reals("W_1 W_2 a b")
    own, mixed, along = (z3.Reals(names) for names in ("A(a) A(b)", "P(a,b) P(b,a)", "P(a,a) P(b,b)"))
    premises = [
        *(mass > 0 for mass in (first, second)),
        *(value < 0 for value in own),
        *(balance == 0 for balance in balances(first, second, (own[0], own[1]), (mixed[0], mixed[1]))),
        # A increases; P increases in its first argument and falls in its second
        z3.Implies(a > b, own[0] > own[1]),
        z3.Implies(a < b, own[0] < own[1]),
        z3.Implies(a == b, own[0] == own[1]),
        z3.Implies(a >= b, z3.And(mixed[0] >= along[0], mixed[1] <= along[0])),
        z3.Implies(a <= b, z3.And(mixed[0] <= along[0], mixed[1] >= along[0])),
        z3.Implies(a >= b, z3.And(mixed[0] >= along[1], mixed[1] <= along[1])),
        z3.Implies(a <= b, z3.And(mixed[0] <= along[1], mixed[1] >= along[1])),
        *(z3.Implies(k <= 0, value <= 0) for k, value in ((a, along[0]), (b, along[1]))),
    ]
    return first, second, a, b, premises


@smaller.step(
    "the order of the margins",
    "smt",
    "0 < c_1 and 0 < c_2; and W_1 < W_2 iff c_1 < c_2",
    ["two points tell all", "monotone", "diagonal", "assumption:linear independence", "assumption:off-centre mixing"],
)
def order_of_the_margins(_: Settings) -> Result:
    """At rest P > 0 on both sides; the smaller margin k has P <= P(k, k), so that k > 0."""
    import z3

    first, second, a, b, premises = rest()
    statements = {
        "positive": (premises, z3.And(a > 0, b > 0)),
        "smaller": ([*premises, first < second], a < b),
        "larger": ([*premises, first > second], a > b),
        "equal": ([*premises, first == second], a == b),
    }
    return smt.universally(statements, "all masses and every law")


smaller.control(
    "linear independence",
    lambda: LinearMixup(LabeledDataset([[3], [-1]], [1, -1], ["1/3", "2/3"]), UNIFORM),
    "balls",
)
smaller.control("two classes", lambda: ALONE)
smaller.control("off-centre mixing", lambda: LinearMixup(unit_vectors(1, 2), Midpoint()))


def exchanged(instance: LinearMixup) -> tuple[Any, ...] | None:
    """The two margins, each for the other class."""
    margins = margins_of_masses(instance)
    return margins and margins[::-1]


POSITIVE, ONE_EACH, SMALLER = "positive margins", "one margin a class, by masses alone", "smaller in the smaller class"
ONE_AND_TWO = LinearMixup(unit_vectors(1, 2), UNIFORM)
smaller.example(lambda: ONE_AND_TWO, method="balls")
smaller.near_miss(POSITIVE, lambda: (ONE_AND_TWO, 4), "above 4", "balls")
smaller.near_miss(ONE_EACH, lambda: (ONE_AND_TWO, exchanged(ONE_AND_TWO)), "exchanged", "balls")
smaller.near_miss(SMALLER, lambda: (ONE_AND_TWO, 1), "the other order", "balls")
