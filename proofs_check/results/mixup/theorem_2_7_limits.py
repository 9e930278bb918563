"""Theorem 2.7's limits as alpha grows: Chebyshev's inequality for M and T, and what is left of h_eps^1(1) then.

The variance of Beta(alpha, alpha) is 1/(4d) with d = 2 alpha + 1, so that all of it gathers at 1/2.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import sampled, smt, symbolic, together
from proofs_check.results.mixup.textbook import EULER, INTEGRALS
from proofs_check.results.mixup.theorem_2_7_critical_weight import ALL, INNER, held, masses
from proofs_check.results.mixup.theorem_2_7_phase_boundary import euler_beta
from theory.numbers import sympify
from theory.results.mixup.lemma_2_3 import collected_masses, minimiser
from theory.results.mixup.theorem_2_7 import ThreePoints
from theory.results.mixup.theorem_2_7_limits import (
    HALF,
    above_half,
    at_half,
    below_half,
    large_alpha_limit,
    middle_share,
)

ALPHA, EPSILON = sp.symbols("alpha epsilon", positive=True)
D = 2 * ALPHA + 1
EVERY = "every alpha > 0"

proof = Proof("theorem-2.7-limits")
proof.uses("theorem-2.7-phase-boundary")
proof.uses("theorem-2.7-critical-weight")
proof.trusted(*INTEGRALS)
proof.trusted(*EULER)


@proof.step(
    "the share",
    "symbolic",
    "for eps < 1, h_eps^1(1) = (2M + 4(T - S))/(2M + 4T + 1), T = P(lambda > 1 - eps), S = E[lambda; lambda > 1 - eps]",
    ["theorem-2.7-phase-boundary", "assumption:uniform weights"],
)
def the_share(_: Settings) -> Result:
    """The tables of Lemma 2.3 from that claim's step "segments"; by symmetry E[lambda; lambda < eps] = T - S."""
    middle, heavy, moment = sp.symbols("M T S", positive=True)
    ninth = sp.Rational(1, 9)
    mass = [[2 * middle * ninth, 2 * heavy * ninth], [2 * heavy * ninth, ninth]]
    moments = [[middle * ninth, 2 * (heavy - moment) * ninth], [2 * moment * ninth, ninth / 2]]
    share = minimiser(collected_masses(mass, moments))[0]
    return symbolic.identities({"share": (share, middle_share(middle, heavy, moment))}, "every M, T, S")


@proof.step(
    "Chebyshev",
    "symbolic",
    "P(|lambda - 1/2| >= g) <= 1/(4 d g^2); by symmetry each side has at most half of it",
    ["Euler's integral", "integrals"],
)
def chebyshev(_: Settings) -> Result:
    """1 <= (lambda - 1/2)^2/g^2 out there, and the mean of (lambda - 1/2)^2 is 1/(4d)."""
    import z3

    total = euler_beta(ALPHA, ALPHA)
    variance = euler_beta(ALPHA + 2, ALPHA) / total - euler_beta(ALPHA + 1, ALPHA) / total + sp.Rational(1, 4)
    v, g = z3.Reals("v g")
    return together(
        smt.universally({"out there": ([g > 0, z3.Or(v >= g, -v >= g)], g * g <= v * v)}, "every v and g"),
        symbolic.identities({"variance": (variance, 1 / (4 * D))}, EVERY),
    )


@proof.step(
    "the three masses",
    "symbolic",
    "1 - M <= 1/(d eps^2); T <= 1/(2 d (1 - 2 eps)^2) for eps < 1/2, and 1 - T <= 1/(2 d (2 eps - 1)^2) for eps > 1/2",
    ["Chebyshev"],
)
def three_masses(_: Settings) -> Result:
    """g = eps/2 for M; g = 1/2 - eps or eps - 1/2, and one side of two, for T."""

    def bound(g: sp.Expr) -> sp.Expr:
        return 1 / (4 * D * g**2)

    residuals = {
        "M": (bound(EPSILON / 2), 1 / (D * EPSILON**2)),
        "T": (bound(sp.Rational(1, 2) - EPSILON) / 2, 1 / (2 * D * (1 - 2 * EPSILON) ** 2)),
        "1 - T": (bound(EPSILON - sp.Rational(1, 2)) / 2, 1 / (2 * D * (2 * EPSILON - 1) ** 2)),
    }
    return symbolic.identities(residuals, "every alpha and epsilon")


@proof.step(
    "the moment",
    "smt",
    "0 <= S <= T; for eps > 1/2, 0 <= 1/2 - S <= (1 - T)/2",
    ["integrals"],
)
def the_moment(_: Settings) -> Result:
    """0 <= lambda <= 1; and 1/2 - S is the integral of lambda over lambda <= 1 - eps < 1/2."""
    import z3

    lam, eps, f = z3.Reals("lambda eps density")
    statements = {
        "all": ([lam >= 0, lam <= 1, f >= 0], z3.And(lam * f >= 0, lam * f <= f)),
        "left over": ([lam >= 0, lam <= 1 - eps, 2 * eps > 1, f >= 0], z3.And(lam * f >= 0, 2 * lam * f <= f)),
    }
    return smt.universally(statements, "every lambda and epsilon")


@proof.step(
    "at one half",
    "smt",
    "for eps = 1/2: T = 1/2 and 1/4 <= S <= 1/4 + 1/(4 sqrt d), as S - 1/4 = E|lambda - 1/2|/2",
    ["Chebyshev", "integrals"],
)
def at_one_half(_: Settings) -> Result:
    """2 r |v| <= v^2 + r^2 with r^2 = 1/(4d), the mean of v^2: so E|v| <= r = 1/(2 sqrt d)."""
    import z3

    v, r, size, square, root = z3.Reals("v r size square root")
    return smt.universally(
        {
            "pointwise": ([size == z3.If(v < 0, -v, v)], 2 * r * size <= v * v + r * r),
            "in the mean": (
                [r > 0, root > 0, 2 * r * root == 1, square == r * r, 2 * r * size <= square + r * r],
                size / 2 * (4 * root) <= 1,
            ),
        },
        "every law whose v has this variance",
    )


@proof.step(
    "below one half",
    "smt",
    "for eps < 1/2, |h_eps^1(1) - 2/3| <= (2/eps^2 + 4/(1 - 2 eps)^2)/(3 d)",
    ["the share", "the three masses", "the moment"],
)
def below_one_half(_: Settings) -> Result:
    """From the share, with room: at most (2(1 - M) + 8T)/3."""
    return _bounded("T", "S", Fraction(1, 4), lambda off, t: (2 * off + 8 * t) / 3, below_half)


@proof.step(
    "above one half",
    "smt",
    "for 1/2 < eps < 1, |h_eps^1(1) - 4/7| <= 6 (1/eps^2 + 1/(2 eps - 1)^2)/(7 d)",
    ["the share", "the three masses", "the moment"],
)
def above_one_half(_: Settings) -> Result:
    """From the share, with room: at most (6(1 - M) + 12(1 - T))/7."""
    return _bounded("1 - T", "1/2 - S", Fraction(3, 4), lambda off, t: (6 * off + 12 * t) / 7, above_half)


def _bounded(far: str, rest: str, example: Fraction, bound: Any, stated: Any) -> Result:
    """|share - limit| <= bound(1 - M, what T has left), and the stated bound is that at the bounds of the masses."""
    import z3

    off, t, s, most_off, most = z3.Reals("off t s most_off most")  # 1 - M, and T and S or what they lack of 1 and 1/2
    lacking = far != "T"
    heavy, moment = (1 - t, z3.Q(1, 2) - s) if lacking else (t, s)
    limit = large_alpha_limit(example)
    premises = [off >= 0, off <= 1, t >= 0, t <= 1, s >= 0, (2 * s if lacking else s) <= t, off <= most_off, t <= most]
    distance = middle_share(1 - off, heavy, moment) - z3.Q(limit.numerator, limit.denominator)
    allowed = bound(most_off, most)
    gap = 2 * EPSILON - 1 if lacking else 1 - 2 * EPSILON
    at_bounds = bound(1 / (D * EPSILON**2), 1 / (2 * D * gap**2))
    return together(
        smt.universally(
            {f"{far}, {rest}": (premises, z3.And(distance <= allowed, -distance <= allowed))}, "every M, T and S"
        ),
        symbolic.identities({"stated": (at_bounds, stated(EPSILON, D))}, "every alpha and epsilon"),
    )


@proof.step(
    "the bound at one half",
    "smt",
    "for eps = 1/2, |h_eps^1(1) - 3/5| <= 16/(15 d) + 1/(3 sqrt d)",
    ["the share", "the three masses", "at one half"],
)
def bound_at_one_half(_: Settings) -> Result:
    """1 - M <= 4/d and S <= 1/4 + 1/(4 root), root^2 = d."""
    import z3

    off, more, root = z3.Reals("off more root")  # 1 - M, S - 1/4
    limit = large_alpha_limit(HALF)
    premises = [root >= 1, off >= 0, off <= 1, off * root * root <= 4, more >= 0, 4 * more * root <= 1, 4 * more <= 1]
    distance = middle_share(1 - off, z3.Q(1, 2), z3.Q(1, 4) + more) - z3.Q(limit.numerator, limit.denominator)
    pure = (4 * off + 20 * more) / 15  # of 1 - M and S - 1/4 alone
    symbol = sp.Symbol("root", positive=True)
    return together(
        smt.universally({"share": (premises, z3.And(distance <= pure, -distance <= pure))}, "every M and S"),
        symbolic.identities(
            {"stated": ((4 * 4 / symbol**2 + 20 / (4 * symbol)) / 15, at_half(symbol))}, "every alpha > 0"
        ),
    )


@proof.step(
    "the bounds vanish",
    "symbolic",
    "the three bounds tend to 0 as alpha grows",
    ["below one half", "above one half", "the bound at one half"],
)
def bounds_vanish(_: Settings) -> Result:
    """eps = 1/(2 + y) and eps = (1 + y)/(2 + y), y > 0, run through both halves of (0, 1)."""
    y = sp.Symbol("y", positive=True)
    bounds = {
        "below": below_half(1 / (2 + y), D),
        "at": at_half(sp.sqrt(D)),
        "above": above_half((1 + y) / (2 + y), D),
    }
    return symbolic.identities({n: (sp.Limit(b, ALPHA, sp.oo), sp.Integer(0)) for n, b in bounds.items()}, EVERY)


@proof.step(
    "from one on",
    "symbolic",
    "h_eps^1(1) = 4/7 for eps = 1 and 2/3 for eps > 1, at every alpha",
    ["theorem-2.7-critical-weight", "assumption:uniform weights"],
)
def from_one_on(_: Settings) -> Result:
    """That claim's steps "at 1" and "beyond 1": the ball holds seven pairs, or all nine, for all lambda in (0, 1)."""
    import z3

    radius, p, third = z3.Real("eps"), sp.Symbol("p", positive=True), sp.Rational(1, 3)
    found = {
        name: minimiser([n.subs(p, third) for n in masses(pairs)])[0] for name, pairs in (("1", INNER), ("2", ALL))
    }
    residuals = {f"eps = {n}": (share, sympify(large_alpha_limit(Fraction(n)))) for n, share in found.items()}
    return together(
        smt.universally({**held(1, [], INNER)}, "all nine pairs"),
        smt.universally({**held(radius, [radius > 1], ALL)}, "all nine pairs, every eps > 1"),
        symbolic.identities(residuals, EVERY),
    )


@st.composite
def uniform_lines(draw: st.DrawFn) -> ThreePoints:
    """Any epsilon up to 5/4, 1/2 often; alphas from 1/2 to 400."""
    epsilon = draw(st.one_of(st.fractions(Fraction(1, 20), Fraction(5, 4), max_denominator=24), st.just(HALF)))
    alpha = draw(
        st.sampled_from([Fraction(n) for n in ("1/2", "1", "3", "10", "25/2", "60", "401/2", "3000", "20000")])
    )
    return ThreePoints(alpha, epsilon)


@proof.check("h_eps itself", "sampled", "h_eps, from all nine pairs, is within the bound of its limit")
def h_itself(how: Settings) -> Result:
    """From eps = 1 on only whole alphas can be decided: the two sides are equal."""

    def prop(instance: ThreePoints) -> bool | None:
        return None if (finding := proof.claim.conclusion(instance)).holds is None else finding.holds

    return sampled.holds_on(uniform_lines(), prop, how, (12, 40, 400), "exactly for whole alpha up to 400, else balls")


proof.control("uniform weights", lambda: ThreePoints(5000, Fraction(1, 4), Fraction(1, 4)), method="balls")
WITHIN = "within the bound of the limit"
for case, epsilon, wrong in (("below", "1/4", "3/5"), ("at", "1/2", "2/3"), ("above", "3/4", "2/3")):
    many = ThreePoints(1000, epsilon)
    proof.example(given(many), f"{case} one half", "balls")
    proof.near_miss(WITHIN, given((many, Fraction(wrong))), f"{case} one half", "balls")
proof.example(lambda: ThreePoints(3, 1), "from one on")
proof.near_miss(WITHIN, lambda: (ThreePoints(3, 1), Fraction(2, 3)), "at one")
proof.near_miss(WITHIN, lambda: (ThreePoints(3, 2), Fraction(4, 7)), "above one")
