"""Theorem 2.10 at a given resolution: instances whose h_eps is as near to the bound as one likes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import exact, smt, symbolic
from theory.numbers import sympify
from theory.results.mixup.theorem_2_10_quantitative import masses_at
from theory.results.mixup.theorem_2_10_quantitative_tight import Tolerance, extremal, light_weight, outer_atom

tight = Proof("theorem-2.10-quantitative-tight")
tight.uses("lemma-2.3")


@tight.step(
    "who reaches",
    "smt",
    "for 0 < eta < eps <= 1/2 the atom 1 - eta of (0, 1) and the atom eta of (1, 0) reach, the others do not; "
    "midpoints reach iff eps > 1/2; the only threatening segment is the point 1, at distance d = 1",
    ["assumption:ratio in (0, 1]"],
)
def who_reaches_0(_: Settings) -> Result:
    """(0, 1) at lambda is at 1 - lambda, (1, 0) at lambda; the ball is about 0."""
    import z3

    eta, eps, lam = z3.Reals("eta eps lambda")
    first, second = 1 - lam < eps, lam < eps  # (0, 1) and (1, 0) reach
    atoms = [eta > 0, eta < eps, 2 * eps <= 1, z3.Or(lam == eta, lam == 1 - eta)]
    return smt.universally(
        {
            "(0, 1)": (atoms, first == (lam == 1 - eta)),
            "(1, 0)": (atoms, second == (lam == eta)),
            "midpoints": ([eps > 0, lam == z3.Q(1, 2)], z3.And(first == (2 * eps > 1), second == (2 * eps > 1))),
            "(1, 1)": ([eps > 0, eps <= 1], z3.Not(z3.RealVal(1) < eps)),
        },
        "every eps/d in (0, 1], d = 1",
    )


@tight.step(
    "h on two points",
    "symbolic",
    "with weights p, q = 1 - p: h = 1 - q eta for the atoms, h = 1/(1 + q) for midpoints",
    ["lemma-2.3", "who reaches"],
    at=lambda target: {"p": light_weight(target.gap), "eta": outer_atom(target.ratio, target.gap)},
)
def h_on_two_points(_: Settings) -> Result:
    """Self-pair p^2; each order p q/2 at the share 1 - eta, or p q at the share 1/2.  And the closed form agrees."""
    p, eta = sp.symbols("p eta", positive=True)
    q = 1 - p
    atoms = (p**2 + 2 * p * q / 2 * (1 - eta)) / (p**2 + 2 * p * q / 2)
    midpoints = (p**2 + 2 * p * q / 2) / (p**2 + 2 * p * q)
    identities: dict[str, Any] = {"atoms": (atoms, 1 - q * eta), "midpoints": (midpoints, 1 / (1 + q))}
    for ratio, formula in ((Fraction(1, 3), 1 - q * eta), (Fraction(2, 3), 1 / (1 + q))):
        gap = Fraction(1, 7)
        own, other = masses_at(extremal(Tolerance(ratio, gap)))
        values = {p: sympify(light_weight(gap)), eta: sympify(outer_atom(ratio, gap))}
        identities[f"closed form at {ratio}"] = (sympify(own / (own + other)), formula.subs(values))
    return symbolic.identities(identities, "every p in (0, 1) and eta in (0, 1/2)")


@tight.step(
    "within the gap",
    "smt",
    "with p = gap/4 and eta = eps (1 - gap/2), h is above max(1/2, 1 - eps/d) by less than the gap",
    ["h on two points", "assumption:gap in (0, 1]"],
    at=lambda target: {"ratio": target.ratio, "gap": target.gap},
)
def within_the_gap(_: Settings) -> Result:
    """Both families at once; 1 - eps/d is the larger bound exactly when eps/d <= 1/2."""
    import z3

    ratio, gap = z3.Reals("ratio gap")
    p = light_weight(gap)
    eta = outer_atom(ratio, gap)
    small = [gap > 0, gap <= 1, ratio > 0, 2 * ratio <= 1]
    large = [gap > 0, gap <= 1, 2 * ratio > 1, ratio <= 1]
    half = z3.RealVal(1) / 2
    below, middle = 1 - (1 - p) * eta - (1 - ratio), 1 / (2 - p) - half
    return smt.universally(
        {
            "eta is below eps": (small, z3.And(eta > 0, eta < ratio)),
            "atoms": (small, z3.And(below > 0, below < gap, 1 - ratio >= half)),
            "midpoints": (large, z3.And(middle > 0, middle < gap, 1 - ratio < half)),
        },
        "every ratio in (0, 1] and every gap in (0, 1]",
    )


@tight.check("a grid", "exact", "the closed form on the extremal instances, for ratios and gaps of a grid")
def grid(_: Settings) -> Result:
    """Down to a gap of 10^-9."""
    targets = [Tolerance(Fraction(n, 8), Fraction(1, 10**k)) for n in range(1, 9) for k in (0, 1, 3, 9)]
    truths = [tight.claim.conclusion(target).holds for target in targets]
    return exact.decide(truths, "eps/d in {1/8, ..., 1}, gaps 1 to 10^-9", f"{len(truths)} instances within their gaps")


tight.control("ratio in (0, 1]", lambda: Tolerance(Fraction(3, 2), Fraction(1, 10)))
tight.control("gap in (0, 1]", lambda: Tolerance(Fraction(1, 2), Fraction(0)))
NEARER = "nearer than the gap"
THIRD, THREE_QUARTERS = (Tolerance(Fraction(ratio), Fraction(1, 100)) for ratio in ("1/3", "3/4"))
tight.drawn(lambda: st.builds(Tolerance, st.fractions(0, 1), st.fractions(0, 1)))
tight.example(lambda: THIRD, "a third")
tight.example(lambda: THREE_QUARTERS, "three quarters")
tight.near_miss(NEARER, lambda: (THIRD, extremal(Tolerance(THIRD.ratio, Fraction(1)))), "far off, a third")
tight.near_miss(NEARER, lambda: (THREE_QUARTERS, extremal(Tolerance(Fraction(3, 4), Fraction(1)))), "far off")
tight.near_miss(
    NEARER, lambda: (THREE_QUARTERS, extremal(Tolerance(Fraction(2, 3), Fraction(1, 100)))), "another ratio"
)
