"""No uniform exponential rate: a rare point that the sample misses, and where a polynomial passes an exponential."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import balls, sampled, smt, symbolic, together
from proofs_check.results.mixup.textbook import MEAN_VALUE
from theory.results.square_loss.theorem_3_6_uniform import RareLabel, least_excess

N, GAMMA = sp.symbols("n gamma", positive=True)
ALL = "every n and gamma"
LOG_QUOTIENT = N * GAMMA / 7 - sp.log(2 * (N + 1)) - N * sp.log(1 + 1 / N)
SLOPE = GAMMA / 7 - sp.log(1 + 1 / N)
FIRST = {Fraction(1): 38, Fraction(1, 2): 87, Fraction(1, 10): 562}


def values(rule: RareLabel) -> dict[Any, Any]:
    """The symbols at an instance."""
    unseen = Fraction(rule.size, rule.size + 1) ** rule.size
    lost = {"e_1": rule.rare * rule.wrong(1), "e_2": rule.rare * rule.wrong(-1)}
    return {"n": rule.size, "gamma": rule.gamma, "p": rule.rare, "q": rule.guess, "unseen": unseen, **lost}


proof = Proof("square-loss-3-6-uniform")
proof.trusted(*MEAN_VALUE)


@proof.step(
    "unseen",
    "symbolic",
    "n independent points all miss a point of mass p with probability (1 - p)^n, which for p = 1/(n + 1) is "
    "(n/(n + 1))^n; given that, a sample is the same for both labels",
    at=values,
)
def unseen(_: Settings) -> Result:
    """By induction on n; and the mass that is left."""
    p = sp.Symbol("p", positive=True)
    return symbolic.identities(
        {"one more": ((1 - p) ** N * (1 - p), (1 - p) ** (N + 1)), "left": (1 - 1 / (N + 1), N / (N + 1))}, ALL
    )


@proof.step(
    "one of two labels",
    "smt",
    "a rule that then says 1 with probability q is wrong with probability unseen (1 - q) or more for the label 1, and "
    "unseen q or more for -1: one is unseen/2 or more, and p times it the expected excess",
    ["unseen"],
    at=values,
)
def one_of_two(_: Settings) -> Result:
    """Whatever it does with other samples, and at the other point; a classifier that is wrong there loses p."""
    import z3

    p, q, m, first, second = z3.Reals("p q unseen e_1 e_2")
    known = [p > 0, m > 0, q >= 0, q <= 1, first >= p * m * (1 - q), second >= p * m * q]
    return smt.universally({"excess": (known, z3.Or(2 * first >= p * m, 2 * second >= p * m))}, "every rule")


@proof.step(
    "above 1/e",
    "smt",
    "n log(1 + 1/n) < 1, so that (n/(n + 1))^n > 1/e: x - log(1 + x) is 0 at 0 and rises",
    ["mean value theorem", "unseen"],
)
def above_1_over_e(_: Settings) -> Result:
    """At x = 1/n."""
    import z3

    x = sp.Symbol("x", positive=True)
    slope = x / (1 + x)
    rises = symbolic.identities({"slope": (sp.Derivative(x - sp.log(1 + x), x), slope)}, "every x > 0")
    start = symbolic.identities({"start": (sp.Limit(x - sp.log(1 + x), x, 0, "+"), sp.Integer(0))}, "every x > 0")
    sign = symbolic.signs({"slope": (slope, ">0")}, "every x > 0")
    n, log, value, at_c = z3.Reals("n log(1+1/n) n_log slope_at_c")
    known = [n > 0, at_c > 0, 1 / n - log == (1 / n) * at_c, value == n * log]
    return together(rises, start, sign, smt.universally({"n": (known, value < 1)}, ALL))


@proof.step(
    "convex",
    "symbolic",
    "g(n) = n gamma/7 - log(2 (n + 1)) - n log(1 + 1/n), the logarithm of the quotient of the excess to e^(-n gamma/7)"
    ", has the slope gamma/7 - log(1 + 1/n), which rises, and tends to -log 2 at 0",
)
def convex(_: Settings) -> Result:
    """So it is convex, as a function of real n."""
    second = 1 / (N * (N + 1))
    return together(
        symbolic.identities(
            {
                "logarithm": (
                    sp.log(sp.exp(-N * sp.log(1 + 1 / N)) / (2 * (N + 1)) / sp.exp(-N * GAMMA / 7)),
                    LOG_QUOTIENT,
                ),
                "slope": (sp.Derivative(LOG_QUOTIENT, N), SLOPE),
                "curvature": (sp.Derivative(SLOPE, N), second),
                "start": (sp.Limit(LOG_QUOTIENT, N, 0, "+"), -sp.log(2)),
            },
            ALL,
        ),
        symbolic.signs({"curvature": (second, ">0")}, ALL),
    )


@proof.step(
    "no constant",
    "symbolic",
    "(n + 1) e^(-n gamma/7) tends to 0: the quotient of the excess, more than 1/(2 e (n + 1)), to C e^(-n gamma/7) "
    "grows without bound for every C",
    ["above 1/e", "one of two labels"],
)
def no_constant(_: Settings) -> Result:
    """An exponential against a polynomial."""
    return symbolic.identities({"limit": (sp.Limit((N + 1) * sp.exp(-N * GAMMA / 7), N, sp.oo), sp.Integer(0))}, ALL)


@proof.step(
    "crosses once",
    "smt",
    "a convex function that is negative at 0 is negative before every place where it is not positive; and g is "
    "positive in the end: it is positive exactly from some n on",
    ["convex", "no constant", "mean value theorem"],
)
def crosses_once(_: Settings) -> Result:
    """Between 0 and n it is below the chord."""
    import z3

    m, n, at_0, at_m, at_n = z3.Reals("m n g(0) g(m) g(n)")
    chord = n * at_m <= (n - m) * at_0 + m * at_n
    return smt.universally({"before": ([m > 0, m < n, chord, at_0 < 0, at_n <= 0], at_m < 0)}, ALL)


@proof.step(
    "three crossings",
    "balls",
    "g is positive from n = 38 on for gamma = 1, from 87 for 1/2, from 562 for 1/10, and not one before",
    ["crosses once"],
)
def three_crossings(_: Settings) -> Result:
    """At both sides."""

    def g(n: int, gamma: Fraction) -> sp.Expr:
        return LOG_QUOTIENT.subs({N: n, GAMMA: sp.Rational(gamma.numerator, gamma.denominator)})

    at = {f"gamma = {gamma}, at {n}": g(n, gamma) for gamma, n in FIRST.items()}
    before = {f"gamma = {gamma}, before {n}": -g(n - 1, gamma) for gamma, n in FIRST.items()}
    return balls.positive({**at, **before}, "three gammas")


def rules() -> st.SearchStrategy[RareLabel]:
    """Samples of up to 120, and guesses that are tenths."""
    gammas = st.integers(1, 20).map(lambda k: Fraction(k, 20))
    return st.builds(RareLabel, st.integers(1, 120), gammas, st.integers(0, 10).map(lambda k: Fraction(k, 10)))


proof.drawn(rules)


@proof.check("random rules", "sampled", "sums over all numbers of rare points in the sample, and the excess itself")
def random_rules(settings: Settings) -> Result:
    """All three parts."""
    conclusion = proof.claim.conclusion
    return sampled.holds_on(
        rules(), lambda rule: conclusion(rule).holds is True, settings, (20, 80, 400), "samples of up to 120"
    )


FAIR = RareLabel(38, Fraction(1), Fraction(1, 2))
STUBBORN = RareLabel(3, Fraction(1, 2), Fraction(1))
proof.example(given(FAIR), "the guess 1/2")
proof.example(given(STUBBORN), "always the same guess")
proof.near_miss("expected excess", lambda: (FAIR, least_excess(FAIR) * Fraction(1001, 1000)))
proof.near_miss("probability", given((FAIR, sp.Rational(19, 100))))
proof.near_miss("from this n on", given((FAIR, 39)), "one later")
proof.near_miss("from this n on", given((FAIR, 37)), "one earlier")
