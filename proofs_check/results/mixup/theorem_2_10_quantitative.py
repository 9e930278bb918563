"""Theorem 2.10 at a given resolution: the bound at a data point."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.instances.shapes import any_alpha, kinds, shaped_datasets
from proofs_check.methods import exact, sampled, smt, symbolic, together
from theory.clearances import exact_clearance
from theory.dataset import LabeledDataset
from theory.geometry import mix, square_root
from theory.mixing import Beta, Midpoint
from theory.numbers import exact as exact_number
from theory.numbers import sympify
from theory.results.mixup.theorem_2_10_quantitative import HALF, Resolution, masses_at

LINE = LabeledDataset.alternating_line()
PAIR = LabeledDataset([[0], [1]], [1, 2])

quantitative = Proof("theorem-2.10-quantitative")
quantitative.uses("lemma-2.3")


@quantitative.step(
    "who reaches",
    "smt",
    "a pair that reaches the ball has an end at x or both ends in X_i: all others keep the clearance >= eps",
    ["assumption:within the clearance", "assumption:positive resolution"],
)
def who_reaches(_: Settings) -> Result:
    """The definition of the clearance, read backwards; ``distance`` is that of the mixed point from x."""
    import z3

    s_at_x, t_at_x, s_own, t_own = z3.Bools("s_at_x t_at_x s_own t_own")
    distance, clearance, radius = z3.Reals("distance clearance radius")
    threatens = z3.And(z3.Not(s_at_x), z3.Not(t_at_x), z3.Not(z3.And(s_own, t_own)))
    premises = [
        z3.Implies(s_at_x, s_own),
        z3.Implies(t_at_x, t_own),
        z3.Implies(threatens, distance >= clearance),
        radius <= clearance,
        distance < radius,
    ]
    return smt.universally(
        {"left": (premises, z3.Or(z3.And(s_own, t_own), z3.And(s_own, s_at_x), z3.And(t_own, t_at_x)))},
        "every ordered pair and every lambda",
    )


@quantitative.step(
    "when it reaches",
    "symbolic",
    "lambda x + (1 - lambda) t is (1 - lambda) D from x, D = ||t - x||: (x, t) reaches iff lambda > tau = 1 - eps/D",
    ["who reaches"],
)
def when_it_reaches(_: Settings) -> Result:
    """One coordinate; (t, x) is the same with 1 - lambda for lambda.  Then the lengths, for t other than x."""
    import z3

    x, t, lam = sp.symbols("x t lambda", real=True)
    residuals = {
        "(x, t)": (mix([x], [t], lam)[0] - x, (1 - lam) * (t - x)),
        "(t, x)": (mix([t], [x], lam)[0] - x, lam * (t - x)),
    }
    share, far, radius = z3.Reals("lambda D radius")
    reaches = ([far > 0, radius > 0], ((1 - share) * far < radius) == (share > 1 - radius / far))
    scope = "every pair with an end at x, in every dimension"
    return together(symbolic.identities(residuals, scope), smt.universally({"reaches": reaches}, scope))


def pair_parts(share: Any, tau: Any, partner_own: Any) -> tuple[Any, Any]:
    """What (x, t) and (t, x) bring together at one lambda: part of class i, and mass."""
    import z3

    first, second = share > tau, 1 - share > tau
    zero, one = z3.RealVal(0), z3.RealVal(1)
    own_first = z3.If(partner_own, one, share)
    own_second = z3.If(partner_own, one, 1 - share)
    part = z3.If(first, own_first, zero) + z3.If(second, own_second, zero)
    return part, z3.If(first, one, zero) + z3.If(second, one, zero)


@quantitative.step(
    "both orders together",
    "smt",
    "at every lambda (x, t) and (t, x) together give X_i at least half of their mass, and at least 1 - eps/d of it; so "
    "they do integrated over lambda, whatever P_f",
    ["when it reaches"],
)
def both_orders(_: Settings) -> Result:
    """If both orders reach, their shares sum to 1; if one does, its share is the larger; D >= d for foreign t."""
    import z3

    share, ratio, own_ratio = z3.Reals("lambda ratio own_ratio")  # ratio = eps/d, own_ratio = eps/D
    partner_own = z3.Bool("partner_own")
    part, mass = pair_parts(share, 1 - own_ratio, partner_own)
    premises = [share >= 0, share <= 1, ratio > 0, own_ratio > 0]
    nearer = z3.Implies(z3.Not(partner_own), own_ratio <= ratio)
    return smt.universally(
        {
            "half": (premises, 2 * part >= mass),
            "1 - eps/d": ([*premises, nearer], part >= (1 - ratio) * mass),
        },
        "every lambda in [0, 1]; a foreign t has D >= d",
    )


@quantitative.step(
    "sum over the pairs",
    "smt",
    "h = part/total with the self-pair of x, all of class i, and then pairs that give at least c: h > c for c < 1",
    ["lemma-2.3", "both orders together", "assumption:self-pairs", "assumption:positive resolution"],
)
def sum_over_pairs(_: Settings) -> Result:
    """Induction: the self-pair has mass p_x^2 > 0; each more brings mass m and a part of at least c m."""
    import z3

    part, total, mass, own, bound, ratio = z3.Reals("part total mass own c ratio")
    strictly = [total > 0, part > bound * total]
    return smt.universally(
        {
            "the self-pair": ([own > 0, bound < 1], own > bound * own),
            "both ends in X_i": ([mass >= 0, bound < 1], mass >= bound * mass),
            "one more": ([*strictly, mass >= 0, own >= bound * mass], part + own > bound * (total + mass)),
            "quotient": (strictly, part / total > bound),
            "both bounds are below 1": ([ratio > 0], z3.And(1 - ratio < 1, z3.RealVal(1) / 2 < 1)),
        },
        "every number of pairs, all weights",
    )


# --------------------------------------------------------------------------------------- random exact data
def radius(largest: Any, scale: Fraction, law: Any) -> Any:
    """A part of the largest radius: exactly for atoms, rounded down to 10^-9 for laws whose masses are enclosed.

    A ball that touches a segment is decided for exact radii only.
    """
    wanted = sympify(largest) * sympify(scale)
    return exact_number(wanted) if law.atoms else Fraction(int(sp.floor(wanted * 10**9)), 10**9)


@st.composite
def resolutions(draw: st.DrawFn) -> Resolution:
    """A point of a random dataset, with positive clearance if there is one, at a resolution up to its clearance."""
    data, law = draw(shaped_datasets()), draw(any_alpha() | mixings())
    squares = [exact_clearance(data, index).squared for index in range(data.n_points)]
    safe = [index for index, square in enumerate(squares) if square is None or square > 0]
    index = draw(st.sampled_from(safe) if safe else st.integers(0, data.n_points - 1))
    largest = Fraction(1) if squares[index] is None else square_root(squares[index])
    scale = draw(st.sampled_from([Fraction(1), HALF, Fraction(1, 20)]))
    return Resolution(data, law, index, radius(largest, scale, law))


@quantitative.check("random datasets", "sampled", "the bound holds on random data at eps = clearance or below")
def quantitative_sampled(settings: Settings) -> Result:
    """Beta for alpha from 0.1 to 1024 (in balls), atoms and small integers (exactly), dimensions 1 to 6.

    Balls cannot decide a bound that is attained, as without self-pairs on two points: that counts for nothing.
    """
    return sampled.holds_on(
        resolutions(),
        quantitative.decides,
        settings,
        (40, 150, 2000),
        "random datasets in dimensions 1 to 6, alpha from 0.1 to 1024 and atoms",
        kinds=lambda instance: kinds(instance.dataset),
    )


@quantitative.check("the self-pair alone", "exact", "a ball that only the self-pair reaches gives the point its class")
def self_pair_alone(_: Settings) -> Result:
    """Midpoint Mixup of 0 and 1 reaches the open ball of radius 1/2 about 0 with nothing but 0 itself."""
    seen = Resolution(PAIR, Midpoint(), 0, HALF)
    truths = [quantitative.claim.conclusion(seen).holds, masses_at(seen) == [Fraction(1, 4), Fraction(0)]]
    return exact.decide(truths, "one exact instance", "h is 1, from the mass 1/4 of the self-pair")


# the clearance of (0, 0) is 1, to the midpoint of the two others, which enters as soon as the ball is larger
FORK = LabeledDataset([(0, 0), (1, 1), (1, -1)], [1, 2, 3], [Fraction(1, 100), HALF, Fraction(49, 100)])
BEYOND = Fraction(1) + Fraction(1, 10**9)

# at eps = 1 the self-pair and both orders of the other pair weigh 1/4 each, so that h = (2/3, 1/3)
THIRD_LOST = Resolution(PAIR, Midpoint(), 0, Fraction(1))
quantitative.example(lambda: THIRD_LOST)
quantitative.example(lambda: Resolution(LINE, Beta(8), 0, HALF), "a density", "balls")
quantitative.near_miss("more than half", lambda: (THIRD_LOST, Fraction(1, 9)), "attained")
quantitative.near_miss("more than 1 - eps/d", lambda: (THIRD_LOST, Fraction(1, 9)), "attained")
quantitative.control("positive resolution", lambda: Resolution(LINE, Beta(1), 1, Fraction(0)))
quantitative.control("within the clearance", lambda: Resolution(FORK, Midpoint(), 0, BEYOND))
quantitative.control("self-pairs", lambda: Resolution(PAIR, Midpoint(), 0, Fraction(1), self_pairs=False))
