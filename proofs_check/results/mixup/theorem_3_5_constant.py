"""Theorem 3.5, the scale: the balance of its proof has one root, which knows only P_f, and is enclosed in balls."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import flint
import sympy as sp

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.instances.lattice import mixings
from proofs_check.instances.linear import interpolated, linear_mixups
from proofs_check.methods import balls, sampled, symbolic
from proofs_check.results.mixup.theorem_3_5 import EXPECTATIONS, PAIR, SMALLEST, UNIFORM, K, between, inside
from proofs_check.results.mixup.theorem_3_5 import proof as equal_masses
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup
from theory.linear.enclosure import BITS
from theory.mixing import Beta, Midpoint
from theory.results.mixup.theorem_3_5_constant import balance, balanced_margin

CONSTANTS = {
    "1/5": "4.180540678685",
    "1/2": "3.721178478033",
    "1": "3.542283309479",
    "2": "3.524878845966",
    "8": "3.917391741055",
    "32": "4.693504788475",
    "1024": "7.343779527219",
}
HALF_UNIT = Fraction(1, 2 * 10**12)  # of the last digit

proof = Proof("theorem-3.5-constant")
proof.repeat(
    equal_masses,
    *EXPECTATIONS,
    "mean value theorem",
    "tangents",
    "intermediate values",
    "loss",
    "strictly convex",
    "outputs name theta",
    "two numbers",
    "one balance",
    "rises from below",
    "limits",
    "ends above",
    "one scale",
)


@proof.step("the equation", "symbolic", "2 (A + B) = tanh(k/2) - 1 + E[x tanh(x k/2)] - E[x^2]", ["two numbers"])
def the_equation(_: Settings) -> Result:
    """Before the expectation."""
    x = sp.symbols("x", real=True)
    stated = sp.tanh(K / 2) - 1 + x * sp.tanh(x * K / 2) - x**2
    return symbolic.identities({"balance": 2 * (inside(K) + between(K, x)) - stated}, "every k and lambda")


@proof.step(
    "the margin",
    "symbolic",
    "k y with the root k minimises F among all outputs; where theta has X theta = y, k theta has these outputs, and so "
    "every margin of the minimiser is k",
    ["one balance", "one scale", "strictly convex", "tangents", "the equation", "assumption:attained labels"],
)
def the_margin(_: Settings) -> Result:
    """For every N and d."""
    n, d = sp.symbols("N d", integer=True, positive=True)
    rows, theta, scale = sp.MatrixSymbol("X", n, d), sp.MatrixSymbol("theta", d, 1), sp.symbols("k")
    sides = (sp.MatMul(rows, sp.MatMul(scale, theta)), sp.MatMul(scale, sp.MatMul(rows, theta)))
    return symbolic.identities({"X (k θ) = k X θ": sides}, "every N and d")


@proof.step(
    "enclosures",
    "balls",
    "for the seven Beta laws the balance is negative half a unit of the twelfth digit below the stated c*, and "
    "positive half a unit above",
    ["one scale"],
)
def enclosures(_: Settings) -> Result:
    """Integrals in ball arithmetic; singularities of the density at the ends are substituted away."""
    values = {}
    for alpha, constant in CONSTANTS.items():
        values[f"below, alpha = {alpha}"] = _signed(alpha, constant, -1)
        values[f"above, alpha = {alpha}"] = _signed(alpha, constant, 1)
    return balls.positive(values, "Beta(alpha, alpha)", bits=BITS)


def _signed(alpha: str, constant: str, sign: int) -> Callable[[], flint.arb]:
    return lambda: sign * balance(Beta(alpha), Fraction(constant) + sign * HALF_UNIT)


@proof.check("random balanced data", "sampled", "the gradient changes its sign within the enclosure of c*")
def random_balanced(settings: Settings) -> Result:
    """Duplicates, more points than dimensions, asymmetric laws."""

    data = linear_mixups(interpolated(balanced=True), mixings())
    return sampled.holds_on(data, proof.decides, settings, (8, 25, 150), "random exact data")


proof.control(
    "attained labels",
    lambda: LinearMixup(LabeledDataset([[1], [2], [-1]], [1, 1, -1], ["1/4", "1/4", "1/2"]), UNIFORM),
    "balls",
)
proof.control("equal masses", lambda: SMALLEST, "balls")
proof.control("off-centre mixing", lambda: LinearMixup(PAIR, Midpoint()))
PRECISELY = "all margins are c*"
proof.example(lambda: LinearMixup(PAIR, UNIFORM), method="balls")
proof.near_miss(PRECISELY, lambda: (LinearMixup(PAIR, UNIFORM), balanced_margin(Beta(2))), "of another law", "balls")
