"""Without self-pairs: the closed form on the three-point line, enclosed for every alpha and radius, and its limits."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import flint
import sympy as sp

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import balls, exact, smt, symbolic
from proofs_check.results.mixup.textbook import INTEGRALS
from theory.dataset import LabeledDataset
from theory.geometry import mix
from theory.mixing import Beta
from theory.numbers import ball, sympify
from theory.optimal import mixup_optimal_exact, mixup_optimal_limit
from theory.results.mixup.lemma_2_3 import collected_masses, minimiser
from theory.results.mixup.proposition_2_8 import Place
from theory.results.mixup.proposition_2_8_no_self_pairs import (
    expected_limit,
    least_above,
    most_below,
    neighbour_share,
    ratio_bound,
)

LINE = LabeledDataset.alternating_line()
MIDDLE = (Fraction(1),)
HALF = Fraction(1, 2)
ALPHAS = tuple(Fraction(a) for a in ("1/10", "1/2", "9/10", "99/100", "1", "101/100", "3/2", "2", "5", "32"))

proof = Proof("proposition-2.8-no-self-pairs")
proof.uses("lemma-2.3")


@proof.step(
    "which lambda reach the ball",
    "smt",
    "for 0 < eps < 1: lambda > 1 - eps when 1 is the first end, lambda < eps when it is the second, and "
    "|lambda - 1/2| < eps/2 for the two orders of (0, 2)",
    ["assumption:three-point line"],
)
def reached(_: Settings) -> Result:
    """z_st(lambda) of all six ordered pairs of different points; the segment [0, 2] has length 2."""
    import z3

    lam, eps = z3.Reals("lambda eps")
    premises = [lam >= 0, lam <= 1, eps > 0, eps < 1]
    middle = z3.And(lam - z3.Q(1, 2) < eps / 2, z3.Q(1, 2) - lam < eps / 2)
    first, second = lam > 1 - eps, lam < eps
    solved = {(0, 2): middle, (2, 0): middle, (1, 0): first, (1, 2): first, (0, 1): second, (2, 1): second}
    statements: dict[str, tuple[list[Any], Any]] = {}
    for (s, t), solution in solved.items():
        z = mix([z3.RealVal(s)], [z3.RealVal(t)], lam)[0]
        statements[f"({s}, {t})"] = (premises, z3.And(z - 1 < eps, 1 - z < eps) == solution)
    return smt.universally(statements, "every lambda and every radius below 1")


@proof.step(
    "closed form",
    "symbolic",
    "h_eps^1(1) = (M + 2 D)/(M + 2 T), M = P(|lambda - 1/2| < eps/2), T = P(lambda > 1 - eps), "
    "D = E[1 - lambda; lambda > 1 - eps]",
    [
        "lemma-2.3",
        "which lambda reach the ball",
        "assumption:three-point line",
        "assumption:symmetric Beta",
        "assumption:no self-pairs",
    ],
)
def closed_form(_: Settings) -> Result:
    """The tables of Lemma 2.3, weight 1/9 a pair; by symmetry P(lambda < eps) = T, E[lambda; lambda < eps] = D."""
    middle, near, away, half = sp.symbols("M T D E", positive=True)  # E = E[lambda; the middle], which cancels
    ninth = sp.Rational(1, 9)
    mass = [[2 * middle * ninth, 2 * near * ninth], [2 * near * ninth, sp.Integer(0)]]
    moment = [[2 * half * ninth, 2 * away * ninth], [2 * (near - away) * ninth, sp.Integer(0)]]
    share = minimiser(collected_masses(mass, moment))[0]
    return symbolic.identities({"share": share - neighbour_share(middle, near, away)}, "every symmetric P_f")


@proof.step("powers", "symbolic", "t^b >= 1 for t >= 1 and b > 0: its logarithm is b ln t")
def powers(_: Settings) -> Result:
    """With t = 1 + y, y > 0; t = 1 is plain.  Used with the reciprocal too: w^(-b) >= 1 for 0 < w <= 1."""
    y, b = sp.symbols("y b", positive=True)
    logarithm = sp.expand_log(sp.log((1 + y) ** b))
    return symbolic.signs({"logarithm": (logarithm, ">0")}, "every t > 1 and b > 0", "b ln t > 0")


proof.trusted(*INTEGRALS)


@proof.step(
    "at the middle",
    "smt",
    "lambda (1 - lambda) lies between (1 - eps^2)/4 > 0 and 1/4 for |lambda - 1/2| < eps/2, so that B M is at least "
    "(at most) eps ((1 - eps^2)/4)^(alpha - 1) for alpha >= 1 (alpha <= 1)",
    ["powers", "integrals", "assumption:symmetric Beta"],
)
def middle_density(_: Settings) -> Result:
    """The quotient by (1 - eps^2)/4 is at least 1, and its power alpha - 1 at least or at most 1."""
    import z3

    lam, eps, low = z3.Reals("lambda eps low")
    premises = [eps > 0, eps < 1, 2 * lam - 1 < eps, 1 - 2 * lam < eps, low == (1 - eps * eps) / 4]
    product = lam * (1 - lam)
    return smt.universally(
        {"positive": (premises, low > 0), "quotient": (premises, product >= low)}, "every radius below 1"
    )


@proof.step(
    "at the end",
    "symbolic",
    "with u = 1 - lambda in (0, eps): (1 - u)^(alpha - 1) is at most (at least) 1 for alpha >= 1 (alpha <= 1), and "
    "u^(alpha - 1) has the integral eps^alpha/alpha; so B T is at most (at least) that",
    ["powers", "integrals", "assumption:symmetric Beta"],
)
def end_density(_: Settings) -> Result:
    """The density of Beta(alpha, alpha) is (u (1 - u))^(alpha - 1)/B; u^alpha/alpha is an antiderivative, 0 at 0."""
    u, alpha = sp.symbols("u alpha", positive=True)
    antiderivative = u**alpha / alpha
    residuals = {
        "derivative": sp.diff(antiderivative, u) - u ** (alpha - 1),
        "at 0": (sp.Limit(antiderivative, u, 0, "+"), sp.Integer(0)),
    }
    return symbolic.identities(residuals, "every alpha > 0")


@proof.step(
    "the ratio",
    "symbolic",
    "T/M is at most R = (4 eps/(1 - eps^2))^(alpha - 1)/alpha for alpha >= 1, at least R for alpha <= 1",
    ["at the middle", "at the end"],
)
def ratio(_: Settings) -> Result:
    """The quotient of the two bounds, B cancelled; eps = y/(1 + y), y > 0, runs through (0, 1)."""
    y, alpha = sp.symbols("y alpha", positive=True)
    eps = y / (1 + y)
    floor = sp.factor((1 - eps**2) / 4)
    near, middle = eps**alpha / alpha, eps * floor ** (alpha - 1)
    difference = sp.log(near) - sp.log(middle) - sp.log(ratio_bound(alpha, eps))
    return symbolic.identities({"logarithm": _expanded(difference)}, "every alpha > 0 and 0 < eps < 1")


def _expanded(expression: sp.Expr) -> sp.Expr:
    """Logarithms of products of positive powers as sums, the arguments factored first."""
    factored = expression.replace(sp.log, lambda a: sp.log(sp.powdenest(sp.factor(a), force=False)))
    split = factored.replace(lambda e: e.is_Pow and not e.exp.is_Integer, lambda e: sp.factor(e.base) ** e.exp)
    return sp.expand_log(split)


@proof.step(
    "what is given away",
    "smt",
    "0 <= D <= eps T: 0 <= 1 - lambda < eps where lambda > 1 - eps",
    ["integrals", "closed form"],
)
def given_away(_: Settings) -> Result:
    """Pointwise; T is the integral of 1 and D that of 1 - lambda."""
    import z3

    lam, eps = z3.Reals("lambda eps")
    premises = [lam > 1 - eps, lam <= 1, eps > 0, eps < 1]
    return smt.universally({"share": (premises, z3.And(1 - lam >= 0, 1 - lam <= eps))}, "every lambda and radius")


@proof.step(
    "enclosures",
    "smt",
    "1/(1 + 2 R) <= h_eps^1(1) <= 1 for alpha >= 1, 0 <= h_eps^1(1) <= eps + 1/(1 + 2 R) for alpha <= 1",
    ["closed form", "the ratio", "what is given away"],
)
def enclosures(_: Settings) -> Result:
    """With T <= R M or T >= R M, and 0 <= D <= eps T, D <= T."""
    import z3

    middle, near, away, eps, bound = z3.Reals("M T D eps R")
    share = neighbour_share(middle, near, away)
    premises = [middle > 0, near > 0, away >= 0, away <= eps * near, eps > 0, eps < 1, bound > 0]
    statements = {
        "from below": ([*premises, near <= bound * middle], share >= least_above(bound)),
        "from above": ([*premises, near >= bound * middle], share <= most_below(bound, eps)),
        "at most 1": (premises, share <= 1),
        "at least 0": (premises, share >= 0),
    }
    return smt.universally(statements, "every M, T, D, R and radius")


@proof.step(
    "alpha = 1",
    "symbolic",
    "h_eps^1(1) = (1 + eps)/3 for the uniform distribution",
    ["closed form"],
)
def uniform(_: Settings) -> Result:
    """M, T and D as integrals of the density 1."""
    eps, lam = sp.symbols("eps lambda", positive=True)
    middle = sp.integrate(1, (lam, sp.Rational(1, 2) - eps / 2, sp.Rational(1, 2) + eps / 2))
    near = sp.integrate(1, (lam, 1 - eps, 1))
    away = sp.integrate(1 - lam, (lam, 1 - eps, 1))
    return symbolic.identities({"share": neighbour_share(middle, near, away) - (1 + eps) / 3}, "every radius below 1")


@proof.step(
    "the limits",
    "symbolic",
    "as eps falls to 0 the enclosures shrink to 1 for alpha > 1 (R -> 0) and to 0 for alpha < 1 (R -> oo); at "
    "alpha = 1 the share tends to 1/3",
    ["enclosures", "alpha = 1"],
)
def limits(_: Settings) -> Result:
    """alpha = 1 + b or 1 - b with a symbol b > 0; then the enclosures as functions of R or of 1/R."""
    eps, b, small = sp.symbols("eps b r", positive=True)
    stated = {alpha: sympify(expected_limit(Fraction(alpha))) for alpha in (HALF, 1, 2)}
    residuals = {
        "R, alpha > 1": (sp.Limit(ratio_bound(1 + b, eps), eps, 0, "+"), sp.Integer(0)),
        "1/R, alpha < 1": (sp.Limit(1 / ratio_bound(1 - b, eps), eps, 0, "+"), sp.Integer(0)),
        "lower bound, alpha > 1": (sp.Limit(least_above(small), small, 0, "+"), stated[2]),
        "upper bound, alpha < 1": (
            sp.Limit(sp.Limit(most_below(1 / small, eps), small, 0, "+"), eps, 0, "+"),
            stated[HALF],
        ),
        "alpha = 1": (sp.Limit((1 + eps) / 3, eps, 0, "+"), stated[1]),
    }
    return symbolic.identities(residuals, "every alpha > 0")


# --------------------------------------------------------------------------------- evidence beside the proof
def at_middle(alpha: Any, self_pairs: bool = False) -> Place:
    """The middle point of the line, asked for the share of its neighbours' class 1."""
    return Place(LINE, Beta(alpha), 1, MIDDLE, self_pairs)


@proof.check(
    "the pointwise limit", "exact", "the general formula for h gives these limits, for alpha on both sides of 1"
)
def pointwise(_: Settings) -> Result:
    """theory's h without self-pairs, in which the order of f at the ends is decided by itself."""
    comparisons = {
        f"alpha = {a}": (mixup_optimal_limit(LINE, Beta(a), [MIDDLE], self_pairs=False)[0][0], "==", expected_limit(a))
        for a in ALPHAS
    }
    return exact.compare(comparisons, "ten values of alpha")


@proof.check("the enclosures hold", "balls", "h_eps from Lemma 2.3's sums lies between the bounds, in ball arithmetic")
def enclosed(how: Settings) -> Result:
    """alpha <= 5, radii from 1/2 to 2^-40: T is as small as 2^-200, so that many bits cancel against 1."""
    values: dict[str, Callable[[], flint.arb]] = {}
    for alpha in (a for a in ALPHAS if a != 1 and a <= 5):
        for exponent in (1, 2, 10, 40)[: how.size(2, 4, 4)]:
            for side in ("above", "below"):
                values[f"alpha = {alpha}, eps = 2^-{exponent}, {side}"] = _gap(alpha, Fraction(1, 2**exponent), side)
    return balls.positive(values, "eight values of alpha", bits=512)


def _gap(alpha: Fraction, epsilon: Fraction, side: str) -> Callable[[], flint.arb]:
    """The distance from h_eps^1(1) to its bound on one side, as a function to call at a precision."""

    def gap() -> flint.arb:
        found = mixup_optimal_exact(LINE, Beta(alpha), MIDDLE, ball(epsilon), self_pairs=False)
        if found is None:
            return flint.arb(0)
        bound = ratio_bound(ball(alpha), ball(epsilon))
        upper = ball(1) if alpha > 1 else most_below(bound, ball(epsilon))
        lower = least_above(bound) if alpha > 1 else ball(0)
        value: flint.arb = upper - found[0] if side == "above" else found[0] - lower
        return value

    return gap


@proof.check("exactly, at integer alpha", "exact", "h_eps in rational arithmetic is the closed form in M, T and D")
def closed_form_exact(_: Settings) -> Result:
    """The sums over pairs against the three masses, at alpha = 1, 2, 5."""
    comparisons: dict[str, tuple[Any, str, Any]] = {}
    for alpha in (1, 2, 5):
        for epsilon in (Fraction(1, 100), HALF, Fraction(99, 100)):
            law = Beta(alpha)
            middle = law.mass(HALF - epsilon / 2, HALF + epsilon / 2)
            near, kept = law.mass(1 - epsilon, Fraction(2)), law.moment(1 - epsilon, Fraction(2))
            found = mixup_optimal_exact(LINE, law, MIDDLE, epsilon, self_pairs=False)
            share = found[0] if found else None
            comparisons[f"alpha = {alpha}, eps = {epsilon}"] = (share, "==", neighbour_share(middle, near, near - kept))
    return exact.compare(comparisons, "nine exact instances")


UNEVEN = LabeledDataset([[0], [1], [3]], [1, 2, 1])
proof.control("three-point line", lambda: Place(UNEVEN, Beta(1), 1, MIDDLE, self_pairs=False))
proof.control("symmetric Beta", lambda: Place(LINE, Beta(1, 3), 1, MIDDLE, self_pairs=False))
proof.control("no self-pairs", lambda: at_middle(2, self_pairs=True))
LIMIT, BOUNDS = "the limit", "the bounds at every radius"
# alpha, a wrong limit, and a factor of R with which the bound is too good
for alpha, wrong, factor in (("1/2", "1", "100"), ("1", "0", "101/100"), ("2", "1/3", "1/100")):
    case, middle = f"alpha = {alpha}", at_middle(Fraction(alpha))
    proof.example(given(middle), case, "balls")
    proof.near_miss(LIMIT, given((middle, Fraction(wrong))), case, "balls")
    proof.near_miss(BOUNDS, given((middle, Fraction(factor))), case, "balls")
