"""Theorem 2.10 at a given resolution: the bound at a data point, the modulus beside it, and that no bound is better."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp
from hypothesis import strategies as st

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.means import mean_above
from proofs_check.methods import exact, sampled, smt, symbolic, together
from proofs_check.shapes import any_alpha, kinds, shaped_datasets
from proofs_check.strategies import mixings
from theory.clearance import exact_clearance
from theory.dataset import LabeledDataset
from theory.geometry import mix, square_root
from theory.mixing import Beta, Midpoint
from theory.numbers import exact as exact_number
from theory.numbers import sympify
from theory.results.theorem_2_10_quantitative import (
    Resolution,
    Tolerance,
    Vicinity,
    extremal,
    light_weight,
    masses_at,
    outer_atom,
)

HALF = Fraction(1, 2)
LINE = LabeledDataset.alternating_line()
PAIR = LabeledDataset([[0], [1]], [1, 2])

quantitative = Proof("theorem-2.10-quantitative")
modulus = Proof("theorem-2.10-modulus")
for proof in (quantitative, modulus):
    proof.uses("lemma-2.3")


# ---------------------------------------------------------------------- what can be in the ball, for both
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


# ------------------------------------------------------------------------------------------ beside the point
@modulus.step(
    "the ball about z is in a ball about x",
    "smt",
    "what is within eps of z is within r = ||z - x|| + eps of x",
    ["assumption:mixed mass"],
)
def inside_a_ball(_: Settings) -> Result:
    """Triangle inequality from Gram entries: u = z - x, v the rest, (u.v)^2 <= |u|^2 |v|^2."""
    import z3

    u, v, cross, eps = z3.Reals("u v cross eps")
    premises = [u >= 0, v >= 0, v < eps, cross * cross <= u * u * v * v]
    return smt.universally({"norm": (premises, u * u + 2 * cross + v * v < (u + eps) * (u + eps))}, "every dimension")


modulus.step(
    "who reaches",
    "smt",
    "a pair that reaches the ball has an end at x or both ends in X_i: all others keep the clearance >= r from x",
    ["the ball about z is in a ball about x", "assumption:within the clearance"],
)(who_reaches)
modulus.step(
    "where it reaches",
    "symbolic",
    "lambda x + (1 - lambda) t is (1 - lambda) D from x, D = ||t - x||: (x, t) reaches iff lambda > 1 - r/D",
    ["who reaches"],
)(when_it_reaches)


@modulus.step("shares", "smt", "every pair that reaches gives X_i a share of at least 1 - r/d", ["where it reaches"])
def shares_beside(_: Settings) -> Result:
    """(x, t), t foreign: (1 - lambda) D < r and D >= d; (t, x) likewise; pairs inside X_i give 1."""
    import z3

    lam, far, d, r = z3.Reals("lambda D d r")
    premises = [lam >= 0, lam <= 1, d > 0, far >= d, r > 0]
    return smt.universally(
        {
            "(x, t)": ([*premises, (1 - lam) * far < r], lam >= 1 - r / d),
            "(t, x)": ([*premises, lam * far < r], 1 - lam >= 1 - r / d),
            "inside the class": (premises, lam + (1 - lam) >= 1 - r / d),
        },
        "every pair that reaches the ball, every lambda",
    )


@modulus.step(
    "sum over the pairs",
    "smt",
    "h = part/total is at least 1 - r/d where there is mass",
    ["lemma-2.3", "shares", "assumption:mixed mass"],
)
def sum_beside(_: Settings) -> Result:
    """A mean of shares that are at least c is at least c."""
    return smt.universally(mean_above(strictly=False), "every number of pairs, all weights")


# ------------------------------------------------------------------------------------------ no better bound
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
tight.control("gap in (0, 1]", lambda: Tolerance(HALF, Fraction(0)))


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


@st.composite
def vicinities(draw: st.DrawFn) -> Vicinity:
    """A place z on the way from a data point to another; the ball takes the rest of the clearance, or a part of it.

    A small part leaves ||z - x|| as nearly all of the bound.
    """
    seen = draw(resolutions())
    data, law, x = seen.dataset, seen.mixing, seen.dataset.exact_points[seen.index]
    end = draw(st.sampled_from(data.exact_points))
    z = tuple(mix(end, x, draw(st.sampled_from([Fraction(1, 100), Fraction(1, 10), Fraction(1, 3)]))))
    vicinity = Vicinity(data, law, seen.index, z, Fraction(1))
    square = exact_clearance(data, seen.index).squared
    if square is None:
        return vicinity
    rest = sympify(square_root(square)) - sympify(vicinity.distance)
    return Vicinity(
        data, law, seen.index, z, radius(rest, draw(st.sampled_from([Fraction(1), HALF, Fraction(1, 20)])), law)
    )


def _decided(proof: Proof, instance: Any) -> bool | None:
    met = all(a.predicate(instance).holds for a in proof.claim.assumptions)
    return bool(proof.claim.conclusion(instance).holds) if met else None


@quantitative.check("random datasets", "sampled", "the bound holds on random data at eps = clearance or below")
def quantitative_sampled(settings: Settings) -> Result:
    """Beta for alpha from 0.1 to 1024 (in balls), atoms and small integers (exactly), dimensions 1 to 6."""
    return sampled.holds_on(
        resolutions(),
        lambda instance: _decided(quantitative, instance),
        settings,
        (40, 150, 2000),
        "random datasets in dimensions 1 to 6, alpha from 0.1 to 1024 and atoms",
        kinds=lambda instance: kinds(instance.dataset),
    )


@modulus.check("random places", "sampled", "the bound holds beside random data points")
def modulus_sampled(settings: Settings) -> Result:
    """As above, z up to a third of the way to another data point."""
    return sampled.holds_on(
        vicinities(),
        lambda instance: _decided(modulus, instance),
        settings,
        (20, 100, 1000),
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


@modulus.check("on a segment", "exact", "on the segment of two points h falls as the bound does, within 2 eps/d")
def on_a_segment(_: Settings) -> Result:
    """Uniform P_f on {0} against {1}: the share of 0 at z is 1 - z, the bound 1 - z - eps."""
    eps, truths = Fraction(1, 10**6), []
    for z in (Fraction(1, 100), Fraction(1, 3), Fraction(9, 10)):
        seen = Vicinity(PAIR, Beta(1), 0, (z,), eps)
        own, other = masses_at(seen)
        truths += [modulus.claim.conclusion(seen).holds, own / (own + other) <= 1 - (z + eps) + 2 * eps]
    return exact.decide(truths, "z = 1/100, 1/3, 9/10", "h is within 2 eps of the bound, above it")


quantitative.control("positive resolution", lambda: Resolution(LINE, Beta(1), 1, Fraction(0)))
quantitative.control("within the clearance", lambda: Resolution(FORK, Midpoint(), 0, BEYOND))
quantitative.control("self-pairs", lambda: Resolution(PAIR, Midpoint(), 0, Fraction(1), self_pairs=False))
modulus.control("within the clearance", lambda: Vicinity(FORK, Midpoint(), 0, (HALF, Fraction(0)), BEYOND - HALF))
modulus.control("mixed mass", lambda: Vicinity(PAIR, Midpoint(), 0, (Fraction(1, 4),), Fraction(1, 8)))
