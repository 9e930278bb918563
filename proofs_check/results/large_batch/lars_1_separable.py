"""Smoothness for all pairs of points: two that agree in a layer have one gradient there, and so f splits."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import sampled, smt, symbolic
from proofs_check.results.large_batch.runs import matrices
from theory.results.large_batch.lars_1_separable import Layered, diagonal_blocks, smooth_for_all_pairs
from theory.results.large_batch.runs import Matrix, places

proof = Proof("lars-1-separable")


@proof.step(
    "points that agree in a layer",
    "smt",
    "where x^(i) = y^(i), grad_i f(x) = grad_i f(y): the norm of the difference is at most L_i times 0",
    ["assumption:smooth for all pairs"],
    at=lambda layered: _between(layered),
)
def agreeing(_: Settings) -> Result:
    """Each coordinate d of the difference, with the sum r of the squares of the others."""
    import z3

    d, r, smooth, distance = z3.Reals("d r L s")
    premises = [r >= 0, smooth >= 0, d**2 + r <= smooth**2 * distance**2, distance == 0]
    return smt.universally({"difference": (premises, d == 0)}, "any function, any two points that agree in the layer")


def _between(layered: Layered) -> dict[str, Fraction] | None:
    """x = 0 and y a unit vector of the last layer, seen from the first."""
    if len(layered.layers) < 2:
        return None
    first, *rest = (row[-1] for row in layered.block(0, len(layered.layers) - 1))
    others = sum((v * v for v in rest), Fraction(0))
    return {"d": first, "r": others, "L": layered.smoothness[0], "s": Fraction(0)}


proof.trusted(
    "along a segment",
    "f(y) - f(x) is the integral over t from 0 to 1 of grad f(x + t (y - x))'(y - x), f being continuously "
    "differentiable",
    "fundamental theorem of calculus",
)


@proof.step(
    "layer after layer",
    "symbolic",
    "so what f changes by when one layer moves does not depend on the others, and f(x) - f(0) is the sum of "
    "these changes",
    ["points that agree in a layer", "along a segment"],
)
def layer_after_layer(_: Settings) -> Result:
    """For a gradient a(u) in the first layer and b(v) in the second; three and more in the same way."""
    u, v, t, start = sp.symbols("u v t f_0")
    a, b = sp.Function("a"), sp.Function("b")
    f = start + sp.Integral(a(t), (t, 0, u)) + sp.Integral(b(t), (t, 0, v))
    return symbolic.identities(
        {
            "first layer": (sp.Derivative(f, u), a(u)),
            "second layer": (sp.Derivative(f, v), b(v)),
            "mixed": (sp.Derivative(f, u, v), sp.Integer(0)),
        },
        "two layers",
    )


@proof.check("a product of layers", "symbolic", "for (u v - 1)^2/2, a linear network of two layers, there are no L_i")
def product_of_layers(_: Settings) -> Result:
    """At u = 0 its derivative in u is -v, which takes different values where the first layer is the same."""
    u, v = sp.symbols("u v", real=True)
    slope = sp.diff((u * v - 1) ** 2 / 2, u).subs(u, 0)
    return symbolic.identities({"slope": (slope, -v)}, "every v")


def layered(rows: list[list[int]], layers: tuple[int, ...], smoothness: list[int | Fraction]) -> Layered:
    """An instance from whole numbers."""
    return Layered(tuple(tuple(map(Fraction, row)) for row in rows), layers, tuple(map(Fraction, smoothness)))


@st.composite
def quadratics(draw: DrawFn) -> Layered:
    """Coupled layers, or blocks alone; L as large as the row sums of the block, or smaller, or larger."""
    layers = draw(st.sampled_from([(1, 1), (2, 1), (1, 1, 1)]))
    rows = draw(matrices(sum(layers)))
    if draw(st.integers(0, 3)):
        layer_of = [i for i, own in enumerate(places(layers)) for _ in own]
        rows = [
            [a if layer_of[i] == layer_of[j] else Fraction(0) for j, a in enumerate(row)] for i, row in enumerate(rows)
        ]
    largest = [max(sum(map(abs, rows[i]), Fraction(0)) for i in own) for own in places(layers)]
    factor = draw(st.sampled_from([Fraction(1), Fraction(1), Fraction(1, 2), Fraction(50)]))
    return Layered(tuple(map(tuple, rows)), layers, tuple(factor * bound for bound in largest))


@proof.check("random functions", "sampled", "random quadratic functions with and without coupled layers")
def random_functions(settings: Settings) -> Result:
    """The condition is decided by the semidefiniteness of L_i^2 E_i - A_i' A_i, not by the blocks."""

    def holds(one: Layered) -> bool | None:
        coupled = any(map(any, (row for i in range(len(one.layers)) for j in range(i) for row in one.block(i, j))))
        return not coupled if smooth_for_all_pairs(one).holds else None

    return sampled.holds_on(quadratics(), holds, settings, (30, 120, 600), "up to three layers")


def _coupled_by(one: Layered, value: int) -> tuple[Layered, tuple[Matrix, ...]]:
    first, *rest = diagonal_blocks(one)
    changed = ((first[0][0] + value, *first[0][1:]), *first[1:])
    return one, (changed, *rest)


BLOCKS = layered([[2, 1, 0], [1, 2, 0], [0, 0, 5]], (2, 1), [3, 5])
proof.drawn(quadratics)
proof.example(lambda: BLOCKS)
proof.near_miss("a sum over layers", lambda: _coupled_by(BLOCKS, 1))
proof.control("smooth for all pairs", lambda: layered([[1, 1], [1, 1]], (1, 1), [1, 1]))
