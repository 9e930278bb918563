"""The price of disentanglement: coordinate by coordinate, by log u <= u - 1; and the same for tables."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt, symbolic, together
from proofs_check.results.mixup.textbook import MEAN_VALUE
from theory.results.disentanglement.price import TwoGaussians, TwoTables, information


def gaussian_pair(covariance: Any, model: Any, noise: Any = 0) -> TwoGaussians:
    """Whole numbers and fractions as they come."""
    return TwoGaussians(covariance, model, noise)


QUARTER = Fraction(1, 4)
LOGARITHM = "log u <= u - 1"

proof = Proof("price-of-disentanglement")
proof.trusted(*MEAN_VALUE)


@proof.step(
    LOGARITHM,
    "smt",
    "u - 1 - log u is 0 at 1 and has the slope 1 - 1/u: it is positive at every other u > 0",
    ["mean value theorem"],
)
def logarithm(_: Settings) -> Result:
    """It is (u - 1)(1 - 1/c), c strictly between 1 and u."""
    import z3

    u = sp.Symbol("u", positive=True)
    gap = u - 1 - sp.log(u)
    slope = symbolic.identities({"slope": (sp.Derivative(gap, u), 1 - 1 / u), "at 1": gap.subs(u, 1)}, "every u > 0")
    at, c, value = z3.Reals("u c gap")
    between = z3.Or(z3.And(c > 1, c < at), z3.And(at < c, c < 1))
    known = [at > 0, c > 0, between, value == (at - 1) * (1 - 1 / c)]
    return together(slope, smt.universally({"positive": (known, value > 0)}, "every u > 0"))


@proof.step(
    "coordinates",
    "symbolic",
    "for a diagonal D each coordinate adds S/d - 1 + log d = (u - 1 - log u) + log S to twice the divergence, u = S/d, "
    "all with the noise added; the log S and -log det Sigma are twice the total correlation",
    ["assumption:independent in the model"],
)
def coordinates(_: Settings) -> Result:
    """And all of it for two factors, whose total correlation is -log(1 - rho^2)/2."""
    s, d, n, t, e = sp.symbols("S d n T e", positive=True)
    rho = sp.Symbol("rho", real=True)
    u = (s + n) / (d + n)
    covariance = sp.Matrix([[s, rho * sp.sqrt(s * t)], [rho * sp.sqrt(s * t), t]])
    trace = (sp.diag(d, e).inv() * covariance).trace()
    determinant = covariance.det() / (s * t)
    return symbolic.identities(
        {
            "one coordinate": (u - 1 + sp.log(d + n), (u - 1 - sp.log(u)) + sp.log(s + n)),
            "trace": (trace, s / d + t / e),
            "correlation": (determinant, 1 - rho**2),
        },
        "all positive variances",
    )


@proof.step(
    "sums",
    "smt",
    "a sum of terms that are not negative is not negative, and 0 only if each term is: one term more at a time",
    [LOGARITHM, "coordinates"],
)
def sums(_: Settings) -> Result:
    """So u = 1 in every coordinate, d = S, where the divergence is the total correlation."""
    import z3

    sum_, term, kl, price = z3.Reals("sum term KL price")
    known = [sum_ >= 0, term >= 0, kl == (sum_ + term) / 2 + price]
    return smt.universally(
        {
            "at least": (known, kl >= price),
            "equal": ([*known, kl == price], z3.And(sum_ == 0, term == 0)),
            "attained": ([*known, sum_ == 0, term == 0], kl == price),
        },
        "any number of factors",
    )


def gaussians() -> st.SearchStrategy[TwoGaussians]:
    """Two or three factors; the model has their variances, or others."""
    small = st.integers(-2, 2).map(Fraction)

    def build(size: int, numbers: list[Fraction], own: list[bool], noise: Fraction) -> TwoGaussians:
        root = [[numbers[3 * i + j] for j in range(size)] for i in range(size)]
        rows = [[sum((a * b for a, b in zip(p, q, strict=True)), Fraction(i == j)) for j, q in enumerate(root)]
                for i, p in enumerate(root)]  # fmt: skip
        model = [[(rows[i][i] if own[i] else Fraction(i + 1)) * (i == j) for j in range(size)] for i in range(size)]
        return gaussian_pair(rows, model, noise)

    noises = st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(2)])
    numbers, own = st.lists(small, min_size=9, max_size=9), st.lists(st.booleans(), min_size=3, max_size=3)
    return st.builds(build, st.sampled_from([2, 3]), numbers, own, noises)


proof.drawn(gaussians)


@proof.check("random factors", "sampled", "divergences of random covariances from their own and other variances")
def random_factors(settings: Settings) -> Result:
    """Both parts."""
    return sampled.holds_on(gaussians(), proof.decides, settings, (10, 50, 300), "two or three factors")


RHO = Fraction(3, 5)
CORRELATED = ((Fraction(1), RHO), (RHO, Fraction(1)))
OWN = gaussian_pair(CORRELATED, ((1, 0), (0, 1)))
OTHER = gaussian_pair(CORRELATED, ((2, 0), (0, 1)), Fraction(1, 2))
proof.example(given(OWN), "own variances")
proof.example(given(OTHER), "other variances, and noise")
proof.near_miss("at least the total correlation", lambda: (OWN, OWN.total_correlation() + sp.Rational(1, 1000)))
proof.near_miss("attained by the own variances only", given((OWN, False)), "own variances")
proof.near_miss("attained by the own variances only", given((OTHER, True)), "other variances")
proof.control("independent in the model", lambda: gaussian_pair(CORRELATED, CORRELATED))

tables = Proof("price-of-disentanglement-tables")
tables.trusted(*MEAN_VALUE)
tables.repeat(proof, LOGARITHM)


@tables.step(
    "cells",
    "symbolic",
    "in a cell with marginals r and c, q_1 = a, q_2 = b: p log(p/(a b)) - p log(p/(r c)) = p log(r/a) + p log(c/b); "
    "summed, the divergence is the information and two divergences of marginals",
    ["assumption:independent in the model"],
)
def cells(_: Settings) -> Result:
    """The sum of p over a row is r, over a column c."""
    p, r, c, a, b = sp.symbols("p r c a b", positive=True)
    left = p * sp.log(p / (a * b)) - p * sp.log(p / (r * c))
    return symbolic.identities({"cell": (left, p * sp.log(r / a) + p * sp.log(c / b))}, "every cell")


@tables.step(
    "marginals",
    "smt",
    "r log(r/a) >= r - a, and more unless a = r; over all values r and a both have the sum 1",
    [LOGARITHM, "cells"],
)
def marginals_cost(_: Settings) -> Result:
    """With l = log(a/r); and the sum of what is more than r - a is 0 only if each is."""
    import z3

    r, a, log, kl, info, first, second = z3.Reals("r a log(a/r) KL I first second")
    known = [r > 0, a > 0, log <= a / r - 1]
    strict = [r > 0, a > 0, a != r, log < a / r - 1]
    both = [first >= 0, second >= 0, kl == info + first + second]
    return smt.universally(
        {
            "one value": (known, -r * log >= r - a),
            "strictly": (strict, -r * log > r - a),
            "at least": (both, kl >= info),
            "equal": ([*both, kl == info], z3.And(first == 0, second == 0)),
            "attained": ([*both, first == 0, second == 0], kl == info),
        },
        "all tables",
    )


def two_tables() -> st.SearchStrategy[TwoTables]:
    """Two by three cells; the model has the marginals of the law, or others."""
    weights = st.lists(st.integers(1, 5), min_size=6, max_size=6)

    def build(law: list[int], other: list[int], own: bool) -> TwoTables:
        def rows(of: list[int]) -> list[list[Fraction]]:
            return [[Fraction(v, sum(of)) for v in of[i : i + 3]] for i in (0, 3)]

        base = rows(law) if own else rows(other)
        sides = [sum(row) for row in base], [sum(column) for column in zip(*base, strict=True)]
        model = tuple(tuple(a * b for b in sides[1]) for a in sides[0])
        return TwoTables(tuple(map(tuple, rows(law))), model)

    return st.builds(build, weights, weights, st.booleans())


tables.drawn(two_tables)


@tables.check("random tables", "sampled", "divergences of random tables from products of their own and other marginals")
def random_tables(settings: Settings) -> Result:
    """Both parts."""
    return sampled.holds_on(two_tables(), tables.decides, settings, (10, 50, 300), "two by three cells")


LAW = ((Fraction(9, 20), Fraction(1, 20)), (Fraction(1, 20), Fraction(9, 20)))
FAIR = TwoTables(LAW, ((QUARTER, QUARTER), (QUARTER, QUARTER)))
UNFAIR = TwoTables(LAW, ((Fraction(1, 3), Fraction(1, 6)), (Fraction(1, 3), Fraction(1, 6))))
tables.example(given(FAIR), "own marginals")
tables.example(given(UNFAIR), "other marginals")
tables.near_miss("at least the information", lambda: (FAIR, information(FAIR) + sp.Rational(1, 1000)))
tables.near_miss("attained by the own marginals only", given((FAIR, False)), "own marginals")
tables.near_miss("attained by the own marginals only", given((UNFAIR, True)), "other marginals")
tables.control("independent in the model", lambda: TwoTables(LAW, LAW))
