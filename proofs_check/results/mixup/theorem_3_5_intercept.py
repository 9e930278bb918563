"""Theorem 3.5 with an intercept: both margins are an affine image of the labels: only the threshold moves."""

from __future__ import annotations

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.linear import LATTICE, interpolated, linear_mixups
from proofs_check.methods import exact, sampled, smt, symbolic
from proofs_check.results.mixup.theorem_3_5 import PAIR, SMALLEST, UNIFORM, in_span
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup
from theory.mixing import Midpoint
from theory.numbers import Number
from theory.results.mixup.theorem_3_5_intercept import agrees_with_intercept

intercept = Proof("theorem-3.5-intercept")
intercept.uses("theorem-3.5-smaller-class")
intercept.step(
    "combination", "smt", "the shortest w with (w, b) . (x_i, 1) y_i >= 1 is a combination of the differences x_s - x_t"
)(in_span)


@intercept.step(
    "attained",
    "smt",
    "alpha (w . x + b) + (c_1 - c_2)/2 is c_1 on X_1 and -c_2 on X_{-1}, where the Mixup loss is least; alpha > 0",
    ["theorem-3.5-smaller-class", "assumption:interpolation with intercept", "assumption:off-centre mixing"],
)
def attained(_: Settings) -> Result:
    """w . x + b is 1 and -1.

    The claim on the smaller class, read for unit vectors with the same labels and weights, says that these outputs
    make the loss least among all outputs, which are free there.
    """
    import z3

    first, second = z3.Reals("c_1 c_2")
    scale, shift = affine(first, second)
    premises = [first > 0, second > 0]
    conclusion = z3.And(scale + shift == first, -scale + shift == -second, scale > 0)
    return smt.universally({"outputs": (premises, conclusion)}, "all margins")


def affine(first: Number, second: Number) -> tuple[Number, Number]:
    """alpha and the shift of the intercept."""
    return (first + second) / 2, (first - second) / 2


@intercept.step(
    "shortest",
    "symbolic",
    "any other theta with these outputs differs from alpha w by some n orthogonal to all x_s - x_t, so to their "
    "combination w: it is longer",
    ["attained", "combination"],
)
def shortest(_: Settings) -> Result:
    """|alpha w + n|^2 = |alpha w|^2 + |n|^2 + 2 alpha w . n, and w . n = 0: w = D^T beta, D n = 0."""
    m, d = sp.symbols("m d", integer=True, positive=True)
    differences, beta, other = sp.MatrixSymbol("D", m, d), sp.MatrixSymbol("beta", m, 1), sp.MatrixSymbol("n", d, 1)
    product_ = sp.MatMul(sp.Transpose(sp.MatMul(sp.Transpose(differences), beta)), other)
    through = sp.MatMul(sp.Transpose(beta), sp.MatMul(differences, other))
    return symbolic.identities({"w · n = β · D n": (product_, through)}, "every N and d")


@intercept.step(
    "threshold",
    "smt",
    "the boundary is w . x + b = (c_2 - c_1)/(c_1 + c_2): on X_1's side iff c_1 < c_2, that is iff X_1 has less mass",
    ["attained"],
)
def threshold(_: Settings) -> Result:
    """Where alpha z + shift = 0."""
    import z3

    first, second, z = z3.Reals("c_1 c_2 z")
    scale, shift = affine(first, second)
    premises = [first > 0, second > 0, scale * z + shift == 0]
    place = z3.And((z > 0) == (first < second), z < 1, z > -1)
    return smt.universally({"boundary": (premises, place)}, "all margins")


@st.composite
def moved(draw: DrawFn) -> LabeledDataset:
    """Interpolated data of all masses, moved by a vector that an intercept undoes."""
    data = draw(interpolated())
    shift = draw(st.tuples(*[st.sampled_from(LATTICE)] * data.dimension))
    rows = [[x + v for x, v in zip(row, shift, strict=True)] for row in data.exact_points]
    return LabeledDataset(rows, data.labels, data.exact_weights)


@intercept.check("random data", "sampled", "a box of (alpha, c) holds a zero of the exact gradient, for all masses")
def random_moved(settings: Settings) -> Result:
    """Data far from the origin too, where no hyperplane through it separates."""

    return sampled.holds_on(linear_mixups(moved()), intercept.decides, settings, (5, 15, 60), "random exact data")


@intercept.check(
    "the counterexample", "balls", "one unit vector against two, the counterexample to the printed form, agrees"
)
def the_counterexample(_: Settings) -> Result:
    """With an intercept."""
    found = agrees_with_intercept(SMALLEST)
    return exact.decide([found.holds], "one exact instance", found.witness)


intercept.control(
    "interpolation with intercept",
    lambda: LinearMixup(LabeledDataset([[1, 1], [3, 0], [4, 1]], [1, -1, -1]), UNIFORM),
    "balls",
)
intercept.control("off-centre mixing", lambda: LinearMixup(PAIR, Midpoint()))
UNEVEN_PAIR = LinearMixup(LabeledDataset([[1], [-1]], [1, -1], ["1/3", "2/3"]), UNIFORM)
intercept.example(lambda: UNEVEN_PAIR, method="balls")
intercept.near_miss("a positive multiple of w", lambda: (UNEVEN_PAIR, -1), "the opposite direction", "balls")
