"""The jump of h_eps when a data point crosses the sphere, and why nothing else can make it jump."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

import theory.results.lemma_2_3 as lemma
from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.strategies import datasets, local_instances, mixings
from theory.dataset import LabeledDataset
from theory.geometry import dot, mix, subtract
from theory.instances import LocalInstance
from theory.mixing import Beta, Midpoint
from theory.optimal import local_masses

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
def _(_: Settings) -> Result:
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
def _(_: Settings) -> Result:
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
def _(_: Settings) -> Result:
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


proof.trusted(
    "continuity of measure",
    "P(| |Z - x| - eps | <= eta) tends to P(|Z - x| = eps) as eta falls to 0",
    "continuity from above of a finite measure",
)
proof.argued(
    "the sphere is null",
    "each pair puts at most two lambda on the sphere: those in (0,1) carry no mass by “no atom”, those at 0 and 1 "
    "and all self-pairs would be data points on the sphere; hence every N_i moves by less than any bound as the "
    "centre does",
    [
        "what changes with the centre",
        "the quadratic",
        "continuity of measure",
        "assumption:sphere",
        "assumption:no atom",
    ],
)


@proof.step(
    "the quotient",
    "symbolic",
    "N_i'/S' - N_i/S = ((N_i' - N_i) - (N_i/S)(S' - S))/S', which tends to 0 with N' - N because S > 0",
    ["the sphere is null", "assumption:positive mass"],
)
def _(_: Settings) -> Result:
    n, total, dn, ds = sp.symbols("N S dN dS", positive=True)
    here, near = lemma.minimiser([n, total - n])[0], lemma.minimiser([n + dn, total + ds - n - dn])[0]
    step = (dn - here * ds) / (total + ds)
    limit = sp.limit(sp.limit(step, dn, 0), ds, 0)
    return symbolic.identities({"difference": near - here - step, "limit": limit}, "every N, S > 0")


def _agrees(instance: LocalInstance) -> bool | None:
    if not all(a.predicate(instance).holds for a in proof.claim.assumptions):
        return None
    return proof.claim.conclusion(instance).holds


@proof.check("one-sided limits", "sampled", "the limits from all sides agree where the assumptions hold")
def _(how: Settings) -> Result:
    instances = local_instances(datasets(max_points=4, max_dimension=1), mixings(atoms=False))
    return sampled.holds_on(instances, _agrees, how, (30, 80, 400), "lines of up to 4 points")


@proof.check("approached in fact", "sampled", "one_sided_masses is the limit of N along x + r, r = 2^-20 ... 2^-30")
def _(how: Settings) -> Result:
    instances = local_instances(datasets(max_points=4, max_dimension=1), mixings(atoms=False))
    return sampled.holds_on(
        instances, _approached, how, (30, 60, 300), "both sides of x on a line, sphere points included"
    )


def _approached(instance: LocalInstance) -> bool:
    """The distance to the claimed limit falls at least a hundredfold when r falls by 2^10 (or is exactly 0)."""
    for side in (1, -1):
        limit = lemma.one_sided_masses(instance, [Fraction(side)])
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
