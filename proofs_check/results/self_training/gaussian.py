"""The Gaussian class: isoperimetry, a quotient that falls, and two thresholds between decimals."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import balls, sampled, smt, symbolic, together
from theory.results.self_training.gaussian import THRESHOLDS, GaussianClass, normal

T = sp.Symbol("t", real=True)
DENSITY = sp.exp(-(T**2) / 2) / sp.sqrt(2 * sp.pi)
# for each c decimals t with Phi(t + 1) > c Phi(t) before them and < after them
PLACES = {3: (Fraction(-93172859585, 10**11), Fraction(-93172859584, 10**11)),
          2: (Fraction(-31372447526, 10**11), Fraction(-31372447525, 10**11))}  # fmt: skip

proof = Proof("self-training-gaussian")
proof.trusted(
    "isoperimetry",
    "of all sets of one share, half-spaces have neighbourhoods of a given radius of the least share",
    "Borell, Sudakov and Tsirelson; Ledoux, Isoperimetry and Gaussian Analysis, Theorem 4.2",
)


@proof.step(
    "t Phi + phi > 0",
    "symbolic",
    "t Phi(t) + phi(t) has the derivative Phi(t) > 0 and tends to 0 at minus infinity",
)
def integrated(_: Settings) -> Result:
    """It is the integral of Phi."""
    phi = normal(T)
    return symbolic.identities(
        {
            "derivative": (sp.Derivative(T * phi + DENSITY, T), phi),
            "Phi' = phi": (sp.Derivative(phi, T), DENSITY),
            "start": (sp.Limit(T * phi + DENSITY, T, -sp.oo, "+"), sp.Integer(0)),
        },
        "every t",
    )


@proof.step(
    "the quotient falls",
    "symbolic",
    "h = phi/Phi has h' = -h (t Phi + phi)/Phi < 0, so that log Phi(t + 1) - log Phi(t), of which the derivative is "
    "h(t + 1) - h(t), falls",
    ["t Phi + phi > 0"],
)
def quotient_falls(_: Settings) -> Result:
    """The sign by letters: density f, share F and u = t F + f, all positive."""
    phi = normal(T)
    h = DENSITY / phi
    slope = sp.Derivative(sp.log(phi.subs(T, T + 1)) - sp.log(phi), T)
    f, share, u = sp.symbols("f F u", positive=True)
    first = symbolic.identities(
        {
            "h'": (sp.Derivative(h, T), -h * (T * phi + DENSITY) / phi),
            "logarithm": (slope, h.subs(T, T + 1) - h),
        },
        "every t",
    )
    return together(first, symbolic.signs({"h'": (-(f / share) * u / share, "<0")}, "every t"))


@proof.step(
    "sets of at most the share",
    "smt",
    "the neighbourhood of a set of share p <= a has at least Phi(Phi^-1(p) + 1) = q(p) p, and the quotient q(p) is at "
    "least q(a)",
    ["isoperimetry", "the quotient falls", "assumption:one deviation"],
)
def up_to_share(_: Settings) -> Result:
    """Half-spaces attain it."""
    import z3

    reached, p, own, last = z3.Reals("reached p q_p q_a")
    premises = [p > 0, reached >= own * p, own >= last]
    return smt.universally({"set": (premises, reached >= last * p)}, "every a")


@proof.step("one half", "balls", "2 Phi(1) is between 1.682689492 and 1.682689493", ["sets of at most the share"])
def one_half(_: Settings) -> Result:
    """Phi^-1(1/2) = 0."""
    value, unit = normal(sp.Integer(1)) / normal(sp.Integer(0)), sp.Rational(1, 10**9)
    low = 1682689492 * unit
    return balls.positive({"above": value - low, "below": low + unit - value}, "a = 1/2")


def crossing(c: int) -> dict[str, sp.Expr]:
    """Phi(t + 1) - c Phi(t) changes its sign between two decimals, where Phi is between the two of the threshold."""
    (before, after), (low, high) = (tuple(map(sp.Rational, pair)) for pair in (PLACES[c], THRESHOLDS[c]))
    return {
        f"above {c} before": normal(before + 1) - c * normal(before),
        f"below {c} after": c * normal(after) - normal(after + 1),
        f"share of {c} before": normal(before) - low,
        f"share of {c} after": high - normal(after),
    }


@proof.step(
    "thresholds",
    "balls",
    "the factor is 3 at a share between 0.175738402 and 0.175738403, and 2 between 0.376865155 and 0.376865156",
    ["the quotient falls"],
)
def thresholds(_: Settings) -> Result:
    """It falls, so that it is above before and below after."""
    return balls.positive({**crossing(3), **crossing(2)}, "both thresholds")


@proof.check("random shares", "sampled", "the quotient of half-spaces by integration, against Phi and the thresholds")
def random_shares(settings: Settings) -> Result:
    """Both parts."""
    shares = st.integers(1, 199).map(lambda k: GaussianClass(Fraction(k, 200)))
    return sampled.holds_on(
        shares, lambda one: proof.claim.conclusion(one).holds, settings, (10, 40, 150), "shares from 1/200 to 199/200"
    )


HALF = GaussianClass(Fraction(1, 2))
EDGES = {name: GaussianClass(share) for name, share in (("before", THRESHOLDS[3][0]), ("after", THRESHOLDS[3][1]))}
proof.example(given(HALF), "one half")
proof.near_miss("nine decimals", lambda: (HALF, Fraction(1_682_689_491, 10**9)), "a unit of the ninth decimal less")
for name, one in EDGES.items():
    proof.example(given(one), f"{name} the threshold of 3")
    proof.near_miss("above 3, above 2", given((one, (name == "after", True))), f"{name} the threshold of 3")
proof.near_miss("above 3, above 2", given((GaussianClass(THRESHOLDS[2][0]), (False, False))), "before that of 2")
proof.near_miss("above 3, above 2", given((GaussianClass(THRESHOLDS[2][1]), (False, True))), "after that of 2")
proof.control("one deviation", lambda: GaussianClass(Fraction(1, 2), Fraction(1, 2)))
