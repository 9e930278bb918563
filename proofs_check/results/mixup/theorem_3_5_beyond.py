"""Beyond Theorem 3.5: one scalar equation wherever the level vectors are parallel."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.linear import linear_mixups, mirrored, separable
from proofs_check.methods import exact, sampled, smt, symbolic, together
from proofs_check.results.mixup.theorem_3_5 import EVERY, EXPECTATIONS, LAM, PAIR, STRETCHED, UNIFORM, K
from proofs_check.results.mixup.theorem_3_5 import proof as equal_masses
from proofs_check.results.mixup.theorem_3_5_converse import SHARED
from proofs_check.results.mixup.theorem_3_5_smaller_class import ALONE
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup
from theory.linear.enclosure import pair_slope_at
from theory.mixing import Midpoint
from theory.results.mixup.theorem_3_5_beyond import agree_iff_parallel_levels

A, B = sp.symbols("a b", real=True)
ABOVE = LabeledDataset([[1, 1], [1, 0], [0, -1]], [1, -1, -1], ["1/2", "1/4", "1/4"])  # three points in the plane

# ------------------------------------------------------------------------------------------- parallel levels
proof = Proof("theorem-3.5-parallel-levels")
proof.uses("theorem-3.5-existence")
proof.repeat(
    equal_masses, *EXPECTATIONS, "mean value theorem", "tangents", "intermediate values", "loss", "strictly convex"
)


@proof.step(
    "level vectors",
    "symbolic",
    "at the outputs k v the gradient in theta is the sum of G(a, z, b) q(a, z, b), G being the slope of a pair of "
    "labels 1 and z at margins k a and k b",
    ["loss", *EXPECTATIONS],
)
def level_vectors(_: Settings) -> Result:
    """Reversing both labels and both outputs reverses the slope: y_s comes out of it."""
    z = sp.symbols("z", real=True)
    residuals = {}
    for sign in (1, -1):
        pair = pair_slope_at(LAM, (sign * K * A, sign), (sign * z * K * B, sign * z))
        residuals[f"y = {sign}"] = pair - sign * pair_slope_at(LAM, (K * A, 1), (z * K * B, z))
    return symbolic.identities(residuals, EVERY)


@proof.step(
    "falls at 0",
    "symbolic",
    "along k v, where all margins are at least 1, the loss has a negative slope at k = 0",
    ["loss", *EXPECTATIONS],
)
def falls_at_zero(_: Settings) -> Result:
    """A pair adds -(a + b)/2 inside a class, as self-pairs do, and -x^2 (a + b)/2 between the classes."""
    a, b = sp.symbols("a b", positive=True)
    inside, across = slope_along(a, b, 1), slope_along(a, b, -1)
    x = 2 * LAM - 1
    residuals = {"inside": inside + (a + b) / 2, "between": across + x**2 * (a + b) / 2}
    signs = {"inside": ((a + b) / 2, ">0"), "between": (sp.Symbol("x", real=True) ** 2 * (a + b) / 2, ">=0")}
    return together(symbolic.identities(residuals, EVERY), symbolic.signs(signs, EVERY))


def slope_along(a: sp.Expr, b: sp.Expr, z: int) -> sp.Expr:
    """d/dk at 0 of the loss of both orders of a pair of margins k a, k b and labels 1, z."""
    first, second = (sp.Integer(0), 1), (sp.Integer(0), z)
    return sp.sympify(a * pair_slope_at(LAM, first, second) + z * b * pair_slope_at(LAM, second, first))


@proof.step(
    "at rest on the ray",
    "smt",
    "the loss on the ray is at rest at some k > 0",
    [
        "falls at 0",
        "theorem-3.5-existence",
        "intermediate values",
        "assumption:two classes",
        "assumption:off-centre mixing",
    ],
)
def at_rest_on_the_ray(_: Settings) -> Result:
    """It falls at 0 and grows in the end, so that its slope is positive far out."""
    import z3

    slope = z3.Function("slope", z3.RealSort(), z3.RealSort())
    far, star = z3.Reals("far star")
    between_values = z3.Implies(
        z3.And(slope(0) < 0, slope(far) > 0, far > 0), z3.And(star > 0, star < far, slope(star) == 0)
    )
    premises = [slope(0) < 0, far > 0, slope(far) > 0, between_values]
    return smt.universally({"rest": (premises, z3.And(star > 0, slope(star) == 0))}, "every ray")


@proof.step(
    "one vector",
    "smt",
    "if all q are multiples of q_0, the gradient at k v is g(k) q_0 and the slope on the ray g(k) theta* . q_0; the "
    "slope is not always 0, so theta* . q_0 is not, and where it vanishes so does the gradient",
    ["level vectors", "at rest on the ray", "falls at 0", "strictly convex", "tangents", "assumption:parallel levels"],
)
def one_vector(_: Settings) -> Result:
    """g at 0 and at the k of rest; a zero of the gradient is the minimiser, by convexity."""
    import z3

    at_zero, at_rest, product = z3.Reals("g(0) g(k) theta*.q_0")
    premises = [at_zero * product < 0, at_rest * product == 0]
    return smt.universally({"gradient": (premises, at_rest == 0)}, "every ray")


@proof.step(
    "special cases",
    "symbolic",
    "the level vectors are parallel on a line, for data symmetric about the axis theta*, and where all margins are "
    "equal and the masses too",
    ["level vectors"],
)
def special_cases(_: Settings) -> Result:
    """On a line there is nothing to show. A point (a, w) and its image (a, -w) have one level and add up to the axis.

    With one margin the two vectors are sums of p_s y_s x_s times the mass of the own class, or of the other.
    """
    p, a, w, y = sp.symbols("p a w y", real=True)
    mass, vector, opposite = sp.symbols("W q_1 q_2", real=True)
    point, image, axis = sp.Matrix([a, w]), sp.Matrix([a, -w]), sp.Matrix([1, 0])
    residuals = {
        "symmetric": (p * y * (point + image) - 2 * p * y * a * axis)[1],
        "one margin": one_margin(mass, mass, vector, opposite)[0] - one_margin(mass, mass, vector, opposite)[1],
    }
    return symbolic.identities(residuals, "every weight, mass and place")


def one_margin(first: sp.Expr, second: sp.Expr, vector: sp.Expr, opposite: sp.Expr) -> tuple[sp.Expr, sp.Expr]:
    """A coordinate of q(a, 1, a) and of q(a, -1, a): masses W_1, W_2, and sums of p_s y_s x_s over X_1 and X_{-1}."""
    return first * vector + second * opposite, second * vector + first * opposite


@st.composite
def on_a_line(draw: DrawFn) -> LabeledDataset:
    """Separable data in one dimension."""
    return draw(separable(max_dimension=1))


@proof.check("symmetric data", "sampled", "mirrored data and data on a line, of all masses and margins")
def symmetric_data(settings: Settings) -> Result:
    """More points than dimensions; max-margin interpolates few of them."""
    data = linear_mixups(mirrored() | on_a_line())
    return sampled.holds_on(data, proof.decides, settings, (8, 30, 200), "random symmetric data")


proof.control("parallel levels", lambda: LinearMixup(ABOVE, UNIFORM), "balls")
proof.control("two classes", lambda: ALONE)
proof.control("off-centre mixing", lambda: LinearMixup(PAIR, Midpoint()))

# ------------------------------------------------------------------------------------------- no others
others = Proof("theorem-3.5-no-others")


def lattice_data(radius: int) -> Iterator[LinearMixup]:
    """One lattice point against two in the plane, up to the symmetries of the square; weights 1/2, 1/4, 1/4 and 1/3."""
    places = [p for p in product(range(-radius, radius + 1), repeat=2) if any(p)]
    seen = set()
    for one, two in product(places, combinations(places, 2)):
        key = min(_images(one, two))
        if one in two or key in seen:
            continue
        seen.add(key)
        for weights in (("1/2", "1/4", "1/4"), None):
            yield LinearMixup(LabeledDataset([one, *two], [1, -1, -1], weights), UNIFORM)


Place = tuple[int, ...]


def _images(one: Place, two: tuple[Place, ...]) -> Iterator[tuple[Place, ...]]:
    for a, b, swap in product((1, -1), (1, -1), (False, True)):
        moved = [(a * p[1], b * p[0]) if swap else (a * p[0], b * p[1]) for p in (one, *two)]
        yield (moved[0], *sorted(moved[1:]))


@others.check(
    "all small data",
    "sampled",
    "all separable data of one against two points of {-1, 0, 1}^2 (thorough: {-2, ..., 2}^2)",
)
def all_small_data(settings: Settings) -> Result:
    """Enclosures part the directions wherever the level vectors are not parallel."""
    found, truths = {True: 0, False: 0}, []
    for instance in lattice_data(settings.size(1, 1, 2)):
        if instance.max_margin is not None:
            finding = agree_iff_parallel_levels(instance)
            if not finding.holds:
                return Result(finding.holds, finding.witness, "small data", sum(found.values()), witness=str(instance))
            truths.append(finding.holds)
            found["agreement True" in finding.witness] += 1
    text = f"{found[True]} data sets agree, {found[False]} do not, as the level vectors say"
    return exact.decide(truths, "three lattice points in the plane, two weightings", text)


@others.check("random data", "sampled", "random separable data of up to five points in up to three dimensions")
def random_data(settings: Settings) -> Result:
    """Duplicates and very unequal weights included."""
    data = linear_mixups(separable(), st.just(UNIFORM))
    return sampled.holds_on(
        data, lambda i: agree_iff_parallel_levels(i).holds, settings, (3, 30, 200), "random exact data"
    )


others.control("two classes", lambda: ALONE)
others.control("uniform mixing", lambda: SHARED)

# ------------------------------------------------------------------------------------------- where it first fails
bare = Proof("theorem-3.5-without-interpolation")
bare.refutation("two points", lambda: LinearMixup(STRETCHED, UNIFORM), "balls")
bare.refutation("three points in the plane", lambda: LinearMixup(ABOVE, UNIFORM), "balls")
proof.example(lambda: LinearMixup(PAIR, UNIFORM))
proof.near_miss("there is one minimiser", lambda: (LinearMixup(PAIR, UNIFORM), False))
MULTIPLE = "it is a positive multiple of the max-margin solution"
proof.near_miss(MULTIPLE, lambda: (LinearMixup(PAIR, UNIFORM), (Fraction(-1),)), "the opposite direction", "balls")
PARALLEL = "agree exactly if the levels are parallel"
others.example(lambda: LinearMixup(PAIR, UNIFORM))
others.near_miss(PARALLEL, lambda: (LinearMixup(PAIR, UNIFORM), False), "parallel levels", "balls")
others.near_miss(PARALLEL, lambda: (LinearMixup(ABOVE, UNIFORM), True), "levels that are not", "balls")
