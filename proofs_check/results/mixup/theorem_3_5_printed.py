"""Theorem 3.5 as printed: refuted for classes of unequal mass, by enclosures and by two equations."""

from __future__ import annotations

import flint

from proofs_check.evidence import Proof, Result, Settings
from proofs_check.methods import balls, smt
from proofs_check.results.mixup.theorem_3_5 import SMALLEST, UNIFORM, class_balances, unit_vectors
from theory.dataset import LabeledDataset
from theory.linear import LinearMixup
from theory.mixing import Discrete
from theory.numbers import ball

printed = Proof("theorem-3.5-printed")
printed.refutation("one unit vector against two", lambda: SMALLEST, "balls")
printed.refutation(
    "two points of unequal weight",
    lambda: LinearMixup(LabeledDataset([[1, 0], [0, 1]], [1, -1], ["1/3", "2/3"]), UNIFORM),
    "balls",
)
printed.refutation(
    "three atoms",
    lambda: LinearMixup(unit_vectors(1, 3), Discrete({"1/3": "1/4", "1/2": "1/2", "2/3": "1/4"})),
    "balls",
)


@printed.check(
    "two equations",
    "smt",
    "outputs (k, -k) are stationary only if W_1 a + W_2 b = 0 = W_2 a + W_1 b, which with a < 0 forces W_1 = W_2",
)
def two_equations(_: Settings) -> Result:
    """a and b are the terms A and B below; W_1 and W_2 the masses."""
    import z3

    first, second, a, b = z3.Reals("W_1 W_2 a b")
    premises = [first > 0, second > 0, a < 0, *(balance == 0 for balance in class_balances(first, second, a, b))]
    return smt.universally({"masses": (premises, first == second)}, "every law and all masses")


@printed.check("its numbers", "balls", "margins 3.516385 and 3.756049, 1 - cosine 4.72e-4; 1 against 3: 8.75e-4")
def its_numbers(_: Settings) -> Result:
    """Six digits after the point, three significant ones of 1 - cosine."""
    outputs = SMALLEST.enclosure
    three = LinearMixup(unit_vectors(1, 3), UNIFORM).enclosure
    return balls.positive(
        {
            "smaller class": lambda: _within(outputs[0], "3.516385", "5e-7"),
            "larger class": lambda: _within(-outputs[1], "3.756049", "5e-7"),
            "1 - cosine": lambda: _within(_turn(outputs), "4.72e-4", "5e-7"),
            "1 - cosine against three": lambda: _within(_turn(three), "8.75e-4", "5e-7"),
        },
        "uniform P_f, unit vectors",
    )


def _within(value: flint.arb, centre: str, radius: str) -> flint.arb:
    return ball(radius) - abs(value - ball(centre))


def _turn(outputs: tuple[flint.arb, ...]) -> flint.arb:
    """1 - cosine between theta = (outputs) and the max-margin solution y of unit vectors of which the first has 1."""
    total = outputs[0] - sum(outputs[1:], flint.arb(0))
    return 1 - total / (len(outputs) * sum((u * u for u in outputs), flint.arb(0))).sqrt()
