"""Intrusion: segments overlap on a line only, and there affine labels agree only among points of one class."""

from __future__ import annotations

from fractions import Fraction

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import datasets
from proofs_check.methods import sampled, smt, symbolic
from theory.dataset import LabeledDataset
from theory.results.mixup_literature.guo_2019 import MixedSegments, has_mixed_triple

WHOLE = ((Fraction(0), Fraction(1)),)
CENTRE = ((Fraction(9, 20), Fraction(11, 20)),)
LINE = LabeledDataset([[0], [1], [3]], ["a", "b", "a"])
SQUARE = LabeledDataset([[0, 0], [1, 1], [1, 0], [0, 1]], ["a", "a", "b", "b"])

proof = Proof("guo-2019-intrusion")


@proof.step(
    "overlaps are on a line",
    "symbolic",
    "if two segments share two different points u and v, all their ends are on the line of u and v: segments that are "
    "not on one line share at most a point, which without atoms has no mass",
    ["assumption:no atoms"],
)
def on_a_line(_: Settings) -> Result:
    """u = c + s (d - c) and v = c + t (d - c) with s != t give c and d back as points of the line of u and v."""
    c, d, s, t = sp.symbols("c d s t", real=True)
    u, v = c + s * (d - c), c + t * (d - c)

    def on_line(at: sp.Expr) -> sp.Expr:
        return u + (at - s) / (t - s) * (v - u)

    return symbolic.identities(
        {"c": (on_line(sp.Integer(0)), c), "d": (on_line(sp.Integer(1)), d)},
        "each coordinate, every s != t",
    )


def label_at(x: sp.Expr, ends: tuple[sp.Expr, sp.Expr], shares: tuple[sp.Expr, sp.Expr]) -> sp.Expr:
    """One coordinate of the label at x of the segment with these ends."""
    (a, b), (first, second) = ends, shares
    return (first * (b - x) + second * (x - a)) / (b - a)


@proof.step(
    "labels on a line",
    "symbolic",
    "for a < b < c the labels of [a, b] and [a, c] differ at x by (x - a)/(b - a) times (e_b - e_a) - t (e_c - e_a), "
    "t = (b - a)/(c - a): everywhere inside [a, b], or nowhere",
    ["overlaps are on a line"],
)
def labels_on_a_line(_: Settings) -> Result:
    """One coordinate; A, B, C are those of the unit vectors."""
    a, b, c, x, first, second, third = sp.symbols("a b c x A B C", real=True)
    gap = label_at(x, (a, b), (first, second)) - label_at(x, (a, c), (first, third))
    wanted = (x - a) / (b - a) * ((second - first) - (b - a) / (c - a) * (third - first))
    return symbolic.identities({"gap": (gap, wanted)}, "every a < b < c")


@proof.step(
    "different classes differ",
    "smt",
    "e_b - e_a = t (e_c - e_a) with 0 < t < 1 makes all three classes one: so a triple of mixed class has different "
    "labels on all of the inside of [a, b], which has positive mass",
    ["labels on a line", "assumption:full support"],
)
def different_classes(_: Settings) -> Result:
    """Coordinate by coordinate, each 0 or 1."""
    import z3

    a, b, c, t = z3.Reals("A B C t")
    units = [z3.Or(v == 0, v == 1) for v in (a, b, c)]
    return smt.universally(
        {"one class": ([*units, t > 0, t < 1, b - a == t * (c - a)], z3.And(a == b, b == c))}, "every class"
    )


@proof.step(
    "without a triple",
    "smt",
    "a line with three data points or more then has one class, and all labels on it are that class; a line with two "
    "has one segment, and its two orders give one label",
    ["overlaps are on a line"],
)
def without(_: Settings) -> Result:
    """Any two points of the line are in a triple with a third, so that all classes are equal."""
    import z3

    first, second, third, lam, x, y = z3.Reals("first second third lambda x y")
    same = z3.And(first == second, second == third)
    in_range = [lam >= 0, lam <= 1]
    return smt.universally(
        {
            "one class": ([same, *in_range], lam * first + (1 - lam) * second == third),
            "two orders": (in_range, lam * x + (1 - lam) * y == (1 - lam) * y + (1 - (1 - lam)) * x),
        },
        "every line",
    )


@proof.check("random data", "sampled", "overlaps of segments against determinants, exactly")
def random_data(settings: Settings) -> Result:
    """Lattice data, where collinear points are common."""
    conclusion = proof.claim.conclusion
    instances = datasets(max_points=5, max_dimension=2, max_classes=3, distinct=True).map(
        lambda data: MixedSegments(data, WHOLE)
    )
    return sampled.holds_on(
        instances,
        lambda i: conclusion(i).holds,
        settings,
        (40, 150, 600),
        "lattice data",
        lambda i: ["with a triple" if has_mixed_triple(i) else "without"],
    )


proof.example(lambda: MixedSegments(LINE, WHOLE), "on a line")
proof.example(lambda: MixedSegments(SQUARE, WHOLE), "in general position")
proof.near_miss("two labels somewhere", lambda: (MixedSegments(LINE, WHOLE), False), "on a line")
proof.near_miss("two labels somewhere", lambda: (MixedSegments(SQUARE, WHOLE), True), "in general position")
proof.control("no atoms", lambda: MixedSegments(SQUARE, WHOLE, (Fraction(1, 2),)))
proof.control("full support", lambda: MixedSegments(LINE, CENTRE))
