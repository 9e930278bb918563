"""Theorem 2.7's phase boundary: the excess rises from below 0 to above 0, so it crosses 0 exactly once.

Its middle mass M rises because a larger alpha tilts the law towards large lambda(1 - lambda); its other term
B = C(2 alpha, alpha) (eps(1 - eps))^alpha falls because it is a moment E[b^alpha] of a base b < 1.
"""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import smt, symbolic, together
from proofs_check.results.mixup.textbook import EULER, INTEGRALS, INTERMEDIATE_VALUES, LIMITS
from theory.numbers import Number, ball
from theory.results.mixup import theorem_2_7 as closed_form
from theory.results.mixup.theorem_2_7 import CHEBYSHEV, ThreePoints, excess

proof = Proof("theorem-2.7-phase-boundary")
ALPHA, EPSILON, P = sp.symbols("alpha epsilon p", positive=True)
EVERY = "every alpha > 0, 0 < epsilon < 1 and weight"

proof.trusted(*INTEGRALS)
proof.trusted(*LIMITS)
proof.trusted(*INTERMEDIATE_VALUES)
proof.trusted(*EULER)


def euler_beta(x: sp.Expr, y: sp.Expr) -> sp.Expr:
    """B(x, y), by Euler's integral."""
    return sp.gamma(x) * sp.gamma(y) / sp.gamma(x + y)


def arcsine_moment(alpha: sp.Expr) -> sp.Expr:
    """E[V^alpha] for V of density v^(-1/2) (1-v)^(-1/2)/pi, that is C(2 alpha, alpha)/4^alpha."""
    return euler_beta(alpha + sp.Rational(1, 2), sp.Rational(1, 2)) / sp.pi


@proof.step(
    "segments",
    "smt",
    "the ball about 1 holds the pairs of 0 with 2 for |lambda - 1/2| < eps/2, the pairs of 1 with an end for weights "
    "of 1 above 1 - eps, the self-pair of 1 always, and no other self-pair",
    ["assumption:resolution below 1"],
)
def segments(_: Settings) -> Result:
    import z3

    lam, eps = z3.Reals("lambda eps")
    premises = [eps > 0, eps < 1, lam >= 0, lam <= 1]

    def reached(s: int, t: int) -> object:
        offset = lam * s + (1 - lam) * t - 1
        return z3.And(offset < eps, -offset < eps)

    middle, heavy = z3.And(lam - z3.Q(1, 2) < eps / 2, z3.Q(1, 2) - lam < eps / 2), lam > 1 - eps
    light = 1 - lam > 1 - eps
    sets = {
        (0, 2): middle,
        (2, 0): middle,
        (1, 0): heavy,
        (1, 2): heavy,
        (0, 1): light,
        (2, 1): light,
        (1, 1): z3.BoolVal(True),
        (0, 0): z3.BoolVal(False),
        (2, 2): z3.BoolVal(False),
    }
    return smt.universally({str(pair): (premises, reached(*pair) == held) for pair, held in sets.items()}, "all nine")


@proof.step(
    "tail",
    "symbolic",
    "E[2 lambda - 1; lambda > 1 - eps] = B/2 with B = C(2 alpha, alpha) (eps (1 - eps))^alpha",
    ["Euler's integral"],
)
def tail_holds(_: Settings) -> Result:
    """-(lambda (1 - lambda))^alpha/alpha is an antiderivative, and it vanishes at lambda = 1."""
    lam = sp.symbols("lambda", positive=True)
    antiderivative = -((lam * (1 - lam)) ** ALPHA) / ALPHA
    slope = sp.diff(antiderivative, lam) / (lam * (1 - lam)) ** (ALPHA - 1)
    residuals = {
        "slope": slope - (2 * lam - 1),
        "at 1": antiderivative.subs(lam, 1),
        "constant": 1 / (ALPHA * euler_beta(ALPHA, ALPHA)) - central_binomial() / 2,
    }
    return symbolic.identities(residuals, EVERY)


@proof.step(
    "closed form", "symbolic", "h^1 - h^2 has the sign of the excess 2p^2 M - q^2 - 2pq B", ["segments", "tail"]
)
def closed_form_holds(_: Settings) -> Result:
    """A pair gives +1, -1 or +-(2 lambda - 1) to class 1 over class 2; lambda and 1 - lambda have one law."""
    middle, tail, p = sp.symbols("M B p", positive=True)
    weights, label = (p, 1 - 2 * p, p), (1, -1, 1)
    total: sp.Expr = sp.Integer(0)
    for s, t in ((s, t) for s in range(3) for t in range(3)):
        if s == t:
            share = label[s] * (1 if s == 1 else 0)
        elif 1 in (s, t):
            share = label[1] * tail / 2  # its weight w of the point 1 is above 1 - eps: E[2w - 1; w > 1 - eps]
        else:
            share = middle
        total += weights[s] * weights[t] * share
    return symbolic.identities({"N_1 - N_2": total - excess(middle, tail, p)}, "every weight, M and B")


def central_binomial() -> sp.Expr:
    """C(2 alpha, alpha) in the symbol alpha."""
    return sp.sympify(closed_form.central_binomial(ALPHA))


# ------------------------------------------------------------------------------------------- M rises
@proof.step(
    "level sets",
    "smt",
    "|lambda - 1/2| < eps/2 if and only if u = lambda (1 - lambda) exceeds c = (1 - eps^2)/4",
    ["assumption:resolution below 1"],
)
def level_sets(_: Settings) -> Result:
    import z3

    lam, eps = z3.Reals("lambda eps")
    middle = z3.And(2 * lam - 1 < eps, 1 - 2 * lam < eps)
    premises = [eps > 0, eps < 1, lam >= 0, lam <= 1]
    return smt.universally({"level": (premises, middle == (4 * lam * (1 - lam) > 1 - eps**2))}, "every lambda")


@proof.step(
    "tilt",
    "symbolic",
    "from alpha to alpha + d the density times its constant is multiplied by u^d, above c^d inside, below c^d outside",
    ["level sets"],
)
def tilt(_: Settings) -> Result:
    u, d = sp.symbols("u d", positive=True)
    factor = sp.powsimp(u ** (ALPHA + d - 1) / u ** (ALPHA - 1))
    rising = symbolic.signs({"u^d rises in u": (sp.diff(u**d, u), ">0")}, EVERY)
    return together(symbolic.identities({"factor": factor - u**d}, EVERY), rising)


@proof.step("M rises", "smt", "M increases strictly with alpha", ["tilt", "integrals"])
def m_rises(_: Settings) -> Result:
    """I, O: integrals of u^(alpha-1) over the inside and the outside; I', O' after the tilt; k = c^d."""
    import z3

    inside, outside, inside_after, outside_after, k = z3.Reals("I O I' O' k")
    premises = [
        inside > 0,
        outside > 0,
        outside_after > 0,
        k > 0,
        inside_after > k * inside,
        outside_after < k * outside,
    ]
    grows = inside_after / (inside_after + outside_after) > inside / (inside + outside)
    return smt.universally({"M' > M": (premises, grows)}, EVERY)


# ------------------------------------------------------------------------------------------- B falls
@proof.step(
    "B is a moment",
    "symbolic",
    "B = E[(4 eps (1 - eps) V)^alpha] for V of the arcsine law on (0, 1)",
    ["Euler's integral"],
)
def b_is_a_moment(_: Settings) -> Result:
    """Legendre's duplication formula, applied by SymPy."""
    residual = central_binomial() / 4**ALPHA - arcsine_moment(ALPHA)
    return symbolic.identities({"duplication": residual}, "every alpha > 0")


@proof.step("base", "smt", "0 < 4 eps (1 - eps) v < 1 for 0 < v < 1", ["assumption:resolution below 1"])
def base_holds(_: Settings) -> Result:
    import z3

    v, eps = z3.Reals("v eps")
    base = 4 * eps * (1 - eps) * v
    premises = [eps > 0, eps < 1, v > 0, v < 1]
    return smt.universally({"base": (premises, z3.And(base > 0, base < 1))}, "every v and epsilon")


@proof.step("B falls", "symbolic", "0 < B, and B decreases strictly with alpha", ["B is a moment", "base", "integrals"])
def b_falls(_: Settings) -> Result:
    """Every base in (0, 1) is exp(-s) with s > 0, and its powers fall."""
    s = sp.symbols("s", positive=True)
    power = sp.exp(-s) ** ALPHA
    return symbolic.signs({"positive": (power, ">0"), "falls": (sp.diff(power, ALPHA), "<0")}, EVERY)


@proof.step(
    "digamma",
    "symbolic",
    "psi(2 alpha + 1) - psi(alpha + 1) <= ln 2: the derivative of ln B, which falls for every epsilon, is "
    "2 psi(2 alpha + 1) - 2 psi(alpha + 1) + ln eps(1 - eps), and eps = 1/2 makes the last term largest",
    ["B falls"],
)
def digamma(_: Settings) -> Result:
    logarithm = sp.log(central_binomial()) + ALPHA * sp.log(EPSILON * (1 - EPSILON))
    slope = 2 * sp.digamma(2 * ALPHA + 1) - 2 * sp.digamma(ALPHA + 1)
    residuals = {
        "derivative": (sp.Derivative(logarithm, ALPHA), slope + sp.log(EPSILON * (1 - EPSILON))),
        "at 1/2": (sp.log(EPSILON * (1 - EPSILON)).subs(EPSILON, sp.Rational(1, 2)), -2 * sp.log(2)),
    }
    return symbolic.identities(residuals, EVERY)


# ------------------------------------------------------------------------------------------- the excess
@proof.step("monotone", "smt", "the excess rises with M and falls with B, whatever the weights", ["closed form"])
def monotone_holds(_: Settings) -> Result:
    import z3

    m, larger_m, b, smaller_b, p = z3.Reals("M M' B B' p")
    before, after = excess(m, b, p), excess(larger_m, smaller_b, p)
    weights = [p > 0, 2 * p < 1]
    statements = {
        "weakly": ([*weights, m <= larger_m, smaller_b <= b], before <= after),
        "strictly": ([*weights, m < larger_m, smaller_b <= b], before < after),
    }
    return smt.universally(statements, EVERY)


@proof.step(
    "few in the middle",
    "symbolic",
    "M <= 4 alpha eps/(1 - eps^2) for alpha < 1",
    ["level sets", "integrals"],
)
def few_in_the_middle_holds(_: Settings) -> Result:
    """u^(alpha-1) < 1/c inside; B(alpha, alpha) >= 2 int_0^(1/2) lambda^(alpha-1) = 2^(1-alpha)/alpha > 1/alpha."""
    lam, r, s, t = sp.symbols("lambda r s t", positive=True)
    half = sp.integrate(lam ** (ALPHA - 1), (lam, 0, sp.Rational(1, 2)))
    level = (1 - EPSILON**2) / 4
    residuals = {
        "two halves": 2 * half - 2 ** (1 - ALPHA) / ALPHA,
        "length/(c/alpha)": EPSILON / level * ALPHA - few_in_the_middle(),
    }
    small = 1 / (1 + r)  # runs through 0 < alpha < 1
    logarithms = {  # log u = -s < 0 inside, and log c = -s - t below it; log(1 - lambda) = -s
        "1/c over u^(alpha-1)": (s + t + (small - 1) * s, ">0"),
        "(1 - lambda)^(alpha-1) over 1": ((small - 1) * -s, ">0"),
        "2^(1-alpha) over 1": ((1 - small) * sp.log(2), ">0"),
    }
    return together(symbolic.identities(residuals, EVERY), symbolic.signs(logarithms, "0 < alpha < 1"))


def few_in_the_middle() -> sp.Expr:
    """The bound of M for alpha < 1."""
    return 4 * ALPHA * EPSILON / (1 - EPSILON**2)


@proof.step("variance", "symbolic", "E[(2 lambda - 1)^2] = 1/(2 alpha + 1)", ["Euler's integral"])
def variance(_: Settings) -> Result:
    mean_square, mean = (euler_beta(ALPHA + k, ALPHA) / euler_beta(ALPHA, ALPHA) for k in (2, 1))
    residuals = {"mean": (mean, sp.Rational(1, 2)), "square": (4 * mean_square - 4 * mean + 1, square_mean())}
    return symbolic.identities(residuals, "every alpha > 0")


def square_mean() -> sp.Expr:
    """E[(2 lambda - 1)^2]."""
    return 1 / (2 * ALPHA + 1)


def seen_from_the_law(instance: ThreePoints) -> dict[str, Number]:
    """alpha, epsilon, the second moment, and the mass outside of the middle as the law itself has it."""
    alpha, eps = instance.alpha, instance.epsilon
    tail = 1 - ball(closed_form.middle_mass(alpha, eps))
    return {"alpha": alpha, "eps": eps, "E[x^2]": 1 / (2 * alpha + 1), "tail": tail}


@proof.step(
    "Chebyshev",
    "smt",
    "1 - M = P(|2 lambda - 1| >= eps) <= E[(2 lambda - 1)^2]/eps^2 = 1/(eps^2 (2 alpha + 1))",
    ["variance", "integrals"],
    at=seen_from_the_law,
)
def chebyshev(_: Settings) -> Result:
    """(2 lambda - 1)^2/eps^2 is at least 1 outside of the middle, and nowhere negative."""
    import z3

    x, eps, alpha, tail = z3.Reals("x eps alpha tail")
    outside = z3.If(z3.Or(x >= eps, -x >= eps), z3.RealVal(1), z3.RealVal(0))
    square, odds = z3.Real("E[x^2]"), 2 * alpha + 1
    factor = z3.Q(CHEBYSHEV.numerator, CHEBYSHEV.denominator)
    premises = [eps > 0, alpha > 0, odds * square == 1, tail * eps**2 <= factor * square]
    statements = {
        "integrands": ([eps > 0], outside * eps**2 <= factor * x * x),
        "integrals": (premises, tail <= factor / (eps**2 * odds)),
    }
    return smt.universally(statements, "every lambda, alpha and epsilon")


def most_in_the_middle() -> sp.Expr:
    """The lower bound of M."""
    return 1 - sp.Rational(CHEBYSHEV) * square_mean() / EPSILON**2


@proof.step("B vanishes", "symbolic", "B^2 <= 1/(pi alpha) for alpha > 1/2", ["B is a moment", "base", "B falls"])
def b_vanishes(_: Settings) -> Result:
    """W(alpha) = E[V^alpha] falls, so B^2 <= W(alpha)^2 <= W(alpha) W(alpha - 1/2) = 1/(pi alpha)."""
    import z3

    product = arcsine_moment(ALPHA) * arcsine_moment(ALPHA - sp.Rational(1, 2))
    b, w, earlier, bound = z3.Reals("B W earlier bound")
    premises = [b > 0, b <= w, w < earlier, w * earlier == bound]
    return together(
        symbolic.identities({"product": product - 1 / (sp.pi * ALPHA)}, "every alpha > 1/2"),
        smt.universally({"square": (premises, b * b <= bound)}, "every alpha > 1/2"),
    )


@proof.step(
    "both ends",
    "symbolic",
    "the excess is negative for small alpha and positive for large alpha",
    ["monotone", "few in the middle", "Chebyshev", "B falls", "B vanishes", "assumption:heavy ends"],
)
def both_ends(_: Settings) -> Result:
    """It is below a bound that tends to -q^2 at 0, and above one that tends to 2p^2 - q^2 > 0 at infinity."""
    above = excess(few_in_the_middle(), 0, P)
    below = excess(most_in_the_middle(), 1 / sp.sqrt(sp.pi * ALPHA), P)
    q = 1 - 2 * P
    residuals = {"at 0": sp.limit(above, ALPHA, 0) + q**2, "far": sp.limit(below, ALPHA, sp.oo) - (2 * P**2 - q**2)}
    return symbolic.identities(residuals, EVERY)


@proof.step(
    "continuous",
    "symbolic",
    "the excess is continuous in alpha: near alpha > a all u^(alpha-1) have the integrable bound u^(a-1), u = lambda "
    "(1 - lambda)",
    ["closed form", "limits of integrals"],
)
def continuous(_: Settings) -> Result:
    """With u = exp(-s), alpha = a + r; for a, which may be half of the place, the integral is Euler's."""
    s, r, a = sp.symbols("s r a", positive=True)
    return symbolic.signs({"logarithm of the ratio": (log_ratio(s, a + r, a), "<0")}, "every alpha > a > 0")


def log_ratio(s: sp.Expr, larger: sp.Expr, a: sp.Expr) -> sp.Expr:
    """The logarithm of u^(larger-1)/u^(a-1), u = exp(-s)."""
    return sp.expand(-s * (larger - 1) + s * (a - 1))


@proof.step(
    "one crossing",
    "smt",
    "the excess vanishes at exactly one alpha*, and is positive if and only if alpha > alpha*",
    ["monotone", "M rises", "B falls", "both ends", "continuous", "intermediate values"],
)
def one_crossing(_: Settings) -> Result:
    """Continuity gives a zero; a strictly increasing function has no other, and has the sign of alpha - alpha*."""
    import z3

    rising = z3.Function("excess", z3.RealSort(), z3.RealSort())
    star, alpha = z3.Reals("star alpha")
    monotone = [z3.Implies(a < b, rising(a) < rising(b)) for a, b in ((star, alpha), (alpha, star))]
    premises = [rising(star) == 0, *monotone]
    statements = {
        "sign": (premises, (rising(alpha) > 0) == (alpha > star)),
        "unique": ([*premises, rising(alpha) == 0], alpha == star),
    }
    return smt.universally(statements, "every alpha > 0")


BEYOND = "fails exactly beyond alpha*"
BEFORE_IT, AFTER_IT = ThreePoints(1, Fraction(1, 2)), ThreePoints(9, Fraction(1, 2))
proof.drawn(
    lambda: st.builds(ThreePoints, st.integers(1, 20), st.sampled_from([Fraction(k, 10) for k in range(1, 10)]))
)
proof.example(lambda: BEFORE_IT, "before", "balls")
proof.example(lambda: AFTER_IT, "beyond", "balls")
proof.near_miss(BEYOND, lambda: (BEFORE_IT, True), "before", "balls")
proof.near_miss(BEYOND, lambda: (AFTER_IT, False), "beyond", "balls")
