"""What refutes the main part of Theorem 3.6: six rays, or arcs, with alternating labels."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import sympy as sp

from proofs_check.evidence import Proof, Result, Settings, given
from proofs_check.methods import exact, smt, symbolic, together
from proofs_check.results.square_loss.relu_realisable import ALTERNATING, TWICE, TWO_CONTESTED, six_rays
from theory.results.square_loss.rays import RayData
from theory.results.square_loss.relu_realisable import one_half_space
from theory.results.square_loss.theorem_3_6 import least_risk

proof = Proof("square-loss-3-6-main-part")
proof.refutation("six rays", given(ALTERNATING))


@proof.check(
    "all labels of six rays",
    "exact",
    "of the 64 ways to label the six rays networks say those with one half-space; the nearest to alternating labels "
    "differ from them on one ray",
)
def all_labels(_: Settings) -> Result:
    """Each way by the largest margin."""
    said = [labels for labels in product("+-", repeat=6) if one_half_space(six_rays("".join(labels)))]
    least = min(sum(a != b for a, b in zip(labels, "+-+-+-", strict=True)) for labels in said)
    return exact.compare(
        {"ray": (least, "==", 1), "risk": (least_risk(ALTERNATING)[0], "==", Fraction(1, 6))}, "six rays"
    )


@proof.check(
    "six arcs",
    "symbolic",
    "equal arcs about the corners of a hexagon: at every rotation t the odd part, which is linear, has x_1 = x_0 + x_2 "
    "and so not the signs +, -, +: each t misses one of its six points or more, and the least risk is 1/6 or more",
)
def six_arcs(_: Settings) -> Result:
    """The corner k is at the angle t + k pi/3; so there is a law with a density, and classes that are apart."""
    import z3

    t = sp.Symbol("t", real=True)
    corner = [(sp.cos(t + k * sp.pi / 3), sp.sin(t + k * sp.pi / 3)) for k in range(6)]
    sums = {f"coordinate {i}": (corner[0][i] + corner[2][i], sp.expand_trig(corner[1][i])) for i in range(2)}
    opposite = {f"{k} and {k + 3}, {i}": corner[k][i] + corner[k + 3][i] for k in range(3) for i in range(2)}
    a, b, c = z3.Reals("l.x_0 l.x_1 l.x_2")
    signs = {"signs": ([b == a + c], z3.Not(z3.And(a > 0, b < 0, c > 0)))}
    return together(symbolic.identities({**sums, **opposite}, "every t"), smt.universally(signs, "every l"))


def tangent_kernel(steps: int) -> Fraction:
    """k(x, z) = x . z (pi - theta)/(2 pi) at the angle theta = ``steps`` pi/3, 0 to 3 of them."""
    cosine = (Fraction(1), Fraction(1, 2), Fraction(-1, 2), Fraction(-1))[steps]
    return cosine * (1 - Fraction(steps, 3)) / 2


@proof.check(
    "tangent kernel",
    "exact",
    "with the kernel of networks of infinite width, alternating labels of a hexagon are orthogonal to every row of the "
    "Gram matrix: ridge regression has the output 0 at all its points, for every ridge",
)
def kernel_ridge(_: Settings) -> Result:
    """K y = 0, so that K (K + mu)^-1 y = 0; the odd part of the kernel is half of the linear one."""
    steps = [[min((i - j) % 6, (j - i) % 6) for j in range(6)] for i in range(6)]
    rows = {
        f"row {i}": (sum((-1) ** j * tangent_kernel(steps[i][j]) for j in range(6)), "==", Fraction(0))
        for i in range(6)
    }
    cosine, theta = sp.symbols("c theta")
    odd = (cosine * (sp.pi - theta) - (-cosine) * (sp.pi - (sp.pi - theta))) / (2 * sp.pi)
    return together(
        exact.compare(rows, "a hexagon"), symbolic.identities({"odd part": (odd, cosine / 2)}, "all angles")
    )


def parity() -> RayData:
    """The eight corners of the cube, labelled by the product of their coordinates."""
    corners = list(product((1, -1), repeat=3))
    return RayData(tuple(tuple(map(Fraction, x)) for x in corners), tuple(x[0] * x[1] * x[2] for x in corners))


@proof.check("parity", "exact", "of three bits networks without biases miss the parity on an eighth")
def three_bits(_: Settings) -> Result:
    """Its four contested directions have the sum 0."""
    return exact.compare({"least risk": (least_risk(parity())[0], "==", Fraction(1, 8))}, "three bits")


proof.example(given(TWO_CONTESTED))
proof.near_miss("least risk", given((TWO_CONTESTED, Fraction(1, 6))))
proof.control("separable", given(TWICE))
