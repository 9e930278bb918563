"""Lemma 3.5: in the variable s = gamma x/v^2 the probability is an integral of cosh s between two bounds."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import balls, sampled, smt, symbolic, together
from proofs_check.results.mixup.textbook import INTEGRALS, MEAN_VALUE
from theory.numbers import sympify
from theory.results.square_loss.lemma_3_5 import LINEAR, NoisyAtoms, TwoAtoms, artanh, least_constant, lower, upper

GAMMA, V, A, T = sp.symbols("gamma v a t", positive=True)
S, X = sp.symbols("s x", real=True)
ALL = "all gamma, v and t"


def place(atoms: NoisyAtoms) -> dict[Any, Any]:
    """The symbols at an instance, with x half-way to where the level is reached."""
    gamma, v, t = map(sympify, (atoms.gamma, atoms.noise, atoms.level))
    a, q = artanh(t), sp.sqrt(1 - t**2)
    x = v**2 * a / (2 * gamma)
    values = {"gamma": gamma, "v": v, "t": t, "a": a, "s": a / 2, "u": a / 2, "x": x}
    return values | {"w": v / gamma, "q": q, "cosh": 1 / q, "sinh": t / q, "root": sp.sqrt(3)}


proof = Proof("square-loss-3-5")
proof.trusted(*MEAN_VALUE)
proof.trusted(*INTEGRALS)


@proof.step(
    "posterior",
    "symbolic",
    "the densities about gamma and -gamma at x are e^u and e^-u times a common factor, u = gamma x/v^2, so that "
    "2 eta(x) - 1 = tanh u",
    at=place,
)
def posterior(_: Settings) -> Result:
    """Their exponents; and the quotient of the difference by the sum."""
    common, u = -(X**2 + GAMMA**2) / (2 * V**2), sp.Symbol("u", real=True)
    return symbolic.identities(
        {
            "about gamma": (-((X - GAMMA) ** 2) / (2 * V**2), common + GAMMA * X / V**2),
            "about -gamma": (-((X + GAMMA) ** 2) / (2 * V**2), common - GAMMA * X / V**2),
            "difference": (sp.exp(u) - sp.exp(-u), 2 * sp.sinh(u)),
            "sum": (sp.exp(u) + sp.exp(-u), 2 * sp.cosh(u)),
            "quotient": (sp.sinh(u) / sp.cosh(u), sp.tanh(u)),
        },
        ALL,
    )


@proof.step(
    "where",
    "smt",
    "tanh is odd and rises, so that |2 eta(x) - 1| < t = tanh a exactly if |u| < a",
    ["mean value theorem", "posterior"],
)
def where(_: Settings) -> Result:
    """Its slope is 1/cosh^2 > 0; and what rises strictly compares as its argument does."""
    import z3

    u = sp.Symbol("u", real=True)
    slope = symbolic.identities({"slope": (sp.Derivative(sp.tanh(u), u), 1 / sp.cosh(u) ** 2)}, "every u")
    sign = symbolic.signs({"slope": (1 / sp.cosh(u) ** 2, ">0")}, "every u")
    at_u, a, t, value = z3.Reals("u a t tanh(u)")
    rises = [z3.Implies(at_u < a, value < t), z3.Implies(at_u == a, value == t), z3.Implies(at_u > a, value > t)]
    falls = [z3.Implies(at_u < -a, value < -t), z3.Implies(at_u == -a, value == -t), z3.Implies(at_u > -a, value > -t)]
    inside = z3.And(-t < value, value < t) == z3.And(-a < at_u, at_u < a)
    return together(slope, sign, smt.universally({"where": ([a > 0, t > 0, *rises, *falls], inside)}, ALL))


@proof.step(
    "density",
    "symbolic",
    "at x = v^2 s/gamma the density of X, times dx, is (v/gamma) e^(-gamma^2/(2 v^2)) e^(-(v s/gamma)^2/2) cosh(s) ds "
    "divided by sqrt(2 pi)",
    ["posterior"],
    at=place,
)
def density(_: Settings) -> Result:
    """The common exponent, and the factor 1/(v sqrt(2 pi)) times dx/ds; half of the sum of e^s and e^-s is cosh s."""
    there = V**2 * S / GAMMA
    exponent = -(there**2 + GAMMA**2) / (2 * V**2)
    return symbolic.identities(
        {
            "exponent": (exponent, -(GAMMA**2) / (2 * V**2) - (V * S / GAMMA) ** 2 / 2),
            "factor": (sp.Derivative(there, S) / (V * sp.sqrt(2 * sp.pi)), V / GAMMA / sp.sqrt(2 * sp.pi)),
        },
        ALL,
    )


@proof.step(
    "integral",
    "symbolic",
    "the integral of cosh s over (-a, a) is 2 sinh a, and the factor e^(-(v s/gamma)^2/2) is 1 at s = 0 only and "
    "least at the ends: 2 sinh(a) e^(-(v a/gamma)^2/2) < sqrt(2 pi) p gamma/v e^(gamma^2/(2 v^2)) < 2 sinh a",
    ["integrals", "where", "density"],
    at=place,
)
def integral(_: Settings) -> Result:
    """The exponents, of which exp keeps the order."""
    import z3

    w, s, a = z3.Reals("w s a")
    inside = [w > 0, a > 0, -a < s, s < a]
    exponents = {
        "most": ([*inside, s != 0], -(w * w) * (s * s) < 0),
        "least": (inside, -(w * w) * (a * a) < -(w * w) * (s * s)),
    }
    whole = symbolic.identities({"cosh": (sp.Integral(sp.cosh(S), (S, -A, A)), 2 * sp.sinh(A))}, ALL)
    return together(whole, smt.universally(exponents, ALL))


@proof.step(
    "both bounds",
    "smt",
    "sinh a = t/sqrt(1 - t^2) where tanh a = t, so that p/((v/gamma) e^(-gamma^2/(2 v^2))) is below sqrt(2/pi) "
    "t/sqrt(1 - t^2), and above it times e^(-(v a/gamma)^2/2)",
    ["integral"],
    at=place,
)
def both_bounds(_: Settings) -> Result:
    """q is the root of 1 - t^2."""
    import z3

    t, q, c, s = z3.Reals("t q cosh sinh")
    known = [c > 0, c * c - s * s == 1, t * c == s, q > 0, q * q == 1 - t * t]
    factor = symbolic.identities({"factor": (2 / sp.sqrt(2 * sp.pi), sp.sqrt(2 / sp.pi))}, ALL)
    return together(smt.universally({"sinh": (known, s == t / q)}, ALL), factor)


@proof.step(
    "small levels",
    "smt",
    "for t <= 1/2, t/sqrt(1 - t^2) <= 2 t/sqrt(3), and sqrt(2/pi) 2/sqrt(3) = 2 sqrt(2/(3 pi)) < 0.9214",
    ["both bounds"],
    at=lambda atoms: place(atoms) if atoms.level <= Fraction(1, 2) else None,
)
def small_levels(_: Settings) -> Result:
    """q is the root of 1 - t^2, which is at least that of 3/4."""
    import z3

    t, q, root = z3.Reals("t q root")
    known = [t > 0, 2 * t <= 1, q > 0, q * q == 1 - t * t, root > 0, root * root == 3]
    constant = symbolic.identities({"constant": (sp.sqrt(2 / sp.pi) * 2 / sp.sqrt(3), LINEAR)}, "one number")
    decimals = balls.positive({"decimals": sp.Rational(9214, 10000) - LINEAR}, "one number")
    return together(smt.universally({"level": (known, t / q <= 2 * t / root)}, "t <= 1/2"), constant, decimals)


@proof.step(
    "sharp",
    "symbolic",
    "the quotient of the two bounds tends to 1 as v/gamma tends to 0, and as t, and with it a = artanh t, tends to 0",
    ["both bounds"],
)
def sharp(_: Settings) -> Result:
    """w is v/gamma."""
    w = sp.Symbol("w", positive=True)
    quotient = sp.exp(-((w * A) ** 2) / 2)
    return symbolic.identities(
        {
            "small noise": (sp.Limit(quotient, w, 0, "+"), sp.Integer(1)),
            "small level": (sp.Limit(quotient.subs(A, artanh(T)), T, 0, "+"), sp.Integer(1)),
        },
        ALL,
    )


def noisy_atoms() -> st.SearchStrategy[NoisyAtoms]:
    """Noise from a tenth of gamma to four times it, and levels that are tenths."""
    parts = [st.fractions(Fraction(1, 2), 2, max_denominator=4), st.fractions(Fraction(1, 10), 4, max_denominator=10)]
    levels = st.integers(1, 9).map(lambda k: Fraction(k, 10))
    return st.builds(lambda gamma, ratio, t: NoisyAtoms(gamma, gamma * ratio, t), *parts, levels)


proof.drawn(noisy_atoms)


@proof.check("random atoms", "sampled", "the two normal densities, integrated, between the bounds")
def random_atoms(settings: Settings) -> Result:
    """All three parts."""
    conclusion = proof.claim.conclusion
    return sampled.holds_on(
        noisy_atoms(), lambda atoms: conclusion(atoms).holds is True, settings, (20, 60, 300), "rational atoms"
    )


TENTH = NoisyAtoms(Fraction(1), Fraction(1, 10), Fraction(1, 2))
LOUD = NoisyAtoms(Fraction(2), Fraction(3), Fraction(9, 10))
proof.example(given(TENTH), "little noise")
proof.example(given(LOUD), "much noise, a high level")
proof.near_miss("above", lambda: (TENTH, upper(TENTH) * Fraction(999, 1000)))
proof.near_miss("below", lambda: (TENTH, lower(TENTH) * Fraction(1001, 1000)))
proof.near_miss("small levels", lambda: (TENTH, LINEAR * Fraction(998, 1000)))

printed = Proof("square-loss-3-5-printed")
ONE = TwoAtoms(Fraction(1))
printed.refutation("gamma = 1", given(ONE))


@printed.check("every C", "symbolic", "as t tends to 0 only constants of at least sqrt(2/pi)/v serve")
def every_constant(_: Settings) -> Result:
    """Its reciprocal tends to 0 with v, whatever gamma; with v in the place of v^2 it would be sqrt(2/pi)."""
    two, one = (least_constant(ONE, power)(V) for power in (2, 1))
    return symbolic.identities(
        {
            "v^2": (two, sp.sqrt(2 / sp.pi) / V),
            "v": (one, sp.sqrt(2 / sp.pi)),
            "no bound": (sp.Limit(1 / two, V, 0, "+"), sp.Integer(0)),
        },
        "every v",
    )


@printed.check("C = 79", "balls", "at gamma = 1 and v = t = 1/100 the constant 79 is too small")
def too_small(_: Settings) -> Result:
    """By the lower bound of the repaired form: the probability is more than 79 v^2 t e^(-1/(2 v^2))."""
    hundredth = sp.Rational(1, 100)
    atoms = NoisyAtoms(Fraction(1), Fraction(1, 100), Fraction(1, 100))
    return balls.positive({"probability": lower(atoms) - 79 * hundredth * hundredth}, "one instance")
