"""The jump of h_eps when a data point crosses the sphere, and why nothing else can make it jump."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy as sp

import theory.results.mixup.lemma_2_3 as lemma
from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import datasets, local_instances, mixings
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.mixup.textbook import LIMITS
from theory.dataset import LabeledDataset
from theory.geometry import dot, mix, subtract
from theory.instances import LocalInstance
from theory.mixing import Beta, Midpoint
from theory.optimal import local_masses
from theory.results.mixup.lemma_2_3_continuity import one_sided_masses

TWO_POINTS = LabeledDataset([[0], [1]], [1, 2])
TENTH = Fraction(1, 10)


def jump() -> LocalInstance:
    """A data point exactly on the sphere: h_eps^1 is 9/10 at x and from above, and more from below."""
    return LocalInstance(TWO_POINTS, Beta(1), (TENTH,), TENTH)


printed = Proof("lemma-2.3-continuity-printed")
printed.refutation("a self-pair crosses the sphere", jump)
printed.control("positive mass", lambda: LocalInstance(TWO_POINTS, Beta(1), (Fraction(5),), Fraction(1)))

proof = Proof("lemma-2.3-continuity")
proof.uses("lemma-2.3")


@proof.step(
    "what changes with the centre",
    "smt",
    "a mixed point that enters or leaves the ball when its centre moves by eta is within eta of the sphere",
)
def what_changes_with_the_centre(_: Settings) -> Result:
    import z3

    before, after, radius, moved = z3.Reals("before after eps eta")
    premises = [before >= 0, after >= 0, radius > 0, moved > 0, after - before <= moved, before - after <= moved]
    changes = z3.Or(z3.And(before < radius, after >= radius), z3.And(before >= radius, after < radius))
    near = z3.And(before - radius <= moved, radius - before <= moved)
    return smt.universally(
        {"near the sphere": ([*premises, changes], near)}, "distances that obey the triangle inequality"
    )


@proof.step(
    "a segment meets the sphere at most twice",
    "smt",
    "for s != t at most two lambda put z_st(lambda) on the sphere: a quadratic with a leading coefficient that is "
    "not 0",
)
def a_segment_meets_the_sphere_at_most_twice(_: Settings) -> Result:
    import z3

    a, b, c, p, q, r = z3.Reals("a b c p q r")
    zero = [a * v * v + b * v + c == 0 for v in (p, q)]
    premises = [*zero, a * r * r + b * r + c == 0, p != q, q != r, p != r]
    # the premises without a > 0 are satisfiable (a = b = c = 0): they force a = 0
    return smt.universally({"three roots": (premises, a == 0)}, "real polynomials of degree two")


@proof.step(
    "the quadratic",
    "symbolic",
    "|z_st(lambda) - x|^2 - eps^2 is a quadratic in lambda with leading coefficient |s - t|^2; at lambda = 0 and 1 "
    "it is that of t and of s",
    ["a segment meets the sphere at most twice"],
)
def the_quadratic(_: Settings) -> Result:
    s, t, x, lam = sp.symbols("s t x lambda", real=True)  # one coordinate; squared lengths are sums of these
    square = dot(subtract(mix([s], [t], lam), [x]), subtract(mix([s], [t], lam), [x]))
    residuals = {
        "leading": sp.expand(square).coeff(lam, 2) - (s - t) ** 2,
        "degree": sp.diff(square, lam, 3),
        "at 0": square.subs(lam, 0) - (t - x) ** 2,
        "at 1": square.subs(lam, 1) - (s - x) ** 2,
    }
    return symbolic.identities(
        residuals, "each coordinate", "leading coefficient (s - t)^2, values (t - x)^2 and (s - x)^2"
    )


proof.trusted(*LIMITS)


@proof.step(
    "the sphere is null",
    "smt",
    "every pair has the P_f mass 0 on the sphere: at most two lambda put it there, those in (0, 1) are no atoms, and "
    "lambda = 0 or 1, like all of a self-pair, would put a data point there",
    ["the quadratic", "a segment meets the sphere at most twice", "assumption:sphere", "assumption:no atom"],
)
def the_sphere_is_null(_: Settings) -> Result:
    """With |s - t|^2 = a and the quadratic's values at 0 and 1, those of t and s, not 0; a = 0 for a self-pair."""
    import z3

    a, b, c, lam, mu = z3.Reals("a b c lambda mu")
    atom = z3.Function("atom", z3.RealSort(), z3.RealSort())
    off_sphere = [c != 0, a + b + c != 0]
    met: list[Any] = []
    for v in (lam, mu):
        met += [v >= 0, v <= 1, a * v * v + b * v + c == 0, z3.Implies(z3.And(v > 0, v < 1), atom(v) == 0)]
    still = [a == 0, b == 0]  # s = t: the point does not move
    statements = {
        "two places": ([*off_sphere, *met], atom(lam) + atom(mu) == 0),
        "a self-pair": ([*still, c != 0], a * lam * lam + b * lam + c != 0),
    }
    return smt.universally(statements, "every pair; the mass of two places is at most the sum of their atoms")


@proof.step(
    "N moves little",
    "smt",
    "for every bound there is an eta such that each N_i, and their sum S, moves by at most the bound when the centre "
    "moves by less than eta: by at most the sum over the pairs of p_s p_t P(| |z_st - x| - eps | <= eta), and these "
    "events shrink to the sphere",
    ["what changes with the centre", "the sphere is null", "limits of integrals"],
)
def n_moves_little(_: Settings) -> Result:
    """A label share in [0, 1] enters or leaves where the event changes; finitely many pairs, one after the other."""
    import z3

    share, before, after, near = z3.Reals("share before after near")
    moved, others, weight, mass, bound, rest = z3.Reals("moved others weight mass bound rest")
    indicator = [z3.Or(v == 0, v == 1) for v in (before, after, near)]
    pointwise = [*indicator, share >= 0, share <= 1, z3.Implies(before != after, near == 1)]
    summed = [weight > 0, weight <= 1, mass >= 0, mass <= bound, rest >= 0, others >= -rest, others <= rest]
    statements = {
        "one label": (pointwise, z3.And(share * (after - before) <= near, share * (before - after) <= near)),
        "one more pair": (
            [*summed, moved <= weight * mass, moved >= -weight * mass],
            z3.And(others + moved <= rest + bound, others + moved >= -(rest + bound)),
        ),
    }
    return smt.universally(statements, "integrated over lambda, summed over the ordered pairs by induction")


@proof.step(
    "the quotient",
    "smt",
    "if N_i and S > 0 move by at most b <= S/2, then N_i/S moves by at most 4 b/S; so h_eps(x') tends to h_eps(x)",
    ["lemma-2.3", "N moves little", "assumption:positive mass"],
)
def the_quotient(_: Settings) -> Result:
    return quotient_moves_little()


def quotient_moves_little() -> Result:
    """|N'/S' - N/S| <= 4 b/S for 0 <= N <= S when numerator and denominator move by at most b <= S/2."""
    import z3

    n, total, dn, ds, b = z3.Reals("N S dN dS b")
    here, near = lemma.minimiser([n, total - n])[0], lemma.minimiser([n + dn, total + ds - n - dn])[0]
    premises = [total > 0, n >= 0, n <= total, b >= 0, 2 * b <= total, dn <= b, dn >= -b, ds <= b, ds >= -b]
    bounds = z3.And((near - here) * total <= 4 * b, (here - near) * total <= 4 * b)
    return smt.universally({"quotient": (premises, bounds)}, "every N and S > 0")


@proof.check("one-sided limits", "sampled", "the limits from all sides agree where the assumptions hold")
def one_sided_limits(how: Settings) -> Result:
    instances = local_instances(datasets(max_points=4, max_dimension=1), mixings(atoms=False))
    return sampled.holds_on(instances, proof.decides, how, (30, 80, 400), "lines of up to 4 points")


@proof.check("approached in fact", "sampled", "one_sided_masses is the limit of N along x + r, r = 2^-20 ... 2^-30")
def approached_in_fact(how: Settings) -> Result:
    instances = local_instances(datasets(max_points=4, max_dimension=1), mixings(atoms=False))
    return sampled.holds_on(
        instances, _approached, how, (30, 60, 300), "both sides of x on a line, sphere points included"
    )


def _approached(instance: LocalInstance) -> bool:
    """The distance to the claimed limit falls at least a hundredfold when r falls by 2^10 (or is exactly 0)."""
    for side in (1, -1):
        limit = one_sided_masses(instance, [Fraction(side)])
        gaps = []
        for exponent in (20, 30):
            x = (instance.x[0] + Fraction(side, 2**exponent),)
            near = local_masses(instance.dataset, instance.mixing, x, instance.epsilon)
            gaps.append(sum(abs(a - b) for a, b in zip(near, limit, strict=True)))
        if 100 * gaps[1] > gaps[0]:
            return False
    return True


proof.control("positive mass", lambda: LocalInstance(TWO_POINTS, Beta(1), (Fraction(5),), Fraction(1)))
proof.control("sphere", jump)
proof.control("no atom", lambda: LocalInstance(TWO_POINTS, Midpoint(), (Fraction(1, 5),), Fraction(3, 10)))
proof.example(lambda: LocalInstance(TWO_POINTS, Beta(1), (Fraction(1, 4),), Fraction(1, 8)))
proof.example(lambda: LocalInstance(TWO_POINTS, Beta(1), (Fraction(0),), Fraction(1, 2)), "a data point in the ball")
